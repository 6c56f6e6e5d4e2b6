"""Numbers and dates in texts that are printed: as Excel, in Belgian French, shows them,
or told.

What Excel shows was worked out by hand from its formats; days are Excel's own numbers
(45,000 is 15 March 2023).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pipeline.office.excel import is_date_format
from pipeline.office.number_format import shown_number
from pipeline.run import Outcome, produce
from pipeline.workbook.cell_values import cell_value
from pipeline.workbook.tables import Styles, Texts, Workbook
from tests.support.clss_faults import plan, plan_workbook
from tests.support.docx_text import blocks
from tests.support.faults import Change, answer, cells, in_format, menage, workbook

ACCOUNTS = r'_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-'

SHOWN: list[tuple[str, str, str]] = [
    # as typed: at most fifteen digits, a decimal comma
    ("0.5", "General", "0,5"),
    ("0.30000000000000004", "General", "0,3"),
    ("0.33333333333333331", "General", "0,333333333333333"),
    ("-12.50", "General", "-12,5"),
    ("32470123456", "General", "32470123456"),
    ("123456789012345", "General", "123456789012345"),
    ("1E-5", "General", "0,00001"),
    ("5", 'General" ménages"', "5 ménages"),
    # percents
    ("0.5", "0%", "50%"),
    ("0.125", "0.0%", "12,5%"),
    ("0.125", "0 %", "13 %"),
    ("-0.5", "0%", "-50%"),
    ("1.2345", "0.00%", "123,45%"),
    # decimals, leading zeros, thousands, amounts
    ("2.675", "0.00", "2,68"),
    ("1.5", "0", "2"),
    ("5", "0.00", "5,00"),
    ("5", "0.##", "5,"),
    ("5.1", "0.0##", "5,1"),
    ("17", "00000", "00017"),
    ("470123456", "0000000000", "0470123456"),
    ("1234567.891", "#,##0.00", "1.234.567,89"),
    ("999.5", "#,##0", "1.000"),
    ("12", "#,##0", "12"),
    ("50000", '#,##0.00 "€"', "50.000,00 €"),
    ("50000", r"#,##0\ [$€-80C]", "50.000 €"),
    ("12.5", r"[$€-413]\ #,##0.00", "€ 12,50"),
    ("12.5", ACCOUNTS, "12,50 €"),
    ("-12.5", ACCOUNTS, "-12,50 €"),
    ("0", ACCOUNTS, "- €"),
    ("3", '0" ménages"', "3 ménages"),
    ("3", r"\n\°\ 0", "n° 3"),
    ("-4", "0;(0)", "(4)"),
    ("0", '0;-0;"aucun"', "aucun"),
    ("4", "0;[Red]-0", "4"),
    # dates, in the order of their format
    ("45000", "dd/mm/yyyy", "15/03/2023"),
    ("45000", "d/m/yy", "15/3/23"),
    ("45000", "yyyy-mm-dd", "2023-03-15"),
    ("45000", "m/d/yyyy", "3/15/2023"),
    ("45000", "dd.mm.yyyy", "15.03.2023"),
    ("45000", "d mmmm yyyy", "15 mars 2023"),
    ("44967", "d mmm yyyy", "10 févr. 2023"),
    ("44986", "dddd d mmmm yyyy", "mercredi 1 mars 2023"),
    ("45000", "[$-80C]ddd\\ d\\ mmmm;@", "mer. 15 mars"),
    ("45000", "[$-fr-BE]mmmm yyyy", "mars 2023"),
    ("45139", "mmm-yy", "août-23"),
    ("45000", "[$-409]dd/mm/yyyy", "15/03/2023"),
    ("45000", r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "mercredi 15 mars 2023"),
    ("45000.604166667", "dd/mm/yyyy", "15/03/2023"),
    ("45000.604166667", "dd/mm/yyyy h:mm", "15/03/2023 14:30"),
    ("45000", '"le "d mmmm', "le 15 mars"),
    # hours and durations
    ("0.604166667", "h:mm", "14:30"),
    ("0.3125", "hh:mm", "07:30"),
    ("0.3125", 'h"h"mm', "7h30"),
    ("0.604166667", "h:mm:ss", "14:30:00"),
    ("0.604166667", "h:mm AM/PM", "2:30 PM"),
    ("0.604166667", r"[$-F400]h:mm:ss\ AM/PM", "14:30:00"),
    ("1.1041666667", "[h]:mm", "26:30"),
    ("0.5", "[h]:mm", "12:00"),
    ("5000", "[h]:mm", "120000:00"),
    ("1.0902777777777777", "[h]:mm", "26:10"),
    ("0.0625", "[mm]:ss", "90:00"),
    ("0.000706018518518519", "mm:ss", "01:01"),
]

TOLD: list[tuple[str, str, str]] = [
    ("2.5", "# ?/?", "2,5"),
    ("1234", "0.00E+00", "1234"),
    ("12", "[>10]0;0.0", "12"),
    ("12", "[Red]0", "12"),
    ("-4", "0;[Red]0", "-4"),
    ("12345", "0,", "12345"),
    ("470123456", r"0###\ ##\ ##\ ##", "470123456"),
    ("0", "#", "0"),
    ("0", "0;-0;;@", "0"),
    ("1234567890123456", "General", "1,23456789012346E+15"),
    ("1E-10", "General", "1E-10"),
    ("12", "0" * 300, "12"),
    ("45000", "[$-409]d mmmm yyyy", "15/03/2023"),
    ("45000.604166667", "[$-813]dddd d mmmm", "15/03/2023 14:30"),
    ("45000", "[Blue]dd/mm/yyyy", "15/03/2023"),
    ("0.5", "dd/mm/yyyy", "12:00"),
    ("60", "dd/mm/yyyy", "60"),
    ("-0.5", "h:mm", "-0,5"),
    ("0.604166667", "mm:ss.0", "14:30"),
    ("1.1041666667", "[Red][h]:mm", "26:30:00"),
]


def shown(stored: str, code: str) -> tuple[str, bool]:
    formats = {} if code == "General" else {"1": code}
    dates = frozenset({"1"} if code != "General" and is_date_format(code) else ())
    value = cell_value(
        Workbook((), Texts(), Styles(dates, {}, formats), False),
        "n",
        "1",
        stored,
        False,
    )
    assert isinstance(value, int | float | datetime) or hasattr(value, "serial")
    text = shown_number(value)  # type: ignore[arg-type]
    return str(text), text.sure


@pytest.mark.parametrize(("stored", "code", "text"), SHOWN)
def test_what_excel_shows_is_followed(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == (text, True)


@pytest.mark.parametrize(("stored", "code", "text"), TOLD)
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
            printed(tmp_path, in_format("reponses", "E6", 12.5, code)).count(text) == 1
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
        in_format("reponses", "E6", 0.5, "0%"),
        in_format("reponses", "E12", 1.1041666667, "[h]:mm"),
        answer("1.1", "remise_en_ordre", coche="x", texte="Un relevé."),
        in_format("reponses", "D9", datetime(2023, 3, 15), "d mmmm yyyy"),
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


SIGNED: list[tuple[float | datetime, str, str]] = [
    (-1234.5, '#,##0.00 "€";- #,##0.00 "€"', "- 1.234,50 €"),
    (-5, "0;- 0", "- 5"),
    (5, '"- "0', "- 5"),
    (-5, '0;"– "0', "– 5"),
    (5, '"• "0', "• 5"),
    (0, ACCOUNTS, "- €"),
    (datetime(2022, 3, 15), '"- "d mmmm yyyy', "- 15 mars 2022"),
]


@pytest.mark.parametrize(("number", "code", "text"), SIGNED)
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
                tmp_path, workbook(in_format("reponses", "E36", 1, code))
            ).problems
        }
        assert told == set(), code
        told = {
            found.code
            for found in outcome_of(
                tmp_path, workbook(in_format("reponses", "E36", 2, code))
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
        in_format("budget", "C5", 100_000, ACCOUNTS),
        in_format("suivi", "E5", 10, "# ?/?"),
        in_format("plan", "F5", 2022, "0.00"),
        in_format("actions", "G5", 2022, "[Red]0"),
    )
    assert texts_of(tmp_path, data)


def test_what_will_be_printed_is_said(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, workbook(in_format("reponses", "E6", 2.5, "# ?/?")))
    (problem,) = outcome.problems
    assert (problem.code, str(problem.ref), problem.facts["valeur"]) == (
        "nombre-dans-texte",
        "Réponses!E6",
        "2,5",
    )
    assert "2,5" in texts_of(
        tmp_path, workbook(in_format("reponses", "E6", 2.5, "# ?/?")), (problem.code,)
    )
