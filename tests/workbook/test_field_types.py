"""The types of columns that the CLSS plan brings: amounts, whole numbers, years, texts
with a shape or with looks.

Each is typed into a workbook as a person would, and read back; what is refused is
refused at its cell.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from pipeline.blank.sheets import Records
from pipeline.blank.workbook import build_workbook
from pipeline.check.sound_rows import CheckedRows, check, report_day
from pipeline.editions.loader import known_forms, load_form
from pipeline.model.problem import Problem
from pipeline.model.submission import TEXTS, Submission, Text, Value
from pipeline.model.text import StyledText, looks_of
from pipeline.run import produce
from pipeline.workbook.form_in import find_edition
from pipeline.workbook.read import load_cells, read
from tests.support import faults, hostile
from tests.support.cases import beside, cases
from tests.support.quick_workbook import typed_over

FORM = load_form("clss-2022-2025")
PLAN: dict[str, Records] = beside(__file__)["plan"]
Looks = tuple[tuple[str, str], ...]


def place_of(sheet: str, field: str, row: int = 5) -> str:
    """Where a field stands, as in a finding: "Budget!C5"."""
    letter = "ABCDEFGHIJKLMN"[list(FORM.sheets[sheet].fields).index(field)]
    return f"{FORM.sheets[sheet].title}!{letter}{row}"


@cache
def plan() -> bytes:
    return build_workbook(FORM, PLAN)


def typed(cells: Mapping[str, object]) -> bytes:
    """The plan with these cells typed over, as Excel stores them."""
    return typed_over(plan(), cells)


def taken_in(
    folder: Path, data: bytes
) -> tuple[Submission, CheckedRows, list[Problem]]:
    path = folder / "plan.xlsx"
    path.write_bytes(data)
    sheets, problems = load_cells(path)
    submission, faults = read(FORM, path.name, sheets)
    rows, found = check(FORM, submission, report_day(FORM, submission))
    return submission, rows, [*problems, *faults, *found]


def findings(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.ref)) for problem in problems]


def test_the_plan_is_sound(tmp_path: Path) -> None:
    assert findings(taken_in(tmp_path, typed({}))[2]) == []


# ---- numbers, years, shapes


@cases(__file__, "read")
def test_what_is_typed_is_read_exactly(
    sheet: str, field: str, value: object, expected: Value, tmp_path: Path
) -> None:
    submission, rows, problems = taken_in(
        tmp_path, typed({place_of(sheet, field): value})
    )
    found = submission.rows[sheet][0].values[field]
    assert (found, type(found)) == (expected, type(expected))
    assert not [
        problem for problem in problems if problem.code != "fait-inutilise"
    ]  # years of an action in no table
    assert rows.sound[sheet][0].values[field] == expected


@cases(__file__, "unseen", every=3)
def test_a_code_is_what_people_see_of_it_in_every_sheet(
    spelled: str, tmp_path: Path
) -> None:
    typed = spelled.format("H-006")
    key = faults.menage(8, code="H-006"), faults.contact(5, codes=("H-001", "H-006"))
    for title, place in (("menages", "A8"), ("contacts", "B5"), ("dossiers", "B5")):
        path = tmp_path / f"{title}.xlsx"
        path.write_bytes(faults.workbook(*key, faults.cells(title, **{place: typed})))
        assert {problem.code for problem in produce(path).problems if problem.ref} <= {
            "dossier-sans-relogement"
        }, title


@pytest.mark.parametrize(
    "spelled", ["dics-2023\u200b", "dics\u20112023", "\ufeffdics-2023"]
)
def test_the_stamp_and_the_year_of_a_register_too(spelled: str, tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(
        faults.workbook(faults.cells("identification", A5=spelled, C5="2023\u200b"))
    )
    assert not produce(path).problems


def test_a_number_in_the_answers_too(tmp_path: Path) -> None:
    """One household was relocated: 1 is right, 2 is not."""
    path = tmp_path / "classeur.xlsx"
    for written, told in (
        ("1\u200b", set()),
        ("\ufeff2", {"etat-des-lieux-different"}),
    ):
        path.write_bytes(faults.workbook(faults.cells("reponses", E69=written)))
        assert {problem.code for problem in produce(path).problems} == told


def test_an_amount_beyond_all_others(tmp_path: Path) -> None:
    submission, _, _ = taken_in(tmp_path, typed({"Budget!C5": 1e300}))
    assert submission.rows["budget"][0].values["total"] == 100 * int(1e300)


@cases(__file__, "refused")
def test_what_cannot_be_is_refused_at_its_cell(
    sheet: str, field: str, value: object, code: str, shown: str, tmp_path: Path
) -> None:
    place = place_of(sheet, field)
    _, rows, problems = taken_in(tmp_path, typed({place: value}))
    told = [problem for problem in problems if problem.code != "fait-inutilise"]
    assert findings(told) == [(code, place)]
    heading = FORM.sheets[sheet].fields[field].heading
    assert told[0].facts == {"colonne": heading, "valeur": shown}
    assert [row.number for row in rows.faulty[sheet]] == [5]
    assert 5 not in {row.number for row in rows.sound[sheet]}


def test_a_year_is_still_one_of_the_form(tmp_path: Path) -> None:
    place = place_of("budget", "annee")
    (problem,) = taken_in(tmp_path, typed({place: 2019}))[2]
    assert (problem.code, str(problem.ref)) == ("annee-refusee", place)
    assert problem.facts == {
        "colonne": "Année",
        "valeur": "2019",
        "attendu": "de 2020 à 2035",
    }


# ---- references, the day of the report


def test_references_are_held_to_the_keys_of_their_sheet(tmp_path: Path) -> None:
    objectif, quartier = (
        place_of("actions", "objectif"),
        place_of("actions", "quartier"),
    )
    wrong = taken_in(tmp_path, typed({objectif: "9.9.9", quartier: "Le Bois"}))[2]
    assert findings(wrong) == [
        ("reference-inconnue", objectif),
        ("reference-inconnue", quartier),
    ]
    assert wrong[0].facts == {
        "valeur": "9.9.9",
        "feuille": "Objectifs",
        "colonne": "Objectif opérationnel",
    }
    assert findings(taken_in(tmp_path, typed({quartier: " les  TILLEULS"}))[2]) == []
    as_number = taken_in(tmp_path, typed({objectif: 1.1}))[2]
    assert (
        findings(as_number) == [("reference-inconnue", objectif)]
        and as_number[0].facts["valeur"] == "1,1"
    )


def test_no_number_is_called_unknown_while_one_is_unreadable(tmp_path: Path) -> None:
    last = place_of("objectifs", "numero", 7)
    assert findings(taken_in(tmp_path, typed({last: "1.1.1."}))[2]) == [
        ("numero-illisible", last)
    ]


def test_the_day_of_a_plan_and_what_came_later(tmp_path: Path) -> None:
    later: dict[str, object] = {
        **{
            "Suivi!A6": datetime(2023, 6, 30),
            "Suivi!B6": "1.1.1",
            "Suivi!C6": "Le Canal",
            "Suivi!E6": 3,
        },
        **{
            "Suivi!A7": datetime(2023, 7, 1),
            "Suivi!B7": "1.1.1",
            "Suivi!C7": "Nulle part",
        },
    }
    submission, rows, problems = taken_in(tmp_path, typed(later))
    assert report_day(FORM, submission) == "2023-06-30"
    assert findings(problems) == [] and [row.number for row in rows.sound["suivi"]] == [
        5,
        6,
    ]
    wrong = taken_in(tmp_path, typed({**later, "Suivi!E7": "beaucoup"}))[2]
    assert findings(wrong) == [("entier-illisible", "Suivi!E7")]


def test_the_day_of_a_report_is_the_end_of_its_year(tmp_path: Path) -> None:
    path, form = tmp_path / "classeur.xlsx", load_form("dics-2023")
    for change, day in (
        ((), "2023-12-31"),
        ((faults.identification(5, annee=2019),), None),
    ):
        path.write_bytes(faults.workbook(*change))
        assert report_day(form, read(form, path.name, load_cells(path)[0])[0]) == day


def test_without_a_readable_day_nothing_is_later(tmp_path: Path) -> None:
    place = place_of("plan", "situation")
    cells = {place: "fin 2022", "Suivi!A6": datetime(2099, 1, 1)}
    submission, _, problems = taken_in(tmp_path, typed(cells))
    assert report_day(FORM, submission) is None
    assert findings(problems)[0] == ("date-illisible", place)
    assert {code for code, _ in findings(problems)[1:]} == {"valeur-manquante"}, (
        "the row of 2099 counts"
    )


# ---- which edition


def edition_of(folder: Path, data: bytes) -> str:
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    form = find_edition(load_cells(path)[0], known_forms())
    return form.edition if form else ""


def with_sheet(data: bytes, title: str, text: str) -> bytes:
    book = load_workbook(io.BytesIO(data))
    book.create_sheet(title)["A1"].value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_says_its_edition(tmp_path: Path) -> None:
    dics = faults.workbook()
    assert edition_of(tmp_path, typed({})) == "clss-2022-2025"
    assert edition_of(tmp_path, dics) == "dics-2023"
    assert (
        edition_of(tmp_path, with_sheet(dics, "Plan", "Plan des emplacements"))
        == "dics-2023"
    )
    assert (
        edition_of(tmp_path, with_sheet(typed({}), "Contacts", "dics-2023"))
        == "clss-2022-2025"
    )


def test_a_spoilt_stamp_leaves_what_the_sheets_say(tmp_path: Path) -> None:
    stamp = place_of("plan", "edition")
    for value in ("clss-2019", None):
        assert edition_of(tmp_path, typed({stamp: value})) == "clss-2022-2025"
    assert (
        edition_of(
            tmp_path, faults.workbook(faults.identification(5, edition="dics-1999"))
        )
        == "dics-2023"
    )
    assert find_edition({}, known_forms()) is None


# ---- texts with looks

TEXT = place_of("textes", "texte")
BOLD, RAISED = InlineFont(b=True), InlineFont(vertAlign="superscript")


def looks_in(folder: Path, data: bytes) -> Looks:
    submission, _, problems = taken_in(folder, data)
    assert findings(problems) == []
    return looks_of(text_of(submission, "textes", "texte"))


def rich(*parts: str | TextBlock) -> CellRichText:
    return CellRichText(parts)


def text_of(submission: Submission, sheet: str, field: str) -> Text:
    value = submission.rows[sheet][0].values[field]
    assert isinstance(value, TEXTS)
    return value


def test_runs_of_another_writer_keep_their_looks(tmp_path: Path) -> None:
    both = InlineFont(b=True, vertAlign="superscript")
    blocks = (
        TextBlock(BOLD, "Dans "),
        TextBlock(BOLD, "ce"),
        " quartier, la 1",
        TextBlock(RAISED, "ère"),
    )
    text = rich(*blocks, TextBlock(both, "a"), TextBlock(InlineFont(i=True), " fois"))
    wanted = (
        ("Dans ce", "Gras"),
        (" quartier, la 1", ""),
        ("ère", "Exposant"),
        ("a", "GrasExposant"),
        (" fois", ""),
    )
    assert looks_in(tmp_path, typed({TEXT: text})) == wanted


def test_only_rich_columns_give_looks(tmp_path: Path) -> None:
    titre = rich(TextBlock(BOLD, "INTRO"), "DUCTION")
    submission, _, problems = taken_in(
        tmp_path, typed({place_of("textes", "titre"): titre})
    )
    assert (
        findings(problems) == [] and type(text_of(submission, "textes", "titre")) is str
    )
    plain = rich(TextBlock(InlineFont(i=True), "Un mot"), ".")
    submission, _, _ = taken_in(tmp_path, typed({TEXT: plain}))
    assert type(text_of(submission, "textes", "texte")) is str


@cases(__file__, "runs")
def test_stored_runs(runs: str, wanted: Looks, tmp_path: Path) -> None:
    assert (
        looks_in(tmp_path, stored(inline=runs))
        == looks_in(tmp_path, stored(shared=runs))
        == wanted
    )


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        ("cibles", "nombre"),
        ("actions", "annees"),
        ("actions", "quartier"),
        ("actions", "code"),
        ("suivi", "date"),
    ],
)
def test_what_is_no_free_text_is_short(sheet: str, field: str, tmp_path: Path) -> None:
    place = place_of(sheet, field)
    _, rows, problems = taken_in(tmp_path, typed({place: "a" * 1_001}))
    assert findings(problems) == [("valeur-trop-longue", place)]
    heading = FORM.sheets[sheet].fields[field].heading
    assert problems[0].facts == {
        "colonne": heading,
        "valeur": "a" * 1_001,
        "attendu": "1\u202f000",
    }
    assert 5 not in {row.number for row in rows.sound[sheet]}


def stored(inline: str = "", shared: str = "") -> bytes:
    """The plan whose text is these runs, in the cell itself or in the workbook's table
    of texts.
    """
    parts = hostile.parts(plan())
    sheet = "xl/worksheets/sheet4.xml"
    inner, kind = (f"<is>{inline}</is>", "inlineStr") if inline else ("<v>1</v>", "s")
    parts[sheet], times = re.subn(
        r'<c r="B5"( s="\d+")[^>]*>.*?</c>',
        rf'<c r="B5"\1 t="{kind}">{inner}</c>',
        parts[sheet],
    )
    assert times == 1
    if shared:
        hostile.table_of_texts(f"<si><t>autre</t></si><si>{shared}</si>")(parts)
    return hostile.zipped(parts.items())


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        (
            f"<r><rPr><b/></rPr><t>{'a' * 32_000}</t></r><r><t>{'b' * 768}</t></r>",
            "texte-trop-long",
        ),
        ("<r><rPr><b/></rPr><t>a</t></r><r><t>b_x0007_</t></r>", "caractere-interdit"),
    ],
)
def test_what_no_document_can_hold_is_told_as_in_plain_texts(
    runs: str, code: str, tmp_path: Path
) -> None:
    for data in (stored(inline=runs), stored(shared=runs)):
        assert findings(taken_in(tmp_path, data)[2]) == [(code, TEXT)]
    longest = f"<r><rPr><b/></rPr><t>{'a' * 32_000}</t></r><r><t>{'b' * 767}</t></r>"
    assert [look for _, look in looks_in(tmp_path, stored(inline=longest))] == [
        "Gras",
        "",
    ]


def test_the_font_of_the_cell_holds_for_runs_that_say_nothing(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(plan()))
    cell, other = book["Textes"]["B5"], book["Actions"]["E5"]
    cell.value = rich("Tout ", TextBlock(InlineFont(i=True), "sauf ceci"))
    cell.font = other.font = Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    submission, _, _ = taken_in(tmp_path, out.getvalue())
    assert looks_of(text_of(submission, "textes", "texte")) == (
        ("Tout ", "Gras"),
        ("sauf ceci", ""),
    )
    assert looks_of(text_of(submission, "actions", "texte_recit")) == (
        ("Un dépliant.", "Gras"),
    )


STYLED = StyledText.of(
    [
        ("=1+1 ", "Gras"),
        ("n'est <pas> un\ncalcul ; la 1", ""),
        ("ère", "Exposant"),
        ("bis", "GrasExposant"),
        (" fin ", ""),
    ]
)


def test_a_styled_text_is_written_and_read_back(tmp_path: Path) -> None:
    rows = {**PLAN, "textes": [{"texte": STYLED}]}
    data = build_workbook(FORM, rows)
    assert looks_in(tmp_path, data) == STYLED.looks
    assert data == build_workbook(FORM, rows)
    cell = load_workbook(io.BytesIO(data), rich_text=True)["Textes"]["B5"]
    assert cell.data_type == "s" and isinstance(cell.value, CellRichText)
    fonts = [block.font for block in cell.value if isinstance(block, TextBlock)]
    assert {(font.rFont, font.sz, font.color and font.color.rgb) for font in fonts} == {
        ("Calibri", 11, "001F2A37")
    }
    assert str(cell.value) == str(STYLED)


@pytest.mark.office
def test_a_styled_text_survives_another_office_program(tmp_path: Path) -> None:
    path, out = tmp_path / "plan.xlsx", tmp_path / "out"
    path.write_bytes(build_workbook(FORM, {**PLAN, "textes": [{"texte": STYLED}]}))
    settings = f"-env:UserInstallation={(tmp_path / 'settings').as_uri()}"
    words = [
        "soffice",
        settings,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    assert looks_in(tmp_path, (out / "plan.xlsx").read_bytes()) == STYLED.looks
