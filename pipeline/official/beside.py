"""What stands beside the questions of the authority's file and may ask for another answer:
instructions, comments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.align.instructions import asks_otherwise
from pipeline.align.placed import Alignment, FoundPlaces, Status
from pipeline.edition.form import YES, Decision, Form
from pipeline.findings.sentences import official as say
from pipeline.model.text import shortened
from pipeline.new_form.changes import Change
from pipeline.new_form.unsure_places import asked
from pipeline.word_files.reading import COMMENT, Mark, where_of


class Beside:
    """``own``: the file beside the wording of its form; ``marks``: of the file."""

    def __init__(self, form: Form, own: Alignment, marks: Sequence[Mark]) -> None:
        self.form, self.own = form, own
        self._comments = [one for one in marks if one.kind == COMMENT]

    @property
    def comments(self) -> list[str]:
        """What the comments of the file say, since the authority may ask there for what
        its questions do not.
        """
        return [say.commented(one.where, one.text) for one in self._comments]

    def instructions(self, changes: Iterable[Change]) -> Mapping[str, str]:
        """Tag of a question -> the instructions beside it that may ask for another answer,
        each on a line; without those of which a decision says that its answer will do, and
        those that the places themselves wait for.
        """
        found: defaultdict[str, list[str]] = defaultdict(list)
        told = _told_at_places(self.own.places)
        for one in changes:
            decision = decision_on(self.form, one)
            is_accepted = decision is not None and decision.choice == YES
            lines = one.new.split("\n")
            for tag in () if is_accepted else one.asked:
                found[tag] += () if told[tag].issuperset(lines) else lines
        for tag, text in self._asking():
            found[tag].append(text)
        return {tag: "\n".join(lines) for tag, lines in found.items() if lines}

    def _asking(self) -> Iterator[tuple[str, str]]:
        """The comments on texts of a question that may ask for another answer, each with
        the tag of the question.
        """
        texts: defaultdict[str, list[str]] = defaultdict(list)
        at: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.own.texts if self._comments else ():
            texts[one.question].append(one.words)
            at[shortened(where_of(one.there))].add(one.question)
        tags: defaultdict[str, set[str]] = defaultdict(set)
        for name, found in self.own.places.texts.items() if self._comments else ():
            tags[asked(found, [*texts])].add(name.partition(".")[0])
        for mark in self._comments:
            for question in at.get(mark.where, ()):
                if asks_otherwise(mark.text, texts[question]):
                    yield from ((tag, mark.text) for tag in sorted(tags[question]))


def decision_on(form: Form, change: Change) -> Decision | None:
    """The decision of an adopted edition that is about a change."""
    said = " ".join(change.new.split())
    about = (one for one in form.decisions if one.about == change.question)
    return next((one for one in about if said and said in one.says), None)


def _told_at_places(places: FoundPlaces) -> defaultdict[str, set[str]]:
    """Tag of a question -> the words of the file that its places wait for."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = ((n, one) for n, turns in places.rows.items() for one in turns)
    turns = ((name, one) for name, row in rows for one in row.texts.values())
    for name, one in (*places.texts.items(), *turns):
        if one.status is Status.REWORDED:
            found[name.partition(".")[0]].update(one.there.split("\n"))
    return found
