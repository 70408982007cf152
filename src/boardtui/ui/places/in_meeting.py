"""Where one is in a meeting that others have on their screens, too: at an item of one's own, or with the chair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from boardtui.domain.board.board import Board
from boardtui.domain.meetings.agenda_changes import current_item
from boardtui.domain.records.edits import Change, Edit
from boardtui.domain.records.kinds import Meeting


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

    def gone(self, changes: Iterable[Change]) -> None:
        """Somebody here steps to another item, as these changes say."""
        for each in changes:
            if "current_item" in each.values:
                self._of = (each.record, str(each.values["current_item"] or ""))

    def turned_back(self, edits: Iterable[Edit]) -> bool:
        """Somebody here undid or redid these edits: where one of them was a step, one is where that leads now.

        Returns:
            Whether that is another item.
        """
        before = self._of
        self.gone(Change(edit.record, edit.kind, edit.values()) for edit in edits if edit.kind == "meeting")
        return self._of != before

    def forget(self) -> None:
        """Begin anew at the item to which the meeting has come."""
        self._of = ("", "")
