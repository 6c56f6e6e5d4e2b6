"""What nobody sees in a workbook, or nobody reads: cells that look empty, rows and sheets that are out of sight."""

from __future__ import annotations

from tests.corpus.case import BIG_PLAN as M
from tests.corpus.case import PLAN as P
from tests.corpus.case import REGISTER as R
from tests.corpus.case import made, refused
from tests.corpus.steps import typed

# ------------------------------------------------------------------ cells that look empty

# A space of no width, a mark of byte order, a soft hyphen, a hard space, a word joiner, marks of direction, a Mongolian
# vowel separator, a selector of variants, the fillers of Hangul, the empty cell of Braille, a tag.
NOTHING = "\u200b\ufeff\u00ad\u00a0\u2060\u200e\u202e\u2066\u180e\ufe0f\u3164\u115f\uffa0\u2800\U000e0020"
_EACH = dict(zip([f"C{row}" for row in range(20, 50)], NOTHING, strict=False))

EMPTY = [
    made("unseen characters alone", R, typed("Contacts", **_EACH), typed("Ménages", B12=NOTHING, V7=f" {NOTHING}\n")),
    made("unseen characters alone", P, typed("Actions", **_EACH), typed("Textes", A12=NOTHING, B12=NOTHING)),
    made("unseen characters alone in the follow-up", M, typed("Suivi", A60=NOTHING, E61="\u200b", C62="\u3164")),
    made("an unseen character between semicolons", R, typed("Contacts", B5="VF1 ; \u200b ; VF3 ;\ufeff")),
    made("an unseen character in a list value", R, typed("Contacts", C9="Télé\u180ephone\ufe0f")),
    made("an unseen character in a list value", P, typed("Objectifs", B9="\ufeffoui\u3164", C7="en\u2800partie")),
    refused("a key of unseen characters", R, "valeur-manquante Ménages!A7", typed("Ménages", A7=NOTHING)),
    refused("a title of unseen characters", P, "valeur-manquante Objectifs!D8", typed("Objectifs", D8=NOTHING)),
]

CASES = [*EMPTY]
