"""The command-line library's own sentences in French: click looks them up through gettext. And the one sentence that is
said even where that library is missing."""

from __future__ import annotations

import gettext
import os

_DOMAIN = "canevas"


def speak_french() -> None:
    """Bind gettext to the French catalogue. Called before any command is declared: click translates some texts then."""
    os.environ["LANGUAGE"] = "fr"  # Windows sets none of gettext's variables, and the product speaks one language
    gettext.bindtextdomain(_DOMAIN, os.path.join(os.path.dirname(__file__), "locale"))
    gettext.textdomain(_DOMAIN)


def incomplete(error: ImportError) -> str:
    """What is said of a library that is missing or does not start: it is no fault of any workbook."""
    name = f" (« {error.name.partition('.')[0]} »)" if error.name else ""
    return f"L'installation de Canevas est incomplète{name} : refaites-la comme le guide le dit, puis relancez."
