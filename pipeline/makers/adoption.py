"""A blank that the authority sent -> an edition that extends a known one: what it
declares, its decisions, the file itself and where its answers go.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.align.chains import chains
from pipeline.align.placed import FoundPlaces
from pipeline.edition.form import Form
from pipeline.edition.questions import tag_name
from pipeline.editions.build import build
from pipeline.editions.changed_form import ChangedForm
from pipeline.editions.homes import FORM, Home
from pipeline.editions.loader import load_form
from pipeline.editions.reading import FormFileError, read_file
from pipeline.editions.strict import sound
from pipeline.findings.sentences import adoption as say
from pipeline.makers.derived import derived_files
from pipeline.makers.proposals import Declared, Proposal, Proposals
from pipeline.makers.unsure import as_decided, unsure
from pipeline.model.submission import Places
from pipeline.new_form.changes import Change, Part, What
from pipeline.new_form.comparison import Comparison
from pipeline.office.package import pack, read_parts
from pipeline.official.answers import aligned
from pipeline.official.saved_places import OFFICIAL, PLACES, saved
from pipeline.writing.at_spots import written
from pipeline.writing.drafts import together
from pipeline.writing.file import OfficialFile
from pipeline.writing.filling import filled

TAGS = "modele.docx"  # the file with a tag at each place, to look at
# What the program prints itself of the edition, beside the authority's own file.
_OWN = {"blank": "transcription.docx", "template": "transcription-modele.docx"}
_REVISION = re.compile(rb"""\s+w:rsid\w*=(?:"[^"]*"|'[^']*')""")
_NAMES = rb"w:(?:proofErr|lastRenderedPageBreak)"
_NOISE = re.compile(rb"<%b\b[^<>]*(?:/>|></%b>)" % (_NAMES, _NAMES))


def cleaned(data: bytes) -> bytes:
    """A Word file without the marks of its revisions, of the speller, and of where pages
    turned; all else of each part to the byte.
    """
    parts = {
        name: _cleaned(raw) if name.endswith(".xml") else raw
        for name, raw in read_parts(data).items()
    }
    return pack(parts)


def _cleaned(raw: bytes) -> bytes:
    raw = _NOISE.sub(b"", raw)
    return re.sub(rb"<w:[^<>]*>", lambda tag: _REVISION.sub(b"", tag[0]), raw)


def adopt(data: bytes, base: Form, home: Home, folder: Path) -> Form:
    """Write the files of an edition into the folder of its name, which is there and
    empty; ``home``: of the edition that it extends. Raises FormFileError where even what
    is certain is no sound edition.
    """
    name = folder.name
    data = cleaned(data)
    reading = OfficialFile(data).reading
    comparison = Comparison(base.document, reading)
    wording = json.loads((home.written / _wording(home)).read_text(encoding="utf-8"))
    raw = read_file(home.declared / FORM)
    proposals = Proposals(base, wording, ChangedForm(raw).spots(), comparison)
    edition = _Edition(raw, base, comparison.year or year_of(base, name), folder, name)
    proposed = edition.take(_proposed(comparison, proposals))
    decided = [one.decision for one in proposed if one.decision]
    lost = unsure(edition.form, comparison.found.places, decided)
    edition.take([*proposed, *lost])
    form = load_form(name, folder.parent)
    (folder / OFFICIAL).write_bytes(data)
    made = {
        Path(file).name: raw
        for file, raw in derived_files(form).items()
        if name in Path(file).parts
    }
    for file, content in {**made, **placed_files(form, data)}.items():
        (folder / file).write_bytes(content)
    return form


def placed_files(form: Form, data: bytes) -> dict[str, bytes]:
    """Where the answers go in the authority's file, and that file with a tag at each
    place; nothing of a form whose parts repeat, which is printed anew.
    """
    if form.document.repeats:
        return {}
    places = as_decided(form, aligned(form, OfficialFile(data).reading).places)
    made = saved(places, hashlib.sha256(data).hexdigest())
    return {PLACES: made, TAGS: tagged(data, places)}


def year_of(base: Form, name: str) -> str:
    """The year that the name of an edition says, where its form is of a year."""
    found = re.search(r"20\d\d", name) if base.wording else None
    return found[0] if found else ""


def _wording(home: Home) -> str:
    documents: Any = read_file(home.declared / FORM)["documents"]
    return str(next(iter(documents.values()))["wording"])


def _proposed(comparison: Comparison, proposals: Proposals) -> list[Proposal]:
    """What is proposed for each change; the new lines of a new question with it."""
    told = (o for o in comparison.changes() if comparison.is_plan or not o.is_lost)
    changes = sorted(told, key=lambda change: change.at)
    new = [one for one in changes if one.what is What.NEW]
    asked = {one.question for one in new if one.part is Part.QUESTION}
    return [
        proposals.of(one, [line for line in new if _is_line_of(line, one)])
        for one in changes
        if one.part is Part.QUESTION or one.question not in asked
    ]


