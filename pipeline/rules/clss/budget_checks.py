"""What must hold of the budget of a CLSS plan and of the CPAS detail. Amounts are
cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.findings.sentences import clss as said
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import listed
from pipeline.rules.clss.kinds import Budget, Detail, OfQuarter
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.text import written

_SUMMED = ("total", "referent", "cpas")


def check_budget(facts: Facts) -> Iterator[Problem]:
    """The findings of the sheets of the budget and of its detail."""
    extensions = {quartier.nom for quartier in facts.quartiers if quartier.extension}
    first: dict[tuple[int, str], Budget] = {}
    for budget in facts.budgets:
        same, place = first.setdefault(budget.place, budget), _place(budget)
        if same is not budget:
            premier = same.ref("quartier")
            yield budget.problem("budget-double", "quartier", premier=premier, **place)
        else:
            yield from _detail(budget, facts)
        if budget.quartier in extensions:
            quartier = budget.quartier
            yield budget.problem("budget-extension", "quartier", quartier=quartier)
        yield from _amounts(budget, facts)
    for detail in facts.details:
        place = _place(detail)
        may_come = facts.doubts["budget"].may_hold(**place)
        known = detail.annee in facts.known.annees
        if detail.place not in first and known and not may_come:
            yield detail.problem("detail-sans-budget", "quartier", **place)


def _amounts(budget: Budget, facts: Facts) -> Iterator[Problem]:
    """Referent and CPAS within the total; typed amounts against the computed ones."""
    total, *spent = map(budget.amount, _SUMMED)
    added = sum(amount or 0 for amount in spent)
    if total is not None and added > total:
        told = {"somme": written(added), "total": written(total)}
        yield budget.problem("budget-depasse", "total", **told)
        return
    fields = facts.form.sheets["budget"].fields
    unknown = [name for name in _SUMMED if budget.amount(name) is None]
    missing = listed(f"« {fields[name].heading} »" for name in unknown)
    sums = said.minus(*map(budget.ref, _SUMMED))
    for name, sign in (
        ("appel", ""),
        ("moitie_1", said.HALF),
        ("moitie_2", said.OTHER_HALF),
    ):
        typed, computed = budget.amount(name), getattr(budget, name)
        if typed is None:
            continue
        if computed is None:
            yield budget.problem("montant-inverifiable", name, manque=missing)
        elif typed != computed:
            told = {"valeur": written(typed), "montant": written(computed)}
            told |= {"cellule": str(budget.ref(name)), "calcul": f"{sign}{sums}"}
            yield budget.problem("montant-contredit", name, **told)


def _detail(budget: Budget, facts: Facts) -> Iterator[Problem]:
    """The detail of a quarter and year adds up to the CPAS amount; what empty amounts
    stand for may make up for what lacks, so that is a warning, but never for what is
    too much. Without a CPAS amount nothing says what they stand for: their sum is not
    printed.
    """
    place, lines = _place(budget), facts.details_of.get(budget.place, ())
    cpas, added = budget.amount("cpas"), sum(line.montant or 0 for line in lines)
    if not lines or added == cpas or facts.doubts["detail"].may_hold(**place):
        return
    unknown = next((line for line in lines if line.montant is None), None)
    told = {**place, "cellules": _cells(lines)}
    if cpas is None:
        if unknown:
            told["cellule"] = budget.ref("cpas")
            yield unknown.problem("detail-inverifiable", "montant", **told)
        return
    told |= {"somme": written(added), "montant": written(cpas)}
    if unknown and added < cpas:
        yield unknown.problem("detail-incomplet", "montant", **told)
    else:
        yield budget.problem("detail-faux", "cpas", **told)


def _cells(lines: Sequence[Detail]) -> str:
    """The amounts of some rows as places: ``Détail CPAS!D5:D8, D10``."""
    numbered = enumerate(sorted(line.number for line in lines))
    ref, places = lines[0].ref("montant"), []
    for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
        numbers = [f"{ref.column}{number}" for _, number in run]
        places.append(":".join(dict.fromkeys((numbers[0], numbers[-1]))))
    return f"{CellRef(ref.sheet)}!{', '.join(places)}"


def _place(record: OfQuarter) -> dict[str, object]:
    return {"annee": record.annee, "quartier": record.quartier}
