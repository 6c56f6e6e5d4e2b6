"""A Word file -> the document as a person reads it.

Comes in: the bytes of a .docx of any program. Goes out: a Reading (reading.py). Promise:
what is seen is read, once, wherever Word lets a text stand; what is read costs no more
than the budget of a file, and nothing is nested deeper than Word nests it.
"""

from __future__ import annotations

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.blocks import BlockReader
from pipeline.word_files.document import WordDocument
from pipeline.word_files.elements import child
from pipeline.word_files.parts import NotReadable, WordFile
from pipeline.word_files.reading import Mark, Reading
from pipeline.word_files.stories import notes, properties, read_comments, sections

__all__ = ["NotReadable", "read_document"]


def read_document(content: bytes) -> Reading:
    """The document in a Word file. Raises NotReadable, whose text is a French sentence."""
    file = WordFile(content)
    main = file.tree(file.main)
    body = child(main.root, "w:body") if main is not None else None
    if main is None or body is None or main.root.tag != "w:document":
        raise NotReadable(say.NO_BODY)
    document = WordDocument(file)
    read_comments(document)
    at = next(
        path for one, path in main.children(main.root, main.root_path) if one is body
    )
    blocks = BlockReader(document, main).story(body, at)
    headers, footers = sections(document, main, body)
    footnotes, endnotes = notes(document, "footnote"), notes(document, "endnote")
    unplaced = [
        Mark("comment", "", text, author) for author, text in document.comments.values()
    ]
    return Reading(
        blocks,
        headers,
        footers,
        footnotes,
        endnotes,
        (*document.marks, *unplaced),
        properties(file),
        part=file.main,
        is_strict=main.strict,
    )
