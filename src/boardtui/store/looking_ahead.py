"""What undo and redo would change, for whoever is to be asked before it is done."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import LIFE, Edit
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import among, chunks, edits_of
from boardtui.store.undo import edits_in, next_redo, next_undo


@immutable
class Ahead:
    """What would be taken back.

    Attributes:
        edits: the edits that would no longer hold.
        known: these, and all else that is known of the records that they made, deleted or brought back.
    """

    edits: tuple[Edit, ...]
    known: tuple[Edit, ...]


def would_undo(board_file: BoardFile, *, who: str) -> Ahead:
    """What `BoardFile.undo` would take back now.

    Raises:
        BoardError: there is nothing to undo.
    """
    with board_file.reading() as reader:
        return _ahead(reader, next_undo(reader, who)[0])


def would_redo(board_file: BoardFile, *, who: str) -> Ahead:
    """The undo that `BoardFile.redo` would take back now.

    Raises:
        BoardError: there is nothing to do again.
    """
    with board_file.reading() as reader:
        return _ahead(reader, next_redo(reader, who)[0])


def records_together(board_file: BoardFile, batches: Iterable[str]) -> dict[str, int]:
    """For each of some batches, how many records it changed: all of them are taken back together."""
    query = "SELECT batch, count(DISTINCT record) FROM edit WHERE batch {} GROUP BY batch"
    with board_file.reading() as reader:
        return {
            batch: count
            for some in chunks(sorted(set(batches)))
            for batch, count in reader.execute(query.format(among(some)), some)
        }


def _ahead(reader: sqlite3.Connection, batch: str) -> Ahead:
    edits = edits_in(reader, batch)
    lives = {edit.record for edit in edits if edit.group == LIFE}
    of_lives = [edit for some in edits_of(reader, lives).values() for edit in some] if lives else []
    return Ahead(tuple(edits), tuple({edit.id: edit for edit in (*edits, *of_lives)}.values()))
