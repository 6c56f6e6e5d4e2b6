"""What is said of the authority's own Word file and of what is filled in it."""

from __future__ import annotations

from collections.abc import Sequence

AGREED = "Ce qui a été accepté du fichier de l'administration. Rien d'un ménage n'est écrit ici."
BY_HAND = "À COMPLÉTER À LA MAIN"  # at a place that could not be filled

# ---- why a file is not filled

SAVE_AS = "Ouvrez-le dans Word, Fichier, Enregistrer sous, Document Word (.docx)."
UNUSUAL = f"Ce document n'est pas écrit comme Word l'écrit par défaut. {SAVE_AS}"
TEMPLATE = (
    "C'est un modèle de Canevas : ses {{ … }} ne sont pas des réponses. Donnez le fichier que"
    " l'administration a envoyé."
)
commented = "Commentaire sur « {} » : « {} ».".format
OURS = (
    "Canevas a déjà écrit dans ce document (« BROUILLON » ou « À COMPLÉTER À LA MAIN »). Donnez"
    " le fichier tel que l'administration l'a envoyé."
)
REPORT = (
    "Ce document est déjà rempli : c'est un rapport, pas un formulaire vierge. Donnez le"
    " fichier tel que l'administration l'a envoyé. Pour un rapport, voyez « lire » et"
    " « contrôler »."
)
PLAN = (
    "Un plan d'action n'est pas rempli dans le fichier de l'administration, puisque ses"
    " parties s'y répètent : sans ce fichier, Canevas écrit le document entier."
)
other_form = (
    "Ce document est « {} », et le classeur est celui de « {} ». Donnez le formulaire du"
    " classeur."
).format
other_commune = (
    "Ce document est celui de « {} », et le classeur celui de « {} ». Donnez le formulaire de"
    " la commune, ou celui où aucune commune n'est écrite."
).format
other_year = (
    "Ce document est celui de {}, et le classeur celui de {}. Donnez le formulaire de l'année"
    " du classeur."
).format
own_file = (
    "officiel.docx de {} n'est pas rempli. {} À montrer à qui tient les formulaires."
).format
other_header = (
    "L'en-tête de ce document dit {}, et le classeur est celui de {} : demandez à"
    " l'administration lequel des deux est juste."
).format
other_year_inside = (
    "Ce document dit {0} sur sa première page et {1} dans la plupart de ses questions, et le"
    " classeur est celui de {0}. Demandez à l'administration lequel des deux est juste."
).format

# ---- why an answer is not in the file

NOT_SURE = "sa place n'est pas sûre"
NOT_THERE = "sa place est introuvable"
other_unit = "le fichier y attend « {} », et la question compte des {}".format
other_words = "le fichier y attend « {} »".format
CONTRARY = "sa question dit peut-être le contraire : elle reste vide, même acceptée"
NO_ANSWER = "une consigne demande peut-être de ne pas y répondre : elle reste vide, même acceptée"
SPELLED = "le fichier écrit l'équipement autrement"
NO_ROW = "le tableau n'a pas de ligne pour cet équipement"
TWICE = "cet équipement est sur plusieurs lignes du tableau"
NO_TABLE = "le tableau des équipements est introuvable"
ROW_NOT_COPIED = "il manque une ligne, et la dernière n'a pas pu être copiée"
FILLED = "autre chose y est écrit"
ROW_HELD = "le chiffre ou la case de sa ligne n'est pas placé"
TEXT_HELD = "la question dont il parle n'est pas remplie comme dans le classeur"
NOT_TICKED = "le classeur ne coche pas cette case"
NOT_WRITABLE = "l'endroit n'a pas pu être rempli"
BEHIND_WORDS = "placez la réponse à la main derrière la question"
NOT_READ_BACK = "écrite à cet endroit, elle ne se lirait pas comme sa réponse"


def decision(is_open: bool, file: str, about: str) -> str:
    """Which decision keeps a place empty."""
    said = "une décision attend" if is_open else "une décision a dit non"
    return f"{said} : {file}, {about}"


THE_FILE = "Le fichier"
PROVED, NOT_PROVED = "chaque réponse à sa place", "cela n'a pas pu être prouvé"


