"""Ways of breaking a produced report, each with a name: what a template engine, an edit
or a bad disk might do.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import partial
from typing import Any

from lxml import etree

from pipeline.office.package import repack
from tests.support.cases import load_cases
from tests.support.docx_text import W
from tests.support.paths import TESTS

Parts = dict[str, bytes]
Break = Callable[[Parts], bytes | None]

BODY, NOTES, SETTINGS = "word/document.xml", "word/footnotes.xml", "word/settings.xml"
STYLES, COMMENTS = "word/styles.xml", "word/comments.xml"
CODE = b"H-017"


def zipped(parts: Parts, how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def pack(parts: Parts) -> bytes:
    return repack(zipped(parts))


def written(edition: str) -> dict[str, Break]:
    """Those of tests/breakages; what they replace must be there."""
    page = load_cases(TESTS / "breakages" / f"{edition}.yaml")
    words = page.pop("words")
    return {
        name: _changing(part, _spelled(change, words))
        for part, changes in page.items()
        for name, change in changes.items()
    }


def _spelled(written: Any, words: Mapping[str, str]) -> Any:
    """What is written, with the stretches for which %WORDS% stand."""
    if isinstance(written, dict):
        return {_spelled(k, words): _spelled(v, words) for k, v in written.items()}
    if isinstance(written, list):
        return [_spelled(one, words) for one in written]
    return re.sub(r"%([A-Z]+)%", lambda name: words[name[1]], written)


def _changing(part: str, change: Mapping[str, Any]) -> Break:
    def breaks(parts: Parts) -> None:
        before = parts[part]
        parts[part] = (_rewritten if "new" in change else _edited)(before, change)
        assert parts[part] != before, change

    return breaks


def _rewritten(part: bytes, change: Mapping[str, str]) -> bytes:
    text, new = part.decode(), change["new"]
    if "pattern" in change:
        old = re.compile(change["pattern"], re.DOTALL)
        return old.sub(new, text, count=1).encode()
    if "last" in change:
        return new.join(text.rsplit(change["old"], 1)).encode()
    return text.replace(change["old"], new, 1).encode()


# ---- by XPath


def _edited(part: bytes, change: Mapping[str, Any]) -> bytes:
    root = etree.fromstring(part)
    for what, wanted in change.items():
        EDITS[what](root, wanted)
    whole = {"xml_declaration": True, "encoding": "UTF-8", "standalone": True}
    return bytes(etree.tostring(root, **whole))


def _found(root: Any, path: str) -> list[Any]:
    elements: list[Any] = root.xpath(path, namespaces={"w": W[1:-1]})
    assert elements, path
    return elements


def _drop(root: Any, path: str) -> None:
    for element in _found(root, path):
        element.getparent().remove(element)


def _twice(root: Any, path: str) -> None:
    for element in _found(root, path):
        element.addnext(deepcopy(element))


def _swap(root: Any, paths: list[str]) -> None:
    (one,), (other,) = (_found(root, path) for path in paths)
    copies = deepcopy(one), deepcopy(other)
    other.getparent().replace(other, copies[0])
    one.getparent().replace(one, copies[1])


def _write(root: Any, texts: Mapping[str, str]) -> None:
    for path, new in texts.items():
        for element in _found(root, path):
            places = [*element.iter(f"{W}t")]
            first, *others = [one for one in places if one.text] or places[:1]
            first.text = new
            for found in others:
                found.text = ""


def _set(root: Any, values: Mapping[str, str]) -> None:
    for address, value in values.items():
        path, _, name = address.rpartition("/@w:")
        for element in _found(root, path):
            element.attrib.pop(f"{W}{name}", None)
            if value:
                element.set(f"{W}{name}", value)


def _put(
    place: Callable[[Any, Any], None], root: Any, wanted: Mapping[str, str]
) -> None:
    """XML, or the elements of a path, which are moved."""
    for path, what in wanted.items():
        (element,) = _found(root, path)
        made = f'<w:x xmlns:w="{W[1:-1]}">{what}</w:x>'
        for new in etree.fromstring(made) if "<w:" in what else _found(root, what):
            place(element, new)


EDITS: dict[str, Callable[[Any, Any], None]] = {
    "drop": _drop,
    "twice": _twice,
    "swap": _swap,
    "write": _write,
    "set": _set,
    "before": partial(_put, etree._Element.addprevious),
    "behind": partial(_put, etree._Element.addnext),
    "first in": partial(_put, lambda element, new: element.insert(0, new)),
    "last in": partial(_put, etree._Element.append),
}
BREAKAGES = written("dics-2023")
PLAN_BREAKAGES = written("clss-2022-2025")


def other(name: str) -> Callable[[Break], Break]:
    def register(breaks: Break) -> Break:
        BREAKAGES[name] = breaks
        return breaks

    return register


def in_archive(parts: Parts, change: Callable[[zipfile.ZipFile], object]) -> bytes:
    out = io.BytesIO(pack(parts))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as package:
        change(package)
    return out.getvalue()


@other("comment on an answer")
def commented(parts: Parts) -> None:
    word, end = "<w:r><w:t>Séparation</w:t></w:r>".encode(), b"</Relationships>"
    parts[COMMENTS] = b"<comments>H-017</comments>"
    mark = b'<w:r><w:commentReference w:id="0"/></w:r>'
    parts[BODY] = parts[BODY].replace(word, word + mark)
    kind = (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    )
    target = b'<Relationship Id="rId9" Type="%s" Target="comments.xml"/>' % kind
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(end, target + end)


@other("damaged byte")
def damaged(parts: Parts) -> bytes:
    whole = pack(parts)
    at = whole.index(BODY.encode()) + 2000  # somewhere inside the compressed body
    return whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]


@other("code in a comment of the archive")
def archive_comment(parts: Parts) -> bytes:
    return in_archive(parts, lambda package: setattr(package, "comment", CODE))


@other("part doubled in the archive")
def part_doubled(parts: Parts) -> bytes:
    return in_archive(parts, lambda package: package.writestr(BODY, parts[BODY]))


@other("parts in another order")
def reordered(parts: Parts) -> None:
    parts[BODY] = parts.pop(BODY)


@other("part under another name")
def renamed(parts: Parts) -> None:
    parts["word/Styles.xml"] = parts.pop(STYLES)


@other("footnotes lost")
def footnotes_lost(parts: Parts) -> None:
    del parts[NOTES]


@other("part lost")
def part_lost(parts: Parts) -> None:
    del parts["word/fontTable.xml"]


@other("orphan part")
def orphan_part(parts: Parts) -> None:
    parts[COMMENTS] = b"<x>H-017</x>"


BREAKAGES |= {
    "bytes before the archive": lambda parts: CODE + pack(parts),
    "bytes behind the archive": lambda parts: pack(parts) + CODE,
    "time of the day on a part": lambda parts: zipped(parts, zipfile.ZIP_DEFLATED),
    "archive cut off": lambda parts: pack(parts)[:-200],
    "no archive at all": lambda _: b"Rapport d'activites",
    "empty file": lambda _: b"",
}
