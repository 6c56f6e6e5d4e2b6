"""The form as others lay it out and change it: no answer at a wrong place.

Each place says its own name, or nothing; what is new in an edit says ``<wrong>``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.align.placed import Alignment, FoundText, Status
from pipeline.align.placing import align
from pipeline.editions.loader import load_form
from pipeline.word_files.reading import Block, Paragraph, Reading, Row, Table
from tests.align import edits, layouts
from tests.align.edits import WRONG, Blocks, Edit, groups, joined, map_texts, wrong
from tests.align.layouts import HEADS, LAYOUTS, SITES, numbered, own_name
from tests.support.marks import slow_after
from tests.support.properties import held

DOCUMENT = load_form("dics-2023").document
EQUAL, REWORDED, DOUBTFUL, ABSENT = Status
TICKS = ("☒", "☐")


def nothing(name: str) -> str:
    return HEADS.get(name, "")


def form() -> Blocks:
    """The blocks of the form, each place with its own name."""
    return [*layouts.as_declared({**DOCUMENT.wording}, own_name).body]


def aligned(blocks: Iterable[Block]) -> Alignment:
    return align(DOCUMENT, Reading(numbered([*blocks])))


def misplaced(found: Alignment) -> dict[str, FoundText]:
    """The places that say what is another's."""
    return {
        name: one
        for name, one in found.places.texts.items()
        if one.text not in ("", own_name(name), *TICKS)
    }


def unlike(found: Alignment) -> dict[str, Status]:
    """The places that are not equal."""
    return {
        name: one.status
        for name, one in found.places.texts.items()
        if one.status is not EQUAL
    }


def of(prefix: str, status: Status) -> dict[str, Status]:
    """The places of a question, all of this status."""
    return {
        name: status
        for name in place_names()
        if name == prefix or name.startswith(f"{prefix}.")
    }


@cache
def place_names() -> tuple[str, ...]:
    return tuple(aligned(form()).places.texts)


def at(blocks: Blocks, number: str) -> int:
    """The heading that begins with a number."""
    return next(
        n
        for n, one in enumerate(blocks)
        if isinstance(one, Paragraph) and one.text.startswith(f"{number} ")
    )


def with_table(
    blocks: Blocks, number: str, change: Callable[[list[Row]], object]
) -> Blocks:
    """The table below a heading with its rows changed."""
    below = at(blocks, number) + 1
    while not isinstance(blocks[below], Table):
        below += 1
    table = blocks[below]
    assert isinstance(table, Table)
    rows = [*table.rows]
    change(rows)
    return [*blocks[:below], replace(table, rows=tuple(rows)), *blocks[below + 1 :]]


# ---- layouts


@pytest.mark.parametrize("say", [own_name, nothing])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_place_of_a_layout_is_found(name: str, say: Callable[[str], str]) -> None:
    found = align(DOCUMENT, LAYOUTS[name]({**DOCUMENT.wording}, say))
    assert unlike(found) == {}
    assert {
        place: one.text
        for place, one in found.places.texts.items()
        if one.text != say(place) and one.text not in TICKS
    } == {}
    rows = {
        entries: [{key: one.text for key, one in row.texts.items()} for row in turns]
        for entries, turns in found.places.rows.items()
    }
    assert set(rows) == {"q2_2_1", "q2_3_1"}
    for entries, turns in rows.items():
        assert turns == [
            {
                key: site if key == "nom" else say(f"{entries}.{number}.{key}")
                for key in turns[number]
            }
            for number, site in enumerate(SITES)
        ]


# ---- typography, years and names


def retyped(text: str) -> str:
    """A text as another hand types it; a place's own name stays."""
    if text.startswith("<"):
        return text
    signs = {"’": "'", "–": "-", " :": "\u00a0:", "/": " / ", "«": '"', " ?": "?"}
    for sign, other in signs.items():
        text = text.replace(sign, other)
    return f" {text.upper()}\u202f"


