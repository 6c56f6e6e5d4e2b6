"""The places that a blank leaves unsure, and that no decision holds back yet: a decision
for each question that has some.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.align.chains import chains
from pipeline.align.placed import FoundPlaces, FoundText, Status
from pipeline.edition.form import OPEN, Decision, Form
from pipeline.edition.questions import tag_name
from pipeline.findings.sentences import adoption as say
from pipeline.makers.proposals import Declared, Proposal
from pipeline.official.answers import COMMUNE


def unsure(
    form: Form, places: FoundPlaces, decided: Sequence[Declared]
) -> list[Proposal]:
    """What a person has to say of the places of a new form that are not surely found
    by the wording of the known one: its own has all that stands in its blank, so that a
    place beside a new instruction would be as sure as any other. What one text is over
    is one decision. ``places``: as the
    known wording finds them in the blank; ``decided``: the decisions that there are.
    """
    held = [_decision(one) for one in decided]
    told: defaultdict[str, dict[str, FoundText]] = defaultdict(dict)
    for name, found in _answers(form, places):
        if found.status is not Status.EQUAL and not any(d.concerns(name) for d in held):
            is_over = found.status is Status.REWORDED and found.there
            told[found.there if is_over else _question(found)][name] = found
    return [Proposal({}, {}, _said(several)) for several in told.values()]


def _question(found: FoundText) -> str:
    return found.where.partition(", ")[0]


def as_decided(form: Form, places: FoundPlaces) -> FoundPlaces:
    """The places of a new form, those that are reworded as sure as a decision makes
    them: one that names all that stands over them there.
    """

    def decided(name: str, found: FoundText) -> FoundText:
        about = [one.says for one in form.decisions if one.concerns(name)]
        lines = [" ".join(line.split()) for line in found.there.split("\n")]
        is_asked = all(any(line in said for said in about) for line in lines if line)
        if found.status is not Status.REWORDED or not (about and is_asked):
            return found
        return found._replace(status=Status.EQUAL, wording="", there="")

    def row(table: str, turn: FoundPlaces) -> FoundPlaces:
        texts = turn.texts.items()
        found = {name: decided(f"{table}.{name}", one) for name, one in texts}
        return replace(turn, texts=found)

    rows, empty = (
        {table: tuple(row(table, one) for one in turns) for table, turns in of.items()}
        for of in (places.rows, places.empty_rows)
    )
    texts = {name: decided(name, one) for name, one in places.texts.items()}
    return FoundPlaces(texts, rows, empty, places.path)


def _decision(said: Declared) -> Decision:
    return Decision(**{**said, "places": tuple(said.get("places", ()))})


def _answers(form: Form, places: FoundPlaces) -> Iterator[tuple[str, FoundText]]:
    """The places of answers; those of a table by the names of table and column."""
    asked = {COMMUNE, *map(tag_name, form.questions)}
    there = {place.name for place in chains(form.document).places}
    for name, found in places.texts.items():
        if name in there and name.partition(".")[0] in asked:
            yield name, found
    for table, turns in places.rows.items():
        for turn in turns:
            for column, found in turn.texts.items():
                yield f"{table}.{column}", found


def _said(several: dict[str, FoundText]) -> Declared:
    there = {" ".join(one.there.split()): "" for one in several.values() if one.there}
    questions = [*dict.fromkeys(map(_question, several.values()))]
    lines = [one.where.partition(", ")[2] for one in several.values()]
    return {
        "about": questions[0],
        "says": say.unsure([*filter(None, lines)], [*there], questions),
        "proposes": say.UNSURE,
        "choice": OPEN,
        "places": [*several],
    }
