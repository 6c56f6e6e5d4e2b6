"""Problems -> the marked copy of a workbook. The person's own file is only read; what
the marks do not need stays, byte for byte: cells get a colour and a comment, and a first
sheet, « À corriger », lists every finding on a line, with a link to its place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from xml.parsers.expat import ExpatError

from pipeline.findings.messages import (
    ERROR,
    WARNING,
    basis,
    hint,
    is_error,
    remedy,
    sentence,
    wrong,
)
from pipeline.findings.seen import Seen
from pipeline.findings.sentences import marked_copy as said
from pipeline.findings.sentences import seen as of_seen
from pipeline.marked_copy.book import Book, quote
from pipeline.marked_copy.notes import HEAD, add_notes, remove_notes
from pipeline.marked_copy.package import Package
from pipeline.marked_copy.sheet import Place, Sheet, ref_of, styles_used
from pipeline.marked_copy.splices import MAIN, attribute, text_element
from pipeline.marked_copy.styles import MINIMAL, Styles
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import counted, listed
from pipeline.office.budget import MOST, Refused
from pipeline.office.excel import column_number
from pipeline.office.looks import height
from pipeline.office.package import UNREADABLE, pack

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


class CannotMark(ValueError):
    """No marked copy of this workbook can be made; the message, in French, says why."""


def annotate(
    package: bytes,
    problems: Sequence[Problem],
    seen: Sequence[Seen] = (),
    origin: str = "",
) -> bytes:
    """The bytes of the marked copy of an admitted .xlsx package; of a marked copy, with
    the marks of ``problems`` only. Warnings that were ``seen`` are in its list, folded
    away, with the reason. ``origin``: the digest of what it is made of (content.py).

    Without any of them no mark is left. The same input gives the same bytes. Raises
    CannotMark where anything in the package is unusual or too heavy.
    """
    try:
        parts = Package(package)
        _unmark(parts)
        if problems or seen or origin:
            ordered = sorted(problems, key=lambda problem: not is_error(problem))
            _mark(parts, ordered, seen, origin)
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


def _mark(
    parts: Package, problems: Sequence[Problem], seen: Sequence[Seen], origin: str
) -> None:
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
    listing = list_sheet(listed, seen, shown, hidden, styles, origin)
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
        lines = [f"{kind_of(problem)} : {sentence(problem)}" for problem in here]
        lines += filter(None, map(basis, here))
        notes[place] = "\n".join(dict.fromkeys(lines))  # each finding once
    add_notes(parts, part, sheet, notes)
    parts.parts[part] = sheet.done()


# ---- the list

MOST_LINES = 5_000
_WIDTHS = (15, 26, 62, 62, 34)  # characters
_HEADING_ROW = 4
_FOLDED = ' hidden="1" outlineLevel="1"'
_WRAPPED = 'vertical="top" wrapText="1"'


def place_in(ref: CellRef | None) -> Place:
    """Row and column of a finding; (0, 0) where it is not about one cell."""
    return (
        (ref.row, column_number(ref.column))
        if ref and ref.row and ref.column
        else (0, 0)
    )


class _Lines:
    """The rows of the sheet as they are added, and the links of their places."""

    def __init__(self, shown: Collection[str], hidden: Collection[str], styles: Styles):
        self.rows: list[str] = []
        self.links: list[str] = []
        self.number = 0
        self._shown, self._hidden = shown, hidden
        self.text = styles.own("text", _WRAPPED)
        self.link = styles.own("link", _WRAPPED)
        self.title = styles.own("title", 'vertical="center"')
        self.quiet = styles.own("quiet", _WRAPPED)
        self.head = styles.own("head", 'vertical="center"', filled=True)

    def add(
        self, cells: Sequence[tuple[str, int]], points: float, fold: str = ""
    ) -> None:
        self.number += 1
        written = "".join(
            f'<c r="{ref_of((self.number, column))}" s="{style}" t="inlineStr">'
            f"<is>{text_element(text)}</is></c>"
            for column, (text, style) in enumerate(cells, 1)
        )
        look = f'ht="{points}" customHeight="1"{fold}'
        self.rows.append(f'<row r="{self.number}" {look}>{written}</row>')

    def add_finding(self, problem: Problem, reason: str = "", fold: str = "") -> None:
        """A row of its own, with a link where its sheet is shown."""
        ref, look = problem.ref, self.text
        where = str(ref) if ref else said.WORKBOOK
        if ref and ref.sheet in self._hidden:
            where += said.HIDDEN
        elif ref and ref.sheet in self._shown:
            self.links.append(_link(self.number + 1, ref, where))
            look = self.link
        done = f"{remedy(problem)} {hint(problem)}".rstrip()
        texts = (kind_of(problem), where, wrong(problem), done, reason)
        looks = (self.text, look, *[self.text] * 3, self.quiet)
        cells = list(zip((*texts, problem.mark), looks, strict=True))
        widths = (width - 4 for width in _WIDTHS)
        self.add(cells, height(*zip(texts, widths, strict=True)), fold)


def list_sheet(
    problems: Sequence[Problem],
    seen: Sequence[Seen],
    shown: Collection[str],
    hidden: Collection[str],
    styles: Styles,
    origin: str,
) -> bytes:
    """The XML of the sheet. ``shown`` and ``hidden``: the titles of the workbook's
    sheets; only the first get links. Warnings that were ``seen`` come last, folded.
    The ``origin`` stands in the hidden column.
    """
    lines = _Lines(shown, hidden, styles)
    heads = (*said.HEADINGS, of_seen.HEADING, of_seen.MARK)
    title = [(said.TITLE, lines.title)]
    if origin:
        title += [("", lines.title)] * 4 + [(said.ORIGIN + origin, lines.title)]
    lines.add(title, 30)
    lines.add([(f"{_intro(problems)}\n{of_seen.HELP}", lines.quiet)], 66)
    lines.number = _HEADING_ROW - 1
    lines.add([(name, lines.head) for name in heads], 20)
    for problem in problems[:MOST_LINES]:
        lines.add_finding(problem)
    if len(problems) > MOST_LINES:
        rest = said.REST.format(others=counted(len(problems) - MOST_LINES, "autre"))
        blank = ("", lines.text)
        lines.add([blank, blank, (rest, lines.text)], 34)
    if seen:
        lines.add([(of_seen.FOLDED, lines.quiet)], 20)
    for one in seen[:MOST_LINES]:
        lines.add_finding(one.problem, one.reason, _FOLDED)
    return _sheet(lines.rows, lines.links, lines.number)


def _link(number: int, ref: CellRef, where: str) -> str:
    place = ref_of((ref.row or 1, column_number(ref.column) or 1))
    return (
        f'<hyperlink ref="B{number}" location="{attribute(f"{quote(ref.sheet)}!{place}")}"'
        f' display="{attribute(where)}"/>'
    )


def kind_of(problem: Problem) -> str:
    """What people read for its severity."""
    return "Faute" if is_error(problem) else "Avertissement"


def _intro(problems: Sequence[Problem]) -> str:
    if not problems:
        return said.MENDED
    errors = sum(map(is_error, problems))
    counts = [(errors, "faute"), (len(problems) - errors, "avertissement")]
    return said.INTRO.format(count=listed(counted(n, word) for n, word in counts if n))


def _sheet(rows: Sequence[str], links: Sequence[str], last: int) -> bytes:
    """The worksheet around its rows, each element where Excel demands it."""
    corner = f"A{_HEADING_ROW + 1}"
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>'
        for n, w in enumerate(_WIDTHS, 1)
    )
    columns += f'<col min="{len(_WIDTHS) + 1}" max="{len(_WIDTHS) + 1}" hidden="1"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}">'
        '<sheetPr><tabColor rgb="FFC00000"/><outlinePr summaryBelow="0"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:F{last}"/>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEADING_ROW}" topLeftCell="{corner}" activePane="bottomLeft"'
        ' state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{corner}"'
        f' sqref="{corner}"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15" outlineLevelRow="1"/>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A{_HEADING_ROW}:E{last}"/><mergeCells count="1"><mergeCell'
        ' ref="A2:E2"/></mergeCells>'
        f"{'<hyperlinks>' + ''.join(links) + '</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()
