"""What is known of what lies around the open board: what it is a working copy of, and what was noticed beside it.

A note beside a working copy says of which board it is one, and what of it is published. What is done with working
copies is in `working_copy`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.immutable import immutable
from boardtui.settings.paths import Paths
from boardtui.settings.toml_files import UnreadableFileError, read_toml


def origin_of(path: Path) -> Path | None:
    """The board of which a file is a working copy; None if it is none."""
    origin = read_note(path).get("origin")
    return Path(origin) if isinstance(origin, str) and origin and "\0" not in origin else None


def published_edition(path: Path) -> int:
    """The edition of a working copy that was published last: what it has beyond that is not in its origin yet."""
    edition = read_note(path).get("published")
    return edition if isinstance(edition, int) and edition >= 0 else 0


def note_of(path: Path) -> Path:
    """Where the note of a working copy lies."""
    return path.with_name(f"{path.name}.toml")


def read_note(path: Path) -> dict[str, Any]:
    """What the note of a working copy says; nothing where there is none that can be read."""
    try:
        return read_toml(note_of(path))
    except (OSError, UnreadableFileError):
        return {}


@immutable
class Noticed:
    """What was noticed around a board when it was opened.

    Attributes:
        beside: files that a sync program made of other copies of the board, and that have something new.
        new: how many edits they have that are not here.
        service: what keeps the board's folder in step with other machines; "" if nothing does, or that is wanted so.
        local: there is a working copy already.
        waiting: for a working copy, how many edits its origin has that are not here.
    """

    beside: tuple[Path, ...] = ()
    new: int = 0
    service: str = ""
    local: bool = False
    waiting: int = 0


class Surroundings:
    """What is known of the folder of the board that is open.

    Attributes:
        origin: the board of which the open one is a working copy; None for an ordinary board.
        noticed: what was seen beside it.
        moved_here: the person has just come from the origin, and was asked there.
    """

    def __init__(self) -> None:
        self.origin: Path | None = None
        self.noticed = Noticed()
        self.moved_here = False
        self._published = 0

    def opened(self, path: Path) -> None:
        """Another board is open."""
        self.noticed, self.origin, self._published = Noticed(), None, 0
        # A note beside any other file may have come with it, from anybody.
        if Paths.of_this_user().working.absolute() in path.absolute().parents:
            self.origin, self._published = origin_of(path), published_edition(path)

    def merged(self) -> None:
        """Copies came in: what lay beside the board was among them, or was seen and left."""
        self.noticed = Noticed(service=self.noticed.service, local=self.noticed.local)

    def unpublished(self, board: Board | None) -> int:
        """How many edits of a working copy are not in its origin yet; 0 for an ordinary board."""
        return max(0, board.edition - self._published) if self.origin is not None and board is not None else 0

    def folders(self, path: Path) -> list[Path]:
        """Where copies of a board may lie: beside it, and beside the board of which it is a working copy."""
        return [each.absolute().parent for each in (path, self.origin) if each is not None]

    def published(self, path: Path) -> None:
        """The working copy at a path was brought to the state of its origin."""
        self._published = published_edition(path)
