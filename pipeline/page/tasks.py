"""What the page asks of the product, one function a task: bytes and words in, plain data
out. The workbook that is open is kept in memory, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.answers.progress import chapters, incomplete
from pipeline.deliver.outputs import DASHBOARD, PROOF, beside, file_name, folder_name
from pipeline.editions.loader import editions, load_form
from pipeline.explain.explanations import (
    explain,
    explain_household,
    explanation_lines,
    household_lines,
)
from pipeline.findings.listing import grouped
from pipeline.findings.messages import is_error
from pipeline.marked_copy.marking import CannotMark, annotate
from pipeline.model.explained import UnknownName
from pipeline.model.problem import Problem
from pipeline.run import Outcome, completed, look, produce_draft
from pipeline.workbook.admission import admit, is_encrypted

Data = dict[str, Any]
FOLDER = Path("classeurs")  # in the memory of the page


@dataclass
class Opened:
    """The workbook that is open, its password, and what came of it."""

    path: Path
    password: str | None
    outcome: Outcome


class Page:
    """The tasks of the page. Each gives plain data: texts, numbers, lists, bytes."""

    def __init__(self) -> None:
        self.opened: Opened | None = None

    def forms(self) -> list[Data]:
        """The forms that this page knows: name, title and years."""
        known = [load_form(edition) for edition in editions()]
        return [
            {"edition": form.edition, "family": form.family, "years": [*form.years]}
            for form in known
        ]

    def open(self, name: str, data: bytes, password: str | None) -> Data:
        """Read, check and count a workbook: its findings by sheet, and what can be
        made of it.
        """
        FOLDER.mkdir(exist_ok=True)
        for former in FOLDER.iterdir():
            former.unlink()
        path = FOLDER / Path(name).name
        path.write_bytes(data)
        outcome = look(path, password or None)
        self.opened = Opened(path, password or None, outcome)
        errors = [problem for problem in outcome.problems if is_error(problem)]
        warnings = [problem for problem in outcome.problems if not is_error(problem)]
        return {
            "name": name,
            "edition": outcome.form.edition if outcome.rows else "",
            "title": outcome.title,
            "codes": [problem.code for problem in outcome.problems],
            "errors": _by_sheet(errors),
            "warnings": _by_sheet(warnings),
            "counts": [len(errors), len(warnings)],
            "encrypted": is_encrypted(path),
            "counted": outcome.answers is not None,
            "read": outcome.rows is not None,
        }

    def progress(self) -> Data:
        """What is still to do for a complete report, by chapter, and the rows to
        complete.
        """
        outcome = self._outcome()
        if outcome.answers is None or outcome.rows is None:
            return {"chapters": [], "rows": []}
        found = outcome.form, outcome.rows, outcome.problems
        return {
            "chapters": [
                {
                    "title": state.title,
                    "who": state.who,
                    "answered": state.answered,
                    "asked": state.asked,
                    "to_do": [*state.to_do],
                }
                for state in chapters(*found, outcome.answers)
            ],
            "rows": [*incomplete(*found)],
        }

    def report(self) -> Data:
        """The Word report alone."""
        outcome = completed(self._outcome())
        return _with_report(outcome, f"{file_name(outcome.title)}.docx")

    def draft(self) -> Data:
        """A draft of the report, whatever is still at fault."""
        opened = self._opened()
        outcome = produce_draft(opened.path, opened.password)
        return _with_report(outcome, f"{file_name(outcome.title)}.docx")

    def beside(self, which: str) -> Data:
        """The proof or the page of figures of the finished report; no file where there
        is none.
        """
        outcome = completed(self._outcome())
        files = beside(outcome) if outcome.report is not None else {}
        name = {"proof": PROOF, "figures": DASHBOARD}[which]
        if name not in files:
            return {"files": {}}
        stem, dot, suffix = name.partition(".")
        own = f"{stem} {folder_name(outcome.folder)}{dot}{suffix}"
        return {"files": {own: files[name]}}

    def marked_copy(self) -> Data:
        """The workbook with its faults marked, or why there is none."""
        opened = self._opened()
        package, _ = admit(opened.path, opened.password)
        try:
            copy = annotate(package or b"", opened.outcome.problems)
        except CannotMark as reason:
            return {"files": {}, "why": str(reason)}
        name = f"{opened.path.stem} - à corriger{opened.path.suffix}"
        return {"files": {name: copy}}

    def explain(self, figure: str, line: str) -> Data:
        """Who is in a figure, or why there is no such figure."""
        outcome = self._outcome()
        try:
            found = explain(outcome.form, outcome.facts, outcome.answers, figure, line)
        except UnknownName as unknown:
            return {"lines": [], "why": str(unknown)}
        return {"lines": [*explanation_lines(found)]}

    def explain_household(self, code: str) -> Data:
        """Where a household counts, and why not elsewhere."""
        outcome = self._outcome()
        try:
            found = explain_household(
                outcome.form, outcome.facts, outcome.answers, code
            )
        except UnknownName as unknown:
            return {"lines": [], "why": str(unknown)}
        return {"lines": [*household_lines(found)]}

    def _opened(self) -> Opened:
        if self.opened is None:
            raise LookupError("no workbook is open")
        return self.opened

    def _outcome(self) -> Outcome:
        return self._opened().outcome


def _by_sheet(problems: list[Problem]) -> list[Data]:
    return [{"sheet": sheet, "lines": lines} for sheet, lines in grouped(problems)]


def _with_report(outcome: Outcome, name: str) -> Data:
    refused = [*map(str, outcome.contradictions), *map(str, outcome.differences)]
    files = {} if outcome.report is None else {name: outcome.report}
    return {"files": files, "refused": refused, "caution": outcome.caution}
