"""A row of totals is told as one wherever its cells say so, is in no figure and holds
nothing back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from pipeline.run import Outcome, produce
from tests.corpus.case import PLAN, REGISTER, example
from tests.corpus.steps import in_excel

FILES = "Dossiers d'allocation"
Typed = Mapping[str, Any]


def with_cells(folder: Path, base: str, sheet: str, typed: Typed) -> Outcome:
    def edit(book: Workbook) -> None:
        for place, value in typed.items():
            title, _, cell = place.rpartition("!")
            book[title or sheet][cell].value = value

    path = folder / "classeur.xlsx"
    path.write_bytes(in_excel(edit)(example(base)))
    return produce(path)


def found(outcome: Outcome) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.ref)) for problem in outcome.problems]


def printed(outcome: Outcome) -> Any:
    """Whatever the report would print, and whom it counts."""
    assert outcome.answers
    lines = [
        (q, line, f.value, len(f.records))
        for q, fs in outcome.answers.figures.items()
        for line, f in fs.items()
    ]
    return lines, outcome.answers.parts


# Base, sheet, what is typed below its last row, and where the total is told.
TOTALS: list[tuple[str, str, Typed, str]] = [
    (PLAN, "Détail CPAS", {"A99": 2022, "B99": "Les Remparts", "C99": "Total", "D99": 100}, "C99"),
    (PLAN, "Détail CPAS", {"A99": 2022, "B99": "Les Remparts", "C99": "Total CPAS 2022", "D99": 100}, "C99"),
    (PLAN, "Détail CPAS", {"A99": 2022, "B99": "Sous-total Les Remparts", "D99": 100}, "B99"),
    (PLAN, "Budget", {"A99": 2022, "C99": 100, "E99": "Total 2022"}, "E99"),
    (PLAN, "Quartiers", {"A99": "Total"}, "A99"),
    (PLAN, "Quartiers", {"A99": "Les Remparts : total", "B99": "non"}, "A99"),
    (PLAN, "Suivi", {"A99": date(2023, 12, 31), "B99": "Total", "C99": "Les Remparts", "E99": 900}, "B99"),
    (PLAN, "Suivi", {"A99": date(2029, 12, 31), "B99": "Total", "C99": "Les Remparts", "E99": 900}, "B99"),
    (PLAN, "Suivi", {"A99": "Total mars 2023", "C99": "Les Remparts", "E99": 900}, "A99"),
    (PLAN, "Suivi", {"C99": "Les Remparts", "D99": "Total", "E99": 900}, "D99"),
    (PLAN, "Cibles", {"A99": "Sous-total", "B99": "au moins", "C99": 900}, "A99"),
    (PLAN, "Objectifs", {"A99": "Total", "D99": "Les titres"}, "A99"),
    (PLAN, "Actions", {"A99": "TOTAL", "E99": "A2", "F99": "Des actions"}, "A99"),
    (REGISTER, "Équipements", {"A99": "Total"}, "A99"),
    (REGISTER, "Équipements", {"A99": "TOTAL", "E99": "X"}, "A99"),
    (REGISTER, "Équipements", {"A99": "Total général :", "B99": "Équipement HP"}, "A99"),
    (REGISTER, "Équipements", {"A99": "Total Les Bruyères"}, "A99"),
    (REGISTER, "Équipements", {"A99": "Somme"}, "A99"),
    (REGISTER, "Équipements", {"A99": "T O T A L"}, "A99"),
    (REGISTER, "Équipements", {"A99": "\u200bＴｏｔａｌ"}, "A99"),
    (REGISTER, "Ménages", {"A99": "Total 2023", "B99": "Les Bruyères"}, "A99"),
    (REGISTER, "Ménages", {"A99": "VF99", "B99": "Total des ménages"}, "B99"),
    (REGISTER, "Contacts", {"A99": date(2023, 3, 3), "B99": "Total", "C99": "Téléphone"}, "B99"),
    (REGISTER, "Contacts", {"A99": date(2023, 3, 3), "B99": "VF1", "C99": "Total contacts"}, "C99"),
    (REGISTER, FILES, {"A99": "Total", "B99": "VF1", "D99": date(2023, 3, 3)}, "A99"),
    (REGISTER, FILES, {"A99": "Total dossiers 2023", "B99": "VF1", "D99": date(2024, 3, 3)}, "A99"),
]  # fmt: skip


@pytest.mark.parametrize(("base", "sheet", "typed", "cell"), TOTALS)
def test_a_row_of_totals_is_told_and_in_no_figure(
    base: str, sheet: str, typed: Typed, cell: str, tmp_path: Path
) -> None:
    sound, outcome = (
        with_cells(tmp_path, base, sheet, {}),
        with_cells(tmp_path, base, sheet, typed),
    )
    assert (
        found(outcome) == [("ligne-total", f"{sheet}!{cell}"), *found(sound)]
        and outcome.report is None
    )
    assert printed(outcome) == printed(sound)


RECORDS: list[tuple[str, str, Typed]] = [
    (REGISTER, "Équipements", {"A99": "Camping du Total Bien-Être"}),
    (REGISTER, "Équipements", {"A99": "Total Bien-Être"}),
    (REGISTER, "Équipements", {"A99": "Domaine de la Somme"}),
    (PLAN, "Détail CPAS", {"C5": "Total respect du voisinage"}),
    (
        PLAN,
        "Suivi",
        {
            "A99": date(2023, 3, 3),
            "B99": "1.1.1",
            "C99": "Les Remparts",
            "D99": "Total",
            "E99": 3,
        },
    ),
    (PLAN, "Textes", {"B5": "Total respect du voisinage."}),
    (
        PLAN,
        "Textes",
        {"B5": "Total : 12 personnes ont été vues, et 3 autres ont écrit."},
    ),
    (PLAN, "Objectifs", {"I5": "Total"}),
]


@pytest.mark.parametrize(("base", "sheet", "typed"), RECORDS)
def test_a_text_that_has_the_word_is_none(
    base: str, sheet: str, typed: Typed, tmp_path: Path
) -> None:
    assert "ligne-total" not in [
        code for code, _ in found(with_cells(tmp_path, base, sheet, typed))
    ]


def test_an_equipment_may_be_called_so_and_have_households(tmp_path: Path) -> None:
    typed = {"A99": "Total Parc", "Ménages!A99": "VF99", "Ménages!B99": "Total Parc"}
    assert found(with_cells(tmp_path, REGISTER, "Équipements", typed)) == [
        ("presence-incomplete", "Équipements!C99")
    ]


def test_the_other_rows_are_checked_as_if_the_totals_were_not_there(
    tmp_path: Path,
) -> None:
    typed = {
        "A99": "Total",
        "Ménages!A99": "Total 2023",
        "Ménages!B99": "Les Bruyères",
        "Contacts!B5": "VF999",
    }
    places = [
        ("ligne-total", "Équipements!A99"),
        ("ligne-total", "Ménages!A99"),
        ("code-inconnu", "Contacts!B5"),
    ]
    errors = with_cells(tmp_path, REGISTER, "Équipements", typed).errors
    assert [(problem.code, str(problem.ref)) for problem in errors] == places
