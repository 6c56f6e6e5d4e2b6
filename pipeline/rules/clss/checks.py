"""What must hold in a CLSS plan beyond a single row (docs/plan-clss.md, What must
hold).

A finding that a faulty row could change is held back: it is told once that row is
mended.
"""

from __future__ import annotations

from pipeline.edition.row_schema import is_date
from pipeline.findings.sentences import clss as said
from pipeline.model.problem import Findings, first_cells
from pipeline.model.submission import Submission
from pipeline.model.text import french_day, listed
from pipeline.rules.clss.budget import check_budget
from pipeline.rules.clss.kinds import Action, Noted, Objectif
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi import check_follow_up
from pipeline.rules.clss.text import Numero, shown


def check_plan(facts: Facts, submission: Submission) -> Findings:
    """Every finding of a plan, sheet by sheet. ``submission``: the rows as read, those
    at fault included.
    """
    yield from _plan(facts, submission)
    yield from _texts(facts)
    for objectif in facts.objectifs:
        yield from _number(objectif, facts)
        yield from _table(objectif, facts)
        yield from _unprinted(objectif, facts)
    yield from _actions(facts)
    yield from check_budget(facts)
    yield from check_follow_up(facts)
    if facts.annees:
        yield from _years(facts)
        yield from _late(facts, submission)


def _plan(facts: Facts, submission: Submission) -> Findings:
    """A period of one to six years, in which the day lies up to which the follow-up
    counts; the names of both themes where there is a budget to halve.
    """
    plan, budget = facts.plan, submission.rows.get("budget")
    if plan is None:
        return
    year, years = int(facts.day[:4]), facts.annees
    if not years:
        first, last = map(plan.text, ("premiere_annee", "derniere_annee"))
        yield plan.problem(
            "periode-impossible", "derniere_annee", premiere=first, derniere=last
        )
    elif year not in years:
        code = "situation-avant-plan" if year < years[0] else "situation-apres-plan"
        day = french_day(facts.day)
        yield plan.problem(code, "situation", date=day, periode=_period(facts))
    for name in ("theme_1", "theme_2"):
        colonne = facts.form.heading("plan", name)
        if budget and not plan.text(name):
            yield plan.problem("theme-sans-nom", name, colonne=colonne)
        elif plan.text(name) and budget == ():
            cause = said.NO_BUDGET
            yield plan.problem("texte-sans-place", name, colonne=colonne, cause=cause)


def _texts(facts: Facts) -> Findings:
    """The first text has a heading; a faulty row above may be the first."""
    for row in facts.textes[:1]:
        above = any(doubt.number < row.number for doubt in facts.doubts["textes"].rows)
        if "titre" not in row.values and not above:
            yield row.problem("texte-sans-titre", "titre")


# ---- objectives


def _number(objectif: Objectif, facts: Facts) -> Findings:
    """A number follows its parent and the one before it: n.m needs n, n.m.k needs n.m,
    n.0.k needs n; no gap. The rows may stand in any order, since the plan is printed by
    number.
    """
    parent, suite, last = objectif.parent, objectif.suite, objectif.numero[-1]
    missing, code = [parent], "objectif-sans-parent"
    if not parent or parent in facts.known.numeros:
        numbers = facts.known.suites[suite]
        before = max((number for number in numbers if number < last), default=0)
        missing = [(*suite, number) for number in range(before + 1, last)]
        code = "objectif-hors-suite"
    if missing and not any(map(facts.may_come, missing)):
        valeur, attendu = shown(objectif.numero), shown(missing[0])
        yield objectif.problem(code, "numero", valeur=valeur, attendu=attendu)


def _table(objectif: Objectif, facts: Facts) -> Findings:
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


