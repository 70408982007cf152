"""Bringing older files up to date: their format step by step, and their projection anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, insert, inspect, update

from boardtui.store import columns, projection, schema
from boardtui.store.backup import back_up
from boardtui.store.file import Database

# From which format each step leads to the next one. The first format has nothing to come from.
STEPS: Mapping[int, Callable[[Connection], None]] = {}


def make_tables(connection: Connection, identity: str) -> None:
    """Make an empty file a board of this format, without any edits yet.

    Args:
        connection: the file.
        identity: the identity of the board.
    """
    connection.exec_driver_sql(f"PRAGMA application_id={columns.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={columns.FORMAT}")
    for statement in schema.create_statements((*schema.CORE_TABLES, *schema.projection_tables())):
        connection.exec_driver_sql(statement)
    meta = {"board": identity, "projection": columns.projection_signature()}
    connection.execute(insert(schema.META), [{"name": name, "value": value} for name, value in meta.items()])


def bring_up_to_date(database: Database) -> None:
    """Bring the format and the projection of a file to this version, after a backup.

    Raises:
        BoardError: no backup could be made, or the file cannot be written; it is as it was then.
    """
    back_up(database.path, "upgrade")
    with database.transaction(writing=True) as connection:
        upgrade(connection, int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()))
        replace_projection(connection)


def upgrade(connection: Connection, version: int) -> None:
    """Bring the edits and what the file says of itself from an older format to this one."""
    for step in range(version, columns.FORMAT):
        STEPS[step](connection)
    connection.exec_driver_sql(f"PRAGMA user_version={columns.FORMAT}")


def replace_projection(connection: Connection) -> None:
    """Make the tables of the projection anew, as this version declares them, and fill them."""
    for name in inspect(connection).get_table_names():
        if name == "head" or name.startswith("p_"):
            connection.exec_driver_sql(f'DROP TABLE "{name}"')
    for statement in schema.create_statements(schema.projection_tables()):
        connection.exec_driver_sql(statement)
    projection.rebuild(connection)
    connection.execute(
        update(schema.META).where(schema.META.c.name == "projection").values(value=columns.projection_signature())
    )
