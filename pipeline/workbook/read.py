""".xlsx -> rows + problems: sheets are found by their titles, columns by their
headings, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.edition.asked import is_question_text
from pipeline.edition.form import Form, Sheet
from pipeline.editions.homes import beside
from pipeline.editions.loader import known_forms
from pipeline.findings.bounds import bounded
from pipeline.findings.messages import is_error
from pipeline.findings.sentences import carry_over
from pipeline.model.problem import Problem
from pipeline.model.submission import TEXTS, Row, Submission, Value
from pipeline.model.text import as_code, even_out, french_number, quoted, unquoted
from pipeline.model.watch import Watch, unwatched
from pipeline.office.budget import Budget, Refused, damage_refused
from pipeline.office.excel import ShownNumber, column_letters
from pipeline.workbook.admission import admit, of_file
from pipeline.workbook.columns import LONGEST_ENTRY, Bad, line_keys, read_columns
from pipeline.workbook.form_in import (
    Sheets,
    alike,
    are_enough,
    find_columns,
    find_edition,
    other_forms,
    renamed,
    sheet_titles,
    unknown_form,
)
from pipeline.workbook.former import without_former
from pipeline.workbook.our_list import TITLES, OurList, our_list
from pipeline.workbook.overlooked import (
    Table,
    hidden_sheets,
    rows_above,
    unread_sheets,
    unseen_cells,
)
from pipeline.workbook.part import absent_sheets
from pipeline.workbook.record import read_record
from pipeline.workbook.sheets import SheetCells, scan


def load_cells(
    path: Path,
    password: str | None = None,
    titles: Collection[str] | None = None,
    forms: Sequence[Form] = (),
    watch: Watch = unwatched,
) -> tuple[Sheets, list[Problem]]:
    """The sheets of a workbook by evened-out title; those without one of the
    (evened-out) ``titles``, if given, without rows, unless they have headings of a
    form. The findings are about the file; with an error among them there are no sheets.
    """
    package, problems = admit(path, password)
    if package is None:
        return {}, problems
    forms = forms or known_forms(beside(path))
    every = [sheet for form in forms for sheet in form.sheets.values()]
    try:
        with damage_refused():
            sheets = scan(
                package,
                lambda title: titles is None or title in titles,
                lambda cells: alike(every, cells)[1],
                sheet_titles(forms),
                watch,
            )
    except Refused as refusal:
        return {}, [*problems, of_file(path, refusal.problem)]
    return sheets, problems


def read(
    form: Form,
    source: str,
    sheets: Sheets,
    forms: Sequence[Form] = (),
) -> tuple[Submission, list[Problem]]:
    """The rows of every sheet of the form; the cells of unknown sheets and columns are
    people's own and stay unread.

    A sheet without any heading of the form is as one that is absent; where all are so,
    that is the only finding, unless half of the sheets only have other names.
    """
    tables: list[Table] = []
    forms = forms or known_forms()
    names = renamed(form, sheets, forms)
    budget, problems = Budget(), [*unread_sheets(form, sheets, names.values())]
    for sheet in form.sheets.values():
        if (found := sheets.get(even_out(sheet.title))) is None:
            continue
        try:
            table, faults = _read_sheet(form, sheet, found, budget, forms)
        except Refused as refusal:
            return Submission(source, {}), [of_file(Path(source), refusal.problem)]
        if table and form.extends and sheet.is_answers:
            rows, former = without_former(form, forms, table.rows)
            table, faults = table._replace(rows=rows), [*faults, *former]
        problems += [*found.faults, *faults]
        tables += [table] if table else []
    submission = Submission(source, {table.sheet.key: table.rows for table in tables})
    problems += absent_sheets(form, sheets, names, submission)
    problems += [*hidden_sheets(tables), *rows_above(form, tables, submission)]
    known = tables or are_enough(names, form.sheets)
    return submission, problems if known else [unknown_form(source, sheets, forms)]


def _read_sheet(
    form: Form,
    sheet: Sheet,
    found: SheetCells,
    budget: Budget,
    forms: Sequence[Form],
) -> tuple[Table | None, list[Problem]]:
    """A sheet with its rows; None where it has none of the form's headings."""
    at, columns, problems = find_columns(sheet, found.title, found.rows)
    if not columns:
        return None, problems
    below = enumerate(islice(found.rows, at + 1, None), at + 2)
    filled = [(at, line) for at, line in below if line]
    numbers, lines = [at for at, _ in filled], [line for _, line in filled]
    take = partial(budget.take, "letters", sheet=found.title)
    read, bad = read_columns(form, sheet, columns, lines, take)
    values = [
        {key: value for key, value in zip(read, row) if value is not None}  # noqa: B905 - the keyword costs a third
        for row in zip(*read.values(), strict=True)
    ]
    if "ligne" in read:
        _name_lines(form, values)
    letters = {key: column_letters(index + 1) for key, index in columns.items()}
    shown = {key for key, field in sheet.fields.items() if not field.private}
    absent = frozenset(shown - columns.keys())
    rows, faulty = list[Row](), dict[int, Row]()
    for at_line, (number, row) in enumerate(zip(numbers, values, strict=False)):
        cells = bad.get(at_line)
        if row or cells or _typed(lines[at_line], columns):
            unread = absent.union(cells) if cells else absent
            rows.append(Row(sheet.key, found.title, number, row, letters, unread))
        if cells:
            faulty[at_line] = rows[-1]
    table = Table(sheet, found, at, columns, (*_answerable(sheet, rows, forms),))
    return table, [
        *problems,
        *bounded(_bad_cells(sheet, bad, faulty)),
        *bounded(_unlike_numbers(read, rows)),
        *unseen_cells(table),
    ]


