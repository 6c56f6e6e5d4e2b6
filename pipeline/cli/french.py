"""The command-line library's own sentences in French: click looks them up through
gettext.
"""

from __future__ import annotations

import gettext
import os

_DOMAIN = "canevas"


def speak_french() -> None:
    """Bind gettext to the French catalogue. Called before any command is declared:
    click translates some texts then.
    """
    os.environ["LANGUAGE"] = (
        # Windows sets none of gettext's variables, and the product speaks one language
        "fr"
    )
    gettext.bindtextdomain(_DOMAIN, os.path.join(os.path.dirname(__file__), "locale"))
    gettext.textdomain(_DOMAIN)
