"""Where the figures of a CLSS plan that comes in contradict each other: the sums of its
budget and of its follow-up. What is no amount or figure takes part in none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.findings.sentences import clss as said
from pipeline.model.received import (
    CENTS,
    NUMBER,
    TICKS,
    Contradiction,
    cents_of,
    figure_of,
)
from pipeline.model.submission import Places
from pipeline.rules.clss.kinds import APPEL
from pipeline.rules.clss.repeated import (
    repeated_objectives,
    repeated_rows,
    repeated_years,
    turns,
)
from pipeline.rules.clss.suivi import TOGETHER
from pipeline.rules.clss.text import written

# What stands at the places that repeat, by their list and name; else it is a text.
UNITS: Mapping[str, str] = {
    **dict.fromkeys(
        (f"quartiers.{name}" for name in ("referent", "cpas", "appel", "total")), CENTS
    ),
    **dict.fromkeys(("quartiers.moitie_1", "quartiers.moitie_2"), CENTS),
    **dict.fromkeys(("egal.montant", "inegal.montant", "lignes.montant"), CENTS),
    **dict.fromkeys(
        (f"lignes.{name}" for name in ("activites", "personnes", "nouvelles")), NUMBER
    ),
    "annees.x": TICKS,
}


class _Amount(NamedTuple):
    """An amount or a figure, None where there is none, and its place."""

    name: str
    number: int | None
    place: str


def contradictions(form: Any, places: Places) -> Iterator[Contradiction]:
    """What does not add up in the budgets and the follow-up of a plan, and what stands
    twice in it.
    """
    yield from repeated_objectives(places)
    yield from repeated_years(places)
    for at, year in turns(places, "", "budgets"):
        yield from repeated_rows(year, at)
        yield from _budget(year, at)
    for at, part in turns(places, "", "suivi"):
        yield from _follow_up(part, at)


def _budget(year: Places, at: str) -> Iterator[Contradiction]:
    annee = str(year.texts.get("annee", ""))
    quarters = turns(year, at, "quartiers")
    one, several = turns(year, at, "egal"), turns(year, at, "inegal")
    totals = {_name(turn): (turn, where) for where, turn in several}
    details = _details(year, at)
    amounts_of = {_name(quarter): _detail(quarter, where) for where, quarter in details}
    for where, quarter in quarters:
        name = _name(quarter)
        named = f"{annee}, {name}"
        amounts = {
            key: _amount(quarter, where, key, said.COLUMNS[key]) for key in _PARTS
        }
        turn, place = totals.get(name) or (one[0][::-1] if one else (None, ""))
        if turn:
            total = _amount(turn, place, "montant", said.COLUMNS["total"])
            spent = [amounts[key] for key, sign in APPEL.items() if sign < 0]
            yield from _sum(named, [*spent, amounts["appel"]], total)
        halves = [amounts["moitie_1"], amounts["moitie_2"]]
        yield from _sum(named, halves, amounts["appel"])
        if name in amounts_of:
            total, lines = amounts_of[name]
            yield from _sum(named, lines, total)
            yield from _sum(named, [total], amounts["cpas"])


_PARTS = ("referent", "cpas", "appel", "moitie_1", "moitie_2")


def _details(year: Places, at: str) -> list[tuple[str, Places]]:
    """The quarters of the detail."""
    details = turns(year, at, "detail")
    return [turn for where, one in details for turn in turns(one, where, "quartiers")]


def _detail(quarter: Places, at: str) -> tuple[_Amount, list[_Amount]]:
    """The total of a quarter's detail, and the lines of it."""
    lines = [
        _amount(line, where, "montant", said.COLUMNS["lignes"])
        for where, line in turns(quarter, at, "lignes")
    ]
    return _amount(quarter, at, "total", said.COLUMNS["detail"]), lines


def _name(quarter: Places) -> str:
    return str(quarter.texts.get("quartier", ""))


def _follow_up(part: Places, at: str) -> Iterator[Contradiction]:
    """A row of all quarters says what those of its year say together; new people are
    among the people reached.
    """
    quarters: dict[tuple[str, str], list[tuple[str, Places]]] = {}
    for where, row in turns(part, at, "lignes"):
        vise, annee, quarter = (str(row.texts.get(name, "")) for name in _NAMES)
        named = ", ".join((vise, annee, quarter))
        new, reached = (
            _figure(row, where, name) for name in ("nouvelles", "personnes")
        )
        if (new.number or 0) > (
            reached.number if reached.number is not None else 10**12
        ):
            yield Contradiction(
                said.too_many_new(named, str(new.number), str(reached.number)),
                (new.place, reached.place),
            )
        if quarter != TOGETHER:
            quarters.setdefault((vise, annee), []).append((where, row))
        elif rows := quarters.get((vise, annee)):
            for name in ("activites", "personnes"):
                parts = [_figure(one, place, name) for place, one in rows]
                yield from _sum(named, parts, _figure(row, where, name), str)


_NAMES = ("vise", "annee", "quartier")


def _sum(
    named: str, parts: Sequence[_Amount], total: _Amount, shown: Any = written
) -> Iterator[Contradiction]:
    """These are the total together; where some are unknown, the others are not more."""
    known = [part.number for part in parts if part.number is not None]
    added = sum(known)
    if not parts or total.number is None or added == total.number:
        return
    if len(known) == len(parts) or added > total.number:
        names = " + ".join(dict.fromkeys(part.name for part in parts))
        sentence = said.not_the_sum(
            named, names, shown(added), total.name, shown(total.number)
        )
        yield Contradiction(sentence, (*(part.place for part in parts), total.place))


def _amount(places: Places, at: str, key: str, name: str) -> _Amount:
    return _Amount(name, cents_of(str(places.texts.get(key, ""))), f"{at}.{key}")


def _figure(places: Places, at: str, key: str) -> _Amount:
    number = figure_of(str(places.texts.get(key, "")))
    return _Amount(said.FOLLOWED[key][0], number, f"{at}.{key}")
