"""A report compared with its form and workbook after someone had it open."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.office.package import fingerprint
from pipeline.run import Outcome, produce
from tests.cli.test_cli import EXAMPLE, run
from tests.support.clss_faults import plan_workbook, texte
from tests.support.hostile import zipped
from tests.support.paths import ROOT

BODY, NOTES = "word/document.xml", "word/footnotes.xml"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


def boxed(word: str, text: str) -> str:
    """A word of a text with a text box behind it, whose paragraphs stand in the
    paragraph of the word.
    """
    box = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    return f"{word}</w:t></w:r><w:r><w:pict>{box}</w:pict></w:r><w:r><w:t>"


def edited(
    package: Path, target: Path, part: str, change: Callable[[str], str]
) -> Path:
    """A copy with one part changed, as an edit would."""
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                before = content.decode()
                content = change(before).encode()
                assert content.decode() != before
            out.writestr(name, content)
    return target


@pytest.fixture
def report(outcome: Outcome, tmp_path: Path) -> Path:
    assert outcome.report is not None
    file = tmp_path / "report.docx"
    file.write_bytes(outcome.report)
    return file


def test_the_report_as_made(report: Path) -> None:
    result = run("controler", report, EXAMPLE)
    assert result.exit_code == 0
    assert "exactement celui que ce classeur produit" in result.stdout
    assert f"Numéro de contrôle : {fingerprint(report.read_bytes())}" in result.stdout


def test_looks_changed_and_no_word(report: Path, tmp_path: Path) -> None:
    """Text split over runs, another font size: what a word processor does when it
    saves.
    """
    split = (
        "<w:r><w:rPr><w:b/></w:rPr><w:t>Communication</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> / information</w:t></w:r>'
    )
    other = edited(
        report,
        tmp_path / "other.docx",
        "word/document.xml",
        lambda xml: xml.replace(
            "<w:r><w:t>Communication / information</w:t></w:r>", split
        ),
    )
    result = run("controler", other, EXAMPLE)
    assert result.exit_code == 0
    assert "Seule sa mise en forme a changé" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (">56<", ">65<", "« 65 » au lieu de « 56 »"),
        (
            "Maîtrise des entrées",
            "Maîtrise des sorties",
            "« Maîtrise des sorties » au lieu de « Maîtrise des entrées »",
        ),
        ("SPW Action sociale", "SPW", "SPW"),
        ("réunion mensuelle", "réunion annuelle", "réunion annuelle"),
        ('<w:footnoteReference w:id="1"/>', "<w:t> (note)</w:t>", "(note)"),
    ],
)
def test_every_word_changed_by_hand_is_named(
    report: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    other = edited(
        report,
        tmp_path / "other.docx",
        "word/document.xml",
        lambda xml: xml.replace(old, new, 1),
    )
    result = run("controler", other, EXAMPLE)
    assert result.exit_code == 1
    assert told in result.stdout
    # a note goes with its mark
    assert ("2 différences" if "note" in old else "1 différence") in result.stdout


def test_a_changed_note(report: Path, tmp_path: Path) -> None:
    other = edited(
        report,
        tmp_path / "o.docx",
        "word/footnotes.xml",
        lambda xml: xml.replace("courtoisie", "politesse", 1),
    )
    assert "note 1 : « …" in run("controler", other, EXAMPLE).stdout


@pytest.mark.parametrize(
    ("part", "word"),
    [(BODY, ">RAPPEL"), (BODY, ">Communication / information"), (NOTES, "courtoisie")],
)
def test_what_stands_in_a_text_box_is_compared(
    part: str, word: str, report: Path, tmp_path: Path
) -> None:
    """In a paragraph, in a cell and in a note."""
    other = edited(
        report,
        tmp_path / "other.docx",
        part,
        lambda xml: xml.replace(word, boxed(word, "Un ajout."), 1),
    )
    result = run("controler", other, EXAMPLE)
    assert result.exit_code == 1 and "1 différence" in result.stdout


def test_nothing_hides_behind_millions_of_blanks(report: Path, tmp_path: Path) -> None:
    word = "Maîtrise des entrées"
    other = edited(
        report,
        tmp_path / "other.docx",
        BODY,
        lambda xml: xml.replace(word, f"{word}{' ' * 4_000_000}et des sorties"),
    )
    assert run("controler", other, EXAMPLE).exit_code == 1


def test_nothing_hides_in_another_encoding(tmp_path: Path) -> None:
    """Where a report is admitted its tags are counted by their bytes."""
    written = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAYQAvAD4-'
    (tmp_path / "r.docx").write_bytes(zipped([(BODY, written)]))
    result = run("controler", tmp_path / "r.docx", EXAMPLE)
    assert result.exit_code == 1 and "abîmé" in result.stdout


def test_the_report_of_a_plan_of_texts_all_alike(tmp_path: Path) -> None:
    plan, report = tmp_path / "plan.xlsx", tmp_path / "plan.docx"
    plan.write_bytes(
        plan_workbook(*(texte(7 + at, titre="z", texte="z") for at in range(300)))
    )
    report.write_bytes(produce(plan).report or b"")
    result = run("controler", report, plan)
    assert (
        result.exit_code == 0
        and "exactement celui que ce classeur produit" in result.stdout
    )


def test_the_report_of_another_workbook(report: Path) -> None:
    result = run(
        "controler", report, ROOT / "tests" / "workbooks" / "val-fleuri-2023.xlsx"
    )
    assert result.exit_code == 1
    assert "ESTINNES" in result.stdout and "VAL-FLEURI" in result.stdout


def test_what_is_no_report(tmp_path: Path) -> None:
    other = tmp_path / "x.docx"
    other.write_bytes(b"not a document")
    result = run("controler", other, EXAMPLE)
    assert result.exit_code == 1 and "un document Word" in result.stdout
    assert run("controler", tmp_path / "absent.docx", EXAMPLE).exit_code == 2


def test_a_damaged_part_is_told(report: Path, tmp_path: Path) -> None:
    whole = report.read_bytes()
    at = whole.index(b"word/styles.xml") + 200
    (tmp_path / "damaged.docx").write_bytes(
        whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    )
    result = run("controler", tmp_path / "damaged.docx", EXAMPLE)
    assert result.exit_code == 1 and "un document Word" in result.stdout


def test_the_two_files_may_be_given_in_either_order(
    report: Path, tmp_path: Path
) -> None:
    for workbook in (EXAMPLE, tmp_path / "CLASSEUR.XLSX"):
        if not workbook.exists():
            workbook.write_bytes(EXAMPLE.read_bytes())
        swapped, usual = (
            run("controler", workbook, report),
            run("controler", report, workbook),
        )
        assert (
            swapped.exit_code == 0
            and "exactement celui que ce classeur produit" in swapped.stdout
        )
        assert (swapped.stdout, swapped.stderr) == (usual.stdout, usual.stderr)
    absent = run("controler", EXAMPLE, tmp_path / "absent.docx")
    assert absent.exit_code == 2 and "absent.docx n'existe pas" in absent.stderr


@pytest.mark.parametrize("code", [errno.EACCES, errno.EBUSY, errno.EIO])
def test_a_report_that_word_holds_is_open_elsewhere_and_not_damaged(
    report: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    real = Path.read_bytes

    def held(path: Path) -> bytes:
        if path == report:
            raise OSError(code, os.strerror(code))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    result = run("controler", report, EXAMPLE)
    assert result.exit_code == 2 and result.stdout == ""
    assert (
        "report.docx ne peut pas être lu : il est ouvert ailleurs, ou protégé"
        in result.stderr
    )
    assert "abîmé" not in result.output
