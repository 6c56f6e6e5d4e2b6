"""form.yaml is read strictly: text only, no repeated key, no name that points nowhere."""

from __future__ import annotations

import gc
import json
import shutil
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.edition.form import Form
from pipeline.editions import homes as places
from pipeline.editions import loader, strict
from pipeline.editions.build import build
from pipeline.editions.homes import homes
from pipeline.editions.loader import (
    form_json,
    known_forms,
    load_form,
)
from pipeline.editions.reading import FormFileError, read
from pipeline.findings.messages import CATALOGUE
from pipeline.rules.registry import Registry
from tests.support.cases import cases


def declared(edition: str) -> str:
    """form.yaml of an edition."""
    return (homes()[edition].declared / "form.yaml").read_text(encoding="utf-8")


def parse_form(text: str) -> Form:
    """The Form that a form.yaml declares, without its wordings."""
    raw = read(text, "form.yaml")
    return build({"form": strict._whole_form(raw, None, strict.Faults(raw))})


SOUND = declared("dics-2023")


def test_scalars_are_text() -> None:
    assert read("{a: 3.10, b: no, c: 2023-01-02}", "form.yaml") == {
        "a": "3.10",
        "b": "no",
        "c": "2023-01-02",
    }


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(
        FormFileError, match=r"^form.yaml, ligne 3 : la clé « a » est là deux fois$"
    ):
        read("a: 1\nb: 2\na: 3\n", "form.yaml")


@cases(__file__, "unsound", every=3)
def test_an_unsound_declaration_is_refused_with_its_line(
    edition: str, sound: str, faulty: str, said: str
) -> None:
    text = declared(edition)
    assert sound in text
    made = text.replace(sound, faulty, 1)
    with pytest.raises(FormFileError) as refused:
        parse_form(made)
    lines = [line for line in str(refused.value).splitlines() if said in line]
    assert lines, str(refused.value)
    place, _, _ = lines[0].partition(" : ")
    number = int(place.removeprefix("form.yaml, ligne "))
    changed = text.count("\n", 0, text.index(sound)) + 1
    whole = {
        "question tableaux",
        "une clé est inconnue",
        "cette valeur n'a pas la forme voulue (« Raisons »)",
        "les règles",
        "la feuille « dossiers »",
        "la feuille « Dossiers d'allocation »",
        "l'ensemble « suivis_confies »",
    }  # said of what stands above it, or relies on it
    assert number == changed or any(said.startswith(begin) for begin in whole)


def test_every_fault_is_told_at_once() -> None:
    made = (
        SOUND.replace("set: rencontres}", "set: x}")
        .replace("precision_of: statut,", "precision_of: y,")
        .replace("list: natures", "list: z")
    )
    with pytest.raises(FormFileError) as refused:
        parse_form(made)
    told = str(refused.value)
    assert len(told.splitlines()) == 5  # two conditions lose the line they look at
    assert all(f"« {name} »" in told for name in ("x", "y", "z"))


def test_what_is_no_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(
        FormFileError, match=r"^form.yaml, ligne 3 : ce n'est pas du YAML"
    ):
        parse_form("edition: dics-2023\nfamily: [dics\nas_at: x\n")
    with pytest.raises(FormFileError, match=r"^form.yaml, ligne 1 : "):
        parse_form("")


def test_editions() -> None:
    assert [*homes()] == sorted(
        file.parent.name for file in Path("schema").glob("*/form.yaml")
    )
    assert load_form("dics-2023").years == (2023, 2024, 2025, 2026)
    with pytest.raises(KeyError):
        load_form("dics-1999")


@pytest.mark.parametrize("edition", homes())
def test_the_kept_declaration_is_that_of_the_form_file(edition: str) -> None:
    form, text = load_form(edition), declared(edition)
    made = (homes()[edition].declared / "form.json").read_bytes()
    assert made == form_json(form)
    assert json.loads(made)["form"] == read(text, "form.yaml")
    assert outline(form) == outline(parse_form(text))


