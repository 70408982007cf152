"""Where received files are looked at: a private folder, so that they cannot change meanwhile."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from boardtui.store import file
from boardtui.store.received_edits import Flaw

FILE_LIMIT = 512 * 1024 * 1024
PAUSE = 0.1  # seconds between two looks at a file that is being written
_BUFFER = 256 * 1024


class Desk:
    """A private folder in which received files are looked at. Use it in a `with`; it is gone afterwards."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="boardtui-", ignore_cleanup_errors=True)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def copy_in(self, path: Path) -> Path:
        """Copy a file into the folder, whole and at rest.

        Each thread has one place for it: writing over the last copy is ten times as fast as making a new file.
        """
        private = Path(self._folder.name, f"{threading.get_ident()}.board")
        for attempt in range(5):
            if attempt:
                time.sleep(PAUSE)
            before = path.stat()
            if before.st_size > FILE_LIMIT:
                raise Flaw(f"is larger than any board ({before.st_size // 1_000_000:,} MB)")
            if _is_being_written(path):
                continue
            _copy(path, private)
            after = path.stat()
            at_rest = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
            if at_rest and not _is_being_written(path):
                return private
        # Taking back the half-done write here would be a guess: a file and a journal that were copied one after
        # the other need not belong together, and a journal can name a file elsewhere that SQLite then deletes.
        raise Flaw(
            f"was copied while it was being written, or still is: {file.journal_of(path).name} lies beside it. "
            "Try again in a moment, or ask for a copy made with: boardtui copy"
        )


def _is_being_written(path: Path) -> bool:
    try:
        with file.journal_of(path).open("rb") as journal:
            return journal.read(len(file.JOURNAL_MAGIC)) == file.JOURNAL_MAGIC
    except FileNotFoundError:
        return False


def _copy(path: Path, private: Path) -> None:
    private.touch(mode=0o600)
    buffer = bytearray(_BUFFER)
    copied = 0
    with path.open("rb", buffering=0) as source, private.open("r+b", buffering=0) as target:
        while length := source.readinto(buffer):
            copied += length
            if copied > FILE_LIMIT:
                raise Flaw("is larger than any board")
            target.write(memoryview(buffer)[:length])
        target.truncate()
