"""The workbooks of the tests are those of the product."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from pipeline.blank.workbook import build_workbook
from pipeline.edition.form import Form
from pipeline.editions.loader import load_form
from pipeline.office.package import read_parts
from tests.support.clss_faults import PLAN
from tests.support.faults import BASE
from tests.support.quick_workbook import Records, quick_workbook
from tests.support.random_plans import random_plan
from tests.support.random_workbooks import random_workbook

DICS, CLSS = load_form("dics-2023"), load_form("clss-2022-2025")
ODD: Mapping[str, Records] = {
    "menages": [
        {},
        {"code": " H-1\t", "date_relogement": "en mai", "raison": "a & <b>"},
    ],
    "contacts": [{"date": 45000.5, "codes": ("H-1",), "mode": "=1+1\nx"}],
    "reponses": [{"question": "3.3.1", "texte": "ligne\n" * 9}],
}


@pytest.mark.parametrize(
    ("form", "rows"),
    [
        (DICS, {}),
        (DICS, BASE),
        (DICS, ODD),
        (DICS, random_workbook(random.Random(1))),
        (CLSS, PLAN),
        (CLSS, random_plan(random.Random(2))),
    ],
)
def test_each_sheet_is_that_of_the_product(
    form: Form, rows: Mapping[str, Records]
) -> None:
    quick = read_parts(quick_workbook(form, rows))
    for name, part in read_parts(build_workbook(form, rows)).items():
        assert quick[name] == part or name == "xl/styles.xml", name
