"""What the advice of each finding of a DiCS register lets change beside the cell that it
names: where a draft prints such a cell or counts it, it is not sure either.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.rules.dics.needs import PRESENCE
from pipeline.rules.faults import Advice

_CELLS = ("coche", "precision", "texte")
# The tables of equipments and the question of the reasons, by their sets (equipments.py).
_PRESENT, _INFORMED, _LOW_PRIORITY = "presents", "informes", "non_prioritaires"

ADVICE: Mapping[str, Advice] = {
    "cle-double": Advice(other=("code", "nom")),
    "ligne-double": Advice(_CELLS, _CELLS),
    "approche-sans-frequence": Advice((_PRESENT,)),
    "equipement-deux-tableaux": Advice(
        (_PRESENT, _INFORMED, "non_prioritaire"), ticks=(_LOW_PRIORITY,)
    ),
    "presence-incomplete": Advice((_PRESENT,), ticks=(PRESENCE,)),
    "presence-vide": Advice(every=(_PRESENT,), ticks=(PRESENCE,)),
    "canaux-vides": Advice(every=(_INFORMED,), ticks=(PRESENCE,)),
    "non-prioritaires-vides": Advice(
        every=("non_prioritaire",), ticks=(PRESENCE, _LOW_PRIORITY)
    ),
    "presence-en-trop": Advice((_PRESENT,), ticks=(PRESENCE,)),
    "canaux-en-trop": Advice((_INFORMED,), ticks=(PRESENCE,)),
    "non-prioritaire-en-trop": Advice(ticks=(PRESENCE, _LOW_PRIORITY)),
    "non-prioritaire-sans-raison": Advice(ticks=(_LOW_PRIORITY,)),
    "raison-sans-equipement": Advice(
        every=("non_prioritaire",), ticks=(_LOW_PRIORITY,)
    ),
    "pre-sans-contact": Advice(noted=("date_relogement", "fin_suivi")),
    "post-sans-relogement": Advice(("date_relogement", "destination")),
    "post-apres-fin": Advice(("date_relogement", "fin_suivi")),
    "visite-avant-relogement": Advice(("mode", "codes")),
    "decision-avant-ouverture": Advice(("ouverture",)),
    "date-sans-decision": Advice(("date_decision",)),
    # The row may have been copied, and be of another household.
    "dossier-double": Advice(("menage",), ("decision", "date_decision")),
    "dossier-pareil": Advice(("menage",), ("decision", "date_decision")),
    "explication-sans-coche": Advice(("coche",)),
    "difficulte-sans-axe": Advice(("coche",)),
}
