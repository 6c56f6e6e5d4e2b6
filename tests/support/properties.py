"""What the properties share: small registers and plans that shrink, and what the
product makes of rows, without .xlsx.

Each run draws the same few examples; ``CANEVAS_MANY=500`` draws 500 of each property,
others at each run.
"""

from __future__ import annotations

import io
import os
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from click.testing import CliRunner
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.answers.draft import draft_answers
from pipeline.answers.progress import chapters
from pipeline.answers.tally import tally
from pipeline.blank.workbook import build_workbook
from pipeline.check.sound_rows import report_day
from pipeline.cli import main
from pipeline.document.compiled import fill, load_compiled
from pipeline.document.places import fill_places
from pipeline.edition.form import Field, Form
from pipeline.editions.loader import load_form
from pipeline.explain.dashboard import dashboard
from pipeline.explain.proof import proof_workbook
from pipeline.findings.listing import grouped
from pipeline.findings.sentences.answers import DRAFT, PROVISIONAL, TO_DO, TO_TICK
from pipeline.model.explained import CENTS, LARGER_HALF, SMALLER_HALF, Explained
from pipeline.model.problem import CellRef
from pipeline.model.submission import Answers, Part, Value
from pipeline.model.text import looks_of
from pipeline.office.excel import column_number
from pipeline.rules.families import FAMILIES
from pipeline.run import Outcome, look
from tests.document.test_clss_document import part
from tests.explain.test_proof import figures_of, proofs_of
from tests.marked_copy import test_mending
from tests.support import random_plans, random_workbooks
from tests.support.cases import load_typed
from tests.support.docx_text import W, paragraph_text
from tests.support.faults import FIRST_ROW, Rows
from tests.support.gate import differences
from tests.support.paths import TESTS
from tests.support.random_plans import submission_of
from tests.support.random_workbooks import Cells
from tests.support.stages import examine

MANY = int(os.environ.get("CANEVAS_MANY", "0"))
DICS, CLSS = load_form("dics-2023"), load_form("clss-2022-2025")


def held(few: int) -> settings:
    """How many examples a property is tried with."""
    return settings(
        max_examples=MANY or few,
        derandomize=not MANY,
        deadline=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.function_scoped_fixture,
        ],
    )


def written(family: str) -> Rows:
    """The rows that a property changes by hand."""
    page = load_typed(TESTS / "product" / "properties.yaml")
    return {sheet: [*rows] for sheet, rows in page[family].items()}


# ---- what the product makes of rows


def outcome_of(form: Form, rows: Rows) -> Outcome:
    """Checked and counted, as a file with these rows is."""
    checked, facts, problems = examine(form, submission_of(rows, form))
    answers = tally(facts) if facts else None
    return Outcome(form, tuple(problems), rows=checked, facts=facts, answers=answers)


def answered(outcome: Outcome) -> tuple[object, ...]:
    """All that a report says, looks included, and of which households and files."""
    answers = outcome.answers
    assert answers
    who = {
        (question, line): sorted(
            str(getattr(record, "who", "")) for record in figure.records
        )
        for question, figures in answers.figures.items()
        for line, figure in figures.items()
    }
    return (
        answers.head,
        [said(answers, question) for question in outcome.form.questions],
        who,
    )


def said(answers: Answers, question: str) -> object:
    """What a report says at a question."""
    figures = {
        line: figure.value for line, figure in answers.figures.get(question, {}).items()
    }
    return figures, [*map(_said_in, answers.parts.get(question, ()))]


def _said_in(part: Part) -> object:
    figures = {name: looks_of(figure.text) for name, figure in part.figures.items()}
    return figures, {
        name: [*map(_said_in, found)] for name, found in part.parts.items()
    }


def findings(outcome: Outcome, *aside: str) -> Counter[tuple[str, str]]:
    """Code and place of each finding, some codes aside."""
    return Counter(
        (problem.code, str(problem.ref))
        for problem in outcome.problems
        if problem.code not in aside
    )


def errors(outcome: Outcome, *aside: str) -> Counter[tuple[str, str]]:
    return Counter(
        (problem.code, str(problem.ref))
        for problem in outcome.errors
        if problem.code not in aside
    )


def explained(outcome: Outcome) -> list[Explained]:
    """Every line of the report, with what is behind it."""
    assert outcome.answers
    return list(FAMILIES[outcome.form.family].explain(outcome.facts, outcome.answers))


def report_of(outcome: Outcome) -> bytes:
    """The document, in which no figure contradicts another."""
    answers = outcome.answers
    assert (
        answers
        and list(FAMILIES[outcome.form.family].guard(outcome.facts, answers)) == []
    )
    return document_of(outcome.form, answers)


def document_of(form: Form, answers: Answers) -> bytes:
    """A document that has passed the gate."""
    places = fill_places(form.document, answers)
    report = fill(load_compiled(form.document), places)
    assert list(differences(form.edition, places, report)) == []
    return report


def words_of(report: bytes) -> str:
    """The text of a document, a paragraph a line."""
    return "\n".join(
        paragraph_text(paragraph)
        for paragraph in part(report, "document").iter(f"{W}p")
    )


def check_pages(outcome: Outcome, *secrets: str) -> None:
    """A report and a dashboard can be made, and hold none of these."""
    page = dashboard(outcome.facts, cast(Answers, outcome.answers)).decode()
    assert not any(secret in page + words_of(report_of(outcome)) for secret in secrets)


def check_proof(outcome: Outcome) -> None:
    """Each counted line: what is printed, what its entries add up to, both numbers of
    the proof, its lines there.
    """
    facts, answers = outcome.facts, outcome.answers
    counted = [one for one in explained(outcome) if one.unit]
    assert answers
    book = load_workbook(io.BytesIO(proof_workbook(facts, answers)), data_only=True)
    proofs = defaultdict(list)
    for number, _, who, place, adds in proofs_of(book):
        sheet, cells = place.split("!")
        proofs[number].append(
            (who or "", [f"{sheet}!{cell}" for cell in cells.split(", ")], adds)
        )
    for one, line in zip(counted, figures_of(book), strict=True):
        unit, lines = 100 if one.unit == CENTS else 1, proofs[line["N°"]]
        whole = sum(adds for entry in one.entries for _, adds in entry.shares)
        assert one.number == {
            LARGER_HALF: whole - whole // 2,
            SMALLER_HALF: whole // 2,
        }.get(one.share, whole), one.line
        assert [round(line[name] * unit) for name in ("Rapport", "Recompte")] == [
            one.number
        ] * 2, one.line
        assert round(sum(adds for _, _, adds in lines) * unit) == whole, one.line
        told = Counter((who, cell) for who, cells, _ in lines for cell in cells)
        assert told == Counter(
            (entry.who, str(cell)) for entry in one.entries for cell in entry.cells
        ), one.line


# ---- rows changed


def mended(form: Form, rows: Rows) -> Rows:
    """The rows without what is told to be an error: the cell that it names or, where
    that is empty, the row.
    """
    kept = {sheet: [dict(row) for row in found] for sheet, found in rows.items()}
    sheets = {sheet.title: sheet for sheet in form.sheets.values()}
    while faults := outcome_of(form, kept).errors:
        for ref in (fault.ref for fault in faults):
            assume(ref and ref.row)
            assert ref
            row, fields = (
                kept[sheets[ref.sheet].key][ref.row - FIRST_ROW],
                sheets[ref.sheet].fields,
            )
            if row.pop([*fields][column_number(ref.column) - 1], None) is None:
                row.clear()
        kept = {sheet: [row for row in found if row] for sheet, found in kept.items()}
    return kept


@st.composite
def shuffled(
    draw: st.DrawFn, rows: Rows, groups: Mapping[str, Callable[[Cells], Hashable]]
) -> Rows:
    """The same rows in another order; the rows of a sheet that are of one group stay in
    theirs. Sheets that are not named stay as they are.
    """
    moved = dict(rows)
    for sheet, group in groups.items():
        found: dict[Hashable, deque[Cells]] = defaultdict(deque)
        for row in rows[sheet]:
            found[group(row)].append(row)
        waiting = [*found.values()]
        order = draw(
            st.permutations(
                [number for number, queue in enumerate(waiting) for _ in queue]
            )
        )
        moved[sheet] = [waiting[number].popleft() for number in order]
    return moved


def followed(form: Form, rows: Rows) -> Callable[[CellRef | None], Hashable]:
    """Of a place in these rows: what its row says, wherever that now stands, and which
    column it is of.
    """
    sheets = {sheet.title: sheet.key for sheet in form.sheets.values()}

    def where(ref: CellRef | None) -> Hashable:
        if ref is None or ref.sheet not in sheets or ref.row < FIRST_ROW:
            return str(ref)
        row = rows[sheets[ref.sheet]][ref.row - FIRST_ROW]
        return str(sorted(row.items())), ref.column

    return where


def with_more(rows: Rows, **more: Iterable[Cells]) -> Rows:
    """The rows with others below them."""
    return {**rows, **{sheet: [*rows[sheet], *found] for sheet, found in more.items()}}


@st.composite
def with_slips(draw: st.DrawFn, rows: Rows, *sheets: str) -> Rows:
    """The rows with up to three cells of these sheets emptied, or typed so that they
    mean nothing.
    """
    slipped = {sheet: [dict(row) for row in found] for sheet, found in rows.items()}
    cells = [(row, key) for sheet in sheets for row in slipped[sheet] for key in row]
    for row, key in draw(st.lists(st.sampled_from(cells), max_size=3)):
        if draw(st.booleans()):
            row.pop(key, None)
        else:
            row[key] = ("?",) if key == "codes" else "?"
    return slipped


# ---- slips, and what is suggested for them


@st.composite
def mistyped(draw: st.DrawFn, form: Form, rows: Rows) -> Rows:
    """The rows with one to five cells as people mistype what they mean: a letter too
    few or too many, an O for a 0, a day or an amount as a text.
    """
    typed = {sheet: [dict(row) for row in found] for sheet, found in rows.items()}
    cells = [
        (row, form.sheets[sheet].fields[key])
        for sheet, found in typed.items()
        for row in found
        for key in row
        if key != form.sheets[sheet].key_field
        and form.sheets[sheet].fields[key].type in SLIPS
    ]
    chosen = st.lists(
        st.sampled_from(range(len(cells))), min_size=1, max_size=5, unique=True
    )
    for row, field in (cells[number] for number in draw(chosen)):
        row[field.key] = SLIPS[field.type](draw, form, field, row[field.key])
    return typed


def _label(draw: st.DrawFn, form: Form, field: Field, value: Value) -> Value:
    return _misspelled(draw, form.lists[field.list].by_key[str(value)].label)


def _reference(draw: st.DrawFn, form: Form, field: Field, value: Value) -> Value:
    """Never "1.1." for 1.1.1: whoever reads it takes it for 1.1."""
    text = _misspelled(draw, str(value))
    return value if text.endswith(".") else text


def _misspelled(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text) - 1))
    return draw(
        st.sampled_from(
            [text[:at] + text[at + 1 :], text[: at + 1] + text[at:], text.upper() + "s"]
        )
    )


def _day(draw: st.DrawFn, form: Form, field: Field, value: Value) -> Value:
    year, month, day = str(value).split("-")
    return draw(
        st.sampled_from(
            [
                f"{day}.{month}.{year}",
                f"{year}-{month}-{day}",
                f"{int(day)}/{int(month)}/{year}",
            ]
        )
    )


def _amount(draw: st.DrawFn, form: Form, field: Field, value: Value) -> Value:
    euros, cents = divmod(int(str(value)), 100)
    return f"{euros:,}".replace(",", ".") + f",{cents:02} EUR"


SLIPS: dict[str, Callable[[st.DrawFn, Form, Field, Value], Value]] = {
    "list": _label,
    "reference": _reference,
    "code": lambda draw, form, field, value: str(value).replace("0", "O", 1),
    "codes": lambda draw, form, field, value: tuple(
        one.replace("0", "O", 1) for one in cast("tuple[str]", value)
    ),
    "date": _day,
    "amount": _amount,
}


