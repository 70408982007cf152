"""Files that are there whole or not at all: written beside their place, seen on the disk, put there in one step."""

import contextlib
import errno
import os
import shutil
import sys
from pathlib import Path

from boardtui.settings.unfinished import begin, is_held, unfinished, where_let

_TOO_LONG = (206, 3)
"""What Windows says of a path that is too long: a name too long, and a path not found."""
_LONGEST_PATH = 259
"""Letters that Windows takes in a path unless somebody has told it otherwise."""


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
    beside = unfinished(path, "new")
    begin(beside)
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            _sync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        put_in_place(beside, path)
    except BaseException:
        remove_if_possible(beside)
        raise


def put_in_place(beside: Path, path: Path) -> None:
    """Rename a file to another, also in place of one that is there; wait about a second where that one is held.

    Raises:
        OSError: It could not be done; what was there before is untouched.
    """
    where_let(lambda: beside.replace(path))


def remove_if_possible(path: Path) -> None:
    """Delete a file that is not needed any more. One that is held stays: nothing depends on it."""
    with contextlib.suppress(OSError):
        where_let(lambda: path.unlink(missing_ok=True))


def see_on_disk(path: Path) -> None:
    """Return when all that was written to a file is on the disk.

    Raises:
        OSError: the disk did not take it.
    """
    with path.open("rb+") as file:  # Windows syncs no file that was opened to be read
        _sync(file.fileno())


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # There fsync hands the data to the drive, which may keep it in its cache; this has it written.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def why_not(error: OSError, path: Path | None = None) -> str:
    """The reason for a refused file, as part of a sentence.

    Args:
        error: what the system said.
        path: the file, where its length may be the reason.
    """
    if is_held(error):
        return "it is open in another program, or may not be written: close it there, then try again"
    too_long = error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) in _TOO_LONG
    if path is not None and too_long and len(str(path)) > _LONGEST_PATH - 12:
        return f"its path is too long ({len(str(path))} letters): choose a shorter name or a folder nearer to the top"
    return (error.strerror or "the system gave no reason").lower()
