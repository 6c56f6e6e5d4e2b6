"""The sets of equipments (2.2.1 to 2.4), and how relocations divide over the inventory
of equipments (état des lieux), each with what is known of it.
"""

from __future__ import annotations

from pipeline.model.text import even_out
from pipeline.rules.dics.records import HABITAT_VERT, SETS, Facts, Menage
from pipeline.rules.dics.sets import reloges

_SHEET = ("equipements",)
_EQUIPMENT = ("equipement", "nature")


@SETS.add(
    "parmi 3.1, ménages relogés d'un équipement reconverti en habitat vert",
    "état des lieux, 8.1.1",
    _EQUIPMENT,
    reads=_SHEET,
    within=(reloges,),
)
def reloges_d_habitat_vert(facts: Facts) -> frozenset[Menage]:
    green = {
        name
        for name, row in facts.equipement_of.items()
        if row.text("nature") == HABITAT_VERT
    }
    return frozenset(
        menage
        for menage in reloges(facts)
        if even_out(menage.text("equipement")) in green
    )


@SETS.add(
    "parmi 3.1, ménages relogés d'un équipement HP, ou sorti depuis du Plan HP",
    "état des lieux, 5.1.1",
    _EQUIPMENT,
    reads=_SHEET,
    within=(reloges,),
)
def reloges_d_equipements_hp(facts: Facts) -> frozenset[Menage]:
    return reloges(facts) - reloges_d_habitat_vert(facts)


def _equipements(facts: Facts, *columns: str) -> frozenset[str]:
    """The names of the equipments of which one of these columns is filled."""
    return frozenset(
        row.text("nom")
        for row in facts.equipements
        if not row.values.keys().isdisjoint(columns)
    )


@SETS.add(
    "équipements où la présence est régulière", "2.2.1", ("presence",), reads=_SHEET
)
def presents(facts: Facts) -> frozenset[str]:
    return frozenset(
        row.text("nom")
        for row in facts.equipements
        if row.text("presence") in facts.frequences
    )


@SETS.add("équipements informés par d'autres canaux", "2.3.1", reads=_SHEET)
def informes(facts: Facts) -> frozenset[str]:
    return _equipements(facts, *facts.canaux)


@SETS.add(
    "équipements non prioritaires, dans l'ordre de la feuille", "2.4", reads=_SHEET
)
def non_prioritaires(facts: Facts) -> frozenset[str]:
    return _equipements(facts, "non_prioritaire")
