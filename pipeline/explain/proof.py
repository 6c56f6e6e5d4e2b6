"""Answers -> justificatif.xlsx: every counted figure of the report as a live formula
over the records behind it.

Sheet "Chiffres": a line a figure; sheet "Preuves": a line a (figure, record, place), a
place being cells of one row of the workbook, with what it adds to the figure: 1 on the
first place of a record and 0 on its others, or a signed amount. A figure is the sum of
what is added to it, so that Excel recounts it without us. The results are stored too,
as the report prints them, for previews.
"""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.findings.messages import wrong
from pipeline.findings.seen import Seen
from pipeline.findings.sentences import evolution as of_evolution
from pipeline.findings.sentences import explain as said
from pipeline.findings.sentences import official as of_official
from pipeline.findings.sentences import seen as of_seen
from pipeline.model.evolution import Evolution
from pipeline.model.explained import (
    CENTS,
    LARGER_HALF,
    NUMBER,
    SMALLER_HALF,
    Explained,
    places,
)
from pipeline.model.submission import Answers
from pipeline.office.looks import (
    BAND,
    GREY,
    HEADING_ROW,
    INK,
    MISSING,
    MUTED,
    RULE,
    TABS,
    height,
    tone,
)
from pipeline.office.package import repack
from pipeline.rules.families import FAMILIES

if TYPE_CHECKING:
    from pipeline.official.result import OfficialReport

FIGURES, PROOFS = "Chiffres", "Preuves"
# places, and records: what Excel recounts while one waits, and what is written within
# seconds
MOST_PROOFS = 60_000
_FIRST = HEADING_ROW  # row of the first line, counted from 0
_Columns = Mapping[str, int]  # heading -> width
_FIGURE_COLUMNS: _Columns = {
    "N°": 8,
    "Question": 11,
    "Intitulé": 38,
    "Ligne": 38,
    "Règle": 56,
    "Référence": 20,
    "Rapport": 14,
    "Recompte": 14,
}
_RULED = {"bottom": 1, "bottom_color": f"#{RULE}", "text_wrap": True}
_HEADING = {**_RULED, "bold": True, "bg_color": f"#{GREY}", "valign": "vcenter"}
_RIGHT = {"align": "right", "indent": 1}
_WRONG = {"bg_color": f"#{MISSING}", "font_color": "#8A1C1C"}
_FORMATS = {CENTS: '#,##0.00 "€";-#,##0.00 "€";0.00 "€"', NUMBER: "0"}
_NUMBERS = {
    unit: {"num_format": shown, **_RIGHT, **_RULED} for unit, shown in _FORMATS.items()
}
_PLAIN = {
    "font_name": "Calibri",
    "font_size": 11,
    "font_color": f"#{INK}",
    "valign": "top",
}
_DARK = tone(TABS[0], 0.3)
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "alarm": {**_WRONG, "bold": True, "valign": "vcenter"},
    "title": {
        "bold": True,
        "font_size": 16,
        "font_color": f"#{_DARK}",
        "valign": "vcenter",
    },
    "intro": {"font_color": f"#{MUTED}", "valign": "vcenter"},
    "heading": _HEADING,
    "heading of numbers": {**_HEADING, **_RIGHT},
    "text": _RULED,
    "strong": {"bold": True, **_RULED},
    "link": {"font_color": "#1F5FA8", "underline": 1, **_RULED},
    **_NUMBERS,
    **{
        f"result {unit}": {**look, "bold": True, "bg_color": f"#{BAND}"}
        for unit, look in _NUMBERS.items()
    },
}


class TooLong(Exception):
    """The proof would have too many lines to be of use."""


class _Proof(NamedTuple):
    """A record of a figure (its number in the list), cells of one row as people read
    them, and what they add to it.
    """

    figure: int
    who: str
    place: str
    adds: int


