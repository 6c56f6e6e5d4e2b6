"""Fuzzing by hand: ``python -m tests.fuzz --minutes 30 [--only xml,names] [--seed N]
[--jobs 2]``.

A failure is one line with its target and seed; its files are kept in outputs/fuzz/,
with a word on how to see it again: ``python -m tests.fuzz --only xml --seed N --count
1``.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import pkgutil
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pipeline
from tests.fuzzing import arguments, documents, names, workbooks
from tests.fuzzing.pool import Child, trials
from tests.fuzzing.trial import Target

TARGETS: dict[str, Target] = {
    "bytes": workbooks.bytes_,
    "xml": workbooks.xml,
    "values": workbooks.values,
    "template": documents.template,
    "report": documents.report,
    "arguments": arguments.arguments,
    "names": names.names,
}
KEPT = Path(__file__).parents[1] / "outputs" / "fuzz"


def loaded() -> None:
    """What every child needs, once for all: the modules of the program, its forms, the
    sound workbooks.
    """
    for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
        importlib.import_module(module.name)
    workbooks.warm()


def planned(
    names: list[str], first: int, count: int, until: float
) -> Iterator[tuple[Target, str, int]]:
    """The targets in turn, each with the next seed, until one of the two budgets is
    spent.
    """
    for number in itertools.count():
        for name in names:
            if (count and number >= count) or time.monotonic() > until:
                return
            yield TARGETS[name], name, first + number


def keep(child: Child, found: list[str]) -> None:
    """Put the files of a failure where they can be looked at."""
    folder = KEPT / f"{child.name}-{child.seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    again = f"python -m tests.fuzz --only {child.name} --seed {child.seed} --count 1"
    (folder / "lisez-moi.txt").write_text(
        "\n\n".join([again, *found]) + "\n", encoding="utf-8", errors="replace"
    )
    for file in child.folder.glob("*"):
        if file.is_file() and not file.is_symlink():
            shutil.copy(file, folder)


def short(complaint: str) -> str:
    """A complaint on a line: of a traceback what was raised."""
    lines = complaint.strip().splitlines()
    return (lines[-1] if "Traceback" in complaint else lines[0])[:300]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument(
        "--count",
        type=int,
        default=0,
        help="of trials of each target; the minutes count all the same",
    )
    parser.add_argument("--only", default=",".join(TARGETS))
    parser.add_argument(
        "--seed", type=int, default=time.time_ns() // 1_000_000_000 * 1000
    )
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    loaded()
    begun = said = time.monotonic()
    done, failed = Counter[str](), Counter[str]()
    for child, found in trials(
        planned(
            asked.only.split(","), asked.seed, asked.count, begun + 60 * asked.minutes
        ),
        asked.jobs,
    ):
        done[child.name] += 1
        if found:
            failed[child.name] += 1
            keep(child, found)
            print(f"{child.name} {child.seed}: {short(found[0])}", flush=True)
        if time.monotonic() - said > 60:
            said = time.monotonic()
            print(
                f"{(said - begun) / 60:.0f} min: {dict(done)}, failed {dict(failed)}",
                flush=True,
            )
    print(
        f"{dict(done)} from seed {asked.seed} in {time.monotonic() - begun:.0f} s, failed"
        f" {dict(failed)}"
    )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
