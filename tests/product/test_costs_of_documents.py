"""What a report that comes back, a template, an encrypted workbook or a spoilt folder
of outputs may cost a command, however it is made: each in a process of its own, under
watch (tests/support/watch.py).
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted

from pipeline.deliver.delivery import STAMP
from pipeline.office.package import read_parts
from tests.cli.test_cli import EXAMPLE
from tests.cli.test_controler import BODY
from tests.product.test_promises import OUT, run
from tests.support import watch
from tests.support.cases import cases
from tests.support.clss_faults import plan_workbook, texte
from tests.support.hostile import zipped
from tests.support.reports import report

pytestmark = pytest.mark.slow

# What a command is asked, once the files that it meets are in their place.
Words = tuple[object, ...]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTES = "word/footnotes.xml"


def _put(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    assert len(data) < 20 << 20
    return path


# ---- documents


def compared(place: Path, made: Callable[[], bytes]) -> Words:
    return "controler", _put(place / "rapport.docx", made()), EXAMPLE


def as_template(place: Path, made: Callable[[], bytes]) -> Words:
    template = _put(place / "modele.docx", made())
    return "modele", "verifier", "dics-2023", "--modele", template


def _document(inner: str, **others: str | bytes) -> bytes:
    """A Word document with this body, and other parts: those of a report but for it."""
    sound = read_parts(report("dics"))
    body = f'<document xmlns="{W}"><body>{inner}</body></document>'
    return zipped({**sound, BODY: body, **others}.items())


def _nested(inner: str) -> str:
    """A cell with a paragraph in a paragraph, and so on."""
    return f"<tbl><tr><tc>{'<p>' * 200}<r>{inner}</r>{'</p>' * 200}</tc></tr></tbl>"


def long_text() -> bytes:
    return _document(_nested(f"<t>{'a' * 9_000_000}</t>"))


def long_note() -> bytes:
    note = _nested(f"<t>{'a' * 9_000_000}</t>")
    return _document(
        "", **{NOTES: f'<footnotes xmlns="{W}"><footnote>{note}</footnote></footnotes>'}
    )


def short_texts() -> bytes:
    return _document(_nested("<t/>" * 600_000))


def attributes() -> bytes:
    return _document(
        "<x{}/>".format("".join(f' {name}="x"' for name in "abcdefghij")) * 250_000
    )


def lines() -> bytes:
    """One paragraph of millions of lines, and a letter for which each letter of them
    takes four bytes.
    """
    lines = "<t>{}</t>".format("ab\n" * 2_700_000)
    return _document(f"<p><r>{lines * 2}<t>\U0001f600</t></r></p>")


def depth() -> bytes:
    """As deep as it gets: each element in the one before."""
    return _document(f"<p>{'<a>' * 490_000}{'</a>' * 490_000}</p>")


def names() -> bytes:
    """No two elements of one name."""
    return _document("".join(f"<a{number:x}/>" for number in range(900_000)))


def namespaces() -> bytes:
    """A long namespace, which is spelled out again for each element in it."""
    return _document(f'<p xmlns="urn:{"a" * 6_000_000}">{"<r/>" * 900_000}</p>')


def many_namespaces() -> bytes:
    """Each element declares one of its own."""
    return _document(
        "".join(f'<p xmlns:a{number:x}="a:{number:x}"/>' for number in range(330_000))
    )


def entities_of_entities() -> bytes:
    declared = "".join(
        f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12)
    )
    doctype = f'<!DOCTYPE document [<!ENTITY e0 "z">{declared}]>'
    return zipped(
        [
            (
                BODY,
                (
                    f"{doctype}<document"
                    f' xmlns="{W}"><body><p><r><t>&e11;</t></r></p></body></document>'
                ),
            )
        ]
    )


def all_at_once() -> bytes:
    """As much of everything as is read: paragraphs, and a hundred megabytes that nobody
    needs.
    """
    media = {f"word/media/{number}.bin": bytes(50 << 20) for number in range(2)}
    return _document("<p/>" * 990_000, **media)


def parts() -> bytes:
    return _document("", **{f"{number:x}.xml": "<a/>" for number in range(100_000)})


def all_alike(place: Path) -> Words:
    """A plan whose texts are all one letter, and as many such paragraphs, no two of
    them beside each other.
    """
    plan = plan_workbook(*(texte(7 + at, titre="z", texte="z") for at in range(990)))
    returned = _document("<p><r><t>z</t></r></p><p><r><t>y</t></r></p>" * 6_000)
    return (
        "controler",
        _put(place / "rapport.docx", returned),
        _put(place / "plan.xlsx", plan),
    )


# ---- encrypted workbooks


def encrypted(place: Path, made: Callable[[], bytes]) -> Words:
    return "verifier", _put(place / "classeur.xlsx", made()), *OUT


def _container(described: bytes) -> bytes:
    """An encrypted workbook that describes so how it is encrypted. Its writer has room
    in one stream only, so the names of two are exchanged.
    """
    out = io.BytesIO()
    ECMA376Encrypted(struct.pack("<HHI", 4, 4, 0x40) + described, bytes(8)).write_to(
        out
    )
    package, info = (
        name.encode("utf-16-le").ljust(64, b"\0") + bytes([2 * len(name) + 2])
        for name in ("EncryptedPackage", "EncryptionInfo")
    )
    before, _, rest = out.getvalue().partition(package)
    between, _, behind = rest.partition(info)
    return before + info + between + package + behind


def elements() -> bytes:
    return _container(b"<a>%s</a>" % (b"<b/>" * 4_500_000))


def entities() -> bytes:
    """A description of 40 KB, spelled out to eight megabytes of elements."""
    declared = f'<!DOCTYPE a [<!ENTITY e "{"<b/>" * 8_000}">]>'
    return _container(f"{declared}<a>{'&e;' * 260}</a>".encode())


def table_told_often() -> bytes:
    """A container whose one sector of the table is told of 12,700 times."""
    data, times = bytearray(_container(b"<a/>".ljust(5_000))), 100
    sector, first = data[76:80], (len(data) - 512) // 512
    data[44:48] = struct.pack("<I", 109 + 127 * times)
    data[68:76] = struct.pack("<II", first, times)
    data[76:512] = sector * 109
    for number in range(1, times + 1):
        data += sector * 127 + struct.pack(
            "<I", first + number if number < times else 0xFFFFFFFE
        )
    return bytes(data)


# ---- folders of outputs


def stamped(place: Path, made: Callable[[], object]) -> Words:
    """A folder of outputs with this stamp, and a file of ten megabytes."""
    folder = place / "out" / "estinnes-2023"
    _put(folder / STAMP, json.dumps(made()).encode())
    _put(folder / "a", bytes(10 << 20))
    return "produire", EXAMPLE, "--rapport-seul", "-o", place / "out"


def one_file() -> object:
    return {"fichiers": {f"{number:x}/a": "" for number in range(100_000)}}


def a_million_files() -> object:
    return {"fichiers": {f"{number:x}": "" for number in range(1_200_000)}}


def millions_of_lists() -> object:
    return {"fichiers": {}, "note": [[]] * 5_000_000}


@pytest.mark.skipif(not watch.HELD, reason="what a command cost is asked of Linux")
@cases(__file__, "costs")
def test_none_costs_a_command_more_than_twenty_seconds_or_1_gb(
    attack: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    meet, *made = (globals()[name] for name in attack)
    seen = run(tmp_path, *meet(tmp_path, *made))
    assert seen.code == code and said in seen.said
    assert seen.seconds < 20 and 0 < seen.megabytes < 1_000
