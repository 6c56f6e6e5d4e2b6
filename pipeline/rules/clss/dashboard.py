"""What the dashboard of a CLSS plan shows: the plan's published texts by year, its
budget, people reached.

Nothing of the follow-up but sums is read here: no remark, no organisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.findings.sentences import dashboard as said
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
from pipeline.model.submission import Answers, Part
from pipeline.model.text import agreed, counted, french_number, listed
from pipeline.rules.charts import multiples, with_totals
from pipeline.rules.clss.kinds import Budget
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi import TOGETHER, WHOLE
from pipeline.rules.clss.tableaux import CPAS
from pipeline.rules.clss.text import (
    Vise,
    heading,
    percentage,
    vise_of,
    without_prefix,
    written,
)


def page(facts: Facts, answers: Answers) -> Page:
    """The dashboard of a plan. ``answers``: what its report prints of these ``facts``."""
    head, parts = answers.head, answers.parts
    tables = parts.get("tableaux", ())
    planned = (row for table in tables for _, row in _rows(table))
    rows = [row for row in planned if row.text("action")]
    sections = [_by_year(facts, rows)] if rows else []
    sections += [_table(facts, table) for table in tables]
    if facts.budgets and "budgets" in parts:
        sections.append(_budget(facts))
    sections += [_follow_up(facts, part) for part in parts.get("suivi", ())]
    lead = ", ".join(filter(None, (head["organisme"], head["sous_titre"])))
    tiles = [*_tiles(facts, rows)]
    return Page(facts.form.title, head["titre"], lead, tiles, sections)


def _tiles(facts: Facts, rows: list[Part]) -> Iterator[Tile]:
    levels = [objectif.level for objectif in facts.objectifs]
    told = [(levels.count(level), words) for level, words in said.LEVELS.items()]
    led = counted(sum(bool(_mark(row, "action")) for row in rows), *said.LED)
    told.append((len(rows), said.planned(led)))
    if found := _reached(facts):
        told.append((sum(found.values()), said.PEOPLE))
    for number, words in told:
        yield Tile(french_number(number), agreed(number, *words))


# ---- the plan by year


def _rows(table: Part) -> Iterator[tuple[str, Part]]:
    """(the highest level that begins on a row of a planning table, the row)."""
    for line in table.parts["lignes"]:
        ((start, (row,)),) = line.parts.items()
        yield start, row


def _mark(row: Part, level: str) -> str:
    """The word beside what the CPAS leads; in the report's table it stands on grey."""
    return said.CPAS if row.text(f"{level}_fond") == CPAS else ""


def _years(facts: Facts) -> list[str]:
    return [*map(str, facts.annees)]


def _running(facts: Facts, row: Part) -> list[str]:
    """The years in which what a row names runs."""
    boxes = zip(_years(facts), row.parts["annees"], strict=True)
    return [year for year, box in boxes if box.text("x")]


def _by_year(facts: Facts, rows: list[Part]) -> Section:
    """How many of the planned actions run in each year."""
    every, led = Counter[str](), Counter[str]()
    for row in rows:
        running = _running(facts, row)
        every.update(running)
        led.update(running if _mark(row, "action") else ())
    years = _years(facts)
    stacks = [(every[year] - led[year], led[year]) for year in years]
    chart = Chart(
        said.RUNNING,
        [Columns(years, stacks, said.RUNNING_SERIES)],
        Table(said.RUNNING_HEAD, [(year, every[year], led[year]) for year in years]),
    )
    return Section(said.BY_YEAR, said.BY_YEAR_INTRO, charts=[chart])


def _table(facts: Facts, table: Part) -> Section:
    """A general objective: a part for each intermediate one, in it a drawing for each
    operational one.
    """
    rows = list(_rows(table))
    parts: list[tuple[Part, list[list[Part]]]] = []
    for start, row in rows:
        if start in ("og", "oi"):
            parts.append((row, []))
        if start != "action":
            parts[-1][1].append([])
        parts[-1][1][-1].append(row)
    inner = [
        Section(
            first.text("oi") or said.STRAIGHT,
            charts=[_operational(facts, group) for group in groups],
            mark=_mark(first, "oi"),
        )
        for first, groups in parts
    ]
    general = rows[0][1]
    return Section(general.text("og"), mark=_mark(general, "og"), parts=inner)


