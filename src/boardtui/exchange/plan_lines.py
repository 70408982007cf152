"""On which line of a TOML file something stands: the TOML reader does not say, and people need to know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

# In a file that is known to be good TOML these are all that can hide or continue a statement: the four sorts of
# text, comments, and brackets that reach over several lines.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}'
    r"|'''(?:[^']|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|[\[\]{}]|\n",
    re.DOTALL,
)
_PART = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
_KEY = re.compile(rf"[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=")
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*\]")


def line_of(text: str, path: Path) -> int | None:
    """The line on which a value begins, or the table that holds it.

    Args:
        text: a good TOML document.
        path: names and indices that lead to the value, such as `("action", 2, "due")`.

    Returns:
        The number of the line from 1, or None where nothing of the path is found.
    """
    lines = _lines(text)
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _lines(text: str) -> dict[Path, int]:
    """The line of each table and value that stands on a line of its own."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            table = _within_last(_names(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table] - 1)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = table
            for name in _names(key[1]):
                path = (*path, name)
                found.setdefault(path, number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each line on which a statement can begin, with its number."""
    lines = text.split("\n")
    yield 1, lines[0]
    number, depth = 1, 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "\n":
                number += 1
                if not depth:
                    yield number, lines[number - 1]
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
            case longer:
                number += longer.count("\n")


def _names(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key, with their quotes read as TOML reads them."""
    names: tuple[str, ...] = ()
    level: Any = tomllib.loads(f"{dotted}=0")
    while isinstance(level, dict):
        name, level = next(iter(level.items()))
        names = (*names, name)
    return names


def _within_last(names: tuple[str, ...], counts: dict[Path, int]) -> Path:
    """The path of a header: a table within an array belongs to the last one of the array so far."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if path in counts and position < len(names) - 1:
            path = (*path, counts[path] - 1)
    return path
