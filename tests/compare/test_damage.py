"""What Word would refuse is named with its place; what office programs write is not."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.compare.damage import damages
from pipeline.office.package import read_parts
from tests.support.reports import (
    BODY,
    FOOTER,
    HEADER,
    NOTES,
    RELATIONS,
    TYPES,
    WORKBOOKS,
    Change,
    parts_of,
    report,
    retouched,
    swap,
)

FORMS = [*WORKBOOKS]
PARAGRAPH = "<w:p><w:r><w:t>Un mot.</w:t></w:r></w:p>"
CELL = f"<w:tc>{PARAGRAPH}</w:tc>"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def told(content: bytes) -> list[str]:
    return [*map(str, damages(read_parts(content)))]


def before_end(xml: str) -> Change:
    """XML at the end of the body, before the look of its last pages."""

    def change(body: str) -> str:
        at = body.rindex("<w:sectPr>")
        return body[:at] + xml + body[at:]

    return change


def in_paragraph(xml: str) -> Change:
    return before_end(f"<w:p><w:r><w:t>Voici.</w:t></w:r>{xml}</w:p>")


IN_BODY = {
    "a row": (before_end(f"<w:tr>{CELL}</w:tr>"), "une ligne hors d'un tableau"),
    "a cell": (before_end(CELL), "une cellule hors d'une ligne"),
    "a cell in a table": (
        before_end(f"<w:tbl>{CELL}<w:tr>{CELL}</w:tr></w:tbl>"),
        "une cellule hors d'une ligne",
    ),
    "a run": (before_end("<w:r><w:t>x</w:t></w:r>"), "du texte hors d'un paragraphe"),
    "a text": (before_end("<w:t>x</w:t>"), "du texte hors d'un paragraphe"),
    "letters": (before_end("x"), "du texte hors d'un paragraphe"),
    "a text in a paragraph": (
        in_paragraph("<w:t>x</w:t>"),
        "du texte hors d'un paragraphe",
    ),
    "letters in a run": (
        in_paragraph("<w:r>x</w:r>"),
        "du texte hors d'un paragraphe",
    ),
    "a run in a run": (
        in_paragraph("<w:r><w:r><w:t>x</w:t></w:r></w:r>"),
        "du texte hors d'un paragraphe",
    ),
    "a paragraph in a paragraph": (
        in_paragraph(PARAGRAPH),
        "un paragraphe là où il n'en faut pas",
    ),
    "a table in a paragraph": (
        in_paragraph(f"<w:tbl><w:tr>{CELL}</w:tr></w:tbl>"),
        "un tableau là où il n'en faut pas",
    ),
    "a paragraph in a control of runs": (
        in_paragraph(f"<w:sdt><w:sdtContent>{PARAGRAPH}</w:sdtContent></w:sdt>"),
        "un paragraphe là où il n'en faut pas",
    ),
    "a row in a control of blocks": (
        before_end(f"<w:sdt><w:sdtContent><w:tr>{CELL}</w:tr></w:sdtContent></w:sdt>"),
        "une ligne hors d'un tableau",
    ),
    "a cell that ends in a table": (
        before_end(
            f"<w:tbl><w:tr><w:tc><w:tbl><w:tr>{CELL}</w:tr></w:tbl></w:tc></w:tr></w:tbl>"
        ),
        "une cellule qui ne se termine pas par un paragraphe",
    ),
    "an empty cell": (
        before_end("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"),
        "une cellule qui ne se termine pas par un paragraphe",
    ),
    "an empty row": (
        before_end("<w:tbl><w:tr/></w:tbl>"),
        "une ligne sans cellule",
    ),
    "an empty table": (before_end("<w:tbl/>"), "un tableau sans ligne"),
    "an unknown element": (
        before_end('<x:p xmlns:x="urn:x"/>'),
        "l'élément « p » là où il n'en faut pas",
    ),
    "an element of another place": (
        before_end("<w:style/>"),
        "l'élément « w:style » là où il n'en faut pas",
    ),
    "properties behind the text": (
        in_paragraph("<w:pPr/>"),
        "l'élément « w:pPr » n'est pas le premier",
    ),
    "a bookmark": (
        in_paragraph('<w:bookmarkStart w:id="900" w:name="x"/>'),
        "un signet qui ne finit pas",
    ),
    "an end of a bookmark": (
        in_paragraph('<w:bookmarkEnd w:id="900"/>'),
        "un signet qui finit sans commencer",
    ),
    "a moved range": (
        in_paragraph('<w:moveFromRangeStart w:id="900" w:name="move"/>'),
        "un passage déplacé qui ne finit pas",
    ),
    "a field": (
        in_paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'),
        "un champ qui ne finit pas",
    ),
    "an end of a field": (
        in_paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        "une fin de champ sans début",
    ),
    "a note": (
        in_paragraph('<w:r><w:footnoteReference w:id="900"/></w:r>'),
        "un appel de note de bas de page sans sa note",
    ),
    "an end note": (
        in_paragraph('<w:r><w:endnoteReference w:id="2"/></w:r>'),
        "un appel de note de fin sans sa note",
    ),
    "a comment": (
        in_paragraph('<w:r><w:commentReference w:id="0"/></w:r>'),
        "une marque de commentaire sans le commentaire",
    ),
    "a picture": (
        in_paragraph(
            f'<w:r><w:drawing><x xmlns:r="{R}" r:embed="rId90"/></w:drawing></w:r>'
        ),
        "la relation rId90 manque",
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", IN_BODY)
def test_what_is_out_of_place_in_the_body(form: str, name: str) -> None:
    change, what = IN_BODY[name]
    faults = told(retouched(form, {BODY: change}))
    assert faults and all(fault.startswith("le texte, après « ") for fault in faults)
    assert what in {fault.rpartition(" : ")[2] for fault in faults}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("changes", "what"),
    [
        (
            {BODY: swap("<w:body>", "<w:body><w:tr><w:tc><w:p/></w:tc></w:tr>")},
            "le texte, au début : une ligne hors d'un tableau",
        ),
        (
            {BODY: swap("</w:body>", f"{PARAGRAPH}</w:body>")},
            "du texte après la fin du document",
        ),
        (
            {HEADER: swap("</w:hdr>", f"<w:tr>{CELL}</w:tr></w:hdr>")},
            "l'en-tête (word/header1.xml), après « ",
        ),
        (
            {
                FOOTER: '<w:ftr xmlns:w="{}"/>'.format(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
                )
            },
            "le pied de page (word/footer1.xml), au début : un pied de page sans paragraphe",
        ),
        (
            {NOTES: swap('w:id="0"', 'w:id="-1"')},
            "deux notes ou commentaires portent le numéro -1",
        ),
        (
            {
                NOTES: swap(
                    'w:type="separator" w:id="-1"', 'w:type="separator" w:id="-2"'
                )
            },
            "la partie word/settings.xml, au début : un appel de note de bas de page sans sa note",
        ),
        (
            {BODY: swap('r:id="rId5"', 'r:id="rId55"')},
            "la relation rId55 manque",
        ),
        (
            {RELATIONS: swap('Id="rId2"', 'Id="rId1"')},
            "la partie word/document.xml : deux relations portent le nom rId1",
        ),
        (
            {RELATIONS: swap('Target="styles.xml"', 'Target="style.xml"')},
            "elle mène à la partie word/style.xml, qui manque",
        ),
        (
            {RELATIONS: swap("</Relationships>", "")},
            f"la partie {RELATIONS} : elle n'est",
        ),
        (
            {TYPES: swap("header+xml", "footer+xml")},
            "la partie word/header1.xml : son type est « ",
        ),
        (
            {TYPES: swap('Extension="xml"', 'Extension="rels"')},
            "le type de « .rels » est dit deux fois",
        ),
        ({"word/x.bin": "x"}, "la partie word/x.bin : son type n'est pas dit"),
        (
            {
                "_rels/.rels": swap(
                    "relationships/officeDocument", "relationships/autre"
                )
            },
            "le fichier : aucune partie n'est le texte du document",
        ),
        (
            {"word/styles.xml": swap("</w:styles>", "")},
            "la partie word/styles.xml, au début : elle n'est pas lisible à la ligne ",
        ),
        (
            {
                BODY: swap(
                    "<w:document ",
                    '<w:document xmlns:mc="http://schemas.openxmlformats.org/'
                    'markup-compatibility/2006" mc:Ignorable="w14" ',
                )
            },
            "le préfixe « w14 » n'y est pas déclaré",
        ),
        (
            {"word/styles.xml": "<x/>"},
            "la partie word/styles.xml : elle commence par « x »",
        ),
    ],
)
def test_what_is_damaged_elsewhere(
    form: str, changes: dict[str, Change | str], what: str
) -> None:
    assert any(what in fault for fault in told(retouched(form, changes)))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [TYPES, BODY, NOTES, HEADER, "word/styles.xml"])
def test_a_part_that_is_gone(form: str, name: str) -> None:
    parts = read_parts(report(form))
    del parts[name]
    assert damages(parts)


# ---- what is sound

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOX = f"<w:r><w:pict><v:t xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>{PARAGRAPH}</w:txbxContent></v:t></w:pict></w:r>"
SOUND = {
    "a control around a table": f"<w:sdt><w:sdtPr/><w:sdtContent><w:tbl><w:tr>{CELL}</w:tr></w:tbl></w:sdtContent></w:sdt>",
    "controls around a row and a cell": f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{CELL}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
    "a control in a cell": f"<w:tbl><w:tr><w:tc><w:tcPr/><w:sdt><w:sdtContent>{PARAGRAPH}</w:sdtContent></w:sdt><w:bookmarkStart w:id='950' w:name='a'/><w:bookmarkEnd w:id='950'/></w:tc></w:tr></w:tbl>",
    "a text box in a cell": f"<w:tbl><w:tr><w:tc><w:p>{BOX}</w:p></w:tc></w:tr></w:tbl>",
    "custom XML and smart tags": "<w:customXml><w:customXmlPr/><w:p><w:smartTag><w:smartTagPr/><w:r><w:t>x</w:t></w:r></w:smartTag></w:p></w:customXml>",
    "tracked changes": "<w:p><w:pPr><w:rPr><w:ins w:id='1'/></w:rPr></w:pPr><w:ins w:id='2'><w:r><w:t>x</w:t></w:r></w:ins><w:del w:id='3'><w:r><w:delText>y</w:delText></w:r></w:del></w:p>",
    "an alternative": f"<w:p><w:r><mc:AlternateContent xmlns:mc='{MC}'><mc:Choice xmlns:w14='{W14}' Requires='w14'><w:t>x</w:t></mc:Choice><mc:Fallback><w:t>x</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    "an equation": "<w:p><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><w:rPr/><m:t>x</m:t></m:r></m:oMath></w:p>",
    "a ruby": "<w:p><w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>y</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
    "an element to pass by": f"<w:p mc:Ignorable='x' xmlns:mc='{MC}' xmlns:x='urn:x'><x:y/></w:p>",
    "fields": "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SOUND)
def test_what_word_writes_is_not_damaged(form: str, name: str) -> None:
    assert told(retouched(form, {BODY: before_end(SOUND[name])})) == []


def test_a_file_of_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Un titre")
    document.add_table(2, 2).cell(0, 0).text = "1"
    document.sections[0].header.paragraphs[0].text = "En-tête"
    document.save(str(tmp_path / "d.docx"))
    assert told((tmp_path / "d.docx").read_bytes()) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_report_and_its_archive_with_folders(form: str) -> None:
    assert told(report(form)) == []
    assert damages({**read_parts(report(form)), "word/": b""}) == []
    assert {*parts_of(form)} >= {BODY, NOTES, HEADER, FOOTER}
