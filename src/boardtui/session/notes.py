"""The note beside a working copy: of which board it is one, and what of it is published or on the server."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

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
