"""What a new cell of a table is, by the texts of the form around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.align.passages import GridCell
from pipeline.align.placed import Role
from pipeline.new_form.changes import Part


@dataclass(frozen=True)
class KnownCells:
    """``roles``: path of a paragraph or cell -> what its text is in the form."""

    roles: Mapping[str, Role]

    def roles_in(self, row: Iterable[GridCell]) -> list[Role]:
        """The roles of the texts of the form in a row."""
        paths = [cell.cell.path for cell in row]
        paths += [one.paragraph.path for cell in row for one in cell.passages]
        return [self.roles[path] for path in paths if path in self.roles]

    def part(self, cell: GridCell) -> Part:
        """What a new cell of a table begins: a column beside heads of the form, a line
        below them; above them it is but a text.
        """
        rows = [self.roles_in(row) for row in cell.rows]
        is_beside = Role.COLUMN in rows[cell.row] or Role.LINE in rows[cell.row]
        if is_beside and not self.roles_in(cell.below(cell.row + 1)):
            return Part.COLUMN
        heads = (at for at, roles in enumerate(rows) if Role.COLUMN in roles)
        above = rows[cell.row] or cell.row < next(heads, 0)
        return Part.TEXT if above else Part.LINE

    def has_box(self, cell: GridCell | None) -> bool:
        """Whether a new text of a table of the form has boxes of its own: it is the head
        of a column, or a line.
        """
        if cell is None or not any(map(self.roles_in, cell.rows)):
            return False
        is_head = self.part(cell) is Part.COLUMN
        return is_head or any(not one.key for one in cell.beside)
