"""The lines of the answers sheet that only the edition asked for that the form extends:
a workbook goes on, and what was written there is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.edition.form import Form
from pipeline.model.problem import Problem, first_cells
from pipeline.model.submission import Row
from pipeline.model.text import even_out, unquoted
from pipeline.workbook.columns import line_keys


def without_former(
    form: Form, forms: Sequence[Form], rows: Sequence[Row]
) -> tuple[tuple[Row, ...], list[Problem]]:
    """The rows of the answers sheet that the form asks for, and what is printed of the
    others no more.
    """
    former = next((one for one in forms if one.edition == form.extends), None)
    if former is None:
        return (*rows,), []
    asked = {even_out(one.label): one.id for one in former.questions.values()}
    left = [row for row in rows if _is_former(form, former, asked, row)]
    return tuple(row for row in rows if row not in left), [*_told(form, left)]


def _is_former(form: Form, former: Form, asked: dict[str, str], row: Row) -> bool:
    """Whether the other edition asks for a row that this one does not."""
    typed = unquoted(str(row.values.get("question", "")))
    question = asked.get(even_out(typed), typed)
    line = even_out(unquoted(str(row.values.get("ligne", ""))))
    if question not in former.questions:
        return False
    there = line_keys(former, question)
    own = line_keys(form, question) if question in form.questions else None
    if own is None:
        return True
    is_own = line in own or line in own.values()
    return not is_own and (line in there or line in there.values())


def _told(form: Form, rows: Sequence[Row]) -> Iterator[Problem]:
    """What is written in these rows: one finding a column."""
    for column in ("coche", "precision", "texte"):
        there = [row for row in rows if column in row.values]
        for row in there[:1]:
            colonne = form.heading("reponses", column)
            cells = first_cells([one.ref(column) for one in there])
            yield row.problem(
                "reponse-sans-place", column, colonne=colonne, cellules=cells
            )
