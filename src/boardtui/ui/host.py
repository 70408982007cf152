"""What screens see of the application: the board that is open, the last change to it, and what they may ask for.

Screens know this and not the application, which knows all of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from rich.console import RenderableType
from textual.screen import Screen

from boardtui.domain.attention.schedule import with_first_date
from boardtui.domain.board.board import Board
from boardtui.domain.meetings.agenda_changes import AgendaPlace
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.session.open_board import Changes, Job, OpenBoard, T
from boardtui.session.surroundings import Surroundings
from boardtui.settings.settings import Settings
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.ui.shared.prompt_line import Asked, Question

if TYPE_CHECKING:
    from boardtui.session.live import Live


# What belongs to one record: its ref, and the dates and places that follow from what it was before.
_ITS_OWN = frozenset({"ref", "original_due", "position", "order"})
R = TypeVar("R")


class LastChange:
    """Sees what is written, and keeps the last of it that could be done to another item as well.

    Attributes:
        values: what was set, by field; empty where nothing was yet.
        why: the reason that was given for it.
    """

    def __init__(self) -> None:
        self.values: Mapping[str, Any] = {}
        self.why = ""
        self._batch = ""

    def see(self, changes: Changes, why: str, continues: str, written: asyncio.Future[Receipt]) -> None:
        """Keep what is being written, as soon as it is on disk."""
        if not callable(changes):
            written.add_done_callback(partial(self._keep, list(changes), why, continues))

    def _keep(self, changes: list[Change], why: str, continues: str, written: asyncio.Future[Receipt]) -> None:
        if written.cancelled() or written.exception() is not None:
            return
        receipt = written.result()
        if not receipt.edits or receipt.created or any(each.delete or each.restore for each in changes):
            return
        if (values := _values_of_all(changes)) is None:
            return
        if continues and continues == self._batch:
            self.values, self.why = {**self.values, **values}, why or self.why
        else:
            self.values, self.why, self._batch = values, why, receipt.batch

    def for_record(self, record: Record) -> Change | None:
        """The same change to another record; None where that has none of the fields."""
        kind = record.kind
        values = {name: value for name, value in self.values.items() if kind.has(name)}
        if "due_reason" in values and not getattr(record, "due", ""):
            values["due_reason"] = ""  # a first date is no re-dating
        if not values:
            return None
        return Change(record.id, kind.name, with_first_date(kind, values, was=record))


def _values_of_all(changes: list[Change]) -> dict[str, Any] | None:
    """What some changes set, where it is the same on all of them and could be set on others."""
    own = {name for each in changes for name in KINDS[each.kind].natural_key} | _ITS_OWN
    found = [{name: value for name, value in each.values.items() if name not in own} for each in changes]
    return found[0] if found and found[0] and all(each == found[0] for each in found) else None


class Host(Protocol):
    """The application, as screens, dialogs and lines see it.

    Attributes:
        opened: the board that is open, with the writer of its file.
        around: what lies around its file, and whether that is a working copy.
        clock: what dates edits; for what is overdue, too.
        settings: what the person has chosen.
        palette: the styles that tables and charts are drawn with.
        throwaway: the board is a copy to try things on.
        meeting: id of the meeting that runs; everything that is written carries it.
        to_decide: how many things copies disagree about.
        live: what exchanges edits with the server of a shared board; None for every other board.
        last_change: what was changed last here, to be done to other items, too.
        at: where one is in a meeting that others have on their screens, too.
        shared_boards: the working copies of shared boards that were open since the program began.
        documents: the files that were written of the board since the program began.
    """

    opened: OpenBoard
    around: Surroundings
    clock: Callable[[], datetime]
    settings: Settings
    palette: Palette
    throwaway: bool
    meeting: str
    to_decide: int
    live: Live | None
    last_change: LastChange
    at: AgendaPlace
    shared_boards: set[Path]
    documents: list[Path]

    @property
    def board(self) -> Board | None:
        """The board as it is shown; None as long as none is open."""

    @property
    def file(self) -> BoardFile | None:
        """The file it is in."""

    @property
    def lead(self) -> str:
        """Whose items *Mine* shows: for whom the open file was made, or who signs; "" where nothing is theirs."""

    @property
    def today(self) -> date:
        """The day it is where the board sits."""

    # Reading and writing.

    def write(
        self, changes: Changes, *, why: str = "", seen: int | None = None, continues: str = "", meeting: str = ""
    ) -> asyncio.Future[Receipt]:
        """Put changes on disk in their turn, signed, and show the board as it is then: see `OpenBoard.write`."""

    def do(self, job: Job[T], *, follows: bool = False) -> asyncio.Future[T]:
        """Do something with the file in its turn, and show the board as it is then: see `OpenBoard.do`."""

    def when_drawn(self, work: Callable[[], None]) -> None:
        """Do something once all that is to be seen now has been drawn."""

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work that waits for the disk or for an answer; if it fails, the sentence is shown."""

    def ask(self, questions: Sequence[Question], *, saving: str = "") -> Asked:
        """Ask in the line at the bottom, from this call on: the next key is typed into it."""

    def writable(self) -> bool:
        """Whether edits are possible; says so if not."""

    # Saying and showing.

    def say(self, sentence: str) -> None:
        """Say that something was done, in place of what was said before."""

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the clipboard of the terminal's machine, and say what was copied."""

    def tell(self, sentence: str, *, seconds: float = 12) -> None:
        """Say something that is to be read at leisure, such as where a file was written."""

    def warn(self, sentences: Sequence[str]) -> None:
        """Say what is wrong, where it stops nothing."""

    def refuse(self, sentence: str) -> None:
        """Say why something was not done."""

    @property
    def asking(self) -> bool:
        """Whether the line at the bottom asks something."""

    @property
    def calm(self) -> bool:
        """Whether nobody has pressed a key for a moment, so that what nobody waits for can be done."""

    def draw_once(self, name: str, work: Callable[[], None]) -> None:
        """Do something just before what a key set off is drawn: once, however many keys came together."""

    def show_lines(self) -> None:
        """Draw the lines at the top anew."""

    def show_keys(self) -> None:
        """Draw the line of the keys that work now."""

    def keys_now(self) -> Mapping[str, int]:
        """The commands whose rank in the footer is another one on this screen now; 0 keeps them out of it."""

    # Going somewhere.

    @property
    def main(self) -> Screen[Any]:
        """The screen under all dialogs."""

    async def answer_of(self, dialog: Screen[R]) -> R | None:
        """Show a dialog and wait for what it answers; to be awaited in work that was begun."""

    def show_dialog(self, dialog: Screen[Any]) -> None:
        """Show a dialog that answers nothing."""

    def show_board(self, board: Board) -> None:
        """Draw a board everywhere."""

    def take(self, board: Board) -> None:
        """Bring what is known of a board beside its items up to date."""

    @property
    def selected(self) -> Record | None:
        """The record under the cursor of the screen that is shown."""

    def shows(self, screen: object) -> bool:
        """Whether a screen is the one that is shown."""

    async def show_screen(self, name: str) -> None:
        """Go to a screen. It is made when somebody goes there first."""

    def find_again(self, board: Board, *, kept: bool) -> str:
        """Let every screen of a board be as it was left, if that is kept of it.

        Returns:
            The screen that was left last; empty where there is none.
        """

    def keep_place(self) -> None:
        """Keep where one is on the board, for when it is opened next."""

    def show_lead(self, lead: str, screens: Collection[str]) -> None:
        """Show on some screens only what is a lead's, until Esc; "" shows all again, on every screen."""

    async def go_to(self, record: Record) -> None:
        """Show a record where it lives."""

    def show_here(self, record: Record, owner: str) -> None:
        """Put the cursor on a new record; one that belongs to the item under the cursor is shown with that."""

    def focus_items(self) -> None:
        """Give the keys back to the items of the screen that is shown."""

    # What any screen can ask for.

    def rate(self, record: Record, rating: Rag) -> None:
        """Rate an item, and ask for the reason."""

    def redate(self, *records: Record, done: Callable[[], None] = lambda: None) -> None:
        """Move the date of an item, or of several as one change, and ask why; `done` is called when it is on disk."""

    def comment(self, record: Record) -> None:
        """Write a new comment on an item."""

    async def pick_links(self, board: Board, records: Sequence[Record], *, asked: str) -> list[Record]:
        """Let somebody tick in a list what some items can be linked to; nothing where the list is left."""
        ...

    async def pick_evidence(self, records: Sequence[Record]) -> str:
        """Let somebody tick in a list what shows the impact of some items: what it is called, "" where it is left."""
        ...

    def edit(self, record: Record, focus: str = "") -> None:
        """Edit a record in a form, beginning with a field."""

    def add(self, kind: str, values: Mapping[str, Any] | None = None) -> None:
        """Add a record of a kind with a form."""

    def delete(self, record: Record) -> None:
        """Show what a deletion affects, and delete if it is confirmed."""

    def presented(self, record: Record, width: int, height: int) -> RenderableType:
        """A record as a room sees it: title and rating in large letters, then what a meeting asks of it."""

    def show_history(self, record: Record | None) -> None:
        """Show the history of a record, or of the board."""

    def undo(self) -> None:
        """Take back the last edit."""

    def import_tables(self, path: Path | None = None) -> None:
        """Bring in a spreadsheet or a table, of a file that is known already or is asked for."""

    def merge(self) -> None:
        """Bring in copies."""

    def decide(self) -> None:
        """Decide where copies disagree."""

    async def open(self, path: Path) -> None:
        """Open another board."""

    def leave(self) -> None:
        """End the program."""


def host_of(app: object) -> Host:
    """The application, as what screens may see of it."""
    return cast("Host", app)
