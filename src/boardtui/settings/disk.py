"""Files that are there whole or not at all: made under a name of their own, seen on the disk, put there in one step.

The name says which program on which machine makes a file. One that was killed in the middle leaves it behind; the next
one that starts deletes it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import platform
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from boardtui.domain.patterns import when_used

T = TypeVar("T")

_HELD = (5, 32, 33)
"""What Windows says where another program holds a file: access denied, sharing violation, lock violation."""
_PAUSES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.25)
"""Seconds between the attempts at a file that is held: about one in all."""
_FOR_OWNER = 0o600
_FOR_OTHERS = 0o066
_NAME = when_used(
    r"(?:\.|boardtui-(?:[a-z]+-)?)(?P<machine>[0-9a-f]{6})-(?P<process>[0-9]+)-\w+(?:\.(?:part|new)(?:-journal)?)?"
)
_TOO_LONG = (206, 3)
"""What Windows says of a path that is too long: a name too long, and a path not found."""
_LONGEST_PATH = 259
"""Letters that Windows takes in a path unless somebody has told it otherwise."""


def where_let(act: Callable[[], T]) -> T:
    """Do something with a file, and try again for about a second where another program holds it.

    Raises:
        OSError: it could not be done.
    """
    for pause in _PAUSES:
        try:
            return act()
        except OSError as error:
            if not is_held(error):
                raise
            time.sleep(pause)
    return act()


def is_held(error: OSError) -> bool:
    """Whether a file was refused because another program has it open, as far as the system says."""
    return getattr(error, "winerror", None) in _HELD


@cache
def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:6]


def unfinished(path: Path, end: str = "part") -> Path:
    """What a file is called while it is being made, in the same folder; another name each time.

    Its own name is not in it: some systems take paths of a certain length only.
    """
    return path.with_name(f".{_machine()}-{os.getpid()}-{secrets.token_hex(3)}.{end}")


def temporary_folder(what: str = "") -> Path:
    """Make a folder of this program's own in the system's place for such, which only its owner can look into."""
    named = f"boardtui-{what}-" if what else "boardtui-"
    return Path(tempfile.mkdtemp(prefix=f"{named}{_machine()}-{os.getpid()}-"))


def mode_like(path: Path | None) -> int:
    """The mode of a file that is made from another: for its owner, and for whom that one was opened on purpose."""
    if path is None:
        return _FOR_OWNER
    try:
        return _FOR_OWNER | (path.stat().st_mode & _FOR_OTHERS)
    except OSError:
        return _FOR_OWNER


def mode_in(folder: Path) -> int:
    """The mode of a new file: for its owner, and in a folder that hands its group on, for the group."""
    try:
        state = folder.stat().st_mode
    except OSError:
        return _FOR_OWNER
    return _FOR_OWNER | (0o060 if state & stat.S_ISGID and state & stat.S_IWGRP else 0)


def begin(path: Path, mode: int = _FOR_OWNER) -> None:
    """Make an empty file that nobody else had before.

    Raises:
        OSError: it is there already, or cannot be made.
    """
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
    with suppress(OSError, AttributeError):
        os.fchmod(descriptor, mode)  # whatever the umask of this program leaves out
    os.close(descriptor)


def private_folder(path: Path, *, like: Path | None = None) -> None:
    """Make a folder and those it lies in, for their owner and for those who may read a file; others stay as they are.

    Raises:
        OSError: it cannot be made.
    """
    if path.is_dir():
        return
    private_folder(path.parent)
    wider = mode_like(like) & _FOR_OTHERS
    path.mkdir(exist_ok=True, mode=0o700)
    with suppress(OSError):
        path.chmod(0o700 | wider | (wider & 0o044) >> 2)


def put_new(part: Path, path: Path) -> None:
    """Give a file that is whole its name, unless another file has it.

    Raises:
        FileExistsError: another file has it.
        OSError: it could not be done.
    """
    if _linked(part, path):
        with suppress(OSError):  # it has its name; the other one is swept up later
            where_let(part.unlink)


def give_new_name(path: Path, new: Path) -> None:
    """Rename a file, unless another file has the new name.

    Raises:
        FileExistsError: another file has it.
        OSError: it could not be done; it has the name that it had.
    """
    if _linked(path, new):
        try:
            where_let(path.unlink)
        except OSError:
            remove_if_possible(new)
            raise


def _linked(path: Path, new: Path) -> bool:
    """Give a file another name beside its own, or in place of it on a drive that knows no such thing. Says which."""
    try:
        os.link(path, new)  # which replaces nothing, as a renaming would
    except FileExistsError:
        raise
    except (OSError, AttributeError):
        if new.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new)) from None
        where_let(lambda: path.rename(new))
        return False
    return True


def sweep(folders: Iterable[Path]) -> list[Path]:
    """Delete what dead processes of this machine were making in some folders. Returns what was deleted."""
    gone = []
    for folder in folders:
        try:
            names = [each for each in os.listdir(folder) if each[:1] == "." or each.startswith("boardtui-")]  # noqa: PTH208
        except OSError:
            continue
        for name in names:
            found = _NAME.fullmatch(name)
            if found and found["machine"] == _machine() and not _is_alive(int(found["process"])):
                left = folder / name
                with suppress(OSError):
                    shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
                    gone.append(left)
    return gone


def _is_alive(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


class ChangedMeanwhileError(Exception):
    """Another program has written a file since it was read. It was not replaced."""


def write_in_one_step(path: Path, content: bytes, *, instead_of: bytes | None = None) -> None:
    """Put a whole file in place of another: written beside it, brought to disk, renamed.

    A link stays a link: the file it leads to is the one that is written.

    Args:
        path: the file.
        content: what it holds then.
        instead_of: what it held when it was read, nothing where there was none; whatever it holds by default.

    Raises:
        ChangedMeanwhileError: It holds something else by now, which is untouched.
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
        if instead_of is not None and (path.read_bytes() if path.exists() else b"") != instead_of:
            raise ChangedMeanwhileError  # noqa: TRY301 - what was written beside it goes as for all other reasons
        put_in_place(beside, path)
    except BaseException:
        remove_if_possible(beside)
        raise


def write_new(path: Path, content: bytes, mode: int = _FOR_OWNER) -> None:
    """Write a whole file where none is; what another program puts there meanwhile stays.

    Raises:
        FileExistsError: there is one.
        OSError: it could not be written.
    """
    path = path.resolve()
    part = unfinished(path, "new")
    begin(part, mode)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            _sync(file.fileno())
        put_new(part, path)
    finally:
        remove_if_possible(part)


def put_in_place(beside: Path, path: Path) -> None:
    """Rename a file to another, also in place of one that is there; wait about a second where that one is held.

    Raises:
        OSError: It could not be done; what was there before is untouched.
    """
    where_let(lambda: beside.replace(path))


def remove_if_possible(path: Path) -> None:
    """Delete a file that is not needed any more. One that is held stays: nothing depends on it."""
    with suppress(OSError):
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
        with suppress(OSError):
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
