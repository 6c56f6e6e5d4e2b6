"""Workbooks drawn at random, as the rows of a case: sound enough to be counted, odd enough to be a trial."""

from __future__ import annotations

import random
from typing import Any

from pipeline.form_file import load_form

FORM = load_form("dics-2023")
WORDS = [
    "été",
    "L'eau & le gaz",
    "<b>",
    "{{ annee }}",
    "{% x %}",
    "[^1]",
    "\"'\u00a0'\"",
    "« oui »",
    "2023",
    "🙂",
    "…",
    "-….",
    "a\tb",
    "]]>",
    "é\nè",
]
WALLONIE = ["prive", "ais", "apl", "slsp", "commune_cpas", "flw", "autre"]

Values = dict[str, str]


def random_workbook(draw: random.Random) -> dict[str, Any]:
    """A case of test_cases.py without expectations: year, equipments, households, contacts, files, answers."""
    year = int(draw.choice(FORM.years))
    sites = [f"{draw.choice(WORDS)} {number}" for number in range(draw.randint(1, 30))]
    codes = [f"H-{number:03}" for number in range(draw.randint(0, 25))]
    menages = [menage(draw, code, sites, year) for code in codes]
    return {
        "year": str(year),
        "equipements": [equipment(draw, name) for name in sites],
        "menages": menages,
        "contacts": [contact(draw, menages, year) for _ in range(draw.randint(0, 60) if codes else 0)],
        "dossiers": [dossier(draw, codes, year) for _ in range(draw.randint(0, 12) if codes else 0)],
        "reponses": answers(draw),
        "answers": {},
    }


def any_of(draw: random.Random, name: str) -> str:
    return draw.choice(FORM.lists[name].items).key


def some(draw: random.Random, values: Values) -> Values:
    """About half of these cells."""
    return {key: value for key, value in values.items() if draw.random() < 0.5}


def day(draw: random.Random, year: int) -> str:
    return f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"


def words(draw: random.Random) -> str:
    return " ".join(draw.choices(WORDS, k=draw.randint(1, 4)))


def equipment(draw: random.Random, name: str) -> Values:
    marks = ("courriers_personnalises", "courriers_standardises", "flyers", "valves", "a_la_commune", "non_prioritaire")
    street = {"presence": any_of(draw, "presences"), "approche": any_of(draw, "approches")}
    return {"nom": name, **(street if draw.random() < 0.5 else {}), **some(draw, dict.fromkeys(marks, "x"))}


def menage(draw: random.Random, code: str, sites: list[str], year: int) -> Values:
    """A household. A precision stands beside every list; support after relocation has its relocation."""
    values = {"code": code, "equipement": draw.choice(sites)}
    values |= {"statut": any_of(draw, "statuts"), "raison": any_of(draw, "raisons"), "reseau": any_of(draw, "oui_non")}
    values["accompagnement_pre"] = any_of(draw, "accompagnements")
    one, two = draw.sample([item.key for item in FORM.lists["problemes"].items], 2)
    for number, problem in ((1, one), (2, two)):
        values |= {f"probleme_{number}": problem, f"relais_{number}": any_of(draw, "oui_non")}
        values[f"motif_{number}"] = any_of(draw, "motifs")
    if draw.random() < 0.5:
        first, second = draw.sample([item.key for item in FORM.lists["contenus"].items], 2)
        values |= {"date_relogement": day(draw, year - draw.randint(-1, 2)), "destination": draw.choice(WALLONIE)}
        values |= {"localisation": any_of(draw, "localisations"), "suivi_confie": any_of(draw, "oui_non")}
        values |= {"contenu_1": first, "contenu_2": second}
        values["accompagnement_post"] = any_of(draw, "accompagnements")
    asked = [key for key, field in FORM.sheets["menages"].fields.items() if field.precision_of in values]
    return values | {key: words(draw) for key in asked}


def contact(draw: random.Random, menages: list[Values], year: int) -> Values:
    """A contact; a visit is to a household that has moved by then."""
    date, mode = day(draw, year - draw.randint(-1, 1)), any_of(draw, "modes")
    reached = draw.sample(menages, draw.randint(1, min(4, len(menages))))
    if mode == "visite" and any(not one.get("date_relogement") or one["date_relogement"] > date for one in reached):
        mode = "telephone"
    courtesy = some(draw, {"courtoisie": any_of(draw, "oui_non")})
    return {"date": date, "codes": " ; ".join(one["code"] for one in reached), "mode": mode, **courtesy}


def dossier(draw: random.Random, codes: list[str], year: int) -> Values:
    values = {"menage": draw.choice(codes), "ouverture": f"{year - draw.randint(0, 2)}-01-05"}
    if draw.random() < 0.7:
        values |= {"decision": any_of(draw, "decisions"), "date_decision": day(draw, year + draw.randint(0, 1))}
    return values | some(draw, {"date_relogement": day(draw, year - draw.randint(0, 2))})


def answers(draw: random.Random) -> list[Values]:
    rows = []
    for question in FORM.questions.values():
        for item in FORM.question_lines(question):
            written = {"coche": "x", "precision": words(draw), "texte": words(draw)}
            rows.append({"question": question.id, "ligne": item.key, **some(draw, written)})
    return rows
