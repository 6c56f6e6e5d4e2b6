"""A second plan, small and wholly invented: one quarter, three years, no follow-up,
nothing that the first one has.

It holds what the first has not: a continued text, an odd cent, a CPAS amount of zero,
an OO without any action, years with a gap, signs that XML and the template mind.
"""

from __future__ import annotations

from tests.examples.marolles import Rows, styled
from tests.support.cases import beside


def petit_quartier() -> Rows:
    """The rows of the plan of Valbrune."""
    return {
        sheet: [
            {
                key: styled(cell) if isinstance(cell, str) else cell
                for key, cell in row.items()
            }
            for row in rows
        ]
        for sheet, rows in beside(__file__).items()
    }
