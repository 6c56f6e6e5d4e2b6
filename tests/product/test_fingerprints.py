"""The same workbook gives the same report on every machine: fingerprints of the
examples, as committed.

After a change that is meant, ``python -m tests.product.test_fingerprints`` writes them
anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.office.package import fingerprint
from pipeline.run import produce
from tests.examples import EXAMPLES, PLANS
from tests.support.paths import ROOT, TESTS

GOLDEN = TESTS / "golden" / "fingerprints.json"


def fingerprints() -> dict[str, str]:
    return {
        Path(name).stem: fingerprint(produce(ROOT / name).report or b"")
        for name in [*EXAMPLES, *PLANS]
    }


def test_reports_have_their_committed_fingerprints() -> None:
    assert fingerprints() == json.loads(GOLDEN.read_text(encoding="utf-8"))


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(fingerprints(), indent=1) + "\n", encoding="utf-8")
