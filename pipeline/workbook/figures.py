"""Figures that were sent instead of rows (``canevas chiffres``), as a file: counts, whose
they are and of which day; nothing of a household.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.edition.form import Form
from pipeline.edition.questions import Ticks
from pipeline.edition.row_schema import is_date
from pipeline.findings.sentences import parts as said
from pipeline.model.problem import Problem, first_cells
from pipeline.model.submission import Received, Submission
from pipeline.rules.families import FAMILIES

SUFFIX = ".json"
_VERSION, _MOST_BYTES, _MOST = 1, 64 << 10, 100_000  # the last: records of a figure
Head = Mapping[str, Any]


def ticking(form: Form) -> dict[str, list[str]]:
    """The questions whose tick goes with such figures, each with its lines."""
    listed = FAMILIES[form.family].sent.ticks
    return {
        question.id: [item.key for item in question.answer_lines(form.lists)]
        for question in form.asked(Ticks)
        if question.list == listed
    }


class NoFigures(Exception):
    """Why a workbook gives no figures, in French. ``at_fault``: whether it would once it
    is mended.
    """

    def __init__(self, why: str, at_fault: bool = False) -> None:
        super().__init__(why)
        self.at_fault = at_fault


def counted_figures(
    form: Form, submission: Submission, facts: Any, day: str
) -> Received:
    """The figures of the sheet that a form lets be sent so, as at the ``day`` on which
    they are counted (ISO). Raises NoFigures.
    """
    family = FAMILIES[form.family]
    sheet = family.sent.sheet
    if not sheet:
        raise NoFigures(said.NO_FIGURES)
    if sheet not in submission.rows:
        raise NoFigures(said.not_there(form.sheets[sheet].title))
    if cells := family.undated(facts):
        raise NoFigures(said.without_date(first_cells(cells)), at_fault=True)
    counts = {name: len(family.sets[name].members(facts)) for name in family.sent.sets}
    ticks = {
        asked: line
        for asked in ticking(form)
        for line in facts.chosen(form.questions[asked])
    }
    return Received("", day, sheet, counts, ticks)


def figures_file(form: Form, submission: Submission, received: Received) -> bytes:
    """The file of the figures that were counted in a workbook, with whose they are."""
    head = submission.rows[form.head.key][0].values
    told = {
        "note": said.NOTE,
        "version": _VERSION,
        "formulaire": form.edition,
        "le": received.day,
        "entete": {key: head[key] for key in form.whose},
        "chiffres": dict(received.counts),
        "cases": dict(received.ticks),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def labelled(form: Form, received: Received) -> list[str]:
    """The figures with their names."""
    sets = FAMILIES[form.family].sets
    return [
        said.counted(sets[name].label, count) for name, count in received.counts.items()
    ]


def read_figures(form: Form, path: Path, name: str) -> tuple[Head, Received] | Problem:
    """Whose figures a file has, and these; else why they cannot be taken."""
    told = _told(path)
    if told.get("version") != _VERSION:
        return Problem("chiffres-illisibles", None, {"fichier": name})
    if told.get("formulaire") != form.edition:
        facts = {"lu": str(told.get("formulaire"))[:80], "attendu": form.edition}
        facts |= {"fichier": name, "autre": said.OTHERS}
        return Problem("partie-autre-formulaire", None, facts)
    if not _is_sound(form, told):
        return Problem("chiffres-illisibles", None, {"fichier": name})
    sheet = FAMILIES[form.family].sent.sheet
    ticks = _mapping(told, "cases")
    received = Received(name, told["le"], sheet, told["chiffres"], ticks)
    return told["entete"], received


def _told(path: Path) -> dict[str, Any]:
    """What a file says; nothing where it is no such file."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        told = json.loads(data) if len(data) <= _MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}


def _is_sound(form: Form, told: Mapping[str, Any]) -> bool:
    """Whether figures are as they were written."""
    head, counts, ticks = (
        _mapping(told, key) for key in ("entete", "chiffres", "cases")
    )
    family, lines = FAMILIES[form.family], ticking(form)
    day = told.get("le")
    return (
        isinstance(day, str)
        and is_date(day)
        and head.keys() == {*form.whose}
        and all(type(one) in (str, int) for one in head.values())
        and counts.keys() == {*family.sent.sets}
        and all(type(one) is int and 0 <= one <= _MOST for one in counts.values())
        and all(line in lines.get(name, ()) for name, line in ticks.items())
        and bool(counts)
        and not family.disagree(counts)
    )


def _mapping(told: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = told.get(key)
    return found if isinstance(found, dict) else {}
