"""The XML of one worksheet: where its rows and cells are, what is merged, how wide and
how high it is; the styles of its cells, its drawing of comments.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from pipeline.marked_copy.splices import RELATION, Node, Unusual, Xml, children
from pipeline.office.budget import Budget
from pipeline.office.excel import column_letters, column_number, place_of

Place = tuple[int, int]  # row and column, from 1
# Elements in the order of their numbers, each with where it starts.
Numbered = Sequence[tuple[int, int]]

MOST_COLUMNS = 16_384  # as in Excel
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/]+)\s*=\s*("[^"]*"|'[^']*')""")
_STYLE = re.compile(rb"""\s(?:s|style)=["'](\d{1,5})["']""")
_HEIGHT = re.compile(rb"""<[^<>]*\sht\s*=\s*["']([^"'<>]*)""")
_PIXELS_OF_CHARACTER, _PIXELS_OF_POINT = 7, 96 / 72
_WIDEST, _USUAL_WIDTH = 255, 8.43  # characters, as in Excel
_HIGHEST, _USUAL_HEIGHT = 409.5, 15  # points, as in Excel
# What may stand behind the drawing of comments, in the order that Excel demands.
_BEHIND = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006 AlternateContent"


def ref_of(place: Place) -> str:
    return f"{column_letters(place[1])}{place[0]}"


def styles_used(sheet: bytes, budget: Budget) -> Iterator[int]:
    """The numbers of the styles of cells, rows and columns, each as often as it stands
    there; perhaps some more.
    """
    budget.take("bytes", len(sheet))
    return (int(found[1]) for found in _STYLE.finditer(sheet))


def start_of(elements: Numbered, number: int) -> int | None:
    """Where the element of a number starts."""
    at = bisect_left(elements, (number, 0))
    return elements[at][1] if at < len(elements) and elements[at][0] == number else None


