"""A workbook beside that of the year before: what was corrected there after the
carry-over, what contradicts it, and how the figures evolved.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.carry_over.late import beside_former
from pipeline.carry_over.new_workbook import new_workbook
from pipeline.carry_over.old import OldWorkbook
from pipeline.findings.messages import is_error, sentence
from pipeline.model.evolution import Evolved
from pipeline.run import Outcome, look
from pipeline.workbook.read import read_workbook
from pipeline.workbook.record import read_record
from tests.cli.test_cli import run
from tests.product.test_faults import BESIDE_FORMER
from tests.support.cases import cases
from tests.support.faults import FORM, changes_of, tick, workbook
from tests.support.quick_workbook import quick_workbook
from tests.support.stages import findings

ANSWERED = (
    tick("1.1", "communication", "Une lettre."),
    tick("1.2.1", "entrees", "Peu de relais."),
    tick("2.1.1", "certains"),
)
Written = Mapping[str, Any]


def compared(
    folder: Path, before: Written, late: Written, then: Written, record: bool = True
) -> Outcome:
    """A workbook of 2023 with the changes ``before``, carried over; then corrected
    ``late``, and the new one with the rows that it gets ``then``: sheet and row ->
    cells, None empties a cell, an empty row goes.
    """
    old, new = folder / "ancien.xlsx", folder / "nouveau.xlsx"
    old.write_bytes(workbook(*changes_of(before)))
    made = new_workbook(OldWorkbook(old), FORM, None, (), date(2024, 1, 20))
    new.write_bytes(made.data)
    retyped(new, then)
    if not record:
        book = load_workbook(new)
        del book["Reprise"]
        book.save(new)
    old.write_bytes(workbook(*changes_of({**before, **late})))
    return look(new, further=lambda outcome: beside_former(OldWorkbook(old), outcome))


def retyped(path: Path, then: Written) -> None:
    book = load_workbook(path)
    for place, value in then.items():
        title, _, cell = place.partition("!")
        if value == "supprimer":
            book[title].delete_rows(int(re.sub(r"\D", "", cell)))
        else:
            is_day = str(value).startswith("@")
            book[title][cell] = date.fromisoformat(value[1:]) if is_day else value
    book.save(path)


def of_former(outcome: Outcome) -> list[tuple[str, str]]:
    return [one for one in findings(outcome) if one[0] in BESIDE_FORMER]


@cases(__file__, "late")
def test_what_is_told_beside_the_year_before(
    before: Written, late: Written, then: Written, told: list[str], tmp_path: Path
) -> None:
    outcome = compared(tmp_path, before, late, then)
    assert [" ".join(one) for one in of_former(outcome)] == [*told]
    for problem in outcome.problems:
        if problem.code in BESIDE_FORMER:
            assert not is_error(problem) and "{" not in sentence(problem)


def test_the_cell_of_the_old_workbook_and_what_it_says_now_are_told(
    tmp_path: Path,
) -> None:
    late = {"menages 6": {"date_relogement": "2023-06-04"}}
    outcome = compared(tmp_path, {}, late, {})
    (problem,) = (one for one in outcome.problems if one.code == "corrige-depuis")
    assert sentence(problem) == (
        "« Date de départ du HP » a été corrigé dans le classeur de 2023 (Ménages!S6) après"
        " la reprise : 04/06/2023. Retapez-le ici, ou laissez si c'est voulu."
    )


def test_without_the_record_what_lasts_is_compared(tmp_path: Path) -> None:
    late: Written = {"menages 6": {"raison": "choix", "statut": "travail"}}
    outcome = compared(tmp_path, {}, late, {}, record=False)
    assert of_former(outcome) == [("corrige-depuis", "Ménages!E6")]


def test_each_finding_has_a_case() -> None:
    page = (Path(__file__).with_suffix(".yaml")).read_text(encoding="utf-8")
    assert {code for code in BESIDE_FORMER if code in page} == BESIDE_FORMER


def test_the_command_lists_them_and_marks_the_copy(tmp_path: Path) -> None:
    compared(tmp_path, {}, {"menages 6": {"raison": "choix"}}, {})
    old, new = tmp_path / "ancien.xlsx", tmp_path / "nouveau.xlsx"
    made = run("verifier", new, "--annee-precedente", old)
    assert "Ménages!E6 : « Raison de l'installation » a été corrigé" in made.stdout
    copy = load_workbook(tmp_path / "nouveau - à corriger.xlsx")
    assert "a été corrigé" in copy["Ménages"]["E6"].comment.text
    assert "a été corrigé" not in run("verifier", new, "--sans-copie").stdout


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ((("identification 5", {"annee": 2024}),), "est de 2024"),
        ((("identification 5", {"commune": "Binche"}),), "est d'une autre commune"),
    ],
)
def test_what_is_not_the_year_before_is_refused(
    changes: tuple[tuple[str, Written], ...], says: str, tmp_path: Path
) -> None:
    compared(tmp_path, {}, {}, {})
    old, new = tmp_path / "ancien.xlsx", tmp_path / "nouveau.xlsx"
    old.write_bytes(workbook(*changes_of(dict(changes))))
    for command in ("verifier", "produire"):
        made = run(command, new, "--annee-precedente", old)
        assert made.exit_code == 2 and says in " ".join(made.stderr.split())


# ---- how the figures evolved


@pytest.mark.parametrize(
    ("before", "now", "large"),
    [
        *((10, 13, False), (10, 14, True), (20, 24, False), (20, 25, True)),
        *((0, 4, True), (5, 2, False), (5, 1, True), (7, 7, False)),
    ],
)
def test_beyond_a_fifth_and_three_records_a_change_is_large(
    before: int, now: int, large: bool
) -> None:
    one = Evolved("2.5", "", "", before, now, (), (), True)
    assert one.is_large == large


def two_years(folder: Path) -> tuple[Path, Path]:
    """Workbooks of 2023 and 2024: two households are met in 2023, six others in 2024."""
    old, new = folder / "ancien.xlsx", folder / "nouveau.xlsx"
    old.write_bytes(workbook(*ANSWERED))
    made = new_workbook(OldWorkbook(old), FORM, None, (), date(2024, 1, 20))
    new.write_bytes(made.data)
    rows = {
        key: [dict(row.values) for row in found]
        for key, found in read_workbook(new, None)[1].rows.items()
    }
    codes = [f"H-1{number:02}" for number in range(6)]
    rows["menages"] += [{"code": code, "equipement": "Les Pins"} for code in codes]
    day, mode = "2024-03-03", "site"
    rows["contacts"] += [{"date": day, "codes": tuple(codes), "mode": mode}]
    rows["reponses"] = [
        {"question": "1.1", "ligne": "communication", "coche": "x", "texte": "Oui."},
        {"question": "1.2.1", "ligne": "entrees", "coche": "x", "texte": "Oui."},
        {"question": "2.1.1", "ligne": "certains", "coche": "x"},
        {"question": "4.1", "ligne": "commune", "coche": "x"},
    ]
    rows["equipements"][0] |= {"presence": "une_semaine", "approche": "spontanee"}
    new.write_bytes(quick_workbook(FORM, rows))
    return old, new


def test_the_evolution_is_in_the_images_and_the_proof_and_never_in_the_report(
    tmp_path: Path,
) -> None:
    old, new = two_years(tmp_path)
    alone, beside = tmp_path / "seul", tmp_path / "avec"
    assert run("produire", new, "-o", alone).exit_code == 0
    made = run("produire", new, "--annee-precedente", old, "-o", beside)
    assert made.exit_code == 0, made.stderr
    (one,), (other,) = alone.rglob("*.docx"), beside.rglob("*.docx")
    assert one.read_bytes() == other.read_bytes()
    page = (other.parent / "chiffres-en-images.html").read_text(encoding="utf-8")
    assert "De 2023 à 2024" in page and "+4 (+200\u00a0%)" in page
    assert "H-10" not in page
    assert "De 2023" not in (one.parent / "chiffres-en-images.html").read_text("utf-8")
    data = (other.parent / "justificatif.xlsx").read_bytes()
    sheet = load_workbook(io.BytesIO(data))["Évolution"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    came, went = ", ".join(f"H-10{number}" for number in range(6)), "H-001, H-004"
    assert rows[1:] == [
        ["2.5", "Ménages rencontrés", "2", "6", "+4 (+200\u00a0%)", came, went]
    ]


def test_a_workbook_of_before_the_rename_of_its_control_number_is_known_too() -> None:
    """Without its record, the code of a household that is gone would be no code."""
    rows = (
        ("Quoi", "Lequel", "Repère"),
        ("Repris de", "2023", None),
        ("Empreinte de l'ancien classeur", "8a41", None),
        ("Code d'un ménage parti", "H-017", None),
    )
    record = read_record(rows)
    assert record is not None
    assert (record.digest, list(record.gone.values())) == ("8a41", ["H-017"])
