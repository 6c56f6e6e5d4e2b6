"""A Word file that the authority sent, as the blank of an edition, or why it is none."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.edition.form import Form
from pipeline.findings.sentences import changes as say
from pipeline.new_form.changes import Compared
from pipeline.new_form.comparison import compared
from pipeline.received.refusal import Unread
from pipeline.received.which_form import form_of, read_known


def compared_blank(data: bytes, edition: str, forms: Sequence[Form]) -> Compared:
    """A Word file beside the blank of one of these editions. Raises Unread where it
    cannot be read, or is another form.
    """
    wanted = next(form for form in forms if form.edition == edition)
    reading, known = read_known(data, forms)
    if known[0].family != wanted.family:
        raise Unread(say.OTHER_FORM.format(known[0].title, wanted.title))
    own = form_of(reading, [wanted])
    return compared(wanted, own[1] if own else wanted.document, reading)
