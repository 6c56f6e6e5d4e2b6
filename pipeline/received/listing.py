"""What a report that came in says, as French lines and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any

from pipeline.findings.sentences import received as say
from pipeline.model.received import NUMBER, TICKS
from pipeline.model.text import around_difference, shortened
from pipeline.received.answers import Answer
from pipeline.received.report import Received

_VERSION = 1  # of what a program reads; another where a name means something else
_MOST = 100  # texts beside the form's that are listed
_MOST_SHOWN = 80  # characters of a text that is another

Group = tuple[str, list[str]]  # a heading and the lines below it


def lines(report: Received) -> Iterator[str]:
    """The answers by question and line, then what is to be seen."""
    yield heading(report)
    yield from indented(chain(by_question(report), to_see(report)))
    yield verdict(report)


def indented(groups: Iterable[Group]) -> Iterator[str]:
    for title, found in groups:
        yield f"  {title}"
        yield from (f"    {line}" for line in found)


def heading(report: Received) -> str:
    """The file, its form, and whose report it is."""
    title = {one.place: one.text for one in report.answers if not one.about.question}
    whose = ", ".join(filter(None, map(title.get, say.WHOSE)))
    return say.heading(report.name, report.form.title, whose)


def by_question(report: Received) -> Iterator[Group]:
    """The answers, those that say nothing left out."""
    for about, group in groupby(report.answers, key=lambda one: one.about[:2]):
        shown = ((answer.line, _shown(answer)) for answer in group)
        found = [f"{line} : {text}" if line else text for line, text in shown if text]
        number, title = about
        is_number = number[:1].isdigit()
        yield f"{number} {title}" if is_number else title, found or [say.NOTHING]


def to_see(report: Received) -> Iterator[Group]:
    """Everything that is not simply read, missing, too much, or contradicts itself."""
    for title, found in (
        (say.FAULTS, [fault(answer) for answer in report.faults]),
        (say.CONTRADICTIONS, [one.sentence for one in report.contradictions]),
        (say.EXTRA, [say.quoted(_line(text)) for text in report.extra]),
        (say.MISSING, [say.quoted(_line(text)) for text in report.missing]),
        (say.REWORDED, [_instead(*pair) for pair in report.reworded]),
        (say.BESIDE_THE_TEXT, [*report.beside]),
        (say.DAMAGED, [*report.damages]),
        (say.PENDING, [*report.pending]),
    ):
        if found:
            yield title, [*found[:_MOST], *["…"] * (len(found) > _MOST)]


def _instead(own: str, there: str) -> str:
    """Two texts where they begin to differ."""
    return say.instead(
        around_difference(own, there, _MOST_SHOWN),
        around_difference(there, own, _MOST_SHOWN),
    )


def _line(text: str) -> str:
    """What of a text fits a line."""
    return shortened(_on_one_line(text))


def _on_one_line(text: str) -> str:
    return text.replace("\n", " / ").replace("\t", " ")


def fault(answer: Answer) -> str:
    """What is wrong with an answer, with its words."""
    return say.fault(answer.name, _line(answer.text), answer.fault)


def verdict(report: Received) -> str:
    """In one line: read or not, contradictory or not, intact or not."""
    return say.verdict(
        len(report.faults),
        len(report.extra),
        len(report.contradictions),
        report.is_intact,
        len(report.damages),
        len(report.pending),
    )


def _shown(answer: Answer) -> str:
    """What is listed of an answer; nothing of an empty text or box."""
    if answer.about.unit == NUMBER and answer.figure is not None:
        return str(answer.figure)
    if answer.fault and not answer.text:
        return f"({answer.fault})"
    return _on_one_line(answer.text)


def as_json(report: Received) -> dict[str, Any]:
    """The same for programs (schema/received.schema.json), whole texts included."""
    return {
        **unread(report.name, ""),
        "formulaire": report.form.edition,
        "lu": report.is_read,
        "intact": report.is_intact,
        "reponses": [_entry(answer) for answer in report.answers],
        "contradictions": [
            {"message": one.sentence, "places": [*one.places]}
            for one in report.contradictions
        ],
        "en_trop": [*report.extra],
        "manque": [*report.missing],
        "reformule": [
            {"formulaire": own, "document": there} for own, there in report.reworded
        ],
        "autour": [*report.beside],
        "abime": [*report.damages],
        "a_regler": [*report.pending],
    }


def unread(name: str, why: str) -> dict[str, Any]:
    """A file that is no report, for programs."""
    return {
        "version": _VERSION,
        "fichier": name,
        "formulaire": "",
        "lu": False,
        "intact": False,
        "message": why,
        **dict.fromkeys(("reponses", "contradictions"), ()),
        **dict.fromkeys(("en_trop", "manque", "reformule"), ()),
        **dict.fromkeys(("autour", "abime", "a_regler"), ()),
    }


def _entry(answer: Answer) -> dict[str, Any]:
    return {
        "place": answer.place,
        "question": answer.about.question,
        "intitule": answer.about.title,
        "ligne": answer.line,
        "sorte": answer.about.unit,
        "statut": answer.status.name,
        "texte": answer.text,
        "valeur": _value(answer),
        "message": answer.fault,
    }


def _value(answer: Answer) -> int | float | bool | None:
    """A figure as programs take it: euros of cents, true or false of a box."""
    if answer.figure is None or answer.about.unit == NUMBER:
        return answer.figure
    return bool(answer.figure) if answer.about.unit == TICKS else answer.figure / 100
