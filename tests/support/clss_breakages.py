"""Ways of breaking the plan of Marolles, each with a name: what an engine, a template
or a hand in Word may do.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree

from tests.support.breakages import BODY, Parts, written
from tests.support.docx_text import W

NUMBERING = "word/numbering.xml"
# The tables in order; rows count from the head row, 0.
FIRST, SECOND, THIRD, FOURTH, BUDGET, DETAIL, FOLLOW_UP = range(7)
# The columns of a planning table.
OG, OI, OO, ACTION, YEAR = range(5)

PLAN_BREAKAGES = written("clss-2022-2025")
Edit = Callable[[Any], None]


def edit(name: str, part: str = BODY) -> Callable[[Edit], Edit]:
    """Register a breakage that changes the tree of a part."""

    def register(change: Edit) -> Edit:
        def breaks(parts: Parts) -> None:
            root = etree.fromstring(parts[part])
            change(root)
            parts[part] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )

        assert name not in PLAN_BREAKAGES, name
        PLAN_BREAKAGES[name] = breaks
        return change

    return register


def rows(root: Any, table: int) -> list[Any]:
    return list(root.findall(f".//{W}tbl")[table].findall(f"{W}tr"))


def cell(root: Any, table: int, row: int, column: int) -> Any:
    return rows(root, table)[row].findall(f"{W}tc")[column]


def only(element: Any, name: str) -> Any:
    """The first element of a name inside another, which must be there."""
    return next(element.iter(f"{W}{name}"))


def told(element: Any) -> str:
    return "".join(found.text or "" for found in element.iter(f"{W}t"))


def write(element: Any, new: str) -> None:
    """Put a text in the place of another, in the runs that there are."""
    first, *others = [found for found in element.iter(f"{W}t") if found.text] or [
        only(element, "t")
    ]
    assert first.text != new
    first.text = new
    for found in others:
        found.text = ""


def para(root: Any, start: str, style: str | None = None) -> Any:
    """The last paragraph that begins so (the table of contents comes first); of a
    style, where one is given.
    """
    found = [
        p
        for p in root.iter(f"{W}p")
        if told(p).startswith(start) and style in (None, style_of(p))
    ]
    return found[-1]


def styled(root: Any, style: str) -> list[Any]:
    return [p for p in root.iter(f"{W}p") if style_of(p) == style]


def style_of(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def drop(element: Any) -> None:
    element.getparent().remove(element)


def swap(one: Any, other: Any) -> None:
    """Two elements of one parent in each other's place."""
    parent = one.getparent()
    at, to = sorted((parent.index(one), parent.index(other)))
    first, second = parent[at], parent[to]
    assert etree.tostring(first) != etree.tostring(second)
    parent[at] = copy.deepcopy(second)
    parent[to] = copy.deepcopy(first)


def look(run: Any, style: str) -> None:
    """Give a run a character style, or none."""
    if (found := run.find(f"{W}rPr")) is not None:
        drop(found)
    if style:
        properties = etree.Element(f"{W}rPr")
        if "Exposant" in style:
            etree.SubElement(properties, f"{W}rStyle", {f"{W}val": "Exposant"})
        if "Gras" in style:
            etree.SubElement(properties, f"{W}b")
        run.insert(0, properties)


def run(paragraph: Any, style: str = "") -> Any:
    """The first run with a text, of a look where one is given."""
    for found in paragraph.iter(f"{W}r"):
        raised, bold = (
            found.find(f"{W}rPr/{W}rStyle") is not None,
            found.find(f"{W}rPr/{W}b") is not None,
        )
        if told(found) and ("Gras" * bold) + ("Exposant" * raised) == style:
            return found
    raise AssertionError(style)


def added(paragraph: Any, xml: str) -> Any:
    """A copy of a paragraph with other content, behind it."""
    made = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{xml}</w:p>')
    paragraph.addnext(made)
    return made


# ---- colours

