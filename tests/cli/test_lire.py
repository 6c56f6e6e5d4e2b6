"""``canevas lire`` as someone uses it who has reports and no workbooks: what it prints,
writes and refuses, and with which exit code.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import jsonschema
import openpyxl
import pytest

from tests.cli.test_cli import run
from tests.received.test_answers import EXAMPLE, example, figure
from tests.support.paths import ROOT
from tests.support.received import retouched
from tests.support.word_files import paragraph, word_file

SCHEMA = json.loads((ROOT / "schema" / "received.schema.json").read_text("utf-8"))
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "Rapport.docx"
    file.write_bytes(example()[0])
    return file


def test_the_answers_are_listed_by_question_and_line(report: Path) -> None:
    before = report.read_bytes()
    result = run("lire", report)
    assert result.exit_code == 0, result.output
    assert "  2.5 Ménages rencontrés\n    56\n" in result.stdout
    assert "    Santé, relayés : 3\n" in result.stdout
    assert result.stdout.splitlines()[-1] == (
        "Verdict : toutes les réponses sont lues, rien ne se contredit, le texte du"
        " formulaire est intact."
    )
    assert report.read_bytes() == before


def test_what_is_no_figure_is_listed_with_its_words(report: Path) -> None:
    report.write_bytes(figure(report.read_bytes(), "2.5", "12 ménages"))
    result = run("lire", report)
    assert result.exit_code == 1
    assert "2.5 : « 12 ménages », ce n'est pas un nombre" in result.stdout


def test_what_stands_beside_the_form_is_listed(report: Path) -> None:
    added = paragraph("75 ménages relogés en tout")
    body = retouched(report.read_bytes(), ("<w:body>", f"<w:body>{added}"))
    report.write_bytes(body)
    result = run("lire", report)
    assert result.exit_code == 1
    assert "  En trop dans le document\n    « 75 ménages relogés" in result.stdout
    assert "un texte est en trop" in result.stdout


def test_json_is_as_its_schema_says(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "lettre.docx"
    other.write_bytes(word_file(paragraph("Bonjour")))
    result = run("lire", "--json", report, other)
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    jsonschema.validate(found, SCHEMA)
    assert [one["fichier"] for one in found] == ["Rapport.docx", "lettre.docx"]
    by_place = {one["place"]: one for one in found[0]["reponses"]}
    assert (by_place["q2_5"]["valeur"], by_place["q2_5"]["statut"]) == (56, "EQUAL")
    assert by_place["q2_1_1.certains"]["valeur"] is True
    assert by_place["q3_3_1"]["texte"].startswith("Exemple : le ménage préférait")
    assert (found[0]["lu"], found[0]["intact"], found[1]["lu"]) == (True, True, False)
    assert found[1]["message"].startswith("Ce document n'est aucun des formulaires")


def test_reports_stand_side_by_side(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "Autre.docx"
    other.write_bytes(figure(report.read_bytes(), "2.5", "douze"))
    target = tmp_path / "comparaison.xlsx"
    result = run("lire", report, other, "--xlsx", target)
    assert result.exit_code == 1
    page = openpyxl.load_workbook(target).active
    assert page is not None
    rows = [*page.iter_rows(values_only=True)]
    assert rows[0][3:] == ("Rapport.docx", "Autre.docx")
    line = next(row for row in rows if row[0] == "2.5")
    assert line[1:] == ("Ménages rencontrés", "", 56, "douze")


def test_no_text_becomes_a_formula(report: Path, tmp_path: Path) -> None:
    bad = "=HYPERLINK(&quot;http://x.invalid&quot;)"
    body = retouched(report.read_bytes(), ("Exemple : le ménage préférait[^<]*", bad))
    report.write_bytes(body)
    target = tmp_path / "comparaison.xlsx"
    assert run("lire", report, "--xlsx", target).exit_code == 0
    with zipfile.ZipFile(target) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"hyperlink" not in sheet
    page = openpyxl.load_workbook(target).active
    assert page is not None
    cells = {cell.value: cell for row in page.iter_rows() for cell in row}
    assert cells['=HYPERLINK("http://x.invalid")'].data_type == "s"


def test_an_existing_file_is_never_replaced(report: Path, tmp_path: Path) -> None:
    target = tmp_path / "registre.xlsx"
    target.write_bytes(b"register")
    result = run("lire", report, "--xlsx", target)
    assert result.exit_code == 2 and "existe déjà" in result.stderr
    assert target.read_bytes() == b"register"


def test_a_folder_gives_its_reports(report: Path) -> None:
    report.with_name("scan.pdf").write_bytes(b"%PDF-1.7")
    report.with_name("~$Rapport.docx").write_bytes(b"x")
    result = run("lire", report.parent)
    assert result.exit_code == 0
    assert result.stdout.count("Verdict") == 1
    assert "scan.pdf (demandez le document Word (.docx))" in result.stdout


def odt() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<a/>")
    return out.getvalue()


def doubled() -> bytes:
    """A document with two bodies under one name, but for its case."""
    out = io.BytesIO(word_file(paragraph("un")))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("Word/Document.xml", package.read("word/document.xml"))
    return out.getvalue()


INSTEAD = {
    "double.docx": (doubled(), "abîmé"),
    "scan.pdf": (b"%PDF-1.7 ...", "C'est un PDF."),
    "vieux.doc": (OLE2 + "WordDocument".encode("utf-16-le"), "(.doc)"),
    "protégé.docx": (OLE2 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "libre.odt": (odt(), "OpenDocument (.odt)"),
    "riche.rtf": (b"{\\rtf1 ...}", "RTF (.rtf)"),
    "page.html": (b"<!DOCTYPE html><p>", "page HTML"),
    "plat.fodt": (b"<?xml version='1.0'?><a/>", "fichier XML"),
    "vide.docx": (b"", "Le fichier est vide."),
    "abîmé.docx": (b"PK\3\4 ...", "abîmé"),
    "registre.xlsx": (EXAMPLE.read_bytes(), "un classeur Excel"),
    "note.txt": (b"Bonjour", "Ce n'est pas un document Word."),
    "~$Rapport.docx": (b"x", "le verrou que Word pose"),
}


@pytest.mark.parametrize("name", INSTEAD)
def test_what_is_no_word_document_is_said(name: str, tmp_path: Path) -> None:
    content, said = INSTEAD[name]
    file = tmp_path / name
    file.write_bytes(content)
    result = run("lire", file)
    assert result.exit_code == 1, result.output
    assert result.stderr.startswith(f"{name} : ") and said in result.stderr


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    assert run("lire", tmp_path / "rien.docx").exit_code == 2
    assert run("lire", tmp_path).exit_code == 2
    assert run("lire").exit_code == 2


# ---- the verdict alone


def test_a_report_stands_by_itself(report: Path) -> None:
    result = run("controler", report)
    assert result.exit_code == 0, result.output
    heading, verdict = result.stdout.splitlines()
    assert heading.startswith("Rapport.docx : Plan HP")
    assert verdict.endswith("le texte du formulaire est intact.")


RETOUCHED = {
    "contradiction": (
        ("<w:t[^>]*>56</w:t>", "<w:t>30</w:t>"),
        "2.7 : 43, mais 2.5 + 2.6 : 35 en tout.",
    ),
    "wording": (
        ("Peu d’habitants permanents et pas de demande", "Peu de monde, nul besoin"),
        "et pas de demande : sa place est introuvable",
    ),
    "negated": (
        (
            "nombre de ménages qui n'ont aucun réseau",
            "nombre de ménages qui ont un réseau",
        ),
        "2.7.3 : « 17 », ",
    ),
}


@pytest.mark.parametrize("name", RETOUCHED)
def test_what_is_to_be_seen_is_said(name: str, report: Path) -> None:
    change, said = RETOUCHED[name]
    report.write_bytes(retouched(report.read_bytes(), change))
    result = run("controler", report)
    assert result.exit_code == 1
    assert said in result.stdout


def test_the_header_and_the_notes_are_of_the_form(report: Path) -> None:
    header = retouched(report.read_bytes(), ("2023", "2021"), part="word/header1.xml")
    report.write_bytes(header)
    result = run("controler", report)
    assert result.exit_code == 1
    assert "en-tête : « Plan HP · Rapport d’activités 2021" in result.stdout
    note = ("courtoisie", "politesse")
    report.write_bytes(retouched(example()[0], note, part="word/footnotes.xml"))
    result = run("controler", report)
    assert result.exit_code == 1 and "politesse" in result.stdout


def test_a_report_alone_that_is_none() -> None:
    result = run("controler", EXAMPLE)
    assert result.exit_code == 1
    assert result.stderr == (
        "estinnes-2023.xlsx : C'est un classeur Excel. Donnez le document Word (.docx).\n"
    )
    assert run("controler", "rien.docx").exit_code == 2
