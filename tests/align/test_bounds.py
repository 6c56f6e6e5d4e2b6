"""What a Word file may cost: whatever is in it, it is read or refused in words."""

from __future__ import annotations

import re
from random import Random

import pytest

from pipeline.align.read_document import NotReadable, read_document
from pipeline.align.reading import paragraphs
from tests.fuzzing.mutations import spoilt_bytes, spoilt_package
from tests.support.word_files import (
    cell,
    control,
    paragraph,
    run,
    table,
    text_field,
    word_file,
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
    from tests.support.hostile import zipped
    from tests.support.word_files import word_parts

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
