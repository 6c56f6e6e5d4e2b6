"""The stages in order: read, check, count, fill. One call makes one report of one workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.check import CheckedRows, check, report_year
from pipeline.conform import differences
from pipeline.form import Form
from pipeline.form_file import editions, load_form
from pipeline.messages import is_error
from pipeline.places import Places, fill_places
from pipeline.problem import Difference, Problem
from pipeline.read import find_edition, load_cells, read
from pipeline.render import render
from pipeline.rules import dics
from pipeline.rules.dics_answers import check_answers
from pipeline.rules.dics_checks import check_outside_year, check_register
from pipeline.rules.dics_records import Facts, build_facts
from pipeline.submission import Answers, Submission
from pipeline.tally import tally
from pipeline.template import template_file
from pipeline.text import even_out


@dataclass(frozen=True)
class Outcome:
    """What came of a workbook: its findings and, where no error stands, the answers and the report's bytes.

    ``differences``: why the gate refused the finished report, which is then None.
    """

    form: Form
    problems: tuple[Problem, ...]
    facts: Facts | None = None
    answers: Answers | None = None
    commune: str = ""
    places: Places | None = None
    report: bytes | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def title(self) -> str:
        year = self.answers.year if self.answers else ""
        return self.form.report.format(annee=year, commune=self.commune)


def produce(path: Path, password: str | None = None) -> Outcome:
    """Read, check and count a workbook, and fill its report unless an error stands."""
    form, submission, problems = _read(path, password)
    if any(is_error(problem) and problem.ref is None for problem in problems):  # the file itself is at fault
        return Outcome(form, tuple(problems))
    rows, facts, found = examine(form, submission)
    problems = _in_order(form, [*problems, *found])
    if facts is None or any(is_error(problem) for problem in problems):
        return Outcome(form, tuple(problems), facts)
    commune = " ".join(str(rows.sound["identification"][0].values["commune"]).split())
    answers = tally(form, facts, dics.SETS, commune)
    template = template_file(form.edition, "modele.docx").read_bytes()
    places = fill_places(form, answers)
    report = render(template, places)
    refused = tuple(differences(form.edition, places, report))
    return Outcome(form, tuple(problems), facts, answers, commune, places, None if refused else report, refused)


def _read(path: Path, password: str | None) -> tuple[Form, Submission, list[Problem]]:
    """The rows of a workbook, in the edition that it names; no row where the file itself is at fault."""
    titles = {even_out(sheet.title) for edition in editions() for sheet in load_form(edition).sheets.values()}
    sheets, problems = load_cells(path, password, titles)
    form = load_form(find_edition(sheets, editions()) or editions()[-1])
    if any(is_error(problem) for problem in problems):
        return form, Submission(path.name, {}), problems
    submission, faults = read(form, path.name, sheets)
    return form, submission, [*problems, *faults]


def examine(form: Form, submission: Submission) -> tuple[CheckedRows, Facts | None, list[Problem]]:
    """Every check on the rows of a workbook; the facts are None where its year is not known."""
    year = report_year(form, submission)
    rows, problems = check(form, submission, year)
    if year is None:
        return rows, None, problems
    facts = build_facts(form, rows, year)
    problems += check_register(facts)
    problems += check_outside_year(submission.rows.get("contacts", ()), year)
    problems += check_answers(form, facts)
    return rows, facts, problems


def _in_order(form: Form, problems: list[Problem]) -> list[Problem]:
    """Errors first, then by sheet, row and column."""
    titles = [sheet.title for sheet in form.sheets.values()]

    def place(problem: Problem) -> tuple[bool, int, int, int, str]:
        ref = problem.ref
        if ref is None:
            return (not is_error(problem), -1, 0, 0, "")
        sheet = titles.index(ref.sheet) if ref.sheet in titles else len(titles)
        return (not is_error(problem), sheet, ref.row, len(ref.column), ref.column)

    return sorted(problems, key=place)
