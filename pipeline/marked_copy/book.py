"""The workbook's own part: its sheets, and the place of ours before them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from pipeline.marked_copy.package import Package
from pipeline.marked_copy.splices import RELATION, CannotMark, Node, Xml, attribute

# Names our sheet through every program that saves the workbook, and whatever the sheet
# is called by then.
MARKER = "canevas_a_corriger"
TITLE = "À corriger"
_SHEET_TYPE = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
)
_TAB = re.compile(
    rb"""(<(?:\w+:)?sheetView\s(?:[^<>]*?\s)?tabSelected\s*=\s*["'])(\w+)(?=["'])"""
)
_LONGEST_REFERENCE = 1_000  # bytes; a title has 31 letters
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


@dataclass(frozen=True)
class Entry:
    """A sheet of the workbook; ``part`` is empty where it is not there."""

    title: str
    kind: str
    part: str
    hidden: bool
    node: Node


class Book:
    """The workbook part as it is now; each change writes it back and reads it again."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.part = package.related("", "officeDocument")
        if not self.part:
            raise CannotMark("la liste de ses feuilles manque")
        self._read()

    def _read(self) -> None:
        self._xml = Xml(self._package.parts[self.part], self._package.budget)
        sheets = self._xml.root.child("sheets")
        if sheets is None or not sheets.named("sheet"):
            raise CannotMark("la liste de ses feuilles manque")
        self._list = sheets
        relations = self._package.relations(self.part)
        self.sheets = []
        for node in sheets.named("sheet"):
            kind, part = relations.get(
                node.attributes.get(f"{RELATION} id", ""), ("", "")
            )
            hidden = node.attributes.get("state", "visible") != "visible"
            known = part if part in self._package.parts else ""
            self.sheets.append(
                Entry(node.attributes.get("name", ""), kind, known, hidden, node)
            )

    def _write(self) -> None:
        self._package.parts[self.part] = self._xml.done()
        self._read()

    def _names(self) -> list[Node]:
        names = self._xml.root.child("definedNames")
        return names.children if names else []

    def _views(self) -> list[Node]:
        views = self._xml.root.child("bookViews")
        return views.children if views else []

    def _tabs(self) -> dict[str, str]:
        """What each part of a sheet says of its tab; several sheets may name the same."""
        return {
            part: _tab(self._package.parts[part])
            for part in {sheet.part for sheet in self.sheets}
            if part
        }

    def free_title(self) -> str:
        """The title of our sheet: one that no other sheet has."""
        taken = {sheet.title.casefold() for sheet in self.sheets}
        titles = (
            TITLE if n == 1 else f"{TITLE} ({n})" for n in range(1, len(taken) + 2)
        )
        return next(title for title in titles if title.casefold() not in taken)

    def remove_list(self) -> bool:
        """Take our sheet away, wherever it stands and however it is named now; whether
        it was there.
        """
        names = self._names()
        marker = next(
            (node for node in names if node.attributes.get("name") == MARKER), None
        )
        if marker is None:
            return False
        title = _sheet_named(
            self._xml.data[marker.inner : marker.close][:_LONGEST_REFERENCE]
        )
        at = next(
            (n for n, sheet in enumerate(self.sheets) if sheet.title == title), -1
        )
        gone = {
            node
            for node in names
            if node is marker or node.attributes.get("localSheetId") == str(at)
        }
        if len(gone) == len(names) and (parent := self._xml.root.child("definedNames")):
            self._xml.remove(parent)
        else:
            for node in gone:
                self._xml.remove(node)
        if at < 0 or len(self.sheets) < 2:
            self._write()
            return False
        ours = self.sheets[at]
        for node in names:
            local = node.attributes.get("localSheetId", "")
            if node not in gone and local.isdecimal() and int(local) > at:
                self._xml.set(node, "localSheetId", str(int(local) - 1))
        self._xml.remove(ours.node)
        self._activate_another(at)
        self._write()
        if ours.part:
            self._package.remove(self.part, ours.part)
        return True

    def _activate_another(self, gone: int) -> None:
        """The sheet that was selected before ours came, else the first that is shown."""
        left = [sheet for n, sheet in enumerate(self.sheets) if n != gone]
        shown = [
            n for n, sheet in enumerate(left) if not sheet.hidden and sheet.part
        ] or [0]
        tabs, by_tab = self._tabs(), dict[str, int]()
        for number in shown:
            if left[number].part:
                by_tab.setdefault(tabs[left[number].part], number)
        chosen = by_tab.get("1", by_tab.get("true", by_tab.get("0", shown[0])))
        if left[chosen].part:
            self._package.parts[left[chosen].part] = _with_tab(
                self._package.parts[left[chosen].part], "0", "1"
            )
        for view in self._views():
            if "activeTab" in view.attributes or chosen:
                self._xml.set(view, "activeTab", str(chosen))

    def add_list(self, title: str, sheet: bytes) -> None:
        """Our sheet before all others, the only one selected."""
        for part, tab in self._tabs().items():
            if tab in ("1", "true"):
                self._package.parts[part] = _with_tab(
                    self._package.parts[part], tab, "0"
                )
        relation = self._package.add(
            self.part, "worksheet", "xl/worksheets/canevas.xml", sheet, _SHEET_TYPE
        )
        number = 1 + max(
            int(sheet.node.attributes.get("sheetId", 0)) for sheet in self.sheets
        )
        new = self._xml.fit(f'<sheet name="{attribute(title)}" sheetId="{number}"/>')[
            :-2
        ]
        self._xml.before(
            self._list.children[0],
            new + f' xmlns:r="{RELATION}" r:id="{relation}"/>'.encode(),
        )
        for view in self._views():
            for name in ("activeTab", "firstSheet"):
                if view.attributes.get(name, "0") != "0":
                    self._xml.set(view, name, "0")
        for node in self._names():
            if (local := node.attributes.get("localSheetId", "")).isdecimal():
                self._xml.set(node, "localSheetId", str(int(local) + 1))
        self._name_list(title)
        self._write()

    def _name_list(self, title: str) -> None:
        quoted = attribute(quote(title))
        name = f'<definedName name="{MARKER}" hidden="1">{quoted}!$A$1</definedName>'
        if names := self._xml.root.child("definedNames"):
            self._xml.append(names, self._xml.fit(name))
        else:
            last = [
                node for node in self._xml.root.children if node.name in _BEFORE_NAMES
            ][-1]
            self._xml.replace(
                last.end,
                last.end,
                self._xml.fit(f"<definedNames>{name}</definedNames>"),
            )


def quote(title: str) -> str:
    """The title of a sheet as it stands before the exclamation mark of a reference."""
    return "'" + title.replace("'", "''") + "'"


def _sheet_named(reference: bytes) -> str:
    """The sheet of a reference, as it is written in the file, such as 'À
    corriger'!$A$1.
    """
    title = html.unescape(reference.decode()).rpartition("!")[0]
    return title[1:-1].replace("''", "'") if title.startswith("'") else title


def _views_of(sheet: bytes) -> bytes:
    """What stands before the cells of a sheet."""
    return sheet[: sheet.find(b"sheetData")] if b"sheetData" in sheet else sheet


def _tab(sheet: bytes) -> str:
    """What the first view of a sheet says of its tab: "1" or "true" where it is
    selected.
    """
    found = _TAB.search(_views_of(sheet))
    return found[2].decode() if found else ""


def _with_tab(sheet: bytes, former: str, value: str) -> bytes:
    """The sheet with this value in place of the former in all its views."""
    views = _views_of(sheet)
    said = _TAB.sub(
        lambda tab: tab[1] + (value.encode() if tab[2] == former.encode() else tab[2]),
        views,
    )
    return said + sheet[len(views) :]
