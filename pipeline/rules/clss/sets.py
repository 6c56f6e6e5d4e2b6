"""The sets of a CLSS action plan: what each question of the form prints, and the text that it applies."""

from __future__ import annotations

from pipeline.rules.clss.budget import budgets
from pipeline.rules.clss.narrative import objectifs, textes
from pipeline.rules.clss.records import Facts
from pipeline.rules.clss.suivi import suivi
from pipeline.rules.clss.tableaux import tableaux
from pipeline.rules.registry import Registry

SETS: Registry[Facts] = Registry()
SETS.add("titres de l'introduction et des diagnostics, avec leurs paragraphes", "tableaux du plan CLSS, L'arbre")(
    textes
)
SETS.add("objectifs dans l'ordre de leurs numéros, avec leurs actions du récit", "tableaux du plan CLSS, L'arbre")(
    objectifs
)
SETS.add(
    "tableaux de planification, un par objectif général : une ligne par action, ou par OO dont aucune n'y est",
    "tableaux du plan CLSS, L'arbre (couleurs)",
)(tableaux)
SETS.add("budgets par année et par quartier, et détail des actions du CPAS", "tableaux du plan CLSS, Le budget")(
    budgets
)
SETS.add("personnes touchées et cibles, par objectif ou action, année et quartier", "tableaux du plan CLSS, Le suivi")(
    suivi
)
