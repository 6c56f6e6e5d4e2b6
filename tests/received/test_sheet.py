"""The rows of reports side by side."""

from __future__ import annotations

import io

import openpyxl

from pipeline.received.sheet import comparison
from tests.received.test_answers import PLAN, example
from tests.support.received import document_of, random_answers, read

COMMENT = "Montant pour les projets (montant total moins le salaire du Référent)"


def column(reports: list[bytes], at: int) -> list[object]:
    """A column of the sheet of these reports."""
    package = comparison([read(report) for report in reports])
    page = openpyxl.load_workbook(io.BytesIO(package)).active
    assert page is not None
    return [row[at] for row in page.iter_rows(min_row=5, values_only=True)]


def test_a_place_that_one_report_has_stands_where_it_stands_there() -> None:
    """The second report has three equipments more than the example, which has two."""
    other = document_of(*random_answers(5))
    lines = column([example()[0], other], 2)
    names = [line for line in lines if str(line).endswith(", nom")]
    numbers = [int(str(line).split(",")[0].removeprefix("n° ")) for line in names]
    first = numbers.index(1, 1)
    assert numbers[:first] == list(range(1, first + 1)) and first > 2
    assert numbers[first:] == numbers[:first]
    assert column([other, example()[0]], 2) == lines


def test_an_amount_is_a_number_of_euros() -> None:
    places = column([example(PLAN)[0]], 2)
    values = dict(zip(places, column([example(PLAN)[0]], 3), strict=True))
    assert values["n° 1, quartier 1, CPAS"] == 98_000
    assert values["n° 1, quartier 1, CPAS, commentaire"] == COMMENT


def test_the_same_reports_give_the_same_bytes() -> None:
    report = read(example()[0])
    assert comparison([report, report]) == comparison([report, report])
