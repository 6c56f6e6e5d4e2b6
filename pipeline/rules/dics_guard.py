"""The last guard of a DiCS report: what the form implies between its figures, on the finished answers.

With sets as rules all of it holds by construction; where it ever does not, the households are named and nothing is
delivered (form: 2.7 "parmi", 2.7.1 to 2.9, 3.2 to 3.4, 3.8 "ces ménages", 4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pipeline.form import Form
from pipeline.problem import Difference
from pipeline.rules.dics_records import Facts, Menage
from pipeline.submission import Answers

Records = frozenset[Any]
_PARTS = {"2.7.1": ("2.7",), "2.7.2": ("2.7",), **dict.fromkeys(("3.8.1", "3.8.2", "3.8.3"), ("3.5", "3.7"))}
# Questions, apart from one another, that lie within others.
_WITHIN = (
    (("2.7",), ("2.5", "2.6")),
    (("2.7.3",), ("2.7",)),
    (("3.2", "3.3", "3.4"), ("3.1",)),
    (("3.5",), ("3.1",)),
    (("3.8.4",), ("3.5", "3.7")),
    (("3.10",), ("3.1",)),
)


def guard(form: Form, facts: Facts, answers: Answers) -> Iterator[Difference]:
    """Each household or file by which two figures contradict each other; nothing on sound answers."""
    for asked in form.questions.values():
        if asked.kind in ("count", "breakdown", "lines"):
            yield from _values(answers, asked.id)
    yield from _apart(answers, ("2.5", "2.6"))
    for inner, outer in _WITHIN:
        yield from _apart(answers, inner)
        yield from _outside(f"{_named(inner)} dans {_named(outer)}", _all(answers, inner), _all(answers, outer))
    for question, whole in _PARTS.items():
        yield from _shared_out(form, answers, question, _all(answers, whole), _named(whole))
    yield from _problems(form, answers)
    yield from _reasons(form, answers)
    parts = ("4.2.1", "4.2.2", "4.2.3")
    yield from _apart(answers, parts)
    opened = _line(answers, "4.2", "total")
    yield from _same(f"{_named(parts)} et le total de 4.2", _all(answers, parts), opened)
    for line in ("annee_precedente", "annee"):
        yield from _outside("lignes de 4.2 et leur total", _line(answers, "4.2", line), opened)


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


def _values(answers: Answers, question: str) -> Iterator[Difference]:
    """A figure says how many records are in it; a precision may be a number too, and is none."""
    for line, figure in answers.figures[question].items():
        if figure.value.isdecimal() and not line.endswith("_precision") and int(figure.value) != len(figure.records):
            who = ", ".join(_who(figure.records))
            yield Difference(f"{question} {line}".rstrip() + f" ({who})", str(len(figure.records)), figure.value)


def _apart(answers: Answers, questions: tuple[str, ...]) -> Iterator[Difference]:
    """Nobody is in two of these questions."""
    for one, other in combinations(questions, 2):
        yield from _outside(f"{one} et {other} à la fois", _line(answers, one) & _line(answers, other), frozenset())


def _items(form: Form, question: str) -> list[str]:
    return [item.key for item in form.lists[form.questions[question].list].items if not item.off_form]


def _shared_out(form: Form, answers: Answers, question: str, whole: Records, named: str) -> Iterator[Difference]:
    """The total of a breakdown is the whole of what it divides, each record on one line."""
    yield from _same(f"total de {question} et {named}", _line(answers, question, "total"), whole)
    lines = [_line(answers, question, key) for key in _items(form, question)]
    yield from _same(f"lignes de {question} et {named}", frozenset().union(*lines), whole)
    for one, other in combinations(lines, 2):
        yield from _outside(f"deux lignes de {question} à la fois", one & other, frozenset())


def _problems(form: Form, answers: Answers) -> Iterator[Difference]:
    """2.8: concerned = relayed + not relayed; problems of households of 2.7 only."""
    helped = _line(answers, "2.7")
    for key in _items(form, "2.8"):
        concerned, yes, no = (_line(answers, "2.8", f"{key}{end}") for end in ("", "_relayes", "_non_relayes"))
        where = f"2.8, {form.lists[form.questions['2.8'].list].by_key[key].label}"
        yield from _same(f"{where} : relayés + non relayés", yes | no, concerned)
        yield from _outside(f"{where} : relayé et non relayé à la fois", yes & no, frozenset())
        yield from _outside("2.8 dans 2.7", _menages(concerned), helped)


def _reasons(form: Form, answers: Answers) -> Iterator[Difference]:
    """2.9: whoever is not relayed in 2.8 has a reason, and nobody else has one."""
    kept = _menages(frozenset().union(*(_line(answers, "2.8", f"{key}_non_relayes") for key in _items(form, "2.8"))))
    lines = {key: _line(answers, "2.9", key) for key in _items(form, "2.9")}
    yield from _same("2.9 et les non relayés de 2.8", _menages(frozenset().union(*lines.values())), kept)
    for key, records in lines.items():
        if len(records) > len(kept):
            label = form.lists[form.questions["2.9"].list].by_key[key].label
            where = f"2.9, {label} ({', '.join(_who(records))})"
            yield Difference(where, f"au plus {len(kept)}", str(len(records)))


def _menages(records: Records) -> frozenset[Menage]:
    return frozenset(record.menage for record in records)
