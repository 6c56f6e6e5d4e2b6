"""What is noted on a household -> the page that is handed over: HTML without script and
without network, which prints as A4 and opens in Word.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.edition.form import Form
from pipeline.explain.dashboard import rendered
from pipeline.findings.messages import is_error
from pipeline.findings.sentences import personal_data as said
from pipeline.model.problem import Problem
from pipeline.model.submission import Submission
from pipeline.personal_data.declared import Section, notice_sections
from pipeline.personal_data.household import HouseholdNotes, household_notes
from pipeline.run import Outcome
from pipeline.workbook.admission import admit
from pipeline.workbook.comments import read_comments
from pipeline.workbook.read import load_cells


def notes_in(
    path: Path, password: str | None, outcome: Outcome, code: str
) -> tuple[HouseholdNotes | None, list[Problem]]:
    """What the workbook of an outcome notes on a household; None with the findings
    where its sheets, people's own among them, cannot all be read. Raises UnknownName.
    """
    sheets, problems = load_cells(path, password)
    faults = [problem for problem in problems if is_error(problem)]
    if faults:
        return None, faults
    package, _ = admit(path, password)
    comments = read_comments(package or b"")
    form, submission = outcome.form, outcome.submission
    return household_notes(form, submission, sheets, comments, code), []


def household_page(form: Form, submission: Submission, notes: HouseholdNotes) -> bytes:
    """The page, UTF-8; the same input gives the same bytes."""
    return rendered(
        "household.html.j2",
        said=said,
        form=form,
        notes=notes,
        about=[*_about(form, submission)],
        notice=[*_to_know(form)],
    )


def _to_know(form: Form) -> Iterator[Section]:
    """What of the notice belongs to an access, and needs nothing to be filled in."""
    for part in notice_sections(form, form.personal_data) if form.personal_data else ():
        lines = tuple(line for line in part.lines if "[" not in line)
        if part.heading in said.GIVEN_WITH:
            yield Section(part.heading, lines)


def _about(form: Form, submission: Submission) -> Iterator[tuple[str, str]]:
    """The file, and what its first sheet says of commune and year."""
    yield said.FROM, submission.source
    at, _ = form.as_at
    for sheet, key in form.start.values():
        for row in submission.rows.get(at, ())[:1] if sheet == at else ():
            if typed := row.text(key):
                yield form.heading(sheet, key), typed
