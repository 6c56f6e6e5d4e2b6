"""Our comments in a sheet, beside those of its people, and how they are taken away
again.

A line of its own heads what we write, so that it is found again behind a person's own
words and after another program has saved the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.marked_copy.package import VML, Package
from pipeline.marked_copy.sheet import Place, Sheet, ref_of
from pipeline.marked_copy.splices import (
    MAIN,
    MOST_LETTERS,
    RELATION,
    Node,
    Unusual,
    Xml,
    children,
    content,
    text_element,
)
from pipeline.office.excel import place_of

AUTHOR = "Canevas"
HEAD = "── Canevas ──"
_MARK = HEAD.encode()
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_LINE_ENDS = re.compile(rb"(?:\r?\n|&#10;|&#x[aA];|_x000[aA]_){1,2}$")
_LOOKS = '<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/>'
_NO_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
).encode()
_SPACES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NO_SHAPES = (
    b"<xml"
    + _SPACES
    + b'><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    b' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path'
    b' gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202"'
    ' style="position:absolute;visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t"'
    ' color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div'
    ' style="text-align:left"></div>'
    "</v:textbox><x:ClientData"
    ' ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE_STARTS = re.compile(rb"<((?:\w+:)?)shape\s")
_BOX_WIDTH, _LINE_HEIGHT, _LINE_LETTERS = 300, 16, 44  # pixels, pixels, letters
_MOST_ROWS = 100  # that a box may span, where they are hidden


def remove_notes(package: Package, part: str, sheet: Sheet) -> None:
    """Take all that we wrote out of the comments of a sheet; what is then empty goes."""
    name = package.related(part, "comments")
    if not name or _MARK not in package.parts[name]:
        return
    xml = package.xml(name)
    cut = {node: _cut(xml, node) for node in children(xml.root.child("commentList"))}
    gone = {place_of(node.attributes.get("ref", "")) for node in cut if cut[node]}
    left = [node for node in cut if not cut[node]]
    authors = children(xml.root.child("authors"))
    used = {node.attributes.get("authorId") for node in left}
    ours = xml.fit(f"<author>{AUTHOR}</author>")
    if authors and str(len(authors) - 1) not in used and xml.raw(authors[-1]) == ours:
        xml.remove(authors[-1])
    if left:
        package.parts[name] = xml.done()
    else:
        package.remove(part, name)
    _remove_shapes(package, part, sheet, gone)


def _remove_shapes(package: Package, part: str, sheet: Sheet, gone: set[Place]) -> None:
    if not gone or not (vml := _drawing(package, part, sheet)):
        return
    drawing = package.searched(vml)
    at, pieces = 0, []
    for start, end in _shapes(drawing):
        if _place_of_shape(drawing[start:end]) in gone:
            pieces.append(drawing[at:start])
            at = end
    shapes = b"".join([*pieces, drawing[at:]])
    if re.search(rb"<(\w+:)?(shape|group|rect|line|oval)\s", shapes):
        package.parts[vml] = shapes
    else:
        package.remove(part, vml)
        sheet.forget_comments()


def _shapes(drawing: bytes) -> Iterator[tuple[int, int]]:
    """Where each shape of a drawing stands."""
    end = 0
    for start in _SHAPE_STARTS.finditer(drawing):
        if start.start() >= end:
            over = b"</%sshape>" % start[1]
            close = drawing.find(over, start.end())
            if close < 0:
                return
            end = close + len(over)
            yield start.start(), end


def add_notes(
    package: Package, part: str, sheet: Sheet, notes: Mapping[Place, str]
) -> None:
    """Write comments (place -> text); behind a person's own words where there are some,
    not into a conversation.
    """
    name = package.related(part, "comments")
    xml = Xml(package.parts[name] if name else _NO_COMMENTS, package.budget)
    comments, authors = xml.root.child("commentList"), xml.root.child("authors")
    if not comments or not authors:
        raise Unusual
    people = {node.attributes.get("ref", ""): node for node in comments.children}
    # A conversation says so in the name of its author.
    writers = enumerate(authors.children)
    talkers = {n for n, node in writers if b">tc=" in xml.raw(node)}
    fresh = []
    for place, text in sorted(notes.items()):
        ref = ref_of(place)
        if own := people.get(ref):
            if own.number("authorId") not in talkers:
                _write_below(xml, own, text)
        else:
            fresh.append(place)
            note = (
                f'<comment ref="{ref}" authorId="{len(authors.children)}"'
                f' shapeId="0"><text>{_run(HEAD, look="<b/>")}'
            )
            note += _run("\n" + text, MOST_LETTERS - len(HEAD)) + "</text></comment>"
            xml.append(comments, xml.fit(note))
    if fresh:
        xml.append(authors, xml.fit(f"<author>{AUTHOR}</author>"))
    if name:
        package.parts[name] = xml.done()
    elif fresh:
        package.add(part, "comments", "xl/commentsCanevas.xml", xml.done(), _TYPE)
    if fresh:
        _add_shapes(package, part, sheet, {place: notes[place] for place in fresh})


def _add_shapes(
    package: Package, part: str, sheet: Sheet, notes: Mapping[Place, str]
) -> None:
    name = _drawing(package, part, sheet)
    drawing = package.searched(name) if name else _NO_SHAPES
    end = drawing.rfind(b"</xml>")
    if end < 0 or b"urn:schemas-microsoft-com:vml" not in drawing:
        raise Unusual
    numbers = re.findall(rb"_x0000_s(\d{1,9})\b", drawing)
    number = max([1024, *map(int, numbers)])
    new = [] if b'id="_x0000_t202"' in drawing else [_SHAPE_TYPE]
    for (row, column), text in notes.items():
        number += 1
        facts = {"number": number, "row": row - 1, "column": column - 1}
        anchor = _anchor(sheet, (row, column), text)
        new.append(_SHAPE.format(**facts, anchor=anchor).encode())
    if _SPACES not in drawing:  # their prefixes may mean something else here
        new = [
            re.sub(rb"^<v:\w+", lambda tag: tag[0] + _SPACES, element)
            for element in new
        ]
    drawing = drawing[:end] + b"".join(new) + drawing[end:]
    if name:
        package.parts[name] = drawing
    else:
        sheet.point_at_comments(
            package.add(part, "vmlDrawing", "xl/drawings/vmlCanevas.vml", drawing, VML)
        )


def _anchor(sheet: Sheet, place: Place, text: str) -> str:
    """Where the box of a comment stands: right of its cell, as high as its lines."""
    lines = 2 + sum(1 + len(line) // _LINE_LETTERS for line in text.split("\n"))
    top, left = max(place[0] - 1, 1), place[1] + 1
    row, column, high, wide = top, left, _LINE_HEIGHT * min(lines, 40), _BOX_WIDTH
    while wide > (width := sheet.width(column)):
        wide -= width
        column += 1
    while high > (height := sheet.height(row)) and row < top + _MOST_ROWS:
        high -= height
        row += 1
    return f"{left - 1}, 12, {top - 1}, 6, {column - 1}, {wide}, {row - 1}, {high}"


def _write_below(xml: Xml, comment: Node, text: str) -> None:
    """Our lines behind a person's own words, as far as there is room."""
    body = comment.child("text")
    if body is None:
        raise Unusual
    ours = f"\n\n{HEAD}\n{text}"[: max(0, MOST_LETTERS - (body.close - body.inner))]
    if HEAD not in ours:
        return
    runs, plain = body.named("r"), body.child("t")
    if runs:
        xml.replace(runs[-1].end, runs[-1].end, xml.fit(_run(ours)))
    elif plain:
        xml.append(plain, content(ours).encode())
    else:
        xml.append(body, xml.fit(_run(ours.lstrip())))


