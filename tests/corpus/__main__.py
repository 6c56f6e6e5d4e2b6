"""Writes the corpus into a folder: ``python -m tests.corpus FOLDER``. What must come of
each is in liste.txt.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.corpus import CASES


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    told = []
    for number, case in enumerate(CASES, 1):
        name = (
            f"{number:03}"
            f" {re.sub(r'[^a-z0-9]+', '-', str(case).lower()).strip('-')}{case.suffix}"
        )
        (folder / name).write_bytes(case.made())
        ends = "refused" if case.refused else "made"
        told.append(
            f"{name}: {ends} {', '.join(' '.join(found) for found in case.told)}".rstrip()
        )
    (folder / "liste.txt").write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