class Sheet(Xml):
    """A worksheet that is being marked, or cleared of its marks. Of its rows and cells,
    which may be a million, only numbers and places are kept.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data, budget, skip="sheetData")
        body = self.root.child("sheetData")
        if not body or re.compile(rb"<[!?]").search(data, body.inner, body.close):
            raise Unusual
        self.body = body
        self.rows = self._numbered("row", body)

    # ---- where things are

    def _numbered(self, name: str, within: Node) -> Numbered:
        """The elements of this name in another, which say their numbers in order."""
        opening = re.escape(b"<" + self.prefix + name.encode())
        tag = re.compile(
            rb"""%s(?=[\s/>])(?:[^<>]*?\sr=["']([A-Z]*)(\d+))?""" % opening
        )
        found = []
        for start in tag.finditer(self.data, within.inner, within.close):
            letters, digits = start.groups()
            if not digits:
                raise Unusual
            number = column_number(letters.decode()) if letters else int(digits)
            found.append((number, start.start()))
        if any(one >= other for (one, _), (other, _) in pairwise(found)):
            raise Unusual
        return found

    def _element(self, name: str, at: int) -> Node:
        """The row or cell that starts there; it holds none of its own name."""
        inner = self.data.index(b">", at) + 1
        said = _ATTRIBUTE.findall(self.data, at, inner)
        attributes = {key.decode(): value[1:-1].decode() for key, value in said}
        node = Node(name, attributes, at, inner, inner, inner)
        if not self.closed(node):
            node.close = self.data.index(
                b"</%s%s" % (self.prefix, name.encode()), inner
            )
            node.end = self.data.index(b">", node.close) + 1
        return node

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
        for node in children(self.root.child("mergeCells")):
            first, _, last = node.attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = place_of(first), place_of(last or first)
            for column in self._span(left, right):
                found.setdefault(column, []).append((top, bottom, (top, left)))
        for ranges in found.values():
            ranges.sort()
        return found

    @cached_property
    def _columns(self) -> dict[int, tuple[int, int]]:
        """The style of the cells of a column that are not there, and its width in
        pixels.
        """
        found: dict[int, tuple[int, int]] = {}
        for node in children(self.root.child("cols")):
            width = _measure(node.attributes.get("width", ""), _WIDEST, _USUAL_WIDTH)
            looks = node.number("style"), round(width * _PIXELS_OF_CHARACTER) + 5
            for column in self._span(node.number("min"), node.number("max")):
                found.setdefault(column, looks)
        return found

    def _span(self, first: int, last: int) -> range:
        """Columns; what spans many of them a thousand times over is no sheet of a
        person.
        """
        span = range(max(first, 1), min(last, MOST_COLUMNS) + 1)
        self.budget.take("places", len(span))
        return span

    def width(self, column: int) -> int:
        """Of a column, in pixels."""
        return self._columns.get(column, (0, 64))[1]

    def height(self, row: int) -> int:
        """Of a row, in pixels."""
        start = start_of(self.rows, row)
        said = _HEIGHT.match(self.data, start) if start is not None else None
        points = _measure(said[1].decode() if said else "", _HIGHEST, _USUAL_HEIGHT)
        return round(points * _PIXELS_OF_POINT)

    # ---- marks

    def mark(
        self, wanted: Mapping[Place, str], style: Callable[[int, str], int]
    ) -> None:
        """Give each cell (place -> severity) the style that ``style`` says for the
        number of the one it has.
        """
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), severity in sorted(wanted.items()):
            by_row.setdefault(row, {})[column] = severity
        for number, cells in by_row.items():
            start = start_of(self.rows, number)
            if start is not None:
                self._mark_row(number, self._element("row", start), cells, style)
                continue
            new = "".join(
                f'<c r="{ref_of((number, column))}" s="{style(self._default(column), severity)}"/>'
                for column, severity in cells.items()
            )
            self._insert(self.rows, number, f'<row r="{number}">{new}</row>', self.body)

    def _mark_row(
        self,
        number: int,
        row: Node,
        wanted: Mapping[int, str],
        style: Callable[[int, str], int],
    ) -> None:
        cells = self._numbered("c", row)
        for column, severity in wanted.items():
            start = start_of(cells, column)
            if start is not None:
                cell = self._element("c", start)
                self.set(cell, "s", str(style(cell.number("s"), severity)))
            else:
                base = style(self._default(column, row), severity)
                new = f'<c r="{ref_of((number, column))}" s="{base}"/>'
                self._insert(cells, column, new, row)
        spans = re.fullmatch(r"(\d+):(\d+)", row.attributes.get("spans", ""))
        if spans:
            first, last = min(*wanted, int(spans[1])), max(*wanted, int(spans[2]))
            self.set(row, "spans", f"{first}:{last}")

    def _insert(self, others: Numbered, number: int, new: str, parent: Node) -> None:
        """Put a new cell or row among the others of its parent."""
        at = bisect_left(others, (number, 0))
        if at == len(others):
            self.append(parent, self.fit(new))
        else:
            start = others[at][1]
            self.replace(start, start, self.fit(new))

    def _default(self, column: int, row: Node | None = None) -> int:
        """The style of a cell that is not there."""
        if row and row.attributes.get("customFormat") in ("1", "true"):
            return row.number("s")
        return self._columns.get(column, (0, 0))[0]

    def unmark(self, moved: Mapping[int, int]) -> None:
        """Give cells, rows and columns of these styles the ones they had; cells and
        rows that were made to be marked go.
        """
        for node in children(self.root.child("cols")):
            if (style := node.number("style")) in moved:
                self.set(node, "style", str(moved[style]))
        for number, start in self.rows if moved else ():
            row = self._element("row", start)
            used = _STYLE.findall(self.data, row.start, row.end)
            if not moved.keys().isdisjoint(map(int, used)):
                self._unmark_row(number, row, moved)

    def _unmark_row(self, number: int, row: Node, moved: Mapping[int, int]) -> None:
        cells = self._numbered("c", row)
        gone: list[Node] = []
        for column, start in cells:
            cell = self._element("c", start)
            former = moved.get(cell.number("s"))
            if former == self._default(column, row) and cell.inner == cell.close:
                gone.append(cell)
            elif former is not None:
                self.set(cell, "s", str(former or ""))
        made = self.fit(f'<row r="{number}">')
        if len(gone) == len(cells) and self.data[row.start : row.inner] == made:
            gone = [row]
        elif row.number("s") in moved:
            self.set(row, "s", str(moved[row.number("s")]))
        for node in gone:
            self.remove(node)

    # ---- the drawing of comments

    def point_at_comments(self, relation: str) -> None:
        """Name the drawing that holds the boxes of the comments."""
        late = [
            n
            for n in self.root.children
            if n.name in _BEHIND or (n.name == _CHOICE and n.start > self.body.end)
        ]
        new = f'<legacyDrawing xmlns:r="{RELATION}" r:id="{relation}"/>'
        if late:
            self.before(late[0], self.fit(new))
        else:
            self.append(self.root, self.fit(new))

    def forget_comments(self) -> None:
        for node in self.root.named("legacyDrawing"):
            self.remove(node)


def _measure(written: str, most: float, usual: float) -> float:
    """A width or a height, as usual where Excel would not have written it so."""
    try:
        return found if 0 <= (found := float(written)) <= most else usual
    except ValueError:
        return usual
