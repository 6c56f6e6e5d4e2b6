"""LibreOffice between the commands: it fills the empty workbook as a person would, and
opens what they make.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import main
from tests.support.cases import beside
from tests.support.docx_text import Block, blocks
from tests.support.paths import ROOT
from tests.support.soffice import soffice
from tests.support.systems import posix

pytestmark = [pytest.mark.office, posix("a signal to a group of processes")]

EXAMPLE = ROOT / "inputs/estinnes-2023.xlsx"

# A LibreOffice of Belgium: a typed date is read day first.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-BE</value></prop></item></oor:items>
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
{macro}</script:module>
"""
MACRO = """Sub Fill
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = "Hidden" : options(0).Value = True
  book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, options())
{typing}
  options(0).Name = "FilterName" : options(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL("{target}", options())
  book.close(True)
  StarDesktop.terminate()
End Sub
"""
TYPE = '  book.Sheets.getByName("{sheet}").getCellRangeByName("{cell}").FormulaLocal = {text}'

# What is typed: a line is a column, its heading first, then the cells from row 5 on.
# Five fictitious households.
RECORDS = {
    "Équipements": (
        """
        Présence | Présence 1 fois semaine
        Approche privilégiée | Se rendre spontanément chez les gens, les aborder dans les allées
        """
    ),
    "Ménages": (
        """
        Code | H-001 | H-002 | H-003 | H-004 | H-005
        Équipement | Domaine de Pincemaille | Chêne-Houdiez | Chêne-Houdiez | Chêne-Houdiez | Domaine de Pincemaille
        Statut du chef de ménage | Pension/prépension | Autre | | Travail | Chômage
        Statut - précision | | étudiante
        Raison de l'installation | Par choix réel | Séparation
        Réseau social | oui | non | | oui | non
        Accompagnement pré-relogement | entamé | poursuivi
        Problématique 1 | Endettement | Santé
        Problématique 1 - relayée | oui | non
        Problématique 1 - raison du non-relais | | Pas de service compétent à proximité
        Date de départ du HP | | | | 05/06/2023 | 15/11/2022
        Destination | | | | AIS | Logement privé en Wallonie
        Localisation actuelle | | | | Commune d’origine | Commune limitrophe
        Accompagnement post-relogement | | | | entamé | poursuivi
        Contenu 1 | | | | Aide à la recherche de mobilier | Mise en relation avec des services relais
        """
    ),
    "Contacts": (
        """
        Date | 10/1/2023 | 15/03/23 | =A6+1 | 02/05/2023 | 12/6/2023 | 14/02/2023
        Code(s) | H-004 | H-001 ; h2 | H-003 | H-003 | h 004 | H-005
        Mode | Rencontré sur site | Rencontré en permanence | Rencontré sur site | Téléphone |\
               Visite au nouveau domicile | Téléphone
        Courtoisie seulement | | | oui
        """
    ),
    "Dossiers d'allocation": (
        """
        Numéro du dossier | 1 | 2
        Code du ménage | H-004 | H-005
        Ouvert le | 20/06/2023 | 10/01/2023
        Décision | Octroi
        Date de la décision | 01/09/2023
        """
    ),
}
PAGE = beside(__file__)

REPORT = PAGE["report"]


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A throwaway profile, started once: LibreOffice lays its own files over those that
    stand there before.
    """
    folder = tmp_path_factory.mktemp("profile")
    (folder / "user").mkdir()
    (folder / "user/registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    soffice(folder, "--terminate_after_init")
    return folder


def canevas(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def empty_workbook(path: Path) -> Path:
    sites = ("--equipement", "Domaine de Pincemaille", "--equipement", "Chêne-Houdiez")
    canevas(
        "classeur",
        "dics-2023",
        "--commune",
        "Estinnes",
        "--annee",
        "2023",
        *sites,
        "-o",
        str(path),
    )
    return path


def produce(workbook: Path, folder: Path) -> tuple[Path, str]:
    """The report, and what the command said."""
    said = canevas("produire", str(workbook), "-o", str(folder))
    (report,) = folder.glob("**/*.docx")
    return report, said


def typed_cells(blank: Path) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and text of all that is typed into the empty workbook."""
    book = load_workbook(blank)
    columns = {
        page.title: {
            str(cell.value).removesuffix(" *"): cell.column_letter
            for cell in page[4]
            if cell.value
        }
        for page in book.worksheets
    }
    for sheet, table in RECORDS.items():
        for heading, *texts in (
            [part.strip() for part in line.split("|")]
            for line in table.strip().splitlines()
        ):
            yield from (
                (sheet, f"{columns[sheet][heading]}{row}", text)
                for row, text in enumerate(texts, 5)
                if text
            )
    lines = {
        row: [str(cell.value) for cell in cells[:2]]
        for row, cells in enumerate(book["Réponses"].rows, 1)
    }
    for question, start, heading, text in PAGE["answers"]:
        (row,) = (
            row
            for row, (number, line) in lines.items()
            if number == question and line.startswith(start)
        )
        yield "Réponses", f"{columns['Réponses'][heading]}{row}", text