def _operational(facts: Facts, rows: list[Part]) -> Chart:
    """The actions of an operational objective by year; its own years where none of its
    actions is planned.
    """
    spans, told = [], []
    for row in rows:
        action, running = row.text("action"), _running(facts, row)
        mark = _mark(row, "action" if action else "oo")
        span = Span(action or said.ALONE, running, mark)
        spans.append(span)
        led = said.YES if mark else said.NO
        told.append((span.label, led, ", ".join(running) or said.NEVER))
    return Chart(
        rows[0].text("oo"),
        [Timeline(_years(facts), spans)],
        Table(said.ACTIONS_HEAD, told),
        mark=_mark(rows[0], "oo"),
    )


# ---- budget


def _budget(facts: Facts) -> Section:
    """A drawing a year: the total of each quarter and how it is shared."""
    themes = [facts.plan.text(f"theme_{n}") for n in (1, 2)] if facts.plan else []
    halves = said.halves(listed(themes)) if themes and all(themes) else ""
    charts = []
    for year, budgets in sorted(facts.budgets_of.items()):
        rows = [(one.quartier, *map(_written, _amounts(one))) for one in budgets]
        bars = Bars([*map(_bar, budgets)], said.SHARES)
        table = Table(said.BUDGET_HEAD, rows)
        charts.append(Chart(said.budget_of(year), [bars], table))
    return Section(said.BUDGET, halves, charts=charts)


def _amounts(budget: Budget) -> tuple[int | None, ...]:
    """The shares in cents, in the order of SHARES, and the total; None where one is
    unknown.
    """
    referent, cpas, total = map(budget.amount, ("referent", "cpas", "total"))
    return referent, cpas, budget.appel, total


def _bar(budget: Budget) -> Bar:
    *shares, total = _amounts(budget)
    told = []
    for name, cents in zip(said.SHARES, shares, strict=True):
        part = f" ({percentage(cents, total)} %)" if cents is not None and total else ""
        told.append(f"{name} {_written(cents)}{part}")
    amounts = [cents or 0 for cents in shares]
    return Bar(budget.quartier, amounts, _written(total), " ; ".join(told))


def _written(cents: int | None) -> str:
    return said.UNKNOWN if cents is None else written(cents)


# ---- follow-up


def _reached(facts: Facts) -> Counter[tuple[str, int]]:
    """The people reached in the years of the plan, by quarter and year."""
    found = Counter[tuple[str, int]]()
    for activity in facts.suivis:
        if activity.annee in facts.annees:
            found[activity.quartier, activity.annee] += activity.personnes
    return found


def _follow_up(facts: Facts, part: Part) -> Section:
    """People reached by quarter and year, once the plan has begun; then, for each
    target, reached against it.
    """
    years = [year for year in facts.annees if year <= int(facts.day[:4])]
    people, labels = _reached(facts), [*map(str, years)]
    sums = {
        quartier.nom: [people[quartier.nom, year] for year in years]
        for quartier in facts.quartiers
    }
    measured: dict[str, list[Part]] = {}
    for row in part.parts.get("lignes", ()):
        if row.text("cible"):
            measured.setdefault(row.text("vise"), []).append(row)
    table = with_totals(said.QUARTER, labels, sums)
    reached = Chart(said.REACHED, multiples(labels, sums), table, wide=True)
    charts = [_against(facts, name, rows) for name, rows in measured.items()]
    intro = said.follow_up(part.text("situation"))
    charts[:0] = [reached] if years else []
    return Section(said.FOLLOW_UP, intro, charts=charts)


def _against(facts: Facts, name: str, rows: list[Part]) -> Chart:
    """One target: a bar for each year and quarter that it measures."""
    bars, told = [], []
    for row in rows:
        year, quarter, *measured = map(
            row.text, ("annee", "quartier", "personnes", "cible", "resultat")
        )
        reached, target, result = measured
        when = said.WHOLE_PLAN if year == WHOLE else year
        where = f"{when}, {said.ALL_QUARTERS if quarter == TOGETHER else quarter}"
        note, number = said.target(target, result), int(target.rpartition(" ")[2])
        bars.append(Bar(where, [int(reached)], reached, note, target=number))
        told.append((where, *measured))
    table = Table(said.TARGETS_HEAD, told)
    return Chart(name, [Bars(bars)], table, lead=_text_of(facts, name))


def _text_of(facts: Facts, name: str) -> str:
    """What the plan says of the objective or action that a target names."""
    vise = vise_of(name) or Vise(())
    if vise.code:
        actions = facts.actions_of[vise.numero]
        rows = [action.row for action in actions if action.code == vise.code]
        keys = ("texte_tableau", "texte_recit")
        texts = (heading(row, key).text for row in rows for key in keys)
        return next(filter(None, texts), "")
    row = facts.by_numero[vise.numero].row
    titre = without_prefix(row, "titre", vise.numero)
    return str(heading(row, "texte_tableau") or titre)
