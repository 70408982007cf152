"""Beginning a meeting, or going on with one; closing it with all that changed in it; and agreeing its minutes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from boardtui.domain.attention.exceptions import open_actions, open_challenges
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, named_in_full, the_meeting
from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import agenda_of, agenda_title
from boardtui.domain.meetings.meeting_changes import closing_time, read_time
from boardtui.domain.meetings.minuted import minutes_are_draft
from boardtui.domain.meetings.sittings import moment, nobody_closed
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.report.closing_list import plain_lines
from boardtui.report.edits_in_meeting import NOTHING_CHANGED
from boardtui.report.minutes import not_reached
from boardtui.report.words import how_many
from boardtui.session.meeting import (
    agree_minutes,
    begin_meeting,
    close_meeting,
    minutes_of,
    papers_in_words,
    write_papers,
)
from boardtui.store.board_file import BoardFile
from boardtui.store.history import MeetingRecord
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.item_screen import ItemScreen
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.text import fitted, one_line, plain

if TYPE_CHECKING:
    from boardtui.session.live import Live


_Parts = list[Content | str | tuple[str, str]]


NOBODY_YET = "Nobody is recorded: {meeting_form} on the agenda says who came, and can still do so in the draft minutes."
"""Said where a meeting is about to close whose minutes would name nobody."""

CLOSING = "Closing, and writing the papers …"

NOT_EXCHANGED = "What others entered since then is not in what is frozen."
"""Said where a meeting of a shared board is closed without the server."""


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


def ask_on_another_day(host: Host, meeting: Meeting) -> Asked | None:
    """Ask whether a meeting that is planned for another day shall begin today; None where there is nothing to ask."""
    day = read_date(meeting.date).day
    if meeting.state is not MeetingState.PLANNED or day is None or day == host.today:
        return None
    words = f"It is planned for {show_date(meeting.date)}, and today is {format_day(host.today)}. Begin it?"
    return host.ask([Question(words, "Meeting", leaving="cancels", enter="begins it")])


async def begin(host: Host, identity: str, asked: Asked | None) -> bool:
    """Open a meeting; its agenda is made first if nobody has.

    Args:
        host: the application.
        identity: the id of the meeting.
        asked: what was asked before, if anything was.

    Returns:
        Whether it is in progress now.
    """
    if asked is not None and await asked.only() is None:
        return False
    meeting = host.board.get(Meeting, identity) if host.board is not None else None
    if meeting is None:
        return False
    who, now, today = host.settings.signature, host.clock(), host.today

    def job(file: BoardFile) -> None:
        begin_meeting(file, file.read(), meeting, who=who, now=now, today=today)

    await host.do(job, follows=True)
    host.meeting = identity
    return True


class MeetingCloseScreen(Dialog[str]):
    """Shows what changed and what is open, and closes the meeting if the chair confirms. Answers with its id."""

    CSS = """
    MeetingCloseScreen .dialog { width: 100%; max-height: 100%; }
    MeetingCloseScreen #changed { height: auto; scrollbar-size-vertical: 1; }
    MeetingCloseScreen #list { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("meeting_close")]

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self._meeting = meeting
        self._meeting_record: MeetingRecord | None = None
        self._asked = False
        self._asking = False
        self._not_exchanged = ""
        self._could_not_read = False
        self._enough = asyncio.Event()

    @property
    def _board(self) -> Board:
        board = self.host.board
        assert board is not None  # there is a meeting of it
        return board

    def compose(self) -> ComposeResult:
        """What changed, when it closed, and the keys."""
        name = the_meeting(self._meeting)
        with Vertical(classes="dialog"):
            yield Static(plain(f"Close {name}?"), classes="title")
            with VerticalScroll(id="changed", can_focus=False):
                yield Static(plain("Looking …"), id="list")
            yield FieldRow("closed_at", "Closed at", "now")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("meeting_close", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Read what was said, which may take a moment."""
        self.host.begin(self._look())

    def on_resize(self) -> None:
        """Leave room for what stands around the list."""
        self.query_one("#changed", VerticalScroll).styles.max_height = max(3, self.size.height - 8)

    async def _look(self) -> None:
        identity, self._not_exchanged, self._could_not_read = self._meeting.id, "", False
        if (live := self.host.live) is not None:
            words = f"Asking {live.line.server} what others entered … Esc goes on without it."
            self.query_one("#list", Static).update(plain(words))
            try:
                await self._ask(live)
            except BoardError as error:
                self._not_exchanged = f"{error} {NOT_EXCHANGED}"
        try:
            meeting_record = await self.host.do(lambda file: file.meeting_record(identity))
        except BoardError as error:
            if self.still_open:
                self._could_not_read = True
                self.query_one("#list", Static).update(
                    plain("What changed in it could not be read. Enter tries again.")
                )
                self.complain(str(error))
            return
        if self.still_open:
            self._show(meeting_record)

    async def _ask(self, live: Live) -> None:
        from boardtui.ui.copies.sharing import exchange_or_ask

        self._asking = True
        try:
            await exchange_or_ask(self.host, live, self._enough)
        finally:
            self._asking = False

    def _show(self, meeting_record: MeetingRecord) -> None:
        self._meeting_record = meeting_record
        self.complain(self._not_exchanged)
        self.query_one("#list", Static).update(Content.assemble(*self._parts(meeting_record)))
        row = self.query_one(FieldRow)
        if self._never_closed:
            last = moment(meeting_record.last_at) or moment(self._meeting.opened_at)
            row.control.value = f"{last.astimezone():%Y-%m-%d %H:%M}" if last is not None else ""  # type: ignore[attr-defined]
            row.note("Nobody closed it: this is the time of its last entry. Or type a time, or now.")
        else:
            row.note("now, or a time such as 12:30")

    @property
    def _never_closed(self) -> bool:
        return any(each.id == self._meeting.id for each in nobody_closed(self._board, self.host.today))

    def _parts(self, meeting_record: MeetingRecord) -> _Parts:
        board, meeting = self._board, self._meeting
        parts: _Parts = []
        said = plain_lines(board, meeting_record.entries)
        parts += _listed("What changed", said or [NOTHING_CHANGED])
        if not meeting.attendees.strip():
            key = shown_key("meeting_form", self.host.settings.keys)
            parts += _listed("Attendance", [NOBODY_YET.format(meeting_form=key)], "$warning")
        if board.conflicted:
            names = [named_in_full(board, each) for each in board.conflicted]
            parts += _listed(f"Copies still disagree about ({len(names)})", names, "$warning")
        items = agenda_of(board, meeting)
        parked = [each for each in items if each.state is AgendaState.PARKED]
        unreached = not_reached(board, meeting, meeting_record)
        for words, some in (("Not reached", unreached), ("Parked", parked)):
            if titles := [_short(agenda_title(board, each)) for each in some]:
                parts += _listed(f"{words} ({len(titles)})", titles)
        waiting = [each.text for each in open_challenges(board)] + [each.text for each in open_actions(board)]
        if waiting:
            parts += _listed(f"Comes up again at the next meeting ({len(waiting)})", waiting)
        parts.append(
            ("Closing freezes the snapshot and the minutes. A closed meeting is never reopened.", "$text-muted")
        )
        return parts

    # Keys.

    def action_leave(self) -> None:
        """Go on with the meeting; or without the server, where it is waited for."""
        if self._asking:
            self._enough.set()
        else:
            super().action_leave()

    def action_read(self, lines: int) -> None:
        """Read on, or back."""
        self.query_one("#changed", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Read on by a screenful, or back."""
        changed = self.query_one("#changed", VerticalScroll)
        changed.scroll_relative(y=direction * max(1, changed.size.height - 1), animate=False)

    def on_field_row_changed(self) -> None:
        """What was said of the time before no longer holds."""
        self.typed_again()

    def on_field_row_done(self) -> None:
        """Enter after the time closes."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Close the meeting, or say why not."""
        if self.busy:
            return
        if self._could_not_read:
            self.complain("")
            self.query_one("#list", Static).update(plain("Looking …"))
            self.host.begin(self._look())
            return
        if self._meeting_record is None:
            self.complain("It can be closed once what was said stands above: Enter again then.")
            return
        words, now = self.query_one(FieldRow).text.strip(), self.host.clock().astimezone()
        try:
            stated = None if words.casefold() in ("", "now") else read_time(words, self._meeting.date, now)
            when = closing_time(self._meeting, now, stated=self._to_the_second(stated))
        except BoardError as error:
            self.complain(str(error))
            return
        conflicts = sum(len(each.conflicts) for each in self._board.conflicted)
        if conflicts and not self._asked:
            self._asked = True
            count = how_many(conflicts, "disagreement is", "disagreements are")
            self.complain(f"{count} still open. Enter again closes all the same; Esc, then ! decides.")
            return
        self.query_one(FieldRow).note(CLOSING)
        self.begin(self._close(when))

    async def _close(self, when: datetime) -> None:
        host, identity, signature = self.host, self._meeting.id, self.host.settings.signature
        if (live := host.live) is not None and live.line.problem is None and not self._enough.is_set():
            # Somebody may have closed it a moment ago: then it is refused, and not closed twice.
            self.query_one(FieldRow).note(f"Asking {live.line.server} once more … Esc closes without it.")
            with suppress(BoardError):
                await self._ask(live)
            self.query_one(FieldRow).note(CLOSING)
            now = self._board.get(Meeting, identity)
            if now is None or now.state is MeetingState.CLOSED:
                raise BoardError(f"Somebody else has closed {the_meeting(self._meeting)} meanwhile. Esc goes back.")

        def job(file: BoardFile) -> tuple[list[Path], str]:
            close_meeting(file, identity, who=signature, at=when)
            try:
                return write_papers(file, identity), ""
            except BoardError as error:
                # It is closed: that its papers could not be written must not look as if it were not.
                return [], str(error)

        try:
            paths, problem = await host.do(job)
        except BoardError:
            self.query_one(FieldRow).note("")
            raise
        name = the_meeting(self._meeting)
        closed = f"{capitalised(name)} is closed."
        if problem:
            host.refuse(f"{closed} Its papers could not be written: {problem} D writes them again.")
        else:
            host.tell(f"{closed} Wrote {papers_in_words(paths)} in {paths[0].parent.resolve()}", seconds=15)
        self.dismiss(identity)

    def _to_the_second(self, stated: datetime | None) -> datetime | None:
        """A time to the minute is meant as the second at which the last thing was said, if that was then."""
        known = (self._meeting_record.last_at if self._meeting_record is not None else "", self._meeting.opened_at)
        exact = [when for each in known if (when := moment(each)) is not None]
        return next((when for when in exact if when.replace(second=0, microsecond=0) == stated), stated)


def _short(title: str) -> str:
    return fitted(one_line(title), 70).rstrip()


def _listed(heading: str, lines: list[str], style: str = "$accent") -> _Parts:
    return [(f"{heading}\n", f"{style} bold"), "".join(f"  {one_line(line)}\n" for line in lines)]
