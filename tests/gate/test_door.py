"""The gate's door: any blank, and addresses that somebody read from it. Nothing here is
of our own forms.
"""

from __future__ import annotations

import re

import pytest

from pipeline.gate.addresses import (
    Address,
    Attribute,
    Loop,
    Number,
    OnlyInBlank,
    OnlyInReport,
    Text,
)
from pipeline.gate.door import differences
from pipeline.model.submission import Places
from pipeline.model.text import StyledText
from pipeline.office.package import pack

BODY, CORE, NOTES = "word/document.xml", "docProps/core.xml", "word/footnotes.xml"
AT = "/w:document[1]/w:body[1]"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
COLOURS = {"jaune": "FFE699", "gris": "D9D9D9"}


def document(content: str) -> bytes:
    """As Word writes one, with what it declares and marks everywhere."""
    names = 'xmlns:w="urn:w" xmlns:w14="urn:w14" mc:Ignorable="w14" xmlns:mc="urn:mc"'
    return f"{HEAD}<w:document {names}><w:body>{content}<w:sectPr/></w:body></w:document>".encode()


def p(text: str, run: str = "") -> str:
    """A paragraph of one run, as Word marks it."""
    return (
        f'<w:p w:rsidR="00AA"><w:pPr><w:jc w:val="left"/></w:pPr>{r(text, run)}</w:p>'
    )


def r(text: str, properties: str = "") -> str:
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00BB">{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def told(
    blank: str, addresses: list[Address], answers: Places, report: str
) -> list[str]:
    """What is told of a document with this body."""
    parts = {"a.xml": b"<a/>", BODY: document(blank)}
    made = pack({**parts, BODY: document(report)})
    return [
        str(one) for one in differences(parts, {BODY: tuple(addresses)}, answers, made)
    ]


def answers(**texts: str) -> Places:
    return Places(texts)


# ---- places in texts

NAME = Text(f"{AT}/w:p[1]", 7, 10, "nom")  # of "Nom : ..... !", the dots but two


def test_an_answer_stands_for_the_characters_that_it_replaces_and_no_others() -> None:
    blank = p("Nom : ..... !")
    for report in ("Nom : .Ada. !", "Nom : .. !", "Nom : .a\u00a0b. !"):
        answer = report[7:-3]
        assert told(blank, [NAME], answers(nom=answer), p(report)) == []
        for other in (
            f"{report} ",
            report[:-1],
            report.replace("Nom", "Nam"),
            report.replace(".", "", 1),
        ):
            (one,) = told(blank, [NAME], answers(nom=answer), p(other))
            assert one == f"« {report} » : « {other} » au lieu de « {report} »"


def test_an_answer_has_the_look_of_what_it_replaces() -> None:
    """Else of the text behind which it stands, or before which; the mark of a footnote
    counts as one character.
    """
    bold, mark = (
        "<w:b/>",
        (
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference'
            ' w:id="1"/></w:r>'
        ),
    )
    blank = f"<w:p>{r('ab', bold)}{r('cd')}{mark}{r('ef', '<w:i/>')}</w:p>"
    for start, end, runs in (
        (1, 2, f"{r('aX', bold)}{r('cd')}{mark}{r('ef', '<w:i/>')}"),
        (0, 0, f"{r('Xab', bold)}{r('cd')}{mark}{r('ef', '<w:i/>')}"),
        (2, 2, f"{r('abX', bold)}{r('cd')}{mark}{r('ef', '<w:i/>')}"),
        (2, 4, f"{r('ab', bold)}{r('X')}{mark}{r('ef', '<w:i/>')}"),
        (1, 3, f"{r('aX', bold)}{r('d')}{mark}{r('ef', '<w:i/>')}"),
        (5, 5, f"{r('ab', bold)}{r('cd')}{mark}{r('X')}{r('ef', '<w:i/>')}"),
        (4, 4, f"{r('ab', bold)}{r('cdX')}{mark}{r('ef', '<w:i/>')}"),
        (7, 7, f"{r('ab', bold)}{r('cd')}{mark}{r('efX', '<w:i/>')}"),
    ):
        place = Text(f"{AT}/w:p[1]", start, end, "x")
        assert told(blank, [place], answers(x="X"), f"<w:p>{runs}</w:p>") == [], (
            start,
            end,
        )
        hidden = runs.replace("X", "") + r("X", "<w:vanish/>")
        plain = re.sub("<w:rPr>.*?</w:rPr>", "", runs)
        for other in (hidden, plain):
            assert told(blank, [place], answers(x="X"), f"<w:p>{other}</w:p>")


