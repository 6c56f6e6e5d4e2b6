"""How an element of a Word file is found, and what its value says."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

OFF = ("0", "false", "off")
# What Word draws since 2010, by the prefixes that it writes; beside it stands an
# older picture of the same, or the sign that it is.
_DRAWN_BY_WORD = {
    *("wps", "wpg", "wpc", "wpi", "w14", "w15", "w16", "wp14", "a14", "v", "o", "w"),
    *("wp", "a", "pic", "cx", *(f"cx{number}" for number in range(1, 9))),
}


def child(element: Element | None, *tags: str) -> Element | None:
    """The first child of a tag, or what is below it, tag by tag."""
    for tag in tags:
        if element is not None:
            element = next((one for one in element if one.tag == tag), None)
    return element


def children(element: Element | None, tag: str) -> Iterator[Element]:
    """The children of a tag."""
    return (one for one in (element if element is not None else ()) if one.tag == tag)


def number_of(text: str, base: int = 10, default: int = 0) -> int:
    """A number of an attribute, below what Unicode has of characters."""
    try:
        return min(int(text[:6], base), 0x10FFFF)
    except ValueError:
        return default


def alternative(element: Element) -> Element | None:
    """The one branch that is seen of an mc:AlternateContent."""
    branches = [one for one in element if one.tag in ("mc:Choice", "mc:Fallback")]
    for branch in branches:
        needs = set(branch.get("Requires", "").split())
        if branch.tag == "mc:Choice" and needs <= _DRAWN_BY_WORD:
            return branch
    return next((one for one in reversed(branches) if len(one)), None)


def value(element: Element | None, default: str = "") -> str:
    """The ``w:val`` of an element; of one that is not there, ``default``."""
    return default if element is None else element.get("w:val", default)


def is_on(element: Element | None) -> bool:
    """Whether a property that is on or off is on."""
    return element is not None and element.get("w:val", "1") not in OFF
