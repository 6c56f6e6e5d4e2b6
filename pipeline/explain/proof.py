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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice, pairwise
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.edition.form import Form
from pipeline.model.explained import CENTS, LARGER_HALF, SMALLER_HALF, Explained, places
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

FIGURES, PROOFS = "Chiffres", "Preuves"
# places, and records: what Excel recounts while one waits, and what is written within
# seconds
MOST_PROOFS = 60_000
_FIRST = HEADING_ROW  # row of the first line, counted from 0
_STAYS = (
    "Ce justificatif reste dans la maison : il {why}. Il accompagne le rapport, il ne part pas"
    " avec lui."
)
_HOUSEHOLDS, _PLACES = (
    "contient les codes des ménages",
    "renvoie aux cellules du classeur de travail",
)
_INTRO = (
    "Chaque recompte est une formule sur la feuille Preuves. Cliquez sur un numéro pour voir"
    " qui est dans un chiffre."
)
_PROOFS_INTRO = (
    "Une ligne par chiffre, par {who} et par ligne du classeur. « Compte pour » dit ce que la"
    " ligne ajoute au chiffre : 0 pour une autre ligne de la même chose, déjà comptée."
)
_CUT = " Trop de lignes : seuls les endroits qui comptent sont notés."
_FIGURE_COLUMNS = (
    ("N°", 8),
    ("Question", 11),
    ("Intitulé", 38),
    ("Ligne", 38),
    ("Règle", 56),
    ("Référence", 20),
    ("Rapport", 14),
    ("Recompte", 14),
)
_PROOF_COLUMNS = (
    ("N°", 8),
    ("Chiffre", 52),
    ("{Who}", 38),
    ("Endroit", 38),
    ("Compte pour", 15),
)
_MONEY = '#,##0.00 "€";-#,##0.00 "€";0.00 "€"'


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


@dataclass(frozen=True)
class _Looks:
    """The cell styles of both sheets."""

    alarm: Format
    title: Format
    intro: Format
    heading: Format
    heading_of_numbers: Format
    text: Format
    strong: Format
    link: Format
    number: dict[str, Format]
    result: dict[str, Format]
    wrong: Format


def proof_workbook(form: Form, facts: Any, answers: Answers) -> bytes:
    """The .xlsx that proves each figure of a report that counts records or amounts.
    Same answers, same bytes. Raises TooLong where its figures count more than
    MOST_PROOFS records.
    """
    if answers.counted > MOST_PROOFS:
        raise TooLong
    family = FAMILIES[form.family]
    figures = [one for one in family.explain(form, facts, answers) if one.unit]
    proofs = list(islice(_proofs(figures), MOST_PROOFS + 1))
    if not (whole := len(proofs) <= MOST_PROOFS):
        proofs = [proof for proof in _proofs(figures) if proof.adds]
    if len(proofs) > MOST_PROOFS:  # what stands beside the report's figures counts too
        raise TooLong
    title = form.report.format(**answers.head)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties(
        {
            "title": f"Justificatif - {title}",
            "created": datetime(1980, 1, 1, tzinfo=UTC),
        }
    )
    looks = _looks(book)
    page, below = book.add_worksheet(FIGURES), book.add_worksheet(PROOFS)
    households = bool(family.households(facts))
    first = _write_proofs(
        below,
        looks,
        figures,
        proofs,
        "ménage ou dossier" if households else "élément",
        whole,
    )
    _write_figures(page, looks, figures, first)
    _put_top(
        page,
        looks,
        _STAYS.format(why=_HOUSEHOLDS if households else _PLACES),
        f"Justificatif : {title}",
        _INTRO,
    )
    for sheet, columns, colour in (
        (page, _FIGURE_COLUMNS, TABS[0]),
        (below, _PROOF_COLUMNS, TABS[1]),
    ):
        _set_sheet(sheet, [width for _, width in columns], colour, form.title)
    book.close()
    return repack(out.getvalue())


def _looks(book: Workbook) -> _Looks:
    def style(**given: Any) -> Format:
        return book.add_format(
            {
                "font_name": "Calibri",
                "font_size": 11,
                "font_color": f"#{INK}",
                "valign": "top",
                **given,
            }
        )

    ruled = {"bottom": 1, "bottom_color": f"#{RULE}", "text_wrap": True}
    heading = {**ruled, "bold": True, "bg_color": f"#{GREY}", "valign": "vcenter"}
    right = {"align": "right", "indent": 1}
    numbers = {CENTS: _MONEY, "": "0"}
    dark = tone(TABS[0], 0.3)
    return _Looks(
        alarm=style(
            bold=True, font_color="#8A1C1C", bg_color=f"#{MISSING}", valign="vcenter"
        ),
        title=style(bold=True, font_size=16, font_color=f"#{dark}", valign="vcenter"),
        intro=style(font_color=f"#{MUTED}", valign="vcenter"),
        heading=style(**heading),
        heading_of_numbers=style(**heading, **right),
        text=style(**ruled),
        strong=style(bold=True, **ruled),
        link=style(font_color="#1F5FA8", underline=1, **ruled),
        number={
            unit: style(num_format=form, **right, **ruled)
            for unit, form in numbers.items()
        },
        result={
            unit: style(
                num_format=form, bold=True, bg_color=f"#{BAND}", **right, **ruled
            )
            for unit, form in numbers.items()
        },
        wrong=book.add_format({"bg_color": f"#{MISSING}", "font_color": "#8A1C1C"}),
    )


