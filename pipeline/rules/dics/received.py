"""The allowance files behind figures that were received instead of rows: as many as these
say, of nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import chain, repeat

from pipeline.findings.sentences import dics as said
from pipeline.model.problem import CellRef
from pipeline.model.submission import Received, Row
from pipeline.model.text import french_day
from pipeline.rules.dics.records import Dossier, Facts


def with_received(facts: Facts, received: Received) -> Facts:
    """The records with the files that these figures count. Each set of chapter 4 holds
    as many of them as its figure says.
    """
    counts, who = received.counts, said.received(french_day(received.day))
    before, now = date(facts.year - 1, 12, 31), date(facts.year, 12, 31)
    relocated = chain(
        repeat(before, counts["dossiers_relogement_precedent"]),
        repeat(now, counts["dossiers_relogement_annee"]),
        repeat(None),
    )
    decided = chain(
        repeat("octroi", counts["dossiers_octroyes"]),
        repeat("refus_definitif", counts["dossiers_rejetes"]),
        repeat(""),
    )
    # A place that is the file itself, without a cell.
    row = Row(received.sheet, received.file, 0, {"ouverture": ""}, {"ouverture": ""})
    opened = [
        Dossier(who, "", now, next(decided), None, next(relocated), row)
        for _ in range(counts["dossiers_ouverts"])
    ]
    older = [
        Dossier(who, "", before, "octroi", now, None, row)
        for _ in range(counts["dossiers_anciens_octroyes"])
    ]
    return replace(facts, dossiers=(*facts.dossiers, *opened, *older), received=who)


def disagree(counts: Mapping[str, int]) -> bool:
    """Whether figures contradict each other."""
    opened = counts["dossiers_ouverts"]
    parts = ("dossiers_octroyes", "dossiers_rejetes", "dossiers_en_cours")
    lines = ("dossiers_relogement_precedent", "dossiers_relogement_annee")
    divided = sum(counts[name] for name in parts)
    return divided != opened or sum(counts[name] for name in lines) > opened


def undated(facts: Facts) -> list[CellRef]:
    """The files of the year of which it is not known for which relocation they are:
    neither they nor the register say it.
    """
    return [
        one.row.ref("date_relogement")
        for one in facts.dossiers
        if one.ouverture.year == facts.year
        and one.relogement is None
        and one.menage not in facts.menages
    ]
