"""Importing into a board on disk: what is read is compared with it, and entered as one batch."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import Edit
from boardtui.exchange.sheets.answers import Answers
from boardtui.exchange.sheets.importing import Preview, preview
from boardtui.exchange.sources.grid import Source
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.store.history import edits_of_kinds


def preview_of(
    file: BoardFile, board: Board, source: Source, answers: Answers, *, sheet: str = "", kind: str = ""
) -> Preview:
    """What importing a source into an open board would do.

    Args:
        file: the board.
        board: what was read from it.
        source: what was read from the source.
        answers: what a person has said.
        sheet: the one sheet that is read; all by default.
        kind: what all tables hold.

    Raises:
        BoardError: the board cannot be read, or an answer names what is not there.
    """

    def said_before(kinds: Collection[str]) -> list[Edit]:
        with file.reading() as reader:
            return edits_of_kinds(reader, kinds)

    return preview(source, board, said_before, answers, sheet=sheet, kind=kind)


def carry_out(file: BoardFile, done: Preview, *, who: str, seen: int | None = None) -> Receipt:
    """Enter what a preview says, all of it or nothing.

    Args:
        file: the board.
        done: the preview.
        who: the name the edits are signed with.
        seen: the edition of the board that the preview was made from.

    Raises:
        BoardError: the board cannot be written.
    """
    why = f"imported from {Path(done.source.name).name}"
    return file.write(done.planned.changes, who=who, why=why, seen=seen)
