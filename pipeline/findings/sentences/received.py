"""What is said of a report that comes in: what it is instead, what is no figure, what is
missing.
"""

from __future__ import annotations

from collections.abc import Sequence

NAME = "nom"
BESIDE = {"precision": "précision", "texte": "texte"}
OTHERS = {"": "", "noms": "équipements"}
HEAD = "Titre"
HEADS = {
    "annee": "année",
    "annee_precedente": "année précédente",
    "commune": "commune",
    "titre": "titre",
    "sous_titre": "sous-titre",
    "date_titre": "date",
    "organisme": "organisme",
    "brouillon": "mention de brouillon",
}

# ---- what a file is instead of a Word document, and what to ask for

_ASK = "Demandez le document Word (.docx)"
_SAVE_AS = (
    "Ouvrez-le dans Word, Fichier, Enregistrer sous, Document Word (.docx), ou demandez-le"
    " ainsi."
)
INSTEAD = {
    "pdf": f"C'est un PDF. {_ASK} dont il vient : d'une image, rien n'est lu.",
    "doc": f"C'est un ancien document Word (.doc). {_SAVE_AS}",
    "odt": f"C'est un document OpenDocument (.odt). {_SAVE_AS}",
    "rtf": f"C'est un document RTF (.rtf). {_SAVE_AS}",
    "xml": f"C'est un fichier XML. {_SAVE_AS}",
    "html": f"C'est une page HTML. {_ASK}.",
    "classeur": "C'est un classeur Excel. Donnez le document Word (.docx).",
    "protege": (
        "Il est protégé par un mot de passe ou une étiquette. Ouvrez-le dans Word, Fichier,"
        " Informations, Protéger le document, Chiffrer avec mot de passe : videz la case et"
        " enregistrez-le, ou demandez-le sans."
    ),
    "vide": f"Le fichier est vide. {_ASK} une nouvelle fois.",
    "verrou": (
        "C'est le verrou que Word pose tant que le document est ouvert. Donnez le fichier"
        " du même nom sans « ~$ »."
    ),
    "ombre": (
        "C'est ce qu'un Mac pose à côté d'un fichier. Donnez le fichier du même nom sans"
        " « ._ »."
    ),
    "abime": (
        "Ce document Word est abîmé, ou plus grand que tout rapport. Ouvrez-le et"
        " enregistrez-le dans Word, ou demandez-le une nouvelle fois."
    ),
    "autre": f"Ce n'est pas un document Word. {_ASK}.",
}

# ---- why an answer is not simply read

REWORDED_QUESTION = "sa question ou sa ligne est reformulée : voyez si c'est bien elle"
NOT_PLACED = {
    "doubtful": "sa place n'est pas sûre : rien n'en est lu",
    "absent": "sa place est introuvable",
}
NO_FIGURE = "ce n'est pas un nombre"
NO_AMOUNT = "ce n'est pas un montant"
NO_TICK = "la case n'est ni vide, ni cochée d'un X"
EMPTY = "la case du nombre est vide, ce qui n'est pas 0"
UNTITLED = "rien n'y est écrit : ce document n'est pas rempli"
DRAFT = "ce rapport est un brouillon"


# What repeats in a plan: lists by what one turn is called, "" where that says nothing;
# those that come once, and the names of places.
STEPS = {
    "paragraphes": "§",
    "quartiers": "quartier",
    "lignes": "ligne",
    "annees": "année",
    "actions": "action",
    **dict.fromkeys(("courant", "element", "og", "oi", "oo", "action"), ""),
    **dict.fromkeys(("transversal", "egal", "inegal"), ""),
}
ONCE = {
    "constat": "constat",
    "constats": "constats",
    "parties": "parties prenantes",
    "porteur": "organisation porteuse",
    "detail": "détail",
}
NAMES = {
    **dict.fromkeys(("texte", "x"), ""),
    "annee": "année",
    "referent": "référent",
    "cpas": "CPAS",
    "appel": "appel à projets",
    "moitie_1": "première moitié",
    "moitie_2": "seconde moitié",
    "theme_1": "premier thème",
    "theme_2": "second thème",
    "intitule": "intitulé",
    "vise": "objectif ou action",
    "activites": "activités",
    "resultat": "résultat",
    "og": "objectif général",
    "oi": "objectif intermédiaire",
    "oo": "objectif opérationnel",
}


