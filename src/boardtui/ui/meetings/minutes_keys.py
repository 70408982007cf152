"""The minutes of a closed meeting: a draft that is worked out from the file, and the key that agrees it."""

from __future__ import annotations

from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import the_meeting
from boardtui.domain.meetings.minuted import minutes_are_draft
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.session.meeting import agree_minutes, minutes_of, papers_in_words, write_papers
from boardtui.ui.shared.item_screen import ItemScreen


class MinutesKeys(ItemScreen):
    """A screen on which a closed meeting may be chosen."""

    _draft: tuple[Any, str] = (None, "")

    @property
    def draft_minutes(self) -> Meeting | None:
        """The closed meeting that is chosen, or that the running item is about, if its minutes are to be agreed."""
        record = self.selected
        return record if isinstance(record, Meeting) and minutes_are_draft(record) else None

    def minutes_of(self, board: Board, meeting: Meeting) -> str:
        """The minutes of a closed meeting; empty while a draft is being worked out, after which they are shown."""
        if meeting.state is not MeetingState.CLOSED or not minutes_are_draft(meeting):
            return meeting.agreed_minutes or meeting.minutes
        if self._draft[0] != (key := (meeting.id, board.edition)):
            self._draft = (key, "")
            self.host.begin(self._read_draft(key, meeting))
        return self._draft[1]

    async def _read_draft(self, key: tuple[str, int], meeting: Meeting) -> None:
        text = await self.host.do(lambda file: minutes_of(file, meeting))
        if self._draft[0] == key:
            self._draft = (key, text)
            self.minutes_were_read()

    def minutes_were_read(self) -> None:
        """Show the draft minutes, which have been worked out."""
        self.show_detail()

    def action_agree_minutes(self) -> None:
        """Freeze the minutes as the board has agreed them."""
        meeting = self.draft_minutes
        if meeting is not None and self.host.writable():
            self.host.begin(self._agree(meeting))

    async def _agree(self, meeting: Meeting) -> None:
        who, now = self.host.settings.signature, self.host.clock()
        await self.host.do(lambda file: agree_minutes(file, meeting.id, who=who, now=now))
        self.host.tell(f"The minutes of {the_meeting(meeting)} are agreed and frozen")

    def action_write_papers(self) -> None:
        """Write the minutes, front sheet and whole plan of a closed meeting again."""
        if isinstance(record := self.selected, Meeting):
            self.host.begin(self._write_papers(record.id))

    async def _write_papers(self, identity: str) -> None:
        paths = await self.host.do(lambda file: write_papers(file, identity))
        self.host.tell(f"Wrote {papers_in_words(paths)}")
