"""The filled examples as repeatable data. ``python -m tests.examples`` writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.blank.workbook import build_workbook
from pipeline.editions.loader import load_form
from pipeline.model.submission import Value
from tests.examples.estinnes import estinnes
from tests.examples.marolles import marolles
from tests.examples.petit_quartier import petit_quartier
from tests.examples.rows import Rows
from tests.support.cases import load_cases
from tests.support.paths import TESTS


def small(name: str) -> Callable[[], Rows]:
    """One of the four small registers."""
    return lambda: load_cases(TESTS / "examples" / "small.yaml")[name]


# Where each example is kept, from the root of the repository: registers of the Plan HP,
# plans of the CLSS.
EXAMPLES: dict[str, Callable[[], Rows]] = {
    "inputs/estinnes-2023.xlsx": estinnes,
    "tests/workbooks/trois-vallees-2024.xlsx": small("trois_vallees"),
    "tests/workbooks/val-fleuri-2023.xlsx": small("val_fleuri"),
    "tests/workbooks/haute-clairiere-2025.xlsx": small("haute_clairiere"),
    "tests/workbooks/belle-rive-2024.xlsx": small("belle_rive"),
}
PLANS = {
    "inputs/marolles-anneessens-2022.xlsx": marolles,
    "tests/workbooks/valbrune-2024.xlsx": petit_quartier,
}


def example_bytes(rows: Rows) -> bytes:
    """The .xlsx of a register; only the year is a number in its cell."""
    typed = {
        sheet: [
            {key: int(value) if key == "annee" else value for key, value in row.items()}
            for row in records
        ]
        for sheet, records in rows.items()
    }
    return build_workbook(load_form("dics-2023"), typed)


def plan_bytes(rows: Mapping[str, Sequence[Mapping[str, Value]]]) -> bytes:
    """The .xlsx of a plan."""
    return build_workbook(load_form("clss-2022-2025"), rows)