def test_a_run_of_the_blank_keeps_its_marks() -> None:
    """An attribute of a run is a part of its look."""
    blank, report = p("?"), p("oui").replace("00BB", "00CC")
    place = Text(f"{AT}/w:p[1]", 0, 1, "x")
    assert told(blank, [place], answers(x="oui"), p("oui")) == []
    assert told(blank, [place], answers(x="oui"), report) == [
        "« oui » : « w:r w:rsidR 00CC oui » au lieu de « w:r w:rsidR 00BB oui »"
    ]


def test_lines_and_tabs_and_looks_of_an_answer() -> None:
    blank, place = p(""), Text(f"{AT}/w:p[1]", 0, 0, "x", styled=True)
    text = StyledText.of([("a\n", ""), ("b\t", "Gras"), ("e", "Exposant")])
    runs = (
        '<w:r w:rsidR="00BB"><w:t>a</w:t><w:br/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t><w:tab/></w:r><w:r><w:rPr><w:rStyle'
        ' w:val="Exposant"/></w:rPr><w:t>e</w:t></w:r>'
    )
    report = blank.replace(r(""), runs)
    assert told(blank, [place], Places({"x": text}), report) == []
    for old, new in (
        ("<w:br/>", "\n"),
        ("<w:tab/>", "\t"),
        ("<w:b/>", ""),
        ("<w:br/>", '<w:br w:type="page"/>'),
    ):
        assert told(blank, [place], Places({"x": text}), report.replace(old, new))
    plain = Text(place.path, 0, 0, "x")
    assert told(blank, [plain], Places({"x": text}), report)


def test_an_empty_cell_of_the_authority_has_no_run_yet() -> None:
    cell = "<w:tbl><w:tr><w:tc><w:p><w:pPr/>{}</w:p></w:tc></w:tr></w:tbl>"
    place = Text(f"{AT}/w:tbl[1]/w:tr[1]/w:tc[1]/w:p[1]", 0, 0, "x")
    blank = cell.format("")
    for text, runs in (
        ("oui", "<w:r><w:t>oui</w:t></w:r>"),
        ("", ""),
        ("", "<w:r><w:t/></w:r>"),
    ):
        assert told(blank, [place], answers(x=text), cell.format(runs)) == []
    for runs in (
        "",
        "<w:r><w:t>non</w:t></w:r>",
        "<w:r><w:rPr><w:b/></w:rPr><w:t>oui</w:t></w:r>",
        "oui",
    ):
        (one,) = told(blank, [place], answers(x="oui"), cell.format(runs))
        assert one.startswith("le tableau «  », ligne 1, colonne 1 : ")


def test_a_table_in_a_cell_is_told_as_the_cell() -> None:
    inner = TABLE.format(row("a", "{}") * 2)
    outer = TABLE.format(
        f"<w:tr><w:tc>{inner}{p('b')}</w:tc><w:tc>{p('c')}</w:tc></w:tr>"
    ) + p("Fin")
    place = Text(
        f"{AT}/w:tbl[1]/w:tr[1]/w:tc[1]/w:tbl[1]/w:tr[2]/w:tc[2]/w:p[1]", 0, 0, "x"
    )
    blank = outer.format("", "")
    assert told(blank, [place], answers(x="oui"), outer.format("", "oui")) == []
    assert told(
        blank, [place], answers(x="oui"), outer.format("oui", "").replace(">c<", ">d<")
    ) == [
        "le tableau «  », ligne 1, colonne 1 : « aouiab » au lieu de « aaouib »",
        "le tableau «  », ligne 1, colonne 2 : « d » au lieu de « c »",
    ]


