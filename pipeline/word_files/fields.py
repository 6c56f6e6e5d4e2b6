"""The fields of a Word file: what is seen of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.elements import child, children, is_on, number_of, value
from pipeline.word_files.reading import token
from pipeline.word_files.signs import sign

# What Word counts anew whenever it lays the pages out.
_COMPUTED = {
    "PAGE": say.PAGE,
    "PAGEREF": say.PAGE,
    "NUMPAGES": say.PAGES,
    "SECTIONPAGES": say.PAGES,
}
# Fields whose result is laid out, typed in, or a sign; and no field at all.
_STEADY = {
    *("", *_COMPUTED, "TOC", "TC", "XE", "RD", "TA", "HYPERLINK", "SYMBOL", "EQ"),
    *("FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "MACROBUTTON", "GOTOBUTTON"),
    *("PRIVATE", "ADVANCE", "LISTNUM"),
}
_LONGEST = 8  # pieces of a page's number
_NUMBER = re.compile(r"[0-9]{1,6}|[ivxlc]{1,12}|[IVXLC]{1,12}")
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]+|[0-9]+)(.*)", re.DOTALL | re.IGNORECASE)
_FONT = re.compile(r'\\f\s*"?([^"\\]*[^"\\\s])')
_BUTTON = re.compile(
    r"\s*(?:MACRO|GOTO)BUTTON\s+\S+\s+(.*\S)", re.DOTALL | re.IGNORECASE
)


@dataclass
class Field:
    """A field that has begun. ``is_silent``: nothing of it is seen now; ``is_drawn``:
    it is a form's field, which shows its state and never a result; ``paragraph``,
    ``start``: where its result begins; ``computed``: its name, where it counts;
    ``default``: what it holds by itself, None where people fill no result of it in;
    ``hint``: what Word says of what goes there.
    """

    is_drawn: bool = False
    is_silent: bool = True
    has_result: bool = False
    paragraph: int = 0
    start: int = 0
    computed: str = ""
    default: str | None = None
    hint: str = ""
    code: list[str] = field(default_factory=list)

    def is_unfilled(self, result: str) -> bool:
        """Whether nobody has typed its result."""
        typed = result.strip()
        return self.default is not None and typed in ("", self.default.strip())


def computed_by(code: str) -> str:
    """The name of a field that counts whenever the pages are laid out, "" for any
    other.
    """
    name = _name_of(code)
    return name if name in _COMPUTED else ""


def may_change(code: str) -> bool:
    """Whether Word may put another text in the place of a field's result: that of a
    property, of a bookmark, a date.
    """
    return _name_of(code) not in _STEADY


def _name_of(code: str) -> str:
    return code.split(None, 1)[0].upper() if code.strip() else ""


def with_token(pieces: list[str], start: int, name: str) -> None:
    """Put a token in the place of a result that is a number, or ends in one behind a
    tab: a line of a table of contents is one result for some programs. What follows a
    letter is no number of another page: LibreOffice takes the end of such a line for it.
    """
    at = len(pieces)
    while (
        at > start and len(pieces) - at < _LONGEST and _NUMBER.fullmatch(pieces[at - 1])
    ):
        at -= 1
    before = pieces[at - 1][-1:] if at else ""
    is_number = at == start and not (name == "PAGEREF" and before.isalnum())
    if is_number or (at < len(pieces) and before == "\t"):
        pieces[at:] = [token(_COMPUTED[name])]


def shown_for(code: str) -> str:
    """What is seen instead of a field's result: a sign, an equation, the text of a
    button; "" where the result is what is seen.
    """
    if code.split(None, 1)[:1] == ["EQ"]:
        return token(f"{say.EQUATION} {code.strip()[2:].strip()}".rstrip())
    if found := _SYMBOL.match(code):
        font = _FONT.search(found[2])
        base = 16 if found[1][:2].lower() == "0x" else 10
        return sign(font[1] if font else "", number_of(found[1], base))
    button = _BUTTON.match(code)
    return button[1] if button else ""


def is_button(code: str) -> bool:
    """Whether a field shows the text of a button, which is clicked to type over it."""
    return _BUTTON.match(code) is not None


def typed_by_itself(form_field: Element | None) -> str | None:
    """What a form's field for a text holds before anyone types; None for any other."""
    text = child(form_field, "w:textInput")
    return None if text is None else value(child(text, "w:default"))


def help_of(form_field: Element | None) -> str:
    """What Word says of a form's field: its help, its line of status, and the kind of
    text that goes there where that is no plain one; "" for nothing.
    """
    text = child(form_field, "w:textInput")
    kind = value(child(text, "w:type"))
    said = [value(child(form_field, name)) for name in ("w:helpText", "w:statusText")]
    said += [value(child(text, "w:format")) if kind == "number" else ""]
    said += [say.FIELD_KINDS.get(kind, "")]
    return "\n".join(dict.fromkeys(filter(None, said)))


def is_chosen(form_field: Element | None) -> bool:
    """Whether someone chose the entry that a form's list shows; a box needs nobody."""
    entries = child(form_field, "w:ddList")
    return entries is None or child(entries, "w:result") is not None


def drawn(form_field: Element | None) -> str | None:
    """What a form's field shows: a tick or the entry of a list; None for a field whose
    result is seen.
    """
    if form_field is None:
        return None
    box, entries = child(form_field, "w:checkBox"), child(form_field, "w:ddList")
    if box is not None:
        state = child(box, "w:checked")
        return (
            "☒" if is_on(child(box, "w:default") if state is None else state) else "☐"
        )
    if entries is None:
        return None
    chosen = child(entries, "w:result")
    chosen = child(entries, "w:default") if chosen is None else chosen
    texts = [value(one) for one in children(entries, "w:listEntry")]
    at = number_of(value(chosen))
    return texts[at] if 0 <= at < len(texts) else ""
