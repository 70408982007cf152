"""What a copy says of itself: who it was made for, which copy it is, who signed its last edit. None of it is proved."""

from __future__ import annotations

import sqlite3

from boardtui.domain.records.copies import COPY, SENT
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.text import tidy_line
from boardtui.domain.records.types import LINE_LIMIT
from boardtui.store import columns, file
from boardtui.store.columns import COLUMNS, MADE_FOR
from boardtui.store.copies.noted import which_copy
from boardtui.store.edit_rules import read_edit

_MOST_NOTES = 20_000  # copies of one board; an office of forty leads makes so many in forty years


def whose_copy(connection: sqlite3.Connection) -> str:
    """Who a file says it was made for; "" where it says nothing, or nothing that is a name."""
    try:
        found = columns.stated(connection, MADE_FOR)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if not file.is_no_text(error):
            raise
        return ""
    return tidy_line(found) if isinstance(found, str) and len(found) <= LINE_LIMIT else ""


def copy_it_is(connection: sqlite3.Connection, board: str, count: int) -> str:
    """Which of the copies of a board a file is, as its notes say; "" where it is none of them."""
    return which_copy(_notes(connection, board, count), whose_copy(connection))


def _notes(connection: sqlite3.Connection, board: str, count: int) -> list[tuple[Edit, bool]]:
    """What a file notes about copies, and of each note whether it came in with one."""
    query = f"SELECT received, {', '.join(COLUMNS)} FROM edit WHERE grp = ? AND kind = ? ORDER BY arrival"
    rows = connection.execute(query, (SENT, COPY)).fetchmany(_MOST_NOTES)
    return [(read_edit(row[1:], count=count, board=board), bool(row[0])) for row in rows]


def signed(connection: sqlite3.Connection, board: str, count: int) -> tuple[str, str]:
    """Who signed the last edit of a copy, and when. It may be one that is here already, whose words nobody has read."""
    columns = ", ".join(COLUMNS)
    last = connection.execute(f"SELECT {columns} FROM edit ORDER BY arrival DESC LIMIT 1").fetchone()
    if last is None:
        return "", ""
    edit = read_edit(last, count=count, board=board)
    return edit.who, edit.at
