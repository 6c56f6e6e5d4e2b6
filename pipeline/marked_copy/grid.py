"""Where things are in the XML of one worksheet: rows and cells, what is merged, how
wide and how high it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pipeline.marked_copy.splices import Budget, CannotMark, Node, Xml
from pipeline.office.excel import column_letters, column_number

Place = tuple[int, int]  # row and column, from 1
Numbered = Sequence[
    tuple[int, int]
]  # elements in the order of their numbers, each with where it starts

MOST_COLUMNS = 16_384  # as in Excel
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_NUMBER = rb"([A-Z]{0,3})([0-9]{0,7})"  # of a cell or a row
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/]+)\s*=\s*("[^"]*"|'[^']*')""")
_STYLE = re.compile(rb"""\s(?:s|style)=["'](\d{1,5})["']""")
_HEIGHT = re.compile(rb"""<[^<>]*\sht\s*=\s*["']([^"'<>]*)""")
_PIXELS_OF_CHARACTER, _PIXELS_OF_POINT = 7, 96 / 72
_WIDEST, _USUAL_WIDTH = 255, 8.43  # characters, as in Excel
_HIGHEST, _USUAL_HEIGHT = 409.5, 15  # points, as in Excel


def place_of(ref: str) -> Place:
    """Row and column of a reference; (0, 0) where it is none."""
    found = _REF.fullmatch(ref)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


def ref_of(place: Place) -> str:
    return f"{column_letters(place[1])}{place[0] or ''}"


def styles_used(sheet: bytes, budget: Budget) -> Iterator[int]:
    """The numbers of the styles of cells, rows and columns, each as often as it stands
    there; perhaps some more.
    """
    budget.take((sheet.count(b"s=") + sheet.count(b"style=")) // 2)
    return (int(found[1]) for found in _STYLE.finditer(sheet))


def start_of(elements: Numbered, number: int) -> int | None:
    """Where the first element of a number starts."""
    at = bisect_left(elements, (number, 0))
    return elements[at][1] if at < len(elements) and elements[at][0] == number else None


class Grid(Xml):
    """A worksheet. Of its rows and cells, which may be a million, only numbers and
    places are kept.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data, budget, skip="sheetData")
        self.body = self.root.child("sheetData")
        if self.body and re.compile(rb"<[!?]").search(
            data, self.body.inner, self.body.close
        ):
            raise CannotMark("une de ses feuilles n'est pas comme Excel l'écrirait")
        self.rows = self._numbered("row", self.body) if self.body else []
        self._heights: dict[int, int] = {}

    def cells(self, row: Node) -> Numbered:
        return self._numbered("c", row)

    def _numbered(self, name: str, within: Node) -> Numbered:
        """The elements of this name in another: each has the number that it says, or
        one more than the one before.
        """
        opening = b"<" + self.prefix + name.encode()
        self.budget.take(3 * self.data.count(opening, within.inner, within.close))
        tag = re.compile(
            rb"""%s(?:(/?>)|\sr=["']%s["']|\s)""" % (re.escape(opening), _NUMBER)
        )
        number, found = 0, []
        for start in tag.finditer(self.data, within.inner, within.close):
            bare, letters, digits = start.groups()
            if letters is None and not bare:  # something else is said first
                said = (
                    self.element(start.start(), within).attributes.get("r", "").encode()
                )
                letters, digits = (re.fullmatch(_NUMBER, said) or start).groups()[-2:]
            number = (
                column_number(letters.decode()) if letters else int(digits or 0)
            ) or number + 1
            found.append((number, start.start()))
        found.sort()
        return found

    def element(self, at: int, within: Node) -> Node:
        """The element that starts there in the content of another; it holds none of its
        own name.
        """
        node = self._node("", {}, at)
        for key, value in _ATTRIBUTE.findall(self.data, at, node.inner):
            node.attributes[key.decode()] = value[1:-1].decode()
        node.close = node.end = node.inner
        if not self.closed(node):
            name = re.escape(self.name(node))
            end = re.compile(rb"<(?:/%s\s*>|%s[\s/>])" % (name, name)).search(
                self.data, node.inner, within.close
            )
            if not end or end[0][1:2] != b"/":
                raise CannotMark("une de ses feuilles n'est pas comme Excel l'écrirait")
            node.close, node.end = end.span()
        return node

    def styled(
        self, elements: Numbered, within: Node, styles: Mapping[int, int]
    ) -> Numbered:
        """Those of the elements of another that name one of these styles, or hold what
        does.
        """
        starts = sorted(start for _, start in elements)
        named = _STYLE.finditer(self.data, within.inner, within.close)
        holders = {
            starts[bisect_right(starts, style.start()) - 1]
            for style in named
            if int(style[1]) in styles
        }
        return [element for element in elements if element[1] in holders]

    def shown(self, place: Place) -> Place:
        """The cell itself, or the first one of the merged range that covers it."""
        row, column = place
        ranges = self._covered.get(column, [])
        at = bisect_right(ranges, row, key=lambda covered: covered[0]) - 1
        return ranges[at][2] if at >= 0 and row <= ranges[at][1] else place

    @cached_property
    def _covered(self) -> dict[int, list[tuple[int, int, Place]]]:
        """The merged ranges over each column, from the top down: first row, last row,
        and the cell that shows.
        """
        found: dict[int, list[tuple[int, int, Place]]] = {}
        merged = self.root.child("mergeCells")
        for node in merged.children if merged else ():
            first, _, last = node.attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = place_of(first), place_of(last or first)
            for column in self._span(left, right):
                found.setdefault(column, []).append((top, bottom, (top, left)))
        for ranges in found.values():
            ranges.sort()
        return found

    @cached_property
    def columns(self) -> dict[int, tuple[int, int]]:
        """The style of the cells of a column that are not there, and its width in
        pixels.
        """
        found: dict[int, tuple[int, int]] = {}
        columns = self.root.child("cols")
        for node in columns.children if columns else ():
            first, last, style = (
                int(node.attributes.get(name, 0)) for name in ("min", "max", "style")
            )
            width = _measure(node.attributes.get("width", ""), _WIDEST, _USUAL_WIDTH)
            for column in self._span(first, last):
                found.setdefault(
                    column, (style, round(width * _PIXELS_OF_CHARACTER) + 5)
                )
        return found

    def _span(self, first: int, last: int) -> range:
        """Columns; what spans many of them a thousand times over is no sheet of a
        person.
        """
        span = range(max(first, 1), min(last, MOST_COLUMNS) + 1)
        self.budget.take(len(span))
        return span

    def width(self, column: int) -> int:
        """Of a column, in pixels."""
        return self.columns.get(column, (0, 64))[1]

    def height(self, row: int) -> int:
        """Of a row, in pixels."""
        if row not in self._heights:
            self.budget.take(8)
            start = start_of(self.rows, row)
            said = _HEIGHT.match(self.data, start) if start is not None else None
            points = _measure(said[1].decode() if said else "", _HIGHEST, _USUAL_HEIGHT)
            self._heights[row] = round(points * _PIXELS_OF_POINT)
        return self._heights[row]


def _measure(written: str, most: float, usual: float) -> float:
    """A width or a height, as usual where Excel would not have written it so."""
    try:
        return found if 0 <= (found := float(written)) <= most else usual
    except ValueError:
        return usual
