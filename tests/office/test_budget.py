"""Of what a workbook may have there is one budget; whoever is refused is told which
sheet has most of it, and what to delete.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings.messages import sentence
from pipeline.office import budget
from pipeline.office.budget import Budget, Refused
from pipeline.run import produce
from tests.support.hostile import edited


def test_units_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(budget.MOST, "rows", 10)
    counted = Budget()
    counted.take("rows", 7, "Ménages")
    counted.take("rows", 3, "Contacts")
    with pytest.raises(Refused) as refused:
        counted.take("rows", 1, "Contacts")
    problem = refused.value.problem
    assert (problem.code, str(problem.ref)) == ("classeur-trop-grand", "Ménages")


# Unit -> a bound that the small sound workbook passes, the sheet that has most of it,
# and what is said.
REFUSED = {
    "rows": (
        60,
        "Réponses",
        "il a plus de 60 lignes remplies ; la feuille « Réponses »",
    ),
    "places": (150, "Ménages", "ses lignes sont trop longues ; la feuille « Ménages »"),
    "letters": (2_800, "Réponses", "ont plus de 2\u202f800 caractères ; la feuille"),
    "tags": (
        3_000,
        "Réponses",
        "il a trop de cellules, remplies ou vides ; la feuille",
    ),
}


@pytest.mark.parametrize(("unit", "said"), REFUSED.items(), ids=REFUSED)
def test_the_largest_sheet_is_named(
    unit: str,
    said: tuple[int, str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    most, sheet, words = said
    monkeypatch.setitem(budget.MOST, unit, most)
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(edited())
    (problem,) = produce(path).problems
    assert (problem.code, str(problem.ref)) == ("classeur-trop-grand", sheet)
    assert words in sentence(problem)
    assert "Supprimez-y" in sentence(problem) or "Raccourcissez-y" in sentence(problem)
