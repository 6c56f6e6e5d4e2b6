"""Our own sheet in a marked copy, « À corriger », as it is read again: the reasons that
someone noted in it, and what the copy was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.findings.sentences import marked_copy, seen
from pipeline.model.text import even_out

# The second where people have a sheet of that name.
TITLES = tuple(even_out(f"{marked_copy.TITLE}{number}") for number in ("", " (2)"))


class OurList(NamedTuple):
    """``reasons``: the mark of each warning that has one -> the reason, and those beside
    an error, which stands all the same; ``origin``: the digest of the cells that the
    copy was made of, "" where it does not say.
    """

    reasons: Mapping[str, str]
    origin: str = ""


def our_list(rows: Iterable[Sequence[Any]]) -> OurList | None:
    """What a sheet of that title says; None where it is not ours."""
    heads: dict[str, int] = {}
    reasons: dict[str, str] = {}
    origin = ""
    for row in rows:
        texts = ["" if cell is None else str(cell).removesuffix(".0") for cell in row]
        if not heads:
            origins = [text for text in texts if text.startswith(marked_copy.ORIGIN)]
            origin = origins[0] if origins else origin
            if {seen.HEADING, seen.MARK} <= {*texts}:
                heads = {text: at for at, text in enumerate(texts)}
        else:
            at = dict(enumerate(texts))
            mark, reason = (
                at.get(heads[name], "") for name in (seen.MARK, seen.HEADING)
            )
            if reason.strip():
                reasons[mark or " ".join(texts)] = reason.strip()
    return OurList(reasons, origin.removeprefix(marked_copy.ORIGIN)) if heads else None
