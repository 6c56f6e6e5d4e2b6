"""The comments of a workbook's cells, which no stage of a report reads."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.text import even_out
from pipeline.office.budget import Budget, damage_refused
from pipeline.office.excel import place_of
from pipeline.workbook.tables import MAIN, scan_workbook, text_of
from pipeline.workbook.xml_parts import Parts

Comments = Mapping[tuple[int, int], str]  # row and column -> text


def read_comments(package: bytes) -> dict[str, Comments]:
    """The comments of each sheet, by its evened-out title. Of a discussion Excel itself
    keeps the whole text as a comment. Raises Refused.
    """
    with damage_refused():
        parts = Parts(package, Budget())
        sheets = scan_workbook(parts).sheets
        return {even_out(title): _of_sheet(parts, part) for title, part in sheets}


def _of_sheet(parts: Parts, sheet: str) -> Comments:
    found: dict[tuple[int, int], str] = {}
    for kind, name in parts.relations(sheet).values():
        if kind != "comments" or name not in parts:
            continue
        for comment in parts.tree(name).iter(f"{MAIN}comment"):
            texts = comment.iter(f"{MAIN}text")
            place = place_of(comment.get("ref", ""))
            found[place] = "\n".join(str(text_of(text)[0]) for text in texts).strip()
    return found