def test_typography_says_nothing() -> None:
    found = aligned(map_texts(block, retyped) for block in form())
    # What shares a paragraph with words of the form was typed in capitals with them.
    assert [
        (one.text, name)
        for name, one in found.places.texts.items()
        if one.text.lower() != own_name(name).lower()
    ] == []
    assert unlike(found) == {}


def test_a_form_of_another_year_and_commune() -> None:
    def of_2026(text: str) -> str:
        later = text.replace("2023", "2026").replace("2022", "2025")
        return later.replace("ESTINNES", "Sivry-Rance")

    found = aligned(map_texts(block, of_2026) for block in form())
    assert unlike(found) == {}
    assert [found.places.texts[name].text for name in ("annee", "commune")] == [
        "2026",
        "Sivry-Rance",
    ]
    assert (found.extra, found.missing, found.reworded) == ((), (), ())


def test_two_years_in_one_form_make_the_year_doubtful() -> None:
    blocks = form()
    where = at(blocks, "3.6.")
    blocks[where] = map_texts(blocks[where], lambda text: text.replace("2023", "2022"))
    found = aligned(blocks)
    assert unlike(found) == {"annee": DOUBTFUL, "q3_6": REWORDED}
    assert found.places.texts["annee"].text == "2023"  # as the title says


def test_where_a_place_is_for_people() -> None:
    places = aligned(form()).places
    where = [
        places.texts[name].where for name in ("q2_3_10", "q3_10", "q2_7_1.ris", "q2_5")
    ]
    assert where == [
        "3.10 (chapitre 2)",
        "3.10 (chapitre 3)",
        "2.7.1, ligne « RIS », colonne « Nombre de chefs de ménage concernés »",
        "2.5",
    ]
    row = places.rows["q2_3_1"][1].texts
    assert (
        row["valves"].where
        == "2.3.1, ligne « Les Aulnes », colonne « Affichage valves »"
    )


# ---- questions


@pytest.mark.parametrize("first", slow_after(1, range(6)))
def test_exchanged_neighbours_keep_their_answers(first: int) -> None:
    """One in six pairs of neighbours, from the first on."""
    blocks = form()
    parts = groups(blocks)
    numbers = [
        n for n, part in enumerate(parts) if part and edits.level_of(part[0]) > 1
    ]
    for here, there in [*pairwise(numbers)][first::6]:
        if there == here + 1:
            moved = [*parts]
            moved[here], moved[there] = moved[there], moved[here]
            assert unlike(aligned(joined(moved))) == {}


def test_moved_chapters_keep_their_answers() -> None:
    first, one, two, three, four = groups(form(), 1)
    found = aligned(joined([first, four, two, one, three]))
    assert unlike(found) == {}
    assert (found.extra, found.missing, found.reworded) == ((), (), ())


def test_a_question_below_another_chapter_is_doubtful() -> None:
    blocks = form()
    start = at(blocks, "2.7.3.")
    moved = blocks[start : start + 2]
    rest = blocks[:start] + blocks[start + 2 :]
    found = aligned([*rest, *moved])
    assert unlike(found) == {"q2_7_3": DOUBTFUL}
    assert found.places.texts["q2_7_3"].text == ""


@pytest.mark.parametrize(
    ("number", "before", "after", "place"),
    [
        ("2.7.3.", "n'ont aucun", "ont un", "q2_7_3"),
        ("3.8.4.", "n'ont aucun", "ont un", "q3_8_4"),
        ("2.5.", "rencontrés", "non rencontrés", "q2_5"),
        ("4.2.1.", "clôturés", "ouverts", "q4_2_1"),
    ],
)
def test_a_turned_question_is_never_equal(
    number: str, before: str, after: str, place: str
) -> None:
    blocks = form()
    where = at(blocks, number)
    blocks[where] = map_texts(blocks[where], lambda text: text.replace(before, after))
    found = aligned(blocks)
    assert unlike(found) == {place: REWORDED}
    there = found.places.texts[place]
    assert before in there.wording and after in there.there
    assert [pair[1] for pair in found.reworded] == [there.there]


