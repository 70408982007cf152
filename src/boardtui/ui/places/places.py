"""Where one is and was on the board that is open: found again when it is opened, and gone back to with a key."""

from __future__ import annotations

import asyncio
import threading
from operator import attrgetter

from textual.css.query import NoMatches
from textual.widgets import ContentSwitcher

from boardtui.domain.board.board import Board
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import Action
from boardtui.domain.records.rag import Rag
from boardtui.report.words import how_many
from boardtui.settings.places import BoardPlace, ScreenPlace, keep_place, load_places
from boardtui.ui.host import Host
from boardtui.ui.places.placed import Placed
from boardtui.ui.screens import SCREENS

MOST = 100


@immutable
class Spot:
    """A place: a screen, and the row under the cursor; empty for none."""

    screen: str
    key: str


class Trail:
    """Remembers where one was, each time one leaves for somewhere else."""

    def __init__(self) -> None:
        self._before: list[Spot] = []
        self._after: list[Spot] = []

    def leave(self, spot: Spot) -> None:
        """One goes somewhere else from here: what was ahead is no longer."""
        self._after.clear()
        self._put(self._before, spot)

    def back(self, here: Spot) -> Spot | None:
        """The place before this one; None where there is none."""
        return self._go(here, self._before, self._after)

    def forward(self, here: Spot) -> Spot | None:
        """The place one came back from; None where there is none."""
        return self._go(here, self._after, self._before)

    def _go(self, here: Spot, source: list[Spot], other: list[Spot]) -> Spot | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        self._put(other, here)
        return source.pop()

    def _put(self, spots: list[Spot], spot: Spot) -> None:
        if not spots or spots[-1] != spot:
            spots.append(spot)
        del spots[:-MOST]


class Places:
    """The places of the board that is open."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._board = ""  # its identity; empty where nothing is kept of it
        self._kept = BoardPlace()
        self._trail = Trail()
        self._going = False
        self._keeping = threading.Lock()  # one file holds the places of all boards

    def opened(self, board: Board, *, kept: bool) -> None:
        """Another board was opened: its screens are as they were left.

        Args:
            board: the board.
            kept: whether it is one to come back to, and not to try things on or to begin with what is a lead's.
        """
        self._board = board.profile.id if kept else ""
        self._kept = load_places().get(self._board, BoardPlace()) if kept else BoardPlace()
        self._trail = Trail()
        for screen in self._host.main.query(Placed):
            self.find_again(screen)

    @property
    def screen(self) -> str:
        """The screen that was left last; empty where there is none."""
        return self._kept.screen if self._kept.screen in {each.name for each in SCREENS} else ""

    def find_again(self, screen: Placed) -> None:
        """Let a screen be as it was left."""
        screen.take_place(self._kept.screens.get(screen.id or "", ScreenPlace()))

    def keep(self) -> None:
        """Keep how the board is left."""
        if (now := self._now()) is not None:
            self._kept = now
            with self._keeping:
                keep_place(self._board, now)

    async def keep_meanwhile(self) -> None:
        """Keep where one is, if one has gone on since; the disk is not waited for."""
        if (now := self._now()) is not None and now != self._kept:
            self._kept = now
            await asyncio.to_thread(self._write, self._board, now)

    def _write(self, board: str, place: BoardPlace) -> None:
        with self._keeping:
            if place is self._kept:  # else it has been kept anew meanwhile
                keep_place(board, place)

    def _now(self) -> BoardPlace | None:
        """How the board would be left now; None where nothing is kept of it."""
        host, here = self._host, self._here()
        if not self._board or host.file is None or host.board is None or here is None:
            return None
        screens = {screen.id or "": screen.place for screen in host.main.query(Placed)}
        path, counts = str(host.file.path.absolute()), counts_of(host.board)
        return BoardPlace(path, counts, here.screen, screens={**self._kept.screens, **screens})

    # Back and forward.

    def leave(self) -> None:
        """One goes somewhere else from here, unless it is back or forward."""
        if not self._going and (here := self._here()) is not None:
            self._trail.leave(here)

    async def go(self, *, back: bool) -> None:
        """Go back to the place before, or forward again."""
        here = self._here()
        if here is None:
            return
        spot = self._trail.back(here) if back else self._trail.forward(here)
        if spot is None:
            self._host.say("This is the first place." if back else "This is the last place.")
            return
        self._going = True
        try:
            await self._host.show_screen(spot.screen)
        finally:
            self._going = False
        for screen in self._host.main.query(Placed):
            if screen.id == spot.screen and spot.key:
                screen.go_to(spot.key)

    def _here(self) -> Spot | None:
        try:
            shown = self._host.main.query_one("#screens", ContentSwitcher).visible_content
        except NoMatches:
            return None
        return Spot(shown.id or "", shown.table.key) if isinstance(shown, Placed) else None


def counts_of(board: Board) -> str:
    """How a board stands, in a few words for the list of boards."""
    ratings = list(map(attrgetter("rag"), board.all(Action)))
    parts = (
        how_many(len(ratings), "action"),
        *(f"{count} {rag.value}" for rag in (Rag.RED, Rag.AMBER) if (count := ratings.count(rag))),
    )
    return ", ".join(parts)
