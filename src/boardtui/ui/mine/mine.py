"""Mine: all that is somebody's on a board, what of it is due for an update, and where the pass through it begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from boardtui.domain.attention.mine import Mine, MyItem, State, mine
from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import KINDS
from boardtui.report.columns import DUE, TITLE, WHAT
from boardtui.report.seen import Seen
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.shared import columns
from boardtui.ui.shared.columns import rating_columns, record_of, shown
from boardtui.ui.shared.item_screen import ItemScreen, Order, ReadyFilter
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import one_line, plain
from boardtui.ui.table.item_table import ScreenColumn

_HEADINGS = {State.DUE: "Due from you", State.UPDATED: "Updated already", State.NOTHING: "Yours, nothing due"}
_NOBODY = "Nothing here is in your name. 3 shows all actions, where / finds a lead by name. I imports a spreadsheet."


class MineScreen(ItemScreen):
    """What is somebody's: the lead's whose copy it is, or the person's who signs."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("mine")]

    DEFAULT_CSS = """
    MineScreen #left { height: 1; padding: 0 1; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    name_of_items = "items"
    name_of_one = "item"
    empty = _NOBODY

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._worked_out: tuple[Board, str, date, Mine] | None = None

    def theirs(self, board: Board) -> Mine:
        """What is theirs; worked out once for each state of the board."""
        who, today, known = self.host.lead, self.host.today, self._worked_out
        if known is None or known[0] is not board or known[1:3] != (who, today):
            self._worked_out = known = (board, who, today, mine(board, who, today))
        return known[3]

    def compose_top(self) -> ComposeResult:
        """Whose it is, and how much is left."""
        yield OneLine(id="left")

    def show_top(self, board: Board) -> None:
        """Say how much is left, and what to press."""
        theirs = self.theirs(board)
        self.query_one("#left", Static).update(plain(one_line(self._said(theirs))))

    def _said(self, theirs: Mine) -> str:
        if not theirs.who:
            return "Mine: nothing on this board is in your name"
        keys = self.host.settings.keys
        said = f"{theirs.who}: {theirs.words}, {theirs.since.words}"
        what = f"{shown_key('mine_send', keys)} writes the copy to mail" if theirs.updated else ""
        if theirs.due:
            what = f"{shown_key('pass_begin', keys)} begins"
        full = " · ".join(filter(None, (said, what)))
        # The line of keys says it too: half of it would only look broken.
        return full if cell_len(full) <= self.app.size.width - 2 else said

    def items(self, board: Board) -> Sequence[MyItem]:
        """Everything that is theirs, what is due first."""
        return self.theirs(board).items

    def changed_items(self, board: Board, before: Board) -> Sequence[tuple[MyItem | None, MyItem | None]] | None:
        """How the items stand that changed, and those that depend on them."""
        return self.theirs(board).changed_since(mine(before, self.host.lead, self.host.today))

    def stands_at(self, board: Board, item: MyItem) -> Any:
        """In the order in which they are gone through."""
        theirs = self.theirs(board) if board is self.host.board else mine(board, self.host.lead, self.host.today)
        return theirs.place_of(item)

    def follows(self) -> tuple[Any, ...]:
        """Whose they are."""
        return (self.host.lead,)

    def heading(self, board: Board, item: MyItem) -> str:
        """What is due, what is updated, and the rest."""
        return _HEADINGS[item.state]

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """What it is, its title, what is wanted, its rating, and when it is due."""
        seen, of = Seen(board, self.host.today), record_of
        return (
            shown(WHAT, seen, of=of, width=14),
            shown(TITLE, seen, of=of, share=3, wraps=True),
            ScreenColumn("Wanted", lambda item: columns.words(item.why), share=1),
            *rating_columns(seen, (each.record for each in self.items(board))),
            shown(DUE, seen, of=of, width=12, extra=True),
        )

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """All, what is due, what is updated."""
        return (
            ReadyFilter("all", lambda _board, _item: True),
            ReadyFilter("due", lambda _board, item: item.state is State.DUE, empty="Nothing is due from you."),
            ReadyFilter("updated", lambda _board, item: item.state is State.UPDATED, empty="Nothing is updated yet."),
        )

    def orders(self) -> Sequence[Order]:
        """What is due first; or by what it is."""
        return (
            Order("what is due", lambda _board, _item: 0),
            Order("kind", lambda _board, item: item.record.kind.label.casefold()),
        )

    def action_add(self) -> None:
        """Add what is somebody's, in their name: of which kind is asked, as all of them stand here."""
        if self.host.writable():
            self.host.begin(self._add_chosen())

    async def _add_chosen(self) -> None:
        from boardtui.ui.forms.chooser import kind_to_add

        here = record.kind.name if (record := self.chosen()) is not None else ""
        if (kind := await kind_to_add(self.host, here)) is not None:
            names = [each for each in ("lead", "owner") if KINDS[kind].has(each)]
            self.host.add(kind, dict.fromkeys(names, self.host.lead))

    def action_open(self) -> None:
        """Go through what is due, from the item under the cursor on; an item that is not due is gone to alone."""
        host, board, item = self.host, self.host.board, self.table.item
        if board is None or item is None:
            host.say(self.table.empty)
            return
        if not host.writable():
            return
        from boardtui.ui.mine.going_through import PassScreen

        due = [each.record.id for each in self.theirs(board).due]
        chosen = item.record.id
        if chosen in due:
            place = due.index(chosen)
            host.show_dialog(PassScreen([*due[place:], *due[:place]]))
        elif item.state is State.UPDATED:
            host.show_dialog(PassScreen([chosen]))
        else:
            host.say(f"Nothing is due of it: {item.why}. o goes to it on its own screen.")

    def action_send_back(self) -> None:
        """Write the copy that goes back."""
        from boardtui.ui.mine.sending_back import write_copy

        self.host.begin(write_copy(self.host))

    async def action_go_there(self) -> None:
        """Go to the item on its own screen."""
        if (record := self.chosen()) is not None:
            await self.host.go_to(record)