def test_a_reworded_question_makes_its_rows_reworded() -> None:
    blocks = form()
    where = at(blocks, "2.7.1.")
    blocks[where] = map_texts(
        blocks[where], lambda text: text.replace("accompagnés", "suivis")
    )
    found = aligned(blocks)
    assert unlike(found) == of("q2_7_1", REWORDED)
    assert misplaced(found) == {}


@pytest.mark.parametrize("behind", [0, 1])
@pytest.mark.parametrize("place", ["2.5.", "2.7.", "2.7.1.", "2.8.", "3.2.", "4.1."])
def test_a_new_question_like_its_neighbour_takes_nothing(
    place: str, behind: int
) -> None:
    parts = groups(form())
    number = next(
        n for n, part in enumerate(parts) if part and at_number(part[0]) == place
    )
    first, *below = parts[number]
    new = [
        map_texts(first, lambda text: text.replace("énages", "énages isolés") + " bis"),
        *(map_texts(block, wrong) for block in below),
    ]
    parts.insert(number + behind, new)
    found = aligned(joined(parts))
    assert unlike(found) == {}
    assert found.extra[0] == numbered(joined(parts))[at_block(parts, number + behind)]


def test_a_new_question_like_its_neighbour_is_not_the_one_that_is_gone() -> None:
    """2.6 is asked no more, and 2.5 a second time, in other words."""
    blocks = form()
    here, gone = at(blocks, "2.5."), at(blocks, "2.6.")
    new = map_texts(blocks[here], lambda text: text.replace("sur site", "sur place"))
    blocks[gone] = map_texts(new, lambda text: text.replace("2.5.", "2.6."))
    found = aligned([*blocks[: gone + 1], *map(wrong_block, blocks[gone + 1 :])])
    assert found.places.texts["q2_6"].status is ABSENT
    assert found.places.texts["q2_6"].spot is None


def wrong_block(block: Block) -> Block:
    return map_texts(block, lambda text: WRONG if text == "<q2_6>" else text)


def at_number(block: Block) -> str:
    return block.text.split(" ")[0] if isinstance(block, Paragraph) else ""


def at_block(parts: list[Blocks], number: int) -> int:
    return sum(map(len, parts[:number]))


def test_a_question_that_stands_twice_is_none() -> None:
    parts = groups(form())
    number = next(n for n, p in enumerate(parts) if p and at_number(p[0]) == "2.7.1.")
    parts.insert(number + 3, [map_texts(block, wrong) for block in parts[number]])
    found = aligned(joined(parts))
    assert unlike(found) == of("q2_7_1", DOUBTFUL)
    assert misplaced(found) == {}


def test_a_typed_list_of_contents_is_none_of_the_questions() -> None:
    blocks = form()
    first = at(blocks, "1.")
    lines = [
        Paragraph(one.text)
        for one in blocks[first:]
        if isinstance(one, Paragraph) and one.level
    ]
    assert unlike(aligned([*blocks[:first], *lines, *blocks[first:]])) == {}


def test_a_new_question_without_a_look_behind_dots() -> None:
    """In a form of plain paragraphs, blank and filled: then nothing says whose line the
    second one is.
    """
    new = "Nombre de ménages isolés ?"
    for answers, status in ((("……………", "……………"), EQUAL), (("12", "13"), DOUBTFUL)):
        blocks = [*LAYOUTS["answers_below"]({**DOCUMENT.wording}, own_name).body]
        below = at(blocks, "2.5.") + 1
        blocks[below : below + 1] = map(Paragraph, (answers[0], new, answers[1]))
        found = aligned(blocks)
        assert found.places.texts["q2_5"].status is status
        assert found.places.texts["q2_5"].text == ""


def test_a_heading_that_is_gone_gives_its_answers_to_no_one() -> None:
    for number, gone, also in (
        ("2.6.", "q2_6", {"q2_5": DOUBTFUL}),
        ("2.7.2.", "q2_7_2", {}),
        ("3.8.", "", {}),
    ):
        blocks = form()
        del blocks[at(blocks, number)]
        found = aligned(blocks)
        lost = of(gone, ABSENT) if gone else {}
        assert unlike(found) == lost | also, number
        assert misplaced(found) == {}


