"""The drawings, pictures and objects of a Word file: what is seen of each, once."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.elements import alternative
from pipeline.word_files.parts import WordFile

_KINDS = {
    "pic:pic": say.IMAGE,
    "v:imagedata": say.IMAGE,
    "c:chart": say.CHART,
    "dgm:relIds": say.DIAGRAM,
    "o:OLEObject": say.OBJECT,
    "w:control": say.OBJECT,
}


# What is drawn from a part of its own, which has its texts: the attribute that names it.
_PARTS = {"c:chart": "r:id", "dgm:relIds": "r:dm"}


def seen(
    drawing: Element, file: WordFile, part: str
) -> tuple[list[str], list[Element | str]]:
    """What is no text in a drawing, and its text boxes in order: an element with
    paragraphs, or the letters that are drawn. ``part``: where it stands. Raises
    NotReadable.
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
                boxes += _texts(one, file, part)
            elif tag == "a:t" and one.text:
                boxes.append(one.text)
            elif tag == "v:textpath" and one.get("string"):
                boxes.append(one.get("string", ""))
            opened += reversed(one)
    if drawing.tag == "w:object":
        kinds = [say.OBJECT]  # beside it stands its picture
    return kinds or ([] if boxes else [say.DRAWING]), boxes


def _texts(element: Element, file: WordFile, part: str) -> list[str]:
    """The texts of the part that a chart or a diagram is drawn from, which has no other
    drawing.
    """
    number = element.get(_PARTS.get(element.tag, ""), "")
    name = file.relations(part).get(number, ("", ""))[1]
    tree = None if name in file.drawn else file.tree(name)
    file.drawn.add(name)
    texts = tree.root.iter("a:t") if tree is not None else ()
    return [one.text for one in texts if one.text]


def words(box: Element | str) -> str:
    """The text of a text box that is not seen."""
    if isinstance(box, str):
        return box
    tags = ("w:t", "w:delText")
    return "".join(one.text or "" for one in box.iter() if one.tag in tags)
