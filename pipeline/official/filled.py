"""The authority's file with answers at their places, proved by the gate: without them
it is the file that was given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.parsers.expat import ExpatError

from pipeline.align.placed import Spot
from pipeline.findings.sentences import official as say
from pipeline.gate import differences
from pipeline.gate.addresses import Attribute, Loop, Text
from pipeline.model.problem import Difference
from pipeline.model.submission import Places
from pipeline.model.submission import Text as Value
from pipeline.office.package import pack
from pipeline.writing.at_spots import marked, written
from pipeline.writing.characters import Unit, units
from pipeline.writing.controls import item_around
from pipeline.writing.drafts import Written, clashing, together
from pipeline.writing.file import OfficialFile
from pipeline.writing.filling import filled

NOT_PROVED = Difference(say.THE_FILE, say.PROVED, say.NOT_PROVED)
_ROW = re.compile(r".*/w:tr\[\d+\]")


class Writing(NamedTuple):
    """An answer and where it is written; without one, a mark that it is to be written
    by hand.
    """

    place: str
    spot: Spot
    answer: str = ""
    is_tick: bool = False

    def written(self, file: OfficialFile) -> Written | None:
        """None where it cannot be written there."""
        if not self.answer:
            return marked(file, self.spot, self.place)
        return written(file, self.spot, self.place, self.answer, self.is_tick)


class Copying(NamedTuple):
    """The row of a table that comes once for each of ``rows``: column -> answer, "" for
    an empty box. ``spots``: column -> where it is written; ``ticks``: the columns of
    boxes.
    """

    table: str
    rows: tuple[Mapping[str, str], ...]
    spots: Mapping[str, Spot]
    ticks: frozenset[str]


class Filling(NamedTuple):
    """``unwritten``: the places, and the tables with a row to copy, where it could not
    be written; ``differences``: why the gate refuses the file.
    """

    content: bytes
    unwritten: frozenset[str]
    differences: tuple[Difference, ...]


def fill(
    file: OfficialFile, writings: Sequence[Writing], copyings: Sequence[Copying] = ()
) -> Filling:
    """A file with these answers."""
    found = {one.place: one.written(file) for one in writings}
    several = [*filter(None, found.values())]
    clashed = clashing(several)
    several = [one for one in several if one not in clashed]
    unwritten = {place for place, one in found.items() if one not in several}
    loops: list[Loop] = []
    rows: dict[str, tuple[Places, ...]] = {}
    for copying in copyings:
        copied = _copied(file, copying)
        if copied is None:
            unwritten.add(copying.table)
        else:
            several += copied.found
            loops.append(copied.loop)
            rows[copied.loop.entries] = copied.turns
    at, values = together(several)
    if loops:
        at[file.reading.part] = (*loops, *at[file.reading.part])
    places = Places(values, rows)
    try:
        content = pack(filled(file.parts, at, places))
        differing = tuple(differences(file.parts, at, places, content))
    except (LookupError, ValueError, ExpatError):
        content, differing = b"", (NOT_PROVED,)
    return Filling(content, frozenset(unwritten), differing)


def refused(file: OfficialFile, writings: Sequence[Writing]) -> list[str]:
    """The places of those answers with which the gate refuses a file."""
    if not writings or not fill(file, writings).differences:
        return []
    if len(writings) == 1:
        return [writings[0].place]
    half = len(writings) // 2
    return [*refused(file, writings[:half]), *refused(file, writings[half:])]


class _Copied(NamedTuple):
    """``found``: the addresses in the row, with the values of one turn; ``turns``: the
    values of each.
    """

    loop: Loop
    found: list[Written]
    turns: tuple[Places, ...]


def _copied(file: OfficialFile, copying: Copying) -> _Copied | None:
    """A row that is copied; None where one of its answers cannot be written, or cannot
    be one thing in the row and another in its copy.
    """
    name = f"lignes_{copying.table}"
    row = _ROW.match(next(iter(copying.spots.values())).path)
    turns: list[dict[str, Value]] = [{} for _ in copying.rows]
    several: list[Written] = []
    for column, spot in copying.spots.items():
        given = [one.get(column, "") for one in copying.rows]
        is_tick = column in copying.ticks
        each = {
            text: written(file, spot, f"{name}.{column}", text, is_tick)
            for text in dict.fromkeys(given)
            if text
        }
        first = next(filter(None, each.values()), None)
        if None in each.values():
            return None
        if first is None:
            continue
        several.append(first)
        each[""] = _empty(file, first)
        for turn, text in zip(turns, given, strict=True):
            if (one := each[text]) is None:
                return None
            turn |= {key.partition(".")[2]: said for key, said in one.values.items()}
    if row is None:
        return None
    path = item_around(file.part(), row[0])
    return _Copied(Loop(path, path, name, name), several, tuple(map(Places, turns)))


def _empty(file: OfficialFile, found: Written) -> Written | None:
    """What stands in the file itself where an answer is written; None where that is more
    than a text or an attribute.
    """
    values: dict[str, Value] = {}
    for part, address in found.addresses:
        if not isinstance(address, Text | Attribute):
            return None
        element = file.part(part).element(address.path)
        if isinstance(address, Attribute):
            values[address.name] = element.get(address.attribute, "")
        elif address.start == address.end:
            values[address.name] = ""
        else:
            own = [one for one in units(element) if _holds(one, address)]
            if len(own) != 1 or address.properties is not None:
                return None
            start, end = address.start - own[0].first, address.end - own[0].first
            values[address.name] = (own[0].element.text or "")[start:end]
    return found._replace(values=values)


def _holds(unit: Unit, address: Text) -> bool:
    return unit.is_text and unit.first <= address.start and address.end <= unit.end