def test_a_sentence_between_a_question_and_its_answer_makes_it_doubtful() -> None:
    blocks = form()
    blocks.insert(at(blocks, "2.5.") + 1, Paragraph("Dont ménages avec enfants :"))
    assert unlike(aligned(blocks)) == {"q2_5": DOUBTFUL}


# ---- rows and columns


def test_columns_are_known_by_their_heads() -> None:
    def turned(rows: list[Row]) -> None:
        for number, row in enumerate(rows):
            cells = [row.cells[n] for n in (2, 0, 3, 1)]
            placed = [replace(cell, column=c) for c, cell in enumerate(cells)]
            rows[number] = replace(row, cells=tuple(placed))

    assert unlike(aligned(with_table(form(), "2.8.", turned))) == {}


def test_heads_that_are_merged_or_divided() -> None:
    """A line of heads over several columns, and a head in two cells one above the
    other.
    """

    def divided(rows: list[Row]) -> None:
        over = "Nombre de ménages"
        heads = [
            layouts.cell("Problématiques traitées", column=0),
            *(
                layouts.cell(one.text.removeprefix(f"{over} "), column=at)
                for at, one in enumerate(rows[0].cells[1:], 1)
            ),
        ]
        above = [layouts.cell("", column=0), layouts.cell(over, column=1, span=3)]
        rows[:1] = [replace(rows[0], cells=tuple(one)) for one in (above, heads)]

    found = aligned(with_table(form(), "2.8.", divided))
    names = of("q2_8", EQUAL)
    assert {found.places.texts[name].status for name in names} == {EQUAL}
    assert misplaced(found) == {}


def test_a_head_that_is_reworded_makes_its_column_reworded() -> None:
    def changed(rows: list[Row]) -> None:
        rows[0] = replace(
            rows[0],
            cells=tuple(
                edits._cell_with(
                    cell, lambda text: text.replace("non relayés", "à relayer")
                )
                for cell in rows[0].cells
            ),
        )

    found = aligned(with_table(form(), "2.8.", changed))
    assert {*unlike(found).values()} == {REWORDED}
    assert {name.removesuffix("_non_relayes") for name in unlike(found)} == {
        name.removesuffix("_relayes")
        for name in of("q2_8", EQUAL)
        if name.endswith("_relayes") and not name.endswith("_non_relayes")
    }


def test_a_row_more_and_a_row_less() -> None:
    def changed(rows: list[Row]) -> None:
        new = layouts.row("Commune voisine", WRONG)
        rows.insert(2, new)
        del rows[4]  # "Commune plus éloignée"

    found = aligned(with_table(form(), "3.8.3.", changed))
    assert unlike(found) == {"q3_8_3.eloignee": ABSENT}
    assert [block.text for block in found.extra if isinstance(block, Paragraph)] == [
        "Commune voisine",
        WRONG,
    ]
    assert found.missing == ("Commune plus éloignée",)


def test_a_row_that_stands_twice_is_none() -> None:
    def changed(rows: list[Row]) -> None:
        rows.append(layouts.row("RIS", WRONG))

    found = aligned(with_table(form(), "2.7.1.", changed))
    assert unlike(found) == {"q2_7_1.ris": DOUBTFUL}


def test_a_table_of_another_question_is_none_of_this_one() -> None:
    """3.8.1 without its table, 3.8.2 without its heading: three labels of nine are the
    same.
    """
    blocks = form()
    start = at(blocks, "3.8.1.")
    found = aligned(blocks[: start + 1] + blocks[start + 3 :])
    assert misplaced(found) == {}


def test_equipments_in_another_order_with_empty_rows() -> None:
    def changed(rows: list[Row]) -> None:
        rows[1:] = [rows[2], layouts.row(*[""] * 6), rows[1]]

    found = aligned(with_table(form(), "2.2.1.", changed))
    rows = found.places.rows["q2_2_1"]
    assert [row.texts["nom"].text for row in rows] == ["Les Aulnes", "Les Pins"]
    assert [row.texts["permanence"].text for row in rows] == [
        "<q2_2_1.1.permanence>",
        "<q2_2_1.0.permanence>",
    ]


