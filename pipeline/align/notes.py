"""The notes that the texts of a document call, beside those that the form's call; what
its headers and footers say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, zip_longest

from pipeline.align.chains import Chains
from pipeline.align.keys import key
from pipeline.align.passages import Passage
from pipeline.align.phrases import phrase
from pipeline.align.remains import Remains
from pipeline.edition.wording import Document
from pipeline.findings.sentences import word_files as say
from pipeline.word_files.reading import Reading, Story, paragraphs, token

_MOST_BESIDE = 100  # texts of headers and footers; a form has fewer
_FOOTNOTE, _ENDNOTE = token(say.NOTE), token(say.ENDNOTE)


def text_of(story: Story) -> str:
    """What a note says."""
    return "\n".join(one.text for one in paragraphs(story.blocks)).strip()


def notes_at(passages: Sequence[Passage], reading: Reading) -> Mapping[int, list[str]]:
    """The number of a passage -> the notes that it calls; none where it is not known
    which mark is of which note.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    for mark, stories in ((_FOOTNOTE, reading.footnotes), (_ENDNOTE, reading.endnotes)):
        called = [n.number for n in passages for _ in range(n.text.count(mark))]
        if len(called) == len(stories):
            for number, story in zip(called, stories, strict=True):
                found[number].append(text_of(story))
    return found


def said_beside(document: Document, reading: Reading) -> list[str]:
    """What the headers and footers of a document say, each text once, and the form's do
    not.
    """
    own = phrase(document.wording["header"])
    stories = (story.blocks for story in (*reading.headers, *reading.footers))
    texts = dict.fromkeys(p.text for one in stories for p in paragraphs(one))
    return [text for text in islice(texts, _MOST_BESIDE) if not own.is_in(text)]


def other_notes(
    form: Chains, remains: Remains, there: Mapping[int, Sequence[str]]
) -> Iterator[tuple[int, Passage, str, str]]:
    """Each text of a document that calls another note than the form's text does: the
    number of its question, its passage, the note of the form, "" for none, and the other.
    """
    for number, one in remains.there.items() if there else ():
        text = remains.texts[number]
        own = form.notes.get(text[:2], ())
        notes = there.get(one.passage.number, ())
        known, said = {*map(key, own)}, {*map(key, notes)}
        gone = [note for note in own if key(note) not in said]
        come = [note for note in notes if key(note) not in known]
        for note, other in zip_longest(gone[: len(come)], come, fillvalue=""):
            yield text.question, one.passage, note, other
