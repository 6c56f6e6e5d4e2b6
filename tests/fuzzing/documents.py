"""The form's own documents spoilt: the template, its compiled form, and a report that
is compared with its workbook.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from pipeline.editions import homes, loader
from pipeline.editions.loader import load_form
from pipeline.run import produce
from tests.fuzzing.mutations import parts_of, spoilt_bytes, spoilt_package
from tests.fuzzing.trial import OUT, Trial
from tests.fuzzing.workbooks import WORDS, any_workbook, small
from tests.support.hostile import zipped
from tests.support.word_files import cell, control, paragraph, run, table, text_field

_PARTS = re.compile(r"\.(xml|rels)$")
_BODY = re.compile(r"word/(document|header1|footnotes)\.xml|docProps/core\.xml")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
# Where they may stand, and where they may not.
_RUN = run("75", "<w:strike/>")
_RETOUCHES = [
    *(_RUN, paragraph(_RUN), table(["75"]), f"<w:tr>{cell('75')}</w:tr>"),
    *(control(one) for one in (_RUN, paragraph("75"), table(["75"]), cell("75"))),
    *(f"<w:{one} w:author='A'>{_RUN}</w:{one}>" for one in ("ins", "moveTo")),
    *(f"<w:{one} w:author='A'>{_RUN}</w:{one}>" for one in ("del", "moveFrom")),
    *(text_field(one, "75") for one in ("PAGE", "TOC", "REF x")),
    run("<w:fldChar w:fldCharType='begin'/>"),
    run("<w:sym w:font='Wingdings' w:char='F0FE'/>"),
    run(f"<w:pict><w:txbxContent>{paragraph('75')}</w:txbxContent></w:pict>"),
    run("<w:footnoteReference w:id='2'/>"),
    run("75", "<w:vanish/>"),
    paragraph("75", properties="<w:rPr><w:del w:author='A'/></w:rPr>"),
]


def template(draw: Random, folder: Path) -> Trial:
    """modele.docx, its compiled form, or a document that is told to be one."""
    name, data = draw.choice(list(small().items()))
    edition = "dics-2023" if name == "registre.xlsx" else "clss-2022-2025"
    made = _spoilt_template(draw, load_form(edition).document.template.read_bytes())
    (folder / name).write_bytes(data)
    (folder / "modele.docx").write_bytes(made)
    lines = [["modele", "verifier", edition, "--modele", "modele.docx"]]

    def installed() -> None:
        """The program finds its documents in the folder instead of where it stands; the
        blank form is as it was.
        """
        home = folder / "documents" / edition
        shutil.copytree(homes.TEMPLATES, home.parent)
        if draw.random() < 0.8:
            (home / "modele.docx").write_bytes(made)
        else:
            compiled = home / "modele.json"
            compiled.write_bytes(
                _spoilt_json(draw, compiled.read_text(encoding="utf-8"))
            )
        homes.TEMPLATES = home.parent
        loader._load.cache_clear()

    lines += [
        ["modele", "verifier", edition],
        ["produire", name, "-o", OUT],
        ["produire", name, name, "-o", OUT],
    ]
    return Trial(
        lines, names=(name, "modele", edition), own_form=True, before=installed
    )


def report(draw: Random, folder: Path) -> Trial:
    """A report that came back, and the workbook that it is compared with."""
    name, data = any_workbook(draw, examples=0.1)
    (folder / name).write_bytes(data)
    sound = _report(name, data)
    if draw.random() < 0.5:
        sound = _retouched(draw, sound)
    kind = draw.random()
    if kind < 0.9:
        sound = (
            spoilt_bytes(draw, sound)
            if kind < 0.3
            else spoilt_package(draw, sound, _PARTS if kind < 0.6 else _BODY)
        )
    (folder / "rapport.docx").write_bytes(sound)
    lines = [["controler", "rapport.docx", name], ["lire", "rapport.docx"]]
    # What is said of the one report that controler is given does not name it.
    return Trial(lines, own_form=True)


def _retouched(draw: Random, sound: bytes) -> bytes:
    """A report to which someone added what Word offers, here and there."""
    parts = parts_of(sound)
    text = parts["word/document.xml"].decode()
    for _ in range(draw.choice([1, 3, 20])):
        at = draw.choice([*re.finditer("</w:p>|</w:tc>|</w:tbl>|<w:tr>", text)]).start()
        text = text[:at] + draw.choice(_RETOUCHES) + text[at:]
    parts["word/document.xml"] = text.encode()
    return zipped(parts.items())


@cache
def _report(name: str, data: bytes) -> bytes:
    path = Path(name).absolute()
    path.write_bytes(data)
    made = produce(path).report
    assert made is not None
    return made


def _spoilt_template(draw: Random, sound: bytes) -> bytes:
    kind = draw.random()
    if kind < 0.25:
        return spoilt_bytes(draw, sound)
    if kind < 0.5:
        return spoilt_package(draw, sound, _PARTS)
    parts = parts_of(sound)
    for _ in range(draw.choice([1, 1, 2, 5])):
        name = draw.choice([part for part in parts if _BODY.fullmatch(part)])
        text = parts[name].decode()
        if tags := list(_TAG.finditer(text)):
            tag = draw.choice(tags)
            other = draw.choice(
                [
                    *WORDS["tags"],
                    draw.choice(tags)[0],
                    tag[0] * 2,
                    tag[0][:-1],
                    tag[0][1:],
                ]
            )
            text = text[: tag.start()] + other.replace("<", "&lt;") + text[tag.end() :]
        parts[name] = text.encode()
    return zipped(parts.items())


def _spoilt_json(draw: Random, text: str) -> bytes:
    if draw.random() < 0.3:
        return spoilt_bytes(draw, text.encode())
    told: Any = json.loads(text)
    for _ in range(draw.choice([1, 1, 3])):
        _spoil(draw, told)
    return json.dumps(told, ensure_ascii=False).encode()


def _spoil(draw: Random, told: Any) -> None:
    """Something at any depth is taken away, doubled or replaced."""
    while True:
        keys = list(told) if isinstance(told, dict) else list(range(len(told)))
        if not keys:
            return
        key = draw.choice(keys)
        if isinstance(told[key], (dict, list)) and draw.random() < 0.8:
            told = told[key]
            continue
        other: Any = draw.choice(
            [
                None,
                0,
                "",
                [],
                {},
                "x",
                ["x"],
                ["text"],
                ["plain", "x"],
                ["number", "x"],
                True,
                1e308,
            ]
        )
        if draw.random() < 0.3:
            del told[key]
        elif isinstance(told, list) and draw.random() < 0.4:
            told.insert(key, told[key])
        else:
            told[key] = other
        return