def _bad_cells(sheet: Sheet, bad: Bad, rows: Mapping[int, Row]) -> Iterator[Problem]:
    """The cells without a value to trust."""
    for line, cells in sorted(bad.items()):
        for key, cell in sorted(cells.items()):
            yield rows[line].problem(
                cell.code,
                key,
                valeur=cell.shown,
                colonne=sheet.fields[key].heading,
                attendu=french_number(LONGEST_ENTRY),
            )


def _unlike_numbers(
    read: Mapping[str, Sequence[Value | None]], rows: Sequence[Row]
) -> Iterator[Problem]:
    """The numbers and dates of texts that are not printed as Excel shows them."""
    for key, values in read.items():
        for row in rows if ShownNumber in {*map(type, values)} else ():
            value = row.values.get(key)
            if isinstance(value, ShownNumber) and not value.sure:
                yield row.problem("nombre-dans-texte", key, valeur=value)


def _name_lines(form: Form, rows: list[dict[str, Value]]) -> None:
    """On the answers sheet a row's line is a line of its question's list: its label
    gives way to its key, and any other text is quoted. A number that a question asks
    for is taken without its format, and without what nobody sees.
    """

    @cache
    def named(asked: str, text: str) -> str:
        keys = line_keys(form, asked) if asked in form.questions else {}
        return keys.get(even_out(text), quoted(text))

    for values in rows:
        asked, text = str(values.get("question")), values.get("texte")
        if "ligne" in values:
            values["ligne"] = named(asked, str(values["ligne"]))
        takes_number = asked in form.questions and form.questions[asked].takes_number
        if takes_number and isinstance(text, TEXTS):
            plain = text.plain if isinstance(text, ShownNumber) else str(text)
            values["texte"] = as_code(plain)


def _answerable(
    sheet: Sheet, rows: Iterable[Row], forms: Sequence[Form]
) -> Iterator[Row]:
    """The rows without those of the answers sheet that only ask, or whose line cannot be
    read; one that somebody wrote an answer in stays, and is no line of the form.
    """
    if not sheet.is_answers:
        yield from rows
        return
    for row in rows:
        line = unquoted(str(row.values.get("ligne", "")))
        only_asks = "ligne" in row.unreadable or is_question_text(forms, line)
        if row.values.keys() - {"question", "ligne"} or not only_asks:
            yield row


def _typed(line: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether anything is typed in these columns."""
    return any(
        line[index] is not None for index in columns.values() if index < len(line)
    )


# ---- a whole workbook


def without_ours(found: Sheets) -> tuple[Sheets, OurList]:
    """The sheets without our own, and what it says."""
    lists = {title: our_list(found[title].rows) for title in TITLES if title in found}
    sheets = {title: sheet for title, sheet in found.items() if not lists.get(title)}
    return sheets, next(filter(None, lists.values()), OurList({}))


def read_workbook(
    path: Path, password: str | None, watch: Watch = unwatched
) -> tuple[Form, Submission, list[Problem]]:
    """The rows of a workbook, in the edition that it names; no row where the file
    itself is at fault. ``watch`` is told which share is read.
    """
    return read_sheets(path, password, watch)[:3]


def read_sheets(
    path: Path,
    password: str | None,
    watch: Watch = unwatched,
    as_stamped: bool = False,
) -> tuple[Form, Submission, list[Problem], Sheets]:
    """The same with the sheets as they were found, without our own. ``as_stamped``: in
    the edition of its stamp, though another extends that.
    """
    forms = known_forms(beside(path))
    record = even_out(carry_over.RECORD)
    titles = sheet_titles(forms).union(TITLES, {record})
    found, problems = load_cells(path, password, titles, forms, watch)
    sheets, ours = without_ours(found)
    form = find_edition(sheets, forms, as_stamped) or forms[-1]
    if any(is_error(problem) for problem in problems):
        return form, Submission(path.name, {}), problems, sheets
    submission, faults = read(form, path.name, sheets, forms)
    return (
        form,
        submission._replace(
            seen=ours.reasons,
            record=read_record(sheets[record].rows) if record in sheets else None,
        ),
        [*problems, *other_forms(form, path.name, sheets, forms), *faults],
        sheets,
    )
