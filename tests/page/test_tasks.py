"""The tasks of the page, called without a browser."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from pipeline.cli import main
from pipeline.deliver.outputs import beside
from pipeline.edition.wording import FOOTNOTE_MARK
from pipeline.editions.homes import VARIABLE
from pipeline.editions.loader import load_form
from pipeline.office.package import read_parts
from pipeline.page.tasks import Page
from pipeline.run import produce
from tests.received.test_answers import example, figure
from tests.support.docx_text import blocks
from tests.support.faults import contact, menage, workbook
from tests.support.hostile import zipped
from tests.support.paths import ROOT

INPUTS = ROOT / "inputs"
EXAMPLES = ("estinnes-2023.xlsx", "marolles-anneessens-2022.xlsx")


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.chdir(tmp_path)
    return Page()


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_files_are_those_of_the_command(page: Page, example: str) -> None:
    outcome = produce(INPUTS / example)
    found = page.open(example, (INPUTS / example).read_bytes(), None)
    assert found["counts"] == [0, len(outcome.problems)]
    (report,) = page.report()["files"].items()
    assert report == (f"{outcome.title}.docx", outcome.report)
    proof, dashboard = beside(outcome).values()
    assert [*page.beside("proof")["files"].values()] == [proof]
    assert [*page.beside("figures")["files"].values()] == [dashboard]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_report_on_screen_is_the_document(
    page: Page, tmp_path: Path, example: str
) -> None:
    """Paragraph by paragraph and cell by cell, tabs and footnote marks aside."""
    page.open(example, (INPUTS / example).read_bytes(), None)
    document = tmp_path / "rapport.docx"
    (data,) = page.report()["files"].values()
    document.write_bytes(data)
    shown: list[Any] = []
    for block in page.reading():
        if "rows" in block:
            rows = [
                ["".join(text for text, _ in cell) for cell in row]
                for row in block["rows"]
            ]
            shown.append(rows)
        else:
            text = "".join(text for text, _ in block["pieces"])
            shown.append(text.replace("\t", ""))
    told = _without_marks(blocks(document))
    assert [block for block in shown if block] == [block for block in told if block]


def _without_marks(read: Sequence[Any]) -> list[Any]:
    return [
        FOOTNOTE_MARK.sub("", block)
        if isinstance(block, str)
        else [[FOOTNOTE_MARK.sub("", cell) for cell in row] for row in block]
        for block in read
    ]


def linked(page: Page) -> list[tuple[str, str]]:
    """Each stretch of the report that opens an explanation: its text, and the name of
    the line that is explained.
    """
    found = []
    for block in page.reading():
        cells = [cell for row in block.get("rows", ()) for cell in row]
        for text, number in (*block.get("pieces", ()), *chain.from_iterable(cells)):
            if number >= 0:
                figure = page.figure(number)
                found.append((text, figure["name"]))
                assert text in figure["value"] or text == "X"
    return found


def test_a_figure_of_the_report_opens_its_explanation(page: Page) -> None:
    page.open(EXAMPLES[0], (INPUTS / EXAMPLES[0]).read_bytes(), None)
    found = linked(page)
    assert len(found) > 120
    assert [name for text, name in found if text == "X"] == [
        *2 * ["2.2.1 Équipements où la présence est régulière Domaine de Pincemaille"]
    ]
    row = next(one for one in page.figures() if one["question"].startswith("2.7.1"))
    assert row["line"] == "Travail" and row["value"] == "7"
    assert len(page.figure(row["number"])["entries"]) == 7


def test_what_a_plan_repeats_opens_its_explanation(page: Page) -> None:
    """The titles of its tables, its amounts, its follow-up: each opens its own line, even
    where several print the same.
    """
    page.open(EXAMPLES[1], (INPUTS / EXAMPLES[1]).read_bytes(), None)
    found = linked(page)
    assert found[1] == (
        "Thématique 2 : l'accès aux services sociaux et de santé",
        "Tableaux de planification 2",
    )
    budget = "Budget et détail des actions CPAS 2022"
    assert [name for text, name in found if text == "98.000,00 €"] == [
        f"{budget}, Anneessens, {column}"
        for column in ("CPAS", "Premier thème", "Second thème", "Détail, Total")
    ]
    assert ("344.000,00 €", f"{budget}, Total de chaque quartier") in found
    action = "Suivi des cibles 1.1.1 A2, 2022, Ensemble"
    assert [text for text, name in found if name.startswith(action)] == [
        *("5", "213", "157", "au plus 200", "dépassé")
    ]


def test_findings_stand_by_sheet_by_household_and_by_kind(page: Page) -> None:
    package = workbook(
        menage(5, statut="Chomage"),
        menage(6, statut="Chomage"),
        contact(5, date="hier"),
    )
    errors = page.open("fautes.xlsx", package, None)["errors"]
    sheets = [group["heading"] for group in errors["sheet"]]
    assert sheets == ["Ménages", "Contacts"]
    assert [group["heading"] for group in errors["household"]] == [
        "H-001",
        "H-002",
        "H-004",
    ]
    assert [len(group["lines"]) for group in errors["kind"]] == [1, 1]
    first = errors["household"][0]
    assert "Chomage" in " ".join(first["lines"])
    told = " ".join(first["copied"])
    assert "Ménages!C5" in told and "Chomage" not in told and "hier" not in told


def test_a_household_says_where_it_counts(page: Page) -> None:
    found = page.open(EXAMPLES[0], (INPUTS / EXAMPLES[0]).read_bytes(), None)
    assert "H-015" in found["households"]
    assert "H-015 compte dans :" in page.household("H-015")["lines"]
    assert "pas dans le classeur" in page.household("H-999")["why"]


def test_a_new_workbook_is_the_command_s(page: Page) -> None:
    (name, made), *_ = page.blank("dics-2023", 2026, "Estinnes", ["Les Pins"])[
        "files"
    ].items()
    assert name == "Estinnes 2026.xlsx"
    found = page.open(name, made, None)
    assert found["edition"] == "dics-2023" and found["counted"]
    refused = page.blank("dics-2023", 2099, "Estinnes", [])
    assert refused == {
        "files": {},
        "why": "dics-2023 couvre les années 2023 à 2026.",
    }


@pytest.mark.parametrize("example", EXAMPLES)
def test_who_waits_is_told_what_is_done(page: Page, example: str) -> None:
    told: list[tuple[str, float]] = []
    page.watch = lambda stage, share: told.append((stage, share))
    page.open(example, (INPUTS / example).read_bytes(), None)
    assert [*dict.fromkeys(stage for stage, _ in told)] == [
        *(
            "Lecture des feuilles",
            "Vérification des lignes",
            "Rapprochement des feuilles",
        ),
        *("Calcul des chiffres", "Avertissements déjà vus"),
    ]
    shares = [share for stage, share in told if stage == "Lecture des feuilles"]
    assert shares == sorted(shares) and 0.8 < shares[-1] <= 1


def test_no_sentence_of_the_page_names_a_command() -> None:
    """Of what the page loads; its editions are made already, so that nothing is said of
    their making.
    """
    code = (
        "import sys, pipeline.page.official, pipeline.page.tasks; print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    prefix = "pipeline.findings.sentences."
    loaded = {name for name in done.stdout.split() if name.startswith(prefix)}
    files = [
        ROOT / f"{name.replace('.', '/')}.py" for name in loaded - {f"{prefix}editions"}
    ]
    assert len(files) > 8
    for file in (*files, ROOT / "pipeline/findings/messages.txt"):
        text = file.read_text(encoding="utf-8")
        assert re.findall(r"« canevas|canevas modele| -{1,2}[a-z]+\b", text) == [], file


def test_the_list_of_codes_is_searched_and_not_kept(page: Page) -> None:
    book = Workbook()
    sheet = book.create_sheet("Noms", 0)
    for row in (("Nom", "Code"), ("Élodie Sapin", "H-001"), ("Marc Bouleau", "H-002")):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    assert page.open_codes("noms.xlsx", made.getvalue(), None)["people"] == 2
    assert page.find_code("sapin elo") == [["Élodie Sapin", "H-001"]]
    assert page.find_code("") == []
    page.close_codes()
    assert page.find_code("sapin") == []
    assert not list(Path("codes").iterdir())


def test_a_report_is_read_without_its_workbook(page: Page) -> None:
    document, _ = example()
    found = page.received("Rapport.docx", document)
    whose = "Plan HP, rapport d'activités annuel (DiCS) (ESTINNES, 2023)."
    assert found["fine"] and found["said"].startswith(f"Rapport.docx : {whose}")
    lines = {group["heading"]: group["lines"] for group in found["groups"]}
    assert lines["2.5 Ménages rencontrés"] == ["56"]
    wrong = page.received("Rapport.docx", figure(document, "2.5", "douze"))
    assert not wrong["fine"]
    assert wrong["groups"][0]["lines"] == ["2.5 : « douze », ce n'est pas un nombre"]
    refused = page.received("scan.pdf", b"%PDF-1.7")
    assert refused["said"].startswith("scan.pdf : C'est un PDF.")
    assert not list(Path("rapport").iterdir())


def test_a_report_is_controlled_by_itself(page: Page) -> None:
    document, _ = example()
    assert page.control("Rapport.docx", document)["fine"]
    wrong = page.control("Rapport.docx", figure(document, "2.5", "30"))
    assert not wrong["fine"]
    (group,) = wrong["groups"]
    assert group["heading"] == "Se contredit"


def test_a_report_is_controlled_beside_the_workbook_that_is_open(page: Page) -> None:
    document, _ = example()
    page.open(EXAMPLES[0], (INPUTS / EXAMPLES[0]).read_bytes(), None)
    same = page.control("Rapport.docx", document)
    assert same["fine"] and same["groups"] == []
    assert same["said"].endswith("exactement celui que ce classeur produit.")
    wrong = page.control("Rapport.docx", figure(document, "2.6", "6"))
    assert not wrong["fine"]
    assert "1 différence avec le formulaire ou le classeur." in wrong["said"]
    (group,) = wrong["groups"]
    assert "6" in group["lines"][0] and "5" in group["lines"][0]
    at_fault = workbook(contact(5, mode="voiture"))
    page.open("fautes.xlsx", at_fault, None)
    alone = page.control("Rapport.docx", document)
    assert alone["said"].startswith(
        "Il y a 1 faute dans le classeur ouvert, à corriger d'abord : le rapport est"
        " contrôlé sans lui. Rapport.docx"
    )
    assert not alone["fine"]


# ---- editions of one's own


def zipped_edition(page: Page) -> bytes:
    """The form of a next year that asks the same, as it is adopted."""
    Path("vierge.docx").write_bytes(load_form("dics-2023").document.blank.read_bytes())
    words = ["vierge.docx", "dics-2023-7", "--depuis", "dics-2023"]
    result = CliRunner().invoke(main, ["modele", "adopter", *words])
    assert result.exit_code == 0, result.output
    folder = Path("editions/dics-2023-7")
    files = [
        (f"editions/{folder.name}/{f.name}", f.read_bytes()) for f in folder.iterdir()
    ]
    shutil.rmtree("editions")
    return zipped(files)


@pytest.mark.slow
def test_an_adopted_edition_goes_into_the_page_as_a_zip(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "")
    name = "estinnes-2023.xlsx"
    own = zipped_edition(page)
    assert page.take_editions(own)["fine"]
    assert "dics-2023-7" in [form["edition"] for form in page.forms()]
    found = page.open(name, (INPUTS / name).read_bytes(), None)
    assert found["edition"] == "dics-2023-7"
    (report,) = page.report()["files"].values()
    (official,) = Path("formulaires").glob("*/officiel.docx")
    parts, blank = read_parts(report), read_parts(official.read_bytes())
    assert {n for n in blank if parts[n] != blank[n]} == {"word/document.xml"}


@pytest.mark.parametrize("data", [b"", b"PK", zipped([("a/b.txt", b"x")])])
def test_a_zip_without_a_form_is_none(page: Page, data: bytes) -> None:
    assert not page.take_editions(data)["fine"]
    assert len(page.forms()) == 2
