"""The last guard of a DiCS report: what the form implies between its figures, on the
finished answers.

With sets as rules all of it holds by construction; where it ever does not, the
households are named and nothing is delivered. What is implied stands with each set
(sets.py): what it lies within, comes after and completes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pipeline.edition.form import Form
from pipeline.edition.questions import Breakdown, Lines, Question
from pipeline.model.problem import Difference
from pipeline.model.submission import Answers
from pipeline.rules.dics.records import SETS, Facts, Menage
from pipeline.rules.registry import CountingSet

Records = frozenset[Any]
Counted = CountingSet[Facts]
_COLUMNS = {"relayes": "relayé", "non_relayes": "non relayé"}


def guard(form: Form, facts: Facts, answers: Answers) -> Iterator[Difference]:
    """Each household or file by which two figures contradict each other; nothing on
    sound answers. What the edition does not ask is compared with nothing.
    """
    for asked in form.questions.values():
        yield from _values(form, answers, asked)
    for divided in form.asked(Breakdown):
        yield from _breakdown(form, answers, divided)
    for lines in form.asked(Lines):
        yield from _lines(form, answers, lines)
    earlier = {one for counted in SETS for one in counted.after}
    for counted in SETS:
        if counted not in earlier:
            yield from _chain(form, answers, counted)


def _chain(form: Form, answers: Answers, last: Counted) -> Iterator[Difference]:
    """Sets that come after one another are apart, and lie within others together."""
    parts, whole = _asked(form, last.chain), _whole(form, last.within)
    yield from _apart(answers, parts)
    if parts and whole:
        yield from _outside(
            f"{_named(parts)} dans {_named(whole)}",
            _all(answers, parts),
            _all(answers, whole),
        )


def _asked(form: Form, sets: Iterable[Counted]) -> tuple[str, ...]:
    """The questions that count these sets, those that the edition has."""
    return tuple(
        question.id for counted in sets if (question := form.counting(counted.name))
    )


def _whole(form: Form, sets: Iterable[Counted]) -> tuple[str, ...]:
    """The questions that count these sets, or else what each of them alone completes;
    none, unless all are asked.
    """
    found = [
        _asked(form, [counted])
        or (() if counted.after else _whole(form, counted.completes))
        for counted in sets
    ]
    return (
        tuple(question for questions in found for question in questions)
        if all(found)
        else ()
    )


def _named(questions: tuple[str, ...]) -> str:
    return " + ".join(questions)


def _line(answers: Answers, question: str, line: str = "") -> Records:
    return answers.figures[question][line].records


def _all(answers: Answers, questions: Iterable[str]) -> Records:
    return frozenset().union(*(_line(answers, question) for question in questions))


def _who(records: Iterable[Any]) -> list[str]:
    return sorted({str(record.who) for record in records})


def _same(where: str, found: Records, wanted: Records) -> Iterator[Difference]:
    """Two sets that must be one: who is missing from the first, who is too many."""
    for who in _who(wanted - found):
        yield Difference(where, wanted=who)
    yield from _outside(where, found, wanted)


def _outside(where: str, found: Records, wanted: Records) -> Iterator[Difference]:
    for who in _who(found - wanted):
        yield Difference(where, found=who)


def _values(form: Form, answers: Answers, asked: Question) -> Iterator[Difference]:
    """A figure says how many records are in it."""
    for line in asked.counted(form.lists):
        figure = answers.figures[asked.id][line.key]
        number = str(len(figure.records))
        if figure.value != number:
            who = ", ".join(_who(figure.records))
            where = f"{asked.id} {line.key}".rstrip()
            yield Difference(f"{where} ({who})", number, figure.value)


def _apart(answers: Answers, questions: tuple[str, ...]) -> Iterator[Difference]:
    """Nobody is in two of these questions."""
    for one, other in combinations(questions, 2):
        yield from _outside(
            f"{one} et {other} à la fois",
            _line(answers, one) & _line(answers, other),
            frozenset(),
        )


def _items(form: Form, question: Breakdown) -> dict[str, str]:
    """The lines of the form's own, with their labels."""
    return {
        item.key: item.label
        for item in form.lists[question.list].items
        if not item.off_form
    }


