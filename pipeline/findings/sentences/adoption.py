"""What is said where a form of next year is taken over."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = (
    "# Adopté d'un formulaire reçu. Ce qui attend une personne : « choice » de chaque décision,\n"
    "# oui ou non au lieu de « à choisir » ; puis canevas modele fabriquer (docs/editions.md)."
)
_PROPOSES = {
    "new": "elle est posée comme un texte à écrire dans le classeur ; une question comptée"
    " demande kind, set et sheets (docs/editions.md)",
    "otherwise": "la réponse du classeur y convient quand même : vérifiez-le",
    "gone": "elle est retirée",
    "split": "elle est retirée ; dites ce que les nouvelles comptent",
    "reworded": "elle compte ce que l'ancienne comptait",
    "negated": "elle compte ce que l'ancienne comptait : vérifiez que le sens est le même",
    "replaced": "elle compte ce que l'ancienne comptait : vérifiez que c'est bien elle",
    "merged": "elle compte ce que l'ancienne comptait : vérifiez que le sens est le même",
}
_LINE = "elle est une ligne de plus de la liste, comptée comme ses voisines"
NOTHING = "rien n'est déclaré : sa place reste vide"


def says(what: str, old: str, new: str) -> str:
    """What is another, with its words."""
    texts = " -> ".join(f"« {' '.join(text.split())} »" for text in (old, new) if text)
    return f"{what} : {texts}"


def proposes(part: str, what: str, is_made: bool) -> str:
    """What the declaration of the edition does of it."""
    if not (is_made or what == "otherwise"):
        return NOTHING
    return _LINE if (what, part) == ("new", "line") else _PROPOSES[what]


UNSURE = "elle reste vide ; avec oui, la réponse est écrite là où la question l'attend"
_MOST = 3  # of the lines, and of the texts, that are shown


def unsure(lines: Sequence[str], there: Sequence[str], questions: Sequence[str]) -> str:
    """That places of some questions are not surely found; ``lines``: which, ``there``:
    what stands in the file where they would be.
    """
    said = "sa place n'est pas sûre dans ce fichier"
    if len(questions) > 1:
        said = f"les places de {len(questions)} questions ne sont pas sûres dans ce fichier"
        lines = questions
    elif len(lines) > 1:
        said = f"{len(lines)} de ses places ne sont pas sûres dans ce fichier"
    texts = [f"« {text} »" for text in there]
    beside = f" ({_first(texts)})" if texts else ""
    return f"{said}{beside}{' : ' if lines else ''}{_first(lines)}"


def _first(several: Sequence[str]) -> str:
    more = " ; …" if len(several) > _MOST else ""
    return f"{' ; '.join(several[:_MOST])}{more}"


kept = (
    "elle reste, pour les classeurs qui la disent, et ce qu'elle compte est dit sans place ;"
    " si elle ne doit plus se dire, retirez « {} » dans form.yaml et formulaire.json (remove)"
).format
FILLED = (
    "Ce document est déjà rempli : c'est un rapport, pas un formulaire vierge. Donnez le"
    " fichier tel que l'administration l'a envoyé."
)
of_commune = (
    "Ce formulaire porte le nom d'une commune, « {} » : il ne sera rempli que pour elle. Pour"
    " les autres, retirez le nom de la commune dans Word, et adoptez-le ainsi."
).format
other_year = (
    "Le formulaire dit {}, et son nom {} : le formulaire {} sert les classeurs de"
    " {}. Si l'administration a envoyé celui de {}, adoptez celui-là."
).format


def of_blank(edition: str, named: str, year: str, commune: str) -> list[str]:
    """What is to be known of a blank before it is adopted; ``named``: the year in the
    edition's name.
    """
    notes = [of_commune(commune)] if commune else []
    if named and year and named != year:
        notes.append(other_year(year, named, edition, year, named))
    return notes


TO_CHOOSE = (
    "À choisir, par qui tient les formulaires ; jusque-là, ces places restent vides"
)


def may_be_made(open_: int) -> str:
    """Whether the report can be made, and what it leaves empty."""
    made = "Le rapport peut être produit"
    if not open_:
        return f"{made}."
    waiting = f"{open_} décisions attendent" if open_ > 1 else "une décision attend"
    return f"{made}, mais {waiting} : leurs places y restent vides."


SAME_FILE = "C'est le fichier repris dans {}, et toutes ses décisions sont prises."
ADOPTED = "{} est repris dans {}."
NO_NAME = "« {} » n'est pas le nom d'un formulaire : des lettres, un tiret et l'année ({}-2027)."
THERE = (
    "{} est déjà là, et rien n'y est remplacé : donnez un autre nom, ou renommez d'abord"
    " son dossier."
)
ONE_LEVEL = "{} complète déjà {} : donnez celui-là, un formulaire n'en complète qu'un."
UNUSUAL = (
    "Ce fichier n'est pas écrit comme Word l'écrit. Ouvrez-le dans Word, Fichier,"
    " Enregistrer sous, Document Word (.docx)."
)


def next_steps(edition: str, decisions: int) -> str:
    """What to do now."""
    if not decisions:
        return "Il n'y a rien à choisir."
    those = (
        f"Ces {decisions} décisions attendent"
        if decisions > 1
        else "Cette décision attend"
    )
    return (
        f"{those} une personne : dans editions/{edition}/form.yaml, choice: oui ou non, puis"
        f" canevas modele fabriquer {edition}. Jusque-là, ces places restent vides."
    )
