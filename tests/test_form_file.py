"""form.yaml is read strictly: text only, no repeated key, no name that points nowhere."""

from __future__ import annotations

import pytest

from pipeline.form_file import FormFileError, edition_file, editions, load_form, load_text, parse_form
from pipeline.messages import CATALOGUE

SOUND = edition_file("dics-2023", "form.yaml").read_text(encoding="utf-8")


def test_scalars_are_text() -> None:
    assert load_text("{a: 3.10, b: no, c: 2023-01-02}") == {"a": "3.10", "b": "no", "c": "2023-01-02"}


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(FormFileError, match="'a' stands twice"):
        load_text("a: 1\nb: 2\na: 3\n")


@pytest.mark.parametrize(
    ("sound", "faulty", "named"),
    [
        ("type: list, list: natures", "type: list, list: nature", "no list nature"),
        ("refers: equipements", "refers: equipement", "no sheet equipement"),
        ("precision_of: statut,", "precision_of: statu,", "no field statu"),
        ("dated_by: fin_suivi, width: 14", "dated_by: fin, width: 14", "no field fin"),
        ("then: [approche]", "then: [aproche]", "no field aproche"),
        (
            "kind: count, sheets: [menages, contacts], set: rencontres",
            "kind: count, sheets: [menages, contacts]",
            "'set' is a required property",
        ),
        ("type: year", "type: yaer", "yaer"),
        ('{id: "2.6"', '{id: "2.5"', "a question id stands twice"),
    ],
)
def test_an_unsound_declaration_is_refused(sound: str, faulty: str, named: str) -> None:
    assert sound in SOUND
    with pytest.raises(FormFileError, match=named):
        parse_form(SOUND.replace(sound, faulty, 1))


def test_editions() -> None:
    assert editions() == ["clss-2022-2025", "dics-2023"]
    assert load_form("dics-2023").years == (2023, 2024, 2025)
    with pytest.raises(KeyError):
        load_form("dics-1999")


def test_every_named_set_exists_and_is_used() -> None:
    from pipeline.rules import dics

    form = load_form("dics-2023")
    used = set()
    for question in form.questions.values():
        used |= {question.set, question.total, question.names}
        used |= {*(question.columns or {}).values(), *(question.lines or {}).values()}
    assert used - {""} == set(dics.SETS.names())


def test_every_code_of_a_condition_is_in_the_catalogue() -> None:
    sheets = load_form("dics-2023").sheets.values()
    assert {condition.code for sheet in sheets for condition in sheet.conditions} <= set(CATALOGUE)


def test_a_set_is_declared_once() -> None:
    from pipeline.rules import dics

    with pytest.raises(ValueError, match="rencontres is declared twice"):
        dics.SETS.add("x", "y")(dics.rencontres)