def _shared_out(
    form: Form, answers: Answers, question: Breakdown, whole: Records, named: str
) -> Iterator[Difference]:
    """The total of a breakdown is the whole of what it divides, each record on one
    line.
    """
    yield from _same(
        f"total de {question.id} et {named}",
        _line(answers, question.id, "total"),
        whole,
    )
    lines = [_line(answers, question.id, key) for key in _items(form, question)]
    yield from _same(
        f"lignes de {question.id} et {named}", frozenset().union(*lines), whole
    )
    for one, other in combinations(lines, 2):
        yield from _outside(
            f"deux lignes de {question.id} à la fois", one & other, frozenset()
        )


def _breakdown(
    form: Form, answers: Answers, question: Breakdown
) -> Iterator[Difference]:
    """What a question divides over its lines, and what becomes of each line in its
    other columns.
    """
    divided = SETS[question.columns[""]]
    if divided.name == question.total and (whole := _whole(form, [divided])):
        yield from _shared_out(
            form, answers, question, _all(answers, whole), _named(whole)
        )
    elif whole := _whole(form, divided.within):
        here = f"{question.id} dans {_named(whole)}"
        yield from _outside(
            here, _menages(_divided(form, answers, question)), _all(answers, whole)
        )
    columns = {name: column for column, name in question.columns.items()}
    for last in SETS:
        names = [counted.name for counted in last.chain]
        if last.completes == (divided,) and columns.keys() >= set(names):
            yield from _columns(
                form, answers, question, [columns[name] for name in names]
            )
    for other in form.asked(Breakdown):
        for column, name in other.columns.items():
            if column and divided.completes == (SETS[name],):
                yield from _reasons(form, answers, question, other, column)


def _divided(
    form: Form, answers: Answers, question: Breakdown, column: str = ""
) -> Records:
    """What stands in a column of a question, over all its lines."""
    suffix = f"_{column}" if column else ""
    return frozenset().union(
        *(
            _line(answers, question.id, f"{key}{suffix}")
            for key in _items(form, question)
        )
    )


def _columns(
    form: Form, answers: Answers, question: Breakdown, columns: list[str]
) -> Iterator[Difference]:
    """Each record of a line stands in one of these columns (2.8: concerned is relayed
    or not relayed).
    """
    words = [_COLUMNS.get(column, column) for column in columns]
    for key, label in _items(form, question).items():
        where, parts = (
            f"{question.id}, {label}",
            [_line(answers, question.id, f"{key}_{column}") for column in columns],
        )
        together = f"{where} : {' + '.join(f'{word}s' for word in words)}"
        yield from _same(
            together, frozenset().union(*parts), _line(answers, question.id, key)
        )
        for (one, here), (other, there) in combinations(
            zip(words, parts, strict=True), 2
        ):
            yield from _outside(
                f"{where} : {one} et {other} à la fois", here & there, frozenset()
            )


def _reasons(
    form: Form, answers: Answers, question: Breakdown, other: Breakdown, column: str
) -> Iterator[Difference]:
    """Whoever stands in a column of another question has a line here, and nobody else
    has one (2.9).
    """
    kept, named = (
        _menages(_divided(form, answers, other, column)),
        f"{_COLUMNS.get(column, column)}s",
    )
    yield from _same(
        f"{question.id} et les {named} de {other.id}",
        _menages(_divided(form, answers, question)),
        kept,
    )
    for key, label in _items(form, question).items():
        records = _line(answers, question.id, key)
        if len(records) > len(kept):
            where = f"{question.id}, {label} ({', '.join(_who(records))})"
            yield Difference(where, f"au plus {len(kept)}", str(len(records)))


def _lines(form: Form, answers: Answers, question: Lines) -> Iterator[Difference]:
    """The lines of a question lie within its total; sets that complete the total are
    all of it (4.2).
    """
    lines = {
        SETS[name]: _line(answers, question.id, line)
        for line, name in question.lines.items()
    }
    for total, whole in lines.items():
        for last in SETS:
            parts = _asked(form, last.chain)
            if last.completes == (total,) and len(parts) == len(last.chain):
                yield from _same(
                    f"{_named(parts)} et le total de {question.id}",
                    _all(answers, parts),
                    whole,
                )
        for counted, records in lines.items():
            if total in counted.within:
                yield from _outside(
                    f"lignes de {question.id} et leur total", records, whole
                )


def _menages(records: Records) -> frozenset[Menage]:
    return frozenset(
        record if isinstance(record, Menage) else record.menage for record in records
    )
