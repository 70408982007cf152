"""Is a board file sound? Everything is looked at in a private copy: the file itself is only read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.kinds import KINDS
from boardtui.store import backup, columns, file
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import EDITS, edit_of
from boardtui.store.copies.receive import KnownEdits, identity_of, receive
from boardtui.store.copies.received_file import InspectionFolder
from boardtui.store.edit_rules import (
    NotAcceptable,
    Rule,
    check_digest,
    check_kinds,
    check_parents,
    missing_numbers,
    read_edit,
)
from boardtui.store.header import Damaged, check_header, journal_of
from boardtui.store.sound.parts import is_sound, papers_problems
from boardtui.store.verify import DAMAGE, damaged, fingerprint, is_whole, remember, shown_otherwise


def examine(path: Path) -> tuple[list[str], Board | None]:
    """Look closely at a board file.

    Returns:
        What is wrong with it, a sentence each, and the board it holds; no board where something is wrong.

    Raises:
        BoardError: there is no such file, it cannot be read, or a newer version made it.
    """
    try:
        check_header(path)
    except Damaged as error:
        return [str(damaged(path, error.what))], None
    with InspectionFolder("check") as own:
        private = own.path / path.name
        checked: dict[tuple[Any, ...], Edit] = {}
        try:
            _copy(path, private)
            if not is_sound(private):
                if found := _look_closely(private, checked):
                    return [*found, *_told_of_damage(path, private)], None
                with InspectionFolder() as inspection:
                    receive(private, KnownEdits(identity_of(private), {}), inspection, checked=checked)
            # All that opening would verify was looked at above.
            with BoardFile.open(private, verify=False) as opened:
                with opened.reading() as reader:
                    remember(fingerprint(reader, private))
                return [], opened.read()
        except Damaged as error:
            return [str(damaged(path, error.what))], None
        except BoardError as error:
            return [str(error)], None
        except DAMAGE:
            return [str(damaged(path, "something in it cannot be read"))], None


def _told_of_damage(path: Path, private: Path) -> list[str]:
    """What to do where the problems are such that the board is not opened, or is read-only."""
    return [] if is_whole(private) else [str(damaged(path))]


def _look_closely(private: Path, checked: dict[tuple[Any, ...], Edit]) -> list[str]:
    """What is wrong with a copy; the rows in which nothing is are put among those that were checked."""
    database = file.Database(private, read_only=False)
    try:
        with database.reading() as reader:
            return list(_problems(reader, private.name, checked))
    finally:
        database.close()


def _copy(path: Path, private: Path) -> None:
    journal = journal_of(path)
    try:
        with file.plain_errors(path):
            backup.copy_database(path, private)
    except BoardError as error:
        if error.code is Code.LOCKED or not journal.exists():
            raise
        # A write was cut short. SQLite takes it back when it opens the file for writing: let it do so in the copy.
        journal_of(private).write_bytes(journal.read_bytes())
        private.write_bytes(path.read_bytes())


def _problems(reader: sqlite3.Connection, name: str, checked: dict[tuple[Any, ...], Edit]) -> Iterator[str]:
    if reader.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise Damaged(f"{name} is damaged.", Path(name), "its structure is broken")
    if not {"edit", "meta"} <= {name for (name,) in reader.execute("SELECT name FROM sqlite_master")}:
        raise Damaged(f"{name} is damaged.", Path(name), "its edits are missing")
    board = columns.stated(reader, "board")
    rows = reader.execute(f"{EDITS} ORDER BY arrival").fetchall()
    try:
        edits = [_read(row, len(rows), str(board), checked) for row in rows]
    except (ValueError, AttributeError):
        yield f"{name} holds an edit that cannot be read."
        return
    if not any(edit.kind == "board" and edit.record == board for edit in edits):
        raise Damaged(f"{name} is damaged.", Path(name), "it does not say which board it is")
    yield from _edit_problems(rows, edits, str(board), name, checked)
    yield from _projection_problems(reader, edits)
    yield from papers_problems(edits)


def _read(row: tuple[Any, ...], count: int, board: str, checked: dict[tuple[Any, ...], Edit]) -> Edit:
    try:
        edit = checked[row] = read_edit(row, count=count, board=board)
    except NotAcceptable:
        edit = edit_of(row)  # all that is wrong with it is told later
    return edit


def _parents_are_right(edit: Edit, by_id: Mapping[EditId, Edit]) -> bool:
    try:
        check_parents(edit, by_id)
    except NotAcceptable:
        return False
    return True


def _edit_problems(
    rows: Sequence[tuple[Any, ...]],
    edits: Sequence[Edit],
    board: str,
    name: str,
    checked: dict[tuple[Any, ...], Edit],
) -> Iterator[str]:
    """What is wrong with the edits of a file: their digests, numbers, parents and values."""
    by_id = {edit.id: edit for edit in edits}
    broken: dict[str, list[Edit]] = {}
    for row, edit in zip(rows, edits, strict=True):
        if row in checked and _parents_are_right(edit, by_id):
            continue
        for rule, words in _broken_rules(row, edit, by_id, len(rows), board):
            told = f"An edit of {{edit}} {_TOLD[rule]}." if rule in _TOLD else f"{name} {words}."
            broken.setdefault(told, []).append(edit)
    for told, some in broken.items():
        yield told.format(edit=_first_of(some))
    try:
        check_kinds(edits, {})
    except NotAcceptable as reason:
        yield f"{name} {reason}."
    for missing in missing_numbers(edits).values():
        yield f"Edits that were made in one go are missing: number {', '.join(map(str, missing))}."


_TOLD = {
    Rule.DIGEST: "does not match its digest: it was changed after it was made",
    Rule.PARENT_MISSING: "replaces an edit that is not in the file",
    Rule.PARENT: "replaces an edit it cannot replace",
    Rule.VALUE: "holds a value that does not fit its field",
}


def _broken_rules(
    row: Sequence[Any], edit: Edit, by_id: Mapping[EditId, Edit], count: int, board: str
) -> Iterator[tuple[Rule, str]]:
    checks: list[Callable[[], object]] = [
        lambda: check_digest(edit),
        lambda: read_edit(row, count=count, board=board),
        lambda: check_parents(edit, by_id),
    ]
    found: dict[Rule, str] = {}
    for check in checks:
        try:
            check()
        except NotAcceptable as reason:
            found.setdefault(reason.rule, str(reason))
    # The papers of a meeting are looked at below, and named there.
    return ((rule, words) for rule, words in found.items() if rule is not Rule.FROZEN)


def _first_of(edits: Sequence[Edit]) -> str:
    first = edits[0]
    others = f" (and {len(edits) - 1} more)" if len(edits) > 1 else ""
    kind = f"one of the {KINDS[first.kind].plural}" if first.kind in KINDS else "something unknown"
    return f"{kind} by {first.who or 'somebody'} at {first.at}{others}"


def _projection_problems(reader: sqlite3.Connection, edits: Sequence[Edit]) -> Iterator[str]:
    if columns.stated(reader, "projection") != columns.projection_signature():
        return  # another version built it: it is built anew when the board is opened
    for table in shown_otherwise(reader, edits):
        yield f"What is shown differs from what the edits say ({table})."
