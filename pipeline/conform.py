"""The gate: a finished report minus its answers is the official blank, part by part, or it is not delivered.

A part that has the blank's own bytes, with the answers in their places, is proved so (conform_bytes.py); any other is
walked beside the blank (conform_walk.py), which is the authority. Nothing here knows the template or its engine: what
is proved about the blank (that Word opens it, that it says the official form) holds for every report that passes.
"""

from __future__ import annotations

from pipeline.conform_bytes import DOCUMENT, blank_parts, proved
from pipeline.package import UNREADABLE, pack, read_parts
from pipeline.problem import Difference
from pipeline.wording import Places

__all__ = ["DOCUMENT", "differences"]


def differences(edition: str, places: Places, report: bytes) -> list[Difference]:
    """Everything in which a report is not the official blank with these answers; empty when it may be delivered."""
    blank = blank_parts(edition)
    try:
        parts = read_parts(report)
    except UNREADABLE:
        return [Difference("le fichier", "un document Word", "autre chose")]
    if pack(parts) != report:  # a part twice, a comment of the archive, bytes around it
        return [Difference("le fichier", "les parties du document", "autre chose encore")]
    if list(parts) != list(blank):
        return [Difference("les parties du document", ", ".join(blank), ", ".join(parts))]
    done = proved(edition, places, parts)
    if len(done) == len(parts):
        return []
    from pipeline.conform_walk import walk  # a slow import, and seldom needed

    doubtful = [name for name in parts if name not in done]
    return [found for name in doubtful for found in walk(edition, places, name, blank[name], parts[name])]
