"""The parts of the benchmark. Each measures, and gives the lines of its Markdown
tables.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks import engines
from benchmarks.inputs import FOLDER, batch, commune, workbook
from benchmarks.installed import ALONE, canevas, produire, python
from benchmarks.measure import (
    Process,
    interleaved,
    middle,
    one,
    rows,
    run,
    seconds_of,
    shown,
    table,
    warm,
)
from benchmarks.same import differences

PYTHON = sys.executable
AFTERNOON = str(Path(__file__).with_name("afternoon.py"))
REFUSED = "refused"
_BUSY = "import sys\nfor _ in range(int(sys.argv[1])): pass"


@dataclass
class Plan:
    """How much is measured: ``runs`` of what is short, ``few`` of what is long, growth
    and batches up to a size.
    """

    runs: int
    few: int
    sizes: tuple[int, ...]
    batches: tuple[int, ...]
    seen: list[tuple[str, str, str]] = field(default_factory=list)

    def aim(self, what: str, asked: str, figure: float) -> None:
        """Keep a figure that the project has set itself an aim for."""
        self.seen.append((what, asked, f"{figure:.2f}"))


def script(path: Path, report: Path) -> list[str]:
    """The afternoon's script, started for one report in the product's environment."""
    return [python(), AFTERNOON, str(path), str(report)]


def looping(folder: Path, paths: Sequence[Path]) -> list[str]:
    """The script's reports of many workbooks in one process, its imports done once."""
    return [PYTHON, "-m", "benchmarks.warm", "afternoon", str(folder), *map(str, paths)]


def fresh(name: str) -> Path:
    """An empty folder for what is produced."""
    folder = FOLDER / "out" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def same(product: Path, other: Path) -> str:
    """Whether two reports say the same, in words."""
    found = differences(product, other)
    return "same text" if not found else f"{len(found)} paragraph(s) differ"


# ---- the parts


def cold(plan: Plan) -> Iterator[str]:
    """One report, each time as a new process; 200 households, 1,000 contacts."""
    source, mine, theirs = (
        workbook(200),
        fresh("cold-product"),
        fresh("cold-afternoon") / "report.docx",
    )
    found = interleaved(
        {
            "canevas produire": seconds_of(*produire(mine, source)),
            "with proof and dashboard": seconds_of(
                *produire(fresh("cold-whole"), source, options=())
            ),
            "afternoon": seconds_of(*script(source, theirs)),
            "afternoon, imports alone": seconds_of(
                python(), "-c", "import openpyxl, jsonschema, docxtpl, yaml"
            ),
        },
        plan.runs,
    )
    yield from table(found, "canevas produire")
    yield f"\nThe two documents: {same(next(mine.glob('*/*.docx')), theirs)}."
    plan.aim(
        "one report cold: afternoon / product",
        "≥ 3",
        _ratio(found, "afternoon", "canevas produire"),
    )
    plan.aim(
        "the same with proof and dashboard",
        "≥ 1",
        _ratio(found, "afternoon", "with proof and dashboard"),
    )
    yield "\nThe product's stages, warm:\n"
    yield from table(warm("stages", str(plan.runs), str(source)), "all stages")


def batches(plan: Plan) -> Iterator[str]:
    """Workbooks of 200 households, one process; the script looping with its imports
    done once, and started for each.
    """
    content = []
    for count in plan.batches:
        paths, mine, theirs = (
            batch(count),
            fresh("batch-product"),
            fresh("batch-afternoon"),
        )
        found = interleaved(
            {
                "product": seconds_of(
                    *produire(mine, *paths, options=(ALONE, "--coeurs", "1"))
                ),
                "afternoon": seconds_of(*looping(theirs, paths)),
                "each": partial(_each, paths, theirs),
            },
            plan.few,
        )
        unequal = sum(
            bool(differences(_report(mine, p), theirs / f"{p.stem}.docx"))
            for p in paths
        )
        ratios = [_ratio(found, name, "product") for name in ("afternoon", "each")]
        times = [
            shown(middle(found[name])) for name in ("product", "afternoon", "each")
        ]
        content.append(
            [
                count,
                *times,
                *(f"{ratio:.2f}" for ratio in ratios),
                plan.few,
                unequal or "same text",
            ]
        )
        if count == plan.batches[-1]:
            plan.aim(
                f"{count} workbooks: script looping / product",
                "≥ 7 (of 262)",
                ratios[0],
            )
            plan.aim(
                f"{count} workbooks: script started for each / product",
                "≥ 12 (of 262)",
                ratios[1],
            )
    headings = [
        "workbooks",
        "product",
        "script looping",
        "script for each",
        "looping / product",
        "each / product",
    ]
    yield from rows([*headings, "runs", "documents"], content)
    yield from _two_processes(plan)