def test_a_link_holds_a_text_of_its_own() -> None:
    line = '<w:p>{}<w:hyperlink w:anchor="a">{}</w:hyperlink></w:p>'
    place = Text(f"{AT}/w:p[1]/w:hyperlink[1]", 0, 0, "x")
    blank = line.format(r("voir "), r(""))
    assert (
        told(blank, [place], answers(x="oui"), line.format(r("voir "), r("oui"))) == []
    )
    assert told(blank, [place], answers(x="oui"), line.format(r("voir oui"), r("")))


@pytest.mark.parametrize(
    ("own", "start", "end"), [("", 0, 0), ("Titre de …", 9, 10), ("…", 0, 1)]
)
def test_the_own_text_of_an_element(own: str, start: int, end: int) -> None:
    core = '<c:c xmlns:c="urn:c"><c:t>{}</c:t><c:u/></c:c>'
    blank = {CORE: core.format(own).encode()}
    where: dict[str, tuple[Address, ...]] = {
        CORE: (Text("/c:c[1]/c:t[1]", start, end, "x"),)
    }
    for answer in ("", "A & B"):
        right = own[:start] + answer + own[end:]
        for text in ("", "A & B", "Titre de A & B", "…", "Titre de …", "Titre de "):
            report = pack({CORE: core.format(text.replace("&", "&amp;")).encode()})
            assert bool(differences(blank, where, answers(x=answer), report)) is (
                text != right
            )


def test_what_stands_in_one_of_blank_and_report_alone() -> None:
    """Blanks around an element that goes are one text then."""
    blank = "<w:p><w:x>\n <w:a/>\n <w:b/>\n</w:x></w:p>"
    inside = f"{AT}/w:p[1]/w:x[1]"
    for address, report in (
        (OnlyInBlank(f"{inside}/w:a[1]"), blank.replace("<w:a/>", "")),
        (
            OnlyInReport(inside, f"{inside}/w:b[1]", '<w:c w:d="1">e</w:c>'),
            blank.replace("<w:b/>", '<w:c w:d="1">e</w:c><w:b/>'),
        ),
        (OnlyInReport(inside, "", "<w:b/>"), blank.replace("</w:x>", "<w:b/></w:x>")),
    ):
        assert told(blank, [address], answers(), report) == []
        for old, new in ((" <w:b/>", " <w:b/><w:b/>"), ("\n ", "\n"), (">e", ">")):
            if (wrong := report.replace(old, new)) != report:
                assert told(blank, [address], answers(), wrong)
        assert told(blank, [address], answers(), blank)
        assert told(blank, [], answers(), report)


def test_a_difference_in_a_text_box_is_told_there_and_one_behind_it_is_not() -> None:
    box = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"
    inside = box.format(p("a") + TABLE.format(row("b")))
    blank = f"<w:p>{r('Un mot')}{inside}{r('d')}</w:p>"
    cell = "w:r[2]/w:pict[1]/w:txbxContent[1]/w:tbl[1]/w:tr[1]/w:tc[1]/w:p[1]"
    place = Text(f"{AT}/w:p[1]/{cell}", 1, 1, "x")
    report = blank.replace(">b<", ">bX<")
    assert told(blank, [place], answers(x="X"), report) == []
    for old, new, where in (
        (">d<", ">e<", "« Un motabXd »"),
        (">bX<", ">b<", "le tableau « a », ligne 1, colonne 1"),
    ):
        (one,) = told(blank, [place], answers(x="X"), report.replace(old, new))
        assert one.startswith(f"{where} : "), one


# ---- what repeats, colours and numbers

TABLE = "<w:tbl>{}</w:tbl>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in cells)}</w:tr>"


