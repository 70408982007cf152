"""Small TOML files that a person may edit by hand: read with an eye to mistakes, and how a value in one is declared."""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from boardtui.domain.immutable import immutable
from boardtui.domain.records.text import one_line
from boardtui.settings.disk import where_let

LARGEST_FILE = 1_000_000
"""Bytes. A settings or theme file has a few thousand at most."""
LARGEST_NUMBER = 10**30
"""TOML asks for 64 bits. Python reads far more in hexadecimal digits than it is willing to write out."""


class UnreadableFileError(Exception):
    """A file cannot be used. The message is the second half of a sentence such as "It is passed over: …".

    Attributes:
        line: the line where something is wrong; 0 where it is not about one.
        wrong: what that line is.
    """

    def __init__(self, message: str, *, line: int = 0, wrong: str = "") -> None:
        super().__init__(message)
        self.line, self.wrong = line, wrong


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file that a person may have written.

    Returns:
        The document.

    Raises:
        UnreadableFileError: It is not a usable TOML file; the message names the line.
        OSError: It cannot be opened, FileNotFoundError among others.
    """
    return parse_toml(read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """Read a small ordinary file.

    Raises:
        UnreadableFileError: It is a folder, a pipe or far too large.
        OSError: It cannot be opened.
    """
    size = path.stat().st_size
    # A named pipe would keep the program waiting for ever.
    if not path.is_file():
        raise UnreadableFileError("it is not an ordinary file")
    if size > LARGEST_FILE:
        raise UnreadableFileError("it is too large")
    return where_let(path.read_bytes)


def parse_toml(content: bytes) -> dict[str, Any]:
    """Parse TOML, also with the byte order mark that some Windows editors write.

    Raises:
        UnreadableFileError: It is not TOML; the message names the line.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _wrong_line(line, "not UTF-8 text") from error
    try:
        document = tomllib.loads(text)
    except RecursionError as error:
        raise UnreadableFileError("its values are nested too deeply") from error
    except ValueError as error:
        # Before Python 3.14 the parser says where only in its message.
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        if found is None:
            # What is not closed is noticed only where the file ends.
            line = text.rstrip().count("\n") + 1
            raise _wrong_line(line, "not valid TOML, or something above it is not closed") from error
        reason = one_line(str(error)[: found.start()])
        raise _wrong_line(int(found[1]), f"not valid TOML ({reason})") from error
    if _has_too_large_a_number(document):
        raise UnreadableFileError("a number in it is too large")
    return document


def _has_too_large_a_number(document: dict[str, Any]) -> bool:
    left: list[Any] = [document]
    while left:
        value = left.pop()
        if isinstance(value, dict | list):
            left += value.values() if isinstance(value, dict) else value
        elif isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            return True
    return False


def _wrong_line(line: int, wrong: str) -> UnreadableFileError:
    return UnreadableFileError(f"line {line} is {wrong}", line=line, wrong=wrong)


def _as_it_is(_name: str, value: Any, _problems: list[str]) -> Any:
    return value


@immutable
class Shape:
    """What may stand for a value in the file.

    Attributes:
        kind: What TOML makes of it.
        words: The same in words, for the documents and for "… should be …".
        check: Makes what the program keeps of what the file holds. It is given the field's name, the value, and the
            list that takes a sentence for each part that cannot be used while the rest can. It raises
            UnreadableFileError where nothing can be used.
        written: Makes what the file holds of what the program keeps.
    """

    kind: type[Any]
    words: str
    check: Callable[[str, Any, list[str]], Any] = _as_it_is
    written: Callable[[Any], Any] = lambda value: value

    def read(self, name: str, value: object, problems: list[str]) -> Any:
        """What the program keeps of a value.

        Args:
            name: The field, as sentences call it.
            value: What the file holds.
            problems: Takes a sentence for each part that is passed over.

        Raises:
            UnreadableFileError: It cannot be used; the message begins with the name.
        """
        if not isinstance(value, self.kind):
            raise UnreadableFileError(f"{name} should be {self.words}")
        return self.check(name, value, problems)


TEXT = Shape(str, "text in quotation marks")
TRUTH = Shape(bool, "true or false")


def table_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, for the documents. It ends with a newline."""
    lines = [heads, ["---" for _ in heads], *rows]
    cells = [[cell.replace("|", r"\|") for cell in line] for line in lines]
    return "".join("|" + "".join(f" {cell} |" if cell else " |" for cell in line) + "\n" for line in cells)
