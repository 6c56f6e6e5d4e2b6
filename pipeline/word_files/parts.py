"""A Word file as parts and trees, whatever program wrote it.

In the trees every name has the prefix that Word itself writes (``w:p``): where a file
has other prefixes, a default namespace, or is a Strict one, its names are rewritten,
and what was written is kept for the paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pipeline.findings.sentences import word_files as say
from pipeline.office.budget import Budget, Refused
from pipeline.office.package import UNREADABLE, plain_xml
from pipeline.workbook.xml_parts import Parts

# Tables, rows, cells and what may wrap them, in each other: thirty tables, which nobody
# has seen.
MOST_DEPTH = 100
_MOST_PATHS = 64 << 20  # letters of all paths: a plan of 300 pages has 5 million
_MOST_PREFIXES = 100  # in one place: each element may copy them
_OPEN, _STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
W = f"{_OPEN}wordprocessingml/2006/main"
R = f"{_OPEN}officeDocument/2006/relationships"
MC = f"{_OPEN}markup-compatibility/2006"
# Namespace -> the prefix that Word writes.
_TRANSITIONAL = {
    W: "w",
    R: "r",
    f"{_OPEN}officeDocument/2006/math": "m",
    f"{_OPEN}drawingml/2006/main": "a",
    f"{_OPEN}drawingml/2006/chart": "c",
    f"{_OPEN}drawingml/2006/diagram": "dgm",
    f"{_OPEN}drawingml/2006/picture": "pic",
    f"{_OPEN}drawingml/2006/wordprocessingDrawing": "wp",
}
_STRICTLY = {
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_STRICT}officeDocument/math": "m",
    f"{_STRICT}drawingml/main": "a",
    f"{_STRICT}drawingml/chart": "c",
    f"{_STRICT}drawingml/diagram": "dgm",
    f"{_STRICT}drawingml/picture": "pic",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
}
_PREFIXES = {
    **_TRANSITIONAL,
    **_STRICTLY,
    MC: "mc",
    f"{_MICROSOFT}word/2010/wordml": "w14",
    f"{_MICROSOFT}word/2010/wordprocessingShape": "wps",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://www.w3.org/XML/1998/namespace": "xml",
}
# What a damaged file makes its readers raise: LookupError for an unknown encoding.
_DAMAGED = (*UNREADABLE, expat.ExpatError, LookupError)
# What controls are bound to that show a property of the file, by the part's root.
_OF_PROPERTIES = {
    "coreProperties": "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",
    "Properties": "{6668398D-A668-4E3E-A5EB-62B293D839F1}",
}
_TOO_LARGE = "classeur-trop-grand"  # the code of what is beyond a budget
_RESERVED = {*_PREFIXES.values()}
_DECLARED = re.compile(rb"""\bxmlns:?([^\s=]*)\s*=\s*["']([^"']*)""")


class NotReadable(ValueError):
    """A file is no document that can be read: its text is the French sentence why."""


class Tree:
    """A part: its root, and how its names were written where they were rewritten."""

    def __init__(self, part: str, raw: bytes) -> None:
        self.part, self.strict = part, False
        self._written: dict[Element, str] = {}
        self._steps: dict[Element, tuple[Element, str]] = {}
        self._letters = 0  # of all paths
        self.root, names = _parsed(raw)
        declared = {
            (prefix.decode(), uri.decode()) for prefix, uri in _DECLARED.findall(raw)
        }
        used = {name.partition(":")[0] for name in names if ":" in name}
        if not used <= {"xml", "xmlns", *(prefix for prefix, _ in declared)}:
            raise ValueError("a prefix that nothing declares")
        if not all(map(_is_usual, declared)):
            self._rewrite()

    def path(self, element: Element) -> str:
        """An element at any depth, as gate/addresses.py names it."""
        if not self._steps:
            for parent in self.root.iter():
                numbers: dict[str, int] = {}
                for one in parent:
                    self._steps[one] = parent, self._step(one, numbers)
        steps = []
        while element is not self.root:
            element, step = self._steps[element]
            steps.append(step)
        return self._counted("".join([self.root_path, *reversed(steps)]))

    @property
    def is_rewritten(self) -> bool:
        """Whether its names were written otherwise than in the tree."""
        return bool(self._written)

    @property
    def root_path(self) -> str:
        return self._step(self.root, {})

    def children(self, element: Element, path: str) -> Iterator[tuple[Element, str]]:
        """The children of an element, each with its path."""
        numbers: dict[str, int] = {}
        for one in element:
            yield one, self._counted(path + self._step(one, numbers))

    def _counted(self, path: str) -> str:
        self._letters += len(path)
        if self._letters > _MOST_PATHS:
            raise NotReadable(say.TOO_LARGE)
        return path

    def _step(self, element: Element, numbers: dict[str, int]) -> str:
        """The last step of a path; ``numbers``: of the children passed so far."""
        tag = self._written.get(element, element.tag)
        numbers[tag] = number = numbers.get(tag, 0) + 1
        return f"/{tag}[{number}]"

    def _rewrite(self) -> None:
        """Give each name the prefix of its namespace that Word writes."""
        opened = [(self.root, {"xml": "xml"}, 0)]
        while opened:
            element, prefixes, depth = opened.pop()
            here = {name for name in element.attrib if name.startswith("xmlns")}
            if here:
                own = {
                    name[6:]: _PREFIXES.get(element.attrib[name], "") for name in here
                }
                self.strict |= any(element.attrib[name] in _STRICTLY for name in here)
                prefixes = {**prefixes, **own}
            if len(prefixes) > _MOST_PREFIXES or depth > 2 * MOST_DEPTH:
                raise NotReadable(say.TOO_DEEP.format(2 * MOST_DEPTH))
            self._written[element] = element.tag
            element.tag = _renamed(element.tag, prefixes, "")
            for name in {*element.attrib} - here:
                element.attrib[_renamed(name, prefixes, name)] = element.attrib.pop(
                    name
                )
            opened += [(child, prefixes, depth + 1) for child in element]


def _is_usual(declaration: tuple[str, str]) -> bool:
    prefix, uri = declaration
    return (
        bool(prefix)
        and uri not in _STRICTLY
        and (_PREFIXES[uri] == prefix if uri in _PREFIXES else prefix not in _RESERVED)
    )


def _renamed(name: str, prefixes: dict[str, str], bare: str) -> str:
    """``bare``: what a name without a prefix becomes; an attribute's has no namespace."""
    prefix, colon, local = name.rpartition(":")
    if not colon and bare:
        return bare
    known = prefixes.get(prefix, "")
    return f"{known}:{local}" if known else f"{prefix or 'xmlns'}.{local}"


def _parsed(raw: bytes) -> tuple[Element, set[str]]:
    """The root, with names as written, and all names."""
    builder, parser = TreeBuilder(), expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(plain_xml(raw), True)
    return builder.close(), {*parser.intern}


class WordFile:
    """The parts of a Word file, by their relations: their names are the writer's
    choice.
    """

    def __init__(self, content: bytes) -> None:
        """Raises NotReadable."""
        self._trees: dict[str, Tree] = {}
        self.drawn: set[str] = set()  # parts whose drawing was come by
        self._held = 0  # tags and attributes of all trees
        try:
            self._parts = Parts(content, Budget())
            package = self._parts.relations("").values()
        except _DAMAGED as error:
            raise _refusal(error, say.NO_PACKAGE) from error
        self.properties = [
            name for kind, name in package if kind.endswith("properties")
        ]
        mains = [name for kind, name in package if kind == "officeDocument"]
        self.main = next(iter(mains), "word/document.xml")
        if self.main not in self._parts:
            raise NotReadable(say.NO_BODY)
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part names: id -> (kind, name). Raises NotReadable."""
        if part not in self._relations:
            try:
                self._relations[part] = self._parts.relations(part)
            except _DAMAGED as error:
                raise _refusal(error, say.BROKEN_PART.format(part)) from error
        return self._relations[part]

    @cached_property
    def stores(self) -> dict[str, Tree]:
        """What controls may be bound to: id -> part. Raises NotReadable."""
        found: dict[str, Tree] = {}
        for kind, name in self.relations(self.main).values():
            tree = self.tree(name) if kind == "customXml" else None
            for below, its_name in self.relations(name).values() if tree else ():
                about = self.tree(its_name) if below == "customXmlProps" else None
                names = about.root.attrib if about else {}
                ids = (names[one] for one in names if one.endswith("itemID"))
                found |= {one.upper(): tree for one in ids if tree}
        for name in self.properties:
            if tree := self.tree(name):
                name = re.split("[:.]", tree.root.tag)[-1]
                found[_OF_PROPERTIES.get(name, "")] = tree
        return found

    def count_search(self, number: int) -> None:
        """Count elements that are gone through once more. Raises NotReadable."""
        try:
            self._parts.budget.take("letters", number)
        except Refused as error:
            raise _refusal(error, say.TOO_LARGE) from error

    def related(self, kind: str) -> Tree | None:
        """The part of this kind that the main part names, if there is one."""
        found = [
            name for one, name in self.relations(self.main).values() if one == kind
        ]
        return self.tree(found[0]) if found else None

    def tree(self, name: str) -> Tree | None:
        """A part, None where there is none of the name. Raises NotReadable."""
        if name not in self._parts:
            return None
        if name not in self._trees:
            try:
                raw = self._parts.raw(name)
                self._held += raw.count(b"<") + raw.count(b"=")
                self._parts.budget.hold(self._held)
                self._trees[name] = Tree(name, raw)
            except NotReadable:
                raise
            except _DAMAGED as error:
                raise _refusal(error, say.BROKEN_PART.format(name)) from error
        return self._trees[name]


def _refusal(error: Exception, sentence: str) -> NotReadable:
    is_large = isinstance(error, Refused) and error.problem.code == _TOO_LARGE
    return NotReadable(say.TOO_LARGE if is_large else sentence)
