"""Who is in a figure: every list against the independent count (recount.py) and against
the cells of the workbook; the names by which a line is asked for; the reasons why a
household is not in a question.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from pipeline.answers.tally import tally
from pipeline.edition.form import Form
from pipeline.edition.questions import Text, Ticks
from pipeline.editions.loader import load_form
from pipeline.editions.reading import read_file
from pipeline.explain.explanations import (
    explain,
    explain_household,
    explanation_lines,
    household_lines,
)
from pipeline.findings.messages import is_error
from pipeline.model.explained import Explained, UnknownName, places
from pipeline.model.problem import CellRef
from pipeline.model.submission import Answers, Submission
from pipeline.model.text import code_key, even_out
from pipeline.rules.families import FAMILIES
from pipeline.workbook.read import load_cells, read
from tests.examples import EXAMPLES, PLANS, plan_bytes
from tests.rules.dics.test_cases import rows_of
from tests.support import recount
from tests.support.cases import beside, cases
from tests.support.paths import ROOT
from tests.support.stages import examine

Known = tuple[Any, Answers]


@cache
def known(path: Path, edition: str) -> Known:
    """What is explained of a workbook without a fault: its records and answers."""
    form = load_form(edition)
    sheets, problems = load_cells(
        path, None, {even_out(sheet.title) for sheet in form.sheets.values()}
    )
    submission, faults = read(form, path.name, sheets)
    return counted(form, submission, [*problems, *faults])


def counted(form: Form, submission: Submission, problems: list[Any]) -> Known:
    _, facts, found = examine(form, submission)
    assert not [problem for problem in [*problems, *found] if is_error(problem)]
    return facts, tally(facts)


@pytest.fixture(params=EXAMPLES, ids=lambda name: Path(name).stem)
def register(request: pytest.FixtureRequest) -> Path:
    return ROOT / str(request.param)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "marolles.xlsx"
    path.write_bytes(plan_bytes(PLANS["inputs/marolles-anneessens-2022.xlsx"]()))
    return path


# ---- against the independent count

COLUMNS = {"": "concernés", "relayes": "relayés", "non_relayes": "non relayés"}
INVENTORY = ("5.1.1", "8.1.1")  # into which 3.1 divides
LINES = {
    "annee_precedente": "relogement de l'année précédente",
    "annee": "relogement de l'année",
}


def asked_lines(workbook: Path) -> Iterator[tuple[str, str, int]]:
    """Every line that the witness counts: its question, what to ask for it by, its
    number.
    """
    for question, figures in recount.recount(workbook).items():
        for line, number in figures.items():
            label, column = recount.line_and_column(line)
            asked = (
                f"{label} {COLUMNS[column]}"
                if question == "2.8"
                else LINES.get(line, label)
            )
            yield question, asked, number


@pytest.mark.slow
def test_what_explains_a_figure_is_as_many_as_the_witness_counts(
    register: Path,
) -> None:
    facts, answers = known(register, "dics-2023")
    compared = 0
    for question, asked, number in asked_lines(register):
        [found] = explain(facts, answers, question, asked)
        assert found.value == str(number), (question, asked)
        records = Counter((entry.who, entry.cells) for entry in found.entries)
        assert len(found.entries) == number and set(records.values()) <= {1}, (
            question,
            asked,
        )
        compared += 1
    every = [one for one in FAMILIES["dics"].explain(facts, answers) if one.unit]
    assert compared == len(every) == 125  # as many as test_recount compares


# Households by the witness's own reading of the workbook: the modes of their contacts
# before and after leaving.
WITNESS: dict[str, Callable[[recount.Menage, int], bool]] = {
    "2.5": lambda m, year: bool(m.pre & recount.RENCONTRES),
    "2.6": lambda m, year: (
        bool(m.pre & recount.APPELS) and not m.pre & recount.RENCONTRES
    ),
    "2.7": lambda m, year: (
        bool(m.pre & (recount.RENCONTRES | recount.APPELS))
        and recount.supported(m, "Accompagnement pré-relogement")
    ),
    "3.1": lambda m, year: (
        m.en_wallonie and m.parti is not None and m.parti.year == year
    ),
    "3.2": lambda m, year: WITNESS["3.1"](m, year) and recount.VISITE in m.post,
    "3.6": lambda m, year: (
        m.en_wallonie and m.parti is not None and m.parti.year < year and bool(m.post)
    ),
}


@cache
def witnessed(path: Path, year: int) -> dict[str, recount.Menage]:
    menages = recount.read_menages(path, year)
    recount.add_contacts(path, year, menages)
    return menages


@pytest.mark.parametrize("question", WITNESS)
def test_the_households_are_those_of_the_witness(register: Path, question: str) -> None:
    facts, answers = known(register, "dics-2023")
    [found] = explain(facts, answers, question)
    expected = {
        key
        for key, menage in witnessed(register, facts.year).items()
        if WITNESS[question](menage, facts.year)
    }
    assert {recount.code(entry.who) for entry in found.entries} == expected


# ---- against the cells of the workbook


class Cells:
    """A workbook as its cells stand, with the heading of each."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path, data_only=True)
        self.headings = {
            page.title: [str(cell.value).removesuffix(" *") for cell in page[4]]
            for page in self.book.worksheets
        }

    def value(self, ref: CellRef) -> Any:
        return self.book[ref.sheet][f"{ref.column}{ref.row}"].value

    def heading(self, ref: CellRef) -> str:
        return self.headings[ref.sheet][column_index_from_string(ref.column) - 1]

    def row(self, ref: CellRef) -> dict[str, Any]:
        return dict(
            zip(
                self.headings[ref.sheet],
                [cell.value for cell in self.book[ref.sheet][ref.row]],
                strict=True,
            )
        )


