"""Only labels are values: any other text in a list's cell is told there, and what is
suggested is right or nothing.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.questions import Item
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.findings.messages import hint, sentence
from pipeline.findings.near_names import near_labels, words_of
from pipeline.findings.suggestions import with_hints
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Submission
from pipeline.model.text import even_out
from pipeline.run import produce
from tests.support import clss_faults, faults
from tests.support.cases import beside, cases
from tests.support.marks import one_in
from tests.support.quick_workbook import quick_workbook, typed_over

BASES = {
    "dics-2023": (faults.FORM, faults.BASE),
    "clss-2022-2025": (clss_faults.FORM, clss_faults.PLAN),
}
LISTED = [
    (edition, sheet.key, field.key)
    for edition in homes()
    for sheet in load_form(edition).sheets.values()
    for field in sheet.fields.values()
    if field.list
]


@cache
def base(edition: str) -> bytes:
    form, rows = BASES[edition]
    return quick_workbook(form, rows)


def findings(folder: Path, edition: str, cells: dict[str, object]) -> list[Problem]:
    """What is told of an edition's base with these cells ("Ménages!T8") typed over."""
    path = folder / "classeur.xlsx"
    path.write_bytes(typed_over(base(edition), cells))
    return [*produce(path).problems]


def place_of(sheet: Sheet, field: str, row: int) -> str:
    return f"{sheet.title}!{get_column_letter([*sheet.fields].index(field) + 1)}{row}"


def hidden_keys(form: Form, field: Field) -> list[str]:
    """The internal keys of a field's list that are no label of it."""
    items = form.lists[field.list].items
    labels = {even_out(item.label) for item in items}
    return [item.key for item in items if even_out(item.key) not in labels]


@pytest.mark.parametrize(("edition", "sheet", "field"), one_in(3, LISTED))
def test_no_internal_key_is_a_value(
    edition: str, sheet: str, field: str, tmp_path: Path
) -> None:
    form = load_form(edition)
    table, column = form.sheets[sheet], form.sheets[sheet].fields[field]
    for key in hidden_keys(form, column):
        place = place_of(table, field, 5)
        told = [
            problem
            for problem in findings(tmp_path, edition, {place: key})
            if str(problem.ref) == place
        ]
        assert [(problem.code, problem.facts["valeur"]) for problem in told] == [
            ("hors-liste", key)
        ]


def test_most_lists_have_keys_that_are_no_labels() -> None:
    keys = {
        (edition, sheet, field): hidden_keys(*of(edition, sheet, field))
        for edition, sheet, field in LISTED
    }
    destinations = "prive commune_cpas autre hors_wallonie mr_mrs autre_hp autre_depart"
    assert " ".join(keys["dics-2023", "menages", "destination"]) == destinations
    assert keys["clss-2022-2025", "cibles", "sens"] == ["au_moins", "au_plus"]
    assert sum(map(bool, keys.values())) == 23


def of(edition: str, sheet: str, field: str) -> tuple[Form, Field]:
    form = load_form(edition)
    return form, form.sheets[sheet].fields[field]


def test_no_internal_name_of_a_question_or_of_its_line_is_a_value(
    tmp_path: Path,
) -> None:
    book = load_workbook(io.BytesIO(base("dics-2023")))
    rows = {
        (row[0].value, row[1].value): row[0].row
        for row in book["Réponses"].iter_rows(min_row=5)
        if row[0].value
    }
    mission = "Autre mission relevant du pré-relogement"
    chapter = rows["3.10 (chapitre 2)", mission]
    line = rows["1.1", "Maîtrise des entrées"]
    cells: dict[str, object] = {
        f"Réponses!A{chapter}": "2-3.10",
        f"Réponses!B{line}": "entrees",
    }
    told = [
        (p.code, str(p.ref), p.facts["valeur"])
        for p in findings(tmp_path, "dics-2023", cells)
        if p.ref
    ]
    assert ("ligne-inconnue", f"Réponses!A{chapter}", "2-3.10") in told
    assert ("ligne-inconnue", f"Réponses!B{line}", "entrees") in told


@pytest.mark.parametrize("typed", ["x", "X", " x "])
def test_a_tick_is_an_x(typed: str, tmp_path: Path) -> None:
    place = place_of(faults.FORM.sheets["equipements"], "flyers", 6)
    assert "hors-liste" not in {
        problem.code for problem in findings(tmp_path, "dics-2023", {place: typed})
    }


@pytest.mark.parametrize("typed", ["✓", "✗", "v", "oui", 1, True, "coche"])
def test_no_other_sign_is_a_tick(typed: object, tmp_path: Path) -> None:
    place = place_of(faults.FORM.sheets["equipements"], "flyers", 6)
    told = findings(tmp_path, "dics-2023", {place: typed})
    assert ("hors-liste", place) in {
        (problem.code, str(problem.ref)) for problem in told
    }


