"""Where the answers stand in a blank, as plain data: whoever read the blank says it.

An element is named by its path, with tags as they are written and counted from 1 among
the children of one tag: ``/w:document[1]/w:body[1]/w:p[3]``. A place is named as the
answers name it: ``commune``, or ``e.nom`` in a loop of the name ``e``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What runs stand in.
RUN_HOLDERS = frozenset(
    f"w:{name}"
    for name in (
        *("p", "hyperlink", "sdtContent", "ins", "moveTo", "smartTag", "customXml"),
        *("fldSimple", "dir", "bdo"),
    )
)


@dataclass(frozen=True, eq=False)
class Text:
    """An answer in the text of an element: of the runs that are children of a holder of
    runs, else its own, where no element stands in it.

    It stands in the place of the characters from ``start`` to before ``end``, counted
    over all runs that are children of the holder, whatever stands between them. Of a
    run counts each character of a ``w:t``, outer blanks too, and as one whatever else
    stands behind its ``w:rPr``: a line break, a tab, a symbol, the code of a field, a
    ``w:t`` that does not hold just text or has an attribute of its own, blanks between
    elements. The answer stands where the first of its characters did, an empty range
    behind the character before it; what is no run and stood between them stays. A run
    around a text box, or one in which other addresses are, has none of its characters
    in a place.

    ``styled``: the looks of its stretches count. ``properties``: what the answer's run
    has, ``<w:rPr>…</w:rPr>``, "" for nothing; None where it looks as what it replaces,
    else as the text behind which it stands, else as that before which it does, as far
    as run stands beside run; a plain run where there is none.
    """

    path: str
    start: int
    end: int
    name: str
    styled: bool = False
    properties: str | None = None


@dataclass(frozen=True, eq=False)
class Attribute:
    """An answer as the value of an attribute, or what ``values`` has for it (a colour)."""

    path: str
    attribute: str
    name: str
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, eq=False)
class Sentence:
    """Words of the blank with answers among them, as the value of an attribute: the words
    before each answer, and the name of the answer, in turn.
    """

    path: str
    attribute: str
    pieces: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Number:
    """The number of a counter, behind the words ``before``, as the value of an
    attribute.

    It goes up with each paragraph in which the element stands that has such a number.
    """

    path: str
    attribute: str
    counter: str
    before: str = ""


@dataclass(frozen=True, eq=False)
class Loop:
    """Neighbours, from ``path`` to ``last``, that come once for each entry of the list
    ``entries``.

    Their places have the name of the loop before their own. A loop around another comes
    before it. What names a thing once in a file (w14:paraId, a bookmark without a number
    of its own, the number of a control) stands in the first entry alone.
    """

    path: str
    last: str
    name: str
    entries: str


@dataclass(frozen=True, eq=False)
class OnlyInBlank:
    """An element that no report has: a second line of names, where a loop repeats the
    first.
    """

    path: str


@dataclass(frozen=True, eq=False)
class OnlyInReport:
    """An element that no blank has: the mark of a ticked box. ``path``: the element in
    which it stands; ``before``: the path of the child before which it does, "" for the
    end; ``markup``: the element, as it is written.
    """

    path: str
    before: str
    markup: str


Address = Text | Attribute | Sentence | Number | Loop | OnlyInBlank | OnlyInReport
