"""What a person sees on a terminal, which is played by a pseudo-terminal: colours,
links, wrapping; and what a file, or a person without colours, gets.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import COMMANDS, main
from pipeline.cli.near_files import near_file
from pipeline.cli.terminal import quoted, wrapped
from tests.support.clss_faults import plan_workbook, quartier
from tests.support.faults import contact, workbook
from tests.support.paths import ROOT
from tests.support.systems import CANEVAS, posix

WORKBOOKS = {
    "dics": workbook(contact(8, mode="pigeon")),
    "clss": plan_workbook(quartier(7, extension="peut-être")),
}
BOLD, RED, GREEN = "\033[1m", "\033[31m\033[1m", "\033[32m\033[1m"
_CODES = re.compile(r"\033\[[\d;]*m|\033\]8;;[^\033]*\033\\")


def on_a_terminal(
    *command: object, columns: int = 80, cwd: Path = ROOT, **variables: str
) -> tuple[int, str]:
    """What a command writes on a terminal of so many columns, and its exit code."""
    import fcntl
    import pty
    import struct
    import termios

    mine, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    unset = {"NO_COLOR", "WT_SESSION", "COLUMNS"}
    own = {name: value for name, value in os.environ.items() if name not in unset}
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=its,
        stdout=its,
        stderr=its,
        cwd=cwd,
        env={**own, "TERM": "xterm-256color", **variables},
    )
    os.close(its)
    said = b""
    while True:
        try:
            piece = os.read(mine, 65_536)
        except OSError:  # the other side is closed
            break
        if not piece:
            break
        said += piece
    os.close(mine)
    return process.wait(), said.decode().replace("\r\n", "\n")


def canevas(*words: object, **options: Any) -> tuple[int, str]:
    return on_a_terminal(sys.executable, "-c", CANEVAS, *words, **options)


def letters(said: str) -> str:
    """What is read of it: without colours and links, the lines joined that were
    wrapped.
    """
    return " ".join(_CODES.sub("", said).split())


@pytest.mark.slow
@posix("a pseudo-terminal")
@pytest.mark.parametrize("form", WORKBOOKS)
def test_lines_are_as_wide_as_the_terminal_and_nothing_is_cut(
    form: str, tmp_path: Path
) -> None:
    (tmp_path / "classeur.xlsx").write_bytes(WORKBOOKS[form])
    words = ("verifier", "classeur.xlsx", "--sans-copie")
    done = subprocess.run(
        [sys.executable, "-c", CANEVAS, *words],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )
    assert "\033" not in done.stdout and max(map(len, done.stdout.splitlines())) > 100
    for columns in (60, 100, 200):
        code, said = canevas(*words, columns=columns, cwd=tmp_path)
        plain = _CODES.sub("", said)
        assert code == done.returncode == 1
        assert max(map(len, plain.splitlines())) <= min(columns, 100)
        assert letters(said) == letters(done.stdout + done.stderr)
        below = [line for line in plain.splitlines() if line.startswith(" " * 6)]
        assert len(below) > 1 and RED + "Fautes" in said


@posix("a pseudo-terminal")
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colours_gets_letters_alone(
    variables: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "classeur.xlsx").write_bytes(WORKBOOKS["dics"])
    words = ("verifier", "classeur.xlsx", "--sans-copie")
    code, said = canevas(*words, cwd=tmp_path, **variables)
    assert code == 1 and "\033" not in said
    assert max(map(len, said.splitlines())) <= 80


@posix("a pseudo-terminal")
def test_a_made_file_can_be_clicked_and_its_path_be_copied(tmp_path: Path) -> None:
    folder = tmp_path / "dossier d'été"
    folder.mkdir()
    new = ("classeur", "dics-2023", "--commune", "X", "--annee", 2024)
    code, said = canevas(
        *new, "--equipement", "Les Pins", "-o", "classeur 1.xlsx", cwd=folder
    )
    uri = (folder / "classeur 1.xlsx").as_uri()
    assert code == 0 and uri.endswith("/dossier%20d%27%C3%A9t%C3%A9/classeur%201.xlsx")
    link = f'\033]8;;{uri}\033\\"classeur 1.xlsx"\033]8;;\033\\'
    assert said == f"{GREEN}Classeur créé\033[0m : {link}\n"


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("outputs/été.docx", "outputs/été.docx"),
        ("Rapport d'activités 2023.docx", '"Rapport d\'activités 2023.docx"'),
        ("registre(1).xlsx", '"registre(1).xlsx"'),
        ("a;b.xlsx", '"a;b.xlsx"'),
        ("prix $5.xlsx", "'prix $5.xlsx'"),
    ],
)
@posix("the shell")
def test_a_path_is_shown_as_a_shell_takes_it(path: str, typed: str) -> None:
    assert quoted(path) == typed
    told = subprocess.run(["sh", "-c", f"printf %s {typed}"], capture_output=True)
    assert told.stdout.decode() == path


def test_a_line_is_parted_between_words_and_french_signs_stay_with_theirs() -> None:
    line = (
        '  Ménages!C8 : « astronaute » n\'est pas là ; voyez "mon beau classeur.xlsx".'
    )
    assert [*wrapped(line, 30)] == [
        "  Ménages!C8 : « astronaute »",
        "    n'est pas là ; voyez",
        '    "mon beau classeur.xlsx".',
    ]
    assert [*wrapped("", 30)] == [""]


# ---- how the program was called


def advice(*command: object, cwd: Path, path: Path | None = None) -> str:
    """The line of advice of a workbook at fault."""
    found = f"{path or cwd}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*map(str, command), "produire", "mon classeur.xlsx"],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PATH": found if path else os.environ["PATH"]},
    )
    return next(line for line in done.stderr.splitlines() if "canevas" in line)


@posix("a program by its path")
def test_advice_names_the_command_as_it_was_called(tmp_path: Path) -> None:
    (tmp_path / "mon classeur.xlsx").write_bytes(WORKBOOKS["dics"])
    folder = tmp_path / "mes programmes"
    folder.mkdir()
    program = folder / "canevas"
    program.write_text(f"#!{sys.executable}\nfrom pipeline.cli import main\nmain()\n")
    program.chmod(0o755)
    own = 'verifier "mon classeur.xlsx"'
    assert advice("canevas", cwd=tmp_path, path=folder).endswith(f" : canevas {own}")
    by_path = advice("mes programmes/canevas", cwd=tmp_path)
    assert by_path.endswith(f' : "mes programmes/canevas" {own}')


def test_a_module_is_advised_as_one(tmp_path: Path) -> None:
    run = [sys.executable, "-X", "utf8", "-m", "pipeline.cli"]
    done = subprocess.run([*run, "modele"], capture_output=True, encoding="utf-8")
    called = " ".join(map(quoted, run))
    usage = " ".join(done.stderr.split())
    assert usage.startswith(f"Usage : {called} modele [OPTIONS] COMMANDE")


# ---- help


@pytest.mark.parametrize("words", [(), ("modele",), *((name,) for name in COMMANDS)])
def test_no_sentence_of_the_help_is_cut(words: tuple[str, ...]) -> None:
    said = CliRunner().invoke(main, [*words, "--help"], terminal_width=80).output
    assert not re.search(r"\w\.\.\.$", said.partition("\n")[2], re.MULTILINE)
    if not words:
        for sentence in COMMANDS.values():
            assert sentence in " ".join(said.split())


# ---- near names


NAMES = (
    "estinnes-2023.xlsx",
    "Estinnes 2024.xlsx",
    "estinnes-2023 - à corriger.xlsx",
    "Rapport Estinnes.docx",
    "~$estinnes-2023.xlsx",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("estines-2023.xlsx", "estinnes-2023.xlsx"),
        ("Estinnes-2023.XLSX", "estinnes-2023.xlsx"),
        ("estinnes-2023.xls", "estinnes-2023.xlsx"),
        ("estinnes_2024.xlsx", "Estinnes 2024.xlsx"),
        ("rapport estines.docx", "Rapport Estinnes.docx"),
        ("registre/2023.xlsx", "registres/2023.xlsx"),
        ("registre", "registres"),
        ("estinnes-2022.xlsx", None),  # another year is no slip
        ("estinnes.xlsx", None),  # two have this word
        ("binche.xlsx", None),
        ("registres/binche.xlsx", None),
        ("estinnes-2023.xlsx/x.xlsx", None),
    ],
)
def test_a_near_name_is_suggested(
    typed: str, meant: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("registres").mkdir()
    for name in (*NAMES, "registres/2023.xlsx"):
        Path(name).write_bytes(WORKBOOKS["dics"])
    assert near_file(Path(typed)) == (Path(meant) if meant else None)
    for words in (("verifier",), ("produire",), ("avancement",), ()):
        result = CliRunner().invoke(main, [*words, typed])
        asked = f"Vouliez-vous dire {quoted(meant)} ?" if meant else ""
        assert result.exit_code == 2
        assert asked in result.stderr and ("Vouliez" in result.stderr) == bool(meant)


def test_a_report_that_is_not_there_is_suggested_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "inputs" / "estinnes-2023.xlsx", "classeur.xlsx")
    Path("Rapport 2023.docx").write_bytes(b"x")
    for words in (
        ("lire", "Raport 2023.docx"),
        ("controler", "Raport 2023.docx"),
        ("controler", "Raport 2023.docx", "classeur.xlsx"),
        ("produire", "classeur.xlsx", "--officiel", "Raport 2023.docx"),
        ("modele", "comparer", "Raport 2023.docx", "dics-2023"),
    ):
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 2
        assert 'Vouliez-vous dire "Rapport 2023.docx" ?' in result.stderr, words
