"""What came of the authority's file as people read it: lines on screen, rows of the
proof's sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.findings.sentences import before_sending
from pipeline.findings.sentences import changes as say_changes
from pipeline.findings.sentences import official as say
from pipeline.model.text import counted, french_day, listed, shortened
from pipeline.new_form.changes import Change, Part, What
from pipeline.new_form.listing import marked, said
from pipeline.official.result import Entry, OfficialReport, Rewording
from pipeline.official.rewordings import Sentences
from pipeline.word_files.reading import shown

_CONTRARY = {What.NEGATED, What.OTHERWISE}
_MOST_NAMES = 3  # of the answers that wait for one sentence

Section = tuple[str, list[str]]  # a heading, and its lines


def headline(report: OfficialReport) -> str:
    """How many answers are placed, wait for a person, have no place."""
    numbers = [
        counted(report.placed, *say.PLACED),
        f"{report.to_read} {say.TO_READ}",
        f"{len(report.without_place)} {say.WITHOUT}",
    ]
    by_hand = len(report.by_hand) + len(report.unmarked)
    more = (by_hand, say.HAND), (len(report.otherwise), say.OTHERWISE)
    numbers += [f"{number} {what}" for number, what in more if number]
    return say.headline(numbers)


def to_see(
    report: OfficialReport, to_accept: Callable[[str], str]
) -> Iterator[Section]:
    """What is to be seen. ``to_accept``: the name of what waits for a person -> how it
    is accepted.
    """
    reworded, instructions = divided(report.waiting)
    yield from _sections(
        (say.REWORDED, _reworded(reworded, to_accept)),
        (say.INSTRUCTIONS, _reworded(instructions, to_accept)),
        (say.CONTRARIES, _reworded(report.contrary)),
        (say.SPELLINGS, _spelled(report, to_accept)),
    )
    yield from other_sections(report)


def other_sections(report: OfficialReport) -> Iterator[Section]:
    """The same without the sentences to read."""
    return _sections(
        (say.CONTRARY_TEXTS, _all_changed(report.changes, *_CONTRARY)),
        (say.ACCEPTED, _accepted(report.accepted)),
        (say.WITHOUT_PLACE, map(_without, report.without_place)),
        (say.TO_COMPLETE, map(_without, report.by_hand)),
        (say.UNMARKED, map(_without, report.unmarked)),
        (say.ALREADY, map(_filled, report.filled)),
        (say.WITHOUT_ANSWER, report.unanswered),
        (say.CHANGES, _all_changed(report.changes, *{*What} - _CONTRARY)),
        (say.TO_CHECK, report.to_check),
        (say.NOTES, report.notes),
        (before_sending.BEFORE, filter(None, [report.pending])),
    )


def _sections(*sections: tuple[str, Iterable[str]]) -> Iterator[Section]:
    """Those that say something."""
    for heading, lines in sections:
        if found := [*lines]:
            yield heading, found


def divided(
    rewordings: Iterable[Rewording],
) -> tuple[list[Rewording], list[Rewording]]:
    """Those in whose place the form has a sentence, and new instructions."""
    several = [*rewordings]
    known = [one for one in several if one.sentences.own]
    return known, [one for one in several if not one.sentences.own]


def both(sentences: Sentences) -> list[str]:
    """Both sentences, one below the other; of a new one, that one."""
    own, there = map(marked, sentences.by_word)
    if not own:
        return [f"  {say.THERE}  {sentences.there}"]
    return [
        f"  {say.OWN}  {own}",
        f"  {say.THERE}  {there or say.NOTHING}",
    ]


def answers_of(one: Rewording) -> str:
    """The name of a sentence and of the answers that wait for it."""
    number, names = len(one.entries), (entry.name for entry in one.entries)
    lines = [name.removeprefix(f"{one.name}, ") for name in names]
    more = [say.others(number - _MOST_NAMES)] if number > _MOST_NAMES else []
    said = f" ({listed([*lines[:_MOST_NAMES], *more])})" if lines != [one.name] else ""
    return f"{one.name} : {counted(number, 'réponse')}{said}"


def _reworded(
    rewordings: Iterable[Rewording], to_accept: Callable[[str], str] | None = None
) -> Iterator[str]:
    for one in rewordings:
        yield answers_of(one)
        yield from both(one.sentences)
        if to_accept is not None:
            yield f"  {to_accept(one.name)}"


def _accepted(rewordings: Iterable[Rewording]) -> Iterator[str]:
    """Each with both sentences, since a run may accept what no other has shown."""
    for one in rewordings:
        yield say.was_accepted(one.name, french_day(one.day))
        yield from both(one.sentences)


def _spelled(report: OfficialReport, to_accept: Callable[[str], str]) -> Iterator[str]:
    for one in report.spellings:
        if one.entries:
            yield say.spelled(one.there, one.name)
            yield f"  {to_accept(one.there)}"


def _without(entry: Entry) -> str:
    answer = shortened(_line(entry.answer))
    named = say.with_answer(entry.name, answer) if answer else entry.name
    return f"{named} ({entry.why})"


def _filled(entry: Entry) -> str:
    there = shortened(_line(entry.there))
    if not entry.answer:
        return say.alone(entry.name, there)
    if not entry.why:
        return say.same(entry.name, there)
    return say.instead(entry.name, there, shortened(_line(entry.answer)))


def _all_changed(changes: Iterable[Change], *kinds: What) -> Iterator[str]:
    for one in changes:
        if one.what in kinds:
            yield from _changed(one)


def _changed(change: Change) -> Iterator[str]:
    first, *more = said(change)
    has_name = change.part is Part.QUESTION and change.what is What.NEW
    yield first if has_name else f"{change.question}, {first}"
    yield from more


def _line(text: str) -> str:
    return " / ".join(shown(text).split("\n"))


# ---- the proof


def rows(report: OfficialReport) -> Iterator[tuple[str, str, str, str]]:
    """The rows of the proof's sheet, as its columns are."""
    for one in report.waiting:
        kind = "waiting" if one.sentences.own else "instruction"
        yield from _of_each(one, say.KINDS[kind])
    for one in report.accepted:
        kind = "accepted" if one.sentences.own else "agreed"
        yield from _of_each(one, say.KINDS[kind].format(french_day(one.day)))
    for spelling in report.spellings:
        for entry in spelling.entries:
            yield entry.name, entry.answer, say.KINDS["spelling"], spelling.there
    for entry in report.without_place:
        yield entry.name, entry.answer, entry.why, entry.there
    for entry in report.by_hand:
        yield entry.name, entry.answer, f"{entry.why} : {say.KINDS['hand']}", ""
    for entry in report.unmarked:
        yield entry.name, entry.answer, f"{entry.why} : {say.KINDS['unmarked']}", ""
    for entry in report.filled:
        yield entry.name, entry.answer, say.KINDS["filled"], entry.there
    for name in report.unanswered:
        yield name, "", say.KINDS["unanswered"], ""
    for change in report.changes:
        what = say_changes.what(change.part.value, change.what.value)
        yield change.question, "", what, change.new or change.old
    for sentence in report.to_check:
        yield "", "", f"{say.TO_CHECK} : {sentence}", ""
    for note in report.notes:
        yield "", "", note, ""
    if report.pending:
        yield "", "", before_sending.BEFORE_SENDING.format(report.pending), ""


def _of_each(one: Rewording, why: str) -> Iterator[tuple[str, str, str, str]]:
    own = one.sentences.own
    said = f"{why} {say.AS_KNOWN.format(own)}" if own else why
    for entry in one.entries:
        yield entry.name, entry.answer, said, one.sentences.there
