"""A blank with its maker's log, and what the maker finds in it once it is filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from pipeline.office.package import read_parts
from tests.support.blanks.form import Fate, Form
from tests.support.blanks.marks import (
    TICKED,
    UNTICKED,
    Element,
    Empty,
    Held,
    element_at,
    known,
    tag,
    text_of,
    unmarked,
)

_LISTED = re.compile(r"(q2_[23]_1)\.(\d+)\.(\w+)")


@dataclass(frozen=True)
class Blank:
    """``fates``: name of a place of the wording -> what became of it; ``places``: where
    the maker has put each place that the blank has; ``new``: those of ``places`` that
    the wording has not.
    """

    kind: str
    content: bytes
    fates: Mapping[str, Fate]
    places: Mapping[str, list[Held]]
    empties: Mapping[str, Empty]
    ticks: frozenset[str]
    year: int
    filled: Mapping[str, str] = field(default_factory=dict)

    @property
    def new(self) -> set[str]:
        return {name for name in self.places if name not in self.fates}

    @property
    def unchanged(self) -> list[str]:
        return [name for name, one in self.fates.items() if one is Fate.UNCHANGED]


def blank_of(
    kind: str,
    form: Form,
    marked: bytes,
    empties: Mapping[str, Empty],
    filled: Mapping[str, str] | None = None,
    disturb: object = None,
) -> Blank:
    """The blank of a file of marks. ``filled``: what someone has typed in already;
    ``disturb``: what changes the file without any change of what is seen.
    """
    content = unmarked(marked, empties)
    if callable(disturb):
        content = disturb(content)
    content, places = known(content, empties)
    ticks = frozenset(place.name for place in form.places if place.is_tick)
    return Blank(
        *(kind, content, form.fates, places, empties, ticks, form.year),
        dict(filled or {}),
    )


# ---- what stands in a file that was filled


class Changed(AssertionError):
    """Words of the blank are others."""


def found_in(blank: Blank, filled: bytes) -> dict[str, str]:
    """Name -> what stands at each place of a filled blank; "" where it is as empty as in
    the blank, "X" for a tick.
    """
    roots = _roots(filled)
    found = {}
    for name, several in blank.places.items():
        texts = [_text_at(roots[one.part], one) for one in several if not one.is_more]
        said = {_plain(blank, name, text) for text in texts}
        if len(said) > 1:
            raise Changed(f"{name} says {sorted(said)}")
        found[name] = said.pop()
    return found


def rests_in(blank: Blank, filled: bytes) -> dict[str, str]:
    """Name -> what stands in its further lines of dots, "" for these dots."""
    roots = _roots(filled)
    return {
        name: _plain(blank, name, _text_at(roots[one.part], one))
        for name, several in blank.places.items()
        for one in several
        if one.is_more
    }


def _roots(content: bytes) -> dict[str, Element]:
    return {
        name: etree.fromstring(raw)
        for name, raw in read_parts(content).items()
        if name.endswith((".xml", ".rels"))
    }


def _text_at(root: Element, held: Held) -> str:
    element = element_at(root, held.path)
    if element.tag != tag("p"):
        return element.text or ""
    if held.is_cell:
        cell = next(element.iterancestors(tag("tc")))
        return "\n".join(text_of(one) for one in cell.iter(tag("p")))
    pattern = "(.*?)".join(map(re.escape, held.segments))
    text = text_of(element)
    match = re.fullmatch(pattern, text, re.DOTALL)
    if match is None:
        raise Changed(f"{held.segments} is {text!r}")
    return match[held.at + 1]


def _plain(blank: Blank, name: str, text: str) -> str:
    if text == blank.empties.get(name, Empty("", "")).seen:
        return ""
    if name in blank.ticks:
        if text.strip() in TICKED:
            return "X"
        return "" if text.strip() in UNTICKED else text
    return text


def changed_words(blank: Blank, filled: bytes) -> list[str]:
    """Every difference of a filled blank beside its places: of texts, of other parts."""
    before, after = read_parts(blank.content), read_parts(filled)
    found = [f"part {name}" for name in before.keys() ^ after.keys()]
    held = {
        (one.part, one.path) for several in blank.places.values() for one in several
    }
    for name in before.keys() & after.keys():
        own = {path for part, path in held if part == name}
        if before[name] == after[name]:
            continue
        if not own:
            found.append(f"part {name} is another")
            continue
        mine, theirs = (
            [*_other_texts(etree.fromstring(raw), own)]
            for raw in (before[name], after[name])
        )
        found += [
            f"{name}: {one!r} is {other!r}"
            for one, other in zip(mine, theirs, strict=False)
            if one != other
        ][:3]
        found += [f"{name}: {len(theirs)} texts, not {len(mine)}"] * (
            len(mine) != len(theirs)
        )
    return found


def _other_texts(root: Element, own: set[str]) -> Iterator[str]:
    """The texts beside the places; the rows of listings, which may be more, aside."""
    holders = {element_at(root, path) for path in own}
    cells = {one.getparent() for one in holders}
    for one in root.iter(tag("p")):
        if one not in holders and one.getparent() not in cells:
            yield text_of(one)


# ---- listings


def listing_rows(blank: Blank, entries: str) -> list[dict[str, str]]:
    """The names of the places of each row of a listing that the blank has."""
    rows: dict[int, dict[str, str]] = {}
    for name in blank.places:
        if (found := _LISTED.fullmatch(name)) and found[1] == entries:
            rows.setdefault(int(found[2]), {})[found[3]] = name
    return [rows[number] for number in sorted(rows)]
