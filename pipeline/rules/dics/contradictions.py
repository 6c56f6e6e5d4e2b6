"""Where the figures of a DiCS report that comes in contradict each other: what the form
implies between them (relations.py), held to the numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.edition.form import Form
from pipeline.edition.questions import Lines, tag_name
from pipeline.findings.sentences import dics as said
from pipeline.model.received import Contradiction, figure_of, ticked
from pipeline.model.submission import Places
from pipeline.rules.dics.relations import Kind, Relation, Shown, relations, together


def contradictions(form: Form, places: Places) -> Iterator[Contradiction]:
    """What does not hold between the figures at these places. Of what is no figure
    nothing is said, but that the others are too many without it.
    """
    figures, held = _Figures(places), [*relations(form)]
    totals = {one.parts[0]: one.whole for one in held if one.kind is Kind.ADDED}
    # What completes a whole lies within it too, and the lines of a table are held to
    # its total, which is held to what it counts: each is said once.
    last = {frozenset((one.parts, (one.whole,))): one for one in held}
    for relation in last.values():
        total = totals.get(relation.parts[0], relation.whole)
        by_total = total != relation.whole and figures.known(total)
        if not (relation.kind is Kind.APART or by_total or _is_by_line(relation)):
            yield from figures.broken(relation)
    for question in form.asked(Lines):
        yield from figures.none_and_some(question)


def _is_by_line(relation: Relation) -> bool:
    """Whether it is between columns of one table, of which each line is held apart."""
    shown = (*relation.parts, relation.whole)
    names = {name for one in shown for name, _ in one.places}
    return len(names) == 1 and all(len(one.places) > 1 for one in shown)


@dataclass(frozen=True)
class _Figures:
    """The figures of a report by their places."""

    places: Places

    def of(self, shown: Shown) -> list[int]:
        """The known ones of these figures."""
        texts = (
            str(self.places.texts.get(tag_name(*place), "")) for place in shown.places
        )
        return [number for number in map(figure_of, texts) if number is not None]

    def known(self, shown: Shown) -> bool:
        return len(self.of(shown)) == len(shown.places)

    def broken(self, relation: Relation) -> Iterator[Contradiction]:
        kind, whole, most = relation.kind, relation.whole, relation.most
        parts = together(relation.parts)
        if not self.known(whole):
            return
        one, all_of_it = sum(self.of(parts)), sum(self.of(whole))
        there = (self._said(parts), self._said(whole))
        where = tuple(tag_name(*place) for place in (*parts.places, *whole.places))
        if kind in (Kind.SAME, Kind.ADDED):
            # Two problems that were not relayed may have one reason.
            lacks = self.known(parts) and one * most < all_of_it
            if lacks or one > all_of_it:
                sentence = said.differ if most == 1 else said.too_far
                yield Contradiction(sentence(*there), where)
        elif one > most * all_of_it:
            said_of_it = said.unusual if kind is Kind.USUALLY else said.exceeds
            yield Contradiction(said_of_it(*there, most), where)

    def _said(self, shown: Shown) -> str:
        return said.amount(shown.name, sum(self.of(shown)), len(shown.places))

    def none_and_some(self, question: Lines) -> Iterator[Contradiction]:
        """ "Pas de dossiers" is ticked, and some are counted."""
        none = tag_name(question.id, question.none)
        if not question.none or not ticked(str(self.places.texts.get(none, ""))):
            return
        for line in question.lines:
            name = said.figure(question.label, said.LINES.get(line, line))
            shown = Shown(name, ((question.id, line),))
            if any(self.of(shown)):
                where = (none, tag_name(question.id, line))
                yield Contradiction(said.ticked_though(self._said(shown)), where)
                return
