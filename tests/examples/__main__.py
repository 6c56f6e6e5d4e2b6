"""``python -m tests.examples``: write the filled examples into the repository."""

from __future__ import annotations

from pathlib import Path

from tests.examples import EXAMPLES, PLANS, example_bytes, plan_bytes

ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    made = {name: example_bytes(example()) for name, example in EXAMPLES.items()}
    made |= {name: plan_bytes(plan()) for name, plan in PLANS.items()}
    for name, data in made.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(name)
