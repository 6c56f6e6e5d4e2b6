"""What the rules of the CLSS plan say beside their labels: why a finding is one, what
explains an amount.
"""

from __future__ import annotations

# Why a text or years stand where nothing is printed of them.
NO_BUDGET = "il n'y a pas de budget"
NOT_OPERATIONAL = "ce n'est pas un objectif opérationnel"
ACTIONS_TABLED = "les actions de l'objectif sont dans le tableau, avec leurs années"
NOT_GENERAL = "ce n'est pas un objectif général"
NOT_TABLED = "rien de cet objectif n'est dans un tableau de planification"


def period(first: int, last: int) -> str:
    return f"{first} à {last}" if first != last else str(first)


def span(first: str, last: str) -> str:
    return f"{first} à {last}"


# How amounts are computed.
HALF, OTHER_HALF = "la moitié de ", "l'autre moitié de "


def minus(*terms: object) -> str:
    return " moins ".join(map(str, terms))
