"""What the page asks of the product, one function a task: bytes and words in, plain data
out. The workbook that is open is kept in memory, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.answers.progress import chapters, compared, incomplete, to_send
from pipeline.blank.start import Unfit, first_rows
from pipeline.blank.workbook import build_workbook
from pipeline.deliver.outputs import (
    DASHBOARD,
    PROOF,
    beside,
    documents,
    file_name,
    folder_name,
)
from pipeline.edition.form import Form
from pipeline.editions.loader import known_forms, load_form
from pipeline.explain.explanations import explain_household, household_lines
from pipeline.findings.sentences import page as said
from pipeline.model.explained import Explained, UnknownName, places
from pipeline.model.submission import Value
from pipeline.model.watch import Watch, unwatched
from pipeline.page import codes
from pipeline.page.editions import take_editions
from pipeline.page.reading import readable
from pipeline.page.reports import control_report, read_report
from pipeline.page.workbooks import Workbooks, put
from pipeline.run import Outcome, drafted
from pipeline.workbook.admission import is_encrypted

if TYPE_CHECKING:
    from pipeline.page.official import OfficialForm

Data = dict[str, Any]
# In the memory of the page.
CODES, REPORT, FORM = Path("codes"), Path("rapport"), Path("formulaire")


class Page(Workbooks):
    """The tasks of the page. Each gives plain data: texts, numbers, lists, bytes."""

    def __init__(self, watch: Watch = unwatched) -> None:
        """``watch`` is called with what is done at the moment, in French, and with the
        share of it that is done.
        """
        super().__init__(watch)
        self.people: list[tuple[str, str]] = []
        self.form: OfficialForm | None = None

    def forms(self) -> list[Data]:
        """The forms that this page knows: name, title and years."""
        return [
            {
                "edition": form.edition,
                "title": form.title,
                "years": [*form.years],
                "span": form.span,
                "places": _kind_of_places(form),
            }
            for form in known_forms()
        ]

    def take_editions(self, data: bytes) -> Data:
        """Take the editions of a zip: what they are, or why none is taken."""
        return take_editions(data)

    def progress(self) -> Data:
        """What is still to do for a complete report, by chapter, and the rows to
        complete.
        """
        outcome = self._outcome()
        if outcome.answers is None or outcome.rows is None:
            return {"chapters": [], "compared": [], "rows": [], "to_send": ""}
        found = outcome.form, outcome.rows, outcome.problems
        states = [*chapters(*found, outcome.answers)]
        return {
            "chapters": [
                {
                    "title": state.title,
                    "who": state.who,
                    "answered": state.answered,
                    "asked": state.asked,
                    "complete": state.is_complete,
                    "to_do": [*state.to_do],
                }
                for state in states
            ],
            "compared": [*compared(outcome.rows, outcome.problems, outcome.facts)],
            "rows": [*incomplete(*found)],
            "to_send": to_send(states),
        }

    def report(self) -> Data:
        """The Word report alone."""
        return _with_report(self._opened().completed)

    def draft(self) -> Data:
        """A draft of the report, whatever is still at fault."""
        return _with_report(drafted(self._outcome()))

    def beside(self, which: str) -> Data:
        """The proof or the page of figures of the finished report; no file where there
        is none.
        """
        return self._beside(which, self._opened().beside)

    def _beside(self, which: str, files: dict[str, bytes]) -> Data:
        name = {"proof": PROOF, "figures": DASHBOARD}[which]
        if name not in files:
            return {"files": {}, "why": said.TOO_LONG if files else said.AT_FAULT}
        stem, dot, suffix = name.partition(".")
        own = f"{stem} {folder_name(self._outcome().folder)}{dot}{suffix}"
        return {"files": {own: files[name]}}

    def figures(self) -> list[Data]:
        """Every counted line of the report, with its number in the list."""
        return [
            {
                "number": number,
                "question": _asked(one),
                "line": one.line,
                "value": one.value,
            }
            for number, one in enumerate(self._opened().figures)
            if one.unit
        ]

    def figure(self, number: int) -> Data:
        """The rule of a figure, and who is in it by which cells."""
        one = self._opened().figures[number]
        return {
            "name": f"{_asked(one)} {one.line}".rstrip(),
            "value": one.value,
            "rule": f"{one.rule} ({one.reference})",
            "entries": [[entry.who, places(entry.cells)] for entry in one.entries],
        }

    def household(self, code: str) -> Data:
        """Where a household counts, and why not elsewhere."""
        outcome = self._outcome()
        assert outcome.answers is not None
        try:
            found = explain_household(outcome.facts, outcome.answers, code)
        except UnknownName as unknown:
            return {"lines": [], "why": str(unknown)}
        return {"lines": [*household_lines(found)]}

    def reading(self) -> list[Data]:
        """The report as it is read on screen, what is still at fault left out."""
        opened, outcome = self._opened(), self._outcome()
        if outcome.answers is None:
            return []
        return readable(outcome.form.document, outcome.answers, opened.figures)

    def blank(self, edition: str, year: int, name: str, places: list[str]) -> Data:
        """The empty workbook of a form, or why there is none. ``places``: equipments
        or quarters.
        """
        if not name:
            return {"files": {}, "why": said.NO_NAME}
        form = load_form(edition)
        given: dict[str, tuple[Value, ...]] = {
            "annee": (year,),
            "commune": (name,),
            _kind_of_places(form): tuple(places),
        }
        try:
            rows = first_rows(form, given)
        except Unfit as unfit:
            return {"files": {}, "why": str(unfit)}
        file = f"{file_name(f'{name} {year}')}.xlsx"
        return {"files": {file: build_workbook(form, rows)}}

    def open_codes(self, name: str, data: bytes, password: str | None) -> Data:
        """Read the list of names and codes: how many people it has, or why it cannot
        be read.
        """
        path = put(CODES, name, data)
        try:
            self.people, why = codes.people(path, password or None)
            encrypted = is_encrypted(path)
        finally:
            path.unlink()
        return {"people": len(self.people), "why": why, "encrypted": encrypted}

    def close_codes(self) -> None:
        """Forget the list of names and codes."""
        self.people = []

    def find_code(self, asked: str) -> list[list[str]]:
        """The names and codes of the first people meant."""
        return [
            [*person] for person in codes.matching(self.people, asked)[: codes.MOST]
        ]

    def received(self, name: str, data: bytes) -> Data:
        """What a report says without its workbook."""
        return _with_file(REPORT, name, data, read_report)

    def control(self, name: str, data: bytes) -> Data:
        """Whether a report still says what the workbook that is open says, if one is."""
        use = partial(control_report, outcome=self._reports())
        return _with_file(REPORT, name, data, use)

    # ---- the authority's own Word file

    def _form(self) -> OfficialForm:
        """The one that was given last, or that will be given."""
        from pipeline.page.official import OfficialForm  # the page is ready without it

        self.form = self.form or OfficialForm()
        return self.form

    def official(self, name: str, data: bytes) -> Data:
        """The authority's own Word file: in what it is not the known form, and what came
        of filling it with the workbook that is open, if one is.
        """
        use = partial(self._form().open, finished=self._finished())
        return _with_file(FORM, name, data, use)

    def official_again(self) -> Data:
        """The same of the file that was given last, with the workbook of now; nothing
        where there is none.
        """
        return self._form().show(self._finished())

    def accept(self, number: int) -> Data:
        """The file filled with what waits under this number too."""
        return self._form().accept(self._finished(), number)

    def take_back(self) -> Data:
        """The file filled without what was accepted last."""
        return self._form().take_back(self._finished())

    def save_official(self, which: str) -> Data:
        """The filled file, or its proof."""
        outcome = self._form().filled(self._finished())
        if outcome is None:
            return {"files": {}, "why": said.AT_FAULT}
        if which == "proof":
            return self._beside(which, beside(outcome))
        return _with_report(outcome)

    def _finished(self) -> Outcome | None:
        return self.opened.completed if self.opened else None

    def _reports(self) -> Outcome | None:
        """The outcome of the workbook with each report that was made of it: the form that
        was filled is one.
        """
        finished = self._finished()
        official = self.form.filled(finished) if self.form else None
        if finished is None or official is None:
            return finished
        return replace(finished, filled=(*official.filled, *finished.filled))


def _kind_of_places(form: Form) -> str:
    """The option of ``form.start`` that names the places of a new workbook."""
    return "equipement" if "equipement" in form.start else "quartier"


def _with_file(
    folder: Path, name: str, data: bytes, use: Callable[[Path], Data]
) -> Data:
    """What comes of a file, which is kept nowhere."""
    path = put(folder, name, data)
    try:
        return use(path)
    finally:
        path.unlink()


def _asked(line: Explained) -> str:
    """The question of a line as people know it: by its number where it has one."""
    has_number = line.question[0].isdigit()
    return f"{line.question} {line.title}" if has_number else line.title


def _with_report(outcome: Outcome) -> Data:
    faults = (*outcome.contradictions, *outcome.differences, outcome.unfilled)
    refused = [*filter(None, map(str, faults))]
    return {"files": documents(outcome), "refused": refused, "caution": outcome.caution}