def _name(place: int) -> str:
    """A figure's number: no program takes it for a number or a date, as it would
    "3.10".
    """
    return f"F{place + 1:03d}"


def _unit(one: Explained) -> str:
    return CENTS if one.unit == CENTS else ""


def _worth(one: Explained, adds: int) -> float:
    """What is written of a number: euros of cents, the number itself else."""
    return adds / 100 if one.unit == CENTS else adds


# ---- the sheets


def _proofs(figures: Sequence[Explained]) -> Iterator[_Proof]:
    """The rows of the workbook that put each record in a figure, each with its cells
    and what they add together.
    """
    for number, one in enumerate(figures):
        for entry in one.behind():  # and let go: all together would be large
            for _, row in groupby(
                entry.shares, key=lambda share: (share[0].sheet, share[0].row)
            ):
                cells, adds = zip(*row, strict=True)
                yield _Proof(number, entry.who, places(cells), sum(adds))


def _write_proofs(
    page: Worksheet,
    looks: _Looks,
    figures: Sequence[Explained],
    proofs: Sequence[_Proof],
    who: str,
    whole: bool,
) -> list[int]:
    """The lines of the proofs; ``who``: what a record is called. Gives the row of the
    first one of each figure, from 0, and at last the row below all.
    """
    columns = [heading.format(Who=who.capitalize()) for heading, _ in _PROOF_COLUMNS]
    _put_top(
        page, looks, "", PROOFS, _PROOFS_INTRO.format(who=who) + ("" if whole else _CUT)
    )
    _put_headings(page, looks, columns, numbers=1)
    for row, proof in enumerate(proofs, _FIRST):
        one = figures[proof.figure]
        texts = (
            _name(proof.figure),
            f"{one.question} {one.line}".strip(),
            proof.who,
            proof.place,
        )
        for column, text in enumerate(texts):
            page.write_string(row, column, text, looks.text)
        page.write_number(row, 4, _worth(one, proof.adds), looks.number[_unit(one)])
    firsts = [
        _FIRST + bisect_left(proofs, (number,)) for number in range(len(figures) + 1)
    ]
    for number, (first, end) in enumerate(pairwise(firsts)):
        if end > first:
            page.write_url(
                first,
                0,
                f"internal:'{FIGURES}'!A{_FIRST + number + 1}",
                looks.link,
                _name(number),
            )
    page.autofilter(HEADING_ROW - 1, 0, max(firsts[-1] - 1, _FIRST), len(columns) - 1)
    return firsts


def _write_figures(
    page: Worksheet, looks: _Looks, figures: Sequence[Explained], first: Sequence[int]
) -> None:
    """The lines of the figures, each with the number of the report and the formula that
    counts it again. ``first``: where the proofs of each begin, and where the last ones
    end.
    """
    _put_headings(page, looks, [heading for heading, _ in _FIGURE_COLUMNS], numbers=2)
    for place, one in enumerate(figures):
        row, value = _FIRST + place, _worth(one, one.number)
        if first[place] == first[place + 1]:
            page.write_string(row, 0, _name(place), looks.text)
        else:
            page.write_url(
                row,
                0,
                f"internal:'{PROOFS}'!A{first[place] + 1}",
                looks.link,
                _name(place),
            )
        texts = (one.question, one.title, one.line, one.rule, one.reference)
        for column, text in enumerate(texts, 1):
            page.write_string(
                row, column, text, looks.strong if column == 1 else looks.text
            )
        page.write_number(row, 6, value, looks.number[_unit(one)])
        page.write_formula(
            row,
            7,
            _formula(one, row, max(first[-1], _FIRST + 1)),
            looks.result[_unit(one)],
            value,
        )
        page.set_row(
            row,
            height(
                *zip(texts, (width for _, width in _FIGURE_COLUMNS[1:]), strict=False)
            ),
        )
    end = _FIRST + max(1, len(figures)) - 1
    page.autofilter(HEADING_ROW - 1, 0, end, len(_FIGURE_COLUMNS) - 1)
    differs = f"=ROUND($G{_FIRST + 1}-$H{_FIRST + 1},2)<>0"
    page.conditional_format(
        _FIRST,
        7,
        end,
        7,
        {"type": "formula", "criteria": differs, "format": looks.wrong},
    )


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


def _put_top(
    page: Worksheet, looks: _Looks, alarm: str, title: str, intro: str
) -> None:
    """The rows above the headings: on the first sheet a warning, then what this is."""
    if alarm:
        page.merge_range(0, 0, 0, 7, alarm, looks.alarm)
    row = 1 if alarm else 0
    page.write_string(row, 0, title, looks.title)
    page.write_string(row + 1, 0, intro, looks.intro)
    page.set_row(0, 24 if alarm else 30)
    page.set_row(row, 30)
    page.set_row(HEADING_ROW - 1, 24)


def _put_headings(
    page: Worksheet, looks: _Looks, headings: Sequence[str], numbers: int
) -> None:
    """The row of headings; the last ``numbers`` stand over numbers."""
    for column, heading in enumerate(headings):
        look = (
            looks.heading_of_numbers
            if column >= len(headings) - numbers
            else looks.heading
        )
        page.write_string(HEADING_ROW - 1, column, heading, look)


def _set_sheet(
    page: Worksheet, widths: Sequence[float], colour: str, title: str
) -> None:
    """Widths, frozen headings, and how the sheet prints: A4, one page wide, headings on
    each page.
    """
    for column, width in enumerate(widths):
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
    page.set_footer("&LReste dans la maison&RPage &P / &N", {"margin": 0.3})
