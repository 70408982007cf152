"""What undo would take back, for whoever is to be asked before it is done."""

from __future__ import annotations

from boardtui.domain.records.edits import Edit
from boardtui.store.board_file import BoardFile
from boardtui.store.undo import edits_in, next_undo


def would_undo(board_file: BoardFile, *, who: str) -> list[Edit]:
    """The edits that `BoardFile.undo` would take back now.

    Raises:
        BoardError: there is nothing to undo.
    """
    with board_file.reading() as reader:
        batch, _ = next_undo(reader, who)
        return edits_in(reader, batch)
