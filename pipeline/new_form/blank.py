"""A Word file that the authority sent, as the blank of an edition, or why it is none."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.edition.form import Form
from pipeline.findings.sentences import changes as say
from pipeline.findings.sentences import received
from pipeline.new_form.changes import Compared
from pipeline.new_form.comparison import compared
from pipeline.received.report import Unread
from pipeline.received.which_form import form_of
from pipeline.word_files.read_document import NotReadable, read_document


def compared_blank(data: bytes, edition: str, forms: Sequence[Form]) -> Compared:
    """A Word file beside the blank of one of these editions. Raises Unread where it
    cannot be read, or is another form.
    """
    try:
        reading = read_document(data)
    except NotReadable as why:
        raise Unread(str(why)) from why
    wanted = next(form for form in forms if form.edition == edition)
    known = form_of(reading, forms)
    if known is None:
        raise Unread(received.no_form([form.edition for form in forms]))
    if known[0].family != wanted.family:
        raise Unread(say.OTHER_FORM.format(known[0].title, wanted.title))
    own = form_of(reading, [wanted])
    return compared(wanted, own[1] if own else wanted.document, reading)
