"""Ways in which offices lay the form out: dots, tabs, signs, boxes, merged heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tests.support.blanks.form import (
    Block,
    Grid,
    Line,
    Place,
    Text,
    is_place,
    places_of,
    words,
)
from tests.support.blanks.marks import content, mark
from tests.support.blanks.word import Writer, cell, paragraph, run, styled, table

_TAB = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9500"/></w:tabs>'
_SIGN = '<w:sym w:font="Wingdings" w:char="F0A8"/>'


class Dots(Writer):
    """Answers on lines of dots: below a question, or behind a label and a colon."""

    dots = "…" * 12

    def grid(self, grid: Grid) -> str:
        rows = [row for row in grid.rows if any(row)]
        if grid.look == "texte":
            ((place,),) = rows[0]
            assert isinstance(place, Place)
            more = run(mark(f"+{place.name}")), run(mark(f"+{place.name}"))
            return "".join(map(paragraph, (self.dotted(place), *more)))
        if grid.look == "nombre":
            return paragraph(run("Réponse : ") + self.runs(rows[0][0]))
        if grid.look in ("textes", "lignes") or self.is_list(grid):
            return "".join(self.in_lines(rows[grid.heads :]))
        return super().grid(grid)

    def is_list(self, grid: Grid) -> bool:
        """Whether its rows are a label and one figure."""
        inner = (len(places_of(text)) for row in grid.rows for text in row[:1])
        return len(grid.widths) == 2 and grid.look == "chiffres" and not any(inner)

    def dotted(self, place: Place) -> str:
        return self.put(place, self.dots * 4)

    def alone(self, place: Place) -> str:
        return self.put(place, place.own or self.dots)

    def tick(self, place: Place) -> str:
        return self.put(place)

    def in_lines(self, rows: Sequence[Sequence[Text]]) -> Iterator[str]:
        for row in rows:
            filled = [text for text in row if text]
            if len(filled) == 1:
                yield paragraph(self.runs(filled[0]))
            else:
                label, answer = filled
                yield paragraph(self.runs(label) + run(" : ") + self.figure(answer))

    def figure(self, answer: Text) -> str:
        (place,) = places_of(answer)
        return self.put(place, self.dots)

    def cell(self, text: Text, is_head: bool = False) -> str:
        """In a table that stays, a cell is empty."""
        if is_place(text):
            (place,) = places_of(text)
            return paragraph(self.put(place, place.own))
        return super().cell(text, is_head)


class Lines(Dots):
    """The same with lines to write on."""

    dots = "_" * 14


class Tabs(Dots):
    """Answers at the end of a tab with dots, those beside a precision too."""

    def is_list(self, grid: Grid) -> bool:
        return len(grid.widths) == 2 and grid.look == "chiffres"

    def figure(self, answer: Text) -> str:
        (place,) = places_of(answer)
        return self.put(place, "\t")

    def in_lines(self, rows: Sequence[Sequence[Text]]) -> Iterator[str]:
        for row in rows:
            filled = [text for text in row if text]
            label, *figures = filled
            is_parted = figures and places_of(label)
            inside = self.runs(label) + (run(" : ") if is_parted else "")
            inside += "".join(map(self.figure, figures))
            yield paragraph(inside, _TAB)


class SignsBefore(Writer):
    """Boxes of the font Wingdings before their label, and in the cells of tables."""

    def tick(self, place: Place) -> str:
        return self.put(place, "☐", _SIGN)

    def grid(self, grid: Grid) -> str:
        if grid.look != "cases":
            return super().grid(grid)
        lines = (self.row(tick, label) for tick, label in grid.rows if tick or label)
        return "".join(map(paragraph, lines))

    def row(self, tick: Text, label: Text) -> str:
        return self.runs(tick) + (run(" ") if tick else "") + self.runs(label)


class SignsOfAFont(SignsBefore):
    """Boxes as letters that are set in Wingdings."""

    def tick(self, place: Place) -> str:
        self.put(place, "☐", content("\uf0a8"))
        font = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
        return run(mark(place.name), font)


class SignsBehind(SignsBefore):
    """Boxes as letters of Unicode, behind their label."""

    def tick(self, place: Place) -> str:
        return self.put(place, "☐")

    def row(self, tick: Text, label: Text) -> str:
        if len(places_of(label)):  # a precision: its box stands before it
            return super().row(tick, label)
        return self.runs(label) + (run(" ") if tick else "") + self.runs(tick)


class Brackets(SignsBefore):
    """Boxes as two brackets, before their label."""

    def tick(self, place: Place) -> str:
        return self.put(place, "[ ]")


class Plain(SignsBefore):
    """Everything in the style of plain text, with figures after a colon."""

    def style(self, line: Line) -> str:
        return "Normal"

    def grid(self, grid: Grid) -> str:
        if grid.look != "nombre":
            return super().grid(grid)
        return paragraph(run("Nombre : ") + self.runs(grid.rows[0][0]))


class LedIn(Writer):
    """Questions as "Question 2.5 - ", answers behind words that lead them in, ticks in a
    third column behind a number.
    """

    def line(self, line: Line) -> str:
        first = line.text[0]
        if line.level > 1 and isinstance(first, str):
            first = re.sub(r"^([\d.]+\d)\.?\s", r"Question \1 - ", first)
            line = replace(line, text=(first, *line.text[1:]))
        return super().line(line)

    def grid(self, grid: Grid) -> str:
        if grid.look == "texte":
            row = ("Votre réponse :",), grid.rows[0][0]
            grid = replace(grid, rows=(row,), widths=(4, 13))
        if grid.look == "cases":
            filled = (row for row in grid.rows if any(row))
            rows = (
                ((str(at),), label, tick) for at, (tick, label) in enumerate(filled, 1)
            )
            grid = replace(grid, rows=tuple(rows), widths=(1, 14, 2))
        return super().grid(grid)


class TicksBehind(Writer):
    """The cell of a tick behind that of its label."""

    def grid(self, grid: Grid) -> str:
        if grid.look == "cases":
            rows = tuple(row[::-1] for row in grid.rows)
            grid = replace(grid, rows=rows, widths=grid.widths[::-1])
        return super().grid(grid)


class Boxed(Writer):
    """Each question in a box of its own, with its table nested in it."""

    def body(self) -> str:
        groups: list[list[Block]] = [[]]
        for block in self.form.blocks:
            if isinstance(block, Line) and (block.level or block.style == "Intertitre"):
                groups.append([])
            groups[-1].append(block)
        return "".join(self.group(one) for one in groups) + self.section()

    def group(self, blocks: list[Block]) -> str:
        inside = "".join(map(self.block, blocks))
        first = blocks[0]
        if not isinstance(first, Line) or first.level < 2:
            return inside
        end = "" if inside.endswith("</w:p>") else paragraph("")
        return table([cell(inside + end, 17)], [17]) + paragraph("")

    def grid(self, grid: Grid) -> str:
        if grid.look == "texte":  # room for a long text is the box itself
            return paragraph(self.runs(grid.rows[0][0]))
        return super().grid(grid)


class InRows(Writer):
    """A question and its one answer as the two cells of a row; ``pairs``: so many of
    them in each row of a table.
    """

    pairs = 1

    def body(self) -> str:
        made: list[str] = []
        cells: list[str] = []
        blocks = iter([*self.form.blocks, None])
        behind = next(blocks)
        while (block := behind) is not None:
            behind = next(blocks)
            if (
                isinstance(block, Line)
                and isinstance(behind, Grid)
                and _is_alone(behind)
            ):
                cells.append(self.pair(block, behind))
                behind = next(blocks)
            else:
                made += [self.pair_table(cells), self.block(block)]
                cells = []
        return "".join([*made, self.pair_table(cells)]) + self.section()

    def pair(self, question: Line, answer: Grid) -> str:
        one, other = 12 / self.pairs, 5 / self.pairs
        text = self.cell(answer.rows[0][0])
        return cell(self.line(question), one) + cell(text, other)

    def pair_table(self, cells: list[str]) -> str:
        """The rows of neighbouring questions, the last one with empty cells behind."""
        if not cells:
            return ""
        pairs = min(self.pairs, len(cells))
        widths = [12 / self.pairs, 5 / self.pairs] * pairs
        blank = "".join(cell(paragraph(""), width) for width in widths[:2])
        full = [*cells, *[blank] * (-len(cells) % pairs)]
        several = range(0, len(full), pairs)
        rows = ["".join(full[at : at + pairs]) for at in several]
        return table(rows, widths) + paragraph("")


class PairsInRows(InRows):
    """Two questions in each row, each with its answer behind it."""

    pairs = 2


def _is_alone(block: Block | None) -> bool:
    return isinstance(block, Grid) and block.look in ("texte", "nombre")


class OneTable(Writer):
    """A chapter in one table of six columns, its questions across all of them."""

    wide = 6

    def body(self) -> str:
        made: list[str] = []
        rows: list[str] = []
        is_inside = False
        for block in self.form.blocks:
            if isinstance(block, Line) and (block.level == 1 or not is_inside):
                is_inside = is_inside or block.level == 1
                made += [self.table(rows), self.line(block)]
                rows = []
            elif isinstance(block, Line):
                rows.append(self.across(self.line(block)))
            else:
                rows += self.rows(block)
        return "".join([*made, self.table(rows)]) + self.section()

    def table(self, rows: list[str]) -> str:
        widths = [17 / self.wide] * self.wide
        return table(rows, widths) + paragraph("") if rows else ""

    def across(self, inside: str, columns: int = wide) -> str:
        span = f'<w:gridSpan w:val="{columns}"/>' * (columns > 1)
        return cell(inside, 17 * columns / self.wide, span)

    def rows(self, grid: Grid) -> list[str]:
        """The rows of a grid, its widest cell over the columns that are left."""
        spans = [1] * len(grid.widths)
        spans[grid.widths.index(max(grid.widths))] += self.wide - len(spans)
        return [
            "".join(
                self.across(self.cell(text, at < grid.heads), span)
                for text, span in zip(row, spans, strict=True)
            )
            for at, row in enumerate(grid.rows)
        ]


class MergedHeads(Writer):
    """Heads over several columns, heads of two lines, and labels merged downwards."""

    def grid(self, grid: Grid) -> str:
        if grid.look not in ("chiffres", "equipements", "axes"):
            return super().grid(grid)
        over, heads = _divided(grid.rows[0])
        width = sum(grid.widths[1:])
        span = f'<w:gridSpan w:val="{len(grid.widths) - 1}"/>' * (len(heads) > 2)
        first = cell(
            self.cell(heads[0], True), grid.widths[0], '<w:vMerge w:val="restart"/>'
        ) + cell(paragraph(run(over, "<w:b/>")), width, span)
        again = cell(paragraph(""), grid.widths[0], "<w:vMerge/>")
        second = again + "".join(
            cell(self.cell(text, True), wide)
            for text, wide in zip(heads[1:], grid.widths[1:], strict=True)
        )
        rows = [
            "".join(
                cell(self.cell(text), wide)
                for text, wide in zip(row, grid.widths, strict=True)
            )
            for row in grid.rows[1:]
        ]
        return table([first, second, *rows], grid.widths) + paragraph("")


def _divided(heads: Sequence[Text]) -> tuple[str, list[Text]]:
    """Words that all heads but the first begin with, and the heads without them; else
    words above all, and the heads as they are.
    """
    over = "Nombre de ménages"
    if len(heads) > 2 and all(words(one).startswith(f"{over} ") for one in heads[1:]):
        rest: list[Text] = [(words(one)[len(over) + 1 :],) for one in heads[1:]]
        return over, [heads[0], *rest]
    return "À compléter", [*heads]


class AutomaticNumbers(Writer):
    """Numbers of headings that Word counts, and no typed ones."""

    def line(self, line: Line) -> str:
        if not line.level:
            return super().line(line)
        first, *others = line.text
        assert isinstance(first, str)
        text = (re.sub(r"^[\d.]+\s*", "", first), *others)
        number = (
            f'<w:numPr><w:ilvl w:val="{line.level - 1}"/><w:numId w:val="1"/></w:numPr>'
        )
        return paragraph(self.runs(text), styled(line.style) + number)

    def others(self) -> Mapping[str, str]:
        levels = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:lvlText w:val="{"".join(f"%{n + 1}." for n in range(at + 1))}"/>'
            '<w:lvlJc w:val="left"/></w:lvl>'
            for at in range(3)
        )
        numbering = (
            f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        )
        return {"numbering": numbering}


class TextBoxes(Writer):
    """Long answers in a text box, which Word writes in two ways."""

    def grid(self, grid: Grid) -> str:
        if grid.look != "texte":
            return super().grid(grid)
        inside = (
            f"<w:txbxContent>{paragraph(self.runs(grid.rows[0][0]))}</w:txbxContent>"
        )
        size = '<wp:extent cx="5760000" cy="1080000"/>'
        box = (
            '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
            '<a:ext cx="5760000" cy="1080000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            '</a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
            f"</a:ln></wps:spPr><wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp>"
        )
        number = next(self.numbers)
        uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
        drawing = (
            f'<w:drawing><wp:inline>{size}<wp:docPr id="{number}" name="Zone {number}"/>'
            f'<a:graphic><a:graphicData uri="{uri}">{box}</a:graphicData></a:graphic>'
            "</wp:inline></w:drawing>"
        )
        shape = (
            f'<w:pict><v:shape id="zone{number}" style="width:453pt;height:85pt">'
            f"<v:textbox>{inside}</v:textbox></v:shape></w:pict>"
        )
        both = (
            f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
            f"<mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>"
        )
        return paragraph(run(both))
