"""The texts beside the body of a Word file: headers and footers, notes, comments."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.blocks import BlockReader
from pipeline.word_files.document import WordDocument
from pipeline.word_files.elements import child, children, is_on
from pipeline.word_files.parts import Tree, WordFile
from pipeline.word_files.reading import Story, paragraphs

_SIDES = {"w:headerReference": say.HEADER, "w:footerReference": say.FOOTER}
_LOCAL = re.compile("[:.]")
_NUMBERED = {"footnote": say.FOOTNOTE_NUMBER, "endnote": say.ENDNOTE_NUMBER}


def sections(
    document: WordDocument, main: Tree, body: Element
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """The headers and the footers of all sections. One that goes on from the section
    before is the same, and is there once. Raises NotReadable.
    """
    settings = document.file.related("settings")
    even = settings and is_on(child(settings.root, "w:evenAndOddHeaders"))
    shown: dict[tuple[str, str, str], Story] = {}
    parts: dict[tuple[str, str], str] = {}
    for number, section in enumerate(_sections(body), 1):
        parts |= _named(document, main, section)
        titled = is_on(child(section, "w:titlePg"))
        kinds = ["default", *["first"] * titled, *["even"] * bool(even)]
        for tag, name in _SIDES.items():
            for kind in kinds:
                part = parts.get((tag, kind), "")
                # Pages whose header is empty are named where others have one.
                seen = part or (kind != "default" and parts.get((tag, "default")))
                if seen and (tag, kind, part) not in shown:
                    called = say.PAGES_OF[kind].format(name)
                    if number > 1:
                        called = say.OF_SECTION.format(called, number)
                    shown[tag, kind, part] = _whole(document, called, part)
    headers, footers = (
        tuple(story for key, story in shown.items() if key[0] == tag) for tag in _SIDES
    )
    return headers, footers


def _named(
    document: WordDocument, main: Tree, section: Element
) -> dict[tuple[str, str], str]:
    """The parts that a section names itself, by side and kind of pages."""
    relations = document.file.relations(main.part)
    return {
        (one.tag, one.get("w:type", "default")): relations.get(
            one.get("r:id", ""), ("", "")
        )[1]
        for one in section
        if one.tag in _SIDES
    }


def _sections(body: Element) -> list[Element]:
    """The properties of the sections, those of before a tracked change aside."""
    changes = body.iter("w:sectPrChange")
    former = {one for change in changes for one in change}
    return [one for one in body.iter("w:sectPr") if one not in former]


def _whole(document: WordDocument, name: str, part: str) -> Story:
    tree = document.file.tree(part) if part else None
    if tree is None:
        return Story(name, part, ())
    reader = BlockReader(document, tree)
    return Story(name, part, reader.story(tree.root, tree.root_path))


def notes(document: WordDocument, kind: str) -> tuple[Story, ...]:
    """The footnotes or endnotes, in the order of their marks. Raises NotReadable."""
    tree = document.file.related(f"{kind}s")
    if tree is None:
        return ()
    elements = {one.get("w:id", ""): one for one in children(tree.root, f"w:{kind}")}
    read: dict[str, Story] = {}
    found = []
    for number, mark in enumerate(document.note_marks[kind], 1):
        if mark not in read:
            note, reader = elements.get(mark), BlockReader(document, tree)
            blocks = () if note is None else reader.story(note, tree.path(note))
            read[mark] = Story("", tree.part, blocks)
        found.append(read[mark]._replace(name=_NUMBERED[kind].format(number)))
    return tuple(found)


def read_comments(document: WordDocument) -> None:
    """Read the comments, before the texts that they belong to. Raises NotReadable."""
    tree = document.file.related("comments")
    for one in children(tree.root, "w:comment") if tree is not None else ():
        assert tree is not None
        blocks = BlockReader(document, tree).story(one, tree.path(one))
        text = "\n".join(paragraph.text for paragraph in paragraphs(blocks))
        author = one.get("w:author", "")
        document.comments[one.get("w:id", "")] = author, text


def properties(file: WordFile) -> dict[str, str]:
    """What a file says of itself: name -> text. Raises NotReadable."""
    found: dict[str, list[str]] = {}
    for part in file.properties:
        tree = file.tree(part)
        for one in tree.root if tree is not None else ():
            name = one.get("name") or _LOCAL.split(one.tag)[-1]
            text = " ".join("".join(one.itertext()).split())
            if text:
                found.setdefault(name, []).append(text)
    return {name: "\n".join(texts) for name, texts in found.items()}
