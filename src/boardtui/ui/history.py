"""The history: who changed what, when and why, of a record or the whole board; and what changed between meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import named_in_full
from boardtui.domain.dates.dates import read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import EditId
from boardtui.domain.records.kinds import Meeting, Record
from boardtui.domain.records.meetings import MeetingState
from boardtui.report.changes import what_changed, what_changed_view
from boardtui.report.palette import Palette
from boardtui.report.words import how_many
from boardtui.session.export import write_beside
from boardtui.session.history_lines import HistoryLine, WayBack, history_lines, told_back, ways_back
from boardtui.store.board_file import BoardFile
from boardtui.store.history import Entry
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import Piece, Pieces, plain, rich_plain
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow

NOTHING_YET = "No meeting has been closed yet, so there is nothing to compare with."
LONG = 60
"""Characters. A value longer than this gets lines of its own where there is room to read it."""


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
            return str(write_beside(file.path.with_name(name), text, board=file.path))

        self.host.begin(self._write(job))

    async def _write(self, job: Callable[[BoardFile], str]) -> None:
        self.host.say(f"Wrote {await self.host.do(job)}")


def full_line(line: HistoryLine, palette: Palette) -> RenderableType:
    """A line with everything it says, long texts in full."""
    return Group(*_parts(line, palette))


def _parts(line: HistoryLine, palette: Palette) -> Iterator[RenderableType]:
    heading, muted = palette.style("heading"), palette.style("muted")
    yield Text(line.name, style=heading)
    yield Text.assemble((f"{line.when}  ", muted), line.who, (f"  {line.deed}".rstrip(), muted))
    if line.mark:
        yield Text(line.mark, style=palette.style("warning"))
    if line.meeting:
        yield Text.assemble(("Said at: ", muted), line.meeting)
    if line.why:
        yield Text.assemble(("Why: ", muted), line.why)
    for each in line.fields:
        texts = (each.before, each.after, *each.others)
        if all(len(text) <= LONG and "\n" not in text for text in texts):
            yield Text.assemble((f"{each.label}: ", muted), each.line.removeprefix(f"{each.label}: "))
            continue
        yield Text(each.label, style=heading)
        if each.before:
            yield Text("from", style=muted)
            yield rich_plain(each.before)
            yield Text("to", style=muted)
        yield rich_plain(each.after or "nothing")
        for other in each.others:
            yield Text("and not", style=muted)
            yield rich_plain(other or "nothing")


NEWEST = 5_000
"""How many edits of the whole board are shown. The command line prints them all."""


class HistoryScreen(Dialog[None]):
    """The history, newest first, with the whole of the change under the cursor beneath it."""

    CSS = """
    HistoryScreen .dialog { width: 100%; max-width: 200; height: 100%; max-height: 100%; }
    HistoryScreen .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    HistoryScreen ItemTable { height: 3fr; background: $surface; }
    HistoryScreen #whole { height: 2fr; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    HistoryScreen #whole:focus { border-top: solid $border; }
    HistoryScreen.reading ItemTable { display: none; }
    HistoryScreen.reading #whole { height: 1fr; border-top: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("history")]

    def __init__(self, record: Record | None) -> None:
        super().__init__()
        self.record = record
        self._ways: Mapping[str, WayBack] = {}
        self._next = ""

    def compose(self) -> ComposeResult:
        """The table, the change in full, and the keys."""
        with Vertical(classes="dialog"):
            yield OneLine(plain(self._title()), classes="title", id="title")
            yield ItemTable(id="changes", empty="Looking …")
            with VerticalScroll(id="whole"):
                yield Static(id="text", markup=False)
            yield Static(keys_line("history", self.host.settings.keys), classes="hint")

    def _title(self) -> str:
        if self.record is None:
            return "History of the board"
        board = self.host.board
        return f"History of {named_in_full(board, self.record)}" if board is not None else "History"

    def on_mount(self) -> None:
        """Read the file, which may take a moment."""
        self.table.palette = self.host.palette
        self.table.focus()
        self.host.begin(self._look())

    @property
    def table(self) -> ItemTable:
        """The table."""
        return self.query_one(ItemTable)

    async def _look(self) -> None:
        identity = self.record.id if self.record is not None else None

        def job(file: BoardFile) -> tuple[list[Entry], Mapping[str, EditId], Mapping[str, int]]:
            from boardtui.store.looking_ahead import records_together

            entries = file.history(identity, parts=True, limit=NEWEST if identity is None else None)
            born = file.first_edits({entry.edit.record for entry in entries})
            return entries, born, records_together(file, (entry.edit.batch for entry in entries))

        try:
            entries, born, together = await self.host.do(job)
        except BoardError as error:
            self.table.empty = str(error)
            self.table.refresh()
            return
        if self.still_open and self.host.board is not None:
            self._ways = ways_back(self.host.board, entries, self.host.settings.signature, together)
            self._show(self.host.board, entries, born)

    def _show(self, board: Board, entries: Sequence[Entry], born: Mapping[str, EditId]) -> None:
        lines = history_lines(board, entries, born, of=self.record)
        mine = [line.key for line in lines if self._ways[line.key].mine]
        stands = [key for key in mine if self._ways[key].batch]
        # What one undo takes back from anywhere is the last of theirs on the whole board, unless it was changed since.
        self._next = stands[0] if self.record is None and stands and stands[0] == mine[0] else ""
        self.table.empty = "Nothing was changed yet."
        several = len({entry.edit.record for entry in entries}) > 1
        self.table.show(self._columns(several), [TableRow(line.key, line) for line in lines])
        said = f" · the newest {NEWEST:,} edits; all of them: boardtui log" if len(entries) == NEWEST else ""
        yours = f" · {len(stands)} yours to take back" if stands else ""
        self.query_one("#title", Static).update(
            plain(f"{self._title()} · {how_many(len(lines), 'change')}{yours}{said}")
        )
        self._show_whole()

    def _columns(self, several: bool) -> Sequence[ScreenColumn]:
        narrow, wide = (
            ScreenColumn("Item", _name, width=15, to_width=99),
            ScreenColumn("Item", _name, width=26, from_width=100),
        )
        item = [narrow, wide] if several or self.record is None else []
        return (
            ScreenColumn("", self._mark, width=1),
            ScreenColumn("When", lambda line: line.when, width=16),
            ScreenColumn("Who", lambda line: line.who, width=14, to_width=99),
            ScreenColumn("Who", lambda line: line.who, width=26, from_width=100),
            *item,
            ScreenColumn("Change", _change, share=3),
            ScreenColumn("Why", lambda line: line.why or [Piece("–", "muted")], share=2, from_width=100),
        )

    def _mark(self, line: HistoryLine) -> Pieces:
        """Whether a change can be taken back, and which one undo from anywhere takes."""
        way = self._ways[line.key]
        return [Piece("▸" if line.key == self._next else "•" if way.batch else " ", "accent")]

    def _way_back(self, line: HistoryLine) -> RenderableType:
        """What taking a change back would do, or why it cannot be taken back."""
        way, key = self._ways[line.key], shown_key("history_take_back", self.host.settings.keys)
        if not way.batch:
            return Text(f"Cannot be taken back. {way.why_not}", style=self.host.palette.style("muted"))
        more = f"; and the same on {way.others} more" if way.others else ""
        also = ", as undo does from anywhere" if line.key == self._next else ""
        return Text.assemble((f"{key} takes it back{also}: ", self.host.palette.style("accent")), told_back(line), more)

    def action_take_back(self) -> None:
        """Take back the change under the cursor, whatever its age, or say why not."""
        line = self.table.item
        if not isinstance(line, HistoryLine) or not self.host.writable():
            return
        if not (way := self._ways[line.key]).batch:
            self.host.refuse(way.why_not)
            return
        who, meeting = self.host.settings.signature, self.host.meeting
        self.host.begin(self._take_back(line, lambda file: file.take_back(way.batch, who=who, meeting=meeting)))

    async def _take_back(self, line: HistoryLine, job: Callable[[BoardFile], object]) -> None:
        await self.host.do(job)
        self.host.say(f"Taken back: {line.name} {told_back(line)}")
        await self._look()

    def on_item_table_moved(self) -> None:
        """Another change: show that one in full, from its beginning."""
        self._show_whole()
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def on_item_table_opened(self) -> None:
        """A double click opens."""
        self.action_open()

    def _show_whole(self) -> None:
        line = self.table.item
        text = self.query_one("#text", Static)
        if isinstance(line, HistoryLine):
            text.update(Group(full_line(line, self.host.palette), self._way_back(line)))
        else:
            text.update("")

    def action_open(self) -> None:
        """Give the whole screen to the change under the cursor."""
        if self.table.key:
            self.add_class("reading")
            self.query_one("#whole").focus()

    def action_back(self) -> None:
        """Back to the table, or to where one came from."""
        if self.has_class("reading"):
            self.remove_class("reading")
            self.table.focus()
        else:
            self.dismiss()


def _name(line: HistoryLine) -> str:
    return line.cell


def _change(line: HistoryLine) -> Pieces:
    mark = [Piece(f"({line.mark}) ", "warning")] if line.mark else []
    return [*mark, Piece(line.words)]
