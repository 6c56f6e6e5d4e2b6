"""One command that builds its inputs, measures, and prints Markdown tables of medians
and ratios of the same run.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator

from benchmarks.measure import rows
from benchmarks.parts import Plan, batches, check, cold, fill, growth, limit

QUICK = Plan(3, 1, (20, 200, 2_000), (1, 10))
FULL = Plan(9, 3, (20, 200, 2_000, 20_000, 100_000), (1, 10, 262))
ONCE = Plan(FULL.runs, 1, FULL.sizes, FULL.batches)
PARTS: dict[str, Callable[[Plan], Iterator[str]]] = {
    "cold": cold,
    "batch": batches,
    "growth": growth,
    "fill": fill,
    "check": check,
    "limit": limit,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="few runs of the smaller sizes: does it work?",
    )
    parser.add_argument(
        "--once",
        action="store_true",
        help="all sizes, what takes minutes once only: half an hour",
    )
    parser.add_argument(
        "--only", default=",".join(PARTS), help=f"some of the parts: {','.join(PARTS)}"
    )
    options = parser.parse_args()
    plan = QUICK if options.quick else ONCE if options.once else FULL
    chosen = options.only.split(",")
    if unknown := set(chosen) - PARTS.keys():
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors; load before:"
        f" {os.getloadavg()[0]:.1f}."
    )
    for name in chosen:
        print(f"\n## {name}\n\n{PARTS[name].__doc__}\n", flush=True)
        for line in PARTS[name](plan):
            print(line, flush=True)
    print("\n## aims\n")
    print("\n".join(rows(["figure", "asked", "seen"], plan.seen)))
