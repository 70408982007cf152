"""Deleting a record: first what goes with it, then the key that does it. One undo brings everything back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.board.deleting import affected_by_deleting, count_by_kind, deletion, refuse_to_delete
from boardtui.domain.board.words import line_name, named_in_full
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import Record
from boardtui.ui.commands import bindings_for
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain


class DeleteScreen(Dialog[None]):
    """Shows what a deletion affects, and deletes if that is confirmed."""

    CSS = """
    DeleteScreen #affected { height: auto; max-height: 12; margin: 1 0; scrollbar-size-vertical: 1; }
    DeleteScreen #affected:focus { background: $boost; }
    DeleteScreen #list { height: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("delete")]

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.record = record

    def compose(self) -> ComposeResult:
        """What it is, what it affects, and the reason."""
        board = self.host.board
        assert board is not None  # there is a record of it
        # What is shown is what is deleted, whatever others write in the meantime.
        self._edition = board.edition
        self._affected = affected_by_deleting(board, self.record)
        self._name = line_name(board, self.record)
        with Vertical(classes="dialog"):
            yield Static(self._question(board), classes="title")
            with VerticalScroll(id="affected"):
                yield Static(self._what_goes(board), id="list")
            yield FieldRow("why", "Reason", "")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("delete", self.host.settings.keys), classes="hint")

    def _question(self, board: Board) -> Content:
        return plain(f"Delete {named_in_full(board, board.find(self.record.id) or self.record)}?")

    def _came_to_it(self, board: Board) -> list[Record]:
        """What belongs to it that was not there when it was shown: it would be left without it."""
        shown = {each.id for each in self._affected.owned}
        return [each for each in affected_by_deleting(board, self.record).owned if each.id not in shown]

    def _what_goes(self, board: Board) -> Content:
        affected = self._affected
        parts: list[Content | str | tuple[str, str]] = []
        if affected.owned:
            parts += _listed(board, f"Deleted with it: {count_by_kind(affected.owned)}", affected.owned, "$warning")
        if affected.open:
            parts += _listed(board, "Still open about it; these stay", affected.open, "$warning")
        if affected.linked:
            parts += _listed(board, "Links to it; these stay", affected.linked, "$text-muted")
        if not parts:
            parts.append("Nothing else belongs to it or points to it.\n")
        parts.append(("One undo brings everything back, and the history stays.", "$text-muted"))
        return Content.assemble(*parts)

    def on_mount(self) -> None:
        """Refuse what never goes; else ask."""
        try:
            refuse_to_delete(self.record)
        except BoardError as error:
            self.host.refuse(str(error))
            self.dismiss()
        else:
            self.query_one(FieldRow).control.focus()

    def on_field_row_done(self) -> None:
        """Enter after the reason deletes."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Delete the record and all that belongs to it, in one write."""
        self.begin(self._delete())

    async def _delete(self) -> None:
        why = self.query_one(FieldRow).text
        if (board := self.host.board) is not None and (more := self._came_to_it(board)):
            self._affected, self._edition = affected_by_deleting(board, self.record), board.edition
            self.query_one(".title", Static).update(self._question(board))
            self.query_one("#list", Static).update(self._what_goes(board))
            raise BoardError(
                f"Somebody has added {count_by_kind(more)} to it meanwhile. Enter again deletes all of it."
            )
        await self.host.write(deletion(self.record, self._affected), why=why, seen=self._edition)
        self.dismiss()
        also = f", with {count_by_kind(self._affected.owned)}" if self._affected.owned else ""
        self.host.say(f"{self._name}: deleted{also} · u undoes")


def _listed(board: Board, heading: str, records: Sequence[Record], style: str) -> list[Content | str | tuple[str, str]]:
    lines = "".join(f"  {named_in_full(board, record)}\n" for record in records)
    return [(f"{heading}\n", style), lines]
