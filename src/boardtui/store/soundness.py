"""Is a board file sound? Everything is looked at in a private copy: the file itself is only read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, Table, inspect, select

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.meetings.sittings import frozen_problem
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import LIFE, Edit, EditId
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.store import backup, file, projection, schema
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.receive import KnownEdits, identity_of, receive
from boardtui.store.copies.received_file import InspectionFolder
from boardtui.store.projection import edit_of, edit_select


def examine(path: Path) -> tuple[list[str], Board | None]:
    """Look closely at a board file.

    Returns:
        What is wrong with it, a sentence each, and the board it holds; no board where something is wrong.

    Raises:
        BoardError: there is no such file, it cannot be read, or a newer version made it.
    """
    file.check_header(path)
    with tempfile.TemporaryDirectory(prefix="boardtui-check-") as folder:
        private = Path(folder) / path.name
        try:
            _copy(path, private)
            found = _look_closely(private)
            if found:
                return found, None
            with InspectionFolder() as inspection:
                receive(private, KnownEdits(identity_of(private), {}), inspection)
            with BoardFile.open(private) as opened:
                return [], opened.read()
        except BoardError as error:
            return [str(error)], None


def _look_closely(private: Path) -> list[str]:
    engine = file.connect(private, read_only=False)
    try:
        with file.transaction(engine, private, writing=True) as connection:
            return list(_problems(connection))
    finally:
        engine.dispose()


def _copy(path: Path, private: Path) -> None:
    journal = file.journal_of(path)
    try:
        with file.plain_errors(path):
            backup.copy_database(path, private)
    except BoardError:
        if not journal.exists():
            raise
        # A write was cut short. SQLite takes it back when it opens the file for writing: let it do so in the copy.
        file.journal_of(private).write_bytes(journal.read_bytes())
        private.write_bytes(path.read_bytes())


def _problems(connection: Connection) -> Iterator[str]:
    structure = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check(1)")]
    if structure != ["ok"]:
        # The first of what may be many lines, below a heading that says nothing.
        first = structure[0].splitlines()[-1].removeprefix("*** in database main ***").strip()
        yield f"The file is damaged ({first}). Restore a backup from beside it."
        return
    if not {"edit", "meta"} <= set(inspect(connection).get_table_names()):
        yield "The edits are missing: this is not a whole board. Restore a backup."
        return
    edits = [edit_of(row) for row in connection.execute(edit_select())]
    yield from edit_problems(edits)
    yield from _projection_problems(connection)
    yield from _meeting_problems(connection)


def edit_problems(edits: Sequence[Edit]) -> Iterator[str]:
    """What is wrong with a set of edits: their digests, numbers, parents and values."""
    by_id = {edit.id: edit for edit in edits}
    yield from _sentence_on(
        (edit for edit in edits if edit.digest != edit.content_digest()),
        "does not match its digest: it was changed after it was made",
    )
    numbers: dict[str, list[int]] = {}
    for edit in edits:
        numbers.setdefault(edit.id.session, []).append(edit.id.number)
    for session, some in sorted(numbers.items()):
        if sorted(some) != list(range(1, len(some) + 1)):
            missing = sorted(set(range(1, max(some) + 1)) - set(some))
            yield f"Edits of session {session[:8]} are missing: number {', '.join(map(str, missing[:10]))}."
    yield from _sentence_on(
        (edit for edit in edits if any(parent not in by_id for parent in edit.parents)),
        "replaces an edit that is not in the file",
    )
    yield from _sentence_on(
        (edit for edit in edits if _wrong_parent(edit, by_id)), "replaces an edit it cannot replace"
    )
    yield from _sentence_on((edit for edit in edits if not _fits(edit)), "holds a value that does not fit its field")


def _sentence_on(edits: Iterable[Edit], what: str) -> Iterator[str]:
    found = list(edits)
    if found:
        first = found[0]
        others = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        who = first.who or "somebody"
        yield f"An edit of {first.kind} {first.record[:8]} by {who} at {first.at}{others} {what}."


def _wrong_parent(edit: Edit, by_id: dict[EditId, Edit]) -> bool:
    parents = [by_id[parent] for parent in edit.parents if parent in by_id]
    return any(
        parent.record != edit.record
        or parent.lamport >= edit.lamport
        # A deletion replaces all that was known of the record; any other edit its own group.
        or edit.group not in (parent.group, LIFE)
        for parent in parents
    )


def _fits(edit: Edit) -> bool:
    if edit.group == LIFE:
        return edit.value in ("true", "false")
    kind = KINDS.get(edit.kind)
    if kind is None or edit.group not in kind.groups:
        return True  # a newer version made it, which knows what fits
    try:
        known = {name: value for name, value in edit.values().items() if name in kind.attributes}
        validate(edit.kind, edit.group, known)
    except (InvalidValue, ValueError):
        return False
    return True


def _projection_problems(connection: Connection) -> Iterator[str]:
    signature = connection.execute(
        select(schema.META.c.value).where(schema.META.c.name == "projection")
    ).scalar_one_or_none()
    if signature != schema.projection_signature():
        return  # another version built it: it is built anew when the board is opened
    before = [_rows(connection, table) for table in schema.PROJECTION_TABLES]
    projection.rebuild(connection)
    after = [_rows(connection, table) for table in schema.PROJECTION_TABLES]
    for table, was, now in zip(schema.PROJECTION_TABLES, before, after, strict=True):
        if was != now:
            yield f"What is shown differs from what the edits say ({table.name.removeprefix('p_')}). Restore a backup."


def _rows(connection: Connection, table: Table) -> set[tuple[object, ...]]:
    return {tuple(row) for row in connection.execute(select(table))}


def _meeting_problems(connection: Connection) -> Iterator[str]:
    for meeting in projection.read_records(connection, KINDS["meeting"]):
        if isinstance(meeting, Meeting) and meeting.state is MeetingState.CLOSED:
            yield from filter(None, [frozen_problem(meeting)])
