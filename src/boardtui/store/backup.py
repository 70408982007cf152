"""Backups beside the board before anything that touches many edits at once, and bringing older files up to date."""

from __future__ import annotations

import glob
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, update

from boardtui.domain.errors import BoardError
from boardtui.settings.toml_files import see_on_disk
from boardtui.store import file, projection, schema
from boardtui.store.file import plain_errors, sqlite_uri

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
        closing(sqlite3.connect(sqlite_uri(source.absolute(), "mode=ro"), uri=True)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer)
    see_on_disk(target)


# From which format each step leads to the next one. The first format has nothing to come from.
STEPS: Mapping[int, Callable[[Connection], None]] = {}


def bring_up_to_date(engine: Engine, path: Path, *, read_only: bool) -> None:
    """Check that a file holds a whole board, and bring its format and its projection up to date.

    Raises:
        BoardError: it is damaged, or it needs a change and is read-only.
    """
    with file.transaction(engine, path, writing=False) as connection:
        version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        names = set(inspect(connection).get_table_names())
        if not {"edit", "meta"} <= names:
            raise BoardError(f"{path.name} is not a whole board: its edits are missing. Restore a backup.")
        programs = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        for kind, name in connection.exec_driver_sql(programs):
            shown = repr(str(name)[:40])
            raise BoardError(f"{path.name} holds a {kind} {shown}, which no board has. Ask where it comes from.")
        signature = connection.execute(
            select(schema.META.c.value).where(schema.META.c.name == "projection")
        ).scalar_one_or_none()
    current = signature == schema.projection_signature()
    if version == schema.FORMAT and current:
        return
    if read_only:
        raise BoardError(
            f"{path.name} was made by another version of boardtui and is read-only. Open a copy that may be written."
        )
    back_up(path, "upgrade")
    with file.transaction(engine, path, writing=True) as connection:
        upgrade(connection, version)
        _replace_projection(connection)


def upgrade(connection: Connection, version: int) -> None:
    """Bring the edits and what the file says of itself from an older format to this one."""
    for step in range(version, schema.FORMAT):
        STEPS[step](connection)
    connection.exec_driver_sql(f"PRAGMA user_version={schema.FORMAT}")


def _replace_projection(connection: Connection) -> None:
    for name in inspect(connection).get_table_names():
        if name == "head" or name.startswith("p_"):
            connection.exec_driver_sql(f'DROP TABLE "{name}"')
    for statement in schema.create_statements(schema.PROJECTION_TABLES):
        connection.exec_driver_sql(statement)
    projection.rebuild(connection)
    connection.execute(
        update(schema.META).where(schema.META.c.name == "projection").values(value=schema.projection_signature())
    )
