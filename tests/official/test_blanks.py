"""Blanks as authorities might send them: no answer at a wrong place, by the log of
whoever made the blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from pipeline.align.placed import Alignment, FoundText, Status
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
    rests_in,
)
from tests.support.blanks.form import Fate
from tests.support.blanks.kinds import KINDS, libreoffice
from tests.support.blanks.marks import element_at, tag
from tests.support.hostile import zipped
from tests.support.marks import one_in

DOCUMENT = load_form("dics-2023").document
SHARE = 0.97
ABSENT = (Fate.GONE, Fate.SPLIT, Fate.MERGED)
MISSED = ("tabs", "empty rows")  # not read yet
MANY = one_in(3, [kind for kind in KINDS if kind not in MISSED])


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
def test_only_what_is_worded_as_it_was_is_equal(kind: str) -> None:
    made, found = blank(kind), equal(aligned(kind))
    changed = {name for name, fate in made.fates.items() if fate is not Fate.UNCHANGED}
    assert changed & found == set()
    check_share(made, found)


def equal(found: Alignment) -> set[str]:
    return {name for name, one in placed(found).items() if one.status is Status.EQUAL}


def check_share(made: Blank, found: set[str]) -> None:
    """Almost all places that the maker left as they were are found."""
    wanted = set(made.unchanged)
    missing = wanted - found
    assert len(missing) <= (1 - SHARE) * len(wanted), sorted(missing)


def placed(found: Alignment) -> dict[str, FoundText]:
    """The places by name; those of a listing's row as the maker names them."""
    return {**found.places.texts, **dict(_of_rows(found))}


def _of_rows(found: Alignment) -> Iterator[tuple[str, FoundText]]:
    for entries, rows in found.places.rows.items():
        for number, row in enumerate(rows):
            for name, one in row.texts.items():
                yield f"{entries}.{number}.{name}", one


@pytest.mark.office
def test_a_blank_that_libreoffice_has_saved(tmp_path: Path) -> None:
    made = libreoffice(tmp_path)
    assert set(found_in(made, made.content).values()) == {""}
    found = align(DOCUMENT, read_document(made.content))
    check_share(made, equal(found))
