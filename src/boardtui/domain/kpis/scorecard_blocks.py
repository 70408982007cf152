"""The lines of the scorecard: each KPI with what was worked out about it, the blocks they stand in, their periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from boardtui.domain.board.board import Board
from boardtui.domain.board.finding import Finding
from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.kpis.figure_checks import STALE, kpi_findings
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView, views
from boardtui.domain.kpis.targets import WORST_FIRST, Status
from boardtui.domain.kpis.trend import Mark, Spc, spc, variation_mark
from boardtui.domain.kpis.words import short, shown
from boardtui.domain.records.kinds import Comparator, Kpi, Reading, Rebase, TargetChange
from boardtui.domain.records.kpis import Frequency, Series
from boardtui.domain.records.text import tidy_line

_KINDS = {
    Frequency.MONTHLY: PeriodKind.MONTH,
    Frequency.QUARTERLY: PeriodKind.QUARTER,
    Frequency.YEARLY: PeriodKind.FINANCIAL_YEAR,
    Frequency.ACADEMIC: PeriodKind.ACADEMIC_YEAR,
    Frequency.CALENDAR: PeriodKind.CALENDAR_YEAR,
}
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
        counts = Counter(row.view.status for row in self.rows)
        return {status: counts[status] for status in WORST_FIRST if counts[status]}


class KpiRow:
    """One KPI with what the table and the detail say of it, each worked out when it is first asked for."""

    group_block: Block
    """The block of its group."""
    family_block: Block
    """The block of all KPIs like it, for a table that is sorted by something else than groups."""

    def __init__(self, view: KpiView) -> None:
        self.view = view
        self.record: Kpi = view.kpi

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
    def irregular(self) -> bool:
        """Whether it is read now and then."""
        if self.record.frequency is Frequency.IRREGULAR:
            return True
        return self.record.frequency is Frequency.NOT_STATED and self._latest_kind is PeriodKind.DATE

    @cached_property
    def _latest_kind(self) -> PeriodKind | None:
        return max(self.by_period).kind if self.by_period else None

    @property
    def _trend(self) -> list[Reading]:
        return [each for each in self.view.board.owned(Reading, self.record.id) if each.series is Series.PERIOD]

    @cached_property
    def kind(self) -> PeriodKind | None:
        """The kind of period it is read for; None where it is read now and then."""
        if self.irregular:
            return None
        found = self._latest_kind
        if found is None or found is PeriodKind.DATE:
            return _KINDS.get(self.record.frequency, PeriodKind.MONTH)
        return found

    @cached_property
    def periods(self) -> frozenset[Period]:
        """The periods of that kind for which it has a reading, up to the present."""
        return frozenset(period for period in self.by_period if period.kind is self.kind)

    @property
    def longest_figure(self) -> int:
        """Letters of its longest figure as it is shown."""
        return self._longest[0]

    @property
    def longest_number(self) -> int:
        """The same, of those figures that no words follow: they must never be cut."""
        return self._longest[1]

    @cached_property
    def _longest(self) -> tuple[int, int]:
        all_figures = numbers = 0
        for each in self._trend:
            letters = len(shown(each.value, provisional=each.provisional))
            all_figures = max(all_figures, letters)
            if " " not in each.value:
                numbers = max(numbers, letters)
        return all_figures, numbers

    @cached_property
    def spc(self) -> Spc:
        """Its control chart, or why there is none."""
        return spc(self.view)

    @property
    def special(self) -> bool:
        """Whether its latest figure is a real change rather than the ordinary up and down."""
        analysis = self.spc.analysis
        return analysis is not None and analysis.variation not in (None, "common_cause")

    @property
    def variation(self) -> Mark | None:
        """What its chart says of the latest figure; None where there is no chart."""
        return None if self.spc.analysis is None else variation_mark(self.spc.analysis.variation)

    @property
    def assurance(self) -> Mark | None:
        """What its chart says of the target; None where there is no chart."""
        return self.spc.assurance

    def work_out(self, today: date) -> None:
        """Work out what a line, a filter or an order may ask for; what is known already costs nothing."""
        _ = self.spc, self.view.status, self.view.movement
        self.findings(today)

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
    """The KPIs of a board as rows. What was worked out about a KPI is kept until something of it changes."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._known: dict[str, KpiRow] = {}
        self._rows: list[KpiRow] = []

    def rows(self, board: Board) -> list[KpiRow]:
        """The KPIs in the order of the scorecard, each group together, and in it those with the same periods."""
        if board is not self._board:
            self._known = {each.kpi.id: self._row(board, each) for each in views(board)}
            self._board = board
            self._rows = _in_blocks(list(self._known.values()))
        return self._rows

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
            family.periods = sorted(frozenset().union(*(row.periods for row in own)))
            names = max((len(short(period)) for period in family.periods), default=0)
            family.longest = (max(row.longest_figure for row in own), names)
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
