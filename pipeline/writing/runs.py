"""Neighbouring runs of a file as the characters that addresses count, and written anew
with answers among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from pipeline.gate.addresses import Text
from pipeline.model.submission import Scope
from pipeline.model.text import looks_of
from pipeline.office.xml_text import PRESERVE, RUN_PROPERTIES, escape
from pipeline.writing.elements import Element

CHARACTER = re.compile(rb"&[^;]*;|\r\n?|[\0-\x7f]|[\xc2-\xf4][\x80-\xbf]+")
_LINES = re.compile(rb"[\t\n\r]|&#(?:0*(?:9|10|13)|x0*[9aAdD]);")
_OF_TEXT: tuple[list[str], ...] = (
    [],
    ["xml:space", "preserve"],
)  # the attributes of a w:t
_BREAKS = {"\n": b"<w:br/>", "\t": b"<w:tab/>"}
_BREAK = re.compile(rb"<w:(br|tab)\s*(?:/>|></w:\1\s*>)")
_PLAIN, _END = b"<w:r>", b"</w:r>"

# A character of a text, a line break or tab, a text that is left as it is, something
# else, a run that is left as it is, and a further character of one of these.
TEXT, BREAK, WORDS, OTHER, HELD, MORE = range(6)
# The characters from one number to before another, and the place that takes them: none
# for the rest of a place whose answer stands already.
Cut = tuple[int, int, Text | None]


class Letter(NamedTuple):
    """``run``: the number of its run among its neighbours, or how the own run of an
    answer begins; ``raw``: its markup.
    """

    run: int | bytes
    kind: int
    raw: bytes = b""


class Run:
    """A run. ``shell``: its start tag and properties; ``contents``: what stands behind
    them; ``is_held``: whether it is left as it is, but for addresses in it.
    """

    def __init__(self, raw: bytes, element: Element, is_held: bool) -> None:
        self.element, self.is_held = element, is_held
        at, children = element.inner, element.children
        if children and children[0].tag == "w:rPr" and not children[0].attributes:
            at = children[0].end if not raw[at : children[0].start].strip() else at
        self.shell = raw[element.start : at]
        if element.is_empty_tag:
            self.shell = self.shell[:-2] + b">"
        self.contents: list[tuple[bytes, Element | None]] = []
        for child in [one for one in children if one.start >= at]:
            if child.start > at:  # blanks
                self.contents.append((raw[at : child.start], None))
            self.contents.append((raw[child.start : child.end], child))
            at = child.end
        if at < element.close:
            self.contents.append((raw[at : element.close], None))

    @property
    def has_box(self) -> bool:
        """Whether a text box stands in it."""
        return any(one and one.has_inside("w:txbxContent") for _, one in self.contents)

    @property
    def has_empty_text(self) -> bool:
        texts = [_text(raw, child) for raw, child in self.contents]
        return not self.is_held and (not texts or b"" in texts)


class Line:
    """Neighbouring runs behind so many characters of their holder, with the places that
    begin in them, which are taken from those given.

    Raises LookupError where a place takes a part of what is whole.
    """

    def __init__(self, runs: Sequence[Run], begin: int, places: list[Cut]) -> None:
        self.runs = runs
        self.letters: list[Letter] = []
        for number, run in enumerate(runs):
            found: list[Letter] = []
            for raw, child in run.contents:
                at = begin + len(self.letters) + len(found)
                found += _letters(number, raw, child, at, places)
            if found and run.is_held:
                more = [Letter(number, MORE)] * (len(found) - 1)
                found = [Letter(number, HELD), *more]
            self.letters += found
        self.end = begin + len(self.letters)
        self.cuts = [
            (start - begin, end - begin, place, self._look(start - begin, end - begin))
            for start, end, place in _taken(places, self.end)
        ]

    def _look(self, start: int, end: int) -> int | bytes:
        """The run as which an answer looks, or how its own begins."""
        own, behind = self.letters[start:end], self.letters[end : end + 1]
        kinds = {letter.kind for letter in own}
        if start < 0 or HELD in kinds or MORE in kinds | {one.kind for one in behind}:
            raise LookupError("a part of what is whole")
        near = chain(own, self.letters[:start][::-1], self.letters[end:])
        empty = (number for number, run in enumerate(self.runs) if run.has_empty_text)
        found = (letter.run for letter in near if letter.kind <= WORDS)
        return next(chain(found, empty), _PLAIN)

    def written(self, scope: Scope, as_it_is: Callable[[Element], bytes]) -> bytes:
        """The runs with the answers. ``as_it_is``: gives a run in which none stands."""
        letters = [*self.letters]
        for start, end, place, look in reversed(self.cuts):
            letters[start:end] = _answer(place, look, scope) if place else []
        pieces = []
        for number, group in groupby(letters, key=lambda letter: letter.run):
            found = [*group]
            if isinstance(number, bytes):
                pieces.append(number + _contents(found) + _END)
            elif found == [one for one in self.letters if one.run == number]:
                pieces.append(as_it_is(self.runs[number].element))
            else:
                pieces.append(self.runs[number].shell + _contents(found) + _END)
        empty = self.runs[0].shell + _END if self.runs else b""
        return b"".join(pieces) or empty  # what stands around it stays apart


def _taken(places: list[Cut], passed: int) -> Iterator[Cut]:
    """The places that begin before so many characters are passed, taken from the list,
    which keeps what they take behind.
    """
    while places and (places[0][1] <= passed or places[0][0] < passed):
        start, end, place = places.pop(0)
        yield start, min(end, passed), place
        if end > passed:
            places.insert(0, (passed, end, None))
            return


def _text(raw: bytes, child: Element | None) -> bytes | None:
    """The text of a ``w:t`` with nothing else in it, None for all else."""
    if child is None or child.tag != "w:t" or child.attributes not in _OF_TEXT:
        return None
    text = raw[child.inner - child.start : child.close - child.start]
    return None if b"<" in text else text


def _letters(
    number: int, raw: bytes, child: Element | None, at: int, places: list[Cut]
) -> list[Letter]:
    """Something in a run, behind so many characters, by character. A text of which Word
    drops outer blanks is left as it is where no place takes some of it.
    """
    text = _text(raw, child)
    if text is None:
        return [Letter(number, BREAK if _BREAK.fullmatch(raw) else OTHER, raw)]
    found = CHARACTER.findall(text)
    size, kept = len(found), range(len(found))
    if child and not child.attributes:
        before, behind = len(text.lstrip(b" ")), len(text.rstrip(b" "))
        kept = range(len(text) - before, size - len(text) + behind)
    is_cut = any(start < at + size and end > at for start, end, _ in places)
    if _LINES.search(text) or (len(kept) < size and not is_cut):
        return [Letter(number, WORDS, raw), *[Letter(number, MORE)] * (size - 1)]
    return [
        Letter(number, TEXT, one if at in kept else b"") for at, one in enumerate(found)
    ]


def _answer(place: Text, look: int | bytes, scope: Scope) -> Iterator[Letter]:
    """An answer by character."""
    text = scope.text(place.name)
    if place.properties is not None:
        look = _PLAIN + place.properties.encode()
    for stretch, kind in looks_of(text) if place.styled else ((str(text), ""),):
        run = _PLAIN + RUN_PROPERTIES[kind].encode() if kind else look
        for one in stretch:
            raw = _BREAKS.get(one) or escape(one).encode(errors="replace")
            yield Letter(run, BREAK if one in _BREAKS else TEXT, raw)


def _contents(letters: Sequence[Letter]) -> bytes:
    """What stands in a run behind its properties."""
    pieces = []
    for is_text, group in groupby(letters, key=lambda letter: letter.kind == TEXT):
        raw = b"".join(letter.raw for letter in group)
        if is_text and raw:
            marked = PRESERVE.encode() if raw.strip(b" ") != raw else b""
            raw = b"<w:t" + marked + b">" + raw + b"</w:t>"
        pieces.append(raw)
    return b"".join(pieces)
