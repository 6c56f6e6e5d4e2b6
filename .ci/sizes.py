"""The size of each package, so that a change of it is seen: files, tokens, lines that
are not empty, and how long these are.
"""

from __future__ import annotations

import tokenize
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What layout and remarks are made of: code is not larger for them.
AIR = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
}
WIDE = 88


def tokens(file: Path) -> int:
    with tokenize.open(file) as text:
        return sum(
            one.type not in AIR for one in tokenize.generate_tokens(text.readline)
        )


def main() -> None:
    """A line for each folder that holds code, and for both trees."""
    row = "{:24} {:>6} {:>8} {:>8} {:>10} {:>9}".format
    print(row("", "files", "tokens", "lines", "mean line", f"over {WIDE}"))
    for top in ("pipeline", "tests"):
        found = sorted((ROOT / top).rglob("*.py"))
        folders = sorted({file.parent for file in found})
        groups = {
            str(folder.relative_to(ROOT)): [
                one for one in found if one.parent == folder
            ]
            for folder in folders
        }
        for name, files in [*groups.items(), (f"{top} in all", found)]:
            text = "\n".join(file.read_text(encoding="utf-8") for file in files)
            lines = [line for line in text.splitlines() if line]
            mean = sum(map(len, lines)) / max(len(lines), 1)
            wide = sum(len(line) > WIDE for line in lines) / max(len(lines), 1)
            print(
                row(
                    name,
                    len(files),
                    sum(map(tokens, files)),
                    len(lines),
                    f"{mean:.1f}",
                    f"{wide:.1%}",
                )
            )


if __name__ == "__main__":
    main()
