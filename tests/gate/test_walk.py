"""The gate: what is not the official blank with these answers is stopped, and every
report of the product passes.
"""

from __future__ import annotations

import copy
import io
import os
import random
import typing
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from lxml import etree

from pipeline import gate
from pipeline.align.official_form import DOCUMENT
from pipeline.document.compiled import Compiled, fill, load_compiled
from pipeline.document.places import fill_places
from pipeline.editions.loader import load_form
from pipeline.gate.addresses import Address
from pipeline.model.submission import Places, Text
from pipeline.model.text import StyledText
from pipeline.run import Outcome, produce
from tests.rules.dics.test_cases import answers_of
from tests.support.breakages import pack
from tests.support.cases import beside, load_cases
from tests.support.gate import differences
from tests.support.marks import slow_after
from tests.support.paths import ROOT
from tests.support.random_workbooks import WORDS, random_workbook

FORM = load_form("dics-2023")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHOWN = [
    f"{W}{name}"
    for name in (
        "br",
        "tab",
        "footnoteReference",
        "footnoteRef",
        "separator",
        "fldChar",
        "pgNum",
    )
]
# How much is drawn at random: 15 reports in every run, 50 with the slow tests, 1,000
# with CANEVAS_MANY=1000 (minutes).
MANY = int(os.environ.get("CANEVAS_MANY", "50"))
COMPILED = load_compiled(load_form("dics-2023").document)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(ROOT / "tests" / "workbooks" / "val-fleuri-2023.xlsx")


def parts_of(report: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_report_passes(outcome: Outcome) -> None:
    assert outcome.report is not None and outcome.places is not None
    assert differences("dics-2023", outcome.places, outcome.report) == []
    assert pack(parts_of(outcome.report)) == outcome.report


# ---- any element, any byte

CODE = "H-017"
Touch = Callable[[Any], None]


def touches(element: Any) -> Iterator[Touch]:
    """What may be done to an element, anywhere in a part."""
    yield lambda it: it.set(f"{W}x", CODE)
    yield lambda it: setattr(it, "text", f"{it.text or ''}{CODE}")
    yield lambda it: setattr(it, "tag", f"{W}x")
    yield lambda it: it.append(etree.Comment(CODE))
    yield lambda it: it.insert(0, etree.SubElement(it, f"{W}r", {f"{W}x": CODE}))
    if element.getparent() is not None:
        yield lambda it: setattr(it, "tail", f"{it.tail or ''}{CODE}")
        if not shows_nothing(element):
            yield lambda it: it.addnext(copy.deepcopy(it))
            yield lambda it: it.getparent().remove(it)


def shows_nothing(element: Any) -> bool:
    """An empty text, alone or in its run: one more or less is the same document."""
    is_empty = not "".join(element.itertext()) and not any(
        True for _ in element.iter(*SHOWN)
    )
    return element.tag in (f"{W}r", f"{W}t") and is_empty


def written(root: Any) -> bytes:
    standalone = root.getroottree().docinfo.standalone
    return bytes(
        etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=standalone or None
        )
    )


def touch_one(draw: random.Random, parts: dict[str, bytes]) -> str:
    """Touch any element of a report; gives what was done where."""
    name = draw.choice([*parts, *[DOCUMENT] * len(parts)])
    root = etree.fromstring(parts[name])
    element = draw.choice(list(root.iter()))
    place = root.getroottree().getpath(element)
    number, touch = draw.choice(list(enumerate(touches(element))))
    touch(element)
    parts[name] = written(root)
    return f"touch {number} of {place} in {name}"


def written_anew(report: bytes) -> bytes:
    """What touching an element does beside the touch."""
    return pack(
        {
            name: written(etree.fromstring(content))
            for name, content in parts_of(report).items()
        }
    )


def test_no_element_may_be_touched(outcome: Outcome) -> None:
    assert outcome.report is not None and outcome.places is not None
    draw = random.Random(17)
    for _ in range(MANY):
        parts = parts_of(outcome.report)
        touched = touch_one(draw, parts)
        assert differences("dics-2023", outcome.places, pack(parts)), touched


def test_parts_written_anew_are_the_same_report(outcome: Outcome) -> None:
    """What the test above does beside its touch is no difference."""
    assert outcome.report is not None and outcome.places is not None
    assert differences("dics-2023", outcome.places, written_anew(outcome.report)) == []


def test_no_byte_may_be_touched(outcome: Outcome) -> None:
    """Changed, lost or added, in a part or between them: stopped, and told, not raised."""
    assert outcome.report is not None and outcome.places is not None
    draw = random.Random(18)
    for turn in range(600):
        broken = bytearray(outcome.report)
        at = draw.randrange(
            len(broken) - (1500 if turn % 3 == 0 else len(broken)), len(broken)
        )
        broken[at : at + draw.randint(0, 3)] = draw.randbytes(draw.randint(1, 3))
        if broken != outcome.report:
            assert differences("dics-2023", outcome.places, bytes(broken)), (turn, at)


# ---- workbooks drawn at random