for title, table, row, column, colour in (
    ("general objective in orange", FIRST, 1, OG, "F8CBAD"),
    ("intermediate objective in yellow", FIRST, 1, OI, "FFE699"),
    ("operational objective in orange", FIRST, 1, OO, "F8CBAD"),
    ("transversal objective in yellow", THIRD, 1, OG, "FFE699"),
    ("objective of the CPAS in green", SECOND, 7, OO, "C6E0B4"),
    ("action of the CPAS in white", SECOND, 4, ACTION, "FFFFFF"),
    ("action of another one in grey", SECOND, 3, ACTION, "D9D9D9"),
    ("merged cell in two colours", FIRST, 2, OG, "F8CBAD"),
    ("missing objective in orange", FOURTH, 1, OI, "F8CBAD"),
    ("a shade nobody sees", FIRST, 1, OO, "C6E0B5"),
    ("head of a table in yellow", FIRST, 0, OG, "FFE699"),
    ("quarter of the budget in white", BUDGET, 1, 0, "FFFFFF"),
):

    @edit(title)
    def coloured(
        root: Any, at: tuple[int, int, int] = (table, row, column), colour: str = colour
    ) -> None:
        shade = only(cell(root, *at), "shd")
        assert shade.get(f"{W}fill") != colour
        shade.set(f"{W}fill", colour)


@edit("colour lost")
def _(root: Any) -> None:
    drop(only(cell(root, FIRST, 3, OO), "shd"))


@edit("year in colour")
def _(root: Any) -> None:
    shade = copy.deepcopy(only(cell(root, FIRST, 1, OO), "shd"))
    only(cell(root, FIRST, 1, YEAR), "tcPr").append(shade)


@edit("colour of two shades")
def _(root: Any) -> None:
    only(cell(root, FIRST, 1, OO), "shd").set(f"{W}val", "pct50")


# ---- merged cells and columns


@edit("merge that begins a row later")
def _(root: Any) -> None:
    ends, starts = (
        only(cell(root, FIRST, 3, OO), "vMerge"),
        only(cell(root, FIRST, 4, OO), "vMerge"),
    )
    del ends.attrib[f"{W}val"]
    starts.set(f"{W}val", "restart")


@edit("merge cut in two")
def _(root: Any) -> None:
    only(cell(root, FIRST, 4, OI), "vMerge").set(f"{W}val", "restart")


@edit("merge that swallows the next one")
def _(root: Any) -> None:
    del only(cell(root, FIRST, 6, OI), "vMerge").attrib[f"{W}val"]


@edit("cell no longer merged")
def _(root: Any) -> None:
    drop(only(cell(root, FIRST, 2, OG), "vMerge"))


@edit("action merged with the one above")
def _(root: Any) -> None:
    only(cell(root, FIRST, 2, ACTION), "tcPr").insert(1, etree.Element(f"{W}vMerge"))


@edit("year over more columns")
def _(root: Any) -> None:
    only(cell(root, FIRST, 1, YEAR), "gridSpan").set(f"{W}val", "10")


@edit("spans of two years changed so that their sum is the same")
def _(root: Any) -> None:
    only(cell(root, FIRST, 1, YEAR), "gridSpan").set(f"{W}val", "8")
    only(cell(root, FIRST, 1, YEAR + 1), "gridSpan").set(f"{W}val", "10")


@edit("column of another width")
def _(root: Any) -> None:
    only(root.findall(f".//{W}tbl")[FIRST], "gridCol").set(f"{W}w", "1900")


@edit("year cell lost")
def _(root: Any) -> None:
    drop(cell(root, FIRST, 2, YEAR + 3))


@edit("year cell too many")
def _(root: Any) -> None:
    found = cell(root, FIRST, 2, YEAR + 3)
    found.addnext(copy.deepcopy(found))


# ---- marks and rows


@edit("mark added")
def _(root: Any) -> None:
    write(cell(root, FIRST, 1, YEAR + 1), "x")


@edit("mark gone")
def _(root: Any) -> None:
    write(cell(root, FIRST, 1, YEAR), "")


@edit("mark in another year")
def _(root: Any) -> None:
    swap(cell(root, FIRST, 1, YEAR), cell(root, FIRST, 1, YEAR + 1))


@edit("mark on another action")
def _(root: Any) -> None:
    write(cell(root, SECOND, 2, YEAR), "")
    write(cell(root, SECOND, 3, YEAR), "x")


@edit("mark that is another letter")
def _(root: Any) -> None:
    write(cell(root, FIRST, 1, YEAR), "X")


@edit("row twice")
def _(root: Any) -> None:
    found = rows(root, FIRST)[2]
    found.addnext(copy.deepcopy(found))


@edit("row lost")
def _(root: Any) -> None:
    drop(rows(root, FIRST)[2])


@edit("two rows swapped")
def _(root: Any) -> None:
    swap(*rows(root, FIRST)[4:6])


