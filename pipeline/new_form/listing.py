"""What a form changes of a known one, as French lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pipeline.findings.sentences import changes as say
from pipeline.new_form.changes import Change, Compared, What
from pipeline.new_form.words import Stretches, stretches
from pipeline.word_files.reading import words


def verdict(found: Compared) -> str:
    """In a word that a clerk understands."""
    if found.waits:
        return say.WAIT
    number = len(found.changes)
    return say.to_reread(number) if number else say.IDENTICAL


def lines(found: Compared, edition: str) -> Iterator[str]:
    """The word, what to do, and the changes by question."""
    yield verdict(found)
    yield say.what_next(edition, bool(found.changes), found.waits)
    for question, changes in groupby(found.changes, key=lambda one: one.question):
        yield ""
        yield found.titles.get(question, question)
        for change in changes:
            yield from (f"  {line}" for line in said(change))


def said(change: Change) -> Iterator[str]:
    """What became of a part of the form, and its texts."""
    old, new = (_on_one_line(text) for text in (change.old, change.new))
    what = say.what(change.part.value, change.what.value)
    if change.what is What.LOST:
        yield say.LOST.format(old)
    elif change.what is What.RENUMBERED:
        yield f"{what} : {say.NUMBER.format(new)}"
    elif change.what is What.MOVED:
        behind = say.BEHIND.format(new) if change.is_heading else say.quoted(old)
        yield f"{what} : {behind}"
    elif not old or not new:
        yield f"{what} : {say.quoted(old or new)}"
    else:
        before, after = map(marked, stretches(old, new))
        yield f"{what} :"
        yield f"  {say.OLD.format(before)}"
        yield f"  {say.NEW.format(after)}"


def marked(sentence: Stretches) -> str:
    """A sentence in which the words that differ stand between signs."""
    return " ".join(say.CHANGED.format(t) if differs else t for t, differs in sentence)


def _on_one_line(text: str) -> str:
    return " ".join(words(text).split())