def test_a_key_that_begins_two_labels_is_told_with_both(tmp_path: Path) -> None:
    menages = faults.FORM.sheets["menages"]
    place, precision = (
        place_of(menages, "destination", 7),
        place_of(menages, "destination_precision", 7),
    )
    (problem,) = findings(tmp_path, "dics-2023", {place: "autre", precision: "décès"})
    assert (problem.code, str(problem.ref)) == ("hors-liste", place)
    assert (
        hint(problem)
        == "« autre » : Autre logement en Wallonie (chez quelqu'un, en maison d'accueil…),"
        " ou « Autre départ (décès, …) » (plus aucun logement à compter) ?"
    )


# ---- what is suggested


def items(name: str) -> tuple[Form, tuple[Item, ...]]:
    edition = next(edition for edition in homes() if name in load_form(edition).lists)
    form = load_form(edition if name != "oui_non" else "dics-2023")
    return form, form.lists[name].items


@cases(__file__, "said")
def test_what_people_say_is_understood_or_left(
    name: str, said: str, labels: tuple[str, ...]
) -> None:
    form, choices = items(name)
    assert near_labels(said, choices, words_of(form)) == labels


# ---- a hint is never what is shown

PASSING = beside(__file__)["passing"]
PLAIN = {sign: plain for plain, signs in PASSING.items() for sign in signs}


def seen(text: str) -> str:
    """A text as a reader takes it."""
    for sign, plain in PLAIN.items():
        text = text.replace(sign, plain)
    return " ".join(text.split())


@st.composite
def disguised(draw: st.DrawFn, text: str) -> str:
    """A text in which some signs pass for others; some are wrong."""
    signs = [draw(st.sampled_from([sign, *PASSING.get(sign, ())] * 2)) for sign in text]
    if signs and draw(st.integers(0, 3)) == 0:
        signs[draw(st.integers(0, len(signs) - 1))] = draw(
            st.sampled_from(["", "x", "é"])
        )
    return "".join(signs)


LABELS = [
    (*listed, item.label)
    for listed in LISTED
    for form, field in [of(*listed)]
    for item in form.lists[field.list].items
]


@settings(max_examples=400)
@given(st.data())
def test_no_hint_proposes_what_is_shown(data: st.DataObject) -> None:
    edition, sheet, key, label = data.draw(st.sampled_from(LABELS))
    form, field = of(edition, sheet, key)
    typed = data.draw(disguised(label))
    place = CellRef(form.sheets[sheet].title, 5, "A")
    problem = Problem("hors-liste", place, {"colonne": field.heading, "valeur": typed})
    (told,) = with_hints(form, Submission("", {}), [problem])
    assert f"« {seen(typed)} »" not in seen(hint(told)).removeprefix(
        "Serait-ce "
    ).removesuffix(" ?").split(" ou ")


@pytest.mark.parametrize("day", ["03/04/2023", "03/04/\u200b2023", "03/04/２023"])
def test_a_day_typed_as_a_text_is_the_same_day(day: str) -> None:
    for form, title in ((faults.FORM, "Contacts"), (clss_faults.FORM, "Suivi")):
        typed = {"colonne": "Date", "valeur": f"« {day} »"}
        problem = Problem("date-illisible", CellRef(title, 5, "A"), typed)
        (told,) = with_hints(form, Submission("", {}), [problem])
        assert hint(told) == f"Ici, retapez {told.facts['piste']}."


def test_a_day_typed_otherwise_is_asked_for(tmp_path: Path) -> None:
    for edition, place in (
        ("dics-2023", "Contacts!A5"),
        ("clss-2022-2025", "Suivi!A5"),
    ):
        for typed, said in (
            ("03.04.2023", "Serait-ce « 03/04/2023 » ?"),
            ("3 avril 2023", "Serait-ce « 03/04/2023 » ?"),
            ("03/04/2023", "Ici, retapez 03/04/2023."),
        ):
            (told,) = [
                p
                for p in findings(tmp_path, edition, {place: typed})
                if p.code == "date-illisible"
            ]
            assert str(told.ref) == place and sentence(told).endswith(said)


def test_a_sign_that_passes_for_another_is_said_to_be_one(tmp_path: Path) -> None:
    said = (
        "Retapez ce qui est là : un de ses signes en imite un autre, ou ne se voit pas."
    )
    cells = {
        "dics-2023": {
            "Contacts!C5": "E\u2011mail",
            "Contacts!B6": "Н-001",
            "Ménages!B6": "Les Bоuleaux",
        },
        "clss-2022-2025": {"Cibles!B5": "аu moins", "Suivi!C5": "Nоrd"},
    }
    for edition, typed in cells.items():
        told = {str(p.ref): hint(p) for p in findings(tmp_path, edition, dict(typed))}
        assert {place: told.get(place) for place in typed} == dict.fromkeys(typed, said)
