"""The elements of one part of a Word file, each where the schema lets it stand: what
Word would refuse, with the place. Namespaces are read whatever their prefixes.

Only what no office program writes is a fault. Which attributes an element has, and what
stands in properties and drawings, is left alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from pipeline.findings.sentences import damage as say
from pipeline.model.text import shortened
from pipeline.office.package import plain_xml
from pipeline.word_files.parts import MC, R, W

_KNOWN = (
    "http://schemas.openxmlformats.org/",
    "http://schemas.microsoft.com/",
    "http://www.w3.org/",
    "urn:schemas-microsoft-com:",
)
_MOST_FAULTS = 50  # of a part
_LONGEST_LABEL, _LONGEST_NAMESPACE = 61, 300

# What may stand in an element, by its level: nothing in what has but a value; "other" is
# whatever is not looked into.
_LEVELS = {
    **dict.fromkeys(
        ("body", "hdr", "ftr", "tc", "txbxContent", "docPartBody"), "blocks"
    ),
    **dict.fromkeys(("p", "hyperlink", "fldSimple", "smartTag"), "line"),
    **dict.fromkeys(("dir", "bdo", "rt", "rubyBase"), "line"),
    **dict.fromkeys(("t", "delText", "instrText", "delInstrText"), "text"),
    **{"tbl": "table", "tr": "row", "r": "run"},
}
_NOTES = {"footnote": "footnotes", "endnote": "endnotes", "comment": "comments"}
_REFERENCES = {f"{note}Reference": notes for note, notes in _NOTES.items()}
# What stands around others of any level, and is of theirs.
_AROUND = {"customXml", "ins", "del", "moveFrom", "moveTo"}
_COMPATIBLE = {"AlternateContent", "Choice", "Fallback"}
_CUSTOM = ("Ins", "Del", "MoveFrom", "MoveTo")
_RANGES = {
    f"{kind}{end}"
    for kind in (*say.RANGES, "perm", *(f"customXml{one}Range" for one in _CUSTOM))
    for end in ("Start", "End")
}
_ANYWHERE = _RANGES | _AROUND | {"sdt", "customXmlPr", "proofErr"}
_SIZES = ("Short", "Long")
_ALLOWED = {
    "blocks": {"p", "tbl", "altChunk", "sectPr", "tcPr"},
    "table": {"tblPr", "tblGrid", "tr"},
    "row": {"tblPrEx", "trPr", "tc"},
    "line": {"r", "pPr", "subDoc", "hyperlink", "fldSimple", "smartTag"}
    | {"smartTagPr", "dir", "bdo", "fldData"},
    "sdt": {"sdtPr", "sdtEndPr", "sdtContent"},
    "run": {"rPr", "t", "delText", "instrText", "delInstrText", "br", "cr", "tab"}
    | {"ptab", "noBreakHyphen", "softHyphen", "sym", "pgNum", "ruby", "fldChar"}
    | {f"{unit}{size}" for unit in ("day", "month", "year") for size in _SIZES}
    | {"footnoteRef", "endnoteRef", "annotationRef", "separator", *_REFERENCES}
    | {"continuationSeparator", "lastRenderedPageBreak", "object", "pict", "drawing"}
    | {"contentPart"},
}
# The one parent of what is a property, where a level alone does not say it.
_PARENTS = {
    **{"pPr": ("p",), "tcPr": ("tc",), "trPr": ("tr",), "tblPr": ("tbl",)},
    "sectPr": ("body", "docPartBody"),
}
_FREE = ("other", "text", "empty")  # what letters may stand in
_CONTENT = {"p", "tbl", "tr", "tc"}
_TEXT = _CONTENT | {"r", "t", "sdt", "hyperlink"}


class Fault(NamedTuple):
    """``above``: the text above it in its part, "" at the beginning."""

    above: str
    what: str


@dataclass
class Part:
    """What was read of a part: its root, its faults, the relations that it names and
    where; the notes that it names (their part, their number, where), those that it
    holds, and how often each.
    """

    root: str = ""
    faults: list[Fault] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    references: list[tuple[str, str, str]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    above: str = ""

    def fault(self, what: str) -> None:
        """Keep a fault at the place that is being read."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(self.above, what))


def read_elements(raw: bytes) -> Part:
    """Read a part, whatever is in it."""
    walk = _Walk()
    try:
        walk.read(raw)
    except ExpatError as error:
        walk.part.faults = [Fault("", say.NO_XML.format(error.lineno))]
    except ValueError:
        walk.part.faults = [Fault("", say.ODD_XML)]
    return walk.part


@dataclass
class _Content:
    """The paragraphs and tables, the rows or the cells of an element: how many, and
    what is the last one.
    """

    number: int = 0
    last: str = ""
    is_ended: bool = False


@dataclass
class _Open:
    """An open element. ``name``: "" where it is not Word's own; ``around``: the level
    around a content control, which is that of what it holds.
    """

    name: str
    level: str
    around: str
    content: _Content
    children: int = 0


