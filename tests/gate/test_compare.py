"""A report compared with its form and workbook after someone had it open; tags of a
template checked.
"""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.align.compare import text_differences
from pipeline.editions.loader import load_form
from pipeline.makers.template_check import tag_faults
from pipeline.office.package import fingerprint
from pipeline.run import Outcome, produce
from tests.cli.test_cli import EXAMPLE, run
from tests.support.clss_faults import plan_workbook, texte
from tests.support.hostile import zipped
from tests.support.paths import ROOT

BODY, NOTES = "word/document.xml", "word/footnotes.xml"
TEMPLATE = ROOT / "templates_docx" / "dics-2023" / "modele.docx"


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
    assert f"Empreinte : {fingerprint(report.read_bytes())}" in result.stdout


def test_looks_changed_and_no_word(report: Path, tmp_path: Path) -> None:
    """Text split over runs, another font size: what a word processor does when it
    saves.
    """
    split = (
        "<w:r><w:rPr><w:b/></w:rPr><w:t>Communication</w:t></w:r><w:r><w:t> /"
        " information</w:t></w:r>"
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
    assert "1 différence" in result.stdout


def test_a_changed_note(report: Path, tmp_path: Path) -> None:
    other = edited(
        report,
        tmp_path / "o.docx",
        "word/footnotes.xml",
        lambda xml: xml.replace("courtoisie", "politesse", 1),
    )
    assert "la note 1" in run("controler", other, EXAMPLE).stdout


def test_a_deleted_and_an_added_paragraph(
    outcome: Outcome, report: Path, tmp_path: Path
) -> None:
    start, end = '<w:p><w:pPr><w:pStyle w:val="Rappel"/>', "</w:p>"

    def delete(xml: str) -> str:
        at = xml.index(start)
        return xml[:at] + xml[xml.index(end, at) + len(end) :]

    def add(xml: str) -> str:
        return xml.replace(
            start, "<w:p><w:r><w:t>Un mot de plus.</w:t></w:r></w:p>" + start
        )

    assert outcome.places is not None
    for change, wanted, found in ((delete, "RAPPEL", ""), (add, "", "Un mot de plus.")):
        other = edited(
            report, tmp_path / f"{change.__name__}.docx", "word/document.xml", change
        )
        (difference,) = text_differences(
            load_form("dics-2023").document, outcome.places, other.read_bytes()
        )
        assert difference.wanted[:6] == wanted and difference.found == found


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


def test_nothing_hides_in_another_encoding(outcome: Outcome) -> None:
    """Where a report is admitted its tags are counted by their bytes."""
    assert outcome.places is not None
    written = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAYQAvAD4-'
    [told] = text_differences(
        load_form("dics-2023").document, outcome.places, zipped([(BODY, written)])
    )
    assert told.where == "le fichier"


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


def test_a_table_without_rows_and_a_damaged_part_are_told(
    outcome: Outcome, report: Path, tmp_path: Path
) -> None:
    assert outcome.places is not None
    empty = edited(
        report,
        tmp_path / "e.docx",
        BODY,
        lambda xml: xml.replace("<w:sectPr>", "<w:tbl/><w:sectPr>", 1),
    )
    assert (
        len(
            text_differences(
                load_form("dics-2023").document, outcome.places, empty.read_bytes()
            )
        )
        == 1
    )
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


# ---- tags


def test_the_template_of_the_edition_is_sound() -> None:
    assert tag_faults(load_form("dics-2023").document, TEMPLATE.read_bytes()) == []
    assert run("modele", "verifier", "dics-2023").exit_code == 0


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        (
            BODY,
            "{{ q2_5 }}",
            "{{ q2_55 }}",
            ["{{ q2_55 }} est inconnue. Vouliez-vous dire {{ q2_5 }} ?"],
        ),
        (BODY, "{{ q2_6 }}", "", ["{{ q2_6 }} manque"]),
        (
            BODY,
            "{{ q2_6 }}",
            "{{ q2_5 }}",
            ["{{ q2_5 }} est là une fois de trop", "{{ q2_6 }} manque"],
        ),
        (BODY, "{{ q2_6 }}", "{{ q2_6 }", ["n'est pas fermée", "{{ q2_6 }} manque"]),
        (
            BODY,
            "{{ q2_6 }}",
            "{{ q2_6|upper }}",
            ["{{ q2_6|upper }} est inconnue", "{{ q2_6 }} manque"],
        ),
        (BODY, "{{ q2_6 }}", "{{ q2_6 }}{# note #}", ["{# note #} est inconnue"]),
        (
            BODY,
            "e in q2_2_1",
            "e in q2_2_2",
            ["Vouliez-vous dire {%tr for e in q2_2_1 %} ?", "manque"],
        ),
        (
            "word/header1.xml",
            "{{ annee }}",
            "{{ anee }}",
            ["word/header1.xml", "{{ annee }} manque 1 fois"],
        ),
        (
            "word/footer1.xml",
            "DiCS",
            "{{ secret }}",
            ["word/footer1.xml", "{{ secret }} est inconnue"],
        ),
        (
            "word/footnotes.xml",
            "courtoisie",
            "{% if x %}",
            ["word/footnotes.xml", "{% if x %} est inconnue"],
        ),
        (
            "docProps/core.xml",
            "{{ commune }}",
            "{{ comune }}",
            ["docProps/core.xml", "{{ commune }} manque"],
        ),
        (
            "docProps/app.xml",
            "Microsoft Office Word",
            "{{ app }}",
            ["docProps/app.xml", "{{ app }} est inconnue"],
        ),
        (
            BODY,
            "{{ q2_6 }}",
            "{{ </w:t></w:r><w:r><w:t>q2_7x }}",
            ["{{ q2_7x }} est inconnue"],
        ),
    ],
)
def test_faults_of_tags_are_named_with_their_part(
    tmp_path: Path, part: str, old: str, new: str, told: list[str]
) -> None:
    other = edited(
        TEMPLATE, tmp_path / "modele.docx", part, lambda xml: xml.replace(old, new, 1)
    )
    result = run("modele", "verifier", "dics-2023", "--modele", other)
    assert result.exit_code == 1
    for words in told:
        assert words in result.stdout


def test_a_tag_in_a_text_box_is_named_once(tmp_path: Path) -> None:
    tag = "{{ q2_6 }}"
    other = edited(
        TEMPLATE,
        tmp_path / "modele.docx",
        BODY,
        lambda xml: xml.replace(tag, boxed(tag, "{{ q2_7x }}"), 1),
    )
    result = run("modele", "verifier", "dics-2023", "--modele", other)
    assert "{{ q2_7x }} est inconnue" in result.stdout and "1 faute " in result.stdout


def test_a_template_that_is_no_document(tmp_path: Path) -> None:
    other = tmp_path / "modele.docx"
    other.write_bytes(b"PK")
    assert run("modele", "verifier", "dics-2023", "--modele", other).exit_code == 2
