"""A report's parts to the byte: the blank's own bytes, cut at the places of the wording, with the answers in them.

They are spelled as reports are written today, one spelling of the many that the gate accepts (conform_walk.py), so that
a part that has these bytes is proved by a comparison. Made from officiel.docx and formulaire.json alone. What cannot
be cut or spelled for certain is not spelled at all, and is left to the walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from pipeline.conform_runs import NotSpelled, Numbers, Piece, escaped, evened, paragraph, whole
from pipeline.package import read_parts
from pipeline.wording import (
    PLACE,
    Places,
    Scope,
    cell_text,
    fill,
    is_loop,
    load_wording,
    printed,
    template_file,
)

DOCUMENT, HEADER, PROPERTIES = "word/document.xml", "word/header1.xml", "docProps/core.xml"
FILLED = {DOCUMENT, HEADER, PROPERTIES}
_MARKS = re.compile(r'(<w:bookmark(?:Start|End) w:id=")\d+(?:(" w:name="_Toc)\d+)?|(<w:hyperlink w:anchor="_Toc)\d+')
_BODY = re.compile(r"(<\?xml[^<]*<w:document [^<>]*><w:body>)(.*)(</w:body></w:document>)", re.DOTALL)
_HEADER = re.compile(r"(<\?xml[^<]*<w:hdr [^<>]*>)(.*)(</w:hdr>)", re.DOTALL)
_TITLE = re.compile(r"(.*<dc:title>)([^<]*)(</dc:title>.*)", re.DOTALL)
_BLOCK = re.compile(r"<w:p>.*?</w:p>|<w:tbl>.*?</w:tbl>|<w:sectPr>.*?</w:sectPr>", re.DOTALL)
_DRESS = {"fill": re.compile(r'(?<= w:fill=")\w*(?=")'), "span": re.compile(r'(?<=<w:gridSpan w:val=")\d+(?=")')}


@cache
def blank_parts(edition: str) -> Mapping[str, bytes]:
    """The parts of officiel.docx."""
    return read_parts(template_file(edition, "officiel.docx").read_bytes())


def proved(edition: str, places: Places, parts: Mapping[str, bytes]) -> set[str]:
    """The parts of a report that are the blank's with these answers, to the byte. Of the others nothing is said."""
    wanted = spelled(_cut_parts(edition), places)
    found = {name: evened(raw) if name in FILLED else raw for name, raw in parts.items()}
    return {name for name, raw in wanted.items() if raw == found.get(name)}


def spelled(cut_parts: Mapping[str, bytes | Sequence[Piece]], places: Places) -> dict[str, bytes]:
    """Part -> its bytes with these answers, those that hold answers as ``evened`` has them. None of a part with an
    answer that is missing, or holds a character that XML cannot."""
    found: dict[str, bytes] = {}
    for name, pieces in cut_parts.items():
        try:
            found[name] = pieces if isinstance(pieces, bytes) else _spell(pieces, Scope(places), {}).encode()
        except (KeyError, ValueError):
            continue
    return found


def _spell(pieces: Sequence[Piece], scope: Scope, numbers: Numbers) -> str:
    return "".join([piece if isinstance(piece, str) else piece(scope, numbers) for piece in pieces])


# ------------------------------------------------------------------ cutting the blank


@cache
def _cut_parts(edition: str) -> Mapping[str, bytes | Sequence[Piece]]:
    return dict(cut(load_wording(edition), blank_parts(edition)))


def cut(wording: Mapping[str, Any], blank: Mapping[str, bytes]) -> Iterator[tuple[str, bytes | Sequence[Piece]]]:
    """The parts of a blank of which the spelling is certain: whole what holds no answers, else cut at its places."""
    filled = {
        DOCUMENT: lambda own: _story(wording["blocks"], _parted(_BODY, own)),
        HEADER: lambda own: _story([{"p": wording["header"]}], _parted(_HEADER, own)),
        PROPERTIES: lambda own: _properties(wording["title"], own),
    }
    for name, raw in blank.items():
        try:
            ParserCreate().Parse(raw, True)
            if raw.startswith(b"<?xml version='1.0' encoding='UTF-8'") and raw.count(b"<?") == 1 and b"<!" not in raw:
                yield name, filled[name](evened(raw).decode()) if name in filled else raw
        except (ValueError, IndexError, ExpatError):
            continue


def _parted(pattern: re.Pattern[str], own: str) -> Sequence[str]:
    """What stands before, in and behind an element."""
    if found := pattern.fullmatch(own):
        return found.groups()
    raise NotSpelled(own)


