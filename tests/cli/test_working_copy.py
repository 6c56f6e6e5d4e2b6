"""The one working copy: its marks are renewed in itself, what somebody typed into it is
never lost, and once all is mended it becomes the workbook.
"""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from pipeline.cli.terminal import quoted
from pipeline.deliver import delivery
from pipeline.deliver.delivery import DeliveryError, adopt, replace_known
from pipeline.page.tasks import Page
from tests.cli.test_cli import run
from tests.support.clss_faults import plan_workbook, quartier
from tests.support.faults import contact, menage, workbook
from tests.support.paths import ROOT
from tests.support.systems import CANEVAS, posix

FAULTY, OTHER = menage(5, statut=None), contact(8, mode="pigeon")
COPY, KEPT = "hp - à corriger.xlsx", "hp (avant corrections).xlsx"
WORKED_IN = "n'est pas touchée : quelqu'un y a travaillé"
Typed = Callable[[Workbook], object]


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A workbook with one fault, and its copy beside it."""
    return with_copy(tmp_path / "hp.xlsx", workbook(FAULTY))


def with_copy(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    assert run("verifier", path).exit_code == 1
    return path


def typed(path: Path, change: Typed) -> bytes:
    """The file once a person has worked in it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path.read_bytes()


def cell(sheet: str, place: str, value: object) -> Typed:
    return lambda book: setattr(book[sheet][place], "value", value)


def comment(place: str, text: str) -> Typed:
    return lambda book: setattr(book["Ménages"][place], "comment", Comment(text, "CM"))


def status(value: str) -> Typed:
    return cell("Ménages", "C5", value)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def cells(path: Path) -> Mapping[str, object]:
    """All that stands in the sheets but ours."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book.worksheets
        if sheet.title != "À corriger"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


# ---- a run on the original


def test_there_is_one_copy_which_follows_the_workbook(
    original: Path, tmp_path: Path
) -> None:
    copy = tmp_path / COPY
    first = copy.read_bytes()
    assert f"sont marquées : {quoted(copy)}" in run("verifier", original).stdout
    assert copy.read_bytes() == first
    typed(original, cell("Ménages", "C6", "Astronaute"))
    assert f"sont marquées : {quoted(copy)}" in run("verifier", original).stdout
    assert names(tmp_path) == {original.name, COPY}
    assert openpyxl.load_workbook(copy)["Ménages"]["C6"].comment


@pytest.mark.parametrize(
    "change",
    [
        status("Travail"),
        cell("Ménages", "AZ9", "une note dans une colonne à elle"),
        cell("À corriger", "E5", "voulu, CM, 12/01"),
        comment("B20", "à rappeler"),
        lambda book: book.create_sheet("Ses notes").append(["rappeler"]),
        lambda book: book.remove(book["À corriger"]),
    ],
    ids=[
        "a form cell",
        "an own column",
        "a reason",
        "an own comment",
        "an own sheet",
        "without our list",
    ],
)
def test_a_copy_in_which_somebody_has_worked_is_left(
    change: Typed, tmp_path: Path
) -> None:
    original = with_copy(tmp_path / "hp.xlsx", workbook(FAULTY, OTHER))
    worked_in = typed(tmp_path / COPY, change)
    result = run("verifier", original)
    assert WORKED_IN in result.stdout and f'canevas verifier "{tmp_path / COPY}"' in (
        result.stdout
    )
    assert result.exit_code == 1 and names(tmp_path) == {original.name, COPY}
    assert (tmp_path / COPY).read_bytes() == worked_in


def own_words(book: Workbook) -> None:
    """Another word of one's own above ours, in the comment of a marked cell."""
    marked = book["Ménages"]["C5"]
    assert marked.comment and "── Canevas ──" in marked.comment.text
    text = marked.comment.text.replace("à demander", "demandé le 12")
    marked.comment = Comment(text, "CM")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (own_words, WORKED_IN),
        (lambda book: None, "sont marquées"),
        (comment("C5", "à demander"), "sont marquées"),
    ],
    ids=["own words", "saved again", "our lines erased"],
)
def test_of_a_comment_at_a_marked_cell_the_own_words_count(
    change: Typed, said: str, tmp_path: Path
) -> None:
    original = tmp_path / "hp.xlsx"
    original.write_bytes(workbook(FAULTY))
    typed(original, comment("C5", "à demander"))
    with_copy(original, original.read_bytes())
    typed(tmp_path / COPY, change)
    assert said in run("verifier", original).stdout


