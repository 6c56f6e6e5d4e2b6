"""The pages of reports and plans, as LibreOffice prints them: full, and no heading or
label alone at the foot of one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from lxml import etree

from pipeline.run import produce
from tests.support.docx_text import W
from tests.support.printed_pages import Line, pages, workbooks
from tests.support.soffice import soffice
from tests.support.systems import posix

pytestmark = [pytest.mark.office, posix("a signal to a group of processes")]

LOW = 0.75  # where the lowest text of a page stands at least
# How much of a page may stay empty above its notes.
GAP = 0.22
HEAD, FOOT = 0.05, 0.94  # what the header and the footer stand beyond
# These questions are longer than a quarter of a page with the head of their table and a
# row of it, and stand together.
EXCEPTIONS = ("2.2. Travail social de rue", "2.3. Information régulière")
ANSWERED = ("longues", "tres-longues", "listes", "un-equipement", "trente-equipements")
LABELS = ("En lien avec", "Identification des équip", "Pourquoi ces équip", "Précisez")


class Printed(NamedTuple):
    """The lines of each page of a document; the texts of its headings, of those that
    begin a page, and of its notes.
    """

    pages: list[list[Line]]
    headings: list[str]
    breaks: list[str]
    notes: list[str]

    def body(self, number: int) -> tuple[list[Line], float]:
        """The lines of a page without header, footer and notes, and where the notes, or
        the footer, begin.
        """
        lines = [line for line in self.pages[number] if HEAD < line.top < FOOT]
        lines = [line for line in lines if "Page " not in line.text]
        of_notes = (
            line.top
            for line in lines
            if any(is_part(line.text, note, 20) for note in self.notes)
        )
        floor = min(of_notes, default=FOOT)
        return [line for line in lines if line.bottom <= floor + 0.004], floor

    def begins(self, number: int, texts: list[str]) -> bool:
        """Whether a page begins with one of these texts."""
        first = even(self.body(number)[0][0].text)
        return any(is_part(first, text, 0) for text in texts)


def is_part(line: str, text: str, least: int) -> bool:
    """Whether a line begins a text, its number aside, or is within it."""
    words = line.lstrip("0123456789 ") if least else line
    return len(words) >= least and words in text


def even(text: str) -> str:
    return " ".join(text.split())


def printed(package: bytes, pdf: Path) -> Printed:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        parts = {
            name: etree.fromstring(opened.read(f"word/{name}.xml"))
            for name in ("document", "styles", "footnotes")
        }
    styles = {one.get(f"{W}styleId"): one for one in parts["styles"].iter(f"{W}style")}

    def says(name: str, tag: str) -> bool:
        """Whether a style, or one that it is based on, has this property."""
        if name not in styles:
            return False
        found = styles[name].find(f"{W}pPr/{W}{tag}")
        if found is not None:
            return found.get(f"{W}val") not in ("0", "9")
        base = styles[name].find(f"{W}basedOn")
        return base is not None and says(base.get(f"{W}val"), tag)

    found: dict[str, list[str]] = {"outlineLvl": [], "pageBreakBefore": []}
    for paragraph in parts["document"].iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        for tag in found if style is not None else ():
            if says(style.get(f"{W}val"), tag):
                found[tag].append(text_of(paragraph))
    notes = [text_of(note) for note in parts["footnotes"].iter(f"{W}footnote")]
    return Printed(
        pages(pdf),
        found["outlineLvl"],
        found["pageBreakBefore"],
        [*filter(None, notes)],
    )


def text_of(element: Any) -> str:
    return even("".join(one.text or "" for one in element.iter(f"{W}t")))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Printed]:
    """All of them, through one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, bytes] = {}
    for name, workbook in workbooks():
        file = folder / f"{name}.xlsx"
        file.write_bytes(workbook)
        outcome = produce(file)
        assert outcome.report is not None, (name, outcome.errors)
        made[name] = outcome.report
        file.with_suffix(".docx").write_bytes(outcome.report)
    words = [str(folder / f"{name}.docx") for name in made]
    profile = folder / "profile"
    soffice(profile, "--convert-to", "pdf", "--outdir", str(folder), *words)
    return {
        name: printed(package, folder / f"{name}.pdf") for name, package in made.items()
    }


def low_pages(document: Printed) -> Iterator[tuple[int, float, str]]:
    """The number of each page that ends high, where, and what the next begins with."""
    for number in range(len(document.pages) - 1):
        (body, floor), (following, _) = map(document.body, (number, number + 1))
        lowest = max(line.bottom for line in body)
        is_low = lowest < LOW if floor == FOOT else floor - lowest > GAP
        if is_low and not document.begins(number + 1, document.breaks):
            yield number + 1, round(lowest, 3), even(following[0].text)


def test_pages_are_full(documents: Mapping[str, Printed]) -> None:
    assert len(documents) == 13
    low = {
        (name, *found)
        for name, document in documents.items()
        for found in low_pages(document)
        if not found[2].startswith(EXCEPTIONS)
    }
    assert low == set()
    assert sum(len(document.pages) for document in documents.values()) > 100


def test_no_page_is_empty(documents: Mapping[str, Printed]) -> None:
    for name, document in documents.items():
        for number in range(len(document.pages)):
            assert document.body(number)[0], (name, number + 1)


def test_no_heading_or_label_stands_alone_at_the_foot_of_a_page(
    documents: Mapping[str, Printed],
) -> None:
    """Where every question has an answer, since an empty box has no text."""
    checked = 0
    for name in (*ANSWERED, "marolles-anneessens-2022", "plan-long"):
        document = documents[name]
        for number in range(len(document.pages) - 1):
            if document.begins(number + 1, document.breaks):
                continue  # the last objective may have nothing below it
            last = max(document.body(number)[0], key=lambda line: line.bottom)
            words = even(last.text)
            assert not words.startswith(LABELS), (name, number + 1, words)
            is_heading = any(
                one.endswith(words) and len(words) > 3 and last.left < 0.12
                for one in document.headings
            )
            assert not is_heading, (name, number + 1, words)
            checked += 1
    assert checked > 50
