"""The authority's own Word file on the page: in what it is not the known form, what a
person accepts of it, and the file with the answers of the workbook that is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.editions.loader import known_forms
from pipeline.findings.sentences import official as say
from pipeline.findings.sentences import page as said
from pipeline.model.text import counted
from pipeline.new_form.blank import compared_blank
from pipeline.new_form.changes import Change, Compared
from pipeline.new_form.comparison import compared
from pipeline.new_form.listing import said as lines_of
from pipeline.new_form.listing import verdict
from pipeline.new_form.words import Stretches, stretches
from pipeline.official.agreements import Acceptance, Agreements
from pipeline.official.result import OfficialReport, Rewording, Spelling
from pipeline.official.to_see import answers_of, headline, other_sections
from pipeline.received.admission import admitted
from pipeline.received.refusal import Unread
from pipeline.received.which_form import read_known
from pipeline.run import Outcome, into_official

Data = dict[str, Any]


class OfficialForm:
    """The Word file that was given, and what a person accepts of it, which is kept in
    memory and nowhere else.
    """

    def __init__(self) -> None:
        self.name, self.content = "", b""
        self._agreements = [Agreements()]  # one more each time; the last one holds
        self._finished: Outcome | None = None  # that of the workbook
        self._filled: Outcome | None = None  # the same whose report is the filled file

    def open(self, path: Path, finished: Outcome | None) -> Data:
        """Take the Word file at ``path``. ``finished``: of the workbook that is open."""
        self.name, self.content = path.name, b""
        self._agreements, self._filled = self._agreements[-1:], None
        try:
            self.content = admitted(path)
        except Unread as why:
            return self._refused(why)
        return self.show(finished)

    def show(self, finished: Outcome | None) -> Data:
        """In what the file is not the known form, and what came of filling it; nothing
        where there is no file.
        """
        self._finished, self._filled = finished, None
        if not self.content:
            return {}
        try:
            if finished is None or finished.report is None:
                return self._not_filled(_compared(self.content), finished)
            acceptance = Acceptance(self._agreements[-1])
            # Beside the workbook of the page there is no edition: its place is no matter.
            filled = into_official(finished, Path(), self.content, acceptance)
            edition = finished.form.edition
            found = compared_blank(self.content, edition, known_forms())
        except Unread as why:
            return self._refused(why)
        self._filled = filled
        return {**self._word(found), **self._came_of(self._report)}

    def accept(self, finished: Outcome | None, number: int) -> Data:
        """Fill the file once more, with what waits for a person under this number."""
        agreements, one = self._agreements[-1], _waiting(self._report)[number]
        if isinstance(one, Spelling):
            agreements = agreements.with_spelling(one.name, one.there)
        else:
            file, day = self._report.file, date.today().isoformat()
            agreements = agreements.with_sentence(file, one.sentences.digest, day)
        self._agreements.append(agreements)
        return self.show(finished)

    def take_back(self, finished: Outcome | None) -> Data:
        """Fill the file once more, without what was accepted last."""
        self._agreements.pop()
        return self.show(finished)

    def filled(self, finished: Outcome | None) -> Outcome | None:
        """The outcome of the workbook with the filled file as its report; None where
        there is none.
        """
        if finished is not self._finished:  # it was saved since
            self.show(finished)
        return self._filled

    @property
    def _report(self) -> OfficialReport:
        if self._filled is None or self._filled.official is None:
            raise LookupError("no form is filled")
        return self._filled.official

    # ---- what is shown

    def _refused(self, why: Exception) -> Data:
        return {"said": f"{self.name} : {why}", "tone": "fault"}

    def _word(self, found: Compared) -> Data:
        """The file in a word that a clerk understands, and its changes by question."""
        meant = said.FORM_WAITS if found.waits else said.FORM_REWORDED
        meant = meant if found.changes else said.FORM_SAME
        by_question = groupby(found.changes, key=lambda one: one.question)
        return {
            "said": f"{self.name} : {verdict(found)}.",
            "meant": meant,
            "tone": "" if found.changes else "fine",
            "changes": [
                _section(found.titles.get(question, question), _lines(several))
                for question, several in by_question
            ],
        }

    def _not_filled(self, found: Compared, finished: Outcome | None) -> Data:
        """The same with what is to be done before it can be filled."""
        shown = self._word(found)
        if finished is None:
            return {**shown, "meant": f"{shown['meant']} {said.NO_WORKBOOK}"}
        errors = counted(len(finished.errors), "faute")
        first = said.MEND_FIRST.format(errors) if finished.errors else said.NO_REPORT
        return {**shown, "first": first}

    def _came_of(self, report: OfficialReport) -> Data:
        spelled = [
            say.spelled(there, name)
            for name, several in report.agreements.spellings.items()
            for there in several
        ]
        groups = [
            (said.REFUSED, [*map(str, report.differences)]),
            (said.SAME_SPELLINGS, spelled),
            *other_sections(report),
        ]
        return {
            "headline": headline(report),
            "complete": report.is_complete,
            "made": report.content is not None,
            "to_read": _to_read(report),
            "kept": said.NOTHING_KEPT,
            "can_take_back": len(self._agreements) > 1,
            "groups": [_section(*one) for one in groups if one[1]],
        }


def _compared(content: bytes) -> Compared:
    """A Word file beside the form that it is. Raises Unread where it is none."""
    reading, known = read_known(content, known_forms())
    return compared(*known, reading)


def _waiting(report: OfficialReport) -> list[Rewording | Spelling]:
    """What waits for a person, in the order in which it is shown."""
    return [*report.waiting, *(one for one in report.spellings if one.entries)]


def _to_read(report: OfficialReport) -> list[Data]:
    """What a person is to read, under its headings: both sentences, and the button that
    accepts them, by the number of what waits.
    """
    headings = (say.REWORDED, say.INSTRUCTIONS, say.SPELLINGS)
    items: dict[str, list[Data]] = {heading: [] for heading in headings}
    for number, one in enumerate(_waiting(report)):
        if isinstance(one, Spelling):
            both = stretches(one.name, one.there)
            item = _item("", said.OF_WORKBOOK, both, said.SAME_EQUIPMENT)
            items[say.SPELLINGS].append({**item, "number": number})
        else:
            by_word, is_known = one.sentences.by_word, bool(one.sentences.own)
            button = said.SAME_QUESTION if is_known else said.SAME_ANSWER
            item = _item(answers_of(one), said.OF_FORM, by_word, button)
            heading = say.REWORDED if is_known else say.INSTRUCTIONS
            items[heading].append({**item, "number": number})
    items[say.CONTRARIES] = [
        _item(answers_of(one), said.OF_FORM, one.sentences.by_word)
        for one in report.contrary
    ]
    return [
        {"heading": heading, "items": found}
        for heading, found in items.items()
        if found
    ]


def _item(
    name: str, own: str, both: tuple[Stretches, Stretches], button: str = ""
) -> Data:
    """``own``: what the first sentence is that of."""
    there = both[1] or ((say.NOTHING, False),)
    sentences = [[own, both[0] or ((say.EMPTY, False),)], [said.OF_FILE, there]]
    return {"name": name, "sentences": sentences, "button": button}


def _lines(changes: Iterable[Change]) -> list[str]:
    return [line for change in changes for line in lines_of(change)]


def _section(heading: str, lines: Iterable[str]) -> Data:
    """Its lines; what is indented goes with the line above it."""
    found: list[str] = []
    for line in lines:
        if line.startswith(" ") and found:
            found[-1] += f"\n{line.strip()}"
        else:
            found.append(line)
    return {"heading": heading, "lines": found}
