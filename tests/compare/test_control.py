"""A document that came back, whole: what is said of it, of reports of both forms."""

from __future__ import annotations

import copy
import io
import random
import re
from collections.abc import Callable
from zipfile import ZipFile

import pytest

from pipeline.compare.control import Control, control
from pipeline.findings.sentences import control as say
from pipeline.model.text import code_key
from pipeline.office.package import read_parts
from tests.support.hostile import zipped
from tests.support.noises import disturbed
from tests.support.reports import WORKBOOKS, parts_of, report, swap
from tests.support.reports import retouched as changed
from tests.support.retouches import (
    BODY,
    CORE,
    DECLARED,
    FOOTER,
    HEADER,
    NOTES,
    R,
    Report,
    W,
    made,
    paragraph,
    retouched,
    run,
    said,
)

FORMS = pytest.mark.parametrize("form", [*WORKBOOKS])
CODES = {"H-017": code_key("H-017")}
COVER = "Rapport approuvé par le Collège : 75 ménages relogés"


def lines(form: str, content: bytes) -> list[str]:
    """Everything that is said of a copy of a report."""
    found = control(report(form), content, CODES)
    assert found.is_read and not found.unread
    return [*map(str, (*found.damages, *found.differences)), *found.to_settle]


def after(form: str, retouch: Callable[[Report], object]) -> list[str]:
    """What is said of a report after a retouch."""
    copied = Report(report(form))
    retouch(copied)
    return lines(form, copied.content)


def put(xml: str, name: str = BODY) -> Callable[[Report], object]:
    """Something at the end of the first paragraph of a part."""
    return lambda copied: copied.all("//w:p", name)[0].append(made(xml))


# ---- small inputs on which it went wrong


@FORMS
def test_a_header_of_another_year(form: str) -> None:
    year = "2023" if form == "dics" else "2024"
    [line] = lines(form, changed(form, {HEADER: swap(year, "2021")}))
    assert line.startswith("en-tête : « ") and "2021" in line and year in line


@FORMS
@pytest.mark.parametrize("name", [HEADER, FOOTER])
def test_a_draft_s_mark_that_is_left_beside_the_body(form: str, name: str) -> None:
    told = after(form, put(run("<w:t>BROUILLON</w:t>"), name))
    side = "un en-tête" if name == HEADER else "un pied de page"
    assert told[1:] == [
        f"La marque « BROUILLON » d'un brouillon est restée dans {side}."
    ]
    assert "BROUILLON » au lieu de « " in told[0]


@FORMS
def test_a_cover_page_in_a_control(form: str) -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Cover Pages"/></w:docPartObj>'
    cover = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent><w:p>{run(f'<w:t>{COVER}</w:t>')}</w:p></w:sdtContent></w:sdt>"
    told = after(
        form, lambda copied: copied.all("/w:document/w:body")[0].insert(0, made(cover))
    )
    assert told == [f"le début : « {COVER} » est en trop"]


TICKS = {
    "a letter": run("<w:t>X</w:t>"),
    "a symbol": run('<w:sym w:font="Wingdings" w:char="F0FD"/>'),
    "a form's field": run(
        '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/>'
        "</w:checkBox></w:ffData></w:fldChar>"
    )
    + run("<w:instrText> FORMCHECKBOX </w:instrText>")
    + run('<w:fldChar w:fldCharType="end"/>'),
    "a control": '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    f"</w:sdtPr><w:sdtContent>{run('<w:t>☒</w:t>')}</w:sdtContent></w:sdt>",
}


@pytest.mark.parametrize("kind", TICKS)
def test_a_second_tick_in_1_1(kind: str) -> None:
    def tick(copied: Report) -> None:
        cell = copied.all("//w:tbl[1]/w:tr[4]/w:tc[2]/w:p")[0]
        assert said(cell) == ""
        for one in made(f"<w:p>{TICKS[kind]}</w:p>"):
            cell.append(one)

    [line] = after("dics", tick)
    assert line.startswith("« 1.1. En sus des missions")
    sign = "X" if kind == "a letter" else "☒"
    assert line.endswith(f"ligne 4, colonne 2 : « {sign} » est en trop")


@FORMS
def test_a_row_outside_a_table(form: str) -> None:
    row = "<w:tr><w:tc><w:p/></w:tc></w:tr>"
    found = control(
        report(form), changed(form, {BODY: swap("<w:body>", f"<w:body>{row}")}), {}
    )
    assert [*map(str, found.damages)] == [
        "le texte, au début : une ligne hors d'un tableau"
    ]
    assert found.verdict == say.TO_SETTLE and not found.is_faultless


