"""What an authority's file has around its questions: a logo, sections, protection,
changes and comments, and the traces of Word.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from functools import partial

from tests.support.blanks.controls import PROTECTED, add_to
from tests.support.blanks.form import Block, Line, Text
from tests.support.blanks.word import PAGE, Disturb, Writer, paragraph, run, styled
from tests.support.noises import disturbed

TRACES = (
    *("revisions", "proof", "split runs", "bookmarks", "page breaks"),
    *("smart tags", "languages", "custom XML", "what to pass by"),
)
AROUND = (
    *("controls of blocks", "controls of cells", "controls of runs"),
    "empty paragraphs",
)
_IMAGE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LANDSCAPE = (
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134"'
    ' w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567"'
    ' w:gutter="0"/>'
)


def traces_of_word(seed: int, names: Sequence[str] = TRACES) -> Disturb:
    """What changes a file as Word does when it saves it: nothing that is seen."""
    return partial(disturbed, draw=random.Random(seed), names=[*names])


def letterhead() -> str:
    """A header: a logo, and whose report it is."""
    size = '<wp:extent cx="720000" cy="360000"/>'
    shape = (
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="720000" cy="360000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    )
    picture = (
        '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="logo.png"/><pic:cNvPicPr/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:embed="logo"/><a:stretch><a:fillRect/>'
        f"</a:stretch></pic:blipFill>{shape}</pic:pic>"
    )
    uri = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    logo = (
        f'<w:drawing><wp:inline>{size}<wp:docPr id="1" name="logo" descr="SPW"/><a:graphic>'
        f'<a:graphicData uri="{uri}">{picture}</a:graphicData></a:graphic></wp:inline>'
        "</w:drawing>"
    )
    return paragraph(run(logo) + run("\tPlan HP · Rapport d’activités 2023 · ESTINNES"))


def add_logo(parts: dict[str, str | bytes]) -> None:
    """The image of the letterhead."""
    parts["word/media/logo.png"] = _IMAGE
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["word/_rels/header1.xml.rels"] = (
        f'<Relationships xmlns="{package}"><Relationship Id="logo"'
        f' Type="{_RELATION}/image" Target="media/logo.png"/></Relationships>'
    )
    add_to(
        parts,
        "[Content_Types].xml",
        '<Default Extension="png" ContentType="image/png"/>',
    )


class Letterhead(Writer):
    """A logo, commune and year in the header, page numbers in the footer, a landscape
    section for the wide tables, and a file that is read-only but by a password.
    """

    wide = ("2.2", "2.4")  # the headings that its section begins with and ends before

    def others(self) -> Mapping[str, str]:
        page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        footer = paragraph(run("SPW Action sociale · page ") + page)
        settings = PROTECTED.format("readOnly")
        return {"header1": letterhead(), "footer1": footer, "settings": settings}

    def finish(self, parts: dict[str, str | bytes]) -> None:
        add_logo(parts)

    def section(self) -> str:
        return f"<w:sectPr>{self.heads}{PAGE}</w:sectPr>"

    heads = (
        '<w:headerReference w:type="default" r:id="header1"/>'
        '<w:footerReference w:type="default" r:id="footer1"/>'
    )

    def block(self, block: Block) -> str:
        made = super().block(block)
        if isinstance(block, Line) and block.id in self.wide:
            size = PAGE if block.id == self.wide[0] else _LANDSCAPE
            end = paragraph("", f"<w:sectPr>{self.heads}{size}</w:sectPr>")
            return end + made
        return made


class Tracked(Writer):
    """Changes of the authority's own that nobody has accepted yet, and its comments."""

    by = 'w:author="Agent de la DiCS" w:date="2023-11-06T09:00:00Z"'

    def runs(self, text: Text, looks: str = "") -> str:
        """Of a long text one word is newly written in the place of another."""
        first = text[0] if text else ""
        if not (isinstance(first, str) and len(first) > 60):
            return super().runs(text, looks)
        before, word, behind = re.split(r"(\w{4,})(?=\W)", first, maxsplit=1)
        old = f"<w:delText>{word[:-1]}s</w:delText>"
        gone = f'<w:del w:id="{next(self.numbers)}" {self.by}>{run(old, looks)}</w:del>'
        new = f'<w:ins w:id="{next(self.numbers)}" {self.by}>{run(word, looks)}</w:ins>'
        start = run(before, looks) if before else ""
        return start + gone + new + super().runs((behind, *text[1:]), looks)

    def line(self, line: Line) -> str:
        if line.id not in ("2.5", "3.1"):
            return super().line(line)
        number = "1" if line.id == "2.5" else "2"
        inside = (
            f'<w:commentRangeStart w:id="{number}"/>{self.runs(line.text)}'
            f'<w:commentRangeEnd w:id="{number}"/>'
            + run(f'<w:commentReference w:id="{number}"/>')
        )
        return paragraph(inside, styled(line.style))

    def others(self) -> Mapping[str, str]:
        comments = "".join(
            f'<w:comment w:id="{number}" {self.by} w:initials="AD">'
            f"{paragraph(run(text))}</w:comment>"
            for number, text in (
                ("1", "À vérifier avec l’état des lieux."),
                ("2", "Idem."),
            )
        )
        return {"comments": comments, "settings": "<w:trackRevisions/>"}
