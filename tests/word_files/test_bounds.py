"""What a Word file may cost: whatever is in it, it is read or refused in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from pipeline.word_files.read_document import NotReadable, read_document
from pipeline.word_files.reading import paragraphs
from tests.fuzzing.mutations import spoilt_bytes, spoilt_package
from tests.product.test_promises import run as watched
from tests.support import watch
from tests.support.hostile import zipped
from tests.support.word_files import (
    cell,
    control,
    paragraph,
    run,
    table,
    text_field,
    word_file,
    word_parts,
)

DEEP = {
    "controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "tables": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    "rows": ("<w:tbl><w:tr><w:customXml>", "</w:customXml></w:tr></w:tbl>"),
    "changes": ("<w:ins>", "</w:ins>"),
    "links": ("<w:p><w:hyperlink>", "</w:hyperlink></w:p>"),
    "unknown": ("<w:x>", "</w:x>"),
    "alternatives": (
        "<mc:AlternateContent><mc:Fallback>",
        "</mc:Fallback></mc:AlternateContent>",
    ),
    "in runs": (
        "<w:r><mc:AlternateContent><mc:Fallback>",
        "</mc:Fallback></mc:AlternateContent></w:r>",
    ),
    "boxes": (
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent>",
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    ),
    "with another prefix": ("<x:ins xmlns:x='urn:x'>", "</x:ins>"),
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_nested_too_deep_is_refused(kind: str) -> None:
    start, end = DEEP[kind]
    inner = f"<w:p>{run('x')}</w:p>"
    for depth in (101, 10_000):
        with pytest.raises(NotReadable, match="l’un dans l’autre"):
            read_document(word_file(start * depth + inner + end * depth))


def test_thirty_tables_in_each_other_are_read() -> None:
    block = paragraph("x")
    for _ in range(30):
        block = table([block])
    assert [one.text for one in paragraphs(read_document(word_file(block)).body)] == [
        "x"
    ]


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="x"/>',
        "<w:document",
        "<w:document><w:body/></w:document>",  # of a prefix that nothing declares
        "<x/>",
        "",
        '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16").decode(
            "latin-1"
        ),
    ],
)
def test_a_part_that_is_no_xml_of_word(part: str) -> None:
    parts: dict[str, str | bytes] = {**word_parts("")}
    parts["word/document.xml"] = part.encode("latin-1")
    with pytest.raises(NotReadable, match=r"abîmé|autre chose"):
        read_document(zipped(parts.items()))


def everything() -> bytes:
    """A document with one of most things."""
    by = "w:author='A'"
    box = f"<w:txbxContent>{paragraph('boîte')}</w:txbxContent>"
    blocks = [
        paragraph(
            "a",
            text_field("PAGE", "1"),
            run("<w:sym w:font='Wingdings' w:char='F0FE'/>"),
            f"<w:ins {by}>{run('b')}</w:ins>",
            f"<w:del {by}>{run('<w:delText>c</w:delText>')}</w:del>",
            run(f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"),
            run('<w:footnoteReference w:id="1"/>'),
            run('<w:commentReference w:id="1"/>'),
            properties="<w:pStyle w:val='T'/><w:numPr><w:numId w:val='1'/></w:numPr>",
        ),
        control(table(["d", control(paragraph("e"))], [cell("f", "<w:vMerge/>")])),
        "<w:sectPr><w:headerReference w:type='default' r:id='header1'/></w:sectPr>",
    ]
    return word_file(
        "".join(blocks),
        header1=paragraph("h"),
        footnotes=f"<w:footnote w:id='1'>{paragraph('n')}</w:footnote>",
        comments=f"<w:comment w:id='1' {by}>{paragraph('k')}</w:comment>",
        styles="<w:style w:type='paragraph' w:styleId='T'><w:basedOn w:val='T'/></w:style>",
        numbering="<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'>"
        "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
        settings="<w:evenAndOddHeaders/>",
    )


def test_a_spoilt_file_is_read_or_refused() -> None:
    sound, outcomes = everything(), set[bool | None]()
    for seed in range(400):
        draw = Random(seed)
        kind = re.compile(r"\.(xml|rels)$" if seed % 3 else r"word/document\.xml")
        spoilt = (
            spoilt_bytes(draw, sound)
            if seed % 5 == 0
            else spoilt_package(draw, sound, kind)
        )
        try:
            outcomes.add(bool(read_document(spoilt).body))
        except NotReadable as refusal:
            assert str(refusal).endswith(".")
            outcomes.add(None)
    assert outcomes >= {True, None}


LETTER = run("a")
TRICKS = {
    "paragraphs": lambda: word_file("<w:p/>" * 900_000),
    "cells": lambda: word_file(
        "<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 190_000 + "</w:tbl>"
    ),
    "changes in each other": lambda: word_file(
        "<w:p>" + "<w:ins>" * 95 + LETTER * 140_000 + "</w:ins>" * 95 + "</w:p>"
    ),
    "controls in each other": lambda: word_file(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" * 90
        + paragraph("a") * 90_000
        + "</w:sdtContent></w:sdt>" * 90
    ),
    "cells that are one": lambda: word_file(
        f"<w:tbl><w:tr>{cell('a', '<w:hMerge/>') * 60_000}</w:tr></w:tbl>"
    ),
    "fields in each other": lambda: word_file(
        "<w:p>"
        + run("<w:fldChar w:fldCharType='begin'/>") * 65_000
        + LETTER * 30_000
        + run("<w:fldChar w:fldCharType='end'/>") * 65_000
        + "</w:p>"
    ),
    "a note of which each mark speaks": lambda: word_file(
        "<w:p>" + run("<w:footnoteReference w:id='1'/>") * 120_000 + "</w:p>",
        footnotes=f"<w:footnote w:id='1'>{'<w:p/>' * 200_000}</w:footnote>",
    ),
    "long numbers": lambda: word_file(
        paragraph(properties="<w:numPr><w:numId w:val='1'/></w:numPr>") * 110_000,
        numbering="<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:lvlText"
        f" w:val='{'%1' * 900}'/><w:numFmt w:val='upperLetter'/></w:lvl>"
        "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
    ),
    "a chain of styles": lambda: word_file(
        paragraph("a", properties="<w:pStyle w:val='s190000'/>"),
        styles="".join(
            f"<w:style w:styleId='s{at}'><w:basedOn w:val='s{at - 1}'/></w:style>"
            for at in range(190_001)
        ),
    ),
    "sections": lambda: word_file(
        paragraph(
            properties="<w:sectPr><w:headerReference r:id='header1'/><w:titlePg/>"
            "</w:sectPr>"
        )
        * 75_000,
        header1="<w:p/>" * 300_000,
        settings="<w:evenAndOddHeaders/>",
    ),
    "a chart many times": lambda: word_file(
        paragraph(run("<w:drawing><c:chart r:id='chart1'/></w:drawing>") * 74_000),
        chart1="<a:t>a</a:t>" * 200_000,
    ),
    "prefixes": lambda: word_file('<x:p xmlns:x="urn:x" x:a=""/>' * 240_000),
    "signs": lambda: word_file(
        paragraph(run("J" * 15_000_000, "<w:rFonts w:ascii='Wingdings'/>"))
    ),
}


@pytest.mark.slow
@pytest.mark.skipif(not watch.HELD, reason="what a command cost is asked of Linux")
@pytest.mark.parametrize("make", TRICKS.values(), ids=TRICKS)
def test_no_small_file_costs_lire_more_than_twenty_seconds_or_1_gb(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "rapport.docx"
    file.write_bytes(make())
    cost = watched(tmp_path, "lire", file)
    assert cost.code == 1
    assert cost.seconds < 20 and 0 < cost.megabytes < 1_000
