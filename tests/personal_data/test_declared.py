"""The entry for the register of processing and the notice say what is declared: every
column, what says something of health, what for.
"""

from __future__ import annotations

import pytest

from pipeline.editions.loader import load_form
from pipeline.personal_data.declared import made_pages
from tests.support.paths import ROOT

FORM = load_form("dics-2023")
PAGES = made_pages(FORM)
ENTRY, NOTICE = PAGES["registre-traitement.md"], PAGES["notice-menages.md"]
# By hand, from article 4, 15) of the GDPR: what says something of a person's health.
HEALTH = {
    "Mutuelle/allocation personne handicapée",
    *("Santé", "Santé mentale", "Assuétudes", "Handicap"),
    "MR/MRS",
}
COLUMNS = [
    (sheet, field)
    for key in ("menages", "contacts", "dossiers")
    for sheet in [FORM.sheets[key]]
    for field in sheet.fields.values()
]


def test_the_lines_that_say_something_of_health_are_declared() -> None:
    declared = {
        item.label
        for choices in FORM.lists.values()
        for item in choices.items
        if item.health
    }
    assert declared == HEALTH
    page = ROOT / "docs" / "donnees-personnelles.md"
    told = " ".join(page.read_text(encoding="utf-8").split())
    for label in HEALTH:
        assert label in ENTRY and label in NOTICE and label in told, label


@pytest.mark.parametrize("at", range(len(COLUMNS)))
def test_every_column_has_its_line_in_the_entry(at: int) -> None:
    sheet, field = COLUMNS[at]
    own = ENTRY.partition(f"### {sheet.title}\n")[2].partition("###")[0]
    [line] = [row for row in own.splitlines() if row.startswith(f"| {field.heading} |")]
    *_, health, goes = line.strip("| ").split(" | ")
    labels = [one.label for one in FORM.lists[field.list].items] if field.list else []
    assert [label for label in labels if label in HEALTH and label not in health] == []
    assert goes == (
        "mot pour mot"
        if field.printed
        else "non"
        if field.type in ("text", "code", "codes")
        else "compté"
    )
    if not field.precision_of:
        assert field.heading in NOTICE


def test_both_say_what_for_from_whom_and_to_whom() -> None:
    data = FORM.personal_data
    assert data is not None and data.subjects in ENTRY
    for said in (*data.sheets.values(), *data.sources, *data.recipients):
        assert said in ENTRY and said in NOTICE


def test_the_articles_are_answered() -> None:
    """What articles 30, 1 and 13, 1 and 2 ask for."""
    for asked in (
        *("Responsable du traitement et DPO", "Finalités", "Personnes concernées"),
        *(
            "Catégories de données",
            "Destinataires",
            "Transferts",
            "Délais d'effacement",
        ),
        "Mesures de sécurité",
    ):
        assert f"| **{asked}" in ENTRY
    for asked in (
        *("délégué à la protection des données", "base juridique", "Durée fixée"),
        *("faire corriger", "limitation", "effacement", "opposer"),
        "Autorité de protection des données",
    ):
        assert asked in NOTICE


def test_a_plan_has_neither() -> None:
    assert made_pages(load_form("clss-2022-2025")) == {}