def test_a_comment_written_meanwhile_in_the_workbook_is_not_lost(
    original: Path, tmp_path: Path
) -> None:
    copy = mended(tmp_path)
    changed = typed(original, comment("B20", "à rappeler"))
    result = run("verifier", "--adopter-copie", copy)
    assert result.exit_code == 2 and "a changé depuis que la copie" in result.stdout
    assert original.read_bytes() == changed


def test_one_that_was_only_saved_again_is_renewed(
    original: Path, tmp_path: Path
) -> None:
    typed(tmp_path / COPY, lambda book: None)
    assert "sont marquées" in run("verifier", original).stdout


@pytest.mark.parametrize("data", [b"", b"no workbook", workbook(FAULTY)])
def test_what_is_no_copy_of_ours_is_left(data: bytes, tmp_path: Path) -> None:
    (tmp_path / COPY).write_bytes(data)
    (tmp_path / "hp.xlsx").write_bytes(workbook(FAULTY))
    assert WORKED_IN in run("verifier", tmp_path / "hp.xlsx").stdout
    assert (tmp_path / COPY).read_bytes() == data


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / COPY).mkdir()
    (tmp_path / "hp.xlsx").write_bytes(workbook(FAULTY))
    result = run("verifier", tmp_path / "hp.xlsx")
    assert result.exit_code == 2 and "un dossier porte ce nom" in result.stderr


def test_a_copy_of_a_workbook_mended_in_itself_serves_no_more(
    original: Path, tmp_path: Path
) -> None:
    typed(original, status("Travail"))
    result = run("verifier", original)
    assert result.exit_code == 0 and f"« {tmp_path / COPY} » ne sert plus" in (
        result.stdout
    )
    assert names(tmp_path) == {original.name, COPY}


# ---- a run on the copy


@pytest.mark.parametrize("command", ["verifier", "produire"])
@pytest.mark.parametrize(
    ("data", "mend", "other"),
    [
        (workbook(FAULTY, OTHER), status("Travail"), "Contacts!C8"),
        (
            plan_workbook(quartier(7, extension="peut-être", nom=None)),
            cell("Quartiers", "B7", "oui"),
            "Quartiers!A7",
        ),
    ],
    ids=["dics", "clss"],
)
def test_the_marks_are_renewed_in_the_copy_itself(
    command: str, data: bytes, mend: Typed, other: str, tmp_path: Path
) -> None:
    original, copy = with_copy(tmp_path / "hp.xlsx", data), tmp_path / COPY
    typed(copy, mend)
    before = cells(copy)
    words = ["-o", tmp_path / "out"] if command == "produire" else []
    result = run(command, copy, *words)
    assert result.exit_code == 1 and f"sont marquées : {quoted(copy)}" in result.stdout
    assert "Pour une copie" not in result.output
    assert names(tmp_path) == {original.name, COPY} and original.read_bytes() == data
    assert cells(copy) == before
    (line,) = openpyxl.load_workbook(copy)["À corriger"].iter_rows(5, values_only=True)
    assert line[1] == other


@pytest.mark.parametrize("owner", [f"~${COPY}", f".~lock.{COPY}#"])
def test_an_open_copy_is_told_and_left(
    owner: str, original: Path, tmp_path: Path
) -> None:
    (tmp_path / owner).write_bytes(b"")
    for worked in (False, True):
        left = (tmp_path / COPY).read_bytes()
        if worked:
            left = typed(tmp_path / COPY, status("Travail"))
        result = run("verifier", tmp_path / COPY if worked else original)
        typed(original, cell("Ménages", "C6", "Astronaute"))
        assert (tmp_path / COPY).read_bytes() == left
    assert result.exit_code == 2 and "est ouvert dans Word, Excel ou" in result.stderr


