"""Where editions stand: in the program, in the folder that CANEVAS_EDITIONS names, in
the folder ``editions`` beside a workbook. A name counts where it is found first, so
that no file of a colleague passes for an official form.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from pipeline.editions.reading import FormFileError
from pipeline.findings.sentences import editions as sentences

FORM = "form.yaml"
VARIABLE = "CANEVAS_EDITIONS"
SCHEMA = Path(import_module("pipeline.schema").__path__[0])
TEMPLATES = Path(import_module("pipeline.templates_docx").__path__[0])


class Home(NamedTuple):
    """Where an edition is declared, and where its wordings and documents are. Of one
    that is not the program's that is one folder.
    """

    edition: str
    declared: Path
    written: Path

    @property
    def origin(self) -> str:
        """The folder of editions that it stands in; "" for the program."""
        return "" if self.declared.parent == SCHEMA else str(self.declared.parent)


def homes(further: Path | None = None) -> dict[str, Home]:
    """Each edition that there is, by its name; ``further``: a folder of editions that
    is looked into last. Raises FormFileError where CANEVAS_EDITIONS names no folder.
    """
    found: dict[str, Home] = {}
    named = os.environ.get(VARIABLE, "")
    if named and not Path(named).is_dir():
        raise FormFileError(sentences.no_folder(VARIABLE, named))
    own = [Path(named)] if named else []
    for shelf in (SCHEMA, *own, *([further] if further else ())):
        for file in shelf.glob(f"*/{FORM}"):
            folder = file.parent
            written = TEMPLATES / folder.name if shelf == SCHEMA else folder
            found.setdefault(folder.name, Home(folder.name, folder, written))
    return dict(sorted(found.items()))


def beside(workbook: Path) -> Path:
    """The folder of editions beside a workbook."""
    return workbook.parent / "editions"
