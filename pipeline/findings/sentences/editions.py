"""What is said of a declaration that is not sound."""

from __future__ import annotations


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


def same_years(years: str, edition: str) -> str:
    return (
        f"{years} : aussi dans les années de {edition}, dont cette édition n'est pas tirée. Ôtez"
        f" ces années de l'une des deux, ou écrivez « extends: {edition} »"
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
