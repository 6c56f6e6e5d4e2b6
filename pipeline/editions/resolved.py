"""What people write of a wording -> the wording as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pipeline.editions.reading import FormFileError, place_of
from pipeline.findings.sentences import editions as sentences

_NOTE = re.compile(r"\[\^([^\]]*)\]")


def printed(wording: Any) -> Any:
    """The same with its footnotes in the order of their marks: a note has a name, and
    its number when it is printed. Raises FormFileError where a mark has no note.
    """
    notes = wording.get("footnotes", {})
    called: list[str] = []

    def number(mark: re.Match[str]) -> str:
        if mark[1] not in notes:
            said = sentences.no_note(mark[1])
            raise FormFileError(sentences.at(*place_of(wording, ["footnotes"]), said))
        called.append(notes[mark[1]])
        return f"[^{len(called)}]"

    blocks = _each_text(wording["blocks"], lambda text: _NOTE.sub(number, text))
    return {**wording, "blocks": blocks, "footnotes": called}


def _each_text(content: Any, change: Callable[[str], str]) -> Any:
    """The same content, each of its texts changed, in reading order."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, list):
        return [_each_text(entry, change) for entry in content]
    return {key: _each_text(entry, change) for key, entry in content.items()}
