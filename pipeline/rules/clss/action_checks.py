"""What must hold of the actions of a CLSS plan: their objective, their codes, their
years.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings.sentences import clss as said
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
                valeur = shown(numero)
                yield action.problem("action-hors-oo", "objectif", valeur=valeur)
    for action in facts.actions:
        if action.in_table and not action.years("annees"):
            yield action.problem("action-sans-annee", "annees")
        yield from _led(action, facts)


def _codes(oo: Numero, actions: tuple[Action, ...], facts: Facts) -> Iterator[Problem]:
    """Each code once in an objective, A1, A2, A3 without a gap; a gap is told where it
    ends.
    """
    first: dict[str, Action] = {}
    for action in actions:
        code = action.code
        if not code:
            continue
        if first.setdefault(code, action) is not action:
            told = {"valeur": code, "premier": first[code].ref("code")}
            yield action.problem("action-double", "code", **told)
            continue
        own = int(code[1:])
        before = [n for n in facts.known.codes_of.get(oo, ()) if n < own]
        gap = [f"A{n}" for n in range(max(before, default=0) + 1, own)]
        may_come = (facts.doubts["actions"].may_hold(oo=oo, code=one) for one in gap)
        if gap and not any(may_come):
            missing = listed(gap) if len(gap) < 4 else said.span(gap[0], gap[-1])
            yield action.problem("codes-troues", "code", valeur=code, attendu=missing)


def _led(action: Action, facts: Facts) -> Iterator[Problem]:
    """An action led by the CPAS below an objective that it leads neither wholly nor
    partly.
    """
    oo = facts.by_numero.get(action.objectif)
    if action.cpas == "oui" and oo and oo.level == "oo" and oo.cpas == "non":
        told = {"valeur": shown(oo.numero), "cellule": oo.ref("cpas")}
        yield action.problem("cpas-incoherent", "cpas", **told)
