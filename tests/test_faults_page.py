"""The page on faults is true: every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [line for line in (ROOT / "docs" / "faults.md").read_text("utf-8").splitlines() if line.startswith("| ")]
FAULTS = [row for row in ROWS if "---" not in row and "shown by" not in row]


def names_in(path: str) -> set[str]:
    found = set()
    for each in ast.parse((ROOT / path).read_text("utf-8")).body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(each.name)
        elif isinstance(each, ast.ClassDef):
            found |= {
                f"{each.name}::{inner.name}"
                for inner in each.body
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
            }
    return found


def test_every_fault_names_a_test_and_every_test_exists() -> None:
    assert len(FAULTS) > 30
    for row in FAULTS:
        named = re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", row)
        assert named, row
        for path, test in named:
            assert test in names_in(path), f"{path}::{test}"
