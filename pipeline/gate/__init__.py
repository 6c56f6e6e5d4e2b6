"""The gate: a finished report minus its answers is the blank, part by part, or it is
not delivered.

In: the blank's parts, the addresses of places in them (addresses.py), the answers, the
report. Out: the differences, each with its part and its place; none where the report
may be delivered. In a place stands its answer, whole, and nothing else; all else is the
blank's, as it is written. It knows no wording, and imports nothing of what fills, so
that each is a check on the other.
"""

from pipeline.gate.door import differences

__all__ = ["differences"]
