"""The lines of the scorecard: each KPI with what was worked out about it, the blocks they stand in, their periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from boardtui.domain.board.board import Board
from boardtui.domain.board.finding import Finding
from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.kpis.extent import Extent, extent
from boardtui.domain.kpis.figure_checks import STALE, kpi_findings
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView, standing, view, views
from boardtui.domain.kpis.targets import WORST_FIRST, FigureMovement, Status
from boardtui.domain.kpis.trend import Spc, Verdict, spc, variation_mark
from boardtui.domain.kpis.words import short
from boardtui.domain.records.kinds import Comparator, Kpi, Reading, Rebase, Record, TargetChange
from boardtui.domain.records.kpis import Series
from boardtui.domain.records.text import tidy_line

_WORDS: dict[PeriodKind | None, str] = {
    PeriodKind.MONTH: "monthly",
    PeriodKind.QUARTER: "quarterly",
    PeriodKind.FINANCIAL_YEAR: "financial years",
    PeriodKind.ACADEMIC_YEAR: "academic years",
    PeriodKind.CALENDAR_YEAR: "calendar years",
    None: "irregular",
}


@dataclass
class Family:
    """KPIs that are read for periods of one kind, and so share their columns.

    Attributes:
        kind: of the periods; None for KPIs that are read now and then, each with its own dates.
        periods: all of them that any such KPI of the board was read for, in order.
        longest: letters of the longest of their figures, and of the longest name of a period.
    """

    kind: PeriodKind | None
    periods: Sequence[Period] = ()
    longest: tuple[int, int] = (0, 0)

    @property
    def label(self) -> str:
        """How often they are read, as a heading says it."""
        return _WORDS[self.kind]


@dataclass
class Block:
    """KPIs that stand under one heading: those of one group that are read for periods of one kind."""

    heading: str
    family: Family
    rows: list[KpiRow] = field(default_factory=list)

    @cached_property
    def make_up(self) -> dict[Status, int]:
        """How many of them have each status, worst first; those that none has are left out."""
        return _worst_first(Counter(row.status for row in self.rows))

    def replace(self, before: KpiRow, now: KpiRow) -> None:
        """Put a row in the place of the one that was there."""
        self.rows[self.rows.index(before)] = now
        if "make_up" in self.__dict__ and now.status is not before.status:
            counts = Counter(self.make_up)
            counts[before.status] -= 1
            counts[now.status] += 1
            self.__dict__["make_up"] = _worst_first(counts)


def _worst_first(counts: Mapping[Status, int]) -> dict[Status, int]:
    return {status: count for status in WORST_FIRST if (count := counts.get(status, 0))}


class KpiRow:
    """One KPI with what the table and the detail say of it, each worked out when it is first asked for."""

    group_block: Block
    """The block of its group."""
    family_block: Block
    """The block of all KPIs like it, for a table that is sorted by something else than groups."""

    def __init__(self, view: KpiView) -> None:
        self.view = view
        self.record: Kpi = view.kpi

    def stands_on(self, board: Board) -> None:
        """Say that nothing of it is another on a later board: the one before is not kept for its sake."""
        self.view.__dict__["board"] = board

    @cached_property
    def by_period(self) -> dict[Period, Stated]:
        """The readings of the trend. What is dated in the future is a finding, and never a column of it."""
        return {period: each for period, each in self.all_by_period[Series.PERIOD].items() if not each.ahead}

    @cached_property
    def all_by_period(self) -> dict[Series, dict[Period, Stated]]:
        """The readings of each series."""
        return {
            series: {each.period: each for each in self.view.readings(series) if each.period is not None}
            for series in Series
        }

    @cached_property
    def extent(self) -> Extent:
        """What it asks of the columns."""
        return extent(self.view.board, self.record)

    @property
    def kind(self) -> PeriodKind | None:
        """The kind of period it is read for; None where it is read now and then."""
        return self.extent.kind

    @property
    def periods(self) -> frozenset[Period]:
        """The periods of that kind for which it has a reading, up to the present."""
        return self.extent.periods

    @property
    def status(self) -> Status:
        """How its figure stands, of which a board is told everywhere: nothing is kept of its readings for that."""
        return standing(self.view.board, self.record).status

    @property
    def movement(self) -> FigureMovement:
        """Its figure against the one before it, likewise."""
        return standing(self.view.board, self.record).movement

    @cached_property
    def spc(self) -> Spc:
        """Its control chart, or why there is none."""
        return spc(self.view)

    @cached_property
    def _verdicts(self) -> tuple[bool, Verdict | None, Verdict | None]:
        """What the chart says: of a change, of the latest figure, of the target. It is known where no chart is kept."""
        analysis = self.spc.analysis
        if analysis is None:
            return False, None, None
        special = analysis.variation not in (None, "common_cause")
        return special, variation_mark(analysis.variation), self.spc.assurance

    @property
    def special(self) -> bool:
        """Whether its latest figure is a real change rather than the ordinary up and down."""
        return self._verdicts[0]

    @property
    def variation(self) -> Verdict | None:
        """What its chart says of the latest figure; None where there is no chart."""
        return self._verdicts[1]

    @property
    def assurance(self) -> Verdict | None:
        """What its chart says of the target; None where there is no chart."""
        return self._verdicts[2]

    def work_out(self, today: date) -> None:
        """Work out what a line, a filter or an order may ask for; what is known already costs nothing.

        Its chart and its readings are forgotten again where nobody looks at them: of a thousand KPIs they would take as
        much room as the board.
        """
        is_seen = "spc" in self.__dict__
        _ = self.status, self.movement, self._verdicts
        self.findings(today)
        if not is_seen:
            self.__dict__.pop("spc", None)
            self.view.__dict__.pop("_readings", None)

    def findings(self, today: date) -> Sequence[Finding]:
        """What somebody should look at in its figures."""
        if self._findings is None or self._findings[0] != today:
            self._findings = (today, kpi_findings(self.view, today))
        return self._findings[1]

    def mark(self, today: date) -> str:
        """What stands before its title: `!` a figure to look at, `?` one that is overdue, or nothing."""
        codes = {finding.code for finding in self.findings(today)}
        return "!" if codes - {STALE} else "?" if codes else ""

    _findings: tuple[date, Sequence[Finding]] | None = None


class Scorecard:
    """The KPIs of a board as rows. What was worked out about a KPI is kept until something of it changes.

    Attributes:
        longest_number: letters of the longest figure of all KPIs that no words follow.
        layout: another one whenever rows may stand elsewhere, or under other headings and columns, than before.
    """

    def __init__(self) -> None:
        self._board: Board | None = None
        self._known: dict[str, KpiRow] = {}
        self._rows: list[KpiRow] = []
        self.longest_number = 0
        self.layout = object()

    def rows(self, board: Board) -> list[KpiRow]:
        """The KPIs in the order of the scorecard, each group together, and in it those with the same periods."""
        if board is not self._board:
            if not self._revise(board):
                self._known = {each.kpi.id: self._row(board, each) for each in views(board)}
                self._rows = _in_blocks(list(self._known.values()))
                self.longest_number = max((row.extent.longest_number for row in self._rows), default=0)
                self.layout = object()
            self._board = board
        return self._rows

    def _revise(self, board: Board) -> bool:
        """Make the rows of those KPIs anew of which something changed; False where others may be laid out otherwise."""
        changed = board.changed_since(self._board)
        if changed is None:
            return False
        touched = {kpi_of(each) for pair in changed for each in pair if each is not None} - {""}
        pairs = []
        for identity in touched:
            row, kpi = self._known.get(identity), board.get(Kpi, identity)
            if row is None or kpi is None:
                return False
            pairs.append((row, KpiRow(view(board, kpi))))
        if not all(self._fits(before, now) for before, now in pairs):
            return False
        rows = list(self._rows)
        for before, now in pairs:
            now.family_block, now.group_block = before.family_block, before.group_block
            now.family_block.replace(before, now)
            now.group_block.replace(before, now)
            rows[rows.index(before)] = self._known[now.record.id] = now
        for row in rows:
            row.stands_on(board)
        self._rows = rows
        return True

    def _fits(self, before: KpiRow, now: KpiRow) -> bool:
        """Whether a row can take the place of another without anything else being laid out otherwise."""
        was, will, family = before.extent, now.extent, before.family_block.family
        return (
            all(getattr(before.record, name) == getattr(now.record, name) for name in ("group", "position", "ref"))
            and was.kind is will.kind
            and was.periods <= will.periods
            and (was.periods == will.periods or will.periods <= set(family.periods))
            and _is_no_longest(was.longest_number, will.longest_number, self.longest_number)
            and (family.kind is None or _is_no_longest(was.longest_figure, will.longest_figure, family.longest[0]))
        )

    def as_now(self, board: Board, rows: Sequence[KpiRow]) -> list[KpiRow]:
        """Some rows as they are on a board now; as they were, where somebody has deleted a KPI meanwhile."""
        self.rows(board)
        return [self._known.get(row.record.id, row) for row in rows]

    def find(self, kpi: str) -> KpiRow | None:
        """The row of a KPI by its id."""
        return self._known.get(kpi)

    def _row(self, board: Board, fresh: KpiView) -> KpiRow:
        known, before = self._known.get(fresh.kpi.id), self._board
        if known is None or before is None or not _same(before, board, known.record, fresh.kpi):
            return KpiRow(fresh)
        # The same figures on a later board: what follows from them is the same too.
        fresh.__dict__.update({name: value for name, value in vars(known.view).items() if name not in ("board", "kpi")})
        known.view = fresh
        return known


def kpi_of(record: Record) -> str:
    """The id of the KPI that a record is, or that it belongs to; empty where it is neither."""
    return record.id if isinstance(record, Kpi) else str(getattr(record, "kpi", ""))


def _is_no_longest(before: int, now: int, most: int) -> bool:
    """Whether another length leaves the longest of many what it was."""
    return before == now or (before < most and now <= most)


def _same(before: Board, now: Board, kpi: Kpi, fresh: Kpi) -> bool:
    if kpi is not fresh or before.profile is not now.profile:
        return False
    kinds = (Reading, Comparator, TargetChange, Rebase)
    return all(before.owned(kind, kpi.id) is now.owned(kind, kpi.id) for kind in kinds)


def _in_blocks(rows: list[KpiRow]) -> list[KpiRow]:
    """The rows with their blocks, each block in one piece, in the order in which groups first occur."""
    families: dict[PeriodKind | None, Family] = {}
    for row in rows:
        families.setdefault(row.kind, Family(row.kind))
    for family in families.values():
        own = [row for row in rows if row.kind is family.kind]
        if family.kind is not None:
            family.periods = sorted(frozenset().union(*{row.periods for row in own}))  # many have the same ones
            names = max((len(short(period)) for period in family.periods), default=0)
            family.longest = (max(row.extent.longest_figure for row in own), names)
    groups: dict[str, dict[PeriodKind | None, Block]] = {}
    alike = {kind: Block(family.label.capitalize(), family) for kind, family in families.items()}
    for row in rows:
        family = families[row.kind]
        name = tidy_line(row.record.group) or "No group"
        row.family_block = alike[row.kind]
        row.group_block = groups.setdefault(name, {}).setdefault(row.kind, Block(name, family))
        row.family_block.rows.append(row)
        row.group_block.rows.append(row)
    ordered = []
    for blocks in groups.values():
        for block in blocks.values():
            if len(blocks) > 1:
                block.heading = f"{block.heading} · {block.family.label}"
            ordered += block.rows
    return ordered
