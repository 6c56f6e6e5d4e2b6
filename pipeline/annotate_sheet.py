"""The XML of one worksheet: the styles of its cells, its drawing of comments, whether its tab is selected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.annotate_xml import RELATION, CannotMark, Node, Xml

Place = tuple[int, int]  # row and column, from 1

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
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_TAG = rb"""<%s(?=[\s/>])(?:\s+[^\s=<>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/?>"""
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/]+)\s*=\s*("[^"]*"|'[^']*')""")
_PIXELS_OF_CHARACTER, _PIXELS_OF_POINT = 7, 96 / 72
_WIDEST, _USUAL_WIDTH = 255, 8.43  # characters, as in Excel
_HIGHEST, _USUAL_HEIGHT = 409.5, 15  # points, as in Excel


def place_of(ref: str) -> Place:
    """Row and column of a reference; (0, 0) where it is none."""
    found = _REF.fullmatch(ref)
    return (int(found[2]), column_of(found[1])) if found else (0, 0)


def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def ref_of(place: Place) -> str:
    letters, column = "", place[1]
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{place[0] or ''}"


def styles_used(sheet: bytes) -> set[int]:
    """The numbers of the styles of cells, rows and columns; perhaps some more."""
    return {int(style) for style in re.findall(rb"""\s(?:s|style)\s*=\s*["'](\d+)["']""", sheet)}


class Sheet(Xml):
    """A worksheet whose rows are found when they are asked for."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, skip="sheetData")
        self._body = self.root.child("sheetData")
        if self._body and re.search(rb"<[!?]", data[self._body.inner : self._body.close]):
            raise CannotMark("une de ses feuilles n'est pas comme Excel l'écrirait")
        self.rows = list(self._numbered_rows())
        merged = self.root.child("mergeCells")
        self._merged = [_corners(node.attributes.get("ref", "")) for node in merged.children] if merged else []
        columns = self.root.child("cols")
        self._columns = [_integers(node) for node in columns.children] if columns else []
        self._widths = [node.attributes.get("width", "") for node in columns.children] if columns else []
        self._heights = {number: row.attributes["ht"] for number, row in self.rows if "ht" in row.attributes}

    def _numbered_rows(self) -> Iterator[tuple[int, Node]]:
        number = 0
        for row in self._elements("row", self._body) if self._body else ():
            written = row.attributes.get("r", "")
            number = int(written) if written.isdecimal() else number + 1
            yield number, row

    def _placed_cells(self, row: Node) -> Iterator[tuple[int, Node]]:
        column = 0
        for cell in self._elements("c", row):
            column = place_of(cell.attributes["r"])[1] if "r" in cell.attributes else column + 1
            yield column, cell

    def _elements(self, name: str, within: Node) -> Iterator[Node]:
        """The elements of this name in the content of another; they hold none of their own name."""
        tag = re.compile(_TAG % (self.prefix + name.encode()))
        over = re.compile(rb"</%s\s*>" % (self.prefix + name.encode()))
        at = within.inner
        while found := tag.search(self.data, at, within.close):
            said = {key.decode(): value[1:-1].decode() for key, value in _ATTRIBUTE.findall(found[0])}
            node = Node(name, said, found.start(), found.end(), found.end(), found.end())
            if not self.closed(node):
                end = over.search(self.data, node.inner, within.close)
                if not end:
                    raise CannotMark("une de ses feuilles n'est pas comme Excel l'écrirait")
                node.close, node.end = end.span()
            yield node
            at = node.end

    def shown(self, place: Place) -> Place:
        """The cell itself, or the first one of the merged range that covers it."""
        for (top, left), (bottom, right) in self._merged:
            if top <= place[0] <= bottom and left <= place[1] <= right:
                return top, left
        return place

    def mark(self, wanted: Mapping[Place, str], style: Callable[[int, str], int]) -> None:
        """Give each cell (place -> severity) the style that ``style`` says for the number of the one it has."""
        if self._body is None:
            raise CannotMark("une de ses feuilles n'a pas de cellules")
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), severity in sorted(wanted.items()):
            by_row.setdefault(row, {})[column] = severity
        known: dict[int, Node] = {}
        for number, node in self.rows:
            known.setdefault(number, node)
        for number, cells in by_row.items():
            if number in known:
                self._mark_row(number, known[number], cells, style)
                continue
            new = "".join(
                f'<c r="{ref_of((number, column))}" s="{style(self._default(column), severity)}"/>'
                for column, severity in cells.items()
            )
            self._insert(self.rows, number, self.fit(f'<row r="{number}">{new}</row>'), self._body)

    def _mark_row(self, number: int, row: Node, wanted: Mapping[int, str], style: Callable[[int, str], int]) -> None:
        cells = list(self._placed_cells(row))
        known: dict[int, Node] = {}
        for column, node in cells:
            known.setdefault(column, node)
        for column, severity in wanted.items():
            if column in known:
                self.set(known[column], "s", str(style(int(known[column].attributes.get("s", 0)), severity)))
            else:
                base = style(self._default(column, row), severity)
                new = self.fit(f'<c r="{ref_of((number, column))}" s="{base}"/>')
                self._insert(cells, column, new, row)
        self._widen(row, sorted(wanted))

    def _insert(self, others: Sequence[tuple[int, Node]], number: int, new: bytes, parent: Node) -> None:
        behind = next((node for other, node in others if other > number), None)
        if behind is None:
            self.append(parent, new)
        else:
            self.before(behind, new)
            self._name_place(others, behind)

    def _name_place(self, others: Sequence[tuple[int, Node]], behind: Node) -> None:
        """A cell or row that counts on the one before it says its own place from now on."""
        number, node = next(pair for pair in others if pair[1] is behind)
        if "r" not in node.attributes:
            row = next((n for n, row in self.rows if row.start < node.start < row.end), 0)
            node.attributes["r"] = str(number) if node.name == "row" else ref_of((row, number))
            self.set(node, "r", node.attributes["r"])

    def _widen(self, row: Node, columns: list[int]) -> None:
        """The hint of which columns a row spans."""
        spans = re.fullmatch(r"(\d+):(\d+)", row.attributes.get("spans", ""))
        if spans and (columns[0] < int(spans[1]) or columns[-1] > int(spans[2])):
            self.set(row, "spans", f"{min(columns[0], int(spans[1]))}:{max(columns[-1], int(spans[2]))}")

    def _default(self, column: int, row: Node | None = None) -> int:
        """The style of a cell that is not there."""
        if row and row.attributes.get("customFormat") in ("1", "true"):
            return int(row.attributes.get("s", 0))
        return next((style for first, last, style in self._columns if first <= column <= last), 0)

    def unmark(self, moved: Mapping[int, int]) -> None:
        """Give cells, rows and columns of these styles the ones they had; cells and rows that were made to be marked
        go."""
        old = re.compile(rb"""\ss=["'](?:%s)["']""" % "|".join(map(str, moved)).encode())
        for node in getattr(self.root.child("cols"), "children", ()):
            if (style := int(node.attributes.get("style", 0))) in moved:
                self.set(node, "style", str(moved[style]))
        for number, row in self.rows if moved else ():
            if not old.search(self.data, row.start, row.end):
                continue
            cells = list(self._placed_cells(row))
            gone = [node for column, node in cells if self._unmark_cell(column, node, row, moved)]
            if len(gone) == len(cells) and self.data[row.start : row.inner] == self.fit(f'<row r="{number}">'):
                self.replace(row.start, row.end, b"")
                continue
            for node in gone:
                self.remove(node)
            if int(row.attributes.get("s", 0)) in moved:
                self.set(row, "s", str(moved[int(row.attributes["s"])]))

    def _unmark_cell(self, column: int, cell: Node, row: Node, moved: Mapping[int, int]) -> bool:
        """Whether the cell is of no more use."""
        style = int(cell.attributes.get("s", 0))
        if style not in moved:
            return False
        if cell.inner == cell.close and moved[style] == self._default(column, row):
            return True
        self.set(cell, "s", str(moved[style] or ""))
        return False

    def point_at_comments(self, relation: str) -> None:
        """Name the drawing that holds the boxes of the comments."""
        body = self._body.end if self._body else 0
        late = [n for n in self.root.children if n.name in _BEHIND or (n.name == _CHOICE and n.start > body)]
        new = self.fit("<legacyDrawing/>")[:-2] + f' xmlns:r="{RELATION}" r:id="{relation}"/>'.encode()
        if late:
            self.before(late[0], new)
        else:
            self.append(self.root, new)

    def forget_comments(self) -> None:
        for node in self.root.named("legacyDrawing"):
            self.remove(node)

    def width(self, column: int) -> int:
        """Of a column, in pixels."""
        for (first, last, _), width in zip(self._columns, self._widths, strict=True):
            if first <= column <= last and width:
                return round(_measure(width, _WIDEST, _USUAL_WIDTH) * _PIXELS_OF_CHARACTER) + 5
        return 64

    def height(self, row: int) -> int:
        """Of a row, in pixels."""
        return round(_measure(self._heights.get(row, ""), _HIGHEST, _USUAL_HEIGHT) * _PIXELS_OF_POINT)


def _measure(written: str, most: float, usual: float) -> float:
    """A width or a height, as usual where Excel would not have written it so."""
    try:
        return found if 0 <= (found := float(written)) <= most else usual
    except ValueError:
        return usual


def _corners(merged: str) -> tuple[Place, Place]:
    first, _, last = merged.partition(":")
    return place_of(first), place_of(last or first)


def _integers(column: Node) -> tuple[int, int, int]:
    first, last, style = (int(column.attributes.get(name, 0)) for name in ("min", "max", "style"))
    return first, last, style
