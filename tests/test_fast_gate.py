"""The gate's fast path: it is taken for every report of the product, and proves nothing that the walk would refuse."""

from __future__ import annotations

import io
import os
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import cycle, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.compiled import fill, load_compiled
from pipeline.conform import DOCUMENT, differences
from pipeline.conform_bytes import FILLED, blank_parts, cut, proved, spelled
from pipeline.conform_walk import walk
from pipeline.form_file import editions, load_form
from pipeline.package import read_parts
from pipeline.places import fill_places
from pipeline.run import Outcome, produce, produce_draft
from pipeline.text import StyledText
from pipeline.wording import Places, load_wording
from tests.breakages import BREAKAGES
from tests.clss_breakages import PLAN_BREAKAGES
from tests.examples import EXAMPLES, PLANS
from tests.examples.marolles import marolles
from tests.marks import slow_after
from tests.random_plans import document_of, produced
from tests.random_workbooks import random_workbook
from tests.test_cases import answers_of
from tests.test_compiled import LOOKS, drawn
from tests.test_conform import touch_one

ROOT = Path(__file__).parent.parent
DICS, CLSS = "dics-2023", "clss-2022-2025"
SMALL = {DICS: next(iter(EXAMPLES)), CLSS: list(PLANS)[1]}
# How many reports of each edition are drawn at random. Those of the CLSS are filled by docxtpl, which takes its time.
MANY = int(os.environ.get("CANEVAS_MANY", "100"))
Parts = dict[str, bytes]


@cache
def made(edition: str) -> tuple[Places, bytes]:
    outcome = produce(ROOT / SMALL[edition])
    assert outcome.places is not None and outcome.report is not None
    return outcome.places, outcome.report


def walked(edition: str, places: Places, parts: Mapping[str, bytes], blank: Mapping[str, bytes]) -> list[str]:
    """What the walk finds in these parts."""
    return [str(one) for name, raw in parts.items() for one in walk(edition, places, name, blank[name], raw)]


def agrees(edition: str, places: Places, parts: Parts) -> set[str]:
    """The parts that are proved, in which the walk finds nothing either."""
    found = proved(edition, places, parts)
    assert walked(edition, places, {name: parts[name] for name in found}, blank_parts(edition)) == []
    return found


# ------------------------------------------------------------------ every report of the product is proved


@pytest.mark.parametrize("name", [*EXAMPLES, *PLANS])
@pytest.mark.parametrize("how", [produce, produce_draft])
def test_an_example_is_proved_to_the_byte(name: str, how: Callable[[Path], Outcome]) -> None:
    outcome = how(ROOT / name)
    assert outcome.places is not None and outcome.report is not None
    parts, edition = read_parts(outcome.report), outcome.form.edition
    assert agrees(edition, outcome.places, parts) == set(parts) == set(blank_parts(edition))


def report_of(edition: str, seed: int) -> tuple[Places, Parts]:
    draw = random.Random(seed)
    if edition == CLSS:
        _, places, report = produced(seed)
        return places, read_parts(report)
    form = load_form(edition)
    places = fill_places(form, answers_of(form, random_workbook(draw), sound=False))
    return places, read_parts(fill(load_compiled(edition), places))


