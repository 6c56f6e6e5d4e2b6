"""Paragraphs drawn at random, as Word leaves them, and an answer at a place drawn in them:
it stands there and all else is as it was, or nothing is written.
"""

from __future__ import annotations

import os
import random

from pipeline.align.placed import Spot
from pipeline.word_files.reading import paragraphs
from pipeline.writing.at_spots import OfficialFile, marked, written
from tests.support.official import blank, read
from tests.support.word_files import control, paragraph, run, table, text_field
from tests.writing.test_form_fields import form_field

MANY = int(os.environ.get("CANEVAS_MANY", "60"))
BY = "w:id='1' w:author='A'"
LOOKS = ["", "", "<w:b/>", "<w:vertAlign w:val='superscript'/>", "<w:vanish/>"]
IN_RUNS = [
    *("<w:tab/>", "<w:br/>", "<w:softHyphen/>", "<w:lastRenderedPageBreak/>"),
    *(
        "<w:sym w:font='Wingdings' w:char='F0A8'/>",
        "<w:noBreakHyphen/>",
        "<w:drawing/>",
    ),
    *("<w:footnoteReference w:id='2'/>", "<w:commentReference w:id='3'/>"),
]
BETWEEN = [
    "<w:proofErr w:type='spellStart'/>",
    "<w:bookmarkStart w:id='1' w:name='a'/>",
]
AROUND = [
    *("<w:hyperlink>{}</w:hyperlink>", "<w:smartTag>{}</w:smartTag>"),
    *(f"<w:ins {BY}>{{}}</w:ins>", "<w:fldSimple w:instr='DATE'>{}</w:fldSimple>"),
    *(control("{}"), control("{}", "<w:showingPlcHdr/>"), control("{}", "<w:text/>")),
    control("{}", "<w:lock w:val='contentLocked'/>"),
]
FIELDS = [
    text_field("MERGEFIELD a", "...."),
    text_field("MACROBUTTON a [ici]"),
    form_field("<w:textInput/>", run("\u2002\u2002")),
    form_field("<w:textInput/>", run("")),
    form_field("<w:checkBox/>"),
    form_field(
        "<w:ddList><w:listEntry w:val='12'/><w:listEntry w:val='x'/></w:ddList>"
    ),
]
WORDS = ["Nom : ", "....", "…", "jours", " ", "", "é &amp; à", "____", "\u2002\u2002"]


def drawn_run(draw: random.Random) -> str:
    look, words = draw.choice(LOOKS), draw.choice(WORDS)
    if draw.random() < 0.2:
        return run(draw.choice(IN_RUNS), look)
    if draw.random() < 0.2:  # its outer blanks do not count
        return run(f"<w:t>{words}</w:t>", look)
    return run(words, look)


def piece(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.6:
        return drawn_run(draw)
    if kind < 0.7:
        return draw.choice(BETWEEN)
    if kind < 0.75:
        return f"<w:del {BY}>{run('<w:delText>x</w:delText>')}</w:del>"
    if kind < 0.85:
        return draw.choice(FIELDS)
    inside = "".join(drawn_run(draw) for _ in range(draw.randint(0, 3)))
    return draw.choice(AROUND).replace("{}", inside)


def place_in(draw: random.Random, text: str) -> tuple[int, int]:
    start = draw.randint(0, len(text))
    return draw.choice(
        [(start, start), (start, draw.randint(start, len(text))), (0, len(text))]
    )


def test_an_answer_stands_at_its_place_or_nowhere() -> None:
    several = 0
    for seed in range(MANY):
        draw = random.Random(seed)
        one = paragraph(*(piece(draw) for _ in range(draw.randint(0, 6))))
        file = blank("<w:p/>", table([one]) if draw.random() < 0.3 else one, "<w:p/>")
        before = [each.text for each in paragraphs(file.reading.body)]
        spot = Spot(paragraphs(file.reading.body)[1].path)
        start, end = place_in(draw, before[1])
        answer = draw.choice(["12", "un\ndeux", "<a> & b"])
        spot = spot._replace(start=start, end=end)
        found = written(file, spot, "place", answer, is_tick=False)
        if found is None:
            assert_mark(file, spot, before)
            continue
        several += 1
        after = [each.text for each in paragraphs(read(file, found).body)]
        wanted = before[1][:start] + answer + before[1][end:]
        assert [squeezed(each) for each in after] == ["", squeezed(wanted), ""], seed
    assert several > MANY / 4


def assert_mark(file: OfficialFile, spot: Spot, before: list[str]) -> None:
    """The mark of a place to be filled by hand adds to its paragraph, and to no other."""
    found = marked(file, spot)
    assert found is not None
    after = [each.text for each in paragraphs(read(file, found).body)]
    mark = squeezed("À COMPLÉTER À LA MAIN")
    assert squeezed(after[1]).replace(mark, "") == squeezed(before[1])
    assert after[::2] == before[::2] and mark in squeezed(after[1])


def squeezed(text: str) -> str:
    """A text without its blanks: an answer may have one beside it."""
    return "".join(text.split())
