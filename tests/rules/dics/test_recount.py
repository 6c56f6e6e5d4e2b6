"""Every figure of the example reports against a count that shares nothing with the
product (recount.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.editions.loader import load_form
from pipeline.rules.dics.records import SETS
from pipeline.run import Outcome, produce
from tests.examples import EXAMPLES
from tests.support.paths import ROOT
from tests.support.recount import Figures, line_and_column, recount

WORKBOOKS = [ROOT / name for name in EXAMPLES]


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: str(path.stem))
def test_figures_equal_the_independent_count(workbook: Path) -> None:
    # 17 single boxes, 3 lines of 4.2, the lines and totals of the breakdowns, and how
    # 3.1 divides
    lines = 2 + 17 + 3 + 7 + 14 + 45 + 5 + 7 + 8 + 4 + 13
    assert check_figures(produce(workbook), recount(workbook)) == lines


def check_figures(outcome: Outcome, figures: Figures) -> int:
    """Each of these figures is that of the report; gives how many there are."""
    form = load_form("dics-2023")
    assert outcome.answers is not None
    compared = 0
    for question, lines in figures.items():
        asked = form.questions[question]
        items = [line.item for line in asked.counted(form.lists) if line.item]
        keys = {item.label: item.key for item in items}
        for line, number in lines.items():
            label, column = line_and_column(line)
            key = keys.get(label, label.lower() if label == "Total" else label)
            if line == "registre":  # not printed
                (name,) = asked.named_sets
                assert len(SETS[name].members(outcome.facts)) == number
            else:
                figure = outcome.answers.figures[question][
                    f"{key}_{column}" if column else key
                ]
                assert figure.value == str(number), (question, line)
            compared += 1
    return compared
