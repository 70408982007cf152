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
from boardtui.domain.dates import read_date, show_date
from boardtui.domain.edits import Change
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.heatmap import Movement, Which, above_tolerance, moved, score_of
from boardtui.domain.kinds import Meeting, Mitigation, Record, Risk
from boardtui.domain.matrix import Matrix, Score, check_score, matrix_of, move
from boardtui.domain.profile import ReasonRule
from boardtui.domain.risk_path import steps_of
from boardtui.domain.risks import Progress, RiskState
from boardtui.store.at_meetings import values_at_meetings
from boardtui.store.board_file import BoardFile, Receipt
from boardtui.ui import columns
from boardtui.ui.commands import BY_ID, bindings_for, shown_key
from boardtui.ui.heat_map_lines import Layout, Picture, label_of
from boardtui.ui.risk_detail import progress_pieces, risk_detail, score_badge
from boardtui.ui.risk_picture import (
    VIEWS,
    Move,
    Places,
    foot_of_cell,
    foot_of_move,
    foot_of_path,
    foot_of_risk,
    heading,
    line_of,
    pins_of_path,
    places_of,
)
from boardtui.ui.screens.item_screen import ItemScreen, Order, ReadyFilter
from boardtui.ui.text import Piece, Pieces
from boardtui.ui.widgets.heat_map import HeatMap
from boardtui.ui.widgets.item_table import Column, ItemTable, Row
from boardtui.ui.widgets.prompt_line import PromptLine, Question

