"""The allowance files of a DiCS register (chapter 4): what counts them, each set with
what is known of it, and what must hold of them. One row is one file: rows are never
merged.

Whether a file stands twice, and which relocation it is for, is asked of the workbook's
rows as they stand, whatever the report's day: two rows that differ by a decision of
January are two files in the report of the year before too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from pipeline.edition.row_schema import is_date
from pipeline.findings.sentences import dics as said
from pipeline.model.problem import CellRef, Findings
from pipeline.model.submission import Row, Submission
from pipeline.model.text import code_key, number_key, number_signs
from pipeline.rules.dics.records import (
    SETS,
    Dossier,
    Dossiers,
    Facts,
    Menage,
    destinations,
)
from pipeline.rules.registry import See

_SHEETS = ("menages", "dossiers")
_NAMING = ("numero", "menage", "date_relogement")
_OF_WHOM = {"menage", "date_relogement"}  # without the one the other says it
_DECIDED = ("decision", "date_decision")


def _files(facts: Facts, menage: Menage) -> list[Dossier]:
    return [dossier for dossier in facts.dossiers if dossier.menage == menage.key]


def _files_or_itself(facts: Facts, menage: Menage) -> Sequence[Dossier | Menage]:
    return _files(facts, menage) or [menage]


def _not_opened(facts: Facts, asked: Dossier | Menage) -> str | See:
    if isinstance(asked, Menage):
        return facts.received or said.no_file(facts.year)
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
def dossiers_ouverts(facts: Facts) -> Dossiers:
    return frozenset(
        dossier for dossier in facts.dossiers if dossier.ouverture.year == facts.year
    )


def _for_relocation_in(facts: Facts, year: int) -> Dossiers:
    opened = dossiers_ouverts(facts)
    return frozenset(
        dossier
        for dossier in opened
        if dossier.relogement and dossier.relogement.year == year
    )


@SETS.add(
    "parmi les dossiers ouverts dans l'année (4.2), ceux pour un relogement en Wallonie de"
    " l'année précédente",
    "4.2, « fin » de l'année précédente",
    ("date_relogement",),
    within=(dossiers_ouverts,),
)
def dossiers_relogement_precedent(facts: Facts) -> Dossiers:
    return _for_relocation_in(facts, facts.year - 1)


@SETS.add(
    "parmi les dossiers ouverts dans l'année (4.2), ceux pour un relogement en Wallonie de l'année",
    "4.2",
    ("date_relogement",),
    within=(dossiers_ouverts,),
    after=(dossiers_relogement_precedent,),
)
def dossiers_relogement_annee(facts: Facts) -> Dossiers:
    return _for_relocation_in(facts, facts.year)


@SETS.add(
    "parmi les dossiers ouverts dans l'année (4.2), ceux dont la dernière décision au 31/12"
    " est un octroi",
    "4.2.1",
    _DECIDED,
    reads=_SHEETS,
    asked_of=_files,
    unless=_decided_otherwise,
)
def dossiers_octroyes(facts: Facts) -> Dossiers:
    return frozenset(
        dossier for dossier in dossiers_ouverts(facts) if dossier.decision == "octroi"
    )


@SETS.add(
    "parmi les dossiers ouverts dans l'année (4.2), ceux dont la dernière décision au 31/12"
    " est un rejet définitif",
    "4.2.2",
    _DECIDED,
    after=(dossiers_octroyes,),
    asked_of=_files,
    unless=_decided_otherwise,
)
def dossiers_rejetes(facts: Facts) -> Dossiers:
    return frozenset(
        dossier
        for dossier in dossiers_ouverts(facts)
        if dossier.decision == "refus_definitif"
    )


@SETS.add(
    "parmi les dossiers ouverts dans l'année (4.2), ceux sans décision au 31/12, ou rejetés"
    " temporairement",
    "4.2.3",
    _DECIDED,
    after=(dossiers_rejetes,),
    completes=(dossiers_ouverts,),
    asked_of=_files,
    unless=_decided_otherwise,
)
def dossiers_en_cours(facts: Facts) -> Dossiers:
    return dossiers_ouverts(facts) - dossiers_octroyes(facts) - dossiers_rejetes(facts)


@SETS.add(
    "dossiers ouverts avant l'année et octroyés dans l'année",
    "4.3",
    _DECIDED,
    reads=_SHEETS,
    asked_of=_files,
    unless=_not_granted_later,
)
def dossiers_anciens_octroyes(facts: Facts) -> Dossiers:
    return frozenset(
        dossier
        for dossier in facts.dossiers
        if dossier.ouverture.year < facts.year
        and dossier.decision == "octroi"
        and dossier.date_decision is not None
        and dossier.date_decision.year == facts.year
    )


# ---- what must hold

# After every date; a file that is not closed is open after that too.
_NO_DAY, _STILL_OPEN = "9999-12-31", "9999-99"
FINAL = ("octroi", "refus_definitif")


def check_files(facts: Facts, submission: Submission) -> Findings:
    """The findings of the allowance files."""
    noted = {row.number: row for row in submission.rows.get("dossiers", ())}
    yield from _noted_twice(list(noted.values()))
    departures = {row.number: row for row in submission.rows.get("menages", ())}
    for dossier in facts.dossiers:
        row = dossier.row
        if dossier.date_decision and dossier.date_decision < dossier.ouverture:
            yield row.problem("decision-avant-ouverture", "date_decision")
        yield from _relocation_of_no_line(dossier, facts)
        yield from _unknown_relocation(dossier, facts, departures)
        # Pending more than twelve months before the report's day; a decision of January
        # stands in the workbook and has not been forgotten.
        is_old = dossier.ouverture < date(facts.year - 1, 12, 31)
        if is_old and noted[row.number].text("decision") not in FINAL:
            yield row.problem("dossier-en-attente", "decision")
    yield from _number_of_two_households(facts)


# ---- the same file twice


def _noted_twice(rows: list[Row]) -> Findings:
    """The same number twice for a household, or two rows without number that are alike:
    each row is held against all that were opened before it.
    """
    numbered: dict[tuple[str, str], list[Row]] = defaultdict(list)
    alike: dict[object, Row] = {}
    for row in sorted(rows, key=lambda row: (_opened(row), row.number)):
        if not row.values.keys() & _OF_WHOM or "numero" in row.unreadable:
            continue
        household = code_key(row.text("menage"))
        if numero := _numero(row):
            numbered[household, numero].append(row)
            continue
        other = row.columns.keys() - {"numero", "menage"}
        told = [(key, row.text(key)) for key in sorted(other)]
        first = alike.setdefault((household, *told, row.unreadable), row)
        if first is not row:
            whose = said.SAME_HOUSEHOLD if household else said.NO_CODE
            told_of = {"premier": _noted(first), "de_qui": whose}
            yield row.problem("dossier-pareil", "numero", **told_of)
    by_household: dict[str, list[Row]] = defaultdict(list)
    for (household, _), same in numbered.items():
        yield from _same_number(same)
        by_household[household].append(max(same, key=_closed))
    for several in by_household.values():
        if len(several) > 1:
            yield from _alike_numbers(several)


def _same_number(rows: list[Row]) -> Findings:
    """The rows of one number and household, by their opening: each begins after the
    ones before it were refused.
    """
    first, closed = rows[0], _closed(rows[0])
    for row in rows[1:]:
        if closed > _opened(row):
            yield row.problem("dossier-double", "numero", premier=_noted(first))
        if (later := _closed(row)) > closed:
            first, closed = row, later


def _alike_numbers(rows: list[Row]) -> Findings:
    """The first of a household's numbers that may be another one, spelled otherwise
    (2023/022, 2023-22, n° 2023-022): 123/2 is what a new file beside 123 is called, so
    signs are no proof, and the figure holds until someone decides. ``rows``: one of
    each number, by their opening.
    """
    spelled, glued = dict[str, Row](), dict[str, Row]()
    for row in sorted(rows, key=lambda row: (_opened(row), row.number)):
        by_runs, without_signs = number_signs(row.text("numero"))
        first = spelled.get(by_runs) or spelled.get(without_signs) or glued.get(by_runs)
        if by_runs and first and _closed(first) > _opened(row):
            yield row.problem("numero-ressemblant", "numero", premier=_noted(first))
            return
        spelled[by_runs] = glued[without_signs] = row


def _opened(row: Row) -> str:
    """The day on which a file was opened (ISO); one without a day comes last."""
    day = row.text("ouverture")
    return day if is_date(day) else _NO_DAY


def _closed(row: Row) -> str:
    """The day on which a file was definitively refused (ISO), a last day where it never
    was. Where its decision is at fault it may have been refused on any day: what the
    next correction could refute is not told.
    """
    decision, day = row.text("decision"), row.text("date_decision")
    faulty = bool(day and not decision) or bool(
        row.unreadable & {"decision", "date_decision"}
    )
    if decision in ("octroi", "refus_temporaire") or not (decision or faulty):
        return _STILL_OPEN
    return day if decision == "refus_definitif" and is_date(day) else ""


def _number_of_two_households(facts: Facts) -> Findings:
    """One number of two households is two files, or a mistake; it is told once a
    household.
    """
    seen: dict[str, dict[str, Dossier]] = defaultdict(dict)
    for dossier in facts.dossiers:
        numero = _numero(dossier.row)
        if numero and dossier.menage:
            households = seen[numero]
            if households and dossier.menage not in households:
                row, premier = dossier.row, _noted(next(iter(households.values())).row)
                yield row.problem("numero-double", "numero", premier=premier)
            households.setdefault(dossier.menage, dossier)


def _numero(row: Row) -> str:
    """The number of a file for comparing; "" where it has none."""
    return number_key(row.text("numero"))


def _noted(row: Row) -> CellRef:
    """Where a file is noted."""
    return row.ref(next((key for key in _NAMING if key in row.values), "menage"))


# ---- its dates


def _relocation_of_no_line(dossier: Dossier, facts: Facts) -> Findings:
    """A file of N for a relocation that the lines of 4.2 do not have, or hardly have."""
    menage = facts.menages.get(dossier.menage)
    if dossier.ouverture.year != facts.year or (
        menage is None and dossier.relogement is None
    ):
        return
    row, year, before = dossier.row, facts.year, facts.year - 1
    if dossier.relogement is None or dossier.relogement.year not in (before, year):
        told = {"annee": year, "precedente": before}
        yield row.problem("dossier-sans-relogement", "menage", **told)
    elif dossier.relogement < date(before, 7, 1):
        yield row.problem("dossier-ancien-relogement", "menage", precedente=before)


def _unknown_relocation(
    dossier: Dossier, facts: Facts, noted: dict[int, Row]
) -> Findings:
    """A file whose relocation is not the one that the register has of its household.
    ``noted``: the households' rows as they stand in the workbook, so that a departure
    of January is known in December.
    """
    menage = facts.menages.get(dossier.menage)
    if menage is None:
        return
    if dossier.relogement is None and dossier.ouverture.year == facts.year:
        return  # that it has none is told already
    row, household = dossier.row, noted[menage.row.number].values
    left = str(household.get("date_relogement", ""))
    own = row.text("date_relogement")
    if not left or household.get("destination") not in destinations(facts.form):
        cause = said.NO_RELOCATION
    elif own and left[:4] != own[:4]:
        cause = said.ANOTHER_YEAR
    else:
        return
    column = "date_relogement" if own else "menage"
    yield row.problem("dossier-relogement-inconnu", column, cause=cause)
