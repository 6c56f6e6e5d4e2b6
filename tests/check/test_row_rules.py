"""The compiled checks of a row against JSON Schema itself: jsonschema is the reference,
fault for fault.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from pipeline.check import row_rules as rules_of_rows
from pipeline.check.row_rules import RowRules, row_rules, shown_value, value_code
from pipeline.check.sound_rows import check, seen_at
from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.row_schema import row_schema
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.model.problem import Problem
from pipeline.model.submission import Row, Submission
from pipeline.model.text import StyledText
from tests.support.cases import beside

SHEETS = [
    (edition, sheet) for edition in homes() for sheet in load_form(edition).sheets
]
FAULTY = 10_000  # rows at fault in all, besides the sound ones
Values = dict[str, Any]
ODD: list[Any] = [
    *beside(__file__)["odd"],
    10**20,
    StyledText.of([("Un ", ""), ("mot", "Gras")]),
    StyledText.of([("H-001", "Gras")]),
]


# ---- the reference


@cache
def reference(
    edition: str, key: str
) -> tuple[Draft202012Validator, Draft202012Validator]:
    """A sheet's schema, and the same for values alone, as jsonschema checks them."""
    form = load_form(edition)
    whole = row_schema(form, form.sheets[key])
    values = {word: part for word, part in whole.items() if word != "allOf"}
    Draft202012Validator.check_schema(whole)
    dates = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(whole, format_checker=dates), Draft202012Validator(
        values, format_checker=dates
    )


def as_json(values: Mapping[str, Any]) -> Values:
    return {
        key: str(value)
        if isinstance(value, StyledText)
        else list(value)
        if isinstance(value, tuple)
        else value
        for key, value in values.items()
    }


def field_of(error: ValidationError) -> str:
    if error.validator == "required":
        failed: Any = error.schema
        instance: Any = error.instance
        return str(next(name for name in failed["required"] if name not in instance))
    return str(error.absolute_path[0])


def told(errors: list[ValidationError]) -> list[tuple[str, str]]:
    return [(field_of(error), str(error.validator)) for error in errors]


def reference_problems(
    form: Form, sheet: Sheet, row: Row, errors: list[ValidationError]
) -> list[Problem]:
    """What is told of a row with these errors: the first of each field that can be
    read.
    """
    unclear = {field_of(error) for error in errors if error.validator != "required"}
    waiting = {
        name
        for rule in sheet.conditions
        if (row.unreadable | unclear) & set(rule.when)
        for name in rule.then
    }
    found: dict[str, Problem] = {}
    for error in errors:
        problem = as_problem(form, sheet, row, error)
        field = field_of(error)
        asked = (
            error.validator == "required"
            and problem.code != "valeur-manquante"
            and field in waiting
        )
        if field not in found and field not in row.unreadable and not asked:
            found[field] = problem
    return [*found.values()]


def as_problem(form: Form, sheet: Sheet, row: Row, error: ValidationError) -> Problem:
    failed: Any = error.schema
    field = sheet.fields[field_of(error)]
    facts = {"colonne": field.heading}
    if error.validator == "required":
        if failed["x-code"] == "precision-manquante":
            facts["choix"] = shown_value(
                form,
                sheet.fields[field.precision_of],
                row.values.get(field.precision_of),
            )
        return Problem(failed["x-code"], row.ref(field.key), facts)
    pattern = error.validator == "pattern" and "x-code" in failed
    if pattern and failed["x-code"] == "precision-illisible":
        choice = shown_value(
            form, sheet.fields[field.precision_of], row.values.get(field.precision_of)
        )
        facts |= {"choix": choice, "valeur": str(error.instance)}
        return Problem(failed["x-code"], row.ref(field.key), facts)
    code = failed["x-code"] if pattern else value_code(field, error.instance)
    facts["valeur"] = shown_value(form, field, error.instance)
    if field.longest:
        facts["attendu"] = str(field.longest)
    if field.type == "year":
        facts["attendu"] = f"de {form.years[0]} à {form.years[-1]}"
    if field.type == "edition":
        facts["attendu"] = form.edition
    return Problem(code, row.ref(field.key), facts)


# ---- rows drawn at random


def sound_value(draw: random.Random, form: Form, field: Field) -> Any:
    lists = (
        [item.key for item in form.lists[field.list].items]
        if field.list
        else ["Un mot", "été 2023", "é\nè"]
    )
    kinds: dict[str, list[Any]] = {
        "amount": [0, 5000, 10**12],
        "code": ["H-001", "h17", "É 12/a", "M.2023_1"],
        "codes": [("H-001",), ("h17", "H-002"), ("H-001", "H-001")],
        "date": ["2023-01-31", "1950-12-01", "2024-02-29", "2099-06-30"],
        "edition": [form.edition],
        "question": [
            question.id
            for question in form.questions.values()
            if question.answer_lines(form.lists)
        ],
        "whole": [0, 20],
        "year": list(form.years),
        "years": [(2022,), (2022, 2024)],
    }
    shaped = {
        "numero": ["1", "1.1", "1.1.1"],
        "code": ["A1", "A12"],
        "vise": ["1.1.1 A1", "1.1.1"],
    }
    return draw.choice(
        shaped[field.key] if field.pattern else kinds.get(field.type, lists)
    )


