"""Bringing older files up to date: their format, step by step, and the tables that are made from the edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, update

from boardtui.domain.errors import BoardError
from boardtui.store import file, projection, schema
from boardtui.store.backup import back_up

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
