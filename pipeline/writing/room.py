"""Whether an answer has room where its row or its text box does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.word_files.elements import child, number_of, value
from pipeline.writing.file import NoPlace
from pipeline.writing.targets import Target

# Of letters of 11 points, in twentieths of a point.
_LETTER, _LINE = 105, 260
_WIDTH = 4000  # of a cell that says none
_LOWEST = 60  # a line of letters, in twentieths of a point
_WIDEST = 10_000  # an indent: a page has 11906
_EMU = 635  # the unit of drawings, in a twentieth of a point


def check_room(target: Target, answer: str) -> None:
    """Raises NoPlace where a row of a fixed height, or a text box, would cut an answer, or
    nobody would see its paragraph.
    """
    _check_seen(target)
    for holder, width, height in (_row(target), _box(target)):
        if not height:
            continue
        lines = {
            path: traced.text for path, traced in target.part.paragraphs_in(holder)
        }
        before = _height(lines.values(), width)
        text = target.traced.text
        lines[target.path] = text[: target.start] + answer + text[target.end :]
        if _height(lines.values(), width) > max(height, before):
            raise NoPlace(holder)


def _check_seen(target: Target) -> None:
    """Raises NoPlace for lines too low to read, an indent that is wider than a page."""
    properties = child(target.paragraph, "w:pPr")
    spacing, indent = child(properties, "w:spacing"), child(properties, "w:ind")
    rule = "" if spacing is None else spacing.get("w:lineRule", "")
    line = "" if spacing is None else spacing.get("w:line", "")
    if rule == "exact" and number_of(line) < _LOWEST:
        raise NoPlace(target.path)
    if indent is not None:
        sides = (indent.get(one, "") for one in ("w:left", "w:start", "w:firstLine"))
        if sum(number_of(side) for side in sides) > _WIDEST:
            raise NoPlace(target.path)


def _height(texts: Iterable[str], width: int) -> int:
    """The height that some paragraphs take."""
    letters = max(width // _LETTER, 1)
    lines = (line for text in texts for line in text.split("\n"))
    return sum(_LINE * max(-(-len(line) // letters), 1) for line in lines)


def _row(target: Target) -> tuple[str, int, int]:
    """The cell of a place, its width, and its height where its row has a fixed one."""
    part = target.part
    cells, rows = part.around(target.path, "w:tc"), part.around(target.path, "w:tr")
    if not (cells and rows):
        return "", 0, 0
    height = child(part.element(rows[-1]), "w:trPr", "w:trHeight")
    if height is None or height.get("w:hRule") != "exact":
        return "", 0, 0
    size = child(part.element(cells[-1]), "w:tcPr", "w:tcW")
    is_known = size is not None and size.get("w:type", "dxa") == "dxa"
    width = number_of(size.get("w:w", "")) if size is not None and is_known else 0
    # A line that fits is there even where letters are smaller than was reckoned with.
    return cells[-1], width or _WIDTH, max(number_of(value(height)), _LINE)


def _box(target: Target) -> tuple[str, int, int]:
    """The text box of a place and its size, where it does not grow."""
    part = target.part
    boxes = part.around(target.path, "w:txbxContent")
    drawings = part.around(target.path, "w:drawing")
    if not (boxes and drawings):
        return "", 0, 0
    drawing = part.element(drawings[-1])
    size = next(drawing.iter("wp:extent"), None)
    if size is None or next(drawing.iter("a:spAutoFit"), None) is not None:
        return "", 0, 0
    width, height = (_length(size.get(one, "")) for one in ("cx", "cy"))
    return boxes[-1], width, height


def _length(text: str) -> int:
    """A length of a drawing in twentieths of a point."""
    return int(text[:9]) // _EMU if text.isdecimal() else 0
