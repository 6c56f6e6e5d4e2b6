"""What is said, in French, of a place in form.yaml that form.schema.json refuses."""

from __future__ import annotations

from typing import Any

from pipeline.model.text import listed, shortened

_KINDS = {
    "string": "un texte",
    "array": "une liste",
    "object": "des clés avec leurs valeurs",
}


def said(error: Any) -> str:
    """What a jsonschema error means, by the word of the schema that is broken; the
    library says it in English.
    """
    word, wanted, found = str(error.validator), error.validator_value, error.instance
    if word == "additionalProperties":
        return (
            "une clé est inconnue"
            f" ({_names(key for key in found if key not in error.schema.get('properties', ()))})"
        )
    if word == "required":
        return f"une clé manque ({_names(key for key in wanted if key not in found)})"
    if word == "dependentRequired":
        missing = [
            key
            for there, keys in wanted.items()
            if there in found
            for key in keys
            if key not in found
        ]
        return f"une clé manque ({_names(missing)})"
    if word == "type":
        return f"ce n'est pas ce qui est attendu ici : il faut {_KINDS.get(wanted, wanted)}"
    if word in ("minItems", "minLength", "minProperties"):
        return "il n'y a rien ici, or il faut quelque chose"
    if word == "maxLength":
        return f"ce texte dépasse {wanted} caractères"
    shown = f" (« {shortened(found)} »)" if isinstance(found, str) else ""
    if word == "enum":
        return f"cette valeur n'est pas permise{shown}. Permis : {listed(wanted)}"
    return f"cette valeur n'a pas la forme voulue{shown}"


def _names(keys: Any) -> str:
    return listed(f"« {key} »" for key in keys)
