"""A paragraph to the byte: the blank's own bytes with the answers in its runs, in the one spelling of reports.

It is one spelling of the many that the gate accepts (conform_xml.py). What cannot be spelled for certain is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.text import looks_of
from pipeline.wording import FOOTNOTE_MARK, PLACE, Scope

Numbers = dict[str, int]
# A stretch of a part: the blank's own, or what is to stand in its place for these answers.
Piece = str | Callable[[Scope, Numbers], str]

_TEXT, _EMPTY = '<w:t xml:space="preserve">', '<w:t xml:space="preserve"/>'
_LOOKS = {
    "": "",
    "Gras": "<w:rPr><w:b/></w:rPr>",
    "Exposant": '<w:rPr><w:rStyle w:val="Exposant"/></w:rPr>',
    "GrasExposant": '<w:rPr><w:rStyle w:val="Exposant"/><w:b/></w:rPr>',
}
_NOTE = re.compile(r'<w:r><w:rPr><w:rStyle w:val="\w+"/></w:rPr><w:footnoteReference w:id="\d+"/></w:r>')
_PLAIN_RUN = r"<w:r>(?:<w:t(?: xml:space=\"preserve\")?(?:>[^<]*</w:t>|/>)|<w:br/>|<w:tab/>)*</w:r>"
_RUNS = re.compile(f"(?:{_PLAIN_RUN}|{_NOTE.pattern})+")
# What stands about the runs of a paragraph: its properties, and the bookmark or the link around them all.
_PROPERTIES = r"<w:pPr/>|<w:pPr>[^<]*(?:<(?!/w:pPr>)[^<]*)*</w:pPr>"
_BEFORE = re.compile(rf"<w:p>(?:{_PROPERTIES})?(?:<w:bookmarkStart [^<>]*/>|<w:hyperlink [^<>]*[^/]>)?")
_BEHIND = re.compile(r"(?:<w:bookmarkEnd [^<>]*/>|</w:hyperlink>)?</w:p>")
# The stretches of a text that come in runs of their own: marks of footnotes, and places that keep looks.
_APART = re.compile(r"(\[\^\d+\]|\{\*[^{}]*\})")
# What a run is made of: line breaks, tabs, and the text between them (own characters of a place may break lines too).
_TOKENS = re.compile(r"(?:[^{\n\t]+|\{[^{}]*\}|\{)+|[\n\t]")
# Outer blanks that are not marked as counting; and what a text of a report may not hold, or not as it is.
_DROPPED = re.compile(rb"<w:t>(?: |[^<]*+(?<= ))")
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f&<>\ufffe\uffff]")
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class NotSpelled(ValueError):
    """The blank, or an answer, is not of the kind whose spelling is certain."""


def evened(raw: bytes) -> bytes:
    """A part with every text marked as one whose outer blanks count; the mark says nothing of a text without any. Given
    back as it is where a text has some and no mark, for Word drops them: nothing that is spelled is equal to that."""
    return raw if _DROPPED.search(raw) else raw.replace(b"<w:t>", _TEXT.encode())


def whole(own: str) -> str:
    """A piece of the blank that the walk wants to the letter. Raises NotSpelled where ``evened`` may change one."""
    if _TEXT in own:
        raise NotSpelled(own)
    return own


def paragraph(text: str, own: str) -> list[Piece]:
    """The blank's paragraph: as it is where its text has no place, else with its runs written anew."""
    start, end = own.find("<w:r>"), own.rfind("</w:r>") + len("</w:r>")
    if start < 0:
        start = end = len(own)
    before, runs, behind = whole(own[:start]), own[start:end], whole(own[end:])
    if runs and not (_BEFORE.fullmatch(before) and _BEHIND.fullmatch(behind)):
        raise NotSpelled(own)
    notes = _NOTE.findall(runs)
    pieces: list[Piece] = []
    for stretch in _APART.split(text):
        if FOOTNOTE_MARK.fullmatch(stretch):
            pieces.append(notes.pop(0))
        elif place := PLACE.fullmatch(stretch) if stretch.startswith("{*") else None:
            pieces += [f"<w:r>{_EMPTY}</w:r>", _styled(place["name"]), f"<w:r>{_EMPTY}</w:r>"]
        elif stretch:
            pieces += ["<w:r>", *_run(stretch), "</w:r>"]
    if not PLACE.search(text):
        if runs != "".join(map(str, pieces)) and (text or runs != "<w:r><w:t/></w:r>"):
            raise NotSpelled(own)
        return [own]
    if notes or not _RUNS.fullmatch(runs):
        raise NotSpelled(own)
    return [before, *pieces, behind]


def _run(text: str) -> Iterator[Piece]:
    """The content of a run: texts, and the form's own line breaks and tabs."""
    for token in _TOKENS.findall(text):
        if token in ("\n", "\t"):
            yield "<w:br/>" if token == "\n" else "<w:tab/>"
        elif "{" in token:
            yield _answered(*PLACE.split(token))
        else:
            yield f"{_TEXT}{escaped(token)}</w:t>"


def _answered(first: str, *more: str) -> Piece:
    """A text with places, split at them: for each whether it keeps looks, its name, its own characters, the rest."""
    names, rest = more[1::4], more[3::4]

    def told(scope: Scope, _: Numbers) -> str:
        answers = [f"{scope.text(name)}{after}" for name, after in zip(names, rest, strict=True)]
        return _shown(first + "".join(answers), look="")

    return told


def _styled(name: str) -> Piece:
    def runs(scope: Scope, _: Numbers) -> str:
        looks = [(text, _LOOKS[look]) for text, look in looks_of(scope.text(name)) if text]
        return "".join([f"<w:r>{look}{_shown(text, look)}</w:r>" for text, look in looks])

    return runs


def _shown(text: str, look: str) -> str:
    """A text of a run of that look, line breaks and tabs as Word has them; what is empty is one tag."""
    told = escaped(text)
    if "\n" in told or "\t" in told:
        tab = f"</w:t></w:r><w:r>{look}<w:tab/></w:r><w:r>{look}{_TEXT}"
        told = told.replace("\n", f"</w:t><w:br/>{_TEXT}").replace("\t", tab)
        return f"{_TEXT}{told}</w:t>".replace(f"{_TEXT}</w:t>", _EMPTY)
    return f"{_TEXT}{told}</w:t>" if told else _EMPTY


def escaped(text: str) -> str:
    """A text as XML has it between tags. Raises NotSpelled for what XML cannot hold, or takes for something else."""
    if not _UNUSUAL.search(text):
        return text
    if _REFUSED.search(text):
        raise NotSpelled(text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