def test_a_workbook_that_only_has_the_name_of_a_copy_is_not_changed(
    tmp_path: Path,
) -> None:
    path = tmp_path / COPY
    path.write_bytes(workbook(FAULTY))
    assert "porte le nom d'une copie" in run("verifier", path).stdout
    assert path.read_bytes() == workbook(FAULTY) and names(tmp_path) == {COPY}


def test_a_copy_is_known_by_its_name_however_its_accent_is_spelled(
    original: Path, tmp_path: Path
) -> None:
    for name in (unicodedata.normalize("NFD", COPY), "hp - à corriger (1).xlsx"):
        spelled = (tmp_path / COPY).rename(tmp_path / name)
        assert f"sont marquées : {quoted(spelled)}" in run("verifier", spelled).stdout
        assert names(tmp_path) == {original.name, name}
        spelled.rename(tmp_path / COPY)


def test_in_another_folder_each_has_its_own(tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "hp.xlsx").write_bytes(workbook(FAULTY))
    run("verifier", tmp_path / "a" / "hp.xlsx", "-o", copies)
    mended = typed(copies / COPY, status("Travail"))
    assert WORKED_IN in run("verifier", tmp_path / "b" / "hp.xlsx", "-o", copies).stdout
    assert (copies / COPY).read_bytes() == mended


def test_a_copy_that_cannot_be_written_leaves_no_workbook_untold(
    tmp_path: Path,
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(workbook(FAULTY))
    (tmp_path / "taken").write_bytes(b"")
    both = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    result = run("verifier", *both, "-o", tmp_path / "taken" / "below")
    assert result.exit_code == 2 and "b.xlsx : 1 faute," in result.stdout
    assert result.stderr.count("Impossible d'écrire dans") == 2


# ---- the copy becomes the workbook


def mended(folder: Path) -> Path:
    typed(folder / COPY, status("Travail"))
    return folder / COPY


def test_a_mended_copy_is_adopted_where_that_is_asked(
    original: Path, tmp_path: Path
) -> None:
    copy, data = mended(tmp_path), original.read_bytes()
    for _ in range(2):  # what it was made of is still known without a mark
        said = run("verifier", copy)
        assert f'canevas verifier --adopter-copie "{copy}"' in said.stdout
        assert said.exit_code == 0 and names(tmp_path) == {original.name, COPY}
    meant = cells(copy)
    result = run("verifier", "--adopter-copie", copy)
    assert (
        f"Votre classeur : {quoted(original)}" in result.stdout
        and result.exit_code == 0
    )
    assert "Copie" not in result.stdout  # it is gone
    assert names(tmp_path) == {original.name, KEPT}
    assert (tmp_path / KEPT).read_bytes() == data and cells(original) == meant
    assert "À corriger" not in openpyxl.load_workbook(original).sheetnames
    assert run("verifier", original).exit_code == 0


def test_the_report_is_made_and_then_the_copy_is_adopted(
    original: Path, tmp_path: Path
) -> None:
    copy = mended(tmp_path)
    result = run("produire", "--adopter-copie", copy, "-o", tmp_path / "out")
    assert result.exit_code == 0 and "Rapport : " in result.stdout
    assert names(tmp_path) == {original.name, KEPT, "out"}
    again = run("produire", tmp_path, "-o", tmp_path / "out")
    assert again.stdout.startswith(KEPT) and "copie de hp.xlsx, d'après son nom" in (
        again.stdout
    )
    assert "1 produit" in again.stdout


def test_a_former_one_that_was_kept_is_never_replaced(
    original: Path, tmp_path: Path
) -> None:
    copy, data = mended(tmp_path), original.read_bytes()
    (tmp_path / KEPT).write_bytes(b"of last time")
    result = run("verifier", "--adopter-copie", copy)
    assert result.exit_code == 2 and "un fichier porte déjà ce nom" in result.stderr
    assert original.read_bytes() == data and names(tmp_path) == {"hp.xlsx", COPY, KEPT}
    assert (tmp_path / KEPT).read_bytes() == b"of last time"


def test_a_workbook_changed_since_is_not_replaced(
    original: Path, tmp_path: Path
) -> None:
    copy = mended(tmp_path)
    changed = typed(original, cell("Ménages", "AZ6", "rappelé"))
    result = run("verifier", "--adopter-copie", copy)
    assert result.exit_code == 2 and "a changé depuis que la copie" in result.stdout
    assert original.read_bytes() == changed and names(tmp_path) == {"hp.xlsx", COPY}


def test_errors_and_other_files_are_not_adopted(original: Path, tmp_path: Path) -> None:
    left = run("verifier", "--adopter-copie", tmp_path / COPY)
    assert left.exit_code == 1 and "ne devient pas encore votre classeur" in left.stdout
    other = run("verifier", "--adopter-copie", original)
    assert other.exit_code == 2 and f'--adopter-copie "{tmp_path / COPY}"' in (
        other.stderr
    )
    assert names(tmp_path) == {original.name, COPY}


@posix("a terminal")
@pytest.mark.parametrize(("answer", "left"), [("o", KEPT), ("non", COPY), ("", COPY)])
def test_a_person_at_a_terminal_is_asked(
    answer: str, left: str, original: Path, tmp_path: Path
) -> None:
    ours, theirs = os.openpty()
    words = [sys.executable, "-c", CANEVAS, "verifier", str(mended(tmp_path))]
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        words, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, timeout=60
    )
    said = os.read(ours, 1 << 16).decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    assert "Tout est corrigé : faites de cette copie votre classeur ?" in said
    assert names(tmp_path) == {original.name, left}


