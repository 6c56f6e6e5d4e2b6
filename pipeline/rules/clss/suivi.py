"""The follow-up of a CLSS plan: people reached against target, by objective or action,
year and quarter; what must hold of both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import NamedTuple

from pipeline.model.problem import CellRef, Findings, Problem, first_cells
from pipeline.model.submission import Figure, Part
from pipeline.model.text import french_day, french_number, listed
from pipeline.rules.clss.kinds import Cible, Measured, Suivi
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import Vise, part, percentage
from pipeline.rules.registry import once

MOST_ROWS = 15_000  # some three hundred pages
TOGETHER, WHOLE = "Ensemble", "Total"


class _Line(NamedTuple):
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
    situation = {"situation": french_day(facts.day)}
    return (part(situation, lignes=follow_up(facts)[:MOST_ROWS]),)


@once
def follow_up(facts: Facts) -> tuple[Part, ...]:
    """The rows of the table, and no more than one too many: a target for each quarter
    multiplies them.
    """
    rows = (row for line in _lines(facts) for row in _rows(facts, line))
    return tuple(islice(rows, MOST_ROWS + 1))


def _lines(facts: Facts) -> Iterator[_Line]:
    """What has a target or follow-up of its own, in the order of the plan."""
    cibles = {cible.vise: cible for cible in reversed(facts.cibles)}
    direct = {found.vise for found in facts.suivis}
    quartiers = {quartier.nom: at for at, quartier in enumerate(facts.quartiers)}
    bound = frozenset(one.nom for one in facts.quartiers if not one.extension)
    for objectif in facts.objectifs:
        actions = facts.actions_of[objectif.numero]
        for code in dict.fromkeys(["", *(action.code for action in actions)]):
            vise = Vise(objectif.numero, code)
            if vise in cibles or vise in direct:
                found = facts.suivis_of[vise]
                yield _Line(vise, cibles.get(vise), found, quartiers, bound)


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
        measured = yearly and each and quartier in line.bound
        yield _row(line, annee, quartier, activities, measured)
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
    there: dict[str, list[Suivi]] = defaultdict(list)
    for activity in found:
        there[activity.quartier].append(activity)
    named = {*there, *(line.bound if each else ())} & line.quartiers.keys()
    shown = sorted(named, key=line.quartiers.__getitem__)
    return {quartier: there[quartier] for quartier in shown}


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
    added = str(sum(one.nouvelles or 0 for one in new)) if known else ""
    cible = resultat = ""
    if line.cible and measured:
        cible, resultat = _measure(line.cible, reached)
    return part(
        {
            "vise": str(line.vise),
            "annee": annee,
            "quartier": quartier,
            "ligne_fond": "total" if {annee, quartier} & {WHOLE, TOGETHER} else "blanc",
            "activites": Figure(str(len(found)), records),
            "personnes": Figure(str(reached), records),
            "nouvelles": Figure(added, frozenset(new)),
            "cible": cible,
            "resultat": resultat,
        }
    )


def _measure(cible: Cible, reached: int) -> tuple[str, str]:
    """The target and what came of it. A percentage is rounded, but what lacks a little
    is 99 % and never 100 %, which the word beside it would contradict.
    """
    number = cible.nombre
    if cible.au_plus:
        return f"au plus {number}", "respecté" if reached <= number else "dépassé"
    result, share = "atteint", percentage(reached, number) if number else 0
    if reached < number:
        result = f"{min(share, 99)} %, pas atteint"
    elif number:
        result = f"{share} %, atteint"
    return f"au moins {number}", result


# ---- what must hold

# Years with all that their follow-up stands for.
_Noted = set[tuple[object, object]]


def check_follow_up(facts: Facts) -> Findings:
    """The findings of the sheets of targets and follow-up."""
    yield from _targets(facts)
    named: tuple[Measured, ...] = (*facts.cibles, *facts.suivis)
    for record in named:
        if not facts.known.has(record.vise) and not _may_come(record.vise, facts):
            yield record.problem("vise-inconnu", "vise", valeur=record.vise)
    yield from _activities(facts)
    yield from _partly_noted(facts)
    if len(follow_up(facts)) > MOST_ROWS:
        told = {"attendu": french_number(MOST_ROWS)}
        yield Problem("suivi-trop-long", CellRef(named[0].row.title), told)


def _targets(facts: Facts) -> Findings:
    """A target once, and not without follow-up. Targets stand in the table of the
    follow-up alone: while no year is over, that there is none is told of the first one.
    """
    first: dict[Vise, Cible] = {}
    past = [annee for annee in facts.annees if f"{annee}-12-31" <= facts.day]
    noted = _noted_years(facts)
    for cible in facts.cibles:
        same = first.setdefault(cible.vise, cible)
        if same is not cible:
            premier = same.ref("vise")
            yield cible.problem(
                "cible-double", "vise", valeur=cible.vise, premier=premier
            )
        elif facts.known.has(cible.vise):
            yield from _unfollowed(cible, past, noted)
    begun = facts.annees and facts.day >= f"{facts.annees[0]}-01-01" and not past
    if facts.cibles and not noted and begun:
        yield facts.cibles[0].problem("cibles-sans-tableau", "vise")


def _activities(facts: Facts) -> Findings:
    """No more new persons than persons; an activity in two rows counts its people in
    each.
    """
    seen: dict[object, Suivi] = {}
    for one in facts.suivis:
        if one.nouvelles is not None and one.nouvelles > one.personnes:
            nombre, personnes = one.nouvelles, one.personnes
            yield one.problem(
                "nouvelles-en-trop", "nouvelles", nombre=nombre, personnes=personnes
            )
        place = (one.text("date"), one.vise, one.quartier)
        first = seen.setdefault((*place, one.personnes, one.nouvelles), one)
        if first is not one:
            yield one.problem("suivi-double", "date", premier=first.ref("date"))


def _partly_noted(facts: Facts) -> Findings:
    """New persons that some activities of a printed sum have and others lack: a part of
    it would pass for the whole. Where no activity of a sum has them, it is empty and
    says so itself.
    """
    unknown: set[Suivi] = set()
    for row in follow_up(facts):
        if noted := row.figures["nouvelles"].records:
            lacking = row.figures["activites"].records - noted
            unknown |= {one for one in lacking if isinstance(one, Suivi)}
    cells = [
        one.ref("nouvelles") for one in sorted(unknown, key=lambda one: one.number)
    ]
    if cells:
        told = {"nombre": str(len(cells)), "cellules": first_cells(cells)}
        yield Problem("nouvelles-incompletes", cells[0], told)


def _may_come(vise: Vise, facts: Facts) -> bool:
    """Whether a row that is to be mended may be what is named."""
    if vise.numero not in facts.known.numeros:
        return facts.may_come(vise.numero)
    return facts.doubts["actions"].may_hold(oo=vise.numero, code=vise.code)


def _noted_years(facts: Facts) -> _Noted:
    """The years with follow-up, each with all that it stands for; None where a doubtful
    row may be of any.
    """
    found: _Noted = {
        (one.annee, above) for one in facts.suivis for above in one.vise.above
    }
    for doubt in facts.doubts["suivi"].rows:
        vise = doubt.sure.get("vise")
        above = vise.above if isinstance(vise, Vise) else (None,)
        found |= {(doubt.sure.get("annee"), one) for one in above}
    return found


def _unfollowed(cible: Cible, past: list[int], noted: _Noted) -> Findings:
    """A target, for each year or for all of them, without follow-up in a year that is
    over at the plan's date.
    """
    empty = [
        str(annee)
        for annee in past
        if noted.isdisjoint(product((annee, None), (cible.vise, None)))
    ]
    if empty:
        annees = listed(empty)
        yield cible.problem(
            "cible-sans-suivi", "vise", valeur=cible.vise, annees=annees
        )
