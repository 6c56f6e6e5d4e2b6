"""What every command with --json prints is as its schema says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, command, main
from tests.support.clss_faults import plan_workbook, quartier
from tests.support.faults import contact, menage, workbook
from tests.support.paths import ROOT

SCHEMAS = {"verifier": "findings", "lire": "received"}


def commands(group: click.Group | None = None) -> Iterator[click.Command]:
    for name in group.commands if group else COMMANDS:
        found = group.commands[name] if group else command(name)
        yield from commands(found) if isinstance(found, click.Group) else [found]


def schema(name: str) -> Any:
    written = (ROOT / "schema" / f"{SCHEMAS[name]}.schema.json").read_text("utf-8")
    found = json.loads(written)
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def printed(name: str, *paths: Path) -> list[dict[str, Any]]:
    said = CliRunner().invoke(main, [name, "--json", *map(str, paths)]).stdout
    found: list[dict[str, Any]] = json.loads(said)
    jsonschema.validate(found, schema(name))
    assert all(one["version"] == 1 for one in found)
    return found


def test_every_command_with_json_has_a_schema() -> None:
    with_json = {
        one.name
        for one in commands()
        if any("--json" in option.opts for option in one.params)
    }
    assert with_json == {*SCHEMAS}


def test_findings_of_both_forms_and_of_files_that_are_none(tmp_path: Path) -> None:
    files = {
        "dics.xlsx": workbook(
            menage(8, statut="astronaute", revenu="CPAS"),
            contact(8, codes=("H-001", "H-099"), mode="pigeon"),
            contact(9, date="vers Pâques"),
        ),
        "clss.xlsx": plan_workbook(quartier(7, extension="peut-être")),
        "sain.xlsx": workbook(),
        "vieux.xlsx": b"\xd0\xcf\x11\xe0",
        "vide.xlsx": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = printed("verifier", *(tmp_path / name for name in files))
    assert [one["classeur"] for one in found] == [*files]
    forms = ["dics-2023", "clss-2022-2025", "dics-2023", "", ""]
    assert [one["formulaire"] for one in found] == forms
    assert found[2]["erreurs"] == 0 < found[0]["erreurs"]
    pigeon = next(one for one in found[0]["constats"] if one["cellule"] == "C8")
    assert (pigeon["feuille"], pigeon["gravite"]) == ("Ménages", "erreur")


@pytest.mark.parametrize(
    "name", ["estinnes-2023.xlsx", "marolles-anneessens-2022.xlsx"]
)
def test_findings_and_answers_of_the_examples(name: str, tmp_path: Path) -> None:
    assert printed("verifier", ROOT / "inputs" / name)[0]["erreurs"] == 0
    CliRunner().invoke(
        main, ["produire", str(ROOT / "inputs" / name), "-o", str(tmp_path)]
    )
    (report,) = tmp_path.rglob("*.docx")
    assert printed("lire", report, ROOT / "inputs" / name)[0]["lu"]


def test_a_schema_refuses_another_version_and_what_it_does_not_name(
    tmp_path: Path,
) -> None:
    path = tmp_path / "dics.xlsx"
    path.write_bytes(workbook(contact(8, mode="pigeon")))
    entry = printed("verifier", path)[0]
    for changed in ({**entry, "version": 2}, {**entry, "autre": ""}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([changed], schema("verifier"))
