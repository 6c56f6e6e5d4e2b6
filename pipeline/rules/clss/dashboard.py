"""What the dashboard of a CLSS plan shows: the plan's published texts by year, its
budget, people reached.

Nothing of the follow-up but sums is read here: no remark, no organisation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.dashboard_view import (
    Bar,
    Bars,
    Chart,
    Columns,
    Page,
    Section,
    Span,
    Table,
    Tile,
    Timeline,
)
from pipeline.model.submission import Answers, Figure, Part
from pipeline.model.text import agreed, counted, french_number, listed
from pipeline.rules.clss.kinds import Budget, Suivi
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi import TOGETHER, WHOLE
from pipeline.rules.clss.text import euros, heading, percentage, vise_of, without_prefix

CPAS = "CPAS"  # the word beside what the CPAS leads
STRAIGHT = "Sans objectif intermédiaire"
ALONE = "L'objectif dans son ensemble"
SHARES = ("référent", "CPAS", "appel à projets")
HALVES = ("theme_1", "theme_2")
LEVELS = (
    ("og", "objectif général ou transversal", "objectifs généraux et transversaux"),
    ("oi", "objectif intermédiaire", "objectifs intermédiaires"),
    ("oo", "objectif opérationnel", "objectifs opérationnels"),
)
TIMES = {WHOLE: "Tout le plan"}
QUARTERS = {TOGETHER: "tous quartiers ensemble"}


def page(facts: Facts, answers: Answers) -> Page:
    """The dashboard of a plan. ``answers``: what its report prints of these ``facts``."""
    head = answers.head
    lead = ", ".join(text for text in (head["organisme"], head["sous_titre"]) if text)
    tables, suivi = (
        answers.parts.get(question, ()) for question in ("tableaux", "suivi")
    )
    rows = [row for table in tables for _, row in _rows(table) if row.value("action")]
    sections = [_by_year(facts, rows)] if rows else []
    sections += [_table(facts, table) for table in tables]
    sections += [_budget(facts)] if facts.budgets and "budgets" in answers.parts else []
    sections += [_follow_up(facts, answers)] if suivi else []
    return Page(
        facts.form.title,
        head["titre"],
        lead,
        tuple(_tiles(facts, rows)),
        tuple(sections),
    )


def _tiles(facts: Facts, rows: list[_Row]) -> Iterator[Tile]:
    levels = [objectif.level for objectif in facts.objectifs]
    for level, one, several in LEVELS:
        yield _tile(levels.count(level), one, several)
    led = counted(sum(bool(row.mark("action")) for row in rows), "portée", "portées")
    planned = f"dont {led} par le CPAS"
    yield _tile(
        len(rows), f"action planifiée, {planned}", f"actions planifiées, {planned}"
    )
    if found := _in_plan(facts):
        people = sum(activity.personnes for activity in found)
        each = "à chaque activité"
        yield _tile(
            people,
            f"personne touchée, comptée {each}",
            f"personnes touchées, comptées {each}",
        )


def _tile(number: int, one: str, several: str) -> Tile:
    return Tile(french_number(number), agreed(number, one, several))


# ---- the plan by year


@dataclass(frozen=True)
class _Row:
    """One row of a planning table, its part unfolded."""

    part: Part

    def value(self, name: str) -> str:
        return str(self.part.figures.get(name, Figure("")).value)

    def mark(self, level: str) -> str:
        """The word beside what the CPAS leads; in the report's table it stands on grey."""
        return CPAS if self.value(f"{level}_fond") == "gris" else ""

    @property
    def runs(self) -> tuple[bool, ...]:
        return tuple(
            bool(year.figures["x"].value) for year in self.part.parts["annees"]
        )


def _rows(table: Part) -> Iterator[tuple[str, _Row]]:
    """(the highest level that begins on the row, the row)."""
    for line in table.parts["lignes"]:
        ((start, (row,)),) = line.parts.items()
        yield start, _Row(row)


