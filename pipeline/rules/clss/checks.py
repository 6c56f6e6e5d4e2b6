"""What must hold in a CLSS plan beyond a single row (docs/plan-clss.md, What must
hold).

A finding that a faulty row could change is held back: it is told once that row is
mended.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.edition.row_schema import is_date
from pipeline.findings.sentences import clss as said
from pipeline.model.problem import Problem, first_cells
from pipeline.model.submission import Submission
from pipeline.model.text import french_day, listed
from pipeline.rules.clss.action_checks import check_actions
from pipeline.rules.clss.budget_checks import check_budget
from pipeline.rules.clss.kinds import Noted, Objectif
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi_checks import check_follow_up
from pipeline.rules.clss.text import Numero, shown


def check_plan(facts: Facts, submission: Submission) -> Iterator[Problem]:
    """Every finding of a plan, sheet by sheet. ``submission``: the rows as read, those
    at fault included.
    """
    yield from _plan(facts, submission)
    yield from _texts(facts)
    for objectif in facts.objectifs:
        yield from _number(objectif, facts)
        yield from _table(objectif, facts)
        yield from _unprinted(objectif, facts)
    yield from check_actions(facts)
    yield from check_budget(facts)
    yield from check_follow_up(facts)
    if facts.annees:
        yield from _years(facts)
        yield from _late(facts, submission)


def _plan(facts: Facts, submission: Submission) -> Iterator[Problem]:
    """A period of one to six years, in which the day lies up to which the follow-up
    counts; the names of both themes where there is a budget to halve.
    """
    plan, budget = facts.plan, submission.rows.get("budget")
    if plan is None:
        return
    year = int(facts.day[:4])
    told = {"date": french_day(facts.day), "periode": _period(facts)}
    if not facts.annees:
        first, last = plan.text("premiere_annee"), plan.text("derniere_annee")
        years = {"premiere": first, "derniere": last}
        yield plan.problem("periode-impossible", "derniere_annee", **years)
    elif year < facts.annees[0]:
        yield plan.problem("situation-avant-plan", "situation", **told)
    elif year > facts.annees[-1]:
        yield plan.problem("situation-apres-plan", "situation", **told)
    for name in ("theme_1", "theme_2"):
        colonne = facts.form.sheets["plan"].fields[name].heading
        if budget and not plan.text(name):
            yield plan.problem("theme-sans-nom", name, colonne=colonne)
        elif plan.text(name) and budget == ():
            told = {"colonne": colonne, "cause": said.NO_BUDGET}
            yield plan.problem("texte-sans-place", name, **told)


def _texts(facts: Facts) -> Iterator[Problem]:
    """The first text has a heading; a faulty row above may be the first."""
    for row in facts.textes[:1]:
        above = any(doubt.number < row.number for doubt in facts.doubts["textes"].rows)
        if "titre" not in row.values and not above:
            yield row.problem("texte-sans-titre", "titre")


# ---- objectives


def _number(objectif: Objectif, facts: Facts) -> Iterator[Problem]:
    """A number follows its parent and the one before it: n.m needs n, n.m.k needs n.m,
    n.0.k needs n; no gap. The rows may stand in any order, since the plan is printed by
    number.
    """
    parent, suite, last = objectif.parent, objectif.suite, objectif.numero[-1]
    told = {"valeur": shown(objectif.numero)}
    if parent and parent not in facts.known.numeros:
        if not _may_come(facts, parent):
            told["attendu"] = shown(parent)
            yield objectif.problem("objectif-sans-parent", "numero", **told)
        return
    before = [number for number in facts.known.suites.get(suite, ()) if number < last]
    missing = [(*suite, n) for n in range(max(before, default=0) + 1, last)]
    if missing and not any(_may_come(facts, numero) for numero in missing):
        told["attendu"] = shown(missing[0])
        yield objectif.problem("objectif-hors-suite", "numero", **told)


def _may_come(facts: Facts, numero: Numero) -> bool:
    """Whether a row that is to be mended may be the objective with this number."""
    return facts.doubts["objectifs"].may_hold(numero=numero, suite=numero[:-1])


def _table(objectif: Objectif, facts: Facts) -> Iterator[Problem]:
    """What an objective says of planning tables, against its level and its actions."""
    level, valeur = objectif.level, shown(objectif.numero)
    if level != "og" and objectif.text("transversal") == "oui":
        yield objectif.problem("transversal-hors-og", "transversal", valeur=valeur)
    untitled = level == "og" and not objectif.text("titre_tableau")
    if untitled and objectif.numero in facts.tabled:
        yield objectif.problem("tableau-sans-titre", "titre_tableau", valeur=valeur)
    cause = said.ACTIONS_TABLED if level == "oo" else said.NOT_OPERATIONAL
    if objectif.years("annees") and (level != "oo" or facts.table_of(objectif)):
        yield objectif.problem("annees-inutiles", "annees", cause=cause)
    absent = level == "oo" and not facts.in_table(objectif)
    if absent and not facts.doubts["actions"].may_hold(oo=objectif.numero):
        yield objectif.problem("oo-hors-tableau", "numero", valeur=valeur)


def _unprinted(objectif: Objectif, facts: Facts) -> Iterator[Problem]:
    """A text for a planning table in which the objective does not stand."""
    level = objectif.level
    doubtful = facts.doubts["actions"].rows or facts.doubts["objectifs"].rows
    absent = objectif.numero not in facts.tabled and not doubtful and level != "oo"
    for name in ("titre_tableau", "notice_tableau", "texte_tableau"):
        misplaced = name != "texte_tableau" and level != "og"
        if objectif.text(name) and (misplaced or absent):
            cause = said.NOT_GENERAL if misplaced else said.NOT_TABLED
            colonne = facts.form.sheets["objectifs"].fields[name].heading
            told = {"colonne": colonne, "cause": cause}
            yield objectif.problem("texte-sans-place", name, **told)


# ---- the period


def _years(facts: Facts) -> Iterator[Problem]:
    """Years outside the period, wherever they stand."""
    planned: tuple[Noted, ...] = (*facts.objectifs, *facts.actions)
    dated = [(record, "annees", record.years("annees")) for record in planned]
    dated += [(one, "annee", (one.annee,)) for one in (*facts.budgets, *facts.details)]
    dated += [(one, "date", (one.annee,)) for one in facts.suivis]
    for record, name, years in dated:
        outside = [str(year) for year in years if year not in facts.annees]
        if outside:
            told = {"annee": listed(outside), "periode": _period(facts)}
            yield record.problem("annee-hors-periode", name, **told)


def _late(facts: Facts, submission: Submission) -> Iterator[Problem]:
    """Activities after the last year of the plan, be they after its day too: a slip, or
    those of the next plan.
    """
    rows = submission.rows.get("suivi", ())
    dated = ((row, row.text("date")) for row in rows)
    end = f"{facts.annees[-1]}-12-31"
    late = [row for row, day in dated if is_date(day) and day > end]
    for row in late[:1]:
        cells = first_cells([row.ref("date") for row in late])
        told = {"cellules": cells, "periode": _period(facts)}
        yield row.problem("suivi-apres-plan", "date", **told)


def _period(facts: Facts) -> str:
    return said.period(facts.annees[0], facts.annees[-1]) if facts.annees else ""
