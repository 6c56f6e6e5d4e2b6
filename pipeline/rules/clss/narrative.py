"""The narrative of a CLSS plan: its texts, then each objective as a section with its
actions.
"""

from __future__ import annotations

from itertools import chain

from pipeline.model.submission import Part, Row
from pipeline.rules.clss.kinds import Objectif
from pipeline.rules.clss.records import SETS, Facts
from pipeline.rules.clss.text import heading, lines, paragraphs, part, rich


@SETS.add(
    "titres de l'introduction et des diagnostics, avec leurs paragraphes",
    "tableaux du plan CLSS, L'arbre",
)
def textes(facts: Facts) -> tuple[Part, ...]:
    """A part a heading; a row without one continues the text above."""
    parts = []
    for rows in facts.passages:
        found = chain(*(paragraphs(row, "texte") for row in rows))
        parts.append(part({"titre": heading(rows[0], "titre")}, paragraphes=found))
    return tuple(parts)


@SETS.add(
    "objectifs dans l'ordre de leurs numéros, avec leurs actions du récit",
    "tableaux du plan CLSS, L'arbre",
)
def objectifs(facts: Facts) -> tuple[Part, ...]:
    """A part an objective, parents before children; those straight under a general one
    right after it.
    """
    return tuple(_section(facts, objectif) for objectif in facts.objectifs)


def _section(facts: Facts, objectif: Objectif) -> Part:
    row = objectif.row
    level = "transversal" if objectif.transversal else objectif.level
    inline = objectif.text("constats_place") == "en_ligne"
    first = lines(rich(row, "constats"))[:1] if inline else ()
    actions = [
        part({"code": action.code, "texte": rich(action.row, "texte_recit")})
        for action in facts.actions_of[objectif.numero]
        if action.text("texte_recit")
    ]
    return part(
        **{level: [part({"titre": heading(row, "titre")})]},
        introduction=paragraphs(row, "introduction"),
        constat=[part({"texte": line}) for line in first],
        constat_suite=paragraphs(row, "constats", after=1) if inline else (),
        constats=() if inline else _under_heading(row, "constats"),
        parties=_under_heading(row, "parties"),
        remarque=paragraphs(row, "remarque"),
        porteur=_under_heading(row, "porteur"),
        actions=[part(actions=actions)] if actions else (),
    )


def _under_heading(row: Row, name: str) -> tuple[Part, ...]:
    """A passage with a heading of its own: nothing of it where there is no text."""
    found = paragraphs(row, name)
    return (part(paragraphes=found),) if found else ()
