"""A document that came back beside the one that form and workbook make: every text in
which it differs, with its place as people find it.

Both are read in one way, so that nothing is compared but what is seen. Looks, blanks
and the division into runs, paragraphs of a cell or sections may have changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import normalize

from pipeline.compare.matching import Match, matches
from pipeline.findings.sentences import documents as say
from pipeline.model.problem import Difference, Moved
from pipeline.model.text import counted, shortened
from pipeline.word_files.figures import as_figure
from pipeline.word_files.reading import (
    Block,
    Paragraph,
    Reading,
    Row,
    Story,
    Table,
    shown,
    words,
)

_AS_SEEN = {0xAD: None, 0x2011: "-"}  # a soft hyphen, one that does not break
_MOST_LETTERS = 1_000_000  # of a paragraph; of a cell of Excel they are 32,767
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Properties that programs write by themselves, and those of a label of confidentiality.
_BY_PROGRAMS = {
    *("lastModifiedBy", "created", "modified", "revision", "lastPrinted", "language"),
    *("version", "Application", "AppVersion", "Template", "TotalTime", "Pages"),
    *("Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs", "Company"),
    *("DocSecurity", "ScaleCrop", "SharedDoc", "LinksUpToDate", "HyperlinksChanged"),
    *("HeadingPairs", "TitlesOfParts", "HyperlinkBase", "HLinks", "DigSig", "Slides"),
    *("Notes", "HiddenSlides", "MMClips", "PresentationFormat", "ContentTypeId"),
}
_OF_LABELS = "MSIP_"


class _Item(NamedTuple):
    """A paragraph or a table as compared. ``under``: the heading above it, ``after``:
    the paragraph above it.
    """

    block: Block
    text: str
    under: str
    after: str


def differences(wanted: Reading, found: Reading) -> list[Difference]:
    """Everything in which a document says something else than it must."""
    return [
        *_in_blocks(wanted.body, found.body),
        *_in_stories(wanted.headers, found.headers),
        *_in_stories(wanted.footers, found.footers),
        *_in_notes(wanted.footnotes, found.footnotes),
        *_in_notes(wanted.endnotes, found.endnotes),
        *_in_properties(wanted.properties, found.properties),
    ]


# ---- the body


def _in_blocks(wanted: Sequence[Block], found: Sequence[Block]) -> Iterator[Difference]:
    mine, theirs = _items(wanted), _items(found)
    texts = [[item.text for item in items] for items in (mine, theirs)]
    labels = [[_label(item.block) for item in items] for items in (mine, theirs)]
    for match in matches(*texts, *labels):
        yield from _in_items(match, mine, theirs)


def _items(blocks: Sequence[Block]) -> list[_Item]:
    """The blocks in which something is seen."""
    found: list[_Item] = []
    under = after = ""
    for block in blocks:
        if isinstance(block, Table):
            rows = "\f".join(_row_text(row) for row in block.rows)
            found.append(_Item(block, f"\f{rows}", under, after))
        elif text := _said(block):
            found.append(_Item(block, text, under, after))
            after = text
            under = text if block.level else under
    return found


def _in_items(
    match: Match, wanted: Sequence[_Item], found: Sequence[_Item]
) -> Iterator[Difference]:
    mine = None if match.wanted is None else wanted[match.wanted]
    theirs = None if match.found is None else found[match.found]
    if theirs is not None and (mine is None or match.is_moved):
        yield _more(match, _after(theirs.after), _block_text(theirs.block))
    elif mine is not None and theirs is None:
        yield Difference(_around(mine), _block_text(mine.block))
    elif mine is not None and theirs is not None:
        yield from _in_pair(mine, theirs)


def _more(match: Match, where: str, text: str) -> Difference:
    """What stands where it must not."""
    if match.is_moved:
        return Moved(where, found=text, more=match.more)
    return Difference(where, found=text)


def _in_pair(mine: _Item, theirs: _Item) -> Iterator[Difference]:
    if isinstance(mine.block, Table) and isinstance(theirs.block, Table):
        yield from _in_tables(
            _quoted(mine.under or mine.after), mine.block, theirs.block
        )
    elif isinstance(mine.block, Paragraph) and isinstance(theirs.block, Paragraph):
        yield Difference(_place(mine), _shown(mine.text), _shown(theirs.text))
    else:
        yield Difference(_around(mine), _block_text(mine.block))
        yield Difference(_after(theirs.after), found=_block_text(theirs.block))


def _place(item: _Item) -> str:
    """Where a paragraph must stand: a heading is its own place."""
    if isinstance(item.block, Paragraph) and (item.block.level or not item.under):
        return _quoted(item.text)
    return _around(item)


def _around(item: _Item) -> str:
    """Where a block must stand that does not."""
    return say.UNDER.format(_quoted(item.under)) if item.under else _after(item.after)


def _after(text: str) -> str:
    return say.AFTER.format(_quoted(text)) if text else say.START


def _quoted(text: str) -> str:
    """A paragraph as a place: its words, without the marks of notes."""
    label = _plain(words(text)) or text
    return say.QUOTED.format(shortened(_shown(label))) if text else say.START


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _shown(_said(block))
    rows = (row for row in block.rows if any(_cells(row)))
    return next(map(_shown_row, rows), say.EMPTY_TABLE)


def _label(block: Block) -> str:
    """What a block is known by when its text has changed."""
    if isinstance(block, Paragraph):
        return _said(block)[:40]
    return f"\f{_row_label(block.rows[0])}" if block.rows else "\f"


# ---- a table


def _in_tables(above: str, wanted: Table, found: Table) -> Iterator[Difference]:
    texts = [[_row_text(row) for row in table.rows] for table in (wanted, found)]
    labels = [[_row_label(row) for row in table.rows] for table in (wanted, found)]
    for match in matches(*texts, *labels):
        mine = None if match.wanted is None else wanted.rows[match.wanted]
        theirs = None if match.found is None else found.rows[match.found]
        at = match.found if match.wanted is None or match.is_moved else match.wanted
        place = above + say.ROW.format((at or 0) + 1)
        if theirs is not None and (mine is None or match.is_moved):
            yield _more(match, place, _shown_row(theirs))
        elif mine is not None and theirs is None:
            yield Difference(place, _shown_row(mine))
        elif mine is not None and theirs is not None:
            yield from _in_rows(place, mine, theirs)


def _in_rows(place: str, wanted: Row, found: Row) -> Iterator[Difference]:
    mine, theirs = _cells(wanted), _cells(found)
    if len(mine) != len(theirs):
        numbers = (counted(len(cells), "cellule") for cells in (mine, theirs))
        pairs = zip(numbers, (wanted, found), strict=True)
        yield Difference(
            place, *(say.CELLS.format(number, _shown_row(row)) for number, row in pairs)
        )
        return
    for column, (text, there) in enumerate(zip(mine, theirs, strict=True), 1):
        if text != there:
            where = place + say.COLUMN.format(column)
            yield Difference(where, _shown(text), _shown(there))


def _cells(row: Row) -> list[str]:
    return [_text_of(cell.blocks) for cell in row.cells]


def _row_text(row: Row) -> str:
    return "\v".join(_cells(row))


def _shown_row(row: Row) -> str:
    """A row as people read it."""
    cells = _cells(row)
    return _shown(" | ".join(cells)) if any(cells) else say.EMPTY_ROW


def _row_label(row: Row) -> str:
    return max(_cells(row), key=len, default="")[:40]


# ---- what stands beside the body


def _in_stories(
    wanted: Sequence[Story], found: Sequence[Story]
) -> Iterator[Difference]:
    """Headers or footers. One that stands there more often, or on other pages, is the
    same; one that is empty on pages which have one is gone.
    """
    mine = {story.name: _text_of(story.blocks) for story in wanted}
    theirs = {story.name: _text_of(story.blocks) for story in found}
    usual = next(iter(mine.values()), "")
    for name, text in theirs.items():
        must_be = mine.get(name, "" if text else usual)
        if text != must_be and (not text or text not in mine.values()):
            yield Difference(name, _shown(must_be), _shown(text))
    for name, text in mine.items():
        if text and text not in theirs.values() and name not in theirs:
            yield Difference(name, _shown(text))


def _in_notes(wanted: Sequence[Story], found: Sequence[Story]) -> Iterator[Difference]:
    mine, theirs = (
        [_text_of(story.blocks) for story in stories] for stories in (wanted, found)
    )
    for match in matches(mine, theirs, mine, theirs):
        story = (
            found[match.found or 0] if match.wanted is None else wanted[match.wanted]
        )
        there = "" if match.found is None else _shown(theirs[match.found])
        must_be = "" if match.wanted is None else _shown(mine[match.wanted])
        if match.is_moved:
            yield Moved(story.name, must_be, there, match.more)
        else:
            yield Difference(story.name, must_be, there)


def _in_properties(
    wanted: Mapping[str, str], found: Mapping[str, str]
) -> Iterator[Difference]:
    """What people write there: the title, the subject, whatever has a name of theirs."""
    for name in {**wanted, **found}:
        texts = [_plain(properties.get(name, "")) for properties in (wanted, found)]
        is_own = name in _BY_PROGRAMS or name.startswith(_OF_LABELS)
        if texts[0] != texts[1] and not is_own:
            label = say.PROPERTIES.get(name, shortened(name))
            yield Difference(say.PROPERTY.format(label), *map(_shown, texts))


# ---- texts as compared


def _said(paragraph: Paragraph) -> str:
    """A paragraph with its automatic number; a bullet is none."""
    number = paragraph.number if any(map(str.isalnum, paragraph.number)) else ""
    text = paragraph.text
    if paragraph.apart and not any(map(str.isalpha, words(text))):
        text = as_figure(paragraph)
    return _plain(f"{number} {text}")


def _text_of(blocks: Sequence[Block]) -> str:
    """What blocks say, a paragraph or a row of an inner table a line."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(_said(block))
        else:
            lines += [" | ".join(_cells(row)) for row in block.rows]
    return "\n".join(filter(None, lines))


def _plain(text: str) -> str:
    """A text without what nobody sees of it: the number and the kind of blanks, whether
    a hyphen breaks, whether an accent is a sign of its own. What is longer than any
    answer is kept as it is, and begins like no other.
    """
    if len(text) > _MOST_LETTERS:
        return f"\n{text[:_MOST_LETTERS]}"
    if not text.isascii():
        text = normalize("NFC", text).translate(_AS_SEEN)
    lines = text.split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _shown(text: str) -> str:
    """A text as people read it, with the codes of what nobody sees in it."""
    return _UNSEEN.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", shown(text))
