"""canevas produire --officiel: what it says, writes and refuses."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from pipeline.deliver.delivery import STAMP, strangers
from pipeline.office.package import read_parts
from pipeline.official.agreements import AGREEMENTS
from pipeline.workbook.admission import OLE2
from tests.cli.test_cli import EXAMPLE, PLAN, REPORT, run
from tests.cli.test_lire import odt
from tests.official.test_report import BLANK, FAMILIES, PINCEMAILLE, everywhere
from tests.support.faults import contact, workbook
from tests.support.marks import one_in
from tests.support.received import retouched

FORM = "Formulaire DiCS.docx"


def produce(folder: Path, blank: bytes, *words: object) -> Result:
    """The command on a file of the authority, into a folder below."""
    file = folder / FORM
    file.write_bytes(blank)
    into = folder / "sortie"
    return run("produire", EXAMPLE, "--officiel", file, "-o", into, *words)


def report_in(folder: Path) -> Path:
    return folder / "sortie" / REPORT


def without_place(folder: Path) -> list[tuple[str, ...]]:
    """The lines of the proof's sheet."""
    proof = openpyxl.load_workbook(report_in(folder).with_name("justificatif.xlsx"))
    rows = proof["Sans place"].iter_rows(min_row=4, values_only=True)
    return [tuple(str(text or "") for text in row) for row in rows if any(row)]


def test_the_filled_file_takes_the_report_s_place(tmp_path: Path) -> None:
    result = produce(tmp_path, BLANK)
    assert result.exit_code == 0, result.output
    first = result.stdout.splitlines()[0]
    assert first.endswith("réponses placées, 0 à relire, 0 sans place.")
    report = report_in(tmp_path)
    assert {one.name for one in report.parent.iterdir()} == {
        *(report.name, STAMP, "justificatif.xlsx", "chiffres-en-images.html")
    }
    assert strangers(report.parent) == ()
    assert [*read_parts(report.read_bytes())] == [*read_parts(BLANK)]
    # What is done after it speaks of no other form.
    assert "Comparez-le au formulaire" not in result.output


def test_a_reworded_question_is_accepted_by_its_number(tmp_path: Path) -> None:
    blank = retouched(BLANK, FAMILIES)
    result = produce(tmp_path, blank)
    assert result.exit_code == 1, result.output
    assert ", 1 à relire, 0 sans place." in result.stdout.splitlines()[0]
    shown = result.stdout.splitlines()
    at = next(n for n, line in enumerate(shown) if "nombre de [ménages]" in line)
    assert "nombre de [familles]" in shown[at + 1]
    assert '--accepter "2.7.3"' in shown[at + 2]
    assert ("2.7.3", "17") in [row[:2] for row in without_place(tmp_path)]
    again = produce(tmp_path, blank, "--accepter", "2.7.3")
    assert again.exit_code == 0, again.output
    assert "nombre de [familles]" in again.stdout  # what is accepted is shown
    ((*_, why, _),) = [row for row in without_place(tmp_path) if row[0] == "2.7.3"]
    assert "acceptée le" in why
    # It is not asked again.
    assert produce(tmp_path, blank, "--rapport-seul").exit_code == 0
    kept = report_in(tmp_path).with_name(AGREEMENTS)
    assert len(json.loads(kept.read_text(encoding="utf-8"))["phrases"]) == 1
    kept.write_text("{", encoding="utf-8")
    spoilt = produce(tmp_path, blank, "--rapport-seul")
    assert spoilt.exit_code == 1 and AGREEMENTS in spoilt.stderr


def test_an_equipment_is_accepted_by_its_name_in_the_file(tmp_path: Path) -> None:
    there = "Domaine de Pincemaile"
    blank = retouched(BLANK, *everywhere(PINCEMAILLE, there))
    result = produce(tmp_path, blank, "--rapport-seul")
    assert result.exit_code == 1 and f'--accepter "{there}"' in result.stdout
    again = produce(tmp_path, blank, "--rapport-seul", "--accepter", there)
    assert again.exit_code == 0, again.output
    assert produce(tmp_path, blank, "--rapport-seul").exit_code == 0


def test_answers_without_a_place_are_told_by_name(tmp_path: Path) -> None:
    blank = retouched(BLANK, (r"<w:p>(?:(?!</w:p>).)*?4\.3\. Nombre.*?</w:tbl>", ""))
    result = produce(tmp_path, blank)
    assert result.exit_code == 1, result.output
    assert ", 1 sans place." in result.stdout.splitlines()[0]
    assert "4.3 : « " in result.stdout
    assert report_in(tmp_path).exists()
    assert "4.3" in [row[0] for row in without_place(tmp_path)]


