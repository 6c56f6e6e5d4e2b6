"""The equipments of a DiCS report: their sets (2.2.1 to 2.4), how relocations divide
over the inventory of them (état des lieux), each with what is known of it; and what must
hold of the tables of 2.2.1, 2.3.1 and 2.4, those that the edition has, against each
other and against 2.1.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.edition.questions import Ticks
from pipeline.model.problem import Findings
from pipeline.model.submission import Row
from pipeline.model.text import even_out, listed
from pipeline.rules.dics.needs import PRESENCE
from pipeline.rules.dics.records import HABITAT_VERT, SETS, SORTI, Facts, Menages
from pipeline.rules.dics.sets import reloges

_SHEET = ("equipements",)
_EQUIPMENT = ("equipement", "nature")


@SETS.add(
    "parmi les ménages relogés de 3.1, ceux d'un équipement reconverti en habitat vert",
    "état des lieux, 8.1.1",
    _EQUIPMENT,
    reads=_SHEET,
    within=(reloges,),
)
def reloges_d_habitat_vert(facts: Facts) -> Menages:
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
    "parmi les ménages relogés de 3.1, ceux d'un équipement HP, ou sorti depuis du Plan HP",
    "état des lieux, 5.1.1",
    _EQUIPMENT,
    reads=_SHEET,
    within=(reloges,),
)
def reloges_d_equipements_hp(facts: Facts) -> Menages:
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


# ---- what must hold


class Table(NamedTuple):
    """A table of equipments. ``columns``: where one of the table is noted; ``empty``:
    the option of 2.1.1 that wants the table filled, with the finding where it is not;
    ``too_much``: options that leave it out, each with the finding: an error, or a
    warning where the form is less strict.
    """

    names: Callable[[Facts], frozenset[str]]
    columns: Callable[[Facts], tuple[str, ...]]
    empty: tuple[str, str]
    too_much: Mapping[str, str]


TABLES = (
    Table(
        presents,
        lambda facts: ("presence",),
        ("certains", "presence-vide"),
        {"autres_canaux": "presence-en-trop", "peu": "presence-en-trop"},
    ),
    Table(
        informes,
        lambda facts: facts.canaux,
        ("autres_canaux", "canaux-vides"),
        {
            "chaque": "canaux-en-trop",
            "certains": "canaux-hors-choix",
            "peu": "canaux-hors-choix",
        },
    ),
    Table(
        non_prioritaires,
        lambda facts: ("non_prioritaire",),
        ("peu", "non-prioritaires-vides"),
        {
            "chaque": "non-prioritaire-en-trop",
            "certains": "non-prioritaire-hors-choix",
            "autres_canaux": "non-prioritaire-hors-choix",
        },
    ),
)


def check_equipments(facts: Facts) -> Findings:
    """Every finding, unless an equipment may yet change."""
    if not facts.doubts["equipements"].rows:
        for row in facts.equipements:
            yield from _tables(facts, row)
        for question in facts.form.asked(Ticks):
            if question.list == PRESENCE:
                yield from _presence(facts, question)
            if question.names == non_prioritaires.__name__:
                yield from _low_priority(facts, question)


def is_asked(row: Row) -> bool:
    """Whether 2.1.1 to 2.4 ask for the equipment: not where it left the Plan HP or
    became habitat vert.
    """
    return row.text("nature") not in (HABITAT_VERT, SORTI)


def _tables(facts: Facts, row: Row) -> Findings:
    """An equipment stands in one table, and in none where it is asked nothing."""
    nom, presence = row.text("nom"), row.text("presence")
    if not is_asked(row):
        printed = ["presence"] if nom in presents(facts) else []
        printed += ["approche", *facts.canaux, "non_prioritaire"]
        if filled := next((key for key in printed if key in row.values), ""):
            yield row.problem("equipement-hors-plan", filled, valeur=nom)
        return
    if "approche" in row.values and presence == "moins":
        colonne = facts.form.heading("equipements", "presence")
        yield row.problem("approche-sans-frequence", "presence", colonne=colonne)
    own = [table for table in TABLES if nom in table.names(facts)]
    asked = filter(None, (facts.showing(table.names) for table in own))
    shown = [f"{one.label} ({one.title})" for one in asked]
    if len(shown) > 1:
        yield row.problem("equipement-deux-tableaux", "nom", tableaux=listed(shown))


def _presence(facts: Facts, question: Ticks) -> Findings:
    """2.1.1 against the tables."""
    chosen = facts.chosen(question)
    if len(chosen) != 1 or facts.doubtful(question):
        return
    (option,) = chosen
    tick = facts.answer(question, option).row
    asked = [row for row in facts.equipements if is_asked(row)]
    absent = [row for row in asked if row.text("nom") not in presents(facts)]
    if option == "chaque" and facts.showing(presents):
        for row in absent:
            nom = row.text("nom")
            yield row.problem("presence-incomplete", "presence", valeur=nom)
    if option == "certains" and asked and not absent:
        yield tick.problem("presence-partout", "coche")
    for table in TABLES:
        names, (wanting, empty) = table.names(facts), table.empty
        if option == wanting and not names and facts.showing(table.names):
            yield tick.problem(empty, "coche")
        for row in asked if option in table.too_much else ():
            if row.text("nom") in names:
                columns = (key for key in table.columns(facts) if key in row.values)
                yield row.problem(table.too_much[option], next(columns))


def _low_priority(facts: Facts, question: Ticks) -> Findings:
    """2.4: equipments and reasons go together."""
    reasons = facts.chosen(question)
    rows = facts.equipements_in(non_prioritaires(facts))
    asking = next(filter(is_asked, rows), None)
    if asking and not reasons and not facts.doubtful(question):
        yield asking.problem("non-prioritaire-sans-raison", "non_prioritaire")
    if reasons and not rows:
        row = facts.answer(question, reasons[0]).row
        yield row.problem("raison-sans-equipement", "coche")
