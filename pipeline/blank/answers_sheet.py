"""The answers sheet: above each question what the form asks in its own words and where
else it is answered, then its lines, to be ticked or written on; what does not apply is
grey. A reader knows the rows that only ask (edition/asked.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.blank.sheets import (
    Record,
    Records,
    former_note,
    letters_of,
    written,
)
from pipeline.blank.styles import is_centred, keep_whole, put, validation
from pipeline.edition.asked import NOTE, asked
from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.questions import Equipments, Item, Question, TickedTexts, Ticks
from pipeline.findings.sentences import blank as said
from pipeline.model.carried import FormerText
from pipeline.model.submission import Value
from pipeline.model.text import listed
from pipeline.office.looks import (
    BAND,
    FIRST_ROW,
    GREY,
    INK,
    MUTED,
    RULE,
    height,
)

_ABOVE: dict[str, Any] = {"colour": MUTED}
_WORDS: dict[str, Any] = {"bold": True}
_NOTE: dict[str, Any] = {"colour": MUTED, "italic": True}


class _Row(NamedTuple):
    """One row of the sheet: a line to answer, ``item``, or a text that only asks, with
    its looks.
    """

    question: Question
    item: Item | None
    text: str
    looks: dict[str, Any]
    opens: bool = False


def answer_rows(form: Form) -> dict[tuple[str, str], int]:
    """Question id and key of its line -> the row where it is answered."""
    return {
        (row.question.id, row.item.key): number
        for number, row in enumerate(_rows(form, ""), FIRST_ROW)
        if row.item
    }


def write_answers(
    page: Worksheet, form: Form, sheet: Sheet, records: Records, year: str
) -> int:
    """Write the rows of every question that people answer, with the answers already
    known; gives the last row. ``year``: that of the report, "" where it is not known.

    Raises ValueError for a record that names no line of the form.
    """
    known = {
        (record.get("question"), record.get("ligne", "")): record for record in records
    }
    rows = [*_rows(form, year)]
    for number, row in enumerate(rows, FIRST_ROW):
        if row.item:
            answer = known.pop((row.question.id, row.item.key), {})
            _write_line(page, form, sheet, number, row, answer)
        else:
            _write_text(page, sheet, number, row)
    if known:
        raise ValueError(f"no such line of the form: {sorted(map(str, known))}")
    return FIRST_ROW - 1 + len(rows)


def keep_questions_whole(page: Worksheet, form: Form, sheet: Sheet, year: str) -> None:
    """No page of paper ends between what is asked and the first line to answer; what is
    answered in another sheet may end before the notes on where.
    """
    starts, asks = list[int](), False
    for number, row in enumerate(_rows(form, year), FIRST_ROW):
        is_beside = isinstance(row.question, TickedTexts)
        is_note = row.looks is _NOTE and isinstance(row.question, Equipments)
        if (row.opens and not is_beside) or (row.item and not asks) or is_note:
            starts.append(number)
        asks = row.item is None
    blocks = map(range, starts, (*starts[1:], page.max_row + 1))
    keep_whole(page, sum(field.width for field in sheet.fields.values()), blocks)


def _rows(form: Form, year: str) -> Iterator[_Row]:
    """The rows in order; a question that is answered beside the lines of another stands
    above these, since it is read before they are ticked.
    """
    for question in form.questions.values():
        if isinstance(question, TickedTexts):
            continue
        beside = (q for q in form.asked(TickedTexts) if q.of == question.id)
        rows = [row for q in (question, *beside) for row in _texts(form, q, year)]
        items = question.answer_lines(form.lists)
        if items or any(row.looks is _NOTE for row in rows):
            yield from rows
        for at, item in enumerate(items):
            yield _Row(question, item, item.label, {}, opens=not (at or rows))


def _texts(form: Form, question: Question, year: str) -> Iterator[_Row]:
    """What the form asks there, and where else it is answered."""
    texts: list[tuple[str, dict[str, Any]]] = []
    where = _elsewhere(form, question)
    if words := asked(form, year).get(question.id):
        texts += [(text, _ABOVE) for text in words.above]
        texts += [
            (text, _ABOVE if at else _WORDS) for at, text in enumerate(words.words)
        ]
        if words.beside and (where or question.answer_lines(form.lists)):
            beside = listed(f"« {text} »" for text in words.beside)
            texts.append((NOTE + said.beside_lines(beside), _NOTE))
    texts += [(NOTE + text, _NOTE) for text in where]
    for at, (text, looks) in enumerate(texts):
        yield _Row(question, None, text, looks, opens=not at)


def _elsewhere(form: Form, question: Question) -> list[str]:
    """Where a question is answered that has no lines of its own, or not all of it."""
    if isinstance(question, TickedTexts):
        beside = form.questions[question.of].label
        return [said.texts_beside(beside, form.heading("reponses", "texte"))]
    if isinstance(question, Equipments):
        own = {*question.cells, *question.marks}
        return [said.other_sheet(_columns(form, question, own))]
    if isinstance(question, Ticks) and question.names:
        return [said.names_elsewhere(_columns(form, question, set()))]
    return []


def _columns(form: Form, question: Question, own: Set[str]) -> str:
    """The sheets beside the answers sheet, each with the columns that ask for it."""
    found = []
    for sheet in (form.sheets.get(key) for key in question.sheets):
        if sheet is None:  # of a part
            found.append(said.ANOTHER_FILE)
        elif not sheet.is_answers:
            columns = [
                f"« {field.heading} »"
                for field in sheet.fields.values()
                if field.key in own or question.id in field.asked_in
            ]
            found.append(said.columns(sheet.title, listed(columns), len(columns)))
    return listed(found)


def _write_text(page: Worksheet, sheet: Sheet, number: int, row: _Row) -> None:
    """A row that only asks: the number of the question, so that a filter shows it, and
    the text in the column of the lines.
    """
    values = {"question": row.question.label, "ligne": row.text}
    for key, letter in letters_of(sheet).items():
        is_number = key == "question"
        looks = row.looks if not is_number else {"bold": row.opens}
        if is_number and not row.opens:
            looks = {"colour": MUTED}
        put(
            page,
            f"{letter}{number}",
            values.get(key),
            fill=BAND,
            align="left",
            number_format="@",
            rules="top" if row.opens else "",
            rule_colour=MUTED,
            **looks,
        )
    # A letter of a sentence is narrower than a digit, by which Excel measures columns.
    width = sheet.fields["ligne"].width + 4
    page.row_dimensions[number].height = height((row.text, width))


def _write_line(
    page: Worksheet,
    form: Form,
    sheet: Sheet,
    number: int,
    row: _Row,
    answer: Record,
) -> None:
    """A line to answer. ``answer``: what is known of it."""
    question, item = row.question, row.item or Item("", "", "")
    form_own = {"question": question.label, "ligne": item.label}
    values: dict[str, Value | FormerText] = {**answer, **form_own}
    takes = {"question", "ligne", *question.answer_fields(item)}
    for key, letter in letters_of(sheet).items():
        field, value = sheet.fields[key], values.get(key)
        is_question = field.type == "question"
        is_number = key == "texte" and question.takes_number
        cell = put(
            page,
            f"{letter}{number}",
            written(form, field, value),
            bold=row.opens and is_question,
            colour=MUTED if is_question and not row.opens else INK,
            fill="" if key in takes else GREY,
            align="center" if is_centred(form, field) else "left",
            number_format="0" if is_number else "@",
            rules="top bottom",
            rule_colour=RULE,
        )
        cell.comment = former_note(value)
        if key in takes:
            kind = "number" if is_number else ""
            check = validation(form, field, *_prompt(field, question, item), kind)
            _shared(page, check).add(cell.coordinate)
    texts = [
        (_shown(values.get(key)), sheet.fields[key].width - 4)
        for key in ("ligne", "precision", "texte")
    ]
    least = question.height if "texte" in takes else 0
    page.row_dimensions[number].height = height(*texts, least=least)


def _shown(value: Value | FormerText | None) -> str:
    """What is seen of a cell: a comment is not."""
    return "" if value is None or isinstance(value, FormerText) else str(value)


def _shared(page: Worksheet, check: DataValidation) -> DataValidation:
    """The check of the page with this prompt: cells that share theirs share one."""
    checks: list[DataValidation] = page.data_validations.dataValidation
    for other in checks:
        if (other.promptTitle, other.prompt) == (check.promptTitle, check.prompt):
            return other
    checks.append(check)
    return check


def _prompt(field: Field, question: Question, item: Item) -> tuple[str, str]:
    """Title and text of the prompt: what this very cell is for."""
    title, text = said.question(question.label), f"{question.title}. {field.help}"
    if field.type in ("question", "line"):
        return title, text
    if field.key == "precision":
        return title, f"{item.form.strip()} {field.help}"
    if field.key != "texte":
        return "", ""
    if question.takes_number:
        return title, said.number(question.title)
    if question.beside:
        text = said.beside_tick(item.label, question.beside == question.id)
        return said.question(question.beside), text
    return title, text