@edit("action under another objective")
def _(root: Any) -> None:
    one, other = cell(root, FIRST, 2, ACTION), cell(root, FIRST, 4, ACTION)
    one_text, other_text = told(one), told(other)
    write(one, other_text)
    write(other, one_text)


@edit("table lost")
def _(root: Any) -> None:
    drop(root.findall(f".//{W}tbl")[SECOND])


@edit("two tables swapped")
def _(root: Any) -> None:
    swap(*root.findall(f".//{W}tbl")[:2])


@edit("head row no longer repeated")
def _(root: Any) -> None:
    drop(only(rows(root, FIRST)[0], "tblHeader"))


@edit("row that may break over two pages")
def _(root: Any) -> None:
    drop(only(rows(root, FIRST)[2], "cantSplit"))


@edit("year of a table's head changed")
def _(root: Any) -> None:
    write(cell(root, FIRST, 0, YEAR), "2021")


@edit("notice of a table lost")
def _(root: Any) -> None:
    drop(para(root, "Les objectifs en gris", "Consigne"))


@edit("title of a table changed")
def _(root: Any) -> None:
    write(para(root, "Thématique 1", "TitreTableau"), "Thématique 2")


# ---- looks of the texts


@edit("bold taken off what the CPAS leads")
def _(root: Any) -> None:
    look(run(cell(root, SECOND, 7, OO), "Gras"), "")


@edit("bold put on what it does not lead")
def _(root: Any) -> None:
    look(run(cell(root, FIRST, 1, OO)), "Gras")


@edit("number of an objective no longer bold")
def _(root: Any) -> None:
    found = run(cell(root, SECOND, 7, OO), "Gras")
    number, rest = told(found)[:5], told(found)[5:]
    plain = copy.deepcopy(found)
    write(found, rest)
    write(plain, number)
    look(plain, "")
    found.addprevious(plain)


@edit("bold taken off a passage")
def _(root: Any) -> None:
    look(run(para(root, "L'objectif général 1 reprend"), "Gras"), "")


@edit("bold put on a text")
def _(root: Any) -> None:
    look(run(para(root, "Tout service s'adressant")), "Gras")


@edit("bold without a style")
def _(root: Any) -> None:
    properties = etree.Element(f"{W}rPr")
    etree.SubElement(properties, f"{W}b")
    run(para(root, "Tout service s'adressant")).insert(0, properties)


@edit("bold passage a word shorter")
def _(root: Any) -> None:
    found = run(para(root, "L'objectif général 1 reprend"), "Gras")
    before, _, word = told(found).rpartition(" ")
    write(found, before)
    following = found.getnext()
    only(following, "t").text = f" {word}{told(following)}"


@edit("superscript lost in the narrative")
def _(root: Any) -> None:
    look(run(para(root, "1.1 (OI)", "ObjectifIntermediaire"), "Exposant"), "")


@edit("superscript lost in a table")
def _(root: Any) -> None:
    look(run(cell(root, FIRST, 1, OI), "Exposant"), "")


@edit("superscript made bold")
def _(root: Any) -> None:
    look(run(cell(root, FIRST, 1, OI), "Exposant"), "GrasExposant")


@edit("superscript over the digit too")
def _(root: Any) -> None:
    found = run(cell(root, FIRST, 1, OI), "Exposant")
    before = found.getprevious()
    write(before, told(before)[:-1])
    write(found, f"1{told(found)}")


@edit("superscript written with signs")
def _(root: Any) -> None:
    write(run(cell(root, FIRST, 1, OI), "Exposant"), "ᵉʳᵉ")


@edit("superscript made a subscript")
def _(root: Any) -> None:
    properties = run(cell(root, FIRST, 1, OI), "Exposant").find(f"{W}rPr")
    etree.SubElement(properties, f"{W}vertAlign", {f"{W}val": "subscript"})


@edit("hidden text")
def _(root: Any) -> None:
    found = run(para(root, "Tout service s'adressant"))
    properties = etree.Element(f"{W}rPr")
    etree.SubElement(properties, f"{W}vanish")
    found.insert(0, properties)


# ---- the narrative


@edit("list bullet lost")
def _(root: Any) -> None:
    drop(only(para(root, "Des services avec des approches"), "pPr"))


@edit("list bullet typed")
def _(root: Any) -> None:
    found = para(root, "Des services avec des approches")
    drop(only(found, "pPr"))
    write(found, f"• {told(found)}")


