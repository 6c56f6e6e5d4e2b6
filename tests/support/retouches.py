"""What people do to a finished report: each of ``RETOUCHES`` changes what it says, or
leaves something in it that is to be settled.
"""

from __future__ import annotations

import copy
import posixpath
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree

from pipeline.office.package import read_parts
from tests.support.hostile import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
VML = "urn:schemas-microsoft-com:vml"
DECLARED = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:w14="{W14}" xmlns:m="{M}" xmlns:v="{VML}"'
)
BODY, NOTES, HEADER, FOOTER, CORE = (
    *("word/document.xml", "word/footnotes.xml", "word/header1.xml"),
    *("word/footer1.xml", "docProps/core.xml"),
)
_TYPES, _RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_NEW = "mots ajoutés 75"  # stands in no report
Element = Any  # of lxml, whose types are not known here


class Report:
    """A report that is being retouched: its parts, and the trees of some of them."""

    def __init__(self, content: bytes) -> None:
        self.parts = read_parts(content)
        self.trees: dict[str, Element] = {}

    def tree(self, name: str = BODY) -> Element:
        if name not in self.trees:
            self.trees[name] = etree.fromstring(self.parts[name])
        return self.trees[name]

    def all(self, path: str, name: str = BODY) -> list[Element]:
        """The elements of a path below the root, ``w:`` for Word's own."""
        return [*self.tree(name).xpath(path, namespaces={"w": W})]

    def add_part(self, kind: str, name: str, content: bytes | str) -> str:
        """Add a part of a kind that the text may name. Gives the relation's name."""
        self.parts[name] = content.encode() if isinstance(content, str) else content
        key = f"rIdNew{len(self.parts)}"
        target = posixpath.relpath(name, "word")
        link = f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"/>'
        self._insert(_RELATIONS, "</Relationships>", link)
        if name.endswith(".xml"):
            typed = f'PartName="/{name}" ContentType="{_WORD}{kind}+xml"'
            self._insert(_TYPES, "</Types>", f"<Override {typed}/>")
        else:
            extension = name.rpartition(".")[2]
            typed = f'Extension="{extension}" ContentType="image/{extension}"'
            self._insert(_TYPES, "</Types>", f"<Default {typed}/>")
        return key

    def link(self, kind: str, target: str) -> str:
        """Name something that stands elsewhere."""
        key = f"rIdOut{len(self.parts[_RELATIONS])}"
        link = f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}" TargetMode="External"/>'
        self._insert(_RELATIONS, "</Relationships>", link)
        return key

    def _insert(self, name: str, before: str, xml: str) -> None:
        whole = self.parts[name].decode()
        assert before in whole
        self.parts[name] = whole.replace(before, xml + before).encode()

    @property
    def content(self) -> bytes:
        for name, tree in self.trees.items():
            self.parts[name] = etree.tostring(
                tree, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        return zipped(self.parts.items())


def made(xml: str) -> Element:
    """An element of this XML, whose prefixes are the usual ones."""
    return etree.fromstring(f"<x {DECLARED}>{xml}</x>")[0]


def run(inner: str, looks: str = "") -> str:
    return (
        f"<w:r><w:rPr>{looks}</w:rPr>{inner}</w:r>" if looks else f"<w:r>{inner}</w:r>"
    )


def paragraph(text: str) -> Element:
    return made(f"<w:p>{run(f'<w:t>{text}</w:t>')}</w:p>")


def said(element: Element) -> str:
    """The text of the texts in an element."""
    return "".join(one.text or "" for one in element.iter(f"{{{W}}}t"))


def _paragraphs(report: Report) -> list[Element]:
    """The paragraphs of the body, those of tables too, in which something is said."""
    return [one for one in report.all("//w:body//w:p") if said(one).strip()]


def plain_runs(report: Report) -> list[Element]:
    """Runs of one text and nothing else."""
    runs = report.all("//w:body//w:p/w:r[w:t and count(*[not(self::w:rPr)])=1]")
    return [one for one in runs if said(one).strip()]


def _blocks(report: Report) -> list[Element]:
    """The paragraphs and tables of the body in which something is said."""
    found = report.all("//w:body/w:p[not(w:pPr/w:sectPr)]|//w:body/w:tbl")
    fields = f".//{{{W}}}fldChar"
    return [one for one in found if said(one).strip() and one.find(fields) is None]


def _empty_cells(report: Report) -> list[Element]:
    """The paragraphs of the cells in which nothing is said."""
    return [
        one
        for one in report.all("//w:body//w:tc/w:p")
        if not said(one.getparent()).strip()
    ]


class Retouched(NamedTuple):
    """``told``: what must be said of it, in one of the lines."""

    content: bytes
    told: str


Retouch = Callable[[random.Random, Report], str]


# ---- what is said


def _word(draw: random.Random, report: Report) -> str:
    """A word of the form or of an answer is another."""
    text = draw.choice(plain_runs(report)).find(f"{{{W}}}t")
    assert text is not None and text.text
    words = text.text.split(" ")
    at = draw.choice([at for at, word in enumerate(words) if word.strip()])
    words[at] = draw.choice(["cent", "999", "Non", "d'une", "—"])
    assert " ".join(words) != text.text
    text.text = " ".join(words)
    return str(words[at])


def _figure(draw: random.Random, report: Report) -> str:
    """A figure in a table is another."""
    figures = [one for one in report.all("//w:tc//w:t") if (one.text or "").isdecimal()]
    if not figures:
        return _word(draw, report)
    figure = draw.choice(figures)
    figure.text = str(int(figure.text or "0") + draw.choice([1, 9, 1000]))
    return str(figure.text)


def _tick(draw: random.Random, report: Report) -> str:
    """A tick of some kind in an empty cell."""
    cells = _empty_cells(report)
    holder = draw.choice(cells or _paragraphs(report))
    sign = draw.choice(["F0FD", "F0FE", "00FD"])
    field = draw.choice(["default", "checked"])
    ticks = [
        run("<w:t>X</w:t>"),
        run(f'<w:sym w:font="Wingdings" w:char="{sign}"/>'),
        run("<w:t>\uf0fd</w:t>", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
        run(
            f'<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:{field} w:val="1"/>'
            "</w:checkBox></w:ffData></w:fldChar><w:instrText> FORMCHECKBOX </w:instrText>"
            '<w:fldChar w:fldCharType="end"/>'
        ),
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>",
    ]
    chosen = draw.choice(ticks)
    holder.append(made(chosen))
    return "X" if chosen is ticks[0] else ("☑" if "FE" in chosen else "☒")


def _in_text(xml: str, told: str) -> Retouch:
    """Something behind the text of a paragraph."""

    def retouch(draw: random.Random, report: Report) -> str:
        draw.choice(_paragraphs(report)).append(made(xml))
        return told

    return retouch


def _side(name: str) -> Retouch:
    """A word in a header or a footer."""

    def retouch(draw: random.Random, report: Report) -> str:
        holder = report.all("//w:p", name)[0]
        holder.append(made(run(f'<w:t xml:space="preserve"> {_NEW}</w:t>')))
        return _NEW

    return retouch


def _first_page(draw: random.Random, report: Report) -> str:
    """A header of the first page or of even pages."""
    kind = draw.choice(["first", "even"])
    key = report.add_part(
        "header",
        "word/header9.xml",
        f"<w:hdr {DECLARED}><w:p><w:r><w:t>{_NEW}</w:t></w:r></w:p></w:hdr>",
    )
    section = report.all("//w:sectPr")[-1]
    section.insert(0, made(f'<w:headerReference w:type="{kind}" r:id="{key}"/>'))
    if kind == "first" and section.find(f"{{{W}}}titlePg") is None:
        section.append(made("<w:titlePg/>"))
    if kind == "even":
        report.all("/w:settings", "word/settings.xml")[0].insert(
            1, made("<w:evenAndOddHeaders/>")
        )
    return _NEW


def _note(draw: random.Random, report: Report) -> str:
    """A note with its mark is added, one is changed, or one is gone."""
    notes = report.all("//w:footnote[not(@w:type)]", NOTES)
    way = draw.choice(["added", "changed", "gone"] if notes else ["added"])
    if way == "changed":
        report_text = draw.choice(notes).findall(f".//{{{W}}}t")[-1]
        report_text.text = f"{report_text.text} {_NEW}"
        return _NEW
    marks = report.all("//w:footnoteReference")
    if way == "gone":
        mark = draw.choice(marks)
        mark.getparent().remove(mark)
        return "note"
    inner = f"<w:p>{run(f'<w:t>{_NEW}</w:t>')}</w:p>"
    report.tree(NOTES).append(made(f'<w:footnote w:id="90">{inner}</w:footnote>'))
    mark = run('<w:footnoteReference w:id="90"/>')
    draw.choice(_paragraphs(report)).append(made(mark))
    return _NEW


def _endnote(draw: random.Random, report: Report) -> str:
    inner = f"<w:p>{run(f'<w:t>{_NEW}</w:t>')}</w:p>"
    report.add_part(
        "endnotes",
        "word/endnotes.xml",
        f'<w:endnotes {DECLARED}><w:endnote w:id="2">{inner}</w:endnote></w:endnotes>',
    )
    mark = run('<w:endnoteReference w:id="2"/>')
    draw.choice(_paragraphs(report)).append(made(mark))
    return _NEW


# ---- blocks and rows


def _added(draw: random.Random, report: Report) -> str:
    """A paragraph, a table, a control with a text, a text box."""
    inner = f"<w:p>{run(f'<w:t>{_NEW}</w:t>')}</w:p>"
    box = f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
    xml = draw.choice(
        [
            inner,
            f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>",
            f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
            f"<w:customXml>{inner}</w:customXml>",
            f"<w:p>{run(box)}</w:p>",
        ]
    )
    draw.choice(_blocks(report)).addnext(made(xml))
    return _NEW


def _shown(text: str) -> str:
    return " ".join(text.split())[:20].strip()


def _removed(draw: random.Random, report: Report) -> str:
    block = draw.choice(_blocks(report))
    block.getparent().remove(block)
    return "manque"


def _moved(draw: random.Random, report: Report) -> str:
    """A block whose text stands there once, to behind one that is not near."""
    blocks = _blocks(report)
    texts = [said(one) for one in blocks]
    alone = [at for at, text in enumerate(texts) if texts.count(text) == 1]
    at = draw.choice(alone)
    others = [one for one in range(len(blocks)) if abs(one - at) > 2]
    blocks[draw.choice(others)].addnext(blocks[at])
    return "a été déplacé"


def _row(draw: random.Random, report: Report) -> str:
    """A row is added, removed, or exchanged with another."""
    rows = [one for one in report.all("//w:tbl/w:tr") if said(one).strip()]
    way = draw.choice(["added", "removed", "exchanged"])
    row = draw.choice(rows)
    if way == "added":
        other = copy.deepcopy(row)
        other.findall(f".//{{{W}}}p")[0].append(made(run(f"<w:t>{_NEW}</w:t>")))
        row.addnext(other)
        return _NEW
    if way == "exchanged":
        behind = row.getnext()
        if behind is not None and said(behind).strip() and said(behind) != said(row):
            behind.addnext(row)
            return "a été déplacé"
    table = row.getparent()
    table.remove(row)
    if len(table.findall(f"{{{W}}}tr")) == 0:
        table.getparent().remove(table)
    return "manque"


# ---- what is to be settled


def _comment(draw: random.Random, report: Report) -> str:
    inner = f"<w:p>{run('<w:t>À revoir</w:t>')}</w:p>"
    report.add_part(
        "comments",
        "word/comments.xml",
        f'<w:comments {DECLARED}><w:comment w:id="0" w:author="Anne Dupont">{inner}</w:comment></w:comments>',
    )
    holder = draw.choice(_paragraphs(report))
    holder.append(made(run('<w:commentReference w:id="0"/>')))
    return "1 commentaire, auteur « Anne Dupont »"


def _tracked(draw: random.Random, report: Report) -> str:
    """A text is inserted, deleted or moved with its track."""
    old = draw.choice(plain_runs(report))
    by = 'w:id="901" w:author="Anne Dupont"'
    way = draw.choice(["ins", "del", "move", "format"])
    if way == "ins":
        inner = run(f"<w:t>{_NEW}</w:t>")
        old.addnext(made(f"<w:ins {by}>{inner}</w:ins>"))
    elif way == "format":
        change = f"<w:rPr><w:b/><w:rPrChange {by}><w:rPr/></w:rPrChange></w:rPr>"
        if (looks := old.find(f"{{{W}}}rPr")) is not None:
            old.remove(looks)
        old.insert(0, made(change))
    else:
        tag = "del" if way == "del" else "moveFrom"
        around = made(f"<w:{tag} {by}/>")
        old.addprevious(around)
        around.append(old)
        if way == "move":
            there = made(f"<w:moveTo {by.replace('901', '902')}/>")
            there.append(copy.deepcopy(old))
            draw.choice(_paragraphs(report)).append(there)
        else:
            for text in old.findall(f"{{{W}}}t"):
                text.tag = f"{{{W}}}delText"
    return "auteur « Anne Dupont »"


def _looks(looks: str, told: str) -> Retouch:
    """The text of a run looks as if it were none."""

    def retouch(draw: random.Random, report: Report) -> str:
        old = draw.choice(plain_runs(report))
        if (before := old.find(f"{{{W}}}rPr")) is not None:
            old.remove(before)
        old.insert(0, made(f"<w:rPr>{looks}</w:rPr>"))
        return told

    return retouch


def _property(draw: random.Random, report: Report) -> str:
    title = report.tree(CORE).find("{http://purl.org/dc/elements/1.1/}title")
    subject = report.tree(CORE).find("{http://purl.org/dc/elements/1.1/}subject")
    chosen = draw.choice([one for one in (title, subject) if one is not None])
    chosen.text = f"{chosen.text or ''} {_NEW}"
    return "la propriété « "


def _image(draw: random.Random, report: Report) -> str:
    key = report.add_part("image", "word/media/image1.png", b"\x89PNG")
    picture = (
        '<w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
        'picture" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'<pic:blipFill><a:blip r:embed="{key}"/></pic:blipFill></pic:pic></w:drawing>'
    )
    draw.choice(_paragraphs(report)).append(made(run(picture)))
    return "1 image (word/media/image1.png)"


def _link(draw: random.Random, report: Report) -> str:
    key = report.link("hyperlink", "https://exemple.be/")
    old = draw.choice(plain_runs(report))
    around = made(f'<w:hyperlink r:id="{key}"/>')
    old.addprevious(around)
    around.append(old)
    return "1 lien (https://exemple.be/)"


def _field_around(draw: random.Random, report: Report) -> str:
    """A field around a text that stays as it is, until Word computes it anew."""
    old = draw.choice(plain_runs(report))
    code = draw.choice(["DOCPROPERTY Chiffre", "REF Signet", "DATE", "INCLUDETEXT a"])
    around = made(f'<w:fldSimple w:instr=" {code} \\* MERGEFORMAT "/>')
    old.addprevious(around)
    around.append(old)
    return f"« {code} \\* MERGEFORMAT : "


def _thumbnail(draw: random.Random, report: Report) -> str:
    report.add_part("thumbnail", "docProps/thumbnail.jpeg", b"\xff\xd8")
    return "1 aperçu d'une page (docProps/thumbnail.jpeg)"


def _watermark(draw: random.Random, report: Report) -> str:
    shape = '<w:pict><v:shape><v:textpath string="BROUILLON"/></v:shape></w:pict>'
    report.all("//w:p", HEADER)[0].append(made(run(shape)))
    return "La marque « BROUILLON »"


_EQUATION = "<m:oMath><m:r><m:t>x=75</m:t></m:r></m:oMath>"
_CONTROL = (
    f"<w:sdt><w:sdtPr/><w:sdtContent>{run(f'<w:t>{_NEW}</w:t>')}</w:sdtContent></w:sdt>"
)
_FIELD = (
    run('<w:fldChar w:fldCharType="begin"/><w:instrText> QUOTE </w:instrText>')[:-6]
    + f'<w:fldChar w:fldCharType="separate"/><w:t>{_NEW}</w:t><w:fldChar w:fldCharType="end"/></w:r>'
)
RETOUCHES: dict[str, Retouch] = {
    "a word": _word,
    "a figure": _figure,
    "a tick": _tick,
    "a control with a text": _in_text(_CONTROL, _NEW),
    "a field with a result": _in_text(_FIELD, _NEW),
    "a symbol": _in_text(run('<w:sym w:font="Symbol" w:char="F0B0"/>'), "°"),
    "an equation": _in_text(_EQUATION, "équation"),
    "a new text in hiding": _in_text(
        run(f"<w:t>{_NEW}</w:t>", "<w:vanish/>"), f"« {_NEW} »"
    ),
    "a header": _side(HEADER),
    "a footer": _side(FOOTER),
    "another header": _first_page,
    "a note": _note,
    "an endnote": _endnote,
    "a block more": _added,
    "a block less": _removed,
    "a block elsewhere": _moved,
    "a row": _row,
    "a comment": _comment,
    "a tracked change": _tracked,
    "hidden": _looks("<w:vanish/>", "Texte masqué"),
    "struck": _looks("<w:strike/>", "Texte barré"),
    "tiny": _looks('<w:sz w:val="2"/>', "Texte illisible"),
    "narrow": _looks('<w:w w:val="1"/>', "Texte illisible"),
    "squeezed": _looks('<w:spacing w:val="-200"/>', "Texte illisible"),
    "without a fill": _looks(
        "<w14:textFill><w14:noFill/></w14:textFill>", "Texte illisible"
    ),
    "a field around a text": _field_around,
    "a thumbnail": _thumbnail,
    "a property": _property,
    "an image": _image,
    "a link": _link,
    "a watermark": _watermark,
}


def retouched(content: bytes, name: str, draw: random.Random) -> Retouched:
    """A report with one retouch of a kind."""
    report = Report(content)
    told = RETOUCHES[name](draw, report)
    return Retouched(report.content, told)
