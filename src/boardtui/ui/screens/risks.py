"""The risks: the heat map with the refs in their cells, and the register beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from rich.console import RenderableType
from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from boardtui.domain.board import Board
from boardtui.domain.dates import show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.heatmap import Which, score_of
from boardtui.domain.kinds import Meeting, Mitigation, Record, Risk
from boardtui.domain.matrix import Matrix, Score, matrix_of, move
from boardtui.domain.risk_path import steps_of
from boardtui.store.at_meetings import values_at_meetings
from boardtui.store.board_file import BoardFile
from boardtui.ui.commands import BY_ID, bindings_for, shown_key
from boardtui.ui.heat_map_lines import Layout, Picture, label_of
from boardtui.ui.risk_changes import ProgressSteps, ask_why, close_or_open
from boardtui.ui.risk_detail import risk_detail
from boardtui.ui.risk_picture import (
    VIEWS,
    Move,
    Place,
    Places,
    foot_of_cell,
    foot_of_move,
    foot_of_path,
    foot_of_risk,
    heading,
    line_of,
    next_place,
    pins_of_path,
    places_of,
)
from boardtui.ui.risk_register import (
    is_open,
    mitigation_columns,
    register,
    register_columns,
    register_filters,
    review_day,
)
from boardtui.ui.screens.item_screen import ItemScreen, Order, ReadyFilter
from boardtui.ui.widgets.detail_pane import DetailPane
from boardtui.ui.widgets.heat_map import HeatMap
from boardtui.ui.widgets.item_table import Column, ItemTable, Row
from boardtui.ui.widgets.prompt_line import PromptLine


class RisksScreen(ItemScreen):
    """The risks of the plan on the board's matrix, and the register of them."""

    DEFAULT_CSS = """
    RisksScreen #body { layout: horizontal; }
    RisksScreen #register { width: 1fr; height: 1fr; }
    RisksScreen.wide #register { width: 2fr; border-left: solid $border-blurred; }
    RisksScreen HeatMap { display: none; width: 3fr; }
    RisksScreen.mapping HeatMap { display: block; }
    RisksScreen.mapping #register { display: none; }
    RisksScreen.wide HeatMap { display: block; }
    RisksScreen.wide #register { display: block; }
    RisksScreen.wide #tables { width: 1fr; height: 3fr; }
    RisksScreen.wide #detail { width: 1fr; height: 2fr; border-left: none; border-top: solid $border-blurred; }
    RisksScreen #mitigations { display: none; height: auto; max-height: 40%; min-height: 2; margin: 0 1; }
    RisksScreen.reading HeatMap { display: none; }
    RisksScreen.reading #register { display: block; border: none; width: 1fr; }
    RisksScreen.reading #detail { height: 1fr; width: 1fr; border: none; }
    RisksScreen.reading #mitigations { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("risks")]

    name_of_items = "risks"
    name_of_one = "risk"
    adds = "risk"
    empty = "No risks yet. + adds the first."
    all_again = "Esc shows all open ones"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._view = VIEWS.index("current")
        self._on_map = True
        self._cell: Score | None = None
        self._row = 1
        self._move: Move | None = None
        self._places: Places | None = None
        self._steps: ProgressSteps | None = None
        self._past: dict[tuple[int, str], list[tuple[str, str]]] = {}
        self.add_class("mapping")

    # The register.

    def items(self, board: Board) -> Sequence[Risk]:
        """The highest current score first; unscored ones and then closed ones at the end."""
        return register(board)

    def columns(self, board: Board) -> Sequence[Column]:
        """Ref, title, score and band, movement, tolerance, owner, response, next review."""
        return register_columns(board, self.board_app.today)

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """What is run; what the board asks about; what was closed."""
        found = register_filters(self.board_app.today)
        return [ReadyFilter(label, keeps, empty=empty) for label, keeps, empty in found]

    def orders(self) -> Sequence[Order]:
        """By score first; then by what people look for."""
        return (
            Order("current score", lambda _board, _risk: 0),
            Order("ref", lambda board, risk: board.all(Risk).index(risk)),
            Order("owner", lambda _board, risk: (not risk.owner, risk.owner.casefold())),
            Order("next review", lambda _board, risk: review_day(risk)),
            Order("category", lambda _board, risk: (not risk.category, risk.category.casefold())),
        )

    def detail(self, board: Board, item: Risk) -> RenderableType:
        """The risk in full; while it is read, its mitigations stand in a table of their own."""
        reading = self.has_class("reading")
        return risk_detail(board, item, self.board_app.palette, self.board_app.today, mitigations=not reading)

    def compose(self) -> ComposeResult:
        """The map, and the register with its detail; they take turns where there is no room for both."""
        yield Vertical(id="top")
        yield Static(id="about")
        yield Input(id="filter", placeholder="words to look for · Enter keeps the filter · Esc clears it")
        with Horizontal(id="body"):
            yield HeatMap(id="map")
            with Vertical(id="register"):
                with Vertical(id="tables"):
                    yield ItemTable(id="items", empty=self.empty)
                with DetailPane(id="detail"):
                    yield Static(id="detail_text", markup=False)
                yield ItemTable(id="mitigations", empty="No mitigations yet. M adds one.")

    @property
    def map(self) -> HeatMap:
        """The map."""
        return self.query_one(HeatMap)

    @property
    def mitigations(self) -> ItemTable:
        """The mitigations of the risk that is read."""
        return self.query_one("#mitigations", ItemTable)

    @property
    def which(self) -> Which:
        """The scores that are shown and moved; a path is moved along its current score."""
        view = VIEWS[self._view]
        return "current" if view == "path" else cast(Which, view)

    @property
    def selected(self) -> Record | None:
        """What the keys act on: the mitigation or the risk under the cursor; nothing in an empty cell."""
        if self.has_class("reading") and self.mitigations.has_focus and self.mitigations.item is not None:
            return cast(Mitigation, self.mitigations.item)
        return None if self._in_empty_cell() else super().selected

    def _in_empty_cell(self) -> bool:
        if not self._on_map or self.has_class("reading") or self._places is None or VIEWS[self._view] == "path":
            return False
        return self.table.key not in self._places.keys(self._cell) and self.table.key in self._places.of

    # Drawing.

    def show_board(self, board: Board) -> None:
        """Draw the board as it is now. A risk that is being moved stays in the hand unless it is gone."""
        if self._move is not None and board.get(Risk, self._move.risk.id) is None:
            self._move = None
        before = self._in_empty_cell()
        super().show_board(board)
        if not before:
            self._follow()
        self._draw_map()

    def show_detail(self) -> None:
        """Draw the detail, and the mitigations that are edited in it."""
        super().show_detail()
        board, risk = self.board_app.board, self.table.item
        if board is None:
            return
        found = board.owned(Mitigation, risk.id) if risk is not None else ()
        self.mitigations.palette = self.board_app.palette
        self.mitigations.show(mitigation_columns(board, self.board_app.today), [Row(each.id, each) for each in found])

    def _follow(self) -> None:
        """Put the focus of the map on the cell of the risk under the cursor."""
        board = self.board_app.board
        if board is None:
            return
        places = self._places_now(board)
        if self.table.key in places.of:
            self._focus_cell(places.of[self.table.key])
        elif self._cell is None and not places.keys(None):
            self._cell = Score(self._middle(places.found.matrix), self._middle(places.found.matrix))
        if self._cell is not None and not self._cell.fits(places.found.matrix.size):
            self._cell = Score(*(min(each, places.found.matrix.size) for each in self._cell))

    def _focus_cell(self, cell: Score | None) -> None:
        self._cell = cell
        if cell is not None:
            self._row = cell.likelihood

    def _middle(self, matrix: Matrix) -> int:
        return (matrix.size + 1) // 2

    def _places_now(self, board: Board) -> Places:
        self._places = places_of(board, self.which, set(self.table.keys), self._move)
        return self._places

    def _draw_map(self) -> None:
        board = self.board_app.board
        if board is None:
            return
        places, matrix = self._places_now(board), matrix_of(board.profile)
        width = self.map.content_size.width
        risk = self._risk()
        path = VIEWS[self._view] == "path" and risk is not None and self._move is None
        pins, cell, key = places.pins, self._cell, self.table.key
        if self._move is not None:
            cell, key = self._move.place if self._move.place in pins else None, self._move.risk.id
            foot = foot_of_move(self._move, matrix)
        elif path and risk is not None:
            steps = steps_of(risk, self._past_of(board, risk))
            room = Layout.of(matrix.size, width, self.map.content_size.height, 2).across
            pins, foot = pins_of_path(steps, matrix, room), foot_of_path(matrix, risk, steps, width)
            cell = next((step.score for step in steps if "now" in step.labels), None)
        elif risk is None or self._in_empty_cell():
            key = ""
            foot = foot_of_cell(matrix, cell, addable=VIEWS[self._view] == "current")
        else:
            foot = foot_of_risk(board, matrix, risk, self.which)
        beyond, line = line_of(matrix, self._move.risk if self._move is not None else risk if key else None)
        view_key = shown_key(BY_ID["risk_view"], self.board_app.settings.keys)
        self.map.palette = self.board_app.palette
        self.map.show(
            Picture(
                matrix=matrix,
                pins=pins,
                tray=places.tray,
                beyond=beyond,
                cell=cell,
                key=key,
                focused=self.map.has_focus,
                heading=heading(VIEWS[self._view], view_key, line, width),
                foot=foot,
            ),
            moving=self._move is not None,
        )

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

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """A double click opens a risk, and edits a mitigation."""
        event.stop()
        if event.table.id == "items":
            self.action_open()
        else:
            self.action_edit()

    # Going about.

    def focus_items(self) -> None:
        """Give the keys to the map or the register, whichever had them."""
        if self.has_class("reading"):
            if not self.mitigations.has_focus:
                super().focus_items()
        else:
            (self.map if self._on_map else self.table).focus()
        self._draw_map()

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
        if event.widget is self.map and self._move is not None and not asking and self.app.app_focus:
            self._put_back()
        self._draw_map()

    def action_other_side(self) -> None:
        """From the map to the register and back; in a risk, from its text to its mitigations and back."""
        if self.has_class("reading"):
            detail = self.query_one("#detail")
            (detail if self.mitigations.has_focus else self.mitigations).focus()
            return
        self._turn_to(map_=not self._on_map)

    def _turn_to(self, *, map_: bool) -> None:
        self._on_map = map_
        self.set_class(map_, "mapping")
        self._follow()
        self.focus_items()

    def action_next_view(self) -> None:
        """Inherent, current, target, path."""
        self._view = (self._view + 1) % len(VIEWS)
        if not self._on_map and not self.has_class("wide"):
            self._turn_to(map_=True)
        self._follow()
        self._draw_map()

    def on_heat_map_stepped(self, event: HeatMap.Stepped) -> None:
        """Move the risk in the hand, or else the focus: risk by risk along a row, cell by cell otherwise."""
        event.stop()
        board = self.board_app.board
        if board is None or self._places is None:
            return
        size = matrix_of(board.profile).size
        if self._move is not None:
            self._move = replace(self._move, place=move(self._move.place, event.right, event.up, size))
        elif VIEWS[self._view] == "path":
            self.table.step(event.right - event.up)
        else:
            self._step(self._places, event.right, event.up, size)
        self._draw_map()

    def _step(self, places: Places, right: int, up: int, size: int) -> None:
        cell, key = next_place(places, Place(self._cell, self.table.key, self._row), right, up, size)
        self._focus_cell(cell)
        if key != self.table.key:
            self._select(key)

    def _select(self, key: str) -> None:
        # The map has gone there itself: the register only follows.
        with self.table.prevent(ItemTable.Moved):
            self.table.go_to(key)
        self.show_detail()
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    def on_heat_map_clicked(self, event: HeatMap.Clicked) -> None:
        """Go to a cell with the mouse."""
        event.stop()
        if self._places is None or self._move is not None or VIEWS[self._view] == "path":
            return
        here = self._places.keys(event.cell)
        again = event.cell == self._cell and self.table.key in here
        self._focus_cell(event.cell)
        if here:
            self._select(
                here[(here.index(self.table.key) + (0 if event.twice else 1)) % len(here)] if again else here[0]
            )
        self._draw_map()
        if event.twice:
            self.action_open()

    def go_to(self, key: str) -> bool:
        """Put the cursor on a risk, or on a mitigation within its risk."""
        board = self.board_app.board
        found = board.get(Mitigation, key) if board is not None else None
        if found is None:
            there = super().go_to(key)
            self._follow()
            self._draw_map()
            return there
        if not super().go_to(found.risk):
            return False
        self._follow()
        self.add_class("reading")
        self.show_detail()
        self.mitigations.go_to(key)
        self.call_after_refresh(self.mitigations.focus)
        return True

    def action_open(self) -> None:
        """Read the risk in full; edit the mitigation under the cursor."""
        if isinstance(self.selected, Mitigation):
            self.action_edit()
        elif self.selected is not None:
            super().action_open()
            self.show_detail()
            # What was hidden until now can only have the keys once it is there.
            self.call_after_refresh(self.focus_items)

    def _leave_reading(self) -> None:
        super()._leave_reading()
        self.show_detail()

    # Moving a risk.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a risk is in the hand, nothing else is done with the register."""
        if self._move is not None:
            return False
        if action == "next_progress":
            return isinstance(self.selected, Mitigation)
        return super().check_action(action, parameters)

    def action_move(self) -> None:
        """Take the risk up: the arrows move it then."""
        board, risk = self.board_app.board, self._risk()
        if board is None or risk is None or self.selected is None or not self.board_app.writable():
            return
        if not is_open(risk):
            self.board_app.refuse(f"{label_of(risk.ref, risk.title)} is closed: c opens it again, then m moves it.")
            return
        matrix = matrix_of(board.profile)
        origin = score_of(risk, self.which)
        start = origin or Score(self._middle(matrix), self._middle(matrix))
        self._show_the_map()
        self._move = Move(risk, self.which, origin, start, board.edition)
        self._draw_map()

    def _show_the_map(self) -> None:
        self.remove_class("reading")
        self._turn_to(map_=True)

    def on_heat_map_placed(self, event: HeatMap.Placed) -> None:
        """Ask why, then save once."""
        event.stop()
        board, moving = self.board_app.board, self._move
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
        self._move = None
        self._draw_map()
        self.focus_items()
        self._follow()
        self._draw_map()

    def _put_back(self) -> None:
        self._move = None
        self._follow()
        self._draw_map()
        if self.board_app.item_screen is self:
            self.focus_items()

    # Changing what is said of a risk.

    def action_no_rating(self) -> None:
        """Risks are scored, not rated."""
        self.board_app.refuse("Risks have no rating of their own: m moves them on the map.")

    def action_close_risk(self) -> None:
        """Close the risk, or open it again. Why is asked, and it is kept."""
        risk = self._risk()
        if risk is not None and self.selected is not None:
            close_or_open(self.board_app, risk, self.focus_items)

    def kind_to_add(self) -> str:
        """A risk; a mitigation where those have the keys."""
        return "mitigation" if self.has_class("reading") and self.mitigations.has_focus else "risk"

    def values_to_add(self) -> dict[str, Any]:
        """A new mitigation belongs to its risk; a new risk begins with the score of the empty cell in focus."""
        risk = self._risk()
        if self.kind_to_add() == "mitigation":
            return {"risk": risk.id} if risk is not None else {}
        on_the_map = self._on_map and not self.has_class("reading") and VIEWS[self._view] == "current"
        if on_the_map and self._cell is not None and self._in_empty_cell():
            return {"current": str(self._cell)}
        return {}

    def action_add_mitigation(self) -> None:
        """Add a mitigation to the risk."""
        risk = self._risk()
        if risk is not None and (self.selected is not None):
            self.board_app.add("mitigation", {"risk": risk.id})

    def action_next_progress(self) -> None:
        """Say that a mitigation is one step further."""
        if isinstance(each := self.selected, Mitigation):
            self._steps = self._steps or ProgressSteps(self.board_app)
            self._steps.further(each.id)

    # Looking back.

    def _past_of(self, board: Board, risk: Risk) -> list[tuple[str, str]]:
        """The scores at past meetings, as far as they are known by now; they are looked up in the background."""
        key = (board.edition, risk.id)
        file = self.board_app.file
        if key not in self._past and file is not None:
            self._past = {key: []}
            self._look_back(file, board, risk)
        return self._past.get(key, [])

    @work(thread=True, exclusive=True, group="past")
    def _look_back(self, file: BoardFile, board: Board, risk: Risk) -> None:
        try:
            found = values_at_meetings(file.history(risk.id), board.all(Meeting), "current")
        except BoardError:
            return
        past = [(show_date(meeting.date) or meeting.title, score) for meeting, score in found]
        self.app.call_from_thread(self._looked_back, (board.edition, risk.id), past)

    def _looked_back(self, key: tuple[int, str], past: list[tuple[str, str]]) -> None:
        if key in self._past:
            self._past[key] = past
            self._draw_map()