def fill(profile: Path, source: Path, target: Path) -> None:
    """Type the cells with LibreOffice, and let it save the workbook."""

    def literal(text: str) -> str:
        return '"' + text.replace('"', '""').replace("\n", '" & Chr(10) & "') + '"'

    typing = "\n".join(
        TYPE.format(sheet=s, cell=c, text=literal(t)) for s, c, t in typed_cells(source)
    )
    macro = MACRO.format(source=source.as_uri(), target=target.as_uri(), typing=typing)
    module = profile / "user/basic/Standard/Module1.xba"
    module.write_text(MODULE.format(macro=escape(macro)), encoding="utf-8")
    soffice(profile, "macro:///Standard.Module1.Fill")


def to_pdf(profile: Path, document: Path, folder: Path) -> bytes:
    soffice(profile, "--convert-to", "pdf", "--outdir", str(folder), str(document))
    return (folder / f"{document.stem}.pdf").read_bytes()


def table_after(found: list[Block], start: str) -> list[list[str]]:
    """The first table after the paragraph that begins so."""
    at = next(
        n
        for n, block in enumerate(found)
        if isinstance(block, str) and block.startswith(start)
    )
    return next(block for block in found[at:] if isinstance(block, list))


@pytest.fixture(scope="module")
def report(profile: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Block]:
    folder = tmp_path_factory.mktemp("filled")
    fill(profile, empty_workbook(folder / "vide.xlsx"), folder / "rempli.xlsx")
    report, said = produce(folder / "rempli.xlsx", folder)
    assert "Avertissements" not in said
    return blocks(report)


@pytest.mark.parametrize("question", REPORT)
def test_a_workbook_saved_by_libreoffice_gives_the_answers_counted_by_hand(
    report: list[Block], question: str
) -> None:
    table = table_after(report, question)
    assert [row for row in REPORT[question] if [*row] not in table] == []


def test_a_precision_typed_in_libreoffice_completes_its_label(
    report: list[Block],
) -> None:
    ((label, number),) = (
        row for row in table_after(report, "2.7.1. ") if row[0].startswith("Autre")
    )
    assert label.endswith("étudiante") and number == "1"


def test_files_are_told_apart_by_the_year_of_their_relocation(
    report: list[Block],
) -> None:
    lines = [
        block
        for block in report
        if isinstance(block, str) and block.startswith("· Pour un relogement")
    ]
    assert [line.split()[-2:] for line in lines] == [[":", "1"], [":", "1"]]


def test_the_report_of_the_example_prints_on_as_many_pages_as_the_form(
    profile: Path, tmp_path: Path
) -> None:
    pdf = to_pdf(profile, produce(EXAMPLE, tmp_path)[0], tmp_path)
    assert 8 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 14


def test_the_empty_workbook_prints(profile: Path, tmp_path: Path) -> None:
    assert to_pdf(profile, empty_workbook(tmp_path / "vide.xlsx"), tmp_path).startswith(
        b"%PDF"
    )


def test_a_report_saved_by_another_word_processor_still_says_the_same(
    profile: Path, tmp_path: Path
) -> None:
    made, _ = produce(EXAMPLE, tmp_path)
    soffice(
        profile,
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path / "saved"),
        str(made),
    )
    told = canevas("controler", str(tmp_path / "saved" / made.name), str(EXAMPLE))
    assert "Seule sa mise en forme a changé" in told
