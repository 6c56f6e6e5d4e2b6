"""What must hold of the equipments of a DiCS report: the tables of 2.2.1, 2.3.1 and 2.4,
those that the edition has, against each other and against 2.1.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pipeline.edition.questions import Ticks
from pipeline.model.problem import Problem
from pipeline.model.submission import Row
from pipeline.model.text import listed
from pipeline.rules.dics.equipment_sets import informes, non_prioritaires, presents
from pipeline.rules.dics.needs import PRESENCE
from pipeline.rules.dics.records import HABITAT_VERT, SORTI, Facts


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


def check_equipments(facts: Facts) -> Iterator[Problem]:
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


def _tables(facts: Facts, row: Row) -> Iterator[Problem]:
    """An equipment stands in one table, and in none where it is asked nothing."""
    nom, presence = row.text("nom"), row.text("presence")
    if not is_asked(row):
        printed = ["presence"] if nom in presents(facts) else []
        printed += ["approche", *facts.canaux, "non_prioritaire"]
        if filled := next((key for key in printed if key in row.values), ""):
            yield row.problem("equipement-hors-plan", filled, valeur=nom)
        return
    if "approche" in row.values and presence == "moins":
        colonne = facts.heading("equipements", "presence")
        yield row.problem("approche-sans-frequence", "presence", colonne=colonne)
    own = [table for table in TABLES if nom in table.names(facts)]
    shown = [one.label for table in own if (one := facts.showing(table.names))]
    if len(shown) > 1:
        yield row.problem("equipement-deux-tableaux", "nom", tableaux=listed(shown))


def _presence(facts: Facts, question: Ticks) -> Iterator[Problem]:
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


def _low_priority(facts: Facts, question: Ticks) -> Iterator[Problem]:
    """2.4: equipments and reasons go together."""
    reasons = facts.chosen(question)
    rows = facts.equipements_in(non_prioritaires(facts))
    asking = next(filter(is_asked, rows), None)
    if asking and not reasons and not facts.doubtful(question):
        yield asking.problem("non-prioritaire-sans-raison", "non_prioritaire")
    if reasons and not rows:
        row = facts.answer(question, reasons[0]).row
        yield row.problem("raison-sans-equipement", "coche")
