"""The follow-up of a CLSS plan: people reached against target, by objective or action,
year and quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.model.submission import Figure, Part
from pipeline.model.text import french_day
from pipeline.rules.clss.kinds import Cible, Suivi
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import Vise, filled, percentage, texts
from pipeline.rules.registry import once

MOST_ROWS = 15_000  # some three hundred pages
TOGETHER, WHOLE = "Ensemble", "Total"


@dataclass(frozen=True)
class _Line:
    """The follow-up of one objective or action, its target if it has one, and the
    quarters that a target binds.
    """

    vise: Vise
    cible: Cible | None
    suivis: tuple[Suivi, ...]
    quartiers: Mapping[str, int]  # each with its place in the order of the plan
    bound: frozenset[str]


@SETS.add(
    "personnes touchées et cibles, par objectif ou action, année et quartier",
    "tableaux du plan CLSS, Le suivi",
)
def suivi(facts: Facts) -> tuple[Part, ...]:
    """One part where there is follow-up. A person counts at each activity."""
    if not facts.suivis or not facts.day:
        return ()
    return (
        Part(
            texts(situation=french_day(facts.day)),
            filled(lignes=follow_up(facts)[:MOST_ROWS]),
        ),
    )


@once
def follow_up(facts: Facts) -> tuple[Part, ...]:
    """The rows of the table, and no more than one too many: a target for each quarter
    multiplies them.
    """
    return tuple(
        islice(
            (row for line in _lines(facts) for row in _rows(facts, line)), MOST_ROWS + 1
        )
    )


def _lines(facts: Facts) -> Iterator[_Line]:
    """What has a target or follow-up of its own, in the order of the plan."""
    cibles = {cible.vise: cible for cible in reversed(facts.cibles)}
    direct = {found.vise for found in facts.suivis}
    quartiers = {quartier.nom: at for at, quartier in enumerate(facts.quartiers)}
    bound = frozenset(
        quartier.nom for quartier in facts.quartiers if not quartier.extension
    )
    for objectif in facts.objectifs:
        codes = [
            action.code
            for action in facts.actions_of.get(objectif.numero, ())
            if action.code
        ]
        for code in dict.fromkeys(["", *codes]):
            vise = Vise(objectif.numero, code)
            if vise in cibles or vise in direct:
                yield _Line(
                    vise,
                    cibles.get(vise),
                    facts.suivis_of.get(vise, ()),
                    quartiers,
                    bound,
                )


def _rows(facts: Facts, line: _Line) -> Iterator[Part]:
    """The years up to that of the situation, then the whole plan where the target is
    for all of it.
    """
    yearly = line.cible is not None and not line.cible.en_tout
    for annee in facts.annees:
        found = tuple(activity for activity in line.suivis if activity.annee == annee)
        if annee <= int(facts.day[:4]) and (found or yearly):
            yield from _year(line, str(annee), found, yearly)
    if line.cible and line.cible.en_tout:
        yield from _whole(line, line.cible)


def _year(
    line: _Line, annee: str, found: tuple[Suivi, ...], yearly: bool
) -> Iterator[Part]:
    """A row a quarter, then one for all of them where there are several or the target
    binds them together.
    """
    each = line.cible is not None and line.cible.par_quartier
    shown = _by_quarter(line, found, each)
    for quartier, activities in shown.items():
        yield _row(
            line,
            annee,
            quartier,
            activities,
            yearly and each and quartier in line.bound,
        )
    if len(shown) > 1 or (line.cible and not each):
        yield _row(line, annee, TOGETHER, found, yearly and not each)


def _whole(line: _Line, cible: Cible) -> Iterator[Part]:
    if not cible.par_quartier:
        yield _row(line, WHOLE, TOGETHER, line.suivis, True)
        return
    for quartier, activities in _by_quarter(line, line.suivis, True).items():
        yield _row(line, WHOLE, quartier, activities, quartier in line.bound)


def _by_quarter(
    line: _Line, found: Iterable[Suivi], each: bool
) -> Mapping[str, Sequence[Suivi]]:
    """The quarters with follow-up and, where the target is for each, those that it
    binds, in the order of the plan.
    """
    there: dict[str, list[Suivi]] = (
        {quartier: [] for quartier in line.bound} if each else {}
    )
    for activity in found:
        if activity.quartier in line.quartiers:
            there.setdefault(activity.quartier, []).append(activity)
    return {
        quartier: there[quartier]
        for quartier in sorted(there, key=line.quartiers.__getitem__)
    }


def _row(
    line: _Line, annee: str, quartier: str, found: Sequence[Suivi], measured: bool
) -> Part:
    """The figures of a year and quarter; ``measured``: the target is for just that (for
    each quarter: no extension).
    """
    records = frozenset(found)
    reached = sum(activity.personnes for activity in found)
    new = [activity for activity in found if activity.nouvelles is not None]
    known = bool(new) or not found  # where nobody noted them, they are not 0
    return Part(
        texts(vise=str(line.vise), annee=annee, quartier=quartier)
        | {
            "activites": Figure(str(len(found)), records),
            "personnes": Figure(str(reached), records),
            "nouvelles": Figure(
                str(sum(n.nouvelles or 0 for n in new)) if known else "", frozenset(new)
            ),
        }
        | texts(
            **(
                _measure(line.cible, reached)
                if line.cible and measured
                else {"cible": "", "resultat": ""}
            )
        )
    )


def _measure(cible: Cible, reached: int) -> dict[str, str]:
    """The target and what came of it. A percentage is rounded, but what lacks a little
    is 99 % and never 100 %, which the word beside it would contradict.
    """
    if cible.au_plus:
        kept = "respecté" if reached <= cible.nombre else "dépassé"
        return {"cible": f"au plus {cible.nombre}", "resultat": kept}
    share = percentage(reached, cible.nombre) if cible.nombre else None
    if reached < cible.nombre:
        result = f"{min(share or 0, 99)} %, pas atteint"
    else:
        result = "atteint" if share is None else f"{share} %, atteint"
    return {"cible": f"au moins {cible.nombre}", "resultat": result}
