"""The automatic numbers of a Word file, where they are simply computed."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from pipeline.word_files.elements import child, children, is_on, value
from pipeline.word_files.signs import sign
from pipeline.word_files.styles import Styles

_LEVELS = 9
_LARGEST = 9999  # of a number: no list is longer
_LONGEST = 30  # letters of the pattern of a number, and of a number of letters
_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"
_ROMAN = [
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
]


class Level:
    """How the paragraphs of one level of a list are numbered."""

    def __init__(self, element: Element | None = None) -> None:
        self.start, self.shape, self.pattern = 1, "decimal", ""
        self.restart, self.plain, self.style = -1, False, ""
        if element is None:
            return
        self.start = _number(value(child(element, "w:start")), 0)
        self.shape = value(child(element, "w:numFmt"), "decimal")
        self.pattern = value(child(element, "w:lvlText"))[:_LONGEST]
        self.restart = _number(value(child(element, "w:lvlRestart")), -1)
        self.plain = is_on(child(element, "w:isLgl"))
        self.style = value(child(element, "w:pStyle"))
        if self.shape == "bullet":
            fonts = child(element, "w:rPr", "w:rFonts")
            font = "" if fonts is None else fonts.get("w:ascii", "")
            drawn = sign(font, ord(self.pattern)) if len(self.pattern) == 1 else ""
            self.pattern = drawn if drawn in "☐☒☑✓✗" and drawn else _BULLET


_PLAIN = Level()


class Numbers:
    """The lists of a file, and how far each has come."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, str] = {}  # the list of a paragraph -> its definition
        self._levels: dict[str, dict[int, Level]] = {}  # of a list, where it differs
        self._starts: dict[str, dict[int, int]] = {}
        self._defined: dict[str, dict[int, Level]] = {}
        self._linked: dict[
            str, str
        ] = {}  # a definition -> the style that has its levels
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for one in children(root, "w:abstractNum"):
            name = one.get("w:abstractNumId", "")
            self._defined[name] = _levels(one)
            self._linked[name] = value(child(one, "w:numStyleLink"))
        for one in children(root, "w:num"):
            self._add(one)

    def _add(self, element: Element) -> None:
        name = element.get("w:numId", "")
        self._lists[name] = value(child(element, "w:abstractNumId"))
        for override in children(element, "w:lvlOverride"):
            at = _at(override)
            start = child(override, "w:startOverride")
            if start is not None:
                self._starts.setdefault(name, {})[at] = _number(value(start), 0)
            if (level := child(override, "w:lvl")) is not None:
                self._levels.setdefault(name, {})[at] = Level(level)

    def next(self, name: str, level: str, style: str) -> str:
        """The number of the next paragraph of a list, "" where it has none. ``style``:
        the id of its style, which may say the level.
        """
        if name not in self._lists or name == "0":
            return ""
        definition = self._definition(name)
        levels = {**self._defined.get(definition, {}), **self._levels.get(name, {})}
        at = _number(level, -1)
        if at < 0:
            at = next(
                (n for n, one in levels.items() if style and one.style == style), 0
            )
        at = min(at, _LEVELS - 1)
        counts = self._counts.setdefault(definition, [None] * _LEVELS)
        self._count(name, at, levels, counts)
        own = levels.get(at, _PLAIN)
        if own.shape in ("bullet", "none"):
            return own.pattern
        return _PLACE.sub(lambda place: _shown(place, own, levels, counts), own.pattern)

    def _definition(self, name: str) -> str:
        definition = self._lists[name]
        if not (linked := self._linked.get(definition)):
            return definition
        return self._lists.get(self._styles.style(linked).number[0], definition)

    def _count(
        self,
        name: str,
        at: int,
        levels: dict[int, Level],
        counts: list[int | None],
    ) -> None:
        """Count one more paragraph at a level; those below begin again."""
        count = counts[at]
        start = self._starts.get(name, {}).get(at)
        if start is not None and (name, at) not in self._begun:
            self._begun.add((name, at))
            counts[at] = start
        elif count is None:
            counts[at] = levels.get(at, _PLAIN).start
        else:
            counts[at] = count + 1
        for above in range(at):
            if counts[above] is None:
                counts[above] = levels.get(above, _PLAIN).start
        for below in range(at + 1, _LEVELS):
            restart = levels.get(below, _PLAIN).restart
            if restart < 0 or (restart > 0 and at < restart):
                counts[below] = None


def _levels(definition: Element) -> dict[int, Level]:
    levels = children(definition, "w:lvl")
    return {_at(level): Level(level) for level in levels}


def _at(element: Element) -> int:
    return min(_number(element.get("w:ilvl", ""), 0), _LEVELS - 1)


def _shown(
    place: re.Match[str],
    own: Level,
    levels: dict[int, Level],
    counts: list[int | None],
) -> str:
    at = int(place[1]) - 1
    shape = levels.get(at, _PLAIN).shape
    if own.plain and shape != "none":
        shape = "decimal"
    count = counts[at]
    return spelled(count if count is not None else 1, shape)


def spelled(number: int, shape: str) -> str:
    """A number in one of Word's shapes; a shape that is not known is decimal."""
    if shape == "none" or shape == "bullet":
        return ""
    if shape in ("lowerLetter", "upperLetter") and number > 0:
        text = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, _LONGEST)
    elif shape in ("lowerRoman", "upperRoman") and number > 0:
        text = ""
        for size, letters in _ROMAN:
            text += letters * (number // size)
            number %= size
    elif shape == "decimalZero":
        return f"{number:02}"
    else:
        return str(number)
    return text.upper() if shape.startswith("upper") else text


def _number(text: str, default: int) -> int:
    """What a value says, up to the largest that a list can have."""
    if not (text.isascii() and text.isdecimal()):
        return default
    return min(int(text[:6]), _LARGEST)
