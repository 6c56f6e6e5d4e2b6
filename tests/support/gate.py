"""The gate at the blank form of an edition, as the product puts them together."""

from __future__ import annotations

from pipeline import gate
from pipeline.align.official_form import addresses, blank_parts, is_draft
from pipeline.editions.loader import load_form
from pipeline.model.problem import Difference
from pipeline.model.submission import Places


def differences(edition: str, places: Places, report: bytes) -> list[Difference]:
    """Everything in which a report is not the official blank with these answers,
    a draft the blank of drafts.
    """
    document = load_form(edition).document
    of_draft = is_draft(document, places)
    blank, where = blank_parts(document, of_draft), addresses(document, of_draft)
    return gate.differences(blank, where, places, report)
