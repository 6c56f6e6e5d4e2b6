"""The drawings, pictures and objects of a Word file: what is seen of each, once."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pipeline.align.word_elements import alternative
from pipeline.findings.sentences import word_files as say

_KINDS = {
    "pic:pic": say.IMAGE,
    "v:imagedata": say.IMAGE,
    "c:chart": say.CHART,
    "dgm:relIds": say.DIAGRAM,
    "o:OLEObject": say.OBJECT,
    "w:control": say.OBJECT,
}


def seen(drawing: Element) -> tuple[list[str], list[Element | str]]:
    """What is no text in a drawing, and its text boxes in order: an element with
    paragraphs, or the letters that are drawn.
    """
    kinds: list[str] = []
    boxes: list[Element | str] = []
    opened = [drawing]
    while opened:
        one = opened.pop()
        tag = one.tag
        if tag == "mc:AlternateContent":
            branch = alternative(one)
            opened += [] if branch is None else [branch]
        elif tag == "w:txbxContent":
            boxes.append(one)
        else:
            if tag in _KINDS:
                kinds.append(_KINDS[tag])
            elif tag == "a:t" and one.text:
                boxes.append(one.text)
            elif tag == "v:textpath" and one.get("string"):
                boxes.append(one.get("string", ""))
            opened += reversed(one)
    if drawing.tag == "w:object":
        kinds = [say.OBJECT]  # beside it stands its picture
    return kinds or ([] if boxes else [say.DRAWING]), boxes


def words(box: Element | str) -> str:
    """The text of a text box that is not seen."""
    if isinstance(box, str):
        return box
    tags = ("w:t", "w:delText")
    return "".join(one.text or "" for one in box.iter() if one.tag in tags)
