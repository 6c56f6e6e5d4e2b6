"""Every report of the product passes the gate, whatever is written in it; none of
another blank, or of other bytes.
"""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import cycle, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline import gate
from pipeline.align.official_form import DOCUMENT, addresses, blank_parts
from pipeline.document.compiled import fill, load_compiled
from pipeline.document.places import fill_places
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.model.submission import Places
from pipeline.model.text import StyledText
from pipeline.office.package import pack, read_parts
from pipeline.run import Outcome, produce, produce_draft
from tests.document.test_compiled import LOOKS, drawn
from tests.examples import EXAMPLES, PLANS
from tests.examples.marolles import marolles
from tests.gate.test_walk import touch_one
from tests.rules.dics.test_cases import answers_of
from tests.support.breakages import BREAKAGES, PLAN_BREAKAGES
from tests.support.gate import differences
from tests.support.marks import one_in, slow_after
from tests.support.paths import ROOT
from tests.support.random_plans import document_of, produced
from tests.support.random_workbooks import random_workbook
from tests.support.systems import python

DICS, CLSS = "dics-2023", "clss-2022-2025"
SMALL = {DICS: next(iter(EXAMPLES)), CLSS: list(PLANS)[1]}
# How many reports of each edition are drawn at random. Those of the CLSS are filled by
# docxtpl, which takes its time.
MANY = int(os.environ.get("CANEVAS_MANY", "100"))
Parts = dict[str, bytes]


@cache
def made(edition: str) -> tuple[Places, bytes]:
    outcome = produce(ROOT / SMALL[edition])
    assert outcome.places is not None and outcome.report is not None
    return outcome.places, outcome.report


# ---- every report of the product


@pytest.mark.parametrize("name", [*EXAMPLES, *PLANS])
@pytest.mark.parametrize("how", [produce, produce_draft])
def test_an_example_passes(name: str, how: Callable[[Path], Outcome]) -> None:
    outcome = how(ROOT / name)
    assert outcome.places is not None and outcome.report is not None
    assert differences(outcome.form.edition, outcome.places, outcome.report) == []


def report_of(edition: str, seed: int) -> tuple[Places, bytes]:
    draw = random.Random(seed)
    if edition == CLSS:
        _, places, report = produced(seed)
        return places, report
    form = load_form(edition)
    places = fill_places(
        form.document, answers_of(form, random_workbook(draw), sound=False)
    )
    return places, fill(load_compiled(load_form(edition).document), places)