def test_a_plan_whose_contents_libreoffice_wrote() -> None:
    whole = report("clss")
    noisy = disturbed(whole, random.Random(1), ["contents of LibreOffice"])
    assert noisy != whole and lines("clss", noisy) == []


def test_a_first_page_without_its_header_and_footer() -> None:
    told = after(
        "dics", lambda copied: copied.all("//w:sectPr")[-1].append(made("<w:titlePg/>"))
    )
    assert [line.partition(" : ")[0] for line in told] == [
        "en-tête de la première page",
        "pied de page de la première page",
    ]
    assert all(line.endswith("manque") for line in told)


# ---- how a difference is said


@FORMS
def test_a_moved_paragraph_is_said_once(form: str) -> None:
    def move(copied: Report) -> None:
        blocks = copied.all("/w:document/w:body/w:p[w:r/w:t]")
        blocks[-1].addnext(blocks[2])

    [line] = after(form, move)
    assert line.startswith("après « ") and line.endswith(" » a été déplacé")


QUESTIONS = {
    "dics": ("2.6. Nombre", "2.7. ", "3.1. "),
    "clss": ("BUDGET PREVISIONNEL 2024", "BUDGET PREVISIONNEL 2025", ""),
}


@FORMS
def test_a_moved_question_is_said_once(form: str) -> None:
    """Its heading goes with all that stands below it."""
    first, behind, to = QUESTIONS[form]

    def move(copied: Report) -> None:
        blocks = copied.all("/w:document/w:body/*[not(self::w:sectPr)]")
        starts = [
            max(n for n, one in enumerate(blocks) if said(one).startswith(text))
            for text in (first, behind, to)
            if text
        ]
        goal = blocks[starts[2]] if to else copied.all("//w:body/w:sectPr")[0]
        for one in blocks[starts[0] : starts[1]]:
            goal.addprevious(one)

    (line,) = after(form, move)
    assert re.fullmatch(r"après « .+ » : « .+ » a été déplacé, avec .+ suivants?", line)


@FORMS
def test_rows_exchanged_are_one_move(form: str) -> None:
    def exchange(copied: Report) -> None:
        row = copied.all("//w:tbl[count(w:tr)>3]/w:tr[2]")[0]
        assert said(row) != said(row.getnext())
        row.getnext().addnext(row)

    [line] = after(form, exchange)
    assert ", ligne " in line and line.endswith(" » a été déplacé")


def test_a_row_more_and_a_row_less() -> None:
    def add(copied: Report) -> None:
        row = copied.all("//w:tbl[1]/w:tr[3]")[0]
        other = copy.deepcopy(row)
        other.findall(".//{*}p")[0].append(made(run("<w:t>, hiver</w:t>")))
        row.addnext(other)

    def remove(copied: Report) -> None:
        row = copied.all("//w:tbl[1]/w:tr[3]")[0]
        row.getparent().remove(row)

    [line] = after("dics", add)
    assert ", ligne 4 : « Communication / information, hiver" in line
    assert line.endswith("est en trop")
    [line] = after("dics", remove)
    assert ", ligne 3 : « Communication / information" in line
    assert line.endswith("manque")


@FORMS
def test_of_a_long_text_the_place_where_it_differs_is_shown(form: str) -> None:
    def lengthen(copied: Report) -> None:
        longest = max(copied.all("//w:body/w:p"), key=lambda one: len(said(one)))
        longest.append(made(run("<w:t> Fin ajoutée.</w:t>")))

    [line] = after(form, lengthen)
    assert "Fin ajoutée. » au lieu de « …" in line


@FORMS
def test_what_nobody_sees_in_a_text_is_shown(form: str) -> None:
    [line] = after(form, put(run("<w:t>\u200b</w:t>")))
    assert "[U+200B] » au lieu de « " in line


@pytest.mark.parametrize(("table", "row"), [(1, 3), (3, 5), (5, 2), (5, 4)])
def test_a_row_or_a_table_of_a_plan_that_is_gone(table: int, row: int) -> None:
    """Of the plan, of the budget, of its detail."""

    def without(path: str) -> list[str]:
        def remove(copied: Report) -> None:
            gone = copied.all(path)[0]
            gone.getparent().remove(gone)

        return after("clss", remove)

    [line] = without(f"//w:body/w:tbl[{table}]/w:tr[{row}]")
    assert f", ligne {row} : « " in line and line.endswith(" » manque")
    [line] = without(f"//w:body/w:tbl[{table}]")
    assert line.startswith("sous « ") and line.endswith(" » manque")


