"""The files that people write of an edition, read strictly: held to the schemas, the
changes of one that extends another applied, and all names held to what there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from pipeline.editions.build import Kept, build
from pipeline.editions.changed_form import ChangedForm
from pipeline.editions.changed_wording import ChangedWording, printed
from pipeline.editions.changes import Changed
from pipeline.editions.form_faults import absent, question_keys, senseless, twice
from pipeline.editions.homes import FORM, SCHEMA, Home, homes
from pipeline.editions.reading import (
    Fault,
    FormFileError,
    Place,
    place_of,
    read_file,
)
from pipeline.editions.wording_faults import unanswered, unmakeable, unplaced
from pipeline.findings.sentences import editions as sentences
from pipeline.model.text import shortened


def sound(home: Home) -> Kept:
    """The declaration and the wordings of an edition, whole, whether it extends another
    or not. Raises FormFileError.
    """
    own = read_file(home.declared / FORM)
    faults = Faults(own)
    base = _base(home, own, faults) if _extends(own) else None
    raw = _whole_form(own, base, faults)
    name = raw["edition"]
    if name != home.edition:
        faults.refuse([(name, sentences.other_name(name, home.edition))])
    wordings = [_wording(home, base, each) for each in raw["documents"].values()]
    form = build({"form": raw})
    faults.add(unplaced(raw, form, [wording for wording, _ in wordings]))
    for wording, others in wordings:
        others.add(unanswered(form, wording))
        faults.found += others.found
    faults.refuse()
    made = [printed(wording) for wording, _ in wordings]
    return {"form": raw, "wordings": dict(zip(raw["documents"], made, strict=True))}


class Faults:
    """What is wrong with a declaration, all of it. Where something of the edition that
    it extends no longer holds, that is a fault of the changes.
    """

    def __init__(self, own: Any) -> None:
        self.own, self.found = own, list[str]()

    def add(self, faults: Iterable[Fault]) -> None:
        for what, said in faults:
            place: Place = what if isinstance(what, Place) else what.place
            if place.file != self.own.place.file:
                said = sentences.no_longer(sentences.at(*place, said))
                place = self._cause(said)
            self.found.append(sentences.at(*place, said))

    def _cause(self, said: str) -> Place:
        """The removal that a sentence speaks of, else the changes as a whole."""
        for address in self.own.get("changes", {}).get("remove", ()):
            line = address.partition("/")[2] or address
            column = address.rpartition(".")[2]
            if any(f"« {name} »" in said for name in (line, column)):
                place: Place = address.place
                return place
        return place_of(self.own, ["changes"])

    def refuse(self, faults: Iterable[Fault] = ()) -> None:
        """Raises FormFileError where there are any, or these."""
        self.add(faults)
        if self.found:
            raise FormFileError("\n".join(dict.fromkeys(self.found)))


def _extends(own: Any) -> bool:
    return isinstance(own, dict) and "extends" in own


def _broken(content: Any, kind: type[Changed], part: str = "") -> Iterator[Fault]:
    """What breaks the schema of such a content, or a part of it."""
    schema = json.loads((SCHEMA / kind.schema).read_text(encoding="utf-8"))
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    for error in Draft202012Validator(schema).iter_errors(content):
        yield place_of(content, error.absolute_path), _refusal(error)


def _refusal(error: Any) -> str:
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


def _base(home: Home, own: Any, faults: Faults) -> Home:
    """Where the edition stands that this one extends."""
    faults.refuse(_broken(own, ChangedForm, "extension"))
    known, name = homes(home.declared.parent), own["extends"]
    known.pop(home.edition, None)
    if name not in known:
        faults.refuse([(name, sentences.absent("le formulaire", name, known))])
    further = read_file(known[name].declared / FORM)
    if _extends(further):
        faults.refuse([(name, sentences.one_level(name, str(further["extends"])))])
    sound(known[name])
    return known[name]


def _changed(own: Any, base: Path, kind: type[Changed], faults: Faults) -> Any:
    """What an extension says, whole: what its base says with its changes."""
    changed = kind(read_file(base))
    changed.merge(own)
    faults.refuse(_broken(changed.raw, kind))
    faults.refuse(changed.apply(own.get("changes", {})))
    return changed.raw


def _whole_form(own: Any, base: Home | None, faults: Faults) -> Any:
    raw = own
    if base:
        raw = _changed(own, base.declared / FORM, ChangedForm, faults)
    # Each check relies on those before it.
    faults.refuse(_broken(raw, ChangedForm))
    faults.refuse(question_keys(raw))
    faults.refuse([*absent(raw), *twice(raw)])
    faults.refuse(senseless(raw))
    return raw


def _wording(home: Home, base: Home | None, document: Any) -> tuple[Any, Faults]:
    """The wording of a document, and what is wrong with it."""
    file = document["wording"]
    own = wording = read_file(home.written / file)
    faults = Faults(own)
    if _extends(own):
        faults.add(_broken(own, ChangedWording, "extension"))
        wanted = base.edition if base else ""
        if own["extends"] != wanted:
            faults.add([(own["extends"], sentences.other_base(wanted))])
        faults.refuse()
        assert base is not None
        wording = _changed(own, base.written / file, ChangedWording, faults)
    faults.refuse(_broken(wording, ChangedWording))
    faults.refuse(unmakeable(wording))
    return wording, faults
