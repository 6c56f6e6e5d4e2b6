"""What programs do to a finished report when they save it, and controls that people put
around its text: none of ``NOISES`` changes what is seen.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from unicodedata import normalize

from lxml import etree

from tests.support.retouches import (
    BODY,
    CORE,
    DECLARED,
    FOOTER,
    HEADER,
    NOTES,
    Element,
    Report,
    W,
    made,
    plain_runs,
)

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Noise = Callable[[random.Random, Report], None]


def _some(
    draw: random.Random, elements: list[Element], share: float = 0.3
) -> Iterator[Element]:
    return (one for one in elements if draw.random() < share)


def _revisions(draw: random.Random, report: Report) -> None:
    for one in _some(draw, report.all("//w:p|//w:r|//w:tr")):
        one.set(f"{{{W}}}rsidR", f"{draw.randrange(1 << 32):08X}")


def _proof(draw: random.Random, report: Report) -> None:
    for one in _some(draw, report.all("//w:p/w:r")):
        one.addprevious(made('<w:proofErr w:type="spellStart"/>'))
        one.addnext(made('<w:proofErr w:type="spellEnd"/>'))


def _split(draw: random.Random, report: Report) -> None:
    """Runs are divided, as where the language of a word is another."""
    for one in _some(draw, plain_runs(report)):
        text = one.find(f"{{{W}}}t")
        assert text is not None and text.text
        at = draw.randrange(len(text.text) + 1)
        other = copy.deepcopy(one)
        behind = other.find(f"{{{W}}}t")
        assert behind is not None
        text.text, behind.text = text.text[:at], text.text[at:]
        for half in (text, behind):
            half.set(_SPACE, "preserve")
        one.addnext(other)


def _bookmarks(draw: random.Random, report: Report) -> None:
    for number, one in enumerate(_some(draw, plain_runs(report)), 5000):
        one.addprevious(
            made(f'<w:bookmarkStart w:id="{number}" w:name="_Hlk{number}"/>')
        )
        one.addnext(made(f'<w:bookmarkEnd w:id="{number}"/>'))


def _breaks(draw: random.Random, report: Report) -> None:
    for one in _some(draw, plain_runs(report), 0.1):
        text = one.find(f"{{{W}}}t")
        assert text is not None
        text.addprevious(made("<w:lastRenderedPageBreak/>"))


def _wrapped(path: str, xml: str, share: float = 0.2) -> Noise:
    """Elements each in a wrapping, whose innermost element is empty."""

    def noise(draw: random.Random, report: Report) -> None:
        for one in _some(draw, report.all(path), share):
            around = made(xml)
            one.addprevious(around)
            inner = around
            while len(inner):
                inner = inner[-1]
            inner.append(one)

    return noise


def _prefixes(draw: random.Random, report: Report) -> None:
    """Another prefix than Word's in every part, or none for elements."""
    prefix = draw.choice(["ns0", "x"])
    for name in (BODY, NOTES, HEADER, FOOTER, "word/styles.xml"):
        if name in report.trees:
            report.parts[name] = etree.tostring(
                report.trees.pop(name), encoding="UTF-8"
            )
        xml = report.parts[name].decode()
        xml = xml.replace("xmlns:w=", f"xmlns:{prefix}=")
        xml = re.sub(r"(</?)w:", rf"\1{prefix}:", xml)
        xml = re.sub(
            r"(<[^<>]*)",
            lambda tag: re.sub(r"(\s)w:(\w+=)", rf"\1{prefix}:\2", tag[0]),
            xml,
        )
        report.parts[name] = xml.encode()


def _order(draw: random.Random, report: Report) -> None:
    names = [*report.parts]
    draw.shuffle(names)
    report.parts = {name: report.parts[name] for name in names}


def _languages(draw: random.Random, report: Report) -> None:
    for one in _some(draw, plain_runs(report)):
        looks = one.find(f"{{{W}}}rPr")
        if looks is None:
            one.insert(0, made('<w:rPr><w:lang w:val="fr-FR"/></w:rPr>'))
        else:
            looks.append(made('<w:lang w:val="fr-FR"/>'))


def _settings(draw: random.Random, report: Report) -> None:
    settings = report.all("/w:settings", "word/settings.xml")[0]
    settings.insert(0, made('<w:proofState w:spelling="clean"/>'))
    settings.append(made('<w:rsids><w:rsidRoot w:val="00A12B34"/></w:rsids>'))


def _styles(draw: random.Random, report: Report) -> None:
    """Styles have the names of a French Word."""
    for number, style in enumerate(report.all("//w:style", "word/styles.xml")):
        old, new = style.get(f"{{{W}}}styleId"), f"Style{number}"
        style.set(f"{{{W}}}styleId", new)
        for part in (BODY, NOTES, HEADER, FOOTER, "word/styles.xml"):
            for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
                for one in report.tree(part).iter(f"{{{W}}}{kind}"):
                    if one.get(f"{{{W}}}val") == old:
                        one.set(f"{{{W}}}val", new)


def _saved(draw: random.Random, report: Report) -> None:
    """Who saved it last, and when."""
    core = report.tree(CORE)
    space = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    by = etree.SubElement(core, f"{{{space}}}lastModifiedBy")
    by.text = "Anne Dupont"
    revision = etree.SubElement(core, f"{{{space}}}revision")
    revision.text = "3"


