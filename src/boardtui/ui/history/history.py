"""Who changed what, when, from what to what and why: of one record, or of the whole board, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import (
    GONE,
    Remembered,
    capitalised,
    cell_name,
    field_label,
    full_name,
    line_name,
    named_in_full,
    remembering,
    value_words,
)
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import LIFE, EditId
from boardtui.domain.records.kinds import KINDS, Meeting, Record
from boardtui.report.palette import Palette
from boardtui.store.history import Entry
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.item_table import Column, ItemTable, Row
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain, rich_plain

LONG = 60
"""Characters. A value longer than this gets lines of its own where there is room to read it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change, in words; empty for nothing."""

    label: str
    before: str
    after: str

    @property
    def line(self) -> str:
        """From and to on one line."""
        after = one_line(self.after) or "nothing"
        return f"{self.label}: {one_line(self.before)} → {after}" if self.before else f"{self.label}: {after}"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What somebody did to one record at one moment.

    Attributes:
        key: the id of its first edit.
        when: local time, day first.
        name: what the record is called, and that it is deleted where it is.
        cell: the same where there is little room.
        deed: `deleted`, `restored`, `added`, or empty for an ordinary change.
        fields: what changed.
        mark: whether it undid something, or came in with a copy.
        meeting: the meeting in which it was said, in words; empty outside one.
    """

    key: str
    when: str
    who: str
    name: str
    cell: str
    deed: str
    fields: Sequence[FieldChange] = field(default_factory=tuple)
    why: str = ""
    mark: str = ""
    meeting: str = ""

    @property
    def words(self) -> str:
        """What was done, on one line."""
        return "; ".join(filter(None, (self.deed, *(each.line for each in self.fields)))) or "as before"


def history_lines(board: Board, entries: Sequence[Entry], of: Record | None = None) -> list[HistoryLine]:
    """Entries as lines, in their order. What one person did to a record at once is one line.

    Args:
        board: the board as it is now.
        entries: the history.
        of: whose history it is; what belongs to it is then told without saying to what.
    """
    names = remembering(board, (entry.edit for entry in entries))
    return [
        _line(names, list(some), of)
        for _, some in groupby(entries, key=lambda e: (e.edit.batch, e.edit.record, e.edit.why, e.received))
    ]


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
        if len(each.before) <= LONG and len(each.after) <= LONG and "\n" not in each.before + each.after:
            yield Text.assemble((f"{each.label}: ", muted), each.line.removeprefix(f"{each.label}: "))
            continue
        yield Text(each.label, style=heading)
        if each.before:
            yield Text("from", style=muted)
            yield rich_plain(each.before)
            yield Text("to", style=muted)
        yield rich_plain(each.after or "nothing")


