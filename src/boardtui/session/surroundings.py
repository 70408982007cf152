"""What lies around an open board file: copies left by sync programs, a synced folder, and its working copy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.session.working_copy import Published, origin_of, publish, published_edition, working_copy_of
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import preview_merge
from boardtui.store.copies.nearby import conflicted_siblings, synced_folder


@dataclass(frozen=True, slots=True)
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

    def publish(self, file: BoardFile) -> Published:
        """Bring a working copy and its origin to the same state.

        Raises:
            BoardError: see `boardtui.session.working_copy.publish`.
        """
        assert self.origin is not None
        return publish(file, self.origin)


def look_around(file: BoardFile, origin: Path | None, in_place: tuple[Path, ...], folder: Path) -> Noticed:
    """Look around a board. Only reads; what cannot be read is not there.

    Args:
        file: the board.
        origin: the board of which it is a working copy, or None.
        in_place: boards that the person works on in their synced folders.
        folder: where the person's working copies lie.
    """
    path = file.path.absolute()
    try:
        beside = [*conflicted_siblings(path), *(conflicted_siblings(origin) if origin is not None else ())]
        seen = preview_merge(file, beside) if beside else None
        news = [each for each in seen.copies if each.new or each.refused] if seen is not None else []
        service = synced_folder(path) if origin is None and path not in in_place else ""
        local = bool(service) and working_copy_of(path, folder) is not None
        # The origin itself, which may be out of reach or gone.
        waiting = len(preview_merge(file, [origin]).edits) if origin is not None and origin.is_file() else 0
    except (OSError, RuntimeError, BoardError):
        return Noticed()
    return Noticed(
        tuple(each.path for each in news), len(seen.edits) if seen is not None else 0, service, local, waiting
    )
