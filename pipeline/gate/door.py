"""The door of the gate: a whole report beside the parts of a blank."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers.expat import ExpatError

from pipeline.gate.addresses import Address
from pipeline.gate.blank import cut
from pipeline.gate.events import read
from pipeline.gate.walk import Walk, markup
from pipeline.model.problem import Difference
from pipeline.model.submission import Places, Scope
from pipeline.office.package import UNREADABLE, pack, read_parts


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
        return [Difference("le fichier", "un document Word", "autre chose")]
    if pack(parts) != report:  # a part twice, a comment of the archive, bytes around it
        return [
            Difference("le fichier", "les parties du document", "autre chose encore")
        ]
    if list(parts) != list(blank):
        return [
            Difference("les parties du document", ", ".join(blank), ", ".join(parts))
        ]
    found: list[Difference] = []
    scope = Scope(answers)
    for name, raw in parts.items():
        if name not in addresses and raw == blank[name]:
            continue
        part = f"la partie {name}"
        try:
            nodes, walk = (
                cut(blank[name], addresses.get(name, ())),
                Walk(part, read(raw), found),
            )
        except ExpatError as error:
            found.append(
                Difference(part, "du XML", f"autre chose à la ligne {error.lineno}")
            )
        except ValueError:
            found.append(
                Difference(part, "du XML en UTF-8, sans DOCTYPE", "autre chose")
            )
        except LookupError:
            found.append(
                Difference(part, "les places du formulaire", "un autre formulaire")
            )
        else:
            if not all(
                node.passes(walk, scope) for node in nodes
            ):  # it differs outside of its units
                found.append(Difference(part, *map(markup, walk.stopped)))
    return found
