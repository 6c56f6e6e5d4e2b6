"""Figures of allowance files that the CPAS sends instead of rows."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.blank.part import named, part_of
from pipeline.blank.workbook import build_workbook
from pipeline.edition.form import PARTS
from pipeline.findings.messages import sentence
from pipeline.model.text import even_out
from pipeline.office.package import read_parts
from pipeline.run import Outcome, completed, look
from tests.cli.test_cli import run
from tests.product.test_random_outputs import drawn, without_errors
from tests.support.faults import BASE, FORM
from tests.support.marks import slow_after
from tests.workbook.test_joined import Rows, part, told, written

HEAD = BASE["identification"][0]
TITLE = "Dossiers d'allocation"
REST = [s.title for s in FORM.sheets.values() if s.title != TITLE]
# Opened in 2023: two granted, one of them for a relocation of 2022; one refused for good,
# for a relocation of 2023; one pending, for one of 2023. One of 2021 granted in 2023.
FILES = [
    ("D-1", "2022-09-12", "2023-01-10", "octroi", "2023-02-01"),
    ("D-2", "2023-05-04", "2023-06-01", "octroi", "2023-07-03"),
    ("D-3", "2023-05-04", "2023-06-01", "refus_definitif", "2023-07-03"),
    ("D-4", "2023-08-01", "2023-09-01", "", ""),
    ("D-5", "2021-08-01", "2021-09-01", "octroi", "2023-07-03"),
]
NAMES = ("numero", "date_relogement", "ouverture", "decision", "date_decision")
EXPECTED = {
    "dossiers_ouverts": 4,
    "dossiers_relogement_precedent": 1,
    "dossiers_relogement_annee": 3,
    "dossiers_octroyes": 2,
    "dossiers_rejetes": 1,
    "dossiers_en_cours": 1,
    "dossiers_anciens_octroyes": 1,
}


def files(*rows: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {name: cell for name, cell in zip(NAMES, row, strict=True) if cell}
        for row in rows
    ]


def of_the_cpas(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """A part with the allowance files alone."""
    return part(folder, FORM, [TITLE], {**BASE, "dossiers": rows})


def sent(folder: Path, rows: list[dict[str, Any]]) -> Path:
    target = folder / "chapitre-4.json"
    result = run("chiffres", of_the_cpas(folder, rows), "-o", target)
    assert result.exit_code == 0, result.output
    return target


def taken(folder: Path, figures: Path, rows: Rows = BASE) -> Outcome:
    return completed(look(part(folder, FORM, REST, rows), others=[figures]))


def test_files_without_a_code_give_their_figures(tmp_path: Path) -> None:
    made = json.loads(sent(tmp_path, files(*FILES)).read_text(encoding="utf-8"))
    assert made["chiffres"] == EXPECTED
    assert made["entete"] == {"commune": "Clairbois", "annee": 2023}


def test_the_report_is_that_of_the_rows(tmp_path: Path) -> None:
    rows = files(*FILES)
    whole = written(tmp_path, FORM, {**BASE, "dossiers": rows}, "entier")
    figures = sent(tmp_path, rows)
    outcome = taken(tmp_path, figures)
    assert outcome.problems == ()
    assert outcome.report == completed(look(whole)).report is not None
    book = load_workbook(whole)
    del book[TITLE]  # where it does not say that it is a part either
    book.save(whole)
    assert completed(look(whole, others=[figures])).report == outcome.report


def test_the_proof_says_that_a_figure_was_received(tmp_path: Path) -> None:
    figures = sent(tmp_path, files(*FILES))
    register = part(tmp_path, FORM, REST, BASE)
    result = run("produire", register, "--avec", figures, "-o", tmp_path / "sortie")
    assert result.exit_code == 0, result.output
    (proof,) = tmp_path.glob("sortie/*/justificatif.xlsx")
    lines = [*load_workbook(proof)["Preuves"].iter_rows(values_only=True)]
    own = [line for line in lines if str(line[1]).startswith("4.2.1")]
    assert [line[3:5] for line in own] == [("chapitre-4.json", 2)]
    assert str(own[0][2]).startswith("chiffre reçu du CPAS le ")
    text = b"".join(read_parts(proof.read_bytes()).values()).decode("utf-8", "replace")
    assert not [number for number, *_ in FILES if number in text]


def test_figures_hold_no_code_and_no_number(tmp_path: Path) -> None:
    rows = [{**row, "menage": "H-002"} for row in files(*FILES)]
    text = even_out(sent(tmp_path, rows).read_text(encoding="utf-8"))
    codes = [str(row["code"]) for row in BASE["menages"]]
    assert not [
        one for one in (*codes, *(f[0] for f in FILES)) if even_out(one) in text
    ]


def test_of_a_file_without_a_code_the_relocation_is_asked(tmp_path: Path) -> None:
    """With a code but no date 4.2 cannot be divided where no household is known."""
    alone = of_the_cpas(tmp_path, [{"numero": "D-1", "ouverture": "2023-03-01"}])
    assert told(look(alone).errors) == [("valeur-manquante", f"{TITLE}!B5")]
    coded = {"numero": "D-1", "menage": "H-002", "ouverture": "2023-03-01"}
    result = run("chiffres", of_the_cpas(tmp_path, [coded]), "-o", tmp_path / "c.json")
    assert result.exit_code == 1 and "C5" in result.stderr
    assert not (tmp_path / "c.json").exists()


def test_files_without_a_code_are_told_apart_by_number(tmp_path: Path) -> None:
    twice = [FILES[0], FILES[0]]
    same = of_the_cpas(tmp_path, files(*twice))
    assert told(look(same).errors) == [("dossier-double", f"{TITLE}!A6")]
    without = of_the_cpas(tmp_path, files(*(("", *row[1:]) for row in twice)))
    (problem,) = look(without).errors
    assert problem.code == "dossier-pareil"
    assert problem.facts["de_qui"] == "d'un ménage sans code"


def test_a_file_opened_after_the_year_does_not_exist(tmp_path: Path) -> None:
    later = ("D-6", "2023-12-01", "2024-01-10", "octroi", "2024-02-01")
    made = json.loads(sent(tmp_path, files(*FILES, later)).read_text(encoding="utf-8"))
    assert made["chiffres"] == EXPECTED


def test_rows_and_figures_together_are_an_error(tmp_path: Path) -> None:
    figures = sent(tmp_path, files(*FILES))
    register = written(tmp_path, FORM, BASE, "registre")
    outcome = look(register, others=[figures])
    assert told(outcome.problems) == [("chiffres-et-lignes", "")]
    assert "registre.xlsx a des lignes" in sentence(outcome.problems[0])


@pytest.mark.slow
def test_figures_are_given_once(tmp_path: Path) -> None:
    figures = sent(tmp_path, files(*FILES))
    other = tmp_path / "autre.json"
    other.write_bytes(figures.read_bytes())
    outcome = look(part(tmp_path, FORM, REST, BASE), others=[figures, other])
    assert told(outcome.problems) == [("chiffres-deux-fois", "")]


def test_figures_of_another_commune_are_an_error(tmp_path: Path) -> None:
    figures = sent(tmp_path, files(*FILES))
    retyped(figures, lambda made: made["entete"].update(commune="Ailleurs"))
    expected = ("partie-autre", "Identification (chapitre-4.json)")
    assert told(taken(tmp_path, figures).errors) == [expected]


def retyped(path: Path, change: Callable[[Any], object]) -> None:
    made = json.loads(path.read_text(encoding="utf-8"))
    change(made)
    path.write_text(json.dumps(made), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    slow_after(
        2,
        [
            lambda made: made.update(version=2),
            lambda made: made["chiffres"].update(dossiers_ouverts=5),
            lambda made: made["chiffres"].update(dossiers_relogement_annee=4),
            lambda made: made["chiffres"].update(dossiers_anciens_octroyes=-1),
            lambda made: made["chiffres"].update(dossiers_anciens_octroyes="1"),
            lambda made: made["chiffres"].update(dossiers_anciens_octroyes=True),
            lambda made: made["chiffres"].pop("dossiers_en_cours"),
            lambda made: made["cases"].update({"4.1": "personne"}),
            lambda made: made.update(le="hier"),
            lambda made: made["entete"].pop("annee"),
        ],
    ),
)
def test_figures_that_were_changed_are_refused(
    change: Callable[[Any], object], tmp_path: Path
) -> None:
    figures = sent(tmp_path, files(*FILES))
    retyped(figures, change)
    assert told(taken(tmp_path, figures).problems) == [("chiffres-illisibles", "")]


@pytest.mark.parametrize(
    "data", slow_after(1, [b"[" * 50_000, b"", b"[1]", b"\xff\xfe", b" " * 100_000])
)
def test_what_are_no_figures_is_refused(data: bytes, tmp_path: Path) -> None:
    figures = tmp_path / "autre.json"
    figures.write_bytes(data)
    assert told(taken(tmp_path, figures).problems) == [("chiffres-illisibles", "")]


@pytest.mark.slow
def test_figures_of_another_form_are_refused(tmp_path: Path) -> None:
    figures = sent(tmp_path, files(*FILES))
    retyped(figures, lambda made: made.update(formulaire="dics-2030"))
    assert told(taken(tmp_path, figures).problems) == [("partie-autre-formulaire", "")]


@pytest.mark.slow
def test_the_tick_of_4_1_goes_along(tmp_path: Path) -> None:
    """Where the register has it too, it is one; another one is an error."""
    titles = [TITLE, "Réponses"]
    tick = {"question": "4.1", "ligne": "cpas", "coche": "x"}
    rows: Mapping[str, Any] = {**BASE, "dossiers": files(*FILES)}
    others = [row for row in BASE["reponses"] if row["question"] != "4.1"]
    made = part_of(FORM, titles)
    own: Rows = {
        "identification": [{**HEAD, PARTS: named(made)}],
        "dossiers": rows["dossiers"],
        "reponses": [*others, tick],
    }
    path, figures = tmp_path / "cpas.xlsx", tmp_path / "c.json"
    path.write_bytes(build_workbook(made, own))
    assert run("chiffres", path, "-o", figures).exit_code == 0
    assert taken(tmp_path, figures, {**BASE, "reponses": others}).errors == ()
    same = taken(tmp_path, figures, {**BASE, "reponses": [*others, tick]})
    assert same.problems == ()
    (problem,) = taken(tmp_path, figures).errors
    assert problem.code == "nombre-de-cases"


@pytest.mark.slow
def test_what_has_no_figures_to_send_is_misuse(tmp_path: Path) -> None:
    log = part(tmp_path, FORM, ["Contacts"], BASE)
    assert run("chiffres", log, "-o", tmp_path / "c.json").exit_code == 2
    assert run("chiffres", log, "-o", tmp_path / "c.xlsx").exit_code == 2


@pytest.mark.parametrize("number", slow_after(0, range(1, 40, 2)))
def test_drawn_files_give_the_same_report_by_figures(
    number: int, tmp_path: Path
) -> None:
    """Whoever has the register sends them: the relocations are known there."""
    form, rows = drawn(2 * number)
    rows = without_errors(form, rows, tmp_path / "entier.xlsx")
    whole = written(tmp_path, form, rows, "entier")
    figures = tmp_path / "c.json"
    if form is not FORM and form.family != FORM.family:
        return
    result = run("chiffres", whole, "-o", figures)
    if result.exit_code:
        assert look(whole).errors
        return
    made = part(tmp_path, form, REST, rows)
    expected = completed(look(whole))
    assert completed(look(made, others=[figures])).report == expected.report
    assert random.Random(number) and expected.report is not None
