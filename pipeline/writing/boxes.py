"""A text box stands twice in a file: as Word draws it since 2010 (``mc:Choice``), and as
older programs do (``mc:Fallback``). An answer goes into both.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.writing.file import NoPlace, OfficialPart
from pipeline.writing.targets import Target

_BOX = "w:txbxContent"


def halves(target: Target) -> list[Target]:
    """The same place in each half of its text box; outside text boxes the place itself.
    Raises NoPlace where a half has another text.
    """
    part = target.part
    around = part.around(target.path, "mc:AlternateContent")
    if not around:
        return [target]
    box = part.around(target.path, _BOX)[-1:]
    if len(around) > 1 or not box:
        raise NoPlace(target.path)
    branches = [[*one.iter(_BOX)] for one in part.element(around[0]) if len(one)]
    own = part.element(box[0])
    number = next(found.index(own) for found in branches if own in found)
    if len({len(found) for found in branches}) > 1:
        raise NoPlace(target.path)
    return [
        _in_half(target, box[0], part.tree.path(found[number])) for found in branches
    ]


def _in_half(target: Target, own: str, other: str) -> Target:
    """A place of one half in another one."""
    part = target.part
    if own == other:
        return target
    part.read_box(other)
    if _texts(part, own) != _texts(part, other):
        raise NoPlace(other)
    more = tuple(other + path.removeprefix(own) for path in target.more)
    return replace(target, path=other + target.path.removeprefix(own), more=more)


def _texts(part: OfficialPart, box: str) -> dict[str, str]:
    return {
        path.removeprefix(box): traced.text for path, traced in part.paragraphs_in(box)
    }