@FORMS
def test_text_that_became_a_table(form: str) -> None:
    def table(copied: Report) -> None:
        old = copied.all("/w:document/w:body/w:p[w:r/w:t]")[2]
        around = made("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>")
        old.addprevious(around)
        around[0][0].append(old)

    assert [line.rpartition(" ")[2] for line in after(form, table)] == [
        "manque",
        "trop",
    ]


@FORMS
def test_an_empty_table(form: str) -> None:
    table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    told = after(
        form, lambda copied: copied.all("//w:body/w:p")[0].addnext(made(table))
    )
    assert told[0].endswith("« tableau vide » est en trop")
    row = "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>"
    told = after(form, lambda copied: copied.all("//w:tbl")[0].append(made(row)))
    assert told[0].endswith("« ligne vide » est en trop")


# ---- what is to be settled


@FORMS
def test_comments_and_tracked_changes_are_counted_with_their_authors(form: str) -> None:
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="{author}"><w:p/></w:comment>'
        for number, author in enumerate(("Anne Dupont", "Jean Petit", "Anne Dupont"))
    )

    def retouch(copied: Report) -> None:
        copied.add_part(
            "comments",
            "word/comments.xml",
            f"<w:comments {DECLARED}>{comments}</w:comments>",
        )
        for number in range(3):
            put(run(f'<w:commentReference w:id="{number}"/>'))(copied)
        put(
            '<w:del w:id="9" w:author="Eva"><w:r><w:delText>x</w:delText></w:r></w:del>'
        )(copied)

    assert after(form, retouch) == [
        "Avant d'envoyer : 3 commentaires, 1 modification suivie,"
        " auteurs « Anne Dupont », « Jean Petit » et « Eva »."
    ]


@FORMS
def test_hidden_and_struck_texts_are_shown(form: str) -> None:
    title = said(Report(report(form)).all("//w:p")[0])
    hidden = run("<w:t>caché</w:t>", "<w:vanish/>")
    assert after(form, put(hidden)) == [
        "Avant d'envoyer : 1 texte masqué.",
        f"Texte masqué, « {title} » : « caché »",
    ]

    def strike(copied: Report) -> None:
        old = copied.all("//w:p[1]/w:r[w:t/text()]")[0]
        old.insert(0, made("<w:rPr><w:strike/></w:rPr>"))

    assert after(form, strike)[1] == f"Texte barré, « {title} » : « {title} »"


CELLS = {
    "dics": (
        "//w:tbl[preceding::w:p[starts-with(., '2.5. ')]]//w:tc",
        "« 2.5. Nombre de ménages de résidents permanents",
    ),
    "clss": (
        "//w:tr[w:tc[1][.='CPAS']]/w:tc[2]",
        "ligne « CPAS », colonne « Montant »",
    ),
}


@FORMS
def test_a_hidden_figure_is_shown_with_its_place(form: str) -> None:
    """The cell has no other word."""
    path, place = CELLS[form]

    def hide(copied: Report) -> None:
        cell = copied.all(path)[0]
        for text in cell.iter(f"{{{W}}}t"):
            text.text = ""
        cell.find(f"{{{W}}}p").append(made(run("<w:t>7</w:t>", "<w:vanish/>")))

    (line,) = [line for line in after(form, hide) if line.startswith("Texte masqué")]
    assert place in line and line.endswith(" : « 7 »")


FOREIGN = {
    "macros": ("vbaProject", "vbaProject.bin", "1 projet de macros (word/vbaProject.bin)"),
    "a picture": ("image", "media/a.png", "1 image (word/media/a.png)"),
    "an object": ("oleObject", "embeddings/a.bin", "1 objet incorporé (word/embeddings/a.bin)"),
    "a workbook": ("package", "embeddings/a.xlsx", "1 fichier incorporé (word/embeddings/a.xlsx)"),
    "a document": ("aFChunk", "a.htm", "1 document inséré (word/a.htm)"),
    "a chart": ("chart", "charts/chart1.xml", "1 graphique (word/charts/chart1.xml)"),
    "another": ("secret", "secret.bin", "1 partie étrangère au formulaire (word/secret.bin)"),
}  # fmt: skip


@FORMS
@pytest.mark.parametrize("name", FOREIGN)
def test_parts_that_the_form_has_not(form: str, name: str) -> None:
    kind, file, told = FOREIGN[name]
    assert after(
        form, lambda copied: copied.add_part(kind, f"word/{file}", "<x/>")
    ) == [f"Avant d'envoyer : {told}."]


