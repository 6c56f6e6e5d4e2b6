"""Where an answer is written: in the very cell, dots or box that the maker of a layout
has for its place.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.align.placed import Alignment, FoundText, Spot, Status
from pipeline.align.placing import align
from pipeline.editions.loader import load_form
from pipeline.word_files import reading
from pipeline.word_files.reading import (
    Apart,
    Block,
    Cell,
    Paragraph,
    Reading,
    Row,
    Table,
    paragraphs,
)
from tests.align import edits, layouts
from tests.align.edits import Edit, map_texts
from tests.align.layouts import LAYOUTS, marked, numbered, own_name
from tests.align.more_layouts import MORE, UNSURE
from tests.align.test_other_forms import aligned, at, form, nothing, with_table
from tests.support.marks import one_in
from tests.support.properties import held

DOCUMENT = load_form("dics-2023").document
NAME = re.compile("<([^>]+)>")
MARK = re.compile("⟦(☐?)([^⟧]*)⟧")
# What a blank has where an answer goes.
BLANKS = ("……………", "__________", "....................", "")
PROMPT = "Cliquez pour répondre"


class Maker:
    """Makes a marked layout a blank one: ``blank`` at each mark, which may be a control's
    prompt. ``spots``: name -> where its answer goes.
    """

    def __init__(self, blank: str) -> None:
        self.blank = blank
        self.spots: dict[str, Spot] = {}

    def blocks(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        return tuple(
            self._paragraph(one) if isinstance(one, Paragraph) else self._table(one)
            for one in blocks
        )

    def _table(self, table: Table) -> Table:
        rows = [
            replace(row, cells=tuple(map(self._cell, row.cells))) for row in table.rows
        ]
        return replace(table, rows=tuple(rows))

    def _cell(self, cell: Cell) -> Cell:
        cell = replace(cell, blocks=self.blocks(cell.blocks))
        alone = [one for one in cell.blocks if isinstance(one, Paragraph)]
        for name, spot in self.spots.items():
            is_whole = len(cell.blocks) == 1 and spot.path == alone[0].path
            if is_whole and spot[1:4] == (0, len(alone[0].text), False):
                self.spots[name] = Spot(cell.path, is_cell=True)
        return cell

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        text, at, prompts = "", 0, []
        for mark in MARK.finditer(paragraph.text):
            text += paragraph.text[at : mark.start()]
            blank = "☐" if mark[1] else "" if mark[2] == "brouillon" else self.blank
            end = len(text) + len(blank)
            is_sign = bool(mark[1])
            self.spots[mark[2]] = Spot(paragraph.path, len(text), end, is_sign=is_sign)
            if blank == PROMPT:
                prompts.append(Apart(len(text), end, reading.PROMPT))
            text, at = text + blank, mark.end()
        text += paragraph.text[at:]
        return replace(paragraph, text=text, apart=tuple(prompts))


def blank(layout: str, kind: str) -> tuple[Reading, dict[str, Spot]]:
    maker = Maker(kind)
    layouts = LAYOUTS | MORE | UNSURE
    made = numbered(layouts[layout]({**DOCUMENT.wording}, marked).body)
    return Reading(maker.blocks(made)), maker.spots


def places(found: Alignment) -> Iterator[tuple[str, FoundText]]:
    yield from found.places.texts.items()
    for entries, rows in found.places.rows.items():
        for number, row in enumerate(rows):
            for name, one in row.texts.items():
                yield f"{entries}.{number}.{name}", one


@pytest.mark.parametrize(
    ("layout", "kind"), one_in(3, product(LAYOUTS, [*BLANKS, PROMPT]))
)
def test_each_spot_of_a_layout(layout: str, kind: str) -> None:
    read, spots = blank(layout, kind)
    found = dict(places(align(DOCUMENT, read)))
    unlike = {
        name: (found[name].spot, spot)
        for name, spot in spots.items()
        if found[name].spot != spot
    }
    assert unlike == {}
    assert {found[name].text for name in spots} <= {"", "☐"}


@pytest.mark.parametrize(
    ("layout", "kind"), one_in(3, product(MORE, [BLANKS[0], PROMPT]))
)
def test_each_spot_of_a_layout_with_dots(layout: str, kind: str) -> None:
    read, spots = blank(layout, kind)
    found = dict(places(align(DOCUMENT, read)))
    texts = {one.path: one.text for one in paragraphs(read.body)}
    unlike = {
        name: (found[name].spot, spot)
        for name, spot in spots.items()
        if not is_same(found[name].spot, spot, texts)
    }
    assert unlike == {}
    assert {found[name].text for name in spots} <= {"", "☐"}


@pytest.mark.parametrize(
    ("layout", "kind"), one_in(4, product([*MORE, *UNSURE], [BLANKS[0], "", PROMPT]))
)
def test_no_spot_of_a_layout_is_another_one(layout: str, kind: str) -> None:
    read, spots = blank(layout, kind)
    texts = {one.path: one.text for one in paragraphs(read.body)}
    wrong = {
        name: one.spot
        for name, one in places(align(DOCUMENT, read))
        if one.spot and name in spots and not is_same(one.spot, spots[name], texts)
    }
    assert wrong == {}


def is_same(one: Spot | None, spot: Spot, texts: dict[str, str]) -> bool:
    """Whether a spot is the maker's, blanks beside it aside, and the paragraph of a box
    for the cell that it fills.
    """
    if one is None or spot.is_cell or one.is_cell or one.path != spot.path:
        holder = one.path.rpartition("/")[0] if one and one.is_sign else ""
        return one == spot or (spot.is_cell and holder == spot.path)
    text = texts[one.path]
    around = [(text[: at.start].rstrip(), text[at.end :].strip()) for at in (one, spot)]
    return around[0] == around[1]


def is_repeated(one: Spot, spot: Spot, texts: dict[str, str]) -> bool:
    """Whether the two are cells of rows one below the other in which nothing else is
    said: such a row may be a repetition of the other.
    """
    at, other = (re.fullmatch(r"(.+/r)(\d+)(c\d+)", each.path) for each in (one, spot))
    if not at or not other or (at[1], at[3]) != (other[1], other[3]):
        return False
    rows = [f"{found[1]}{found[2]}c" for found in (at, other)]
    said = (text for path, text in texts.items() if path.startswith(tuple(rows)))
    return abs(int(at[2]) - int(other[2])) == 1 and not re.search(
        r"\w", "".join(said).replace(PROMPT, "")
    )


def test_every_place_of_the_form_has_a_spot() -> None:
    """But the years, which the form itself says."""
    read, spots = blank("as_declared", "")
    found = dict(places(align(DOCUMENT, read)))
    assert {name for name, one in found.items() if one.spot is None} == {
        *("annee", "annee_precedente")
    }
    names = {f"q2_{n}_1.{row}.nom" for n in (2, 3) for row in (0, 1)}
    assert {*found} - {*spots} == {"annee", "annee_precedente", *names}


def empty_rows(rows: list[Row]) -> None:
    """The first equipment, and a row for a name without one, between empty ones."""
    new = [layouts.row(*[""] * 6), layouts.row(*["……"] * 6)]
    named = layouts.row("Le Bois", *["☐"] * 5)
    rows[1:] = [rows[1], new[0], named, new[1], layouts.row("", *["☐"] * 5)]


def test_the_rows_of_equipments_with_the_empty_ones() -> None:
    blocks = [*layouts.as_declared({**DOCUMENT.wording}, nothing).body]
    found = aligned(with_table(blocks, "2.2.1.", empty_rows)).places
    at_heading = at(blocks, "2.2.1.") + 1
    path = f"/b/{at_heading}/r"
    filled, empty = found.rows["q2_2_1"], found.empty_rows["q2_2_1"]
    assert [row.path for row in filled] == [f"{path}1", f"{path}3"]
    assert [row.path for row in empty] == [f"{path}2", f"{path}4", f"{path}5"]
    assert [row.texts["nom"].text for row in filled] == ["Les Pins", "Le Bois"]
    assert {one.text for row in empty[:2] for one in row.texts.values()} == {""}
    for row in (*filled, *empty):
        number = row.path.removeprefix(path)
        spots = [one.spot for one in row.texts.values()]
        boxes = number in "35"
        assert spots == [
            Spot(f"{path}{number}c{at}/0", 0, 1, is_sign=True)
            if boxes and at
            else Spot(f"{path}{number}c{at}", is_cell=True)
            for at in range(6)
        ]


@pytest.mark.parametrize(
    ("written", "spot", "text"),
    [
        ("Commune limitrophe : ………", (21, 24), ""),
        ("Commune limitrophe : ……… ", (21, 25), ""),
        ("Commune limitrophe………", (18, 21), ""),
        ("Commune limitrophe ______", (19, 25), ""),
        ("Commune limitrophe :", (20, 20), ""),
        ("Commune limitrophe : ", (21, 21), ""),
        ("Commune limitrophe :\t", (20, 21), ""),
        ("Commune limitrophe\t", (19, 19), ""),
        ("Commune limitrophe\t\t", (19, 20), ""),
        ("b) Commune limitrophe       ", (22, 28), ""),
        ("Commune limitrophe :\n………", (21, 24), ""),
        ("Commune limitrophe : 12", (21, 23), "12"),
        ("Commune limitrophe :\u2002\u2002\u2002\u2002\u2002", (20, 25), ""),
    ],
)
def test_a_spot_behind_its_label(
    written: str, spot: tuple[int, int], text: str
) -> None:
    blocks = form()
    below = at(blocks, "3.8.3.") + 1
    lines = ["Commune d’origine : 3", written, "Commune plus éloignée : 4", "Total : 7"]
    blocks[below : below + 1] = map(Paragraph, lines)
    found = aligned(blocks).places.texts["q3_8_3.limitrophe"]
    assert (found.spot, found.text) == (Spot(f"/b/{below + 1}", *spot), text)


@pytest.mark.parametrize(
    ("written", "tick", "precision"),
    [
        ("☐ Autre, précisez : ……………", (0, 1), (20, 25)),
        ("[ ] Autre, précisez :", (0, 3), (21, 21)),
        ("Autre, précisez : ☐", (18, 19), (17, 17)),
        ("( ) Autre, précisez : ____________", (0, 3), (22, 34)),
    ],
)
def test_a_box_and_a_precision_in_one_paragraph(
    written: str, tick: tuple[int, int], precision: tuple[int, int]
) -> None:
    blocks = form()
    below = at(blocks, "2.4.") + 1
    lines = [
        "Identification des équipements concernés :",
        "-…..",
        "-…..",
        "Pourquoi ces équipements ne sont-ils pas prioritaires ?",
        "☐ Habitants permanents pour la plupart non fragilisés et pas de demande",
        "Peu d’habitants permanents et pas de demande [ ]",
        "Habitants permanents bien connus et déjà informés ☐",
        written,
    ]
    blocks[below : below + 1] = map(Paragraph, lines)
    found = aligned(blocks).places.texts
    path = f"/b/{below + 7}"
    assert found["q2_4.autre"].spot == Spot(path, *tick, is_sign=True)
    there = found["q2_4.autre_precision"].spot
    assert there == Spot(path, *precision)
    end = len(lines[5])
    peu = Spot(f"/b/{below + 5}", end - 3, end, is_sign=True)
    assert found["q2_4.peu_nombreux"].spot == peu
    names = Spot(f"/b/{below + 1}", 0, 4, more=(f"/b/{below + 2}",))
    assert found["q2_4.noms"].spot == names


@pytest.mark.parametrize(
    ("lines", "spot"),
    [
        (["", "…………", "…………", "", "…………"], (1, 4, (2, 4))),
        (["", ""], (0, 0, ())),
        (["Réponse : …………", "…………"], (0, 14, (1,))),
        (["Réponse :", "…………"], (1, 4, ())),
    ],
)
def test_lines_of_dots_below_a_question(
    lines: list[str], spot: tuple[int, int, tuple[int, ...]]
) -> None:
    blocks = form()
    below = at(blocks, "2.3.2.") + 1
    blocks[below : below + 1] = map(Paragraph, lines)
    found = aligned(blocks).places.texts["q2_3_2"]
    first, end, more = spot
    start = 10 if lines[first].startswith("Réponse") else 0
    paths = tuple(f"/b/{below + one}" for one in more)
    assert found.spot == Spot(f"/b/{below + first}", start, end, more=paths)
    assert found.text == ""


def test_no_spot_where_two_cells_may_be_it() -> None:
    """A cell that goes on beside the next label; one below a line of dots."""

    def merged(rows: list[Row]) -> None:
        label, answer = rows[3].cells
        rows[3] = replace(rows[3], cells=(label, replace(answer, continues=True)))

    found = aligned(with_table(form(), "2.7.1.", merged)).places.texts
    without = {name for name, one in found.items() if one.spot is None}
    years = {"annee", "annee_precedente"}
    assert without == years | {"q2_7_1.chomage", "q2_7_1.ris"}
    blocks = form()
    blocks.insert(at(blocks, "2.5.") + 1, Paragraph("……………"))
    assert aligned(blocks).places.texts["q2_5"].spot is None


@pytest.mark.parametrize(
    ("written", "precision", "figure", "texts"),
    [
        ("Autre, précisez ici…****** : \t", (19, 26), (29, 30), ("", "")),
        ("Autre, précisez ici ______ : ____", (20, 26), (29, 33), ("", "")),
        ("Autre, précisez ici……\t", (19, 21), (22, 22), ("", "")),
        ("Autre, précisez ici un : ami : 12", (20, 28), (31, 33), ("un : ami", "12")),
    ],
)
def test_a_precision_and_a_figure_in_one_paragraph(
    written: str,
    precision: tuple[int, int],
    figure: tuple[int, int],
    texts: tuple[str, str],
) -> None:
    found = aligned(with_status(written)).places.texts
    path = f"/b/{at(form(), '2.7.1.') + 6}"
    there = [found[f"q2_7_1.{key}"] for key in ("autre_precision", "autre")]
    assert [one.spot for one in there] == [Spot(path, *precision), Spot(path, *figure)]
    assert tuple(one.text for one in there) == texts
    assert {one.status for one in there} == {Status.EQUAL}


def with_status(last: str) -> list[Block]:
    """The form with the lines of 2.7.1 as paragraphs."""
    blocks = form()
    below = at(blocks, "2.7.1.") + 1
    labels = ("Travail", "Chômage", "RIS", "Mutuelle/allocation personne handicapée")
    lines = [*(f"{one} : …………" for one in (*labels, "Pension/prépension")), last]
    blocks[below : below + 1] = map(Paragraph, [*lines, "Total : ………"])
    return blocks


def test_one_line_of_dots_for_two_places_is_none_of_them() -> None:
    found = aligned(with_status("Autre, précisez ici : ………")).places.texts
    for key in ("autre_precision", "autre"):
        assert found[f"q2_7_1.{key}"].status is Status.DOUBTFUL
        assert found[f"q2_7_1.{key}"].spot is None


def test_the_signs_at_the_end_of_a_label_are_none_of_the_answer() -> None:
    blocks = form()
    below = at(blocks, "2.7.2.") + 2
    table = blocks[below - 1]
    assert isinstance(table, Table)
    labels = [row.cells[0].text for row in table.rows[1:]]
    assert labels[0].endswith("propriétaire,…)")
    blocks[below - 1 : below] = [Paragraph(f"{one}\t") for one in labels]
    found = aligned(blocks).places.texts["q2_7_2.conflit_locatif"]
    end = len(labels[0]) + 1
    assert (found.spot, found.text) == (Spot(f"/b/{below - 1}", end, end), "")


def test_an_answer_goes_into_the_box_that_is_tied_to_an_empty_paragraph() -> None:
    anchor = Paragraph("", "/b/a")
    box = Paragraph("", "/b/a/box/p")
    blocks = form()
    below = at(blocks, "2.3.2.") + 1
    read = [*numbered(blocks)]
    read[below : below + 1] = [anchor, box]
    found = align(DOCUMENT, Reading(tuple(read))).places.texts["q2_3_2"]
    assert found.spot == Spot("/b/a/box/p")


def test_heads_of_two_rows_are_no_row_of_equipments() -> None:
    def two_rows(rows: list[Row]) -> None:
        name, *others = rows[0].cells
        above = layouts.cell("À cocher", column=1, span=5)
        below = replace(layouts.cell(""), continues=True)
        rows[:1] = [
            replace(rows[0], cells=(name, above)),
            replace(rows[0], cells=(below, *others)),
        ]

    found = aligned(with_table(form(), "2.2.1.", two_rows)).places
    assert len(found.rows["q2_2_1"]) == 2
    assert found.empty_rows["q2_2_1"] == ()


@pytest.mark.parametrize(
    ("layout", "kind"), one_in(4, product([*MORE, *UNSURE], [BLANKS[0], "", PROMPT]))
)
def test_what_is_written_at_a_spot_is_read_there(layout: str, kind: str) -> None:
    read, spots = blank(layout, kind)
    found = dict(places(align(DOCUMENT, read)))
    sure = {name: one for name in spots if (one := found[name].spot)}
    answers = {
        name: "☒" if spot.is_sign else f"{'mot ' * name.endswith('_precision')}{number}"
        for number, (name, spot) in enumerate(sure.items(), 1000)
    }
    filled = Reading(written(read.body, sure, answers))
    again = dict(places(align(DOCUMENT, filled)))
    assert {
        name: re.sub(" (?:ménages|dossiers)$", "", again[name].text).strip()
        for name in sure
        if name != "brouillon"
    } == {name: text for name, text in answers.items() if name != "brouillon"}


def written(
    blocks: Sequence[Block], spots: dict[str, Spot], answers: dict[str, str]
) -> tuple[Block, ...]:
    """These blocks with the answers at their spots."""
    at_path: dict[str, list[tuple[int, int, str]]] = {}
    for name, spot in spots.items():
        at_path.setdefault(spot.path, []).append((spot.start, spot.end, answers[name]))

    def filled(cell: Cell) -> Cell:
        if cell.path in at_path:
            [(_, _, answer)] = at_path[cell.path]
            return replace(cell, blocks=(Paragraph(answer),))
        return replace(cell, blocks=written(cell.blocks, spots, answers))

    def in_rows(one: Table) -> Table:
        rows = [replace(row, cells=tuple(map(filled, row.cells))) for row in one.rows]
        return replace(one, rows=tuple(rows))

    def in_text(one: Paragraph) -> Paragraph:
        text = one.text
        for start, end, answer in sorted(at_path.get(one.path, ()), reverse=True):
            is_close = text[:start][-1:] not in ("", " ", "\t", "\n", "\u00a0")
            text = f"{text[:start]}{' ' * is_close}{answer} {text[end:]}".rstrip(" ")
        return replace(one, text=text, apart=() if one.path in at_path else one.apart)

    return tuple(
        in_text(one) if isinstance(one, Paragraph) else in_rows(one) for one in blocks
    )


@pytest.mark.properties
@given(
    st.integers(0, 10**6),
    st.sampled_from([*LAYOUTS, *MORE]),
    st.sampled_from((edits.MORE, edits.LESS)).flatmap(
        lambda kind: st.lists(
            st.sampled_from([*kind, *edits.MOVES]), min_size=1, max_size=3
        )
    ),
    st.sampled_from(["……………", "", PROMPT]),
)
@held(200)
def test_edits_put_no_spot_at_a_wrong_place(
    seed: int, layout: str, chosen: list[Edit], kind: str
) -> None:
    """Of the places that stand there once: which of several rows is whose, or which of
    two questions is new, only their names say.
    """
    draw = random.Random(seed)
    blocks = [*(LAYOUTS | MORE)[layout]({**DOCUMENT.wording}, own_name).body]
    for edit in chosen:
        blocks = edit(draw, blocks)
    named = [map_texts(one, lambda text: NAME.sub(r"⟦\1⟧", text)) for one in blocks]
    times = Counter(
        mark[2] for one in paragraphs(tuple(named)) for mark in MARK.finditer(one.text)
    )
    maker = Maker(kind)
    read = Reading(maker.blocks(numbered(named)))
    texts = {one.path: one.text for one in paragraphs(read.body)}
    wrong = {
        name: one.spot
        for name, one in align(DOCUMENT, read).places.texts.items()
        if one.spot and one.text in ("", "☐") and times[name] == 1
        if not is_same(one.spot, maker.spots[name], texts)
        if not is_repeated(one.spot, maker.spots[name], texts)
    }
    assert wrong == {}
