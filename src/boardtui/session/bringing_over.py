"""What was done in a board whose file is no more what was written: brought over, or saved apart from it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import LIFE, Change, Edit
from boardtui.store.board_file import BoardFile


def bring_over(file: BoardFile, edits: Sequence[Edit], created: Collection[str]) -> tuple[int, list[Edit]]:
    """Write anew, in their order, what of some edits a file does not have: as they were signed, dated and explained.

    Args:
        file: what takes the place of the file in which they were made, such as a backup of it.
        edits: what was done.
        created: ids of the records that came with it. Any other that the file does not know would be without what it
            began with, such as its title.

    Returns:
        How many came over, and those that could not: what they are about is not in the file.
    """
    came, left = 0, []
    for edit in file.lacks(edits):
        if edit.record not in created and not file.history(edit.record, limit=1):
            left.append(edit)
            continue
        try:
            file.write([_again(edit)], who=edit.who, why=edit.why, at=datetime.fromisoformat(edit.at))
            came += 1
        except BoardError:
            left.append(edit)
    return came, left


def save_as_plan(board: Board, beside: Path) -> Path:
    """Write a board as it is shown beside a file of which no backup is whole.

    It is a plan: another copy of the board takes in what is different in it, and where there is no copy a board is made
    of it. A copy of the board itself it cannot be, as nobody knows what of the file is still what was written.

    Raises:
        BoardError: it cannot be written there.
    """
    from boardtui.session.export import Format, content, write_beside

    target = beside.with_name(f"{beside.stem} as shown here.toml")
    return write_beside(target, content(board, Format.TOML), board=beside)


def _again(edit: Edit) -> Change:
    if edit.group == LIFE:
        return Change(edit.record, edit.kind, delete=edit.value == "false", restore=edit.value == "true")
    return Change(edit.record, edit.kind, edit.values())
