"""A row of totals among the records: people put one below, and it is no record."""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.row_schema import is_date
from pipeline.model.problem import Problem
from pipeline.model.submission import TEXTS, Row, Submission, Value
from pipeline.model.text import bare, to_the_eye, unquoted

_TOTAL = re.compile(
    r"\W*(?:sous[\s-]*|grand )?(?:total|totaux|sommes?|nombre|moyenne)\b.*"
)
_ALONE = re.compile(
    r"\W*(?:sous[\s-]*|grand )?(?:total|totaux)(?: generaux| general)?\W*"
)
_SUM = re.compile(r"[\d\s.,'€%-]+")
_LONGEST = 60  # characters of the words of a total
_NAMED = re.compile("t ?o ?t ?a ?l|totaux|sommes?|moyennes?|nombre")
_SAID = rf"(?:(?:sous|s|grand)[\W_]*)?(?:sub)?(?:{_NAMED.pattern})"
_FIRST, _LAST = (
    re.compile(rf"[\W_]*{_SAID}(?![^\W_])"),
    re.compile(rf"(?<![^\W_]){_SAID}[\W_]*\Z"),
)
_WORDS = re.compile(r"[^\W\d_]+|[0-9]+")
_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
_BESIDE = frozenset(
    "de du des d la le les l en pour par et au a er e eme general generaux generale annuel"
    " mensuel global final partiel cumule intermediaire total reporter report euros eur an"
    f" annee mois trimestre semestre {_MONTHS}".split()
)


def without_totals(
    form: Form, submission: Submission
) -> tuple[Submission, list[Problem]]:
    """The rows without those of totals, and a problem for each of these.

    A row is one of totals where a cell that names its record (of the key, of a required
    field, of the first column) says so and nothing else: a total, with a year or a
    month, an equipment or a quarter of the workbook, a word of the sheet's title or
    headings. Where a required cell is empty, any cell may say so. A text that only
    begins so ("Total respect du voisinage") is none.
    """
    names = _names(form, submission)
    kept, problems = dict(submission.rows), list[Problem]()
    for key, rows in submission.rows.items():
        sheet = form.sheets[key]
        if sheet.is_answers or sheet.most == 1:
            continue
        if said := _saying_total(sheet, rows, names):
            records = []
            for row in rows:
                if field := _total_field(sheet, row, said):
                    problems.append(total_problem(row, field))
                else:
                    records.append(row)
            kept[key] = tuple(records)
    return submission._replace(rows=kept), problems


def total_problem(row: Row, key: str) -> Problem:
    """That a row says in this field that it is a total."""
    return row.problem("ligne-total", key, valeur=_shown(row.values[key]))


def _names(form: Form, submission: Submission) -> frozenset[str]:
    """What equipments and quarters are called, as words."""
    found = set()
    for sheet in form.sheets.values():
        if sheet.key_field and sheet.fields[sheet.key_field].type == "text":
            rows = submission.rows.get(sheet.key, ())
            found |= {row.values.get(sheet.key_field, "") for row in rows}
    return frozenset(" ".join(_words(value)) for value in found)


def _words(value: Value) -> list[str]:
    return _WORDS.findall(bare(to_the_eye(_shown(value))))


def _saying_total(
    sheet: Sheet, rows: Collection[Row], names: Collection[str]
) -> dict[str, frozenset[Value]]:
    """The fields of a sheet in which a total is said, those that name its records first
    -> the values that say so.
    """
    fields = [field for field in sheet.fields.values() if not field.private]
    beside = _BESIDE.union(
        _words(sheet.title), *(_words(field.heading) for field in fields)
    )
    found = {}
    for field in sorted(fields, key=lambda field: not _names_record(sheet, field)):
        key = field.key
        typed = {row.values[key] for row in rows if key in row.values}
        said = frozenset(value for value in typed if _says_total(value, names, beside))
        if said:
            found[key] = said
    return found


def _names_record(sheet: Sheet, field: Field) -> bool:
    return field.required or field.key in (sheet.key_field, next(iter(sheet.fields)))


def _total_field(sheet: Sheet, row: Row, said: dict[str, frozenset[Value]]) -> str:
    """The field in which a row says that it is a total; "" where it is none."""
    lacks = any(
        field.required and field.key not in row.values
        for field in sheet.fields.values()
    )
    saying = (key for key, values in said.items() if row.values.get(key) in values)
    return next(
        (key for key in saying if lacks or _names_record(sheet, sheet.fields[key])), ""
    )


def _says_total(value: Value, names: Collection[str], beside: Collection[str]) -> bool:
    """Whether a value says that it is a total, at its beginning or its end, and of
    what, and nothing else.
    """
    typed = _shown(value) if isinstance(value, (*TEXTS, tuple)) else ""
    if len(typed) > _LONGEST or typed[:1].isdecimal():
        return False
    text = bare(to_the_eye(typed))
    if not _NAMED.search(text):  # as nearly all
        return False
    first, last = _FIRST.match(text), _LAST.search(text)
    rests = [text[first.end() :]] if first else []
    rests += [text[: last.start()]] if last else []
    return any(_is_known(_WORDS.findall(rest), names, beside) for rest in rests)


def _is_known(
    words: list[str], names: Collection[str], beside: Collection[str]
) -> bool:
    """Whether these are words that stand beside a total, around a name or none."""
    while words and " ".join(words) not in names:
        known = [at for at in (0, -1) if words[at] in beside or words[at].isdecimal()]
        if not known:
            return False
        del words[known[0]]
    return True


def total_in(row: Row) -> str:
    """The field in which a row says that it is a total, beside nothing but sums; ""
    where it is none.
    """
    typed = {key: _shown(value) for key, value in row.values.items()}
    texts = [
        key for key, text in typed.items() if is_date(text) or not _SUM.fullmatch(text)
    ]
    if len(texts) != 1 or len(typed[texts[0]]) > _LONGEST:
        return ""
    said = bare(typed[texts[0]])
    has_sum = len(typed) > 1 or any(map(str.isdecimal, said))
    return texts[0] if (_TOTAL if has_sum else _ALONE).fullmatch(said) else ""


def _shown(value: Value) -> str:
    """A value as it was typed, more or less."""
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return unquoted(str(value))
