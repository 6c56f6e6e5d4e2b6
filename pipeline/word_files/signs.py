"""The signs of Word's symbol fonts: ticks as they are typed elsewhere, the commonest
others, and a token for what has no letter.
"""

from __future__ import annotations

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.reading import token

_WINGDINGS = {
    **{0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐"},
    **{0x76: "❖", 0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐"},
    **{0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨"},
    **{0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
}
_WINGDINGS_2 = {
    **{0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒"},
    **{0x96: "•", 0x97: "●", 0x99: "○", 0xA2: "■", 0xA3: "☐", 0xA4: "☐", 0xA5: "☐"},
}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_SYMBOL = {
    **{code: chr(code) for code in (*range(0x20, 0x22), *range(0x28, 0x2A))},
    **{code: chr(code) for code in (0x23, 0x25, 0x26, 0x2B, 0x2C, 0x2E, 0x2F)},
    **{code: chr(code) for code in range(0x30, 0x40)},
    **{0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→"},
    **{0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷"},
    **{0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑"},
}
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL |= {0x41 + at: letter for at, letter in enumerate(_GREEK)}
_SYMBOL |= {0x61 + at: letter for at, letter in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}
# How a box looks that is ticked, and one that is not.
TICKED, UNTICKED = frozenset("☒☑✓✔✗✘✕✖🗹🗷🗵⮽⊠"), frozenset("☐□◻▢❑❒⬜")
_LONGEST = 200  # text of signs
# Where symbol fonts have their signs; a file may name them without.
_PRIVATE = range(0xF000, 0xF100)


def sign(font: str, code: int) -> str:
    """What a character of a font is seen as: a letter or sign of any font, or a token."""
    signs = _FONTS.get(font.casefold())
    if signs is None:
        seen = 0x20 <= code < 0xD800 or 0xF900 <= code <= 0x10FFFF
        return chr(code) if seen else token(say.SYMBOL)
    if code in _PRIVATE:
        code -= _PRIVATE.start
    if code > 0xFF:  # a letter that the font has not: Word takes it from another
        return (
            chr(code)
            if 0xF900 <= code <= 0x10FFFF or code < 0xD800
            else token(say.SYMBOL)
        )
    if code in (0x20, 0xA0):
        return chr(code)
    return signs.get(code) or token(f"{say.SYMBOL} {font} {code:02X}")


def signs_of(font: str, text: str) -> str:
    """A text that is set in a font of symbols, as it is seen; a long one was typed in
    letters, and stays so.
    """
    if len(text) > _LONGEST:
        return text
    return "".join(sign(font, ord(letter)) for letter in text)
