"""The content controls of a Word file: what each holds, and whether it is what the
control says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from xml.etree.ElementTree import Element

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.elements import child, children, is_on, number_of, value
from pipeline.word_files.parts import Tree, WordFile
from pipeline.word_files.signs import TICKED, UNTICKED, sign

Note = Callable[[str, str], None]

_FIRST = 200  # elements of a control that are searched for its text or its tick
_STEP = re.compile(r"/(?:[\w.-]+:)?([\w.-]+)(?:\[([1-9][0-9]{0,3})\])?")
_MOST_STEPS = 10
# Controls whose text is not the letters that the bound part has.
_SHOWN_OTHERWISE = {"w:date", "w14:checkbox", "w:picture", "w:docPartObj"}


def shows_prompt(control: Element) -> bool:
    """Whether nobody has filled a control, so that its text is but its prompt."""
    return is_on(child(control, "w:sdtPr", "w:showingPlcHdr"))


def title_of(control: Element) -> str:
    """What Word says of a control: its title, and that it takes a date; "" for nothing."""
    title = value(child(control, "w:sdtPr", "w:alias"))
    is_date = child(control, "w:sdtPr", "w:date") is not None
    said = [title, say.FIELD_KINDS["date"] if is_date else ""]
    return "\n".join(filter(None, said))


def content_of(control: Element, file: WordFile, note: Note) -> Element | None:
    """What a control holds. ``note`` gets the marks of the control itself: its text is
    none but the prompt, its tick is not what it says, or Word will show another text,
    which the control is bound to. Raises NotReadable.
    """
    content, properties = child(control, "w:sdtContent"), child(control, "w:sdtPr")
    if content is None or properties is None:
        return content
    kinds = {one.tag: one for one in properties}
    if is_on(kinds.get("w:showingPlcHdr")):
        note("placeholder", _words(content))
    elif "w14:checkbox" in kinds:
        _check_tick(kinds["w14:checkbox"], content, note)
    elif "w:dataBinding" in kinds and not _SHOWN_OTHERWISE & {*kinds}:
        _check_binding(kinds, content, file, note)
    return content


def _check_tick(box: Element, content: Element, note: Note) -> None:
    state = child(box, "w14:checked")
    is_ticked = state is not None and state.get("w14:val", "1") in ("1", "true", "on")
    for text in _words(content):
        if text in (UNTICKED if is_ticked else TICKED):
            note("tick", text)
        if text in UNTICKED or text in TICKED:
            return


def _check_binding(
    kinds: dict[str, Element], content: Element, file: WordFile, note: Note
) -> None:
    bound = bound_to(file, kinds["w:dataBinding"])
    if bound is None:
        return
    text = " ".join("".join(islice(bound.itertext(), _FIRST)).split())
    for kind in ("w:dropDownList", "w:comboBox"):
        for entry in children(kinds.get(kind), "w:listItem"):
            if entry.get("w:value") == text:
                text = entry.get("w:displayText", text)
    if text and text != " ".join(_words(content).split()):
        note("binding", text)


def store_of(file: WordFile, binding: Element) -> Tree | None:
    """The part of the file that a control is bound to. Raises NotReadable."""
    return file.stores.get(binding.get("w:storeItemID", "").upper())


def bound_to(file: WordFile, binding: Element) -> Element | None:
    """The element of it whose text the control shows. Raises NotReadable."""
    store = store_of(file, binding)
    if store is None:
        return None
    return _bound(file, store.root, binding.get("w:xpath", ""))


def _bound(file: WordFile, root: Element, xpath: str) -> Element | None:
    """The element that a binding names, its namespaces aside."""
    steps = [*islice(_STEP.finditer(xpath), _MOST_STEPS)]
    if "".join(step[0] for step in steps) != xpath:
        return None
    holder = Element("")
    holder.append(root)
    for step in steps:
        file.count_search(len(holder))
        alike = (one for one in holder if re.split("[:.]", one.tag)[-1] == step[1])
        found = next(islice(alike, int(step[2] or 1) - 1, None), None)
        if found is None:
            return None
        holder = found
    return holder


def _words(content: Element) -> str:
    """The first words below an element, and its signs, whatever becomes of them."""
    found = []
    for one in islice(content.iter(), _FIRST):
        if one.tag == "w:t":
            found.append((one.text or "")[:_FIRST])
        elif one.tag == "w:sym":
            code = number_of(one.get("w:char", ""), 16)
            found.append(sign(one.get("w:font", ""), code))
    return "".join(found)
