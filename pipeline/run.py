"""The stages in order: read, check, count, fill. One call makes one report of one workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.align.official_form import addresses, blank_parts
from pipeline.answers.tally import tally
from pipeline.check.sound_rows import CheckedRows, check, report_day
from pipeline.document.compiled import fill, is_of, load_compiled
from pipeline.document.places import fill_places
from pipeline.edition.form import Form
from pipeline.edition.wording import template_file
from pipeline.editions.loader import editions, load_form, sheet_titles
from pipeline.findings.bounds import bounded
from pipeline.findings.messages import is_error
from pipeline.gate import differences
from pipeline.model.problem import Difference, Problem
from pipeline.model.submission import Answers, Places, Submission
from pipeline.model.text import even_out
from pipeline.rules.families import FAMILIES
from pipeline.workbook.admission import NOT_OF_THE_FILE
from pipeline.workbook.read import find_edition, load_cells, read


@dataclass(frozen=True)
class Outcome:
    """What came of a workbook: its findings, its rows and records, its answers as far as they can be counted and, once
    produced, the report's bytes.

    ``facts`` and ``answers`` are None where it is not known as at which day they count. ``contradictions``: figures
    that do not agree; ``differences``: why the gate refused the finished report. Either way there is none.
    ``own_template``: modele.docx was edited since it was compiled, and docxtpl filled it. ``day`` (ISO): as at which
    they count.
    """

    form: Form
    problems: tuple[Problem, ...]
    rows: CheckedRows | None = None
    facts: Any = None
    answers: Answers | None = None
    is_draft: bool = False
    own_template: bool = False
    places: Places | None = None
    report: bytes | None = None
    contradictions: tuple[Difference, ...] = ()
    differences: tuple[Difference, ...] = ()
    day: str | None = None

    @property
    def caution(self) -> str:
        """What to do before the report is sent, where its wording is of another year."""
        return self.form.caution(int(self.day[:4])) if self.day else ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What no final report is made with."""
        return tuple(problem for problem in self.problems if is_error(problem))

    @property
    def title(self) -> str:
        """The report's name, of which its file is named."""
        name = self.form.report.format(**self.answers.head) if self.answers else ""
        if not self.is_draft:
            return name
        from pipeline.answers.draft import DRAFT  # no part of a report

        return f"{DRAFT} - {name}"

    @property
    def folder(self) -> str:
        """What names the folder of the report's files."""
        return self.form.folder.format(**self.answers.head) if self.answers else ""


def look(path: Path, password: str | None = None) -> Outcome:
    """Read, check and count a workbook: its sound rows, where others are at fault."""
    form, submission, problems = _read(path, password)
    if any(is_error(problem) and problem.ref is None for problem in problems):  # the file itself is at fault
        return Outcome(form, tuple(_in_order(form, problems)))
    rows, facts, found = examine(form, submission)
    problems = _in_order(form, [*problems, *found])
    if facts is None:
        return Outcome(form, tuple(problems), rows)
    family = FAMILIES[form.family]
    answers = tally(form, facts, family.sets, family.head(facts))
    return Outcome(form, tuple(problems), rows, facts, answers, day=report_day(form, submission))


def folder_of(path: Path, password: str | None = None) -> str:
    """What names the folder of a workbook's report, read from the sheet that says its year, and from no other; empty
    where a fault in that sheet, or in the file, leaves it unknown."""
    forms = [load_form(edition) for edition in editions()]
    heads = {even_out(form.sheets[form.as_at[0]].title) for form in forms}
    sheets, problems = load_cells(path, password, heads)
    edition = find_edition(sheets, editions())
    if not edition or any(is_error(problem) for problem in problems):
        return ""
    form = load_form(edition)
    submission, _ = read(form, path.name, {title: cells for title, cells in sheets.items() if title in heads})
    day = report_day(form, submission)
    rows, _ = check(form, submission, day)
    if day is None or rows.faulty[form.as_at[0]]:
        return ""
    family = FAMILIES[form.family]
    return form.folder.format(**family.head(family.build_facts(form, rows, day)))


