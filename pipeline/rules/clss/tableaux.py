"""The planning tables of a CLSS plan: a table a general objective, a row an action, a
column a year of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model.submission import Part, Text
from pipeline.model.text import StyledText
from pipeline.rules.clss.kinds import Action, Objectif
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import (
    bold,
    heading,
    numbered,
    part,
    rich,
    without_prefix,
)

COLUMNS = ("og", "oi", "oo", "action")
COLOURS = {"og": "jaune", "oi": "orange", "oo": "vert"}
CPAS, TRANSVERSAL, NONE = "gris", "bleu", "blanc"
UNITS = 36  # what the columns of the years share in the template


@SETS.add(
    "tableaux de planification, un par objectif général : une ligne par action, ou par OO dont"
    " aucune n'y est",
    "tableaux du plan CLSS, L'arbre (couleurs)",
)
def tableaux(facts: Facts) -> tuple[Part, ...]:
    """A part a general objective that has something to show; none while the years of
    the plan are unknown.
    """
    tables = []
    for og in facts.objectifs:
        rows = tuple(_rows(facts, og)) if og.level == "og" and facts.annees else ()
        if rows:
            titre = {"titre": heading(og.row, "titre_tableau")}
            notice = rich(og.row, "notice_tableau")
            annees = [
                part({"annee": str(annee), "largeur": width})
                for annee, width in _widths(facts.annees)
            ]
            notices = [part({"texte": notice})] if notice else ()
            tables.append(part(titre, notices=notices, annees=annees, lignes=rows))
    return tuple(tables)


def _rows(facts: Facts, og: Objectif) -> Iterator[Part]:
    """The rows below a general objective. Its objectives (n, 0, k) share an
    intermediate cell that is empty.
    """
    suite = None
    for oo in facts.table_below(og):
        start = "og" if suite is None else "oi" if suite != oo.suite else "oo"
        suite = oo.suite
        for action in facts.table_of(oo) or (None,):
            yield _row(facts, (og, facts.by_numero.get(suite), oo), action, start)
            start = "action"


def _row(
    facts: Facts,
    objectifs: tuple[Objectif, Objectif | None, Objectif],
    action: Action | None,
    start: str,
) -> Part:
    """A row whose highest level that begins on it is ``start``: the levels above go on
    from the row before.
    """
    figures: dict[str, Text] = {}
    for level, objectif in zip(COLUMNS, objectifs, strict=False):
        begins = COLUMNS.index(level) >= COLUMNS.index(start)
        figures[level] = _objectif_text(objectif) if objectif and begins else ""
        figures[f"{level}_fond"] = _colour(objectif) if objectif else NONE
    oo = objectifs[-1]
    figures["action"], figures["action_fond"] = _action(action, oo)
    running = (action or oo).years("annees")
    marks = [
        part({"x": "x" if annee in running else "", "largeur": width})
        for annee, width in _widths(facts.annees)
    ]
    return part(**{start: [part(figures, annees=marks)]})


def _widths(annees: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Each year with the units of its column: the same for all, to a unit."""
    ends = [UNITS * position // len(annees) for position in range(len(annees) + 1)]
    for annee, (start, end) in zip(annees, pairwise(ends), strict=True):
        yield annee, str(end - start)


def _colour(objectif: Objectif) -> str:
    """Grey where the CPAS leads it, else the colour of its level; a partly led one
    keeps its colour.
    """
    if objectif.cpas == "oui":
        return CPAS
    return TRANSVERSAL if objectif.transversal else COLOURS[objectif.level]


def _objectif_text(objectif: Objectif) -> StyledText:
    """Number and text of the table, else of the narrative without its prefix; bold
    where the CPAS leads it.
    """
    own = heading(objectif.row, "texte_tableau")
    text = numbered(
        objectif.numero, own or without_prefix(objectif.row, "titre", objectif.numero)
    )
    return bold(text) if objectif.cpas == "oui" else text


def _action(action: Action | None, oo: Objectif) -> tuple[Text, str]:
    """Its text and colour: bold on grey where the CPAS leads the action, or its
    operational objective as a whole.
    """
    if action is None:
        return "", NONE
    text = rich(action.row, "texte_tableau")
    return (bold(text), CPAS) if "oui" in (action.cpas, oo.cpas) else (text, NONE)
