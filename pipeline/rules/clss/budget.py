"""The budget of a CLSS plan by year and quarter, and what the CPAS does with its part.
Amounts are cents.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.submission import Figure, Part
from pipeline.rules.clss.kinds import Budget, Detail, Noted
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import euros, filled, rich, texts


@SETS.add(
    "budgets par année et par quartier, et détail des actions du CPAS",
    "tableaux du plan CLSS, Le budget",
)
def budgets(facts: Facts) -> tuple[Part, ...]:
    """A part a year with a budget, rising."""
    return tuple(
        _year(facts, annee)
        for annee in sorted({budget.annee for budget in facts.budgets})
    )


def _year(facts: Facts, annee: int) -> Part:
    found = [budget for budget in facts.budgets if budget.annee == annee]
    totals = [
        Part(texts(quartier=budget.quartier) | {"montant": _amount(budget, "total")})
        for budget in found
    ]
    equal = len({budget.amount("total") for budget in found}) == 1
    detailed = [
        (budget, facts.details_of.get((annee, budget.quartier), ())) for budget in found
    ]
    detail = tuple(_detail(budget, lines) for budget, lines in detailed if lines)
    return Part(
        texts(annee=str(annee)),
        filled(
            quartiers=tuple(_quarter(facts, budget) for budget in found),
            egal=(Part({"montant": _amount(found[0], "total")}),) if equal else (),
            inegal=() if equal else tuple(totals),
            detail=(Part({}, {"quartiers": detail}),) if detail else (),
        ),
    )


def _quarter(facts: Facts, budget: Budget) -> Part:
    comments = ("referent", "cpas", "appel", "moitie_1", "moitie_2")
    themes = {
        name: facts.plan.text(name) if facts.plan else ""
        for name in ("theme_1", "theme_2")
    }
    return Part(
        texts(
            quartier=budget.quartier,
            **themes,
            **{
                f"{name}_commentaire": rich(budget.row, f"{name}_commentaire")
                for name in comments
            },
        )
        | {name: _amount(budget, name) for name in ("referent", "cpas")}
        | {
            name: _figure(getattr(budget, name), [budget])
            for name in ("appel", "moitie_1", "moitie_2")
        }
    )


def _detail(budget: Budget, lines: tuple[Detail, ...]) -> Part:
    """The lines of a quarter below the amount that they are the detail of."""
    return Part(
        texts(quartier=budget.quartier) | {"total": _total(budget, lines)},
        {
            "lignes": tuple(
                Part(
                    {
                        "intitule": Figure.of(rich(line.row, "intitule")),
                        "montant": _amount(line, "montant"),
                    }
                )
                for line in lines
            )
        },
    )


def _total(budget: Budget, lines: tuple[Detail, ...]) -> Figure:
    """The CPAS amount of the budget, so that the two never disagree. Where that is
    unknown, the sum of the lines stands for it, unless one of them is unknown too: a
    part of a sum is not printed as the whole.
    """
    cpas, added = budget.amount("cpas"), sum(line.montant or 0 for line in lines)
    known = [line for line in lines if line.montant is not None]
    if cpas is not None and (cpas != added or not known):
        return _figure(cpas, [budget])
    return _figure(
        added if cpas is not None or len(known) == len(lines) else None, known
    )


def _amount(record: Noted, name: str) -> Figure:
    return _figure(record.amount(name), [record])


def _figure(cents: int | None, records: Iterable[Noted]) -> Figure:
    """An amount and what it is made of; an unknown one is empty."""
    return Figure(euros(cents), frozenset() if cents is None else frozenset(records))
