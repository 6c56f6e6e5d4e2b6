"""The paragraph of a spot in the official file, and the characters of it that go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from pipeline.align.keys import is_sign, without_leader
from pipeline.align.placed import Spot
from pipeline.model.text import is_blank
from pipeline.word_files.controls import shows_prompt
from pipeline.word_files.elements import child
from pipeline.word_files.fields import typed_by_itself
from pipeline.word_files.signs import UNTICKED
from pipeline.word_files.traced import Piece, Traced
from pipeline.writing.file import NoPlace, OfficialFile, OfficialPart


@dataclass(frozen=True)
class Target:
    """Where an answer goes: characters of a paragraph's text. ``more``: paragraphs that
    are emptied.
    """

    part: OfficialPart
    path: str
    start: int
    end: int
    more: tuple[str, ...] = ()
    is_sign: bool = False

    @property
    def traced(self) -> Traced:
        return self.part.paragraph(self.path)

    @property
    def text(self) -> str:
        """What the answer replaces."""
        return self.traced.text[self.start : self.end]

    def line(self, path: str) -> Target:
        """One of the paragraphs that are emptied, as a place of its own."""
        end = len(self.part.paragraph(path).text)
        return replace(self, path=path, start=0, end=end, more=())

    @property
    def paragraph(self) -> Element:
        return self.part.element(self.path)


def target_of(file: OfficialFile, spot: Spot) -> Target:
    """Raises NoPlace where the file has no such spot."""
    part = file.part(spot.part)
    if spot.is_cell:
        return _in_cell(part, spot.path, spot.more)
    target = Target(part, spot.path, spot.start, spot.end, spot.more, spot.is_sign)
    if not 0 <= spot.start <= spot.end <= len(target.traced.text):
        raise NoPlace(spot.path)
    return _in_box(target)


def _in_box(target: Target) -> Target:
    """Where an empty paragraph holds nothing but an empty text box, that is the place."""
    inside = [*target.part.paragraphs_in(target.path)]
    texts = [target.traced.text, *(traced.text for _, traced in inside)]
    if not inside or not all(map(is_blank, texts)):
        return target
    path, traced = inside[0]
    return replace(target, path=path, start=0, end=len(traced.text))


def paragraph_of(part: OfficialPart, spot: Spot) -> str:
    """The path of a spot's paragraph, of a cell its first. Raises NoPlace."""
    if not spot.is_cell:
        return spot.path
    found = _own_paragraphs(part, spot.path)
    if not found:
        raise NoPlace(spot.path)
    return next(iter(found))


def _own_paragraphs(part: OfficialPart, path: str) -> dict[str, Traced]:
    """The paragraphs of a cell, those of tables in it apart."""
    return {
        its_path: traced
        for its_path, traced in part.paragraphs_in(path)
        if "/w:tbl[" not in its_path[len(path) :]
    }


def _in_cell(part: OfficialPart, path: str, more: tuple[str, ...]) -> Target:
    """The first paragraph of a cell that has an own text, a control or a field; all of
    its dots go.
    """
    found = _own_paragraphs(part, path)
    filled = [one for one, traced in found.items() if not is_blank(traced.text)]
    if not found or not all(_is_open(part, found[one]) for one in filled):
        raise NoPlace(path)
    controlled = [
        one for one, traced in found.items() if traced.holders or "/w:sdt[" in one
    ]
    first = next(iter([*filled, *controlled, *found]))
    others = tuple(one for one in filled if one != first)
    whole = Target(part, first, 0, len(found[first].text), (*others, *more))
    return _in_box(whole)


def _is_open(part: OfficialPart, traced: Traced) -> bool:
    """Whether a paragraph of a cell has nothing but dots, a box, a control's prompt or
    what a field of a form shows.
    """
    own = "".join(one.text for one in traced.pieces if not _is_prompt(part, one))
    return not without_leader(own, "…") or is_sign(own) or own.strip() in UNTICKED


def _is_prompt(part: OfficialPart, piece: Piece) -> bool:
    element, default = piece.element, typed_by_itself(child(piece.field, "w:ffData"))
    if element is None or element.tag == "w:fldChar":
        return element is not None
    return piece.text.strip() in (default or "") or any(
        shows_prompt(part.element(path))
        for path in part.around(part.tree.path(element), "w:sdt")
    )