@pytest.mark.parametrize(
    ("edition", "seed"),
    [
        *slow_after(20, ((DICS, seed) for seed in range(MANY))),
        *slow_after(8, ((CLSS, seed) for seed in range(MANY // 4))),
    ],
)
def test_a_report_drawn_at_random_passes_and_none_with_another_byte(
    edition: str, seed: int
) -> None:
    """Unless the byte is a blank inside a tag, which says nothing."""
    places, report = report_of(edition, seed)
    assert differences(edition, places, report) == []
    parts = read_parts(report)
    draw = random.Random(seed)
    for _ in range(5):
        changed = touched(draw, parts[DOCUMENT])
        if canonical(changed) != canonical(parts[DOCUMENT]):
            assert differences(edition, places, pack({**parts, DOCUMENT: changed})), (
                changed
            )


def canonical(raw: bytes) -> bytes:
    """The same for two parts that say the same; as it is what is no XML."""
    try:
        return bytes(etree.tostring(etree.fromstring(raw), method="c14n"))
    except etree.XMLSyntaxError:
        return raw


def touched(draw: random.Random, raw: bytes) -> bytes:
    """The part with a byte of it changed, lost or added."""
    while True:
        at, more = (
            draw.randrange(len(raw)),
            draw.choice([b"", b" ", b"x", b"\n", b"/", b"\0"]),
        )
        broken = raw[:at] + more + raw[at + draw.randint(0, 1) :]
        if broken != raw:
            return broken


def test_no_compiled_xml_library_is_needed() -> None:
    code = (
        "import sys; from tests.gate.test_reports import made; places, report ="
        " made('dics-2023');loaded = [name for name in list(sys.modules) if"
        " name.startswith(('lxml', 'pipeline.gate',"
        " 'tests.support.gate'))];[sys.modules.pop(name) for name in loaded];from"
        " tests.support.gate import differences; assert differences('dics-2023', places,"
        " report) == [];broken = report.replace(b'PK', b'KP');assert differences('dics-2023',"
        " places, broken); assert 'lxml' not in sys.modules"
    )
    python(code, check=True)


# ---- the blank is what a report is held to


@cache
def breakable(edition: str) -> tuple[Places, bytes]:
    """The reports for which the breakages are written."""
    if edition == DICS:
        outcome = produce(ROOT / "tests" / "workbooks" / "val-fleuri-2023.xlsx")
        assert outcome.places is not None and outcome.report is not None
        return outcome.places, outcome.report
    rows = marolles()
    return document_of(
        {
            **rows,
            "textes": [rows["textes"][0], rows["textes"][-1]],
            "suivi": rows["suivi"][:6],
        }
    )


WAYS = {DICS: BREAKAGES, CLSS: PLAN_BREAKAGES}
BROKEN = [(edition, name) for edition, ways in WAYS.items() for name in ways]
NO_XML_LEFT = ("XML that is not closed", "document type declared")
# What is broken in the blank where an answer or a number stands in a report.
REPLACED = {
    *(
        "another year",
        "general objective in orange",
        "intermediate objective in yellow",
        "a shade nobody sees",
        "missing objective in orange",
    ),
    *(
        "operational objective in orange",
        "merged cell in two colours",
        "year over more columns",
    ),
    *("bookmark renamed", "two bookmarks of one number"),
}
# Rows and paragraphs of the blank that come once for each entry of a list which is
# empty in the plan of Marolles; of the register, the second name of its equipments.
ABSENT = re.compile(
    r"touch \d+ of /w:document/w:body/"
    r"(w:tbl\[2\]/w:tr\[9\]|w:p\[(39|47)\]|w:tbl\[[56]\]/w:tr\[3\])/"
)


@pytest.mark.parametrize(("edition", "name"), one_in(2, BROKEN))
def test_a_broken_report_is_stopped(edition: str, name: str) -> None:
    """For what it is, not for XML that nobody could read, and told of the part that is
    broken.
    """
    places, report = breakable(edition)
    parts = read_parts(report)
    broken = dict(parts)
    data = WAYS[edition][name](broken)
    found = differences(edition, places, pack(broken) if data is None else data)
    assert found and all(map(str, found))
    if data is None and name not in NO_XML_LEFT:
        for content in broken.values():
            etree.fromstring(content)
    if data is None and list(broken) == list(parts):
        (changed,) = [part for part in parts if broken[part] != parts[part]]
        for told in found:
            assert changed in told.where or (
                changed == DOCUMENT and "la partie" not in told.where
            ), told


def test_there_are_enough_ways() -> None:
    assert len(BREAKAGES) >= 38 and len(PLAN_BREAKAGES) >= 100


@pytest.mark.parametrize("edition", slow_after(1, [CLSS, DICS]))
def test_of_a_broken_blank_no_report_passes(edition: str) -> None:
    """The same breakages done to the blank, where they find what they break."""
    places, report = breakable(edition)
    whole, tried = blank_parts(load_form(edition).document), 0
    for name, breaks in WAYS[edition].items():
        blank = dict(whole)
        with suppress(
            AssertionError,
            IndexError,
            StopIteration,
            AttributeError,
            TypeError,
            KeyError,
        ):
            breaks(blank)
        if name not in REPLACED and any(
            canonical(raw) != canonical(blank.get(part, b""))
            for part, raw in whole.items()
        ):
            assert gate.differences(
                blank, addresses(load_form(edition).document), places, report
            ), name
            tried += 1
    assert tried >= 50


@pytest.mark.slow
@pytest.mark.parametrize("edition", [DICS, CLSS])
def test_of_a_blank_touched_anywhere_no_report_passes(edition: str) -> None:
    places, report = breakable(edition)
    draw = random.Random(21)
    passed = 0
    for _ in range(MANY // 2):
        blank = {**blank_parts(load_form(edition).document)}
        what = touch_one(draw, blank)
        if not gate.differences(
            blank, addresses(load_form(edition).document), places, report
        ):
            assert ABSENT.match(what), what
            passed += 1
    assert passed <= 5


# ---- any text

ANY = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\n\t\r\0&<>\"'{}%#_ \ufffe\x0b"
)
WRITTEN = st.text(ANY, max_size=40)
STYLED = st.lists(st.tuples(WRITTEN, LOOKS), max_size=4).map(StyledText.of)
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@pytest.mark.parametrize("edition", [DICS, CLSS])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    plain=st.lists(WRITTEN, min_size=1, max_size=9),
    styled=st.lists(STYLED, min_size=1, max_size=9),
    at=st.integers(0, 400),
)
def test_any_text_passes_that_xml_can_hold_and_no_other(
    edition: str, plain: list[str], styled: list[StyledText], at: int
) -> None:
    """All places written anew, and one place alone."""
    places = made(edition)[0]
    one = sorted(name for name in places.texts if not name.startswith("fonds."))
    name = one[at % len(one)]
    for other in (
        drawn(places, cycle(plain), cycle(styled)),
        Places({**places.texts, name: plain[0]}, places.rows),
        Places({**places.texts, name: styled[0]}, places.rows),
    ):
        report = fill(load_compiled(load_form(edition).document), other)
        written = "".join(texts_of(other))
        if NO_XML.search(written) or "\r" in written:
            assert differences(edition, other, report)
        else:
            assert differences(edition, other, report) == []


def texts_of(places: Places) -> list[str]:
    return [
        *map(str, places.texts.values()),
        *(
            text
            for rows in places.rows.values()
            for row in rows
            for text in texts_of(row)
        ),
    ]


@pytest.mark.parametrize("edition", homes())
def test_a_mark_of_outer_blanks_may_stand_where_there_are_none(edition: str) -> None:
    """Nowhere may it be missing where there are some."""
    places, report = made(edition)
    parts = read_parts(report)
    marked = re.compile(rb'<w:t xml:space="preserve">([^<]+)</w:t>')
    own = blank_parts(load_form(edition).document)[DOCUMENT]
    lost = {"with": 0, "without": 0}
    for number, found in enumerate(marked.finditer(parts[DOCUMENT])):
        bare = b"<w:t>" + found[1] + b"</w:t>"
        changed = parts | {
            DOCUMENT: parts[DOCUMENT][: found.start()]
            + bare
            + parts[DOCUMENT][found.end() :]
        }
        has_blanks = found[1].strip(b" ") != found[1]
        if not has_blanks and (number % 9 or found[0] in own):
            continue  # a text of the blank is written as there
        lost["with" if has_blanks else "without"] += 1
        assert bool(differences(edition, places, pack(changed))) is has_blanks
    assert all(lost.values())


@pytest.mark.parametrize("edition", homes())
def test_a_missing_place_is_no_silence(edition: str) -> None:
    places, report = made(edition)
    name = next(name for name in sorted(places.texts) if not name.startswith("fonds."))
    fewer = Places(
        {place: text for place, text in places.texts.items() if place != name},
        places.rows,
    )
    with pytest.raises(KeyError):
        differences(edition, fewer, report)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "<p>\n<r></q>",
            "la partie word/document.xml : « autre chose à la ligne 2 » au lieu de « du XML »",
        ),
        (
            "<!-- a --><p/>",
            "la partie word/document.xml : « <!-- a --> » au lieu de « <?xml 1.0 UTF-8 1?> »",
        ),
    ],
)
def test_what_is_no_xml_is_told_in_french(text: str, told: str) -> None:
    """The parser's own words, which are English, are not passed on."""
    places, report = made(DICS)
    parts = {**read_parts(report), DOCUMENT: text.encode()}
    assert [str(found) for found in differences(DICS, places, zipped(parts))] == [told]
    told = "le fichier : « autre chose » au lieu de « un document Word »"
    assert [str(found) for found in differences(DICS, places, b"PK")] == [told]


