"""Writing what is right where no side is: the fields in dispute, filled with what is shown now."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.console import Group
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from boardtui.domain.board import Board
from boardtui.domain.declare import Attribute
from boardtui.domain.edits import Change
from boardtui.domain.errors import InvalidValue
from boardtui.domain.kinds import KINDS
from boardtui.domain.rag import Rag
from boardtui.store.board_file import Receipt
from boardtui.ui.commands import bindings_for
from boardtui.ui.conflict_lines import ToDecide, fields_of, said_by_sides
from boardtui.ui.form_values import choices_of, reading_of, text_of, value_of
from boardtui.ui.screens.dialog import Dialog, keys_line
from boardtui.ui.text import plain
from boardtui.ui.widgets.field_row import FieldRow

WHY = "reason_for_the_decision"  # no kind has such a field


class DecideScreen(Dialog[Receipt | None]):
    """A form for one field group on which copies disagree, with what the sides say above it.

    Args:
        board: the board as it was when the disagreement was read.
        item: what is to be decided.
        edition: the edition of that board.
    """

    CSS = """
    DecideScreen .dialog { width: 100%; max-width: 140; max-height: 100%; }
    DecideScreen .title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    DecideScreen #sides { height: auto; max-height: 9; scrollbar-size-vertical: 1; margin-bottom: 1; }
    DecideScreen #sides:focus { background: $boost; }
    DecideScreen #said { height: auto; }
    DecideScreen #fields { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
    DecideScreen #wrong { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("decide")]

    def __init__(self, board: Board, item: ToDecide, edition: int) -> None:
        super().__init__()
        assert item.conflict is not None
        self._board, self._item, self._conflict, self._edition = board, item, item.conflict, edition
        self._kind = KINDS[item.conflict.kind]
        self._asked = False
        self._saving = False

    def compose(self) -> ComposeResult:
        """What was said, the fields, the reason, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(plain(f"What is right? {self._item.item}, {self._item.what}"), classes="title")
            with VerticalScroll(id="sides"):
                said = Group(*said_by_sides(self._board, self._conflict, self.board_app.palette))
                yield Static(said, id="said", markup=False)
            with VerticalScroll(id="fields", can_focus=False):
                for attribute in fields_of(self._conflict):
                    text = text_of(self._board, attribute, self._value_at_first(attribute))
                    yield FieldRow(
                        attribute.name, attribute.label, text, attribute.look.form, choices=choices_of(attribute)
                    )
                yield FieldRow(WHY, "Reason", "")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("decide", self.board_app.settings.keys), classes="hint")

    def _value_at_first(self, attribute: Attribute) -> Any:
        value = self._conflict.sides[0].values.get(attribute.name, attribute.default)
        if isinstance(attribute.default, Rag):
            return Rag(value).value
        return tuple(value) if isinstance(value, list) else value

    @property
    def rows(self) -> list[FieldRow]:
        """The fields in dispute."""
        return [row for row in self.query(FieldRow) if row.field != WHY]

    @property
    def why(self) -> FieldRow:
        """The reason."""
        return self.query_one(f"#row-{WHY}", FieldRow)

    def on_mount(self) -> None:
        """Begin with the first field."""
        for number, row in enumerate([*self.rows, self.why]):
            row.set_class(number % 2 == 1, "even")
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.rows[0].control.focus()
        self.on_resize()

    def on_resize(self) -> None:
        """Give what was said all the room that the fields, and what is wrong with them, leave."""
        fields = self.query_one("#fields").virtual_size.height
        self.query_one("#sides").styles.max_height = max(5, self.size.height - fields - 7)

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Say how the field is understood."""
        event.stop()
        self._asked = False
        self._complain("")
        self.call_after_refresh(self.on_resize)
        if event.row.field != WHY and event.row.changed:
            reading = reading_of(self._board, self._kind.attributes[event.row.field], event.row.text)
            event.row.note(reading.words, doubtful=reading.doubtful)

    def on_field_row_done(self, event: FieldRow.Done) -> None:
        """Enter goes on, and after the reason saves."""
        event.stop()
        if self.why.control.has_focus:
            self.action_save()
        else:
            self.focus_next()

    def action_leave(self) -> None:
        """Decide nothing; ask first if something would be lost."""
        if any(row.changed for row in [*self.rows, self.why]) and not self._asked:
            self._asked = True
            self._complain("What you typed is not saved: ctrl+s saves it, Esc again throws it away.")
            return
        self.dismiss(None)

    def action_save(self) -> None:
        """Save it in the place of what all sides say, or say beside the fields why not."""
        from boardtui.ui.screens.conflicts import NEEDED

        if self._saving:
            return
        values: dict[str, Any] = {}
        for row in self.rows:
            attribute = self._kind.attributes[row.field]
            before = self._value_at_first(attribute)
            try:
                values[row.field] = (
                    value_of(self._board, self._kind, attribute, row.text, before=before) if row.changed else before
                )
            except InvalidValue as error:
                self._complain_at(row, str(error))
                return
        if not self.why.text.strip():
            self._complain_at(self.why, NEEDED)
            return
        self._saving = True
        self.board_app.change(
            [Change(self._conflict.record, self._conflict.kind, values, resolve=True)],
            why=self.why.text,
            seen=self._edition,
            done=self._done,
            failed=self._failed,
        )

    def _done(self, receipt: Receipt) -> None:
        self.dismiss(receipt)

    def _failed(self, sentence: str) -> None:
        self._saving = False
        self._complain(sentence)

    def _complain_at(self, row: FieldRow, sentence: str) -> None:
        row.complain(sentence)
        row.control.focus()
        self.call_after_refresh(self.on_resize)

    def _complain(self, sentence: str) -> None:
        self.query_one("#wrong", Static).update(plain(sentence))
