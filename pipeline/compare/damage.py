"""What of a Word file Word would refuse: its relations, the types and the presence of
its parts, and in them each element out of its place.

A file as Word, LibreOffice or python-docx writes it has none of this.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate

from pipeline.compare.elements import Part, read_elements
from pipeline.findings.sentences import damage as say
from pipeline.model.text import shortened
from pipeline.office.package import plain_xml

TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = (
    *(f"{_WORD}document.main+xml", f"{_WORD}template.main+xml"),
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
# Kind of a relation -> the root of the part that it leads to.
_ROOTS = {
    **{"officeDocument": "document", "header": "hdr", "footer": "ftr"},
    **{"fontTable": "fonts", "styles": "styles", "numbering": "numbering"},
    **{"settings": "settings", "webSettings": "webSettings"},
    **{"footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"},
}
# Whose XML is anyone's.
_CUSTOM = ("customXml", "customXmlProps")


class Damage(NamedTuple):
    """``where``: the part, and the text above in it."""

    where: str
    what: str

    def __str__(self) -> str:
        return say.AT.format(self.where, self.what)


class Relation(NamedTuple):
    """``kind``: the last word of its type; ``target``: a part, or what stands
    elsewhere.
    """

    name: str
    kind: str
    target: str
    is_external: bool


def damages(parts: Mapping[str, bytes]) -> list[Damage]:
    """Everything that is damaged in these parts of a document, none where it is
    sound.
    """
    types, relations = _types(parts.get(TYPES, b"")), relations_of(parts)
    found = [*_damages_of_types(parts, types)]
    kinds: dict[str, str] = {}
    for source, some in relations.items():
        found += _damages_of_relations(parts, source, some)
        kinds |= {one.target: one.kind for one in some if one.target in parts}
    read = {
        name: read_elements(parts[name])
        for name, kind in kinds.items()
        if name.endswith(".xml") and kind not in _CUSTOM
    }
    main = [name for name, kind in kinds.items() if kind == "officeDocument"]
    if not main:
        found.append(Damage(say.THE_FILE, say.NO_DOCUMENT))
    held: dict[str, set[str]] = {kind: set() for kind in say.NO_NOTE}
    for one in relations.get(main[0], ()) if main else ():
        if one.kind in held and one.target in read:
            held[one.kind] |= read[one.target].notes.keys()
    for name, part in read.items():
        named = {one.name for one in relations.get(name, ())}
        found += _damages_of_kind(name, part, kinds[name], dict(types))
        found += _damages_of_part(name, part, named, held)
    return found


def relations_of(parts: Mapping[str, bytes]) -> dict[str, list[Relation]]:
    """Part -> its relations, none where they cannot be read; "": those of the file."""
    found = {}
    for name, raw in parts.items():
        folder, rels, file = name.rpartition("_rels/")
        if rels and name.endswith(".rels"):
            source = f"{folder}{file.removesuffix('.rels')}"
            found[source] = [_relation(folder, one) for one in _children(raw)]
    return found


def _relation(folder: str, one: Mapping[str, str]) -> Relation:
    is_external = one.get("TargetMode") == "External"
    target = one.get("Target", "")
    path = unquote(target.partition("#")[0])
    if not is_external:
        target = posixpath.normpath(posixpath.join(f"/{folder}", path))[1:]
    kind = one.get("Type", "").rpartition("/")[2]
    return Relation(one.get("Id", ""), kind, target if path else "", is_external)


def _types(raw: bytes) -> list[tuple[str, str]]:
    """Each part, or each extension with its point, and its type."""
    return [
        (
            (one.get("PartName") or f".{one.get('Extension')}").casefold(),
            one.get("ContentType", ""),
        )
        for one in _children(raw)
    ]


def _children(raw: bytes) -> list[dict[str, str]]:
    """The attributes of the elements of a list, none where it is no XML."""
    found: list[dict[str, str]] = []
    parser = ParserCreate("utf-8")
    parser.StartElementHandler = lambda tag, attributes: found.append(attributes)
    try:
        parser.Parse(plain_xml(raw), True)
    except (ExpatError, ValueError):
        return []
    return found[1:]


def _damages_of_types(
    parts: Mapping[str, bytes], types: list[tuple[str, str]]
) -> Iterator[Damage]:
    if TYPES not in parts:
        yield Damage(say.THE_FILE, say.NO_TYPES)
    for name in parts:
        if name == TYPES or name.endswith(".rels"):
            for fault in read_elements(parts[name]).faults:
                yield Damage(say.PART.format(name), fault.what)
    if not types:
        return
    names = Counter(name for name, _ in types)
    for name, times in names.items():
        if times > 1:
            twice = say.TYPE_TWICE.format(shortened(name))
            yield Damage(say.PART.format(TYPES), twice)
    for name in parts:
        extension = _extension(name)
        is_typed = f"/{name.casefold()}" in names or extension in names
        # A folder of the archive, and where Word keeps what it could not remove.
        is_none = name.endswith("/") or name.startswith("[trash]/")
        if not is_typed and not is_none and name != TYPES:
            yield Damage(say.PART.format(name), say.NO_TYPE)


def _damages_of_relations(
    parts: Mapping[str, bytes], source: str, relations: list[Relation]
) -> Iterator[Damage]:
    where = say.PART.format(source) if source else say.THE_FILE
    there = {name.casefold() for name in parts}
    for name, times in Counter(one.name for one in relations).items():
        if times > 1:
            yield Damage(where, say.RELATION_TWICE.format(shortened(name)))
    for one in relations:
        if one.is_external or not one.target or one.target.casefold() in there:
            continue
        if posixpath.basename(one.target) != "NULL":  # a picture that Word has lost
            yield Damage(where, say.NO_TARGET.format(shortened(one.target)))


def _damages_of_kind(
    name: str, part: Part, kind: str, types: Mapping[str, str]
) -> Iterator[Damage]:
    """Where a part is not what it is looked for as."""
    root = _ROOTS.get(kind)
    if root is None:
        return
    is_read = part.root != "" or not part.faults
    if is_read and part.root != root:
        yield Damage(say.PART.format(name), say.OTHER_ROOT.format(shortened(part.root)))
    wanted = _MAIN if kind == "officeDocument" else (f"{_WORD}{kind}+xml",)
    extension = _extension(name)
    type_ = types.get(f"/{name.casefold()}", types.get(extension))
    if type_ is not None and type_ not in wanted:
        yield Damage(say.PART.format(name), say.OTHER_TYPE.format(shortened(type_)))


def _damages_of_part(
    name: str, part: Part, relations: set[str], held: Mapping[str, set[str]]
) -> Iterator[Damage]:
    """The elements out of place, the relations and notes that are named and missing,
    and the notes of one number.
    """
    for above, what in part.faults:
        yield Damage(_place(name, part.root, above), what)
    for relation, above in part.relations.items():
        if relation not in relations:
            what = say.NO_RELATION.format(shortened(relation))
            yield Damage(_place(name, part.root, above), what)
    for kind, number, above in part.references:
        if number not in held[kind]:
            yield Damage(_place(name, part.root, above), say.NO_NOTE[kind])
    for number, times in part.notes.items():
        if times > 1:
            what = say.NOTE_TWICE.format(shortened(number))
            yield Damage(_place(name, part.root, ""), what)


def _extension(name: str) -> str:
    """With its point, as the list of types has it."""
    return f".{name.rpartition('.')[2]}".casefold()


def _place(name: str, root: str, above: str) -> str:
    part = say.PARTS.get(root, say.PART).format(name)
    return (say.AFTER if above else say.START).format(part, above)
