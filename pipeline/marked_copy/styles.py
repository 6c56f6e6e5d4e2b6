"""The marks' colours in the table of styles: a marked cell keeps its own style but for
the fill.

What must be undone later is written in the fill itself: in a solid fill only the
foreground shows, so the background holds the colour that the cell had. Excel keeps
both; LibreOffice does not, and then the cell ends without fill.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from pipeline.marked_copy.splices import (
    MAIN,
    Node,
    Unusual,
    Xml,
    attribute,
    children,
    with_attribute,
)

MARKS = {
    "erreur": "FFFFCBD2",
    "avertissement": "FFFFE7AB",
}  # ARGB; near Excel's own colours, and nobody's
_NONE = "64"  # the number of the palette that stands for no fill

_FONT = '<font>{}<color rgb="{}"/><name val="Calibri"/><family val="2"/></font>'
FONTS = {
    "title": _FONT.format('<b/><sz val="16"/>', "FF9C1C2B"),
    "quiet": _FONT.format('<sz val="11"/>', "FF5B6473"),
    "head": _FONT.format('<b/><sz val="11"/>', "FFFFFFFE"),
    "text": _FONT.format('<sz val="11"/>', "FF1F2A38"),
    "link": _FONT.format('<u/><sz val="11"/>', "FF1155CB"),
}
_HEAD = '<fill><patternFill patternType="solid"><fgColor rgb="FF44546B"/></patternFill></fill>'
_NO_FILL = '<fill><patternFill patternType="none"/></fill>'
_XF = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
MINIMAL = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet'
    f' xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name'
    f' val="Calibri"/></font></fonts><fills count="2">{_NO_FILL}<fill><patternFill'
    ' patternType="gray125"/></fill></fills><borders'
    f' count="1"><border/></borders><cellStyleXfs count="1"><xf {_XF}/></cellStyleXfs><cellXfs'
    f' count="1"><xf {_XF} xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal"'
    ' xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()

# What a cell is filled with: the attributes of its colour; () is nothing.
Former = tuple[str, ...]
_LOST: Former = ('indexed="65"',)  # a pattern or gradient, of which only that is kept


class _Fill(NamedTuple):
    """What a fill shows, and the colour that it hides behind that."""

    shown: Former = ()
    hidden: Former = ()
    is_mark: bool = False


class Styles:
    """The table of styles of one workbook: read, then either cleared of marks or given
    new ones.
    """

    def __init__(self, xml: Xml) -> None:
        self.xml = xml
        tables = (xml.root.child(name) for name in ("fonts", "fills", "cellXfs"))
        full = [table for table in tables if table and table.children]
        if len(full) < 3:
            raise Unusual
        self._fonts, self._fills, self._xfs = full
        self._new: dict[int, list[bytes]] = {}
        self._known: dict[object, int] = {}
        self._read = [*map(_read_fill, self._fills.children)]
        own = {xml.fit(font) for font in FONTS.values()}
        fonts = enumerate(self._fonts.children)
        self._own = {number for number, font in fonts if xml.raw(font) in own}

    def done(self) -> bytes:
        for table in (self._fonts, self._fills, self._xfs):
            if new := self._new.get(table.start):
                self.xml.append(table, b"".join(new))
                self._count(table, len(table.children) + len(new))
        return self.xml.done()

    def _count(self, table: Node, number: int) -> None:
        if "count" in table.attributes:
            self.xml.set(table, "count", str(number))

    def _add(self, table: Node, new: bytes) -> int:
        """The number of a new entry; the same entry is not added twice."""
        self.xml.budget.take("bytes", len(new))
        if (table.start, new) not in self._known:
            added = self._new.setdefault(table.start, [])
            self._known[table.start, new] = len(table.children) + len(added)
            added.append(new)
        return self._known[table.start, new]

    def marked(self, style: int, severity: str) -> int:
        """The number of the style that is like this one, in the colour of a mark."""
        style = style if style < len(self._xfs.children) else 0
        if (style, severity) not in self._known:
            node = self._xfs.children[style]
            kept = " ".join(self._fill_of(node).shown) or f'indexed="{_NONE}"'
            fill = _solid(f'rgb="{MARKS[severity]}"', kept)
            number = str(self._add(self._fills, self.xml.fit(fill)))
            xf = with_attribute(self.xml.raw(node), "fillId", number)
            xf = with_attribute(xf, "applyFill", "1")
            self._known[style, severity] = self._add(self._xfs, xf)
        return self._known[style, severity]

    def own(self, font: str, alignment: str, filled: bool = False) -> int:
        """The number of a style of our own sheet."""
        fill = self._add(self._fills, self.xml.fit(_HEAD)) if filled else 0
        number = self._add(self._fonts, self.xml.fit(FONTS[font]))
        looks = (
            f'numFmtId="0" fontId="{number}" fillId="{fill}" borderId="0" xfId="0"'
            ' applyFont="1"'
        )
        applied = 'applyFill="1" applyAlignment="1"' if filled else 'applyAlignment="1"'
        return self._add(
            self._xfs,
            self.xml.fit(f"<xf {looks} {applied}><alignment {alignment}/></xf>"),
        )

    def are_marked(self) -> bool:
        """Whether something of ours is in the table."""
        return bool(self._own) or any(fill.is_mark for fill in self._read)

    def clear(self, used: Collection[int]) -> dict[int, int]:
        """Undo the marks: former numbers of marked styles -> the numbers that their
        cells get instead.

        ``used``: the numbers that stand in a sheet. What is ours and stands at the end
        of a table is taken away, all other fills of ours become what they hid.
        """
        moved, fills, head = self._moved(), self._fills.children, self.xml.fit(_HEAD)

        def is_style(number: int) -> bool:
            font = self._xfs.children[number].number("fontId")
            return number in moved or (number not in used and font in self._own)

        left = [
            *self._cut(self._xfs, is_style),
            *children(self.xml.root.child("cellStyleXfs")),
        ]
        fonts_left, fills_left = (
            {xf.number(name) for xf in left} for name in ("fontId", "fillId")
        )
        self._cut(self._fonts, (self._own - fonts_left).__contains__)

        def is_fill(number: int) -> bool:
            is_ours = self._read[number].is_mark or self.xml.raw(fills[number]) == head
            return is_ours and number not in fills_left

        self._give_back(self._cut(self._fills, is_fill), left)
        return moved

    def _give_back(self, fills: Sequence[Node], xfs: Sequence[Node]) -> None:
        """Make the marks that are left, and the styles that have them, what they hid."""
        filled: dict[int, list[Node]] = {}
        for xf in xfs:
            filled.setdefault(xf.number("fillId"), []).append(xf)
        for number, node in enumerate(fills):
            if self._read[number].is_mark:
                former = _hidden(self._read[number], filled.get(number, []))
                pattern = (
                    _solid(" ".join(former), f'indexed="{_NONE}"')
                    if former not in ((), _LOST)
                    else _NO_FILL
                )
                self.xml.replace(node.start, node.end, self.xml.fit(pattern))

    def _moved(self) -> dict[int, int]:
        """Each marked style -> the first style that is the same with the former fill."""
        plain: dict[object, int] = {}
        marked: dict[int, object] = {}
        for number, xf in enumerate(self._xfs.children):
            fill, shape = self._fill_of(xf), self._shape(xf)
            if fill.is_mark:
                marked[number] = shape, _hidden(fill, [xf])
            else:
                plain.setdefault((shape, fill.shown), number)
        return {
            number: plain[former]
            for number, former in marked.items()
            if former in plain
        }

    def _cut(self, table: Node, is_ours: Callable[[int], bool]) -> list[Node]:
        """Take away what is ours at the end of a table; what is left."""
        left = list(table.children)
        while len(left) > 1 and is_ours(len(left) - 1):
            self.xml.remove(left.pop())
        if len(left) < len(table.children):
            self._count(table, len(left))
        return left

    def _shape(self, xf: Node) -> object:
        """All of a style but its fill."""
        attributes = {
            key: value
            for key, value in xf.attributes.items()
            if key not in ("fillId", "applyFill")
        }
        return tuple(sorted(attributes.items())), self.xml.data[xf.inner : xf.close]

    def _fill_of(self, xf: Node) -> _Fill:
        """What a style is filled with."""
        number = xf.number("fillId")
        return self._read[number] if number < len(self._read) else _Fill()


def _read_fill(node: Node) -> _Fill:
    pattern = node.child("patternFill")
    if not pattern:
        return _Fill(_LOST)
    front, behind = (_colour(pattern.child(name)) for name in ("fgColor", "bgColor"))
    kind = pattern.attributes.get("patternType", "none")
    shown = front if kind == "solid" else () if kind == "none" else _LOST
    return _Fill(
        shown, behind, any(f'rgb="{mark}"' in front for mark in MARKS.values())
    )


def _colour(node: Node | None) -> Former:
    said = node.attributes.items() if node else ()
    found = tuple(sorted(f'{key}="{attribute(value)}"' for key, value in said))
    return () if found == (f'indexed="{_NONE}"',) else found


def _hidden(fill: _Fill, xfs: Iterable[Node]) -> Former:
    """What a mark hides; nothing where LibreOffice has saved it since."""
    for attributes in (xf.attributes for xf in xfs):
        words = {"true", "false"} & {*attributes.values()}
        # LibreOffice says these where others say 1 and 0, and no applyFill.
        if words and "applyFill" not in attributes:
            return ()
    return fill.hidden


def _solid(shown: str, hidden: str) -> str:
    return (
        f'<fill><patternFill patternType="solid"><fgColor {shown}/><bgColor'
        f" {hidden}/></patternFill></fill>"
    )
