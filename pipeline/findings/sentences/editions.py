"""What is said of a declaration that is not sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} et {last}" if first else last


def at(file: str, line: int, said: str) -> str:
    return f"{file}, ligne {line} : {said}"


def no_folder(variable: str, folder: str) -> str:
    return f"{variable} : « {folder} » n'est pas un dossier."


def unreadable(file: str) -> str:
    return f"{file} : ce fichier manque, ou ne peut pas être lu."


def no_yaml(kind: str) -> str:
    return f"ce n'est pas du {kind}."


def repeated(key: str) -> str:
    return f"la clé « {key} » est là deux fois"


def other_name(edition: str, folder: str) -> str:
    return (
        f"l'édition « {edition} » est dans le dossier « {folder} » : l'un et l'autre ont le"
        " même nom"
    )


def no_note(name: str) -> str:
    return f"la note « {name} » n'est pas dans « footnotes » : écrivez-la là, ou ôtez son appel"


def same_years(years: Sequence[str], edition: str) -> str:
    return (
        f"l'édition {edition} a ces années aussi ({listed(years)}), et aucune des deux n'étend"
        f" l'autre. Ôtez ces années de l'une, ou écrivez « extends: {edition} »"
    )


def unmade(edition: str) -> str:
    return f"Les fichiers de {edition} ne sont pas encore faits : {make(edition)}"


def remade(edition: str) -> str:
    return (
        f"La déclaration de {edition} a changé depuis que ses fichiers ont été faits :"
        f" {make(edition)}"
    )


def make(edition: str) -> str:
    return f"lancez « canevas modele fabriquer {edition} »."


def origin(edition: str, folder: str) -> str:
    return f"Formulaire {edition}, lu dans {folder}"


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


def new_entry(name: str) -> str:
    return f"des clés et leurs valeurs, dont « {name} », ou une liste de cela"


def unfit(verb: str, address: str, wanted: str) -> str:
    return f"{verb} « {address} » prend {wanted}"


def nowhere(verb: str, address: str, known: Iterable[str]) -> str:
    near = perhaps(address, known)
    return f"{verb} : rien n'est à l'adresse « {address} » de l'édition étendue{near}"


def removed_too(verb: str, address: str) -> str:
    return f"{verb} : « {address} » est aussi sous « remove » : gardez un seul des deux"


def no_longer(said: str) -> str:
    return (
        f"avec ces changements, ceci ne va plus ({said}) : changez-le ou ôtez-le aussi, ou"
        " renoncez au changement"
    )


def one_level(edition: str, base: str) -> str:
    return (
        f"l'édition « {edition} » étend elle-même « {base} », et il n'y a qu'un degré : étendez"
        f" « {base} », avec tous les changements"
    )


def other_base(edition: str) -> str:
    if not edition:
        return "form.yaml n'étend aucune édition : ôtez « extends », ou écrivez-le aussi là"
    return f"form.yaml étend « {edition} » : écrivez « {edition} » ici aussi"


# ---- names


def absent(what: str, name: str, known: Iterable[str]) -> str:
    return f"{what} « {name} » n'existe pas{perhaps(name, known)}"


def perhaps(name: str, known: Iterable[str]) -> str:
    """The nearest of the names that there are."""
    near = get_close_matches(name, [*known], 1)
    return f". Serait-ce « {near[0]} » ?" if near else ""


def twice(name: str) -> str:
    return f"« {name} » est là deux fois : donnez un autre nom à l'un des deux"


def other_columns(cells: int, columns: int) -> str:
    return (
        f"{cells} cellules ici, {columns} colonnes dans « widths » : donnez-en autant à chaque"
        " ligne"
    )


# ---- what no rule can do with

BRACES = "une accolade n'est pas fermée, ou pas ouverte"
_TYPES = {"list": "une liste", "date": "une date"}


def wanting(keys: Sequence[str]) -> str:
    return f"une clé manque ({_quoted(keys)})"


def unknown(keys: Sequence[str]) -> str:
    return f"une clé est inconnue ({_quoted(keys)})"


def _quoted(keys: Sequence[str]) -> str:
    return listed([f"« {key} »" for key in keys])


def needed(family: str, column: str) -> str:
    return f"les règles de la famille {family} demandent la colonne « {column} »"


def no_chapter(question: str) -> str:
    return f"question {question} : elle n'est dans aucun chapitre"


def unknown_line(key: str, family: str, where: str, known: Sequence[str]) -> str:
    return (
        f"la ligne « {key} » n'est pas connue : les règles de la famille {family} pour"
        f" « {where} » connaissent {listed(known)}"
    )


def other_type(column: str, wanted: str) -> str:
    return f"la colonne « {column} » n'est pas {_TYPES[wanted]}"


def no_ticks(question: str) -> str:
    return f"la question « {question} » n'a pas de cases à cocher"


def unread(name: str, column: str) -> str:
    return f"l'ensemble « {name} » se lit dans la colonne « {column} », qu'aucune feuille n'a"


def other_list(column: str, name: str) -> str:
    return f"la colonne « {column} » ne prend pas ses valeurs dans la liste « {name} »"


def no_attribute(name: str, attribute: str) -> str:
    return f"ce que compte « {name} » n'a pas de « {attribute} »"


# ---- places


def no_loop(question: str, tag: str) -> str:
    return f"question {question} : formulaire.json n'a pas de boucle « {tag} »"


def no_column(question: str, name: str) -> str:
    return (
        f"question {question} : la colonne « {name} » n'est pas dans le tableau de"
        " formulaire.json"
    )


def no_place(question: str, place: str) -> str:
    return (
        f"question {question} : la place « {{{place}}} » n'est pas dans formulaire.json"
    )


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


def too_long(most: int) -> str:
    return f"ce texte dépasse {most} caractères"


def not_allowed(shown: str, allowed: Sequence[str]) -> str:
    return f"cette valeur n'est pas permise{shown}. Permis : {listed(allowed)}"


def other_form(shown: str) -> str:
    return f"cette valeur n'a pas la forme voulue{shown}"
