"""What must hold of the actions of a CLSS plan: their objective, their codes, their
years.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.problem import Problem
from pipeline.model.text import listed
from pipeline.rules.clss.kinds import Action
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.text import Numero, shown


def check_actions(facts: Facts) -> Iterator[Problem]:
    """The findings of the sheet of actions."""
    for numero, actions in facts.actions_of.items():
        if len(numero) == 3:
            yield from _codes(numero, actions, facts)
        elif numero in facts.known.numeros:
            for action in actions:
                yield Problem(
                    "action-hors-oo", action.ref("objectif"), {"valeur": shown(numero)}
                )
    for action in facts.actions:
        if action.in_table and not action.years("annees"):
            yield Problem("action-sans-annee", action.ref("annees"))
        yield from _led(action, facts)


def _codes(oo: Numero, actions: tuple[Action, ...], facts: Facts) -> Iterator[Problem]:
    """Each code once in an objective, A1, A2, A3 without a gap; a gap is told where it
    ends.
    """
    numbers = facts.known.codes_of.get(oo, ())
    first: dict[str, Action] = {}
    for action in actions:
        if not action.code:
            continue
        if first.setdefault(action.code, action) is not action:
            premier = str(first[action.code].ref("code"))
            yield Problem(
                "action-double",
                action.ref("code"),
                {"valeur": action.code, "premier": premier},
            )
            continue
        own = int(action.code[1:])
        before = max((number for number in numbers if number < own), default=0)
        missing = [f"A{number}" for number in range(before + 1, own)]
        if missing and not any(
            facts.doubts["actions"].may_hold(oo=oo, code=code) for code in missing
        ):
            gap = (
                listed(missing) if len(missing) < 4 else f"{missing[0]} à {missing[-1]}"
            )
            told = {"valeur": action.code, "attendu": gap}
            yield Problem("codes-troues", action.ref("code"), told)


def _led(action: Action, facts: Facts) -> Iterator[Problem]:
    """An action led by the CPAS below an objective that it leads neither wholly nor
    partly.
    """
    oo = facts.by_numero.get(action.objectif or ())
    if action.cpas == "oui" and oo and oo.level == "oo" and oo.cpas == "non":
        told = {"valeur": shown(oo.numero), "cellule": str(oo.ref("cpas"))}
        yield Problem("cpas-incoherent", action.ref("cpas"), told)
