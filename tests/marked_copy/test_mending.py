"""A faulty workbook brought to a clean report with what the product prints, and nothing
else.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner

from pipeline.cli import main
from tests.support.cases import beside
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
    for _ in range(5):
        assert CliRunner().invoke(main, ["verifier", str(path)]).exit_code == 1
        path = tmp_path / "registre - à corriger.xlsx"
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
