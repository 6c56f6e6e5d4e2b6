"""A faulty workbook brought to a clean report with what the product prints, and nothing
else.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from pipeline.cli import main, verifier
from pipeline.deliver import delivery as deliver
from pipeline.deliver.delivery import put_in_place
from tests.cli.test_cli import run
from tests.support.cases import beside
from tests.support.faults import menage, workbook
from tests.support.paths import ROOT

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
SLIPS = beside(__file__)["slips"]


def findings(path: Path) -> list[dict[str, Any]]:
    """What `verifier --json` says of a workbook."""
    result = CliRunner().invoke(main, ["verifier", "--json", str(path)])
    assert result.exit_code in (0, 1), result.output
    (told,) = json.loads(result.output)
    found: list[dict[str, Any]] = told["constats"]
    return found


def mend(path: Path, found: list[dict[str, Any]]) -> int:
    """Type what is suggested into the cells, as a person would; gives how many."""
    book, typed = openpyxl.load_workbook(path), 0
    for finding in found:
        hint = finding["piste"]
        for place in finding["cellules"] if hint else ():
            cell = book[finding["feuille"]][place]
            day = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", hint)
            cell.value = (
                datetime(int(day[3]), int(day[2]), int(day[1])) if day else hint
            )
            if day:
                cell.number_format = "dd/mm/yyyy"
            typed += 1
    book.save(path)
    return typed


def test_a_workbook_with_forty_slips_is_mended_by_its_own_hints(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(EXAMPLE)
    slips = [
        (sheet, place, typed)
        for sheet, cells in SLIPS.items()
        for place, typed in cells.items()
    ]
    for sheet, place, typed in slips:
        book[sheet][place] = typed
    opened = book["Dossiers d'allocation"]["D8"]
    opened.value = opened.value.strftime(
        "%d.%m.%Y"
    )  # the day itself, since the decision's date follows it
    path = tmp_path / "registre.xlsx"
    book.save(path)
    assert len(slips) + 1 == 40
    errors = [len([f for f in findings(path) if f["gravite"] == "erreur"])]
    for turn in range(1, 6):
        assert CliRunner().invoke(main, ["verifier", str(path)]).exit_code == 1
        path = tmp_path / f"registre - à corriger{f' {turn}' if turn > 1 else ''}.xlsx"
        assert openpyxl.load_workbook(path).sheetnames[0] == "À corriger"
        assert mend(path, findings(path))
        errors.append(len([f for f in findings(path) if f["gravite"] == "erreur"]))
        if not errors[-1]:
            break
    assert errors == sorted(errors, reverse=True) and errors[-1] == 0
    assert (
        CliRunner()
        .invoke(main, ["produire", str(path), "-o", str(tmp_path / "out")])
        .exit_code
        == 0
    )


# ---- no copy is replaced

FAULTY = menage(5, statut=None)


def made(path: Path, *changes: Any) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(workbook(*changes))
    return path


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_copy_that_someone_is_mending_is_never_replaced(tmp_path: Path) -> None:
    original = made(tmp_path / "hp.xlsx", FAULTY)
    one, two, three = (
        tmp_path / f"hp - à corriger{number}.xlsx" for number in ("", " 2", " 3")
    )
    assert f'sont marquées : "{one}"' in run("verifier", original).stdout
    fresh = one.read_bytes()
    again = run("verifier", original)
    assert f'sont marquées, déjà là : "{one}"' in again.stdout and again.exit_code == 1
    assert names(tmp_path) == {one.name, original.name}
    begun = made(one, FAULTY, menage(6, statut="travail")).read_bytes()
    assert f'sont marquées : "{two}"' in run("verifier", original).stdout
    assert (one.read_bytes(), two.read_bytes()) == (begun, fresh)
    assert f'déjà là : "{two}"' in run("verifier", original).stdout
    assert (
        f'sont marquées : "{three}"' in run("verifier", one).stdout
    )  # the copy of a copy, past what is taken
    assert names(tmp_path) == {two.name, three.name, one.name, original.name}


def test_a_mended_copy_is_not_replaced_either(tmp_path: Path) -> None:
    copy = made(tmp_path / "hp - à corriger 4.xlsx")
    done, other = tmp_path / "hp - corrigé.xlsx", tmp_path / "hp - corrigé 2.xlsx"
    assert f'Copie sans plus aucune marque : "{done}"' in run("verifier", copy).stdout
    assert (
        f'Copie sans plus aucune marque, déjà là : "{done}"'
        in run("verifier", copy).stdout
    )
    fresh, _ = done.read_bytes(), done.write_bytes(b"what someone has written since")
    assert f'Copie sans plus aucune marque : "{other}"' in run("verifier", copy).stdout
    assert (
        done.read_bytes() == b"what someone has written since"
        and other.read_bytes() == fresh
    )
    assert names(tmp_path) == {copy.name, other.name, done.name}


def test_workbooks_of_one_name_have_each_their_copy(tmp_path: Path) -> None:
    one, two = (
        made(tmp_path / "a" / "hp.xlsx", FAULTY),
        made(tmp_path / "b" / "hp.xlsx", menage(6, statut=None)),
    )
    copies = tmp_path / "copies"
    (copies / "hp - à corriger.xlsx").mkdir(parents=True)  # a folder takes a name too
    assert run("verifier", one, two, "-o", copies).exit_code == 1
    assert names(copies) == {
        "hp - à corriger 2.xlsx",
        "hp - à corriger 3.xlsx",
        "hp - à corriger.xlsx",
    }


def test_a_copy_is_known_by_its_name_however_its_accent_is_spelled(
    tmp_path: Path,
) -> None:
    made(tmp_path / unicodedata.normalize("NFD", "hp - à corriger 2.xlsx"), FAULTY)
    (spelled,) = tmp_path.iterdir()
    assert "hp - à corriger 3.xlsx" in run("verifier", spelled).stdout


def test_a_name_that_is_taken_is_not_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each trial looks through the whole folder, and there may be thousands of copies."""
    original, tried = made(tmp_path / "hp.xlsx", FAULTY), []

    def noted(target: Path, *words: Any, **more: Any) -> bool:
        tried.append(target.name)
        return put_in_place(target, *words, **more)

    for number in ("", " 2", " 3"):
        (tmp_path / f"hp - à corriger{number}.xlsx").write_bytes(b"mended since")
    monkeypatch.setattr(verifier, "put_in_place", noted)
    assert run("verifier", original).exit_code == 1
    assert tried == ["hp - à corriger 4.xlsx"]


def test_a_copy_that_cannot_be_written_leaves_no_workbook_untold(
    tmp_path: Path,
) -> None:
    one, two = made(tmp_path / "a.xlsx", FAULTY), made(tmp_path / "b.xlsx", FAULTY)
    (tmp_path / "taken").write_bytes(b"")
    result = run("verifier", one, two, "-o", tmp_path / "taken" / "below")
    assert result.exit_code == 2
    assert (
        "a.xlsx : 1 erreur," in result.stdout and "b.xlsx : 1 erreur," in result.stdout
    )
    assert result.stderr.count("Impossible d'écrire dans") == 2


def test_a_name_that_another_run_takes_just_before_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, lock = tmp_path / "hp.xlsx", deliver._lock

    def late(handle: int) -> None:
        target.write_bytes(b"of the other run")
        lock(handle)

    monkeypatch.setattr(deliver, "_lock", late)
    assert not put_in_place(target, b"ours", anew=True)
    assert target.read_bytes() == b"of the other run" and names(tmp_path) == {
        target.name
    }
