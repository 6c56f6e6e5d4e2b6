"""What stands twice in a CLSS plan that comes in, or is gone from one of its tables: its
objectives have a number each, which its planning tables repeat; its budgets have a row a
quarter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.findings.sentences import clss as said
from pipeline.model.received import Contradiction
from pipeline.model.submission import Places

Turn = tuple[str, Places]  # where it is, and what stands there
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)*)(?!\S)")
_LEVELS = ("og", "transversal", "oi", "oo")
_ROWS = ("og", "oi", "oo", "action")


def turns(places: Places, at: str, name: str) -> list[Turn]:
    """The turns of a loop, each with where it is."""
    each = enumerate(places.rows.get(name, ()), 1)
    return [(f"{at}.{name}.{number}".lstrip("."), turn) for number, turn in each]


def repeated_objectives(plan: Places) -> Iterator[Contradiction]:
    """A number of an objective that stands twice, in the text or in the tables; an
    action that stands twice below its objective in a table.
    """
    titles: dict[str, list[str]] = {}
    for at, one in turns(plan, "", "objectifs"):
        for level in _LEVELS:
            for where, turn in turns(one, at, level):
                _note(titles, turn, f"{where}.titre", "titre")
    tabled: dict[str, list[str]] = {}
    for where, row in _table_rows(plan):
        for level in ("og", "oi", "oo"):
            _note(tabled, row, f"{where}.{level}", level)
    for found, table in ((titles, said.THE_OBJECTIVES), (tabled, said.THE_TABLES)):
        yield from twice(found, said.objective_twice, table)
    yield from _repeated_actions(plan)


def _note(found: dict[str, list[str]], turn: Places, place: str, key: str) -> None:
    if number := _NUMBER.match(str(turn.texts.get(key, ""))):
        found.setdefault(number[1], []).append(place)


def _table_rows(plan: Places) -> Iterator[Turn]:
    for at, table in turns(plan, "", "tableaux"):
        for below, line in turns(table, at, "lignes"):
            for kind in _ROWS:
                yield from turns(line, below, kind)


def _repeated_actions(plan: Places) -> Iterator[Contradiction]:
    above, found = "", dict[tuple[str, str], list[str]]()
    for where, row in _table_rows(plan):
        texts = [str(row.texts.get(name, "")).strip() for name in _ROWS]
        *numbers, action = texts
        above = next(filter(None, reversed(numbers)), above)
        if action:
            found.setdefault((above, action), []).append(f"{where}.action")
    for (number, action), places in found.items():
        if len(places) > 1:
            yield Contradiction(said.action_twice(number, action), tuple(places))


def repeated_years(plan: Places) -> Iterator[Contradiction]:
    """A year that has two budgets; a row that the follow-up has twice."""
    years = _places(turns(plan, "", "budgets"), "annee")
    yield from twice(years, said.year_twice)
    parts = turns(plan, "", "suivi")
    rows = [row for at, part in parts for row in turns(part, at, "lignes")]
    yield from twice(_places(rows, "vise", "annee", "quartier"), said.row_twice)


def repeated_rows(year: Places, at: str) -> Iterator[Contradiction]:
    """A quarter, a line of its detail, or the row of all quarters that stands twice in
    the budget of a year, or is missing in it.
    """
    annee = str(year.texts.get("annee", ""))
    details = turns(year, at, "detail")
    quarters = {key: turns(year, at, key) for key in ("quartiers", "egal", "inegal")}
    quarters["detail"] = [
        turn for where, one in details for turn in turns(one, where, "quartiers")
    ]
    for key, table in said.TABLES.items():
        yield from twice(_places(quarters[key], "quartier"), said.twice, annee, table)
    for where, quarter in quarters["detail"]:
        lines = _places(turns(quarter, where, "lignes"), "intitule", "montant")
        name = str(quarter.texts.get("quartier", ""))
        yield from twice(lines, said.line_twice, annee, name)
    named = [*_places(quarters["quartiers"], "quartier")]
    several = [*_places(quarters["inegal"], "quartier")]
    one = [f"{where}.montant" for where, _ in quarters["egal"]]
    if len(one) > 1 or (one and several):
        yield Contradiction(said.totals_twice(annee), tuple(one))
    elif named and not one:
        for name in sorted({*named} - {*several}):
            yield Contradiction(said.no_total(annee, name), ())


def _places(rows: Sequence[Turn], *names: str) -> dict[str, list[str]]:
    """What rows say, and where."""
    found: dict[str, list[str]] = {}
    for where, row in rows:
        text = ", ".join(str(row.texts.get(name, "")) for name in names)
        found.setdefault(text, []).append(f"{where}.{names[0]}")
    return found


def twice(
    found: dict[str, list[str]], sentence: Callable[..., str], *facts: str
) -> Iterator[Contradiction]:
    """What stands at several places."""
    for text, places in found.items():
        if text.strip(" ,") and len(places) > 1:
            yield Contradiction(sentence(text, *facts), tuple(places))
