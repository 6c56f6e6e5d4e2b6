"""What is said of a declaration that is not sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} et {last}" if first else last


at = "{}, ligne {} : {}".format
no_folder = "{} : « {} » n'est pas un dossier.".format
unreadable = "{} : ce fichier manque, ou ne peut pas être lu.".format
no_yaml = "ce n'est pas du {}.".format
repeated = "la clé « {} » est là deux fois".format
other_name = (
    "le formulaire « {} » est dans le dossier « {} » : les deux ont le même nom".format
)
no_note = "la note « {} » n'est pas dans « footnotes » : écrivez-la là, ou ôtez son appel".format


def same_years(years: Sequence[str], edition: str) -> str:
    return (
        f"le formulaire {edition} a ces années aussi ({listed(years)}), et aucun des deux n'étend"
        f" l'autre. Ôtez ces années de l'un, ou écrivez « extends: {edition} »"
    )


def unmade(edition: str) -> str:
    return f"Les fichiers de {edition} ne sont pas encore faits : {make(edition)}"


def remade(edition: str) -> str:
    return (
        f"La déclaration de {edition} a changé depuis que ses fichiers ont été faits :"
        f" {make(edition)}"
    )


make = "lancez « canevas modele fabriquer {} ».".format
origin = "Formulaire {}, lu dans {}".format
# Of a template, in the words of a difference: where, wanted, found.
UNKNOWN_TAGS = (
    "le modèle",
    "un modèle dont toutes les étiquettes sont connues",
    "autre chose",
)


# ---- of an edition that extends another

OTHER_WORDS = "un texte pour un paragraphe ; pour un tableau, les cellules de son titre"
ALL_CELLS = "cette ligne a plusieurs textes : donnez toutes ses cellules, en liste"
NEW_ROWS = "une ligne du tableau, en liste de cellules, ou plusieurs"
NEW_BLOCKS = "un bloc ({p…} ou {t…}), ou une liste de blocs"
NEW_COLUMNS = "des colonnes que la feuille n'a pas encore, chacune sous son nom"


def only_words(words: tuple[str, ...]) -> str:
    return f"un texte, ou {listed(words)} ; ce qui est autre s'ôte (remove) et se remet (insert)"


new_entry = "des clés et leurs valeurs, dont « {} », ou une liste de cela".format
unfit = "{} « {} » prend {}".format


def nowhere(verb: str, address: str, known: Iterable[str]) -> str:
    near = perhaps(address, known)
    return f"{verb} : rien n'est à l'adresse « {address} » du formulaire étendu{near}"


removed_too = "{} : « {} » est aussi sous « remove » : gardez un seul des deux".format
no_longer = (
    "avec ces changements, ceci ne va plus ({}) : changez-le ou ôtez-le aussi, ou"
    " renoncez au changement"
).format
one_level = (
    "le formulaire « {0} » étend lui-même « {1} », et il n'y a qu'un degré : étendez « {1}"
    " », avec tous les changements"
).format


def other_base(edition: str) -> str:
    if not edition:
        return "form.yaml n'étend aucun formulaire : ôtez « extends », ou écrivez-le aussi là"
    return f"form.yaml étend « {edition} » : écrivez « {edition} » ici aussi"


# ---- names


def absent(what: str, name: str, known: Iterable[str]) -> str:
    return f"{what} « {name} » n'existe pas{perhaps(name, known)}"


def perhaps(name: str, known: Iterable[str]) -> str:
    """The nearest of the names that there are."""
    near = get_close_matches(name, [*known], 1)
    return f". Serait-ce « {near[0]} » ?" if near else ""


twice = "« {} » est là deux fois : donnez un autre nom à l'un des deux".format
other_columns = (
    "{} cellules ici, {} colonnes dans « widths » : donnez-en autant à chaque ligne"
).format


# ---- what no rule can do with

BRACES = "une accolade n'est pas fermée, ou pas ouverte"
_TYPES = {"list": "une liste", "date": "une date"}


def wanting(keys: Sequence[str]) -> str:
    return f"une clé manque ({_quoted(keys)})"


def unknown(keys: Sequence[str]) -> str:
    return f"une clé est inconnue ({_quoted(keys)})"


def _quoted(keys: Sequence[str]) -> str:
    return listed([f"« {key} »" for key in keys])


needed = "les règles de la famille {} demandent la colonne « {} »".format
no_chapter = "question {} : elle n'est dans aucun chapitre".format


def unknown_line(key: str, family: str, where: str, known: Sequence[str]) -> str:
    return (
        f"la ligne « {key} » n'est pas connue : les règles de la famille {family} pour"
        f" « {where} » connaissent {listed(known)}"
    )


carried_apart = (
    "la précision de « {} » se reprend comme elle : écrivez le même « carried »".format
)


def other_type(column: str, wanted: str) -> str:
    return f"la colonne « {column} » n'est pas {_TYPES[wanted]}"


no_ticks = "la question « {} » n'a pas de cases à cocher".format
unread = "l'ensemble « {} » se lit dans la colonne « {} », qu'aucune feuille n'a".format
other_list = "la colonne « {} » ne prend pas ses valeurs dans la liste « {} »".format
means_too_many = "« {} » est le synonyme de plus de {} lignes : retirez-le".format
unsaid_purpose = (
    "la feuille « {} » a des codes de ménages : dites sous « personal_data » à quoi elle sert"
).format
no_attribute = "ce que compte « {} » n'a pas de « {} »".format


# ---- places

no_loop = "question {} : formulaire.json n'a pas de boucle « {} »".format
no_column = "question {} : la colonne « {} » n'est pas dans le tableau de formulaire.json".format
no_place = "question {} : la place « {{{}}} » n'est pas dans formulaire.json".format


def unfilled(what: str, name: str, known: Iterable[str]) -> str:
    return f"aucune réponse ne remplit {what} « {name} »{perhaps(name, known)}"


# ---- what breaks a schema

NOTHING = "il n'y a rien ici, or il faut quelque chose"
_KINDS = {
    "string": "un texte",
    "array": "une liste",
    "object": "des clés avec leurs valeurs",
}


def other_kind(wanted: str) -> str:
    return f"ce n'est pas ce qui est attendu ici : il faut {_KINDS.get(wanted, wanted)}"


too_long = "ce texte dépasse {} caractères".format


def not_allowed(shown: str, allowed: Sequence[str]) -> str:
    return f"cette valeur n'est pas permise{shown}. Permis : {listed(allowed)}"


other_form = "cette valeur n'a pas la forme voulue{}".format