@pytest.mark.parametrize("place", [0, 1, -1])
@pytest.mark.parametrize("number", ["1.1.", "1.2.1.", "2.2.1.", "2.5.", "2.8."])
def test_a_row_without_cells_is_no_fault_of_the_program(
    number: str, place: int
) -> None:
    changed = with_table(form(), number, lambda rows: rows.insert(place, Row(())))
    assert unlike(aligned(changed)) == {}


# ---- ticks and texts in one paragraph


@pytest.mark.parametrize(
    ("written", "tick", "precision"),
    [
        ("☒ Autre, précisez : un cousin", "☒", "un cousin"),
        ("☐ Autre, précisez : ……………", "☐", ""),
        ("[x] Autre, précisez :", "[x]", ""),
    ],
)
def test_a_tick_and_a_precision_share_a_paragraph(
    written: str, tick: str, precision: str
) -> None:
    blocks = form()
    below = at(blocks, "2.4.") + 1
    names = "Identification des équipements concernés :\n-…..\nPourquoi ces équipements ne sont-ils pas prioritaires ?"
    others = [
        "☐ Habitants permanents pour la plupart non fragilisés et pas de demande",
        "☒ Peu d’habitants permanents et pas de demande",
        "Habitants permanents bien connus et déjà informés ☐",
    ]
    blocks[below : below + 1] = map(Paragraph, (names, *others, written))
    found = aligned(blocks).places.texts
    assert (found["q2_4.autre"].status, found["q2_4.autre"].text) == (EQUAL, tick)
    there = found["q2_4.autre_precision"]
    assert (there.status, there.text) == (EQUAL, precision)


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("Commune limitrophe : 12", "12"),
        ("Commune limitrophe ……… 12", "……… 12"),
        ("b) COMMUNE LIMITROPHE\t12", "12"),
        ("Commune limitrophe : ………", ""),
        ("Commune limitrophe :", ""),
    ],
)
def test_a_label_and_its_answer_share_a_paragraph(written: str, answer: str) -> None:
    blocks = form()
    below = at(blocks, "3.8.3.") + 1
    texts = [
        "Commune d’origine : 3",
        written,
        "Commune plus éloignée : 4",
        "Total : 19",
    ]
    blocks[below : below + 1] = [Paragraph(text) for text in texts]
    found = aligned(blocks).places.texts
    there = [found[f"q3_8_3.{key}"] for key in ("origine", "limitrophe", "total")]
    assert [one.text for one in there] == ["3", answer, "19"]
    assert {one.status for one in there} == {EQUAL}


def test_a_text_of_several_lines_survives() -> None:
    said = "Un premier point :\n- un,\n\n- deux."
    blocks = [
        map_texts(block, lambda text: said if text == "<q3_3_1>" else text)
        for block in form()
    ]
    assert aligned(blocks).places.texts["q3_3_1"].text == said


# ---- properties


@pytest.mark.properties
@given(
    st.integers(0, 10**6),
    st.sampled_from([*LAYOUTS]),
    st.sampled_from((edits.MORE, edits.LESS)).flatmap(
        lambda kind: st.lists(
            st.sampled_from([*kind, *edits.MOVES]), min_size=1, max_size=4
        )
    ),
)
@held(300)
def test_edits_put_no_text_at_a_wrong_place(
    seed: int, layout: str, chosen: list[Edit]
) -> None:
    draw = random.Random(seed)
    blocks = [*LAYOUTS[layout]({**DOCUMENT.wording}, own_name).body]
    for edit in chosen:
        blocks = edit(draw, blocks)
    found = aligned(blocks)
    assert misplaced(found) == {}
    for entries, rows in found.places.rows.items():
        for row in rows:
            texts = [(key, one.text) for key, one in row.texts.items() if key != "nom"]
            assert any(
                all(text in ("", said.format(entries, key)) for key, text in texts)
                for said in ("<{}.0.{}>", "<{}.1.{}>", WRONG)
            )
