"""The places that a blank leaves unsure, and that no decision holds back yet: a decision
for each question that has some.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

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
    place beside a new instruction would be as sure as any other. ``places``: as the
    known wording finds them in the blank; ``decided``: the decisions that there are.
    """
    held = [_decision(one) for one in decided]
    by_question: defaultdict[str, dict[str, FoundText]] = defaultdict(dict)
    for name, found in _answers(form, places):
        if found.status is not Status.EQUAL and not any(d.concerns(name) for d in held):
            by_question[found.where.partition(", ")[0]][name] = found
    return [
        Proposal({}, {}, _said(about, several))
        for about, several in by_question.items()
    ]


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


def _said(about: str, several: dict[str, FoundText]) -> Declared:
    there = {" ".join(one.there.split()): "" for one in several.values() if one.there}
    lines = [one.where.partition(", ")[2] for one in several.values()]
    return {
        "about": about,
        "says": say.unsure([*filter(None, lines)], [*there]),
        "proposes": say.UNSURE,
        "choice": OPEN,
        "places": [*several],
    }
