"""The screen of the form that the authority sent, called without a browser: its word,
what a person accepts, and files that are the command's.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.page.tasks import Page
from tests.cli import test_officiel
from tests.cli.test_cli import EXAMPLE, PLAN, REPORT, run
from tests.official import test_report
from tests.official.test_report import BLANK, FAMILIES
from tests.support.blanks import edition
from tests.support.blanks.form import SITES, form
from tests.support.blanks.word import Writer
from tests.support.faults import contact, workbook
from tests.support.received import retouched

FORM = "Formulaire DiCS.docx"
SPELLED = "Dom. de Pincemaille"


def reworded() -> bytes:
    """A blank of the example's year with 2.5, 2.7.1 and 3.4.1 in other words, a head of 2.8
    turned round, a line of 3.8.3 under another name, and an equipment spelled otherwise.
    """
    made = form(sites=(SPELLED, *SITES[1:]))
    edition.reworded(made)
    return Writer(made).blank("reworded").content


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.chdir(tmp_path)
    return Page()


@pytest.fixture
def opened(page: Page) -> Page:
    """With the example."""
    page.open(EXAMPLE.name, EXAMPLE.read_bytes(), None)
    return page


def to_read(shown: dict[str, Any]) -> Iterator[tuple[str, str, str, int | None]]:
    """The name, both sentences and the number of each that is to be read, the words that
    differ between signs.
    """
    for section in shown["to_read"]:
        for item in section["items"]:
            own, there = (
                " ".join(f"[{text}]" if differs else text for text, differs in sentence)
                for _, sentence in item["sentences"]
            )
            yield item["name"].partition(" :")[0], own, there, item.get("number")


def numbers(shown: dict[str, Any]) -> dict[str, int]:
    """The name, or else the spelling, of what waits -> its number."""
    found = ((name or there, number) for name, _, there, number in to_read(shown))
    return {name: number for name, number in found if number is not None}


def lines(shown: dict[str, Any]) -> dict[str, list[str]]:
    return {group["heading"]: group["lines"] for group in shown["groups"]}


# ---- the word


def test_the_known_form_is_said_to_be_the_same_and_is_filled(opened: Page) -> None:
    shown = opened.official(FORM, BLANK)
    assert shown["said"] == f"{FORM} : identique." and shown["tone"] == "fine"
    assert shown["complete"] and shown["to_read"] == shown["changes"] == []
    (name,) = opened.save_official("report")["files"]
    assert name == REPORT.name


def test_a_text_in_other_words_is_to_be_read(opened: Page) -> None:
    blank = retouched(BLANK, FAMILIES)
    shown = opened.official(FORM, blank)
    assert shown["said"] == f"{FORM} : 1 phrase à relire."
    assert ", 1 à relire, 0 sans place." in shown["headline"]
    assert not shown["complete"]


def test_a_form_that_asks_something_else_is_to_wait(opened: Page) -> None:
    shown = opened.official(FORM, reworded())
    assert shown["said"] == f"{FORM} : attendez."
    changed = {one["heading"].split()[0]: one["lines"] for one in shown["changes"]}
    (line,) = changed["3.8.3."]
    assert line.split("\n")[1:] == [
        *("avant : Commune [limitrophe]", "après : Commune [voisine]")
    ]
    # What has no place is named.
    first, *_ = lines(shown)["Réponses sans place"]
    assert first.startswith("3.8.3, Commune limitrophe : « 8 »")


def test_each_sentence_stands_above_the_other_with_the_changed_words_marked(
    opened: Page,
) -> None:
    shown = [*to_read(opened.official(FORM, reworded()))]
    assert [name for name, *_ in shown] == ["2.5", "2.7.1", "3.4.1", "", "2.8"]
    _, own, there, _ = shown[1]
    assert own == (
        "Pour les ménages [accompagnés,] statut socioprofessionnel du chef de ménage ?"
    )
    assert there.startswith("Pour les ménages [suivis,] statut")
    assert shown[3][1:3] == ("[Domaine] de Pincemaille", "[Dom.] de Pincemaille")
    # What may say the contrary has no number, since nobody can accept it.
    assert [number for *_, number in shown] == [0, 1, 2, 3, None]


def test_a_heading_that_the_file_has_not_is_shown_as_nothing(opened: Page) -> None:
    gone = (r"<w:p>(?:(?!</w:p>).)*?2\. Mission d(?:(?!</w:p>).)*?</w:p>", "")
    ((name, own, there, _),) = to_read(opened.official(FORM, retouched(BLANK, gone)))
    assert (name, there) == (
        "2",
        "(le fichier n'a pas cet intitulé)",
    ) and own.startswith("[Mission d")


# ---- what a person accepts


def test_what_is_accepted_is_filled_and_nothing_else(opened: Page) -> None:
    before = opened.official(FORM, reworded())
    shown = opened.accept(numbers(before)["2.7.1"])
    assert [*numbers(shown)] == ["2.5", "3.4.1", "[Dom.] de Pincemaille"]
    assert lines(shown)["Reformulations et consignes acceptées"][0].startswith(
        "2.7.1, le "
    )
    assert not before["can_take_back"] and shown["can_take_back"]
    shown = opened.accept(numbers(shown)["[Dom.] de Pincemaille"])
    assert [*numbers(shown)] == ["2.5", "3.4.1"]
    (spelled,) = lines(shown)["Équipements que vous avez acceptés"]
    assert spelled.startswith(f"« {SPELLED} »")
    shown = opened.take_back()
    assert [*numbers(shown)] == ["2.5", "3.4.1", "[Dom.] de Pincemaille"]
    assert numbers(opened.take_back()) == numbers(before)


def test_the_saved_files_are_those_of_the_command(opened: Page, tmp_path: Path) -> None:
    """With the same acceptances, to the byte."""
    shown = opened.official(FORM, reworded())
    for name in ("2.5", "[Dom.] de Pincemaille"):
        shown = opened.accept(numbers(shown)[name])
    file, into = tmp_path / FORM, tmp_path / "sortie"
    file.write_bytes(reworded())
    accepted = ("--accepter", "2.5", "--accepter", SPELLED)
    result = run("produire", EXAMPLE, "--officiel", file, *accepted, "-o", into)
    assert result.exit_code == 1, result.output
    assert shown["headline"] == result.stdout.splitlines()[0]
    report = into / REPORT
    (saved,) = opened.save_official("report")["files"].items()
    assert saved == (report.name, report.read_bytes())
    (proof,) = opened.save_official("proof")["files"].items()
    proved = report.with_name("justificatif.xlsx").read_bytes()
    assert proof == ("justificatif estinnes-2023.xlsx", proved)


def test_the_filled_form_is_controlled_beside_itself(opened: Page) -> None:
    """And the program's own report still is."""
    opened.official(FORM, reworded())
    (filled,) = opened.save_official("report")["files"].values()
    (own,) = opened.report()["files"].values()
    for report in (filled, own):
        assert opened.control(REPORT.name, report)["fine"]
    alone = Page()
    alone.open(EXAMPLE.name, EXAMPLE.read_bytes(), None)
    assert not alone.control(REPORT.name, filled)["fine"]