@pytest.mark.parametrize(
    ("edition", "seed"),
    [
        *slow_after(20, ((DICS, seed) for seed in range(MANY))),
        *slow_after(8, ((CLSS, seed) for seed in range(MANY // 4))),
    ],
)
def test_a_report_drawn_at_random_is_proved_and_no_other_answer_is(edition: str, seed: int) -> None:
    """With the walk beside it for a report in ten."""
    places, parts = report_of(edition, seed)
    found = agrees(edition, places, parts) if seed % 10 == 0 else proved(edition, places, parts)
    assert found == set(parts)
    draw = random.Random(seed)
    for _ in range(5):
        changed = dict(parts)
        changed[DOCUMENT] = touched(draw, parts[DOCUMENT])
        assert DOCUMENT not in proved(edition, places, changed), changed[DOCUMENT]


def touched(draw: random.Random, raw: bytes) -> bytes:
    """The part with a byte of it changed, lost or added."""
    while True:
        at, more = draw.randrange(len(raw)), draw.choice([b"", b" ", b"x", b"\n", b"/", b"\0"])
        broken = raw[:at] + more + raw[at + draw.randint(0, 1) :]
        if broken != raw:
            return broken


def test_a_report_is_proved_without_the_xml_library() -> None:
    code = (
        "import sys; from tests.test_fast_gate import made; places, report = made('dics-2023');"
        "lxml = [name for name in list(sys.modules) if name.startswith(('lxml', 'pipeline.conform'))];"
        "[sys.modules.pop(name) for name in lxml];"
        "from pipeline.conform import differences; assert differences('dics-2023', places, report) == [];"
        "assert 'pipeline.conform_bytes' in sys.modules and 'pipeline.conform_walk' not in sys.modules;"
        "assert 'lxml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


# ------------------------------------------------------------------ what is proved, the walk finds nothing in


@cache
def breakable(edition: str) -> tuple[Places, bytes]:
    """The reports for which the breakages are written."""
    if edition == DICS:
        outcome = produce(ROOT / "tests" / "workbooks" / "val-fleuri-2023.xlsx")
        assert outcome.places is not None and outcome.report is not None
        return outcome.places, outcome.report
    rows = marolles()
    return document_of({**rows, "textes": [rows["textes"][0], rows["textes"][-1]], "suivi": rows["suivi"][:6]})


BROKEN = [*((DICS, name) for name in BREAKAGES), *((CLSS, name) for name in PLAN_BREAKAGES)]


@pytest.mark.parametrize(("edition", "name"), BROKEN)
def test_of_a_broken_report_the_sound_parts_alone_are_proved(edition: str, name: str) -> None:
    places, report = breakable(edition)
    parts = read_parts(report)
    broken = dict(parts)
    if (BREAKAGES if edition == DICS else PLAN_BREAKAGES)[name](broken) is None:
        untouched = {part for part in parts if broken.get(part) == parts[part]}
        assert agrees(edition, places, broken) == untouched


@pytest.mark.parametrize("edition", [DICS, CLSS])
def test_of_another_blank_nothing_is_spelled_that_the_walk_refuses(edition: str) -> None:
    """The same breakages done to the blank, where they find what they break."""
    places, whole = made(edition)[0], blank_parts(edition)
    told: Counter[str] = Counter()
    for breaks in (BREAKAGES if edition == DICS else PLAN_BREAKAGES).values():
        blank = dict(whole)
        with suppress(AssertionError, IndexError, StopIteration, AttributeError, TypeError, KeyError):
            breaks(blank)
        changed = {part: raw for part, raw in blank.items() if whole.get(part) not in (None, raw)}
        found = spelled(dict(cut(load_wording(edition), changed)), places)
        assert walked(edition, places, found, blank) == [], breaks
        told.update("spelled" if name in found else "left to the walk" for name in changed)
    assert min(told["spelled"], told["left to the walk"]) >= 10, told


@pytest.mark.parametrize("edition", [DICS, CLSS])
def test_of_a_blank_touched_anywhere_nothing_is_spelled_that_the_walk_refuses(edition: str) -> None:
    places, whole = made(edition)[0], blank_parts(edition)
    draw = random.Random(21)
    for _ in range(MANY // 2):
        parts = {**whole}
        what = touch_one(draw, parts)
        changed = {name: raw for name, raw in parts.items() if raw is not whole[name]}
        found = spelled(dict(cut(load_wording(edition), changed)), places)
        assert walked(edition, places, found, changed) == [], what


WRITTEN = st.text(st.characters() | st.sampled_from("\n\t\r\0&<>\"'{}%#_ \ufffe\x0b"), max_size=40)
STYLED = st.lists(st.tuples(WRITTEN, LOOKS), max_size=4).map(StyledText.of)


@pytest.mark.properties
@pytest.mark.parametrize("edition", [DICS, CLSS])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plain=st.lists(WRITTEN, min_size=1, max_size=9),
    styled=st.lists(STYLED, min_size=1, max_size=9),
    at=st.integers(0, 400),
)
def test_any_text_that_is_spelled_passes_the_walk(
    edition: str, plain: list[str], styled: list[StyledText], at: int
) -> None:
    """All places written anew, and one place alone: a text that XML cannot hold hides nothing in the others."""
    places = made(edition)[0]
    one = sorted(places.texts)[at % len(places.texts)]
    for other in (
        drawn(places, cycle(plain), cycle(styled)),
        Places({**places.texts, one: plain[0]}, places.rows),
        Places({**places.texts, one: styled[0]}, places.rows),
    ):
        blank = blank_parts(edition)
        found = spelled(dict(cut(load_wording(edition), {name: blank[name] for name in FILLED})), other)
        assert walked(edition, other, found, blank) == []


@pytest.mark.parametrize("edition", editions())
def test_a_mark_of_outer_blanks_may_stand_where_there_are_none(edition: str) -> None:
    """Nowhere may it be missing where there are some."""
    places, report = made(edition)
    parts = read_parts(report)
    marked = re.compile(rb'<w:t xml:space="preserve">([^<]+)</w:t>')
    lost = {"with": 0, "without": 0}
    for number, found in enumerate(marked.finditer(parts[DOCUMENT])):
        bare = b"<w:t>" + found[1] + b"</w:t>"
        changed = parts | {DOCUMENT: parts[DOCUMENT][: found.start()] + bare + parts[DOCUMENT][found.end() :]}
        has_blanks = found[1].strip(b" ") != found[1]
        if number % 9 and not has_blanks:
            continue
        lost["with" if has_blanks else "without"] += 1
        assert (DOCUMENT in proved(edition, places, changed)) is not has_blanks
        assert bool(walk(edition, places, DOCUMENT, blank_parts(edition)[DOCUMENT], changed[DOCUMENT])) is has_blanks
    assert all(lost.values())


@pytest.mark.parametrize("edition", editions())
def test_a_missing_place_is_left_to_the_walk(edition: str) -> None:
    places, report = made(edition)
    name = next(name for name in sorted(places.texts) if not name.startswith("fonds."))
    fewer = Places({place: text for place, text in places.texts.items() if place != name}, places.rows)
    assert not proved(edition, fewer, read_parts(report)) >= FILLED
    with pytest.raises(KeyError):
        differences(edition, fewer, report)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>\n<r></q>", "la partie word/document.xml : « autre chose à la ligne 2 » au lieu de « du XML »"),
        (
            "<!-- a --><p/>",
            "la partie word/document.xml : « autre chose » au lieu de « du XML 1.0 en UTF-8, sans rien autour »",
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


# ------------------------------------------------------------------ the package itself


def zipped(parts: Parts, change: Callable[[zipfile.ZipInfo], None] = lambda entry: None, level: int = 3) -> bytes:
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
    starts = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", report)]
    assert len(starts) == 2 * len(parts) + 1
    for at in [*starts, len(report)]:
        assert differences(DICS, places, report[:at] + b"H-017" + report[at:])
    for level in (0, 1, 9):
        assert zipped(parts, level=level) == report or differences(DICS, places, zipped(parts, level=level))


def test_no_part_twice_and_none_encrypted() -> None:
    places, report = made(DICS)
    out = io.BytesIO(report)
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning):
        package.writestr(zipfile.ZipInfo(DOCUMENT, (1980, 1, 1, 0, 0, 0)), read_parts(report)[DOCUMENT])
    assert differences(DICS, places, out.getvalue())
    for start, flags, bit in product((b"PK\x03\x04", b"PK\x01\x02"), (0, 1), range(8)):
        broken = bytearray(report)
        broken[report.index(start) + (6 if start == b"PK\x03\x04" else 8) + flags] ^= 1 << bit
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
