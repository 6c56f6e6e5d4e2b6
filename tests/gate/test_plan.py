"""The gate on a document that grows: what is not the blank with these rows is stopped,
be it one colour, one merged cell, one raised letter; and no answer of a plan drawn at
random may be cut by a character.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from pipeline.model.submission import Places, Text
from pipeline.model.text import StyledText, looks_of
from tests.examples.marolles import marolles
from tests.examples.petit_quartier import petit_quartier
from tests.gate.test_walk import lengthened, parts_of, touch_one, written_anew
from tests.support.breakages import pack
from tests.support.gate import differences
from tests.support.marks import slow_after
from tests.support.random_plans import EDITION, document_of, produced

MANY = int(os.environ.get("CANEVAS_MANY", "40"))
Made = tuple[Places, bytes]


@pytest.fixture(scope="module")
def plan() -> Made:
    """The plan of Marolles with less to read: two of its texts, some of its follow-up."""
    rows = marolles()
    return document_of(
        {
            **rows,
            "textes": [rows["textes"][0], rows["textes"][-1]],
            "suivi": rows["suivi"][:6],
        }
    )


@pytest.fixture(scope="module")
def small() -> Made:
    return document_of(petit_quartier())


def test_the_plans_pass_and_so_do_their_parts_written_anew(
    plan: Made, small: Made
) -> None:
    """What a breakage does beside its change is no difference."""
    for places, made in (plan, small):
        assert differences(EDITION, places, made) == []
        assert differences(EDITION, places, written_anew(made)) == []


def test_no_element_may_be_touched(small: Made) -> None:
    places, made = small
    draw = random.Random(19)
    for _ in range(MANY // 2):
        parts = parts_of(made)
        touched = touch_one(draw, parts)
        assert differences(EDITION, places, pack(parts)), touched


# ---- answers that the document lacks

Path = tuple[tuple[str, int], ...]


def answers(places: Places, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of the tree, by the lists and turns that lead to it and its name; a
    colour is a word of the form.
    """
    yield from (
        (path, name)
        for name in places.texts
        if not name.startswith("fonds.") and not name.endswith("_fond")
    )
    for name, entries in places.rows.items():
        for at, entry in enumerate(entries):
            yield from answers(entry, (*path, (name, at)))


def at_path(places: Places, path: Path) -> Places:
    for name, at in path:
        places = places.rows[name][at]
    return places


def replaced(places: Places, path: Path, name: str, text: Text) -> Places:
    """The same tree with another text in one place."""
    if not path:
        return Places({**places.texts, name: text}, places.rows)
    (step, at), *rest = path
    entries = list(places.rows[step])
    entries[at] = replaced(entries[at], tuple(rest), name, text)
    return Places(places.texts, {**places.rows, step: tuple(entries)})


def a_character_more(draw: random.Random, text: Text) -> Text:
    """Anywhere in the text, in the look that stands there."""
    if not isinstance(text, StyledText) or not text:
        return lengthened(draw, text)
    looks = list(looks_of(text))
    at = draw.randrange(len(looks))
    looks[at] = (lengthened(draw, looks[at][0]), looks[at][1])
    return StyledText.of(looks)


def another_look(draw: random.Random, text: Text) -> Text:
    """One character of the text in another look."""
    characters = [
        (character, look) for stretch, look in looks_of(text) for character in stretch
    ]
    at = draw.randrange(len(characters))
    character, look = characters[at]
    others = {"", "Gras", "Exposant", "GrasExposant"} - {look}
    characters[at] = (character, draw.choice(sorted(others)))
    return StyledText.of(characters)


@pytest.mark.parametrize("seed", slow_after(12, range(MANY)))
def test_no_answer_may_lack_a_character(seed: int) -> None:
    draw = random.Random(seed)
    _, places, made = produced(seed)
    path, name = draw.choice(list(answers(places)))
    text = at_path(places, path).texts[name]
    longer = replaced(places, path, name, a_character_more(draw, text))
    assert differences(EDITION, longer, made), (path, name, text)


@pytest.mark.parametrize("seed", range(0, MANY, 4))
def test_no_character_may_look_otherwise(seed: int) -> None:
    draw = random.Random(seed)
    _, places, made = produced(seed)
    found = [
        (path, name, at_path(places, path).texts[name])
        for path, name in answers(places)
    ]
    path, name, text = draw.choice(
        [place for place in found if place[2] and isinstance(place[2], StyledText)]
    )
    assert differences(
        EDITION, replaced(places, path, name, another_look(draw, text)), made
    ), (path, name, text)


def test_no_colour_may_be_another() -> None:
    """Nor the turn of a list be missing, or come once more."""
    draw = random.Random(20)
    for seed in range(5):
        _, places, made = produced(seed)
        for at, one in list(enumerate(places.rows["tableaux"]))[:1]:
            row = draw.randrange(len(one.rows["lignes"]))
            level = next(
                name for name, found in one.rows["lignes"][row].rows.items() if found
            )
            path: Path = (("tableaux", at), ("lignes", row), (level, 0))
            name = draw.choice(["og_fond", "oi_fond", "oo_fond", "action_fond"])
            own = at_path(places, path).texts[name]
            colour = draw.choice(
                sorted({"jaune", "orange", "vert", "bleu", "gris", "blanc"} - {own})
            )
            assert differences(EDITION, replaced(places, path, name, colour), made)
            lines = one.rows["lignes"]
            for other in (
                lines[:row] + lines[row + 1 :],
                lines[:row] + lines[row : row + 1] + lines[row:],
            ):
                tables = list(places.rows["tableaux"])
                tables[at] = Places(one.texts, {**one.rows, "lignes": other})
                longer = Places(
                    places.texts, {**places.rows, "tableaux": tuple(tables)}
                )
                assert differences(EDITION, longer, made)
