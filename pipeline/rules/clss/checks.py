"""What must hold in a CLSS plan beyond a single row (docs/plan-clss.md, What must
hold).

A finding that a faulty row could change is held back: it is told once that row is
mended.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.edition.form import Form
from pipeline.edition.row_schema import is_date
from pipeline.model.problem import CellRef, Problem, first_cells
from pipeline.model.submission import Row, Submission
from pipeline.model.text import french_day, listed
from pipeline.rules.clss.action_checks import check_actions
from pipeline.rules.clss.budget_checks import check_budget
from pipeline.rules.clss.kinds import Budget, Detail, Objectif, Plan
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi_checks import check_follow_up
from pipeline.rules.clss.text import Numero, shown


def check_plan(form: Form, facts: Facts, submission: Submission) -> Iterator[Problem]:
    """Every finding of a plan, sheet by sheet. ``submission``: the rows as read, those
    at fault included.
    """
    yield from _plan(form, facts, submission.rows.get("budget"))
    yield from _texts(facts)
    for objectif in facts.objectifs:
        yield from _number(objectif, facts)
        yield from _table(objectif, facts)
        yield from _unprinted(form, objectif, facts)
    yield from check_actions(facts)
    yield from check_budget(form, facts)
    yield from check_follow_up(facts)
    yield from _years(facts)
    yield from _late(facts, submission.rows.get("suivi", ()))


def _plan(
    form: Form, facts: Facts, budget: tuple[Row, ...] | None
) -> Iterator[Problem]:
    """A period of one to six years; the names of both themes where there is a budget to
    halve (None: no sheet).
    """
    if facts.plan is None:
        return
    if not facts.annees:
        years = {
            "premiere": facts.plan.text("premiere_annee"),
            "derniere": facts.plan.text("derniere_annee"),
        }
        yield Problem("periode-impossible", facts.plan.ref("derniere_annee"), years)
    else:
        yield from _situation(facts, facts.plan)
    for name in ("theme_1", "theme_2"):
        told = {"colonne": form.sheets["plan"].fields[name].heading}
        if budget and not facts.plan.text(name):
            yield Problem("theme-sans-nom", facts.plan.ref(name), told)
        elif facts.plan.text(name) and budget == ():
            yield Problem(
                "texte-sans-place",
                facts.plan.ref(name),
                told | {"cause": "il n'y a pas de budget"},
            )


def _situation(facts: Facts, plan: Plan) -> Iterator[Problem]:
    """The day up to which the follow-up counts lies in the plan's period: before it,
    nothing would count.
    """
    year = int(facts.day[:4])
    told = {"date": french_day(facts.day), "periode": _period(facts)}
    if year < facts.annees[0]:
        yield Problem("situation-avant-plan", plan.ref("situation"), told)
    elif year > facts.annees[-1]:
        yield Problem("situation-apres-plan", plan.ref("situation"), told)


def _texts(facts: Facts) -> Iterator[Problem]:
    """The first text has a heading; a faulty row above may be the first."""
    for row in facts.textes[:1]:
        above = any(doubt.number < row.number for doubt in facts.doubts["textes"].rows)
        if "titre" not in row.values and not above:
            yield Problem("texte-sans-titre", row.ref("titre"))


# ---- objectives


def _number(objectif: Objectif, facts: Facts) -> Iterator[Problem]:
    """A number follows its parent and the one before it: n.m needs n, n.m.k needs n.m,
    n.0.k needs n; no gap. The rows may stand in any order, since the plan is printed by
    number.
    """
    ref, valeur, numeros = (
        objectif.ref("numero"),
        shown(objectif.numero),
        facts.known.numeros,
    )
    if objectif.parent and objectif.parent not in numeros:
        if not _may_come(facts, objectif.parent):
            yield Problem(
                "objectif-sans-parent",
                ref,
                {"valeur": valeur, "attendu": shown(objectif.parent)},
            )
        return
    before = [
        number
        for number in facts.known.suites.get(objectif.suite, ())
        if number < objectif.numero[-1]
    ]
    missing = [
        (*objectif.suite, place)
        for place in range(max(before, default=0) + 1, objectif.numero[-1])
    ]
    if missing and not any(_may_come(facts, numero) for numero in missing):
        yield Problem(
            "objectif-hors-suite", ref, {"valeur": valeur, "attendu": shown(missing[0])}
        )


def _may_come(facts: Facts, numero: Numero) -> bool:
    """Whether a row that is to be mended may be the objective with this number."""
    return facts.doubts["objectifs"].may_hold(numero=numero, suite=numero[:-1])


def _table(objectif: Objectif, facts: Facts) -> Iterator[Problem]:
    """What an objective says of planning tables, against its level and its actions."""
    valeur = {"valeur": shown(objectif.numero)}
    if objectif.level != "og" and objectif.text("transversal") == "oui":
        yield Problem("transversal-hors-og", objectif.ref("transversal"), valeur)
    if (
        objectif.level == "og"
        and not objectif.text("titre_tableau")
        and objectif.numero in facts.tabled
    ):
        yield Problem("tableau-sans-titre", objectif.ref("titre_tableau"), valeur)
    if objectif.years("annees") and objectif.level != "oo":
        cause = "ce n'est pas un objectif opérationnel"
        yield Problem("annees-inutiles", objectif.ref("annees"), {"cause": cause})
    elif objectif.years("annees") and facts.table_of(objectif):
        cause = "les actions de l'objectif sont dans le tableau, avec leurs années"
        yield Problem("annees-inutiles", objectif.ref("annees"), {"cause": cause})
    absent = objectif.level == "oo" and not facts.in_table(objectif)
    if absent and not facts.doubts["actions"].may_hold(oo=objectif.numero):
        yield Problem("oo-hors-tableau", objectif.ref("numero"), valeur)


def _unprinted(form: Form, objectif: Objectif, facts: Facts) -> Iterator[Problem]:
    """A text for a planning table in which the objective does not stand."""
    fields = form.sheets["objectifs"].fields
    names = [
        name
        for name in ("titre_tableau", "notice_tableau", "texte_tableau")
        if objectif.text(name)
    ]
    doubtful = facts.doubts["actions"].rows or facts.doubts["objectifs"].rows
    for name in names:
        told = {"colonne": fields[name].heading}
        if name != "texte_tableau" and objectif.level != "og":
            cause = "ce n'est pas un objectif général"
            yield Problem(
                "texte-sans-place", objectif.ref(name), told | {"cause": cause}
            )
        elif (
            objectif.level != "oo"
            and objectif.numero not in facts.tabled
            and not doubtful
        ):
            cause = "rien de cet objectif n'est dans un tableau de planification"
            yield Problem(
                "texte-sans-place", objectif.ref(name), told | {"cause": cause}
            )


# ---- the period


def _years(facts: Facts) -> Iterator[Problem]:
    """Years outside the period, wherever they stand; none is told while the period is
    unknown.
    """
    if not facts.annees:
        return
    period = _period(facts)
    for ref, years in _dated(facts):
        outside = [str(year) for year in years if year not in facts.annees]
        if outside:
            yield Problem(
                "annee-hors-periode", ref, {"annee": listed(outside), "periode": period}
            )


def _late(facts: Facts, rows: tuple[Row, ...]) -> Iterator[Problem]:
    """Activities after the last year of the plan, be they after its day too: a slip, or
    those of the next plan.
    """
    end = f"{facts.annees[-1]}-12-31" if facts.annees else ""
    dates = ((row, row.values.get("date")) for row in rows if end)
    cells = [
        row.ref("date")
        for row, date in dates
        if isinstance(date, str) and is_date(date) and date > end
    ]
    if cells:
        yield Problem(
            "suivi-apres-plan",
            cells[0],
            {"cellules": first_cells(cells), "periode": _period(facts)},
        )


def _period(facts: Facts) -> str:
    return " à ".join(map(str, dict.fromkeys((facts.annees[0], facts.annees[-1]))))


def _dated(facts: Facts) -> Iterator[tuple[CellRef, tuple[int, ...]]]:
    """Every cell that names years, and those years."""
    for planned in (*facts.objectifs, *facts.actions):
        yield planned.ref("annees"), planned.years("annees")
    amounts: tuple[Budget | Detail, ...] = (*facts.budgets, *facts.details)
    for money in amounts:
        yield money.ref("annee"), (money.annee,)
    for activity in facts.suivis:
        yield activity.ref("date"), (activity.annee,)
