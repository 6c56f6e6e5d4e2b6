"""What is measured inside a process, its imports done: the product's stages, loops,
fills and checks.

The one room of the benchmark that knows the product from the inside. Run as a child
(``python -m benchmarks.warm stages 5 CLASSEUR``), it prints name -> seconds as JSON.
"""

from __future__ import annotations

import io
import json
import sys
import time
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

Seconds = dict[str, list[float]]


def main(mode: str, *arguments: str) -> None:
    modes: dict[str, Callable[..., object]] = {
        "stages": stages,
        "fill": fill,
        "check": check,
        "afternoon": afternoon,
        "data": data,
    }
    print(json.dumps(modes[mode](*arguments)))


def _times(what: dict[str, Callable[[], object]], runs: int) -> Seconds:
    """Each in turn; a first round warms up."""
    found: Seconds = {name: [] for name in what}
    for number in range(runs + 1):
        for name, work in what.items():
            started = time.perf_counter()
            work()
            if number:
                found[name].append(time.perf_counter() - started)
    return found


# ---- whole reports in one process


def afternoon(folder: str, *workbooks: str) -> Seconds:
    """The reports of many workbooks by the afternoon's script, its imports done once."""
    from benchmarks.afternoon import produce

    started = time.perf_counter()
    for workbook in map(Path, workbooks):
        produce(workbook, Path(folder) / f"{workbook.stem}.docx")
    return {"loop": [time.perf_counter() - started]}


# ---- stages


def stages(runs: str, workbook: str) -> Seconds:
    """Each stage of one report, as run.py puts them together, and the limit of reading:
    the workbook inflated.
    """
    found: Seconds = {}
    for number in range(int(runs) + 1):
        marks = _report(Path(workbook))
        if number:
            for (_, before), (name, at) in pairwise(marks):
                found.setdefault(name, []).append(at - before)
            found.setdefault("all stages", []).append(marks[-1][1] - marks[0][1])
    return found | _times(
        {"inflating the workbook": lambda: _unzip(Path(workbook).read_bytes())},
        int(runs),
    )


def _report(path: Path) -> list[tuple[str, float]]:
    """One report: the clock after each stage."""
    from pipeline.align.official_form import addresses, blank_parts
    from pipeline.answers.tally import tally
    from pipeline.check.sound_rows import check, report_day
    from pipeline.document.compiled import fill as fill_compiled
    from pipeline.document.compiled import load_compiled
    from pipeline.document.places import fill_places
    from pipeline.editions.loader import known_forms
    from pipeline.gate import differences
    from pipeline.model.text import even_out
    from pipeline.rules.families import FAMILIES
    from pipeline.workbook.read import find_edition, load_cells, read

    marks = [("", time.perf_counter())]

    def mark(name: str) -> None:
        marks.append((name, time.perf_counter()))

    forms = known_forms()
    titles = {even_out(sheet.title) for form in forms for sheet in form.sheets.values()}
    sheets, _ = load_cells(path, None, titles, forms)
    mark("read: cells")
    form = find_edition(sheets, forms)
    assert form is not None
    submission, _ = read(form, path.name, sheets, forms)
    mark("read: rows")
    day = report_day(form, submission)
    assert day is not None, f"{path.name} was refused"
    checked, _ = check(form, submission, day)
    mark("check")
    family = FAMILIES[form.family]
    facts = family.build_facts(form, checked, day)
    list(family.findings(facts, submission))
    answers = tally(facts)
    mark("rules and tally")
    document = form.document
    places = fill_places(document, answers)
    mark("places")
    report = fill_compiled(load_compiled(document), places)
    mark("fill")
    assert not differences(blank_parts(document), addresses(document), places, report)
    mark("gate")
    return marks


# ---- filling


