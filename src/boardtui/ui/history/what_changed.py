"""What changed: between any two meetings, or since one of them until now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.dates.dates import read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.report.changes import what_changed, what_changed_view
from boardtui.session.export import write_document
from boardtui.settings.paths import free_path
from boardtui.store.board_file import BoardFile
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain, rich_plain

NOTHING_YET = "No meeting has been closed yet, so there is nothing to compare with."


class WhatChangedScreen(Dialog[None]):
    """Ratings, dates, KPIs, risks and texts: what each was and is, in reading order."""

    CSS = """
    WhatChangedScreen .dialog { width: 100%; max-width: 200; height: 100%; max-height: 100%; }
    WhatChangedScreen VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    WhatChangedScreen #text { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("what_changed")]

    def __init__(self) -> None:
        super().__init__()
        self._held: Sequence[Meeting] = ()
        self._since = 0  # places among the closed meetings, the latest first
        self._until = -1  # -1 stands for now

    def compose(self) -> ComposeResult:
        """The time, what changed in it, and the keys."""
        with Vertical(classes="dialog"):
            yield Static("What changed", classes="title")
            with VerticalScroll():
                yield Static(plain("Looking …"), id="text", markup=False)
            yield Static(keys_line("what_changed", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with what changed since the last meeting."""
        board = self.host.board
        every = board.all(Meeting) if board is not None else ()
        closed = [each for each in every if each.state is MeetingState.CLOSED and each.known]
        self._held = sorted(closed, key=lambda each: (each.closed_at, each.id), reverse=True)
        self.query_one(VerticalScroll).focus()
        self._look()

    def _look(self) -> None:
        if self._held:
            self.host.begin(self._read(self._held[self._since].id, self._end))
        else:
            self._show(rich_plain(NOTHING_YET))

    @property
    def _end(self) -> Meeting | None:
        return self._held[self._until] if self._until >= 0 else None

    async def _read(self, since: str, until: Meeting | None) -> None:
        def job(file: BoardFile) -> RenderableType:
            return what_changed_view(file.read(since=since, at=until.id if until is not None else ""), until=until)

        try:
            drawn = await self.host.do(job)
        except BoardError as error:
            drawn = rich_plain(str(error))
        if self.still_open and self._held[self._since].id == since and self._end == until:
            self._show(drawn)

    def _show(self, drawn: RenderableType) -> None:
        self.query_one("#text", Static).update(drawn)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_since(self) -> None:
        """Begin at an earlier meeting; after the first one at the last again."""
        if self._held:
            self._since = (self._since + 1) % len(self._held)
            if self._until >= self._since:
                self._until = -1
            self._look()

    def action_until(self) -> None:
        """End at an earlier meeting; after those that follow the beginning now again."""
        if self._held:
            self._until = self._until + 1 if self._until + 1 < self._since else -1
            if self._since == 0:
                self.host.say("It begins at the last meeting, so it ends now. s begins earlier.")
            self._look()

    def action_write(self) -> None:
        """Write it as Markdown beside the board. A file that is there is not replaced."""
        if not self._held:
            self.host.say(NOTHING_YET)
            return
        since, end = self._held[self._since], self._end

        def job(file: BoardFile) -> str:
            text = what_changed(file.read(since=since.id, at=end.id if end is not None else ""), until=end)
            day = read_date(since.date).day
            name = f"{file.path.stem}-changes-since-{day.isoformat() if day else 'the-last-meeting'}.md"
            path = free_path(file.path.with_name(name))
            write_document(path, text, board=file.path)
            return str(path)

        self.host.begin(self._write(job))

    async def _write(self, job: Callable[[BoardFile], str]) -> None:
        self.host.say(f"Wrote {await self.host.do(job)}")