def _cut(xml: Xml, comment: Node) -> bool:
    """Take our lines out of a comment; whether nothing else is left of it."""
    body = comment.child("text")
    pieces = [node for node in children(body) if node.name in ("r", "t")]
    at = xml.data.find(_MARK, comment.start, comment.close)
    ours = [node for node in pieces if node.end > at]
    if at < 0 or not body or not ours:
        return False
    said = re.sub(rb"<[^<>]*>", b"", xml.data[body.inner : at])
    if not _LINE_ENDS.sub(b"", said).strip():
        xml.remove(comment)
        return True
    text = ours[0] if ours[0].name == "t" else ours[0].child("t")
    kept = _LINE_ENDS.sub(b"", xml.data[text.inner : at]) if text else b""
    for node in ours[1:] if kept else ours:
        xml.remove(node)
    if kept and text:
        xml.replace(text.inner, text.close, kept)
    return False


def _run(text: str, most: int = MOST_LETTERS, look: str = "") -> str:
    return f"<r><rPr>{look}{_LOOKS}</rPr>{text_element(text, most)}</r>"


def _drawing(package: Package, part: str, sheet: Sheet) -> str:
    """The part that the sheet names as its drawing of comments; empty without one."""
    named = sheet.root.child("legacyDrawing")
    relation = named.attributes.get(f"{RELATION} id", "") if named else ""
    name = package.relations(part).get(relation, ("", ""))[1]
    return name if name in package.parts else ""


def _place_of_shape(shape: bytes) -> Place:
    """The cell that a comment's box belongs to; (0, 0) for what is no such box."""
    row, column = (
        re.search(rb"<(?:\w+:)?%s>\s*(\d+)\s*<" % name, shape)
        for name in (b"Row", b"Column")
    )
    if not row or not column or b'"Note"' not in shape:
        return 0, 0
    return int(row[1]) + 1, int(column[1]) + 1
