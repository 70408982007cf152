"""The shape of the code: no file imports itself in a circle, none is too long, and docs/architecture.md is true."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
MOST_LINES = 400
MOST_FILES = 25

FILES = {
    ".".join(path.with_suffix("").relative_to(SOURCE).parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}


def imported(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, also inside functions and for type checking only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in FILES)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                if whole in FILES or node.module in FILES:
                    yield whole if whole in FILES else node.module


@cache
def graph() -> dict[str, set[str]]:
    """The modules that each of ours imports. Every process that collects tests imports this file, and few need it."""
    return {name: set(imported(path)) - {name} for name, path in FILES.items()}


def circles() -> list[list[str]]:
    """The groups of files that import each other in a circle: files are taken away as long as one imports no other."""
    left = {name: set(targets) for name, targets in graph().items()}
    while free := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in free:
            del left[name]
    importing = {name for name in left if any(name in targets for targets in left.values())}
    return [sorted(importing)] if importing else []


def test_no_file_imports_itself_in_a_circle() -> None:
    assert circles() == []


def test_every_import_of_ours_was_seen() -> None:
    """The test above is worth something: the application does import its screens, and those the domain."""
    assert "boardtui.ui.shared.item_screen" in graph()["boardtui.ui.host_app"]
    assert sum(map(len, graph().values())) > 900


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_too_long(name: str) -> None:
    assert len(FILES[name].read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_no_folder_is_a_heap() -> None:
    folders = {path.parent for path in FILES.values()}
    heaps = {folder.name: count for folder in folders if (count := len(list(folder.glob("*.py")))) > MOST_FILES}
    assert heaps == {}


def test_the_name_of_a_class_stands_for_one_class() -> None:
    found: dict[str, list[str]] = {}
    for module, path in FILES.items():
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
                found.setdefault(each.name, []).append(module)
    assert len(found) > 300
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}


def test_every_room_says_in_a_sentence_what_is_in_it() -> None:
    silent = [name for name, path in FILES.items() if ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None]
    assert silent == []


class TestThePage:
    """docs/architecture.md names rooms, files and functions: those that it names are there."""

    TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    def test_it_has_a_line_for_every_room(self) -> None:
        rooms = {
            "/".join(path.parent.relative_to(SOURCE / "boardtui").parts) for path in FILES.values() if path.parent.name
        } - {""}
        told = set(re.findall(r"^ *([a-z_/]+)/ {2,}", self.TEXT, re.MULTILINE))
        assert rooms == told

    def test_the_functions_on_its_journeys_exist(self) -> None:
        named = re.findall(r"`([a-z_/]+\.py):([A-Za-z_.]+)`", self.TEXT)
        assert len(named) > 20
        for file, dotted in named:
            module = importlib.import_module("boardtui." + file.removesuffix(".py").replace("/", "."))
            found: object = module
            for part in dotted.split("."):
                assert hasattr(found, part), f"{file} has no {dotted}"
                found = getattr(found, part)