def _report(folder: Path, workbook: Path) -> Path:
    """The product's report of one of many workbooks, by the name of its commune."""
    return next(
        folder.glob(f"*/* - {commune(int(workbook.stem.partition('-')[2]))}.docx")
    )


def _each(paths: Sequence[Path], folder: Path) -> float:
    """The script started anew for each workbook: seconds in all."""
    return sum(
        one(*script(path, folder / f"{path.stem}.docx")).seconds for path in paths
    )


def _two_processes(plan: Plan) -> Iterator[str]:
    """The speed-up of two processes at once, beside that of two loops that share
    nothing.
    """
    paths, mine = batch(min(40, max(plan.batches))), fresh("two")
    turns = 30_000_000
    by_one, by_two = (
        produire(mine, *paths, options=(ALONE, "--coeurs", number)) for number in "12"
    )
    found = interleaved(
        {
            "one process": seconds_of(*by_one),
            "two processes": seconds_of(*by_two),
            "one busy loop": lambda: (
                run([PYTHON, "-c", _BUSY, str(2 * turns)])[0].seconds
            ),
            "two busy loops": lambda: _last(
                run(*[[PYTHON, "-c", _BUSY, str(turns)]] * 2)
            ),
        },
        max(plan.few, 2),
    )
    speed, busy = (
        _ratio(found, f"one {what}", f"two {which}") for what, which in _PAIRS
    )
    yield (
        f"\nTwo processes: {speed:.2f} times one, over {len(paths)} workbooks; two busy loops:"
        f" {busy:.2f} times one."
    )
    plan.aim("speed-up of two processes / of two busy loops", "≥ 0.85", speed / busy)


_PAIRS = (("process", "processes"), ("busy loop", "busy loops"))


def _last(processes: Sequence[Process]) -> float:
    return max(process.seconds for process in processes)


def growth(plan: Plan) -> Iterator[str]:
    """Time and peak memory of one report, from small registers to large ones."""
    content, each_row = [], {}
    for size in plan.sizes:
        source, mine, theirs = (
            workbook(size),
            fresh("growth-product"),
            fresh("growth-afternoon") / "report.docx",
        )
        taken: dict[str, list[Process]] = {"product": [], "afternoon": []}
        for _ in range(plan.runs if size <= 2_000 else plan.few):
            taken["product"] += run(produire(mine, source))
            taken["afternoon"].append(one(*script(source, theirs)))
        refused = any(
            process.code == 1 and "trop grand" in process.out
            for process in taken["product"]
        )
        if not refused and any(process.code for process in taken["product"]):
            raise RuntimeError(taken["product"][0].out)
        seconds = {
            name: middle([process.seconds for process in found])
            for name, found in taken.items()
        }
        peaks = {
            name: middle([process.peak for process in found])
            for name, found in taken.items()
        }
        each_row[size] = seconds["product"] / (6 * size)
        ratios = [REFUSED] * 2
        if not refused:
            ratios = [
                f"{found['afternoon'] / found['product']:.2f}"
                for found in (seconds, peaks)
            ]
        times = [
            REFUSED if refused else shown(seconds["product"]),
            shown(seconds["afternoon"]),
        ]
        memory = [
            REFUSED if refused else f"{peaks['product']:.0f} MB",
            f"{peaks['afternoon']:.0f} MB",
        ]
        document = "-" if refused else same(next(mine.glob("*/*.docx")), theirs)
        content.append(
            [
                f"{size:,}",
                *times,
                ratios[0],
                *memory,
                ratios[1],
                len(taken["product"]),
                document,
            ]
        )
        if size == 100_000 and not refused:
            plan.aim(
                "100,000 households: afternoon / product",
                "≥ 5",
                seconds["afternoon"] / seconds["product"],
            )
            plan.aim(
                "100,000 households: peak memory, product / afternoon",
                "≤ 0.3",
                peaks["product"] / peaks["afternoon"],
            )
            plan.aim(
                "time per row, 100,000 / 2,000 households",
                "≤ 1.2",
                each_row[size] / each_row[2_000],
            )
    headings = [
        "households",
        "product",
        "afternoon",
        "ratio",
        "peak, product",
        "peak, afternoon",
        "ratio",
        "runs",
    ]
    yield from rows([*headings, "documents"], content)