def outline(form: Form) -> object:
    """A form as plain values, to compare: two forms, and two sheets, are never equal."""
    return {
        **vars(form),
        "sheets": {key: vars(sheet) for key, sheet in form.sheets.items()},
        "documents": [(each.key, each.file) for each in form.documents],
    }


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of editions of its own, with dics-2023 alone."""
    shutil.copytree(places.SCHEMA / "dics-2023", tmp_path / "dics-2023")
    loader._load.cache_clear()
    monkeypatch.setattr(places, "SCHEMA", tmp_path)
    yield tmp_path / "dics-2023"
    loader._load.cache_clear()


@pytest.fixture
def no_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form file that must not be parsed."""
    monkeypatch.setattr(
        loader, "_strictly", lambda home: pytest.fail("form.yaml was parsed")
    )


@pytest.mark.usefixtures("no_yaml")
def test_a_sound_form_file_is_not_parsed_again(copied: Path) -> None:
    [form] = known_forms()
    assert form.edition == "dics-2023" and form.title.startswith("Plan HP")


@pytest.mark.usefixtures("no_yaml")
def test_ends_of_lines_are_no_change(copied: Path) -> None:
    declared = (copied / "form.yaml").read_bytes()
    (copied / "form.yaml").write_bytes(declared.replace(b"\n", b"\r\n"))
    assert load_form("dics-2023").edition == "dics-2023"


def test_an_edited_form_file_counts(copied: Path) -> None:
    (copied / "form.yaml").write_text(
        SOUND.replace("title: Ménages", "title: Foyers", 1), encoding="utf-8"
    )
    assert [sheet.title for sheet in load_form("dics-2023").sheets.values()].count(
        "Foyers"
    ) == 1


def test_an_edited_form_file_that_is_unsound_is_refused(copied: Path) -> None:
    (copied / "form.yaml").write_text(
        SOUND.replace("type: year", "type: yaer", 1), encoding="utf-8"
    )
    with pytest.raises(FormFileError, match="yaer"):
        load_form("dics-2023")


@pytest.mark.parametrize("kept", [None, "", "{", "{}", "[]"])
def test_without_a_readable_form_json_the_form_file_is_parsed(
    copied: Path, kept: str | None
) -> None:
    (copied / "form.json").unlink()
    if kept is not None:
        (copied / "form.json").write_text(kept)
    assert load_form("dics-2023").title.startswith("Plan HP")


def test_every_named_set_exists_and_is_used() -> None:
    from pipeline.rules.dics.records import SETS

    form = load_form("dics-2023")
    used = {name for each in form.questions.values() for name in each.named_sets}
    assert used == set(SETS)


def test_every_code_of_a_condition_is_in_the_catalogue() -> None:
    sheets = load_form("dics-2023").sheets.values()
    assert {
        condition.code for sheet in sheets for condition in sheet.conditions
    } <= set(CATALOGUE)


def test_a_set_is_found_once_a_report_and_goes_with_it() -> None:
    asked: list[str] = []
    sets: Registry[Counted] = Registry()

    @sets.add("x", "y")
    def first_letters(facts: Counted) -> frozenset[str]:
        asked.append(facts.text)
        return frozenset(facts.text[:1])

    one, other = Counted("un"), Counted("deux")
    assert sets["first_letters"].members(one) is first_letters(one) == {"u"}
    assert first_letters(other) == {"d"} and asked == ["un", "deux"]
    assert first_letters(replace(one, text="trois")) == {"t"}
    gone = weakref.ref(one)
    del one
    gc.collect()
    assert gone() is None


@dataclass(frozen=True)
class Counted:
    text: str


def test_a_set_is_declared_once() -> None:
    from pipeline.rules.dics.records import SETS
    from pipeline.rules.dics.sets import rencontres

    with pytest.raises(ValueError, match="rencontres is declared twice"):
        SETS.add("x", "y")(rencontres)
