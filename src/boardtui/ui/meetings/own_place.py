"""Where one is in a meeting that others have on their screens, too: at an item of one's own, or with the chair.

That is so on shared boards. On every other one there is one place, that of the meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.widget import Widget

from boardtui.domain.board.board import Board
from boardtui.domain.meetings.agenda_changes import current_item
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.ui.commands import shown_key
from boardtui.ui.host import Host, host_of


class Place:
    """The item that is shown of a meeting that others step through as well.

    Attributes:
        follows: the item is always the one that whoever steps through the meeting has come to.
    """

    def __init__(self) -> None:
        self.follows = False
        self._of = ("", "")  # the meeting, and the item of it that is shown here

    def in_it(self, board: Board, meeting: Meeting) -> Meeting:
        """The meeting as it is to be shown here: at the item where one was, whatever others have come to."""
        if self.follows:
            return meeting
        if self._of[0] != meeting.id:
            here = current_item(board, meeting)
            self._of = (meeting.id, here.id if here is not None else "")
        return replace(meeting, current_item=self._of[1] or meeting.current_item)

    def gone(self, changes: Sequence[Change]) -> None:
        """Somebody here steps to another item, as these changes say."""
        for each in changes:
            if "current_item" in each.values:
                self._of = (each.record, str(each.values["current_item"]))

    def forget(self) -> None:
        """Begin anew at the item to which the meeting has come."""
        self._of = ("", "")


class OwnPlace(Widget):
    """What of the view of a running meeting is about the place in it."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.place = Place()

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self.app)

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
