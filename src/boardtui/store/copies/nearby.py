"""Copies of a board that lie about, and those that a sync program made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from boardtui.domain.immutable import immutable
from boardtui.store.copies.receive import identity_of

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