class _Sheet(NamedTuple):
    page: Worksheet
    looks: Mapping[str, Format]
    columns: _Columns

    def put(self, row: int, column: int, *texts: str, look: str = "text") -> None:
        for place, text in enumerate(texts, column):
            self.page.write_string(row, place, text, self.looks[look])

    def link(self, row: int, sheet: str, to: int, text: str) -> None:
        """A link in the first column; ``to``: a row counted from 0."""
        place = f"internal:'{sheet}'!A{to + 1}"
        self.page.write_url(row, 0, place, self.looks["link"], text)

    def put_top(self, title: str, intro: str, alarm: str = "") -> None:
        """The rows above the headings: perhaps a warning, then what this is."""
        row = 0
        if alarm:
            last = len(self.columns) - 1
            self.page.merge_range(0, 0, 0, last, alarm, self.looks["alarm"])
            self.page.set_row(0, 24)
            row = 1
        self.put(row, 0, title, look="title")
        self.put(row + 1, 0, intro, look="intro")
        self.page.set_row(row, 30)
        self.page.set_row(HEADING_ROW - 1, 24)

    def put_headings(self, numbers: int) -> None:
        """The row of headings; the last ``numbers`` stand over numbers."""
        row, headings, texts = (
            HEADING_ROW - 1,
            [*self.columns],
            len(self.columns) - numbers,
        )
        self.put(row, 0, *headings[:texts], look="heading")
        self.put(row, texts, *headings[texts:], look="heading of numbers")

    def set_use(self, last: int, colour: str, title: str) -> None:
        """Filter, widths, frozen headings, and how the sheet prints: A4, one page wide,
        headings on each page. ``last``: the last row.
        """
        page = self.page
        page.autofilter(HEADING_ROW - 1, 0, max(last, _FIRST), len(self.columns) - 1)
        for column, width in enumerate(self.columns.values()):
            page.set_column(column, column, width)
        page.set_tab_color(f"#{colour}")
        page.freeze_panes(_FIRST, 2)
        page.hide_gridlines(2)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADING_ROW - 1)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        page.set_header(f"&L{title.replace('&', '&&')}&R&A", {"margin": 0.3})
        page.set_footer(said.FOOTER, {"margin": 0.3})


def proof_workbook(
    facts: Any,
    answers: Answers,
    seen: Sequence[Seen] = (),
    official: OfficialReport | None = None,
    evolution: Evolution | None = None,
) -> bytes:
    """The .xlsx that proves each figure of a report that counts records or amounts, with
    the warnings ``seen`` and who is behind a large ``evolution``. Same answers, same
    bytes. Raises TooLong where its figures count more than MOST_PROOFS records.
    """
    if answers.counted > MOST_PROOFS:
        raise TooLong
    form, family = facts.form, FAMILIES[facts.form.family]
    figures = [one for one in family.explain(facts, answers) if one.unit]
    (proofs, whole), households = _bounded(figures), bool(family.households(facts))
    title = form.document.file.format(**answers.head)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    made = datetime(1980, 1, 1, tzinfo=UTC)
    book.set_properties({"title": f"Justificatif - {title}", "created": made})
    looks = {name: book.add_format({**_PLAIN, **look}) for name, look in _LOOKS.items()}
    looks["wrong"] = book.add_format(_WRONG)
    above = _Sheet(book.add_worksheet(FIGURES), looks, _FIGURE_COLUMNS)
    who = said.record(households)
    columns = {"N°": 8, "Chiffre": 52, who.capitalize(): 38, "Endroit": 38}
    columns["Compte pour"] = 15
    below = _Sheet(book.add_worksheet(PROOFS), looks, columns)
    below.put_top(PROOFS, said.proofs_intro(who, whole))
    firsts = _write_proofs(below, figures, proofs)
    _write_figures(above, figures, firsts)
    above.put_top(said.title(title), said.INTRO, said.stays(households))
    above.set_use(_FIRST + len(figures) - 1, TABS[0], form.title)
    below.set_use(firsts[-1] - 1, TABS[1], form.title)
    for heads, texts in _further(seen, official, evolution):
        sheet = _Sheet(book.add_worksheet(texts.sheet), looks, heads)
        _write_texts(sheet, texts, form.title)
    book.close()
    return repack(out.getvalue())


def _name(place: int) -> str:
    """A figure's number: no program takes it for a number or a date, as it would
    "3.10".
    """
    return f"F{place + 1:03d}"


def _worth(one: Explained, adds: int) -> float:
    """What is written of a number: euros of cents, the number itself else."""
    return adds / 100 if one.unit == CENTS else adds


def _bounded(figures: Sequence[Explained]) -> tuple[list[_Proof], bool]:
    """The proofs, and whether they are all; else those that add something."""
    proofs = list(islice(_proofs(figures), MOST_PROOFS + 1))
    if len(proofs) <= MOST_PROOFS:
        return proofs, True
    proofs = [proof for proof in _proofs(figures) if proof.adds]
    if len(proofs) > MOST_PROOFS:  # what stands beside the report's figures counts too
        raise TooLong
    return proofs, False


def _proofs(figures: Sequence[Explained]) -> Iterator[_Proof]:
    """The rows of the workbook that put each record in a figure, each with its cells
    and what they add together.
    """
    for number, one in enumerate(figures):
        for entry in one.behind():  # and let go: all together would be large
            for _, row in groupby(entry.shares, key=lambda share: share[0][:2]):
                cells, adds = zip(*row, strict=True)
                yield _Proof(number, entry.who, places(cells), sum(adds))