@FORMS
@pytest.mark.parametrize("of_part", [False, True])
def test_a_comment_of_the_archive(form: str, of_part: bool) -> None:
    """Nothing else of the report has changed. It may name a household."""
    out = io.BytesIO(report(form))
    with ZipFile(out, "a") as archive:
        if of_part:
            archive.infolist()[0].comment = b"Dossier H-017"
        else:
            archive.comment = b"Dossier H-017"
        archive._didModify = True  # type: ignore[attr-defined]
    assert lines(form, out.getvalue()) == [
        "Commentaire de l'archive du fichier, que Word ne montre pas : « Dossier H-017 ».",
        "« H-017 » est le code d'un ménage, dans l'archive du fichier : effacez-le.",
    ]


@FORMS
def test_what_stands_elsewhere(form: str) -> None:
    def link(copied: Report) -> None:
        for name in ("a", "b"):
            copied.link("hyperlink", f"https://{name}.be")
        copied.link("attachedTemplate", "file:///C:/modele.dotm")

    assert after(form, link) == [
        "Avant d'envoyer : 2 liens (https://a.be et https://b.be),"
        " 1 modèle attaché (file:///C:/modele.dotm)."
    ]


@FORMS
def test_custom_data(form: str) -> None:
    """An empty list of sources is Word's own."""

    def add(inner: str) -> Callable[[Report], object]:
        return lambda copied: copied.add_part(
            "customXml",
            "customXml/item1.xml",
            f'<b:Sources xmlns:b="urn:b">{inner}</b:Sources>',
        )

    assert after(form, add("")) == []
    for inner in ("<b:x>Dupont</b:x>", "\0"):
        [line] = after(form, add(inner))
        assert line.startswith("Avant d'envoyer : 1 partie de données XML (")


@FORMS
def test_a_part_that_nothing_uses(form: str) -> None:
    content = changed(form, {"word/old.xml": f"<w:hdr {DECLARED}/>"})
    assert lines(form, content) == [
        "Avant d'envoyer : 1 partie que rien n'utilise (word/old.xml)."
    ]


@FORMS
def test_a_property(form: str) -> None:
    """Those that a program writes by itself are none of the report's."""

    def custom(copied: Report) -> None:
        own = "".join(
            f'<property name="{name}"><x>{text}</x></property>'
            for name, text in (("Remarque", "urgent"), ("MSIP_Label_1", "Interne"))
        )
        link = f'<Relationship Id="r9" Type="{R}/custom-properties" Target="docProps/custom.xml"/>'
        copied.parts["docProps/custom.xml"] = f"<Properties>{own}</Properties>".encode()
        rels = copied.parts["_rels/.rels"]
        copied.parts["_rels/.rels"] = rels.replace(b"</R", link.encode() + b"</R")

    assert after(form, custom) == ["la propriété « Remarque » : « urgent » est en trop"]
    told = lines(
        form, changed(form, {CORE: swap("<dc:subject>", "<dc:subject>Relogements")})
    )
    assert told == ["la propriété « objet » : « Relogements » est en trop"]


CODE_AT = {
    "the text": put(run("<w:t>H-017</w:t>")),
    "two runs": put(f"<w:ins w:id='9' w:author='a'>{run('<w:t> H-</w:t>')}<w:del w:id='8'><w:r><w:delText>x</w:delText></w:r></w:del>{run('<w:t>017</w:t>')}</w:ins>"),
    "a header": put(run("<w:t>H 017</w:t>"), HEADER),
    "hidden text": put(run("<w:t>h017</w:t>", "<w:vanish/>")),
    "deleted text": put("<w:del w:id='9' w:author='a'><w:r><w:delText>H-017</w:delText></w:r></w:del>"),
    "an author": put(f"<w:ins w:id='9' w:author='H-017'>{run('<w:t>x</w:t>')}</w:ins>"),
    "a bookmark": put("<w:bookmarkStart w:id='990' w:name='H_017'/><w:bookmarkEnd w:id='990'/>"),
    "a link to a bookmark": put("<w:hyperlink w:anchor='H-017'/>"),
    "the name of a control": put("<w:sdt><w:sdtPr><w:alias w:val='H-017'/></w:sdtPr><w:sdtContent/></w:sdt>"),
    "a picture": put(run("<w:drawing><wp:docPr xmlns:wp='urn:wp' id='1' name='a' descr='ménage H-017'/></w:drawing>")),
    "a link": lambda copied: copied.link("hyperlink", "file:///C:/H-017.docx"),
    "a property": lambda copied: setattr(copied.tree(CORE).find("{*}title"), "text", "H-017"),
    "the name of a part": lambda copied: copied.add_part("image", "word/media/H-017.png", "x"),
    "a part that nothing uses": lambda copied: copied.parts.update({"word/x.xml": b"<x>H-017</x>"}),
    "custom data": lambda copied: copied.add_part("customXml", "customXml/item1.xml", "<x>H-017</x>"),
}  # fmt: skip
BEHIND = (
    *("an author", "a bookmark", "a link to a bookmark", "the name of a control"),
    "a picture",
)


