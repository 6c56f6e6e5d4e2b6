"""Workbooks as people, other programs and enemies leave them, made from the examples:
each with what must come of it.

``python -m tests.corpus FOLDER`` writes them all.
"""

from tests.corpus import (
    hostile,
    kinds,
    layout,
    plan,
    programs,
    register,
    sheets,
    texts,
    unseen,
    written,
)

CASES = [
    case
    for room in (
        register,
        texts,
        plan,
        layout,
        sheets,
        programs,
        written,
        kinds,
        unseen,
        hostile,
    )
    for case in room.CASES
]
