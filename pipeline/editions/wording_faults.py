"""What is wrong with a wording: styles that its base does not have, rows that do not fit
their table, two blocks of one id; and where its places and the answers do not meet: no
answer may be without a place, and no place without an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.edition.form import Form
from pipeline.edition.questions import Question, tag_name
from pipeline.edition.wording import (
    CONTENTS,
    PLACE,
    entries,
    loops,
    texts,
    texts_in,
)
from pipeline.editions.changed_wording import NOTE
from pipeline.editions.form_faults import Raw
from pipeline.editions.homes import TEMPLATES
from pipeline.editions.reading import Fault
from pipeline.findings.sentences import editions as sentences
from pipeline.rules.families import FAMILIES

# What any document may print beside what its family says in the title.
ALWAYS = frozenset({"brouillon"})


def unmakeable(wording: Raw) -> Iterator[Fault]:
    """Everything of which no document can be made, and marks of footnotes that are not
    there.
    """
    base = wording["base"]
    file = TEMPLATES / f"{base}.xml"
    if not file.is_file():
        known = (other.stem for other in TEMPLATES.glob("*.xml"))
        yield base, sentences.absent("la base", base, known)
        return
    for text in texts(wording):
        for mark in NOTE.finditer(text):
            if mark[1] not in wording.get("footnotes", {}):
                yield text, sentences.no_note(mark[1])
    yield from _odd_blocks(wording, file.read_text(encoding="utf-8"))


def _odd_blocks(wording: Raw, looks: str) -> Iterator[Fault]:
    """Styles and colours that there are none of, ids that stand twice, odd rows."""
    styles = set(re.findall(r'<w:(?:style [^>]*w:styleId|name w:val)="([^"]*)"', looks))
    ids: set[str] = set()
    for block in entries(wording["blocks"]):
        style, name = block.get("style"), block.get("id")
        if style and style not in styles:
            yield style, sentences.absent("le style", style, styles)
        if name in ids:
            yield name, sentences.twice(name)
        ids |= {name} if name else set()
        columns = len(block.get("widths", ()))
        for row in entries(block.get("t", [])):
            if len(row) != columns:
                said = sentences.other_columns(len(row), columns)
                yield row[0] if row else block["t"], said
            fills = (cell.get("fill") for cell in row if isinstance(cell, dict))
            for fill in fills:
                if fill and "{" not in fill and fill not in wording.get("fonds", {}):
                    yield fill, sentences.absent("la couleur", fill, ())


def unplaced(raw: Raw, form: Form, wordings: Sequence[Raw]) -> Iterator[Fault]:
    """The answers that have no place in any wording."""
    said = [text for wording in wordings for text in texts(wording)]
    there = {place["name"] for text in said for place in PLACE.finditer(text)}
    repeated = [loop for wording in wordings for loop in loops(wording["blocks"])]
    for declared, question in zip(
        raw["questions"], form.questions.values(), strict=True
    ):
        tag = tag_name(question.id)
        own = [loop for loop in repeated if loop["in"] == tag]
        if question.repeats and not own:
            yield declared, sentences.no_loop(question.id, tag)
        else:
            shown = {name for loop in own for _, name in _columns_shown(loop)}
            for name in sorted(question.columns_of_parts(form.lists) - shown):
                yield declared, sentences.no_column(question.id, name)
        for place in _places(form, question):
            if place not in there:
                yield declared, sentences.no_place(question.id, place)


def unanswered(form: Form, wording: Raw) -> Iterator[Fault]:
    """The places and loops of a wording that no answer fills."""
    asked = {tag_name(question.id): question for question in form.questions.values()}
    known = {place for each in asked.values() for place in _places(form, each)}
    known |= {*FAMILIES[form.family].heads, *ALWAYS}
    repeated = [*loops(wording["blocks"])]
    inside = {loop["for"] for loop in repeated}
    for text in texts(wording):
        for place in PLACE.finditer(text):
            name = place["name"]
            if name not in known and name.partition(".")[0] not in inside:
                yield text, sentences.unfilled("la place", name, known)
    for loop in repeated:
        listed = loop["in"]
        if "." in listed or listed == CONTENTS:
            continue
        if listed not in asked or not asked[listed].repeats:
            yield listed, sentences.unfilled("la boucle", listed, asked)
        elif columns := asked[listed].columns_of_parts(form.lists):
            for cell, name in _columns_shown(loop):
                if name not in columns:
                    yield cell, sentences.absent("la colonne", name, columns)


def _columns_shown(loop: Raw) -> Iterator[tuple[str, str]]:
    """The columns that the rows of a loop show, each with the text that it stands in."""
    for cell in texts_in(loop["do"]):
        for place in PLACE.finditer(cell):
            yield cell, place["name"].removeprefix(f"{loop['for']}.")


def _places(form: Form, question: Question) -> Iterator[str]:
    """The places that the answer of a question fills, those of its loops apart."""
    tag = tag_name(question.id)
    for key in question.keys(form.lists):
        yield f"{tag}.{key}" if key else tag
