"""An Office package: the same headers on every system."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable

import pytest

from pipeline.blank.workbook import build_workbook
from pipeline.editions.loader import load_form
from pipeline.office.package import pack
from tests.cli.test_cli import EXAMPLE


def _report() -> bytes:
    from pipeline.run import produce

    return produce(EXAMPLE).report or b""


def _proof() -> bytes:
    from pipeline.explain.proof import proof_workbook
    from pipeline.run import look

    outcome = look(EXAMPLE)
    assert outcome.answers
    return proof_workbook(outcome.facts, outcome.answers)


def _marked() -> bytes:
    from pipeline.marked_copy.marking import annotate
    from pipeline.run import look

    return annotate(EXAMPLE.read_bytes(), look(EXAMPLE).problems)


def _template() -> bytes:
    from pipeline.makers.derived import derived_files

    files = derived_files(load_form("dics-2023"))
    return next(
        data for name, data in files.items() if str(name).endswith("modele.docx")
    )


MADE: dict[str, Callable[[], bytes]] = {
    "report": _report,
    "proof": _proof,
    "marked copy": _marked,
    "empty workbook": lambda: build_workbook(load_form("dics-2023"), {}),
    "template": _template,
}


@pytest.mark.slow
@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_every_package_says_the_same_on_windows_and_linux(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = make()
    with zipfile.ZipFile(io.BytesIO(here)) as package:
        assert {part.create_system for part in package.infolist()} == {3}
    real = pack

    def on_windows(parts: dict[str, bytes]) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "platform", "win32")
            return real(parts)

    for user in (
        "office.package",
        "document.compiled",
        "marked_copy.marking",
        "gate.door",
    ):
        monkeypatch.setattr(f"pipeline.{user}.pack", on_windows)
    assert make() == here
