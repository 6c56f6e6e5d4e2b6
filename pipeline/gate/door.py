"""The door of the gate: a whole report beside the parts of a blank."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers.expat import ExpatError

from pipeline.findings.sentences import documents as say
from pipeline.gate.addresses import Address
from pipeline.gate.blank import cut
from pipeline.gate.events import read
from pipeline.gate.walk import Walk, markup
from pipeline.model.problem import Difference
from pipeline.model.submission import Places, Scope
from pipeline.office.package import UNREADABLE, in_order, pack, read_parts


def differences(
    blank: Mapping[str, bytes],
    addresses: Mapping[str, tuple[Address, ...]],
    answers: Places,
    report: bytes,
) -> list[Difference]:
    """Everything in which a report is not the blank with these answers; nothing if it
    may go out.

    Raises KeyError where there is no answer for a place.
    """
    try:
        parts = read_parts(report)
    except UNREADABLE:
        return [Difference(say.THE_FILE, say.A_DOCUMENT, say.ELSE)]
    if pack(parts) != report:  # a part twice, a comment of the archive, bytes around it
        return [Difference(say.THE_FILE, say.PARTS, say.MORE)]
    if list(parts) != in_order(blank):
        return [Difference(say.PARTS, ", ".join(blank), ", ".join(parts))]
    found: list[Difference] = []
    for name, raw in parts.items():
        if name in addresses or raw != blank[name]:
            _compare(name, blank[name], addresses.get(name, ()), raw, answers, found)
    return found


def _compare(
    name: str,
    blank: bytes,
    addresses: tuple[Address, ...],
    raw: bytes,
    answers: Places,
    found: list[Difference],
) -> None:
    """Walk a part of the report beside that of the blank."""
    part, scope = say.PART.format(name), Scope(answers)
    try:
        nodes, walk = cut(blank, addresses), Walk(part, read(raw), found)
    except ExpatError as error:
        found.append(Difference(part, say.XML, say.NOT_XML.format(error.lineno)))
    except ValueError:
        found.append(Difference(part, say.PLAIN_XML, say.ELSE))
    except LookupError:
        found.append(Difference(part, say.PLACES, say.OTHER_PLACES))
    else:
        if not all(node.passes(walk, scope) for node in nodes):
            found.append(Difference(part, *map(markup, walk.stopped)))  # in no unit
