"""The parts of a workbook that is being marked: their relations and content types,
added and taken away.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from itertools import count

from pipeline.marked_copy.splices import RELATION, Budget, CannotMark, Xml, attribute
from pipeline.office.package import UNREADABLE, pack, read_parts

_TYPES = "[Content_Types].xml"
_TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships'
    f' xmlns="{_RELS_SPACE}"></Relationships>'
).encode()
Relations = Mapping[str, tuple[str, str]]
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"


class Package:
    """Parts by name, in the order of the package; ``parts`` may be edited, within the
    ``budget``.
    """

    def __init__(self, package: bytes) -> None:
        try:
            self.parts = read_parts(package)
        except UNREADABLE as error:
            raise CannotMark("une de ses parties est abîmée ou trop grande") from error
        self._names = {name.casefold(): name for name in self.parts}
        self._relations: dict[str, Relations] = {}  # as they were last read
        self._gone: set[str] = (
            set()
        )  # what the list of parts no longer tells of: "/part", or "vml" for all such parts
        self._new: dict[str, str] = {}  # what it tells of from now on
        self.budget = Budget()
        if _TYPES not in self.parts:
            raise CannotMark("la liste de ses parties manque")

    def packed(self) -> bytes:
        """The package: former parts in their order, then the new ones."""
        if self._gone or self._new:
            self._declare()
        return pack(self.parts)

    def _declare(self) -> None:
        """Bring the list of parts up to date, once for all that was added and taken
        away.
        """
        xml, known = self._xml(_TYPES, _TYPES_SPACE), set()
        for node in xml.root.children:
            names = {
                node.attributes.get("PartName", "").casefold(),
                node.attributes.get("Extension", "").casefold(),
            }
            if names & self._gone:
                xml.remove(node)
            else:
                known |= names
        for name, element in self._new.items():
            if name not in known:
                xml.append(xml.root, xml.fit(element))
        self.parts[_TYPES] = xml.done()

    def _xml(self, name: str, space: str) -> Xml:
        return Xml(self.parts.get(name, _NO_RELS), self.budget, space=space)

    def searched(self, name: str) -> bytes:
        """A part that is no XML, or is not read as such, to be searched through."""
        self.budget.take(len(self.parts[name]) // 16)
        return self.parts[name]

    def relations(self, part: str) -> Relations:
        """What a part points at inside the package: id -> (last word of the type, name
        of the part).
        """
        if (rels := self._rels(part)) not in self.parts:
            return {}
        if rels not in self._relations:
            self._relations[rels] = self._read_relations(rels, part)
        return self._relations[rels]

    def _read_relations(self, rels: str, part: str) -> Relations:
        found = {}
        for node in self._xml(rels, _RELS_SPACE).root.named("Relationship"):
            if node.attributes.get("TargetMode") != "External":
                path = posixpath.join(
                    "/", posixpath.dirname(part), node.attributes.get("Target", "")
                )
                name = posixpath.normpath(path).lstrip("/")
                kind = node.attributes.get("Type", "").rpartition("/")[2]
                found[node.attributes.get("Id", "")] = (
                    kind,
                    self._names.get(name.casefold(), name),
                )
        return found

    def related(self, part: str, kind: str) -> str:
        """The first part of this kind that a part points at; empty without one."""
        return next(
            (
                name
                for k, name in self.relations(part).values()
                if k == kind and name in self.parts
            ),
            "",
        )

    def add(
        self, owner: str, kind: str, wanted: str, data: bytes, content_type: str
    ) -> str:
        """A new part, named as asked or with a number behind, and its relation from
        ``owner``, whose id comes back.
        """
        names = (wanted, *(wanted.replace(".", f"{n}.") for n in range(1, 10_000)))
        name = next(name for name in names if name.casefold() not in self._names)
        self.parts[name], self._names[name.casefold()] = data, name
        if content_type == VML:
            self._new["vml"] = f'<Default Extension="vml" ContentType="{VML}"/>'
        else:
            told = f'<Override PartName="/{attribute(name)}" ContentType="{content_type}"/>'
            self._new[f"/{name}".casefold()] = told
        rels = self._rels(owner)
        xml = self._xml(rels, _RELS_SPACE)
        ids = {node.attributes.get("Id", "").casefold() for node in xml.root.children}
        new = next(f"rId{n}" for n in count(1) if f"rid{n}" not in ids)
        target = attribute(name)
        relation = (
            f'<Relationship Id="{new}" Type="{RELATION}/{kind}" Target="/{target}"/>'
        )
        xml.append(xml.root, xml.fit(relation))
        self.parts[rels], self._names[rels.casefold()] = xml.done(), rels
        self._relations.pop(rels, None)
        return new

    def remove(self, owner: str, name: str) -> None:
        """A part, its relation from ``owner``, its own relations and what only these
        point at.
        """
        rels, ids = (
            self._rels(owner),
            {
                key
                for key, (_, target) in self.relations(owner).items()
                if target == name
            },
        )
        self._relations.pop(rels, None)
        xml = self._xml(rels, _RELS_SPACE)
        gone = [node for node in xml.root.children if node.attributes.get("Id") in ids]
        for node in gone:
            xml.remove(node)
        if len(gone) < len(xml.root.children):
            self.parts[rels] = xml.done()
        else:
            self._drop(rels)
        below = [target for _, target in self.relations(name).values()]
        if self._rels(name) in self.parts:
            self._drop(self._rels(name))
        self._drop(name)
        elsewhere = (
            {
                target
                for part in self.parts
                for _, target in self.relations(part).values()
            }
            if below
            else set()
        )
        for target in set(below) - elsewhere:
            if target in self.parts:
                self._drop(target)

    def _drop(self, name: str) -> None:
        del self.parts[name], self._names[name.casefold()]
        self._relations.pop(name, None)
        self._gone.add(f"/{name}".casefold())
        if name.endswith(".vml") and not any(
            other.endswith(".vml") for other in self._names
        ):
            self._gone.add("vml")

    def _rels(self, part: str) -> str:
        folder, _, file = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        return self._names.get(name.casefold(), name)
