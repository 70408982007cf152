"""What keys and the mouse do on the heat map: go about between the risks, change the view, move and close a risk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from textual import events

from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import show_date
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting, Mitigation, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.risks import RiskState
from boardtui.domain.risks.heat_map import is_open, label_of
from boardtui.domain.risks.matrix import check_score, matrix_of
from boardtui.store.history import values_at_meetings
from boardtui.ui.commands import shown_key
from boardtui.ui.host import Host
from boardtui.ui.risks.focus import MapFocus
from boardtui.ui.risks.heat_map import HeatMap
from boardtui.ui.risks.picture import Move
from boardtui.ui.shared.columns import score_badge
from boardtui.ui.shared.detail import DetailPane
from boardtui.ui.shared.item_screen import ItemScreen
from boardtui.ui.shared.prompt_line import Question
from boardtui.ui.table.item_table import ItemTable


class PastScores:
    """Looks up the scores of the one risk that was asked for last.

    Args:
        screen: the screen that shows them.
        found: called when they are known.
    """

    def __init__(self, screen: ItemScreen, found: Callable[[], None]) -> None:
        self._screen = screen
        self._found = found
        self._asked: tuple[int, str] | None = None
        self._known: Sequence[tuple[str, str]] = ()

    def of(self, board: Board, risk: Risk) -> Sequence[tuple[str, str]]:
        """The scores at past meetings, each with the day of the meeting, as far as they are known by now."""
        key, file = (board.edition, risk.id), self._screen.host.file
        if key != self._asked and file is not None:
            self._asked, self._known = key, ()
            self._screen.host.begin(self._look_back(board, risk))
        return self._known

    async def _look_back(self, board: Board, risk: Risk) -> None:
        try:
            history = await self._screen.host.do(lambda file: file.history(risk.id))
        except BoardError:
            return
        if (board.edition, risk.id) == self._asked:
            found = values_at_meetings(history, board.all(Meeting), "current")
            self._known = [(show_date(meeting.date) or meeting.title, score) for meeting, score in found]
            self._found()


_STEPS = (Progress.NOT_STATED, Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.COMPLETE, Progress.STOPPED)


def ask_why(host: Host, board: Board, moving: Move, put_down: Callable[[], None]) -> None:
    """Ask why a risk moves, and save its new score once. A score that is no cell of the board is refused.

    Args:
        host: the application.
        board: the board as it is shown.
        moving: the risk and where it stands by now.
        put_down: called once it is on disk, or where nothing is saved after all.
    """
    matrix = matrix_of(board.profile)
    try:
        score = check_score(str(moving.place), matrix.size)
    except InvalidValue as error:
        host.refuse(str(error))
        return
    before = score_badge(matrix, str(moving.origin) if moving.origin is not None else "").text.strip()
    told = f"{label_of(moving.risk.ref, moving.risk.title)} {before} → {score_badge(matrix, score).text.strip()}"
    needed = "This board wants a reason." if board.profile.reasons is ReasonRule.ALWAYS else ""
    asked = host.ask(
        [Question(f"{told} why?", label_of(moving.risk.ref, moving.risk.title), needed=needed, leaving="puts it back")]
    )

    async def move() -> None:
        while (why := await asked.only()) is not None:
            change = Change(moving.risk.id, "risk", {moving.which: score, f"{moving.which}_why": why})
            try:
                receipt = await host.write([change], why=why, seen=moving.edition)
            except BoardError as error:
                asked.again(str(error))
                continue
            put_down()
            if receipt.edits:
                host.say(f"{told} · u undoes")
            return
        put_down()

    host.begin(move())


def close_or_open(host: Host, risk: Risk) -> None:
    """Close a risk, or open it again. Why is asked; a closed risk is kept with the reason."""
    board = host.board
    if board is None or not host.writable():
        return
    closing, name = risk.state is RiskState.OPEN, label_of(risk.ref, risk.title)
    told = "closed and kept: f shows the closed ones" if closing else "open again"
    question = Question(
        f"Why {'close' if closing else 'open'} {name}{'' if closing else ' again'}?",
        name,
        needed=f"Say why: it stays in the register, {'closed' if closing else 'open again'}, with the reason.",
        leaving="cancels",
    )
    asked = host.ask([question])

    async def write() -> None:
        state = RiskState.CLOSED if closing else RiskState.OPEN
        while (why := await asked.only()) is not None:
            values = {"state": state.value, "closed_why": why if closing else ""}
            try:
                await host.write([Change(risk.id, "risk", values)], why=why, seen=board.edition)
            except BoardError as error:
                asked.again(str(error))
                continue
            host.say(f"{name} {told} · u undoes")
            return

    host.begin(write())


def further(host: Host, mitigation: str) -> None:
    """Take a mitigation one step further, however fast the key is pressed; after the last step comes the first one."""
    if not host.writable():
        return

    def from_here(board: Board) -> list[Change]:
        each = board.get(Mitigation, mitigation)
        if each is None:
            return []
        progress = _STEPS[(_STEPS.index(each.progress) + 1) % len(_STEPS)]
        # The words told of the step before; the history keeps them.
        return [Change(each.id, "mitigation", {"progress": progress.value, "progress_words": ""})]

    written = host.write(from_here)

    async def tell() -> None:
        await written
        each = host.board.get(Mitigation, mitigation) if host.board is not None else None
        if each is not None:
            host.say(f"{each.title or 'The mitigation'}: {each.progress.value or 'without a status'} · u undoes")

    host.begin(tell())


class RiskMapKeys(ItemScreen):
    """A register of risks with a map beside it, or in its place where there is no room for both."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._on_map = True  # the map has the keys, or had them last
        self._focus = MapFocus()
        self._seen_of: object = None
        self._seen: frozenset[str] = frozenset()
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

    def _risks_shown(self) -> frozenset[str]:
        """The risks that the register shows; looked up once, as the map is drawn far more often than they change."""
        if self._seen_of is not self._shown:
            self._seen_of, self._seen = self._shown, frozenset(self.table.keys)
        return self._seen

    def _follow(self) -> None:
        """Put the focus of the map on the cell of the risk under the cursor."""
        if (board := self.host.board) is not None:
            self._focus.follow(board, self._risks_shown(), self.table.key)

    def _draw_map(self) -> None:
        board, risk, size = self.host.board, self._risk(), self.map.content_size
        if board is None:
            return
        picture = self._focus.picture(
            board,
            self._risks_shown(),
            risk,
            self._past.of(board, risk) if self._focus.on_path and risk is not None else (),
            on_map=self._on_map,
            room=(size.width, size.height),
            view_key=shown_key("risk_view", self.host.settings.keys),
        )
        self.map.palette = self.host.palette
        self.map.show(replace(picture, focused=self.map.has_focus), moving=self._focus.move is not None)

    def _risk(self) -> Risk | None:
        return cast("Risk | None", self.table.item)

    def on_heat_map_resized(self) -> None:
        """The map has found its size."""
        self._draw_map()

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """Another risk: the map goes along. Another mitigation: the detail stays where it is read."""
        if event.table is self.table:
            self._follow()
            self._draw_map()
        else:
            event.prevent_default()

    # Going about.

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember which side has the keys, and show it."""
        if event.widget in (self.map, self.table):
            self._on_map = event.widget is self.map
        self._draw_map()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A risk in the hand is put back when something else is done. The line that asks why is part of the move."""
        asking = self.host.asking
        if event.widget is self.map and self._focus.move is not None and not asking and self.app.app_focus:
            self._put_down()
        self._draw_map()

    def _turn_to(self, *, map_: bool) -> None:
        self._on_map = map_
        self.set_class(map_, "mapping")
        self._follow()
        self.focus_items()

    def action_next_view(self) -> None:
        """Inherent, current, target, path."""
        self._focus.next_view()
        self._turn_to(map_=self._on_map or not self.has_class("wide"))
        self._draw_map()

    def on_heat_map_stepped(self, event: HeatMap.Stepped) -> None:
        """Move the risk in the hand, or else the focus: risk by risk along a row, cell by cell otherwise."""
        board = self.host.board
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
        self.query_one("#detail", DetailPane).scroll_home(animate=False)

    def on_heat_map_clicked(self, event: HeatMap.Clicked) -> None:
        """Go to a cell with the mouse."""
        if self._focus.move is not None or self._focus.on_path:
            return
        self._select(self._focus.click(event.cell, self.table.key, twice=event.twice))
        self._draw_map()
        if event.twice:
            self.action_open()

    def on_heat_map_dragged(self, event: HeatMap.Dragged) -> None:
        """Move a risk with the mouse: as with the keys, why is asked where it is let go."""
        board, key = self.host.board, self._focus.risk_in(event.start, self.table.key)
        if board is None or self._focus.move is not None or self._focus.on_path or not key:
            return
        self._select(key)
        self._focus.follow(board, self._risks_shown(), key)
        self.action_move()
        if self._focus.move is not None:
            right = event.end.impact - event.start.impact
            self._focus.carry(board, right, event.end.likelihood - event.start.likelihood)
            # The map is given the keys later; the question is to have them after it.
            self.app.call_later(self.on_heat_map_placed)

    # Moving a risk.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a risk is in the hand, nothing else is done with the register."""
        return False if self._focus.move is not None else super().check_action(action, parameters)

    def action_move(self) -> None:
        """Take the risk up: the arrows move it then."""
        board, risk = self.host.board, self._risk()
        if board is None or risk is None or self.selected is None or not self.host.writable():
            return
        if not is_open(risk):
            self.host.refuse(f"{label_of(risk.ref, risk.title)} is closed: c opens it again, then m moves it.")
            return
        self.remove_class("reading")
        self._turn_to(map_=True)
        self._focus.take_up(board, risk)
        self._draw_map()

    def on_heat_map_placed(self) -> None:
        """Ask why, then save once."""
        board, moving = self.host.board, self._focus.move
        if board is None or moving is None:
            return
        if moving.place == moving.origin:
            self._put_down()
        else:
            ask_why(self.host, board, moving, self._put_down)

    def on_heat_map_put_back(self) -> None:
        """Nothing was changed."""
        self._put_down()

    def _put_down(self) -> None:
        """There is no risk in the hand any more."""
        self._focus.move = None
        self._follow()
        self._draw_map()
