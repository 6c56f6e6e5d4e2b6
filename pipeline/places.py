"""Answers -> what is printed at each place of the form. Plain strings: nothing of a household goes past this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.docx_file import FOOTNOTE_MARK
from pipeline.form import Form, tag_name
from pipeline.submission import Answers
from pipeline.template import PLACE, before_place, own_characters


@dataclass(frozen=True)
class Places:
    """What the renderer and the gate receive.

    ``texts``: place (``q2_7_1.ris``, ``annee``) -> printed text, the place's own characters where there is no answer.
    ``rows``: question's tag -> one row an equipment, column -> printed text.
    """

    texts: Mapping[str, str]
    rows: Mapping[str, tuple[Mapping[str, str], ...]]


def fill_places(form: Form, answers: Answers) -> Places:
    """Every place of the form with its text."""
    own, words = own_characters(form.edition), before_place(form.edition)
    texts = {
        "annee": str(answers.year),
        "annee_precedente": str(answers.year - 1),
        "commune": answers.commune,
    }
    for question, figures in answers.figures.items():
        for key, figure in figures.items():
            place = f"{tag_name(question)}.{key}" if key else tag_name(question)
            texts[place] = join(words[place], own[place], figure.value)
    return Places(texts, {tag_name(question): rows for question, rows in answers.equipments.items()})


def join(words: str, own: str, text: str) -> str:
    """A text set behind the words of its label: an empty one leaves the label's own characters (dots, stars)."""
    if not text:
        return own
    if "\n" in own:  # one line a name; a line without one keeps its dots
        names = text.split("\n")
        return "\n".join([*(f"- {name}" for name in names), *own.split("\n")[len(names) :]])
    if not words or words[-1] in " \u00a0\n":
        return text
    return f" {text}" if words[-1] in ":-" else f"\u00a0: {text}"


def label(text: str) -> str:
    """The beginning of a text of the form, to find it by."""
    plain = FOOTNOTE_MARK.sub("", PLACE.sub(lambda place: place["own"] or "", text))
    return plain if len(plain) <= 60 else f"{plain[:60].rstrip()}…"


def fill(text: str, places: Places) -> str:
    """A text of the form with its answers."""
    return PLACE.sub(lambda place: places.texts[place["name"]], text)


def stretches(text: str, places: Places) -> list[str]:
    """The same, cut at the form's footnote marks (an answer may hold what looks like one): text, number, text..."""
    return [fill(stretch, places) for stretch in FOOTNOTE_MARK.split(text)]


def table_stretches(block: Any, places: Places) -> list[list[list[str]]]:
    """The stretches of every cell of a table, its repeated row once an equipment."""
    repeat = block.get("repeat")
    cells = [[stretches(cell, places) for cell in row] for row in block["t"][: repeat["row"] if repeat else None]]
    if repeat:
        columns = [cell.strip("{}").partition(".")[2] for cell in block["t"][repeat["row"]]]
        cells += [[[row[column]] for column in columns] for row in places.rows[repeat["in"]]]
    return cells
