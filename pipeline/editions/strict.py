"""The files that people write of an edition, read strictly: held to the schemas, the
changes of one that extends another applied, and all names held to what there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from jsonschema import Draft202012Validator

from pipeline.editions.build import Kept, build
from pipeline.editions.changed_form import ChangedForm
from pipeline.editions.changed_form import merged as merged_form
from pipeline.editions.changed_wording import ChangedWording, printed
from pipeline.editions.changed_wording import merged as merged_wording
from pipeline.editions.changes import apply
from pipeline.editions.declared_wording import wording_faults
from pipeline.editions.homes import FORM, SCHEMA, Home, homes
from pipeline.editions.meanings import question_keys, senseless
from pipeline.editions.places import unanswered, unplaced
from pipeline.editions.reading import FormFileError, Place, place_of, read_file
from pipeline.editions.references import absent, twice
from pipeline.editions.schema_refusals import said as refusal
from pipeline.findings.sentences import editions as sentences

_FORM, _WORDING = "form.schema.json", "wording.schema.json"


def sound(home: Home) -> Kept:
    """The declaration and the wordings of an edition, whole, whether it extends another
    or not. Raises FormFileError.
    """
    own = read_file(home.declared / FORM)
    faults = Faults(own)
    base = _base(home, own, faults) if _extends(own) else None
    raw = _whole_form(own, base, faults)
    if raw["edition"] != home.edition:
        said = sentences.other_name(raw["edition"], home.edition)
        faults.add(place_of(raw, ["edition"]), said)
        faults.refuse()
    wordings = [_wording(home, base, each) for each in raw["documents"].values()]
    form = build({"form": raw})
    faults.add_all(raw, unplaced(form, [wording for wording, _ in wordings]))
    for wording, others in wordings:
        for place, what in unanswered(form, wording):
            others.add(place, what)
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

    def add(self, place: Place, said: str) -> None:
        if place.file != self.own.place.file:
            said = sentences.no_longer(sentences.at(*place, said))
            place = self._cause(said)
        self.found.append(sentences.at(*place, said))

    def add_all(
        self, content: Any, faults: Iterable[tuple[Iterable[Any], str]]
    ) -> None:
        """Those of some content, each with its path of keys."""
        for path, said in faults:
            self.add(place_of(content, path), said)

    def _cause(self, said: str) -> Place:
        """The removal that a sentence speaks of, else the changes as a whole."""
        for address in self.own.get("changes", {}).get("remove", ()):
            line = address.partition("/")[2] or address
            column = address.rpartition(".")[2]
            if any(f"« {name} »" in said for name in (line, column)):
                place: Place = address.place
                return place
        return place_of(self.own, ["changes"])

    def refuse(self) -> None:
        """Raises FormFileError where there are any."""
        if told := "\n".join(dict.fromkeys(self.found)):
            raise FormFileError(told)


def _extends(own: Any) -> bool:
    return isinstance(own, dict) and "extends" in own


def _broken(
    content: Any, file: str, part: str = ""
) -> Iterator[tuple[Iterable[Any], str]]:
    """What breaks a schema, or a part of it, each with its path."""
    schema = json.loads((SCHEMA / file).read_text(encoding="utf-8"))
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    for error in Draft202012Validator(schema).iter_errors(content):
        yield error.absolute_path, refusal(error)


def _base(home: Home, own: Any, faults: Faults) -> Home:
    """Where the edition stands that this one extends."""
    faults.add_all(own, _broken(own, _FORM, "extension"))
    faults.refuse()
    known, name = homes(home.declared.parent), own["extends"]
    known.pop(home.edition, None)
    if name not in known:
        near = get_close_matches(name, known, 1)
        faults.add(name.place, sentences.absent("l'édition", name, near))
    elif _extends(further := read_file(known[name].declared / FORM)):
        faults.add(name.place, sentences.one_level(name, str(further["extends"])))
    faults.refuse()
    sound(known[name])
    return known[name]


def _whole_form(own: Any, base: Home | None, faults: Faults) -> Any:
    raw = own
    if base:
        raw = merged_form(read_file(base.declared / FORM), own)
        faults.add_all(raw, _broken(raw, _FORM))
        faults.refuse()
        for place, what in apply(ChangedForm(raw), own.get("changes", {})):
            faults.add(place, what)
        faults.refuse()
    for checks in _FORM_CHECKS:
        for check in checks:
            faults.add_all(raw, check(raw))
        faults.refuse()
    return raw


def _broken_form(raw: Any) -> Iterator[tuple[Iterable[Any], str]]:
    return _broken(raw, _FORM)


# Each check relies on those before it.
_FORM_CHECKS = ((_broken_form,), (question_keys,), (absent, twice), (senseless,))


def _wording(home: Home, base: Home | None, document: Any) -> tuple[Any, Faults]:
    """The wording of a document, and what is wrong with it."""
    own = read_file(home.written / document["wording"])
    faults, wording = Faults(own), own
    if _extends(own):
        faults.add_all(own, _broken(own, _WORDING, "extension"))
        if base is None or own["extends"] != base.edition:
            wanted = base.edition if base else ""
            faults.add(own["extends"].place, sentences.other_base(wanted))
        faults.refuse()
        assert base is not None
        wording = read_file(base.written / document["wording"])
        wording = merged_wording(wording, own)
        faults.add_all(wording, _broken(wording, _WORDING))
        faults.refuse()
        for place, what in apply(ChangedWording(wording), own.get("changes", {})):
            faults.add(place, what)
        faults.refuse()
    faults.add_all(wording, _broken(wording, _WORDING))
    faults.refuse()
    for place, what in wording_faults(wording):
        faults.add(place, what)
    faults.refuse()
    return wording, faults
