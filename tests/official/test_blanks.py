"""Blanks as authorities might send them: no answer at a wrong place, by the log of
whoever made the blank.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from pipeline.align.placed import Alignment, Spot, Status
from pipeline.align.placing import align
from pipeline.compare.damage import damages
from pipeline.editions.loader import load_form
from pipeline.office.package import read_parts
from pipeline.word_files.read_document import read_document
from tests.support.blanks.blank import (
    Blank,
    Changed,
    changed_words,
    found_in,
    listings,
    rests_in,
)
from tests.support.blanks.form import Fate
from tests.support.blanks.kinds import KINDS, drawn, libreoffice
from tests.support.blanks.marks import Element, Held, element_at, tag, text_of
from tests.support.hostile import zipped
from tests.support.marks import one_in
from tests.support.word_files import NAMESPACES

DOCUMENT = load_form("dics-2023").document
SHARE = 0.97
ABSENT = (Fate.GONE, Fate.SPLIT, Fate.MERGED)
MANY = one_in(6, KINDS)


@cache
def blank(kind: str) -> Blank:
    return KINDS[kind]()


@cache
def aligned(kind: str) -> Alignment:
    return align(DOCUMENT, read_document(blank(kind).content))


# ---- the makers themselves


@pytest.mark.parametrize("kind", MANY)
def test_a_maker_knows_its_blank(kind: str) -> None:
    made = blank(kind)
    assert set(found_in(made, made.content).values()) == {""}
    assert set(rests_in(made, made.content).values()) <= {""}
    assert changed_words(made, made.content) == []
    assert damages(read_parts(made.content)) == []
    there = {name for name, fate in made.fates.items() if fate not in ABSENT}
    assert there == made.places.keys() - made.new


def test_a_maker_sees_an_answer_and_a_word_that_is_another() -> None:
    made = blank("another order of equipments")
    [held] = made.places["q2_5"]
    parts = dict(read_parts(made.content))
    root = etree.fromstring(parts[held.part])
    written = etree.SubElement(element_at(root, held.path), tag("r"))
    etree.SubElement(written, tag("t")).text = "56"
    parts[held.part] = etree.tostring(root, encoding="UTF-8")
    filled = zipped(parts.items())
    found = found_in(made, filled)
    assert {name: text for name, text in found.items() if text} == {"q2_5": "56"}
    assert changed_words(made, filled) == []
    parts[held.part] = parts[held.part].replace(b"Assu\xc3\xa9tudes", b"Assuetudes")
    [told] = changed_words(made, zipped(parts.items()))
    assert told == "word/document.xml: 'Assuétudes' is 'Assuetudes'"
    parts[held.part] = parts[held.part].replace(b"cisez ici", b"cisez")
    with pytest.raises(Changed, match="précisez ici"):
        found_in(made, zipped(parts.items()))


# ---- where an answer is to be written


@pytest.mark.parametrize("kind", MANY)
def test_an_answer_would_go_where_the_maker_has_put_its_place(kind: str) -> None:
    check_spots(blank(kind), aligned(kind))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(80))
def test_an_answer_would_go_to_its_place_in_a_blank_drawn_at_random(seed: int) -> None:
    made = drawn(seed)
    check_spots(made, align(DOCUMENT, read_document(made.content)))


def check_spots(made: Blank, found: Alignment) -> None:
    roots = _roots(made.content)
    several = dict(found.places.texts)
    for entries in found.places.rows:
        for row in (*found.places.rows[entries], *found.places.empty_rows[entries]):
            number = _row_number(made, roots, entries, row.path)
            several |= {
                f"{entries}.{number}.{key}": at for key, at in row.texts.items()
            }
    sure = {
        name: one.spot
        for name, one in several.items()
        if one.status is Status.EQUAL and name.startswith("q")
    }
    wrong = [
        f"{name}: {spot}"
        for name, spot in sure.items()
        if spot is not None and not _is_at(roots, spot, made.places.get(name, []))
    ]
    assert wrong == []
    changed = {name for name, fate in made.fates.items() if fate is not Fate.UNCHANGED}
    assert changed & sure.keys() == set()
    missing = {*made.unchanged} - {name for name, spot in sure.items() if spot}
    assert len(missing) <= (1 - SHARE) * len(made.unchanged), sorted(missing)


def _row_number(
    made: Blank, roots: dict[str, Element], entries: str, path: str
) -> int | None:
    """Which of the maker's rows a row of a listing is."""
    [row] = roots["word/document.xml"].xpath(path, namespaces=NAMESPACES)
    for number, cells in enumerate(listings(made).get(entries, [])):
        held = cells["nom"]
        if row in element_at(roots[held.part], held.path).iterancestors(tag("tr")):
            return number
    return None


def _is_at(roots: dict[str, Element], spot: Spot, held: list[Held]) -> bool:
    """Whether a spot is where the maker put a place: in its paragraph or cell, and
    behind the same words.
    """
    for one in held:
        part = spot.part or "word/document.xml"
        if one.part != part or one.is_more:
            continue
        [element] = roots[part].xpath(spot.path, namespaces=NAMESPACES) or [None]
        own = element_at(roots[part], one.path)
        if spot.is_cell:
            return element is not None and element in own.iterancestors(tag("tc"))
        return element is own and _words_before(own, spot) == _key(
            "".join(one.segments[: one.at + 1])
        )
    return False


def _words_before(paragraph: Element, spot: Spot) -> str:
    return _key(text_of(paragraph)[: spot.start])


def _key(text: str) -> str:
    """The letters of a text: dots, notes and boxes aside."""
    return "".join(filter(str.isalnum, text))


def _roots(content: bytes) -> dict[str, Element]:
    return {
        name: etree.fromstring(raw)
        for name, raw in read_parts(content).items()
        if name.startswith("word/") and name.endswith(".xml")
    }


@pytest.mark.office
def test_a_blank_that_libreoffice_has_saved(tmp_path: Path) -> None:
    made = libreoffice(tmp_path)
    assert set(found_in(made, made.content).values()) == {""}
    check_spots(made, align(DOCUMENT, read_document(made.content)))
