"""Small documents written by hand, their addresses, and what is made of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.gate.addresses import Address
from pipeline.gate.door import differences
from pipeline.model.submission import Places
from pipeline.office.package import pack
from pipeline.writing.filling import filled

BODY, AT = "word/document.xml", "/w:document[1]/w:body[1]"
P = f"{AT}/w:p[1]"
_START, _END = "<w:document><w:body>", "</w:body></w:document>"


def document(body: str) -> dict[str, bytes]:
    return {"a.xml": b"<a/>", BODY: f"{_START}{body}{_END}".encode()}


def body_of(parts: dict[str, bytes]) -> str:
    assert parts["a.xml"] == b"<a/>"
    return parts[BODY].decode().removeprefix(_START).removesuffix(_END)


def filled_body(blank: str, addresses: Sequence[Address], answers: Places) -> str:
    return body_of(filled(document(blank), {BODY: tuple(addresses)}, answers))


def told(
    blank: str, addresses: Sequence[Address], answers: Places, report: str
) -> list[str]:
    """What the gate tells of a report with this body."""
    given = {BODY: tuple(addresses)}
    made = pack(document(report))
    return [str(one) for one in differences(document(blank), given, answers, made)]
