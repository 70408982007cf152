"""What is known of what lies around the open board: what it is a working copy of, and what was noticed beside it.

What is done with working copies is in `working_copy` and `sharing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.settings.address import Address
from boardtui.settings.disk import why_not, write_in_one_step
from boardtui.settings.paths import Paths
from boardtui.settings.toml_files import UnreadableFileError, read_toml

_COMMENT = (
    "# The board beside this file is a working copy of a shared board. This says of which, and what of it is there.\n\n"
)


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
class Note:
    """What is known of a working copy without asking the server.

    Attributes:
        address: where the shared board is.
        edition: the edition of the working copy when this was written.
        waiting: how many of its edits were not on the server then.
        reached: when the server was reached last, ISO 8601 UTC.
        asks: the server asked for a password that somebody had to type.
    """

    address: Address
    edition: int = 0
    waiting: int = 0
    reached: str = ""
    asks: bool = False

    @property
    def reached_at(self) -> datetime | None:
        """When the server was reached last; None for never."""
        try:
            return datetime.fromisoformat(self.reached)
        except ValueError:
            return None

    def unsent(self, edition_now: int) -> int:
        """How many edits of the working copy are not on the server, as far as is known here."""
        return self.waiting + max(0, edition_now - self.edition)


def note_on(path: Path, folder: Path | None = None) -> Note | None:
    """The note of a working copy of a shared board; None for every other file.

    Args:
        path: the file.
        folder: where this person's working copies lie. A note beside any other file may have come with it.
    """
    working = Paths.of_this_user().working if folder is None else folder
    if working.absolute() not in path.absolute().parents:
        return None
    stated = read_note(path)
    try:
        address = Address.read(str(stated.get("shared", "")))
    except BoardError:
        return None
    numbers = [stated.get(name) for name in ("edition", "waiting")]
    known, waiting = (each if isinstance(each, int) and each >= 0 else 0 for each in numbers)
    return Note(address, known, waiting, str(stated.get("reached", "")), stated.get("asks") is True)


def write_note(path: Path, note: Note) -> None:
    """Write the note of a working copy.

    Raises:
        BoardError: it cannot be written.
    """
    stated = {
        "shared": str(note.address),
        "edition": note.edition,
        "waiting": note.waiting,
        "reached": note.reached,
        "asks": note.asks,
    }
    import tomli_w

    try:
        write_in_one_step(note_of(path), (_COMMENT + tomli_w.dumps(stated)).encode())
    except OSError as error:
        raise BoardError(f"{note_of(path)} could not be written: {why_not(error)}.") from None


@dataclass
class SharedLine:
    """How the line to the server of a shared board stands.

    Attributes:
        name: what the board is called there.
        server: what a sentence calls the server.
        edition: the edition of the working copy when edits were exchanged last.
        waiting: how many of its edits were not on the server then.
        reached: when the server was reached last; None for never.
        problem: why it was not reached, or refused; None where all is well.
    """

    name: str
    server: str
    edition: int = 0
    waiting: int = 0
    reached: datetime | None = None
    problem: BoardError | None = None

    @property
    def state(self) -> tuple[object, ...]:
        """What of it is to be seen."""
        return self.problem and self.problem.code, self.waiting, self.edition

    def unsent(self, edition: int) -> int:
        """How many edits are not on the server, at an edition of the working copy."""
        return self.waiting + max(0, edition - self.edition)


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
        line: how the line to the server stands, where the open one is a working copy of a shared board.
    """

    def __init__(self) -> None:
        self.origin: Path | None = None
        self.noticed = Noticed()
        self.moved_here = False
        self.line: SharedLine | None = None
        self._published = 0

    def opened(self, path: Path) -> None:
        """Another board is open."""
        self.noticed, self.origin, self.line, self._published = Noticed(), None, None, 0
        # A note beside any other file may have come with it, from anybody.
        if Paths.of_this_user().working.absolute() in path.absolute().parents:
            self.origin, self._published = origin_of(path), published_edition(path)
            if (note := note_on(path)) is not None:
                self.line = SharedLine(
                    note.address.board, note.address.server, note.edition, note.waiting, note.reached_at
                )

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
