"""The first look at a file, before SQLite sees it: is it a board at all, and could what lies beside it do harm?"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from boardtui.domain.errors import BoardError, Code
from boardtui.settings.disk import put_new, remove_if_possible
from boardtui.settings.paths import address_problem, command_word
from boardtui.store import columns

MAGIC = b"SQLite format 3\x00"
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")  # how a journal that is in use begins

NEWEST_PLAUSIBLE_FORMAT = 1_000
"""There has been one format in all these years: a higher number than this is damage, and no newer version."""


class Damaged(BoardError):  # noqa: N818 - reads as what it is
    """A board file that does not hold what was written into it.

    Attributes:
        path: the file.
        what: what was found, as a few words; "" where that is not known.
    """

    def __init__(self, sentence: str, path: Path, what: str = "") -> None:
        super().__init__(sentence, code=Code.DAMAGED)
        self.path = path
        self.what = what


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to take back a write that was cut short."""
    return path.with_name(path.name + "-journal")


def take_away(path: Path) -> None:
    """Delete a database that nobody needs, with its journal: on Windows that stays, empty, when all is written."""
    for left in (path, journal_of(path)):
        remove_if_possible(left)


def put_new_board(part: Path, path: Path) -> None:
    """Give a board that is whole its name, unless another file has it.

    Where a board of that name was deleted and its journal was not, that would be taken back into the new one.

    Raises:
        FileExistsError: another file has it.
        OSError: it could not be done.
    """
    if not path.exists():
        remove_if_possible(journal_of(path))
    put_new(part, path)


def read_if_plain(path: Path, count: int, *, from_end: bool = False) -> bytes:
    """The first or last bytes of an ordinary file; none where it is a pipe, a device, a folder, or not there.

    A pipe is opened without waiting for somebody who writes to it.

    Raises:
        OSError: it is there, and cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, IsADirectoryError):
        return b""
    with os.fdopen(descriptor, "rb") as opened:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            return b""
        if from_end:
            opened.seek(max(0, state.st_size - count))
        return opened.read(count)


def says_it_is_a_board(path: Path) -> bool:
    """Whether a file says of itself that it is a board, whole or not; nothing else in it is believed or read."""
    try:
        return _says_so(read_if_plain(path, 100))
    except OSError:
        return False


def _says_so(header: bytes) -> bool:
    return int.from_bytes(header[68:72], "big") == columns.APPLICATION_ID


def check_header(path: Path, *, called: Path | None = None) -> None:
    """Look at a file before SQLite does.

    Args:
        path: the file.
        called: what the sentences call it, where that is not its path.

    Raises:
        BoardError: there is no such file, it cannot be read, or it is not a board of a known format.
    """
    if not path.parent.is_dir():
        raise BoardError(address_problem(path) or f"There is no folder {path.parent}. Check the path.")
    if path.is_dir():
        raise BoardError(f"{path} is a folder, not a board. Name the file in it.")
    if not path.exists():
        raise BoardError(f"There is no file {path}. To make a board: boardtui new {command_word(str(path))}")
    if not path.is_file():
        raise BoardError(f"{path} is not an ordinary file, so it is not a board.")
    try:
        header, size = read_if_plain(path, 100), path.stat().st_size
    except OSError as error:
        raise BoardError(f"{path} cannot be read: {(error.strerror or 'unknown reason').lower()}.") from None
    _check_fields(header, size, path, called or path)
    _check_beside(path)


def _check_fields(header: bytes, size: int, file: Path, path: Path) -> None:
    if not header:
        raise BoardError(f"{path} is empty, not a board. Get the file again, or restore a backup.")
    version = int.from_bytes(header[60:64], "big")
    claims_to_be_a_board = _says_so(header)
    if header[:16] != MAGIC or len(header) < 100:
        if claims_to_be_a_board or (len(header) == 100 and not any(header)):
            raise _damaged(path, "its beginning is not that of a board")
        raise BoardError(f"{path} is not a board. Boards are made with: boardtui new")
    if not claims_to_be_a_board:
        raise BoardError(f"{path} is a database of another program, not a board.")
    if not columns.OLDEST_FORMAT <= version <= NEWEST_PLAUSIBLE_FORMAT:
        raise _damaged(path, "it states no format")
    if version > columns.FORMAT:
        raise BoardError(
            f"{path} was made by a newer boardtui (format {version}; this one reads up to {columns.FORMAT}). "
            "Update boardtui to open it."
        )
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if pages * (65536 if page == 1 else page) > size and not journal_of(file).exists():
        raise _damaged(path, "its end is missing")


def _damaged(path: Path, what: str) -> Damaged:
    return Damaged(f"{path} is damaged: {what}. Get the file again, or restore a backup.", path, what)


def _check_beside(path: Path) -> None:
    """Refuse what lies beside a board and could do harm when SQLite looks at it.

    A pipe would make it wait for ever. A journal that names another file makes it delete that file when it has taken
    the write back; a board is never written together with other files, so its own journals name none.
    """
    for end in ("-journal", "-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists() and not beside.is_file():
            what = "a folder" if beside.is_dir() else "no ordinary file"
            raise BoardError(
                f"{beside.name} beside the board is {what} and was not made by boardtui. Move it away to open the "
                "board."
            )
    try:
        names_another_file = read_if_plain(journal_of(path), len(JOURNAL_MAGIC), from_end=True) == JOURNAL_MAGIC
    except OSError:
        return
    if names_another_file:
        raise BoardError(
            f"{journal_of(path).name} beside the board was not made by boardtui and could do harm. Ask for the board "
            "again, and do not open this one."
        )