def _by_year(facts: Facts, rows: list[_Row]) -> Section:
    """How many of the planned actions run in each year."""
    led = [
        [row.runs[n] for row in rows if row.mark("action")].count(True)
        for n in range(len(facts.annees))
    ]
    every = [
        [row.runs[n] for row in rows].count(True) for n in range(len(facts.annees))
    ]
    stacks = tuple((whole - part, part) for whole, part in zip(every, led, strict=True))
    years = tuple(map(str, facts.annees))
    chart = Chart(
        "Actions qui courent chaque année",
        (
            Columns(
                "", years, stacks, max(every), ("autres actions", "portées par le CPAS")
            ),
        ),
        Table(
            ("Année", "Actions", "dont portées par le CPAS"),
            tuple(
                (year, str(a), str(b))
                for year, a, b in zip(years, every, led, strict=True)
            ),
        ),
    )
    intro = (
        "Sous chaque action, une case pleine est une année où elle court. "
        "Le mot CPAS marque ce que le CPAS porte lui-même."
    )
    return Section("Le plan, année par année", intro, None, (chart,))


def _table(facts: Facts, table: Part) -> Section:
    """A general objective: a part for each intermediate one, in it a drawing for each
    operational one.
    """
    (_, general), *_ = rows = tuple(_rows(table))
    parts: list[tuple[_Row, list[list[_Row]]]] = []
    for start, row in rows:
        if start in ("og", "oi"):
            parts.append((row, []))
        if start != "action":
            parts[-1][1].append([])
        parts[-1][1][-1].append(row)
    inner = []
    for first, groups in parts:
        charts = tuple(_operational(facts, group) for group in groups)
        inner.append(
            Section(first.value("oi") or STRAIGHT, charts=charts, mark=first.mark("oi"))
        )
    return Section(general.value("og"), mark=general.mark("og"), parts=tuple(inner))


def _operational(facts: Facts, rows: list[_Row]) -> Chart:
    """The actions of an operational objective by year; its own years where none of its
    actions is planned.
    """
    years = tuple(map(str, facts.annees))
    spans = tuple(
        Span(
            row.value("action") or ALONE,
            row.runs,
            row.mark("action" if row.value("action") else "oo"),
        )
        for row in rows
    )
    told = [", ".join(span.running(years)) or "aucune" for span in spans]
    return Chart(
        rows[0].value("oo"),
        (Timeline(years, spans),),
        Table(
            ("Action", "Portée par le CPAS", "Années"),
            tuple(
                (span.label, "oui" if span.mark else "non", at)
                for span, at in zip(spans, told, strict=True)
            ),
        ),
        mark=rows[0].mark("oo"),
    )


# ---- budget


def _budget(facts: Facts) -> Section:
    """A drawing a year: the total of each quarter and how it is shared."""
    years = sorted({budget.annee for budget in facts.budgets})
    themes = [
        theme for name in HALVES if facts.plan and (theme := facts.plan.text(name))
    ]
    halves = (
        f"L'appel à projets est partagé par moitiés : {listed(themes)}."
        if len(themes) == len(HALVES)
        else ""
    )
    return Section(
        "Le budget par quartier",
        halves,
        None,
        tuple(_budget_of(facts, year) for year in years),
    )


def _budget_of(facts: Facts, year: int) -> Chart:
    budgets = [budget for budget in facts.budgets if budget.annee == year]
    rows = [
        (
            budget.quartier,
            *(_written(cents) for cents in (*_shares(budget), budget.amount("total"))),
        )
        for budget in budgets
    ]
    return Chart(
        f"Budget {year}",
        (Bars(tuple(_bar(budget) for budget in budgets), SHARES),),
        Table(("Quartier", *SHARES, "total"), tuple(rows)),
    )


def _shares(budget: Budget) -> tuple[int | None, ...]:
    """Amounts in cents, in the order of SHARES; None where one is unknown."""
    return budget.amount("referent"), budget.amount("cpas"), budget.appel


