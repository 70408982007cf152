"""Entering the figures of one period: a grid in which Enter saves and goes to the next KPI."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from boardtui.domain.board.board import Board
from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.entry import (
    FIELDS,
    Line,
    as_stated,
    change_of,
    doubts,
    draft_of,
    is_correction,
    line_words,
    lines_of,
    missing_words,
    next_due,
    period_typed,
    usual_field,
)
from boardtui.domain.kpis.paste import Pasted, match_paste
from boardtui.domain.kpis.paste_columns import GridPlace
from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.records.edits import Change
from boardtui.store.board_file import Receipt
from boardtui.ui.commands import bindings_for
from boardtui.ui.kpis.entry_grid import OVER, CellsPasted, EntryGrid, LineClicked, entry_columns
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.prompt_line import Asked, PromptLine, Question
from boardtui.ui.shared.text import one_line, plain
from boardtui.ui.table.item_table import ScreenColumn, TableRow

_MISSING = "No figure: -  n n/a  c confidential  z not applicable  x unavailable  u low"


class KpiEntryScreen(Dialog[None]):
    """The grid.

    Args:
        scorecard: where the KPIs are found as they are now.
        rows: the KPIs that were on the screen.
        at: the id of the KPI to begin with.
        everything: whether these are all KPIs of the board.
    """

    CSS = """
    KpiEntryScreen .dialog { width: 100%; height: 100%; max-width: 100%; max-height: 100%; }
    KpiEntryScreen #what { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    KpiEntryScreen #says { height: 2; }
    KpiEntryScreen .problem { display: none; }
    KpiEntryScreen .problem.said { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("kpi_entry")]

    def __init__(self, scorecard: Scorecard, rows: Sequence[KpiRow], at: str, *, everything: bool) -> None:
        super().__init__(classes="opaque")
        self._scorecard = scorecard
        self._rows = rows
        self._everything = everything
        self._kinds = list(dict.fromkeys(row.kind for row in rows))
        self._at = at
        self._kind: PeriodKind | None = next((row.kind for row in rows if row.record.id == at), rows[0].kind)
        self._lines: list[Line] = []
        self._field = ""
        # The field that one has gone to to begin a line in: the next lines begin there too.
        self._began = ""
        # What was typed and is not on disk yet, by line and period.
        self._drafts: dict[tuple[str, str], dict[str, str]] = {}
        self._sure: tuple[str, dict[str, str]] | None = None

    # What is on the screen.

    def compose(self) -> ComposeResult:
        """What is entered, the grid, what follows from what is typed, and the keys."""
        with Vertical(classes="dialog"):
            yield OneLine(classes="title", id="what")
            yield EntryGrid()
            yield Static(id="says")
            yield Static(classes="problem", id="wrong")
            yield PromptLine()
            yield Static(plain(_MISSING), classes="hint")
            yield Static(keys_line("kpi_entry", self.host.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with the KPI under the cursor, in the period that is due."""
        self._show_period(next_due(self._alike(), self._kind, self.host.today), self._at)

    @property
    def board(self) -> Board:
        """The board as it is now."""
        return cast(Board, self.host.board)

    @property
    def grid(self) -> EntryGrid:
        """The grid."""
        return self.query_one(EntryGrid)

    @property
    def line(self) -> Line:
        """The line that is typed into."""
        return cast(Line, self.grid.table.item)

    def _alike(self) -> list[KpiRow]:
        return [row for row in self._rows if row.kind is self._kind]

    def _show_period(self, period: Period, at: str = "") -> None:
        """Enter another period; begin with a KPI, or where the cursor is."""
        self.period = period
        self._lines = lines_of(self._alike(), self._scorecard)
        rows = [TableRow(line.key, line) for line in self._lines]
        self.grid.show(self._columns(), rows)
        first = next((line for line in self._lines if line.first.record.id == at), None)
        if first is not None:
            self.grid.table.go_to(first.key)
        self._began = ""
        self._field = usual_field(self.line, period)
        self._show_cell()

    def _columns(self) -> Sequence[ScreenColumn]:
        return entry_columns(self.period, self._draft, lambda line: (line.key, self.period.key) in self._drafts)

    def _draft(self, line: Line) -> dict[str, str]:
        """What stands in the fields of a line: what was typed, or what is on disk."""
        return self._drafts.get((line.key, self.period.key)) or draft_of(line.stated(self.period))

    def _show_cell(self) -> None:
        if not self.still_open:  # left while the prompt was asking
            return
        self.grid.redraw()
        self.grid.put_cell(OVER[self._field], self._draft(self.line)[self._field])
        self._sure = None
        self.typed_again()
        self._say()

    def _say(self) -> None:
        """How far one has got, and what follows from what stands in the line."""
        some = "" if self._everything else " · only those shown"
        label = self.line.first.group_block.family.label
        entered = sum(line.stated(self.period) is not None for line in self._lines)
        what = f"Figures for {self.period.label} · {label} · {entered} of {len(self._lines)} entered{some}"
        says = one_line(line_words(self.line, self.period, self._draft(self.line)))
        self.query_one("#what", Static).update(plain(what))
        self.query_one("#says", Static).update(plain(says))

    # Typing.

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed and show what follows."""
        self._take()

    def _take(self) -> None:
        """Take over what stands in the cell, also what it has not told of yet: Enter may follow at once."""
        text = self.grid.typed()
        if text != self._draft(self.line)[self._field]:
            self._type(self._field, text)

    def _type(self, field: str, text: str) -> None:
        line = self.line
        draft = {**self._draft(line), field: text}
        if draft == draft_of(line.stated(self.period)):
            self._drafts.pop((line.key, self.period.key), None)
        else:
            self._drafts[line.key, self.period.key] = draft
        self._sure = None
        self.typed_again()
        self.grid.redraw()
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question is asked, its line has the keys."""
        return not any(line.asking for line in self.query(PromptLine))

    def action_mark(self) -> None:
        """Mark the figure as provisional, or not."""
        self._type("provisional", "" if self._draft(self.line)["provisional"] else "yes")

    def action_column(self, step: int) -> None:
        """Go to another field of the line."""
        self._take()
        place = FIELDS.index(self._field) + step
        if 0 <= place < len(FIELDS):
            self._field = FIELDS[place]
            if (self.line.key, self.period.key) not in self._drafts:
                self._began = self._field
            self._show_cell()
        else:
            self.action_row(step)

    # Saving, and going on.

    def action_save(self) -> None:
        """Save the line and go to the next one."""
        self._save(partial(self._move, partial(self.grid.table.step, 1), said=True))

    def action_row(self, step: int) -> None:
        """Save the line and go to another one."""
        self._save(partial(self._move, partial(self.grid.table.step, step)))

    def action_page(self, step: int) -> None:
        """Save the line and go on by a page."""
        self._save(partial(self._move, partial(self.grid.table.action_page, step)))

    def on_line_clicked(self, event: LineClicked) -> None:
        """Save the line and go to the one under the mouse, unless a question is asked."""
        if self.check_action("row", ()):
            self._save(partial(self._move, partial(self.grid.table.go_to, event.key)))

    def _move(self, go: Callable[[], object], *, said: bool = False) -> None:
        before = self.grid.table.key
        go()
        self._field = self._began or usual_field(self.line, self.period)
        self._show_cell()
        if said and self.grid.table.key == before:
            left = missing_words(self._scorecard.as_now(self.board, self._rows), self.period, self.host.today)
            self.complain(one_line(f"That was the last one: Esc leaves, ctrl+n goes to the next period. {left}"))

    def _save(self, then: Callable[[], None]) -> None:
        """Save what was typed in this line, if anything was, and go on; else ask what is to be asked."""
        self._take()
        line, period = self.line, self.period
        draft = self._drafts.get((line.key, period.key))
        if draft is None:
            then()
            return
        stated = as_stated(line, period, draft)
        asked = doubts(line, period, stated, self.host.today)
        if asked and self._sure != (line.key, draft):
            self._sure = (line.key, draft)
            doubted = "; ".join(each.rstrip(".") for each in asked)
            self.complain(f"{doubted[:1].upper()}{doubted[1:]}. Sure? Enter saves it as it is.")
            return
        if is_correction(self.board, line, period, stated):
            self._ask_why(line, period, stated, then)
            return
        self._drafts[line.key, period.key] = stated
        self._put([change_of(line, period, stated)], {(line.key, period.key): stated}, "")
        then()

    def _ask_why(self, line: Line, period: Period, stated: dict[str, str], then: Callable[[], None]) -> None:
        needed, ref = "A figure that the board may have seen is corrected with a reason.", one_line(line.kpi.ref)
        question = Question(f"{ref} {period.label}: why is it corrected?", ref, needed=needed)

        async def write(asked: Asked) -> None:
            go_on = then
            while (why := await asked.only()) is not None:
                self._drafts[line.key, period.key] = stated
                saved = self.host.write([change_of(line, period, stated)], why=why)
                go_on()  # at once: what is typed next is for the next line
                await self._settle(saved, {(line.key, period.key): stated}, asked)
                if not asked.open:
                    return
                go_on = self._show_cell
            self._show_cell()

        self.host.begin(write(self.query_one(PromptLine).ask([question])))

    def _put(self, changes: Sequence[Change], written: dict[tuple[str, str], dict[str, str]], why: str) -> None:
        """Put figures on disk. What cannot be saved stays in the grid, marked."""
        self.host.begin(self._settle(self.host.write(changes, why=why), written))

    async def _settle(
        self, saved: asyncio.Future[Receipt], written: dict[tuple[str, str], dict[str, str]], asked: Asked | None = None
    ) -> None:
        try:
            await saved
        except BoardError as error:
            say = asked.again if asked is not None and self.still_open else self.host.refuse
            say(f"Not saved, but still in the grid: {error}")
            return
        for key in [key for key, stated in written.items() if self._drafts.get(key) == stated]:
            del self._drafts[key]
        if self.still_open:
            self.grid.redraw()
            self._say()

    # Another period.

    def action_period(self, step: int) -> None:
        """Go to the period before or after."""
        try:
            period = self.period.next() if step > 0 else self.period.previous()
        except ValueError as error:
            self.complain(str(error))
            return
        self._save(lambda: self._show_period(period))

    def action_family(self) -> None:
        """Go to the KPIs of another frequency."""
        if len(self._kinds) < 2:
            self.complain("All KPIs here are read at the same times.")
            return

        def go() -> None:
            self._kind = self._kinds[(self._kinds.index(self._kind) + 1) % len(self._kinds)]
            self._show_period(next_due(self._alike(), self._kind, self.host.today))

        self._save(go)

    def action_choose_period(self) -> None:
        """Ask for a period: whichever, of whatever kind there are KPIs for."""

        def problem(text: str) -> str:
            try:
                self._family_of(period_typed(text, self._kind))
            except (ValueError, BoardError) as error:
                return str(error)
            return ""

        async def go_there(asked: Asked) -> None:
            if (answer := await asked.only()) is None:
                self._show_cell()
                return
            period = period_typed(answer, self._kind)
            self._kind = self._family_of(period)
            self._show_period(period)

        needed = "Write it like Sep 18, Q1 2020/21 or 2017/18."
        question = Question("Which period?", "Figures", problem, needed=needed, leaving="cancels", enter="goes there")
        self._save(lambda: self.host.begin(go_there(self.query_one(PromptLine).ask([question]))))

    def _family_of(self, period: Period) -> PeriodKind | None:
        """Which KPIs are entered for a period.

        Raises:
            BoardError: none is read for periods of its kind.
        """
        if None in self._kinds and (self._kind is None or period.kind not in self._kinds):
            return None
        if period.kind not in self._kinds:
            raise BoardError(f"No KPI here is read for a {period.kind.label}.")
        return period.kind

    def on_cells_pasted(self, event: CellsPasted) -> None:
        """Show what the pasted cells would fill in."""
        self._take()
        try:
            place = GridPlace(self._lines, self.grid.table.key, self._field, self.period, self._draft)
            pasted = match_paste(event.text, place)
        except BoardError as error:
            self.complain(str(error))
            return
        if pasted.lines:
            self.host.begin(self._fill_in(pasted))
        else:
            self.complain(pasted.why_nothing)

    async def _fill_in(self, pasted: Pasted) -> None:
        from boardtui.ui.kpis.paste import KpiPasteScreen

        wanted = any(is_correction(self.board, line, self.period, stated) for line, stated in pasted.lines)
        why = await self.host.answer_of(KpiPasteScreen(pasted, self.period, reason_wanted=wanted))
        if why is not None:
            drafts = {(line.key, self.period.key): stated for line, stated in pasted.lines}
            self._drafts |= drafts
            self._put([change_of(line, self.period, stated) for line, stated in pasted.lines], drafts, why)
        self._show_cell()

    def action_leave(self) -> None:
        """Leave; ask first if something typed is not saved."""
        self._take()
        if self.host.opened.stop_waiting():  # what could not be saved is told, and stays in the grid
            return
        if (unsaved := [key for key, _ in self._drafts]) and not self._asked_to_leave:
            self._asked_to_leave = True
            names = [one_line(line.kpi.ref or line.kpi.title) for line in self._lines if line.key in unsaved]
            about = f" for {', '.join(dict.fromkeys(names))}" if names else ""
            self.complain(f"What you typed{about} is not saved: Enter saves it, Esc again throws it away.")
            return
        self.dismiss()