# ---- whole, or not at all


def test_a_failure_on_the_way_leaves_both_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, copy, kept = (tmp_path / name for name in ("hp.xlsx", COPY, KEPT))
    book.write_bytes(b"former")
    copy.write_bytes(b"copy")
    assert not adopt(copy, b"another", b"new", book, kept)
    real = os.replace

    def full(source: Path, target: Path) -> None:
        if target == book and source.suffix == ".tmp":
            raise OSError(28, "full")
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(DeliveryError):
        patch.setattr(os, "replace", full)
        adopt(copy, b"copy", b"new", book, kept)
    assert names(tmp_path) == {"hp.xlsx", COPY} and book.read_bytes() == b"former"
    assert adopt(copy, b"copy", b"new", book, kept)
    assert book.read_bytes() == b"new" and kept.read_bytes() == b"former"
    assert names(tmp_path) == {"hp.xlsx", KEPT}


def test_what_another_run_writes_just_before_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, lock = tmp_path / "hp.xlsx", delivery._lock

    def late(handle: int) -> None:
        target.write_bytes(b"of the other run")
        lock(handle)

    monkeypatch.setattr(delivery, "_lock", late)
    for known in (None, b"what stood there"):
        assert not replace_known(target, b"ours", known)
    assert target.read_bytes() == b"of the other run" and names(tmp_path) == {
        target.name
    }


# ---- the page


def test_the_page_makes_the_same_copy_where_it_is_asked_and_none_else(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = Page()
    page.open(original.name, original.read_bytes(), None)
    assert {*(tmp_path / "classeur").iterdir()} == {tmp_path / "classeur" / "hp.xlsx"}
    assert page.marked_copy()["files"] == {COPY: (tmp_path / COPY).read_bytes()}
    copy = mended(tmp_path)
    page.open(COPY, copy.read_bytes(), None)
    (made,) = page.marked_copy()["files"].items()
    run("verifier", "--adopter-copie", copy)
    assert made == (original.name, original.read_bytes())
