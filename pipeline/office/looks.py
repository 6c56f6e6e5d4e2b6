"""What the workbooks that Canevas makes have in common: where a table begins, colours,
heights. Knows no library.
"""

from __future__ import annotations

import colorsys
import textwrap

# Every table begins alike: title, introduction, groups, headings, then the records.
TITLE_ROW, INTRO_ROW, GROUP_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4, 5

INK, MUTED, RULE, GREY, BAND, MISSING, PAPER = (
    "1F2A37",
    "5B6472",
    "C5CCD6",
    "DCDFE4",
    "EFF4FA",
    "FBD5D5",
    "FFFFFF",
)
TABS = ("44546A", "2E75B6", "BF8F00", "548235", "7F5FA6", "C55A11")
QUIET_TAB = "A6A6A6"

_HIGHEST = 409.0  # points


def tone(colour: str, lightness: float) -> str:
    """The same hue (RRGGBB) at another lightness, from 0 to 1."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    return "".join(
        f"{round(255 * part):02X}"
        for part in colorsys.hls_to_rgb(hue, lightness, saturation)
    )


def height(*wrapped: tuple[str, float], least: float = 0) -> float:
    """The points a row needs for these texts, each wrapped in a column of that width;
    Excel has no higher row.
    """
    lines = [
        sum(
            max(1, len(textwrap.wrap(line, max(1, int(width)))))
            for line in text.split("\n")
        )
        for text, width in wrapped
    ]
    return min(_HIGHEST, max(least, 15 * max(lines, default=1) + 4))
