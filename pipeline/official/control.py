"""The authority's file with answers, as it came back: does every answer of the workbook
stand at its place, and what is left to be written by hand?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.compare.control import Control
from pipeline.edition.form import Form
from pipeline.findings.sentences import official as say
from pipeline.model.problem import Difference
from pipeline.model.text import even_out, has_word
from pipeline.official.answers import aligned, by_place, stands
from pipeline.official.result import Entry, OfficialReport
from pipeline.received.answers import Answer
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Reading, paragraphs


def official_control(
    form: Form, report: OfficialReport, found: Control, document: bytes
) -> Control:
    """The same comparison with what the filled file leaves open, each place by its name.
    ``found``: the document beside the filled file.
    """
    if not found.is_read:
        return found
    reading = read_document(document)
    there = by_place(form, reading, aligned(form, reading))
    entries = report.open_entries
    settled = [one for one in entries if _is_settled(one, there)]
    left = [one for one in entries if one not in settled]
    named = [_difference(one, there) for one in left]
    written = [one.answer for one in settled]
    written += [
        one.found for one, entry in zip(named, left, strict=True) if entry.there == ""
    ]
    others = [*_others(found.differences, written)]
    marks = _marks(reading)
    to_settle = [say.marks_left(marks)] if marks else []
    return replace(
        found,
        differences=(*named, *others),
        to_settle=(*to_settle, *found.to_settle),
    )


def _is_settled(entry: Entry, there: Mapping[str, Answer]) -> bool:
    """Whether a person has written the workbook's answer at its place."""
    again = there.get(entry.place)
    return bool(entry.answer) and again is not None and stands(entry.answer, again)


def _difference(entry: Entry, there: Mapping[str, Answer]) -> Difference:
    again = there.get(entry.place)
    text = again.text if again is not None else ""
    return Difference(entry.name, entry.answer or say.EMPTY, text or say.EMPTY)


def _others(
    differences: Iterable[Difference],
    written: Iterable[str],
) -> Iterator[Difference]:
    """The differences but for what a person has written at the places left open."""
    left = Counter(map(even_out, written))
    for one in differences:
        is_open = say.BY_HAND in one.wanted or not has_word(one.wanted)
        text = even_out(one.found)
        if is_open and left[text]:
            left[text] -= 1
        else:
            yield one


def _marks(reading: Reading) -> int:
    """How many places of a document are marked to be written by hand."""
    return sum(one.text.count(say.BY_HAND) for one in paragraphs(reading.body))
