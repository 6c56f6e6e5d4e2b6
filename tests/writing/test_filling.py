"""Answers are written at their addresses, and nothing else changes by a byte; the gate,
which shares the addresses alone, finds each of these reports right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.parsers.expat import ExpatError

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
from pipeline.writing.filling import filled
from tests.support.cases import cases
from tests.support.parts import AT, BODY, P, document, filled_body, told


def x(start: int, end: int, path: str = P, look: str | None = None) -> Text:
    """The place x in the text of an element."""
    return Text(path, start, end, "x", properties=look)


def check(
    blank: str, addresses: Sequence[Address], answers: Places, report: str
) -> None:
    assert filled_body(blank, addresses, answers) == report
    assert told(blank, addresses, answers, report) == []


@cases(__file__, "texts")
def test_an_answer_takes_the_place_of_characters(
    blank: str, start: int, end: int, answer: str, report: str
) -> None:
    """And no report in which any element differs, or another answer stands, passes."""
    answers = Places({"x": answer})
    check(blank, [x(start, end)], answers, report)
    for wrong in touched(report):
        assert told(blank, [x(start, end)], answers, wrong), wrong
    other = Places({"x": f"{answer} "})
    assert told(blank, [x(start, end)], other, report)


def touched(report: str) -> Iterator[str]:
    """The report with an attribute, a text or an element more, or an element less."""
    for found in re.finditer(r"<\w[^<>]*?(/?)>", report):
        before, tag, behind = report[: found.start()], found[0], report[found.end() :]
        yield f'{before}{tag[: -1 - len(found[1])]} w:z="1"{found[1]}>{behind}'
        yield f"{before}{tag}z{behind}"
        if found[1]:
            yield f"{before}{behind}"
            yield f"{before}{tag}{tag}{behind}"


def test_characters_that_no_xml_may_hold_are_told_by_the_gate() -> None:
    for answer in ("a\ud800b", "a\x01b", "a\rb"):
        answers = Places({"x": answer})
        report = filled_body("<w:p/>", [x(0, 0)], answers)
        assert told("<w:p/>", [x(0, 0)], answers, report)


# ---- other holders, looks, own texts


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ('<w:hyperlink w:anchor="a">', "</w:hyperlink>"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ('<w:ins w:id="1" w:author="a">', "</w:ins>"),
        ("<w:smartTag>", "</w:smartTag>"),
        ('<w:fldSimple w:instr="DATE">', "</w:fldSimple>"),
    ],
)
def test_runs_stand_in_other_holders(before: str, behind: str) -> None:
    line = f"<w:p><w:r><w:t>....</w:t></w:r>{before}{{}}{behind}</w:p>"
    step = "".join(f"/{tag.split()[0]}[1]" for tag in before[1:-1].split("><"))
    path = P + step.replace("/w:sdtPr/[1]", "")
    answers = Places({"x": "Ada"})
    dots = "<w:r><w:rPr><w:i/></w:rPr><w:t>{}</w:t></w:r>"
    check(
        line.format(dots.format("a..")),
        [x(1, 3, path)],
        answers,
        line.format(dots.format("aAda")),
    )
    check(
        line.format(""),
        [x(0, 0, path)],
        answers,
        line.format("<w:r><w:t>Ada</w:t></w:r>"),
    )


def test_an_answer_has_the_look_that_its_address_says() -> None:
    blank = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>a.b</w:t></w:r></w:p>"
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    for look in ("", "<w:rPr><w:i/></w:rPr>"):
        own = f"<w:r>{look}<w:t>X</w:t></w:r>"
        report = f"<w:p>{bold.format('a')}{own}{bold.format('b')}</w:p>"
        check(blank, [x(1, 2, look=look)], Places({"x": "X"}), report)
        assert told(blank, [x(1, 2)], Places({"x": "X"}), report)
        assert told(
            blank,
            [x(1, 2, look=look)],
            Places({"x": "X"}),
            filled_body(blank, [x(1, 2)], Places({"x": "X"})),
        )


def test_stretches_of_an_answer_have_their_looks() -> None:
    text = StyledText.of([("le 1", ""), ("er", "Exposant"), (" mai\n", "Gras")])
    place = Text(P, 0, 1, "x", styled=True)
    blank = "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>…</w:t></w:r></w:p>"
    report = (
        "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>le 1</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="Exposant"/></w:rPr><w:t>er</w:t></w:r><w:r><w:rPr>'
        '<w:b/></w:rPr><w:t xml:space="preserve"> mai</w:t><w:br/></w:r></w:p>'
    )
    check(blank, [place], Places({"x": text}), report)
    plain = "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>le 1er mai</w:t><w:br/></w:r></w:p>"
    check(blank, [x(0, 1)], Places({"x": text}), plain)


def test_several_answers_in_one_paragraph_in_any_order() -> None:
    blank = "<w:p><w:r><w:t>..a..</w:t></w:r><w:r><w:t>..</w:t></w:r></w:p>"
    places: list[Address] = [
        *(Text(P, 5, 7, "z"), Text(P, 0, 2, "x"), Text(P, 3, 5, "y")),
    ]
    report = "<w:p><w:r><w:t>XaYy</w:t></w:r><w:r><w:t>Z</w:t></w:r></w:p>"
    check(blank, places, Places({"x": "X", "y": "Yy", "z": "Z"}), report)


@pytest.mark.parametrize(
    ("own", "start", "end", "answer", "report"),
    [
        ("<n:b/>", 0, 0, "A & B", "<n:b>A &amp; B</n:b>"),
        ("<n:b/>", 0, 0, "", "<n:b/>"),
        ("<n:b></n:b>", 0, 0, "a\nb", "<n:b>a\nb</n:b>"),
        ("<n:b>é : …&lt;</n:b>", 4, 5, "A", "<n:b>é : A&lt;</n:b>"),
    ],
)
def test_the_own_text_of_an_element(
    own: str, start: int, end: int, answer: str, report: str
) -> None:
    """A store of custom XML, to which a control is bound."""
    store = "customXml/item1.xml"
    parts = {store: f"\ufeff<?xml version='1.0'?>\n<n:a>{own}</n:a>\n".encode()}
    given = {store: (Text("/n:a[1]/n:b[1]", start, end, "x"),)}
    made = filled(parts, given, Places({"x": answer}))
    assert made == {store: parts[store].replace(own.encode(), report.encode())}
    assert differences(parts, given, Places({"x": answer}), pack(made)) == []


# ---- ticks, what one of blank and report has alone

TICK = (
    '<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/><w14:checkbox><w14:checked w14:val = "0"'
    ' w14:x="w14:val"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☐</w:t></w:r>'
    '</w:sdtContent></w:sdt><w:r><w:t xml:space="preserve"> Oui …</w:t></w:r></w:p>'
)


def test_a_control_is_ticked() -> None:
    properties, content = f"{P}/w:sdt[1]/w:sdtPr[1]", f"{P}/w:sdt[1]/w:sdtContent[1]"
    where: list[Address] = [
        Attribute(f"{properties}/w14:checkbox[1]/w14:checked[1]", "w14:val", "etat"),
        Text(content, 0, 1, "signe"),
        OnlyInBlank(f"{properties}/w:showingPlcHdr[1]"),
        x(5, 6),
    ]
    answers = Places({"etat": "1", "signe": "☒", "x": "Ada"})
    report = (
        TICK.replace('w14:val = "0"', 'w14:val = "1"')
        .replace("☐", "☒")
        .replace("<w:showingPlcHdr/>", "")
        .replace("…", "Ada")
    )
    check(TICK, where, answers, report)
    for old, new in (("☒", "☐"), ('"1"', '"0"'), (" Oui", " Non"), ("Ada", "Bob")):
        assert told(TICK, where, answers, report.replace(old, new))
    assert told(TICK, where, answers, report.replace("<w14:c", "<w:a/><w14:c", 1))


def test_another_box_that_is_ticked_is_told() -> None:
    where = [Text(f"{P}/w:sdt[1]/w:sdtContent[1]", 0, 1, "x")]
    ticked, blank, answers = TICK.replace("☐", "☒"), TICK + TICK, Places({"x": "☒"})
    check(blank, where, answers, ticked + TICK)
    assert told(blank, where, answers, TICK + ticked)
    assert told(blank, where, answers, ticked + ticked)


def test_a_field_of_a_form_is_ticked_beside_an_answer() -> None:
    """An attribute, an element and an answer in the runs of one paragraph."""
    box = (
        '<w:p><w:r><w:sym w:font="W" w:char="F0A8"/><w:t> a</w:t></w:r><w:r><w:fldChar>'
        "<w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:t>"
        "{}</w:t></w:r></w:p>"
    )
    size, checked = '<w:size w:val="20"/>', '<w:checked w:val="1"/>'
    inside = f"{P}/w:r[2]/w:fldChar[1]/w:ffData[1]/w:checkBox[1]"
    answers = Places({"s": "F0FE", "x": "Ada"})
    for before, blank, ticked in (
        ("", size, size + checked),
        (f"{inside}/w:size[1]", size, checked + size),
    ):
        where: list[Address] = [
            OnlyInReport(inside, before, checked),
            Attribute(f"{P}/w:r[1]/w:sym[1]", "w:char", "s"),
            x(5, 7),
        ]
        report = box.format(ticked, "bAda").replace("F0A8", "F0FE")
        check(box.format(blank, "b.."), where, answers, report)
        for old, new in (
            (checked, ""),
            (checked, checked * 2),
            ('"1"', '"0"'),
            ("F0FE", "F0A8"),
            (ticked, size + ticked.replace(size, "")),
            (" a<", " b<"),
        ):
            if (wrong := report.replace(old, new)) != report:
                assert told(box.format(blank, "b.."), where, answers, wrong), old


def test_what_only_the_report_has_opens_an_empty_tag() -> None:
    where: list[Address] = [
        Attribute(f"{P}/w:a[1]", "w:b", "x", {"oui": 'a"<\n'}),
        OnlyInReport(f"{P}/w:a[1]", "", "<w:checked/>"),
        OnlyInReport(f"{P}/w:a[1]", "", "<w:d/>"),
    ]
    report = '<w:p><w:a w:b="a&quot;&lt;&#10;" ><w:checked/><w:d/></w:a></w:p>'
    check("<w:p><w:a w:b='' /></w:p>", where, Places({"x": "oui"}), report)


# ---- text boxes, tables


def boxed(outer: str, choice: str, fallback: str) -> str:
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f"<w:p><w:r><w:t>{outer}</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>"
        f"{box.format(choice)}</mc:Choice><mc:Fallback>{box.format(fallback)}"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>b.</w:t></w:r></w:p>"
    )


HALVES = [
    f"{P}/w:r[2]/mc:AlternateContent[1]/mc:{half}[1]/w:txbxContent[1]/w:p[1]"
    for half in ("Choice", "Fallback")
]


def test_a_text_box_is_filled_in_both_halves_beside_the_text_around_it() -> None:
    where: list[Address] = [x(1, 3), *(x(0, 2, path) for path in HALVES), x(5, 6)]
    answers = Places({"x": "Ada"})
    report = boxed("aAda", "Ada", "Ada").replace("b.", "bAda")
    check(boxed("a..", "..", ".."), where, answers, report)
    for wrong in (
        boxed("aAda", "Ada", ".."),
        boxed("aAda", "..", "Ada"),
        boxed("a..", "Ada", "Ada"),
    ):
        assert told(
            boxed("a..", "..", ".."), where, answers, wrong.replace("b.", "bAda")
        )


def test_an_answer_stands_before_a_text_box_or_behind_it() -> None:
    box = "<w:p><w:pPr/>{}<w:r><w:pict><w:txbxContent/></w:pict></w:r>{}</w:p>"
    run = "<w:r><w:t>Ada</w:t></w:r>"
    for at, runs in ((0, (run, "")), (1, ("", run))):
        check(box.format("", ""), [x(at, at)], Places({"x": "Ada"}), box.format(*runs))


def test_cells_in_cells_and_rows_in_controls() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>"
    outer = (
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>"
        f"{inner}<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    row = f"{AT}/w:tbl[1]/w:sdt[1]/w:sdtContent[1]/w:tr[1]"
    cell = f"{row}/w:sdt[1]/w:sdtContent[1]/w:tc[1]"
    where = [x(0, 0, f"{cell}/w:tbl[1]/w:tr[1]/w:tc[1]/w:p[1]")]
    report = outer.format("<w:r><w:t>Ada</w:t></w:r>")
    check(outer.format(""), where, Places({"x": "Ada"}), report)
    wrong = report.replace(">a<", ">b<")
    assert told(outer.format(""), where, Places({"x": "Ada"}), wrong) == [
        "le tableau «  », ligne 1, colonne 1 : « Adab » au lieu de « Adaa »"
    ]


# ---- the copy of a row

ROW = (
    '<w:tr w:rsidR="00A1" w14:paraId="1A" w14:textId="77777777"><w:trPr/><w:tc><w:p'
    ' w14:paraId="2B" w14:textId="77777777" w:rsidR="00A2"><w:bookmarkStart w:id="0"'
    ' w:name="_GoBack"/><w:bookmarkEnd w:id="0"></w:bookmarkEnd>{}</w:p></w:tc><w:tc>'
    '<w:sdt><w:sdtPr><w:id w:val="-5"/><w:tag w:val="t"/></w:sdtPr><w:sdtContent><w:p>'
    "{}</w:p></w:sdtContent></w:sdt></w:tc></w:tr>"
)
COPY = (
    '<w:tr w:rsidR="00A1"><w:trPr/><w:tc><w:p w:rsidR="00A2">{}</w:p></w:tc><w:tc><w:sdt>'
    '<w:sdtPr><w:tag w:val="t"/></w:sdtPr><w:sdtContent><w:p>{}</w:p></w:sdtContent>'
    "</w:sdt></w:tc></w:tr>"
)
LAST = f"{AT}/w:tbl[1]/w:tr[2]"
ROWS: list[Address] = [
    Loop(LAST, LAST, "e", "equipements"),
    Text(f"{LAST}/w:tc[1]/w:p[1]", 0, 0, "e.nom"),
    Text(f"{LAST}/w:tc[2]/w:sdt[1]/w:sdtContent[1]/w:p[1]", 0, 0, "e.n"),
]


def named(*names: str) -> Places:
    return Places(
        {}, {"equipements": tuple(Places({"nom": n, "n": ""}) for n in names)}
    )


def table(*rows: str) -> str:
    return f"<w:tbl><w:tr/>{''.join(rows)}</w:tbl>"


def test_the_last_row_is_copied_without_what_may_stand_once() -> None:
    runs = [f"<w:r><w:t>{name}</w:t></w:r>" for name in ("Un", "Deux", "Trois")]
    first, *copies = (
        ROW.format(runs[0], ""),
        *(COPY.format(run, "") for run in runs[1:]),
    )
    blank, answers = table(ROW.format("", "")), named("Un", "Deux", "Trois")
    check(blank, ROWS, answers, table(first, *copies))
    check(blank, ROWS, named("Un"), table(first))
    for wrong in (
        [first, *copies, COPY.format("", "")],
        [first, copies[0]],
        [first, *copies[::-1]],
        [first, ROW.format(runs[1], ""), copies[1]],
        [copies[0].replace("Deux", "Un"), *copies],
        [first, copies[0].replace("<w:trPr/>", ""), copies[1]],
        [first, copies[0].replace("00A1", "00A3"), copies[1]],
    ):
        assert told(blank, ROWS, answers, table(*wrong))


@pytest.mark.parametrize(
    "what",
    [
        *("<w:footnoteReference/>", "<w:commentReference/>", "<w:drawing/>"),
        '<w15:dataBinding w:storeItemID="1"/>',
    ],
)
def test_a_row_that_cannot_stand_twice_is_not_copied(what: str) -> None:
    blank = table(ROW.format("", f"<w:r>{what}</w:r>"))
    where = ROWS[:2]
    report = table(ROW.format("<w:r><w:t>Un</w:t></w:r>", f"<w:r>{what}</w:r>"))
    check(blank, where, named("Un"), report)
    with pytest.raises(LookupError):
        filled_body(blank, where, named("Un", "Deux"))


# ---- addresses of another file

STORY = "<w:p><w:r><w:t>a\tb</w:t><w:tab/></w:r><w:x w:y='1'>a</w:x></w:p>" + boxed(
    "a", "b", "c"
)


@pytest.mark.parametrize(
    "addresses",
    [
        [x(0, 0, f"{AT}/w:p[3]")],
        [x(0, 0, f"{AT}/w:p[0]")],
        [x(0, 9)],
        [x(9, 9)],
        [x(0, 1)],
        [x(1, 3)],
        [x(3, 4), x(3, 4)],
        [x(0, 3), x(2, 4)],
        [x(0, 9, f"{P}/w:x[1]")],
        [x(0, 2, f"{AT}/w:p[2]")],
        [x(1, 2, f"{AT}/w:p[2]")],
        [Attribute(f"{P}/w:x[1]", "w:z", "x")],
        [Attribute(f"{P}/w:r[1]/w:tab[1]", "w:z", "x"), x(3, 4)],
        [OnlyInBlank(f"{P}/w:r[2]")],
        [OnlyInReport(f"{P}/w:r[1]", f"{P}/w:r[1]/w:br[1]", "<w:b/>")],
        [Loop(P, f"{AT}/w:p[4]", "e", "equipements")],
    ],
)
def test_an_address_of_another_file_is_refused_by_both(
    addresses: list[Address],
) -> None:
    answers = Places({"x": "Ada"}, {"equipements": ()})
    with pytest.raises(LookupError):
        filled_body(STORY, addresses, answers)
    assert told(STORY, addresses, answers, STORY) == [
        "la partie word/document.xml : « un autre formulaire » au lieu de « les places du"
        " formulaire »"
    ]


def test_a_control_around_paragraphs_holds_no_runs() -> None:
    blank = "<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    with pytest.raises(LookupError):
        place = x(0, 0, f"{AT}/w:sdt[1]/w:sdtContent[1]")
        filled_body(blank, [place], Places({"x": "Ada"}))


def test_the_content_types_come_first_wherever_the_file_has_them() -> None:
    parts = {"a.xml": b"<a/>", "[Content_Types].xml": b"<Types/>"}
    report = pack(filled(parts, {}, Places({})))
    assert differences(parts, {}, Places({}), report) == []


def test_a_part_or_an_answer_that_is_not_there_is_refused() -> None:
    with pytest.raises(LookupError):
        filled(document(""), {"b.xml": ()}, Places({}))
    with pytest.raises(LookupError):
        filled_body("<w:p/>", [x(0, 0)], Places({"y": ""}))
    with pytest.raises(LookupError):  # numbers that go up are of our own forms
        number = Number(f"{P}/w:x[1]", "w:y", "n")
        filled_body(STORY, [number], Places({}))
    for raw in (b"<a>", b"<!DOCTYPE a><a/>"):
        with pytest.raises((ExpatError, ValueError)):
            filled({BODY: raw}, {BODY: ()}, Places({}))