ROWS: list[Address] = [
    Loop(f"{AT}/w:tbl[1]/w:tr[2]", f"{AT}/w:tbl[1]/w:tr[2]", "l", "lignes"),
    Loop(
        f"{AT}/w:tbl[1]/w:tr[2]/w:tc[2]",
        f"{AT}/w:tbl[1]/w:tr[2]/w:tc[2]",
        "c",
        "l.cases",
    ),
    Text(f"{AT}/w:tbl[1]/w:tr[2]/w:tc[1]/w:p[1]", 0, 5, "l.nom"),
    Text(f"{AT}/w:tbl[1]/w:tr[2]/w:tc[2]/w:p[1]", 0, 0, "c.x"),
    OnlyInBlank(f"{AT}/w:tbl[1]/w:tr[3]"),
]
LINES = Places(
    {},
    {
        "lignes": (
            Places({"nom": "Un"}, {"cases": (Places({"x": "1"}), Places({"x": ""}))}),
            Places({"nom": "Deux"}, {"cases": ()}),
        )
    },
)
BLANK_ROWS = TABLE.format(
    row("Nom", "Cases") + row("Ici …", "") + row("Là …", "") + row("Total", "")
)


def test_rows_and_cells_come_once_for_each_entry() -> None:
    right = [row("Nom", "Cases"), row("Un", "1", ""), row("Deux"), row("Total", "")]
    assert told(BLANK_ROWS, ROWS, LINES, TABLE.format("".join(right))) == []
    table = "le tableau «  »"
    for rows, one in (
        ([*right[:2], *right[3:]], f"{table} : « 3 lignes » au lieu de « 4 lignes »"),
        (
            [*right[:3], row("Là …", ""), right[3]],
            f"{table} : « 5 lignes » au lieu de « 4 lignes »",
        ),
        (
            [right[0], row("Un", "1"), *right[2:]],
            f"{table}, ligne 2 : « 2 cellules » au lieu de « 3 cellules »",
        ),
        (
            [right[0], row("Un", "", "1"), *right[2:]],
            f"{table}, ligne 2, colonne 2 : « 1 » manque",
        ),
        (
            [*right[:3], row("Sommes", "")],
            f"{table}, ligne 4, colonne 1 : « Sommes » au lieu de « Total »",
        ),
    ):
        assert one in told(BLANK_ROWS, ROWS, LINES, TABLE.format("".join(rows)))
    nobody = Places({}, {"lignes": ()})
    assert told(BLANK_ROWS, ROWS, nobody, TABLE.format(right[0] + right[3])) == []
    assert told(BLANK_ROWS, ROWS, nobody, TABLE.format("".join(right)))


def test_paragraphs_in_loops_and_headings_that_count() -> None:
    def heading(number: int, text: str) -> str:
        mark = f'<w:bookmarkStart w:id="{number}" w:name="_T{number}"/>'
        return f'<w:p>{mark}{r(text)}<w:bookmarkEnd w:id="{number}"/></w:p>'

    first, second = f"{AT}/w:p[1]", f"{AT}/w:p[2]"
    where: list[Address] = [
        Loop(first, second, "a", "parties"),
        Loop(second, second, "b", "a.suites"),
        *(
            Number(f"{path}/w:bookmarkStart[1]", "w:id", "n")
            for path in (first, second)
        ),
        *(
            Number(f"{path}/w:bookmarkStart[1]", "w:name", "n", "_T")
            for path in (first, second)
        ),
        *(Number(f"{path}/w:bookmarkEnd[1]", "w:id", "n") for path in (first, second)),
        Text(first, 2, 2, "a.titre"),
        Text(second, 0, 0, "b.titre"),
    ]
    blank = heading(1, "§ ") + heading(2, "") + p("Fin")
    one, two = (
        Places(
            {"titre": "A"}, {"suites": (Places({"titre": "a"}), Places({"titre": "b"}))}
        ),
        Places({"titre": "B"}, {"suites": ()}),
    )
    given = Places({}, {"parties": (one, two)})
    right = (
        heading(1, "§ A")
        + heading(2, "a")
        + heading(3, "b")
        + heading(4, "§ B")
        + p("Fin")
    )
    assert told(blank, where, given, right) == []
    wrong = right.replace(heading(3, "b"), heading(3, "c"))
    assert told(blank, where, given, wrong) == ["« b » : « c » au lieu de « b »"]
    wrong = right.replace('w:id="3" w:name="_T3"', 'w:id="3" w:name="_T2"')
    assert told(blank, where, given, wrong) == [
        "« b » : « w:bookmarkStart w:id 3 w:name _T2 » au lieu de « w:bookmarkStart w:id 3"
        " w:name _T3 »"
    ]
    lost = right.replace(heading(3, "b"), "")
    assert told(blank, where, given, lost) == [
        "le document : « 4 paragraphes et tableaux » au lieu de « 5 paragraphes et tableaux »"
    ]


