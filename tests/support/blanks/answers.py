"""Answers to every question of the form, each another one, so that one at a wrong place
shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from pipeline.edition.questions import tag_name
from pipeline.model.submission import Answers, Figure, Part
from tests.support.blanks.form import COMMUNE, Grid, form, is_place, places_of, texts_in
from tests.support.received import random_answers

_TEXT = "Réponse à {}, l’« été » & plus.\nSur deux lignes."
_PRECISION = "précision de {} (dont 2 & 3)"
_NUMBERS = ("chiffres", "nombre", "lignes")


def head(year: int) -> dict[str, str]:
    return {
        **{"commune": COMMUNE, "annee": str(year), "annee_precedente": str(year - 1)},
    }


def full_answers(year: int, equipments: Sequence[str]) -> Answers:
    """An answer to everything; a tick in every other cell of the equipments."""
    _, drawn = random_answers(1)
    texts = _texts()
    figures = {
        question: {line: Figure(texts[tag_name(question, line)]) for line in lines}
        for question, lines in drawn.figures.items()
    }
    parts = {
        question: tuple(
            _part(name, at, several[0]) for at, name in enumerate(equipments)
        )
        for question, several in drawn.parts.items()
    }
    return Answers({**drawn.head, **head(year)}, figures, parts)


def _part(name: str, at: int, like: Part) -> Part:
    columns = [column for column in like.figures if column != "nom"]
    ticks = {
        column: Figure("X" if (n + at) % 2 else "") for n, column in enumerate(columns)
    }
    return Part({"nom": Figure(name), **ticks})


def _texts() -> dict[str, str]:
    """Name of a place -> a tick, a number or a text."""
    numbers = count(101)
    found: dict[str, str] = {}
    for block in form().blocks:
        look = block.look if isinstance(block, Grid) else "lignes"
        for text in texts_in(block):
            for place in places_of(text):
                is_alone = is_place(text) or not isinstance(block, Grid)
                if place.is_tick:
                    found[place.name] = "X"
                elif is_alone and look in _NUMBERS:
                    found[place.name] = str(next(numbers))
                else:
                    is_long = is_alone or place.name == "q2_4.noms"
                    said = _TEXT if is_long else _PRECISION
                    found[place.name] = said.format(place.name)
    return found


def expected(answers: Answers) -> Mapping[str, str]:
    """Name of a place -> its answer, blank ones and listings aside."""
    return {"commune": answers.head["commune"]} | {
        tag_name(question, line): figure.value
        for question, lines in answers.figures.items()
        for line, figure in lines.items()
        if figure.value.strip()
    }