@cache
def cells_of(path: Path) -> Cells:
    return Cells(path)


def check_contact(row: dict[str, Any], household: str, year: int) -> None:
    assert household in [recount.code(text) for text in row["Code(s)"].split(";")]
    assert row["Date"].year == year and row["Courtoisie seulement"] != "oui"


def test_the_cells_of_a_household_are_its_own_and_hold_what_counts(
    register: Path,
) -> None:
    facts, answers = known(register, "dics-2023")
    cells = cells_of(register)
    for one in FAMILIES["dics"].explain(facts, answers):
        for entry in one.entries if one.unit and not one.id.startswith("4") else ():
            for ref in entry.cells:
                if ref.sheet == "Ménages":
                    assert recount.code(cells.row(ref)["Code"]) == entry.household
                elif ref.sheet == "Équipements":
                    assert one.id in INVENTORY and cells.row(ref)["Équipement"]
                else:
                    check_contact(cells.row(ref), entry.household, facts.year)
            values = {even_out(str(cells.value(ref))) for ref in entry.cells}
            label = one.path[0][-1] if one.path else "Total"
            # the drop-down says more than the form of these two
            longer = {"Privé": "Logement privé en Wallonie"}
            assert (
                label == "Total"
                or one.id in INVENTORY
                or even_out(longer.get(label, label)) in values
            ), (
                one.question,
                one.line,
            )


NEEDED = beside(__file__)["needed"]
MODES = {
    "2.5": recount.RENCONTRES,
    "2.6": recount.APPELS,
    "3.2": {recount.VISITE},
    "3.3": recount.RENCONTRES,
    "3.4": recount.APPELS | {recount.COURRIER},
    "3.6": set(recount.MODES),
}


@pytest.mark.parametrize("question", [*NEEDED, *MODES])
def test_a_record_has_the_cells_that_its_rule_asks_for(
    register: Path, question: str
) -> None:
    facts, answers = known(register, "dics-2023")
    cells = cells_of(register)
    [found] = explain(facts, answers, question)
    for entry in found.entries:
        held = {
            cells.heading(ref): cells.value(ref)
            for ref in entry.cells
            if ref.sheet != "Contacts"
        }
        for heading, values in NEEDED.get(question, {}).items():
            assert held[heading] in values
        modes = {
            cells.row(ref)["Mode"] for ref in entry.cells if ref.sheet == "Contacts"
        }
        assert question not in MODES or (modes and modes <= MODES[question])
        if question.startswith("3."):
            assert (
                isinstance(held["Date de départ du HP"], datetime.datetime)
                and "Destination" in held
            )


def test_files_stand_in_their_rows(register: Path) -> None:
    facts, answers = known(register, "dics-2023")
    cells = cells_of(register)
    for one in explain(facts, answers, "4.2") + explain(facts, answers, "4.3"):
        for entry in one.entries:
            rows = [
                cells.row(ref)
                for ref in entry.cells
                if ref.sheet == "Dossiers d'allocation"
            ]
            assert rows and {recount.code(row["Code du ménage"]) for row in rows} == {
                entry.household
            }
            assert any(row["Ouvert le"].year == facts.year for row in rows) == (
                one.id == "4.2"
            )


def test_ticks_and_texts_name_the_cell_they_were_typed_in(register: Path) -> None:
    facts, answers = known(register, "dics-2023")
    cells = cells_of(register)
    ticked = 0
    for one in FAMILIES["dics"].explain(facts, answers):
        if isinstance(facts.form.questions[one.id], Ticks | Text) and "noms" not in [
            step[0] for step in one.path
        ]:
            held = [
                str(cells.value(ref)) for entry in one.entries for ref in entry.cells
            ]
            assert bool(held) == bool(one.value), one.line
            assert all(even_out(text) in even_out(one.value) for text in held)
            ticked += one.value.startswith("X")
    assert ticked > 3