def name_of(key: str) -> str:
    """What a place of what repeats is called."""
    column, comment, _ = key.partition("_commentaire")
    name = NAMES.get(column, column.replace("_", " "))
    return f"{name}, commentaire" if comment else name


def turn(lists: Sequence[str], turns: Sequence[int], name: str) -> str:
    """A place of what repeats: ``n° 1, quartier 2, CPAS``."""
    first, *inner = turns
    steps = [f"n° {first}"]
    for one, number in zip(lists, inner, strict=True):
        step = STEPS.get(one, one.replace("_", " "))
        if step and steps[-1].startswith(f"{step} "):  # a list that holds one alike
            steps.pop()
        steps.append(ONCE.get(one) or (step and f"{step} {number}"))
    return ", ".join(filter(None, (*steps, name)))


def ticks(question: str, number: int, least: int, most: int) -> str:
    """That some boxes of a question are ticked, and how many may be."""
    wanted = {(1, 1): "une seule", (1, 2): "une ou deux"}.get(
        (least, most), f"{least} au moins{f', {most} au plus' if most else ''}"
    )
    several = f"{number} cases sont cochées" if number > 1 else "une case est cochée"
    there = several if number else "aucune case n'est cochée"
    return f"{question} : {there}, il en faut {wanted}."


def no_form(known: Sequence[str]) -> str:
    return f"Ce document n'est aucun des formulaires connus ({', '.join(known)})."


# ---- the list

FAULTS, CONTRADICTIONS = "Pas lu, ou pas sûr", "Se contredit"
EXTRA, MISSING = "En trop dans le document", "Manque du texte du formulaire"
NOTHING = "(rien)"
REWORDED, PENDING = "Reformulé", "À régler dans le document"
BESIDE_THE_TEXT = "En-têtes, pieds de page, notes et propriétés"
DAMAGED = "Le fichier est abîmé : Word pourrait le refuser"


WHOSE = ("commune", "annee", "organisme", "titre")  # places of a title


def heading(file: str, form: str, whose: str) -> str:
    return f"{file} : {form}{f' ({whose})' if whose else ''}"


def quoted(text: str) -> str:
    return f"« {text} »"


def instead(own: str, there: str) -> str:
    return f"« {there} » au lieu de « {own} »"


def fault(answer: str, text: str, why: str) -> str:
    return f"{answer} : « {text} », {why}" if text else f"{answer} : {why}"


def verdict(
    faults: int,
    extra: int,
    contradictions: int,
    intact: bool,
    damages: int,
    pending: int,
) -> str:
    """The state of a report in one line."""
    read = _several(
        faults,
        "une réponse n'est pas lue simplement",
        "{} réponses ne sont pas lues simplement",
    )
    agrees = _several(contradictions, "une contradiction", "{} contradictions")
    said = (
        read or "toutes les réponses sont lues",
        _several(extra, "un texte est en trop", "{} textes sont en trop"),
        agrees or "rien ne se contredit",
        f"le texte du formulaire est {'intact' if intact else 'retouché'}",
        "le fichier est abîmé" if damages else "",
        "le document n'est pas prêt à envoyer" if pending else "",
    )
    return f"Verdict : {', '.join(filter(None, said))}."


def _several(number: int, one: str, many: str) -> str:
    return many.format(number) if number > 1 else one if number else ""


# ---- the workbook

SHEET = "Réponses"
COLUMNS = ("Question", "Intitulé", "Ligne")
TOP = ("Formulaire", "Verdict", "À voir")


def nothing(why: str) -> str:
    return f"({why})"
