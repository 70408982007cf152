"""The application as screens see it, second part: the forms and dialogs that any screen may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.rag import Rag
from boardtui.ui.host_app import HostApp
from boardtui.ui.shared.rating import rate
from boardtui.ui.shared.undoing import undo


class DialogsApp(HostApp):
    """Shows what a screen asks for; each is imported when somebody wants it."""

    def rate(self, record: Record, rating: Rag) -> None:
        """Rate an item, then ask for the reason."""
        rate(self, record, rating)

    def redate(self, *records: Record, done: Callable[[], None] = lambda: None) -> None:
        """Move the date of an item, or of several as one change, and ask why it moves."""
        from boardtui.ui.forms.one_key import redate

        redate(self, records, done=done)

    def comment(self, record: Record) -> None:
        """Write a new comment on an item."""
        from boardtui.ui.forms.one_key import comment

        comment(self, record)

    async def pick_links(self, board: Board, records: Sequence[Record], *, asked: str) -> list[Record]:
        """Let somebody tick in a list what some items can be linked to."""
        from boardtui.ui.forms.chooser import LinkPicker, offers

        own = records[0].id if len(records) == 1 else ""
        offered = offers(board, records[0].kind.attributes["links"].look.kinds, own)
        chosen = await self.answer_of(LinkPicker(asked, offered, (), several=True))
        return [each for identity in chosen or () if (each := board.find(identity)) is not None]

    async def pick_evidence(self, records: Sequence[Record]) -> str:
        """Let somebody tick in a list what shows the impact of some items."""
        from boardtui.ui.forms.chooser import pick_evidence

        assert self.board is not None  # they are on it
        return await pick_evidence(self, self.board, own=records[0].id if len(records) == 1 else "")

    def edit(self, record: Record, focus: str = "") -> None:
        """Edit a record in a form."""
        from boardtui.ui.forms.form import RecordForm

        if self.writable():
            self.push_screen(RecordForm(record.kind, record, focus=focus))

    def add(self, kind: str, values: Mapping[str, Any] | None = None) -> None:
        """Add a record of a kind with a form."""
        from boardtui.ui.forms.form import RecordForm

        if self.writable():
            self.push_screen(RecordForm(KINDS[kind], None, values=values or {}))

    def delete(self, record: Record) -> None:
        """Show what a deletion affects, and delete if it is confirmed."""
        from boardtui.ui.forms.delete import DeleteScreen

        if self.writable():
            self.push_screen(DeleteScreen(record))

    def presented(self, record: Record, width: int, height: int) -> RenderableType:
        """A record as a room sees it."""
        from boardtui.ui.meetings.brief import presented

        assert self.board is not None  # there is a record of it
        return presented(self.board, record, self.today, self.palette, width=width, height=height)

    def show_history(self, record: Record | None) -> None:
        """Show the history of a record, or of the board."""
        from boardtui.ui.history import HistoryScreen

        if self.file is not None:
            self.push_screen(HistoryScreen(record))

    def undo(self) -> None:
        """Take back the last edit."""
        undo(self)

    def import_tables(self, path: Path | None = None) -> None:
        """Bring in a spreadsheet or a table."""
        from boardtui.ui.imports.source import ImportSource

        if self.writable():
            self.push_screen(ImportSource(path))

    def merge(self) -> None:
        """Bring in copies."""
        from boardtui.ui.copies.merge import MergeScreen

        if self.writable():
            self.push_screen(MergeScreen(self.around.noticed.beside))

    def decide(self) -> None:
        """Decide where copies disagree."""
        from boardtui.ui.copies.conflicts import ConflictScreen

        if self.board is not None and not self.to_decide:
            self.say("No copies disagree about anything.")
        elif self.writable():
            self.push_screen(ConflictScreen(self.selected.id if self.selected is not None else ""))
