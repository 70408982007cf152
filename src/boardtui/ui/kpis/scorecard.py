"""The scorecard: every KPI with its latest figures, targets, status and trend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from boardtui.domain.board.board import Board
from boardtui.domain.board.order import ref_order
from boardtui.domain.kpis.figure_checks import STALE
from boardtui.domain.kpis.scorecard_blocks import Block, Family, KpiRow, Scorecard, kpi_of
from boardtui.domain.kpis.targets import WORST_FIRST, FigureChange, Status
from boardtui.domain.records.kinds import Kpi, Record
from boardtui.report.seen import Seen
from boardtui.ui.commands import bindings_for
from boardtui.ui.kpis.columns import PERIODS, fitting, kpi_columns, make_up, period_labels
from boardtui.ui.kpis.detail import kpi_detail
from boardtui.ui.shared.item_screen import ItemScreen, Order, ReadyFilter
from boardtui.ui.shared.text import Piece, Pieces, fitted
from boardtui.ui.shared.working_ahead import WorkingAhead
from boardtui.ui.table.item_table import ItemTable, ScreenColumn


class KpiTable(ItemTable):
    """A table of KPIs.

    Attributes:
        back: by how many periods one has gone back from the latest.
        by_group: whether the blocks are those of the groups.
    """

    headings_wrap = False  # they say more than the heading, each under its column

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:
        super().__init__(id=id, empty=empty)
        self.back = 0
        self.by_group = True

    def go_back(self, count: int) -> bool:
        """Go back by so many periods, or forward; False where there are no more."""
        most = max((self._most(family) for family in self._families()), default=0)
        before, self.back = self.back, max(0, min(most, self.back + count))
        if self.back == before:
            return False
        self.redraw()
        return True

    def _families(self) -> list[Family]:
        found = {id(row.item.family_block): row.item.family_block.family for row in self._rows if row.key}
        return list(found.values())

    def _most(self, family: Family) -> int:
        room = self.place_of(PERIODS)[1]
        count = len(family.periods)
        if family.kind is None:
            rows = (row.item for row in self._rows if row.key and row.item.kind is None)
            count = max((len(row.by_period) for row in rows), default=0)
        return count - fitting(family, room)

    def _row_at(self, place: int) -> KpiRow | None:
        """The first KPI at or after a place."""
        return next((row.item for row in self._rows[place:] if row.key), None)

    def _block_of(self, row: KpiRow) -> Block:
        return row.group_block if self.by_group else row.family_block

    def heading_pieces(self, place: int, width: int) -> Pieces:
        """The group, the periods where they are others than at the top, and how many have each status."""
        row = self._row_at(place)
        if row is None:
            return super().heading_pieces(place, width)
        start, room = self.place_of(PERIODS)
        block, top = self._block_of(row), self._row_at(self.first_place) or row
        same = top.family_block is row.family_block
        labels = "" if same else fitted(period_labels(row, room, self.back), room + 1)
        before = start if labels else start + room + 1
        return [
            Piece(fitted(block.heading, before - 1) + " ", "heading"),
            Piece(labels, "heading"),
            *make_up(block.make_up, width - start - room - 1),
        ]

    def _heading_segments(self, style: Style) -> list[Segment]:
        top = self._row_at(self.first_place)
        line: list[Segment] = []
        for column, width in self._layout():
            if column.label == PERIODS:
                # Its last cell is the one between two columns.
                labels = period_labels(top, width, self.back) if top is not None else " " * width
                line.append(Segment(fitted(labels, width + 1), style))
            else:
                line.append(Segment(fitted(column.label, width, right=column.right) + " ", style))
        return line


class KpisScreen(ItemScreen):
    """Every KPI of the board, in its group."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("kpis")]

    name_of_items = "KPIs"
    name_of_one = "KPI"
    adds = "kpi"
    made_of = ("kpi", "reading", "comparator", "target_change", "rebase")
    empty = "No KPIs yet. + adds the first; i enters its figures. I imports a spreadsheet."
    table_class: ClassVar[type[ItemTable]] = KpiTable
    # The figures need the whole width: the detail always stands beneath.
    wide_from = 10_000

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._scorecard = Scorecard()
        self._layout: object = None  # that of the scorecard when the rows were made
        self._ahead = WorkingAhead()

    @property
    def kpi_table(self) -> KpiTable:
        """The table."""
        return self.query_one(KpiTable)

    def on_mount(self) -> None:
        """Begin to work out what the lines further down will need."""
        self._ahead.begin(self)

    def items(self, board: Board) -> Sequence[KpiRow]:
        """The KPIs as the scorecard has them, each group together."""
        self.kpi_table.by_group = not self.choice.order
        rows = self._scorecard.rows(board)
        self._layout = self._scorecard.layout
        # What scrolling and filtering will ask for: neither should have to wait for it.
        self._ahead.start(partial(row.work_out, self.host.today) for row in rows)
        return rows

    def swapped(
        self, board: Board, before: Board, was: Record | None, now: Record | None
    ) -> Sequence[tuple[KpiRow, KpiRow]] | None:
        """The KPI of which a figure or a target is another, or that is another itself."""
        self._scorecard.rows(board)
        if self._scorecard.layout is not self._layout:
            return None
        touched = dict.fromkeys(kpi_of(each) for each in (was, now) if each is not None)
        rows = [row for kpi in touched if (row := self._scorecard.find(kpi)) is not None]
        return [(self.table.item_of(self.key_of(row)) or row, row) for row in rows]

    def headings_shown(self, board: Board) -> Callable[[KpiRow], str]:
        """What says the block it stands in: its group, or in another order all KPIs that share its periods."""
        by_family = bool(self.choice.order)
        return lambda item: (item.family_block if by_family else item.group_block).heading

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """As many as fit."""
        table = self.kpi_table
        return kpi_columns(Seen(board, self.host.today), lambda: table.back, self._scorecard.longest_number)

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """What a board asks of its figures."""
        today = self.host.today
        return (
            ReadyFilter("all", lambda _board, _row: True),
            ReadyFilter("off target", lambda _board, row: row.status is Status.MISSED),
            ReadyFilter("nearly", lambda _board, row: row.status is Status.NEARLY),
            ReadyFilter("worsened", lambda _board, row: row.movement.change is FigureChange.WORSE),
            ReadyFilter("findings", lambda _board, row: bool(row.findings(today))),
            ReadyFilter("stale", lambda _board, row: any(f.code == STALE for f in row.findings(today))),
            ReadyFilter("special cause", lambda _board, row: row.special),
        )

    def orders(self) -> Sequence[Order]:
        """The scorecard's own order first; in the others, KPIs that share their periods stay together."""
        return (
            Order("group", lambda _board, _row: 0),
            Order("status, worst first", lambda _board, row: (_family(row), WORST_FIRST.index(row.status))),
            Order("ref", lambda _board, row: (_family(row), ref_order(row.record.ref))),
        )

    def detail(self, board: Board, item: KpiRow) -> RenderableType:
        """Chart, verdicts, figures, words."""
        return kpi_detail(
            board,
            item,
            self.host.palette,
            width=self.room,
            height=self.query_one("#detail").size.height,
            today=self.host.today,
            in_full=self.has_class("reading"),
        )

    def go_to(self, key: str) -> bool:
        """Put the cursor on a KPI, also for one of its readings, comparators or targets."""
        board = self.host.board
        record = board.find(key) if board is not None else None
        return super().go_to(getattr(record, "kpi", "") or key)

    def values_to_add(self) -> dict[str, Any]:
        """A new KPI joins the group of the one under the cursor."""
        kpi = self.selected
        return {"group": kpi.group, "frequency": kpi.frequency} if isinstance(kpi, Kpi) else {}

    def action_periods(self, count: int) -> None:
        """Show earlier or later periods."""
        if not self.kpi_table.go_back(count):
            self.host.say("These are the earliest periods." if count > 0 else "These are the latest periods.")

    def action_no_rating(self) -> None:
        """Say why a KPI cannot be rated by hand."""
        self.host.say(
            "KPIs have no rating of their own: their status follows from figures and targets. "
            "i enters figures, e edits the targets."
        )

    def action_enter_figures(self) -> None:
        """Enter the figures of a period."""
        from boardtui.ui.kpis.entry import KpiEntryScreen

        board = self.host.board
        if board is None or not self.host.writable():
            return
        every = self._scorecard.rows(board)
        rows = [row for key in self.table.keys if (row := self._scorecard.find(key)) is not None]
        if not rows:
            self.host.say("There is no KPI here to enter figures for: + adds one, Esc shows all.")
            return
        everything = len(rows) == len(every)
        self.app.push_screen(KpiEntryScreen(self._scorecard, rows, self.table.key, everything=everything))

    def action_records(self) -> None:
        """Edit or delete single readings, comparators, targets and re-base points."""
        from boardtui.ui.kpis.records import KpiRecordsScreen

        if isinstance(kpi := self.selected, Kpi):
            self.app.push_screen(KpiRecordsScreen(kpi))

    def action_add_to_kpi(self, kind: str) -> None:
        """Add a comparator, a change of targets or a re-base point to the KPI under the cursor."""
        row = self.table.item
        if not isinstance(row, KpiRow):
            return
        values = {"kpi": row.record.id}
        if kind == "target_change":
            # Who changes one of them keeps the others: a polarity left out would take the KPI's rating away.
            _, latest = row.view.all_targets[-1]
            values |= {
                "polarity": latest.polarity.value,
                "minimum": latest.minimum.text,
                "upper": latest.upper.text,
            }
        self.host.add(kind, values)


def _family(row: KpiRow) -> tuple[bool, str]:
    return row.kind is None, row.kind.value if row.kind is not None else ""
