"""The scores a risk had at past meetings, looked up in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from boardtui.domain.board import Board
from boardtui.domain.dates import show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.kinds import Meeting, Risk
from boardtui.store.at_meetings import values_at_meetings
from boardtui.store.board_file import BoardFile

if TYPE_CHECKING:
    from boardtui.ui.screens.item_screen import ItemScreen


class PastScores:
    """Looks up the scores of the one risk that was asked for last.

    Args:
        screen: the screen that shows them.
        found: called when they are known.
    """

    def __init__(self, screen: ItemScreen, found: Callable[[], None]) -> None:
        self._screen = screen
        self._found = found
        self._asked: tuple[int, str] | None = None
        self._known: Sequence[tuple[str, str]] = ()

    def of(self, board: Board, risk: Risk) -> Sequence[tuple[str, str]]:
        """The scores at past meetings, each with the day of the meeting, as far as they are known by now."""
        key, file = (board.edition, risk.id), self._screen.board_app.file
        if key != self._asked and file is not None:
            self._asked, self._known = key, ()
            look = partial(self._look_back, file, board, risk)
            self._screen.run_worker(look, name="look_back", group="past", exclusive=True, thread=True)
        return self._known

    def _look_back(self, file: BoardFile, board: Board, risk: Risk) -> None:
        try:
            found = values_at_meetings(file.history(risk.id), board.all(Meeting), "current")
        except BoardError:
            return
        past = [(show_date(meeting.date) or meeting.title, score) for meeting, score in found]
        self._screen.app.call_from_thread(self._looked_back, (board.edition, risk.id), past)

    def _looked_back(self, key: tuple[int, str], past: Sequence[tuple[str, str]]) -> None:
        if key == self._asked:
            self._known = past
            self._found()