@edit("paragraph made an item")
def _(root: Any) -> None:
    properties = etree.Element(f"{W}pPr")
    etree.SubElement(properties, f"{W}pStyle", {f"{W}val": "Liste"})
    para(root, "Tout service s'adressant").insert(0, properties)


@edit("paragraph added")
def _(root: Any) -> None:
    added(para(root, "Tout service s'adressant"), "<w:r><w:t>Et encore.</w:t></w:r>")


@edit("empty paragraph added")
def _(root: Any) -> None:
    added(para(root, "Tout service s'adressant"), "")


@edit("paragraph lost")
def _(root: Any) -> None:
    drop(para(root, "Tout service s'adressant"))


@edit("paragraph twice")
def _(root: Any) -> None:
    found = para(root, "Tout service s'adressant")
    found.addnext(copy.deepcopy(found))


@edit("two paragraphs swapped")
def _(root: Any) -> None:
    found = para(root, "Il a été réalisé")
    swap(found, found.getnext())


@edit("two paragraphs made one")
def _(root: Any) -> None:
    found = para(root, "Il a été réalisé")
    following = found.getnext()
    found.extend(following.findall(f"{W}r"))
    drop(following)


@edit("paragraph cut in two")
def _(root: Any) -> None:
    found = para(root, "Il a été réalisé")
    words, half = told(found), len(told(found)) // 2
    write(found, words[:half])
    added(found, f'<w:r><w:t xml:space="preserve">{words[half:]}</w:t></w:r>')


@edit("code of an action changed")
def _(root: Any) -> None:
    only(para(root, "A4", "Action"), "t").text = "A3"


@edit("space behind the code of an action")
def _(root: Any) -> None:
    only(para(root, "A4", "Action"), "tab").tag = f"{W}t"


@edit("codes of two actions swapped")
def _(root: Any) -> None:
    found = para(root, "A2", "Action")
    before = found.getprevious()
    only(found, "t").text, only(before, "t").text = "A1", "A2"


@edit("heading of a passage lost")
def _(root: Any) -> None:
    drop(para(root, "Constats fondant l'objectif"))


@edit("heading of a passage changed")
def _(root: Any) -> None:
    write(para(root, "Organisation porteuse", "Intitule"), "Organisations porteuses")


@edit("heading at another level")
def _(root: Any) -> None:
    only(para(root, "1.1 (OI)", "ObjectifIntermediaire"), "pStyle").set(
        f"{W}val", "ObjectifOperationnel"
    )


@edit("transversal objective as a general one")
def _(root: Any) -> None:
    only(para(root, "3 Objectif", "ObjectifTransversal"), "pStyle").set(
        f"{W}val", "ObjectifGeneral"
    )


@edit("objective lost, with all below its heading")
def _(root: Any) -> None:
    found = para(root, "2.1.3 (OO)", "ObjectifOperationnel")
    while True:
        following = found.getnext()
        drop(found)
        if style_of(following).startswith("Objectif"):
            return
        found = following


# ---- the table of contents


@edit("heading missing from the table of contents")
def _(root: Any) -> None:
    drop(styled(root, "TOC2")[0])


@edit("heading twice in the table of contents")
def _(root: Any) -> None:
    found = styled(root, "TOC2")[0]
    found.addnext(copy.deepcopy(found))


@edit("two lines of the table of contents swapped")
def _(root: Any) -> None:
    swap(*styled(root, "TOC3")[:2])


@edit("line of the table of contents at another level")
def _(root: Any) -> None:
    only(styled(root, "TOC2")[0], "pStyle").set(f"{W}val", "TOC3")


@edit("line of the table of contents that says something else")
def _(root: Any) -> None:
    write(styled(root, "TOC2")[0], "1.1 Autre chose")


@edit("line of the table of contents without its link")
def _(root: Any) -> None:
    link = only(root, "hyperlink")
    link.getparent().extend(list(link))
    drop(link)


@edit("words beside the link of a line")
def _(root: Any) -> None:
    link = only(root, "hyperlink")
    link.addnext(copy.deepcopy(run(link)))


# ---- pages, styles, other parts


@edit("landscape pages made upright")
def _(root: Any) -> None:
    size = list(root.iter(f"{W}pgSz"))[-1]
    wide, high = size.get(f"{W}w"), size.get(f"{W}h")
    size.set(f"{W}w", high)
    size.set(f"{W}h", wide)
    del size.attrib[f"{W}orient"]