def test_colours_and_spans_of_cells() -> None:
    def cell(colour: str, span: str) -> str:
        looks = (
            f'<w:tcPr><w:gridSpan w:val="{span}"/><w:shd w:val="clear"'
            f' w:fill="{colour}"/></w:tcPr>'
        )
        return TABLE.format(f"<w:tr><w:tc>{looks}{p('Bleu')}</w:tc></w:tr>")

    looks = f"{AT}/w:tbl[1]/w:tr[1]/w:tc[1]/w:tcPr[1]"
    where: list[Address] = [
        Attribute(f"{looks}/w:shd[1]", "w:fill", "fond", COLOURS),
        Attribute(f"{looks}/w:gridSpan[1]", "w:val", "largeur"),
    ]
    blank = cell("FFFFFF", "36")
    assert (
        told(blank, where, answers(fond="gris", largeur="9"), cell("D9D9D9", "9")) == []
    )
    for fill, width in (
        ("FFE699", "9"),
        ("D9D9D9", "36"),
        ("FFFFFF", "9"),
        ("gris", "9"),
    ):
        (one,) = told(
            blank, where, answers(fond="gris", largeur="9"), cell(fill, width)
        )
        assert one.startswith("le tableau «  », ligne 1, colonne 1 : ")
    assert told(blank, where, answers(fond="rose", largeur="9"), cell("rose", "9"))


# ---- what is told

STORY = p("Un mot") + p("") + TABLE.format(row("a", "b") + row("c", "d")) + p("Fin")


@pytest.mark.parametrize(
    ("old", "new", "one"),
    [
        ("Un mot", "Deux mots", "« Un mot » : « Deux mots » au lieu de « Un mot »"),
        (
            p("Fin"),
            p("Fin") * 2,
            "le document : « 5 paragraphes et tableaux » au lieu de « 4 paragraphes et tableaux »",
        ),
        (f"{p('')}<w:tbl>", f"{p('x')}<w:tbl>", "après « Un mot » : « x » est en trop"),
        (">d<", "><", "le tableau « Un mot », ligne 2, colonne 2 : « d » manque"),
        (
            "<w:tr>",
            "<w:tr><w:trPr/>",
            "le tableau « Un mot », ligne 1 : « w:trPr » au lieu de « w:tc »",
        ),
        (
            row("c", "d"),
            "",
            "le tableau « Un mot » : « 1 ligne » au lieu de « 2 lignes »",
        ),
        (
            "<w:sectPr/>",
            '<w:sectPr w:x="1"/>',
            "le document : « w:sectPr w:x 1 » au lieu de « w:sectPr »",
        ),
        (
            "<w:body>",
            "<w:body><!--a-->",
            "le document : « <!--a--> » au lieu de « w:p »",
        ),
        (
            "</w:body>",
            "</w:body><?a b?>",
            "la partie word/document.xml : « <?a b?> » au lieu de « /w:document »",
        ),
        (
            "</w:body>",
            "</w:bady>",
            "la partie word/document.xml : « autre chose à la ligne 2 » au lieu de « du XML »",
        ),
    ],
)
def test_what_differs_is_told_with_its_place(old: str, new: str, one: str) -> None:
    parts = {"a.xml": b"<a/>", BODY: document(STORY)}
    assert old.encode() in parts[BODY]
    report = pack({**parts, BODY: parts[BODY].replace(old.encode(), new.encode(), 1)})
    assert [str(found) for found in differences(parts, {}, answers(), report)] == [one]