class _Walk:
    """Where the reading is: the open elements and ranges, the declared prefixes."""

    def __init__(self) -> None:
        self.part = Part()
        self.open = [_Open("", "other", "other", _Content())]
        self.prefixes: defaultdict[str, list[str]] = defaultdict(list)
        self.ignorable: set[str] = set()
        self.ranges: Counter[tuple[str, str]] = Counter()
        self.fields = 0
        self.label: list[str] = []

    def read(self, raw: bytes) -> None:
        """Raises ExpatError for what is no XML, ValueError for an odd writing."""
        parser = ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartNamespaceDeclHandler = self.declare
        parser.EndNamespaceDeclHandler = self.forget
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(plain_xml(raw), True)
        for (kind, _), times in self.ranges.items():
            said = say.RANGE_BEGUN if times > 0 else say.RANGE_ENDED
            if times:
                self.part.fault(said.format(say.RANGES.get(kind, say.RANGE)))
        if self.fields:
            self.part.fault(say.FIELD_BEGUN)

    def declare(self, prefix: str | None, space: str | None) -> None:
        """Raises ValueError for a long namespace: each element would repeat it."""
        if len(space or "") > _LONGEST_NAMESPACE:
            raise ValueError("a namespace of any length")
        self.prefixes[prefix or ""].append(space or "")

    def forget(self, prefix: str | None) -> None:
        self.prefixes[prefix or ""].pop()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        parent = self.open[-1]
        self.read_names(attributes, space == MC and name == "Choice")
        if len(self.open) == 1:
            self.part.root = name
        if space == W:
            self.check_place(name, parent)
            self.read_element(name, attributes)
        elif parent.level != "other" and not self.is_known(space):
            self.part.fault(say.ELEMENT.format(name))
        parent.children += 1
        opened = self.opened(space, name, parent)
        if opened.level == "other" and f"{W} val" in attributes:
            opened.level = "empty"
        self.open.append(opened)

    def opened(self, space: str, name: str, parent: _Open) -> _Open:
        """An element with its level. What stands around others is of theirs."""
        own = name if space == W else ""
        is_around = own in _AROUND or (space == MC and name in _COMPATIBLE)
        if own == "sdt" and parent.level != "other":
            return _Open(own, "sdt", parent.level, parent.content)
        if own == "sdtContent" and parent.level == "sdt":
            return _Open(own, parent.around, "", parent.content)
        if is_around:
            return _Open(own, parent.level, parent.around, parent.content)
        level = _LEVELS.get(own, "other")
        if own in _NOTES and parent.name == _NOTES[own]:
            level = "blocks"
        return _Open(own, level, "", _Content())

    def is_known(self, space: str) -> bool:
        """Whether Word knows the elements of a namespace, or is told to pass by them."""
        return space.startswith(_KNOWN) or space in self.ignorable

    def check_place(self, name: str, parent: _Open) -> None:
        """Whether one of Word's elements may stand in its parent."""
        level, content = parent.level, parent.content
        if level == "other":
            is_out = name in _TEXT and parent.name != ""
        elif level in ("run", "empty", "text"):
            is_out = name not in _ALLOWED.get(level, ())
        else:
            is_out = name not in _ANYWHERE and name not in _ALLOWED[level]
            is_out |= parent.name not in _PARENTS.get(name, (parent.name,))
        if is_out:
            self.part.fault(say.NOWHERE.get(name, say.ELEMENT.format(f"w:{name}")))
        elif (name in _PARENTS and name != "sectPr" and content.number) or (
            name in ("pPr", "rPr", "tcPr")
            and parent.name == name.removesuffix("Pr")
            and parent.children
        ):
            self.part.fault(say.NOT_FIRST.format(f"w:{name}"))
        if level != "other" and name in _CONTENT:
            if content.is_ended:
                self.part.fault(say.AFTER_SECTION)
            content.number, content.last = content.number + 1, name
        content.is_ended |= name == "sectPr" and parent.name == "body"

    def read_names(self, attributes: dict[str, str], is_choice: bool) -> None:
        """The relations and the prefixes that an element names."""
        for key, value in attributes.items():
            space, _, name = key.rpartition(" ")
            if space == R and value:
                self.part.relations.setdefault(value, self.part.above)
            if (space == MC and name in ("Ignorable", "MustUnderstand")) or (
                is_choice and name == "Requires"
            ):
                for prefix in value.split():
                    self.read_prefix(prefix, name)

    def read_prefix(self, prefix: str, name: str) -> None:
        if not self.prefixes[prefix]:
            self.part.fault(say.NO_PREFIX.format(shortened(prefix)))
        elif name == "Ignorable":
            self.ignorable.add(self.prefixes[prefix][-1])

    def read_element(self, name: str, attributes: dict[str, str]) -> None:
        """The ranges, fields and notes that an element begins, ends or names."""
        key = attributes.get(f"{W} id", "")
        if name in _REFERENCES:
            self.part.references.append((_REFERENCES[name], key, self.part.above))
        elif name in _NOTES and self.open[-1].name == _NOTES[name]:
            self.part.notes[key] += 1
        elif name in _NOTES and self.open[-1].name == f"{name}Pr":  # of the settings
            self.part.references.append((_NOTES[name], key, self.part.above))
        elif name == "fldChar":
            kind = attributes.get(f"{W} fldCharType", "")
            self.fields += {"begin": 1, "end": -1}.get(kind, 0)
            if self.fields < 0:
                self.fields = 0
                self.part.fault(say.FIELD_ENDED)
        elif name in _RANGES:
            kind = name.removesuffix("Start").removesuffix("End")
            self.ranges[kind, key] += 1 if name.endswith("Start") else -1
        elif name == "p":
            self.label = []

    def end(self, tag: str) -> None:
        closed = self.open.pop()
        if closed.name == "p" and (text := "".join(self.label).strip()):
            self.part.above = shortened(text)
        if closed.name == "tc" and closed.content.last != "p":
            self.part.fault(say.CELL_END)
        is_empty = closed.level != "other" and not closed.content.number
        if is_empty and closed.name in say.EMPTY:
            self.part.fault(say.EMPTY[closed.name])

    def text(self, text: str) -> None:
        here = self.open[-1]
        if here.name == "t" and sum(map(len, self.label)) < _LONGEST_LABEL:
            self.label.append(text[:_LONGEST_LABEL])
        elif here.level not in _FREE and not text.isspace():
            self.part.fault(say.NOWHERE["t"])