# ---- how a line is asked for

ESTINNES = ROOT / "inputs/estinnes-2023.xlsx"


@cases(__file__, "lines")
def test_a_line_is_asked_for_by_key_or_label(
    question: str, line: str, expected: list[str]
) -> None:
    found = explain(*known(ESTINNES, "dics-2023"), question, line)
    assert sorted(one.line for one in found) == sorted(expected)


def test_a_line_alone_is_looked_for_in_every_question() -> None:
    found = explain(*known(ESTINNES, "dics-2023"), "RIS")
    assert [(one.question, one.line) for one in found] == [
        ("2.7.1", "RIS"),
        ("3.8.1", "RIS"),
    ]


@cases(__file__, "unknown")
def test_an_unknown_name_gets_the_known_ones(
    question: str, line: str, near: str, known_name: str
) -> None:
    with pytest.raises(UnknownName) as raised:
        explain(*known(ESTINNES, "dics-2023"), question, line)
    assert isinstance(raised.value, ValueError)
    assert near in raised.value.near if near else not raised.value.near
    assert known_name in str(raised.value) and near in str(raised.value)


def test_what_is_found_reads_well() -> None:
    lines = list(
        explanation_lines(explain(*known(ESTINNES, "dics-2023"), "2.7.1", "Autre"))
    )
    assert lines[0] == "2.7.1  Ménages accompagnés avant relogement par statut"
    assert lines[1] == "  Autre : 2"
    assert lines[2].startswith(
        "    Règle : parmi les ménages rencontrés (2.5) ou contactés (2.6)"
    )
    assert max(map(len, lines)) <= 110 and any("Ménages!" in line for line in lines)


def test_places_name_a_sheet_once() -> None:
    cells = (
        CellRef("Ménages", 5, "A"),
        CellRef("Ménages", 5, "C"),
        CellRef("Contacts", 12, "A"),
    )
    assert places(cells) == "Ménages!A5, C5 ; Contacts!A12"


# ---- a household

WHY_NOT: list[dict[str, Any]] = read_file(Path(__file__).parent / "absences.yaml")


def alone(case: dict[str, Any]) -> Known:
    """A register with one household."""
    form = load_form("dics-2023")
    contacts = []
    for day, mode in (contact.split() for contact in case.get("contacts", ())):
        row = {"date": day, "codes": "H-1", "mode": mode.removeprefix("~")}
        contacts.append(row | ({"courtoisie": "oui"} if mode.startswith("~") else {}))
    sheets = {
        "menages": [{"code": "H-1", **case.get("menage", {})}],
        "contacts": contacts,
        "dossiers": [{"menage": "H-1", **file} for file in case.get("dossiers", ())],
    }
    rows = {sheet.key: rows_of(form, sheet, sheets) for sheet in form.sheets.values()}
    _, facts, _ = examine(form, Submission("case", rows))
    assert facts.menages, "the row is at fault"
    return facts, tally(facts)


@pytest.mark.parametrize(
    "case", WHY_NOT, ids=lambda case: f"{case['question']} {case['reason']}"
)
def test_why_a_household_or_its_file_is_not_in_a_question(case: dict[str, Any]) -> None:
    found = explain_household(*alone(case), "h1")
    reasons = {absence.question: absence.reason for absence in found.absences}
    assert reasons[case["question"]] == case["reason"]
    assert case["question"] not in {one.question for one in found.figures}


@pytest.mark.slow
def test_a_household_is_either_in_a_question_of_its_chapters_or_told_why_not(
    register: Path,
) -> None:
    facts, answers = known(register, "dics-2023")
    asked = ("2.5", "2.6", "2.7", "2.7.3", "2.8", "2.9")
    for menage in facts.menages.values():
        found = explain_household(facts, answers, menage.who)
        inside, outside = (
            {one.id for one in found.figures},
            {absence.question for absence in found.absences},
        )
        assert not inside & outside
        if menage.date_relogement is None:
            assert set(asked) <= inside | outside
        if menage.en_wallonie:
            assert {f"3.{n}" for n in range(1, 8)} <= inside | outside


def test_the_figures_of_a_household_are_those_it_is_listed_in(register: Path) -> None:
    facts, answers = known(register, "dics-2023")
    listed: dict[str, set[tuple[str, str]]] = {key: set() for key in facts.menages}
    for one in FAMILIES["dics"].explain(facts, answers):
        for entry in one.entries if one.unit else ():
            listed[entry.household].add((one.question, one.line))
    for key, menage in facts.menages.items():
        found = explain_household(facts, answers, menage.who)
        assert {(one.question, one.line) for one in found.figures} == listed[key]
        assert all(
            entry.household == key for one in found.figures for entry in one.entries
        )


