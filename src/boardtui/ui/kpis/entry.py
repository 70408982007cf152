"""Entering the figures of one period: a grid in which Enter saves and goes to the next KPI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.dates.periods import Period, PeriodKind, parse_period
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.readings import figure_of
from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.kpis.words import short
from boardtui.domain.records.edits import Change
from boardtui.store.board_file import Receipt
from boardtui.ui.commands import bindings_for
from boardtui.ui.kpis.entry_grid import EntryGrid, Pasted
from boardtui.ui.kpis.entry_lines import (
    FIELDS,
    LABELS,
    Line,
    as_stated,
    change_of,
    derived,
    doubts,
    draft_of,
    is_correction,
    lines_of,
    next_due,
    usual_field,
)
from boardtui.ui.shared import columns
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.item_table import Column, ItemTable, Row
from boardtui.ui.shared.prompt_line import PromptLine, Question
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain

_MISSING = "No figure: -  n n/a  c confidential  z not applicable  x unavailable  u low"

# What stands over the fields, where a whole word does not fit.
_OVER = LABELS | {"denominator": "Denomin."}


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
        first = next((row for row in rows if row.record.id == at), rows[0])
        self._kind: PeriodKind | None = first.kind
        self._lines: list[Line] = []
        self._field = ""
        # The field that one has gone to to begin a line in: the next lines begin there too.
        self._began = ""
        # What was typed and is not on disk yet, by line and period.
        self._drafts: dict[tuple[str, str], dict[str, str]] = {}
        self._entered = 0
        self._sure: tuple[str, dict[str, str]] | None = None
        self._asked_to_leave = False

    # What is on the screen.

    def compose(self) -> ComposeResult:
        """What is entered, the grid, what follows from what is typed, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(classes="title", id="what")
            yield EntryGrid()
            yield Static(id="says")
            yield Static(classes="problem", id="wrong")
            yield PromptLine()
            yield Static(plain(_MISSING), classes="hint")
            yield Static(keys_line("kpi_entry", self.board_app.settings.keys), classes="hint")

    def on_mount(self) -> None:
        """Begin with the KPI under the cursor, in the period that is due."""
        self._show_period(next_due(self._alike(), self._kind, self.board_app.today), self._at)

    @property
    def board(self) -> Board:
        """The board as it is now."""
        assert self.board_app.board is not None
        return self.board_app.board

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
        rows = [Row(line.key, line) for line in self._lines]
        self.grid.show(self._columns(), rows)
        self._count()
        first = next((line for line in self._lines if line.first.record.id == at), None)
        if first is not None:
            self.grid.table.go_to(first.key)
        self._began = ""
        self._field = usual_field(self.line, period)
        self._show_cell()

    def _columns(self) -> Sequence[Column]:
        return (
            Column("Ref", lambda line: columns.words(line.kpi.ref), width=5),
            Column("Measure", lambda line: columns.words(line.title), share=3),
            Column("Before", lambda line: self._before(line)[-1:], width=8, right=True, to_width=99),
            Column("Before", self._before, width=15, right=True, from_width=100),
            Column(_OVER["numerator"], self._cell("numerator"), width=9, right=True),
            Column(_OVER["denominator"], self._cell("denominator"), width=9, right=True),
            Column(_OVER["value"], self._cell("value"), width=10, right=True),
            Column(_OVER["note"], self._cell("note"), width=7, to_width=99),
            Column(_OVER["note"], self._cell("note"), share=2, from_width=100),
        )

    def _before(self, line: Line) -> Pieces:
        before = line.before(self.period)
        if before is None or before.period is None:
            return [columns.NOT_STATED]
        return [Piece(f"{short(before.period)} ", "muted"), Piece(one_line(before.record.value))]

    def _cell(self, name: str) -> Callable[[Line], Pieces]:
        def cell(line: Line) -> Pieces:
            draft = self._draft(line)
            provisional = " p" if name == "value" and draft["provisional"] and draft["value"] else ""
            text = one_line(draft[name]) + provisional
            waiting = (line.key, self.period.key) in self._drafts
            if not text and name == "value" and (follows := derived(line, self.period, draft)):
                return [Piece(f"= {follows}", "accent")]
            return [Piece(text, "warning" if waiting else "")]

        return cell

    def _draft(self, line: Line) -> dict[str, str]:
        """What stands in the fields of a line: what was typed, or what is on disk."""
        typed = self._drafts.get((line.key, self.period.key))
        return typed if typed is not None else draft_of(line.stated(self.period))

    def _show_cell(self) -> None:
        self.grid.redraw()
        self.grid.put_cell(_OVER[self._field], self._draft(self.line)[self._field])
        self._sure = None
        self._asked_to_leave = False
        self._complain("")
        self._say()

    def _count(self) -> None:
        self._entered = sum(1 for line in self._lines if line.stated(self.period) is not None)

    def _say(self) -> None:
        """How far one has got, and what follows from what stands in the line."""
        some = "" if self._everything else " · only those shown"
        label = self.line.first.group_block.family.label
        self.query_one("#what", Static).update(
            plain(f"Figures for {self.period.label} · {label} · {self._entered} of {len(self._lines)} entered{some}")
        )
        line = self.line
        stated = as_stated(line, self.period, self._draft(line))
        value = figure_of(stated["value"])
        parts = [one_line(f"{line.kpi.ref} {line.title}".strip())]
        if value.number is not None:
            status = line.row.view.targets_at(self.period).status(value)
            parts.append(f"{stated['value']} {status.label}")
        elif value.missing is not None and stated["value"]:
            parts.append(value.missing.label)
        if stated["provisional"]:
            parts.append("provisional")
        if (before := line.before(self.period)) is not None:
            parts.append(f"{before.label} was {one_line(before.record.value)}")
        self.query_one("#says", Static).update(plain(" · ".join(parts)))

    def _complain(self, sentence: str) -> None:
        wrong = self.query_one("#wrong", Static)
        wrong.update(plain(sentence))
        wrong.set_class(bool(sentence), "said")
        self.grid.call_after_refresh(self.grid.place_cell)

    # Typing.

    def on_entry_grid_typed(self, event: EntryGrid.Typed) -> None:
        """Keep what is typed and show what follows."""
        event.stop()
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
        self._asked_to_leave = False
        self._complain("")
        self.grid.redraw()
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question is asked, its line has the keys."""
        return not any(line.asking for line in self.query(PromptLine))

    def action_mark(self) -> None:
        """Mark the figure as provisional, or not."""
        self._take()
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
        self._save(lambda: self._move(1, said=True))

    def action_row(self, step: int) -> None:
        """Save the line and go to another one."""
        self._save(lambda: self._move(step))

    def action_page(self, step: int) -> None:
        """Save the line and go on by a page."""
        self._save(lambda: self._move(step * max(1, self.grid.table.size.height - 2)))

    def _move(self, step: int, *, said: bool = False) -> None:
        before = self.grid.table.key
        self.grid.table.step(step)
        self._field = self._began or usual_field(self.line, self.period)
        self._show_cell()
        if said and self.grid.table.key == before:
            self._complain("That was the last one: Esc leaves, ctrl+n goes to the next period.")

    def _save(self, then: Callable[[], None]) -> None:
        """Save what was typed in this line, if anything was, and go on; else ask what is to be asked."""
        self._take()
        line, period = self.line, self.period
        draft = self._drafts.get((line.key, period.key))
        if draft is None:
            then()
            return
        stated = as_stated(line, period, draft)
        asked = doubts(line, period, stated)
        if asked and self._sure != (line.key, draft):
            self._sure = (line.key, draft)
            doubted = "; ".join(each.rstrip(".") for each in asked)
            self._complain(f"{doubted[:1].upper()}{doubted[1:]}. Sure? Enter saves it as it is.")
            return
        if is_correction(self.board, line, period, stated):
            self._ask_why(line, period, stated, then)
            return
        self._write(line, period, stated, "")
        then()

    def _ask_why(self, line: Line, period: Period, stated: dict[str, str], then: Callable[[], None]) -> None:
        needed = "A figure that the board may have seen is corrected with a reason."

        def answered(answers: list[str], _last: bool) -> None:
            self._write(line, period, stated, answers[0])
            then()

        question = Question(f"{one_line(line.kpi.ref)} {period.label}: why is it corrected?", needed=needed)
        self.query_one(PromptLine).ask([question], answered, left=self._show_cell)

    def _write(self, line: Line, period: Period, stated: dict[str, str], why: str) -> None:
        self._drafts[line.key, period.key] = stated
        self._put([change_of(line, period, stated)], {(line.key, period.key): stated}, why)

    def _put(self, changes: Sequence[Change], written: dict[tuple[str, str], dict[str, str]], why: str) -> None:
        """Put figures on disk. What cannot be saved stays in the grid, marked."""

        def settled() -> bool:
            for key, stated in written.items():
                if self._drafts.get(key) == stated:
                    del self._drafts[key]
            return self.is_attached

        def done(_: Receipt) -> None:
            if settled():
                self._count()
                self.grid.redraw()
                self._say()

        def failed(sentence: str) -> None:
            self.board_app.refuse(f"Not saved, but still in the grid: {sentence}")

        self.board_app.change(changes, why=why, done=done, failed=failed)

    # Another period.

    def action_period(self, step: int) -> None:
        """Go to the period before or after."""
        try:
            period = self.period.next() if step > 0 else self.period.previous()
        except ValueError as error:
            self._complain(str(error))
            return
        self._save(lambda: self._show_period(period))

    def action_family(self) -> None:
        """Go to the KPIs of another frequency."""
        if len(self._kinds) < 2:
            self._complain("All KPIs here are read at the same times.")
            return

        def go() -> None:
            self._kind = self._kinds[(self._kinds.index(self._kind) + 1) % len(self._kinds)]
            self._show_period(next_due(self._alike(), self._kind, self.board_app.today))

        self._save(go)

    def action_choose_period(self) -> None:
        """Ask for a period: whichever, of whatever kind there are KPIs for."""

        def problem(text: str) -> str:
            try:
                self._family_of(parse_period(text))
            except ValueError as error:
                return str(error)
            except BoardError as error:
                return str(error)
            return ""

        def answered(answers: list[str], _last: bool) -> None:
            period = parse_period(answers[0])
            self._kind = self._family_of(period)
            self._show_period(period)

        question = Question("Which period?", check=problem, needed="Write it like Sep 18, Q1 2020/21 or 2017/18.")
        self._save(lambda: self.query_one(PromptLine).ask([question], answered, left=self._show_cell))

    def _family_of(self, period: Period) -> PeriodKind | None:
        """Which KPIs are entered for a period.

        Raises:
            BoardError: none is read for periods of its kind.
        """
        if self._kind is None or period.kind not in self._kinds:
            if None in self._kinds:
                return None
            if period.kind not in self._kinds:
                raise BoardError(f"No KPI here is read for a {period.kind.label}.")
        return period.kind

    # Pasting and leaving.

    def on_pasted(self, event: Pasted) -> None:
        """Show what the pasted cells would fill in."""
        from boardtui.ui.kpis.paste import KpiPasteScreen, read_paste

        event.stop()
        filled = read_paste(event.text, self._lines, self.grid.table.key, self._field, self.period)
        seen = self.board

        def decided(why: str | None) -> None:
            if why is not None:
                drafts = {(line.key, self.period.key): stated for line, stated in filled.lines}
                self._drafts |= drafts
                self._put([change_of(line, self.period, stated) for line, stated in filled.lines], drafts, why)
            self._show_cell()

        if filled.lines:
            wanted = any(is_correction(seen, line, self.period, stated) for line, stated in filled.lines)
            self.app.push_screen(KpiPasteScreen(filled, self.period, reason_wanted=wanted), decided)
        else:
            self._complain("Nothing of what was pasted would change a figure.")

    def action_leave(self) -> None:
        """Leave; ask first if something typed is not saved."""
        self._take()
        unsaved = [key for key, _ in self._drafts]
        if unsaved and not self._asked_to_leave:
            self._asked_to_leave = True
            names = [one_line(line.kpi.ref or line.kpi.title) for line in self._lines if line.key in unsaved]
            about = f" for {', '.join(dict.fromkeys(names))}" if names else ""
            self._complain(f"What you typed{about} is not saved: Enter saves it, Esc again throws it away.")
            return
        self.dismiss()

    def on_item_table_moved(self, event: ItemTable.Moved) -> None:
        """The cell follows the cursor, which only the grid moves."""
        event.stop()
        self.grid.call_after_refresh(self.grid.place_cell)

    def on_descendant_focus(self) -> None:
        """Keep the cell over its place."""
        self.grid.call_after_refresh(self.grid.place_cell)
