"""Backups beside the board, made with SQLite's backup API before anything that touches many edits at once."""

from __future__ import annotations

import glob
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from boardtui.store.file import plain_errors

KEEP = 20


def backup_folder(path: Path) -> Path:
    """Where a board's backups lie: beside it, so that they go where it goes."""
    return path.with_name(f"{path.name}-backups")


def back_up(path: Path, reason: str, *, now: datetime | None = None) -> Path:
    """Write a complete copy of the board into its backup folder and keep the newest `KEEP`.

    Args:
        path: the board.
        reason: one word for the file name, such as `merge`.
        now: the time for the file name; the clock's by default.

    Raises:
        BoardError: the copy could not be written; whatever was planned should then not happen.
    """
    stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%d-%H%M%S-%f")
    folder = backup_folder(path)
    target = folder / f"{path.stem}-{stamp}-{reason}.board"
    with plain_errors(path):
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise sqlite3.OperationalError(f"no backup could be made in {folder.name}: {error.strerror}") from error
        try:
            copy_database(path, target)
        except BaseException:
            # Half a backup looks like one, and would in time push a whole one out.
            target.unlink(missing_ok=True)
            target.with_name(f"{target.name}-journal").unlink(missing_ok=True)
            raise
    for old in sorted(folder.glob(f"{glob.escape(path.stem)}-*.board"))[:-KEEP]:
        old.unlink(missing_ok=True)
    return target


def copy_database(source: Path, target: Path) -> None:
    """Copy a database whole, also while somebody writes it, and see it on disk."""
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)
    with target.open("rb") as file:
        os.fsync(file.fileno())
