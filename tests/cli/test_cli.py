"""The commands as a clerk uses them: what they write, what they refuse, what they say
and with which exit code.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.deliver.delivery import STAMP
from tests.support.docx_text import blocks
from tests.support.faults import contact, identification, workbook
from tests.support.paths import ROOT
from tests.workbook.test_admission import encrypted

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
PLAN = ROOT / "inputs" / "marolles-anneessens-2022.xlsx"
REPORT = Path("estinnes-2023") / "Rapport d'activités 2023 - Estinnes.docx"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_example_becomes_a_report(tmp_path: Path) -> None:
    result = run("produire", EXAMPLE, "-o", tmp_path)
    assert result.exit_code == 0, result.output
    beside = {
        REPORT.with_name(name)
        for name in (STAMP, "justificatif.xlsx", "chiffres-en-images.html")
    }
    assert {file.relative_to(tmp_path) for file in tmp_path.rglob("*.*")} == {
        REPORT,
        *beside,
    }
    assert "Ménages                92" in result.stdout
    assert (
        "5 avertissements" in result.stdout
        or "avertissements         5" in result.stdout
    )
    assert "Nom de la commune\u00a0: ESTINNES" in blocks(tmp_path / REPORT)


def test_a_report_alone_says_what_no_longer_goes_with_it(tmp_path: Path) -> None:
    assert (
        run("produire", EXAMPLE, "-o", tmp_path, "--rapport-seul").stderr.count(
            "production précédente"
        )
        == 0
    )
    assert (
        run("produire", EXAMPLE, "-o", tmp_path).stderr.count("production précédente")
        == 0
    )
    for _ in range(2):
        again = run("produire", EXAMPLE, "-o", tmp_path, "--rapport-seul")
        told = [
            line
            for line in again.stderr.splitlines()
            if "vient d'une production précédente" in line
        ]
        assert again.exit_code == 0
        assert [line.split("»")[0] for line in told] == [
            "« justificatif.xlsx ",
            "« chiffres-en-images.html ",
        ]


def test_a_proof_that_would_be_too_long_is_not_made_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.explain.proof.MOST_PROOFS", 100)
    copy = tmp_path / "estinnes-2023 (1).xlsx"
    shutil.copy(EXAMPLE, copy)
    for words in ((EXAMPLE,), (EXAMPLE, copy, "--coeurs", 1)):
        result = run("produire", *words, "-o", tmp_path / "out")
        assert result.output.count("Pas de justificatif : il serait trop long.") == 1
        made = {file.name for file in (tmp_path / "out" / REPORT).parent.iterdir()}
        assert made == {REPORT.name, "chiffres-en-images.html", STAMP}
    alone = run("produire", EXAMPLE, "-o", tmp_path / "out", "--rapport-seul")
    assert alone.exit_code == 0 and "Pas de justificatif" not in alone.output


def test_the_same_workbook_gives_the_same_bytes_and_is_not_touched(
    tmp_path: Path,
) -> None:
    before = hashlib.sha256(EXAMPLE.read_bytes()).digest()
    for folder in ("a", "b"):
        assert run("produire", EXAMPLE, "-o", tmp_path / folder).exit_code == 0
    assert (tmp_path / "a" / REPORT).read_bytes() == (
        tmp_path / "b" / REPORT
    ).read_bytes()
    assert hashlib.sha256(EXAMPLE.read_bytes()).digest() == before


def test_with_an_error_nothing_is_written_and_the_cell_is_named(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.xlsx"
    book = openpyxl.load_workbook(EXAMPLE)
    for row in (8, 9, 10):
        book["Contacts"][f"C{row}"] = "pigeon voyageur"
    book.save(faulty)
    result = run("produire", faulty, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()
    assert (
        "Contacts!C8:C10 (3 fois) : « pigeon voyageur » n'est pas dans la liste"
        in result.stderr
    )
    assert result.stderr.count("pigeon") == 1


def test_an_old_report_stands_when_the_new_one_is_refused(tmp_path: Path) -> None:
    assert run("produire", EXAMPLE, "-o", tmp_path).exit_code == 0
    before = (tmp_path / REPORT).read_bytes()
    broken = tmp_path / "estinnes.xlsx"
    broken.write_bytes(EXAMPLE.read_bytes()[:5000])
    assert run("produire", broken, "-o", tmp_path).exit_code == 1
    assert (tmp_path / REPORT).read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"nom;code\n", b"\xd0\xcf\x11\xe0 old", b"<html></html>"]
)
def test_what_is_no_workbook_is_said_plainly(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "registre.xlsx"
    file.write_bytes(content)
    result = run("produire", file, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "registre.xlsx n'est pas un classeur" in result.stderr


def test_a_workbook_that_is_not_there(tmp_path: Path) -> None:
    result = run("produire", tmp_path / "absent.xlsx")
    assert result.exit_code == 2
    assert "n'existe pas" in result.stderr


def test_the_empty_workbook(tmp_path: Path) -> None:
    made = tmp_path / "classeur.xlsx"
    words = [
        "classeur",
        "dics-2023",
        "--commune",
        "L'Écluse & Cie",
        "--annee",
        2024,
        "--equipement",
        "Les Pins",
    ]
    assert run(*words, "-o", made).exit_code == 0
    book = openpyxl.load_workbook(made)
    assert [cell.value for cell in book["Identification"][5]][:3] == [
        "dics-2023",
        "L'Écluse & Cie",
        2024,
    ]
    assert book["Équipements"]["A5"].value == "Les Pins"
    before = made.read_bytes()
    again = run(*words, "-o", made)
    assert again.exit_code == 2 and "existe déjà" in again.stderr
    assert made.read_bytes() == before


def test_a_year_that_the_form_does_not_cover(tmp_path: Path) -> None:
    result = run(
        "classeur",
        "dics-2023",
        "--commune",
        "X",
        "--annee",
        2022,
        "-o",
        tmp_path / "x.xlsx",
    )
    assert result.exit_code == 2 and "2023 à 2026" in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_made_files_are_made_elsewhere_too(tmp_path: Path) -> None:
    assert run("modele", "fabriquer", "dics-2023", "-o", tmp_path).exit_code == 0
    assert (tmp_path / "templates_docx" / "dics-2023" / "modele.docx").exists()


@pytest.mark.parametrize(
    "words", [[], ["produire"], ["classeur"], ["modele"], ["modele", "fabriquer"]]
)
def test_the_help_is_in_french(words: list[str]) -> None:
    text = run(*words, "--help").output
    assert "Affiche cette aide." in text
    for english in (
        "Show",
        "Usage:",
        "Error",
        "required",
        "default:",
        "Commands",
        "TEXT",
        "INTEGER",
    ):
        assert english not in text


def test_misuse_is_told_in_french() -> None:
    assert "Il manque l'argument" in run("produire").stderr
    assert "Vouliez-vous dire 'produire' ?" in run("produit").stderr


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    result = run("produire", EXAMPLE, "-o", tmp_path / "taken" / "below")
    assert result.exit_code == 2
    assert "Impossible d'écrire" in result.stderr


def test_names_of_files_and_folders(tmp_path: Path) -> None:
    odd = tmp_path / "dossier d'été & co" / "registre (1) é.xlsx"
    odd.parent.mkdir()
    shutil.copy(EXAMPLE, odd)
    assert run("produire", odd, "-o", odd.parent / "sorties").exit_code == 0
    assert (odd.parent / "sorties" / REPORT).exists()


# ---- files without a command, as dropped on the program


@pytest.mark.parametrize(
    ("source", "folder"),
    [(EXAMPLE, "estinnes-2023"), (PLAN, "cpas-de-bruxelles-clss-2022-2025")],
)
def test_a_workbook_alone_is_verified_then_produced_beside_it(
    source: Path, folder: str, tmp_path: Path
) -> None:
    given = tmp_path / "mon classeur.xlsx"
    shutil.copy(source, given)
    result = run(given)
    assert result.exit_code == 0, result.output
    assert (
        result.stdout.startswith("mon classeur.xlsx : 0 faute, ")
        and "Rapport : " in result.stdout
    )
    assert result.stderr == ""  # the warnings are told once, by the list
    made = sorted(file.name for file in (tmp_path / folder).iterdir())
    assert made[:1] + made[2:] == [
        STAMP,
        "chiffres-en-images.html",
        "justificatif.xlsx",
    ] and made[1].endswith(".docx")
    assert {file.name for file in tmp_path.iterdir()} == {
        given.name,
        folder,
        "mon classeur - à corriger.xlsx",
    }
    assert given.read_bytes() == source.read_bytes()


def test_a_faulty_workbook_alone_is_marked_and_not_produced(tmp_path: Path) -> None:
    faulty = tmp_path / "fautif.xlsx"
    faulty.write_bytes(workbook(contact(5, mode="pigeon")))
    result = run(faulty)
    assert (
        result.exit_code == 1 and "« pigeon » n'est pas dans la liste" in result.stdout
    )
    assert {file.name for file in tmp_path.iterdir()} == {
        faulty.name,
        "fautif - à corriger.xlsx",
    }
    absent = run(tmp_path / "absent.xlsx")
    assert absent.exit_code == 2 and "absent.xlsx n'existe pas" in absent.stderr
    (tmp_path / "vieux.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert run(tmp_path / "vieux.xls").exit_code == 1


@pytest.mark.parametrize("as_folder", [True, False], ids=["a folder", "several files"])
def test_a_folder_or_several_files_without_a_command(
    as_folder: bool, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook())
    (tmp_path / "b.xlsx").write_bytes(
        workbook(identification(5, commune="Binche"), contact(5, mode="pigeon"))
    )
    shutil.copy(PLAN, tmp_path / "c.xlsx")
    (tmp_path / "d.csv").write_text("x", encoding="utf-8")
    result = run(
        *([tmp_path] if as_folder else [tmp_path / f"{name}.xlsx" for name in "abc"])
    )
    assert result.exit_code == 1
    assert (
        result.stdout.startswith("a.xlsx : 0 faute")
        and "3 classeurs : 2 produits, 1 refusé" in result.stdout
    )
    assert ("d.csv" in result.stdout) == as_folder
    reports = {
        file.parent.relative_to(tmp_path).as_posix()
        for file in tmp_path.rglob("*.docx")
    }
    assert reports == {"clairbois-2023", "cpas-de-bruxelles-clss-2022-2025"}


def test_a_word_that_is_neither_command_nor_file_is_told(tmp_path: Path) -> None:
    result = run("produit")
    assert result.exit_code == 2 and "Vouliez-vous dire 'produire' ?" in result.stderr


def test_usage_without_a_command_is_that_of_the_program(tmp_path: Path) -> None:
    for result in (run(tmp_path, "--help"), run(tmp_path, "--rien"), run(tmp_path)):
        assert (
            result.output.startswith("Usage : canevas [OPTIONS] FICHIER...\n")
            and "traiter" not in result.output
        )
    assert "pour FICHIER... : aucun classeur" in run(tmp_path).stderr


# ---- two files, of which one must be the report


@pytest.mark.parametrize("source", [EXAMPLE, PLAN], ids=["dics", "clss"])
def test_two_workbooks_or_two_reports_to_compare_are_told_as_such(
    source: Path, tmp_path: Path
) -> None:
    report, under_another_name = tmp_path / "rapport.docx", tmp_path / "classeur.docx"
    shutil.copy(source, under_another_name)
    report.write_bytes(b"x")
    for first in (source, under_another_name):
        result = run("controler", first, source)
        assert result.exit_code == 2 and result.stdout == ""
        both = f"« {first.name} » et « {source.name} » sont deux classeurs."
        assert (
            f"{both} L'un des deux doit être le rapport Word (.docx)." in result.stderr
        )
    for second in (report, tmp_path / "absent.docx"):
        twice = run("controler", report, second)
        assert twice.exit_code == 2
        assert (
            f"« {second.name} » sont deux documents Word. L'un des deux doit être le classeur"
            " Excel (.xlsx)." in twice.stderr
        )


def test_two_workbooks_to_compare_of_which_one_is_encrypted_or_at_fault(
    tmp_path: Path,
) -> None:
    locked, faulty = tmp_path / "coffre.xlsx", tmp_path / "fautif.xlsx"
    locked.write_bytes(encrypted(EXAMPLE.read_bytes()))
    faulty.write_bytes(workbook(contact(5, mode="pigeon")))
    for words in (
        (locked, EXAMPLE),
        (EXAMPLE, locked),
        (faulty, EXAMPLE),
        (EXAMPLE, faulty),
    ):
        assert "sont deux classeurs." in run("controler", *words).stderr
