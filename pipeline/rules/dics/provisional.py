"""Which figures of a DiCS report may yet change, and what is sure of the others.

A figure is the size of a set in which each record is of one household, or is one file:
what the mending of a cell changes is found household by household and file by file,
each beside what is sure of it, and added.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.questions import Question
from pipeline.model.problem import Problem
from pipeline.model.submission import Submission
from pipeline.rules.dics.advice import ADVICE
from pipeline.rules.dics.records import SETS, Dossier, Facts
from pipeline.rules.dics.register import Count, Register, Subject, Values, sheets_of
from pipeline.rules.faults import Provisional, faults_in
from pipeline.rules.mendings import Mending, outcomes

# What support after relocation asks for (checks.py).
_CALLS = {
    "accompagnement_post": ("statut", "reseau", "localisation", "destination"),
    "destination": ("statut", "reseau", "localisation"),
    "date_relogement": ("destination",),
}
_COUNTED = frozenset({"menages", "contacts", "dossiers"})
# By how many mendings a figure of one household is asked for, and all of them; what
# would take more is not sure.
MOST_MENDINGS, MOST_RUNS = 1_500, 20_000
_ANY_NUMBER = 10**9


def provisional(
    form: Form,
    rows: CheckedRows,
    submission: Submission,
    problems: Sequence[Problem],
    facts: Facts,
    count: Count,
) -> Provisional:
    """What is sure of the figures. ``count``: the lines of a question that counts
    records, of some facts.
    """
    faults = faults_in(form, rows, submission, problems, ADVICE, _CALLS)
    register, runs = Register(form, rows, faults, facts, count), 0
    found = Provisional(faults, _COUNTED, {}, {}, {})
    files, households = [*register.files()], [*register.households()]
    for question in form.questions.values():
        counts = {line.key for line in question.counted(form.lists)}
        if not counts:
            continue
        read = sheets_of(question)
        of_files = any(SETS[name].kind is Dossier for name in question.named_sets)
        none = getattr(question, "none", "")  # ticked where nothing surely counts
        every = {*question.keys(form.lists)} - ({none} if none else set())
        if read & faults.sheets:
            found.unsure.update({(question.id, line): _ANY_NUMBER for line in every})
            continue
        places = {(question.id, line) for line in every}
        for subject in files if of_files else households:
            if subject.sheets & read:
                runs += _ask(question, subject, every, counts, found, MOST_RUNS - runs)
            if places <= found.unsure.keys() and not none:
                break  # nothing is left to be sure of
    return found


def _ask(
    question: Question,
    subject: Subject,
    lines: set[str],
    counts: set[str],
    found: Provisional,
    left: int,
) -> int:
    """What one household or file adds to these lines by any mending, beside what it adds
    to what is counted on the sound rows. ``counts``: those that are numbers, since a
    precision may look like one. Gives by how many mendings it was asked for, at most
    ``left``.
    """

    def asked(mending: Mending) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(subject.find(question, mending).items()))

    most = 0 if subject.is_open else min(MOST_MENDINGS, left)
    results, runs = outcomes(asked, most)
    before, told = subject.base(question), [dict(result) for result in results]
    for line in lines:
        place, was = (question.id, line), _nothing_as_empty(before, line)
        values = {_nothing_as_empty(one, line) for one in told}
        is_text = line not in counts
        if len(values) != 1:
            least = 0 if is_text else min(int(one or 0) for one in values or {""})
            fewer = 0 if is_text else int(was or 0) - least
            found.unsure[place] = found.unsure.get(place, 0) + fewer
        elif is_text and was not in values:
            found.texts.setdefault(place, []).extend(values)
            if was:  # another text stands in its place
                found.unsure.setdefault(place, 0)
        elif not is_text:
            more = int(values.pop() or 0) - int(was or 0)
            found.added[place] = found.added.get(place, 0) + more
    return runs


def _nothing_as_empty(values: Values, line: str) -> str:
    """What is added to a line, "" where that is nothing or 0."""
    return values.get(line, "").removesuffix("0") and values[line]
