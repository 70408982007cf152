"""Copies as somebody with a database tool would make them: damaged, changed by hand, or forged throughout."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Edit, EditId, canonical
from boardtui.domain.records.kinds import KINDS
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.store.file import Database


def sealed(edit: Edit) -> Edit:
    """An edit with the digest of what it says, as whoever forges one would give it."""
    return replace(edit, digest=edit.content_digest())


def spoil(copy: Path, *statements: str) -> None:
    """Change a copy as somebody would who has a database tool."""
    with closing(sqlite3.connect(copy)) as connection:
        for statement in statements:
            connection.executescript(statement)
        connection.commit()


def forge(copy: Path, number: int = 1, **changed: Any) -> None:
    """Change one of the lead's edits and give it the digest that belongs to what it says then."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM edit WHERE who = 'Lead' ORDER BY number").fetchall()
        row = {**dict(rows[number - 1]), **changed}
        row["digest"] = changed.get("digest", _edit(row).content_digest())
        assignments = ", ".join(f"{name} = :{name}" for name in row)
        connection.execute(f"UPDATE edit SET {assignments} WHERE arrival = :arrival", row)
        connection.commit()


def _id(text: str) -> tuple[str, int]:
    session, _, number = text.partition(":")
    return session, int(number) if number.isdecimal() else 0


def refusal(board_file: BoardFile, copy: Path) -> str:
    """Why a copy is refused. The board must not have changed by a byte, nor anything beside it."""
    before = board_file.path.read_bytes()
    beside = {each: each.read_bytes() for each in sorted(copy.parent.iterdir()) if each.is_file()}
    report = preview_merge(board_file, [copy]).copies[0]
    assert report.refused
    assert report.new == 0
    with pytest.raises(BoardError, match="Nothing was merged"):
        merge(board_file, [copy])
    assert board_file.path.read_bytes() == before
    assert {each: each.read_bytes() for each in sorted(copy.parent.iterdir()) if each.is_file()} == beside
    return report.refused


def forge_more(copy: Path, count: int = 1, *, who: str = "Lead", **said: Any) -> list[str]:
    """Add edits to the last opening of somebody's, each of which has the right number, order and digest.

    Args:
        copy: the copy.
        count: how many; those after the first are the same but for their number and Lamport counter.
        who: whose last opening goes on.
        said: what the edits say, by column; a `value` may be what it says before it is spelled as JSON. The rest is
            as in the last edit of the action.

    Returns:
        The ids of the new edits.
    """
    with closing(sqlite3.connect(copy)) as connection:
        connection.row_factory = sqlite3.Row
        query = "SELECT * FROM edit WHERE kind = 'action' AND who = ? ORDER BY arrival DESC LIMIT 1"
        row = dict(connection.execute(query, (who,)).fetchone())
        (number,) = connection.execute("SELECT max(number) FROM edit WHERE session = ?", (row["session"],)).fetchone()
        (lamport,) = connection.execute("SELECT max(lamport) FROM edit").fetchone()
        (arrival,) = connection.execute("SELECT max(arrival) FROM edit").fetchone()
        if "value" in said and not isinstance(said["value"], str):
            said["value"] = canonical(said["value"])
        made = []
        for more in range(1, count + 1):
            row |= {"number": number + more, "lamport": lamport + more, "arrival": arrival + more, "parents": ""} | said
            row["digest"] = said.get("digest", _edit(row).content_digest())
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(f"INSERT INTO edit ({names}) VALUES ({values})", row)
            made.append(f"{row['session']}:{row['number']}")
        connection.commit()
    return made


def _edit(row: dict[str, Any]) -> Edit:
    return Edit(
        id=EditId(row["session"], row["number"]),
        parents=tuple(EditId(*_id(text)) for text in str(row["parents"]).split()),
        group=row["grp"],
        **{
            name: row[name]
            for name in ("lamport", "record", "kind", "value", "why", "who", "at", "meeting", "batch", "intent")
        },
    )


def seal(board: Path) -> None:
    """Give every edit the digest that belongs to what it says."""
    with closing(sqlite3.connect(board)) as connection:
        connection.row_factory = sqlite3.Row
        for each in connection.execute("SELECT * FROM edit").fetchall():
            row = (_edit(dict(each)).content_digest(), each["arrival"])
            connection.execute("UPDATE edit SET digest = ? WHERE arrival = ?", row)
        connection.commit()


def say_in_every_text(board: Path, words: str) -> int:
    """Put words into every text of every edit and bring what is shown up to date, as a hostile program would do.

    Returns:
        How many texts hold them.
    """
    forms = ("line", "text", "date", "figure", "period")
    made = 0
    with closing(sqlite3.connect(board)) as connection:
        connection.row_factory = sqlite3.Row
        for each in connection.execute("SELECT * FROM edit").fetchall():
            row = dict(each)
            values = json.loads(row["value"])
            for name in values if isinstance(values, dict) else ():
                if KINDS[row["kind"]].attributes[name].look.form in forms and values[name]:
                    values[name] += words
                    made += 1
            row |= {"value": canonical(values), "who": row["who"] + words, "why": row["why"] + words}
            row["digest"] = _edit(row).content_digest()
            connection.execute(
                "UPDATE edit SET value = :value, who = :who, why = :why, digest = :digest WHERE arrival = :arrival", row
            )
        connection.commit()
    show_what_the_edits_say(board)
    return made


def show_what_the_edits_say(board: Path) -> None:
    """Work out anew what is shown, however damaged the edits are: for this no board is opened, which would refuse."""
    database = Database(board, read_only=False)
    with closing(database), database.transaction(writing=True) as writing:
        projection.rebuild(writing)


def say_in_every_column(board: Path, words: str, *, ties: bool = True) -> tuple[list[str], list[str]]:
    """Put words into every column of text that the file itself has, straight with a database tool.

    Args:
        board: the file.
        words: what is put at the end of every text.
        ties: also into what says which record, edit or kind something belongs to.

    Returns:
        The columns that hold them, and those with which the board cannot be read at all; these are left as they were.
    """
    with closing(sqlite3.connect(board)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        texts = [
            (table, column)
            for table in tables
            for _, column, kind, *_more in connection.execute(f"PRAGMA table_info({table})")
            if kind == "TEXT" and (ties or not _ties(connection, table, column))
        ]
    held, unreadable = [], []
    for table, column in texts:
        before = board.read_bytes()
        spoil(
            board,
            "PRAGMA ignore_check_constraints=ON",
            f'UPDATE {table} SET "{column}" = "{column}" || \'{words}\'',
        )
        try:
            with BoardFile.open(board, verify=False) as opened:
                opened.read()
                opened.history()
        except BoardError:
            board.write_bytes(before)
            unreadable.append(f"{table}.{column}")
        else:
            held.append(f"{table}.{column}")
    return held, unreadable


def _ties(connection: sqlite3.Connection, table: str, column: str) -> bool:
    values = [value for (value,) in connection.execute(f'SELECT DISTINCT "{column}" FROM {table}')]
    return column in ("kind", "grp", "at", "changed_at") or any(
        re.search("[0-9a-f]{32}|[0-9a-f]{4}-[0-9a-f]{12}", v) for v in values
    )
