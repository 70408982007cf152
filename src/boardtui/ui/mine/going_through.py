"""The pass: one item a screen, what was said last above, a few fields, and one key that saves and goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from boardtui.domain.attention.exceptions import escalation_words
from boardtui.domain.attention.mine import mine
from boardtui.domain.attention.schedule import commented_words
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, choices_of, field_label, named_in_full, short_name
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Challenge, Kpi, Record
from boardtui.domain.records.rag import Rag, read_rag
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.forms.chooser import pick
from boardtui.ui.forms.field_row import FieldRow, Fields
from boardtui.ui.forms.values import reading_of
from boardtui.ui.mine.updates import (
    FIGURE,
    RATING,
    REASON,
    SHOWN_ONCE_CHANGED,
    RatingPick,
    at_first,
    fields_of,
    figure_words,
    last_update,
    outcome,
    period_of_figure,
    words_field,
)
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import one_line, plain

_WIDE = 100


class PassScreen(Dialog[None]):
    """Goes through items one by one.

    Args:
        items: the ids of the items, in the order in which they are gone through.
    """

    asks_before_leaving = True

    CSS = """
    PassScreen .dialog { width: 100%; height: 100%; max-width: 100%; max-height: 100%; }
    PassScreen #item { height: auto; max-height: 3; text-style: bold; color: $accent; }
    PassScreen #last { height: auto; max-height: 2; color: $text-muted; margin-bottom: 1; }
    PassScreen Fields { height: 1fr; scrollbar-size-vertical: 1; }
    PassScreen .rating { height: 1; }
    PassScreen .rating .label { width: 22; padding: 0 1 0 0; color: $text-muted; }
    PassScreen .saying { layout: vertical; height: auto; }
    PassScreen .saying #before { height: auto; margin-left: 22; color: $text-muted; margin-bottom: 1; }
    PassScreen.wide .saying { layout: horizontal; }
    PassScreen.wide .saying FieldRow { width: 3fr; }
    PassScreen.wide .saying #before { width: 2fr; margin-left: 2; }
    PassScreen TextArea { min-height: 3; max-height: 40vh; }
    PassScreen .later { display: none; }
    PassScreen #wrong { display: none; }
    PassScreen #wrong.said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("pass")]

    def __init__(self, items: Sequence[str]) -> None:
        super().__init__(classes="opaque")
        self._items = list(items)
        self._place = 0
        self._updated: dict[str, None] = {}
        self._again = False
        self._sure: dict[str, str] | None = None
        self._asked_to_skip = False
        self._board: Board
        self._record: Record

    # What is on the screen.

    def compose(self) -> ComposeResult:
        """Which item it is, its last update, its fields, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(classes="title", id="item")
            yield Static(id="last")
            yield Fields()
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("pass", self.host.settings.keys), classes="hint")

    async def on_mount(self) -> None:
        """Begin with the first item."""
        await self._show()

    def on_resize(self) -> None:
        """What was said last stands beside the words where there is room for it, else below them."""
        self.set_class(self.size.width >= _WIDE, "wide")

    async def _show(self) -> None:
        """Show the item that it is the turn of; one that was deleted meanwhile is passed over."""
        board = self.host.board
        assert board is not None
        found = None
        while self._place < len(self._items) and (found := board.find(self._items[self._place])) is None:
            self._place += 1
        if found is None:
            self._end()
            return
        self._board, self._record = board, found
        self._again, self._sure, self._asked_to_skip = False, None, False
        self.typed_again()
        where = f"{self._place + 1} of {len(self._items)}"
        self.query_one("#item", Static).update(plain(f"{where} · {one_line(named_in_full(board, found))}"))
        self.query_one("#last", Static).update(plain(one_line(self._about(found))))
        fields = self.query_one(Fields)
        with self.app.batch_update():
            await fields.remove_children()
            await fields.mount(*self._rows(found))
            self._show_what_follows()
            for row in self.query(FieldRow):
                self._note(row)
            first = self.query("RatingPick, Input, TextArea, Select, Checkbox")
            if first:
                first.first().focus()

    def _about(self, record: Record) -> str:
        about = self._board.find(str(getattr(record, "item", "")))
        if about is not None:  # of a question, and of what arose on an item
            return f"About {named_in_full(self._board, about)}"
        return last_update(self._board, record, self.host.today)

    def _rows(self, record: Record) -> list[Widget]:
        rows: list[Widget] = []
        for name in fields_of(self._board, record, self.host.today):
            if name == RATING:
                label = Static("Rating", classes="label")
                rows.append(
                    Horizontal(label, RatingPick(Rag(getattr(record, RATING)), self._rating_picked), classes="rating")
                )
                continue
            row = self._row(record, name)
            if name == words_field(record):
                rows.append(
                    Vertical(row, Static(plain(self._said_before(record, name)), id="before"), classes="saying")
                )
            else:
                rows.append(row)
        return rows

    def _row(self, record: Record, name: str) -> FieldRow:
        if name == REASON:
            return FieldRow(REASON, "Why this rating", "")
        if name == FIGURE:
            assert isinstance(record, Kpi)
            period = period_of_figure(self._board, record, self.host.today)
            return FieldRow(FIGURE, f"Figure for {period.label}", "")
        attribute = record.kind.attributes[name]
        form = "text" if name == words_field(record) else attribute.look.form
        text = at_first(self._board, record, name)
        return FieldRow(name, field_label(self._board, attribute), text, form, choices=choices_of(attribute))

    def _said_before(self, record: Record, name: str) -> str:
        said = str(getattr(record, name))
        if isinstance(record, Challenge):
            return ""
        if not said:
            return "Nothing was said so far."
        day = commented_words(self._board, record)
        when = f" ({day})" if day else ""
        return f"Last time{when}, {shown_key('pass_again', self.host.settings.keys)} says it again:\n{said}"

    # While somebody types.

    @property
    def _typed(self) -> dict[str, str]:
        """What stands in each field."""
        picks = [(RATING, each.rating.value) for each in self.query(RatingPick)]
        return dict(picks) | {row.field: row.text for row in self.query(FieldRow)}

    @property
    def dirty(self) -> bool:
        """Whether something would be lost by leaving."""
        typed = self._typed
        return self._again or any(text != at_first(self._board, self._record, name) for name, text in typed.items())

    def _rating_picked(self) -> None:
        """Go on from the rating to what is asked next."""
        self._changed()
        self.focus_next()

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Say how the field is understood."""
        self._note(event.row)
        if event.row.text != event.row.before:
            self._changed()
        self._show_what_follows()

    def _changed(self) -> None:
        self._sure, self._asked_to_skip = None, False
        self.typed_again()
        self._show_what_follows()

    def _show_what_follows(self) -> None:
        """Ask for reasons only of what changed."""
        typed = self._typed
        for row in self.query(FieldRow):
            if (about := SHOWN_ONCE_CHANGED.get(row.field)) is not None:
                changed = typed.get(about) != at_first(self._board, self._record, about)
                row.set_class(not changed, "later")
                if row.field == REASON:
                    blue = read_rag(typed[RATING]) is Rag.BLUE
                    row.query_one(".label", Static).update("Evidence" if blue else "Why this rating")
                    self._note(row)

    def _note(self, row: FieldRow) -> None:
        if row.field == REASON:
            row.note(escalation_words(self._board.profile, read_rag(self._typed[RATING])))
        elif row.field == FIGURE:
            assert isinstance(self._record, Kpi)
            row.note(figure_words(self._board, self._record, row.text, self.host.today))
        elif row.text != row.before:
            attribute = self._record.kind.attributes[row.field]
            reading = reading_of(self._board, attribute, row.text, before=getattr(self._record, row.field))
            row.note(reading.words, doubtful=reading.doubtful)
        else:
            row.note("")

    def on_field_row_done(self) -> None:
        """Enter goes on."""
        self.focus_next()

    def action_pick(self) -> None:
        """Pick what shows the impact of a blue rating."""
        row = self.query_one(f"#row-{REASON}", FieldRow) if self.query(f"#row-{REASON}") else None
        if row is None or not row.has_class("here") or read_rag(self._typed[RATING]) is not Rag.BLUE:
            self.complain("Evidence is picked, beside a blue rating. Everything else is typed.")
        elif not self.busy:
            evidence = self._record.kind.attributes["evidence"]
            self.begin(pick(self.host, self._board, evidence, row, own=self._record.id, before=""))

    # Going on.

    async def action_again(self) -> None:
        """Say again what was said last; where nothing was, that it is still so."""
        words = words_field(self._record)
        if not words or isinstance(self._record, Challenge):
            self.complain("A question is answered in words of its own.")
            return
        self._again = True
        said = str(getattr(self._record, words))
        row = self.query_one(f"#row-{words}", FieldRow)
        row.control.text = said  # type: ignore[attr-defined]
        row.control.focus()
        row.control.move_cursor(row.control.document.end)  # type: ignore[attr-defined]
        if not said:
            self.complain(f"As it was. {shown_key('pass_save', self.host.settings.keys)} saves that, and goes on.")

    async def action_save(self) -> None:
        """Save what was typed and go to the next item, or say why not."""
        if self.busy:
            return
        typed = self._typed
        if not self.dirty:
            keys = self.host.settings.keys
            again, skip = shown_key("pass_again", keys), shown_key("pass_skip", keys)
            self.complain(f"Nothing is typed yet. {again} says it is as last time; {skip} skips the item.")
            return
        found = outcome(
            self._board,
            self._record,
            typed,
            today=self.host.today,
            who=self.host.settings.signature,
            again=self._again,
            sure=self._sure == typed,
        )
        if found.problems:
            self._show_problems(found.problems)
        elif found.doubt:
            self._sure = typed
            key = shown_key("pass_save", self.host.settings.keys)
            self.complain(f"{capitalised(found.doubt)}. Sure? {key} saves it as it is.")
        else:
            # Waited for here: who types on at once skips the next item, and not this one again.
            await self.hold_keys_for(self._save(found.changes, typed))

    def _show_problems(self, problems: Mapping[str, str]) -> None:
        rows = {row.field: row for row in self.query(FieldRow)}
        for name, row in rows.items():
            row.complain(problems.get(name, ""))
        wrong = [row for name, row in rows.items() if name in problems]
        if wrong:
            wrong[0].remove_class("later")
            wrong[0].control.focus()
        self.complain(" ".join(text for name, text in problems.items() if name not in rows))

    async def _save(self, changes: Sequence[Change], typed: dict[str, str]) -> None:
        why = typed.get(REASON, "") or typed.get("due_reason", "")
        await self.host.write(changes, why=why.strip(), seen=self._board.edition)
        self._updated[self._record.id] = None
        self.host.say(f"{short_name(self._board, self._record)}: saved · u undoes")
        self._place += 1
        await self._show()

    def failed(self, error: BoardError) -> None:
        """Say beside the field what is wrong with it."""
        reasons = getattr(error, "reasons", None)
        if reasons:
            self._show_problems(dict(reasons))
        else:
            self.complain(str(error))

    async def action_skip(self) -> None:
        """Leave the item as it is, and go to the next; ask first if something typed would be lost."""
        if self.busy:
            return
        if self.dirty and not self._asked_to_skip:
            self._asked_to_skip = True
            keys = self.host.settings.keys
            save, skip = shown_key("pass_save", keys), shown_key("pass_skip", keys)
            self.complain(f"What you typed is not saved: {save} saves it, {skip} again throws it away.")
            return
        self._place += 1
        await self._show()

    async def action_before(self) -> None:
        """Go back to the item before."""
        if self.busy or self._place == 0:
            return
        if self.dirty and not self._asked_to_skip:
            self._asked_to_skip = True
            self.complain("What you typed is not saved. The same key again throws it away.")
            return
        self._place -= 1
        await self._show()

    def _end(self) -> None:
        """All were gone through: say what was done, and how it goes back."""
        from boardtui.ui.mine.sending_back import SentBackScreen

        board, host = self.host.board, self.host
        self.dismiss(None)
        if board is not None and self._items:
            left = {each.record.id for each in mine(board, host.lead, host.today).due}
            skipped = tuple(each for each in self._items if each not in self._updated and each in left)
            host.show_dialog(SentBackScreen(tuple(self._updated), skipped))
