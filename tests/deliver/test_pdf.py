"""``produire --pdf``: the report as PDF beside the Word file, or nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.docx_text import W, part
from tests.support.paths import ROOT
from tests.support.systems import posix

EXAMPLES = ("inputs/estinnes-2023.xlsx", "tests/workbooks/valbrune-2024.xlsx")


# A program that stops within the file that it is asked for, by its last argument.
HALF = 'for file; do :; done; echo "%PDF" > "${file%.docx}.pdf"'


def canevas(path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a process that finds programs on this path alone."""
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    places = {**os.environ, "PATH": path}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=places, timeout=300
    )


def words(text: str) -> Counter[str]:
    """The words and the numbers of a text, the marks of notes apart from their words."""
    return Counter(re.findall(r"[^\W\d_]{2,}|\d+", text))


@pytest.mark.office
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_pdf_says_what_the_word_file_says_and_is_tagged(
    name: str, tmp_path: Path
) -> None:
    done = canevas(os.environ["PATH"], "produire", name, "--pdf", "-o", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (report,), (pdf,) = tmp_path.glob("*/*.docx"), tmp_path.glob("*/*.pdf")
    assert pdf.stem == report.stem and pdf.name in done.stdout
    told = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True
    )
    body = part(report).find(f"{W}body")
    pieces = {f"{W}p": "\n", f"{W}br": "\n", f"{W}tab": "\t"}
    said = "".join(
        pieces.get(one.tag, "") + (one.text or "" if one.tag == f"{W}t" else "")
        for one in body.iter()
    )
    assert words(said) - words(told.stdout.decode()) == Counter()
    raw = pdf.read_bytes()
    assert b"<pdfuaid:part>1<" in raw and b"/StructTreeRoot" in raw
    assert b"/Lang(fr-BE)" in raw and b"/DisplayDocTitle true" in raw


@pytest.mark.slow
@posix("a program that is a script")
@pytest.mark.parametrize("script", ["exit 0", "exit 1", HALF])
def test_where_no_pdf_is_made_nothing_is_written(script: str, tmp_path: Path) -> None:
    program = tmp_path / "programs" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    into = tmp_path / "reports"
    done = canevas(
        str(program.parent), "produire", EXAMPLES[0], "--pdf", "-o", str(into)
    )
    assert done.returncode == 2 and "rien n'est écrit" in done.stderr
    assert not into.exists()


@pytest.mark.skipif(
    Path("/Applications/LibreOffice.app").exists(), reason="it is found there"
)
@posix("LibreOffice is found by its folder on Windows")
def test_where_there_is_no_libreoffice_it_is_said_before_anything(
    tmp_path: Path,
) -> None:
    into = tmp_path / "reports"
    done = canevas(str(tmp_path), "produire", EXAMPLES[0], "--pdf", "-o", str(into))
    assert done.returncode == 2 and not into.exists()
    assert "ne se trouve pas sur cet ordinateur" in " ".join(done.stderr.split())
    assert "Enregistrer sous" in " ".join(done.stderr.split())
