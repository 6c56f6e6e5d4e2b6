"""Workbooks drawn at random, as the rows of a case: sound enough to be counted, odd
enough to be a trial. ``registers`` draws small ones that shrink, for properties.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from hypothesis import strategies as st

from pipeline.edition.form import Form
from pipeline.editions.loader import load_form
from pipeline.model.submission import Value
from pipeline.model.text import code_key
from tests.support.faults import BASE, Rows

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
    """A case of test_cases.py without expectations: year, equipments, households,
    contacts, files, answers.
    """
    year = int(draw.choice(FORM.years))
    sites = [f"{draw.choice(WORDS)} {number}" for number in range(draw.randint(1, 30))]
    codes = [f"H-{number:03}" for number in range(draw.randint(0, 25))]
    menages = [menage(draw, code, sites, year) for code in codes]
    return {
        "year": str(year),
        "equipements": [equipment(draw, name) for name in sites],
        "menages": menages,
        "contacts": [
            contact(draw, menages, year)
            for _ in range(draw.randint(0, 60) if codes else 0)
        ],
        "dossiers": [
            dossier(draw, codes, year)
            for _ in range(draw.randint(0, 12) if codes else 0)
        ],
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
    marks = (
        "courriers_personnalises",
        "courriers_standardises",
        "flyers",
        "valves",
        "a_la_commune",
        "non_prioritaire",
    )
    street = {
        "presence": any_of(draw, "presences"),
        "approche": any_of(draw, "approches"),
    }
    return {
        "nom": name,
        **(street if draw.random() < 0.5 else {}),
        **some(draw, dict.fromkeys(marks, "x")),
    }


def menage(draw: random.Random, code: str, sites: list[str], year: int) -> Values:
    """A household. A precision stands beside every list; support after relocation has
    its relocation.
    """
    values = {"code": code, "equipement": draw.choice(sites)}
    values |= {
        "statut": any_of(draw, "statuts"),
        "raison": any_of(draw, "raisons"),
        "reseau": any_of(draw, "oui_non"),
    }
    values["accompagnement_pre"] = any_of(draw, "accompagnements")
    one, two = draw.sample([item.key for item in FORM.lists["problemes"].items], 2)
    for number, problem in ((1, one), (2, two)):
        values |= {
            f"probleme_{number}": problem,
            f"relais_{number}": any_of(draw, "oui_non"),
        }
        values[f"motif_{number}"] = any_of(draw, "motifs")
    if draw.random() < 0.5:
        first, second = draw.sample(
            [item.key for item in FORM.lists["contenus"].items], 2
        )
        values |= {
            "date_relogement": day(draw, year - draw.randint(-1, 2)),
            "destination": draw.choice(WALLONIE),
        }
        values |= {
            "localisation": any_of(draw, "localisations"),
            "suivi_confie": any_of(draw, "oui_non"),
        }
        values |= {"contenu_1": first, "contenu_2": second}
        values["accompagnement_post"] = any_of(draw, "accompagnements")
    asked = [
        key
        for key, field in FORM.sheets["menages"].fields.items()
        if field.precision_of in values
    ]
    return values | {key: words(draw) for key in asked}


def contact(draw: random.Random, menages: list[Values], year: int) -> Values:
    """A contact; a visit is to a household that has moved by then."""
    date, mode = day(draw, year - draw.randint(-1, 1)), any_of(draw, "modes")
    reached = draw.sample(menages, draw.randint(1, min(4, len(menages))))
    if mode == "visite" and any(
        not one.get("date_relogement") or one["date_relogement"] > date
        for one in reached
    ):
        mode = "telephone"
    courtesy = some(draw, {"courtoisie": any_of(draw, "oui_non")})
    return {
        "date": date,
        "codes": " ; ".join(one["code"] for one in reached),
        "mode": mode,
        **courtesy,
    }


def dossier(draw: random.Random, codes: list[str], year: int) -> Values:
    values = {
        "menage": draw.choice(codes),
        "ouverture": f"{year - draw.randint(0, 2)}-01-05",
    }
    if draw.random() < 0.7:
        values |= {
            "decision": any_of(draw, "decisions"),
            "date_decision": day(draw, year + draw.randint(0, 1)),
        }
    return values | some(
        draw, {"date_relogement": day(draw, year - draw.randint(0, 2))}
    )


def answers(draw: random.Random) -> list[Values]:
    rows = []
    for question in FORM.questions.values():
        for item in question.answer_lines(FORM.lists):
            written = {"coche": "x", "precision": words(draw), "texte": words(draw)}
            rows.append(
                {"question": question.id, "ligne": item.key, **some(draw, written)}
            )
    return rows


# ---- small ones, for properties

Cells = dict[str, Value]

SITES = ("Les Pins", "Les Bouleaux", "Les Aulnes")
PRECISIONS = ("étudiant", "Étudiant", "un cousin & lui", "<à part>")
PRESENT: Cells = {"presence": "une_semaine", "approche": "spontanee"}
BEFORE = (
    *(
        "statut",
        "raison",
        "reseau",
        "accompagnement_pre",
        "probleme_1",
        "relais_1",
        "motif_1",
    ),
    *("probleme_2", "relais_2", "motif_2"),
)
AFTER = (
    "destination",
    "localisation",
    "suivi_confie",
    "accompagnement_post",
    "contenu_1",
    "contenu_2",
)
SINCE = ("statut_apres", "reseau_apres")
TABLES: st.SearchStrategy[Cells] = st.sampled_from(
    [{}, PRESENT, {"valves": "x"}, {"non_prioritaire": "x"}]
)
TEXTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("2.3.2", "2-3.10", "3.3.1", "3.4.1"), st.just("Un texte.")),
        **dict.fromkeys(("5.1.1", "8.1.1"), st.sampled_from(["0", "1"])),
    },
)


@cache  # a strategy made once is drawn from much faster
def days(year: int) -> st.SearchStrategy[str]:
    """Days on either side of what the rules turn on."""
    here = ("06-15", "06-16", "09-09", "11-11", "01-01", "12-31")
    there = (
        f"{year - 1}-12-31",
        f"{year - 1}-07-01",
        f"{year - 1}-06-30",
        f"{year - 2}-05-05",
        f"{year + 1}-01-01",
    )
    return st.sampled_from([*(f"{year}-{day}" for day in here), *there])


def choices(form: Form, sheet: str, *names: str) -> dict[str, st.SearchStrategy[str]]:
    """Columns with what their drop-downs hold."""
    fields = form.sheets[sheet].fields
    return {
        name: st.sampled_from(
            [item.key for item in form.lists[fields[name].list].items]
        )
        for name in names
    }


@cache
def households(day: st.SearchStrategy[str]) -> st.SearchStrategy[Cells]:
    """All of a household but its code; a precision stands beside every list."""
    before = {"equipement": st.just(SITES[0]), **choices(FORM, "menages", *BEFORE)}
    after = {"date_relogement": day, **choices(FORM, "menages", *AFTER)}
    left = st.fixed_dictionaries(after, optional=choices(FORM, "menages", *SINCE))
    none: st.SearchStrategy[Cells] = st.just({})
    end = none | none | st.fixed_dictionaries({"fin_suivi": day})
    words = st.sampled_from(PRECISIONS)
    return st.builds(
        _household, st.fixed_dictionaries(before), none | left | left, end, words
    )


def _household(before: Cells, left: Cells, end: Cells, precision: str) -> Cells:
    row = {**before, **left, **end}
    for name, second in (
        ("probleme", ("probleme_2", "relais_2", "motif_2")),
        ("contenu", ("contenu_2",)),
    ):
        if row.get(f"{name}_1") == row.get(f"{name}_2"):
            row = {key: value for key, value in row.items() if key not in second}
    fields = FORM.sheets["menages"].fields
    return row | {
        key: precision for key, field in fields.items() if field.precision_of in row
    }


@cache
def contacts(
    codes: tuple[str, ...], day: st.SearchStrategy[str]
) -> st.SearchStrategy[Cells]:
    """A contact with one to three households, whose codes are spelled in several ways."""
    spelled = [
        one
        for code in codes
        for one in (code, code.lower().replace("-", ""), code.replace("-0", " "))
    ]
    several = st.lists(
        st.sampled_from(spelled), min_size=1, max_size=3, unique_by=code_key
    ).map(tuple)
    mode = choices(FORM, "contacts", "mode")["mode"] | st.just("visite")
    beside = {
        "courtoisie": st.sampled_from(["non", "oui"]),
        "initiales": st.just("zq-secret"),
    }
    return st.fixed_dictionaries(
        {"date": day, "codes": several, "mode": mode}, optional=beside
    )


@cache
def files(
    codes: tuple[str, ...], day: st.SearchStrategy[str]
) -> st.SearchStrategy[Cells]:
    """An allowance file, decided or not; a number may stand several times."""
    opened = st.fixed_dictionaries(
        {"menage": st.sampled_from(codes), "ouverture": day},
        optional={
            "numero": st.sampled_from(["D-1", "D-1", "D-2"]),
            "date_relogement": day,
        },
    )
    decided = st.fixed_dictionaries(
        {**choices(FORM, "dossiers", "decision"), "date_decision": day}
    )
    return st.builds(_file, opened, st.just({}) | decided)


def _file(opened: Cells, decided: Cells) -> Cells:
    """A decision follows the opening."""
    dates = ("ouverture", "date_decision")
    row = {**opened, **decided}
    return row | dict(
        zip(
            dates, sorted(str(row[name]) for name in dates if name in row), strict=False
        )
    )


@st.composite
def registers(draw: st.DrawFn) -> Rows:
    """One to four households; some rows may be at fault."""
    year = draw(st.sampled_from(FORM.years))
    day = days(year)
    codes = tuple(f"H-{number:03}" for number in range(1, draw(st.integers(1, 4)) + 1))
    sites: list[Cells] = [
        {"nom": nom, **draw(TABLES)} for nom in SITES[1 : draw(st.integers(1, 3))]
    ]
    texts = draw(TEXTS)
    answers: list[Cells] = [
        {"question": question, "ligne": "", "texte": text}
        for question, text in texts.items()
    ]
    if any("non_prioritaire" in site for site in sites):
        answers.append({"question": "2.4", "ligne": "connus", "coche": "x"})
    return {
        "identification": [
            {"edition": FORM.edition, "commune": "Clairbois", "annee": year}
        ],
        "equipements": [{"nom": SITES[0], **PRESENT}, *sites],
        "menages": [{"code": code, **draw(households(day))} for code in codes],
        "contacts": draw(
            st.lists(
                contacts(codes, day), min_size=draw(st.integers(0, 8)), max_size=12
            )
        ),
        "dossiers": draw(
            st.lists(files(codes, day), min_size=draw(st.integers(0, 4)), max_size=5)
        ),
        "reponses": [*map(dict, BASE["reponses"]), *answers],
    }
