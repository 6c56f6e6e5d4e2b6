"""Texts in the XML of an Office package: the one escape, and how Word has the looks of
their stretches.
"""

from __future__ import annotations

# The properties of a run whose stretch looks so: raised by a style, bold by itself,
# since a style would cancel that of a bold title.
RUN_PROPERTIES = {
    "": "",
    "Gras": "<w:rPr><w:b/></w:rPr>",
    "Exposant": '<w:rPr><w:rStyle w:val="Exposant"/></w:rPr>',
    "GrasExposant": '<w:rPr><w:rStyle w:val="Exposant"/><w:b/></w:rPr>',
}
_IN_QUOTES = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
PRESERVE = ' xml:space="preserve"'  # of a text whose outer blanks count


def escape(text: str) -> str:
    """A text as XML has it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_quotes(text: str) -> str:
    """A text as XML has it as the value of an attribute."""
    return escape(text).translate(_IN_QUOTES)
