"""An edition that was adopted: the authority's own file, and where its answers go."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pipeline.align.chains import chains
from pipeline.align.placed import FoundPlaces, FoundText, Status
from pipeline.edition.form import Form
from pipeline.findings.sentences import changes as say
from pipeline.official.refusal import NotOfficial
from pipeline.official.saved_places import OFFICIAL, PLACES, is_adopted, read_saved


class Adopted(NamedTuple):
    """``data``: the authority's file; ``places``: where its answers go."""

    data: bytes
    places: FoundPlaces


def adopted(form: Form) -> Adopted | None:
    """The authority's file of an edition; None where the edition has none. A place that
    waits for a decision is doubtful. Raises NotOfficial, OSError.
    """
    folder = Path(form.origin, form.edition)
    if not is_adopted(form):
        return None
    try:
        data = (folder / OFFICIAL).read_bytes()
    except FileNotFoundError as error:
        raise NotOfficial(say.spoilt(OFFICIAL, form.edition)) from error
    try:
        places, digest = read_saved((folder / PLACES).read_bytes())
    except (ValueError, LookupError, TypeError) as error:
        raise NotOfficial(say.spoilt(PLACES, form.edition)) from error
    if digest != hashlib.sha256(data).hexdigest():
        raise NotOfficial(say.spoilt(OFFICIAL, form.edition))
    texts = {**_absent(form), **places.texts}
    waiting = {name: _decided(form, name, found) for name, found in texts.items()}
    rows = {name: _waiting(form, name, turns) for name, turns in places.rows.items()}
    return Adopted(data, FoundPlaces(waiting, rows, places.empty_rows))


def _absent(form: Form) -> Mapping[str, FoundText]:
    """The places of the wording, none of them found."""
    names = [place.name for place in chains(form.document).places]
    return {name: FoundText(Status.ABSENT, name) for name in names}


def _waiting(
    form: Form, table: str, turns: Sequence[FoundPlaces]
) -> tuple[FoundPlaces, ...]:
    """The rows of a table, the columns that wait for a decision doubtful."""
    every = (
        (
            turn,
            {c: _decided(form, f"{table}.{c}", one) for c, one in turn.texts.items()},
        )
        for turn in turns
    )
    return tuple(replace(turn, texts=texts) for turn, texts in every)


def _decided(form: Form, name: str, found: FoundText) -> FoundText:
    if form.held_by(name) is None:
        return found
    return found._replace(status=Status.DOUBTFUL, spot=None)
