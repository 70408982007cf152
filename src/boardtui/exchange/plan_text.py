"""The text of a plan: parsed, with the line of everything in it, and with all that is wrong told at once.

A mistake is named with what to type instead, and the rest is still read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from boardtui.domain.errors import BoardError, quoted
from boardtui.domain.records.text import one_line
from boardtui.settings.toml_files import UnreadableFileError, parse_toml

TablePath = tuple[str | int, ...]

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


def line_of(text: str, path: TablePath) -> int | None:
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


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[TablePath, int]:
    """The line of each table and value that stands on a line of its own."""
    found: dict[TablePath, int] = {}
    counts: dict[TablePath, int] = {}
    table: TablePath = ()
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


def _within_last(names: tuple[str, ...], counts: dict[TablePath, int]) -> TablePath:
    """The path of a header: a table within an array belongs to the last one of the array so far."""
    path: TablePath = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if path in counts and position < len(names) - 1:
            path = (*path, counts[path] - 1)
    return path


class Mistake(BoardError):  # noqa: N818 - reads as what it is
    """Something wrong in a document.

    Attributes:
        line: where it is; 0 if that cannot be said.
    """

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.line = line


class PlanText:
    """A document that has been parsed, and where things stand in it."""

    def __init__(self, text: str | bytes, name: str) -> None:
        self.name = one_line(name)
        content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        self._mistakes: dict[str, int] = {}
        try:
            self.document, mistakes, readable = read_with_mistakes(content)
        except UnreadableFileError as error:
            if error.line:
                raise BoardError(f"{self.name}, line {error.line}: this is {error.wrong}.") from None
            raise BoardError(f"{self.name}: {error}.") from None
        self.text = content.decode("utf-8-sig")
        for number, reason in mistakes:
            self._mistakes[f"{self.name}, line {number}: {reason}{'' if reason.endswith('.') else '.'}"] = number
        if not readable:
            self.refuse_mistakes()

    def tell(self, error: BoardError) -> None:
        """Remember a mistake and go on: whoever wrote the plan is told of all of them at once."""
        self._mistakes.setdefault(str(error), error.line if isinstance(error, Mistake) else 0)

    def refuse_mistakes(self) -> None:
        """Refuse the plan if anything in it was wrong.

        Raises:
            BoardError: with a line for each mistake, in the order of the plan.
        """
        told = sorted(self._mistakes, key=lambda each: self._mistakes[each])
        if more := len(told) - MOST_TOLD:
            are = "is" if more == 1 else "are"
            told = [*told[:MOST_TOLD], *([f"{self.name}: there {are} {more} more."] if more > 0 else [])]
        if told:
            raise BoardError("\n".join(told))

    def refusal(self, path: TablePath, reason: object) -> Mistake:
        """The error for something in the document: it names the file and, where it can, the line."""
        line = line_of(self.text, path)
        place = self.name if line is None else f"{self.name}, line {line}"
        sentence = str(reason)
        return Mistake(f"{place}: {sentence}" + ("" if sentence.endswith(".") else "."), line or 0)

    def lines_of(self, paths: Iterable[TablePath]) -> tuple[int, ...]:
        """The lines on which tables begin, of those that stand within another the line of that."""
        lines = _lines(self.text)
        return tuple(
            next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1) for path in paths
        )

    def twice(self, path: TablePath, first: TablePath, what: str) -> BoardError:
        """The error for something that is there twice and must not be."""
        line = line_of(self.text, first)
        return self.refusal(path, f"{what} is there twice" + (f", first on line {line}." if line else "."))

    def tables(self, name: str) -> Iterator[tuple[TablePath, Mapping[str, Any]]]:
        """The tables of an array, each with its path."""
        array = self.document.get(name, [])
        how = f"Write each {name} as [[{name}]]"
        if not isinstance(array, list):
            self.tell(self.refusal((name,), f"{name} is a list of tables. {how}"))
            return
        for index, raw in enumerate(array):
            try:
                yield (name, index), self.table((name, index), raw, how)
            except BoardError as error:
                self.tell(error)

    def table(self, path: TablePath, value: Any, how: str) -> Mapping[str, Any]:
        """The value, which has to be a table."""
        if not isinstance(value, dict):
            # Where it is a list of tables, its first one has the heading.
            raise self.refusal((*path, 0), f"a table is needed here. {how}")
        return value


MOST_TOLD = 10
"""Mistakes. Who has mended these sees the others."""

_STATEMENT = re.compile(r"(?P<key>[ \t]*[^=\n]+?[ \t]*=[ \t]*)(?P<value>.*?)[ \t]*\r?")
_CURLY = "“”„‘’‚"
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})
_BEGINS_A_VALUE = ('"', "'", "[", "{")


def read_with_mistakes(content: bytes) -> tuple[dict[str, object], list[tuple[int, str]], bool]:
    """Parse TOML; where a line is wrong, say so, mend it by what was surely meant, and go on.

    Returns:
        The document; for each mistake its line and what to do; and whether the rest could be read as it was meant.

    Raises:
        UnreadableFileError: it is no text.
    """
    found: list[tuple[int, str]] = []
    while True:
        try:
            return parse_toml(content), found, True
        except UnreadableFileError as error:
            lines = content.decode("utf-8-sig", errors="replace").split("\n")
            seen = [line for line, _ in found]
            if not error.line or "UTF-8" in error.wrong:
                raise
            told, mended = _mended(lines[error.line - 1])
            if error.line in seen or len(found) >= MOST_TOLD:
                return {}, found, False
            found.append((error.line, f"this is {told or error.wrong}"))
            if mended is None:
                return {}, found, False
            lines[error.line - 1] = mended
            content = "\n".join(lines).encode()


def _mended(line: str) -> tuple[str, str | None]:
    """What is wrong with a line, and the line as it was meant; None where nobody can tell."""
    parts = _STATEMENT.fullmatch(line)
    if parts is None:
        return "", None
    key, value = parts["key"], parts["value"]
    if value.startswith(tuple(_CURLY)):
        straight = value.translate(_STRAIGHT)
        right = f"{key.strip()} {straight}"
        return f"not valid TOML: {value[0]} is a curly quotation mark. Type straight ones: {right}", key + straight
    if value.startswith(_BEGINS_A_VALUE) or not value or '"' in value:
        return "", None
    words = re.sub(r"[ \t]+#.*$", "", value)
    return (
        f"not valid TOML: {quoted(words)} is not between quotes. Put it between quotes: {key.strip()} "
        f'"{words}"'.replace("\\", "\\\\"),
        f'{key}"{words}"',
    )
