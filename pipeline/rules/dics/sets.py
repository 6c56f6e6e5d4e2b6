"""The counting rules of the DiCS annual report (Plan HP), each with what is known of
it. N is the report's year.

Sources: the form's questions and footnotes. Guard, explanations and reasons of absence
follow from what stands here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pipeline.findings.sentences import dics as said
from pipeline.rules.dics.contacts import (
    A_DISTANCE,
    AFTER,
    BEFORE,
    RENCONTRE,
    TELEPHONE_MAIL,
    VISITE,
    Reach,
)
from pipeline.rules.dics.records import (
    SETS,
    Contenu,
    Facts,
    Menage,
    Menages,
    Motif,
    OfMenage,
    Probleme,
)
from pipeline.rules.registry import See, once

One = TypeVar("One", bound=OfMenage)
MET, CALLED = Reach(BEFORE, RENCONTRE), Reach(BEFORE, TELEPHONE_MAIL)
VISITED, MET_AGAIN, WRITTEN_TO = (
    Reach(AFTER, VISITE),
    Reach(AFTER, RENCONTRE),
    Reach(AFTER, A_DISTANCE),
)
REACHED_AFTER = Reach(AFTER, RENCONTRE | A_DISTANCE | VISITE)
# The columns that put a household in a set.
_LEFT = ("date_relogement", "destination")
_OUTSIDE = ("limitrophe", "eloignee")
_NO_SUPPORT = "accompagnement post-relogement : aucun"


# ---- chapter 2, before relocation


def _still_there(facts: Facts, menage: Menage) -> list[Menage]:
    """Whoever had not left before N."""
    return (
        [menage] if not menage.date_relogement or _year_of(menage) >= facts.year else []
    )


@SETS.add(
    "ménages rencontrés dans l'année (sur site, en permanence ou sur rendez-vous), avant"
    " relogement",
    "2.5, note 1",
    asked_of=_still_there,
    evidence=(MET,),
    already="déjà rencontré",
)
def rencontres(facts: Facts) -> Menages:
    return MET.menages(facts)


@SETS.add(
    "ménages contactés par téléphone ou e-mail dans l'année, avant relogement, sans avoir été"
    " rencontrés (2.5)",
    "2.6",
    after=(rencontres,),
    asked_of=_still_there,
    evidence=(CALLED,),
)
def contactes(facts: Facts) -> Menages:
    return CALLED.menages(facts) - rencontres(facts)


@SETS.add(
    "parmi les ménages rencontrés (2.5) ou contactés (2.6), ceux dont l'accompagnement"
    " pré-relogement est entamé ou poursuivi",
    "2.7",
    ("accompagnement_pre",),
    within=(rencontres, contactes),
    unless="accompagnement pré-relogement : aucun",
)
def accompagnes_pre(facts: Facts) -> Menages:
    return frozenset(
        menage for menage in rencontres(facts) | contactes(facts) if menage.soutien_pre
    )


@SETS.add(
    "parmi les ménages accompagnés avant relogement (2.7), ceux sans réseau social",
    "2.7.3",
    ("reseau",),
    within=(accompagnes_pre,),
    unless="réseau social : oui",
)
def accompagnes_pre_sans_reseau(facts: Facts) -> Menages:
    return frozenset(
        menage for menage in accompagnes_pre(facts) if menage.reseau == "non"
    )


@SETS.add(
    "problématiques des ménages accompagnés avant relogement (2.7), deux au plus par ménage",
    "2.8",
    within=(accompagnes_pre,),
    unless="aucune problématique notée",
)
def problemes_traites(facts: Facts) -> frozenset[Probleme]:
    return frozenset(_each(Probleme, accompagnes_pre(facts)))


def _each(kind: type[One], menages: Iterable[Menage]) -> Iterator[One]:
    """What the numbered columns of these households say, at most two of a household."""
    numbers = range(1, kind.most + 1)
    for menage in menages:
        told = [menage.text(f"{kind.what}_{n}") for n in numbers]
        for text in filter(None, told):
            yield kind(menage, text, tuple(n for n in numbers if told[n - 1] == text))


def _relayed(facts: Facts, answer: str) -> frozenset[Probleme]:
    found = problemes_traites(facts)
    return frozenset(pair for pair in found if pair.text("relais") == answer)


@SETS.add(
    "problématiques traitées (2.8) qui sont relayées vers un service compétent",
    "2.8, note 3",
    within=(problemes_traites,),
)
def problemes_relayes(facts: Facts) -> frozenset[Probleme]:
    return _relayed(facts, "oui")


@SETS.add(
    "problématiques traitées (2.8) qui ne sont pas relayées vers un service compétent",
    "2.8, note 3",
    within=(problemes_traites,),
    after=(problemes_relayes,),
    completes=(problemes_traites,),
    unless="toutes ses problématiques ont été relayées",
)
def problemes_non_relayes(facts: Facts) -> frozenset[Probleme]:
    return _relayed(facts, "non")


@SETS.add(
    "ménages dont une problématique (2.8) n'est pas relayée, une fois par raison",
    "2.9",
    within=(problemes_non_relayes,),
    completes=(problemes_non_relayes,),
)
def motifs_de_non_relais(facts: Facts) -> frozenset[Motif]:
    at: dict[tuple[Menage, str], list[int]] = defaultdict(list)
    for pair in problemes_non_relayes(facts):
        at[pair.menage, pair.text("motif")] += pair.at
    return frozenset(Motif(*of, tuple(sorted(found))) for of, found in at.items())


# ---- chapter 3, after relocation


def _relocated(facts: Facts, menage: Menage) -> list[Menage]:
    return [menage] if menage.en_wallonie else []


def _elsewhere(menage: Menage) -> str:
    """Why a household that left is not relocated in Wallonia."""
    away = said.LEFT_FOR.get(menage.text("destination"), said.LEFT_OTHERWISE)
    return "" if menage.en_wallonie else away


def _not_this_year(facts: Facts, menage: Menage) -> str | See:
    if menage.date_relogement is None:
        return said.still_there(facts.year)
    return _elsewhere(menage) or See(
        said.relocated(_year_of(menage)), "anciens_contactes"
    )


def _not_before(facts: Facts, menage: Menage) -> str | See:
    return _elsewhere(menage) or (
        See(said.relocated(facts.year), "reloges")
        if _year_of(menage) == facts.year
        else ""
    )


def _not_supported_before(facts: Facts, menage: Menage) -> str | See:
    return _not_before(facts, menage) or _NO_SUPPORT


@SETS.add(
    "ménages relogés en Wallonie dans l'année",
    "3.1 et RAPPEL du chapitre 3",
    _LEFT,
    asked_of=lambda facts, menage: [menage],
    unless=_not_this_year,
)
def reloges(facts: Facts) -> Menages:
    return frozenset(
        menage for menage in _en_wallonie(facts) if _year_of(menage) == facts.year
    )


def _en_wallonie(facts: Facts) -> list[Menage]:
    return [menage for menage in facts.menages.values() if menage.en_wallonie]


def _year_of(menage: Menage) -> int:
    return menage.date_relogement.year if menage.date_relogement else 0


@SETS.add(
    "parmi les ménages relogés de 3.1, ceux rencontrés à leur nouveau domicile dans l'année",
    "3.2, note 4",
    within=(reloges,),
    asked_of=_relocated,
    evidence=(VISITED,),
    already="déjà rencontré à son nouveau domicile",
)
def reloges_visites(facts: Facts) -> Menages:
    return reloges(facts) & VISITED.menages(facts)


@SETS.add(
    "parmi les ménages relogés de 3.1, ceux rencontrés ailleurs dans l'année, après "
    "relogement, sans l'avoir été à leur nouveau domicile (3.2)",
    "3.3",
    within=(reloges,),
    after=(reloges_visites,),
    asked_of=_relocated,
    evidence=(MET_AGAIN,),
    already="déjà rencontré",
)
def reloges_rencontres_ailleurs(facts: Facts) -> Menages:
    return reloges(facts) & MET_AGAIN.menages(facts) - reloges_visites(facts)


@SETS.add(
    "parmi les ménages relogés de 3.1, ceux joints par téléphone, e-mail ou courrier, "
    "sans avoir été rencontrés (3.2, 3.3)",
    "3.4",
    within=(reloges,),
    after=(reloges_rencontres_ailleurs,),
    asked_of=_relocated,
    evidence=(WRITTEN_TO,),
)
def reloges_contactes(facts: Facts) -> Menages:
    met = reloges_visites(facts) | reloges_rencontres_ailleurs(facts)
    return reloges(facts) & WRITTEN_TO.menages(facts) - met


@SETS.add(
    "parmi les ménages relogés de 3.1, ceux dont l'accompagnement post-relogement "
    "durable est entamé ou poursuivi",
    "3.5",
    ("accompagnement_post",),
    within=(reloges,),
    asked_of=_relocated,
    unless=_NO_SUPPORT,
)
def reloges_accompagnes(facts: Facts) -> Menages:
    return frozenset(menage for menage in reloges(facts) if menage.soutien_post)


@once
def anciens(facts: Facts) -> Menages:
    """Relocated in Wallonia before N."""
    return frozenset(
        menage for menage in _en_wallonie(facts) if _year_of(menage) < facts.year
    )


@SETS.add(
    "ménages relogés en Wallonie avant l'année, contactés ou rencontrés dans l'année",
    "3.6, note 5",
    _LEFT,
    asked_of=lambda facts, menage: [menage] if menage.date_relogement else [],
    evidence=(REACHED_AFTER,),
    unless=_not_before,
)
def anciens_contactes(facts: Facts) -> Menages:
    return anciens(facts) & AFTER.contacts(facts).keys()


@SETS.add(
    "ménages relogés en Wallonie avant l'année, accompagnement durable entamé ou poursuivi",
    "3.7",
    (*_LEFT, "accompagnement_post"),
    usually=(anciens_contactes,),
    asked_of=_relocated,
    unless=_not_supported_before,
)
def anciens_accompagnes(facts: Facts) -> Menages:
    return frozenset(menage for menage in anciens(facts) if menage.soutien_post)


@SETS.add(
    "ménages accompagnés après relogement : ceux de l'année (3.5) et ceux d'avant (3.7)",
    "3.8",
    within=(reloges_accompagnes, anciens_accompagnes),
    completes=(reloges_accompagnes, anciens_accompagnes),
)
def accompagnes_post(facts: Facts) -> Menages:
    return reloges_accompagnes(facts) | anciens_accompagnes(facts)


@SETS.add(
    "parmi les ménages accompagnés après relogement (3.5 et 3.7), ceux sans réseau social",
    "3.8.4",
    ("reseau_actuel",),
    within=(accompagnes_post,),
    unless="réseau social : oui",
)
def accompagnes_post_sans_reseau(facts: Facts) -> Menages:
    return frozenset(
        menage for menage in accompagnes_post(facts) if menage.reseau_actuel == "non"
    )


@SETS.add(
    "contenus de l'accompagnement après relogement (3.5 et 3.7), deux au plus par ménage",
    "3.9",
    within=(accompagnes_post,),
    unless="aucun contenu noté",
)
def contenus_travailles(facts: Facts) -> frozenset[Contenu]:
    return frozenset(_each(Contenu, accompagnes_post(facts)))


def _not_entrusted(facts: Facts, menage: Menage) -> str:
    if menage.localisation in _OUTSIDE:
        return said.NOT_ENTRUSTED
    return said.SAME_COMMUNE if menage.localisation else said.NO_LOCATION


@SETS.add(
    "parmi les ménages relogés de 3.1, ceux vivant hors de la commune et dont le suivi "
    "est confié à un autre",
    "3.10, note 6",
    ("localisation", "suivi_confie"),
    within=(reloges,),
    asked_of=_relocated,
    unless=_not_entrusted,
)
def suivis_confies(facts: Facts) -> Menages:
    outside = (menage for menage in reloges(facts) if menage.localisation in _OUTSIDE)
    return frozenset(menage for menage in outside if menage.suivi_confie == "oui")
