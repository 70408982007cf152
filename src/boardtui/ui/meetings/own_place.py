"""Where one is in a meeting that others have on their screens, too: at an item of one's own, or with the chair.

That is so on shared boards. On every other one there is one place, that of the meeting.
"""

from __future__ import annotations

from textual.widget import Widget

from boardtui.domain.board.board import Board
from boardtui.domain.meetings.agenda_changes import AgendaPlace
from boardtui.domain.records.kinds import Meeting
from boardtui.ui.commands import shown_key
from boardtui.ui.host import Host, host_of


class OwnPlace(Widget):
    """What of the view of a running meeting is about the place in it."""

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self.app)

    @property
    def place(self) -> AgendaPlace:
        """Where one is in it."""
        return self.host.at

    def placed(self, board: Board | None) -> Meeting | None:
        """The meeting that runs, at the item that is to be shown here."""
        meeting = board.get(Meeting, self.host.meeting) if board is not None else None
        if board is None or meeting is None or self.host.live is None:
            return meeting
        return self.place.in_it(board, meeting)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only where others step through the meeting, too, there is somebody to follow."""
        return self.host.live is not None if action == "follow" else super().check_action(action, parameters)

    def action_follow(self) -> None:
        """Follow whoever steps through the meeting, or stay at an item of one's own."""
        place, key = self.place, shown_key("run_follow", self.host.settings.keys)
        place.follows = not place.follows
        place.forget()
        self.show()
        told = "You follow the meeting from item to item" if place.follows else "You stay at this item, whoever goes on"
        self.host.say(f"{told}; {key} changes that.")

    def show(self) -> None:
        """Draw the item as it is now."""
        raise NotImplementedError
