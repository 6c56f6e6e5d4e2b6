"""Problems -> the marked copy of a workbook. The person's own file is only read; what
the marks do not need stays, byte for byte: cells get a colour and a comment, and a
first sheet lists all that is to be mended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.parsers.expat import ExpatError

from pipeline.findings.messages import ERROR, WARNING, is_error, sentence
from pipeline.findings.seen import Seen
from pipeline.findings.sentences import marked_copy as said
from pipeline.marked_copy.book import Book
from pipeline.marked_copy.list_sheet import kind_of, list_sheet, place_in
from pipeline.marked_copy.notes import HEAD, add_notes, remove_notes
from pipeline.marked_copy.package import Package
from pipeline.marked_copy.sheet import Place, Sheet, styles_used
from pipeline.marked_copy.styles import MINIMAL, Styles
from pipeline.model.problem import Problem
from pipeline.office.budget import MOST, Refused
from pipeline.office.package import UNREADABLE, pack

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


class CannotMark(ValueError):
    """No marked copy of this workbook can be made; the message, in French, says why."""


def annotate(
    package: bytes, problems: Sequence[Problem], seen: Sequence[Seen] = ()
) -> bytes:
    """The bytes of the marked copy of an admitted .xlsx package; of a marked copy, with
    the marks of ``problems`` only. Warnings that were ``seen`` are in its list, folded
    away, with the reason.

    Without problems no mark is left. The same input gives the same bytes. Raises
    CannotMark where anything in the package is unusual or too heavy.
    """
    try:
        parts = Package(package)
        _unmark(parts)
        if problems or seen:
            ordered = sorted(problems, key=lambda problem: not is_error(problem))
            _mark(parts, ordered, seen)
        return pack(parts.parts)  # the new ones behind those that were there
    except Refused as error:
        raise CannotMark(said.HEAVY) from error
    except (*UNREADABLE, ExpatError, LookupError) as error:
        raise CannotMark(said.UNUSUAL) from error


def _unmark(parts: Package) -> None:
    """Take away what an earlier call left, even if another program has saved the
    workbook since.
    """
    book = Book(parts)
    book.remove_list()
    sheets = book.worksheets()
    used = {part: {*styles_used(parts.parts[part], parts.budget)} for part in sheets}
    moved: dict[int, int] = {}
    if table := parts.related(book.part, "styles"):
        styles = Styles(parts.xml(table))
        if styles.are_marked():
            moved = styles.clear(set().union(*used.values()))
            parts.parts[table] = styles.done()
    comments = {part: parts.related(part, "comments") for part in sheets}
    noted = {
        name
        for name in {*comments.values()} - {""}
        if HEAD.encode() in parts.parts[name]
    }
    for part in sheets:
        if not moved.keys().isdisjoint(used[part]) or comments[part] in noted:
            sheet = Sheet(parts.parts[part], parts.budget)
            sheet.unmark(moved)
            remove_notes(parts, part, sheet)
            parts.parts[part] = sheet.done()


def _mark(parts: Package, problems: Sequence[Problem], seen: Sequence[Seen]) -> None:
    """Colours, comments and the list, in a workbook without marks."""
    book = Book(parts)
    if not parts.related(book.part, "styles"):
        parts.add(book.part, "styles", "xl/styles.xml", MINIMAL, _STYLES_TYPE)
    table = parts.related(book.part, "styles")
    styles = Styles(parts.xml(table))
    by_title: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.ref:
            by_title.setdefault(problem.ref.sheet, []).append(problem)
    for entry in book.sheets:
        found = by_title.pop(entry.title, [])
        if (
            entry.kind == "worksheet"
            and entry.part
            and any(all(place_in(problem.ref)) for problem in found)
        ):
            _mark_sheet(parts, entry.part, found, styles)
    shown = {entry.title for entry in book.sheets if not entry.hidden}
    hidden = {entry.title for entry in book.sheets if entry.hidden}
    order = {entry.title: number for number, entry in enumerate(book.sheets)}
    listed = sorted(problems, key=lambda problem: _rank(problem, order))
    listing = list_sheet(listed, seen, shown, hidden, styles)
    parts.parts[table] = styles.done()
    book.add_list(listing)


def _rank(problem: Problem, order: Mapping[str, int]) -> tuple[bool, int, Place]:
    """Errors first, then in the order of the workbook."""
    place = (problem.ref.row, place_in(problem.ref)[1]) if problem.ref else (0, 0)
    return (
        not is_error(problem),
        order.get(problem.ref.sheet, len(order)) if problem.ref else -1,
        place,
    )


def _mark_sheet(
    parts: Package, part: str, problems: Sequence[Problem], styles: Styles
) -> None:
    sheet = Sheet(parts.parts[part], parts.budget)
    found: dict[Place, list[Problem]] = {}
    for problem in problems:
        place = place_in(problem.ref)
        if all(place) and (place in found or len(found) < MOST["marks"]):
            found.setdefault(sheet.shown(place), []).append(problem)
    severities = {
        place: ERROR if any(map(is_error, here)) else WARNING
        for place, here in found.items()
    }
    sheet.mark(severities, styles.marked)
    notes = {}
    for place, here in found.items():
        lines = (f"{kind_of(problem)} : {sentence(problem)}" for problem in here)
        notes[place] = "\n".join(dict.fromkeys(lines))  # each finding once
    add_notes(parts, part, sheet, notes)
    parts.parts[part] = sheet.done()
