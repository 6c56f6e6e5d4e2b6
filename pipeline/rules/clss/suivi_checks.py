"""What must hold of the targets and the follow-up of a CLSS plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from pipeline.model.problem import CellRef, Problem, first_cells
from pipeline.model.text import french_number, listed
from pipeline.rules.clss.kinds import Cible, Measured, Suivi
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi import MOST_ROWS, follow_up
from pipeline.rules.clss.text import Vise

Noted = set[tuple[object, object]]  # years with all that their follow-up stands for


def check_follow_up(facts: Facts) -> Iterator[Problem]:
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


def _targets(facts: Facts) -> Iterator[Problem]:
    """A target once, and not without follow-up. Targets stand in the table of the
    follow-up alone: while no year is over, that there is none is told of the first one.
    """
    first: dict[Vise, Cible] = {}
    past, noted = _past(facts), _noted_years(facts)
    for cible in facts.cibles:
        same = first.setdefault(cible.vise, cible)
        if same is not cible:
            told = {"valeur": cible.vise, "premier": same.ref("vise")}
            yield cible.problem("cible-double", "vise", **told)
        elif facts.known.has(cible.vise):
            yield from _unfollowed(cible, past, noted)
    begun = facts.annees and facts.day >= f"{facts.annees[0]}-01-01" and not past
    if facts.cibles and not noted and begun:
        yield facts.cibles[0].problem("cibles-sans-tableau", "vise")


def _activities(facts: Facts) -> Iterator[Problem]:
    """No more new persons than persons; an activity in two rows counts its people in
    each.
    """
    seen: dict[object, Suivi] = {}
    for one in facts.suivis:
        if one.nouvelles is not None and one.nouvelles > one.personnes:
            told = {"nombre": one.nouvelles, "personnes": one.personnes}
            yield one.problem("nouvelles-en-trop", "nouvelles", **told)
        place = (one.text("date"), one.vise, one.quartier)
        first = seen.setdefault((*place, one.personnes, one.nouvelles), one)
        if first is not one:
            yield one.problem("suivi-double", "date", premier=first.ref("date"))


def _partly_noted(facts: Facts) -> Iterator[Problem]:
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
    numero, doubts = vise.numero, facts.doubts
    if numero not in facts.known.numeros:
        return doubts["objectifs"].may_hold(numero=numero, suite=numero[:-1])
    return doubts["actions"].may_hold(oo=numero, code=vise.code)


def _noted_years(facts: Facts) -> Noted:
    """The years with follow-up, each with all that it stands for; None where a doubtful
    row may be of any.
    """
    found: Noted = {
        (one.annee, above) for one in facts.suivis for above in one.vise.above
    }
    for doubt in facts.doubts["suivi"].rows:
        vise = doubt.sure.get("vise")
        above = vise.above if isinstance(vise, Vise) else (None,)
        found |= {(doubt.sure.get("annee"), one) for one in above}
    return found


def _unfollowed(cible: Cible, past: list[int], noted: Noted) -> Iterator[Problem]:
    """A target, for each year or for all of them, without follow-up in a year that is
    over at the plan's date.
    """
    empty = [
        str(annee)
        for annee in past
        if noted.isdisjoint(product((annee, None), (cible.vise, None)))
    ]
    if empty:
        told = {"valeur": cible.vise, "annees": listed(empty)}
        yield cible.problem("cible-sans-suivi", "vise", **told)


def _past(facts: Facts) -> list[int]:
    """The years of the plan that are over at its date."""
    return [annee for annee in facts.annees if f"{annee}-12-31" <= facts.day]
