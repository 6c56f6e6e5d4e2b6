"""What a document takes from the parts beside its body: styles, lists, headers and
footers, properties; and whatever a program calls its parts and prefixes.
"""

from __future__ import annotations

import re

import pytest

from pipeline.word_files.numbers import spelled
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Reading, paragraphs, shown
from tests.support.hostile import zipped
from tests.support.word_files import (
    NAMESPACES,
    paragraph,
    run,
    table,
    word_file,
    word_parts,
)


def texts(reading: Reading) -> list[str]:
    return [shown(one.text) for one in paragraphs(reading.body)]


# ---- styles


def style(name: str, inside: str = "", kind: str = "paragraph", **more: str) -> str:
    default = ' w:default="1"' if more.get("default") else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{more["id"]}"{default}>'
        f'<w:name w:val="{name}"/>{inside}</w:style>'
    )


def based(on: str) -> str:
    return f'<w:basedOn w:val="{on}"/>'


def styled(name: str, properties: str = "") -> str:
    return paragraph("x", properties=f'<w:pStyle w:val="{name}"/>{properties}')


STYLES = "".join(
    [
        style("Normal", id="Standaard", default="1"),
        style("heading 1", id="Titre1"),
        style("Titre 2", id="berschrift2"),
        style("Question", based("Titre1"), id="Q"),
        style("Plan", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>', id="P"),
        style("Sous-plan", based("P"), id="SP"),
        style(
            "TOC Heading",
            based("Titre1") + '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>',
            id="T",
        ),
        style("un", based("b"), id="a"),
        style("deux", based("a"), id="b"),
    ]
)


@pytest.mark.parametrize(
    ("block", "name", "level"),
    [
        (paragraph("x"), "Normal", 0),
        (styled("Titre1"), "heading 1", 1),
        (styled("berschrift2"), "Titre 2", 2),
        (styled("Q"), "Question", 1),
        (styled("P"), "Plan", 3),
        (styled("SP"), "Sous-plan", 3),
        (styled("T"), "TOC Heading", 0),
        (styled("Q", '<w:outlineLvl w:val="3"/>'), "Question", 4),
        (styled("Q", '<w:outlineLvl w:val="9"/>'), "Question", 0),
        (styled("Q", '<w:outlineLvl w:val="x"/>'), "Question", 1),
        (styled("a"), "un", 0),
        (styled("inconnu"), "", 0),
    ],
)
def test_the_style_and_the_level_of_a_heading(
    block: str, name: str, level: int
) -> None:
    found = read_document(word_file(block, styles=STYLES)).body[0]
    assert not hasattr(found, "rows")
    assert (found.style, found.level) == (name, level)


# ---- lists


def levels(*shapes: tuple[str, str], more: str = "") -> str:
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
        for at, (shape, pattern) in enumerate(shapes)
    )


def lists(
    abstract: str,
    numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{abstract}</w:abstractNum>{numbers}'


def numbers_of(numbering: str, *items: str, styles: str = "") -> list[str]:
    """The numbers of paragraphs; an item: list and level ("1/0"), "" for none."""
    blocks = []
    for item in items:
        number, _, level = item.partition("/")
        properties = (
            f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            if level
            else f'<w:pStyle w:val="{item}"/>'
            if item
            else ""
        )
        blocks.append(paragraph("x", properties=properties))
    content = word_file("".join(blocks), numbering=numbering, styles=styles)
    return [one.number for one in paragraphs(read_document(content).body)]


def test_levels_count_on_and_begin_again() -> None:
    numbering = lists(
        levels(("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)"))
    )
    items = ["1/0", "1/1", "1/1", "", "1/2", "1/2", "1/1", "1/0", "1/1", "1/2"]
    assert numbers_of(numbering, *items) == [
        *("1.", "1.1.", "1.2.", "", "a)", "b)", "1.3.", "2.", "2.1.", "a)")
    ]


def test_a_level_that_begins_alone_counts_those_above() -> None:
    numbering = lists(levels(("decimal", "%1."), ("decimal", "%1.%2.")))
    assert numbers_of(numbering, "1/1", "1/0", "1/1") == ["1.1.", "2.", "2.1."]


def test_bullets_and_no_number() -> None:
    fonts = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    box = levels(("bullet", "\uf0a8"), more=fonts)
    assert numbers_of(lists(levels(("bullet", "-"), ("none", ""))), "1/0", "1/1") == [
        "•",
        "",
    ]
    assert numbers_of(lists(box), "1/0", "0/0", "7/0") == ["☐", "", ""]


def test_a_second_list_goes_on_or_begins_again() -> None:
    numbering = lists(
        levels(("decimal", "%1.")),
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>',
    )
    items = ["1/0", "2/0", "3/0", "3/0", "1/0"]
    assert numbers_of(numbering, *items) == ["1.", "2.", "5.", "6.", "7."]


def test_numbers_by_style() -> None:
    numbering = lists(
        levels(("upperRoman", "%1")).replace(
            "</w:lvl>", '<w:pStyle w:val="A"/></w:lvl>'
        )
        + levels(("x", ""), ("decimal", "%1.%2"))
        .partition("</w:lvl>")[2]
        .replace("</w:lvl>", '<w:isLgl/><w:pStyle w:val="B"/></w:lvl>')
    )
    own = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        style("A", own, id="A")
        + style("B", own, id="B")
        + style("C", based("B"), id="C")
    )
    found = numbers_of(numbering, "A", "B", "C", "A", "B", styles=styles)
    # No style of the list is C's own: it stands at the first level.
    assert found == ["I", "1.1", "II", "III", "3.1"]


