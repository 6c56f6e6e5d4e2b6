"""The kinds of blanks, by name. One that LibreOffice writes asks for a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from tests.support.blanks import edition, looks, programs
from tests.support.blanks.around import (
    AROUND,
    TRACES,
    Letterhead,
    Tracked,
    traces_of_word,
)
from tests.support.blanks.blank import Blank
from tests.support.blanks.controls import (
    Bound,
    Controls,
    FieldsWithHelp,
    FormFields,
    RepeatedRows,
    Titled,
)
from tests.support.blanks.form import SITES, form
from tests.support.blanks.word import Writer

Make = Callable[[], Blank]
NEXT = 2024
_CHAPTER_1 = {
    "q1_1.rien": "X",
    "q1_1.rien_texte": "Rien de particulier cette année.",
    "q1_2_1.entrees": "X",
    "q1_2_2.axe_1": "Peu de retours des gestionnaires.",
}


def _written(
    kind: str,
    writer: type[Writer],
    seed: int = 0,
    sites: Sequence[str] = SITES,
    filled: dict[str, str] | None = None,
) -> Make:
    """A blank of this year; ``seed``: of the traces that Word leaves in it, 0 for none."""

    def make() -> Blank:
        disturb = traces_of_word(seed) if seed else None
        return writer(form(sites=sites), filled).blank(kind, disturb)

    return make


def _edited(
    kind: str,
    *edits: edition.Edit,
    writer: type[Writer] = Writer,
    seed: int = 0,
) -> Make:
    """A blank of the next year, whose form was edited."""

    def make() -> Blank:
        made = form(NEXT)
        for edit in edits:
            edit(made)
        disturb = traces_of_word(seed) if seed else None
        return writer(made).blank(kind, disturb)

    return make


def _of_program(kind: str, name: str = "", seed: int = 0) -> Make:
    """A blank of python-docx, or of a program whose blank stands in tests/documents."""

    def make() -> Blank:
        disturb = traces_of_word(seed, TRACES[:6]) if seed else None
        write = programs.python_docx
        if name:
            return programs.by_program(
                kind, form(), lambda made: programs.typed_in(name, made), disturb
            )
        return programs.by_program(kind, form(), write, disturb)

    return make


def libreoffice(folder: Path) -> Blank:
    """The product's own blank as LibreOffice saves it."""
    return programs.by_program(
        "LibreOffice", form(), lambda made: programs.saved_again(made, folder)
    )


_LAYOUTS: dict[str, tuple[type[Writer], int]] = {
    "tables": (Writer, 1),
    "dots": (looks.Dots, 2),
    "lines": (looks.Lines, 0),
    "tabs": (looks.Tabs, 0),
    "signs before": (looks.SignsBefore, 3),
    "signs of a font": (looks.SignsOfAFont, 19),
    "signs behind": (looks.SignsBehind, 0),
    "brackets": (looks.Brackets, 16),
    "plain texts": (looks.Plain, 18),
    "words that lead in": (looks.LedIn, 0),
    "ticks behind": (looks.TicksBehind, 4),
    "boxes": (looks.Boxed, 0),
    "rows": (looks.InRows, 5),
    "one table": (looks.OneTable, 0),
    "merged heads": (looks.MergedHeads, 0),
    "automatic numbers": (looks.AutomaticNumbers, 6),
    "text boxes": (looks.TextBoxes, 0),
    "controls": (Controls, 0),
    "controls bound to XML": (Bound, 7),
    "repeated rows": (RepeatedRows, 0),
    "form fields": (FormFields, 8),
    "letterhead": (Letterhead, 9),
    "tracked changes": (Tracked, 0),
}
_SITES: dict[str, tuple[str, ...]] = {
    "empty rows": ("",) * 4,
    "another order of equipments": SITES[::-1],
    "another spelling of equipments": ("Dom. de Pincemaille", "CHENE HOUDIEZ"),
    "equipments without rows": (SITES[0],),
    "no row": (),
}
KINDS: dict[str, Make] = {
    "python-docx": _of_program("python-docx"),
    "npm docx": _of_program("npm docx", "npm-docx", 10),
    "HTML in LibreOffice": _of_program("HTML in LibreOffice", "html-libreoffice", 11),
    **{kind: _written(kind, *how) for kind, how in _LAYOUTS.items()},
    **{kind: _written(kind, Writer, 0, sites) for kind, sites in _SITES.items()},
    "empty rows to repeat": _written(
        "empty rows to repeat", RepeatedRows, 0, ("",) * 3
    ),
    "empty rows of signs": _written(
        "empty rows of signs", looks.SignsBefore, 0, ("",) * 3
    ),
    "pairs in rows": _written("pairs in rows", looks.PairsInRows, 21),
    "no commune": lambda: Writer(form(commune="")).blank("no commune"),
    "controls around all": lambda: Writer(form()).blank(
        "controls around all", traces_of_word(17, (*AROUND, "controls of rows"))
    ),
    "chapter 1 is filled": _written(
        "chapter 1 is filled", Writer, 12, SITES, _CHAPTER_1
    ),
    "next year": _edited("next year", seed=13),
    "reworded": _edited("reworded", edition.reworded),
    "negated": _edited("negated", edition.negated, writer=looks.SignsBefore, seed=14),
    "exchanged": _edited("exchanged", edition.exchanged),
    "more": _edited("more", edition.more, writer=Controls),
    "wider": _edited("wider", edition.wider, seed=20),
    "other figures": _edited("other figures", edition.other_figures),
    "retyped": _edited("retyped", edition.retyped),
    "less": _edited("less", edition.less, writer=looks.Dots),
    "split and merged": _edited("split and merged", edition.split_and_merged),
    "moved chapters": _edited("moved chapters", edition.moved_chapters, seed=15),
    "all edits": _edited(
        "all edits",
        *(edition.reworded, edition.negated, edition.exchanged, edition.moved_chapters),
    ),
    "controls with titles": _edited("controls with titles", writer=Titled),
    "fields with help": _edited("fields with help", writer=FieldsWithHelp),
    "governed": _edited("governed", edition.governed, edition.other_labels),
    "governed dots": _edited("governed dots", edition.governed, writer=looks.Dots),
    "governed rows": _edited("governed rows", edition.governed, writer=looks.OneTable),
}


_CHANGES = (edition.exchanged, edition.reworded, edition.negated)
_NEWS = (
    edition.more,
    edition.wider,
    edition.less,
    edition.split_and_merged,
    edition.moved_chapters,
)


def drawn(seed: int) -> Blank:
    """A blank of the kind of one of the layouts, with edits, equipments and traces as they come."""
    draw = Random(seed)
    year = draw.choice((2023, NEXT))
    layout = draw.choice([*_LAYOUTS])
    # A row that is copied within one table moves the places below it.
    one_table = layout == "one table"
    made = form(year, SITES if one_table else draw.choice([SITES, *_SITES.values()]))
    news = draw.choice(_NEWS)
    for edit in _CHANGES:
        # A question that is new beside one that is worded otherwise is that one.
        if draw.random() < 0.4 and (edit, news) != (edition.reworded, edition.more):
            edit(made)
    if draw.random() < 0.7:
        news(made)
    writer, _ = _LAYOUTS[layout]
    if draw.random() < 0.3:
        edition.retyped(made)
    filled = _CHAPTER_1 if layout == "tables" and draw.random() < 0.5 else None
    traces = AROUND if draw.random() < 0.2 else TRACES
    if draw.random() < 0.3:
        edition.governed(made)
    return writer(made, filled).blank(layout, traces_of_word(seed, traces))
