"""Dialogs with a list that one types to search in, and ticks in: links, leads, copies that came back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Input, Static

from boardtui.ui.shared.dialog import Dialog, TypedList, keys_line
from boardtui.ui.shared.text import Piece, Pieces, plain
from boardtui.ui.shared.text_inputs import LineInput
from boardtui.ui.shared.working_ahead import once_drawn
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow


class SearchList(Dialog[ScreenResultType]):
    """Lists what can be ticked below a line that searches in it.

    A dialog says what it lists by `columns` and `rows`, what is ticked of an item by `key_of`, and what stands around
    the list by `above` and `below`.

    Attributes:
        commands: the part of the command table that its keys are in.
        asks_for: what stands in the empty line: what can be searched for.
        empty: what is said where nothing is listed.
        rows_around: how many rows of the screen all that stands around the list takes.
        several: whether more than one can be ticked.
        ticked: the keys of what is ticked, in the order in which that was done.
    """

    commands: ClassVar[str]
    asks_for: ClassVar[str]
    empty: ClassVar[str]
    rows_around: ClassVar[int]
    several = True

    def __init__(self, asked: str, ticked: Collection[Any] = ()) -> None:
        super().__init__()
        self._asked = asked
        self.ticked: dict[Any, None] = dict.fromkeys(ticked)

    @property
    def table(self) -> ItemTable:
        """What can be ticked."""
        return self.query_one(ItemTable)

    @property
    def searched(self) -> str:
        """What is searched for."""
        return self.query_one("#search", Input).value

    @property
    def dirty(self) -> bool:
        """A search is quickly typed again."""
        return False

    def above(self) -> list[Widget]:
        """What stands above the search."""
        return []

    def below(self) -> list[Widget]:
        """What stands below the list."""
        return []

    def columns(self) -> tuple[ScreenColumn, ...]:
        """The columns of the list, that of the ticks apart."""
        raise NotImplementedError

    def rows(self) -> list[TableRow]:
        """What is searched for, in the order of the list."""
        raise NotImplementedError

    def most_rows(self) -> int:
        """How many rows the list takes with its headings while nothing is searched for."""
        raise NotImplementedError

    def key_of(self, item: Any) -> Any:
        """What is ticked of an item of the list; None where it cannot be."""
        raise NotImplementedError

    def line_for(self, _character: str) -> str:
        """Which line takes a letter that is typed over the list, as a selector."""
        return "#search"

    def compose(self) -> ComposeResult:
        """The search, the list, and what stands around them."""
        with Vertical(classes="dialog"):
            yield Static(plain(self._asked), classes="title")
            yield from self.above()
            yield LineInput("", placeholder=self.asks_for, id="search")
            yield TypedList(empty=self.empty)
            yield from self.below()
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line(self.commands, self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Fill the list, and begin in it."""
        self.table.palette = self.host.palette
        self.fill()
        self.table.focus()

    def fill(self) -> None:
        """List what is known already, and begin to look for the rest."""
        self.list_found()

    def list_found(self) -> None:
        """List what is searched for."""
        self.table.show((ScreenColumn("", self._mark, width=3), *self.columns()), self.rows())
        self.on_resize()

    def _mark(self, item: Any) -> Pieces:
        if (key := self.key_of(item)) is None:
            return []
        return [Piece("[x]", "accent")] if key in self.ticked else [Piece("[ ]", "muted")]

    def on_resize(self) -> None:
        """Use the room there is."""
        self._fit()
        once_drawn(self, self._fit)  # titles take several lines, which is known when their column has its width

    def _fit(self) -> None:
        wanted = max(self.most_rows(), self.table.virtual_size.height)
        self.table.styles.height = max(4, min(wanted, self.size.height - self.rows_around))

    def on_key(self, event: events.Key) -> None:
        """Letters that are typed over the list are searched for."""
        # Only the list lets a letter come here. It may have been found meanwhile that one is to type elsewhere.
        if event.is_printable and event.character and event.character != " ":
            event.stop()
            line = self.query_one(self.line_for(event.character), Input)
            self.set_focus(line)
            line.insert_text_at_cursor(event.character)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what is searched for."""
        if event.input.id == "search":
            self.list_found()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter after the search goes to what it found."""
        if event.input.id != "search":
            self.entered(event.input)
            return
        self.table.focus()
        if event.value.strip():
            self.found()

    def found(self) -> None:
        """Do what Enter does after a search besides going to the list."""

    def entered(self, line: Input) -> None:
        """Take what was typed into a line below the list."""

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """A double click ticks."""
        self.action_tick()

    def action_tick(self) -> None:
        """Tick what is under the cursor, or take the tick away."""
        item = self.table.item
        if item is None or (key := self.key_of(item)) is None:
            return
        if key in self.ticked:
            del self.ticked[key]
        else:
            if not self.several:
                self.ticked.clear()
            self.ticked[key] = None
        self.tell_ticked()

    def tick_all(self, keys: Collection[Any]) -> None:
        """Tick some, or take their ticks away where all of them are ticked."""
        if self.ticked.keys() >= set(keys):
            self.ticked = {key: None for key in self.ticked if key not in keys}
        else:
            self.ticked |= dict.fromkeys(keys)
        self.tell_ticked()

    def tell_ticked(self) -> None:
        """Show what is ticked now; what was said before no longer holds."""
        self.complain("")
        self.table.redraw()
