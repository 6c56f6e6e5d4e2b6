"""What an instruction beside a question says: that nobody is to answer it, or not with
what the question asks for; or only how its own answer is to be given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.align.keys import years
from pipeline.model.text import bare

_GIVE = (
    r"(?:(?:pre-?|re)?rempli|complet|renseign|repon[ds]|encod|coch|saisi|inscri|ecri"
    r"|indiqu|not(?:er|ez)\b|mett|mentionn|biff)\w*"
)
# The people of the house, who fill in the form.
_OURS = (
    r"(?:(?:le|la|les|l'|un|une|votre|vos|notre|tous|toutes|chaque|des|du)[\s/']*)*"
    r"(?:commune|communa|chef|travailleu|agent|antenne|pool|cpas|vous|assistant|equipe"
    r"|service social|coordinat|operateur|responsable du plan|personne)"
)
_AUTHORITY = (
    r"(?:administration|dics|spw|region|direction|secretariat|ministre|cabinet"
    r"|evaluat|usage|encodage|wallon|autorite|controle)"
)
MONTHS = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
    r"|decembre)"
)
_BETWEEN = r"[^.;:!?]{0,60}?"
# What says nothing against an answer, though its words may: it is left out first.
_HARMLESS = re.compile(
    "|".join(
        [
            r"\bn(?:e pas |')(?:oubli|hesit|omett)\w*(?: pas)?(?: d(?:e |'))?",
            r"\bne (?:pas )?(?:depass|exced)\w*(?: pas)?",
            r"\bne (?:pas )?laiss\w+ (?:pas |aucun\w* |rien ){0,2}[^.;:!?]{0,40}"
            r"(?:vide|vierge|blanc)\w*",
            # of the file, of persons, of how it is written
            r"\bne (?:pas |rien )?(?:modifi|supprim|chang|deplac|ajout|fusionn|cit|nomm"
            r"|agraf|coll|joind|joign|abreg|efface|barr)\w*",
            r"\bne (?:pas )?(?:mentionn|indiqu|inscri|ecri|donn|communiqu|utilis)\w*"
            r"(?: pas)? (?:d(?:e |')|les? |la |l'|aucun\w* )?(?:noms?|donnees|adress"
            r"|abrevia|virgul|decimal|unite|initial|identite|symbol|signe|prenom)\w*",
            r"\bsans (?:decimal|virgul|abrevia|unite|espace|point|guillemet|arrondi"
            r"|retour|nom|donnee|depass|oubli|detail|phrase)\w*",
            r"\b(?:non|pas) (?:obligatoire|nominati|anonym|depass)\w*",
            # where there is nothing to count
            r"(?:\bs'il n'y|\bsi (?:aucun|pas|non|neant|vous n'|la question ne|ce n'est"
            r" pas|il n'y)|\ben l'absence|\ba defaut)[^.;:!?]*",
            # everyone once
            r"\b(?:un|chaque|le meme) menage[^.;:!?]{0,30}(?:une (?:seule )?|qu'une )fois",
            r"\bne (?:pas )?(?:compt|comptabilis)\w*(?: pas)?[^.;:!?]{0,30}(?:deux|plusieurs)"
            r" fois[^.;:!?]*",
            r"\b(?:double\w*|sans) (?:comptage|compte|emploi|doublon)\w*",
            r"\b(?:coch\w*|choisi\w*|indiqu\w*|repond\w*|reponse)?[^.;:!?]{0,12}"
            r"(?:un|uniquement|seulement|exclusivement)(?: en)? (?:un(?:e)? |des )?(?:seule"
            r" )?(?:case|choix|reponse|chiffre|nombre entier|francais|raison)\w*",
            r"\b(?:en )?nombres? entiers?(?: uniquement| seulement)?",
            rf"\ba (?:completer|remplir)[^.;:!?]{{0,30}}par {_OURS}\w*[^.;:!?]*",
            r"\b(?:pour|avant|d'ici) le \d[^.;:!?]*",  # until when it is sent
            r"\b(?:remett|renvoy|envoy|rend|rentr|transm|introdui|depos)\w*[^.;:!?]{0,40}"
            r" (?:au|le) (?:1er|\d{1,2})\b[^.;:!?]*",
            r"\bmis\w* a jour[^.;:!?]*",
        ]
    )
)
# Nobody is to answer, or someone else.
_NOT_TO_ANSWER = re.compile(
    "|".join(
        [
            rf"\bn(?:e |'){_BETWEEN}\b(?:pas|plus|rien|jamais|aucun\w*)\b"
            rf"[^.;:!?]{{0,40}}?\b{_GIVE}",
            rf"\bn(?:e |'){_BETWEEN}{_GIVE}[^.;:!?]{{0,10}}\b(?:pas|plus|rien|jamais"
            r"|aucun\w*)\b",
            rf"\b(?:pas|plus|rien|inutile|inutiles) (?:a |de |d'){_GIVE}",
            r"\blaiss\w+ [^.;:!?]{0,40}?\b(?:vide|vierge|blanc|libre|ouvert)\w*",
            rf"\breserve\w*(?: exclusivement| uniquement)? (?:a|au|aux|pour)\b"
            rf"[^.;:!?]{{0,20}}?\b{_AUTHORITY}",
            rf"\b(?:cadre|partie|zone|espace|case|colonne|rubrique|ligne)s? {_AUTHORITY}",
            r"\b(?:pre-?)?(?:rempli|complet|renseign|encod|calcul|saisi)\w*"
            rf"(?: \w+){{0,3}} par (?!{_OURS})",
            r"\b(?:calcul|rempli|complet|encod|genere)\w*(?: \w+)?"
            r" (?:automatique\w*|d'office|ulterieur\w*|plus tard|ensuite)",
            r"\bautomatiquement\b|\bpre-?(?:rempli|encode)\w*",
            r"\bsans objet\b|\b(?:non|pas|plus) (?:applicable|d'application)\b",
            r"\b(?:supprime|annule|abroge)\w*\b",
            r"\bne (?:vous |nous |les )?concern\w+ (?:pas|plus|que)",
        ]
    )
)
# Something else is counted: of another kind, another part of it, at another time.
_OTHER_UNIT = re.compile(
    r"\b(?:pour ?cent(?:age)?|proportion|taux|moyenne|montant|cout|budget|depense)s?\b"
    r"|[%€]|\bchamp de date\b|\bequivalents? temps\b"
    r"|\ben (?:euro|eur\b|heure|jour|semaine|mois|annee|etp|pour|millier|minute"
    r"|lettre|part)\w*"
)
_OTHER_PART = re.compile(
    r"\b(?:hors|sauf|excepte\w*|hormis|exclu\w*|exclusion|exception|y compris"
    r"|non compris\w*|sans compter|en dehors|uniquement|seulement|exclusivement"
    r"|cumul\w*|depuis|inclu\w*|parmi)\b|\bsans (?:les?|la|l'|ceux|celles|tenir)\b"
    r"|\bn(?:e |')[^.;:!?]{0,60}?\b(?:pas|plus|que|aucun\w*)\b"
)
_OTHER_TIME = re.compile(
    rf"\b(?:au|a la date du|jusqu'au|arret\w+ au) (?:1er|\d{{1,2}})[\s/.-]*"
    rf"(?:{MONTHS}|\d{{1,2}}\b)"
    r"|\b(?:semestre|trimestre|periode|mensuel\w*|annuel\w*)\b"
    r"|\b(?:annee|exercice|an)s? (?:precedent|pass|derni|suivant|prochain|anterieur)\w*"
)
_LAST_DAY = re.compile(r"\b31[\s/.-]*(?:decembre|12)\b")
_OF_A_YEAR = re.compile(
    r"\b(?:en|de|pour|fin|debut|annee|exercice|chiffres|situation|rapport) ((?:19|20)\d\d)"
)
# What a text speaks of that is said of answers, in a whole form or for the questions
# beside it; and what the form counts.
_ANSWERS = re.compile(
    r"\b(?:(?:chiffre|donnee|nombre|reponse|question|total)s?|(?:couvr|port|concern)\w*)\b"
)
_THINGS = re.compile(r"\b(?:menage|dossier|relogement|habitant|resident|personne)s?\b")
_COUNTED = re.compile(
    r"\b(?:nombre|nbre|nb)s? (?:total |exact |moyen )?(?:de |d'|des )(?:ces )?"
    r"(?:chefs? de )?(\w{4,})"
    r"|\bcompte[rz] (?:bien )?(?:les |des |chaque |toutes les |tous les )(\w{4,})"
)
FIGURE = re.compile(r"\b(?:nombre|combien|chiffre|total)")  # what the form asks for
# What stands at a place and asks for an answer: a choice that nobody has made, a unit.
_CHOICE = re.compile(
    r"\W*(?:oui\W*(?:\bou\b\W*)?non|non\W*(?:\bou\b\W*)?oui)\b\W*"
    r"(?:(?:a )?(?:biff|entour|ray|coch|barr|supprim|soulign|selection|choisi|efface)"
    r".*)?"
)
_OPEN_BOX, _TICKED = re.compile(r"[☐□▢❏❑○◯]\s*\w"), re.compile(r"[☒☑✓✔✗✘■●◉]|\b[xX]\b")
_DATE = re.compile(r"\d{1,2}[\s/.-]+(?:\d{1,2}[\s/.-]+)?(?:19|20)\d\d|(?:19|20)\d\d")
_IMPERATIVE = re.compile(
    rf"[\s(«\"*-]*(?:(?:a |merci de |veuillez |bien )*(?:{_GIVE}|precise[rz]))\b"
)
# How the own answer of a question is to be given.
_ASKS = re.compile(
    r"[\s(«\"*-]*(?:"
    rf"{_GIVE}|precis\w+|donne[rz]|compte[rz]|merci|veuillez|reponse|chiffre|nombre"
    r"|un(?:e)? seul|en chiffres|attention|rappel|remarque|exemple|ex\b|situation|total"
    r"|voir|cf\b|au 31|n'|ne |max|obligatoire|facultatif|si |s'il|a (?:compl|rempl)|une )"
)
_NEGATIONS = {"ne", "n", "pas", "non", "san", "aucun", "aucune", "rien", "jamai"}
_LONGEST = 160  # letters of an instruction; what is longer is a text of its own
# What a text may begin with before its verb, and the verb itself, by its ending.
_OPENERS = (
    r"(?:(?:attention|rappel|remarque|important|n\.? ?b)\W*)?"
    r"(?:(?:a|merci d(?:e |')|priere d(?:e |')|veuillez|bien|on|vous|ne|n'|pas|plus"
    r"|rien|il (?:faut|convient d(?:e |')|s'agit d(?:e |'))|toujours|d'abord)\b ?)*"
)
_NOUNS = (
    r"nombre|autre|chiffre|titre|cadre|centre|ordre|membre|dossier|loyer|premier"
    r"|dernier|janvier|fevrier|fichier|papier|contre|entre|maire|propre|notre|votre"
)
_INSTRUCTION = re.compile(
    rf"\W*{_OPENERS}(?!(?:{_NOUNS})\b)\w+(?:ez|er|ir|oir|dre|tre|ire|vre)\b"
)
# The words of an instruction that change nothing, in their first letters.
_NEUTRAL = re.compile(
    r"(?:a|an|au|aux|ce|ces|cet|cette|ci|d|dans|de|des|du|en|est|et|il|ici|l|la|le|les|m"
    r"|notre|ou|par|pour|qu|que|s|se|si|sur|un|une|vos|votre|vous"
    r"|ann?ee|aide\w*|annex\w*|attention|bien|cadre|case|champ|chaque|cf|chiffre\w*|choix"
    r"|clair\w*|coch\w*|colonne|commentaire|complet\w*|compte[rz]|personnel\w*|concerne\w*|consult\w*"
    r"|contact\w*|correct\w*|correspond\w*|dics|direction|document"
    r"|donn\w*|encod\w*|exact\w*|exempl\w*|fiche|fichier|formulair\w*|francais?|guide"
    r"|indiqu\w*|enregistr\w*|envo\w*|joi(?:gn|nd)\w*"
    r"|sign\w*|suite|suivi|transm\w*|information|inscri\w*|instruction|lign\w*|lir\w*|lisib\w*|liste|manuel"
    r"|maximum|ment\w*|merci|minimum|mode|nombre|note|numer\w*|obligatoir\w*|oubli\w*"
    r"|page|partie|possible|precis\w*|priere|prochain\w*|question\w*|rappel|registre"
    r"|remarque|rempl\w*|renseign\w*|renvoy\w*|reponse|report\w*|repon\w*|repr\w*|rubrique"
    r"|seul\w*|ci|dessou|dessu|sont|deux|troi|quatre|cinq|soign\w*|suivan\w*|tableau\w*|texte|total|tou[st]?\w{0,2}|unite|veuillez|verifi\w*|voir"
    r"|voi[rsx]\w*|\d{1,3}|[a-h])s?"
)


def asks_otherwise(text: str, own: Iterable[str]) -> bool:
    """Whether an instruction may ask for no answer, or for another than the questions
    beside it. ``own``: the texts of these. What is counted, of whom and when is no
    matter where they ask for no figure.
    """
    said, known = _HARMLESS.sub(" ", _even(text)), _even(" ".join(own))
    if asks_no_answer(text):
        return True
    if not FIGURE.search(known):
        return False
    others = (
        *(_OTHER_UNIT.search(said), _OTHER_PART.search(said)),
        _OTHER_TIME.search(_LAST_DAY.sub(" ", said)),
    )
    counts, counted = _counted(known), _counted(said)
    return (
        any(one is not None and one[0] not in known for one in others)
        or bool(counts and counted - counts)
        or not {*_OF_A_YEAR.findall(said)} <= {*years(known)}
    )


def asks_other_figures(text: str, own: Iterable[str]) -> bool:
    """Whether a sentence of a form about its answers may ask for other figures than the
    questions ask for, whose texts are ``own``: of another time, in another unit, of a
    part of what is counted.
    """
    said, several = _even(text), [*own]
    if not (_ANSWERS.search(said) and asks_otherwise(text, several)):
        return False
    known, bare_text = _even(" ".join(several)), _HARMLESS.sub(" ", said)
    of_part = _OTHER_PART.search(bare_text)
    others = (_OTHER_UNIT.search(bare_text), _OTHER_TIME.search(bare_text))
    is_other = any(one is not None and one[0] not in known for one in others)
    return is_other or (of_part is not None and _THINGS.search(said) is not None)


def _counted(text: str) -> set[str]:
    """The words for what a text counts: "menage" of "comptez les ménages"."""
    return {one[one.lastindex or 0].rstrip("s") for one in _COUNTED.finditer(text)}


def asks_no_answer(text: str) -> bool:
    """Whether an instruction may say that nobody is to answer, or someone else."""
    return _NOT_TO_ANSWER.search(_HARMLESS.sub(" ", _even(text))) is not None


def is_unanswered(text: str, is_text: bool) -> bool:
    """Whether words at a place are the form's, that ask for an answer: "Oui / Non",
    "en euros", "À compléter par la DiCS". ``is_text``: whether a text is asked for, in
    which people write such words too.
    """
    said = _even(text)
    if _TICKED.search(text):
        return False
    if _CHOICE.fullmatch(said) or _OPEN_BOX.search(text):
        return True
    if len(text) > _LONGEST or (is_text and not _IMPERATIVE.match(said)):
        return False
    has_figure = any(map(str.isdigit, _DATE.sub("", said)))
    asks = _ASKS.match(said) or _OTHER_UNIT.search(said)
    return asks_no_answer(text) or (asks is not None and not has_figure)


def is_plain_instruction(text: str, own: Iterable[str]) -> bool:
    """Whether an instruction says only how the answer of these questions is given."""
    is_short = len(text) <= _LONGEST and not text.rstrip().endswith((":", "?"))
    is_said = is_short and _ASKS.match(_even(text)) is not None
    return is_said and not asks_otherwise(text, own)


def begins_like_instruction(text: str) -> bool:
    """Whether a text begins as one that says what to do: with an imperative, "Comptez",
    or an infinitive, "Tenir compte".
    """
    return _INSTRUCTION.match(_even(text)) is not None


def is_harmless(text: str, asked: Iterable[str]) -> bool:
    """Whether one can say of a text that it changes nothing for the questions that it
    stands over: it has no words but those that each of them has, and those of how any
    answer is given. ``asked``: all that each of them says.
    """
    several = [*asked]
    known = set.intersection(*({*_words(one)} for one in several)) if several else set()
    said = _words(_HARMLESS.sub(" ", _even(text)))
    more = {one for one in said if one not in known and not _NEUTRAL.fullmatch(one)}
    is_other = bool(more) or not _NEGATIONS.isdisjoint(said)
    return not (is_other or asks_otherwise(text, several))


@lru_cache(maxsize=200)
def _words(text: str) -> list[str]:
    """The words of a text, those of some letters not in the plural."""
    return [re.sub(r"(?<=\w{3})s$", "", one) for one in re.findall(r"\w+", _even(text))]


@lru_cache(maxsize=200)
def _even(text: str) -> str:
    return " ".join(bare(text).replace("’", "'").split())
