"""Which form a document is, found from its own words: the share of a wording's texts
that stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.wording import FOOTNOTE_MARK, PLACE, Document, texts
from pipeline.findings.sentences.received import no_form
from pipeline.model.text import to_the_eye
from pipeline.received.refusal import Unread
from pipeline.word_files.read_document import NotReadable, read_document
from pipeline.word_files.reading import Reading, paragraphs

_LEAST = 0.3  # of the texts of a wording: a letter that quotes a question has one
_ALIKE = 0.02  # editions that lie so near are told apart by the year
_SHORTEST = 12  # characters: shorter texts stand in any document
_NUMBER = re.compile(r"^[\d.]+ ")  # of a heading: it may be an automatic one
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_TITLE = 10  # paragraphs in which the year of a report stands


class _Candidate(NamedTuple):
    """``found``: how many of the texts of the wording the document has."""

    form: Form
    document: Document
    found: int
    share: float


def form_of(reading: Reading, forms: Sequence[Form]) -> tuple[Form, Document] | None:
    """The form, and the document of it, whose wording a document has; None where it has
    that of none.
    """
    lines = [paragraph.text for paragraph in paragraphs(reading.body)]
    text = "\n".join(map(_even, lines))
    found = [*_candidates(text, forms)]
    best = max((one.share for one in found), default=0.0)
    if best < _LEAST:
        return None
    years = set(map(int, title_years(reading)))
    near = [one for one in found if one.share >= best - _ALIKE]
    near.sort(
        key=lambda one: (not years.isdisjoint(one.form.years), one.share, one.found)
    )
    return near[-1].form, near[-1].document


def known_form(reading: Reading, forms: Sequence[Form]) -> tuple[Form, Document]:
    """The same; raises Unread where the document is none of these forms."""
    found = form_of(reading, forms)
    if found is None:
        titles = dict.fromkeys(one.title for one in forms)
        raise Unread(no_form([*titles]))
    return found


def read_known(
    data: bytes, forms: Sequence[Form]
) -> tuple[Reading, tuple[Form, Document]]:
    """A Word file, and the form and document that it is. Raises Unread where it cannot
    be read, or is none of these forms.
    """
    try:
        reading = read_document(data)
    except NotReadable as why:
        raise Unread(str(why)) from why
    return reading, known_form(reading, forms)


def title_years(reading: Reading) -> set[str]:
    """The years that the title of a document says."""
    titles = paragraphs(reading.body)[:_TITLE]
    return {year for one in titles for year in _YEAR.findall(one.text)}


def _candidates(text: str, forms: Sequence[Form]) -> Iterator[_Candidate]:
    for form in forms:
        for document in form.documents:
            own = _own_texts(document)
            found = sum(one in text for one in own)
            yield _Candidate(form, document, found, found / max(1, len(own)))


@cache
def _own_texts(document: Document) -> frozenset[str]:
    """The texts of a wording between its places, as they are compared."""
    bare = (
        PLACE.sub("\n", FOOTNOTE_MARK.sub("\n", text))
        for text in texts(document.wording)
    )
    pieces = {
        _NUMBER.sub("", _even(line)) for text in bare for line in text.split("\n")
    }
    return frozenset(piece for piece in pieces if len(piece) >= _SHORTEST)


def _even(text: str) -> str:
    return " ".join(to_the_eye(text).casefold().split())
