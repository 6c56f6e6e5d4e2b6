"""Numbers and dates in texts that are printed: as Excel, in Belgian French, shows them,
or told.

What Excel shows was worked out by hand from its formats; days are Excel's own numbers
(45,000 is 15 March 2023).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipeline.office.excel import is_date_format
from pipeline.office.number_format import shown_number
from pipeline.run import Outcome, produce
from pipeline.workbook.cell_values import cell_value
from pipeline.workbook.tables import Styles, Texts, Workbook
from tests.support.cases import beside, cases
from tests.support.clss_faults import plan, plan_workbook
from tests.support.docx_text import blocks
from tests.support.faults import Change, answer, cells, in_format, menage, workbook


def shown(stored: str, code: str) -> tuple[str, bool]:
    formats = {} if code == "General" else {"1": code}
    dates = {"1"} if code != "General" and is_date_format(code) else set[str]()
    value = cell_value(
        Workbook((), Texts([], set()), Styles(dates, {}, formats, set()), False),
        "n",
        "1",
        stored,
        False,
    )
    assert isinstance(value, int | float | datetime) or hasattr(value, "serial")
    text = shown_number(value)  # type: ignore[arg-type]
    return str(text), text.sure


@cases(__file__, "shown")
def test_what_excel_shows_is_followed(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == (text, True)


@cases(__file__, "told")
def test_what_is_not_followed_is_given_without_its_format(
    stored: str, code: str, text: str
) -> None:
    assert shown(stored, code) == (text, False)


def test_the_formats_that_excel_knows_by_number(tmp_path: Path) -> None:
    """Those of an empty workbook of openpyxl, which writes their numbers alone."""
    known = {
        "0.00": "12,50",
        "#,##0": "13",
        "0%": "1250%",
        "h:mm": "12:00",
        "mm-dd-yy": "12/01/1900",
        "0": "13",
    }
    for code, text in known.items():
        assert (
            printed(tmp_path, in_format("reponses", "E11", 12.5, code)).count(text) == 1
        ), code


# ---- in each text that is printed


def outcome_of(folder: Path, data: bytes) -> Outcome:
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return produce(path)


def printed(folder: Path, *changes: Change) -> list[str]:
    """The texts of the report of a register, without finding."""
    return texts_of(folder, workbook(*changes))


def texts_of(folder: Path, data: bytes, told: tuple[str, ...] = ()) -> list[str]:
    """The texts of a report of which just this is told."""
    outcome = outcome_of(folder, data)
    assert (
        tuple(found.code for found in outcome.problems) == told
        and outcome.report is not None
    )
    path = folder / "rapport.docx"
    path.write_bytes(outcome.report)
    rows = (
        row
        for block in blocks(path)
        for row in ([[block]] if isinstance(block, str) else block)
    )
    return [text for row in rows for text in row]


def test_in_the_texts_of_a_register(tmp_path: Path) -> None:
    texts = printed(
        tmp_path,
        in_format("identification", "B5", 7, "000"),
        in_format("equipements", "A5", 1500, "#,##0"),
        in_format("reponses", "E11", 0.5, "0%"),
        in_format("reponses", "E22", 1.1041666667, "[h]:mm"),
        answer("1.1", "remise_en_ordre", coche="x", texte="Un relevé."),
        in_format("reponses", "D14", datetime(2023, 3, 15), "d mmmm yyyy"),
        menage(5, equipement="1.500", statut="autre"),
        menage(7, equipement="1.500"),
        in_format("menages", "D5", 0.25, "0%"),
    )
    for text in ("Nom de la commune\u00a0: 007", "1.500", "50%", "26:30"):
        assert any(text in found for found in texts), text
    assert any(
        found.endswith("précisez lequel ici\u00a0: 15 mars 2023") for found in texts
    )
    assert any("25%" in found for found in texts)


def test_in_the_texts_of_a_plan(tmp_path: Path) -> None:
    data = plan_workbook(
        in_format("plan", "D5", 2, "00"),
        in_format("plan", "E5", datetime(2022, 2, 1), "mmmm yyyy"),
        in_format("plan", "I5", 1.5, "0.00"),
        in_format("textes", "A6", 0.125, "0.0%"),
        in_format("textes", "B6", 1.1041666667, "[h]:mm"),
        in_format("objectifs", "E5", 0.5, "0%"),
        in_format("actions", "E5", datetime(2022, 3, 15, 14, 30), "dd/mm/yyyy h:mm"),
        in_format("budget", "G5", 1234.5, '#,##0.00 "€"'),
        in_format("detail", "C5", 17, "00000"),
        plan(5, theme_2="Santé"),
    )
    texts = texts_of(tmp_path, data)
    for text in (
        "02",
        "février 2022",
        "1,50",
        "12,5%",
        "26:30",
        "50%",
        "15/03/2022 14:30",
        "1.234,50 €",
        "00017",
    ):
        assert any(text in found for found in texts), text


@cases(__file__, "signed")
def test_the_sign_of_a_number_is_no_sign_of_a_list(
    number: float | datetime, code: str, text: str, tmp_path: Path
) -> None:
    for place in (
        "E5",
        "F5",
        "H5",
        "I5",
        "J5",
    ):  # introduction, constats, parties, remarque, porteur
        found = texts_of(
            tmp_path, plan_workbook(in_format("objectifs", place, number, code))
        )
        assert found.count(text) == 1, place
    assert (
        texts_of(
            tmp_path, plan_workbook(in_format("textes", "B6", number, code))
        ).count(text)
        == 1
    )
    typed = [
        each.strip()
        for each in texts_of(tmp_path, plan_workbook(cells("textes", B6=text)))
    ]
    assert text not in typed and text[2:] in typed, (
        "typed as a text it is an element of a list"
    )


def test_a_heading_that_is_a_number_stays_whole(tmp_path: Path) -> None:
    found = texts_of(
        tmp_path, plan_workbook(in_format("objectifs", "D5", 1, '0 "maison"'))
    )
    assert "1 maison" in found and "1 1 maison" in found


def test_a_number_that_the_form_asks_for_is_taken_without_its_format(
    tmp_path: Path,
) -> None:
    """5.1.1 and 8.1.1 are compared, not printed: one household was relocated, 1 is
    right and 2 is not.
    """
    for code in ("0.00", "# ?/?", "[Red]0", "0%"):
        told = {
            found.code
            for found in outcome_of(
                tmp_path, workbook(in_format("reponses", "E69", 1, code))
            ).problems
        }
        assert told == set(), code
        told = {
            found.code
            for found in outcome_of(
                tmp_path, workbook(in_format("reponses", "E69", 2, code))
            ).problems
        }
        assert told == {"etat-des-lieux-different"}, code


def test_columns_that_are_not_printed_take_the_number_alone(tmp_path: Path) -> None:
    changes = [
        in_format("contacts", "A5", datetime(2023, 3, 15), "[$-409]d mmm"),
        in_format("dossiers", "A5", 1, "# ?/?"),
    ]
    assert printed(tmp_path, *changes)
    data = plan_workbook(
        in_format("budget", "C5", 100_000, beside(__file__)["signed"][6][1]),
        in_format("suivi", "E5", 10, "# ?/?"),
        in_format("plan", "F5", 2022, "0.00"),
        in_format("actions", "G5", 2022, "[Red]0"),
    )
    assert texts_of(tmp_path, data)


def test_what_will_be_printed_is_said(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, workbook(in_format("reponses", "E11", 2.5, "# ?/?")))
    (problem,) = outcome.problems
    assert (problem.code, str(problem.ref), problem.facts["valeur"]) == (
        "nombre-dans-texte",
        "Réponses!E11",
        "2,5",
    )
    assert "2,5" in texts_of(
        tmp_path, workbook(in_format("reponses", "E11", 2.5, "# ?/?")), (problem.code,)
    )