def _write_proofs(
    sheet: _Sheet, figures: Sequence[Explained], proofs: Sequence[_Proof]
) -> list[int]:
    """The lines of the proofs. Gives the row of the first one of each figure, from 0,
    and at last the row below all.
    """
    sheet.put_headings(numbers=1)
    for row, proof in enumerate(proofs, _FIRST):
        one = figures[proof.figure]
        line, adds = f"{one.question} {one.line}".strip(), _worth(one, proof.adds)
        sheet.put(row, 0, _name(proof.figure), line, proof.who, proof.place)
        sheet.page.write_number(row, 4, adds, sheet.looks[one.unit])
    numbers = range(len(figures) + 1)
    firsts = [_FIRST + bisect_left(proofs, (number,)) for number in numbers]
    for number, (first, end) in enumerate(pairwise(firsts)):
        if end > first:
            sheet.link(first, FIGURES, _FIRST + number, _name(number))
    return firsts


def _write_figures(
    sheet: _Sheet, figures: Sequence[Explained], firsts: Sequence[int]
) -> None:
    """The lines of the figures, each with the number of the report and the formula that
    counts it again. ``firsts``: where the proofs of each begin, and where the last ones
    end.
    """
    sheet.put_headings(numbers=2)
    page, widths = sheet.page, [*_FIGURE_COLUMNS.values()]
    for place, one in enumerate(figures):
        row, value = _FIRST + place, _worth(one, one.number)
        if firsts[place] == firsts[place + 1]:
            sheet.put(row, 0, _name(place))
        else:
            sheet.link(row, PROOFS, firsts[place], _name(place))
        texts = (one.title, one.line, one.rule, one.reference)
        sheet.put(row, 1, one.question, look="strong")
        sheet.put(row, 2, *texts)
        page.write_number(row, 6, value, sheet.looks[one.unit])
        formula = _formula(one, row, max(firsts[-1], _FIRST + 1))
        page.write_formula(row, 7, formula, sheet.looks[f"result {one.unit}"], value)
        page.set_row(row, height(*zip(texts, widths[2:], strict=False)))
    end = _FIRST + max(1, len(figures)) - 1
    differs = f"=ROUND($G{_FIRST + 1}-$H{_FIRST + 1},2)<>0"
    wrong = {"type": "formula", "criteria": differs, "format": sheet.looks["wrong"]}
    page.conditional_format(_FIRST, 7, end, 7, wrong)


class _Texts(NamedTuple):
    """A sheet of texts: its name, what is above its headings, its rows, its colour."""

    sheet: str
    intro: str
    rows: Sequence[tuple[str, ...]]
    colour: str


def _further(
    seen: Sequence[Seen],
    official: OfficialReport | None,
    evolution: Evolution | None,
) -> Iterator[tuple[_Columns, _Texts]]:
    """The warnings that someone has left as they are, each with the reason; what is not
    simply filled in the authority's own file; who is behind a figure that changed much.
    """
    if seen:
        left = [(str(one.ref or ""), wrong(one), reason) for one, reason in seen]
        texts = _Texts(of_seen.SHEET, of_seen.INTRO, left, TABS[2])
        yield of_seen.COLUMNS, texts
    if official:
        from pipeline.official.to_see import headline, rows  # for such a report alone

        said_of = headline(official), [*rows(official)]
        yield of_official.COLUMNS, _Texts(of_official.SHEET, *said_of, TABS[3])
    if evolution:
        from pipeline.explain.evolution import behind  # few reports have one

        if rows_behind := [*behind(evolution)]:
            heads = of_evolution.columns(evolution.before, evolution.now)
            sheet = of_evolution.SHEET, of_evolution.SHEET_INTRO
            yield heads, _Texts(*sheet, rows_behind, TABS[4])


def _write_texts(sheet: _Sheet, texts: _Texts, title: str) -> None:
    sheet.put_top(texts.sheet, texts.intro)
    sheet.put_headings(numbers=0)
    row, widths = _FIRST, [*sheet.columns.values()]
    for row, line in enumerate(texts.rows, _FIRST):
        sheet.put(row, 0, *line)
        sheet.page.set_row(row, height(*zip(line, widths, strict=True)))
    sheet.set_use(row, texts.colour, title)


def _formula(one: Explained, row: int, last: int) -> str:
    """The sum of what the proofs of a figure add, or its half in whole cents."""
    figures = f"{PROOFS}!$A${_FIRST + 1}:$A${last}"
    counts = f"{PROOFS}!$E${_FIRST + 1}:$E${last}"
    added = f"SUMIFS({counts},{figures},$A{row + 1})"
    if one.unit != CENTS:
        return f"={added}"
    if one.share in (LARGER_HALF, SMALLER_HALF):
        rounded = "ROUNDUP" if one.share == LARGER_HALF else "ROUNDDOWN"
        return f"={rounded}(ROUND({added}*100,0)/2,0)/100"
    return f"=ROUND({added},2)"
