"""All that is noted on one household, and nothing of another: the page for a request of
access.
"""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from tests.cli.test_cli import EXAMPLE, PLAN, run
from tests.workbook.test_admission import PASSWORD, encrypted

PAGE = "Fiche du ménage H-017.html"


@pytest.fixture
def book() -> Workbook:
    """The example: H-017 has its row, contacts and a file."""
    return openpyxl.load_workbook(EXAMPLE)


def page_of(book: Workbook, tmp_path: Path, code: str = "H-017") -> str:
    """The text of the page: tags are bars, entities are read."""
    file = tmp_path / "registre.xlsx"
    book.save(file)
    result = run("fiche-menage", file, code)
    assert result.exit_code == 0, result.output
    text = (tmp_path / PAGE).read_text(encoding="utf-8").partition("<body>")[2]
    return re.sub(r"\s*(\|\s*)+", "|", html.unescape(re.sub(r"<[^>]+>", "|", text)))


def row_of(book: Workbook, code: str) -> int:
    return next(int(one.row) for one in book["Ménages"]["A"] if one.value == code)


def test_the_rows_of_a_household_are_told_whole(book: Workbook, tmp_path: Path) -> None:
    row = row_of(book, "H-017")
    contacts = [
        line
        for line in book["Contacts"].iter_rows(min_row=5, values_only=True)
        if "H-017" in str(line[1])
    ]
    files = [
        line
        for line in book["Dossiers d'allocation"].iter_rows(min_row=5, values_only=True)
        if line[1] == "H-017"
    ]
    text = page_of(book, tmp_path)
    heads = [str(cell.value).removesuffix(" *") for cell in book["Ménages"][4]]
    filled = [
        (head, cell.value)
        for head, cell in zip(heads, book["Ménages"][row], strict=True)
        if cell.value is not None
    ]
    assert len(filled) > 5 and contacts
    for head, value in filled:
        shown = value if isinstance(value, str) else f"{value:%d/%m/%Y}"
        assert re.search(rf"\|{re.escape(head)}( \*)?\|{re.escape(shown)}\|", text)
    for line in [*contacts, *files]:
        first = line[0] if isinstance(line[0], str) else f"{line[0]:%d/%m/%Y}"
        assert f"|{first}|" in text
    told = text.partition("|Contacts|")[2].partition("|Dossiers d'allocation|")[0]
    assert len(re.findall(r"\|\d\d/\d\d/\d{4}\|", told)) == len(contacts)


def test_own_columns_own_sheets_comments_and_mentions_are_told(
    book: Workbook, tmp_path: Path
) -> None:
    menages, contacts = book["Ménages"], book["Contacts"]
    last = menages.max_column + 1
    menages.cell(4, last, "Animaux")
    menages.cell(row_of(book, "H-017"), last, "Deux chiens")
    menages.cell(row_of(book, "H-021"), last, "Un chat ; le frère de h 17 y vit aussi")
    menages.cell(row_of(book, "H-017"), 2).comment = Comment("Clé chez la voisine", "X")
    menages.cell(row_of(book, "H-021"), 2).comment = Comment(
        "Rien pour les autres", "X"
    )
    contacts["F5"].comment = Comment("Rappeler H-017 lundi", "X")
    own = book.create_sheet("Mes notes")
    own.append(["Ménage", "À faire", "Montant"])
    own.append(["H-017", "Demander la facture", 12.5])
    own.append(["H-021", "Secret d'un autre", 99])
    own.append([None, "Réunion avec H-017 et H-021 mardi"])
    own.sheet_state = "hidden"
    text = page_of(book, tmp_path)
    for there in (
        "|Animaux|Deux chiens|",
        "|Un chat ; le frère de h 17 y vit aussi|",
        "|Commentaire : Clé chez la voisine|",
        "|Commentaire : Rappeler H-017 lundi|",
        "|À faire|Demander la facture|Montant|12,5|",
        "|Réunion avec H-017 et [autre ménage] mardi|",
    ):
        assert there in text, there
    for absent in ("Rien pour les autres", "Secret d'un autre", "99"):
        assert absent not in text


def test_no_other_code_is_on_the_page(book: Workbook, tmp_path: Path) -> None:
    codes = {str(cell.value) for cell in book["Ménages"]["A"][4:] if cell.value}
    page = book["Contacts"]
    page["B5"], page["F5"] = "H-017 ; H-021", "Avec h021, et H‑0022 (cousin de H-017)"
    file = tmp_path / "registre.xlsx"
    book.save(file)
    result = run("fiche-menage", file, "h17")
    text = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert "H-017 ; [autre ménage]" in text
    assert "Avec [autre ménage], et [autre ménage] (cousin de H-017)" in text
    others = [code for code in codes - {"H-017"} if re.search(rf"{code}(?!\d)", text)]
    assert len(codes) > 80 and others == []
    assert "nomme" in result.output and "autre" in result.output
    assert not [code for code in codes - {"H-017"} if code in result.output]