@pytest.mark.parametrize("seed", slow_after(15, range(MANY)))
def test_the_report_of_any_workbook_passes_and_no_answer_may_be_cut(seed: int) -> None:
    """Drawn as rows, no .xlsx between."""
    draw = random.Random(seed)
    answers = answers_of(FORM, random_workbook(draw), sound=False)
    answers = answers._replace(
        head={**answers.head, "commune": draw.choice(WORDS).upper()}
    )
    places = fill_places(FORM.document, answers)
    report = fill(COMPILED, places)
    assert differences("dics-2023", places, report) == []
    for whole in (
        a_character_more(draw, places),
        a_character_more_in_a_row(draw, places),
    ):
        assert differences("dics-2023", whole, report), (
            "an answer that the report holds cut by a character"
        )


def a_character_more(draw: random.Random, places: Places) -> Places:
    """An answer of which the report lacks a character, anywhere in it."""
    place = draw.choice(list(places.texts))
    return Places(
        {**places.texts, place: lengthened(draw, places.texts[place])}, places.rows
    )


def a_character_more_in_a_row(draw: random.Random, places: Places) -> Places:
    """The same in the row of an equipment."""
    tag = draw.choice([name for name, found in places.rows.items() if found])
    rows = list(places.rows[tag])
    at, column = draw.randrange(len(rows)), draw.choice(list(rows[0].texts))
    rows[at] = Places(
        {**rows[at].texts, column: lengthened(draw, rows[at].texts[column])}
    )
    return Places(places.texts, {**places.rows, tag: tuple(rows)})


def lengthened(draw: random.Random, text: Text) -> str:
    text, at = str(text), draw.randint(0, len(text))
    return text[:at] + draw.choice("x \n\u00a0🙂") + text[at:]


def test_the_workbooks_drawn_are_worth_it() -> None:
    """They count households and files on nearly every line of the form; most of them
    are not empty.
    """
    drawn = [
        answers_of(FORM, random_workbook(random.Random(seed)), sound=False)
        for seed in range(40)
    ]
    lines = {
        (question, line)
        for question, figures in drawn[0].figures.items()
        for line in figures
    }
    used = {
        (q, line)
        for q, line in lines
        if len({answers.figures[q][line].value for answers in drawn}) > 1
    }
    assert len(used) > 0.9 * len(lines), sorted(lines - used)
    assert max(len(answers.parts["2.2.1"]) for answers in drawn) > 25


# ---- privacy by construction


def leaves(hint: Any) -> set[Any]:
    """The types at the ends of an annotation: of Mapping[str, tuple[str, ...]], str
    alone.
    """
    inner = [one for one in typing.get_args(hint) if one is not Ellipsis]
    return set().union(*(leaves(one) for one in inner)) if inner else {hint}


def test_filler_and_gate_are_given_texts_and_nothing_else() -> None:
    hints = typing.get_type_hints(Places)
    assert set(hints) == set(Places._fields) == {"texts", "rows"}
    assert set().union(*(leaves(hint) for hint in hints.values())) == {
        str,
        StyledText,
        Places,
    }
    assert typing.get_type_hints(fill) == {
        "compiled": Compiled,
        "places": Places,
        "return": bytes,
    }
    given = {
        name: hint
        for name, hint in typing.get_type_hints(gate.differences).items()
        if name != "return"
    }
    assert (
        given["answers"] is Places
        and given["blank"] == Mapping[str, bytes]
        and given["report"] is bytes
    )
    assert set(given) == {"blank", "addresses", "answers", "report"}
    assert leaves(given["addresses"]) == {str, *typing.get_args(Address)}
    for address in typing.get_args(Address):
        hints = typing.get_type_hints(address)
        assert set().union(*(leaves(hint) for hint in hints.values())) <= {
            str,
            int,
            bool,
            type(None),
        }


PAGE = beside(__file__, load_cases)


def test_every_column_that_is_not_printed_has_its_secret() -> None:
    """A column added to the form is added here, or is printed, or names an equipment."""
    free = {"text", "code"}
    columns = {
        key
        for sheet in FORM.sheets.values()
        for key, field in sheet.fields.items()
        if field.type in free and not field.printed and not field.refers
    }
    assert columns == {*PAGE["secrets"]}


def values_of(places: Places) -> list[Text]:
    inner = [
        value
        for rows in places.rows.values()
        for row in rows
        for value in values_of(row)
    ]
    return [*places.texts.values(), *inner]


def test_no_code_remark_or_initials_in_places_or_report() -> None:
    places = fill_places(FORM.document, answers_of(FORM, PAGE["case"]))
    assert (
        places.texts["q2_7_1.ris"]
        == places.texts["q3_1"]
        == places.texts["q4_2.total"]
        == "1"
    )
    assert {type(value) for value in values_of(places)} == {str, StyledText}
    report = fill(COMPILED, places)
    parts = parts_of(report)
    told = str(places) + "".join(
        f"{name} {content.decode()}" for name, content in parts.items()
    )
    for secret in PAGE["secrets"].values():
        assert secret not in told
        assert secret.replace("-", "") not in told
    assert differences("dics-2023", places, report) == []