def local_time(at: str) -> str:
    """A moment as people here write it: `31/03/2021 14:05`."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%d/%m/%Y %H:%M")
    except (ValueError, OverflowError):
        return at or "no time"


def _line(names: Remembered, entries: list[Entry], of: Record | None) -> HistoryLine:
    board, first = names.board, entries[0]
    record = names.find(first.edit.record)
    gone = "" if board.find(first.edit.record) is not None else f" {GONE}"
    unknown = capitalised(first.edit.kind.replace("_", " "))
    deleted = next((entry.deleted for entry in entries if entry.deleted is not None), None)
    added = all(not entry.edit.parents for entry in entries) and deleted is None
    deed = {True: "deleted", False: "restored", None: "added" if added and _is_first(entries) else ""}[deleted]
    meeting = board.get(Meeting, first.edit.meeting) if first.edit.meeting else None
    marks = []
    if first.edit.intent:
        marks.append("undoes an earlier change" if first.edit.undoes else "does it again")
    if _taken_apart(entries):
        marks.append("what was said before disagrees again")
    if first.received:
        marks.append("came in with a copy")
    return HistoryLine(
        key=str(first.edit.id),
        when=local_time(first.edit.at),
        who=first.edit.who or "unsigned",
        name=(line_name(names, record) if record is not None else unknown) + gone,
        cell=capitalised(cell_name(names, record) if record is not None else unknown) + gone,
        deed=deed,
        fields=tuple(_fields(names, entries, of)),
        why=one_line(first.edit.why),
        mark="; ".join(marks),
        meeting=full_name(names, meeting) if meeting else "a meeting" if first.edit.meeting else "",
    )


def _is_first(entries: list[Entry]) -> bool:
    # What is never set begins without a parent too; only the making of a record sets its first group.
    kind = KINDS.get(entries[0].edit.kind)
    groups = {entry.edit.group for entry in entries}
    return kind is None or len(groups) > 1 or next(iter(kind.groups)) in groups


def _taken_apart(entries: list[Entry]) -> list[Entry]:
    """The entries that stand beside a newer one in place of the same decision, which was undone: they are not shown."""
    newer: set[tuple[str, tuple[EditId, ...]]] = set()
    found = []
    for entry in entries:
        place = entry.edit.group, entry.edit.parents
        if entry.edit.group != LIFE and entry.edit.parents and place in newer:
            found.append(entry)
        newer.add(place)
    return found


def _fields(names: Remembered, entries: list[Entry], of: Record | None) -> Iterator[FieldChange]:
    beside = _taken_apart(entries)
    shown = [entry for entry in reversed(entries) if entry not in beside]
    changed = {name: (entry, pair) for entry in shown for name, pair in entry.changed.items()}
    kind = KINDS.get(entries[0].edit.kind)
    is_part = of is not None and entries[0].edit.record != of.id
    for name in [*(kind.attributes if kind else ()), *changed]:
        if name not in changed:
            continue
        _, (before, after) = changed.pop(name)
        attribute = kind.attributes.get(name) if kind else None
        if is_part and kind is not None and name in (kind.owner, *kind.natural_key):
            continue  # its name has said so
        if attribute is None:
            yield FieldChange(name, str(before or ""), str(after or ""))
        elif attribute.look.form != "data":
            was, now = (value_words(names, attribute, value, full=True) for value in (before, after))
            yield FieldChange(field_label(names, attribute), was, now)


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

    def compose(self) -> ComposeResult:
        """The table, the change in full, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(plain(self._title()), classes="title", id="title")
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
        try:
            entries = await self.host.do(
                lambda file: file.history(identity, parts=True, limit=NEWEST if identity is None else None)
            )
        except BoardError as error:
            self.table.empty = str(error)
            self.table.refresh()
            return
        if self.is_attached and self.host.board is not None:
            self._show(self.host.board, entries)

    def _show(self, board: Board, entries: Sequence[Entry]) -> None:
        lines = history_lines(board, entries, self.record)
        self.table.empty = "Nothing was changed yet."
        several = len({entry.edit.record for entry in entries}) > 1
        self.table.show(self._columns(several), [Row(line.key, line) for line in lines])
        counted = "1 change" if len(lines) == 1 else f"{len(lines)} changes"
        said = f" · the newest {NEWEST:,} edits; all of them: boardtui log" if len(entries) == NEWEST else ""
        self.query_one("#title", Static).update(plain(f"{self._title()} · {counted}{said}"))
        self._show_whole()

    def _columns(self, several: bool) -> Sequence[Column]:
        narrow, wide = Column("Item", _name, width=15, to_width=99), Column("Item", _name, width=26, from_width=100)
        item = [narrow, wide] if several or self.record is None else []
        return (
            Column("When", lambda line: line.when, width=16),
            Column("Who", lambda line: line.who, width=14, to_width=99),
            Column("Who", lambda line: line.who, width=26, from_width=100),
            *item,
            Column("Change", _change, share=3),
            Column("Why", lambda line: line.why or [Piece("–", "muted")], share=2, from_width=100),
        )

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """Another change: show that one in full, from its beginning."""
        event.stop()
        self._show_whole()
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """A double click opens."""
        event.stop()
        self.action_open()

    def _show_whole(self) -> None:
        line = self.table.item
        text = self.query_one("#text", Static)
        text.update(full_line(line, self.host.palette) if isinstance(line, HistoryLine) else "")

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
