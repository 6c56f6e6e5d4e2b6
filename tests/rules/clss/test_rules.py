"""The sets of a CLSS plan against their cases: rows in, parts out, worked out by hand
from the rule's text.

A case writes its parts short: a paragraph is its text, an element of a list begins with
"- ", a row of a table is one line; looks are signs (``**bold**``, ``^(raised)``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.edition.questions import Parts
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.model.submission import Part, Row
from pipeline.model.text import raise_ordinals
from pipeline.rules.clss.records import head
from pipeline.rules.clss.text import euros, without_prefix
from pipeline.rules.families import FAMILIES
from tests.support.cases import cases, load_cases
from tests.support.clss_rows import facts_of, marked, styled
from tests.support.paths import TESTS

CASES = TESTS / "cases"
EDITIONS = [edition for edition in homes() if load_form(edition).family == "clss"]
FORM = load_form("clss-2022-2025")
SETS = FAMILIES["clss"].sets
PLAN = {
    "organisme": "CPAS de Valmont",
    "titre": "PLAN",
    "premiere_annee": "2022",
    "derniere_annee": "2024",
}
PLAN |= {"situation": "2023-12-31", "theme_1": "Logement", "theme_2": "Santé"}
DEFAULTS: dict[str, list[dict[str, str]]] = {
    "quartiers": [{"nom": "Nord"}, {"nom": "Sud"}, {"nom": "Gare", "extension": "oui"}],
}


def written_cases() -> Iterator[Any]:
    """The cases of every edition of the family."""
    for edition in EDITIONS:
        for file in sorted((CASES / edition).glob("*.yaml")):
            for case in load_cases(file):
                yield pytest.param(
                    edition,
                    file.stem,
                    case,
                    id=f"{edition} {file.stem}: {case['name']}",
                )


def sheets_of(case: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    given = {key: case[key] for key in FORM.sheets if key in case and key != "plan"}
    return {**DEFAULTS, **given, "plan": [{**PLAN, **case.get("plan", {})}]}


@pytest.mark.parametrize(("edition", "name", "case"), list(written_cases()))
def test_clss_case(edition: str, name: str, case: dict[str, Any]) -> None:
    facts, _ = facts_of(load_form(edition), sheets_of(case))
    parts = SETS[name].members(facts)
    assert [SHORT[name](part) for part in parts] == case["parts"]
    if "records" in case:
        rows = [row for part in parts for row in part.parts["lignes"]]
        for place, cells in case["records"].items():
            figure = rows[int(place) - 1].figures["personnes"]
            assert sorted(str(record.ref("date")) for record in figure.records) == cells


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_set_has_three_cases(edition: str) -> None:
    for name in {question.set for question in load_form(edition).asked(Parts)}:
        assert len(load_cases(CASES / edition / f"{name}.yaml")) >= 3


# ---- parts written short


def text(part: Part, name: str) -> str:
    return marked(part.figures[name].text)


def paragraphs(parts: tuple[Part, ...]) -> list[str]:
    written = []
    for part in parts:
        ((kind, (inner,)),) = part.parts.items()
        written.append({"courant": "", "element": "- "}[kind] + text(inner, "texte"))
    return written


def short_texte(part: Part) -> Any:
    return {text(part, "titre"): paragraphs(part.parts["paragraphes"])}


def short_objectif(part: Part) -> Any:
    short: dict[str, Any] = {}
    for name, found in part.parts.items():
        if name in ("og", "transversal", "oi", "oo"):
            short[name] = text(found[0], "titre")
        elif name == "constat":
            short[name] = text(found[0], "texte")
        elif name == "actions":
            short[name] = [
                f"{text(one, 'code')} {text(one, 'texte')}"
                for one in found[0].parts["actions"]
            ]
        elif name in ("introduction", "constat_suite", "remarque"):
            short[name] = paragraphs(found)
        else:
            short[name] = paragraphs(found[0].parts["paragraphes"])
    return short


def short_tableau(part: Part) -> Any:
    short: dict[str, Any] = {"titre": text(part, "titre")}
    if "notices" in part.parts:
        short["notice"] = text(part.parts["notices"][0], "texte")
    widths = [text(annee, "largeur") for annee in part.parts["annees"]]
    short["annees"] = " ".join(text(annee, "annee") for annee in part.parts["annees"])
    short["largeurs"] = " ".join(widths)
    short["lignes"] = []
    for row in part.parts["lignes"]:
        ((start, (cells,)),) = row.parts.items()
        shown = [
            f"{text(cells, name)} [{text(cells, f'{name}_fond')}]".lstrip()
            for name in ("og", "oi", "oo", "action")
        ]
        assert [text(mark, "largeur") for mark in cells.parts["annees"]] == widths
        years = "".join(text(mark, "x") or "." for mark in cells.parts["annees"])
        short["lignes"].append(f"{start}: {' | '.join(shown)} | {years}")
    return short


def short_budget(part: Part) -> Any:
    short: dict[str, Any] = {"annee": text(part, "annee"), "quartiers": []}
    for quarter in part.parts["quartiers"]:
        amounts = [("référent", "referent"), ("cpas", "cpas"), ("appel", "appel")]
        amounts += [
            (text(quarter, "theme_1"), "moitie_1"),
            (text(quarter, "theme_2"), "moitie_2"),
        ]
        written = [
            f"{label} {text(quarter, name)} {text(quarter, f'{name}_commentaire')}"
            for label, name in amounts
        ]
        short["quartiers"].append(
            " | ".join(
                [text(quarter, "quartier"), *(" ".join(one.split()) for one in written)]
            )
        )
    if "egal" in part.parts:
        short["egal"] = text(part.parts["egal"][0], "montant")
    if "inegal" in part.parts:
        short["inegal"] = [
            f"{text(one, 'quartier')} {text(one, 'montant')}"
            for one in part.parts["inegal"]
        ]
    if "detail" in part.parts:
        short["detail"] = {}
        for quarter in part.parts["detail"][0].parts["quartiers"]:
            lines = [
                f"{text(line, 'intitule')} {text(line, 'montant')}".strip()
                for line in quarter.parts["lignes"]
            ]
            short["detail"][
                f"{text(quarter, 'quartier')} {text(quarter, 'total')}".strip()
            ] = lines
    return short


def short_suivi(part: Part) -> Any:
    columns = (
        "vise",
        "annee",
        "quartier",
        "activites",
        "personnes",
        "nouvelles",
        "cible",
        "resultat",
    )
    rows = [
        " | ".join(text(row, name) for name in columns) for row in part.parts["lignes"]
    ]
    return {"situation": text(part, "situation"), "lignes": rows}


SHORT = {
    "textes": short_texte,
    "objectifs": short_objectif,
    "tableaux": short_tableau,
    "budgets": short_budget,
    "suivi": short_suivi,
}


# ---- head, ordinals, prefixes, amounts


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [("2022", "2025", "2022-2025"), ("2022", "2022", "2022"), ("2022", "2028", "")],
)
def test_head(first: str, last: str, period: str) -> None:
    plan = {
        **PLAN,
        "premiere_annee": first,
        "derniere_annee": last,
        "date_titre": "Mars 2022",
    }
    facts, _ = facts_of(FORM, {"plan": [plan]})
    assert head(facts) == {
        "titre": "PLAN",
        "sous_titre": "",
        "date_titre": "Mars 2022",
        "organisme": "CPAS de Valmont",
        "periode": period,
    }


def test_remarks_are_in_no_record() -> None:
    row = {
        "date": "2022-03-01",
        "vise": "1.1.1",
        "quartier": "Nord",
        "personnes": "3",
        "remarque": "confidentiel",
    }
    facts, _ = facts_of(FORM, {"plan": [PLAN], "suivi": [row]})
    assert facts.suivis[0].personnes == 3
    assert "confidentiel" not in str(facts.suivis[0].row)


@cases(__file__, "ordinals")
def test_ordinals_are_raised(plain: str, raised: str) -> None:
    assert marked(raise_ordinals(styled(plain))) == raised


@cases(__file__, "prefixes")
def test_prefix_of_a_heading(titre: str, bare: str) -> None:
    row = Row("objectifs", "Objectifs", 5, {"titre": styled(titre)}, {})
    assert without_prefix(row, "titre", (1, 2)).text == bare


@cases(__file__, "amounts")
def test_amounts(cents: int | None, written: str) -> None:
    assert euros(cents) == written
