"""The counting rules of the allowance files (chapter 4), each with what is known of it.
One row is one file.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings.sentences import dics as said
from pipeline.rules.dics.records import SETS, Dossier, Facts, Menage
from pipeline.rules.registry import See

_SHEETS = ("menages", "dossiers")
_DECIDED = ("decision", "date_decision")


def _files(facts: Facts, menage: Menage) -> list[Dossier]:
    return [dossier for dossier in facts.dossiers if dossier.menage == menage.key]


def _files_or_itself(facts: Facts, menage: Menage) -> Sequence[Dossier | Menage]:
    return _files(facts, menage) or [menage]


def _not_opened(facts: Facts, asked: Dossier | Menage) -> str | See:
    if isinstance(asked, Menage):
        return said.no_file(facts.year)
    return See(said.opened(asked.ouverture.year), "dossiers_anciens_octroyes")


def _decided_otherwise(facts: Facts, dossier: Dossier) -> str:
    if dossier.ouverture.year != facts.year:
        return said.opened(dossier.ouverture.year)
    return _decision(facts, dossier)


def _decision(facts: Facts, dossier: Dossier) -> str:
    return said.decided(facts.year, dossier.decision)


def _not_granted_later(facts: Facts, dossier: Dossier) -> str | See:
    if dossier.ouverture.year == facts.year:
        return See(said.opened(facts.year), "dossiers_ouverts")
    if dossier.decision == "octroi" and dossier.date_decision:
        return said.granted(dossier.date_decision.year)
    return _decision(facts, dossier)


@SETS.add(
    "dossiers ouverts dans l'année",
    "4.2",
    reads=_SHEETS,
    asked_of=_files_or_itself,
    unless=_not_opened,
)
def dossiers_ouverts(facts: Facts) -> frozenset[Dossier]:
    return frozenset(
        dossier for dossier in facts.dossiers if dossier.ouverture.year == facts.year
    )


def _for_relocation_in(facts: Facts, year: int) -> frozenset[Dossier]:
    opened = dossiers_ouverts(facts)
    return frozenset(
        dossier
        for dossier in opened
        if dossier.relogement and dossier.relogement.year == year
    )


@SETS.add(
    "parmi 4.2, dossiers pour un relogement en Wallonie de l'année précédente",
    "4.2, « fin » de l'année précédente",
    ("date_relogement",),
    within=(dossiers_ouverts,),
)
def dossiers_relogement_precedent(facts: Facts) -> frozenset[Dossier]:
    return _for_relocation_in(facts, facts.year - 1)


@SETS.add(
    "parmi 4.2, dossiers pour un relogement en Wallonie de l'année",
    "4.2",
    ("date_relogement",),
    within=(dossiers_ouverts,),
    after=(dossiers_relogement_precedent,),
)
def dossiers_relogement_annee(facts: Facts) -> frozenset[Dossier]:
    return _for_relocation_in(facts, facts.year)


@SETS.add(
    "parmi 4.2, dossiers dont la dernière décision au 31/12 est un octroi",
    "4.2.1",
    _DECIDED,
    reads=_SHEETS,
    asked_of=_files,
    unless=_decided_otherwise,
)
def dossiers_octroyes(facts: Facts) -> frozenset[Dossier]:
    return frozenset(
        dossier for dossier in dossiers_ouverts(facts) if dossier.decision == "octroi"
    )


@SETS.add(
    "parmi 4.2, dossiers dont la dernière décision au 31/12 est un rejet définitif",
    "4.2.2",
    _DECIDED,
    after=(dossiers_octroyes,),
    asked_of=_files,
    unless=_decided_otherwise,
)
def dossiers_rejetes(facts: Facts) -> frozenset[Dossier]:
    return frozenset(
        dossier
        for dossier in dossiers_ouverts(facts)
        if dossier.decision == "refus_definitif"
    )


@SETS.add(
    "parmi 4.2, dossiers sans décision au 31/12, ou rejetés temporairement",
    "4.2.3",
    _DECIDED,
    after=(dossiers_rejetes,),
    completes=(dossiers_ouverts,),
    asked_of=_files,
    unless=_decided_otherwise,
)
def dossiers_en_cours(facts: Facts) -> frozenset[Dossier]:
    return dossiers_ouverts(facts) - dossiers_octroyes(facts) - dossiers_rejetes(facts)


@SETS.add(
    "dossiers ouverts avant l'année et octroyés dans l'année",
    "4.3",
    _DECIDED,
    reads=_SHEETS,
    asked_of=_files,
    unless=_not_granted_later,
)
def dossiers_anciens_octroyes(facts: Facts) -> frozenset[Dossier]:
    return frozenset(
        dossier
        for dossier in facts.dossiers
        if dossier.ouverture.year < facts.year
        and dossier.decision == "octroi"
        and dossier.date_decision is not None
        and dossier.date_decision.year == facts.year
    )
