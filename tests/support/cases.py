"""YAML of tests: every scalar as text (an unquoted 3.10 is not the number 3.1), and no
key twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class _Text(yaml.CBaseLoader):
    """The loader that leaves scalars as they are written."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        found = super().construct_mapping(node, deep=True)
        assert len(found) == len(node.value), f"a key stands twice {node.start_mark}"
        return found


def load_cases(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Text)
