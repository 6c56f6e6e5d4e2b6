"""Small documents and addresses drawn at random: what is filled passes the gate, and no
report with another byte does.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from pipeline.gate.addresses import (
    RUN_HOLDERS,
    Address,
    Attribute,
    Loop,
    OnlyInBlank,
    OnlyInReport,
    Text,
)
from pipeline.model.submission import Places
from pipeline.model.text import StyledText
from tests.support.parts import filled_body, told

MANY = int(os.environ.get("CANEVAS_MANY", "300"))
NAMES = 'xmlns:w="urn:w" xmlns:mc="urn:mc" xmlns:w14="urn:w14"'
LOOKS = [
    *(
        "",
        "",
        "<w:rPr><w:b/></w:rPr>",
        "<w:rPr><w:i/></w:rPr>",
        "\n<w:rPr><w:b/></w:rPr>",
    ),
    "<w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>",
]
WORDS = [
    "ab",
    "....",
    " c ",
    "Nom : ",
    "é&amp;&#8217;",
    "",
    "a\tb",
    " ",
    "<![CDATA[x]]>",
]
OTHERS = [
    *("<w:tab/>", "<w:br/>", '<w:sym w:char="F0A8"/>', "<w:noBreakHyphen/>", "\n"),
    *('<w:br w:type="page"/>', "<!--c-->", '<w:t xml:lang="fr">x</w:t>'),
]
ANSWERS = ["", "X", "A & B", " a\nb\t", "<é>", "...."]
BETWEEN = [
    *('<w:bookmarkStart w:id="1"/>', '<w:bookmarkEnd w:id="1"/>', "\n", "<!--d-->"),
    *("<w:proofErr/>", '<w:del w:id="1"><w:r><w:delText>x</w:delText></w:r></w:del>'),
]
HOLDERS = [
    *("<w:hyperlink>{}</w:hyperlink>", '<w:ins w:id="1">{}</w:ins>'),
    "<w:sdt><w:sdtPr><w:lock/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
]
BOX = "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{}</w:txbxContent></mc:Choice></mc:AlternateContent></w:r>"


def run(draw: random.Random) -> str:
    inner = [
        draw.choice(OTHERS)
        if draw.random() < 0.3
        else f"<w:t{draw.choice(['', PRESERVED])}>{draw.choice(WORDS)}</w:t>"
        for _ in range(draw.choice([0, 1, 1, 1, 2, 3]))
    ]
    return f"<w:r{draw.choice(['', MARK])}>{draw.choice(LOOKS)}{''.join(inner)}</w:r>"


PRESERVED, MARK = ' xml:space="preserve"', ' w:rsidR="1"'


def line(draw: random.Random, depth: int) -> str:
    """What a paragraph, or a holder of runs in it, holds."""
    pieces = []
    for _ in range(draw.randint(0, 5)):
        kind = draw.random()
        if kind < 0.6 or depth > 2:
            pieces.append(run(draw))
        elif kind < 0.75:
            pieces.append(draw.choice(BETWEEN))
        elif kind < 0.9:
            pieces.append(draw.choice(HOLDERS).format(line(draw, depth + 1)))
        else:
            pieces.append(BOX.format(paragraph(draw, depth + 1)))
    return "".join(pieces)


def paragraph(draw: random.Random, depth: int = 0) -> str:
    if draw.random() < 0.1:
        return "<w:p/>"
    return f"<w:p>{draw.choice(['', '<w:pPr/>'])}{line(draw, depth)}</w:p>"


def body(draw: random.Random) -> str:
    cell = '<w:tbl><w:tr w14:paraId="1"><w:tc>{}</w:tc></w:tr></w:tbl>'.format
    blocks = [paragraph(draw) for _ in range(draw.randint(1, 3))]
    for _ in range(draw.randrange(3)):
        blocks[0] = cell(blocks[0])
    return "".join(blocks)


# ---- addresses


def path_of(element: Any) -> str:
    """The path of an element, counted anew."""
    steps = []
    while element is not None:
        alike = [*element.itersiblings(element.tag, preceding=True)]
        name = etree.QName(element)
        prefix = "mc" if name.namespace == "urn:mc" else "w"
        steps.append(f"/{prefix}:{name.localname}[{len(alike) + 1}]")
        element = element.getparent()
    return "".join(reversed(steps))


def characters(holder: Any) -> list[str]:
    """Those of the runs of a holder, "*" for what is no letter."""
    found: list[str] = []
    for one in holder.iterchildren(f"{W}r"):
        first = next(iter(one), None)
        has_look = first is not None and first.tag == f"{W}rPr"
        found += "*" if one.text and not has_look else ""
        for inner in one:
            is_text = inner.tag == f"{W}t" and {*inner.attrib} <= {SPACE}
            is_plain = is_text and not len(inner) and "CDATA" not in source(inner)
            if inner is not first or not has_look:
                found += inner.text or "" if is_plain else "*"
            found += "*" if inner.tail else ""
    return found


W, SPACE = "{urn:w}", "{http://www.w3.org/XML/1998/namespace}space"


def source(element: Any) -> str:
    return str(etree.tostring(element, with_tail=False), "ascii")


def parsed(xml: str) -> Any:
    parser = etree.XMLParser(strip_cdata=False)
    whole = f"<w:document {NAMES}><w:body>{xml}</w:body></w:document>"
    return etree.fromstring(whole, parser)


def addresses(draw: random.Random, root: Any) -> Iterator[Address]:
    """Some, of which a few cannot be together."""
    for row in root.iter(f"{W}tr"):
        if draw.random() < 0.7:
            yield Loop(path_of(row), path_of(row), "l", draw.choice(["one", "two"]))
    holders = [
        one
        for one in root.iter(etree.Element)
        if f"w:{etree.QName(one).localname}" in RUN_HOLDERS
    ]
    for holder in draw.sample(holders, min(len(holders), draw.randint(1, 3))):
        size = len(characters(holder))
        ends = sorted(draw.randint(0, size) for _ in range(draw.choice([2, 2, 4])))
        for start, end in zip(ends[::2], ends[1::2], strict=True):
            look = draw.choice([None, None, "", "<w:rPr><w:u/></w:rPr>"])
            name, styled = f"x{draw.randrange(len(ANSWERS))}", draw.random() < 0.3
            yield Text(path_of(holder), start, end, name, styled, look)
    for sign in root.iter(f"{W}sym"):
        if draw.random() < 0.3:
            yield Attribute(path_of(sign), "w:char", "x1")
    for lock in root.iter(f"{W}lock"):
        if draw.random() < 0.5:
            yield OnlyInBlank(path_of(lock))
        yield OnlyInReport(path_of(lock.getparent()), "", '<w:tag w:val="1"/>')


STYLED = StyledText.of([("le 1", ""), ("er", "Exposant"), ("\n", "Gras")])
TURN = Places({})
PLACES = Places(
    {**{f"x{at}": one for at, one in enumerate(ANSWERS)}, "x0": STYLED},
    {"one": (TURN,), "two": (TURN, TURN)},
)


@pytest.mark.properties
def test_what_is_filled_passes_and_nothing_else() -> None:
    filled_ones = 0
    for seed in range(MANY):
        draw = random.Random(seed)
        blank = body(draw)
        given = [*addresses(draw, parsed(blank))]
        try:
            report = filled_body(blank, given, PLACES)
        except LookupError:
            (one,) = told(blank, given, PLACES, blank)
            assert "un autre formulaire" in one, (seed, blank, given)
            continue
        assert told(blank, given, PLACES, report) == [], (seed, blank, given, report)
        filled_ones += 1
        for _ in range(10):
            wrong = touched(draw, report)
            if is_other(wrong, report):
                assert told(blank, given, PLACES, wrong), (seed, report, wrong)
    assert filled_ones > MANY / 2


def touched(draw: random.Random, text: str) -> str:
    at, more = (
        draw.randrange(len(text)),
        draw.choice(["", " ", "x", "\n", "/", ".", "0"]),
    )
    return text[:at] + more + text[at + draw.randint(0, 1) :]


def is_other(body: str, than: str) -> bool:
    """Whether these are two documents."""
    try:
        return bool(canonical(body) != canonical(than))
    except etree.XMLSyntaxError:
        return True


def canonical(body: str) -> bytes:
    return bytes(etree.tostring(parsed(body), method="c14n"))


# ---- the same by a count of its own


@pytest.mark.properties
def test_an_answer_stands_for_its_characters() -> None:
    """Blanks aside, of which some are shown and some are not."""
    tried = 0
    for seed in range(MANY):
        draw = random.Random(seed)
        blank = body(draw)
        holder = draw.choice([*parsed(blank).iter(f"{W}p")])
        before = characters(holder)
        start, end = sorted(draw.randint(0, len(before)) for _ in range(2))
        place = Text(path_of(holder), start, end, "x")
        try:
            report = filled_body(blank, [place], Places({"x": "X\tY"}))
        except LookupError:
            continue
        (found,) = (
            one for one in parsed(report).iter(f"{W}p") if path_of(one) == place.path
        )
        wanted = [*before[:start], *"X*Y", *before[end:]]
        assert seen(characters(found)) == seen(wanted), (seed, blank, place, report)
        tried += 1
    assert tried > MANY / 2


def seen(letters: list[str]) -> str:
    return "".join("".join(letters).split(" "))
