"""Each of many random retouches of finished reports of both forms is named; none of many
savings and wrappings is.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest

from pipeline.compare.control import Control, control
from tests.gate.test_reports import report_of
from tests.support.marks import slow_after
from tests.support.noises import NOISES, disturbed
from tests.support.paths import ROOT
from tests.support.random_plans import produced
from tests.support.reports import WORKBOOKS, outcome, report
from tests.support.retouches import RETOUCHES, retouched
from tests.support.soffice import soffice

FORMS = [*WORKBOOKS]
EXAMPLES = {"dics": "estinnes-2023.xlsx", "clss": "marolles-anneessens-2022.xlsx"}
MANY = 1000


@cache
def made(form: str, seed: int) -> bytes:
    """A finished report: of the small workbook, or of rows that are drawn at random."""
    return drawn(form, seed % 7) if seed % 2 else report(form)


def drawn(form: str, seed: int) -> bytes:
    return produced(seed)[2] if form == "clss" else report_of("dics-2023", seed)[1]


def lines(found: Control) -> list[str]:
    return [*map(str, (*found.damages, *found.differences)), *found.to_settle]


@pytest.mark.parametrize(
    "seed", slow_after(len(RETOUCHES), range(MANY)), ids=lambda seed: f"seed {seed}"
)
def test_each_retouch_is_named(seed: int) -> None:
    draw = random.Random(seed)
    name = [*RETOUCHES][seed % len(RETOUCHES)]
    whole = made(FORMS[seed // len(RETOUCHES) % 2], seed)
    content, told = retouched(whole, name, draw)
    found = control(whole, content, {})
    assert not found.damages and not found.is_faultless and not found.unread
    assert any(told in line for line in lines(found)), (name, told, lines(found))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NOISES)
def test_a_noise_is_no_difference(form: str, name: str) -> None:
    whole = report(form)
    found = control(whole, disturbed(whole, random.Random(7), [name]), {})
    # the one has no contents, the other no notes
    none = [("dics", "contents of LibreOffice"), ("clss", "numbers of notes")]
    is_noisy = (form, name) not in none
    assert lines(found) == [] and found.is_faultless and found.is_read is is_noisy


@pytest.mark.parametrize(
    "seed", slow_after(4, range(100)), ids=lambda seed: f"seed {seed}"
)
def test_noises_together_are_none(seed: int) -> None:
    draw = random.Random(seed)
    whole = made(FORMS[seed % 2], seed)
    names = draw.sample([*NOISES], draw.randint(2, 8))
    found = control(whole, disturbed(whole, draw, names), {})
    assert lines(found) == [] and found.is_read, names


@pytest.mark.parametrize("form", FORMS)
def test_a_retouch_among_noises_is_named_alone(form: str) -> None:
    draw = random.Random(11)
    whole = report(form)
    others = ("prefixes", "name of the text")  # which the retouch does not know
    noisy = disturbed(whole, draw, [name for name in NOISES if name not in others])
    content, told = retouched(noisy, "a header", draw)
    [line] = lines(control(whole, content, {}))
    assert told in line


# ---- LibreOffice


@pytest.mark.office
@pytest.mark.parametrize("form", FORMS)
def test_what_libreoffice_saves_is_no_difference(form: str, tmp_path: Path) -> None:
    """Reports of a small workbook, of the example, and of rows drawn at random."""
    from pipeline.run import produce

    reports = [report(form), produce(ROOT / "inputs" / EXAMPLES[form]).report or b""]
    reports += [drawn(form, seed) for seed in range(20)]
    (tmp_path / "in").mkdir()
    for number, content in enumerate(reports):
        (tmp_path / "in" / f"{number}.docx").write_bytes(content)
    soffice(
        tmp_path / "profile",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")),
        *map(str, sorted((tmp_path / "in").iterdir())),
    )
    for number, content in enumerate(reports):
        saved = (tmp_path / "out" / f"{number}.docx").read_bytes()
        found = control(content, saved, {})
        assert lines(found) == [] and found.is_read and not found.is_same, number


def test_the_reports_are_those_of_both_forms() -> None:
    for form in FORMS:
        assert outcome(form).errors == ()
        assert re.fullmatch(form, outcome(form).form.family)