# ---- the package itself


def zipped(
    parts: Parts,
    change: Callable[[zipfile.ZipInfo], None] = lambda entry: None,
    level: int = 3,
) -> bytes:
    """The package as ``pack`` writes it, with a change to the entry of the document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, raw in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name == DOCUMENT:
                change(entry)
            package.writestr(entry, raw, compresslevel=level)
    return out.getvalue()


def test_the_package_is_written_so() -> None:
    places, report = made(DICS)
    assert zipped(read_parts(report)) == report
    assert differences(DICS, places, report) == []


ENTRIES = {
    "comment": ("comment", b"H-017"),
    "extra field": ("extra", b"\x99\x99\x05\x00H-017"),
    "another day": ("date_time", (1980, 1, 2, 0, 0, 0)),
    "another hour": ("date_time", (1980, 1, 1, 0, 2, 0)),
    "stored": ("compress_type", zipfile.ZIP_STORED),
    "rights": ("external_attr", 0o777 << 16),
    "inner mark": ("internal_attr", 1),
    "made elsewhere": ("create_system", 7),
    "version": ("extract_version", 45),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_no_entry_of_the_package_may_say_more(name: str) -> None:
    places, report = made(DICS)
    other = zipped(read_parts(report), lambda entry: setattr(entry, *ENTRIES[name]))
    assert other != report
    assert differences(DICS, places, other)


def test_no_bytes_before_between_or_behind_the_entries() -> None:
    places, report = made(DICS)
    parts = read_parts(report)
    starts = [
        found.start()
        for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", report)
    ]
    assert len(starts) == 2 * len(parts) + 1
    for at in [*starts, len(report)]:
        assert differences(DICS, places, report[:at] + b"H-017" + report[at:])
    for level in (0, 1, 9):
        assert zipped(parts, level=level) == report or differences(
            DICS, places, zipped(parts, level=level)
        )


def test_no_part_twice_and_none_encrypted() -> None:
    places, report = made(DICS)
    out = io.BytesIO(report)
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning):
        package.writestr(
            zipfile.ZipInfo(DOCUMENT, (1980, 1, 1, 0, 0, 0)),
            read_parts(report)[DOCUMENT],
        )
    assert differences(DICS, places, out.getvalue())
    for start, flags, bit in product((b"PK\x03\x04", b"PK\x01\x02"), (0, 1), range(8)):
        broken = bytearray(report)
        broken[report.index(start) + (6 if start == b"PK\x03\x04" else 8) + flags] ^= (
            1 << bit
        )
        assert differences(DICS, places, bytes(broken)), (start, flags, bit)


def test_no_bit_of_the_compressed_parts_may_be_another() -> None:
    """Those behind the end of a stream neither: nobody reads them."""
    places, report = made(DICS)
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        entries = package.infolist()
    for entry in entries:
        end = entry.header_offset + 30 + len(entry.filename) + entry.compress_size - 1
        for bit in range(8):
            broken = bytearray(report)
            broken[end] ^= 1 << bit
            assert differences(DICS, places, bytes(broken)), (entry.filename, bit)
