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
    cell_of,
    element_at,
    known,
    tag,
    text_of,
    unmarked,
)
from tests.support.retouches import W

# What an answer adds none of, and takes none away.
_KEPT = (
    *("ins", "del", "commentReference", "footnoteReference", "drawing", "sectPr"),
    *("bookmarkStart", "proofErr", "smartTag", "sdt", "fldChar", "tbl"),
)
BY_HAND = "À COMPLÉTER À LA MAIN"  # what a place says that could not be filled
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

    def is_open(self, entries: str) -> bool:
        """Whether nothing stands below a listing in its table: its last row may be
        copied.
        """
        rows = listings(self)[entries]
        root = _roots(self.content)["word/document.xml"]
        return len(_rows(root, rows)) == len(rows)

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
    the blank, "X" for a tick. The blank behind a label is none of it.
    """
    roots = _roots(filled)
    found = {}
    for name, several in blank.places.items():
        texts = [_text_at(roots[one.part], one) for one in several if not one.is_more]
        said = {_plain(blank, name, text).removeprefix(" ") for text in texts}
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
    pattern = "(.*?)".join(map(re.escape, held.segments)) + f"( ?{BY_HAND})?"
    text = text_of(element)
    match = re.fullmatch(pattern, text, re.DOTALL)
    if match is None:
        raise Changed(f"{held.segments} is {text!r}")
    return match[held.at + 1]


def _plain(blank: Blank, name: str, text: str) -> str:
    if BY_HAND in text:
        text = text.replace(BY_HAND, "").strip(" ")
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
    for name in before.keys() & after.keys():
        own = {
            one.path
            for several in blank.places.values()
            for one in several
            if one.part == name
        }
        if before[name] == after[name]:
            continue
        if not own:
            found.append(f"part {name} is another")
            continue
        mine, theirs = (
            [*_other_texts(blank, etree.fromstring(raw), own)]
            for raw in (before[name], after[name])
        )
        if len(mine) != len(theirs):
            found.append(f"{name}: {len(theirs)} texts, not {len(mine)}")
        pairs = zip(mine, theirs, strict=False)
        other = [
            f"{name}: {one!r} is {there!r}" for one, there in pairs if one != there
        ]
        found += other[:3]
    return found


def _other_texts(blank: Blank, root: Element, own: set[str]) -> Iterator[str]:
    """The texts beside the places, and the number of each kind of mark; the rows of
    listings, which may be more, aside.
    """
    if not root.tag.startswith(f"{{{W}}}"):
        return  # XML that controls are bound to: all its texts are places
    holders = {element_at(root, path) for path in own}
    cells = {one.getparent() for one in holders}
    listed = {row for rows in listings(blank).values() for row in _rows(root, rows)}
    for one in root.iter(tag("p")):
        is_listed = not listed.isdisjoint(one.iterancestors(tag("tr")))
        if one not in holders and one.getparent() not in cells and not is_listed:
            yield text_of(one)
    for kind in _KEPT:
        several = [_rows_of(one) for one in root.iter(tag(kind))]
        yield f"{kind} {sum(map(listed.isdisjoint, several))}"


def _rows_of(element: Element) -> set[Element]:
    """The rows in which an element stands; of a control those too that stand in it."""
    inside = element.iter(tag("tr")) if element.tag == tag("sdt") else ()
    return {*element.iterancestors(tag("tr")), *inside}


# ---- listings


def listings(blank: Blank) -> dict[str, list[dict[str, Held]]]:
    """The rows of each listing of the blank: column -> where its cell is."""
    found: dict[str, dict[int, dict[str, Held]]] = {}
    for name, (held, *_) in blank.places.items():
        if listed := _LISTED.fullmatch(name):
            rows = found.setdefault(listed[1], {})
            rows.setdefault(int(listed[2]), {})[listed[3]] = held
    return {
        entries: [rows[number] for number in sorted(rows)]
        for entries, rows in found.items()
    }


def _rows(root: Element, rows: list[dict[str, Held]]) -> list[Element]:
    """The rows of a listing, and those behind them."""
    held = next(iter(rows[0].values()))
    cell = element_at(root, held.path)
    first = next(cell.iterancestors(tag("tr")))
    several = [*next(cell.iterancestors(tag("tbl"))).iter(tag("tr"))]
    return several[several.index(first) :]


def rows_in(blank: Blank, filled: bytes, entries: str) -> list[dict[str, str]]:
    """What the rows of a listing say, those that are copied too; "X" for a tick."""
    rows = listings(blank)[entries]
    root = _roots(filled)[next(iter(rows[0].values())).part]
    several = [[*one.iter(tag("tc"))] for one in _rows(root, rows)]
    columns = {
        column: several[0].index(cell_of(element_at(root, held.path)))
        for column, held in rows[0].items()
    }
    return [
        {
            column: _listed_text(blank, f"{entries}.0.{column}", cells[at])
            for column, at in columns.items()
        }
        for cells in several[: None if blank.is_open(entries) else len(rows)]
    ]


def _listed_text(blank: Blank, name: str, cell: Element) -> str:
    text = "\n".join(text_of(one) for one in cell.iter(tag("p")))
    return _plain(blank, name, text) if name in blank.ticks else text