def test_a_deleted_paragraph_has_no_number() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = f'{number}<w:rPr><w:del w:author="A"/></w:rPr>'
    blocks = paragraph("a", properties=number) + paragraph(properties=gone)
    content = word_file(
        blocks + paragraph("b", properties=number),
        numbering=lists(levels(("decimal", "%1."))),
    )
    found = paragraphs(read_document(content).body)
    assert [(one.number, one.text) for one in found] == [("1.", "a"), ("2.", "b")]


@pytest.mark.parametrize(
    ("number", "shape", "text"),
    [
        (4, "lowerRoman", "iv"),
        (1999, "upperRoman", "MCMXCIX"),
        (27, "upperLetter", "AA"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (12, "decimalZero", "12"),
        (0, "lowerRoman", "0"),
        (3, "cardinalText", "3"),
    ],
)
def test_a_number_is_spelled(number: int, shape: str, text: str) -> None:
    assert spelled(number, shape) == text


# ---- headers and footers


def section(*references: str, more: str = "") -> str:
    """``references``: header1:default, footer2:first, …"""
    named = "".join(
        f'<w:{part.rstrip("0123456789")}Reference w:type="{kind}" r:id="{part}"/>'
        for part, kind in (one.split(":") for one in references)
    )
    return f"<w:sectPr>{named}{more}</w:sectPr>"


def sides(body: str, settings: str = "", **parts: str) -> list[tuple[str, list[str]]]:
    reading = read_document(word_file(body, settings=settings, **parts))
    return [
        (one.name, [shown(line.text) for line in paragraphs(one.blocks)])
        for one in (*reading.headers, *reading.footers)
    ]


def test_headers_and_footers_of_the_pages_that_are_seen() -> None:
    parts = {f"header{n}": paragraph(f"h{n}") for n in (1, 2, 3)}
    body = paragraph("x") + section(
        "header1:default", "header2:first", "header3:even", "footer1:default"
    )
    parts["footer1"] = table(["a", "b"])
    assert sides(body, **parts) == [("en-tête", ["h1"]), ("pied de page", ["a", "b"])]
    titled = body.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    assert sides(titled, "<w:evenAndOddHeaders/>", **parts) == [
        ("en-tête", ["h1"]),
        ("en-tête de la première page", ["h2"]),
        ("en-tête des pages paires", ["h3"]),
        ("pied de page", ["a", "b"]),
        ("pied de page de la première page", []),
        ("pied de page des pages paires", []),
    ]


def test_a_header_that_goes_on_is_there_once() -> None:
    parts = {f"header{n}": paragraph(f"h{n}") for n in (1, 2)}
    body = (
        paragraph("a", properties=section("header1:default"))
        + paragraph("b", properties=section())
        + paragraph("c", properties=section("header2:default"))
        + section("header1:default")
    )
    assert sides(body, **parts) == [("en-tête", ["h1"]), ("en-tête, section 3", ["h2"])]


def test_a_section_of_before_a_tracked_change_counts_nowhere() -> None:
    former = (
        f"<w:sectPrChange w:author='A'>{section('header2:default')}</w:sectPrChange>"
    )
    parts = {f"header{n}": paragraph(f"h{n}") for n in (1, 2)}
    body = paragraph("a") + section("header1:default", more=former)
    assert sides(body, **parts) == [("en-tête", ["h1"])]


# ---- properties


def test_properties_of_all_three_parts() -> None:
    parts = word_parts(
        paragraph("x"),
        "<dc:title>Rapport  2023</dc:title><cp:lastModifiedBy>A. B.</cp:lastModifiedBy>",
    )
    kinds = {"app": "extended-properties", "custom": "custom-properties"}
    for name, kind in kinds.items():
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(
            "</Relationships>",
            f'<Relationship Id="{name}" Type="http://x/{kind}" Target="docProps/{name}.xml"/></Relationships>',
        )
    parts["docProps/app.xml"] = (
        '<Properties xmlns="urn:x"><Company>CPAS</Company></Properties>'
    )
    parts["docProps/custom.xml"] = (
        '<Properties xmlns="urn:x" xmlns:vt="urn:y"><property name="Dossier">'
        "<vt:lpwstr>H-017</vt:lpwstr></property></Properties>"
    )
    found = read_document(zipped(parts.items())).properties
    assert found == {
        "title": "Rapport 2023",
        "lastModifiedBy": "A. B.",
        "Company": "CPAS",
        "Dossier": "H-017",
    }


# ---- other names for the same

BODY = (
    paragraph("un", run("<w:sym w:font='Wingdings' w:char='F0FE'/>"))
    + table(["a", "b"])
    + section("header1:default")
)


def renamed(change: str) -> bytes:
    """The same document as other programs write it."""
    parts = word_parts(BODY, header1=paragraph("h"))
    if change == "parts":
        del parts["word/_rels/document.xml.rels"]
        parts["Texte/corps.XML"] = parts.pop("word/document.xml")
        parts["Texte/haut.xml"] = parts.pop("word/header1.xml")
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(
            "word/document.xml", "/texte/corps.xml"
        )
        parts["Texte/_rels/corps.XML.rels"] = (
            f'<Relationships xmlns="{NAMESPACES["w"]}">'
            '<Relationship Id="header1" Type="x/header" Target="../Texte/./haut.xml"/></Relationships>'
        )
        return zipped(parts.items())
    for name, part in parts.items():
        if change == "strict" or not name.startswith("word/") or name.endswith(".rels"):
            continue
        part = re.sub(r"\bw:|:w=", lambda one: one[0].replace("w", "ns0"), part)
        if change == "default":  # attributes have no default namespace
            part = part.replace(
                "xmlns:ns0=", "xmlns:ns0='{}' xmlns=".format(NAMESPACES["w"])
            )
            part = re.sub(r"(</?)ns0:", r"\1", part)
        parts[name] = part
    if change == "strict":
        for name, part in parts.items():
            strict = part.replace(
                "schemas.openxmlformats.org/officeDocument/2006",
                "purl.oclc.org/ooxml/officeDocument",
            )
            parts[name] = re.sub(
                r"schemas\.openxmlformats\.org/(wordprocessingml|drawingml)/2006",
                r"purl.oclc.org/ooxml/\1",
                strict,
            )
    return zipped(parts.items())


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ("parts", "/w:document[1]/w:body[1]/w:tbl[1]"),
        ("prefix", "/ns0:document[1]/ns0:body[1]/ns0:tbl[1]"),
        ("default", "/document[1]/body[1]/tbl[1]"),
        ("strict", "/w:document[1]/w:body[1]/w:tbl[1]"),
    ],
)
def test_other_names_for_the_same(change: str, path: str) -> None:
    reading = read_document(renamed(change))
    assert texts(reading) == ["un☑", "a", "b"]
    assert [one.name for one in reading.headers] == ["en-tête"]
    assert reading.body[1].path == path
    assert reading.is_strict == (change == "strict")
    main = "texte/corps.xml" if change == "parts" else "word/document.xml"
    assert reading.part == main


def test_one_namespace_with_two_prefixes() -> None:
    """And a prefix that means something else in one place."""
    other = f'<x:p xmlns:x="{NAMESPACES["w"]}"><x:r><x:t>un</x:t></x:r></x:p>'
    foreign = '<w:p xmlns:w="urn:x"><w:r><w:t>x</w:t></w:r></w:p>'
    reading = read_document(word_file(other + paragraph("deux") + other + foreign))
    assert texts(reading) == ["un", "deux", "un"]
    assert [one.path.rpartition("/")[2] for one in reading.body] == [
        "x:p[1]",
        "w:p[1]",
        "x:p[2]",
    ]
