"""What a report says that came in, as data: its answers as they stand there, and what
does not hold between them. Frozen, no I/O.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.model.text import as_value

# What stands at a place.
TEXT, NUMBER, CENTS, TICKS = "texte", "nombre", "montant", "case"
# Digits alone, or with one space between thousands as French writes them.
_FIGURE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}(?: [0-9]{3}){1,3}")
# The same with cents, as a plan prints it ("50.000,00 €") or people write it.
_AMOUNT = re.compile(
    r"(-?)([0-9]{1,9}|[0-9]{1,3}(?:[. ][0-9]{3}){1,3})(?:,([0-9]{2}))? ?€?"
)
_TICKED, _UNTICKED = frozenset("Xx☒☑✓✔✗✘×"), frozenset(("", "☐"))


class Contradiction(NamedTuple):
    """A sentence that says which figures do not agree, and the places of these figures
    (``q2_7``, ``budgets.1.quartiers.2.cpas``).
    """

    sentence: str
    places: tuple[str, ...]


def figure_of(text: str) -> int | None:
    """The figure that a text is: digits and nothing else, but spaces between thousands;
    None for words, signs, and for nothing, which is no 0.
    """
    found = _FIGURE.fullmatch(as_value(text).strip())
    return int(found[0].replace(" ", "")) if found else None


def cents_of(text: str) -> int | None:
    """The cents of an amount, "- €" for none of it; None where a text is no amount. An
    empty one is no 0.
    """
    amount = as_value(text).strip()
    if amount in ("- €", "-€"):
        return 0
    found = _AMOUNT.fullmatch(amount)
    if not found:
        return None
    cents = 100 * int(re.sub("[. ]", "", found[2])) + int(found[3] or 0)
    return -cents if found[1] else cents


def ticked(text: str) -> bool | None:
    """Whether a box is ticked, one of brackets too; None where something else stands in
    it.
    """
    sign = as_value(text).strip(" []()")
    return True if sign in _TICKED else False if sign in _UNTICKED else None
