"""Small TOML files that a person may edit by hand: read with an eye to mistakes, written in one step."""

import errno
import os
import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from boardtui.domain.records.text import one_line

LARGEST_FILE = 1_000_000
"""Bytes. A settings or theme file has a few thousand at most."""


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

    Args:
        path: The file.

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
    return path.read_bytes()


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
        return tomllib.loads(text)
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


def _wrong_line(line: int, wrong: str) -> UnreadableFileError:
    return UnreadableFileError(f"line {line} is {wrong}", line=line, wrong=wrong)


def write_in_one_step(path: Path, content: bytes) -> None:
    """Put a whole file in place of another: written beside it, brought to disk, renamed.

    A link stays a link: the file it leads to is the one that is written.

    Raises:
        OSError: It could not be written; what was there before is untouched.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        # Renaming would put an ordinary file in place of a device or a pipe, such as /dev/null.
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def see_on_disk(path: Path) -> None:
    """Return when all that was written to a file is on the disk.

    Raises:
        OSError: the disk did not take it.
    """
    with path.open("rb+") as file:  # Windows syncs no file that was opened to be read
        os.fsync(file.fileno())


def why_not(error: OSError) -> str:
    """The system's own reason for a refused file, as part of a sentence."""
    return (error.strerror or "the system gave no reason").lower()