def test_a_household_reads_well() -> None:
    lines = list(
        household_lines(
            explain_household(*alone({"contacts": ["2023-03-01 site"]}), "H1")
        )
    )
    assert lines == [
        "H-1 compte dans :",
        "  2.5  Ménages rencontrés",
        "      Ménages!A5 ; Contacts!A5",
        "H-1 ne compte pas dans :",
        "  2.6 : déjà rencontré (2.5)",
        "  2.7 : accompagnement pré-relogement : aucun",
        "  2.7.1, 2.7.2, 2.7.3, 2.8, 2.9 : pas dans 2.7",
        "  3.1 : n'a pas quitté l'équipement avant le 31/12/2023",
        "  4.2 : aucun dossier ouvert au 31/12/2023",
    ]


def test_an_unknown_household_gets_near_codes(plan: Path) -> None:
    with pytest.raises(UnknownName) as raised:
        explain_household(*known(ESTINNES, "dics-2023"), "H-1O7")
    assert raised.value.near and all(
        code_key(code) in known(ESTINNES, "dics-2023")[0].menages
        for code in raised.value.near
    )
    with pytest.raises(UnknownName):
        explain_household(*known(plan, "clss-2022-2025"), "H-017")


# ---- a plan


def of_plan(plan: Path, *words: str) -> list[Explained]:
    return explain(*known(plan, "clss-2022-2025"), words[0], " ".join(words[1:]))


def test_an_amount_is_total_minus_referent_minus_cpas(plan: Path) -> None:
    [found] = of_plan(plan, "budgets", "2022", "marolles", "appel")
    assert found.value == "174.240,00 €"  # 344.000,00 - 80.000,00 - 89.760,00
    [entry] = found.entries
    cells = cells_of(plan)
    assert [(cells.heading(ref), cells.value(ref)) for ref in entry.cells] == [
        ("Total", 344000),
        ("Référent", 80000),
        ("CPAS", 89760),
    ]
    assert [adds for _, adds in entry.shares] == [34400000, -8000000, -8976000]


def test_the_follow_up_is_summed_over_its_rows(plan: Path) -> None:
    [found] = of_plan(plan, "suivi", "1.1.1", "A2", "2022", "Marolles", "personnes")
    cells = cells_of(plan)
    rows = [cells.row(entry.cells[0]) for entry in found.entries]
    wanted = [
        row
        for row in every_row(cells, "Suivi")
        if row["Objectif ou action"] == "1.1.1 A2"
    ]
    wanted = [
        row
        for row in wanted
        if row["Date"].year == 2022 and row["Quartier"] == "Marolles"
    ]
    assert (
        rows == wanted
        and int(found.value) == sum(row["Personnes touchées"] for row in wanted) > 0
    )
    assert sum(adds for entry in found.entries for _, adds in entry.shares) == int(
        found.value
    )


def every_row(cells: Cells, sheet: str) -> list[dict[str, Any]]:
    rows = (
        cells.row(CellRef(sheet, number, "A"))
        for number in range(5, cells.book[sheet].max_row + 1)
    )
    return [row for row in rows if row["Date"]]


def test_an_objective_has_its_row_actions_targets_and_follow_up(plan: Path) -> None:
    [found] = of_plan(plan, "objectifs", "1.1.1")
    sheets = [entry.cells[0].sheet for entry in found.entries]
    assert sheets[:3] == ["Objectifs", "Actions", "Actions"] and set(sheets) == {
        "Objectifs", "Actions", "Cibles", "Suivi",
    }  # fmt: skip
    cells = cells_of(plan)
    assert {str(cells.value(entry.cells[0])) for entry in found.entries[:3]} == {
        "1.1.1"
    }


@cases(__file__, "plan")
def test_the_names_of_a_plan(
    plan: Path, words: tuple[str, ...], questions: tuple[str, ...]
) -> None:
    found = of_plan(plan, *words)
    assert {one.id for one in found} == {*questions}
    assert all(one.entries for one in found if one.value not in ("", "0"))


def test_an_unknown_line_of_a_plan(plan: Path) -> None:
    with pytest.raises(UnknownName, match="2022"):
        of_plan(plan, "budgets", "2031")
    with pytest.raises(UnknownName, match="Marolles Appel à projets"):
        of_plan(plan, "budgets", "2022 Marolle appel à projets")


def test_every_amount_and_every_sum_of_a_plan_is_what_its_entries_add(
    plan: Path,
) -> None:
    facts, answers = known(plan, "clss-2022-2025")
    counted = [one for one in FAMILIES["clss"].explain(facts, answers) if one.unit]
    assert len(counted) > 100
    for one in counted:
        added = sum(adds for entry in one.entries for _, adds in entry.shares)
        halves = {"première moitié": added - added // 2, "seconde moitié": added // 2}
        assert one.number == halves.get(one.share, added), one.line
