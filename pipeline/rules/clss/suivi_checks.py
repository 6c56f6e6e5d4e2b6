"""What must hold of the targets and the follow-up of a CLSS plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from pipeline.model.problem import CellRef, Problem, first_cells
from pipeline.model.text import french_number, listed
from pipeline.rules.clss.kinds import Cible, Suivi
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi import MOST_ROWS, follow_up
from pipeline.rules.clss.text import Vise


def check_follow_up(facts: Facts) -> Iterator[Problem]:
    """The findings of the sheets of targets and follow-up."""
    first: dict[Vise, Cible] = {}
    noted = _noted_years(facts)
    for cible in facts.cibles:
        if first.setdefault(cible.vise, cible) is not cible:
            told = {
                "valeur": str(cible.vise),
                "premier": str(first[cible.vise].ref("vise")),
            }
            yield Problem("cible-double", cible.ref("vise"), told)
        elif _is_known(cible.vise, facts):
            yield from _unfollowed(cible, facts, noted)
    yield from _untabled(facts)
    named: tuple[Cible | Suivi, ...] = (*facts.cibles, *facts.suivis)
    for record in named:
        if not _is_known(record.vise, facts) and not _may_come(record.vise, facts):
            yield Problem(
                "vise-inconnu", record.ref("vise"), {"valeur": str(record.vise)}
            )
    for activity in facts.suivis:
        if activity.nouvelles is not None and activity.nouvelles > activity.personnes:
            told = {
                "nombre": str(activity.nouvelles),
                "personnes": str(activity.personnes),
            }
            yield Problem("nouvelles-en-trop", activity.ref("nouvelles"), told)
    yield from _noted_twice(facts)
    yield from _partly_noted(facts)
    if len(follow_up(facts)) > MOST_ROWS:
        yield Problem(
            "suivi-trop-long",
            CellRef(named[0].row.title),
            {"attendu": french_number(MOST_ROWS)},
        )


def _untabled(facts: Facts) -> Iterator[Problem]:
    """Targets stand in the table of the follow-up alone; once a year is over, each is
    told without its follow-up.
    """
    begun = (
        facts.annees and facts.day >= f"{facts.annees[0]}-01-01" and not _past(facts)
    )
    if facts.cibles and not facts.suivis and begun and not facts.doubts["suivi"].rows:
        yield Problem("cibles-sans-tableau", facts.cibles[0].ref("vise"))


def _noted_twice(facts: Facts) -> Iterator[Problem]:
    """An activity in two rows: its people are counted in each."""
    seen: dict[object, Suivi] = {}
    for activity in facts.suivis:
        of = (
            activity.text("date"),
            activity.vise,
            activity.quartier,
            activity.personnes,
            activity.nouvelles,
        )
        first = seen.setdefault(of, activity)
        if first is not activity:
            yield Problem(
                "suivi-double",
                activity.ref("date"),
                {"premier": str(first.ref("date"))},
            )


def _partly_noted(facts: Facts) -> Iterator[Problem]:
    """New persons that some activities of a printed sum have and others lack: a part of
    it would pass for the whole. Where no activity of a sum has them, it is empty and
    says so itself.
    """
    unknown: set[Any] = set()
    for row in follow_up(facts):
        if noted := row.figures["nouvelles"].records:
            unknown |= row.figures["activites"].records - noted
    cells = [
        activity.ref("nouvelles")
        for activity in sorted(unknown, key=lambda activity: activity.number)
    ]
    if cells:
        told = {"nombre": str(len(cells)), "cellules": first_cells(cells)}
        yield Problem("nouvelles-incompletes", cells[0], told)


def _is_known(vise: Vise, facts: Facts) -> bool:
    """Whether the plan has this objective or action, be its row at fault elsewhere."""
    return vise.numero in facts.known.numeros and (
        not vise.code or (vise.numero, vise.code) in facts.known.codes
    )


def _may_come(vise: Vise, facts: Facts) -> bool:
    """Whether a row that is to be mended may be what is named."""
    if vise.numero not in facts.known.numeros:
        return facts.doubts["objectifs"].may_hold(
            numero=vise.numero, suite=vise.numero[:-1]
        )
    return facts.doubts["actions"].may_hold(oo=vise.numero, code=vise.code)


def _noted_years(facts: Facts) -> set[tuple[object, Vise | None]]:
    """The years with follow-up, each with all that it stands for; None where a doubtful
    row may be of any.
    """
    found: set[tuple[object, Vise | None]] = {
        (noted.annee, vise) for noted in facts.suivis for vise in noted.vise.above
    }
    for doubt in facts.doubts["suivi"].rows:
        vise = doubt.sure.get("vise")
        found |= {
            (doubt.sure.get("annee"), one)
            for one in (vise.above if isinstance(vise, Vise) else (None,))
        }
    return found


def _unfollowed(
    cible: Cible, facts: Facts, noted: set[tuple[object, Vise | None]]
) -> Iterator[Problem]:
    """A target, for each year or for all of them, without follow-up in a year that is
    over at the plan's date.
    """
    empty = [
        str(annee)
        for annee in _past(facts)
        if noted.isdisjoint(product((annee, None), (cible.vise, None)))
    ]
    if empty:
        yield Problem(
            "cible-sans-suivi",
            cible.ref("vise"),
            {"valeur": str(cible.vise), "annees": listed(empty)},
        )


def _past(facts: Facts) -> list[int]:
    """The years of the plan that are over at its date."""
    return [annee for annee in facts.annees if f"{annee}-12-31" <= facts.day]
