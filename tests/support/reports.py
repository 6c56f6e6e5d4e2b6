"""The finished reports of small workbooks, one of each form, and copies of them with
parts changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from pipeline.office.package import read_parts
from pipeline.run import Outcome, produce
from tests.support.hostile import zipped
from tests.support.paths import ROOT

WORKBOOKS = {
    "dics": ROOT / "tests" / "workbooks" / "val-fleuri-2023.xlsx",
    "clss": ROOT / "tests" / "workbooks" / "valbrune-2024.xlsx",
}
BODY, NOTES, HEADER, FOOTER = (
    f"word/{name}.xml" for name in ("document", "footnotes", "header1", "footer1")
)
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
Change = Callable[[str], str]


@cache
def outcome(form: str) -> Outcome:
    """What comes of the small workbook of a form."""
    return produce(WORKBOOKS[form])


def report(form: str) -> bytes:
    made = outcome(form).report
    assert made is not None
    return made


def parts_of(form: str) -> dict[str, str]:
    """The parts of a finished report, as texts."""
    return {name: raw.decode() for name, raw in read_parts(report(form)).items()}


def retouched(form: str, changes: Mapping[str, Change | str]) -> bytes:
    """A report with some parts changed, each to something else, or added."""
    parts = parts_of(form)
    for name, change in changes.items():
        before = parts.get(name, "")
        parts[name] = change if isinstance(change, str) else change(before)
        assert parts[name] != before, name
    return zipped(parts.items())


def swap(old: str, new: str, times: int = 1) -> Change:
    """Another text for the first places of one that must be there."""

    def change(xml: str) -> str:
        assert old in xml, old
        return xml.replace(old, new, times)

    return change


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
