"""Workbooks as people, other programs and enemies leave them, made from the examples:
each with what must come of it.

``python -m tests.corpus FOLDER`` writes them all.
"""

from tests.corpus import layout, programs, values, written
from tests.corpus.pages import cases

CASES = [
    *cases(),
    *(case for made in (values, layout, programs, written) for case in made.CASES),
]
