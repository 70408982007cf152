"""Copies of a board that lie about: beside it, and where browsers and mail programs put what comes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from boardtui.store.received import identity_of

MOST_FILES = 300
"""How many of the newest boards of a folder are looked into."""


@dataclass(frozen=True, slots=True)
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