def fill(plan: Plan) -> Iterator[str]:
    """The form filled warm, the same data: product, docxtpl, the npm engines, and the
    limit.
    """
    source, mine = workbook(200), fresh("fill")
    one(*produire(mine, source))
    report, notes = _report(mine, source), []
    found: dict[str, list[float]] = {}
    rounds = plan.few + 1
    missing = engines.install()
    data = json.loads(one(PYTHON, "-m", "benchmarks.warm", "data", str(source)).out)
    for number in range(rounds):
        for name, taken in warm("fill", str(plan.runs), str(source)).items():
            found.setdefault(name, []).extend(taken)
        for engine in () if missing else engines.ENGINES:
            taken, made = engines.fill(engine, data, 3 * plan.runs)
            found.setdefault(engine, []).extend(
                taken[plan.runs :]
            )  # the first ones compile the engine
            if number == 0:
                notes.append(f"{engine}: {same(report, made)}")
    yield from table(found, "product, fill")
    yield (
        f"\nnpm engines skipped: {missing}."
        if missing
        else f"\nAgainst the product's document: {', '.join(notes)}."
    )
    product, guarded = "product, fill", "product, fill and gate"
    if not missing:
        plan.aim(
            "carbone's warm fill / product's fill and gate",
            "≥ 2",
            _ratio(found, "carbone", guarded),
        )
    plan.aim(
        "docxtpl's warm fill / product's fill",
        "≥ 40",
        _ratio(found, "docxtpl", product),
    )
    plan.aim(
        "product's fill / unzip and zip",
        "≤ 1",
        _ratio(found, product, "unzip and zip of the report"),
    )


def check(plan: Plan) -> Iterator[str]:
    """One row against its schema: jsonschema's iter_errors, and the product."""
    found = warm("check", str(plan.runs), str(workbook(200)))
    content = []
    for name in [
        name.removesuffix(": product") for name in found if name.endswith(": product")
    ]:
        product, other = (
            found[f"{name}: {which}"] for which in ("product", "iter_errors")
        )
        ratio = middle(other) / middle(product)
        content.append(
            [
                name,
                shown(middle(product)),
                shown(middle(other)),
                f"{ratio:.2f}",
                len(product),
            ]
        )
        if name.startswith("both"):
            plan.aim(
                f"checking, {name}: iter_errors / product",
                "≥ 60" if "sound" in name else "≥ 15",
                ratio,
            )
    yield from rows(
        ["a row", "product", "iter_errors", "iter_errors / product", "runs"], content
    )


def limit(plan: Plan) -> Iterator[str]:
    """What no program can go below, and the command's own start."""
    found = interleaved(
        {
            "an empty Python": seconds_of(python(), "-c", "pass"),
            "canevas --help": seconds_of(canevas(), "--help"),
        },
        2 * plan.runs,
    )
    inflated = warm("stages", str(plan.runs), str(workbook(200)))[
        "inflating the workbook"
    ]
    yield from table(
        {**found, "inflating the workbook (200 households)": inflated},
        "an empty Python",
    )
    plan.aim(
        "canevas --help / an empty Python",
        "≤ 10",
        _ratio(found, "canevas --help", "an empty Python"),
    )


def _ratio(found: dict[str, list[float]], one_of: str, other: str) -> float:
    return middle(found[one_of]) / middle(found[other])
