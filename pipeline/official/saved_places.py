"""places.json of an edition that was adopted: where each answer is written in the
authority's file, found once and kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.align.placed import FoundPlaces, FoundText, Spot, Status
from pipeline.edition.form import Form

PLACES, OFFICIAL = "places.json", "officiel.docx"


def is_adopted(form: Form) -> bool:
    """Whether an edition has the authority's own file."""
    return bool(form.origin) and Path(form.origin, form.edition, PLACES).is_file()


def saved(places: FoundPlaces, digest: str) -> bytes:
    """The file; ``digest``: of the Word file in which they stand."""
    said = {"sha256": digest, **_places(places)}
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()


def read_saved(written: bytes) -> tuple[FoundPlaces, str]:
    """The places of which this is the file, and the digest of their Word file. Raises
    ValueError, LookupError or TypeError where it is spoilt.
    """
    raw = json.loads(written)
    return _read(raw), str(raw["sha256"])


def _places(places: FoundPlaces) -> dict[str, Any]:
    """Only the places that are found: all others are absent."""
    texts = {
        name: _text(found)
        for name, found in places.texts.items()
        if found.status is Status.EQUAL
    }
    rows = {name: [*map(_places, turns)] for name, turns in places.rows.items()}
    empty = {name: [*map(_places, turns)] for name, turns in places.empty_rows.items()}
    said = {"places": texts, "rows": rows, "empty_rows": empty, "path": places.path}
    return {name: value for name, value in said.items() if value}


def _text(found: FoundText) -> dict[str, Any]:
    spot = found.spot._asdict() if found.spot else None
    said = {"where": found.where, "text": found.text, "path": found.path, "spot": spot}
    return {name: value for name, value in said.items() if value}


def _read(raw: Mapping[str, Any]) -> FoundPlaces:
    texts = {name: _found(one) for name, one in raw.get("places", {}).items()}
    rows, empty = (
        {name: tuple(map(_read, turns)) for name, turns in raw.get(key, {}).items()}
        for key in ("rows", "empty_rows")
    )
    return FoundPlaces(texts, rows, empty, raw.get("path", ""))


def _found(raw: Mapping[str, Any]) -> FoundText:
    spot = raw.get("spot")
    if spot:
        spot = Spot(**{**spot, "more": tuple(spot["more"])})
    text, path = raw.get("text", ""), raw.get("path", "")
    return FoundText(Status.EQUAL, raw["where"], text, path, spot=spot)