def test_the_lines_that_name_others_too_are_counted(
    book: Workbook, tmp_path: Path
) -> None:
    """Three: a remark in its row, a cell beside, a comment; not a line of its own."""
    menages, own = book["Ménages"], book.create_sheet("H-016 et autres")
    menages.cell(4, menages.max_column + 1, "À nous")
    menages.cell(row_of(book, "H-017"), menages.max_column, "Frère de H-016 et H-021")
    own.append(["Ménage", "À faire"])
    own.append([None, "Voir H-017 avec H-016"])
    own.append(["H-017", "Facture"])
    own["B3"].comment = Comment("comme h 21", "X")
    text = page_of(book, tmp_path)
    file = tmp_path / "registre.xlsx"
    assert "|[autre ménage] et autres|" in text and "H-016" not in text
    (tmp_path / PAGE).unlink()
    said = run("fiche-menage", file, "H-017").output
    assert "3 lignes de la fiche nomment aussi d'autres ménages" in said


def test_two_codes_in_one_cell_hide_only_the_other(
    book: Workbook, tmp_path: Path
) -> None:
    """« H-017/H-016 » is no code, though it stands where one does."""
    book["Contacts"]["B5"] = "H-017/H-016"
    book["Contacts"]["F5"] = "Une visite à deux"
    text = page_of(book, tmp_path)
    assert "|H-017/[autre ménage]|" in text and "Une visite à deux" in text


def test_a_code_with_a_stroke_that_the_register_has_is_one(
    book: Workbook, tmp_path: Path
) -> None:
    book["Ménages"].cell(row_of(book, "H-021"), 1, "H-017/H-016")
    book["Contacts"]["B5"], book["Contacts"]["F5"] = "H-017/H-016", "Un secret"
    text = page_of(book, tmp_path)
    assert "H-017/" not in text and "Un secret" not in text


def test_an_example_of_a_code_in_the_forms_own_words_names_nobody(
    book: Workbook, tmp_path: Path
) -> None:
    """Lisez-moi says « H-001 »."""
    file = tmp_path / "registre.xlsx"
    book.save(file)
    assert run("fiche-menage", file, "H-001").exit_code == 0
    text = (tmp_path / PAGE.replace("017", "001")).read_text(encoding="utf-8")
    assert "Lisez-moi" not in text and "|H-001|" in re.sub("<[^>]+>", "|", text)


def test_what_a_cell_holds_is_no_tag(book: Workbook, tmp_path: Path) -> None:
    row = row_of(book, "H-017")
    book["Ménages"].cell(row, 34, "<script>alert(1)</script> & co")
    book.save(tmp_path / "registre.xlsx")
    assert run("fiche-menage", tmp_path / "registre.xlsx", "H-017").exit_code == 0
    text = (tmp_path / PAGE).read_text(encoding="utf-8")
    assert (
        "<script" not in text and "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text
    )


def test_a_code_that_is_typed_nearly_is_suggested_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    result = run("fiche-menage", EXAMPLE, "H-0171", "-o", tmp_path)
    assert result.exit_code == 2 and "Vouliez-vous dire" in result.output
    assert "H-017" in result.output and [*tmp_path.iterdir()] == []


def test_a_plan_has_no_households(tmp_path: Path) -> None:
    result = run("fiche-menage", PLAN, "H-017", "-o", tmp_path)
    assert result.exit_code == 2 and "ne parle pas de ménages" in result.output
    assert [*tmp_path.iterdir()] == []


def test_a_page_in_which_somebody_may_have_worked_stays(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path / "registre.xlsx")
    (tmp_path / PAGE).write_text("retouchée", encoding="utf-8")
    result = run("fiche-menage", tmp_path / "registre.xlsx", "H-017")
    assert result.exit_code == 2 and "existe déjà" in result.output
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == "retouchée"


def test_codes_that_are_not_in_the_register_are_told(
    book: Workbook, tmp_path: Path
) -> None:
    """One of them may be this household, typed wrong."""
    book["Contacts"]["B5"] = "H-0I77X"
    book.save(tmp_path / "registre.xlsx")
    result = run("fiche-menage", tmp_path / "registre.xlsx", "H-017")
    assert result.exit_code == 0
    assert "1 cellule a un code qui n'est pas dans le registre" in result.output


def test_of_a_file_that_cannot_be_read_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "registre.xlsx").write_bytes(b"PK rien")
    result = run("fiche-menage", tmp_path / "registre.xlsx", "H-017")
    assert result.exit_code == 1 and "Fautes" in result.output
    assert [file.name for file in tmp_path.iterdir()] == ["registre.xlsx"]


def test_of_an_encrypted_workbook_it_is_said_that_the_page_is_in_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "registre.xlsx"
    file.write_bytes(encrypted(EXAMPLE.read_bytes()))
    monkeypatch.setenv("CANEVAS_MOT_DE_PASSE", PASSWORD)
    result = run("fiche-menage", file, "H-017")
    assert result.exit_code == 0 and "mot de passe" in result.output
    assert (tmp_path / PAGE).exists()
