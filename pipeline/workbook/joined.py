"""Several workbooks of one report, kept by several hands, read as one: their rows in
the order of the files, then of each file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pipeline.edition.form import PARTS, Form, Sheet
from pipeline.findings.bounds import bounded
from pipeline.findings.messages import is_error
from pipeline.model.problem import ROWS_OF_A_FILE, CellRef, Problem
from pipeline.model.submission import Received, Row, Submission, Value
from pipeline.model.text import even_out
from pipeline.model.watch import Watch, unwatched
from pipeline.workbook.figures import SUFFIX, Head, read_figures
from pipeline.workbook.read import read_workbook

_ABSENT = "feuille-absente"


class _Read(NamedTuple):
    """One of the files as read, its rows and places numbered and named by file."""

    name: str
    form: Form
    submission: Submission
    problems: list[Problem]


def read_together(
    paths: Sequence[Path], password: str | None, watch: Watch = unwatched
) -> tuple[Form, Submission, list[Problem]]:
    """The rows of these workbooks as of one; no row where a file itself is at fault. A
    single one is read as it is, without a name of its file at its places.
    """
    if len(paths) == 1:
        return read_workbook(paths[0], password, watch)
    named = [*enumerate(zip(names_of(paths), paths, strict=True))]
    read = [
        _placed(number, name, *read_workbook(path, password, watch))
        for number, (name, path) in named
        if not number or path.suffix.lower() != SUFFIX
    ]
    form = read[0].form
    of_files = [
        problem
        for one in read
        for problem in one.problems
        if problem.ref is None and is_error(problem)
    ]
    of_files += _of_other_forms(read)
    for number, (name, path) in named:
        if number and path.suffix.lower() == SUFFIX:
            found = read_figures(form, path, name)
            if isinstance(found, Problem):
                of_files.append(found)
            else:
                read.append(_figures(form, number, *found))
    of_files += _given_twice(form, read)
    if of_files:
        return form, Submission(read[0].name, {}), of_files
    return form, *_joined(form, read)


def names_of(paths: Sequence[Path]) -> list[str]:
    """How each file is named at its places: shortly, unless two have the same name."""
    names = [path.name for path in paths]
    return [str(path) if names.count(path.name) > 1 else path.name for path in paths]


def _placed(
    number: int, name: str, form: Form, submission: Submission, found: list[Problem]
) -> _Read:
    """A file whose rows come after those of the files before it."""
    before = number * ROWS_OF_A_FILE
    rows = {
        key: tuple(row._replace(number=row.number + before, file=name) for row in own)
        for key, own in submission.rows.items()
    }
    problems = [
        replace(problem, ref=_moved(problem.ref, before, name)) for problem in found
    ]
    return _Read(name, form, submission._replace(rows=rows), problems)


def _moved(ref: CellRef | None, before: int, name: str) -> CellRef | None:
    if ref is None:
        return None
    return ref._replace(row=ref.row + before if ref.row else 0, file=name)


def _figures(form: Form, number: int, head: Head, received: Received) -> _Read:
    """Figures as a file that has no rows but those that say whose it is, and its ticks."""
    before, name = number * ROWS_OF_A_FILE, received.file

    def row(sheet: Sheet, values: Mapping[str, Value]) -> Row:
        nowhere = dict.fromkeys(values, "")
        return Row(sheet.key, sheet.title, before, values, nowhere, file=name)

    rows: dict[str, tuple[Row, ...]] = {form.head.key: (row(form.head, head),)}
    for sheet in form.sheets.values():
        if sheet.is_answers:
            rows[sheet.key] = tuple(
                row(sheet, {"question": asked, "ligne": line, "coche": "x"})
                for asked, line in received.ticks.items()
            )
    return _Read(name, form, Submission(name, rows, received=received), [])


def _given_twice(form: Form, read: Sequence[_Read]) -> Iterator[Problem]:
    """Where figures of a sheet are given beside others, or beside rows of it."""
    names: list[str] = []
    for one in read:
        if (received := one.submission.received) is None:
            continue
        facts = {"fichier": one.name}
        for other in names[:1]:
            yield Problem("chiffres-deux-fois", None, {**facts, "autre": other})
        names.append(one.name)
        for other in (
            each.name for each in read if each.submission.rows.get(received.sheet)
        ):
            title = form.sheets[received.sheet].title
            beside = {**facts, "autre": other, "feuille": title}
            yield Problem("chiffres-et-lignes", None, beside)


def _of_other_forms(read: Sequence[_Read]) -> Iterator[Problem]:
    form = read[0].form
    for one in read[1:]:
        if one.form is not form and one.form.edition != form.edition:
            facts = {"fichier": one.name, "lu": one.form.edition}
            facts |= {"autre": read[0].name, "attendu": form.edition}
            yield Problem("partie-autre-formulaire", None, facts)


def _joined(form: Form, read: Sequence[_Read]) -> tuple[Submission, list[Problem]]:
    received = next((s.received for _, _, s, _ in read if s.received is not None), None)
    there = {
        key
        for one in read
        if one.submission.received is None
        for key in one.submission.rows
    }
    known = there | {received.sheet} if received is not None else there
    problems = [
        problem
        for one in read
        for problem in one.problems
        if not (problem.code == _ABSENT and _is_there(form, problem, known))
    ]
    rows: dict[str, tuple[Row, ...]] = {}
    for sheet in form.sheets.values():
        own = [one.submission.rows.get(sheet.key, ()) for one in read]
        if sheet.key not in there:
            continue
        if sheet is form.head:
            kept, told = _one_head(form, read)
        else:
            every = [row for found in own for row in found]
            kept, told = _once(_answered(every) if sheet.is_answers else every)
        rows[sheet.key] = tuple(kept)
        problems += bounded(told)
    record = next((s.record for _, _, s, _ in read if s.record is not None), None)
    seen: dict[str, str] = {}
    for one in read:
        seen |= one.submission.seen
    if received is not None:
        rows.setdefault(received.sheet, ())
    return Submission(read[0].name, rows, seen, record, received), problems


def _is_there(form: Form, problem: Problem, there: set[str]) -> bool:
    """Whether another file has the sheet that one lacks; each has the head."""
    lacks = even_out(problem.sheet)
    return any(
        sheet.key in there
        for sheet in form.sheets.values()
        if even_out(sheet.title) == lacks and sheet is not form.head
    )


# ---- whose workbooks they are


def _one_head(form: Form, read: Sequence[_Read]) -> tuple[list[Row], list[Problem]]:
    """The head of the file that says most in it; every other one says nothing else, and
    names the same commune and year.
    """
    heads = [one.submission.rows.get(form.head.key, ()) for one in read]
    told = [
        Problem(
            "trop-peu-de-lignes",
            CellRef(form.head.title, file=one.name),
            {"feuille": form.head.title, "nombre": "0", "attendu": "1"},
        )
        for one, rows in zip(read, heads, strict=True)
        if not rows and form.head.key in one.submission.rows
    ]
    firsts = [rows[0] for rows in heads if rows]
    if not firsts:
        return [], told[:0]
    chosen = max(firsts, key=lambda row: len(row.values))
    for row in firsts:
        if row is not chosen:
            told += _disagreeing(form, chosen, row)
    more = [row for rows in heads for row in rows[1:]]
    return [chosen, *more], told


def _disagreeing(form: Form, chosen: Row, row: Row) -> Iterator[Problem]:
    for key, field in form.head.fields.items():
        said, other = row.values.get(key), chosen.values.get(key)
        if key == PARTS or key in row.unreadable or key in chosen.unreadable:
            continue
        if said is None and key in form.whose:
            yield row.problem("valeur-manquante", key, colonne=field.heading)
        elif said is not None and even_out(str(said)) != even_out(str(other or "")):
            facts = {"valeur": said, "attendu": other or "", "colonne": field.heading}
            yield row.problem("partie-autre", key, premier=chosen.ref(key), **facts)


# ---- what stands in two files


def _answered(rows: Sequence[Row]) -> list[Row]:
    """The rows of the answers sheet without those that only ask, where another file has
    the same line.
    """
    answered: dict[object, set[str]] = {}
    for row in rows:
        if _is_answered(row):
            answered.setdefault(_line(row), set()).add(row.file)
    asked: dict[object, str] = {}
    kept = []
    for row in rows:
        line = _line(row)
        if line is not None and not _is_answered(row):
            first = asked.setdefault(line, row.file)
            if first != row.file or answered.get(line, set()) - {row.file}:
                continue
        kept.append(row)
    return kept


def _line(row: Row) -> tuple[object, object] | None:
    """Which line of which question a row is; None where it is not known."""
    asked = row.values.get("question"), row.values.get("ligne")
    return None if None in asked else asked


def _is_answered(row: Row) -> bool:
    return bool(row.values.keys() - {"question", "ligne"})


def _once(rows: Sequence[Row]) -> tuple[list[Row], list[Problem]]:
    """The rows without those that another file has already, cell by cell."""
    firsts: dict[object, Row] = {}
    kept, told = list[Row](), list[Problem]()
    for row in rows:
        first = firsts.setdefault(_cells(row.values), row)
        if first.file != row.file and not any(row.columns.values()):
            continue  # a tick that goes with figures, and stands here already
        if first.file != row.file and row.values:
            told.append(row.problem("ligne-commune", premier=first.ref()))
        else:
            kept.append(row)
    return kept, told


def _cells(values: Mapping[str, object]) -> frozenset[tuple[str, object]]:
    return frozenset(values.items())


# ---- each file's own findings


def of_file(
    name: str, names: Sequence[str], problems: Sequence[Problem]
) -> list[Problem]:
    """What is told of one of the files, at its own places. ``names``: those of all; what
    names none of them is told of the first.
    """

    def whose(problem: Problem) -> str:
        named = problem.file or problem.facts.get("fichier", "")
        return named if named in names else names[0]

    return [
        replace(problem, ref=problem.ref.alone if problem.ref else None)
        for problem in problems
        if whose(problem) == name
    ]
