"""What the explanations and the proof say of figures, and of who is in them."""

from __future__ import annotations

from collections.abc import Sequence

# ---- explanations

NO_LINE = "ce n'est ni une question ni une ligne du rapport"
NO_HOUSEHOLD = "ce ménage n'est pas dans le classeur"
EMPTY = "(vide)"


def unknown(asked: str, what: str, near: Sequence[str], known: Sequence[str]) -> str:
    """That something is not there, what was perhaps meant, and what is there."""
    sentences = [f"« {asked} » : {what}."]
    if near:
        meant = " ou ".join(f"« {name} »" for name in near)
        sentences.append(f"Vouliez-vous dire {meant} ?")
    if known:
        sentences.append(f"Connus : {' ; '.join(known)}.")
    return " ".join(sentences)


no_line_of = "ce n'est pas une ligne de « {} »".format
rule = "Règle : {} ({})".format


def counts(who: str, somewhere: bool) -> str:
    if somewhere:
        return f"{who} compte dans :"
    return f"{who} ne compte dans aucun chiffre."


counts_not = "{} ne compte pas dans :".format


# ---- the proof

FOOTER = "&LReste dans le service&RPage &P / &N"
INTRO = (
    "Chaque recompte est une formule sur la feuille Preuves. Cliquez sur un numéro pour voir"
    " qui est dans un chiffre."
)

title = "Justificatif : {}".format


def stays(households: bool) -> str:
    why = (
        "contient les codes des ménages"
        if households
        else "renvoie aux cellules du classeur de travail"
    )
    return (
        f"Ce justificatif reste dans votre service : il {why}. Il accompagne le rapport, il ne"
        " part pas avec lui."
    )


def record(households: bool) -> str:
    """What a record behind a figure is called."""
    return "ménage ou dossier" if households else "élément"


def proofs_intro(who: str, whole: bool) -> str:
    cut = " Trop de lignes : seuls les endroits qui comptent sont notés."
    return (
        f"Une ligne par chiffre, par {who} et par ligne du classeur. « Compte pour » dit ce"
        " que la ligne ajoute au chiffre : 0 pour une autre ligne de la même chose, déjà"
        f" comptée.{'' if whole else cut}"
    )
