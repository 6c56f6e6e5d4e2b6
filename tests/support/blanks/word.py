"""The form written as the XML of Word, in plain looks: what the other kinds change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count

from tests.support.blanks.blank import Blank, blank_of
from tests.support.blanks.form import (
    Block,
    Form,
    Grid,
    Line,
    Note,
    Place,
    Text,
    is_place,
)
from tests.support.blanks.marks import Empty, content, mark
from tests.support.hostile import zipped
from tests.support.word_files import word_parts

_STYLES = [
    ("Normal", "Normal", '<w:sz w:val="20"/>', ""),
    ("Title", "Title", '<w:b/><w:sz w:val="32"/>', ""),
    *(
        (
            f"Heading{level}",
            f"heading {level}",
            f'<w:b/><w:sz w:val="{30 - 3 * level}"/>',
            f'<w:keepNext/><w:spacing w:before="200" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
        )
        for level in (1, 2, 3)
    ),
    ("Consigne", "Consigne", "<w:i/>", ""),
    ("Intertitre", "Intertitre", '<w:b/><w:caps/><w:color w:val="1F3864"/>', ""),
]
_DEFAULT = ' w:default="1"'
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
PROMPT_STYLE = "Textedelespacerserv"  # as a French Word names it
Disturb = Callable[[bytes], bytes]


def styles() -> str:
    found = [
        f'<w:style w:type="paragraph" w:styleId="{key}"'
        f"{_DEFAULT if key == 'Normal' else ''}><w:name w:val='{name}'/>"
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{looks}</w:rPr></w:style>"
        for key, name, looks, paragraph in _STYLES
    ]
    grey = '<w:rPr><w:color w:val="808080"/></w:rPr>'
    prompt = (
        f'<w:style w:type="character" w:styleId="{PROMPT_STYLE}">'
        f'<w:name w:val="Placeholder Text"/>{grey}</w:style>'
    )
    return "".join(found) + prompt


def run(text: str, looks: str = "") -> str:
    """A run of a text, whose lines and tabs are Word's; or of markup."""
    if not text.startswith("<"):
        text = content(text)
    return f"<w:r><w:rPr>{looks}</w:rPr>{text}</w:r>"


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def styled(style: str) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def cell(blocks: str, width: float, properties: str = "") -> str:
    """A cell; ``width`` in centimetres."""
    wide = f'<w:tcW w:w="{round(width * 567)}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{wide}{properties}</w:tcPr>{blocks}</w:tc>"


def table(rows: Sequence[str], widths: Sequence[float]) -> str:
    grid = "".join(f'<w:gridCol w:w="{round(one * 567)}"/>' for one in widths)
    lines = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{BORDERS}'
        f"</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )


class Writer:
    """Writes a form as the wording has it: a heading, a table; a subclass has other
    ways. ``filled``: what someone has typed in already, by the names of places;
    ``empties``: what the blank has at a place beside nothing.
    """

    def __init__(self, form: Form, filled: Mapping[str, str] | None = None) -> None:
        self.form = form
        self.filled = filled or {}
        self.empties: dict[str, Empty] = {}
        self.notes: list[str] = []
        self.numbers = count(100)

    # ---- texts

    def put(self, place: Place, seen: str = "", markup: str | None = None) -> str:
        """A place in a run; ``seen``: what the blank has there."""
        if place.name in self.filled:
            seen, markup = self.filled[place.name], None
        self.empties[place.name] = Empty(seen if markup is None else markup, seen)
        return run(mark(place.name))

    def answer(self, place: Place) -> str:
        """A place that stands among words: its dots."""
        return self.put(place, place.own)

    def alone(self, place: Place) -> str:
        """A place that fills a cell."""
        return self.put(place, place.own)

    def tick(self, place: Place) -> str:
        """A tick that fills a cell."""
        return self.put(place)

    def runs(self, text: Text, looks: str = "") -> str:
        """The runs of a text; lines in dots are Word's."""
        if is_place(text):
            (place,) = text
            assert isinstance(place, Place)
            return self.tick(place) if place.is_tick else self.alone(place)
        found = []
        for one in text:
            if isinstance(one, str):
                found.append(run(one, looks))
            elif isinstance(one, Note):
                found.append(self.note(one))
            else:
                found.append(self.answer(one))
        return "".join(found)

    def note(self, note: Note) -> str:
        self.notes.append(note.name)
        return run(f'<w:footnoteReference w:id="{len(self.notes) + 1}"/>')

    # ---- blocks

    def line(self, line: Line) -> str:
        return paragraph(self.runs(line.text), styled(self.style(line)))

    def style(self, line: Line) -> str:
        known = {key for key, *_ in _STYLES}
        return line.style if line.style in known else "Normal"

    def grid(self, grid: Grid) -> str:
        rows = [
            "".join(
                cell(self.cell(text, at < grid.heads), grid.widths[column])
                for column, text in enumerate(row)
            )
            for at, row in enumerate(grid.rows)
        ]
        return table(rows, grid.widths) + paragraph("")

    def cell(self, text: Text, is_head: bool = False) -> str:
        return paragraph(self.runs(text, "<w:b/>" if is_head else ""))

    def block(self, block: Block) -> str:
        return self.line(block) if isinstance(block, Line) else self.grid(block)

    def body(self) -> str:
        return "".join(map(self.block, self.form.blocks)) + self.section()

    def section(self) -> str:
        return f"<w:sectPr>{PAGE}</w:sectPr>"

    # ---- files

    def others(self) -> Mapping[str, str]:
        """Kind of a further part -> what its root holds."""
        return {}

    def finish(self, parts: dict[str, str | bytes]) -> None:
        """Change the parts of the file."""

    def marked(self) -> bytes:
        """The file of marks."""
        body = self.body()
        notes = "".join(
            f'<w:footnote w:id="{number}">'
            + paragraph(run("<w:footnoteRef/>") + run(f" {self.form.notes[name]}"))
            + "</w:footnote>"
            for number, name in enumerate(self.notes, 2)
        )
        others = {"styles": styles(), **self.others()}
        if notes:
            others["footnotes"] = _SEPARATORS + notes
        parts: dict[str, str | bytes] = {**word_parts(body, **others)}
        root = str(parts["word/document.xml"])
        parts["word/document.xml"] = root.replace(" ", ' mc:Ignorable="w14 w15" ', 1)
        self.finish(parts)
        return zipped(parts.items())

    def blank(self, kind: str, disturb: Disturb | None = None) -> Blank:
        marked = self.marked()
        return blank_of(kind, self.form, marked, self.empties, self.filled, disturb)


_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}">{paragraph(run(f"<w:{kind}/>"))}</w:footnote>'
    for number, kind in enumerate(("separator", "continuationSeparator"))
)