def fill(runs: str, workbook: str) -> Seconds:
    """Filling the form, by the product with and without its gate and by docxtpl as its
    first example does it, and the limit: unzip and zip of the same document.
    """
    from docxtpl import DocxTemplate

    from benchmarks import afternoon as script
    from pipeline.align.official_form import addresses, blank_parts
    from pipeline.document.compiled import fill as fill_compiled
    from pipeline.document.compiled import load_compiled
    from pipeline.document.places import fill_places
    from pipeline.gate import differences
    from pipeline.run import produce

    outcome = produce(Path(workbook))
    assert outcome.answers is not None and outcome.report is not None
    document, report = outcome.form.document, outcome.report
    places = fill_places(document, outcome.answers)
    compiled, blank = load_compiled(document), blank_parts(document)
    where = addresses(document)
    context = script.context(script.read_workbook(Path(workbook)))

    def by_docxtpl() -> None:
        document = DocxTemplate(script.MODELE)
        document.render(context, autoescape=True)
        document.save(io.BytesIO())

    what: dict[str, Callable[[], object]] = {
        "product, fill": lambda: fill_compiled(compiled, places),
        "product, fill and gate": lambda: differences(
            blank, where, places, fill_compiled(compiled, places)
        ),
        "docxtpl": by_docxtpl,
        "unzip and zip of the report": lambda: _zip(_unzip(report)),
    }
    return _times(what, int(runs))


def _unzip(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def data(workbook: str) -> dict[str, Any]:
    """What the afternoon's script puts into the template: the data of the other
    engines.
    """
    from benchmarks import afternoon as script

    return script.context(script.read_workbook(Path(workbook)))


# ---- checking


def check(runs: str, workbook: str) -> Seconds:
    """Seconds a row: jsonschema's iter_errors against the product's check of a row;
    sound, and with two faults each; of each sheet, and of all its rows together.
    """
    from pipeline.editions.loader import load_form
    from pipeline.workbook.read import load_cells, read

    form = load_form("dics-2023")
    submission, _ = read(form, "", load_cells(Path(workbook))[0])
    found: Seconds = {}
    for kind in ("sound", "two faults"):
        whole: Seconds = {}
        count = 0
        for key in ("menages", "contacts"):
            rows = (
                submission.rows[key]
                if kind == "sound"
                else _faulty(key, submission.rows[key])
            )
            count += len(rows)
            times = _check(form, key, rows, 0 if kind == "sound" else 2, int(runs))
            for name, taken in times.items():
                found[f"{key}, {kind}: {name}"] = [
                    seconds / len(rows) for seconds in taken
                ]
                whole[name] = [
                    a + b
                    for a, b in zip(
                        whole.get(name, [0.0] * len(taken)), taken, strict=True
                    )
                ]
        found |= {
            f"both, {kind}: {name}": [seconds / count for seconds in taken]
            for name, taken in whole.items()
        }
    return found


def _check(form: Any, key: str, rows: Any, faults: int, runs: int) -> Seconds:
    """Seconds for all these rows of a sheet, which have as many faults each."""
    from benchmarks import afternoon as script
    from pipeline.check.row_rules import row_rules

    validator, sheet = script.VALIDATORS[key], form.sheets[key]
    rules = row_rules(form, sheet)
    plain = [
        {k: list(v) if isinstance(v, tuple) else v for k, v in row.values.items()}
        for row in rows
    ]

    def by_jsonschema() -> list[object]:
        return [error for row in plain for error in validator.iter_errors(row)]

    def by_product() -> list[object]:
        return [fault for row in rows for fault in rules.of_row(row.values)]

    def as_findings() -> list[object]:
        return [fault for row in rows for fault in rules.problems(row, row)]

    assert len(by_product()) == len(by_jsonschema()) == faults * len(rows), key
    return _times(
        {
            "product": by_product,
            "product, findings": as_findings,
            "iter_errors": by_jsonschema,
        },
        runs,
    )


def _faulty(key: str, rows: Any) -> list[Any]:
    """Rows with exactly two faults: a value outside its list, and one that is missing."""
    if key == "contacts":
        gone, wrong = {"codes"}, {"mode": "Signaux de fumée"}
    else:
        rows = [
            row
            for row in rows
            if row.values.get("accompagnement_pre") in ("entame", "poursuivi")
        ]
        gone, wrong = (
            {"raison", "raison_precision", "statut_precision"},
            {"statut": "Rentier"},
        )
    return [
        row._replace(
            values={k: v for k, v in row.values.items() if k not in gone} | wrong
        )
        for row in rows
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
