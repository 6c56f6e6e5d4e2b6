"""How a CLSS plan reads and prints its numbers and texts: objectives, amounts,
paragraphs, headings without prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from pipeline.model.submission import Figure, Part, Row, Text
from pipeline.model.text import StyledText, raise_ordinals
from pipeline.office.excel import ShownNumber

Numero = tuple[int, ...]

_NUMERO = r"[1-9]\d?(?:\.[1-9]\d?(?:\.[1-9]\d?)?|\.0\.[1-9]\d?)?"
_VISE = re.compile(r"(\d+(?:\.\d+)*)(?:\s+(A\d+))?")
_ITEM = re.compile(r"[-•·–]\s+")
# What a heading of the narrative says before its own words: "1.1 (OI). ", "2 Objectif
# Général : ".
_KIND = r"général|intermédiaire|opérationnel|transversal"
_LEVEL = rf"\(O[GIO]\)\s*[.:]?|Objectifs?\s+(?:{_KIND})(?:\s+\d+(?:\.\d+)*)?\s*:"
_PREFIX = re.compile(rf"(?:\d+(?:\.\d+)*\.?\s*)?(?:{_LEVEL})\s*", re.IGNORECASE)
_BREAK = re.compile(
    r"(?<!\s)\s*\n\s*"
)  # looked for from where its blanks begin, not from each of them
_BOLD = {"": "Gras", "Exposant": "GrasExposant"}
NOTHING: Mapping[str, Text] = {}


@dataclass(frozen=True, order=True)
class Vise:
    """What a target or a follow-up names: an objective, or an action of it by its code."""

    numero: Numero
    code: str = ""

    def __str__(self) -> str:
        return f"{shown(self.numero)} {self.code}".rstrip()

    @property
    def above(self) -> tuple[Vise, ...]:
        """Itself and the objectives that stand for it: all that its number begins with."""
        objectifs = tuple(
            Vise(self.numero[:length])
            for length in range(1, min(len(self.numero), 3) + 1)
        )
        return (*objectifs, self) if self.code else objectifs


def numero_of(value: object) -> Numero | None:
    """The number of an objective, "1.2.3" as (1, 2, 3); None where it is none."""
    written = value.strip() if isinstance(value, str) else ""
    return _numbers(written) if re.fullmatch(_NUMERO, written) else None


def vise_of(value: object) -> Vise | None:
    """What "1.1.1" or "1.1.1 A2" names, be it there or not; None where it names
    nothing.
    """
    found = _VISE.fullmatch(value.strip()) if isinstance(value, str) else None
    return Vise(_numbers(found[1]), found[2] or "") if found else None


def _numbers(written: str) -> Numero:
    return tuple(map(int, written.split(".")))


def shown(numero: Numero) -> str:
    return ".".join(map(str, numero))


def euros(cents: int | None) -> str:
    """``50.000,00 €``, ``- €`` for zero, nothing where it is unknown
    (docs/plan-clss.md, Budget).
    """
    if not cents:
        return "" if cents is None else "- €"
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,},{rest:02d} €".replace(
        ",", ".", f"{whole:,}".count(",")
    )


def written(cents: int) -> str:
    """The same, zero in full."""
    return euros(cents) if cents else "0,00 €"


def percentage(part: int, whole: int) -> int:
    """How many hundredths of the whole a part is, rounded; a half goes up. Neither is
    below zero.
    """
    return (200 * part + whole) // (2 * whole)


def rich(row: Row, name: str) -> StyledText:
    """A text of a row with its looks, its ordinals raised; empty where the cell is."""
    value = row.values.get(name, "")
    return _trimmed(
        raise_ordinals(value if isinstance(value, StyledText) else str(value))
    )


def heading(row: Row, name: str) -> StyledText:
    """The same on one line."""
    return StyledText.of(
        (_BREAK.sub(" ", text), look) for text, look in rich(row, name).looks
    )


def lines(text: StyledText) -> tuple[StyledText, ...]:
    """The lines of a text that are not empty."""
    found: list[list[tuple[str, str]]] = [[]]
    for stretch, look in text.looks:
        first, *others = stretch.split("\n")
        found[-1].append((first, look))
        found += [[(other, look)] for other in others]
    cut = [_trimmed(StyledText.of(line)) for line in found]
    return tuple(line for line in cut if line)


def paragraphs(row: Row, name: str, after: int = 0) -> tuple[Part, ...]:
    """One part a line of a text, those ``after`` its first lines: ``element`` where it
    begins with the sign of a list, without that sign; else ``courant``. A number is
    never an element, since the sign before it is its own.
    """
    found = []
    for line in lines(rich(row, name))[after:]:
        sign = None if _is_number(row, name) else _ITEM.match(line.text)
        text = _cut(line, sign.end() if sign else 0, len(line))
        found.append(
            part(**{"element" if sign else "courant": [part({"texte": text})]})
        )
    return tuple(found)


def without_prefix(row: Row, name: str, numero: Numero) -> StyledText:
    """A heading without its number and level: "1.1 (OI). Les personnes..." gives "Les
    personnes..."; one that is a number in its format stays whole.
    """
    titre = heading(row, name)
    if _is_number(row, name):
        return titre
    prefix = _PREFIX.match(titre.text) or re.match(
        rf"{re.escape(shown(numero))}[.)]?\s+", titre.text
    )
    start = prefix.end() if prefix else 0
    return _cut(titre, start if start < len(titre) else 0, len(titre))


def _is_number(row: Row, name: str) -> bool:
    """Whether a text is a number or a date of its cell, as Excel shows it."""
    return isinstance(row.values.get(name), ShownNumber)


def numbered(numero: Numero, text: StyledText) -> StyledText:
    return StyledText.of([(f"{shown(numero)} ", ""), *text.looks])


def bold(text: StyledText) -> StyledText:
    """The whole text in bold."""
    return StyledText.of(
        (stretch, _BOLD.get(look, look)) for stretch, look in text.looks
    )


def part(
    figures: Mapping[str, Figure | Text] = NOTHING, /, **parts: Iterable[Part]
) -> Part:
    """A part of the report, with its texts as figures and with the parts inside it that
    there are.
    """
    shown = {
        name: value if isinstance(value, Figure) else Figure.of(value)
        for name, value in figures.items()
    }
    inner = {name: tuple(found) for name, found in parts.items()}
    return Part(shown, {name: inner[name] for name in inner if inner[name]})


def _cut(text: StyledText, start: int, end: int) -> StyledText:
    begins = accumulate((len(stretch) for stretch, _ in text.looks), initial=0)
    placed = zip(text.looks, begins, strict=False)
    return StyledText.of(
        (stretch[max(0, start - at) : max(0, end - at)], look)
        for (stretch, look), at in placed
    )


def _trimmed(text: StyledText) -> StyledText:
    plain = text.text
    return _cut(text, len(plain) - len(plain.lstrip()), len(plain.rstrip()))
