"""The rows of a table of equipments in the authority's file, and the equipments of the
workbook that go into them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.align.keys import key
from pipeline.align.placed import FoundPlaces
from pipeline.findings.near_names import closest
from pipeline.model.received import ticked
from pipeline.model.submission import Part
from pipeline.official.agreements import Agreements

NAME = "nom"  # the place of an equipment's name in a row


@dataclass
class Matched:
    """``named``: row of the file, from 1 -> the equipment that it names; ``empty``: an
    empty row -> the one that goes there; ``copied``: those for which the last empty row
    is copied; ``left``: those for which there is no row; ``waiting``: name in the
    workbook -> as the file spells it, for a person to accept, and so is not placed;
    ``unknown``: what rows are called that the workbook has not; ``twice``: a name
    that several rows have -> the equipment.
    """

    named: dict[int, Part] = field(default_factory=dict)
    empty: dict[int, Part] = field(default_factory=dict)
    copied: list[Part] = field(default_factory=list)
    left: list[Part] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    twice: dict[str, Part] = field(default_factory=dict)


def matched(
    rows: Sequence[FoundPlaces], parts: Sequence[Part], agreements: Agreements
) -> Matched:
    """The equipments of a workbook in the rows of a table: by name, typography aside,
    or by a spelling that was accepted; the others in the empty rows, in their order.
    """
    found = Matched()
    names = {number: _name(row) for number, row in enumerate(rows, 1)}
    own = {part.text(NAME): part for part in parts}
    meant = {number: _meant(name, own, agreements) for number, name in names.items()}
    times = Counter(filter(None, meant.values()))
    for number, name in names.items():
        if times[meant[number]] == 1:
            found.named[number] = own[meant[number]]
        elif meant[number]:
            found.twice[name] = own[meant[number]]
    taken = {part.text(NAME) for part in found.named.values()} | times.keys()
    free = [name for name in own if name not in taken]
    near = {n: closest(names[n], free) for n in names if names[n] and not meant[n]}
    times = Counter(filter(None, near.values()))
    for number, name in near.items():
        if times[name] == 1:
            found.waiting[name] = names[number]
        else:
            found.unknown.append(names[number])
    _place_others(found, rows, [own[n] for n in free if n not in found.waiting])
    return found


def _place_others(
    found: Matched, rows: Sequence[FoundPlaces], others: Sequence[Part]
) -> None:
    """Those that no row names, in the empty rows; beyond, in copies of the last one."""
    empty = [number for number, row in enumerate(rows, 1) if _is_empty(row)]
    found.empty = dict(zip(empty, others, strict=False))
    more = [*others[len(empty) :]]
    if empty:
        found.copied = more
    else:
        found.left = more


def _name(row: FoundPlaces) -> str:
    return row.texts[NAME].text.strip() if NAME in row.texts else ""


def _meant(name: str, own: Mapping[str, Part], agreements: Agreements) -> str:
    """The equipment of the workbook that a row names; "" for none that is sure."""
    if not key(name):
        return ""
    same = [one for one in own if key(one) == key(name)] or [
        one for one in own if agreements.is_spelled(one, name)
    ]
    return same[0] if len(same) == 1 else ""


def _is_empty(row: FoundPlaces) -> bool:
    """Whether nothing stands in a row that has a place for a name."""
    texts = [found.text for found in row.texts.values()]
    return NAME in row.texts and all(ticked(text) is False for text in texts)