def _is_line_of(line: Change, question: Change) -> bool:
    is_new = question.is_heading and question.what is What.NEW
    return is_new and line.question == question.question and not line.is_heading


class _Edition:
    """The declaration of an edition, as far as it is sound."""

    def __init__(
        self, raw: Any, base: Form, year: str, folder: Path, name: str
    ) -> None:
        self.base, self.year, self.folder, self.name = base, year, folder, name
        self.form = base  # as it is declared
        self.documents = {
            key: {**document, **_OWN} for key, document in raw["documents"].items()
        }

    def take(self, proposals: Sequence[Proposal]) -> Sequence[Proposal]:
        """Write all proposals; those that make the edition unsound as decisions alone,
        as they are given back.
        """
        try:
            self._write(proposals)
            return proposals
        except FormFileError:
            pass
        kept: list[Proposal] = []
        for one in proposals:
            try:
                self._write([*kept, one])
                kept.append(one)
            except FormFileError:
                kept.append(Proposal({}, {}, self._undeclared(one.decision)))
        self._write(kept)
        return kept

    def _undeclared(self, decision: Declared) -> Declared:
        """A decision of which nothing is declared: only known places wait for it."""
        if not decision:
            return {}
        known = {tag_name(one) for one in self.base.questions}
        lines = {place.name for place in chains(self.base.document).places}
        places = [one for one in decision.get("places", ()) if one in known | lines]
        bare = {key: said for key, said in decision.items() if key != "places"}
        named = {"places": places} if places else {}
        return {**bare, "proposes": say.NOTHING, **named}

    def _write(self, proposals: Sequence[Proposal]) -> None:
        """Write both files. Raises FormFileError where they are unsound."""
        wording = {
            "extends": self.base.edition,
            **_together(p.wording for p in proposals),
        }
        form = {
            "edition": self.name,
            "extends": self.base.edition,
            "documents": self.documents,
            **({"years": [self.year]} if self.year else {}),
            **_together(p.form for p in proposals),
            "decisions": [p.decision for p in proposals if p.decision],
        }
        if self.year:
            before = str(int(self.year) - 1)
            wording["own"] = {"annee": self.year, "annee_precedente": before}
        home = Home(self.name, self.folder, self.folder)
        (self.folder / FORM).write_text(_yaml(form), encoding="utf-8")
        file = self.folder / next(iter(self.documents.values()))["wording"]
        text = json.dumps(wording, ensure_ascii=False, indent=1)
        file.write_text(f"{text}\n", encoding="utf-8")
        self.form = build(sound(home), home)


def _together(several: Iterator[Declared]) -> Declared:
    """The changes of many proposals."""
    changes: Declared = {}
    made: Declared = {}
    for one in several:
        for verb, given in one.items():
            if verb == "footnotes":
                made.setdefault(verb, {}).update(given)
            elif verb == "remove":
                changes.setdefault(verb, []).extend(given)
            elif verb == "insert":
                for address, entries in given.items():
                    changes.setdefault(verb, {}).setdefault(address, []).extend(entries)
            else:
                changes.setdefault(verb, {}).update(given)
    return {**made, **({"changes": changes} if changes else {})}


def _yaml(form: Declared) -> str:
    """A declaration as people read it: a line a key, JSON below it, which is YAML."""
    lines = [say.HEAD]
    for key, value in form.items():
        if key == "decisions":
            lines.append(f"{key}:" if value else f"{key}: []")
            for one in value:
                first, *others = (
                    f"{name}: {_json(said)}" for name, said in one.items()
                )
                lines += [f"  - {first}", *(f"    {line}" for line in others)]
        elif key == "changes":
            lines.append(f"{key}:")
            for verb, given in value.items():
                lines.append(f"  {verb}:")
                lines += _entries(given)
        else:
            lines.append(f"{key}: {_json(value)}")
    return "\n".join([*lines, ""])


def _entries(given: Any) -> list[str]:
    if isinstance(given, list):
        return [f"    - {_json(one)}" for one in given]
    return [f"    {_json(address)}: {_json(one)}" for address, one in given.items()]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def tagged(data: bytes, places: FoundPlaces) -> bytes:
    """The authority's file with a tag at each place where one can stand: no box to tick
    holds a text.
    """
    file, tags = OfficialFile(data), {}
    several = []
    for name, spot in _spots(places):
        tags[name] = f"{{{{ {name} }}}}"
        found = written(file, spot, name, tags[name], is_tick=False)
        if found is not None:
            several.append(found)
    at, values = together(several)
    return pack(filled(file.parts, at, Places(values)))


def _spots(places: FoundPlaces) -> Iterator[tuple[str, Any]]:
    rows = (
        (f"{entries}[{number}].{column}", found)
        for entries, turns in places.rows.items()
        for number, turn in enumerate(turns)
        for column, found in turn.texts.items()
    )
    for name, found in chain(places.texts.items(), rows):
        if found.spot is not None and not found.text:
            yield name, found.spot
