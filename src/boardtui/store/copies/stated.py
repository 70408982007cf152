"""What a file says of itself before anybody merges it: whose copy it is, and how many of its edits are not here yet.

Nothing of it is believed: it is said in a list, from which the file goes on to be checked in full.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from boardtui.domain.immutable import immutable
from boardtui.domain.records.copies import COPY
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.copies.noted import copies_out
from boardtui.store.copies.receive import copy_it_is, stated, whose_copy
from boardtui.store.edit_rules import NotAcceptable


@immutable
class StatedCopy:
    """What a file says it is.

    Attributes:
        lead: whose copy; "" where it is nobody's in particular.
        new: how many edits it has that the board does not.
        since: when the first of them was made, ISO 8601; "" where there is none.
        merged: the board has ticked it off as returned, and has all of it.
        readable: it is a copy of this board as far as can be seen.
    """

    lead: str = ""
    new: int = 0
    since: str = ""
    merged: bool = False
    readable: bool = True


def stated_copies(file: BoardFile, paths: Iterable[Path]) -> dict[Path, StatedCopy]:
    """What each of some files says it is, beside the board that they are copies of."""
    with file.reading() as reader:
        board = board_identity(reader)
        here = dict(reader.execute("SELECT session, max(number) FROM edit GROUP BY session").fetchall())
    returned = {each.id for each in copies_out(file) if each.returns}

    def read(connection: sqlite3.Connection) -> StatedCopy:
        return _read(connection, board, here, returned)

    return {path: stated(path, read) or StatedCopy(readable=False) for path in paths}


def _read(connection: sqlite3.Connection, board: str, here: dict[str, int], returned: Collection[str]) -> StatedCopy:
    if board_identity(connection) != board:
        raise NotAcceptable("is a copy of another board")
    # As the list of copies tells it, what only notes that a copy was sent is no edit of anybody's.
    query = "SELECT count(*), min(at) FROM edit WHERE session = ? AND number > ? AND kind IS NOT ?"
    new, times = 0, list[str]()
    for session, last in connection.execute("SELECT session, max(number) FROM edit GROUP BY session").fetchall():
        if type(last) is not int or last <= here.get(str(session), 0):
            continue
        count, first = connection.execute(query, (session, here.get(str(session), 0), COPY)).fetchone()
        new += count
        times += [first] if _is_time(first) else []
    (count,) = connection.execute("SELECT count(*) FROM edit").fetchone()
    merged = not new and copy_it_is(connection, board, count) in returned
    return StatedCopy(whose_copy(connection), new, min(times, default=""), merged)


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
