"""What of a plan is to be confirmed in the workbook of the next period: its texts are
where people start from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.edition.form import CONFIRM, Form
from pipeline.findings.sentences import carry_over as said
from pipeline.model.carried import ToConfirm
from pipeline.model.submission import Row


def to_confirm(
    form: Form, rows: Mapping[str, Sequence[Row]], day: str
) -> Iterator[ToConfirm]:
    """Each sheet whose texts go along, once: people read them all."""
    for sheet in form.sheets.values():
        found = rows.get(sheet.key, ())
        texts = [key for key, one in sheet.fields.items() if one.carried == CONFIRM]
        if found and texts:
            what = said.lines(len(found))
            yield ToConfirm(found[0], texts[0], "", what, said.STARTING_TEXT)
