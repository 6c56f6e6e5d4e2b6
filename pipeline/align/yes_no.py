"""Boxes for a yes and for a no beside a label: the tick of what is so is the yes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.align.area import Area, cell_area, doubtful
from pipeline.align.keys import key
from pipeline.align.passages import GridCell

_YES, _NO = "oui", "non"
_SAID = {_YES, _NO, _YES + _NO, _NO + _YES}


def yes_area(
    cells: Sequence[GridCell], label: GridCell, heads: Sequence[GridCell]
) -> Area | None:
    """The cell under "Oui" of a row that has one under "Non" besides and no more; doubtful
    where it has others of that kind, None where no cell is for a yes or a no. ``heads``:
    the cells above the rows.
    """
    under = {}
    for cell in cells:
        above = [head.key for head in heads if head.overlap(cell) and head.key]
        signs = [one.sign for one in cell.passages if one.sign]
        own = [key(sign.label) for sign in signs if key(sign.label) in (_YES, _NO)]
        under[id(cell)] = "".join(own) or (above[-1] if above else "")
        if own:
            return doubtful(one.text for one in cells)
    if _SAID.isdisjoint(under.values()):
        return None
    yes = [cell for cell in cells if under[id(cell)] == _YES]
    if sorted(under.values()) != [_NO, _YES]:
        return doubtful([label.text])
    return cell_area(yes[0], label)