def produce(path: Path, password: str | None = None) -> Outcome:
    """The report of a workbook, unless an error stands."""
    return completed(look(path, password))


def completed(outcome: Outcome) -> Outcome:
    """The same with its report, unless an error stands."""
    if outcome.errors or outcome.answers is None:
        return outcome
    contradictions = tuple(FAMILIES[outcome.form.family].guard(outcome.form, outcome.facts, outcome.answers))
    return replace(outcome, contradictions=contradictions) if contradictions else _filled(outcome, outcome.answers)


def produce_draft(path: Path, password: str | None = None) -> Outcome:
    """A draft of the report, whatever is still at fault or missing (draft.py)."""
    from pipeline.answers.draft import draft_answers

    outcome = look(path, password)
    if outcome.answers is None or outcome.rows is None:
        return outcome
    answers = draft_answers(outcome.form, outcome.rows, outcome.problems, outcome.answers)
    return _filled(replace(outcome, is_draft=True), answers)


def _filled(outcome: Outcome, answers: Answers) -> Outcome:
    """The outcome with its report, which has passed the gate."""
    edition = outcome.form.edition
    places = fill_places(outcome.form, answers)
    report, own = _report(edition, places)
    unfilled = Difference("le modèle", "un modèle dont toutes les étiquettes sont connues", "autre chose")
    refused = [unfilled]
    if report is not None:
        refused = differences(blank_parts(edition), addresses(edition), places, report)
    return replace(
        outcome,
        answers=answers,
        places=places,
        report=None if refused else report,
        differences=tuple(refused),
        own_template=own,
    )


def _report(edition: str, places: Places) -> tuple[bytes | None, bool]:
    """The report, None where the template cannot be filled; and whether that is another template than the compiled one,
    or its compiled form is damaged: docxtpl, which is the authority, then fills it."""
    template = template_file(edition, "modele.docx").read_bytes()
    try:
        compiled = load_compiled(edition)
        if is_of(compiled, template):
            return fill(compiled, places), False
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    from pipeline.document.render import render  # a slow import, and seldom needed

    try:
        return render(template, places), True
    except NOT_OF_THE_FILE:
        raise
    except Exception:  # a template edited by hand makes its engine raise nearly anything
        return None, True


def _read(path: Path, password: str | None) -> tuple[Form, Submission, list[Problem]]:
    """The rows of a workbook, in the edition that it names; no row where the file itself is at fault."""
    titles = {even_out(title) for titles in sheet_titles().values() for title in titles}
    sheets, problems = load_cells(path, password, titles)
    form = load_form(find_edition(sheets, editions()) or editions()[-1])
    if any(is_error(problem) for problem in problems):
        return form, Submission(path.name, {}), problems
    submission, faults = read(form, path.name, sheets)
    return form, submission, [*problems, *_other_forms(form, path.name, sheets), *faults]


def _other_forms(form: Form, source: str, sheets: Collection[str]) -> Iterator[Problem]:
    """The other forms whose sheets are all in the workbook too: one workbook is for one report."""
    for edition, titles in sheet_titles().items():
        if edition == form.edition or not all(even_out(title) in sheets for title in titles):
            continue
        other = load_form(edition)  # seldom
        if other.family != form.family:
            yield Problem("autre-formulaire", None, {"fichier": source, "titre": other.title, "lu": form.title})


def examine(form: Form, submission: Submission) -> tuple[CheckedRows, Any, list[Problem]]:
    """Every check on the rows of a workbook; gives the family's records too, None where it is not known as at which day
    they count."""
    day = report_day(form, submission)
    rows, problems = check(form, submission, day)
    if day is None:
        return rows, None, problems
    family = FAMILIES[form.family]
    facts = family.build_facts(form, rows, day)
    return rows, facts, [*problems, *bounded(family.findings(form, facts, submission))]


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
