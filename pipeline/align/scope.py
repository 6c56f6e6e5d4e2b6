"""Of which questions a sentence of a form speaks, and whether it says of the figures of
all of them what they count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.align.instructions import MONTHS
from pipeline.model.text import bare

_SEVERAL = (
    r"(?:chiffre|donnee|nombre|reponse|question|rapport|formulaire|tableau|rubrique)"
)
_ALL = re.compile(
    rf"\b(?:tou[st]\w*|l'ensemble|chaque|ce|du present|le present)"
    rf" (?:les |des |de ces |ces )?{_SEVERAL}"
)
_BACK = re.compile(
    r"\W*[*(\d]|\W*(?:sans|hors|hormis|sauf|dont|excepte|uniquement|seule?s?|seulement"
    r"|(?:y|non) compris)\b"
)
_CHAPTERS = re.compile(r"\bchapitres? (\d+(?:(?:,| et| a|-) ?\d+)*)")
# What is counted, and whom one may count instead.
_THING = r"(menage|relogement|resident|rencontre|dossier|accompagnement|habitant)s?"
_PERSONS = r"(?:personne|individu|adulte|enfant|tete)s?"
_NOT = r"(?:et non|non|pas|plutot|au lieu|comme)"
_DEFINED = re.compile(
    rf"^\W*{_THING}\W*[:=] *(?:\w+\W+){{2}}"
    r"|\b(?:on entend|faut entendre|s'entend\w*|entend\w* par|entendu\w* par|design\w+"
    r"|par definition|(?:est|sont|sera|seront)(?: ici)? (?:defini|considere|compte"
    r"|comptabilise|vise|repris|assimile)\w*)\b"
)
# What a whole form, its figures or what is counted are limited to.
_LIMITED = re.compile(
    rf"\b(?:rapport|formulaire|questionnaire|document|chiffre|donnee|nombre|reponse|{_THING})s?"
    r"\b[^.;:!?]{0,60}\b(?:concern|port|couvr|vis|compt|repris|repren|inclu|limit|reserv"
    r"|exclu|pris)\w*"
)
_LIMIT = re.compile(
    r"\b(?:uniquement|seulement|exclusivement|hors|sauf|hormis|excepte\w*|exclu\w*|limite\w*)\b"
    r"|\bn(?:e |')[^.;:!?]{0,60}?\b(?:que|qu'|pas|plus)"
)
_AS_MUCH_AS = re.compile(rf"\bcompt\w* (?:pour|comme) [^.;:!?]{{0,20}}\b{_THING}\b")
_MEANT = re.compile(rf"\b{_THING}\b")
_INSTEAD = re.compile(
    rf"\b{_PERSONS}\b[^.;]{{0,40}}\b{_NOT}\b[^.;]{{0,20}}\b{_THING}\b"
    rf"|\b{_NOT}\b[^.;]{{0,20}}\b{_THING}\b[^.;]{{0,40}}\b{_PERSONS}\b"
)
_DAY = (
    rf"(?:(?:1er|\d{{1,2}}) )?{MONTHS}(?: (?:19|20)\d\d)?"
    r"|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"
)
_PERIOD = re.compile(
    rf"\b(?:du|de|depuis le|depuis)\s({_DAY})\s?(?:au|a|jusqu'au|-|–)\s?({_DAY})"
)
_FIRST_DAY = re.compile(r"(?:1er |0?1 )?janvier|0?1[/.]0?1\b")
_LAST_DAY = re.compile(r"(?:31 )?decembre|31[/.]12\b")
_AT = re.compile(
    r"\b(?:situation|chiffre|donnee|etat|nombre|reponse)s?\b[^.;:!?]{0,30}"
    rf"\b(?:au|arret\w+ au|a la date du) ({_DAY})"
)
_SENT = re.compile(
    r"\b(?:(?:r?envo|transm|rem(?:et|is)|rent|introdu|depos|appel|contact|accessib|ouvert"
    r"|perman|publi|appro|signe)\w*|disposition|seance|delai)\b"
)
_CUMULATED = re.compile(
    r"\b(?:chiffre|donnee|nombre|reponse|total)s? (?:\w+ ){0,2}cumul\w*"
    r"|\bcumul\w* (?:des |de )(?:chiffre|donnee|nombre|annee)s?"
    r"|\bannees? (?:scolaire|academique|judiciaire)s?"
    r"|\b(?:premier|second|\w+ieme|1er|\d ?e|dernier) (?:semestre|trimestre)\b"
)
MANY = 99  # questions; a form has fewer
_NUMBERS = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7}
_NEIGHBOURS = re.compile(
    rf"\b(?:(?P<many>{'|'.join(_NUMBERS)}|\d{{1,2}}) )?(?:(?:premier|dernier)\w* )?"
    r"(?P<things>(?:question|rubrique|tableau|chiffre|donnee|reponse|nombre|point)[sx]?)"
    r"(?: \w+)? (?:(?P<before>precedent\w*|ci-dessus|qui preced\w*|plus haut)"
    r"|suivant\w*|ci-dessous|ci-apres|qui sui\w*|plus bas)"
)
_NAME = r"(\d+(?:\.\d+)+)\.?"
_RANGE = re.compile(rf"{_NAME}\s*(?:a|au|-|–|jusqu'a)\s*{_NAME}")
_NAMED = re.compile(_NAME)


def speaks_of_all(text: str) -> bool:
    """Whether a text speaks of all figures of a form."""
    return _ALL.search(bare(text)) is not None


def redefines(text: str) -> str | None:
    """Whether a text says of the figures of a form what they count: what is counted, in
    which period; "" for all figures, else the thing that it speaks of, None for neither.
    """
    said = bare(text).replace("’", "'")
    thing = _MEANT.search(said)
    is_limited = _LIMITED.search(said) and _LIMIT.search(said)
    is_defined = any(one.search(said) for one in (_DEFINED, _INSTEAD, _AS_MUCH_AS))
    if thing and (is_defined or is_limited):
        return thing[1]
    if _SENT.search(said):
        return None
    periods = _PERIOD.findall(said)
    is_other = any(not _is_year(*one) for one in periods)
    at = (not _LAST_DAY.match(day) for day in _AT.findall(said))
    is_cumulated = _CUMULATED.search(said)
    return "" if is_other or any(at) or is_cumulated or is_limited else None


def _is_year(first: str, last: str) -> bool:
    return bool(_FIRST_DAY.match(first) and _LAST_DAY.match(last))


def chapters(text: str) -> set[str]:
    """The numbers of the chapters that a text names, "2 et 3", "2 à 4"."""
    found: set[str] = set()
    for several in _CHAPTERS.findall(bare(text)):
        numbers = [*map(int, re.findall(r"\d+", several))]
        if re.search(r"\d ?(?:a|-)", several):
            numbers = [*range(numbers[0], min(numbers[-1], numbers[0] + 20) + 1)]
        found |= {*map(str, numbers)}
    return found


def neighbours(text: str) -> tuple[int, int]:
    """How many questions before and behind it a text speaks of: "Les trois questions
    suivantes", "le tableau ci-dessus"; ``MANY`` where it does not say.
    """
    before = behind = 0
    for found in _NEIGHBOURS.finditer(bare(text)):
        is_one = not found["things"].endswith(("s", "x"))
        said = found["many"] or ""
        number = 1 if is_one else _NUMBERS.get(said) or int(said or MANY)
        if found["before"]:
            before = max(before, number)
        else:
            behind = max(behind, number)
    return before, behind


def refers_back(text: str) -> bool:
    """Whether a text goes on with what stands before it: "* Sans …", "(hors …)"."""
    return _BACK.match(bare(text)) is not None


def named(text: str, names: Mapping[int, str]) -> Iterator[int]:
    """The questions that a text names, "2.5 à 2.9" or "2.5 et 2.6". ``names``: question
    -> the number by which people know it.
    """
    said = bare(text)
    single = {*_NAMED.findall(said)}
    if not single:
        return
    spans = [(_order(first), _order(last)) for first, last in _RANGE.findall(said)]
    for question, name in names.items():
        at = _order(name)
        within = (
            first <= at and at[: len(last)] <= last for first, last in spans if at
        )
        if name in single or any(within):
            yield question


def _order(name: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"\d+", name))
