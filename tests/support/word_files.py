"""Small Word files, written by hand: the XML of a body, and of parts beside it."""

from __future__ import annotations

import re

from tests.support.hostile import zipped

_OPEN = "http://schemas.openxmlformats.org/"
_OFFICE = f"{_OPEN}officeDocument/2006/relationships"
_PACKAGE = f"{_OPEN}package/2006"
_MICROSOFT = "http://schemas.microsoft.com/office/word/2010"
NAMESPACES = {
    "w": f"{_OPEN}wordprocessingml/2006/main",
    "r": _OFFICE,
    "m": f"{_OPEN}officeDocument/2006/math",
    "mc": f"{_OPEN}markup-compatibility/2006",
    "wp": f"{_OPEN}drawingml/2006/wordprocessingDrawing",
    "a": f"{_OPEN}drawingml/2006/main",
    "pic": f"{_OPEN}drawingml/2006/picture",
    "c": f"{_OPEN}drawingml/2006/chart",
    "dgm": f"{_OPEN}drawingml/2006/diagram",
    "wps": f"{_MICROSOFT}/wordprocessingShape",
    "w14": f"{_MICROSOFT}/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
_DECLARED = "".join(f' xmlns:{one}="{uri}"' for one, uri in NAMESPACES.items())
_ROOTS = {"header": "hdr", "footer": "ftr"}
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; what is no markup becomes a run of text."""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run: of a text, or of the markup of what stands in it."""
    inside = text if text.startswith("<") else f"<w:t xml:space='preserve'>{text}</w:t>"
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def table(*rows: list[str]) -> str:
    """A table of texts, or of the markup of cells."""
    lines = ("".join(map(cell, row)) for row in rows)
    return (
        f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"
    )


def cell(content: str, properties: str = "") -> str:
    """A cell of one text, or of blocks; the markup of a whole cell is left as it is."""
    if content.startswith("<w:tc>"):
        return content
    blocks = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def control(content: str, properties: str = "") -> str:
    """A content control around anything."""
    return (
        f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>"
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def text_field(code: str, *result: str) -> str:
    """A complex field, with its result if it has one."""
    marks = {
        kind: run(f'<w:fldChar w:fldCharType="{kind}"/>')
        for kind in ("begin", "separate", "end")
    }
    shown = [marks["separate"], *map(run, result)] if result else []
    written = run(f"<w:instrText>{code}</w:instrText>")
    return "".join([marks["begin"], written, *shown, marks["end"]])


def word_parts(body: str, core: str = "", **others: str) -> dict[str, str]:
    """The parts of a Word file, by name; ``others``: kind -> what its root holds:
    ``styles``, ``footnotes``, ``header1``, … The id of each relation is its kind.
    """
    relations, parts = [], {}
    for kind, content in {"document": f"<w:body>{body}</w:body>", **others}.items():
        base = kind.rstrip("0123456789")
        root = _ROOTS.get(base, base)
        parts[f"word/{kind}.xml"] = f"<w:{root}{_DECLARED}>{content}</w:{root}>"
        if kind != "document":
            relations.append((kind, f"{_OFFICE}/{base}", f"{kind}.xml"))
    parts["docProps/core.xml"] = _CORE.format(core)
    first = [
        ("main", f"{_OFFICE}/officeDocument", "word/document.xml"),
        (
            "core",
            f"{_PACKAGE}/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
    ]
    return {
        "[Content_Types].xml": _content_types([*parts]),
        "_rels/.rels": _relations(first),
        "word/_rels/document.xml.rels": _relations(relations),
        **parts,
    }


def word_file(body: str, core: str = "", **others: str) -> bytes:
    """A Word file, as word_parts() has its parts."""
    return zipped(word_parts(body, core, **others).items())


def _relations(relations: list[tuple[str, str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _content_types(names: list[str]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    found = "".join(
        f'<Override PartName="/{name}" ContentType="{word}.'
        f'{re.sub("^document$", "document.main", kind)}+xml"/>'
        for name in names
        if (kind := re.sub(r"word/|[0-9]*\.xml", "", name)) and name.startswith("word/")
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'{found}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )
