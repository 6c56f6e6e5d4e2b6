"""Texts of a register that are printed: whole, whatever is in them, and without the
code of a household.
"""

from __future__ import annotations

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.corpus.case import BIG_REGISTER, Case, made, refused
from tests.corpus.case import REGISTER as R
from tests.corpus.steps import in_excel, in_parts, quoted, typed
from tests.support.hostile import ANSWERS, text

_WAS = "Exemple : affiches refaites, une par équipement & par saison."
_BOLD = CellRichText(
    TextBlock(InlineFont(b=True), "Exemple"),
    " : affiches refaites, une par équipement & par saison.",
)


def _text(name: str, typed_text: str, printed: str = "") -> Case:
    shown = (printed or typed_text).replace("\n", " / ")
    changed = (
        f"- Communication / information | X | {_WAS}\n+ Communication / information | X |"
        f" {shown}"
    )
    return made(
        name, R, in_excel(quoted("Réponses", "E6", typed_text)), changed=changed
    )


TEXTS = [
    _text(
        "signs of markup and of templates",
        "{{ annee }} {% for x in y %} <w:p/> &amp; ]]> [^1] ${x} %s",
    ),
    _text("emoji", "Rencontre 🏕️ au hameau 👩‍👩‍👧"),
    _text("another direction of writing", "مرحبا, \u202eצלשה\u202c, fin"),
    _text("lines below each other", "Un :\ndeux\n- trois"),
    _text("a sign of equality", "=2+3 affiches"),
    _text("no formula, but like one", '=HYPERLINK("http://exemple.invalid","ici")'),
    _text("spaces of no width", "af\u200bfi\u00adches"),
    _text("the longest text of a cell", "Une affiche " * 2_730 + "encore."),
    made("bold words where none are printed", R, typed("Réponses", E6=_BOLD)),
    refused(
        "an escaped control character",
        R,
        "caractere-interdit Réponses!E6",
        in_parts(text(ANSWERS, "E6", "une_x000B_")),
    ),
    refused(
        "a text too long by one",
        R,
        "texte-trop-long Réponses!E6",
        in_parts(text(ANSWERS, "E6", "é" * 32_768)),
    ),
    made(
        "a commune that is a path",
        R,
        typed("Identification", B5="../../Évasion"),
        changed="""- Nom de la commune\u00a0: VAL-FLEURI
                   + Nom de la commune\u00a0: ../../ÉVASION""",
    ),
    made(
        "an equipment that looks like a formula",
        R,
        in_excel(
            quoted("Équipements", "A7", "=cmd|' /C calc'!A0"),
            quoted("Ménages", "B7", "=cmd|' /C calc'!A0"),
        ),
        changed="""- 2.2.1 | Les Bruyères |  |  | X | X |
                   + 2.2.1 | =cmd|' /C calc'!A0 |  |  | X | X |
                   - 2.3.1 | Les Bruyères |  |  |  |  |
                   + 2.3.1 | =cmd|' /C calc'!A0 |  |  |  |  |""",
    ),
]

# ---- codes in printed texts

SPELLINGS = {
    "as it is": "vu avec VF1 en mars",
    "in small letters": "vu avec vf1 en mars",
    "with a hyphen and a zero": "(VF-01)",
    "with a hard space": "VF\u00a01 a écrit",
    "with a hyphen that does not break": "VF\u20111",
    "with an en dash": "VF\u20131",
    "in full-width letters": "vu avec ＶＦ１ en mars",
    "split by a line break": "vu avec VF\n1 en mars",
    "with a space of no width": "vu avec VF\u200b1 en mars",
    "with a soft hyphen": "vu avec VF\u00ad1 en mars",
}
PRIVATE = [
    *(
        refused(
            f"a code in a text, {how}",
            R,
            "code-dans-texte Réponses!E6",
            typed("Réponses", E6=spelled),
        )
        for how, spelled in SPELLINGS.items()
    ),
    refused(
        "a code in a precision",
        R,
        "code-dans-texte Réponses!D10",
        typed("Réponses", D10="le chalet de vf 3"),
    ),
    refused(
        "a code in the commune's name",
        R,
        "code-dans-texte Identification!B5",
        typed("Identification", B5="Val-Fleuri (VF4)"),
    ),
    refused(
        "a code in an equipment's name",
        R,
        "code-dans-texte Équipements!A7",
        typed("Équipements", A7="Parcelle VF3"),
        typed("Ménages", B7="Parcelle VF3"),
    ),
    refused(
        "a code among 92 others",
        BIG_REGISTER,
        "code-dans-texte Réponses!E6",
        typed("Réponses", E6="voir h.90 et h92"),
    ),
]

CASES = [*TEXTS, *PRIVATE]
