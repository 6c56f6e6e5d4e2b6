"""What must hold of the budget of a CLSS plan and of the CPAS detail. Amounts are
cents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.edition.form import Form
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import listed
from pipeline.rules.clss.kinds import Budget, Detail
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.text import euros

_SUMMED = ("total", "referent", "cpas")


def check_budget(form: Form, facts: Facts) -> Iterator[Problem]:
    """The findings of the sheets of the budget and of its detail."""
    extensions = {quartier.nom for quartier in facts.quartiers if quartier.extension}
    first: dict[tuple[int, str], Budget] = {}
    for budget in facts.budgets:
        place = (budget.annee, budget.quartier)
        if first.setdefault(place, budget) is not budget:
            told = _place(budget) | {"premier": str(first[place].ref("quartier"))}
            yield Problem("budget-double", budget.ref("quartier"), told)
        else:
            yield from _detail(budget, facts)
        if budget.quartier in extensions:
            yield Problem(
                "budget-extension",
                budget.ref("quartier"),
                {"quartier": budget.quartier},
            )
        yield from _amounts(form, budget)
    for detail in facts.details:
        place = (detail.annee, detail.quartier)
        may_come = facts.doubts["budget"].may_hold(
            annee=detail.annee, quartier=detail.quartier
        )
        if place not in first and detail.annee in facts.known.annees and not may_come:
            yield Problem("detail-sans-budget", detail.ref("quartier"), _place(detail))


def _amounts(form: Form, budget: Budget) -> Iterator[Problem]:
    """Referent and CPAS within the total; typed amounts against the computed ones."""
    total, spent = (
        budget.amount("total"),
        [budget.amount(name) or 0 for name in ("referent", "cpas")],
    )
    if total is not None and sum(spent) > total:
        told = {"somme": _written(sum(spent)), "total": _written(total)}
        yield Problem("budget-depasse", budget.ref("total"), told)
        return
    fields = form.sheets["budget"].fields
    missing = [
        f"« {fields[name].heading} »" for name in _SUMMED if budget.amount(name) is None
    ]
    sums = " moins ".join(str(budget.ref(name)) for name in _SUMMED)
    for name, sign in (
        ("appel", sums),
        ("moitie_1", f"la moitié de {sums}"),
        ("moitie_2", f"l'autre moitié de {sums}"),
    ):
        typed, computed, ref = (
            budget.amount(name),
            getattr(budget, name),
            budget.ref(name),
        )
        if typed is None:
            continue
        if computed is None:
            yield Problem("montant-inverifiable", ref, {"manque": listed(missing)})
        elif typed != computed:
            told = {
                "cellule": str(ref),
                "valeur": _written(typed),
                "calcul": sign,
                "montant": _written(computed),
            }
            yield Problem("montant-contredit", ref, told)


def _detail(budget: Budget, facts: Facts) -> Iterator[Problem]:
    """The detail of a quarter and year adds up to the CPAS amount; what empty amounts
    stand for may make up for what lacks, so that is a warning, but never for what is
    too much. Without a CPAS amount nothing says what they stand for: their sum is not
    printed.
    """
    place = {"annee": budget.annee, "quartier": budget.quartier}
    lines = facts.details_of.get((budget.annee, budget.quartier), ())
    cpas, added = budget.amount("cpas"), sum(detail.montant or 0 for detail in lines)
    if not lines or added == cpas or facts.doubts["detail"].may_hold(**place):
        return
    unknown = next((detail for detail in lines if detail.montant is None), None)
    if cpas is None:
        if unknown:
            told = {"cellules": _cells(lines), "cellule": str(budget.ref("cpas"))}
            yield Problem(
                "detail-inverifiable", unknown.ref("montant"), _place(budget) | told
            )
        return
    told = {
        "somme": _written(added),
        "montant": _written(cpas),
        "cellules": _cells(lines),
    }
    if unknown and added < cpas:
        yield Problem("detail-incomplet", unknown.ref("montant"), _place(budget) | told)
    else:
        yield Problem("detail-faux", budget.ref("cpas"), _place(budget) | told)


def _cells(lines: Sequence[Detail]) -> str:
    """The amounts of some rows as places: ``Détail CPAS!D5:D8, D10``."""
    numbered = enumerate(sorted(line.number for line in lines))
    runs = [
        [number for _, number in run]
        for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0])
    ]
    ref = lines[0].ref("montant")
    places = [
        f"{ref.column}{run[0]}" + (f":{ref.column}{run[-1]}" if len(run) > 1 else "")
        for run in runs
    ]
    return f"{CellRef(ref.sheet)}!{', '.join(places)}"


def _place(record: Budget | Detail) -> dict[str, str]:
    return {"annee": str(record.annee), "quartier": record.quartier}


def _written(cents: int) -> str:
    return euros(cents) if cents else "0,00 €"