def marks_left(number: int) -> str:
    """How many places of a filled file are still marked."""
    where = f"à {number} endroits" if number > 1 else "à un endroit"
    return f"« {BY_HAND} » est encore {where} : écrivez-y la réponse."


# ---- notes


def copied(question: str, number: int) -> str:
    """That a table has got more rows."""
    rows = f"{number} lignes sont ajoutées" if number > 1 else "une ligne est ajoutée"
    return f"{question} : {rows} au tableau, dont aucune ligne n'était plus vide."


unknown_row = (
    "{} : le classeur n'a pas l'équipement « {} », sa ligne est laissée".format
)
unlisted = "{} : l'équipement « {} » n'a pas de ligne, et rien n'y est coché".format
twice = "{} : « {} » est sur plusieurs lignes, aucune n'est remplie".format
several_years = (
    "Le document ne dit pas partout la même année : voyez si c'est bien celui de {}."
).format
NO_YEAR = "Le document ne dit nulle part son année."
nothing_to_accept = "« {} » : rien de ce nom n'attend d'être accepté.".format
never_accepted = (
    "« {} » : la phrase dit peut-être le contraire, la réponse reste à écrire à la"
    " main."
).format
SPOILT = (
    "« {} » est illisible : ce qui y était accepté est à accepter une nouvelle fois."
)

# ---- on screen

PLACED = ("réponse placée", "réponses placées")
TO_READ, WITHOUT = "à relire", "sans place"
HAND, OTHERWISE = "à compléter à la main", "où autre chose est déjà écrit"
REWORDED = "Questions reformulées, à relire"
INSTRUCTIONS = "Consignes nouvelles, à relire"
ACCEPTED = "Reformulations et consignes acceptées"
CONTRARIES = "Questions ou consignes qui disent peut-être le contraire, laissées vides"
CONTRARY_TEXTS = "Consignes qui disent peut-être le contraire, réponses à relire"
SPELLINGS = "Équipements écrits autrement, à relire"
WITHOUT_PLACE = "Réponses sans place"
TO_COMPLETE = f"Places qui portent « {BY_HAND} »"
UNMARKED = f"À compléter à la main, là où « {BY_HAND} » ne se verrait pas"
ALREADY = "Places déjà remplies, laissées"
WITHOUT_ANSWER = "Places sans réponse dans le classeur"
CHANGES = "Nouveau, reformulé ou disparu, sans réponse qui attende"
TO_CHECK = "À vérifier"
NOTES = "À savoir"
SHEET = "Sans place"  # of the proof
EMPTY = "(rien)"
NOTHING = "(le fichier n'a pas cet intitulé)"
OWN, THERE = "connue :", "fichier :"
spelled = "« {} » dans le fichier, « {} » dans le classeur".format
was_accepted = "{}, le {}".format
instead = "{} : « {} » dans le fichier, « {} » dans le classeur".format
same = "{} : « {} », comme dans le classeur".format
alone = "{} : « {} » dans le fichier, rien dans le classeur".format
with_answer = "{} : « {} »".format


def others(number: int) -> str:
    """How many more there are than those that are shown, and where they are listed."""
    what = "une autre" if number == 1 else f"{number} autres"
    return f"{what}, dans la feuille « {SHEET} » du justificatif"


def headline(numbers: Sequence[str]) -> str:
    """How many answers are placed, wait, have no place."""
    return f"Formulaire de l'administration : {', '.join(numbers)}."


# ---- in the proof

COLUMNS = {"Où": 40, "Réponse": 36, "Pourquoi": 56, "Dans le fichier": 60}
AS_KNOWN = "(connue : « {} »)"
KINDS = {
    "waiting": "question reformulée, à accepter",
    "instruction": "consigne nouvelle, à accepter",
    "accepted": "question reformulée, acceptée le {}",
    "agreed": "consigne nouvelle, acceptée le {}",
    "spelling": "équipement écrit autrement, à accepter",
    "filled": "place déjà remplie, laissée",
    "hand": f"la place porte « {BY_HAND} »",
    "unmarked": "à compléter à la main, rien ne se verrait à cet endroit",
    "unanswered": "place sans réponse dans le classeur",
}
