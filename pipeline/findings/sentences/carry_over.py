"""What is said when the workbook of the next period is made from the one before: on the
screen, and in the sheets « À confirmer » and « Reprise ».
"""

from __future__ import annotations

from collections.abc import Sequence

# ---- why a row stays behind

FOLLOW_UP_ENDED = "suivi terminé"
OUT_OF_THE_PLAN = "sorti du Plan HP, plus aucun ménage n'y renvoie"
decided_on = "{} du {}".format
decided = "clos : {}".format

# ---- the sheet « À confirmer »

CONFIRM = "À confirmer"
CONFIRM_INTRO = (
    "Ce qui est repris et a pu changer. Corrigez-le dans sa feuille, puis notez ici que c'est"
    " vu ; effacez cette feuille quand vous voulez."
)
CONFIRM_COLUMNS = {
    "Feuille et ligne": 24,
    "De qui": 22,
    "Ce qui est repris": 66,
    "Pourquoi le revoir": 44,
    "Vu le, par": 18,
}
supported = "accompagné en {}".format
UNEMPLOYED = "le chômage peut avoir pris fin"
pending = "ouvert depuis plus de douze mois, sans décision définitive"
NOBODY = "aucun ménage repris n'y renvoie"
AS_LAST_TIME = "la réponse d'alors, reprise telle quelle"
STARTING_TEXT = "texte de départ : relisez-le"
cell = "{} : {}".format
opened = "ouvert le {}".format


def lines(number: int) -> str:
    return f"{number} ligne{'s' * (number > 1)}"


# ---- the sheet « Reprise »

RECORD = "Reprise"
RECORD_INTRO = (
    "D'où vient ce classeur. Ne modifiez rien ici : la comparaison avec le classeur précédent"
    " s'y appuie. Le code d'un ménage parti ne se redonne pas."
)
WHAT, VALUE, MARK = RECORD_COLUMNS = ("Quoi", "Lequel", "Repère")
RECORD_WIDTHS = (34, 72, 40)
DAY, PERIOD, DIGEST, GONE = (
    "Repris le",
    "Repris de",
    "Numéro de contrôle de l'ancien classeur",
    "Code d'un ménage parti",
)
# What the control number was called in the first workbooks.
FORMER_DIGEST = "Empreinte de l'ancien classeur"
ROW = "Ligne reprise : {}"

# ---- cells

former = "{} : {}".format  # the period, and what stood in the cell then
cut = "{}… (la suite est dans l'ancien classeur, {})".format

# ---- beside the workbook of the year before

NOTHING_THEN = "vide"
a_row = "La ligne {}".format
not_before = "{} est de {} : le classeur d'avant {} est celui de {}.".format
other_commune = "{} est d'une autre commune : {}.".format
NO_EVOLUTION = "l'année précédente ne se compare que pour un rapport annuel."
ONE_WORKBOOK = (
    "l'année précédente se donne avec un seul classeur, et pour un rapport fini."
)

_LINES = {"total": "Total", "annee_precedente": "relogement de l'année précédente"}
_LINES |= {"annee": "relogement de l'année"}
_COLUMNS = {"relayes": "(relayés)", "non_relayes": "(non relayés)"}


def lines_of(key: str) -> str:
    """A line that is none of a list."""
    return _LINES.get(key, key)


def column(name: str) -> str:
    return _COLUMNS.get(name, name)


with_errors = (
    "{} a des fautes : ce qu'elles touchent n'est pas compté, et l'évolution en est faussée."
).format
NOT_COUNTED = "ses chiffres ne se comptent pas : corrigez-le d'abord."

# ---- misuse

PASSWORD = "Mot de passe de l'ancien classeur"
other_form = "{} est un classeur de {}, que {} ne complète pas.".format
not_covered = "{} couvre les années {}.".format
NO_PERIOD = "son année ne se lit pas : corrigez-la d'abord."


def other_year(period: str, following: int, given: int) -> str:
    return (
        f"l'ancien classeur est de {period} : on le reprend pour {following}, ou pour sa"
        f" propre année sous un autre formulaire, pas pour {given}."
    )


unreadable = "{} ne peut pas être repris tant que ceci n'est pas corrigé".format


def no_such_column(heading: str, known: Sequence[str]) -> str:
    if not known:
        return f"aucune colonne à vous ne s'appelle « {heading} » : il n'y en a aucune."
    names = ", ".join(f"« {name} »" for name in known)
    return f"aucune colonne à vous ne s'appelle « {heading} ». Il y a {names}."


# ---- the closing list

created = "Classeur de {} créé".format
NOT_ENCRYPTED = (
    "L'ancien classeur demande un mot de passe, le nouveau n'en a pas : mettez-en un dans Excel"
    " (Fichier, Informations)."
)
ROWS = "Repris"
LEFT = "Restent dans l'ancien classeur"
FAULTS = "Fautes dans ce qui est repris (cellules de l'ancien classeur)"
LOST = (
    "Sans place dans le nouveau formulaire, pas repris (cellules de l'ancien classeur)"
)
UNREAD = "Illisible, pas repris (cellules de l'ancien classeur)"
OWN = "À vous, pas repris"
GONE_AGAIN = "Le code d'un ménage qui reste là ne peut pas être redonné."


def to_confirm(number: int) -> str:
    return f"{number} ligne{'s' * (number > 1)} à revoir, dans la feuille {CONFIRM}"


def own_columns(headings: Sequence[str]) -> str:
    names = ", ".join(f"« {heading} »" for heading in headings)
    return f"{'colonnes' if len(headings) > 1 else 'colonne'} {names}"


def own_sheets(titles: Sequence[str]) -> str:
    names = ", ".join(f"« {title} »" for title in titles)
    return f"{'feuilles' if len(titles) > 1 else 'feuille'} {names}"


def carried(sheet: str, rows: int, left: int) -> str:
    """How many rows of a sheet go along, and how many stay."""
    return f"{sheet} : {lines(rows)}, {left} {'restent' if left > 1 else 'reste'}"


def left_behind(sheet: str, why: str, who: Sequence[str]) -> str:
    return f"{sheet}, {why} : {', '.join(who)}"
