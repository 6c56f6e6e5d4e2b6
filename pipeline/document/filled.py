"""Places -> the finished document, by the compiled form of the template, or by docxtpl
where that is not at hand.
"""

from __future__ import annotations

from pipeline.document.compiled import fill, is_of, load_compiled
from pipeline.edition.wording import Document
from pipeline.model.submission import Places
from pipeline.workbook.admission import NOT_OF_THE_FILE


def filled_document(document: Document, places: Places) -> tuple[bytes | None, bool]:
    """The finished document, None where the template cannot be filled; and whether that is another
    template than the compiled one, or its compiled form is damaged: docxtpl, which is
    the authority, then fills it.
    """
    template = document.template.read_bytes()
    try:
        compiled = load_compiled(document)
        if is_of(compiled, template):
            return fill(compiled, places), False
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass
    from pipeline.document.render import render  # a slow import, and seldom needed

    try:
        return render(template, places), True
    except NOT_OF_THE_FILE:
        raise
    except Exception:  # an edited template makes its engine raise nearly anything
        return None, True