@pytest.mark.slow
def test_an_acceptance_is_known_again_while_the_page_is_open(opened: Page) -> None:
    shown = opened.official(FORM, reworded())
    opened.accept(numbers(shown)["2.5"])
    opened.official("autre.docx", BLANK)
    again = opened.official(FORM, reworded())
    assert "2.5" not in numbers(again) and not again["can_take_back"]
    assert not [*Path("formulaire").iterdir()]
    later = Page()
    later.open(EXAMPLE.name, EXAMPLE.read_bytes(), None)
    assert "2.5" in numbers(later.official(FORM, reworded()))


# ---- the workbook


def test_without_a_workbook_the_word_alone_is_said(page: Page) -> None:
    shown = page.official(FORM, reworded())
    assert shown["said"].endswith(": attendez.") and "headline" not in shown
    assert shown["meant"].endswith("Pour le remplir, déposez aussi le classeur.")
    assert page.save_official("report")["files"] == {}
    page.open(EXAMPLE.name, EXAMPLE.read_bytes(), None)
    assert "11 à relire" in page.official_again()["headline"]


def test_errors_of_the_workbook_come_first(page: Page) -> None:
    page.open("fautes.xlsx", workbook(contact(5, mode="pigeon")), None)
    shown = page.official(FORM, BLANK)
    assert shown["first"].startswith("Il y a 1 faute dans le classeur ouvert")
    assert shown["said"] == f"{FORM} : identique." and "made" not in shown
    assert page.save_official("report")["files"] == {}


def test_a_workbook_that_was_saved_since_is_the_one_that_is_filled_in(
    opened: Page,
) -> None:
    opened.official(FORM, BLANK)
    opened.open("fautes.xlsx", workbook(contact(5, mode="pigeon")), None)
    assert opened.save_official("report")["files"] == {}
    opened.open(EXAMPLE.name, EXAMPLE.read_bytes(), None)
    assert [*opened.save_official("report")["files"]] == [REPORT.name]


def test_nothing_is_shown_where_no_form_was_given(opened: Page) -> None:
    assert opened.official_again() == {}


# ---- what is refused

REFUSED = {name: content for name, (content, _) in test_officiel.REFUSED.items()} | {
    f"{name}.docx": content for name, (content, _) in test_report.REFUSED.items()
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_in_the_words_of_the_command(
    opened: Page, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_bytes(REFUSED[name])
    result = run("produire", EXAMPLE, "--officiel", file, "-o", tmp_path / "sortie")
    assert result.exit_code == 2
    shown = opened.official(name, REFUSED[name])
    assert shown["tone"] == "fault" and {*shown} == {"said", "tone"}
    assert shown["said"] in result.stderr.replace("\u00a0", " ")
    assert opened.save_official("report")["files"] == {}


def test_a_report_and_a_plan_are_refused(opened: Page) -> None:
    (report,) = opened.report()["files"].values()
    assert "est déjà rempli" in opened.official(FORM, report)["said"]
    opened.open(PLAN.name, PLAN.read_bytes(), None)
    assert "Un plan d'action n'est pas rempli" in opened.official(FORM, BLANK)["said"]


def test_the_page_is_ready_without_what_fills_a_form() -> None:
    code = "import sys, pipeline.page.tasks; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    loaded = {name.removeprefix("pipeline.") for name in done.stdout.split()}
    assert "page.tasks" in loaded
    assert loaded.isdisjoint(
        {"page.official", "official.report", "official.comparison"}
    )