@edit("upright pages turned")
def _(root: Any) -> None:
    only(root, "pgSz").set(f"{W}orient", "landscape")


@edit("section break lost")
def _(root: Any) -> None:
    drop(only(root, "sectPr").getparent().getparent())


@edit("section that goes on upon the same page")
def _(root: Any) -> None:
    kind = etree.Element(f"{W}type", {f"{W}val": "continuous"})
    list(root.iter(f"{W}sectPr"))[-1].insert(0, kind)


@edit("footer shown on the title page")
def _(root: Any) -> None:
    drop(only(root, "titlePg"))


@edit("mark of a comment")
def _(root: Any) -> None:
    found = run(para(root, "Tout service s'adressant"))
    etree.SubElement(found, f"{W}commentReference", {f"{W}id": "0"})


@edit("insertion that Word keeps track of")
def _(root: Any) -> None:
    found = run(para(root, "Tout service s'adressant"))
    mark = etree.Element(f"{W}ins", {f"{W}id": "900", f"{W}author": "Quelqu'un"})
    found.addprevious(mark)
    mark.append(found)


# ---- budget and follow-up


@edit("amount changed")
def _(root: Any) -> None:
    write(cell(root, BUDGET, 2, 1), "50.000,01 €")


@edit("amount lost")
def _(root: Any) -> None:
    write(cell(root, BUDGET, 2, 1), "")


@edit("unknown amount filled in")
def _(root: Any) -> None:
    write(cell(root, DETAIL, 5, 1), "- €")


@edit("zero written otherwise")
def _(root: Any) -> None:
    write(cell(root, DETAIL, 9, 1), "0,00 €")


@edit("amount with a no-break space")
def _(root: Any) -> None:
    write(cell(root, BUDGET, 2, 1), "50.000,00\u00a0€")


@edit("amounts of two quarters swapped")
def _(root: Any) -> None:
    one, other = cell(root, BUDGET, 3, 1), cell(root, BUDGET, 9, 1)
    one_text, other_text = told(one), told(other)
    write(one, other_text)
    write(other, one_text)


@edit("comment on another row")
def _(root: Any) -> None:
    write(cell(root, BUDGET, 2, 2), told(cell(root, BUDGET, 3, 2)))


@edit("amount to the left")
def _(root: Any) -> None:
    only(cell(root, BUDGET, 2, 1), "pStyle").set(f"{W}val", "Cellule")


@edit("quarter of the budget lost")
def _(root: Any) -> None:
    for row in rows(root, BUDGET)[7:13]:
        drop(row)


@edit("quarters of the budget in another order")
def _(root: Any) -> None:
    found = rows(root, BUDGET)
    for row in found[1:7]:
        found[13].addprevious(row)


@edit("article renamed")
def _(root: Any) -> None:
    write(cell(root, BUDGET, 4, 0), "Appel à projets")


@edit("total of the quarters lost")
def _(root: Any) -> None:
    drop(rows(root, BUDGET)[-1])


@edit("line of the detail under another quarter")
def _(root: Any) -> None:
    found = rows(root, DETAIL)
    found[7].addprevious(found[5])
    found[6].addprevious(found[7])


@edit("detail of the CPAS lost")
def _(root: Any) -> None:
    drop(root.findall(f".//{W}tbl")[DETAIL])


@edit("people reached changed")
def _(root: Any) -> None:
    write(cell(root, FOLLOW_UP, 1, 4), "1000")


@edit("missed target reached")
def _(root: Any) -> None:
    found = next(
        c
        for c in root.findall(f".//{W}tbl")[FOLLOW_UP].iter(f"{W}tc")
        if told(c).endswith("pas atteint")
    )
    write(found, told(found).replace("pas atteint", "atteint"))


@edit("row of the follow-up lost")
def _(root: Any) -> None:
    drop(rows(root, FOLLOW_UP)[3])


@edit("follow-up lost")
def _(root: Any) -> None:
    drop(root.findall(f".//{W}tbl")[FOLLOW_UP])


@edit("day of the situation changed")
def _(root: Any) -> None:
    found = para(root, "Situation au", "Consigne")
    write(found, told(found).replace("31/12/2023", "31/12/2022"))


@edit("word of caution about the people reached lost")
def _(root: Any) -> None:
    found = para(root, "Situation au", "Consigne")
    write(found, told(found).split(". ")[0] + ".")