def _unprinted(objectif: Objectif, facts: Facts) -> Findings:
    """A text for a planning table in which the objective does not stand."""
    level = objectif.level
    doubtful = facts.doubts["actions"].rows or facts.doubts["objectifs"].rows
    absent = objectif.numero not in facts.tabled and not doubtful and level != "oo"
    for name in ("titre_tableau", "notice_tableau", "texte_tableau"):
        misplaced = name != "texte_tableau" and level != "og"
        if objectif.text(name) and (misplaced or absent):
            cause = said.NOT_GENERAL if misplaced else said.NOT_TABLED
            colonne = facts.form.heading("objectifs", name)
            told = {"colonne": colonne, "cause": cause}
            yield objectif.problem("texte-sans-place", name, **told)


# ---- actions


def _actions(facts: Facts) -> Findings:
    """The findings of the sheet of actions."""
    for numero, actions in facts.actions_of.items():
        if len(numero) == 3:
            yield from _codes(numero, actions, facts)
        elif numero in facts.known.numeros:
            for action in actions:
                valeur = shown(numero)
                yield action.problem("action-hors-oo", "objectif", valeur=valeur)
    for action in facts.actions:
        if action.in_table and not action.years("annees"):
            yield action.problem("action-sans-annee", "annees")
        yield from _led(action, facts)


def _codes(oo: Numero, actions: tuple[Action, ...], facts: Facts) -> Findings:
    """Each code once in an objective, A1, A2, A3 without a gap; a gap is told where it
    ends.
    """
    first: dict[str, Action] = {}
    for action in actions:
        code = action.code
        if not code:
            continue
        if first.setdefault(code, action) is not action:
            premier = first[code].ref("code")
            yield action.problem("action-double", "code", valeur=code, premier=premier)
            continue
        own = int(code[1:])
        before = [n for n in facts.known.codes_of[oo] if n < own]
        gap = [f"A{n}" for n in range(max(before, default=0) + 1, own)]
        may_come = (facts.doubts["actions"].may_hold(oo=oo, code=one) for one in gap)
        if gap and not any(may_come):
            missing = listed(gap) if len(gap) < 4 else said.span(gap[0], gap[-1])
            yield action.problem("codes-troues", "code", valeur=code, attendu=missing)


def _led(action: Action, facts: Facts) -> Findings:
    """An action led by the CPAS below an objective that it leads neither wholly nor
    partly.
    """
    oo = facts.by_numero.get(action.objectif)
    if action.cpas == "oui" and oo and oo.level == "oo" and oo.cpas == "non":
        valeur, cellule = shown(oo.numero), oo.ref("cpas")
        yield action.problem("cpas-incoherent", "cpas", valeur=valeur, cellule=cellule)


# ---- the period


def _years(facts: Facts) -> Findings:
    """Years outside the period, wherever they stand."""
    planned: tuple[Noted, ...] = (*facts.objectifs, *facts.actions)
    dated = [(record, "annees", record.years("annees")) for record in planned]
    dated += [(one, "annee", (one.annee,)) for one in (*facts.budgets, *facts.details)]
    dated += [(one, "date", (one.annee,)) for one in facts.suivis]
    for record, name, years in dated:
        outside = [str(year) for year in years if year not in facts.annees]
        if outside:
            annee, periode = listed(outside), _period(facts)
            yield record.problem(
                "annee-hors-periode", name, annee=annee, periode=periode
            )


def _late(facts: Facts, submission: Submission) -> Findings:
    """Activities after the last year of the plan, be they after its day too: a slip, or
    those of the next plan.
    """
    rows = submission.rows.get("suivi", ())
    dated = ((row, row.text("date")) for row in rows)
    end = f"{facts.annees[-1]}-12-31"
    late = [row for row, day in dated if is_date(day) and day > end]
    for row in late[:1]:
        cellules = first_cells([row.ref("date") for row in late])
        periode = _period(facts)
        yield row.problem(
            "suivi-apres-plan", "date", cellules=cellules, periode=periode
        )


def _period(facts: Facts) -> str:
    return said.period(facts.annees[0], facts.annees[-1]) if facts.annees else ""
