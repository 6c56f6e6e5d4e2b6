"""The last guard of a DiCS report: what the form implies between its figures, on the finished answers.

With sets as rules all of it holds by construction; where it ever does not, the households are named and nothing is
delivered (form: 2.7 "parmi", 2.7.1 to 2.9, 3.2 to 3.4, 3.8 "ces ménages", 4.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pipeline.edition.form import Form, Question
from pipeline.model.problem import Difference
from pipeline.model.submission import Answers
from pipeline.rules.dics.records import Facts, Menage

Records = frozenset[Any]
# Sets that divide one another, and what their parts are together.
_WHOLE = {
    "accompagnes_pre": ("accompagnes_pre",),
    "accompagnes_post": ("reloges_accompagnes", "anciens_accompagnes"),
}
# Sets, apart from one another, that lie within others.
_WITHIN = (
    (("accompagnes_pre",), ("rencontres", "contactes")),
    (("accompagnes_pre_sans_reseau",), ("accompagnes_pre",)),
    (("reloges_visites", "reloges_rencontres_ailleurs", "reloges_contactes"), ("reloges",)),
    (("reloges_accompagnes",), ("reloges",)),
    (("accompagnes_post_sans_reseau",), _WHOLE["accompagnes_post"]),
    (("suivis_confies",), ("reloges",)),
)
_FATES = ("dossiers_octroyes", "dossiers_rejetes", "dossiers_en_cours")


def guard(form: Form, facts: Facts, answers: Answers) -> Iterator[Difference]:
    """Each household or file by which two figures contradict each other; nothing on sound answers. What the edition
    does not ask is compared with nothing."""
    for asked in form.questions.values():
        if asked.kind in ("count", "breakdown", "lines"):
            yield from _values(answers, asked.id)
        divided = (asked.columns or {}).get("") if asked.kind == "breakdown" else None
        if divided and divided == asked.total and (whole := _asked(form, _WHOLE.get(divided, ()), whole=True)):
            yield from _shared_out(form, answers, asked, _all(answers, whole), _named(whole))
    yield from _apart(answers, _asked(form, ("rencontres", "contactes")))
    for inner, outer in _WITHIN:
        parts, whole = _asked(form, inner), _asked(form, outer, whole=True)
        yield from _apart(answers, parts)
        if parts and whole:
            yield from _outside(f"{_named(parts)} dans {_named(whole)}", _all(answers, parts), _all(answers, whole))
    yield from _problems(form, answers)
    yield from _files(form, answers)


def _asked(form: Form, names: Iterable[str], whole: bool = False) -> tuple[str, ...]:
    """The questions that count these sets, those that the edition has; with ``whole`` none, unless it has them all."""
    found = [form.counting(name) for name in names]
    return () if whole and None in found else tuple(question.id for question in found if question)


def _dividing(form: Form, name: str) -> Question | None:
    """The question that divides a set over the lines of a list."""
    return next(
        (q for q in form.questions.values() if q.kind == "breakdown" and (q.columns or {}).get("") == name), None
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


def _items(form: Form, question: Question) -> dict[str, str]:
    """The lines of the form's own, with their labels."""
    return {item.key: item.label for item in form.lists[question.list].items if not item.off_form}


def _shared_out(form: Form, answers: Answers, question: Question, whole: Records, named: str) -> Iterator[Difference]:
    """The total of a breakdown is the whole of what it divides, each record on one line."""
    yield from _same(f"total de {question.id} et {named}", _line(answers, question.id, "total"), whole)
    lines = [_line(answers, question.id, key) for key in _items(form, question)]
    yield from _same(f"lignes de {question.id} et {named}", frozenset().union(*lines), whole)
    for one, other in combinations(lines, 2):
        yield from _outside(f"deux lignes de {question.id} à la fois", one & other, frozenset())


def _problems(form: Form, answers: Answers) -> Iterator[Difference]:
    """2.8: concerned = relayed + not relayed; problems of households of 2.7 only. 2.9: whoever is not relayed has a
    reason, and nobody else has one."""
    asked = _dividing(form, "problemes_traites")
    if asked is None:
        return
    columns = {name: column for column, name in (asked.columns or {}).items()}
    helped, kept = _asked(form, ["accompagnes_pre"]), frozenset[Any]()
    for key, label in _items(form, asked).items():
        concerned, where = _line(answers, asked.id, key), f"{asked.id}, {label}"
        if helped:
            here = f"{asked.id} dans {_named(helped)}"
            yield from _outside(here, _menages(concerned), _all(answers, helped))
        if "problemes_relayes" in columns and "problemes_non_relayes" in columns:
            yes, no = (
                _line(answers, asked.id, f"{key}_{columns[name]}")
                for name in ("problemes_relayes", "problemes_non_relayes")
            )
            yield from _same(f"{where} : relayés + non relayés", yes | no, concerned)
            yield from _outside(f"{where} : relayé et non relayé à la fois", yes & no, frozenset())
            kept |= no
    reasons = _dividing(form, "motifs_de_non_relais")
    if reasons and "problemes_non_relayes" in columns:
        yield from _reasons(form, answers, reasons, _menages(kept), asked.id)


def _reasons(
    form: Form, answers: Answers, question: Question, kept: frozenset[Menage], problems: str
) -> Iterator[Difference]:
    lines = {key: _line(answers, question.id, key) for key in _items(form, question)}
    given = _menages(frozenset().union(*lines.values()))
    yield from _same(f"{question.id} et les non relayés de {problems}", given, kept)
    for key, records in lines.items():
        if len(records) > len(kept):
            where = f"{question.id}, {_items(form, question)[key]} ({', '.join(_who(records))})"
            yield Difference(where, f"au plus {len(kept)}", str(len(records)))


def _files(form: Form, answers: Answers) -> Iterator[Difference]:
    """4.2: the fates of its files are all of them, each file has one, and its other lines lie within the total."""
    parts = _asked(form, _FATES)
    yield from _apart(answers, parts)
    for asked in form.questions.values():
        lines = {name: line for line, name in (asked.lines or {}).items()}
        if "dossiers_ouverts" not in lines:
            continue
        opened = _line(answers, asked.id, lines.pop("dossiers_ouverts"))
        if len(parts) == len(_FATES):
            yield from _same(f"{_named(parts)} et le total de {asked.id}", _all(answers, parts), opened)
        for line in lines.values():
            yield from _outside(f"lignes de {asked.id} et leur total", _line(answers, asked.id, line), opened)


def _menages(records: Records) -> frozenset[Menage]:
    return frozenset(record.menage for record in records)
