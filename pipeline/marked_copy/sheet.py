"""The XML of one worksheet: the styles of its cells, its drawing of comments."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping

from pipeline.marked_copy.grid import Grid, Numbered, Place, ref_of, start_of
from pipeline.marked_copy.splices import RELATION, Budget, CannotMark, Node

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
_CHOICE = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
)


class Sheet(Grid):
    """A worksheet that is being marked, or cleared of its marks."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        super().__init__(data, budget)
        self._placed: set[int] = (
            set()
        )  # where rows and cells start that have been told their place

    def mark(
        self, wanted: Mapping[Place, str], style: Callable[[int, str], int]
    ) -> None:
        """Give each cell (place -> severity) the style that ``style`` says for the
        number of the one it has.
        """
        if self.body is None:
            raise CannotMark("une de ses feuilles n'a pas de cellules")
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), severity in sorted(wanted.items()):
            by_row.setdefault(row, {})[column] = severity
        for number, cells in by_row.items():
            start = start_of(self.rows, number)
            if start is not None:
                self._mark_row(number, self.element(start, self.body), cells, style)
                continue
            new = "".join(
                f'<c r="{ref_of((number, column))}" s="{style(self._default(column), severity)}"/>'
                for column, severity in cells.items()
            )
            self._insert(
                self.rows,
                number,
                self.fit(f'<row r="{number}">{new}</row>'),
                self.body,
                str,
            )

    def _mark_row(
        self,
        number: int,
        row: Node,
        wanted: Mapping[int, str],
        style: Callable[[int, str], int],
    ) -> None:
        def ref(column: int) -> str:
            return ref_of((number, column))

        cells = self.cells(row)
        for column, severity in wanted.items():
            start = start_of(cells, column)
            if start is not None:
                cell = self.element(start, row)
                self.set(
                    cell, "s", str(style(int(cell.attributes.get("s", 0)), severity))
                )
            else:
                base = style(self._default(column, row), severity)
                self._insert(
                    cells,
                    column,
                    self.fit(f'<c r="{ref(column)}" s="{base}"/>'),
                    row,
                    ref,
                )
        self._widen(row, sorted(wanted))

    def _insert(
        self,
        others: Numbered,
        number: int,
        new: bytes,
        parent: Node,
        ref: Callable[[int], str],
    ) -> None:
        """Put a new cell or row among the others of its parent. The next one says its
        own place from now on, where it counted on the one before it.
        """
        at = bisect_left(others, (number, 0))
        if at == len(others):
            self.append(parent, new)
            return
        number, start = others[at]
        behind = self.element(start, parent)
        if "r" not in behind.attributes and start not in self._placed:
            self._placed.add(start)
            self.set(behind, "r", ref(number))
        self.before(behind, new)

    def _widen(self, row: Node, columns: list[int]) -> None:
        """The hint of which columns a row spans."""
        spans = re.fullmatch(r"(\d+):(\d+)", row.attributes.get("spans", ""))
        if spans and (columns[0] < int(spans[1]) or columns[-1] > int(spans[2])):
            self.set(
                row,
                "spans",
                f"{min(columns[0], int(spans[1]))}:{max(columns[-1], int(spans[2]))}",
            )

    def _default(self, column: int, row: Node | None = None) -> int:
        """The style of a cell that is not there."""
        if row and row.attributes.get("customFormat") in ("1", "true"):
            return int(row.attributes.get("s", 0))
        return self.columns.get(column, (0, 0))[0]

    def unmark(self, moved: Mapping[int, int]) -> None:
        """Give cells, rows and columns of these styles the ones they had; cells and
        rows that were made to be marked go.
        """
        for node in getattr(self.root.child("cols"), "children", ()):
            if (style := int(node.attributes.get("style", 0))) in moved:
                self.set(node, "style", str(moved[style]))
        if self.body and moved:
            for number, start in self.styled(self.rows, self.body, moved):
                self._unmark_row(number, self.element(start, self.body), moved)

    def _unmark_row(self, number: int, row: Node, moved: Mapping[int, int]) -> None:
        cells = self.cells(row)
        styled = [
            (column, self.element(start, row))
            for column, start in self.styled(cells, row, moved)
        ]
        gone = [
            cell
            for column, cell in styled
            if self._unmark_cell(column, cell, row, moved)
        ]
        if len(gone) == len(cells) and self.data[row.start : row.inner] == self.fit(
            f'<row r="{number}">'
        ):
            self.replace(row.start, row.end, b"")
            return
        for cell in gone:
            self.remove(cell)
        if int(row.attributes.get("s", 0)) in moved:
            self.set(row, "s", str(moved[int(row.attributes["s"])]))

    def _unmark_cell(
        self, column: int, cell: Node, row: Node, moved: Mapping[int, int]
    ) -> bool:
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
        body = self.body.end if self.body else 0
        late = [
            n
            for n in self.root.children
            if n.name in _BEHIND or (n.name == _CHOICE and n.start > body)
        ]
        new = (
            self.fit("<legacyDrawing/>")[:-2]
            + f' xmlns:r="{RELATION}" r:id="{relation}"/>'.encode()
        )
        if late:
            self.before(late[0], new)
        else:
            self.append(self.root, new)

    def forget_comments(self) -> None:
        for node in self.root.named("legacyDrawing"):
            self.remove(node)
