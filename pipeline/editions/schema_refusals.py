"""What is said, in French, of a place in a declaration that its schema refuses."""

from __future__ import annotations

from typing import Any

from pipeline.findings.sentences import editions as sentences
from pipeline.model.text import shortened


def said(error: Any) -> str:
    """What a jsonschema error means, by the word of the schema that is broken; the
    library says it in English.
    """
    word, wanted, found = str(error.validator), error.validator_value, error.instance
    if word == "additionalProperties":
        known = error.schema.get("properties", ())
        return sentences.unknown([key for key in found if key not in known])
    if word == "required":
        return sentences.wanting([key for key in wanted if key not in found])
    if word == "dependentRequired":
        needed = (
            key for there, keys in wanted.items() if there in found for key in keys
        )
        return sentences.wanting([key for key in needed if key not in found])
    if word == "type":
        return sentences.other_kind(wanted)
    if word in ("minItems", "minLength", "minProperties"):
        return sentences.NOTHING
    if word == "maxLength":
        return sentences.too_long(wanted)
    shown = f" (« {shortened(found)} »)" if isinstance(found, str) else ""
    if word == "enum":
        return sentences.not_allowed(shown, wanted)
    return sentences.other_form(shown)
