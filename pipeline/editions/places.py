"""The places of the wordings and the answers must meet: no answer without a place, no
place without an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pipeline.edition.form import Form
from pipeline.edition.questions import Question, tag_name
from pipeline.edition.wording import CONTENTS, PLACE, is_loop, loops, texts
from pipeline.editions.reading import Place
from pipeline.editions.references import Fault
from pipeline.findings.sentences import editions as sentences
from pipeline.rules.families import FAMILIES

# What any document may print beside what its family says in the title.
ALWAYS = frozenset({"brouillon"})


def unplaced(form: Form, wordings: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """The answers that have no place in any wording."""
    there = {
        place["name"]
        for wording in wordings
        for text in texts(wording)
        for place in PLACE.finditer(text)
    }
    repeated = {loop["in"] for wording in wordings for loop in loops(wording["blocks"])}
    for number, question in enumerate(form.questions.values()):
        tag = tag_name(question.id)
        if question.repeats and tag not in repeated:
            yield ("questions", number), sentences.no_loop(question.id, tag)
        elif columns := question.columns_of_parts(form.lists):
            shown = {
                name for wording in wordings for name in _columns_shown(wording, tag)
            }
            for name in sorted(columns - shown):
                said = sentences.no_column(question.id, name)
                yield ("questions", number), said
        for place in _places(form, question):
            if place not in there:
                said = sentences.no_place(question.id, place)
                yield ("questions", number), said


def unanswered(form: Form, wording: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """The places and loops of a wording that no answer fills."""
    known = {
        place
        for question in form.questions.values()
        for place in _places(form, question)
    }
    known |= {*FAMILIES[form.family].heads, *ALWAYS}
    inside = {loop["for"] for loop in loops(wording["blocks"])}
    for text in texts(wording):
        for place in PLACE.finditer(text):
            name = place["name"]
            if name not in known and name.partition(".")[0] not in inside:
                yield (
                    _place(text),
                    sentences.unfilled("la place", name, _near(name, known)),
                )
    by_tag = {tag_name(question.id): question for question in form.questions.values()}
    for loop in (loop for loop in loops(wording["blocks"]) if "." not in loop["in"]):
        asked = by_tag.get(loop["in"])
        if loop["in"] != CONTENTS and not (asked and asked.repeats):
            yield (
                _place(loop["in"]),
                sentences.unfilled("la boucle", loop["in"], _near(loop["in"], by_tag)),
            )
        elif asked and (columns := asked.columns_of_parts(form.lists)):
            yield from _unknown_columns(columns, loop)


def _unknown_columns(
    known: Collection[str], loop: Mapping[str, Any]
) -> Iterator[tuple[Place, str]]:
    """The places of a row of equipments that are no column of it."""
    for cell in _cells(loop["do"]):
        for place in PLACE.finditer(cell):
            name = place["name"].removeprefix(f"{loop['for']}.")
            if name not in known:
                yield (
                    _place(cell),
                    sentences.absent("la colonne", name, _near(name, known)),
                )


def _place(text: Any) -> Place:
    """Where a text of a wording was read."""
    place: Place = text.place
    return place


def _columns_shown(wording: Mapping[str, Any], tag: str) -> frozenset[str]:
    """The columns that the rows of a loop of formulaire.json show."""
    found: set[str] = set()
    for loop in (loop for loop in loops(wording["blocks"]) if loop["in"] == tag):
        for cell in _cells(loop["do"]):
            found |= {
                place["name"].removeprefix(f"{loop['for']}.")
                for place in PLACE.finditer(cell)
            }
    return frozenset(found)


def _cells(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for entry in content:
            yield from _cells(entry)
    elif is_loop(content):
        yield from _cells(content["do"])
    else:
        yield content.get("text", "")


def _places(form: Form, question: Question) -> Iterator[str]:
    """The places that the answer of a question fills, those of its loops apart."""
    tag = tag_name(question.id)
    for key in question.keys(form.lists):
        yield f"{tag}.{key}" if key else tag


def _near(name: str, known: Collection[str]) -> list[str]:
    return get_close_matches(name, known, 1)
