"""Where the answers stand in a blank, as plain data: whoever read the blank says it.

An element is named by its path, with tags as they are written and counted from 1 among
the children of one tag: ``/w:document[1]/w:body[1]/w:p[3]``. A place is named as the
answers name it: ``commune``, or ``e.nom`` in a loop of the name ``e``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Text:
    """An answer in the text of an element: of a paragraph's or a link's runs, else its
    own.

    It stands in the place of the characters from ``start`` to before ``end``. A line
    break, a tab and whatever else a run may hold (the mark of a footnote) count as one
    character. ``styled``: the looks of its stretches count. ``properties``: the markup of
    the answer's own ``w:rPr``, "" for a run without any; None where it looks as what it
    replaces, or stands beside. Places of one element come in their order.
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
    before it.
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


Address = Text | Attribute | Number | Loop | OnlyInBlank | OnlyInReport
