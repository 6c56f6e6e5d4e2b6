"""The two example plans: the first says what the plan 2022-2025 says (tests/golden),
every word of it and nothing else; the second holds what it was made for; the invented
follow-up gives the sums told beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from pipeline.editions.loader import load_form
from pipeline.model.submission import TEXTS, Value
from pipeline.model.text import even_out, looks_of
from tests.examples.marolles import Row, Rows, marolles
from tests.examples.petit_quartier import petit_quartier
from tests.support.cases import cases
from tests.support.paths import TESTS

GOLDEN: dict[str, Any] = json.loads(
    (TESTS / "golden" / "clss-plan-2022-2025.json").read_text(encoding="utf-8")
)
PREFIX = re.compile(r"[\d.]+ (\(O[IO]\)\. |Objectif (Général|transversal)( \d)? : )")
PLANS: dict[str, Callable[[], Rows]] = {
    "marolles": marolles,
    "petit_quartier": petit_quartier,
}
# The headings inside an objective, each with the field under it, in the narrative's
# order.
HEADED = (
    ("Constats fondant l'objectif", ("constats",)),
    ("Possibles parties prenantes", ("parties", "remarque")),
    ("Organisation porteuse", ("porteur",)),
)


def marked(value: Value) -> str:
    """A text with its bold stretches between ** as in the golden file."""
    assert isinstance(value, TEXTS)
    return "".join(
        f"**{piece}**" if look == "Gras" else piece for piece, look in looks_of(value)
    )


def actions_of(rows: Rows, number: object) -> list[Row]:
    return [action for action in rows["actions"] if action["objectif"] == number]


def level(objective: Row) -> str:
    number = str(objective["numero"])
    return ("og", "oi", "oo")[number.count(".")]


# ---- the narrative


def told(rows: Rows) -> Iterator[tuple[str, str]]:
    """(kind, text) of every text of the narrative that stands in the workbook."""
    for text in rows["textes"]:
        yield "h1", str(text["titre"])
        for line in marked(text["texte"]).split("\n"):
            yield ("item", line[2:]) if line.startswith("- ") else ("p", line)
    for objective in rows["objectifs"]:
        yield level(objective), marked(objective["titre"])
        yield from told_inside(objective)
        for action in actions_of(rows, objective["numero"]):
            if "texte_recit" in action:
                yield "action", f"{action['code']} {marked(action['texte_recit'])}"


def told_inside(objective: Row) -> Iterator[tuple[str, str]]:
    if "introduction" in objective:
        yield "p", marked(objective["introduction"])
    if objective.get("constats_place") == "en_ligne":
        yield "p", f"Constat : {marked(objective['constats'])}"
        objective = {
            key: value for key, value in objective.items() if key != "constats"
        }
    for heading, keys in HEADED:
        texts = [marked(objective[key]) for key in keys if key in objective]
        yield from [("h3", heading)] if texts else []
        yield from [("p", text) for text in texts]


def test_the_narrative_is_the_golden_one_to_the_letter() -> None:
    entries = [
        (entry["kind"], f"{entry.get('code', '')} {entry['text']}".strip())
        for entry in GOLDEN["narrative"]
    ]
    # Title page apart; notice and glossary are the template's, and so is the heading of
    # the actions.
    wanted = [
        (kind, text)
        for kind, text in entries
        if not text.startswith("Actions suggérées")
    ]
    assert list(told(marolles())) == wanted[wanted.index(("h1", "INTRODUCTION")) :]


def test_the_title_page_is_the_golden_one() -> None:
    plan = marolles()["plan"][0]
    wanted = [
        entry["text"] for entry in GOLDEN["narrative"] if entry["kind"] == "title"
    ]
    assert [
        plan[key] for key in ("titre", "sous_titre", "date_titre", "organisme")
    ] == wanted
    assert GOLDEN["plan"] == plan["titre"]


def test_every_bold_passage_is_bold_and_no_other() -> None:
    bold = [
        piece
        for sheet in ("textes", "objectifs", "actions")
        for row in marolles()[sheet]
        for value in row.values()
        if isinstance(value, TEXTS)
        for piece, look in looks_of(value)
        if look == "Gras"
    ]
    assert bold == [
        "prévention des expulsions domiciliaires",
        (
            "diminution des pertes de logements dans les quartiers Marolles et Anneessens,"
            " incluant la zone Stalingrad"
        ),
        (
            "Un budget sera proposé dans l'enveloppe de l'appel à projet spécifiquement pour"
            " Anneessens avec une suggestion de l'action 3 décrite ci-dessous."
        ),
    ]


# ---- the planning tables


def years(row: Row) -> list[bool]:
    running = row.get("annees", ())
    assert isinstance(running, tuple)
    return [year in running for year in (2022, 2023, 2024, 2025)]


def planned(rows: Rows, og: str) -> Iterator[tuple[str, object]]:
    """Every cell of the planning table of an OG, from the left to the right and down,
    then each row's years.
    """
    for objective in rows["objectifs"]:
        number = str(objective["numero"])
        if number.split(".")[0] != og:
            continue
        bare = PREFIX.sub("", str(objective["titre"]), count=1)
        yield level(objective), f"{number} {objective.get('texte_tableau', bare)}"
        listed = [
            action for action in actions_of(rows, number) if "texte_tableau" in action
        ]
        for action in listed:
            yield "action", str(action["texte_tableau"])
            yield "years", years(action)
        if level(objective) == "oo" and not listed:
            yield "years", years(objective)
        assert (
            "annees" not in objective or not listed
        )  # years of its own only without actions in the table


@pytest.mark.parametrize("rank", range(4))
def test_every_planning_table_is_the_golden_one_cell_by_cell(rank: int) -> None:
    table, rows = GOLDEN["planning"][rank], marolles()
    wanted = [
        (key, row[key])
        for row in table["rows"]
        for key in ("og", "oi", "oo", "action", "years")
        if key == "years" or row[key]
    ]
    assert list(planned(rows, str(rank + 1))) == wanted
    objective = next(row for row in rows["objectifs"] if row["numero"] == str(rank + 1))
    assert (objective["titre_tableau"], objective["notice_tableau"]) == (
        table["title"],
        table["notice"],
    )


def test_the_texts_of_the_table_stand_only_where_they_differ() -> None:
    for objective in marolles()["objectifs"]:
        assert PREFIX.sub("", str(objective["titre"]), count=1) != objective.get(
            "texte_tableau"
        )


def test_who_leads_what_is_read_from_the_narrative() -> None:
    rows = marolles()
    assert {
        row["numero"]: row["cpas"] for row in rows["objectifs"] if "cpas" in row
    } == {
        "1.2.1": "oui",
        "1.2.2": "en_partie",
        "2.1.2": "en_partie",
        "2.2": "oui",
        "2.2.1": "oui",
        "2.2.2": "oui",
    }
    led = [
        (row["objectif"], row["code"])
        for row in rows["actions"]
        if row.get("cpas") == "oui"
    ]
    assert led == [("1.2.2", "A1"), ("1.2.2", "A2"), ("2.1.2", "A2")]
    assert [
        row["numero"] for row in rows["objectifs"] if row.get("transversal") == "oui"
    ] == ["3", "4"]


def test_an_action_is_limited_to_a_quarter_where_its_text_names_one() -> None:
    limited = [
        (row["objectif"], row["code"], row["quartier"])
        for row in marolles()["actions"]
        if "quartier" in row
    ]
    assert limited == [
        ("1.2.2", "A3", "Anneessens"),
        ("2.1.2", "A1", "Marolles"),
        ("2.1.2", "A2", "Anneessens"),
    ]


def test_what_the_table_and_the_narrative_tell_of_4_0_1_is_matched_by_its_sense() -> (
    None
):
    actions = actions_of(marolles(), "4.0.1")
    assert [action.get("code") for action in actions] == ["A1", None, "A2"]
    assert str(actions[2]["texte_recit"]).startswith("Des pistes d'actions")
    assert str(actions[2]["texte_tableau"]).startswith("Des pistes d'actions")


# ---- the budget


def euros(row: Row, key: str) -> str:
    """50.000,00 €, zero as - €, unknown as nothing."""
    if key not in row:
        return ""
    cents = row[key]
    assert isinstance(cents, int)
    return (
        f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02} €"
        if cents
        else "- €"
    )


def budgeted(rows: Rows) -> Iterator[list[str]]:
    """The golden budget, cell by cell, as far as it stands in the workbook."""
    for row in rows["budget"]:
        yield [f"Quartier {row['quartier']}"]
        yield [
            f"RQ {row['quartier']}",
            euros(row, "referent"),
            str(row["referent_commentaire"]),
        ]
        yield ["CPAS", euros(row, "cpas"), str(row["cpas_commentaire"])]
        yield ["Appel à projet (total)", str(row["appel_commentaire"])]
        for half in "12":
            yield [
                str(rows["plan"][0][f"theme_{half}"]),
                str(row[f"moitie_{half}_commentaire"]),
            ]
    for row in rows["budget"]:
        yield [f"Total CPAS {row['quartier']}", euros(row, "cpas")]
        for line in rows["detail"]:
            if line["quartier"] == row["quartier"]:
                yield [
                    text
                    for text in (str(line["intitule"]), euros(line, "montant"))
                    if text
                ]


def test_the_budget_is_the_golden_one() -> None:
    computed = (
        "Appel à projet (total)",
        "Logement",
        "Non recours",
    )  # with a comment: the amount is not typed
    heads = ("Article", "Budget par quartier", "Détail Actions CPAS")
    wanted = []
    for row in GOLDEN["budget"]:
        filled = [cell for cell in row if cell]
        if filled[0] not in heads:
            wanted.append(
                [filled[0], filled[2]]
                if filled[0] in computed and len(filled) == 3
                else filled
            )
    assert list(budgeted(marolles())) == wanted
    assert {euros(row, "total") for row in marolles()["budget"]} == {"344.000,00 €"}
    assert ["Budget par quartier", "344.000,00 €"] in GOLDEN["budget"]


# ---- the follow-up


def reached(prefix: str, year: str = "", quarter: str = "") -> int:
    """People reached by what begins with the prefix."""
    return sum(
        int(str(row["personnes"]))
        for row in marolles()["suivi"]
        if str(row["vise"]).startswith(prefix)
        and str(row["date"]).startswith(year)
        and row["quartier"] in (quarter or row["quartier"],)
    )


@cases(__file__, "reached")
def test_the_follow_up_reaches_some_targets_and_misses_others(
    prefix: str, year: str, quarter: str, people: int
) -> None:
    assert reached(prefix, year, quarter) == people


def test_the_follow_up_is_of_two_years_and_all_quarters() -> None:
    activities = marolles()["suivi"]
    assert len(activities) == 45
    assert {str(row["date"])[:4] for row in activities} == {"2022", "2023"}
    assert {row["quartier"] for row in activities} == {
        "Marolles",
        "Anneessens",
        "Stalingrad",
    }
    assert all(
        int(str(row.get("nouvelles", 0))) <= int(str(row["personnes"]))
        for row in activities
    )
    assert 0 < sum("nouvelles" in row for row in activities) < 45
    assert 0 < sum("remarque" in row for row in activities) < 45


def test_the_follow_up_and_the_targets_name_what_the_plan_has() -> None:
    rows = marolles()
    numbers = {str(row["numero"]) for row in rows["objectifs"]}
    known = numbers | {
        f"{row['objectif']} {row['code']}" for row in rows["actions"] if "code" in row
    }
    assert {str(row["vise"]) for row in (*rows["suivi"], *rows["cibles"])} <= known
    only = {
        f"{row['objectif']} {row['code']}": row["quartier"]
        for row in rows["actions"]
        if "quartier" in row
    }
    assert all(
        row["quartier"] == only.get(str(row["vise"]), row["quartier"])
        for row in rows["suivi"]
    )


# ---- both plans


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_fills_the_declared_sheets_and_columns(name: str) -> None:
    sheets, rows = load_form("clss-2022-2025").sheets, PLANS[name]()
    assert list(rows) == list(sheets)
    for key, sheet in sheets.items():
        required = {field.key for field in sheet.fields.values() if field.required}
        for row in rows[key]:
            assert required <= set(row) <= set(sheet.fields), (key, row)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_takes_its_lists_and_references_from_the_declaration(name: str) -> None:
    form, rows = load_form("clss-2022-2025"), PLANS[name]()
    for key, sheet in form.sheets.items():
        for field in sheet.fields.values():
            found = {str(row[field.key]) for row in rows[key] if field.key in row}
            if field.list:
                assert found <= set(form.lists[field.list].by_key)
            if field.refers:
                target = form.sheets[field.refers]
                known = {
                    even_out(str(row[target.key_field])) for row in rows[target.key]
                }
                assert {even_out(text) for text in found} <= known


def test_the_small_plan_shares_nothing_with_the_first() -> None:
    first, second = marolles()["plan"][0], petit_quartier()["plan"][0]
    assert [key for key, value in second.items() if first[key] == value] == ["edition"]
    assert [row["nom"] for row in petit_quartier()["quartiers"]] == ["Les Remparts"]


def test_the_small_plan_has_the_shape_it_was_made_for() -> None:
    rows = petit_quartier()
    assert [row["numero"] for row in rows["objectifs"]] == [
        "1",
        "1.1",
        "1.1.1",
        "1.1.2",
        "2",
        "2.0.1",
    ]
    assert [row["objectif"] for row in rows["actions"]] == [
        "1.1.1",
        "1.1.1",
        "1.1.1",
        "1.1.2",
    ]
    assert (rows["cibles"], rows["suivi"]) == ([], [])
    assert {row["annee"] for row in rows["detail"]} == {2025}
    words = " ".join(
        str(value)
        for sheet in ("textes", "objectifs", "actions")
        for row in rows[sheet]
        for value in row.values()
    )
    assert all(sign in words for sign in ("&", "<", ">", '"', "«", "'", "{{", "\n- "))
    assert "**l'action 1**" in marked(rows["objectifs"][2]["porteur"])


def test_the_small_budget_has_a_year_without_cpas_and_an_odd_cent() -> None:
    before, after = petit_quartier()["budget"]
    assert before["cpas"] == 0
    left = (
        int(str(after["total"])) - int(str(after["referent"])) - int(str(after["cpas"]))
    )
    assert left == 5_000_025
    assert (
        sum(int(str(row["montant"])) for row in petit_quartier()["detail"])
        == after["cpas"]
    )
