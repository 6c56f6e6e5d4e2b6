"""The answers sheet: the form's own lines, ready to be ticked or written on; what does
not apply is grey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.blank.styles import dress, is_centred, put, validation
from pipeline.blank.table_sheet import Records, letters_of, written
from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.questions import Item, Question
from pipeline.findings.sentences import blank as said
from pipeline.model.submission import Value
from pipeline.office.looks import BAND, FIRST_ROW, GREY, INK, MUTED, RULE, height


@dataclass(frozen=True)
class _Line:
    """One row of the sheet: a line of the form, and how it stands among the others."""

    question: Question
    item: Item
    row: int
    opens: bool
    fill: str


def write_answers(page: Worksheet, form: Form, sheet: Sheet, records: Records) -> int:
    """Write a row for every line of the form that people answer, with the answers
    already known; gives the last row.

    Raises ValueError for a record that names no line of the form.
    """
    known = {
        (record.get("question"), record.get("ligne", "")): record for record in records
    }
    lines = _lines(form)
    for line in lines:
        answer = known.pop((line.question.id, line.item.key), {})
        named = {"question": line.question.label, "ligne": line.item.label}
        _write_line(page, form, sheet, line, {**answer, **named})
    if known:
        raise ValueError(f"no such line of the form: {sorted(map(str, known))}")
    return lines[-1].row


def _lines(form: Form) -> list[_Line]:
    """The rows in order; the questions are told apart by an alternating band."""
    lines: list[_Line] = []
    fill = ""
    for question in form.questions.values():
        items = question.answer_lines(form.lists)
        if items:
            fill = "" if fill else BAND
        for place, item in enumerate(items):
            row = FIRST_ROW + len(lines)
            lines.append(_Line(question, item, row, opens=not place, fill=fill))
    return lines


def _write_line(
    page: Worksheet, form: Form, sheet: Sheet, line: _Line, values: Mapping[str, Value]
) -> None:
    takes = {"question", "ligne", *line.question.answer_fields(line.item)}
    for key, letter in letters_of(sheet).items():
        field, value = sheet.fields[key], values.get(key)
        cell = put(page, f"{letter}{line.row}", written(form, field, value))
        follows = field.type == "question" and not line.opens
        is_number = key == "texte" and line.question.takes_number
        dress(
            cell,
            bold=line.opens and field.type == "question",
            colour=MUTED if follows else INK,
            fill=line.fill if key in takes else GREY,
            align="center" if is_centred(form, field) else "left",
            number_format="0" if is_number else "@",
            rules="top bottom",
            rule_colour=MUTED if line.opens else RULE,
        )
        if key in takes:
            kind = "number" if is_number else ""
            check = validation(form, field, *_prompt(field, line), kind)
            _shared(page, check).add(cell.coordinate)
    texts = [
        (str(values.get(key, "")), sheet.fields[key].width - 4)
        for key in ("ligne", "precision", "texte")
    ]
    least = line.question.height if "texte" in takes else 0
    page.row_dimensions[line.row].height = height(*texts, least=least)


def _shared(page: Worksheet, check: DataValidation) -> DataValidation:
    """The check of the page with this prompt: cells that share theirs share one."""
    checks: list[DataValidation] = page.data_validations.dataValidation
    for other in checks:
        if (other.promptTitle, other.prompt) == (check.promptTitle, check.prompt):
            return other
    checks.append(check)
    return check


def _prompt(field: Field, line: _Line) -> tuple[str, str]:
    """Title and text of the prompt: what this very cell is for."""
    question = line.question
    title, text = said.question(question.label), f"{question.title}. {field.help}"
    if field.type in ("question", "line"):
        return title, text
    if field.key != "texte":
        return "", ""
    if question.takes_number:
        return title, said.number(question.title)
    if question.beside:
        text = said.beside_tick(line.item.label, question.beside == question.id)
        return said.question(question.beside), text
    return title, text
