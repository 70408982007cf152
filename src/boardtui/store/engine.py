"""SQLAlchemy over the one connection to a board file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event


def engine_over(connection: Callable[[], sqlite3.Connection]) -> Engine:
    """An engine over a connection that is open already, or opened now."""
    engine = create_engine("sqlite://", creator=connection, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # IMMEDIATE, because a read that turns into a write may find the file taken and then cannot wait.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