def check_mended(form: Form, rows: Rows, meant: Rows) -> None:
    """A workbook of these rows, marked by ``verifier``: what is suggested is typed into
    the copy, which then has fewer faults than before and, where it has none, says what
    was meant.
    """
    with TemporaryDirectory() as folder:
        path, copy, sound = (
            Path(folder) / f"{name}.xlsx"
            for name in ("classeur", "classeur - à corriger", "juste")
        )
        path.write_bytes(build_workbook(form, rows))
        sound.write_bytes(build_workbook(form, meant))
        before = test_mending.findings(path)
        CliRunner().invoke(main, ["verifier", str(path)])
        assume(copy.exists())
        assert test_mending.findings(copy) == before
        assume(test_mending.mend(copy, before))
        left = _errors_in(test_mending.findings(copy))
        assert left < _errors_in(before)
        assert left or _said(copy) == _said(sound)


def _said(path: Path) -> list[Mapping[str, Value]]:
    rows = look(path).rows
    assert rows
    return [row.values for found in rows.sound.values() for row in found]


def _errors_in(found: list[dict[str, Any]]) -> int:
    return sum(len(one["cellules"]) for one in found if one["gravite"] == "erreur")


# What a draft's answer has that may differ from the report's.
MARKS = re.compile("|".join(map(re.escape, (TO_DO, PROVISIONAL, f"'{TO_TICK}'"))))


def draft_of(outcome: Outcome, rows: Rows) -> Answers:
    """The answers of a draft of these rows, of which something can be counted."""
    form = outcome.form
    submission = submission_of(rows, form)
    day = report_day(form, submission)
    assert outcome.rows and outcome.facts and day
    return draft_answers(
        form, outcome.rows, submission, outcome.problems, outcome.facts, day
    )


def check_draft(form: Form, rows: Rows, meant: Rows) -> None:
    """Of rows with slips there is a draft. What it says is what the report of the rows
    that were meant says, or it has a mark.
    """
    outcome, report = outcome_of(form, rows), outcome_of(form, meant).answers
    assume(outcome.answers)
    assert outcome.rows and outcome.answers and report
    draft = draft_of(outcome, rows)
    for question in form.questions:
        told = said(draft, question)
        if not MARKS.search(str(told)) and told != said(report, question):
            assert told == ({}, []) and TO_DO in str(draft), (
                question
            )  # parts that are gone can say nothing
    assert DRAFT in words_of(document_of(form, draft))
    assert bool(grouped(outcome.problems)) == bool(outcome.problems)
    states = list(chapters(form, outcome.rows, outcome.problems, outcome.answers))
    assert not outcome.errors or not all(state.is_complete for state in states)
    explained(outcome)


# ---- texts

MARK = re.compile(
    "zq[a-z]+", re.IGNORECASE
)  # stands for a text, and nowhere else in a document
# What XML cannot hold is refused where a workbook is read.
CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
)
WORDS = st.sampled_from([*random_workbooks.WORDS, *random_plans.WORDS])
LINES = (
    (WORDS | st.text(CHARACTERS, min_size=1, max_size=30))
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def marks_of(rows: Rows) -> list[str]:
    return list(dict.fromkeys(MARK.findall(str(rows))))


def check_whole(form: Form, rows: Rows, texts: Mapping[str, str]) -> None:
    """The document of these rows with a text for each mark is the document of the marks
    with the same texts: each stands where its mark stood, whole, and nothing else is
    changed. A mark in capitals gives capitals.
    """

    def put(value: Value) -> Value:
        return (
            MARK.sub(lambda mark: texts[mark[0]], value)
            if isinstance(value, str)
            else value
        )

    outcome = outcome_of(
        form,
        {
            s: [{k: put(v) for k, v in row.items()} for row in found]
            for s, found in rows.items()
        },
    )
    assume(not outcome.errors)  # two equal names, say
    marked = words_of(report_of(outcome_of(form, rows)))
    assert {mark.lower() for mark in MARK.findall(marked)} == {*texts}
    capitals = {mark.upper(): text.upper() for mark, text in texts.items()}
    assert words_of(report_of(outcome)) == MARK.sub(
        lambda mark: {**capitals, **texts}[mark[0]], marked
    )
