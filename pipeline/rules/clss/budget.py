"""The budget of a CLSS plan by year and quarter, and what the CPAS does with its part:
what is printed, and what must hold. Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.findings.listing import spans
from pipeline.findings.sentences import clss as said
from pipeline.model.problem import Findings
from pipeline.model.submission import Figure, Part, Text
from pipeline.model.text import listed
from pipeline.rules.clss.kinds import Budget, Detail, Noted, OfQuarter
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import euros, part, rich, written

_SUMMED = ("total", "referent", "cpas")


@SETS.add(
    "budgets par année et par quartier, et détail des actions du CPAS",
    "tableaux du plan CLSS, Le budget",
)
def budgets(facts: Facts) -> tuple[Part, ...]:
    """A part a year with a budget, rising."""
    return tuple(_year(facts, annee) for annee in sorted(facts.budgets_of))


def _year(facts: Facts, annee: int) -> Part:
    found = facts.budgets_of[annee]
    totals = [
        part({"quartier": budget.quartier, "montant": _amount(budget, "total")})
        for budget in found
    ]
    equal = len({budget.amount("total") for budget in found}) == 1
    detailed = [(budget, facts.details_of[budget.place]) for budget in found]
    detail = [_detail(budget, lines) for budget, lines in detailed if lines]
    return part(
        {"annee": str(annee)},
        quartiers=[_quarter(facts, budget) for budget in found],
        egal=[part({"montant": _amount(found[0], "total")})] if equal else (),
        inegal=() if equal else totals,
        detail=[part(quartiers=detail)] if detail else (),
    )


def _quarter(facts: Facts, budget: Budget) -> Part:
    typed, computed = ("referent", "cpas"), ("appel", "moitie_1", "moitie_2")
    figures: dict[str, Figure | Text] = {"quartier": budget.quartier}
    for name in ("theme_1", "theme_2"):
        figures[name] = facts.plan.text(name) if facts.plan else ""
    for name in (f"{name}_commentaire" for name in (*typed, *computed)):
        figures[name] = rich(budget.row, name)
    for name in typed:
        figures[name] = _amount(budget, name)
    for name in computed:
        figures[name] = _figure(getattr(budget, name), [budget])
    return part(figures)


def _detail(budget: Budget, lines: tuple[Detail, ...]) -> Part:
    """The lines of a quarter below the amount that they are the detail of."""
    rows = [
        part(
            {
                "intitule": rich(line.row, "intitule"),
                "montant": _amount(line, "montant"),
            }
        )
        for line in lines
    ]
    total = _total(budget, lines)
    return part({"quartier": budget.quartier, "total": total}, lignes=rows)


def _total(budget: Budget, lines: tuple[Detail, ...]) -> Figure:
    """The CPAS amount of the budget, so that the two never disagree. Where that is
    unknown, the sum of the lines stands for it, unless one of them is unknown too: a
    part of a sum is not printed as the whole.
    """
    cpas, added = budget.amount("cpas"), sum(line.montant or 0 for line in lines)
    known = [line for line in lines if line.montant is not None]
    if cpas is not None and (cpas != added or not known):
        return _figure(cpas, [budget])
    whole = cpas is not None or len(known) == len(lines)
    return _figure(added if whole else None, known)


def _amount(record: Noted, name: str) -> Figure:
    return _figure(record.amount(name), [record])


def _figure(cents: int | None, records: Iterable[Noted]) -> Figure:
    """An amount and what it is made of; an unknown one is empty."""
    return Figure(euros(cents), frozenset() if cents is None else frozenset(records))


# ---- what must hold


def check_budget(facts: Facts) -> Findings:
    """The findings of the sheets of the budget and of its detail."""
    extensions = {quartier.nom for quartier in facts.quartiers if quartier.extension}
    first: dict[tuple[int, str], Budget] = {}
    for budget in facts.budgets:
        same, place = first.setdefault(budget.place, budget), _place(budget)
        if same is not budget:
            premier = same.ref("quartier")
            yield budget.problem("budget-double", "quartier", premier=premier, **place)
        else:
            yield from _adding_up(budget, facts)
        if budget.quartier in extensions:
            yield budget.problem("budget-extension", "quartier", **place)
        yield from _amounts(budget, facts)
    for detail in facts.details:
        place = _place(detail)
        may_come = facts.doubts["budget"].may_hold(**place)
        known = detail.annee in facts.known.annees
        if detail.place not in first and known and not may_come:
            yield detail.problem("detail-sans-budget", "quartier", **place)


def _amounts(budget: Budget, facts: Facts) -> Findings:
    """Referent and CPAS within the total; typed amounts against the computed ones."""
    total, *spent = map(budget.amount, _SUMMED)
    added = sum(amount or 0 for amount in spent)
    if total is not None and added > total:
        somme = written(added)
        yield budget.problem(
            "budget-depasse", "total", somme=somme, total=written(total)
        )
        return
    unknown = [name for name in _SUMMED if budget.amount(name) is None]
    missing = listed(f"« {facts.form.heading('budget', name)} »" for name in unknown)
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


def _adding_up(budget: Budget, facts: Facts) -> Findings:
    """The detail of a quarter and year adds up to the CPAS amount; what empty amounts
    stand for may make up for what lacks, so that is a warning, but never for what is
    too much. Without a CPAS amount nothing says what they stand for: their sum is not
    printed.
    """
    place, lines = _place(budget), facts.details_of[budget.place]
    cpas, added = budget.amount("cpas"), sum(line.montant or 0 for line in lines)
    if not lines or added == cpas or facts.doubts["detail"].may_hold(**place):
        return
    unknown = next((line for line in lines if line.montant is None), None)
    cells = spans([line.ref("montant") for line in lines])
    told = {**place, "cellules": cells}
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


def _place(record: OfQuarter) -> dict[str, object]:
    return {"annee": record.annee, "quartier": record.quartier}
