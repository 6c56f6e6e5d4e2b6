"""How texts are compared and ordered: what people type is kept as typed, and evened out only to compare."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})


def even_out(text: str) -> str:
    """A heading, list value or name for comparing: NFC, one kind of space and apostrophe, case and star aside."""
    folded = unicodedata.normalize("NFC", text).translate(_APOSTROPHES).casefold()
    return " ".join(folded.replace("\u00a0", " ").replace("\u202f", " ").split()).removesuffix("*").rstrip()


def code_key(code: str) -> str:
    """A household code for comparing: case, spaces, hyphens and leading zeros aside, so that h17 is H-017."""
    bare = re.sub(r"[\s\u2010-\u2015-]+", "", unicodedata.normalize("NFC", code)).upper()
    return re.sub(r"0*(\d+)", lambda run: str(int(run[0])), bare)


def french_order(text: str) -> tuple[str, str]:
    """Sort key of the French alphabet: accents and case count only between words otherwise alike."""
    letters = unicodedata.normalize("NFD", text).replace("œ", "oe").replace("Œ", "OE")
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold(), text


def distinct(texts: list[str]) -> list[str]:
    """Each text once, without regard to case, in French order; of two spellings the one that sorts first."""
    kept: dict[str, str] = {}
    for text in sorted(texts, key=french_order):
        kept.setdefault(unicodedata.normalize("NFC", text).casefold(), text)
    return sorted(kept.values(), key=french_order)


def find_codes(text: str, keys: frozenset[str]) -> list[str]:
    """The household codes inside a text, as written there, however they are spaced or hyphenated."""
    words = list(re.finditer(r"[^\W_]+", text))
    found = []
    for first, word in enumerate(words):
        for last in range(first, min(first + 4, len(words))):
            if last > first and text[words[last - 1].end() : words[last].start()].strip(" \u00a0-\u2010\u2011"):
                break
            written = text[word.start() : words[last].end()]
            if code_key(written) in keys:
                found.append(written)
    return found
