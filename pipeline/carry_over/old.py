"""The workbook that is carried over, as it was read: its rows, its period, and what
people have of their own in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.edition.form import NEW, Form, Sheet
from pipeline.findings.messages import is_error
from pipeline.findings.sentences import carry_over as said
from pipeline.findings.sentences.parts import no_carry
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Row, Submission
from pipeline.model.text import even_out
from pipeline.office.excel import column_letters
from pipeline.run import Outcome, build_records, check_rows
from pipeline.workbook.cell_values import Cell
from pipeline.workbook.form_in import find_columns
from pipeline.workbook.part import missing
from pipeline.workbook.read import read_sheets

# Of what the program writes beside the form, nothing is people's own.
_OURS = {
    even_out(title) for title in ("Lisez-moi", "Listes", said.CONFIRM, said.RECORD)
}
# What is wrong with a sheet as a whole: its columns may be any.
_OF_A_SHEET = ("colonne-double", "feuille-double", "titres-absents")


class CannotCarry(Exception):
    """The workbook cannot be carried over: the text says why, in French. ``problems``:
    its faults, where it is they; ``option``: that of the command which does not fit.
    """

    def __init__(
        self,
        why: str,
        problems: tuple[Problem, ...] = (),
        option: str = "--reprendre",
    ) -> None:
        super().__init__(why)
        self.problems, self.option = problems, option


class OwnTable(NamedTuple):
    """The columns of people's own in a sheet: heading -> its place in the lines, which
    are those of the file from row 1 on.
    """

    columns: Mapping[str, int]
    lines: list[tuple[Cell, ...]]

    def cell(self, row: Row, heading: str) -> Cell:
        line, at = self.lines[row.number - 1], self.columns[heading]
        return line[at] if at < len(line) else None

    def ref(self, row: Row, heading: str) -> CellRef:
        letters = column_letters(self.columns[heading] + 1)
        return CellRef(row.title, row.number, letters)


class OldWorkbook:
    """``form``: the edition of its own stamp; ``submission``: its rows as they stand,
    without those of totals; ``problems``: what is wrong in them; ``first`` and
    ``last``: the years of its period; ``digest``: the SHA-256 of the file.
    """

    def __init__(self, path: Path, password: str | None = None) -> None:
        """Read it. Raises CannotCarry."""
        self.form, found, problems, self.sheets = read_sheets(
            path, password, as_stamped=True
        )
        refused = [one for one in problems if _is_structural(one)]
        if refused:
            raise CannotCarry(said.unreadable(path.name), tuple(refused))
        if lacking := missing(self.form, found):
            raise CannotCarry(no_carry(lacking))
        checked = build_records(check_rows(Outcome(self.form, tuple(problems), found)))
        self.submission: Submission = checked.submission
        self.problems = checked.problems
        years = [*self._years()]
        if not years:
            raise CannotCarry(said.NO_PERIOD)
        self.first, self.last = min(years), max(years)
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()

    def _years(self) -> Iterator[int]:
        for sheet, field in self.form.fields():
            if field.type == "year" and field.carried == NEW:
                for row in self.submission.rows.get(sheet.key, ())[:1]:
                    year = row.values.get(field.key)
                    if isinstance(year, int) and 1900 < year < 2100:
                        yield year

    @property
    def period(self) -> str:
        """Its years, as people say them."""
        one = self.first == self.last
        return str(self.last) if one else f"{self.first}-{self.last}"

    @property
    def day(self) -> str:
        """The last day of its period (ISO)."""
        return f"{self.last}-12-31"

    @cached_property
    def own(self) -> Mapping[str, OwnTable]:
        """Sheet key -> what people have of their own beside its columns."""
        tables = (sheet for sheet in self.form.sheets.values() if not sheet.is_answers)
        return {sheet.key: self._own(sheet) for sheet in tables}

    def _own(self, sheet: Sheet) -> OwnTable:
        lines = self.sheets[even_out(sheet.title)].rows
        at, _, _ = find_columns(sheet, sheet.title, lines)
        known = {even_out(field.heading) for field in sheet.fields.values()}
        own: dict[str, int] = {}
        for place, value in enumerate(lines[at]):
            text = " ".join(str(value or "").split())
            if text and even_out(text) not in known:
                own.setdefault(text, place)
        return OwnTable(own, lines)

    @property
    def own_sheets(self) -> list[str]:
        """The titles of the sheets that are neither the form's nor the program's."""
        known = {even_out(sheet.title) for sheet in self.form.sheets.values()} | _OURS
        return [one.title for key, one in self.sheets.items() if key not in known]


def extends(form: Form, old: Form) -> bool:
    """Whether a workbook of ``old`` can become one of ``form``."""
    return old.edition in (form.edition, form.extends)


def _is_structural(problem: Problem) -> bool:
    """Whether a finding of reading leaves it open what stands where."""
    of_all = problem.ref is None or not problem.ref.row
    return is_error(problem) and (of_all or problem.code in _OF_A_SHEET)