def drawn(draw: random.Random, form: Form, sheet: Sheet) -> Values:
    """A row that is often sound, often not: some cells emptied, some odd; its columns
    in any order now and then.
    """
    kept = draw.choice((0.15, 0.5, 0.85, 1.0))
    values = {
        key: sound_value(draw, form, field)
        for key, field in sheet.fields.items()
        if (field.required and draw.random() < 0.9) or draw.random() < kept
    }
    for key in draw.sample(
        [*sheet.fields], min(draw.choice((0, 0, 1, 2, 5)), len(sheet.fields))
    ):
        odd = draw.choice(ODD)
        has_looks = sheet.fields[key].type == "text"
        values[key] = odd if has_looks or not isinstance(odd, StyledText) else str(odd)
    return (
        values
        if draw.random() < 0.8
        else dict(draw.sample([*values.items()], len(values)))
    )


def rows(edition: str, key: str) -> Iterator[Row]:
    """Rows of a sheet until its share of faulty ones has been seen by the reference
    (the receiver counts).
    """
    form, draw = load_form(edition), random.Random(f"{edition} {key}")
    sheet = form.sheets[key]
    columns = {field: chr(ord("A") + at) for at, field in enumerate(sheet.fields)}
    for number in range(5, 100_000):
        yield Row(key, sheet.title, number, drawn(draw, form, sheet), columns)


@pytest.mark.parametrize(("edition", "key"), SHEETS)
def test_the_compiled_checks_say_what_jsonschema_says(edition: str, key: str) -> None:
    form = load_form(edition)
    sheet, rules = form.sheets[key], row_rules(form, form.sheets[key])
    whole, values_only = reference(edition, key)
    sound = faulty = 0
    for row in rows(edition, key):
        plain = as_json(row.values)
        errors = [*whole.iter_errors(plain)]
        found = rules.of_row(row.values)
        assert [(fault.field, fault.word) for fault in found] == told(errors), (
            row.values
        )
        if row.number % 4 == 0:
            alone = [(fault.field, fault.word) for fault in rules.of_values(row.values)]
            assert alone == told([*values_only.iter_errors(plain)])
        if row.number % 5 == 0:
            row = row._replace(
                unreadable=frozenset(
                    [*sheet.fields][row.number % len(sheet.fields) :][:2]
                )
            )
        assert row_rules(form, sheet).problems(row, row) == reference_problems(
            form, sheet, row, errors
        )
        sound, faulty = sound + (not errors), faulty + bool(errors)
        if faulty * len(SHEETS) >= FAULTY:
            break
    assert sound > 20 and faulty * len(SHEETS) >= FAULTY


@pytest.mark.parametrize(
    ("edition", "key"),
    [place for place in SHEETS if place[1] in ("menages", "contacts", "suivi")],
)
def test_of_what_came_later_only_the_values_are_checked(edition: str, key: str) -> None:
    form = load_form(edition)
    sheet, (whole, values_only) = form.sheets[key], reference(edition, key)
    cut = 0
    for row in rows(edition, key):
        now = seen_at(sheet, "2023-06-30")(row)
        present = now.values if now else {}
        later = {
            field: value for field, value in row.values.items() if field not in present
        }
        errors = [*values_only.iter_errors(as_json(later))]
        errors += whole.iter_errors(as_json(present)) if now else []
        assert row_rules(form, sheet).problems(row, now) == reference_problems(
            form, sheet, row, errors
        )
        cut += now is not row
        if row.number > 300:
            break
    assert cut > 20


def test_a_row_without_later_facts_is_not_copied() -> None:
    sheet = load_form("dics-2023").sheets["contacts"]
    row = Row("contacts", "Contacts", 5, {"date": "2023-03-01", "mode": "site"}, {})
    assert seen_at(sheet, "2023-12-31")(row) is row
    assert seen_at(sheet, None)(row) is row
    assert seen_at(sheet, "2023-02-28")(row) is None


def test_the_codes_of_a_text_are_found_however_they_are_typed() -> None:
    """The quick look for a digit spares a text the search, never a code."""
    form = load_form("dics-2023")
    row = Row("menages", "Ménages", 5, {"code": "H-017", "equipement": "x"}, {})
    for text, wanted in (
        ("voir h 17", 1),
        ("voir H-1７", 1),
        ("voir H", 0),
        ("en 2017", 0),
        ("H-٠17", 1),
    ):
        other = row._replace(
            number=6,
            values={"code": "H-018", "statut": "autre", "statut_precision": text},
        )
        problems = check(form, Submission("", {"menages": (row, other)}), None)[1]
        assert (
            sum(problem.code == "code-dans-texte" for problem in problems) == wanted
        ), text


# ---- what is remembered


def test_a_number_is_no_boolean_however_often_it_was_seen() -> None:
    form = load_form("clss-2022-2025")
    rules = row_rules(form, form.sheets["actions"])
    for _ in range(3):
        assert rules.of_values({"annees": (2022, 2023.0)}) == []
        (fault,) = rules.of_values({"annees": (True,)})
        assert (fault.word, fault.value) == ("type", True)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_of_rows, "_KEPT", 1024)
    form = load_form("dics-2023")
    rules = RowRules(form, form.sheets["contacts"])
    for number in range(5_000):
        assert not rules.of_values({"codes": (f"H-{number:05}",)})
    known = rules._values["codes"].sound
    assert isinstance(known, set) and 0 < len(known) <= 1024


def test_checking_does_without_jsonschema() -> None:
    code = (
        "import sys, pipeline.check.sound_rows; assert 'jsonschema' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
