"""What the document of a plan says, block by block, worked out from the rows of its
workbook without the product's rules. The words of the form's own pages are the golden
ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import Any

from pipeline.model.submission import Value
from pipeline.model.text import StyledText, looks_of
from tests.support.paths import TESTS

GOLDEN: dict[str, Any] = json.loads(
    (TESTS / "golden" / "clss-plan-2022-2025.json").read_text(encoding="utf-8")
)
YELLOW, ORANGE, GREEN, BLUE, GREY, WHITE = (
    "FFE699",
    "F8CBAD",
    "C6E0B4",
    "BDD7EE",
    "D9D9D9",
    "FFFFFF",
)
HEAD, QUARTER, TOTAL = "DEE6F0", "EEF1F5", "F2F2F2"
BOLDER = {"": "Gras", "Exposant": "GrasExposant"}

Runs = tuple[tuple[str, str], ...]  # (text, look), neighbours of one look joined
Values = Mapping[str, Value]
Rows = Mapping[str, Sequence[Values]]


@dataclass(frozen=True)
class Para:
    style: str
    runs: Runs


@dataclass(frozen=True)
class Cell:
    """``merge``: "first" of cells merged down, "more" of them, or neither."""

    runs: Runs = ()
    style: str = "Cellule"
    fill: str = ""
    merge: str = ""


Table = tuple[tuple[Cell, ...], ...]
Block = Para | Table


def document(rows: Rows) -> list[Block]:
    """Every block of the document in order, empty ones included."""
    plan = rows["plan"][0]
    body = [
        *_form_pages(),
        *_narrative(rows),
        Para("", ()),
        *_planning(rows),
        *_budgets(rows),
        *_follow_up(rows),
    ]
    contents = [
        Para(f"TOC{LEVELS[b.style]}", b.runs)
        for b in body
        if isinstance(b, Para) and b.style in LEVELS
    ]
    title = [Para(style, _bare(plan.get(key, ""))) for style, key in TITLE_PAGE]
    field = Para("Espace", (("<field>", ""),))
    own = (("Table des matières", ""),)
    return [
        *title,
        Para("Sommaire", own),
        field,
        *contents,
        field,
        *body,
        Para("Fin", ()),
    ]


TITLE_PAGE = (
    ("Title", "titre"),
    ("Subtitle", "sous_titre"),
    ("DateTitre", "date_titre"),
    ("Organisme", "organisme"),
)
# The styles of the headings, with their levels.
LEVELS = {
    **dict.fromkeys(
        ("TitreNouvellePage", "Heading1", "ObjectifGeneral", "ObjectifTransversal"), 1
    ),
    **dict.fromkeys(("TitreTableau", "TitreBudget"), 1),
    **{"ObjectifIntermediaire": 2, "ObjectifOperationnel": 3},
}

# ---- texts

ORDINAL = re.compile(
    r"(?<=\d)(?:ers|er|res|re|ères|ère|èmes|ème|es|e|nde|nd)(?![^\W\d_])"
)
PREFIX = re.compile(
    r"[\d.]+ (?:\(O[IO]\)\. |Objectif (?:Général|transversal|général)(?: \d)? : )?"
)


def characters(value: Value) -> list[tuple[str, str]]:
    """A text, a character with its look; ordinals are raised."""
    text = str(value)
    raised = {
        place for found in ORDINAL.finditer(text) for place in range(*found.span())
    }
    found = [(character, look) for stretch, look in looks_of(value if isinstance(value, StyledText) else text)
             for character in stretch]  # fmt: skip
    up = {"": "Exposant", "Gras": "GrasExposant"}
    return [
        (c, up.get(look, look) if place in raised else look)
        for place, (c, look) in enumerate(found)
    ]


def stripped(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    text = "".join(c for c, _ in given)
    start = len(text) - len(text.lstrip())
    return given[start : start + len(text.strip())]


def runs(given: Iterable[tuple[str, str]]) -> Runs:
    grouped = groupby(given, key=lambda one: one[1])
    return tuple(("".join(c for c, _ in group), look) for look, group in grouped)


def whole(row: Values, key: str) -> list[tuple[str, str]]:
    return stripped(characters(row.get(key, "")))


def title(row: Values, key: str) -> list[tuple[str, str]]:
    """The texts that are drawn as titles stand on one line."""
    assert "\n" not in str(row.get(key, ""))
    return whole(row, key)


def bold(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(c, BOLDER.get(look, look)) for c, look in given]


def _bare(value: Value) -> Runs:
    text = str(value).strip()
    return ((text, ""),) if text else ()


def lines(row: Values, key: str) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = [[]]
    for character in characters(row.get(key, "")):
        if character[0] == "\n":
            found.append([])
        else:
            found[-1].append(character)
    return [line for line in map(stripped, found) if line]


def paragraphs(given: Iterable[list[tuple[str, str]]]) -> Iterator[Para]:
    for line in given:
        is_item = "".join(c for c, _ in line[:2]) in ("- ", "• ", "· ", "– ")
        yield (
            Para("Liste", runs(stripped(line[2:]))) if is_item else Para("", runs(line))
        )


# ---- the narrative


def _form_pages() -> Iterator[Para]:
    """Notice and glossary, in the words of the golden file."""
    entries = [(entry["kind"], entry["text"]) for entry in GOLDEN["narrative"]]
    for kind, text in entries[
        entries.index(("h1", "NOTICE")) : entries.index(("h1", "INTRODUCTION"))
    ]:
        colour = re.search(r"\[(\w+)\]", text)
        legend = (
            {"jaune": "OG", "orange": "OI", "vert": "OO", "bleu": "Transversal"}[
                colour[1]
            ]
            if colour
            else ""
        )
        style = {
            "h1": "TitreNouvellePage",
            "h2": "Glossaire" if text == "Glossaire" else f"Legende{legend}",
            "p": "",
        }[kind]
        yield Para(style, ((text, ""),))


def number(row: Values) -> tuple[int, ...]:
    return tuple(int(part) for part in str(row["numero"]).split("."))


def objectives(rows: Rows) -> list[Values]:
    return sorted(rows["objectifs"], key=number)


def actions_of(rows: Rows, objective: Values) -> list[Values]:
    return [row for row in rows["actions"] if row["objectif"] == objective["numero"]]


def _narrative(rows: Rows) -> Iterator[Para]:
    for text in rows["textes"]:
        if "titre" in text:
            yield Para("Heading1", runs(title(text, "titre")))
        yield from paragraphs(lines(text, "texte"))
    for row in objectives(rows):
        style = ("ObjectifGeneral", "ObjectifIntermediaire", "ObjectifOperationnel")[
            len(number(row)) - 1
        ]
        yield Para(
            "ObjectifTransversal" if row.get("transversal") == "oui" else style,
            runs(title(row, "titre")),
        )
        yield from _section(row)
        told = [action for action in actions_of(rows, row) if "texte_recit" in action]
        yield from [Para("Intitule", (("Actions suggérées", ""),))] if told else []
        for action in told:
            yield Para(
                "Action",
                runs(
                    [
                        *((c, "") for c in f"{action['code']}\t"),
                        *whole(action, "texte_recit"),
                    ]
                ),
            )


def _section(row: Values) -> Iterator[Para]:
    yield from paragraphs(lines(row, "introduction"))
    findings = lines(row, "constats")
    if row.get("constats_place") == "en_ligne":
        yield Para("", runs([*((c, "") for c in "Constat : "), *findings[0]]))
        yield from paragraphs(findings[1:])
        findings = []
    for heading, given in (
        ("Constats fondant l'objectif", findings),
        ("Possibles parties prenantes", lines(row, "parties")),
        ("", lines(row, "remarque")),
        ("Organisation porteuse", lines(row, "porteur")),
    ):
        yield from [Para("Intitule", ((heading, ""),))] if heading and given else []
        yield from paragraphs(given)


# ---- the planning tables


def plan_years(rows: Rows) -> list[int]:
    plan = rows["plan"][0]
    return list(
        range(int(str(plan["premiere_annee"])), int(str(plan["derniere_annee"])) + 1)
    )


def _planning(rows: Rows) -> Iterator[Block]:
    years = plan_years(rows)
    words = [*GOLDEN["header"][:4], *map(str, years)]
    head = tuple(Cell(((text, ""),), "CelluleTitre", HEAD) for text in words)
    for og in objectives(rows):
        if len(number(og)) == 1 and (found := tuple(_planned(rows, og, years))):
            yield Para("TitreTableau", runs(title(og, "titre_tableau")))
            yield from (
                [Para("Consigne", runs(whole(og, "notice_tableau")))]
                if "notice_tableau" in og
                else []
            )
            yield (head, *found)


def _planned(rows: Rows, og: Values, years: list[int]) -> Iterator[tuple[Cell, ...]]:
    """A row an action, or one for an operational objective with years of its own."""
    by_number = {number(row): row for row in rows["objectifs"]}
    above: Values | None = None
    suite: tuple[int, ...] = ()
    for oo in objectives(rows):
        listed: list[Values] = [
            row for row in actions_of(rows, oo) if "texte_tableau" in row
        ]
        if (
            len(number(oo)) < 3
            or number(oo)[0] != number(og)[0]
            or not (listed or "annees" in oo)
        ):
            continue
        oi = by_number.get(number(oo)[:2])
        for rank, action in enumerate(listed or [oo]):
            starts = (above is None, number(oo)[:2] != suite, rank == 0)
            above, suite = og, number(oo)[:2]
            running = action.get("annees", ())
            assert isinstance(running, tuple)
            marks = [
                Cell((("x", ""),) if year in running else (), "Marque")
                for year in years
            ]
            cells = [
                _objective(row, start)
                for row, start in zip((og, oi, oo), starts, strict=True)
            ]
            yield (*cells, _action(oo, action if listed else None), *marks)


def _objective(row: Values | None, start: bool) -> Cell:
    """An objective in its colour, grey and bold where the CPAS leads it; one that is
    not there, white.
    """
    merge = "first" if start else "more"
    if row is None:
        return Cell((), fill=WHITE, merge=merge)
    colour = (
        BLUE
        if row.get("transversal") == "oui"
        else (YELLOW, ORANGE, GREEN)[len(number(row)) - 1]
    )
    led = row.get("cpas") == "oui"
    text = whole(row, "texte_tableau")
    if not text:
        told = title(row, "titre")
        prefix = PREFIX.match("".join(c for c, _ in told))
        assert prefix
        text = told[prefix.end() :]
    text = [*((c, "") for c in f"{row['numero']} "), *text]
    return Cell(
        runs(bold(text) if led else text) if start else (),
        fill=GREY if led else colour,
        merge=merge,
    )


def _action(oo: Values, action: Values | None) -> Cell:
    if action is None:
        return Cell(fill=WHITE)
    led = "oui" in (oo.get("cpas"), action.get("cpas"))
    text = whole(action, "texte_tableau")
    return Cell(runs(bold(text) if led else text), fill=GREY if led else WHITE)


# ---- the budget


def euros(cents: Value | None) -> Runs:
    if cents is None:
        return ()
    assert isinstance(cents, int)
    return (
        (
            f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02} €"
            if cents
            else "- €",
            "",
        ),
    )


def _cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(((text, ""),), "CelluleTitre", HEAD) for text in texts)


def _budgets(rows: Rows) -> Iterator[Block]:
    for year in sorted({int(str(row["annee"])) for row in rows["budget"]}):
        found = [row for row in rows["budget"] if row["annee"] == year]
        yield Para("TitreBudget", ((f"BUDGET PREVISIONNEL {year}", ""),))
        yield (
            _cells("Article", "Montant", "Commentaires"),
            *_articles(rows["plan"][0], found),
        )
        listed = [(row, own) for row in found if (own := _own_detail(rows, row))]
        if listed:
            yield Para("Espace", ())
            yield (_cells("Détail Actions CPAS", "Montant"), *_detailed(listed))


def _articles(plan: Values, found: Sequence[Values]) -> Iterator[tuple[Cell, ...]]:
    for row in found:
        total, referent, cpas = (row.get(key) for key in ("total", "referent", "cpas"))
        halves: tuple[int | None, int | None, int | None] = (None, None, None)
        if (
            isinstance(total, int)
            and isinstance(referent, int)
            and isinstance(cpas, int)
        ):
            call = total - referent - cpas
            halves = (call, (call + 1) // 2, call // 2)
        yield (
            Cell(((f"Quartier {row['quartier']}", ""),), "LigneQuartier", QUARTER),
            Cell(fill=QUARTER),
            Cell(fill=QUARTER),
        )
        for name, amount, key in (
            (f"RQ {row['quartier']}", referent, "referent"),
            ("CPAS", cpas, "cpas"),
            ("Appel à projet (total)", halves[0], "appel"),
            (str(plan["theme_1"]).strip(), halves[1], "moitie_1"),
            (str(plan["theme_2"]).strip(), halves[2], "moitie_2"),
        ):
            comment = Cell(runs(whole(row, f"{key}_commentaire")))
            yield (Cell(((name, ""),)), Cell(euros(amount), "Montant"), comment)
    same = len({row.get("total") for row in found}) == 1
    for row in found[:1] if same else found:
        name = (
            "Budget par quartier" if same else f"Budget par quartier {row['quartier']}"
        )
        yield (
            Cell(((name, ""),), "Total", TOTAL),
            Cell(euros(row.get("total")), "MontantTotal", TOTAL),
            Cell((), "Total", TOTAL),
        )


def _own_detail(rows: Rows, budget: Values) -> list[Values]:
    return [
        row
        for row in rows["detail"]
        if all(row[key] == budget[key] for key in ("annee", "quartier"))
    ]


def _detailed(
    listed: Iterable[tuple[Values, Sequence[Values]]],
) -> Iterator[tuple[Cell, ...]]:
    for budget, own in listed:
        amounts = [int(str(row["montant"])) for row in own if "montant" in row]
        name = f"Total CPAS {budget['quartier']}"
        whole_sum = sum(amounts) if len(amounts) == len(own) else None
        total = euros(budget.get("cpas", whole_sum))
        yield (
            Cell(((name, ""),), "LigneQuartier", QUARTER),
            Cell(total, "MontantTotal", QUARTER),
        )
        for row in own:
            yield (
                Cell(runs(whole(row, "intitule"))),
                Cell(euros(row.get("montant")), "Montant"),
            )


# ---- the follow-up

FOLLOW_UP_HEAD = (
    *(
        "Objectif ou action",
        "Année",
        "Quartier",
        "Activités",
        "Personnes touchées",
        "Dont nouvelles",
    ),
    *("Cible", "Résultat"),
)
FOLLOW_UP_STYLES = (
    "Cellule",
    "Marque",
    "Cellule",
    "Montant",
    "Montant",
    "Montant",
    "Cellule",
    "Cellule",
)


def _follow_up(rows: Rows) -> Iterator[Block]:
    day = str(rows["plan"][0]["situation"])
    done = [row for row in rows["suivi"] if str(row["date"]) <= day]
    if done:
        yield Para("TitreTableau", (("SUIVI : PERSONNES TOUCHÉES ET CIBLES", ""),))
        date = "/".join(reversed(day.split("-")))
        words = "Une même personne est comptée à chaque activité à laquelle elle a pris part."
        yield Para("Consigne", ((f"Situation au {date}. {words}", ""),))
        told = [
            line for named in _followed(rows) for line in _reached(rows, named, done)
        ]
        dressed = [
            tuple(
                Cell(
                    _bare(text),
                    style,
                    TOTAL if {"Total", "Ensemble"} & {*line} else WHITE,
                )
                for text, style in zip(line, FOLLOW_UP_STYLES, strict=True)
            )
            for line in told
        ]
        yield (_cells(*FOLLOW_UP_HEAD), *dressed)


def _followed(rows: Rows) -> Iterator[str]:
    """Every objective, each with its actions behind it, by the name that a target or an
    activity gives it.
    """
    for row in objectives(rows):
        yield str(row["numero"])
        yield from (
            f"{row['numero']} {action['code']}"
            for action in actions_of(rows, row)
            if "code" in action
        )


def _reached(
    rows: Rows, named: str, done: Sequence[Values]
) -> Iterator[tuple[str, ...]]:
    target = next((row for row in rows["cibles"] if row["vise"] == named), None)
    if target is None and not any(row["vise"] == named for row in done):
        return
    parts = named.split(" ")[0].split(".")
    below = [row for row in done if row["vise"] == named]
    if " " not in named:
        below = [
            row
            for row in done
            if str(row["vise"]).split(" ")[0].split(".")[: len(parts)] == parts
        ]
    each = target is not None and target.get("etendue") == "par_quartier"
    in_all = target is not None and target.get("duree") == "en_tout"
    yearly = target is not None and not in_all
    extensions = [
        row["nom"] for row in rows["quartiers"] if row.get("extension") == "oui"
    ]  # no target binds them
    for year in plan_years(rows):
        then = [row for row in below if str(row["date"])[:4] == str(year)]
        if str(year) > str(rows["plan"][0]["situation"])[:4] or not (then or yearly):
            continue
        names = _quarter_names(rows, then, each)
        for name in names:
            bound = yearly and each and name not in extensions
            yield _figures(named, str(year), name, then, target if bound else None)
        if len(names) > 1 or (target is not None and not each):
            yield _figures(
                named,
                str(year),
                "Ensemble",
                then,
                target if yearly and not each else None,
            )
    if in_all:
        for name in _quarter_names(rows, below, each) if each else ["Ensemble"]:
            yield _figures(
                named, "Total", name, below, target if name not in extensions else None
            )


def _quarter_names(rows: Rows, then: Sequence[Values], each: bool) -> list[str]:
    there = {row["quartier"] for row in then}
    return [
        str(row["nom"])
        for row in rows["quartiers"]
        if row["nom"] in there or (each and row.get("extension") != "oui")
    ]


def _figures(
    named: str, year: str, quarter: str, then: Sequence[Values], target: Values | None
) -> tuple[str, ...]:
    own = [row for row in then if quarter in ("Ensemble", row["quartier"])]
    people = sum(int(str(row["personnes"])) for row in own)
    new = [int(str(row["nouvelles"])) for row in own if "nouvelles" in row]
    aim = result = ""
    if target is not None:
        bound = int(str(target["nombre"]))
        if target.get("sens") == "au_plus":
            aim, result = (
                f"au plus {bound}",
                "dépassé" if people > bound else "respecté",
            )
        else:
            aim, result = (
                f"au moins {bound}",
                "atteint" if people >= bound else "pas atteint",
            )
            share = (
                floor(Fraction(100 * people, bound) + Fraction(1, 2)) if bound else 0
            )
            share = 99 if share == 100 and people < bound else share
            result = f"{share} %, {result}" if bound else result
    shown = str(sum(new)) if new or not own else ""
    return (named, year, quarter, str(len(own)), str(people), shown, aim, result)