def _bar(budget: Budget) -> Bar:
    total, told = budget.amount("total"), []
    for name, cents in zip(SHARES, _shares(budget), strict=True):
        part = f" ({percentage(cents, total)} %)" if cents is not None and total else ""
        told.append(f"{name} {_written(cents)}{part}")
    amounts = tuple(cents or 0 for cents in _shares(budget))
    return Bar(budget.quartier, amounts, _written(total), " ; ".join(told))


def _written(cents: int | None) -> str:
    return "inconnu" if cents is None else euros(cents) if cents else "0,00 €"


# ---- follow-up


def _in_plan(facts: Facts) -> list[Suivi]:
    return [activity for activity in facts.suivis if activity.annee in facts.annees]


def _follow_up(facts: Facts, answers: Answers) -> Section:
    """People reached by quarter and year; then, for each target, reached against it."""
    (part,) = answers.parts["suivi"]
    measured: dict[str, list[Part]] = {}
    for row in part.parts.get("lignes", ()):
        if row.figures["cible"].value:
            measured.setdefault(row.figures["vise"].value, []).append(row)
    charts = [
        *_reached(facts),
        *(_against(facts, name, rows) for name, rows in measured.items()),
    ]
    intro = (
        f"Situation au {part.figures['situation'].value}. Une même personne est comptée à"
        " chaque activité. Le trait vertical marque la cible."
    )
    return Section("Personnes touchées et cibles", intro, None, tuple(charts))


def _reached(facts: Facts) -> Iterator[Chart]:
    """Small multiples: a drawing a quarter, a column a year up to that of the
    situation, once the plan has begun.
    """
    years = [year for year in facts.annees if year <= int(facts.day[:4])]
    names = [quartier.nom for quartier in facts.quartiers]
    found = _in_plan(facts)
    if not years:
        return
    sums = {
        name: [
            sum(a.personnes for a in found if (a.quartier, a.annee) == (name, year))
            for year in years
        ]
        for name in names
    }
    top = max((number for numbers in sums.values() for number in numbers), default=0)
    labels = tuple(map(str, years))
    rows = tuple(
        (name, *map(str, numbers), str(sum(numbers))) for name, numbers in sums.items()
    )
    totals = [
        sum(numbers[place] for numbers in sums.values()) for place in range(len(years))
    ]
    yield Chart(
        "Personnes touchées par quartier et par année",
        tuple(
            Columns(name, labels, tuple((n,) for n in numbers), top, small=True)
            for name, numbers in sums.items()
        ),
        Table(
            ("Quartier", *labels, "Ensemble"),
            rows,
            ("Total", *map(str, totals), str(sum(totals))),
        ),
        wide=True,
    )


def _against(facts: Facts, name: str, rows: list[Part]) -> Chart:
    """One target: a bar for each year and quarter that it measures."""
    bars, told = [], []
    for row in rows:
        year, quarter, reached, target, result = (
            row.figures[key].value
            for key in ("annee", "quartier", "personnes", "cible", "resultat")
        )
        where = f"{TIMES.get(year, year)}, {QUARTERS.get(quarter, quarter)}"
        note = f"cible : {target} ; {result}"
        bars.append(
            Bar(
                where,
                (int(reached),),
                reached,
                note,
                target=int(target.rpartition(" ")[2]),
            )
        )
        told.append((where, reached, target, result))
    head = ("Année et quartier", "Personnes touchées", "Cible", "Résultat")
    return Chart(
        name, (Bars(tuple(bars)),), Table(head, tuple(told)), lead=_text_of(facts, name)
    )


def _text_of(facts: Facts, name: str) -> str:
    """What the plan says of the objective or action that a target names."""
    vise = vise_of(name)
    objectif = facts.by_numero.get(vise.numero) if vise else None
    if vise is None or objectif is None:
        return ""
    if vise.code:
        actions = facts.actions_of.get(vise.numero, ())
        rows = [action.row for action in actions if action.code == vise.code]
        return next(
            (
                text
                for row in rows
                for key in ("texte_tableau", "texte_recit")
                if (text := heading(row, key).text)
            ),
            "",
        )
    titre = without_prefix(objectif.row, "titre", vise.numero)
    return str(heading(objectif.row, "texte_tableau") or titre)