@FORMS
@pytest.mark.parametrize("place", CODE_AT)
def test_a_household_s_code_anywhere(form: str, place: str) -> None:
    told = after(form, CODE_AT[place])
    found = [line for line in told if "est le code d'un ménage, dans " in line]
    assert found
    assert any("où rien ne le montre" in line for line in found) is (place in BEHIND)


@FORMS
def test_who_saved_it_last_is_no_fault(form: str) -> None:
    whole = report(form)
    found = control(whole, disturbed(whole, random.Random(1), ["last saved"]), CODES)
    assert found.saved_by == "Anne Dupont"
    assert found.is_faultless and found.verdict == say.ALIKE


def _even_header(copied: Report) -> None:
    """A header of even pages, which the document does not ask for."""
    key = copied.add_part(
        "header",
        "word/header9.xml",
        f"<w:hdr {DECLARED}><w:p>{run('<w:t>BINCHE 2021</w:t>')}</w:p></w:hdr>",
    )
    section = copied.all("//w:sectPr")[-1]
    section.insert(0, made(f'<w:headerReference w:type="even" r:id="{key}"/>'))


def _note_without_mark(copied: Report) -> None:
    inner = f"<w:p>{run('<w:t>BINCHE 2021</w:t>')}</w:p>"
    copied.tree(NOTES).append(made(f'<w:footnote w:id="90">{inner}</w:footnote>'))


NOT_SEEN = {
    "a header that no page has": (_even_header, "un en-tête"),
    "a note without a mark": (_note_without_mark, "les notes de bas de page"),
    "the line above the notes": (
        put(run("<w:t>BINCHE 2021</w:t>"), NOTES),
        "les notes de bas de page",
    ),
}


@FORMS
@pytest.mark.parametrize("name", NOT_SEEN)
def test_no_text_is_passed_over(form: str, name: str) -> None:
    retouch, where = NOT_SEEN[name]
    assert after(form, retouch) == [
        f"Texte qui ne se voit pas, dans {where} : « BINCHE 2021 »."
    ]


@FORMS
def test_small_letters_above_others_are_text(form: str) -> None:
    ruby = f"<w:ruby><w:rt>{run('<w:t>BINCHE 2021</w:t>')}</w:rt></w:ruby>"
    assert "BINCHE 2021 »" in "".join(after(form, put(run(ruby))))


# ---- other files


@FORMS
def test_a_strict_document_gets_one_sentence(form: str) -> None:
    def strict(xml: str) -> str:
        xml = xml.replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        return xml.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    content = zipped((name, strict(xml)) for name, xml in parts_of(form).items())
    [line] = lines(form, content)
    assert "enregistrez-le comme « Document Word (.docx) »" in line


@FORMS
def test_what_cannot_be_read(form: str) -> None:
    no_body = changed(form, {BODY: lambda xml: xml[: len(xml) // 2]})
    found = control(report(form), no_body, {})
    assert found.damages and not found.is_read and found.verdict == say.NOT_COMPARED
    for content in (b"", b"PK", zipped([("x", "y")])):
        found = control(report(form), content, {})
        assert not found.is_faultless and found.verdict in ("", say.NOT_COMPARED)


@FORMS
def test_the_document_as_it_is_made(form: str) -> None:
    whole = report(form)
    packed_otherwise = zipped(read_parts(whole).items())
    assert control(whole, packed_otherwise, CODES) == Control(is_same=True)


@FORMS
def test_two_retouches_are_two_lines(form: str) -> None:
    first = retouched(report(form), "a header", random.Random(1))
    second = retouched(first.content, "a footer", random.Random(1))
    assert len(lines(form, second.content)) == 2


@FORMS
def test_a_paragraph_more(form: str) -> None:
    told = after(
        form, lambda copied: copied.all("//w:body/w:p")[0].addnext(paragraph("Un mot."))
    )
    title = said(Report(report(form)).all("//w:p")[0])
    assert told == [f"après « {title} » : « Un mot. » est en trop"]
