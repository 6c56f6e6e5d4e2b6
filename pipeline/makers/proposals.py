"""What a blank changes of a known form -> the changes of the edition that it becomes:
proposals, and the decisions that only a person can take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from pipeline.align.keys import number_of, years
from pipeline.align.passages import Passage
from pipeline.align.phrases import phrase
from pipeline.align.placed import FormText, Role
from pipeline.edition.form import OPEN, Form
from pipeline.edition.questions import tag_name
from pipeline.edition.wording import PLACE, cell_text, is_loop
from pipeline.editions.changed_wording import NOTE, ChangedWording
from pipeline.editions.changes import Spot
from pipeline.findings.sentences import adoption as say
from pipeline.findings.sentences.changes import what
from pipeline.model.text import bare, shortened
from pipeline.new_form.changes import Change, Part, What
from pipeline.new_form.comparison import Comparison
from pipeline.word_files.reading import words

Declared = dict[str, Any]
_TOKEN = re.compile("\1[^\2]*\2")
_END = re.compile(r"[\s._…*]+$")
_OTHERWISE = (What.REWORDED, What.NEGATED, What.MERGED, What.REPLACED)


class Proposal(NamedTuple):
    """What an edition declares of a change: ``form``, ``wording``: verb -> address ->
    what is given; ``decision``: what a person has to say of it, {} for nothing.
    """

    form: Declared
    wording: Declared
    decision: Declared


class Proposals:
    """``raw``: the declared wording of the known form; ``asked``: the addresses of its
    form.yaml.
    """

    def __init__(
        self, form: Form, raw: Declared, asked: Mapping[str, Any], found: Comparison
    ) -> None:
        self.form, self.raw, self.asked, self.found = form, raw, asked, found
        self.spots = ChangedWording(raw).spots()
        heads = [one for one in found.texts if one.role is Role.HEADING]
        blocks = [b for b in raw["blocks"] if b.get("style", "").startswith("Heading")]
        self.parts = {
            text.question: block["id"]
            for text, block in zip(heads, blocks, strict=False)
        }
        self.addresses: dict[tuple[str, str], str] = {}
        for address, spot in self.spots.items():
            for text in _texts_of(spot):
                part = address.partition("/")[0]
                self.addresses.setdefault((part, _words(text)), address)
        self.new = 0

    def of(self, change: Change, lines: Sequence[Change]) -> Proposal:
        """The proposal for a change; ``lines``: the new lines of a new question."""
        made: tuple[Declared, Declared, Sequence[str]] | None = None
        if change.what is What.OTHERWISE:
            made = self._new_text(change) if change.part is Part.TEXT else None
        elif change.what is What.NEW:
            if change.part is Part.QUESTION:
                made = self._new_question(change, lines)
            elif change.part is Part.LINE:
                made = self._new_line(change)
            elif change.part is Part.TEXT and change.path:
                made = self._new_text(change)
        elif change.what in (What.GONE, What.SPLIT) and not self._kept(change):
            made = self._gone(change)
        elif change.what is What.RENUMBERED or change.what in _OTHERWISE:
            made = self._reworded(change)
        form, wording, places = made or ({}, {}, self._held(change))
        places = change.asked or places
        return Proposal(
            form, wording, self._decision(change, bool(made) and not lines, places)
        )

    def _decision(
        self, change: Change, is_made: bool, places: Sequence[str]
    ) -> Declared:
        is_asked = change.part in (Part.QUESTION, Part.LINE, Part.COLUMN)
        is_reworded = change.what in _OTHERWISE and is_asked
        if not (change.waits or is_reworded):
            return {}
        kinds, kept = (change.part.value, change.what.value), self._kept(change)
        said = {
            "about": change.question,
            "says": say.says(what(*kinds), words(change.old), words(change.new)),
            "proposes": say.kept(kept) if kept else say.proposes(*kinds, is_made),
            "choice": OPEN,
        }
        return {**said, **({"places": [*places]} if places else {})}

    # ---- what is reworded or gone

    def _text(self, change: Change) -> FormText:
        """The text of the form that a change is of."""
        return next(
            one
            for one in self.found.texts
            if (one.question, one.words) == (change.question, change.old)
        )

    def _address(self, text: FormText) -> str:
        part = self.parts.get(text.question, "")
        own = self.addresses.get((part, text.words), "")
        same = (at for (_, said), at in self.addresses.items() if said == text.words)
        return own or next(same, "")

    def _reworded(
        self, change: Change
    ) -> tuple[Declared, Declared, Sequence[str]] | None:
        if change.part in (Part.NOTE, Part.HEADER):
            return self._note(change)
        text = self._text(change)
        address = self._address(text)
        path = text.path or change.path
        if not address or path not in self.found.at:
            return None
        spot, passage = self.spots[address], self.found.at[path]
        own = next(one for one in _texts_of(spot) if _words(one) == text.words)
        new = self._wording(own, passage, text.role is Role.HEADING)
        if not new:
            return None
        member = spot.members[0]
        given: Any = new
        if isinstance(member, dict) and "t" in member:
            given = [
                new if one == own else one for one in map(cell_text, member["t"][0])
            ]
        elif (
            isinstance(member, list)
            and sum(bool(_words(c)) for c in _cells(member)) > 1
        ):
            given = [new if one == own else one for one in _cells(member)]
        form: Declared = {}
        if text.role is Role.LINE and address in self.asked:
            form = {"reword": {address: {"form": words(passage.text).strip()}}}
        return form, {"reword": {address: given}}, self._places(text, spot, own)

    def _places(self, text: FormText, spot: Spot, own: str) -> list[str]:
        """The places that wait for a reworded text: those of its question, of its row,
        of its column.
        """
        if text.role in (Role.HEADING, Role.TEXT):
            return self._below(text)
        member = spot.members[0]
        if text.role is Role.LINE:
            return _names("".join(_texts_of(spot)))
        if text.role is Role.COLUMN and isinstance(member, dict) and "t" in member:
            at = [*map(cell_text, member["t"][0])].index(own)
            rows = [row for row in member["t"][1:] if not is_loop(row)]
            return [name for row in rows for name in _names(cell_text(row[at]))] or (
                [loop["in"] for loop in member["t"] if is_loop(loop)]
            )
        return []

    def _held(self, change: Change) -> list[str]:
        """The places that wait for a text of which nothing is declared."""
        if kept := self._kept(change):
            return _names("".join(_texts_of(self.spots[kept])))
        is_text = change.part in (Part.QUESTION, Part.TEXT)
        if change.what not in _OTHERWISE or not is_text:
            return []
        return self._below(self._text(change))

    def _below(self, text: FormText) -> list[str]:
        """The tags that a heading, or a text below it, is about."""
        address = self._address(text)
        if text.role is Role.TEXT and address in self.spots:
            blocks, own = self.raw["blocks"], self.spots[address].members[0]
            at = blocks.index(own) if own in blocks else 0
            if at and "t" in blocks[at - 1]:  # it begins something new
                return self._until_next(blocks[at:])
        part = self.parts.get(text.question, "")
        return self._tags(part) if part else []

    def _until_next(self, blocks: Sequence[Declared]) -> list[str]:
        """The tags of the questions below an intermediate title, up to the next one."""
        ends = (blocks[0].get("style"), "Heading1")
        inside = takewhile(lambda one: one.get("style") not in ends, blocks[1:])
        ids = (one.get("id", "") for one in inside)
        return [tag_name(one) for one in ids if one in self.form.questions]

    def _tags(self, part: str) -> list[str]:
        """The tag of a question; of a heading without places, those of all questions
        below it.
        """
        if part in self.form.questions:
            return [tag_name(part)]
        ids = [*self.parts.values()]
        several = ids[ids.index(part) + 1 :]
        if "." in part:
            several = [i for i in several if i.startswith(f"{part}.")]
        chapter = [i for i in several if "." not in i]
        last = several.index(chapter[0]) if chapter else len(several)
        return [tag_name(i) for i in several[:last] if i in self.form.questions]

    def _wording(self, own: str, passage: Passage, is_heading: bool) -> str:
        """A text as it stands in the blank, with the places and notes of the one that it
        was; "" where it is not known where they go.
        """
        text, automatic = passage.text.strip(), passage.paragraph.number.strip()
        if is_heading and automatic and not number_of(text):
            text = f"{automatic} {text}"
        marks = iter(NOTE.findall(own))
        text = _TOKEN.sub(
            lambda _: f"[^{mark}]" if (mark := next(marks, "")) else "", text
        )
        read, there = phrase(own), years(text)
        names = [name for name in read.year_names if name]
        if len(there) == len(read.year_names):
            for year, name in zip(there, read.year_names, strict=True):
                if name:
                    text = text.replace(year, f"{{{name}=\0{year[2:]}}}", 1)
            text = text.replace("\0", "20")
        elif names:
            return ""
        inner = [p for p in PLACE.finditer(own) if p["name"] in read.names]
        if not inner:
            return text
        is_last = len(inner) == 1 and own.endswith(inner[0][0])
        return f"{_END.sub('', text)}{inner[0][0]}" if is_last else ""

    def _kept(self, change: Change) -> str:
        """The address of a line that is gone, where people choose it in a sheet: until a
        person has decided, the workbooks that have it go on.
        """
        if (change.part, change.what) != (Part.LINE, What.GONE):
            return ""
        address = self._address(self._text(change))
        if address not in self.asked:
            return ""
        items = self.asked[address].holder
        chosen = (
            at.partition(".")[0] in self.form.sheets
            for at, spot in self.asked.items()
            if spot.holder is items
        )
        return address if any(chosen) else ""

    def _gone(self, change: Change) -> tuple[Declared, Declared, Sequence[str]] | None:
        if change.part is Part.COLUMN:
            return None
        if change.part is Part.NOTE:
            return None
        text = self._text(change)
        address = self._address(text)
        spot = self.spots.get(address)
        if spot is None or (
            isinstance(spot.members[0], dict) and "t" in spot.members[0]
        ):
            return None
        form = {"remove": [address]} if address in self.asked else {}
        return form, {"remove": [address]}, ()

    def _note(self, change: Change) -> tuple[Declared, Declared, Sequence[str]] | None:
        named = self.raw.get("footnotes", {}).items()
        name = next((name for name, text in named if text == change.old), "")
        if not name:
            return None
        texts = (
            (at, text) for at, spot in self.spots.items() for text in _texts_of(spot)
        )
        parts = (
            at.partition("/")[0] for at, text in texts if name in NOTE.findall(text)
        )
        marked = [part for part in dict.fromkeys(parts) if part in self.parts.values()]
        places = [tag for part in marked for tag in self._tags(part)]
        return {}, {"footnotes": {name: change.new}}, places

    # ---- what is new

    def _before(self, change: Change) -> tuple[str, Passage]:
        """The address of the question behind which something new stands."""
        passage = self.found.at[change.path]
        return self.parts.get(self.found.section(passage.number), ""), passage

    def _new_question(
        self, change: Change, lines: Sequence[Change]
    ) -> tuple[Declared, Declared, Sequence[str]] | None:
        part, passage = self._before(change)
        if not part:
            return None
        self.new += 1
        number = number_of(change.new) or number_of(f"{passage.paragraph.number} a")
        taken = {one.label for one in self.form.questions.values()} | {
            *self.parts.values()
        }
        name = number if number not in ("", *taken) else f"nouvelle_{self.new}"
        level = 2 + (number.count(".") > 1)
        text = self._years(passage.text.strip())
        if passage.paragraph.number and not number_of(text):
            text = f"{passage.paragraph.number.strip()} {text}"
        heading = {"p": text, "style": f"Heading{level}", "id": name}
        if lines:  # what each counts is for a person to say
            rows = [[words(line.new).strip(), ""] for line in lines]
            table = {"t": rows, "look": "chiffres", "widths": [12, 5]}
            return {}, {"insert": {part: [heading, table]}}, ()
        before = [i for i in self.parts.values() if i in self.form.questions]
        ids = [*self.parts.values()]
        anchor = [i for i in before if ids.index(i) <= ids.index(part)][-1:]
        if not anchor:
            return None
        tag = tag_name(name)
        box = {"t": [[f"{{{tag}}}"]], "look": "texte", "widths": [17]}
        title = shortened(words(passage.text[len(number) :]).strip(" ."))
        asked = {"id": name, "title": title, "kind": "text", "sheets": ["reponses"]}
        form = {"insert": {anchor[0]: [asked]}}
        return form, {"insert": {part: [heading, box]}}, [tag]

    def _new_text(
        self, change: Change
    ) -> tuple[Declared, Declared, Sequence[str]] | None:
        """An instruction behind the paragraph above it, else behind the question."""
        part, passage = self._before(change)
        at = self.found.at
        there = [
            one for one in self.found.texts if one.path in at and one.role is Role.TEXT
        ]
        above = [one for one in there if at[one.path].number < passage.number]
        last = max(above, key=lambda one: at[one.path].number, default=None)
        address = self._address(last) if last else ""
        spot = self.spots.get(address)
        is_near = spot is not None and "p" in spot.members[0]
        if not (is_near and last and self.parts.get(last.question, "") == part):
            address, is_near = part, False
        style = spot.members[0]["style"] if spot and is_near else "Consigne"
        text = {"p": self._years(passage.text.strip()), "style": style}
        return ({}, {"insert": {address: [text]}}, ()) if address else None

    def _years(self, text: str) -> str:
        """A text without tokens, its year as the form's own."""
        own = self.found.year
        plain = words(text)
        return plain.replace(own, f"{{annee={own}}}") if own else plain

    def _new_line(
        self, change: Change
    ) -> tuple[Declared, Declared, Sequence[str]] | None:
        """A line like the one above it."""
        part, passage = self._before(change)
        at = self.found.at
        lines = (one for one in self.found.texts if one.role is Role.LINE)
        here = [one for one in lines if self.parts.get(one.question) == part]
        there = [one for one in here if one.path in at]
        above = [one for one in there if at[one.path].number < passage.number]
        above.sort(key=lambda text: at[text.path].number)
        known = [one for one in map(self._address, above) if one in self.asked]
        if not above or not known:
            return None
        address = self._address(above[-1])
        spot = self.spots[address]
        if not isinstance(spot.members[0], list):
            return None
        label, own = words(passage.text).strip(), address.partition("/")[2]
        key = re.sub(r"\W+", "_", bare(label))[:30].strip("_").lstrip("0123456789_")
        row = [_copied(cell, own, key, label) for cell in _cells(spot.members[0])]
        form = {"insert": {known[-1]: [{"key": key, "label": label}]}}
        return form, {"insert": {address: [row]}}, _names("".join(row))


def _copied(cell: str, own: str, key: str, label: str) -> str:
    if _words(cell):
        return label
    return re.sub(rf"\.{own}(?=[_}}=])", f".{key}", cell)


def _cells(row: Sequence[Any]) -> list[str]:
    return [cell_text(cell) for cell in row if not is_loop(cell)]


def _texts_of(spot: Spot) -> Iterator[str]:
    """The texts of what an address leads to: a paragraph, a row, the heads of a table."""
    member = spot.members[0]
    if isinstance(member, list):
        yield from _cells(member)
    elif "t" in member:
        yield from () if is_loop(member["t"][0]) else _cells(member["t"][0])
    elif "p" in member:
        yield member["p"]


def _words(text: str) -> str:
    return phrase(NOTE.sub("", text)).words


def _names(text: str) -> list[str]:
    return [place["name"] for place in PLACE.finditer(text)]
