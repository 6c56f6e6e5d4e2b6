"""The texts of a wording with the places in them, found again in the texts of a document
and cut out of these as they were written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.align.keys import (
    LONGEST,
    PROMPT,
    Span,
    is_empty_line,
    key,
    key_within,
    numbering_end,
    raw_end,
    raw_start,
    without_leader,
    years,
)
from pipeline.edition.wording import FOOTNOTE_MARK, PLACE
from pipeline.findings.sentences.answers import DRAFT
from pipeline.model.text import is_blank

_DASH = re.compile(r"^\s*[-–•·]\s+")
# What stands between a label and the answer behind it, in one paragraph.
_SEPARATOR = re.compile(rf"\s*(?:[:=\t\n{PROMPT}]|[.…_*]{{2,}}|…|\s{{3,}})")
# What ends a label before that.
_LABEL_END = re.compile(rf"(?:[\s?)»\"”.]*(?=[:\t\n=…_*{PROMPT}]|\.\.))?")
_FIGURE_ALONE = re.compile(r"\s+\d[\d\s]*")  # behind a question
DRAFT_MARK = re.compile(rf"{DRAFT}[^·]{{0,40}}· ")


@dataclass(frozen=True)
class Phrase:
    """A text of the wording with the places in it. ``fixed``: its own words before,
    between and behind its places, years among them; ``names``, ``owns``: its places,
    the years aside; ``year_names``: the places that are years, in the order of the
    years in the text, "" for a year of the text's own.
    """

    text: str
    fixed: tuple[str, ...]
    names: tuple[str, ...]
    owns: tuple[str, ...]
    year_names: tuple[str, ...]

    @cached_property
    def words(self) -> str:
        """Its own words, as people read them."""
        return " ".join(" ".join(self.fixed).split())

    @cached_property
    def key(self) -> str:
        return key("".join(self.fixed))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return (key(self.fixed[0]), *map(key_within, self.fixed[1:]))

    @cached_property
    def last_signs(self) -> str:
        """The signs that its own words end in, a colon aside: "…)"."""
        return "".join(re.findall(r"[\W_]*$", self.words)[0].split()).rstrip(":")

    @cached_property
    def is_apart(self) -> bool:
        """Whether it has several places and no words about them."""
        return len(self.names) > 1 and not any(self.keys)

    def is_in(self, text: str) -> bool:
        return self.spans(text) is not None

    def values(self, text: str) -> tuple[str, ...] | None:
        """What stands at its places in a text, in their order; None where the text is
        not of this phrase.
        """
        spans = self.spans(text)
        if spans is None:
            return None
        return tuple(self.value(at, text[a:b]) for at, (a, b) in enumerate(spans))

    def value(self, number: int, text: str) -> str:
        """What is said by the characters at a place, "" for nothing."""
        if self.is_apart:
            return text
        own = self.owns[number]
        if "\n" in own:  # a line a name
            lines = [_DASH.sub("", line) for line in text.split("\n")]
            return "\n".join(line for line in lines if not is_empty_line(line))
        return without_leader(text if self.fixed[number + 1] else text.rstrip(), own)

    def spans(self, text: str) -> tuple[Span, ...] | None:
        """Between which characters of a text its places are, in their order; None where
        the text is not of this phrase.
        """
        if not self.names:
            return () if key(text) == self.key else None
        if self.is_apart:
            return self._apart(text)
        start = numbering_end(text) if self.keys[0] else 0
        words = key_within(text[start:])
        first, *between, last = self.keys
        if not words.startswith(first) or not words.endswith(last):
            return None
        if (last or between) and len(text) > LONGEST:
            return None
        at = len(first)
        bounds: list[Span] = []
        for inner in [*between, last]:
            end = (
                len(words) - len(last)
                if len(bounds) == len(between)
                else words.find(inner, at)
            )
            if end < at:
                return None
            bounds.append((at, end))
            at = end + len(inner)
        raw, found = text[start:], []
        for number, (begin, end) in enumerate(bounds):
            stop = raw_start(raw, end) if end < len(words) else len(raw)
            a, b = self._between(number, raw[:stop], raw_end(raw, begin))
            found.append((start + a, start + b))
        return tuple(found)

    def _apart(self, text: str) -> tuple[Span, ...]:
        """Two places with no words about them: by the sign between them, else the first
        is the mark of a draft.
        """
        between = self.fixed[1]
        if between:
            at = text.find(between)
            return ((0, max(at, 0)), (at + len(between) if at >= 0 else 0, len(text)))
        mark = DRAFT_MARK.match(text)
        end = mark.end() if mark else 0
        return (0, end), (end, len(text))

    def _between(self, number: int, text: str, start: int) -> Span:
        """A place between these words and the end of a text, without the signs that
        join it to its words.
        """
        value = _behind(self.fixed[number], text[start:])
        start = len(text) - len(value)
        if not value and self.fixed[number + 1].startswith("\n"):
            start -= text.endswith("\n")  # that line break is of the words behind
        return start, start + len(_before(self.fixed[number + 1], value))


def _behind(words: str, value: str) -> str:
    """A value without what joins it to the words before it: the signs that these end
    in, else a colon.
    """
    if not words:
        return value
    for sign in "".join(re.findall(r"[\W_]*$", words)[0].split()):
        value = value.lstrip().removeprefix(sign)
    value = value.lstrip()
    return value if words.rstrip().endswith(":") else value.removeprefix(":").lstrip()


def _before(words: str, value: str) -> str:
    """A value without the signs that the words behind it begin with."""
    if words:
        for sign in "".join(re.findall(r"^[\W_]*", words)[0].split())[::-1]:
            value = value.rstrip().removesuffix(sign)
        value = value.rstrip("\n")
    return value


def rest_start(label: Phrase, text: str) -> int | None:
    """Behind which character of a paragraph its label ends; None where it is not that
    label, or its words go on.
    """
    start = numbering_end(text)
    if not label.key or not key_within(text[start:]).startswith(label.key):
        return None
    at = start + raw_end(text[start:], len(label.key))
    for sign in label.last_signs:
        if text[at:].lstrip().startswith(sign):
            at = text.index(sign, at) + 1
    end = _LABEL_END.match(text, at)
    at = end.end() if end else at
    is_figure = text[:at].endswith("?") and _FIGURE_ALONE.fullmatch(text, at)
    is_apart = is_blank(text[at:]) or _SEPARATOR.match(text, at) or is_figure
    return at if is_apart else None


def phrase(text: str) -> Phrase:
    """A text of the wording, read once."""
    return _phrase(text)


@lru_cache(maxsize=5_000)
def _phrase(text: str) -> Phrase:
    text = FOOTNOTE_MARK.sub("", text)
    fixed, names, owns, year_names, at = [""], [], [], [], 0
    for place in PLACE.finditer(text):
        own = place["own"] or ""
        words = text[at : place.start()]
        fixed[-1] += words
        year_names += ["" for _ in years(words)]
        if years(own) == [own]:
            fixed[-1] += own
            year_names.append(place["name"])
        else:
            names.append(place["name"])
            owns.append(own)
            fixed.append("")
        at = place.end()
    fixed[-1] += text[at:]
    year_names += ["" for _ in years(text[at:])]
    return Phrase(text, tuple(fixed), tuple(names), tuple(owns), tuple(year_names))
