"""What the records of a sheet look like above its headings, where a title, a note, a
date or a sum is people's own.

A record of several cells has two values at least that its columns take, or nearly take:
a date typed as a text, what has the shape of a household's code, a reference or a label
that comes near. One of them tells: a date, a code, a choice, a reference or a year,
since a text or a number may be anything. One stands in a required column, in one that
tells where the sheet has such, or is a date. Texts count in required columns only, and
in a sheet of texts alone; a number of one word in the first column counts too.

A single cell is a record where it is a code in the column of the sheet's key. Two
dates, or two texts that stand in a required column which is not the first, are records;
so are three names in rows one after the other in the first column. Fewer may be a title
and a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from pipeline.check.references import KnownKeys, evener
from pipeline.check.row_rules import row_rules
from pipeline.edition.form import Field, Form, Sheet
from pipeline.model.submission import TEXTS
from pipeline.model.text import bare
from pipeline.workbook.cell_values import BadCell, Cell
from pipeline.workbook.columns import LONGEST_ENTRY, converter, is_free_text

# Fields that take what stands in any note, or in any sum above a column.
_UNTELLING = ("line", "amount", "whole")
_MONTH = r"(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    rf"(?:le )?(?:\d{{1,2}}[/. -]\d{{1,2}}(?:[/. -]\d{{2,4}})?|\d{{1,2}}(?:er)? {_MONTH}(?:"
    r" \d{4})?)"
)
_CODE = re.compile(r"[a-z]{1,6}[-./_]?[0-9]{1,6}[a-z]?")
_BETWEEN_CODES = re.compile(r"\s*[;,+]\s*|\s+et\s+|\s+/\s+")
_NUMBER = re.compile(r"[^\W_]*[0-9][\w./-]*")
_NAME = re.compile(r"[^:.!?0-9]{2,60}")


class Records:
    """What the records of a sheet look like."""

    def __init__(
        self, form: Form, sheet: Sheet, columns: Mapping[str, int], beside: KnownKeys
    ) -> None:
        self.form, self.sheet, self.columns, self.beside = form, sheet, columns, beside
        self.rules = row_rules(form, sheet)
        fields = [sheet.fields[key] for key in columns if not sheet.fields[key].private]
        free = {field.key for field in fields if is_free_text(field)}
        self.required = {field.key for field in fields if field.required}
        dates = {field.key for field in fields if field.type == "date"}
        told = {field.key for field in fields if field.type not in _UNTELLING}
        self.telling = told - free
        uncounted = free - self.required if self.telling else set()
        self.counting = {field.key for field in fields} - uncounted
        self.naming = (self.required & self.telling or self.required) | dates

    def has(self, line: Sequence[Cell]) -> bool:
        """Whether a row of several cells looks like one of them."""
        fields = self.sheet.fields
        seen = {key for key in self.counting if self.fits(fields[key], line)}
        first = next(iter(fields.values()))
        typed = str(self.typed(first, line) or "")
        if is_free_text(first) and _NUMBER.fullmatch(typed):
            seen.add(first.key)
        tells = bool(seen & self.telling) or not self.telling
        return len(seen) > 1 and tells and bool(seen & self.naming)

    def alone(self, lines: Sequence[tuple[int, Sequence[Cell], int]]) -> set[int]:
        """The numbers of those rows of a single cell that are records. ``lines``:
        number, row, place of its cell.
        """
        if self.sheet.most == 1 or self.sheet.is_answers:
            return set()
        keys = {at: key for key, at in self.columns.items()}
        found, alike = set[int](), dict[str, list[int]]()
        for number, line, at in lines:
            field = self.sheet.fields[keys[at]]
            is_day = field.type == "date" and self.fits(field, line)
            is_text = is_free_text(field) and isinstance(line[at], TEXTS)
            is_code = field.type == "code" and field.key == self.sheet.key_field
            if is_code and self.nearly(field, line):
                found.add(number)
            elif field.key in self.required and (is_day or is_text):
                alike.setdefault(field.key, []).append(number)
        texts = {number: str(line[at]) for number, line, at in lines}
        first = next(iter(self.sheet.fields.values()))
        for key, numbers in alike.items():
            if key == first.key and first.type != "date":
                found |= _names(numbers, texts)
            elif len(numbers) > 1:
                found |= {*numbers}
        return found

    def fits(self, field: Field, line: Sequence[Cell]) -> bool:
        """Whether a column takes what stands in it, or nearly."""
        return self.takes(field, line) or self.nearly(field, line)

    def typed(self, field: Field, line: Sequence[Cell]) -> Cell:
        """What stands in the column of a field; None where nothing can be read."""
        at = self.columns.get(field.key, len(line))
        value = line[at] if at < len(line) else None
        is_read = not isinstance(value, BadCell) and len(str(value)) <= LONGEST_ENTRY
        return value if is_read else None

    def takes(self, field: Field, line: Sequence[Cell]) -> bool:
        """Whether a column takes what stands in it, as it stands."""
        if is_free_text(field):
            at = self.columns[field.key]
            return at < len(line) and isinstance(line[at], TEXTS)
        if (typed := self.typed(field, line)) is None:
            return False
        value = converter(self.form, field)(typed)
        if self.rules.of_values({field.key: value}):
            return False
        keys = self.beside.keys.get(field.refers)
        even = evener(self.form.sheets[field.refers]) if field.refers else str
        return keys is None or all(
            even(str(key)) in keys
            for key in (value if isinstance(value, tuple) else (value,))
        )

    def nearly(self, field: Field, line: Sequence[Cell]) -> bool:
        """Whether what stands in a column comes near what it takes."""
        typed = self.typed(field, line)
        if not isinstance(typed, TEXTS) or not (said := bare(str(typed)).strip()):
            return False
        if field.type == "date":
            return _DAY.fullmatch(said) is not None
        if field.type in ("code", "codes"):
            return all(map(_CODE.fullmatch, _BETWEEN_CODES.split(said)))
        labels: list[str] = []
        if field.type == "list":
            labels = [bare(item.label) for item in self.form.lists[field.list].items]
        elif field.type == "reference":
            labels = [bare(key) for key in self.beside.typed.get(field.refers, ())]
        return len(said) > 2 and (
            any(x.startswith(said) for x in labels)
            or bool(get_close_matches(said, labels, 1, 0.8))
        )


def _names(numbers: Sequence[int], texts: Mapping[int, str]) -> set[int]:
    """Those of these rows that stand three or more one after the other and may be
    names.
    """
    found, run = set[int](), list[int]()
    for number in numbers:
        if not _NAME.fullmatch(texts[number]):
            continue
        run = [*run, number] if run and run[-1] == number - 1 else [number]
        found |= {*run} if len(run) > 2 else set()
    return found
