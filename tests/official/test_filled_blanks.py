"""Blanks as authorities might send them, filled: no answer at a wrong place, no word of
the blank changed, what is unsure told by name; by the log of whoever made the blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest
from lxml import etree

from pipeline.compare.damage import damages
from pipeline.editions.loader import known_forms, load_form
from pipeline.model.submission import Answers
from pipeline.model.text import bare
from pipeline.office.package import read_parts
from pipeline.official.agreements import Acceptance
from pipeline.official.report import official_report
from pipeline.official.result import Entry, OfficialReport
from tests.official.test_blanks import SHARE, blank
from tests.support.blanks.answers import expected, full_answers, head
from tests.support.blanks.blank import (
    Blank,
    changed_words,
    found_in,
    listings,
    rests_in,
    rows_in,
)
from tests.support.blanks.form import SITES, Fate
from tests.support.blanks.kinds import KINDS, drawn, libreoffice
from tests.support.marks import one_in, slow_after
from tests.support.received import random_answers
from tests.support.retouches import W
from tests.support.soffice import soffice

NAMES = {"w": W, "w15": "http://schemas.microsoft.com/office/word/2012/wordml"}
ITEMS = "//w:sdt[w:sdtPr/w15:repeatingSectionItem]"
FORM = load_form("dics-2023")
NOTHING = Acceptance()
MORE = (*SITES, "Les Pins", "Les Aulnes", "Les Bouleaux")


@cache
def filled(kind: str) -> tuple[Answers, OfficialReport]:
    made = blank(kind)
    answers = full_answers(made.year, SITES)
    return answers, report_of(made, answers)


def report_of(
    made: Blank, answers: Answers, accepted: Acceptance = NOTHING
) -> OfficialReport:
    return official_report(FORM, known_forms(), answers, made.content, accepted)


@pytest.mark.parametrize("kind", one_in(4, KINDS))
def test_a_blank_with_an_answer_to_everything(kind: str) -> None:
    check(blank(kind), *filled(kind))


@pytest.mark.parametrize("kind", ["tables", "dots"])
def test_each_name_of_a_list_has_its_dash(kind: str) -> None:
    _, report = filled(kind)
    names = found_in(blank(kind), report.content or b"")["q2_4.noms"]
    assert names == "- Réponse à q2_4.noms, l’« été » & plus.\n- Sur deux lignes."


def test_a_figure_behind_a_precision_stays_in_its_column() -> None:
    _, report = filled("tabs")
    found = found_in(blank("tabs"), report.content or b"")
    asked = ("2_7_1", "2_7_2", "2_9", "3_8_1", "3_8_2", "3_9")
    assert {found[f"q{one}.autre"][0] for one in asked} == {"\t"}


@pytest.mark.parametrize("kind", one_in(4, KINDS))
def test_a_filled_blank_is_damaged_no_more_than_it_was(kind: str) -> None:
    _, report = filled(kind)
    assert report.content is not None
    assert damages(read_parts(report.content)) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(1, 8, 2))
def test_a_blank_with_the_answers_of_a_random_workbook(kind: str, number: int) -> None:
    _, answers = random_answers(number)
    made = blank(kind)
    answers = answers._replace(head={**answers.head, **head(made.year)})
    check(made, answers, report_of(made, answers))


@pytest.mark.parametrize("kind", slow_after(1, ["empty rows", "empty rows of signs"]))
def test_a_row_that_is_copied_has_its_own_boxes(kind: str) -> None:
    made = blank(kind)
    answers = full_answers(made.year, MORE)
    report = report_of(made, answers)
    check(made, answers, report)
    assert report.is_complete and report.content is not None
    rows = rows_in(made, report.content, "q2_2_1")
    assert [plain(row["nom"]) for row in rows] == [*MORE]


def test_a_row_that_is_copied_can_be_taken_out_alone() -> None:
    """Each row of equipments stands in an item of its own, in the one control."""
    made = blank("empty rows to repeat")
    answers = full_answers(made.year, MORE)
    report = report_of(made, answers)
    check(made, answers, report)
    assert report.content is not None
    document = read_parts(report.content)["word/document.xml"]
    items = etree.fromstring(document).xpath(ITEMS, namespaces=NAMES)
    rows = [one.xpath("w:sdtContent/w:tr", namespaces=NAMES) for one in items]
    names = ["".join(row.itertext()) for [row] in rows]
    # In 2.3.1 a list to choose from cannot be one thing in a row and another in its copy.
    assert [*map(str.startswith, names, (*MORE, *MORE[:3]))] == [True] * 8


@pytest.mark.parametrize("seed", slow_after(1, [*range(60), 452]))
def test_a_blank_drawn_at_random(seed: int) -> None:
    made = drawn(seed)
    answers = full_answers(made.year, MORE[: seed % 5 + 1])
    check(made, answers, report_of(made, answers))


@pytest.mark.parametrize("kind", ["reworded", "negated", "split and merged"])
def test_with_all_that_can_be_accepted(kind: str) -> None:
    check_accepted(blank(kind), SITES)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_a_drawn_blank_with_all_that_can_be_accepted(seed: int) -> None:
    check_accepted(drawn(seed), MORE[: seed % 5 + 1])


def check_accepted(made: Blank, equipments: Sequence[str]) -> None:
    """What is reworded may be filled then, and nothing that asks something else."""
    answers = full_answers(made.year, equipments)
    first = report_of(made, answers)
    names = [one.name for one in first.waiting] + [one.there for one in first.spellings]
    accepted = Acceptance(names=tuple(names), day="2024-02-01")
    report = report_of(made, answers, accepted)
    spellings = {one.there: one.name for one in first.spellings}
    check(made, answers, report, {Fate.UNCHANGED, Fate.REWORDED}, spellings)
    assert (report.waiting, report.spellings) == ((), ())


@pytest.mark.office
def test_libreoffice_shows_every_answer(tmp_path: Path) -> None:
    """But those in a text box, which no text that it writes has."""
    wanted = {}
    for kind in sorted(KINDS.keys() - {"text boxes"}):
        _, report = filled(kind)
        assert report.content is not None
        file = tmp_path / f"{kind}.docx"
        file.write_bytes(report.content)
        found = found_in(blank(kind), report.content)
        wanted[file] = [text for name, text in found.items() if text not in ("", "X")]
    target = ("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path))
    missing = {}
    soffice(tmp_path / "profile", *target, *map(str, wanted))
    for file, texts in wanted.items():
        shown = file.with_suffix(".txt").read_text(encoding="utf-8")
        lines = {plain(line) for text in texts for line in text.split("\n")}
        missing[file.name] = {one for one in lines if one not in plain(shown)}
    assert {name: some for name, some in missing.items() if some} == {}


@pytest.mark.office
def test_a_blank_that_libreoffice_saved(tmp_path: Path) -> None:
    made = libreoffice(tmp_path)
    answers = full_answers(made.year, SITES)
    check(made, answers, report_of(made, answers))


def check(
    made: Blank,
    answers: Answers,
    report: OfficialReport,
    may_be_filled: Collection[Fate] = (Fate.UNCHANGED,),
    spellings: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """``spellings``: as an equipment is called in the file -> in the workbook."""
    assert report.content is not None, report.differences[:3]
    assert changed_words(made, report.content) == []
    assert set(rests_in(made, report.content).values()) <= {""}
    wanted, found = expected(answers), found_in(made, report.content)
    said = {
        name: plain(text)
        for name, text in found.items()
        if not name.startswith(("q2_2_1.", "q2_3_1."))
    }
    filled = {name: text for name, text in said.items() if text}
    assert {
        name: text
        for name, text in filled.items()
        if text != plain(wanted.get(name, ""))
    } == {}
    assert {name for name in filled if made.fates.get(name) not in may_be_filled} <= {
        "commune"
    }
    left = {name: text for name, text in wanted.items() if name not in filled}
    if "commune" not in made.places:
        del left["commune"]  # it stands in the title already
    check_told(report, left, check_listings(made, answers, report, spellings))
    # Where someone has ticked a box that is not the workbook's, no other is ticked.
    ticked = {one.partition(".")[0] for one in made.ticks & made.filled.keys() - wanted}
    unchanged = [
        name
        for name in made.unchanged
        if name in wanted
        and name not in made.filled
        and not (name in made.ticks and name.partition(".")[0] in ticked)
    ]
    missing = [name for name in unchanged if name not in filled]
    assert len(missing) <= (1 - SHARE) * len(unchanged), missing


def plain(text: str) -> str:
    """An answer without what joins it to its label, and the dashes of a list, whose lines
    may be one.
    """
    lines = (line.strip(" -\t\n\u00a0:") for line in text.split("\n"))
    words = (word.strip("-") for word in " ".join(lines).split())
    return " ".join(filter(None, words))


def spelled(name: str) -> str:
    """A name of which only the letters count."""
    return "".join(filter(str.isalnum, bare(name)))


def check_listings(
    made: Blank,
    answers: Answers,
    report: OfficialReport,
    spellings: Mapping[str, str],
) -> set[tuple[str, str]]:
    """Each row of an equipment says what is its own. Gives the questions and equipments
    that have no row.
    """
    assert report.content is not None
    left: set[tuple[str, str]] = set()
    there = listings(made)
    for question, parts in answers.parts.items():
        entries = f"q{question.replace('.', '_')}"
        wanted = {plain(part.text("nom")): part for part in parts}
        rows = rows_in(made, report.content, entries) if entries in there else []
        for row in rows:
            ticks = {column: text for column, text in row.items() if column != "nom"}
            if any(ticks.values()):
                name = plain(spellings.get(row["nom"], row["nom"]))
                if name not in wanted:  # with other capitals or accents
                    [name] = [one for one in wanted if spelled(one) == spelled(name)]
                own = wanted.pop(name)
                assert ticks == {column: own.text(column) for column in ticks}
        left |= {
            (question, part.text("nom"))
            for part in wanted.values()
            if any(part.text(column) for column in part.figures if column != "nom")
        }
    return left


def check_told(
    report: OfficialReport, left: dict[str, str], equipments: set[tuple[str, str]]
) -> None:
    """Every answer that has no place in the file is told by its question's name."""
    several: list[Entry] = [*report.without_place, *report.by_hand, *report.filled]
    several += report.unmarked
    several += [entry for one in report.waiting for entry in one.entries]
    several += [entry for one in report.spellings for entry in one.entries]
    told = Counter(plain(entry.answer) for entry in several)
    assert Counter(map(plain, left.values())) - told == Counter()
    for name in left:
        number = re.sub(r"^q|\..*|_(?=\D)", "", name).replace("_", ".")
        assert any(number in entry.name for entry in several), name
    for question, equipment in equipments:
        names = [entry.name for entry in several if entry.name.startswith(question)]
        assert any(equipment in name for name in names), equipment
    assert report.is_complete is not bool(left or equipments)
