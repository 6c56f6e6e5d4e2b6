"""A small Word file, an answer at one of its places, and the file that comes out."""

from __future__ import annotations

from pipeline.align.placed import Spot
from pipeline.gate import differences
from pipeline.model.submission import Places
from pipeline.office.package import pack, read_parts
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Reading, Table, paragraphs
from pipeline.writing.at_spots import OfficialFile, Written, marked, together, written
from pipeline.writing.filling import filled
from tests.support.word_files import word_file


def blank(*blocks: str, **parts: str) -> OfficialFile:
    """A file of these blocks; its package is as the product packs one."""
    return OfficialFile(pack(read_parts(word_file("".join(blocks), **parts))))


def at(file: OfficialFile, words: str, is_sign: bool = False) -> Spot:
    """The first place where these words stand in a file."""
    stories = [*file.reading.headers, *file.reading.footers]
    found = [(one, "") for one in paragraphs(file.reading.body)]
    found += [
        (one, story.part) for story in stories for one in paragraphs(story.blocks)
    ]
    one, part = next(pair for pair in found if words in pair[0].text)
    start = one.text.index(words)
    return Spot(one.path, start, start + len(words), is_sign=is_sign, part=part)


def behind(file: OfficialFile, words: str) -> Spot:
    """Behind these words."""
    spot = at(file, words)
    return spot._replace(start=spot.end)


def cell_of(file: OfficialFile, row: int, column: int) -> Spot:
    """A cell of the first table."""
    table = next(one for one in file.reading.body if isinstance(one, Table))
    return Spot(table.rows[row].cells[column].path, is_cell=True)


def fill(
    file: OfficialFile, spot: Spot, answer: str, is_tick: bool = False
) -> Reading | None:
    """The file with an answer, as it is read; None where it cannot be written there. The
    gate has let it through.
    """
    found = written(file, spot, "place", answer, is_tick)
    return None if found is None else read(file, found)


def fill_mark(file: OfficialFile, spot: Spot) -> Reading | None:
    """The same with the mark of a place that is to be filled by hand."""
    found = marked(file, spot)
    return None if found is None else read(file, found)


def report_of(file: OfficialFile, *found: Written) -> dict[str, bytes]:
    """The parts of the file with these answers. The gate has let them through."""
    addresses, values = together(found)
    places = Places(values)
    parts = filled(file.parts, addresses, places)
    assert differences(file.parts, addresses, places, pack(parts)) == []
    return dict(parts)


def read(file: OfficialFile, *found: Written) -> Reading:
    return read_document(pack(report_of(file, *found)))


def texts(reading: Reading | None) -> list[str] | None:
    """The texts of its paragraphs."""
    if reading is None:
        return None
    return [one.text for one in paragraphs(reading.body)]
