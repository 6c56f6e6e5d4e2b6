"""A report against the form and its workbook, text for text: for one that was opened
and saved in Word since.

Looks and the division into runs may have changed; the words of the form, the answers
and the notes may not.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import ParseError, XMLParser, fromstring

from pipeline.edition.wording import Document, cell_text, expand, fill
from pipeline.findings.sentences import documents as say
from pipeline.model.problem import Difference
from pipeline.model.submission import Places, Scope
from pipeline.model.text import counted, french_number, shortened
from pipeline.office.package import UNREADABLE, plain_xml, read_parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FOOTNOTES = "word/footnotes.xml"
_MOST_TIMES = 4  # as many blocks as there should be
_MOST_ELEMENTS = 200_000  # paragraphs, rows and cells
_MOST_LETTERS = 4_000_000  # of one text, as no paragraph or cell has
_MOST_TRIED = (
    100_000_000  # pairs of equal blocks, as often as difflib may come back to them
)
# A namespace that is long is spelled out again for each element.
_LONG_NAMESPACE = re.compile(rb"""xmlns[^"'<>]*["'][^"'<>]{300}""")
# A paragraph's text, or a table's rows of cell texts.
Block = str | list[list[str]]


def text_differences(
    document: Document, places: Places, report: bytes
) -> list[Difference]:
    """Every text in which a report differs from the official form with these answers."""
    wording = document.wording
    try:
        parts = read_parts(report)
        found = _parse(parts["word/document.xml"])
        notes = _parse(parts[FOOTNOTES]) if FOOTNOTES in parts else None
    except (*UNREADABLE, KeyError, ParseError):
        return [Difference(say.THE_FILE, say.A_DOCUMENT, say.NO_DOCUMENT)]
    expanded = expand(wording["blocks"], Scope(places))
    wanted = [shown for block, scope in expanded if (shown := _wanted(block, scope))]
    body = [*_inside(found, f"{W}body"), ()][0]
    blocks, counting = len(body), (f"{W}p", f"{W}tr", f"{W}tc")
    elements = sum(element.tag in counting for element in found.iter())
    if blocks > _MOST_TIMES * (len(wanted) + 100) or elements > _MOST_ELEMENTS:
        there = say.ELEMENTS.format(*map(french_number, (blocks, elements)))
        return [Difference(say.THE_DOCUMENT, counted(len(wanted), *say.BLOCKS), there)]
    return [*_aligned(wanted, [*_blocks(body)]), *_notes(wording["footnotes"], notes)]


def _parse(raw: bytes) -> Any:
    """Written as Word writes it: what another encoding hides was not counted where the
    report was admitted.
    """
    if _LONG_NAMESPACE.search(raw):
        raise ValueError("a namespace of any length")
    return fromstring(plain_xml(raw), XMLParser(encoding="utf-8"))


def _inside(element: Any, tag: str) -> list[Any]:
    return [child for child in element if child.tag == tag]


def _wanted(block: Any, scope: Scope) -> Block:
    """A block as compared; empty where it shows nothing (a page break, a place without
    answer).
    """
    if "t" not in block:
        return _plain(fill(block.get("p", ""), scope))
    rows = [expand(row, inner) for row, inner in expand(block["t"], scope)]
    return [
        [_plain(fill(cell_text(cell), inner)) for cell, inner in row] for row in rows
    ]


def _plain(text: str) -> str:
    """As compared: outer blanks aside, inner runs of blanks as one."""
    lines = text.replace("\u00a0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _blocks(body: Any) -> Iterator[Block]:
    for element in body:
        if element.tag == f"{W}p":
            if text := _text(element):
                yield text
        elif element.tag == f"{W}tbl":
            rows = _inside(element, f"{W}tr")
            yield [[_text(cell) for cell in _inside(row, f"{W}tc")] for row in rows]


def _text(holder: Any, between: str = "\n") -> str:
    """What a paragraph, a cell or a note says, in one passage through it: a paragraph
    may hold others in a text box.
    """
    marks = {
        f"{W}br": "\n",
        f"{W}cr": "\n",
        f"{W}tab": "\t",
        f"{W}noBreakHyphen": "\u2011",
    }
    said = []
    for element in holder.iter():
        if element.tag == f"{W}r":
            said += [
                child.text or "" if child.tag == f"{W}t" else marks.get(child.tag, "")
                for child in element
            ]
        elif element.tag == f"{W}p":
            said.append(between)
    text = "".join(said)
    if len(text) > _MOST_LETTERS:
        return text[:_MOST_LETTERS]  # begun by a blank, so like no other
    return _plain(text)


def _key(block: Block) -> str:
    """What a block is known by when two documents are laid side by side."""
    if isinstance(block, str):
        return block[:40]
    return (
        f"table {len(block[0]) if block else 0}"
        f" {next((cell[:20] for row in block for cell in row), '')}"
    )


def _aligned(wanted: Sequence[Block], found: Sequence[Block]) -> Iterator[Difference]:
    above = say.START
    for i1, i2, j1, j2 in _laid_out([*map(_key, wanted)], [*map(_key, found)]):
        for mine, theirs in zip_longest(wanted[i1:i2], found[j1:j2]):
            if isinstance(mine, str):
                above = say.QUOTED.format(shortened(mine))
            yield from _block(above, mine, theirs)


def _block(
    above: str, mine: Block | None, theirs: Block | None
) -> Iterator[Difference]:
    """Where a block differs; None: it is not there. ``above``: where it stands."""
    if isinstance(mine, list) and isinstance(theirs, list):
        yield from _table(above, mine, theirs)
    elif mine is None:
        yield Difference(say.AFTER.format(above), "", _shown(theirs))
    elif isinstance(mine, str) and isinstance(theirs, str):
        if mine != theirs:
            yield Difference(above, mine, theirs)
    else:
        where = say.AFTER.format(above) if isinstance(mine, list) else above
        yield Difference(where, _shown(mine))


def _laid_out(
    wanted: Sequence[str], found: Sequence[str]
) -> Iterable[tuple[int, int, int, int]]:
    """Where the keys of two documents belong together: from and to in the one, from and
    to in the other. Where too many are alike they are taken in their order.
    """
    times = Counter(found)
    pairs = sum(times[key] for key in wanted)
    if pairs * min(len(wanted), len(found)) > _MOST_TRIED:
        return [(0, len(wanted), 0, len(found))]
    matcher = difflib.SequenceMatcher(a=wanted, b=found, autojunk=False)
    return (opcode[1:] for opcode in matcher.get_opcodes())


def _table(
    above: str, wanted: list[list[str]], found: list[list[str]]
) -> Iterator[Difference]:
    if [*map(len, wanted)] != [*map(len, found)]:
        rows = say.OTHER_ROWS.format(counted(len(found), "ligne"))
        where = say.TABLE.format(above)
        yield Difference(where, counted(len(wanted), "ligne"), rows)
        return
    for number, pair in enumerate(zip(wanted, found, strict=True), 1):
        for column, (text, there) in enumerate(zip(*pair, strict=True), 1):
            if text != there:
                place = say.ROW.format(number) + say.COLUMN.format(column)
                yield Difference(above + place, text, there)


def _notes(wanted: Sequence[str], root: Any) -> Iterator[Difference]:
    notes = _inside(root, f"{W}footnote") if root is not None else ()
    found = [_text(note, between=" ") for note in notes if not note.get(f"{W}type")]
    texts = map(_plain, wanted)
    for number, (text, there) in enumerate(zip_longest(texts, found, fillvalue=""), 1):
        if number <= len(wanted) and text != there:
            yield Difference(say.NOTE.format(number), text, there)
    if len(found) > len(wanted):
        several = (counted(len(notes), "note") for notes in (wanted, found))
        yield Difference(say.THE_NOTES, *several)


def _shown(block: Block | None) -> str:
    return block if isinstance(block, str) else " | ".join(block[0]) if block else ""
