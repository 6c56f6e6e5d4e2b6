"""Ways of breaking a produced report, each with a name: what a template engine, an edit
or a bad disk might do.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable

from pipeline.office.package import repack

Parts = dict[str, bytes]
Break = Callable[[Parts], bytes | None]

BODY, NOTES, STYLES, SETTINGS = (
    "word/document.xml",
    "word/footnotes.xml",
    "word/styles.xml",
    "word/settings.xml",
)
TYPES, RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"
HEADER, FOOTER, CORE, APP = (
    "word/header1.xml",
    "word/footer1.xml",
    "docProps/core.xml",
    "docProps/app.xml",
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
IMAGE = f'<Relationship Id="rId9" Type="{REL}/image" '
END = "</Relationships>"

BREAKAGES: dict[str, Break] = {}


def pack(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return repack(out.getvalue())


def text(name: str, part: str, old: str, new: str, times: int = 1) -> None:
    """A breakage that replaces a stretch of a part; it must be there."""

    def breaks(parts: Parts) -> None:
        before = parts[part].decode()
        assert old in before, (name, old)
        parts[part] = before.replace(old, new, times).encode()

    BREAKAGES[name] = breaks


def pattern(name: str, part: str, old: str, new: str) -> None:
    """The same with a regular expression."""

    def breaks(parts: Parts) -> None:
        before = parts[part].decode()
        parts[part] = re.sub(old, new, before, count=1, flags=re.DOTALL).encode()
        assert parts[part] != before.encode(), name

    BREAKAGES[name] = breaks


def other(name: str) -> Callable[[Break], Break]:
    def register(breaks: Break) -> Break:
        BREAKAGES[name] = breaks
        return breaks

    return register


LOOK, REFERENCE = (
    '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>',
    '<w:footnoteReference w:id="1"/>',
)
MARK = f"<w:r>{LOOK}{REFERENCE}</w:r>"
WORD = "<w:r><w:t>Séparation</w:t></w:r>"
NUMBER = r"(2\.5\. Nombre.*?<w:pStyle w:val=\"Chiffre\"/></w:pPr>)<w:r><w:t xml:space=\"preserve\">(\d+)</w:t></w:r>"
ANSWER = "Exemple : affiches"
EMPTY = '<w:t xml:space="preserve"'
BOX = f'.*?Chiffre"/></w:pPr><w:r>{EMPTY}>'
SITE = "(<w:tr>(?:(?!<w:tr>).)*?Val d'Été.*?</w:tr>)"

# cells and paragraphs
pattern(
    "cell without a paragraph",
    BODY,
    r"(2\.5\. Nombre.*?</w:tcPr>)<w:p>.*?</w:p>",
    r"\1",
)
pattern(
    "cell with a second paragraph",
    BODY,
    r"(2\.5\. Nombre.*?</w:tcPr><w:p>.*?</w:p>)",
    r"\1<w:p/>",
)
pattern(
    "cell that ends in a table",
    BODY,
    r"(2\.5\. Nombre.*?)(<w:tbl>.*?</w:tbl>)(.*?</w:p>)(</w:tc>)",
    r"\1\2\3\2\4",
)
pattern("row without cells", BODY, r"(2\.5\. Nombre.*?</w:trPr>).*?(</w:tr>)", r"\1\2")
pattern("row lost", BODY, r"<w:tr>(?:(?!<w:tr>).)*?<w:t>Séparation</w:t>.*?</w:tr>", "")
pattern(
    "row doubled",
    BODY,
    r"(<w:tr>(?:(?!<w:tr>).)*?<w:t>Séparation</w:t>.*?</w:tr>)",
    r"\1\1",
)
pattern("cell lost", BODY, r"(<w:t>Séparation</w:t>.*?)<w:tc>.*?</w:tc>", r"\1")
pattern("table lost", BODY, r"(2\.5\. Nombre.*?)<w:tbl>.*?</w:tbl>", r"\1")
pattern("question lost", BODY, r"<w:p>(?:(?!<w:p>).)*?2\.6\. Nombre.*?</w:p>", "")
text(
    "paragraph added",
    BODY,
    "<w:sectPr>",
    "<w:p><w:r><w:t>De plus.</w:t></w:r></w:p><w:sectPr>",
)
pattern(
    "two rows swapped",
    BODY,
    r"(<w:tr>(?:(?!<w:tr>).)*?Séparation.*?</w:tr>)(<w:tr>.*?</w:tr>)",
    r"\2\1",
)
text(
    "cells merged",
    BODY,
    '<w:tcW w:type="dxa" w:w="1701"/>',
    '<w:tcW w:type="dxa" w:w="1701"/><w:gridSpan w:val="2"/>',
)
text(
    "cells merged down",
    BODY,
    '<w:vAlign w:val="center"/>',
    '<w:vMerge/><w:vAlign w:val="center"/>',
)
text("table made wider", BODY, '<w:gridCol w:w="1701"/>', '<w:gridCol w:w="4000"/>')
text("row allowed to break", BODY, "<w:cantSplit/>", "")
text("heading row no longer repeated", BODY, "<w:tblHeader/>", "")

# wording
text("label changed", BODY, "Maîtrise des entrées", "Maîtrise des sorties")
text("one letter changed", BODY, "socioprofessionnel", "socio-professionnel")
text(
    "no-break space made plain", BODY, "Nom de la commune\u00a0:", "Nom de la commune :"
)
text("apostrophe made straight", BODY, "Rapport d’activités", "Rapport d'activités")
text(
    "heading's number turned into numbering",
    BODY,
    '<w:pStyle w:val="Heading1"/>',
    '<w:pStyle w:val="Heading1"/><w:numPr/>',
)
text(
    "heading's level changed",
    BODY,
    '<w:pStyle w:val="Heading2"/>',
    '<w:pStyle w:val="Heading3"/>',
)
text("commune changed", BODY, "VAL-FLEURI", "VAL FLEURI")
text("another year", BODY, "activités 2023", "activités 2024")

# answers
text("answer cut short", BODY, ANSWER, "Exemple : affich")
text("answer with a word more", BODY, ANSWER, f"Voici. {ANSWER}")
text(
    "answer in bold",
    BODY,
    f'<w:r><w:t xml:space="preserve">{ANSWER}',
    f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{ANSWER}',
)
text(
    "answer hidden",
    BODY,
    f'<w:r><w:t xml:space="preserve">{ANSWER}',
    f'<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve">{ANSWER}',
)
text(
    "answer in white",
    BODY,
    f'<w:r><w:t xml:space="preserve">{ANSWER}',
    f'<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t xml:space="preserve">{ANSWER}',
)
pattern(
    "number changed", BODY, NUMBER, r'\1<w:r><w:t xml:space="preserve">99</w:t></w:r>'
)
pattern("number lost", BODY, NUMBER, r"\1")
pattern(
    "number written twice",
    BODY,
    NUMBER,
    r'\1<w:r><w:t xml:space="preserve">\2\2</w:t></w:r>',
)
pattern(
    "number as a field",
    BODY,
    NUMBER,
    r'\1<w:fldSimple w:instr="=1+2"><w:r><w:t>\2</w:t></w:r></w:fldSimple>',
)
pattern("template mark left", BODY, NUMBER, r"\1<w:r><w:t>{{ q2_5 }}</w:t></w:r>")
text("raw line break in a text", BODY, ANSWER, "Exemple :\naffiches")
pattern(
    "outer blanks that Word drops",
    BODY,
    r'<w:t xml:space="preserve">( au cours de l’année)',
    r"<w:t>\1",
)
text(
    "tracked insertion",
    BODY,
    "<w:r><w:t>Séparation</w:t></w:r>",
    '<w:ins w:id="1" w:author="x"><w:r><w:t>Séparation</w:t></w:r></w:ins>',
)
text(
    "tracked deletion",
    BODY,
    "<w:r><w:t>Séparation</w:t></w:r>",
    '<w:r><w:t>Séparation</w:t></w:r><w:del w:id="1" w:author="x"/>',
)
text(
    "hyperlink",
    BODY,
    "<w:r><w:t>Séparation</w:t></w:r>",
    "<w:hyperlink><w:r><w:t>Séparation</w:t></w:r></w:hyperlink>",
)
text(
    "content control",
    BODY,
    "<w:r><w:t>Séparation</w:t></w:r>",
    "<w:sdt><w:sdtContent><w:r><w:t>Séparation</w:t></w:r></w:sdtContent></w:sdt>",
)
text(
    "bookmark",
    BODY,
    "<w:r><w:t>Séparation</w:t></w:r>",
    '<w:bookmarkStart w:id="1" w:name="H017"/><w:r><w:t>Séparation</w:t></w:r><w:bookmarkEnd w:id="1"/>',
)
text("comment in the XML", BODY, "<w:sectPr>", "<!-- H-017 --><w:sectPr>")
text("comment in a run", BODY, "<w:t>Séparation", "<!-- H-017 --><w:t>Séparation")
text(
    "attribute on a run",
    BODY,
    "<w:r><w:t>Séparation",
    '<w:r w:rsidR="00A1B2C3"><w:t>Séparation',
)
text(
    "characters between runs", BODY, "<w:r><w:t>Séparation", "H-017<w:r><w:t>Séparation"
)
text("characters in a run", BODY, "<w:r><w:t>Séparation", "<w:r>H-017<w:t>Séparation")
text("two roots' worth of body", BODY, "</w:body>", "</w:body><w:body/>")
text("page size changed", BODY, 'w:h="16838"', 'w:h="15840"')
text(
    "header no longer shown",
    BODY,
    '<w:headerReference w:type="default" r:id="rId5"/>',
    "",
)
text("equipment renamed", BODY, "Le Hameau", "Le Bourg")

# notes
text(
    "dangling footnote mark",
    BODY,
    '<w:footnoteReference w:id="1"/>',
    '<w:footnoteReference w:id="77"/>',
)
text("footnote mark lost", BODY, MARK, "")
text("footnote mark doubled", BODY, MARK, MARK * 2)
text(
    "footnote mark of another note",
    BODY,
    '<w:footnoteReference w:id="1"/>',
    '<w:footnoteReference w:id="2"/>',
)
text("footnote's text changed", NOTES, "courtoisie", "politesse")
text("footnote lost", NOTES, '<w:footnote w:id="6">', '<w:footnote w:id="7">')
text("footnote separator lost", NOTES, 'w:type="separator" ', "")

# other parts
text("style changed", STYLES, 'w:val="fr-BE"', 'w:val="en-US"')
text("style lost", STYLES, 'w:styleId="Reponse"', 'w:styleId="Reponsse"')
text(
    "settings changed", SETTINGS, "<w:settings ", '<w:settings xmlns:x="urn:x" x:y="1" '
)
text("code in the header", HEADER, "Plan HP", "H-017")
text("footer changed", FOOTER, "NUMPAGES", "PAGE")
text("code in the title", CORE, "Rapport", "H-017 Rapport")
text(
    "code in a property",
    CORE,
    "<dc:subject></dc:subject>",
    "<dc:subject>H-017</dc:subject>",
)
text(
    "author in a property",
    CORE,
    "<dc:creator></dc:creator>",
    "<dc:creator>Quelqu'un</dc:creator>",
)
text("code in an application property", APP, "Microsoft Office Word", "H-017")
text(
    "wrong content type",
    TYPES,
    "wordprocessingml.footnotes+xml",
    "wordprocessingml.endnotes+xml",
)
text(
    "part without its type",
    TYPES,
    'PartName="/word/styles.xml"',
    'PartName="/word/style.xml"',
)
text(
    "doubled relationship",
    RELS,
    END,
    f'<Relationship Id="rId1" Type="{REL}/styles" Target="styles.xml"/>{END}',
)
text("relationship to nothing", RELS, END, f'{IMAGE}Target="media/x.png"/>{END}')
text(
    "relationship to the outside",
    RELS,
    END,
    f'{IMAGE}Target="http://example.org/x" TargetMode="External"/>{END}',
)
text("relationship lost", RELS, "footnotes.xml", "footnote.xml")
text(
    "document type declared",
    BODY,
    "<w:document ",
    '<!DOCTYPE x [<!ENTITY e "H-017">]><w:document ',
)
text("XML that is not closed", BODY, "</w:document>", "")

pattern(
    "two paragraphs swapped",
    BODY,
    r"(<w:p>(?:(?!<w:p>).)*?B-5100.*?</w:p>)(<w:p>.*?</w:p>)",
    r"\2\1",
)
text("paragraph behind the page set-up", BODY, "</w:sectPr>", "</w:sectPr><w:p/>")
pattern(
    "table before its question",
    BODY,
    r"(<w:p>(?:(?!<w:p>).)*?2\.6\. Nombre.*?</w:p>)(<w:tbl>.*?</w:tbl>)",
    r"\2\1",
)
text("empty row added", BODY, "</w:tbl>", "<w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
pattern(
    "section break inside", BODY, r"(2\.5\. Nombre.*?<w:p><w:pPr>)", r"\1<w:sectPr/>"
)
text("row's height changed", BODY, 'w:hRule="atLeast"', 'w:hRule="exact"')
pattern(
    "number to the left",
    BODY,
    r'(<w:pStyle w:val="Chiffre"/>)',
    r'\1<w:jc w:val="left"/>',
)
pattern(
    "order of cell and properties",
    BODY,
    r"<w:tc>(<w:tcPr>.*?</w:tcPr>)(<w:p>.*?</w:p>)",
    r"<w:tc>\2\1",
)

# answers in the wrong place
pattern(
    "answers of two questions swapped",
    BODY,
    rf"(2\.5\. Nombre{BOX})(\d+)(<{BOX})(\d+)",
    r"\1\4\3\2",
)
pattern(
    "answers of two lines swapped",
    BODY,
    rf"({ANSWER}[^<]*)(.*?)(Exemple : trois[^<]*)",
    r"\3\2\1",
)
pattern(
    "answer moved into its label",
    BODY,
    rf"(Communication / information)(.*?)({ANSWER}[^<]*)",
    r"\1 \3\2",
)
pattern(
    "answer moved into the next box",
    BODY,
    rf">({ANSWER}[^<]*)</w:t>(.*?Reponse.*?{EMPTY})/>",
    r"/>\2>\1</w:t>",
)
pattern("tick moved", BODY, rf">X</w:t>(.*?{EMPTY})/>", r"/>\1>X</w:t>")
pattern("tick too many", BODY, rf"(>X</w:t>.*?{EMPTY})/>", r"\1>X</w:t>")
pattern("equipment lost", BODY, SITE, "")
pattern("equipments in another order", BODY, f"{SITE}(<w:tr>.*?</w:tr>)", r"\2\1")
text("accent written as two characters", BODY, "Val d'Été", "Val d'E\u0301te\u0301")
text(
    "no-break hyphen for a hyphen",
    BODY,
    "VAL-FLEURI",
    "VAL</w:t><w:noBreakHyphen/><w:t>FLEURI",
)
text("line break lost", BODY, "<w:br/>", "")
text("line break made a page break", BODY, "<w:br/>", '<w:br w:type="page"/>')
text(
    "label hidden", BODY, WORD, WORD.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
)
text(
    "mark of a comment", BODY, WORD, f'{WORD}<w:r><w:commentReference w:id="0"/></w:r>'
)
text(
    "symbol in a label",
    BODY,
    WORD,
    f'{WORD}<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
)
text(
    "field of three runs",
    BODY,
    WORD,
    f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{WORD}',
)
text(
    "loop mark left",
    BODY,
    "</w:tr>",
    "</w:tr><w:tr><w:tc><w:p><w:r><w:t>{%tr endfor %}</w:t></w:r></w:p></w:tc></w:tr>",
)
text(
    "bookmark number used twice",
    BODY,
    WORD,
    '<w:bookmarkStart w:id="1" w:name="a"/>' * 2 + WORD,
)
pattern(
    "footnote marks swapped",
    BODY,
    r'(Reference w:id=)"1"(.*?Reference w:id=)"2"',
    r'\1"2"\2"1"',
)
text(
    "footnote mark before its properties",
    BODY,
    f"{LOOK}{REFERENCE}",
    f"{REFERENCE}{LOOK}",
)

# where nothing shows
text("code on an empty run", BODY, WORD, f'{WORD}<w:r w:rsidR="00H017"/>')
text("code in an empty run", BODY, WORD, f"{WORD}<w:r>H-017</w:r>")
text(
    "code in the properties of an empty run",
    BODY,
    WORD,
    f'{WORD}<w:r><w:rPr><w:rStyle w:val="H017"/></w:rPr></w:r>',
)
text(
    "empty text that is hidden",
    BODY,
    WORD,
    f"{WORD}<w:r><w:rPr><w:vanish/></w:rPr><w:t/></w:r>",
)
text("code in a line break", BODY, "<w:br/>", "<w:br>H-017</w:br>")
text(
    "code as the value of xml:space",
    BODY,
    "<w:t>Séparation",
    '<w:t xml:space="H-017">Séparation',
)
text(
    "code in a namespace",
    BODY,
    WORD,
    WORD.replace("<w:r>", '<w:r xmlns:h="urn:H-017">'),
)
text(
    "code in a namespace of another part",
    STYLES,
    "<w:styles ",
    '<w:styles xmlns:h="urn:H-017" ',
)
text("comment before the document", BODY, "<w:document ", "<!-- H-017 --><w:document ")
text(
    "comment behind the document", BODY, "</w:document>", "</w:document><!-- H-017 -->"
)
text("instruction behind the header", HEADER, "</w:hdr>", "</w:hdr><?x H-017?>")
text("blank between two rows", BODY, "</w:tr>", "</w:tr>\u00a0")
text("another XML", BODY, "version='1.0'", "version='1.1'")
text("another encoding", HEADER, "encoding='UTF-8'", "encoding='windows-1252'")
text("commune changed in the header", HEADER, "VAL-FLEURI", "VAL FLEURI")
text("another main document", "_rels/.rels", "word/document.xml", "word/styles.xml")


@other("comment on an answer")
def commented(parts: Parts) -> None:
    parts["word/comments.xml"] = b"<comments>H-017</comments>"
    parts[BODY] = parts[BODY].replace(
        WORD.encode(), WORD.encode() + b'<w:r><w:commentReference w:id="0"/></w:r>'
    )
    target = (
        f'<Relationship Id="rId9" Type="{REL}/comments" Target="comments.xml"/>{END}'
    )
    parts[RELS] = parts[RELS].replace(END.encode(), target.encode())


@other("footnotes lost")
def footnotes_lost(parts: Parts) -> None:
    del parts[NOTES]


@other("parts in another order")
def reordered(parts: Parts) -> None:
    parts[BODY] = parts.pop(BODY)


@other("part under another name")
def renamed(parts: Parts) -> None:
    parts["word/Styles.xml"] = parts.pop(STYLES)


@other("code in a comment of the archive")
def archive_comment(parts: Parts) -> bytes:
    out = io.BytesIO(pack(parts))
    with zipfile.ZipFile(out, "a") as package:
        package.comment = b"H-017"
    return out.getvalue()


@other("bytes before the archive")
def prefixed(parts: Parts) -> bytes:
    return b"H-017" + pack(parts)


@other("bytes behind the archive")
def followed(parts: Parts) -> bytes:
    return pack(parts) + b"H-017"


@other("time of the day on a part")
def dated(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


@other("orphan part")
def orphan_part(parts: Parts) -> None:
    parts["word/comments.xml"] = b"<x>H-017</x>"


@other("part lost")
def part_lost(parts: Parts) -> None:
    del parts["word/fontTable.xml"]


@other("part doubled in the archive")
def part_doubled(parts: Parts) -> bytes:
    out = io.BytesIO(pack(parts))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as package:
        package.writestr(BODY, parts[BODY])
    return out.getvalue()


@other("archive cut off")
def cut_off(parts: Parts) -> bytes:
    return pack(parts)[:-200]


@other("damaged byte")
def damaged(parts: Parts) -> bytes:
    whole = pack(parts)
    at = whole.index(BODY.encode()) + 2000  # somewhere inside the compressed body
    return whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]


@other("no archive at all")
def no_archive(_: Parts) -> bytes:
    return b"Rapport d'activites"


@other("empty file")
def empty_file(_: Parts) -> bytes:
    return b""
