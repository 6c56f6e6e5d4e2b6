"""The committed examples are what the generator makes, and they cover every line,
boundary and option they should.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.edition.questions import Ticks
from pipeline.editions.loader import load_form
from pipeline.workbook.read import load_cells, read
from tests.examples import EXAMPLES, example_bytes
from tests.support.marks import slow_after
from tests.support.paths import ROOT
from tests.support.recount import Row, code, recount, sheet_rows
from tests.support.stages import examine

ESTINNES = ROOT / "inputs/estinnes-2023.xlsx"
FORM = load_form("dics-2023")
# The warnings that each example gives on purpose; no example holds an error.
WARNINGS = {
    "inputs/estinnes-2023.xlsx": {
        "reloge-sans-contact",
        "contact-double",
        "contacts-hors-annee",
        "dossier-ancien-relogement",
        "dossier-relogement-inconnu",
    },
    "tests/workbooks/trois-vallees-2024.xlsx": {"axe-sans-difficulte"},
}
LEFT, NUMBER, PLACE = "Date de départ du HP", "Numéro du dossier", "Destination"


def cells(book: Path | BytesIO) -> dict[str, list[tuple[object, ...]]]:
    """Every cell value, sheet by sheet."""
    return {
        sheet.title: list(sheet.iter_rows(values_only=True))
        for sheet in load_workbook(book).worksheets
    }


@cache
def rows(key: str, path: Path = ESTINNES) -> list[Row]:
    """The filled rows of a sheet: heading -> cell."""
    sheet = FORM.sheets[key]
    return sheet_rows(
        path, sheet.title, tuple(field.heading for field in sheet.fields.values())
    )


@cache
def figures() -> dict[str, dict[str, int]]:
    """The numbers of the Estinnes report, counted by the second witness."""
    return recount(ESTINNES)


def codes(contact: Row) -> list[str]:
    return [code(text) for text in str(contact["Code(s)"]).split(";")]


def day(row: Row, heading: str) -> date | None:
    value = row[heading]
    return (
        value.date()
        if isinstance(value, datetime)
        else value
        if isinstance(value, date)
        else None
    )


def left_on() -> dict[str, date | None]:
    return {code(row["Code"]): day(row, LEFT) for row in rows("menages")}


def contacts_of(household: str) -> list[Row]:
    return [row for row in rows("contacts") if code(household) in codes(row)]


def modes_on_departure() -> set[object]:
    left = left_on()
    return {
        row["Mode"]
        for row in rows("contacts")
        if any(left[one] == row["Date"] for one in codes(row))
    }


def modes_of_each() -> dict[str, set[object]]:
    """Household -> the modes of all its contacts that are no courtesy."""
    found: dict[str, set[object]] = {one: set() for one in left_on()}
    for row in rows("contacts"):
        for one in codes(row) if row["Courtoisie seulement"] != "oui" else ():
            found[one].add(row["Mode"])
    return found


def courtesy(mode: str) -> bool:
    return any(
        row["Courtoisie seulement"] == "oui" and row["Mode"] == mode
        for row in rows("contacts")
    )


def contact_after_end() -> bool:
    ends = {code(row["Code"]): day(row, "Fin du suivi") for row in rows("menages")}
    after = [
        (row["Date"], end)
        for row in rows("contacts")
        for one in codes(row)
        if (end := ends[one])
    ]
    return any(when > end for when, end in after if isinstance(when, date)) and any(
        when == end for when, end in after
    )


def distinct_precisions(heading: str, precision: str) -> int:
    chosen = [row for row in rows("menages") if str(row[heading]).startswith("Autre")]
    return len({str(row[precision]).casefold() for row in chosen if row[precision]})


def remarked(words: str) -> bool:
    return any(words in str(row["Remarque"]) for row in rows("contacts"))


def file_dates() -> list[tuple[date | None, object, date | None]]:
    return [
        (day(row, "Ouvert le"), row["Décision"], day(row, "Date de la décision"))
        for row in rows("dossiers")
    ]


def own_date_differs() -> bool:
    own = [
        (
            day(row, "Date du relogement concerné"),
            left_on()[code(row["Code du ménage"])],
        )
        for row in rows("dossiers")
    ]
    return any(mine is not None and mine != register for mine, register in own)


def decided(decision: str, opened: int, year: int) -> bool:
    return any(
        (o.year, d, w.year) == (opened, decision, year)
        for o, d, w in file_dates()
        if o and w
    )


BOUNDARIES: dict[str, Callable[[], bool]] = {
    "a contact on the day of departure in each mode": lambda: (
        modes_on_departure() == {item.label for item in FORM.lists["modes"].items}
    ),
    "each destination": lambda: (
        {row[PLACE] for row in rows("menages")} - {None}
        == {item.label for item in FORM.lists["destinations"].items}
    ),
    "relocated on 1 January, 31 December, the day before N, after N": lambda: (
        {date(2023, 1, 1), date(2023, 12, 31), date(2022, 12, 31), date(2024, 2, 12)}
        <= set(left_on().values())
    ),
    "contacts on 1 January, 31 December and on both sides of the year": lambda: (
        {date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1)}
        <= {day(row, "Date") for row in rows("contacts")}
    ),
    "a courtesy contact and a courtesy visit": lambda: (
        courtesy("Rencontré sur site") and courtesy("Visite au nouveau domicile")
    ),
    "a household reached by letter only": lambda: (
        {"Courrier"} in modes_of_each().values()
    ),
    "one contact row of four households": lambda: any(
        len(codes(row)) == 4 for row in rows("contacts")
    ),
    "codes written otherwise than in the register": lambda: any(
        "h58" in str(row["Code(s)"]) for row in rows("contacts")
    ),
    "a contact after the end of follow-up, and one on that day": contact_after_end,
    "a status and a network that change": lambda: any(
        row["Statut après relogement"] and row["Réseau social après relogement"]
        for row in rows("menages")
    ),
    "one reason of no relay for both problems": lambda: any(
        row["Problématique 1 - raison du non-relais"]
        == row["Problématique 2 - raison du non-relais"]
        is not None
        for row in rows("menages")
    ),
    "a move between the two equipments": lambda: remarked("ce n'est pas un départ"),
    "a second move": lambda: remarked("second déménagement"),
    "a return to the HP": lambda: remarked("revenu au HP après un relogement"),
    "a split household": lambda: remarked(
        "la partie restée sur place a un nouveau code"
    ),
    "a file reopened after a temporary refusal": lambda: remarked("dossier rouvert"),
    "two files of one household": lambda: (
        2 in Counter(row["Code du ménage"] for row in rows("dossiers")).values()
    ),
    "a file without number": lambda: any(
        row[NUMBER] is None for row in rows("dossiers")
    ),
    "a file's own date of relocation": own_date_differs,
    "a decision in January 2024": lambda: decided("Octroi", 2023, 2024),
    "a file of before N granted in N": lambda: decided("Octroi", 2022, 2023),
    "a file of before N refused in N": lambda: decided("Rejet définitif", 2022, 2023),
    "a temporary refusal in N": lambda: decided("Rejet temporaire", 2023, 2023),
    "a file opened after N": lambda: any(
        opened and opened.year == 2024 for opened, _, _ in file_dates()
    ),
    "two identical contacts": lambda: (
        2
        in Counter(
            (row["Date"], row["Code(s)"], row["Mode"]) for row in rows("contacts")
        ).values()
    ),
}


@pytest.mark.parametrize("name", slow_after(1, EXAMPLES))
def test_the_committed_example_is_what_the_generator_makes(name: str) -> None:
    assert cells(ROOT / name) == cells(BytesIO(example_bytes(EXAMPLES[name]())))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_gives_its_deliberate_warnings_once_and_no_error(name: str) -> None:
    submission, problems = read(FORM, name, load_cells(ROOT / name)[0])
    codes = [problem.code for problem in (*problems, *examine(FORM, submission)[2])]
    assert sorted(codes) == sorted(WARNINGS.get(name, ()))


@pytest.mark.parametrize(
    "question", sorted(figures().keys() - {"8.1.1"})
)  # no equipment of Estinnes became habitat vert
def test_no_line_of_the_estinnes_report_is_at_zero(question: str) -> None:
    assert [line for line, number in figures()[question].items() if not number] == []


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_the_estinnes_example_holds_the_boundary(boundary: str) -> None:
    assert BOUNDARIES[boundary]()


@pytest.mark.parametrize(
    ("heading", "precision"),
    [
        ("Statut du chef de ménage", "Statut - précision"),
        ("Raison de l'installation", "Raison - précision"),
        ("Problématique 1", "Problématique 1 - précision"),
        ("Contenu 2", "Contenu 2 - précision"),
        ("Destination", "Destination - précision"),
    ],
)
def test_two_households_give_different_precisions(heading: str, precision: str) -> None:
    assert distinct_precisions(heading, precision) >= 2


def test_the_households_and_contacts_are_of_a_real_size() -> None:
    assert len(rows("menages")) == 92
    assert len(rows("contacts")) == 406
    assert len(rows("dossiers")) == 36


def test_every_option_is_ticked_in_some_example() -> None:
    ticked = {
        (row["Question"], row["Ligne du formulaire"])
        for name in EXAMPLES
        for row in rows("reponses", ROOT / name)
        if row["Cocher (X)"]
    }
    options = {
        (question.label, item.label)
        for question in FORM.asked(Ticks)
        for item in question.answer_lines(FORM.lists)
    }
    assert options <= ticked


def test_every_cell_of_the_equipment_sheet_is_used_somewhere() -> None:
    used = {
        (heading, value)
        for name in EXAMPLES
        for row in rows("equipements", ROOT / name)
        for heading, value in row.items()
    }
    wanted = {
        (field.heading, item.label)
        for field in FORM.sheets["equipements"].fields.values()
        if field.list
        for item in FORM.lists[field.list].items
    }
    assert wanted - used == set()


def test_a_household_stays_where_its_equipment_becomes_habitat_vert() -> None:
    path = ROOT / "tests/workbooks/haute-clairiere-2025.xlsx"
    green = {
        row["Équipement"]
        for row in rows("equipements", path)
        if row["Nature"] == "Reconverti en habitat vert"
    }
    assert any(
        row["Équipement"] in green and row[LEFT] is None
        for row in rows("menages", path)
    )