def test_all_that_differs_is_told_at_once() -> None:
    report = (
        STORY.replace("Un mot", "Un")
        .replace(">a<", ">A<")
        .replace(">d<", ">D<")
        .replace("Fin", "fin")
    )
    assert told(STORY, [], answers(), report) == [
        "« Un mot » : « Un » au lieu de « Un mot »",
        "le tableau « Un mot », ligne 1, colonne 1 : « A » au lieu de « a »",
        "le tableau « Un mot », ligne 2, colonne 2 : « D » au lieu de « d »",
        "« Fin » : « fin » au lieu de « Fin »",
    ]


def test_a_part_is_told_by_its_name() -> None:
    parts = {"a.xml": b"<a/>", NOTES: b"<a><b c='1'/>d</a>"}
    for name, content, one in (
        (
            NOTES,
            b"<a><b c='2'/>d</a>",
            "la partie word/footnotes.xml : « b c 2 » au lieu de « b c 1 »",
        ),
        (
            NOTES,
            b"<a><b c='1'/>e</a>",
            "la partie word/footnotes.xml : « e » au lieu de « d »",
        ),
        ("a.xml", b"<a>b</a>", "la partie a.xml : « b » au lieu de « /a »"),
        (
            "a.xml",
            b"<a><![CDATA[]]></a>",
            "la partie a.xml : « <![CDATA[ » au lieu de « /a »",
        ),
    ):
        assert [
            str(found)
            for found in differences(
                parts, {}, answers(), pack({**parts, name: content})
            )
        ] == [one]
    missing = differences(parts, {}, answers(), pack({"a.xml": b"<a/>"}))
    assert [str(found) for found in missing] == [
        "les parties du document : « a.xml » au lieu de « a.xml, word/footnotes.xml »"
    ]


# ---- addresses of another blank


@pytest.mark.parametrize(
    "address",
    [
        Text(f"{AT}/w:p[9]", 0, 0, "x"),
        Text(f"{AT}/w:p[1]", 0, 7, "x"),
        Text(f"{AT}/w:p[1]", 7, 7, "x"),
        Text(f"{AT}/w:p[2]", 0, 1, "x"),
        Text(f"{AT}/w:tbl[1]/w:tr[3]/w:tc[1]/w:p[1]", 0, 0, "x"),
        Text("/w:document[1]", 0, 1, "x"),
        Attribute(f"{AT}/w:p[1]/w:pPr[1]/w:jc[1]", "w:x", "x"),
        Attribute(f"{AT}/w:p[1]/w:pPr[1]/w:jc[2]", "w:val", "x"),
        Number(f"{AT}/w:p[1]", "w:id", "n"),
        Loop(f"{AT}/w:p[1]", f"{AT}/w:p[9]", "l", "lignes"),
        Loop(f"{AT}/w:p[9]", f"{AT}/w:p[9]", "l", "lignes"),
        Loop("/w:x[1]/w:p[1]", "/w:x[1]/w:p[1]", "l", "lignes"),
        OnlyInBlank(f"{AT}/w:tbl[2]"),
        OnlyInReport(f"{AT}/w:tbl[2]", "", "<w:x/>"),
        OnlyInReport(f"{AT}/w:tbl[1]", f"{AT}/w:tbl[1]/w:tr[3]", "<w:x/>"),
    ],
    ids=str,
)
def test_an_address_that_is_of_another_blank_is_told(address: Address) -> None:
    given = Places({"x": ""}, {"lignes": ()})
    assert told(STORY, [address], given, STORY) == [
        "la partie word/document.xml : « un autre formulaire » au lieu de « les places du"
        " formulaire »"
    ]
