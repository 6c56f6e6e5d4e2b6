"""The corpus from end to end: each workbook is produced and checked as a user would,
and ends as it must.
"""

from __future__ import annotations

import io
import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from pipeline import cli
from pipeline.cli.common import PASSWORD
from pipeline.deliver.outputs import PROOF
from pipeline.office.package import fingerprint
from pipeline.run import Outcome, produce
from tests.corpus import CASES
from tests.corpus.case import FOUND, PLAN, SECRETS, Case, example
from tests.support.docx_text import blocks
from tests.support.faults import Finding
from tests.support.marks import one_in
from tests.support.paths import ROOT
from tests.support.soffice import soffice
from tests.support.systems import posix

GOLDEN = json.loads(
    (ROOT / "tests" / "golden" / "fingerprints.json").read_text(encoding="utf-8")
)
MOST_SECONDS = 10
# What goes through the commands too: all but those whose report is just the example's,
# and one in five of these.
SOUND = [case for case in CASES if not (case.refused or case.told or case.changed)]
ASIDE = {str(case) for n, case in enumerate(SOUND) if n % 5}
SLOW = ASIDE | {
    str(case) for n, case in enumerate(CASES) if n % 4
}  # of all one in four
COMMANDED = [case for case in CASES if not case.heavy and str(case) not in ASIDE]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[pytest.mark.slow] if str(case) in SLOW else [])
        for case in CASES
    ],
    ids=str,
)
def test_each_workbook_ends_as_it_must(case: Case, tmp_path: Path) -> None:
    path, data = tmp_path / f"classeur{case.suffix}", case.made()
    assert data != example(case.base)
    path.write_bytes(data)
    start = time.process_time()
    outcome = produce(path, case.password)
    assert findings(outcome) == Counter(case.told) + Counter(FOUND[case.base])
    assert (
        (outcome.report is None) == case.refused
        and not outcome.contradictions
        and not outcome.differences
    )
    if outcome.report is not None:
        same = fingerprint(outcome.report) == GOLDEN[case.base]
        assert same or differences(
            example_report(case.base), lines(outcome.report)
        ) == list(case.changed)
        assert same == (not case.changed and not case.restyled)
    assert time.process_time() - start < MOST_SECONDS
    assert path.read_bytes() == data


@pytest.mark.parametrize("case", one_in(8, COMMANDED), ids=str)
def test_the_commands_make_files_that_keep_what_is_private_or_none(
    case: Case, tmp_path: Path
) -> None:
    """And a copy that can be mended."""
    path, data = tmp_path / f"classeur{case.suffix}", case.made()
    path.write_bytes(data)
    start = time.process_time()
    out, copies = path.parent / "sorties", path.parent / "copies"
    said = canevas(case, "produire", str(path), "-o", str(out))
    assert (
        said.exit_code == case.refused
        and ("aucun rapport n'est produit" in said.output) == case.refused
    )
    assert out.exists() != case.refused and set(path.parent.iterdir()) == {
        path,
        *([] if case.refused else [out]),
    }
    private = re.compile(SECRETS[case.base], re.IGNORECASE)
    assert [told for text in leaving(out) for told in private.findall(text)] == []
    if case.told:
        said = canevas(case, "verifier", str(path), "-o", str(copies))
        assert said.exit_code == case.refused
    for copy in copies.glob("*"):
        assert findings(produce(copy)) == Counter(case.told) + Counter(FOUND[case.base])
    assert time.process_time() - start < MOST_SECONDS
    assert path.read_bytes() == data


def canevas(case: Case, *words: str) -> Result:
    """What a command says and ends with; it never ends by a fault of its own."""
    result = CliRunner().invoke(cli.main, words, env={PASSWORD: case.password})
    assert result.exit_code in (0, 1) and isinstance(
        result.exception, SystemExit | None
    ), result.exc_info
    assert "signalez" not in result.output
    return result


def findings(outcome: Outcome) -> Counter[Finding]:
    return Counter(
        (problem.code, str(problem.ref or "")) for problem in outcome.problems
    )


def test_the_corpus_is_as_large_and_as_varied_as_it_is_meant() -> None:
    bases = Counter(
        case.base == PLAN or case.base.startswith("marolles") for case in CASES
    )
    assert bases[False] >= 70 and bases[True] >= 40
    assert len({str(case) for case in CASES}) == len(CASES)


# ---- the report, and what leaves the house


def lines(report: bytes) -> list[str]:
    """The text of a report, a line a paragraph or a row; below a question its rows
    begin with its number.
    """
    found: list[str] = []
    question = ""
    with TemporaryDirectory() as folder:
        path = Path(folder, "rapport.docx")
        path.write_bytes(report)
        for block in blocks(path):
            if isinstance(block, str):
                found.append(block.replace("\n", " / "))
                question = "".join(re.findall(r"^(\d+(?:\.\d+)+)\.? ", block))
            else:
                rows = [[question, *row] if question else row for row in block]
                found += [
                    " | ".join(cell.replace("\n", " / ") for cell in row).rstrip()
                    for row in rows
                ]
    return found


@cache
def example_report(stem: str) -> list[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "exemple.xlsx")
        path.write_bytes(example(stem))
        return lines(produce(path).report or b"")


def differences(before: list[str], after: list[str]) -> list[str]:
    """What is gone and what has come, as a diff has them, line beside line where as
    many came as went.
    """
    found = []
    for kind, i, j, k, m in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        gone, come = (
            [f"- {line}" for line in before[i:j]],
            [f"+ {line}" for line in after[k:m]],
        )
        if kind != "equal":
            pairs = (
                zip(gone, come, strict=True)
                if len(gone) == len(come)
                else [(*gone, *come)]
            )
            found += [line for pair in pairs for line in pair]
    return found


def leaving(folder: Path) -> Iterator[str]:
    """All that the files of a folder say, the proof aside: their names, their texts,
    their parts.
    """
    for where, _, names in os.walk(folder):
        for file in (Path(where, name) for name in names if name != PROOF):
            yield str(file.relative_to(folder))
            if file.suffix != ".docx":
                yield file.read_text(encoding="utf-8")
                continue
            with ZipFile(io.BytesIO(file.read_bytes())) as package:
                for name in package.namelist():
                    xml = package.read(name).decode()
                    yield from (name, xml, re.sub(r"<[^<>]*>", "", xml))


# ---- LibreOffice


@pytest.mark.office
@posix("a signal to a group of processes")
def test_libreoffice_saves_the_same_workbook(tmp_path: Path) -> None:
    names = list(FOUND)
    for stem in names:
        (tmp_path / f"{stem}.xlsx").write_bytes(example(stem))
    given = [str(tmp_path / f"{stem}.xlsx") for stem in names]
    profile = tmp_path / "profil"
    soffice(
        profile,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "resaved"),
        *given,
    )
    soffice(profile, "--convert-to", "ods", "--outdir", str(tmp_path / "other"), *given)
    for stem in names:
        resaved = produce(tmp_path / "resaved" / f"{stem}.xlsx")
        assert findings(resaved) == Counter(FOUND[stem])
        assert fingerprint(resaved.report or b"") == GOLDEN[stem]
        (renamed := tmp_path / f"{stem} renommé.xlsx").write_bytes(
            (tmp_path / "other" / f"{stem}.ods").read_bytes()
        )
        assert findings(produce(renamed)) == Counter([("fichier-autre", "")])
