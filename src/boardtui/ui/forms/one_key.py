"""One thing about an item changed with one key: a comment beside what was said last, or a new date with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.attention.schedule import SCHEDULED, Scheduled, commented_day, slippage, with_first_date
from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.words import capitalised, field_label, kind_plural, ref_and_title, short_name
from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.rating import date_question
from boardtui.ui.shared.text import fitted, one_line, plain
from boardtui.ui.shared.text_inputs import ProseBox

_FIELDS = ("commentary", "narrative")


def redate(host: Host, records: Sequence[Record], *, done: Callable[[], None] = lambda: None) -> None:
    """Ask for the new date of an item, and why it moves; of several items as one change, with one reason.

    Args:
        host: the application.
        records: the items.
        done: called when the date is on disk.
    """
    board = host.board
    if board is None:
        return
    dated = [each for each in records if isinstance(each, SCHEDULED)]
    if not dated:
        host.say(f"{capitalised(kind_plural(board, records[0].kind))} have no date of their own to move.")
        return
    if not host.writable():
        return
    if len(dated) == 1:
        name, was = short_name(board, dated[0]), show_date(dated[0].due)
        now, why = f"due {was}" if was else "no date yet", f"{name}: why does the date move?"
    else:
        name, was = count_by_kind(dated), _from_to(dated)
        now, why = f"due {was}" if was else "no date yet", f"{name}: why do the dates move?"
    questions = [date_question(f"{name}, {now}. New date?", name, host.today, leaving="cancels")]
    if was:
        questions.append(Question(why, name))
    host.begin(_write(host, dated, host.ask(questions), board.edition, done))


def _from_to(records: Sequence[Scheduled]) -> str:
    """The first and the last of the dates there are, in as few words as the line has room for."""
    stated = sorted({each.due for each in records if each.due}, key=lambda each: read_date(each).day or date.max)
    return " to ".join(dict.fromkeys(map(show_date, (stated[0], stated[-1])))) if stated else ""


async def _write(host: Host, records: Sequence[Scheduled], asked: Asked, seen: int, done: Callable[[], None]) -> None:
    batch = ""
    async for answer in asked:
        if asked.place == 0:
            if not answer:
                asked.close()
                host.say("The date stays as it was." if len(records) == 1 else "The dates stay as they were.")
                return
            changes = [
                Change(each.id, each.kind.name, with_first_date(each.kind, {"due": answer}, was=each))
                for each in records
            ]
            try:
                batch = (await host.write(changes, seen=seen)).batch
            except BoardError as error:
                asked.again(str(error))
                continue
            host.say(_told(host, records))
            done()
        elif answer:
            # A first date is no re-dating, and has no reason.
            moved = [each for each in records if each.due]
            changes = [Change(each.id, each.kind.name, {"due_reason": answer}) for each in moved]
            try:
                await host.write(changes, why=answer, continues=batch, seen=seen)
            except BoardError as error:
                asked.again(str(error))
                continue
            host.say(_told(host, records))


def _told(host: Host, before: Sequence[Scheduled]) -> str:
    """From when to when the date went, and how far that is from the date first agreed."""
    board = host.board
    now = [board.find(each.id) for each in before] if board is not None else []
    if len(before) > 1 and isinstance(now[0], SCHEDULED):
        return f"{count_by_kind(before)} due {show_date(now[0].due)} · u undoes"
    if board is None or not isinstance(one := now[0], SCHEDULED):
        return "Date revised"
    dates = f"{show_date(before[0].due)} → {show_date(one.due)}" if before[0].due else show_date(one.due)
    slipped = slippage(board, one, host.today).words or "no slippage"
    return f"{short_name(board, one)} {dates}: {slipped} · u undoes"


def comment_field(record: Record) -> str:
    """The field that holds the comment on a record; empty where it has none."""
    return next((name for name in _FIELDS if record.kind.has(name)), "")


def comment(host: Host, record: Record) -> None:
    """Ask for a new comment on an item."""
    if host.board is None:
        return
    if not comment_field(record):
        host.say(f"{capitalised(kind_plural(host.board, record.kind))} have no commentary: e edits their words.")
    elif host.writable():
        host.show_dialog(CommentScreen(record))


class CommentScreen(Dialog[None]):
    """The comment on one item: the last one can be read, a new one takes its place and history keeps both."""

    asks_before_leaving = True

    CSS = """
    CommentScreen .dialog { width: 100%; max-height: 100%; }
    CommentScreen .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CommentScreen #before { height: auto; color: $text-muted; }
    CommentScreen #earlier { height: auto; max-height: 8; scrollbar-size-vertical: 1; display: none; }
    CommentScreen.unfolded #earlier { display: block; }
    CommentScreen #words { height: auto; }
    CommentScreen ProseBox { height: 8; background: $boost; padding: 0; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("comment")]

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record
        self._field = comment_field(record)
        self._before = str(getattr(record, self._field))

    def compose(self) -> ComposeResult:
        """What it is about, what was said last, and a place for what is said now."""
        assert self.host.board is not None  # the item is on it
        self._board, keys = self.host.board, self.host.settings.keys
        label = field_label(self._board, self._record.kind.attributes[self._field])
        with Vertical(classes="dialog"):
            yield OneLine(plain(f"New {label.lower()}: {ref_and_title(self._board, self._record)}"), classes="title")
            yield Static(plain(self._folded(shown_key("comment_unfold", keys))), id="before")
            with VerticalScroll(id="earlier", can_focus=False):
                yield Static(plain(self._before), id="words")
            yield ProseBox("", compact=True, show_line_numbers=False, highlight_cursor_line=False)
            yield Static(classes="problem", id="wrong")
            hidden = () if self._before else ("comment_unfold",)
            yield Static(keys_line("comment", keys, hidden=hidden), classes="hint")

    def _folded(self, key: str) -> str:
        """The last comment as one line, which says what unfolds it."""
        if not self._before:
            return "Nothing has been said so far."
        day = commented_day(self._board, self._record)
        when = f" ({format_day(day)})" if day is not None else ""
        start = f"▸ {key} Last{when}: "
        return start + fitted(one_line(self._before), max(20, self.app.size.width - len(start) - 6)).rstrip()

    def on_mount(self) -> None:
        """Write at once."""
        self.query_one(ProseBox).focus()

    def on_text_area_changed(self) -> None:
        """What was wrong with the words before no longer holds."""
        self.typed_again()

    def action_unfold(self) -> None:
        """Show all of the last comment, or fold it again."""
        self.toggle_class("unfolded")

    def action_save(self) -> None:
        """Let the words stand as the comment."""
        words = self.query_one(ProseBox).text.strip()
        if words:
            self.begin(self._save(words))
        else:
            self.complain("Write the comment, or leave the last one with Esc.")

    async def _save(self, words: str) -> None:
        change = Change(self._record.id, self._record.kind.name, {self._field: words})
        await self.host.write([change], seen=self._board.edition)  # what is said meanwhile stands beside it
        self.dismiss(None)
        self.host.say(f"{short_name(self._board, self._record)}: comment saved · u undoes")
