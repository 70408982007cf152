"""Putting copies that are merged out of the way: into a folder beside them, and never over another file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.settings.disk import why_not
from boardtui.settings.paths import free_path
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.received_file import is_being_written
from boardtui.store.copies.stated import stated_copies

DONE = "merged"
"""What the folder is called."""


def put_away(file: BoardFile, copies: Iterable[Path], keep: Iterable[Path] = ()) -> list[Path]:
    """Move copies into the folder of those that are done. None is moved while one of them has to stay.

    Args:
        file: the board. A copy stays where it is as long as the board does not have all of it.
        copies: the copies.
        keep: what must not be moved whatever it is, such as the board of which this file is a working copy.

    Returns:
        Where each copy is now.

    Raises:
        BoardError: a copy has something that is not here, is being written, or could not be moved.
    """
    chosen = list(dict.fromkeys(copies))
    stay = {each.resolve() for each in (file.path, *keep)}
    for path, said in stated_copies(file, chosen).items():
        if path.resolve() in stay:
            raise BoardError(f"{path.name} is a board that is worked in, so it stays where it is.")
        if is_being_written(path):
            raise BoardError(f"{path.name} is being written to, so it stays where it is. Nothing was moved.")
        if not said.readable or said.new:
            raise BoardError(f"{path.name} has something that is not here yet: merge it first. Nothing was moved.")
    return [_moved(path) for path in chosen]


def moved_words(moved: Sequence[Path]) -> str:
    """What is said once copies are out of the way."""
    folders = ", ".join(dict.fromkeys(str(each.parent) for each in moved))
    return f"Moved {len(moved):,} {'copy' if len(moved) == 1 else 'copies'} into {folders}"


def _moved(path: Path) -> Path:
    folder = path.parent / DONE
    try:
        folder.mkdir(exist_ok=True)
        return path.rename(free_path(folder / path.name))
    except OSError as error:
        raise BoardError(f"{path} could not be moved into {folder}: {why_not(error, folder)}.") from None