def _properties(title: str, own: str) -> list[Piece]:
    """The properties as python-docx leaves them once they were set: empty ones with both their tags."""
    before, _, behind = _parted(_TITLE, re.sub(r"<([\w:]+)/>", r"<\1></\1>", own))
    return [before, lambda scope, _: escaped(fill(title, scope)), behind]


def _story(blocks: Sequence[Any], parted: Sequence[str]) -> list[Piece]:
    before, own, behind = parted
    found, last = _BLOCK.findall(own), sum(printed(block) for block in blocks)
    if "".join(found) != own:
        raise NotSpelled(own)
    return _merged([before, *_each(blocks, found, _block), *map(whole, found[last:]), behind])


def _each(
    content: Sequence[Any], own: Sequence[str], one: Callable[[Any, str], list[Piece]], at: int = 0
) -> Iterator[Piece]:
    """Blocks, rows or cells, each from its place in the blank; a loop as one piece."""
    for entry in content:
        if is_loop(entry):
            yield _loop(entry, _merged(_each(entry["do"], own, one, at)))
        else:
            yield from one(entry, own[at])
        at += printed(entry)


def _loop(entry: Mapping[str, Any], pieces: Sequence[Piece]) -> Piece:
    return lambda scope, numbers: "".join([_spell(pieces, inner, numbers) for inner in scope.entries(entry)])


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """The same with neighbouring texts joined."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _block(block: Any, own: str) -> list[Piece]:
    if "t" in block:
        before, rows, behind = _content("w:tr", own)
        return _merged([before, *_each(block["t"], rows, _row), behind])
    pieces: list[Piece] = paragraph(block["p"], own) if "p" in block else [whole(own)]
    for kind in block.keys() & {"level", "link"}:
        pieces = _numbered(kind, pieces)
    return pieces


def _numbered(kind: str, pieces: Sequence[Piece]) -> list[Piece]:
    """A heading, or the link to one, with its number in the report: bookmarks and links count from 1."""
    found: list[Piece] = [lambda _, numbers: numbers.update({kind: numbers.get(kind, 0) + 1}) or ""]
    for piece in pieces:
        if not isinstance(piece, str):
            found.append(piece)
            continue
        if len(_MARKS.findall(piece)) != piece.count("<w:bookmark") + piece.count("<w:hyperlink"):
            raise NotSpelled(piece)
        marked = _MARKS.sub(lambda mark: "".join(f"{part}\0" for part in mark.groups() if part), piece)
        for number, part in enumerate(marked.split("\0")):
            found += [lambda _, numbers: str(numbers[kind])] if number else []
            found.append(part)
    return found


def _content(tag: str, own: str) -> tuple[str, list[str], str]:
    """What stands before, in and behind the children of that tag, which stand together."""
    start, end = f"<{tag}>", f"</{tag}>"
    *found, behind = own.split(end)
    before, opened, first = found[0].partition(start)
    children = [f"{child}{end}" for child in [opened + first, *found[1:]]]
    there = sum(own.count(f"<{tag}{end_of_name}") for end_of_name in "> /")
    if there != len(children) or not all(child.startswith(start) for child in children):
        raise NotSpelled(own)
    return whole(before), children, whole(behind)


def _row(cells: Any, own: str) -> list[Piece]:
    before, found, behind = _content("w:tc", own)
    return _merged([before, *_each(cells, found, _cell), behind])


def _cell(cell: Any, own: str) -> list[Piece]:
    before, found, behind = _content("w:p", own)
    if len(found) != 1 or "<w:tbl>" in own:
        raise NotSpelled(own)
    return [*_dressed(cell, before), *paragraph(cell_text(cell), found[0]), behind]


def _dressed(cell: Any, own: str) -> list[Piece]:
    """The beginning of a cell, with the colour and the span that are answers."""
    pieces: list[Piece] = [own]
    for kind in ("span", "fill"):  # in the order of the XML
        if place := None if isinstance(cell, str) else PLACE.fullmatch(cell.get(kind, "")):
            before, behind = _DRESS[kind].split(str(pieces.pop()))
            pieces += [before, _attribute(kind, place["name"]), behind]
    return pieces


def _attribute(kind: str, name: str) -> Piece:
    def value(scope: Scope, _: Numbers) -> str:
        text = scope.text(name)
        told = scope.places.texts[f"fonds.{text}"] if kind == "fill" else text
        if not (told.isascii() and told.isalnum()):
            raise NotSpelled(told)
        return told

    return value