_STEPS = (Progress.NOT_STATED, Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.COMPLETE, Progress.STOPPED)


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
        self._past: dict[tuple[int, str], list[tuple[str, str]]] = {}
        self.add_class("mapping")

    # The register.

    def items(self, board: Board) -> Sequence[Risk]:
        """The highest current score first; unscored ones and then closed ones at the end."""
        return sorted(board.all(Risk), key=lambda risk: (risk.state is RiskState.CLOSED, *_highest_first(risk)))

    def columns(self, board: Board) -> Sequence[Column]:
        """Ref, title, score and band, movement, tolerance, owner, response, next review."""
        matrix, today = matrix_of(board.profile), self.board_app.today
        return (
            Column("Ref", lambda risk: [Piece(label_of(risk.ref, "–"))], width=7),
            columns.title("Risk", share=3),
            Column("Score", lambda risk: _score(matrix, risk), width=14),
            Column("Since", columns.moved(board), width=6),
            Column("Tolerance", lambda risk: _tolerance(matrix, risk), width=9, from_width=56),
            columns.field("Owner", "owner", from_width=90, share=2),
            Column("Response", lambda risk: columns.words(risk.response.value), width=9, from_width=96),
            Column("Review", lambda risk: _review(risk, today), width=12, from_width=66),
        )

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """What is run; what the board asks about; what was closed."""
        today = self.board_app.today
        return (
            ReadyFilter("open", lambda _board, risk: _is_open(risk)),
            ReadyFilter(
                "above tolerance",
                lambda board, risk: above_tolerance(risk, matrix_of(board.profile)),
                empty="No risk is above what the board tolerates.",
            ),
            ReadyFilter(
                "worsened",
                lambda board, risk: _is_open(risk) and moved(board, risk) is Movement.WORSENED,
                empty="No risk has worsened since the last board.",
            ),
            ReadyFilter(
                "review due", lambda _board, risk: _is_open(risk) and _is_due(risk, today), empty="No review is due."
            ),
            ReadyFilter(
                "unscored",
                lambda _board, risk: _is_open(risk) and score_of(risk) is None,
                empty="Every open risk has a score.",
            ),
            ReadyFilter("closed", lambda _board, risk: not _is_open(risk), empty="No risk has been closed."),
        )

    def orders(self) -> Sequence[Order]:
        """By score first; then by what people look for."""
        return (
            Order("current score", lambda _board, _risk: 0),
            Order("ref", lambda board, risk: board.all(Risk).index(risk)),
            Order("owner", lambda _board, risk: (not risk.owner, risk.owner.casefold())),
            Order("next review", lambda _board, risk: _day(risk)),
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
                with VerticalScroll(id="detail"):
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
        today = self.board_app.today
        self.mitigations.palette = self.board_app.palette
        self.mitigations.show(
            (
                Column("Status", progress_pieces, width=16),
                columns.title("Mitigation", share=3),
                columns.field("Owner", "owner", share=1),
                Column("Due", columns.due(board, today), width=12),
                Column("Slipped", columns.slipped(board, today), width=9, right=True, from_width=70),
                Column("Since", columns.moved(board), width=7),
            ),
            [Row(each.id, each) for each in found],
        )

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
        here = places.keys(self._cell)
        place = here.index(self.table.key) if self.table.key in here else -1
        along = right or (-up if self._cell is None else 0)
        if place >= 0 and along and 0 <= place + along < len(here) and (self._cell is not None or not right):
            self._select(here[place + along])
            return
        if self._cell is None:
            if right >= 0:
                return
            cell: Score | None = Score(min(self._row, size), size)
        elif right > 0 and self._cell.impact == size:
            if not places.keys(None):
                return
            cell = None
        else:
            cell = move(self._cell, right, up, size)
            if cell == self._cell:
                return
        self._focus_cell(cell)
        there = places.keys(cell)
        if there:
            self._select(there[-1] if right < 0 and cell is not None else there[0])

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
            # What was hidden until now can only have the keys once it is there.
            self.call_after_refresh(self.focus_items)

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
        if not _is_open(risk):
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
        matrix = matrix_of(board.profile)
        if moving.place == moving.origin:
            self._put_back()
            return
        try:
            score = check_score(str(moving.place), matrix.size)
        except InvalidValue as error:
            self.board_app.refuse(str(error))
            return
        name = label_of(moving.risk.ref, moving.risk.title)
        told = (
            f"{score_badge(matrix, str(moving.origin or '')).text.strip()} → {score_badge(matrix, score).text.strip()}"
        )
        needed = "This board wants a reason." if board.profile.reasons is ReasonRule.ALWAYS else ""

        def answered(answers: list[str], _last: bool) -> None:
            values = {moving.which: score, f"{moving.which}_why": answers[0]}
            self.board_app.change(
                [Change(moving.risk.id, "risk", values)],
                why=answers[0],
                seen=moving.edition,
                done=lambda receipt: self._moved(f"{name} {told}", receipt),
                failed=self._not_moved,
            )

        self.board_app.main.query_one(PromptLine).ask(
            [Question(f"{name} {told} why?", needed=needed, leaving="puts it back")], answered, self._put_back
        )

    def on_heat_map_put_back(self, event: HeatMap.PutBack) -> None:
        """Nothing was changed."""
        event.stop()
        self._put_back()

    def _moved(self, told: str, receipt: Receipt) -> None:
        self._move = None
        self.map.moving = False
        self.refresh_bindings()
        self.focus_items()
        self._follow()
        self._draw_map()
        if receipt.edits:
            self.board_app.say(f"{told} · u undoes")

    def _not_moved(self, sentence: str) -> None:
        self._put_back()
        self.board_app.refuse(sentence)

    def _put_back(self) -> None:
        self._move = None
        self._follow()
        self._draw_map()
        self.refresh_bindings()
        if self.board_app.item_screen is self:
            self.focus_items()

    # Changing what is said of a risk.

    def action_no_rating(self) -> None:
        """Risks are scored, not rated."""
        self.board_app.refuse("Risks have no rating of their own: m moves them on the map.")

    def action_close_risk(self) -> None:
        """Close the risk, or open it again. Why is asked, and it is kept."""
        risk, app = self._risk(), self.board_app
        if risk is None or self.selected is None or not app.writable():
            return
        closing, name = _is_open(risk), label_of(risk.ref, risk.title)

        def answered(answers: list[str], _last: bool) -> None:
            state = RiskState.CLOSED if closing else RiskState.OPEN
            values = {"state": state.value, "closed_why": answers[0] if closing else ""}
            told = "closed and kept: f shows the closed ones" if closing else "open again"
            app.change(
                [Change(risk.id, "risk", values)],
                why=answers[0],
                done=lambda _receipt: app.say(f"{name} {told} · u undoes"),
            )
            self.focus_items()

        verb = "close" if closing else "open"
        question = Question(
            f"Why {verb} {name}{'' if closing else ' again'}?",
            needed=f"Say why: it stays in the register, {'closed' if closing else 'open again'}, with the reason.",
            leaving=f"leaves it {'open' if closing else 'closed'}",
        )
        app.main.query_one(PromptLine).ask([question], answered, self.focus_items)

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
        each = self.selected
        if not isinstance(each, Mitigation) or not self.board_app.writable():
            return
        progress = _STEPS[(_STEPS.index(each.progress) + 1) % len(_STEPS)]
        # The words told the step before; the history keeps them.
        values = {"progress": progress.value, "progress_words": ""}
        name, app = each.title or "The mitigation", self.board_app
        said = progress.value or "without a status"
        app.change([Change(each.id, "mitigation", values)], done=lambda _receipt: app.say(f"{name}: {said} · u undoes"))

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


def _is_open(risk: Risk) -> bool:
    return risk.state is RiskState.OPEN


def _highest_first(risk: Risk) -> tuple[bool, int]:
    score = score_of(risk)
    return score is None, -score.value if score is not None else 0


def _score(matrix: Matrix, risk: Risk) -> Pieces:
    if not _is_open(risk):
        return [Piece("closed", "muted")]
    return [score_badge(matrix, risk.current), Piece(" !" if above_tolerance(risk, matrix) else " ", "error")]


def _tolerance(matrix: Matrix, risk: Risk) -> Pieces:
    borne = matrix.tolerance(risk.category)
    if borne is None:
        return [columns.NOT_STATED]
    return [Piece(f"over {borne}", "error") if above_tolerance(risk, matrix) else Piece(str(borne))]


def _is_due(risk: Risk, today: Any) -> bool:
    day = read_date(risk.next_review).day
    return day is not None and day <= today


def _review(risk: Risk, today: Any) -> Pieces:
    if read_date(risk.next_review).problem and risk.next_review:
        return [Piece(f"⚠ {show_date(risk.next_review)}", "warning")]
    if not risk.next_review:
        return [columns.NOT_STATED]
    due = _is_open(risk) and _is_due(risk, today)
    return [Piece(f"{show_date(risk.next_review)} !", "error") if due else Piece(show_date(risk.next_review))]


def _day(risk: Risk) -> tuple[bool, str]:
    day = read_date(risk.next_review).day
    return day is None, day.isoformat() if day else ""
