"""A blank that names another commune or year than the workbook, on its first page or in
its header.
"""

from __future__ import annotations

import io

import docx
import pytest

from pipeline.official.agreements import Acceptance, Agreements
from pipeline.official.refusal import NotOfficial
from pipeline.official.result import OfficialReport
from pipeline.run import Outcome, into_official, produce, produce_draft
from tests.official.test_other_places import EXAMPLE, blank, place
from tests.support.paths import ROOT
from tests.support.plain_forms import by_python_docx

OWN_HEADER = "Plan HP · Rapport d’activités 2023 · ESTINNES"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


def filled(outcome: Outcome, commune: str, header: str) -> OfficialReport:
    blocks = blank()
    assert blocks[1] == "Nom de la commune\u00a0: ESTINNES"
    blocks[1] = f"Nom de la commune : {commune}"
    file = docx.Document(io.BytesIO(by_python_docx(blocks)))
    file.sections[0].header.paragraphs[0].text = header
    saved = io.BytesIO()
    file.save(saved)
    acceptance = Acceptance(Agreements(), (), "2024-01-15")
    report = into_official(outcome, EXAMPLE, saved.getvalue(), acceptance).official
    assert report is not None and report.content is not None
    return report


@pytest.mark.parametrize(
    "commune", ["BINCHE", "ESTINNES et BINCHE", "Estinnes/Binche", "Estinnes-Haut"]
)
def test_a_blank_of_another_commune_is_refused(outcome: Outcome, commune: str) -> None:
    with pytest.raises(NotOfficial, match=f"celui de « {commune} », et le classeur"):
        filled(outcome, commune, OWN_HEADER)


def test_a_blank_whose_header_names_another_commune_is_refused(
    outcome: Outcome,
) -> None:
    with pytest.raises(NotOfficial, match="celui de « BINCHE », et le classeur"):
        filled(outcome, "ESTINNES", OWN_HEADER.replace("ESTINNES", "BINCHE"))


def test_a_header_of_another_year_is_to_be_verified(outcome: Outcome) -> None:
    report = filled(outcome, "ESTINNES", OWN_HEADER.replace("2023", "2022"))
    assert report.is_complete and not report.is_faultless
    [said] = report.to_check
    assert "dit 2022, et le classeur est celui de 2023" in said


@pytest.mark.parametrize("commune", ["ESTINNES", "Estinnes (Hainaut)", "……………"])
def test_a_blank_of_the_commune_is_taken(outcome: Outcome, commune: str) -> None:
    assert filled(outcome, commune, OWN_HEADER).is_faultless


def test_what_canevas_has_written_in_is_no_blank(outcome: Outcome) -> None:
    """A draft, most of which may be empty, and a file with its marks."""
    draft = produce_draft(EXAMPLE).report
    marked = blank()
    marked[place(marked, "2.5.") + 1] = [["À COMPLÉTER À LA MAIN"]]
    base = ROOT / "templates_docx" / "dics-2023" / "officiel-brouillon.docx"
    for file in (draft, by_python_docx(marked), base.read_bytes()):
        assert file is not None
        with pytest.raises(NotOfficial, match="Canevas a déjà écrit"):
            into_official(outcome, EXAMPLE, file, Acceptance(day="2024-01-15"))
