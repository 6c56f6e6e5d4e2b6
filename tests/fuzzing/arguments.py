"""Command lines of any kind, drawn from what the commands themselves say that they
take.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import click

from pipeline.cli import COMMANDS, command
from tests.fuzzing.trial import Trial
from tests.fuzzing.workbooks import WORDS, small

_WORDS: list[str] = [*WORDS["words"], "\udcff", "a\udce9b"]
_NAMES = WORDS["communes"]


def arguments(draw: Random, folder: Path) -> Trial:
    """A few lines in a folder with a workbook of each form, what is none, a document, a
    folder and a pipe.
    """
    inside = folder / "ici" / "dedans"
    inside.mkdir(parents=True)
    os.chdir(inside)
    for name, data in small().items():
        (inside / name).write_bytes(data)
    (inside / "vide.xlsx").write_bytes(b"")
    (inside / "rapport.docx").write_bytes(b"PK")
    (inside / "dossier").mkdir()
    os.mkfifo(inside / "tuyau")
    return Trial([_line(draw) for _ in range(4)])


def _line(draw: Random) -> list[str]:
    kind = draw.random()
    if kind < 0.1:
        return [_word(draw) for _ in range(draw.randint(1, 6))]
    name = draw.choice(list(COMMANDS))
    chosen, line = command(name), [name]
    if isinstance(chosen, click.Group):
        name = draw.choice(["verifier", "verifier", "fabriquer"])
        line, chosen = [*line, name], chosen.commands[name]
    line += [word for parameter in chosen.params for word in _given(draw, parameter)]
    if kind < 0.3:
        line.insert(draw.randint(1, len(line)), _word(draw))
    if kind > 0.9:
        draw.shuffle(line)
    return [word for word in line if "\0" not in word][:60] or ["--help"]


def _given(draw: Random, parameter: click.Parameter) -> list[str]:
    """A parameter as it may be given; the kind of value that it asks for more often
    than not.
    """
    if isinstance(parameter, click.Argument):
        count = (
            draw.choice([0, 1, 1, 2, 3])
            if parameter.nargs == -1
            else 1
            if draw.random() < 0.95
            else 0
        )
        return [_value(draw, parameter) for _ in range(count)]
    if draw.random() < (0.9 if parameter.required else 0.4):
        name = draw.choice(parameter.opts)
        if getattr(parameter, "is_flag", False):
            return [name]
        times = draw.choice([1, 1, 1, 2, 40]) if parameter.multiple else 1
        return [word for _ in range(times) for word in (name, _value(draw, parameter))]
    return []


def _value(draw: Random, parameter: click.Parameter) -> str:
    usual = {
        "formulaire": ["dics-2023", "clss-2022-2025"],
        "annee": ["2023", "2022", "2024", "2030"],
        "commune": _NAMES,
        "equipements": _NAMES,
        "quartiers": _NAMES,
        "sortie": ["nouveau.xlsx", "sorties", "a/b", "dossier"],
        "classeur": ["registre.xlsx", "plan.xlsx"],
        "classeurs": ["registre.xlsx", "plan.xlsx", "."],
        "chiffre": ["2.7.1", "2.5", "objectifs", "budgets", "suivi", "2022", "RIS"],
        "menage": ["ZQ-001", "zq1"],
        "rapport": ["rapport.docx"],
        "fichier": ["rapport.docx"],
    }.get(parameter.name or "", [])
    return draw.choice(usual) if usual and draw.random() < 0.6 else _word(draw)


def _word(draw: Random) -> str:
    word = draw.choice(_WORDS)
    return (
        word + draw.choice(_WORDS)
        if draw.random() < 0.1 and not word.startswith("/")
        else word
    )