def _web(draw: random.Random, report: Report) -> None:
    """Parts that Word adds by itself."""
    report.add_part(
        "webSettings", "word/webSettings.xml", f"<w:webSettings {DECLARED}/>"
    )
    report.add_part("comments", "word/comments.xml", f"<w:comments {DECLARED}/>")


def _unused_header(draw: random.Random, report: Report) -> None:
    """An empty header of even pages, which are not asked for."""
    key = report.add_part(
        "header", "word/header8.xml", f"<w:hdr {DECLARED}><w:p/></w:hdr>"
    )
    section = report.all("//w:sectPr")[-1]
    section.insert(0, made(f'<w:headerReference w:type="even" r:id="{key}"/>'))


def _empty_paragraphs(draw: random.Random, report: Report) -> None:
    for one in _some(draw, report.all("//w:body/w:p")):
        one.addnext(made("<w:p/>"))


def _contents(draw: random.Random, report: Report) -> None:
    """LibreOffice writes a line of the table of contents as the number of its page."""
    hidden = "<w:rPr><w:webHidden/></w:rPr>"
    for link in report.all("//w:p/w:hyperlink"):
        code = f"PAGEREF {link.get(f'{{{W}}}anchor')} \\h"
        marks = [
            '<w:fldChar w:fldCharType="begin"/>',
            f"<w:instrText>{code}</w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
        ]
        for at, mark in enumerate(marks):
            link.insert(at, made(f"<w:r>{hidden}{mark}</w:r>"))
        end = '<w:fldChar w:fldCharType="end"/>'
        link.append(made(f"<w:r>{hidden}{end}</w:r>"))


def _note_numbers(draw: random.Random, report: Report) -> None:
    """The notes have other numbers, in another order."""
    for one in report.all("//w:footnote[not(@w:type)]", NOTES):
        one.set(f"{{{W}}}id", str(40 - int(one.get(f"{{{W}}}id"))))
        one.getparent().insert(2, one)
    for one in report.all("//w:footnoteReference"):
        one.set(f"{{{W}}}id", str(40 - int(one.get(f"{{{W}}}id"))))


def _other_name(draw: random.Random, report: Report) -> None:
    """The part of the text has another name, as some servers give it."""
    if BODY in report.trees:
        report.parts[BODY] = etree.tostring(report.trees.pop(BODY), encoding="UTF-8")
    report.parts = {
        name.replace("document.xml", "document2.xml"): raw
        for name, raw in report.parts.items()
    }
    for name in ("[Content_Types].xml", "_rels/.rels"):
        xml = report.parts[name]
        report.parts[name] = xml.replace(b"word/document.xml", b"word/document2.xml")


def _ignorable(draw: random.Random, report: Report) -> None:
    """What older programs are told to pass by."""
    root = report.tree()
    new = etree.Element(
        root.tag,
        root.attrib,
        {
            **root.nsmap,
            "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
            "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
            "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        },
    )
    new.set(f"{{{new.nsmap['mc']}}}Ignorable", "w14 w15")
    new.extend(root)
    for number, one in enumerate(new.iter(f"{{{W}}}p"), 1):
        one.set(f"{{{new.nsmap['w14']}}}paraId", f"{number:08X}")
    report.trees[BODY] = new


def _no_break(draw: random.Random, report: Report) -> None:
    for one in _some(draw, report.all("//w:body//w:t")):
        if one.text and one.text.strip() == one.text:
            one.text = one.text.replace(" ", "\u00a0")


_SDT = "<w:sdt><w:sdtPr><w:id w:val='-7'/></w:sdtPr><w:sdtContent/></w:sdt>"
_TAG = '<w:smartTag w:uri="urn:x" w:element="place"/>'
_XML = '<w:customXml w:uri="urn:x" w:element="x"/>'


def _signs(draw: random.Random, report: Report) -> None:
    """Accents as a Mac writes them, hyphens that do not break."""
    for one in _some(draw, plain_runs(report)):
        text = one.find(f"{{{W}}}t")
        assert text is not None and text.text
        text.text = normalize("NFD", text.text).replace("-", "\u2011")


NOISES: dict[str, Noise] = {
    "revisions": _revisions,
    "proof": _proof,
    "split runs": _split,
    "bookmarks": _bookmarks,
    "page breaks": _breaks,
    "controls of blocks": _wrapped(
        "//w:body/w:p[not(w:pPr/w:sectPr)]|//w:body/w:tbl", _SDT
    ),
    "controls of rows": _wrapped("//w:tbl/w:tr", _SDT),
    "controls of cells": _wrapped("//w:tr/w:tc", _SDT),
    "controls of runs": _wrapped("//w:p/w:r[w:t]", _SDT),
    "smart tags": _wrapped("//w:p/w:r[w:t]", _TAG),
    "custom XML": _wrapped("//w:body/w:tbl", _XML),
    "order of parts": _order,
    "languages": _languages,
    "settings": _settings,
    "names of styles": _styles,
    "last saved": _saved,
    "parts of Word": _web,
    "a header that is not seen": _unused_header,
    "empty paragraphs": _empty_paragraphs,
    "blanks": _no_break,
    "signs that look alike": _signs,
    "contents of LibreOffice": _contents,
    "numbers of notes": _note_numbers,
    "what to pass by": _ignorable,
    "prefixes": _prefixes,
    "name of the text": _other_name,
}


def disturbed(content: bytes, draw: random.Random, names: list[str]) -> bytes:
    """A report with these noises, in the order in which they can be made."""
    report = Report(content)
    for name in sorted(names, key=[*NOISES].index):
        NOISES[name](draw, report)
    return report.content
