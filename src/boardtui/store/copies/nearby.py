"""Copies of a board that lie about: found, put out of the way once they are merged, and what each says of itself.

Nothing that a file says of itself is believed: it is said in a list, from which the file goes on to be checked in full.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.records.copies import COPY
from boardtui.settings.disk import give_new_name, why_not
from boardtui.settings.paths import under_free_name
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.copies.noted import copies_out
from boardtui.store.copies.receive import identity_of, stated
from boardtui.store.copies.received_file import is_being_written
from boardtui.store.copies.told import copy_it_is, whose_copy
from boardtui.store.edit_rules import NotAcceptable
from boardtui.store.file import FileStamp

MOST_FILES = 300
"""How many of the newest boards of a folder are looked into."""


@immutable
class Nearby:
    """A copy that was found.

    Attributes:
        changed: when the file was last written, in seconds since 1970.
    """

    path: Path
    changed: float


def boards_in(folder: Path) -> list[Path]:
    """The boards of a folder, newest first; none where it cannot be read."""
    return [each.path for each in _files_in(folder)]


def copies_near(board: Path, folders: Iterable[Path]) -> list[Nearby]:
    """The copies of a board that lie in some folders, newest first, without the board itself.

    Only the identity that a file states is looked at; whether it may be believed, a preview of the merge says.
    """
    own, seen = identity_of(board), {_resolved(board)}
    found: list[Nearby] = []
    for each in [file for folder in dict.fromkeys(folders) for file in _files_in(folder)[:MOST_FILES]]:
        whole = _resolved(each.path)
        if whole not in seen and own and identity_of(each.path) == own:
            found.append(each)
        seen.add(whole)
    return sorted(found, key=lambda each: (-each.changed, str(each.path)))


def _files_in(folder: Path) -> list[Nearby]:
    found: list[Nearby] = []
    try:
        for path in folder.iterdir():
            if path.suffix.casefold() == ".board" and not path.name.startswith(".") and path.is_file():
                found.append(Nearby(path, path.stat().st_mtime))
    except OSError:
        pass  # what was found until then is better than nothing
    return sorted(found, key=lambda each: (-each.changed, str(each.path)))


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


_CONFLICT_WORDS = re.compile(
    r"""
    \(.*conflicted\ copy.*\)        # Dropbox, Nextcloud: plan (Lead's conflicted copy 2021-02-03).board
    | \.sync-conflict-              # Syncthing: plan.sync-conflict-20210203-101500-ABCDEFG.board
    | [_-]conflict-?\d              # ownCloud: plan_conflict-20210203-101500.board
    | \[conflict\]                  # Google Drive: plan [Conflict].board
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A host or a number after the name: OneDrive writes plan-LAPTOP-7.board and plan-Lead's MacBook Pro.board, iCloud
# plan 2.board, Google Drive and browsers plan (1).board.
_HOST_OR_NUMBER = re.compile(r"-[\w.'’-][\w.'’ -]{0,62}|[ ]\d{1,2}|[ ]?\(\d{1,2}\)", re.IGNORECASE)


def conflicted_siblings(path: Path) -> list[Path]:
    """The files beside a board that a sync program made of another copy of the same board.

    Only the name and the identity that the file states are looked at; whether it has anything new, and whether it may
    be believed, a preview of the merge says.
    """
    try:
        beside = sorted(each for each in path.parent.iterdir() if each.suffix == path.suffix and each != path)
    except OSError:
        return []
    named = [each for each in beside if _is_sibling_name(path.stem, each.stem)]
    own = identity_of(path) if named else ""
    return [each for each in named if own and identity_of(each) == own]


def _is_sibling_name(stem: str, other: str) -> bool:
    if not other.startswith(stem):
        return False
    rest = other[len(stem) :]
    return bool(_CONFLICT_WORDS.search(rest) or _HOST_OR_NUMBER.fullmatch(rest))


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
    chosen = {path: FileStamp.of(path) for path in copies}
    stay = {each.resolve() for each in (file.path, *keep)}
    for path, said in stated_copies(file, chosen).items():
        if path.resolve() in stay:
            raise BoardError(f"{path.name} is a board that is worked in, so it stays where it is.")
        if is_being_written(path):
            raise BoardError(f"{path.name} is being written to, so it stays where it is. Nothing was moved.")
        if not said.readable or said.new:
            raise BoardError(f"{path.name} has something that is not here yet: merge it first. Nothing was moved.")
    return [_moved(path, stamp) for path, stamp in chosen.items()]


def moved_words(moved: Sequence[Path]) -> str:
    """What is said once copies are out of the way."""
    folders = ", ".join(dict.fromkeys(str(each.parent) for each in moved))
    return f"Moved {len(moved):,} {'copy' if len(moved) == 1 else 'copies'} into {folders}"


def _moved(path: Path, stamp: FileStamp | None) -> Path:
    folder = path.parent / DONE

    def move(free: Path) -> None:
        if FileStamp.of(path) != stamp:
            raise BoardError(f"{path.name} was written to meanwhile, so it stays where it is: merge it again.")
        give_new_name(path, free)

    try:
        folder.mkdir(exist_ok=True)
        return under_free_name(folder / path.name, move)
    except OSError as error:
        raise BoardError(f"{path} could not be moved into {folder}: {why_not(error, folder)}.") from None
