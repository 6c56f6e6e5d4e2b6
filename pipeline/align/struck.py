"""The words of a form that are struck out in a document: they are not said any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.align.keys import Span
from pipeline.align.phrases import Phrase, rest_start
from pipeline.model.text import is_blank
from pipeline.word_files.reading import STRUCK, Paragraph


def struck_words(phrase: Phrase, there: Sequence[Paragraph]) -> Iterator[str]:
    """What is struck out of a text of the form, which fills these paragraphs of a
    document; what is struck out of an answer in or behind it is not.
    """
    is_several = len(there) > 1
    if not phrase.key or (is_several and phrase.names):
        return
    for paragraph in filter(lambda one: one.apart, there):
        answers = [] if is_several else [*_answers(phrase, paragraph.text)]
        for one in paragraph.apart:
            words = paragraph.text[one.start : one.end].strip()
            is_word = one.kind == STRUCK and not is_blank(words)
            if is_word and not _is_inside(one[:2], answers):
                yield words


def _answers(phrase: Phrase, text: str) -> Iterator[Span]:
    yield from phrase.spans(text) or ()
    if (start := rest_start(phrase, text)) is not None:
        yield start, len(text)


def _is_inside(stretch: Span, spans: Sequence[Span]) -> bool:
    return any(start <= stretch[0] and stretch[1] <= end for start, end in spans)
