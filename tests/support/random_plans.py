"""Plans of the CLSS drawn at random, as the rows of a workbook: sound, so that each one
is produced, odd enough to be a trial. ``produced`` makes the document of one without an
.xlsx between; ``plans`` draws small ones that shrink, for properties.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from hypothesis import strategies as st

from pipeline.answers.tally import tally
from pipeline.document.compiled import fill, load_compiled
from pipeline.document.places import fill_places
from pipeline.edition.form import Form
from pipeline.editions.loader import load_form
from pipeline.findings.messages import is_error
from pipeline.model.submission import Places, Row, Submission, Text, Value
from pipeline.model.text import StyledText, looks_of
from pipeline.office.excel import column_letters
from tests.support.random_workbooks import choices
from tests.support.stages import examine

EDITION = "clss-2022-2025"
FORM = load_form(EDITION)
COMPILED = load_compiled(load_form(EDITION).document)
WORDS = [
    *(
        "été",
        "L'eau & le gaz",
        "<b>",
        "{{ annee }}",
        "{% x %}",
        "{_{",
        "%_}",
        "[^1]",
        "« oui »",
        '"à part"',
        "]]>",
    ),
    *(
        "🙂",
        "…",
        "1ère",
        "le 2e",
        "3ème étage",
        "21es",
        "1er",
        "2nde",
        "H2O",
        "12 000 €",
        "A1",
        "- non",
    ),
    *("1\u00a0840", "a\tb", "e\u0301te\u0301", "-", "12,5 %", "=1+1", "x\u2028y"),
]
SIGNS = ("- ", "• ", "· ", "– ")
# Stands in the columns that are not printed, and nowhere else.
SECRET = "zq-secret"

Values = dict[str, Value]
Rows = dict[str, list[Values]]


def random_plan(draw: random.Random) -> Rows:
    """A sound plan: sheet -> its rows, with each value as it is read from its cell."""
    first = draw.randint(2020, 2030)
    years = list(range(first, first + draw.randint(1, 6)))
    quarters = _quarters(draw)
    tree = _tree(draw)
    actions = {
        numero: _actions(draw, numero, years, quarters)
        for numero in tree
        if numero.count(".") == 2
    }
    objectives = [
        _objective(draw, numero, actions.get(numero, []), years) for numero in tree
    ]
    _name_tables(draw, objectives, actions)
    if draw.random() < 0.3:
        draw.shuffle(objectives)
    budget, detail = _budget(
        draw, years, [row for row in quarters if row.get("extension") != "oui"]
    )
    targets = _targets(draw, tree, actions)
    return {
        "plan": [_plan(draw, years, bool(budget))],
        "quartiers": quarters,
        "textes": _texts(draw),
        "objectifs": objectives,
        "actions": _mixed(draw, list(actions.values())),
        "budget": budget,
        "detail": detail,
        "cibles": targets,
        "suivi": _follow_up(draw, actions, years, quarters)
        if draw.random() < 0.6
        else [],
    }


def submission_of(
    rows: Mapping[str, Sequence[Mapping[str, Value]]], form: Form = FORM
) -> Submission:
    """The rows as they are read, from the fifth row of each sheet on."""
    read = {}
    for sheet in form.sheets.values():
        columns = {
            key: column_letters(number) for number, key in enumerate(sheet.fields, 1)
        }
        read[sheet.key] = tuple(
            Row(sheet.key, sheet.title, number, values, columns)
            for number, values in enumerate(rows[sheet.key], 5)
        )
    return Submission("rows", read)


def document_of(
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
) -> tuple[Places, bytes]:
    """What the product makes of these rows, which must hold no error: the places and
    the document.
    """
    _, facts, problems = examine(FORM, submission_of(rows))
    assert [problem for problem in problems if is_error(problem)] == []
    places = fill_places(FORM.document, tally(facts))
    return places, fill(COMPILED, places)


@lru_cache(maxsize=64)
def produced(seed: int) -> tuple[Rows, Places, bytes]:
    """The plan of a seed: its rows, its places and its document."""
    rows = random_plan(random.Random(seed))
    return rows, *document_of(rows)


# ---- texts


def words(draw: random.Random, most: int = 5) -> str:
    return " ".join(draw.choices(WORDS, k=draw.randint(1, most)))


def line(draw: random.Random, most: int = 5) -> Text:
    """Plain, or with stretches in bold or raised, cut anywhere."""
    text = words(draw, most)
    if draw.random() < 0.6:
        return text
    cuts = sorted(
        {0, len(text), *(draw.randrange(len(text)) for _ in range(draw.randint(1, 3)))}
    )
    looks = ("", "Gras", "Gras", "Exposant", "GrasExposant")
    pieces = [(text[a:b], draw.choice(looks)) for a, b in pairwise(cuts)]
    return StyledText.of(pieces)


def several(draw: random.Random, most: int = 4) -> Text:
    """Paragraphs and items of a list, with empty lines and blanks about them."""
    pieces: list[tuple[str, str]] = []
    for number in range(draw.randint(1, most)):
        sign = draw.choice(SIGNS) if draw.random() < 0.4 else ""
        between = draw.choice(("\n", "\n", "\n\n", "\n \n", " \n")) if number else ""
        text = line(draw)
        pieces += [
            (between + sign, ""),
            *looks_of(text),
        ]
    return StyledText.of(pieces)


def sometimes(draw: random.Random, chance: float = 0.5, **values: Value) -> Values:
    """Each of these cells, filled by chance."""
    return {key: value for key, value in values.items() if draw.random() < chance}


# ---- the plan and its tree


def _plan(draw: random.Random, years: list[int], has_budget: bool) -> Values:
    situation = f"{draw.randint(years[0], years[-1] + 1)}-{draw.randint(1, 12):02}-28"
    themes: Values = {
        "theme_1": f"Logement {words(draw, 2)}",
        "theme_2": f"Recours {words(draw, 2)}",
    }
    return {
        **{
            "edition": EDITION,
            "organisme": f"CPAS {words(draw, 2)}",
            "titre": f"Plan {words(draw, 3)}",
        },
        **sometimes(
            draw, 0.8, sous_titre=words(draw, 3), date_titre=f"Mars {words(draw, 1)}"
        ),
        **{
            "premiere_annee": years[0],
            "derniere_annee": years[-1],
            "situation": situation,
        },
        **(themes if has_budget else {}),
    }


def _quarters(draw: random.Random) -> list[Values]:
    rows: list[Values] = [
        {"nom": f"Quartier {n} {words(draw, 2)}"}
        for n in range(1, draw.randint(1, 4) + 1)
    ]
    for row in rows[1:]:
        row |= sometimes(draw, 0.5, extension=draw.choice(["oui", "non"]))
    return rows


def _texts(draw: random.Random) -> list[Values]:
    rows: list[Values] = [
        {"titre": words(draw), "texte": several(draw, 6)}
        for _ in range(draw.randint(0, 4))
    ]
    for row in rows[1:]:
        if draw.random() < 0.3:
            del row["titre"]
    return rows


def _tree(draw: random.Random) -> list[str]:
    """Numbers without a gap, in order: 1 to 12 of each level."""
    ogs = [str(number + 1) for number in range(draw.randint(1, 12))]
    ois = _below(draw, ogs, draw.randint(1, 12))
    oos = _below(
        draw,
        [*ois, *(f"{og}.0" for og in ogs if draw.random() < 0.4)],
        draw.randint(1, 12),
    )
    return sorted(
        [*ogs, *ois, *oos], key=lambda numero: [int(part) for part in numero.split(".")]
    )


def _below(draw: random.Random, parents: list[str], count: int) -> list[str]:
    chosen = [draw.choice(parents) for _ in range(count)]
    return [
        f"{parent}.{number + 1}"
        for parent in parents
        for number in range(chosen.count(parent))
    ]


def _objective(
    draw: random.Random, numero: str, actions: list[Values], years: list[int]
) -> Values:
    level = ("og", "oi", "oo")[numero.count(".")]
    transversal: Values = (
        {"transversal": "oui"} if level == "og" and draw.random() < 0.3 else {}
    )
    prefix = {
        "og": (
            "Objectif transversal 1 : " if transversal else "Objectif Général 1 : ",
            "Objectif Général : ",
            "",
        ),
        "oi": ("(OI). ", ""),
        "oo": ("(OO). ", ""),
    }[level]
    bare = line(draw)
    titre = StyledText.of(
        [(f"{numero} {draw.choice(prefix)}Titre ", ""), *looks_of(bare)]
    )
    row: Values = {"numero": numero, **transversal, "titre": titre}
    row |= sometimes(
        draw,
        0.5,
        cpas=draw.choice(["oui", "en_partie", "non"]),
        texte_tableau=line(draw),
    )
    row |= sometimes(
        draw,
        0.4,
        introduction=several(draw),
        constats=several(draw),
        parties=several(draw),
    )
    row |= sometimes(draw, 0.3, remarque=several(draw), porteur=several(draw))
    if "constats" in row:
        row |= sometimes(
            draw, 0.6, constats_place=draw.choice(["sous_titre", "en_ligne"])
        )
    if level == "oo" and not any("texte_tableau" in action for action in actions):
        row |= sometimes(draw, 0.7, annees=_years(draw, years))
    return row


def _name_tables(
    draw: random.Random, objectives: list[Values], actions: dict[str, list[Values]]
) -> None:
    """The title of each planning table, and its notice; an objective that has none has
    neither.
    """
    listed = {
        numero
        for numero, rows in actions.items()
        if any("texte_tableau" in row for row in rows)
    }
    listed |= {str(row["numero"]) for row in objectives if "annees" in row}
    for row in objectives:
        if any(numero.split(".")[0] == row["numero"] for numero in listed):
            row |= {
                "titre_tableau": line(draw),
                **sometimes(draw, 0.6, notice_tableau=several(draw, 2)),
            }


def _actions(
    draw: random.Random, numero: str, years: list[int], quarters: list[Values]
) -> list[Values]:
    """0 to 20 actions, few or many; in the narrative, in the table or in both."""
    rows: list[Values] = []
    code = 0
    for _ in range(
        draw.choice([draw.randint(0, 20), draw.randint(0, 4), draw.randint(0, 3)])
    ):
        place = draw.choice(["recit", "tableau", "tableau", "deux"])
        row: Values = {
            "objectif": numero,
            **sometimes(draw, 0.3, cpas=draw.choice(["oui", "non"])),
        }
        row |= sometimes(draw, 0.2, quartier=draw.choice(quarters)["nom"])
        if place != "tableau":
            code += draw.choice([1, 1, 1, 2])
            row |= {"code": f"A{code}", "texte_recit": several(draw, 2)}
        if place != "recit":
            row |= {
                "texte_tableau": several(draw, 2),
                **sometimes(draw, 0.85, annees=_years(draw, years)),
            }
        rows.append(row)
    return rows


def _years(draw: random.Random, years: list[int]) -> tuple[int, ...]:
    return tuple(sorted(draw.sample(years, draw.randint(1, len(years)))))


def _mixed(draw: random.Random, groups: list[list[Values]]) -> list[Values]:
    """All rows, those of a group in their order, the groups one behind another or dealt
    together.
    """
    if draw.random() < 0.7:
        return [row for group in groups for row in group]
    left, mixed = [list(group) for group in groups if group], []
    while left:
        group = draw.choice(left)
        mixed.append(group.pop(0))
        left = [group for group in left if group]
    return mixed


# ---- budget


def _budget(
    draw: random.Random, years: list[int], quarters: list[Values]
) -> tuple[list[Values], list[Values]]:
    """Years with a budget and the detail of some of its quarters; amounts in cents."""
    budget: list[Values] = []
    detail: list[list[Values]] = []
    for year in draw.sample(years, min(len(years), draw.randint(0, 3))):
        common = _cents(draw) if draw.random() < 0.5 else None
        for quarter in draw.sample(quarters, draw.randint(1, len(quarters))):
            row = _amounts(draw, _cents(draw) if common is None else common)
            row = {"annee": year, "quartier": quarter["nom"], **row}
            budget.append(row)
            detail.append(_detail(draw, row) if draw.random() < 0.6 else [])
    return budget, _mixed(draw, detail)


def _cents(draw: random.Random) -> int:
    return draw.choice(
        [0, 1, 99, 100_000, 12_345_678, 34_400_000, draw.randrange(10**10)]
    )


def _amounts(draw: random.Random, total: int) -> Values:
    referent = draw.choice([0, total, draw.randint(0, total)])
    cpas = draw.choice([0, draw.randint(0, total - referent)])
    row = sometimes(draw, 0.9, total=total, referent=referent, cpas=cpas)
    if (
        len(row) == 3
    ):  # what is typed is what is computed; an odd cent goes to the first theme
        call = total - referent - cpas
        row |= sometimes(
            draw, 0.2, appel=call, moitie_1=(call + 1) // 2, moitie_2=call // 2
        )
    comments = ("referent", "cpas", "appel", "moitie_1", "moitie_2")
    return row | sometimes(
        draw, 0.3, **{f"{name}_commentaire": several(draw, 2) for name in comments}
    )


def _detail(draw: random.Random, budget: Values) -> list[Values]:
    """Lines that add up to the CPAS amount, where it is known; one may have no amount."""
    amounts: list[int | None] = [
        draw.randrange(10**6) for _ in range(draw.randint(0, 3))
    ]
    cpas = budget.get("cpas")
    if isinstance(cpas, int):
        amounts = [
            amount for amount in amounts if amount is not None and amount <= cpas // 4
        ]
        amounts = [*amounts, cpas - sum(amount or 0 for amount in amounts)]
    amounts.insert(draw.randint(0, len(amounts)), None)
    place: Values = {"annee": budget["annee"], "quartier": budget["quartier"]}
    return [
        {
            **place,
            "intitule": line(draw, 3),
            **({} if amount is None else {"montant": amount}),
        }
        for amount in amounts
    ]


# ---- targets and follow-up


def _named(tree: list[str], actions: dict[str, list[Values]]) -> list[str]:
    """What may be followed: operational objectives, and actions by their codes."""
    codes = [
        f"{numero} {row['code']}"
        for numero, rows in actions.items()
        for row in rows
        if "code" in row
    ]
    return [numero for numero in tree if numero.count(".") == 2] + codes


def _targets(
    draw: random.Random, tree: list[str], actions: dict[str, list[Values]]
) -> list[Values]:
    aims = _named(tree, actions) + [numero for numero in tree if numero.count(".") == 1]
    return [
        {
            **{"vise": vise, "nombre": draw.choice([0, 1, 7, 50, 200])},
            **sometimes(draw, 0.6, sens=draw.choice(["au_moins", "au_plus"])),
            **sometimes(draw, 0.6, duree=draw.choice(["par_an", "en_tout"])),
            **sometimes(draw, 0.6, etendue=draw.choice(["par_quartier", "ensemble"])),
        }
        for vise in draw.sample(aims, draw.randint(0, min(6, len(aims))))
    ]


def _follow_up(
    draw: random.Random,
    actions: dict[str, list[Values]],
    years: list[int],
    quarters: list[Values],
) -> list[Values]:
    """Activities in the years of the plan, some of them after the day of the situation."""
    named = _named(list(actions), actions)
    rows: list[Values] = []
    for _ in range(draw.randint(1, 25)):
        people = draw.randint(0, 90)
        rows.append(
            {
                **{
                    "date": (
                        f"{draw.choice(years)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
                    )
                },
                **{
                    "vise": draw.choice(named),
                    "quartier": draw.choice(quarters)["nom"],
                    "personnes": people,
                },
                **sometimes(draw, 0.5, nouvelles=draw.randint(0, people)),
                **sometimes(draw, 0.3, organisation=f"Asbl {SECRET}", remarque=SECRET),
            }
        )
    return rows


# ---- small ones, for properties

TEXTS = st.sampled_from(
    ["Un texte.", "Deux lignes\n- et un élément", "Le 1er & le <2e>"]
)
AMOUNTS = st.sampled_from([0, 1, 99, 100_00, 12_345_67, 344_000_00])
PASSAGES = st.lists(
    st.fixed_dictionaries({"texte": TEXTS}, optional={"titre": st.just("DIAGNOSTIC")}),
    max_size=3,
)
OBJECTIVE = st.fixed_dictionaries(
    choices(FORM, "objectifs", "cpas"),
    optional=dict.fromkeys(
        ("introduction", "constats", "texte_tableau", "notice_tableau"), TEXTS
    ),
)
QUARTER = st.fixed_dictionaries({}, optional=choices(FORM, "quartiers", "extension"))
TARGET = st.fixed_dictionaries(
    {"nombre": st.sampled_from([5, 0, 40])},
    optional=choices(FORM, "cibles", "sens", "duree", "etendue"),
)
BESIDE = {
    "nouvelles": st.sampled_from([0, 3, 5]),
    "organisation": st.just(SECRET),
    "remarque": st.just(SECRET),
}


@st.composite
def plans(draw: st.DrawFn) -> Rows:
    """A sound plan of up to three years and quarters, and of up to a dozen objectives."""
    years = [
        *range(first := draw(st.integers(2020, 2033)), first + draw(st.integers(1, 3)))
    ]
    quarters = [
        {"nom": "Nord"},
        *(
            {"nom": nom, **draw(QUARTER)}
            for nom in ("Sud", "Gare")[: draw(st.integers(0, 2))]
        ),
    ]
    tree = _small_tree(draw)
    actions = {oo: draw(_small_actions(oo, years)) for oo in tree if oo.count(".") == 2}
    places = [
        (year, row["nom"])
        for year in years
        for row in quarters
        if row.get("extension") != "oui"
    ]
    budget = [_small_budget(draw, *place) for place in places if draw(st.booleans())]
    days = [
        f"{year}-{day}"
        for year in years
        for day in ("06-15", "06-16", "01-01", "12-31")
    ]
    named = _named(tree, actions)
    aims = st.sampled_from(
        [*named, *(numero for numero in tree if numero.count(".") == 1), ""]
    )
    activity: dict[str, st.SearchStrategy[Value]] = {
        **{"date": st.sampled_from(days), "vise": st.sampled_from([*named, ""])},
        **{
            "quartier": st.sampled_from([str(row["nom"]) for row in quarters]),
            "personnes": st.sampled_from([5, 7, 40]),
        },
    }
    activities = st.lists(
        st.fixed_dictionaries(activity, optional=BESIDE),
        min_size=draw(st.integers(0, 4)),
        max_size=8,
    )
    titles: Values = {
        "edition": EDITION,
        "organisme": "CPAS",
        "titre": "PLAN",
        "theme_1": "Logement",
        "theme_2": "Santé",
    }
    situation = draw(
        st.sampled_from(
            [days[-1], *days, f"{years[-1] + 1}-03-31", f"{first - 1}-12-31"]
        )
    )
    return {
        "plan": [
            {
                **titles,
                "premiere_annee": first,
                "derniere_annee": years[-1],
                "situation": situation,
            }
        ],
        "quartiers": quarters,
        "textes": [
            {"titre": "INTRODUCTION", **row} if not n else row
            for n, row in enumerate(draw(PASSAGES))
        ],
        "objectifs": [
            draw(_small_objective(numero, actions.get(numero, []), years))
            for numero in tree
        ],
        "actions": [row for rows in actions.values() for row in rows],
        "budget": budget,
        "detail": [line for row in budget for line in _small_detail(draw, row)],
        "cibles": [
            {"vise": vise, **draw(TARGET)}
            for vise in draw(st.lists(aims, unique=True, max_size=5))
            if vise
        ],
        "suivi": [row for row in draw(activities) if row["vise"]],
    }


def _small_tree(draw: st.DrawFn) -> list[str]:
    found = []
    for og in range(1, draw(st.integers(1, 2)) + 1):
        found.append(f"{og}")
        for oi in range(1, draw(st.integers(0, 2)) + 1):
            found += [
                f"{og}.{oi}",
                *(f"{og}.{oi}.{oo}" for oo in range(1, draw(st.integers(0, 2)) + 1)),
            ]
        found += [f"{og}.0.{oo}" for oo in range(1, draw(st.integers(0, 1)) + 1)]
    return found


@st.composite
def _small_objective(
    draw: st.DrawFn, numero: str, actions: list[Values], years: list[int]
) -> Values:
    """Years of its own where none of its actions is in the table; a title for every
    table there may be.
    """
    row: Values = {"numero": numero, "titre": f"{numero} Titre", **draw(OBJECTIVE)}
    if numero.count(".") == 2 and not any(
        "texte_tableau" in action for action in actions
    ):
        row |= {"annees": (years[0],)} if draw(st.booleans()) else {}
    return row | ({} if "." in numero else {"titre_tableau": f"Thématique {numero}"})


@st.composite
def _small_actions(draw: st.DrawFn, oo: str, years: list[int]) -> list[Values]:
    """Up to three, in the narrative (with a code), in the table (with years) or in
    both.
    """
    led = choices(FORM, "actions", "cpas")
    told: st.SearchStrategy[Values] = st.fixed_dictionaries(
        {"texte_recit": TEXTS}, optional=led
    )
    spans = st.sampled_from([(years[0],), tuple(years)])
    listed: st.SearchStrategy[Values] = st.fixed_dictionaries(
        {"texte_tableau": TEXTS, "annees": spans}
    )
    both = st.tuples(told, listed).map(lambda parts: parts[0] | parts[1])
    rows = draw(st.lists(told | listed | both, max_size=3))
    return [
        {
            "objectif": oo,
            **({"code": f"A{number}"} if "texte_recit" in row else {}),
            **row,
        }
        for number, row in enumerate(rows, 1)
    ]


def _small_budget(draw: st.DrawFn, year: int, quarter: Value) -> Values:
    """Amounts within the total, some unknown; what is computed is typed too."""
    total = draw(AMOUNTS)
    referent = draw(st.integers(0, total))
    row: Values = {
        "total": total,
        "referent": referent,
        "cpas": draw(st.integers(0, total - referent)),
    }
    if draw(st.booleans()):
        row["appel"] = total - referent - int(str(row["cpas"]))
    unknown = draw(st.sampled_from(["", "", "", "total", "referent", "cpas"]))
    return {
        "annee": year,
        "quartier": quarter,
        **{name: cents for name, cents in row.items() if name != unknown},
    }


def _small_detail(draw: st.DrawFn, budget: Values) -> list[Values]:
    """No line, or lines that add up, one of them perhaps without an amount."""
    place: Values = {
        "annee": budget["annee"],
        "quartier": budget["quartier"],
        "intitule": "Emploi",
    }
    whole = int(str(budget.get("cpas", 100_00)))
    part = draw(st.integers(0, whole))
    return draw(
        st.sampled_from(
            [[], [place | {"montant": part}, place, place | {"montant": whole - part}]]
        )
    )
