"""The workbook's own part: its sheets, and the place of ours before them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.findings.sentences import marked_copy as said
from pipeline.marked_copy.package import Package
from pipeline.marked_copy.splices import RELATION, Node, Unusual, attribute, children

# Names our sheet through every program that saves the workbook, and whatever the sheet
# is called by then.
MARKER = "canevas_a_corriger"
_SHEET_TYPE = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
)
_TAB = rb"""(<(?:\w+:)?sheetView\s(?:[^<>]*?\s)?tabSelected\s*=\s*["'])(%s)(?=["'])"""
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


class Entry(NamedTuple):
    """A sheet of the workbook; ``part`` is empty where it is not there."""

    title: str
    kind: str
    part: str
    hidden: bool
    node: Node


class Book:
    """The workbook part: read once, then changed once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.part = package.related("", "officeDocument")
        self._xml = package.xml(self.part)
        sheets = self._xml.root.child("sheets")
        relations = package.relations(self.part)
        self.sheets = []
        for node in sheets.named("sheet") if sheets else ():
            said = node.attributes
            kind, part = relations.get(said.get(f"{RELATION} id", ""), ("", ""))
            hidden = said.get("state", "visible") != "visible"
            known = part if part in package.parts else ""
            self.sheets.append(Entry(said.get("name", ""), kind, known, hidden, node))
        if not self.sheets:
            raise Unusual
        self._names = children(self._xml.root.child("definedNames"))
        self._views = children(self._xml.root.child("bookViews"))

    def worksheets(self) -> list[str]:
        """The parts of the sheets of cells; several sheets may name the same."""
        parts = (sheet.part for sheet in self.sheets if sheet.kind == "worksheet")
        return [*dict.fromkeys(part for part in parts if part)]

    def _tabs(self) -> dict[str, str]:
        """What each part of a sheet says of its tab."""
        parts = {sheet.part for sheet in self.sheets if sheet.part}
        return {part: _tab(self._package.parts[part]) for part in parts}

    def remove_list(self) -> None:
        """Take our sheet away, wherever it stands and however it is named now."""
        xml, names = self._xml, self._names
        marker = next(
            (node for node in names if node.attributes.get("name") == MARKER), None
        )
        if marker is None:
            return
        # It names our sheet as formulas do: 'À corriger'!$A$1
        named = html.unescape(xml.data[marker.inner : marker.close].decode())
        title = unquoted(named.rpartition("!")[0])
        titles = [sheet.title for sheet in self.sheets]
        at = titles.index(title) if title in titles else -1
        gone = {
            node
            for node in names
            if node is marker or node.attributes.get("localSheetId") == str(at)
        }
        parent = xml.root.child("definedNames")
        for node in [parent] if parent and len(gone) == len(names) else gone:
            xml.remove(node)
        if at >= 0 and len(self.sheets) > 1:
            self._move_names(set(names) - gone, at, -1)
            ours = self.sheets.pop(at)
            xml.remove(ours.node)
            self._activate_another()
            if ours.part:
                self._package.remove(self.part, ours.part)
        self._package.parts[self.part] = xml.done()

    def _move_names(self, names: Iterable[Node], behind: int, by: int) -> None:
        """The names that are local to a sheet behind another follow it."""
        for node in names:
            local = node.attributes.get("localSheetId", "")
            if local.isdecimal() and int(local) > behind:
                self._xml.set(node, "localSheetId", str(int(local) + by))

    def _activate_another(self) -> None:
        """The sheet that was selected before ours came, else the first that is shown."""
        shown = [
            n for n, sheet in enumerate(self.sheets) if not sheet.hidden and sheet.part
        ] or [0]
        tabs, by_tab = self._tabs(), dict[str, int]()
        for number in shown:
            by_tab.setdefault(tabs.get(self.sheets[number].part, ""), number)
        chosen = by_tab.get("1", by_tab.get("true", by_tab.get("0", shown[0])))
        self._select(self.sheets[chosen].part, "0", "1")
        for view in self._views:
            if "activeTab" in view.attributes or chosen:
                self._xml.set(view, "activeTab", str(chosen))

    def _select(self, part: str, former: str, value: str) -> None:
        """Say in all views of a sheet this of its tab, in place of the former."""
        sheet = self._package.parts.get(part, b"")
        views = _views_of(sheet)
        changed = re.sub(_TAB % former.encode(), rb"\g<1>" + value.encode(), views)
        if changed != views:
            self._package.parts[part] = changed + sheet[len(views) :]

    def add_list(self, sheet: bytes) -> None:
        """Our sheet before all others, the only one selected."""
        xml, title, number = self._xml, said.TITLE, 1
        while title.casefold() in {one.title.casefold() for one in self.sheets}:
            number += 1
            title = f"{said.TITLE} ({number})"
        for part, tab in self._tabs().items():
            if tab in ("1", "true"):
                self._select(part, tab, "0")
        relation = self._package.add(
            self.part, "worksheet", "xl/worksheets/canevas.xml", sheet, _SHEET_TYPE
        )
        number = 1 + max(sheet.node.number("sheetId") for sheet in self.sheets)
        new = f'<sheet name="{attribute(title)}" sheetId="{number}"'
        new += f' xmlns:r="{RELATION}" r:id="{relation}"/>'
        xml.before(self.sheets[0].node, xml.fit(new))
        for view in self._views:
            for name in ("activeTab", "firstSheet"):
                if view.attributes.get(name, "0") != "0":
                    xml.set(view, name, "0")
        self._move_names(self._names, -1, 1)
        quoted = attribute(quote(title))
        name = f'<definedName name="{MARKER}" hidden="1">{quoted}!$A$1</definedName>'
        if names := xml.root.child("definedNames"):
            xml.append(names, xml.fit(name))
        else:
            before = [node for node in xml.root.children if node.name in _BEFORE_NAMES]
            end = before[-1].end
            xml.replace(end, end, xml.fit(f"<definedNames>{name}</definedNames>"))
        self._package.parts[self.part] = xml.done()


def quote(title: str) -> str:
    """The title of a sheet as it stands before the exclamation mark of a reference."""
    return "'" + title.replace("'", "''") + "'"


def unquoted(title: str) -> str:
    return title[1:-1].replace("''", "'") if title.startswith("'") else title


def _views_of(sheet: bytes) -> bytes:
    """What stands before the cells of a sheet."""
    return sheet[: sheet.find(b"sheetData")] if b"sheetData" in sheet else sheet


def _tab(sheet: bytes) -> str:
    """What the first view of a sheet says of its tab: "1" or "true" where it is
    selected.
    """
    found = re.search(_TAB % rb"\w+", _views_of(sheet))
    return found[2].decode() if found else ""
