"""The lines of a table of contents that no style names: typed, or kept without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.align.keys import key
from pipeline.align.passages import is_contents
from pipeline.word_files.reading import Block, Paragraph, shown

_TITLES = ("tabledesmatieres", "sommaire")
_STYLE = "TOC 1"
# The number of a page, and the signs that lead to it.
_PAGE = re.compile(r"(?:\d{1,3}|\[n° de page\])$")
_LEADERS = " \n\u00a0\u202f.…·_"


def with_contents(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks; behind the title of a table of contents, those that say what
    stands further below have the style of its lines.
    """
    texts = [_text(block) for block in blocks]
    last = {text: number for number, text in enumerate(texts)}
    is_inside = False
    for number, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if text in _TITLES:
            is_inside = True
        elif text and last[text] == number:
            is_inside = False
        elif text and is_inside and isinstance(block, Paragraph):
            known = is_contents(block) or block.level
            block = block if known else replace(block, style=_STYLE)
        yield block


def _text(block: Block) -> str:
    """What a paragraph says, the number of its page aside; a table says nothing else."""
    if isinstance(block, Paragraph):
        text, tab, _ = shown(block.text).rstrip().partition("\t")
        title = _PAGE.sub("", text)
        is_led = not tab and title.endswith(tuple(_LEADERS))
        return key(title.rstrip(_LEADERS) if is_led else text)
    return block.path or "table"
