"""Whatever expat tells of a part counts: one of each kind, put into each part of a
report, is stopped, and told.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from pipeline.editions.loader import load_form
from pipeline.model.submission import Places
from pipeline.office.package import pack, read_parts
from pipeline.run import produce
from tests.support.cases import beside
from tests.support.gate import differences
from tests.support.marks import one_in
from tests.support.paths import ROOT

WORKBOOKS = {
    "dics-2023": ROOT / "tests" / "workbooks" / "val-fleuri-2023.xlsx",
    "clss-2022-2025": ROOT / "tests" / "workbooks" / "valbrune-2024.xlsx",
}

DECLARATION = re.compile(r"<\?xml .*?\?>")
ROOT_TAG = re.compile(r"<(?![?!])([\w:]+)[^<>]*?(/?)>")


def in_root(xml: str, what: str) -> str:
    """As the first thing in the root element."""
    return ROOT_TAG.sub(lambda found: f"{found[0]}{what}", xml, count=1)


def at_the_end(xml: str, what: str) -> str:
    """As the last thing in the root element."""
    return f"{what}</".join(xml.rsplit("</", 1))


def on_root(xml: str, what: str) -> str:
    """As an attribute of the root element."""
    return ROOT_TAG.sub(lambda found: f"{found[0][:-1]} {what}>", xml, count=1)


def behind_the_root(xml: str, what: str) -> str:
    return f"{xml}{what}"


def in_front(xml: str, what: str) -> str:
    return f"{what}{xml}"


def emptied(xml: str) -> str:
    return ""


def declared(xml: str, what: str) -> str:
    return DECLARATION.sub(f"<?xml {what}?>", xml, count=1)


def undeclared(xml: str) -> str:
    return DECLARATION.sub("", xml, count=1).lstrip()


def behind_declaration(xml: str, what: str) -> str:
    return DECLARATION.sub(lambda found: f"{found[0]}{what}", xml, count=1)


def other_standalone(xml: str) -> str:
    if "standalone='yes'" in xml:
        return xml.replace(" standalone='yes'", "", 1)
    return xml.replace("encoding='UTF-8'", "encoding='UTF-8' standalone='yes'", 1)


def other_prefix(xml: str) -> str:
    """The same names under another prefix, or under one where there was none: the same
    to a reader of namespaces.
    """
    prefix = ROOT_TAG.search(xml)[1].partition(":")  # type: ignore[index]
    if not prefix[1]:
        xml = re.sub(r"(</?)(?=\w)", r"\1own:", xml)
        return xml.replace(" xmlns=", " xmlns:own=", 1)
    old = prefix[0]
    return re.sub(rf"(?<=[</ ]){old}:(?=\w)", "own:", xml).replace(
        f"xmlns:{old}=", "xmlns:own=", 1
    )


def in_cdata(xml: str) -> str:
    """The first text of a part as CDATA, or an empty one."""
    if re.search(r">[^<>\s&][^<>&]*<", xml):
        return re.sub(r">([^<>\s&][^<>&]*)<", r"><![CDATA[\1]]><", xml, count=1)
    return at_the_end(xml, "<![CDATA[]]>")


def declared_again(xml: str) -> str:
    """The first namespace of a part, under another prefix too."""
    names = re.findall(r'xmlns(?::\w+)?=("[^"]*")', xml)
    return on_root(xml, f"xmlns:again={names[0]}")


def growing_type(xml: str) -> str:
    """Nine entities, each nine times as long as the one before."""
    growing = f'<!ENTITY a "{"x" * 99}">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 9}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return behind_declaration(xml, f"<!DOCTYPE h [{growing}]>")


KINDS = beside(__file__)


def changed_as(kind: str, xml: str) -> str:
    ((verb, what),) = KINDS[kind].items()
    return str(globals()[verb](xml, *([] if what is None else [what])))


PARTS = [
    *(
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
    ),
    *(
        "word/settings.xml",
        "word/fontTable.xml",
        "word/footnotes.xml",
        "word/header1.xml",
        "word/footer1.xml",
    ),
    *("docProps/core.xml", "docProps/app.xml"),
]


@cache
def made(edition: str) -> tuple[Places, dict[str, bytes]]:
    outcome = produce(WORKBOOKS[edition])
    assert outcome.places is not None and outcome.report is not None
    return outcome.places, read_parts(outcome.report)


@pytest.mark.parametrize("edition", WORKBOOKS)
def test_the_parts_are_these(edition: str) -> None:
    assert set(made(edition)[1]) - {"word/numbering.xml"} == set(PARTS)


@pytest.mark.parametrize("kind", one_in(3, KINDS))
@pytest.mark.parametrize("edition", WORKBOOKS)
def test_one_of_each_kind_in_each_part_is_stopped_and_told_there(
    edition: str, kind: str
) -> None:
    places, parts = made(edition)
    for name, raw in parts.items():
        changed = changed_as(kind, raw.decode()).encode()
        assert changed != raw, name
        found = differences(edition, places, pack({**parts, name: changed}))
        assert found and len(found) <= 3, name
        for told in found:
            assert name in told.where or (
                name == "word/document.xml" and "la partie" not in told.where
            ), told
            assert str(told)


@pytest.mark.parametrize("edition", WORKBOOKS)
def test_another_encoding_of_all_the_bytes_is_stopped(edition: str) -> None:
    places, parts = made(edition)
    for name, raw in parts.items():
        told = differences(
            edition, places, pack({**parts, name: raw.decode().encode("utf-16")})
        )
        assert [one.where for one in told] == [f"la partie {name}"]


INSIDE = [
    "<!--H-017-->",
    "<?h H-017?>",
    "<![CDATA[]]>",
    "H-017",
    " ",
    "\n",
    '<w:bookmarkStart w:id="9" w:name="H017"/>',
    "<w:proofErr/>",
    '<w:r><w:t xmlns:h="urn:H-017">1</w:t></w:r>',
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>H-017</w:t></w:r>",
    "<w:r><!--H-017--></w:r>",
    "<w:r><w:t><!--H-017--></w:t></w:r>",
    "<w:r><w:t><![CDATA[]]></w:t></w:r>",
    "<w:r><w:cr/></w:r>",
    "<w:r><w:drawing/></w:r>",
    "<w:r><w:t> </w:t></w:r>",
    '<w:r><w:t xml:space="preserve"> </w:t></w:r>',
    '<w:r><w:t xml:space="default"/></w:r>',
    "<w:r h='1'/>",
]


@pytest.mark.parametrize("what", one_in(3, INSIDE))
@pytest.mark.parametrize("edition", WORKBOOKS)
def test_none_of_it_stands_in_a_paragraph_either(edition: str, what: str) -> None:
    """At the end of paragraphs with and without a place, in tables and outside."""
    places, parts = made(edition)
    xml = parts["word/document.xml"].decode()
    ends = [found.start() for found in re.finditer("</w:p>", xml)]
    for at in ends[:: len(ends) // 12]:
        changed = f"{xml[:at]}{what}{xml[at:]}".encode()
        (told,) = differences(
            edition, places, pack({**parts, "word/document.xml": changed})
        )
        assert "«" in told.where and "la partie" not in told.where, told


@pytest.mark.parametrize("edition", WORKBOOKS)
def test_a_text_may_be_spread_over_runs_of_the_same_look_in_a_place_only(
    edition: str,
) -> None:
    places, parts = made(edition)
    xml = parts["word/document.xml"].decode()
    answer = '<w:r><w:t xml:space="preserve">'
    blank = read_parts(load_form(edition).document.blank.read_bytes())[
        "word/document.xml"
    ].decode()
    texts = [
        found
        for found in re.finditer(
            r'<w:r><w:t xml:space="preserve">([^<]{4,})</w:t></w:r>', xml
        )
        if found[0] not in blank
    ]
    assert len(texts) > 9
    for found in texts[:: len(texts) // 9]:
        told = found[1]
        for runs in (
            f"{answer}{told[:2]}</w:t></w:r>{answer}{told[2:]}</w:t></w:r>",
            f'{answer}{told[:2]}</w:t><w:t/><w:t xml:space="preserve">{told[2:]}</w:t></w:r><w:r/>',
        ):
            changed = xml.replace(found[0], runs, 1).encode()
            assert (
                differences(
                    edition, places, pack({**parts, "word/document.xml": changed})
                )
                == []
            ), told
    word = "Table des matières" if edition == "clss-2022-2025" else "Séparation"
    changed = xml.replace(f">{word}<", f">{word[:3]}</w:t><w:t>{word[3:]}<", 1).encode()
    assert changed != parts["word/document.xml"]
    assert differences(edition, places, pack({**parts, "word/document.xml": changed}))
