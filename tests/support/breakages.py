"""Ways of breaking a produced report, each with a name: what a template engine, an edit
or a bad disk might do.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping

from pipeline.office.package import repack
from tests.support.cases import load_cases
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
    words = page.pop("words", {})
    return {
        name: _replacing(part, change, words)
        for part, changes in page.items()
        for name, change in changes.items()
    }


def _replacing(part: str, change: Mapping[str, str], words: Mapping[str, str]) -> Break:
    def spelled(text: str) -> str:
        return re.sub(r"%([A-Z]+)%", lambda name: words[name[1]], text)

    new = spelled(change["new"])

    def breaks(parts: Parts) -> None:
        before = parts[part].decode()
        if "pattern" in change:
            old = re.compile(spelled(change["pattern"]), re.DOTALL)
            after = old.sub(new, before, count=1)
        elif "last" in change:
            after = new.join(before.rsplit(change["old"], 1))
        else:
            after = before.replace(spelled(change["old"]), new, 1)
        assert after != before, change
        parts[part] = after.encode()

    return breaks


BREAKAGES = written("dics-2023")


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
