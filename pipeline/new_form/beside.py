"""What stands beside the text of a Word file: its notes and its header."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from pipeline.align.keys import key
from pipeline.align.likeness import Likeness
from pipeline.align.notes import text_of
from pipeline.align.phrases import phrase
from pipeline.findings.sentences import changes as say
from pipeline.new_form.changes import Change, Part, What
from pipeline.new_form.words import is_negated
from pipeline.word_files.reading import Reading


def notes(
    wording: Mapping[str, Any],
    reading: Reading,
    body: Set[str],
    likeness: Likeness,
    at: tuple[int, int],
) -> Iterator[Change]:
    """The changes of the notes by their words, wherever their marks stand. ``body``: the
    keys of the texts in which one may stand too; ``at``: their place among the changes.
    """
    stories = (*reading.footnotes, *reading.endnotes)
    texts = [text_of(story) for story in stories]
    wanted = {key(note): note for note in wording["footnotes"]}
    there = {key(text): text for text in texts if key(text)}
    gone = [one for one in wanted if one not in there and one not in body]
    come = [one for one in there if one not in wanted]
    pairs = likeness.pairs(gone, come)
    for one, note in enumerate(gone):
        old, new = wanted[note], there[come[pairs[one]]] if one in pairs else ""
        changed = What.NEGATED if is_negated(old, new) else What.REWORDED
        what = changed if new else What.GONE
        yield Change(say.NOTES, what, Part.NOTE, old, new, at)
    for other, note in enumerate(come):
        if other not in pairs.values():
            yield Change(say.NOTES, What.NEW, Part.NOTE, "", there[note], at)


def header(wording: Mapping[str, Any], reading: Reading) -> Iterator[Change]:
    """The change of the header, where the document has one with words."""
    wanted = phrase(wording["header"])
    texts = [text_of(story) for story in reading.headers]
    said = [text for text in texts if key(text)]
    lines = (line for text in said for line in (text, *text.split("\n")))
    if wanted.key and said and not any(map(wanted.is_in, lines)):
        what = say.HEADER, What.REWORDED, Part.HEADER
        yield Change(*what, wanted.words, said[0], (-1, 0))
