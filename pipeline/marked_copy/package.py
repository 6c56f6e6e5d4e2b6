"""The parts of a workbook that is being marked: their relations and content types,
added and taken away.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from pipeline.marked_copy.splices import RELATION, RELATIONS_SPACE, Xml, attribute
from pipeline.office.budget import Budget
from pipeline.office.package import read_parts, relations_of, target

_TYPES = "[Content_Types].xml"
_NO_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships'
    f' xmlns="{RELATIONS_SPACE}"></Relationships>'
).encode()
Relations = dict[str, tuple[str, str]]
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"


class Package:
    """Parts by name, in the order of the package; ``parts`` may be edited, within the
    ``budget``.
    """

    def __init__(self, package: bytes) -> None:
        self.parts = read_parts(package)
        self._names = {name.casefold(): name for name in self.parts}
        self._relations: dict[str, Relations] = {}  # as they were last read
        self.budget = Budget()

    def xml(self, name: str) -> Xml:
        return Xml(self.parts[name], self.budget)

    def searched(self, name: str) -> bytes:
        """A part that is no XML, or is not read as such, to be searched through."""
        self.budget.take("bytes", len(self.parts[name]))
        return self.parts[name]

    def relations(self, part: str) -> Relations:
        """What a part points at inside the package: id -> (last word of the type, name
        of the part).
        """
        rels = self._rels(part)
        if rels in self.parts and rels not in self._relations:
            found = self._relations[rels] = {}
            for node in self.xml(rels).root.named("Relationship"):
                if node.attributes.get("TargetMode") != "External":
                    kind, name = target(part, node.attributes)
                    name = self._names.get(name.casefold(), name)
                    found[node.attributes.get("Id", "")] = kind, name
        return self._relations.get(rels, {})

    def related(self, part: str, kind: str) -> str:
        """The first part of this kind that a part points at; empty without one."""
        names = (
            name
            for k, name in self.relations(part).values()
            if k == kind and name in self.parts
        )
        return next(names, "")

    def add(
        self, owner: str, kind: str, wanted: str, data: bytes, content_type: str
    ) -> str:
        """A new part, named as asked or with a number behind, and its relation from
        ``owner``, whose id comes back.
        """
        names = (wanted.replace(".", f"{n or ''}.") for n in count())
        name = next(name for name in names if name.casefold() not in self._names)
        self.parts[name], self._names[name.casefold()] = data, name
        # Drawings of comments are named in the list of parts all at once.
        types = self.xml(_TYPES)
        said = [_extension(node.attributes) for node in types.root.children]
        told = f'Override PartName="/{attribute(name)}"'
        if content_type == VML:
            told = "" if "vml" in said else 'Default Extension="vml"'
        if told:
            new = f'<{told} ContentType="{content_type}"/>'
            types.append(types.root, types.fit(new))
            self.parts[_TYPES] = types.done()
        rels = self._rels(owner)
        xml = Xml(self.parts.get(rels, _NO_RELS), self.budget)
        ids = {node.attributes.get("Id", "").casefold() for node in xml.root.children}
        new = next(f"rId{n}" for n in count(1) if f"rid{n}" not in ids)
        relation = f'Id="{new}" Type="{RELATION}/{kind}" Target="/{attribute(name)}"'
        xml.append(xml.root, xml.fit(f"<Relationship {relation}/>"))
        self.parts[rels], self._names[rels.casefold()] = xml.done(), rels
        self._relations.pop(rels, None)
        return new

    def remove(self, owner: str, name: str) -> None:
        """A part, its relation from ``owner`` and its own relations."""
        rels = self._rels(owner)
        ids = {
            key for key, (_, target) in self.relations(owner).items() if target == name
        }
        xml = self.xml(rels)
        gone = [node for node in xml.root.children if node.attributes.get("Id") in ids]
        for node in gone:
            xml.remove(node)
        self._relations.pop(rels, None)
        if len(gone) < len(xml.root.children):
            self.parts[rels] = xml.done()
        else:
            self._drop(rels)
        self._drop(self._rels(name))
        self._drop(name)

    def _drop(self, name: str) -> None:
        """Take a part away, if it is there, and the list's word of it."""
        if self.parts.pop(name, None) is None:
            return
        del self._names[name.casefold()]
        self._relations.pop(name, None)
        is_last = not any(other.endswith(".vml") for other in self._names)
        xml = self.xml(_TYPES)
        for node in xml.root.children:
            said = node.attributes
            if said.get("PartName", "").casefold() == f"/{name}".casefold() or (
                is_last and name.endswith(".vml") and _extension(said) == "vml"
            ):
                xml.remove(node)
        self.parts[_TYPES] = xml.done()

    def _rels(self, part: str) -> str:
        name = relations_of(part)
        return self._names.get(name.casefold(), name)


def _extension(said: Mapping[str, str]) -> str:
    return said.get("Extension", "").casefold()
