"""A list of items with a filter, an order and a detail: what every screen of items shares."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.text import pattern_of
from boardtui.domain.typed.filter import completed, read_filter
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.choices import ReadyFilter, ShownPart, about_line, filter_at, order_by
from boardtui.ui.shared.detail import DetailPage, DetailPane, Pages, detail
from boardtui.ui.shared.item_rows import ItemRows
from boardtui.ui.shared.text_inputs import FilterInput
from boardtui.ui.shared.working_ahead import WorkingAhead, once_drawn
from boardtui.ui.table.item_table import ItemTable

WIDE = 110
ROOMY = 150

# Commands that change the item under the cursor, and all that need one.
_RATE_IT = ("red", "amber", "green", "blue")
_CHANGE_IT = (*_RATE_IT, "edit", "redate", "comment")
_NEED_ONE = (*_CHANGE_IT, "open", "history", "go_there", "its_actions")
# What the footer shows in another rank while an item is read: how to go on and back.
_WHILE_READING = {"open": 0, "back": 1, "next": 2}


class ItemList(ItemRows):
    """A list of items of the board. A subclass says what it lists and how; this class shows it and goes about in it.

    Attributes:
        adds: the kind that `+` adds.
        of_lead: what makes an item a lead's besides that they answer for it, if anything.
        all_again: what Esc does where something is filtered.
        wide_from: the width in cells from which the detail stands beside the table.
    """

    DEFAULT_CSS = """
    ItemList { layout: vertical; height: 1fr; }
    ItemList #about { height: 1; padding: 0 1; color: $text-muted; }
    ItemList #top { height: auto; }
    ItemList #filter { display: none; height: 1; border: none; padding: 0 1; background: $boost; }
    ItemList #filter:focus { border: none; }
    ItemList.filtering #filter { display: block; }
    ItemList #body { layout: vertical; height: 1fr; }
    ItemList #tables { height: 3fr; width: 1fr; padding: 0 1; }
    ItemList #detail { height: 2fr; border-top: solid $border-blurred; padding: 0 0 0 1; }
    ItemList #detail:focus { border-top: solid $border; }
    ItemList.wide #body { layout: horizontal; }
    ItemList.wide #tables { height: 1fr; width: 3fr; }
    ItemList.wide #detail { height: 1fr; width: 2fr; border-top: none; border-left: solid $border-blurred; }
    ItemList.wide.roomy #tables { width: 2fr; }
    ItemList.wide.roomy #detail { width: 1fr; }
    ItemList.reading #tables { display: none; }
    ItemList.reading #detail { height: 1fr; width: 1fr; border: none; padding: 0 1 0 2; }
    ItemList.reading #top { display: none; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("items")]

    adds = ""
    of_lead = ""
    all_again = "Esc shows all"
    wide_from = WIDE

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._keys_shown: Mapping[str, int] = {}
        self._pages = Pages()
        self._beside = WorkingAhead()
        self._about = ""

    # What a subclass says besides.

    def detail(self, board: Board, item: Any) -> RenderableType:
        """What the detail pane says of an item."""
        return detail(board, self.record(item), self.host.palette)

    def keeps_detail(self, item: Any) -> bool:
        """Whether the detail of an item stays as it is as long as board and room do, so that it can be drawn ahead."""
        return True

    def compose_top(self) -> ComposeResult:
        """What stands above the table."""
        yield from ()

    def show_top(self, board: Board) -> None:
        """Bring what stands above the table up to date."""

    def was_called(self) -> None:
        """Its key was pressed, whether it was in sight already or not."""

    # What is the same everywhere.

    @property
    def room(self) -> int:
        """How wide a text in the detail may be, in cells."""
        return self.query_one("#detail", DetailPane).room

    @property
    def selected(self) -> Record | None:
        """The record under the cursor, as the board has it now."""
        item = self.table.item
        return None if item is None else self.record(item)

    def compose(self) -> ComposeResult:
        """A line that says what is shown, the table, and the detail."""
        with Vertical(id="top"):
            yield from self.compose_top()
        yield Static(id="about")
        yield FilterInput(self.completed)
        with Horizontal(id="body"):
            with Vertical(id="tables"):
                yield self.table_class(id="items", empty=self.empty)
            yield DetailPane(id="detail")

    def on_mount(self) -> None:
        """Begin to draw what the next step will show."""
        self._beside.begin(self)

    def show_board(self, board: Board) -> None:
        """Draw the board as it is now. The cursor stays on its record."""
        self.show_rows(board)
        self.show_about()
        self.show_top(board)
        self.show_detail()
        self.host.show_keys()

    def show_about(self) -> None:
        """Say above the table how many items there are, and which of them are shown."""
        (total, shown), width, choice = self._counts, self.size.width - 2, self.choice
        parts = [self.counted(total, shown)]
        if choice.part is not None:
            parts.append(choice.part.label)
        if choice.words:
            parts.append(f"with “{choice.words}”")
        if choice.order:
            parts.append(f"by {self.orders()[choice.order].label}")
        labels = [self.label_shown(each) for each in self.filters_shown()]
        back = self.all_again if choice.narrows else ""
        if choice.lead and choice.in_part:
            back = "Esc shows all theirs"
        chosen, unchoose = self.chosen_words()
        parts, back = [*parts, chosen], unchoose or back
        about = about_line(" · ".join(filter(None, parts)), labels, choice.ready, back, width)
        self._about = about.plain
        self.query_one("#about", Static).update(about, layout=False)

    def chosen_words(self) -> tuple[str, str]:
        """How many items are chosen to be changed together, and what Esc does to that."""
        return "", ""

    def counted(self, total: int, shown: int) -> str:
        """How many items there are, for the line above the table."""
        name = self.name_of_one if total == 1 and self.name_of_one else self.name_of_items
        return f"{total} {name}" if shown == total else f"{shown} of {total} {name}"

    def filter_label(self, ready: ReadyFilter) -> str:
        """What a ready filter is called in the line above the table."""
        return ready.label

    def label_shown(self, ready: ReadyFilter) -> str:
        """What a filter is called there, whether it is a ready one or not."""
        return self.filter_label(ready)

    def show_detail(self) -> None:
        """Draw the detail of the item under the cursor; where the cursor hurries on, only of the last one."""
        self.host.draw_once(f"detail of {self.id}", self._show_detail)

    def _show_detail(self) -> None:
        board, item = self.host.board, self.table.item
        pane = self.query_one("#detail", DetailPane)
        pane.light(pattern_of(read_filter(self.choice.words).lit))
        if board is None or item is None:
            pane.show("")
        elif self.has_class("presenting"):
            pane.show(self.host.presented(self.record(item), pane.room, pane.size.height))
        else:
            pane.show(self._page(pane, item))
            # Those beside it are drawn while no keys come: to step there shows what is there already.
            self._beside.start(partial(self._get_ready, pane, each) for each in self.table.beside)

    def _page(self, pane: DetailPane, item: Any) -> DetailPage:
        board = self.host.board
        assert board is not None  # an item is of one
        if not self.keeps_detail(item):
            return DetailPage(self.detail(board, item))
        follows = *self._way_shown(), pane.room, pane.size, self.has_class("reading")
        return self._pages.of(board, follows, self.key_of(item), item, lambda: self.detail(board, item))

    def _get_ready(self, pane: DetailPane, item: Any) -> None:
        if self.host.board is self._shown[0] and self.keeps_detail(item):
            pane.get_ready(self._page(pane, item))

    def completed(self, typed: str) -> str:
        """What is typed as a filter with its last word completed."""
        board = self.host.board
        return completed(board, map(self.record, self.items(board)), typed) if board is not None else ""

    def go_to(self, key: str) -> bool:
        """Put the cursor on a record, if need be by giving up the filters."""
        if self.table.go_to(key):
            return True
        self._show_all()
        for place in range(len(self.filters_shown())):
            # Where no filter keeps everything, the record may be behind another one.
            self.choice.ready = place
            self._redraw()
            if self.table.go_to(key):
                return True
        self.choice.ready = 0
        self._redraw()
        return False

    def show_part(self, part: ShownPart) -> None:
        """Show only a part of the items, until Esc."""
        self._show_all()
        self.choice.part = part
        self._redraw()

    def show_lead(self, lead: str) -> None:
        """Show only what is a lead's, until Esc, from when it is drawn next; "" shows all again."""
        if not lead and not self.choice.lead:
            return
        self._show_all()
        if lead:
            self.choice.show_lead(lead, self.of_lead)

    def _show_all(self) -> None:
        self.choice.clear()
        self._show_items()

    def _show_items(self) -> None:
        """Leave reading, and the line of the filter."""
        self.remove_class("filtering", "reading")
        self._stop_presenting()
        with self.prevent(Input.Changed):
            self.query_one("#filter", Input).value = ""

    def on_resize(self) -> None:
        """Use the room there is."""
        self.set_class(self.size.width >= self.wide_from, "wide")
        self.set_class(self.size.width >= ROOMY, "roomy")
        if self.host.board is not None:
            self.show_about()

    def on_detail_pane_widened(self, event: DetailPane.Widened) -> None:
        """What a detail shows side by side depends on the room."""
        self.show_detail()

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """Another item: another detail, read from its beginning."""
        self.show_detail()
        self.query_one("#detail", DetailPane).scroll_home(animate=False)
        if (keys := self.keys_now) != self._keys_shown:
            self._keys_shown = keys
            self.host.show_keys()

    def on_item_table_headed(self, event: ItemTable.Headed) -> None:
        """A click on the heading of a column puts the items in its order; another one in the first order again."""
        if self.check_action("next_sort", ()) is False:
            return  # there is one order
        if (place := order_by(event.label, self.orders(), self.choice.order)) is None:
            self.host.say("There is no order by that; s goes through those there are.")
        else:
            self.choice.order = place
            self._redraw()

    def on_click(self, event: events.Click) -> None:
        """A click on a ready filter puts it on."""
        about = self.query_one("#about", Static)
        if (
            about.region.contains(int(event.screen_x), int(event.screen_y))
            and self.check_action("next_filter", ()) is not False
        ):
            labels = [self.label_shown(each) for each in self.filters_shown()]
            place = filter_at(int(event.screen_x) - about.content_region.x, self._about, labels, self.choice.ready)
            if place is not None:
                self.choice.ready = place
                self._redraw()

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """A double click opens."""
        self.action_open()

    @property
    def keys_now(self) -> Mapping[str, int]:
        """The commands whose rank in the footer is another one now; 0 keeps them out of it."""
        if self.selected is None:
            return dict.fromkeys(_CHANGE_IT if self.table.key else _NEED_ONE, 0)
        now = {} if self.selected.kind.has("rag") else dict.fromkeys(_RATE_IT, 0)
        return {**now, **_WHILE_READING} if self.has_class("reading") else now

    def focus_items(self) -> None:
        """Give the keys to the table, or to the detail while it is read."""
        (self.query_one("#detail") if self.has_class("reading") else self.table).focus()

    def action_open(self) -> None:
        """Read the item in full."""
        if self.table.key:
            self.add_class("reading")
            self.focus_items()
        else:
            self.host.say(self.table.empty)

    def action_back(self) -> None:
        """Leave the reading, or else the filters."""
        if self.has_class("reading"):
            self._leave_reading()
        elif self.choice.lead and self.choice.in_part:
            # Their own items are what a lead comes back to; another Esc shows everybody's.
            self.choice.clear_in_part()
            self._show_items()
            self._redraw()
        elif self.choice.narrows:
            self._show_all()
            self._redraw()
        self.remove_class("filtering")
        self.focus_items()

    def action_present(self) -> None:
        """Show the item in large letters, for a room; or leave that again."""
        if self.has_class("presenting"):
            self._leave_reading()
        elif self.table.key:
            self.add_class("presenting")
            self.action_open()
            once_drawn(self, self._show_detail)  # when the room there is for it is known
        else:
            self.host.say(self.table.empty)

    def action_step(self, count: int) -> None:
        """Go to the next or the previous item."""
        self.table.step(count)

    def action_filter(self) -> None:
        """Filter as one types."""
        self.remove_class("reading")
        self._stop_presenting()
        self.add_class("filtering")
        self.query_one("#filter", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words typed so far."""
        self.choice.words = event.value.strip()
        self._redraw()

    def on_input_submitted(self) -> None:
        """Keep the filter and go back to the items."""
        self.remove_class("filtering")
        self.focus_items()

    def action_next_filter(self) -> None:
        """Go through the ready filters."""
        self.choice.ready = (self.choice.ready + 1) % len(self.filters_shown())
        self._redraw()
        self._leave_reading()

    def action_next_sort(self) -> None:
        """Go through the orders."""
        self.choice.order = (self.choice.order + 1) % len(self.orders())
        self._redraw()
        self._leave_reading()

    def _leave_reading(self) -> None:
        if self.has_class("reading"):
            self.remove_class("reading")
            self._stop_presenting()
            self.focus_items()

    def _stop_presenting(self) -> None:
        if self.has_class("presenting"):
            self.remove_class("presenting")
            self.show_detail()

    def _redraw(self) -> None:
        if self.host.board is not None:
            self.show_board(self.host.board)
