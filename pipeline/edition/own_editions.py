"""Editions beside those of the installation: the folder that the variable
CANEVAS_EDITIONS names, if it is set.

Below it each edition has a folder of its name, in which all its files stand: form.yaml,
formulaire.json and what is made of them. An edition of the installation gives way to
one of the same name.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = "CANEVAS_EDITIONS"


def own_editions() -> list[str]:
    """Their names. Raises FileNotFoundError where the variable names no folder."""
    folder = os.environ.get(FOLDER)
    return (
        [path.name for path in Path(folder).iterdir() if (path / "form.yaml").is_file()]
        if folder
        else []
    )


def own_folder(edition: str) -> Path | None:
    """Where the files of one of them are; None for any other edition."""
    folder = os.environ.get(FOLDER)
    own = Path(folder, edition) if folder else None
    return own if own and (own / "form.yaml").is_file() else None
