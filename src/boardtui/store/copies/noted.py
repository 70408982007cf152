"""What a file notes about copies: that one was sent, that one came back, and which copy the file itself is.

The note that a copy was sent goes into the copy and into the board it was made from. In the copy it is one of the
edits that were made there, in the board one that came in: that tells a copy from the board, and from other copies.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from boardtui.domain.copies import CopyOut, Work, ledger, work_of
from boardtui.domain.dates.dates import kept_time
from boardtui.domain.immutable import immutable
from boardtui.domain.records.copies import COPY, RETURNED, SENT
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import Edit, EditId, canonical
from boardtui.domain.records.text import same_key
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import EDITS, board_identity, edit_of, row_of
from boardtui.store.edit_rules import check_edit, signature

# The group first, which has an index.
_NOTES = f"WHERE grp IN ('{SENT}', '{RETURNED}') AND kind = '{COPY}'"


@immutable
class Sending:
    """What is noted of a copy that is made now.

    Attributes:
        who: the name of whoever makes it.
        back_by: the day before which it is wanted back; None where no day is set.
    """

    who: str
    back_by: date | None = None


def copies_out(board_file: BoardFile) -> tuple[CopyOut, ...]:
    """Every copy of a board that it knows of, in the order in which they were sent."""
    with board_file.reading() as reader:
        return ledger(notes(reader))


def sender_of(board_file: BoardFile) -> str:
    """Who made the copy that a file is, as they signed; "" where it is none, or of a version that notes no copies."""
    query = f"{EDITS} WHERE grp = '{SENT}' AND kind = '{COPY}' AND received = ? ORDER BY arrival"
    with board_file.reading() as reader:
        rows = [(edit_of(row), received) for received in (False, True) for row in reader.execute(query, (received,))]
    copy = which_copy(rows, board_file.made_for())
    return next((edit.who for edit, _ in rows if edit.record == copy), "")


def work_in(board_file: BoardFile, copies: Iterable[CopyOut]) -> dict[str, Work]:
    """What was done in each of some copies that came back, by their identities."""
    found: dict[str, Work] = {}
    with board_file.reading() as reader:
        for each in copies:
            edits: list[Edit] = []
            for session, number in each.brought.items():
                query = f"{EDITS} WHERE session = ? AND number <= ?"
                edits += map(edit_of, reader.execute(query, (session, number)))
            found[each.id] = work_of(edits, each.brought)
    return found


def notes(reader: sqlite3.Connection) -> list[Edit]:
    """The edits of a file that say that a copy was sent, or came back."""
    return [edit_of(row) for row in reader.execute(f"{EDITS} {_NOTES} ORDER BY arrival")]


def note_sent(copy: sqlite3.Connection, sending: Sending, lead: str, file: str, now: datetime) -> Edit:
    """Note in a copy that it was sent: from then on it says which copy it is."""
    back_by = sending.back_by.isoformat() if sending.back_by is not None else ""
    values = {"lead": lead, "file": file, "back_by": back_by}
    (edit,) = _made(copy, SENT, [(str(uuid.uuid4()), values)], sending.who, now)
    put(copy, [edit], received=False)
    return edit


def note_returned(
    board: sqlite3.Connection, brought: Mapping[str, Mapping[str, int]], who: str, now: datetime
) -> list[Edit]:
    """Note in a board that copies came back.

    Args:
        board: the transaction.
        brought: for each copy, by its identity, the highest number of each session of which edits were new with it.
        who: the name of whoever merged them.
        now: when.
    """
    made = _made(
        board, RETURNED, [(copy, {"brought": canonical(some)}) for copy, some in sorted(brought.items())], who, now
    )
    put(board, made, received=True)
    return made


def put(reader: sqlite3.Connection, edits: Iterable[Edit], *, received: bool) -> None:
    """Put notes into a file. Nothing that is shown of the board changes with them."""
    for edit in edits:
        row = row_of(edit, received=received)
        places = ", ".join("?" * len(row))
        reader.execute(f"INSERT INTO edit ({', '.join(row)}) VALUES ({places})", list(row.values()))


def vector_of(edits: Iterable[Edit]) -> dict[str, int]:
    """The highest number of each session among some edits."""
    found: dict[str, int] = {}
    for edit in edits:
        found[edit.id.session] = max(edit.id.number, found.get(edit.id.session, 0))
    return found


def which_copy(rows: Sequence[tuple[Edit, bool]], made_for: str) -> str:
    """Which copy a file is, given its notes: the identity that the board knows the copy by; "" where it is none.

    It is the last one that was made as this file. Where the same lead was sent another since, and this file has heard
    of it, it stands for that one: they have brought the two together.

    Args:
        rows: the notes of the file in the order in which they came in, and whether they came in with a copy.
        made_for: whose copy the file says it is.
    """
    sent = [(edit, received) for edit, received in rows if edit.group == SENT]
    own = next((edit for edit, received in reversed(sent) if not received), None)
    if own is None or _whose(own) != same_key(made_for):
        return ""  # a version that makes no notes has made it
    if not made_for:
        return own.record
    return max((edit for edit, _ in sent if _whose(edit) == _whose(own)), key=lambda e: (e.lamport, e.id)).record


def _whose(edit: Edit) -> str:
    return same_key(str(edit.values().get("lead", "")))


def _made(
    reader: sqlite3.Connection, group: str, said: Sequence[tuple[str, Mapping[str, Any]]], who: str, now: datetime
) -> list[Edit]:
    """Edits of a session of their own, so that they may go into two files at once."""
    (lamport,) = reader.execute("SELECT coalesce(max(lamport), 0) FROM edit").fetchone()
    board, session = board_identity(reader), uuid.uuid4().hex
    made = [
        Edit.made(
            id=EditId(session, number),
            lamport=lamport + number,
            record=record,
            kind=COPY,
            group=group,
            value=canonical(validate(COPY, group, values)),
            why="",
            who=signature(who),
            at=kept_time(now),
            meeting="",
            parents=(),
            batch=f"{session}:1",
            intent="",
        )
        for number, (record, values) in enumerate(said, start=1)
    ]
    for edit in made:
        check_edit(edit, board=board)
    return made
