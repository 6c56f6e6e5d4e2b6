"""``python -m tests.examples``: write the filled examples into the repository."""

from __future__ import annotations

from pathlib import Path

from tests.examples import EXAMPLES, example_bytes

ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    for name, example in EXAMPLES.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(example_bytes(example()))
        print(name)
