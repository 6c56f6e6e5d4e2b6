"""From characters of a paragraph's text as it is read to those of its runs.

The gate counts the characters of the runs that stand right in one holder: a letter of a
``w:t`` is one, and so is whatever else a run has (a break, a tab, a sign, the mark of a
note).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.gate.addresses import Text
from pipeline.word_files.elements import child, children
from pipeline.word_files.fields import is_button
from pipeline.word_files.traced import Piece
from pipeline.writing.file import NoPlace, OfficialPart

# What an answer may stand in between its paragraph and its run.
_WRAPPINGS = {"w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "w:bdo", "w:dir"}
# What its dots may stand in beside these: an answer is no part of a tracked change.
TRACKED = {"w:ins", "w:moveTo"}
_AROUND_DOTS = _WRAPPINGS | TRACKED | {"w:hyperlink"}
_COUNTS = {("xml:space", "preserve")}
_BLANKS = " \t\n\r"  # that Word drops around a text where they are not to count


class Unit(NamedTuple):
    """What stands in a run: ``first``, ``length``: its characters; ``is_text``: these are
    the letters of its text.
    """

    element: Element
    run: Element
    first: int
    length: int
    is_text: bool

    @property
    def end(self) -> int:
        return self.first + self.length


class Stretch(NamedTuple):
    """Characters of the runs of one holder. ``run``: that of the first of them, or that
    beside which an answer goes; ``is_text``: what it has there is a text.
    """

    holder: str
    first: int
    end: int
    run: Element | None = None
    is_text: bool = False

    def text(self, look: str | None, name: str) -> Text:
        """The address of an answer there. ``look``: its properties."""
        return Text(self.holder, self.first, self.end, name, properties=look)


def units(holder: Element) -> list[Unit]:
    """What stands in the runs of a holder."""
    found: list[Unit] = []
    at = 0
    for run in children(holder, "w:r"):
        at += bool(run.text) and child(run, "w:rPr") is None  # blanks count as one
        for one in run:
            if one.tag != "w:rPr":
                is_text = one.tag == "w:t" and {*one.attrib.items()} <= _COUNTS
                length = len(one.text or "") if is_text else 1
                found.append(Unit(one, run, at, length, is_text))
                at += length
            at += bool(one.tail)
    return found


def pieces_in(
    pieces: tuple[Piece, ...], start: int, end: int
) -> Iterator[tuple[Piece, int, int]]:
    """The pieces that a range of the text covers, each with the characters of it."""
    at = 0
    for piece in pieces:
        first, last = max(start - at, 0), min(end - at, len(piece.text))
        if first < last:
            yield piece, first, last
        at += len(piece.text)


def unit_of(part: OfficialPart, piece: Piece) -> tuple[str, Unit]:
    """The unit that a piece is read from, and the holder of its run. Raises NoPlace."""
    if piece.element is None:
        raise NoPlace
    run = part.tree.path(piece.element).rpartition("/")[0]
    holder = run.rpartition("/")[0]
    found = _by_element(part.element(holder))
    if piece.element not in found:
        raise NoPlace(holder)
    return holder, found[piece.element]


@lru_cache(maxsize=8)
def _by_element(holder: Element) -> dict[Element, Unit]:
    return {unit.element: unit for unit in units(holder)}


def inner_tags(holder: str) -> list[str]:
    """The tags between a paragraph and the runs in it."""
    inside = holder[holder.rfind("/w:p[") + 1 :].split("/")[1:]
    return [step.partition("[")[0] for step in inside]


def stretches(
    part: OfficialPart, pieces: tuple[Piece, ...], start: int, end: int
) -> list[Stretch]:
    """The characters of the runs behind a range of the text. Raises NoPlace where it
    holds no plain text: a field, the mark of a note, half of what cannot be divided.
    """
    found: list[Stretch] = []
    for piece, first, last in pieces_in(pieces, start, end):
        holder, unit = unit_of(part, piece)
        is_whole = last - first == len(piece.text)
        before = _before(piece, unit)
        is_mark = unit.element.tag == "w:fldChar"
        is_open = {*inner_tags(holder)} <= _AROUND_DOTS and "\1" not in piece.text
        is_open = is_open and (is_mark or piece.field is None)
        if not is_open or (before is None and not is_whole):
            raise NoPlace(holder)
        begin = unit.first if is_whole else unit.first + (before or 0) + first
        stop = unit.end if is_whole else unit.first + (before or 0) + last
        if is_mark:
            begin, stop = _button(units(part.element(holder)), unit)
        latest = found[-1] if found else None
        if latest and (latest.holder, latest.end) == (holder, begin):
            found[-1] = latest._replace(end=stop)
        else:
            found.append(Stretch(holder, begin, stop, unit.run, unit.is_text))
    return found


def _button(found: list[Unit], mark: Unit) -> tuple[int, int]:
    """The characters of the whole field that shows the text of a button, which goes when
    someone clicks it and types. ``mark``: one of its marks. Raises NoPlace for any other.
    """
    kinds = [one.element.get("w:fldCharType", "") for one in found]
    at = found.index(mark)
    if "begin" not in kinds[:at] or "end" not in kinds[at:]:
        raise NoPlace
    begin = at - 1 - kinds[:at][::-1].index("begin")
    end = kinds.index("end", at)
    inside = [one.element for one in found[begin : end + 1]]
    codes = [one.text or "" for one in inside if one.tag == "w:instrText"]
    if not is_button("".join(codes)) or "end" in kinds[begin:end]:
        raise NoPlace
    return found[begin].first, found[end].end


def _before(piece: Piece, unit: Unit) -> int | None:
    """How many characters of a text Word drops before those that are seen; None where
    these are not the text's own, one by one.
    """
    text = unit.element.text or ""
    if not unit.is_text or {*"\t\n\r"} & {*text}:
        return None
    if text == piece.text:
        return 0
    is_stripped = text.strip(_BLANKS) == piece.text
    return len(text) - len(text.lstrip(_BLANKS)) if is_stripped else None


def behind(
    part: OfficialPart, path: str, pieces: tuple[Piece, ...], at: int
) -> Stretch:
    """Where an answer goes between two characters of a paragraph's text: behind the first
    of them. Raises NoPlace.
    """
    before = [*pieces_in(pieces, at - 1, at)]
    following = [*pieces_in(pieces, at, at + 1)]
    if not (before or following):
        return Stretch(path, 0, 0)
    piece, _, last = (before or following)[0]
    is_drawn = piece.element is not None and piece.element.tag == "w:fldChar"
    if piece.field is not None or is_drawn:  # behind it the field goes on
        raise NoPlace(path)
    holder, unit = unit_of(part, piece)
    if not {*inner_tags(holder)} <= _WRAPPINGS:
        outer = _outermost(path, holder)
        if not before or any(_is_in(part, one, outer) for one, _, _ in following):
            raise NoPlace(holder)
        return _behind_child(part, path, outer)
    cut = _before(piece, unit)
    if not before:
        place = unit.first
    elif last == len(piece.text):
        place = unit.end
    elif cut is not None:
        place = unit.first + cut + last
    else:
        raise NoPlace(path)
    # Before the first piece may stand a run that nobody sees, whose look the gate takes.
    return Stretch(holder, place, place, unit.run, unit.is_text and bool(before))


def _outermost(path: str, holder: str) -> str:
    """The child of a paragraph in which a holder of runs stands. Raises NoPlace."""
    outer = "/".join(holder.split("/")[: path.count("/") + 2])
    if not outer.startswith(f"{path}/"):
        raise NoPlace(holder)
    return outer


def _is_in(part: OfficialPart, piece: Piece, path: str) -> bool:
    element = piece.element
    return element is not None and part.tree.path(element).startswith(f"{path}/")


def _behind_child(part: OfficialPart, path: str, outer: str) -> Stretch:
    """Behind an element of a paragraph that holds runs of its own. Raises NoPlace where
    runs stand before it, since the gate has an answer right behind these.
    """
    if len(_runs_before(part, outer)):
        raise NoPlace(outer)
    return Stretch(path, 0, 0)


def passed(part: OfficialPart, path: str) -> int:
    """How many characters of runs stand before an element in its holder."""
    return sum(unit.length for unit in units(_runs_before(part, path)))


def _runs_before(part: OfficialPart, path: str) -> Element:
    element, holder = part.element(path), part.element(path.rpartition("/")[0])
    found = Element(holder.tag)
    before = [*holder][: [*holder].index(element)]
    found.extend(one for one in before if one.tag == "w:r")
    return found