REFUSED = {
    "scan.pdf": (b"%PDF-1.7 ...", "C'est un PDF."),
    "vieux.doc": (OLE2 + "WordDocument".encode("utf-16-le"), "Enregistrer sous"),
    "protégé.docx": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "libre.odt": (odt(), "Enregistrer sous"),
    "renommé.docx": (odt(), "Enregistrer sous"),
    "vide.docx": (b"", "vide"),
    "registre.xlsx": (EXAMPLE.read_bytes(), "un classeur Excel"),
    "namur.docx": (retouched(BLANK, ("ESTINNES", "NAMUR")), "NAMUR"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_the_blank_is_refused_and_nothing_written(
    name: str, tmp_path: Path
) -> None:
    content, said = REFUSED[name]
    file, into = tmp_path / name, tmp_path / "sortie"
    file.write_bytes(content)
    result = run("produire", EXAMPLE, "--officiel", file, "-o", into)
    assert result.exit_code == 2, result.output
    assert f"{name} : " in result.stderr and said in result.stderr
    assert file.read_bytes() == content and not into.exists()


LARGE = (
    ["produire", EXAMPLE, "--officiel", FORM],
    ["modele", "comparer", FORM, "dics-2023"],
    ["modele", "adopter", FORM, "dics-2031", "--depuis", "dics-2023"],
    ["controler", FORM],
    ["controler", FORM, EXAMPLE],
    ["lire", FORM],
)


@pytest.mark.parametrize("words", one_in(3, LARGE))
def test_a_file_beyond_the_budget_is_refused_at_every_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[object]
) -> None:
    """Whatever its largest part is called, and though nobody reads that part."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / FORM).write_bytes(BLANK)
    with zipfile.ZipFile(tmp_path / FORM, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/x.bin", bytes((128 << 20) + 1))
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert f"{FORM} : Ce document Word est abîmé, ou plus grand" in result.stderr
    assert [one.name for one in tmp_path.iterdir()] == [FORM]


def test_what_does_not_go_together_is_misuse(tmp_path: Path) -> None:
    file, into = tmp_path / FORM, ("-o", tmp_path / "sortie")
    file.write_bytes(BLANK)
    officially = ("--officiel", file, *into)
    assert run("produire", EXAMPLE, "--accepter", "2.7.3", *into).exit_code == 2
    assert run("produire", EXAMPLE, "--brouillon", *officially).exit_code == 2
    assert run("produire", EXAMPLE, PLAN, *officially).exit_code == 2
    assert run("produire", EXAMPLE.parent, *officially).exit_code == 2
    absent = run("produire", EXAMPLE, "--officiel", tmp_path / "rien.docx", *into)
    assert absent.exit_code == 2 and "n'existe pas" in absent.stderr
    assert not (tmp_path / "sortie").exists()


def test_the_file_that_is_given_is_never_replaced(tmp_path: Path) -> None:
    """It stands under the very name that the report gets."""
    file = tmp_path / REPORT
    file.parent.mkdir()
    file.write_bytes(BLANK)
    result = run("produire", EXAMPLE, "--officiel", file, "-o", tmp_path)
    assert result.exit_code == 2 and "un des fichiers donnés" in result.stderr
    assert [*file.parent.iterdir()] == [file] and file.read_bytes() == BLANK


def test_a_filled_file_is_controlled_beside_its_blank(tmp_path: Path) -> None:
    """With the blank, what the authority has written otherwise is no difference; a
    figure that someone has changed since is one.
    """
    blank = retouched(BLANK, FAMILIES)
    produce(tmp_path, blank, "--accepter", "2.7.3", "--rapport-seul")
    report = report_in(tmp_path)
    beside = ("--officiel", tmp_path / FORM)
    same = run("controler", report, EXAMPLE, *beside)
    assert same.exit_code == 0 and "exactement celui" in same.stdout
    plainly = run("controler", report, EXAMPLE)
    assert plainly.exit_code == 1 and "familles" in plainly.stdout
    report.write_bytes(retouched(report.read_bytes(), (">17<", ">18<")))
    other = run("controler", report, EXAMPLE, *beside)
    assert other.exit_code == 1 and "« 18 » au lieu de « 17 »" in other.stdout
    assert run("controler", report, *beside).exit_code == 2


def test_errors_of_the_workbook_come_first(tmp_path: Path) -> None:
    path = tmp_path / "fautif.xlsx"
    path.write_bytes(workbook(contact(5, mode="pigeon")))
    (tmp_path / FORM).write_bytes(BLANK)
    into = tmp_path / "sortie"
    result = run("produire", path, "--officiel", tmp_path / FORM, "-o", into)
    assert result.exit_code == 1 and "Fautes :" in result.stderr
    assert not into.exists()
