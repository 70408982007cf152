"""What keys and the mouse do on the heat map: go about between the risks, change the view, and move a risk."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from textual import events
from textual.containers import VerticalScroll

from boardtui.domain.board import Board
from boardtui.domain.kinds import Risk
from boardtui.ui.commands import BY_ID, shown_key
from boardtui.ui.heat_map_lines import label_of
from boardtui.ui.past_scores import PastScores
from boardtui.ui.risk_changes import ask_why
from boardtui.ui.risk_focus import MapFocus
from boardtui.ui.risk_register import is_open
from boardtui.ui.screens.item_screen import ItemScreen
from boardtui.ui.widgets.heat_map import HeatMap
from boardtui.ui.widgets.item_table import ItemTable
from boardtui.ui.widgets.prompt_line import PromptLine


class RiskMapKeys(ItemScreen):
    """A register of risks with a map beside it, or in its place where there is no room for both."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._on_map = True  # the map has the keys, or had them last
        self._focus = MapFocus()
        self._past = PastScores(self, self._draw_map)
        self.add_class("mapping")

    @property
    def map(self) -> HeatMap:
        """The map."""
        return self.query_one(HeatMap)

    def _in_empty_cell(self) -> bool:
        return self._on_map and not self.has_class("reading") and self._focus.in_empty_cell(self.table.key)

    # Drawing.

    def show_board(self, board: Board) -> None:
        """Draw the board as it is now. A risk that is being moved stays in the hand unless it is gone."""
        if (moving := self._focus.move) is not None and board.get(Risk, moving.risk.id) is None:
            self._focus.move = None
        before = self._in_empty_cell()
        super().show_board(board)
        if not before:
            self._follow()
        self._draw_map()

    def _follow(self) -> None:
        """Put the focus of the map on the cell of the risk under the cursor."""
        if (board := self.board_app.board) is not None:
            self._focus.follow(board, set(self.table.keys), self.table.key)

    def _draw_map(self) -> None:
        board, risk, size = self.board_app.board, self._risk(), self.map.content_size
        if board is None:
            return
        picture = self._focus.picture(
            board,
            set(self.table.keys),
            risk,
            self._past.of(board, risk) if self._focus.on_path and risk is not None else (),
            on_map=self._on_map and not self.has_class("reading"),
            room=(size.width, size.height),
            view_key=shown_key(BY_ID["risk_view"], self.board_app.settings.keys),
        )
        self.map.palette = self.board_app.palette
        self.map.show(replace(picture, focused=self.map.has_focus), moving=self._focus.move is not None)

    def _risk(self) -> Risk | None:
        return cast("Risk | None", self.table.item)

    def on_resize(self) -> None:
        """Use the room there is."""
        super().on_resize()
        self.call_after_refresh(self._draw_map)

    def on_heat_map_resized(self, event: HeatMap.Resized) -> None:
        """The map has found its size."""
        event.stop()
        self._draw_map()

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """Another risk: the map goes along."""
        event.stop()
        if event.table.id == "items":
            super().on_item_table_moved(event)
            self._follow()
            self._draw_map()

    # Going about.

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which side has the keys, and show it."""
        if event.widget in (self.map, self.table):
            self._on_map = event.widget is self.map
            if self._on_map:
                self._follow()
        self._draw_map()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A risk in the hand is put back when something else is done. The line that asks why is part of the move."""
        asking = self.board_app.main.query_one(PromptLine).asking
        if event.widget is self.map and self._focus.move is not None and not asking and self.app.app_focus:
            self._put_back()
        self._draw_map()

    def _turn_to(self, *, map_: bool) -> None:
        self._on_map = map_
        self.set_class(map_, "mapping")
        self._follow()
        self.focus_items()

    def action_next_view(self) -> None:
        """Inherent, current, target, path."""
        self._focus.next_view()
        if not self._on_map and not self.has_class("wide"):
            self._turn_to(map_=True)
        self._follow()
        self._draw_map()

    def on_heat_map_stepped(self, event: HeatMap.Stepped) -> None:
        """Move the risk in the hand, or else the focus: risk by risk along a row, cell by cell otherwise."""
        event.stop()
        board = self.board_app.board
        if board is None:
            return
        if self._focus.move is not None:
            self._focus.carry(board, event.right, event.up)
        elif self._focus.on_path:
            self.table.step(event.right - event.up)
        else:
            self._select(self._focus.step(board, self.table.key, event.right, event.up))
        self._draw_map()

    def _select(self, key: str) -> None:
        if key == self.table.key:
            return
        # The map has gone there itself: the register only follows.
        with self.table.prevent(ItemTable.Moved):
            self.table.go_to(key)
        self.show_detail()
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    def on_heat_map_clicked(self, event: HeatMap.Clicked) -> None:
        """Go to a cell with the mouse."""
        event.stop()
        if self._focus.move is not None or self._focus.on_path:
            return
        self._select(self._focus.click(event.cell, self.table.key, twice=event.twice))
        self._draw_map()
        if event.twice:
            self.action_open()

    # Moving a risk.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a risk is in the hand, nothing else is done with the register."""
        return False if self._focus.move is not None else super().check_action(action, parameters)

    def action_move(self) -> None:
        """Take the risk up: the arrows move it then."""
        board, risk = self.board_app.board, self._risk()
        if board is None or risk is None or self.selected is None or not self.board_app.writable():
            return
        if not is_open(risk):
            self.board_app.refuse(f"{label_of(risk.ref, risk.title)} is closed: c opens it again, then m moves it.")
            return
        self.remove_class("reading")
        self._turn_to(map_=True)
        self._focus.take_up(board, risk)
        self._draw_map()

    def on_heat_map_placed(self, event: HeatMap.Placed) -> None:
        """Ask why, then save once."""
        event.stop()
        board, moving = self.board_app.board, self._focus.move
        if board is None or moving is None:
            return
        if moving.place == moving.origin:
            self._put_back()
        else:
            ask_why(self.board_app, board, moving, self._moved, self._put_back)

    def on_heat_map_put_back(self, event: HeatMap.PutBack) -> None:
        """Nothing was changed."""
        event.stop()
        self._put_back()

    def _moved(self) -> None:
        self._focus.move = None
        self._draw_map()
        self.focus_items()
        self._follow()
        self._draw_map()

    def _put_back(self) -> None:
        self._focus.move = None
        self._follow()
        self._draw_map()
        if self.board_app.item_screen is self:
            self.focus_items()
