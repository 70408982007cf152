"""The KPI scorecard with its trend, and the headline figures of an ambition. Figures stand as they were stated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, line_name
from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.kpis.figure_checks import kpi_findings
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView, is_previous_year, make_up, views
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.targets import WORST_FIRST
from boardtui.domain.kpis.trend import spc
from boardtui.domain.kpis.words import parts
from boardtui.domain.publish.suppression import MARK
from boardtui.domain.records.kinds import Ambition, Comparator, Reading
from boardtui.domain.records.kpis import Kpi
from boardtui.report.document import (
    Block,
    Column,
    bold,
    bullets,
    closed_up,
    heading,
    join,
    paragraph,
    records_table,
    told_of,
)
from boardtui.report.scorecard_columns import (
    CURRENT,
    MEASURE,
    MOVED,
    REF,
    SINCE,
    STATUS,
    TARGET,
    TREND,
    TREND_PERIODS,
    stated,
)
from boardtui.report.sections.page import Page
from boardtui.report.words import NOT_STATED, counted

_AHEAD = "a figure is stated for a period that had not begun when it was entered; it is not shown"
_DISAGREEMENTS = ("parts_disagree", "two_figures", "period_ahead")

_KEY = (
    "Met: at or beyond the upper target. Nearly met: between the two. Missed: short of the minimum. "
    "↑ better, ↓ worse, ► same; △ up and ▽ down where neither way is better."
)


def scorecard(page: Page) -> list[Block]:
    """Every KPI by group: current figure, target, status, movement, trend; then the figures of the trend."""
    found = views(page.board)
    if not found:
        return []
    groups: dict[str, list[KpiView]] = {}
    for each in found:
        groups.setdefault(each.kpi.group, []).append(each)
    out = heading(2, "KPI scorecard") + paragraph(_made_of(found)) + paragraph(_KEY)
    if page.options.public and any(_is_marked(record) for record, _ in printed_figures(page.board)):
        out += paragraph(f"{MARK}: a small number, or one that would give it away, which is not published.")
    for name, some in groups.items():
        out += heading(3, name or ("Other measures" if len(groups) > 1 else "Measures"))
        out += records_table(_columns(page), page, map(KpiRow, some)) + _compared_with(some) + _charts(some)
        out += _commentary(_not_headlines(page, some))
    # The periods of a headline stand with its ambition.
    return out + _trend(page, _not_headlines(page, found), heading(3, TREND.heading)) + _disagreements(page, found)


def printed_figures(board: Board) -> list[tuple[Reading | Comparator, str]]:
    """The figures of the scorecard that a snapshot of a board prints: the record that holds each, and its field."""
    printed: dict[tuple[str, str], tuple[Reading | Comparator, str]] = {}

    def add(record: Reading | Comparator, *fields: str) -> None:
        printed.update({(record.id, name): (record, name) for name in fields})

    found = views(board)
    tables: dict[str, list[KpiView]] = {}
    for each in found:
        if each.current is not None:
            add(each.current.record, "value", *(("numerator", "denominator") if parts(each.current) else ()))
        for one in _comparators(each):
            add(one, "value")
        ambition = board.get(Ambition, each.kpi.ambition)
        tables.setdefault("" if ambition is None else ambition.id, []).append(each)
    for together in tables.values():
        for some, periods in _trends(together):
            for each in some:
                by_period = _by_period(each)
                for period in periods:
                    if period in by_period:
                        add(by_period[period].record, "value")
    return list(printed.values())


def _is_marked(record: Reading | Comparator) -> bool:
    return record.value.strip().strip("[]").casefold() == MARK


def _disagreements(page: Page, found: Iterable[KpiView]) -> list[Block]:
    """Figures that do not follow from their parts, or that nobody can have known: this says so."""
    if page.options.public:  # figures and parts would tell what is hidden
        told = [
            f"{line_name(page.board, view.kpi)}: {_AHEAD}" for view in found if any(r.ahead for r in view.readings())
        ]
    else:
        told = [each.sentence for view in found for each in kpi_findings(view) if each.code in _DISAGREEMENTS]
    return heading(3, "Figures to check") + bullets(told) if told else []


def in_doubt(page: Page, view: KpiView) -> bool:
    """Whether the full plan says of a KPI's current figure that what is stated does not agree."""
    shown = view.current.record.id if view.current is not None else ""
    return not page.options.public and any(
        each.code in _DISAGREEMENTS and each.reading == shown for each in kpi_findings(view)
    )


def _not_headlines(page: Page, found: Iterable[KpiView]) -> list[KpiView]:
    return [each for each in found if page.board.get(Ambition, each.kpi.ambition) is None]


def headlines(page: Page, ambition: Ambition) -> list[Block]:
    """The headline figures of an ambition, period by period."""
    found = [each for each in views(page.board) if each.kpi.ambition == ambition.id]
    return (
        heading(3, "Key performance headlines") + _trend(page, found, [], status=True) + _commentary(found)
        if found
        else []
    )


def _made_of(found: Sequence[KpiView]) -> str:
    counts = dict.fromkeys(WORST_FIRST, 0)
    for group in make_up(found).values():
        for status, number in group.items():
            counts[status] += number
    parts = [f"{number} {status.value}" for status, number in counts.items() if number]
    return f"{capitalised(counted(len(found), 'KPI'))}: {', '.join(parts)}."


def _columns(page: Page) -> list[Column]:
    since = [SINCE] if page.marked else []
    return [REF, MEASURE, replace(CURRENT, align=""), TARGET, STATUS, MOVED, *since, TREND]


def _compared(each: KpiView) -> str:
    return "; ".join(_comparator(one) for one in _comparators(each))


def _comparators(each: KpiView) -> list[Comparator]:
    previous = each.previous_year
    shown = [] if previous is None else [previous]
    # Of everybody else the latest year is enough; the views give it first.
    others = {c.title.casefold(): c for c in reversed(each.comparators) if not is_previous_year(c)}
    return [*shown, *reversed(others.values())]


def _comparator(one: Comparator) -> str:
    mark = " (provisional)" if one.provisional else ""
    return f"{' '.join(filter(None, (one.title, one.year)))}: {one.value or NOT_STATED}{mark}"


def _compared_with(found: Iterable[KpiView]) -> list[Block]:
    """The figures of others and of the year before."""
    told = [join(bold(_name(each.kpi)), words) for each in found if (words := _compared(each))]
    return paragraph(bold("Compared with")) + bullets(told) if told else []


def _charts(found: Iterable[KpiView]) -> list[Block]:
    """What the control charts say of the trends, in plain words; nothing of a trend that is too short for one."""
    told = [
        join(bold(_name(each.kpi)), *(f"{mark.word}: {mark.sentence}." for mark in spc(each).verdicts))
        for each in found
        if spc(each).verdicts
    ]
    return paragraph(bold("What the control charts say")) + bullets(told) if told else []


def _commentary(found: Iterable[KpiView]) -> list[Block]:
    told = [block for each in found for block in told_of(_name(each.kpi), each.kpi.commentary)]
    return paragraph(bold("Commentary")) + closed_up(told) if told else []


def _name(kpi: Kpi) -> str:
    return kpi.ref or kpi.title


def _trend(page: Page, found: Sequence[KpiView], title: list[Block], *, status: bool = False) -> list[Block]:
    """The latest periods side by side: one table for months, one for quarters, since they share no columns."""
    out: list[Block] = []
    for some, periods in _trends(found):
        if periods or status:
            out += _trend_table(page, some, periods, status=status)
    return [*title, *out] if out else []


def _trends(found: Iterable[KpiView]) -> list[tuple[list[KpiView], list[Period]]]:
    """The KPIs that share a trend table, with its periods."""
    by_kind: dict[PeriodKind | None, list[KpiView]] = {}
    for each in found:
        periods = list(_by_period(each))
        by_kind.setdefault(periods[-1].kind if periods else None, []).append(each)
    return [(some, _latest_periods(some, kind)) for kind, some in by_kind.items()]


def _latest_periods(some: Iterable[KpiView], kind: PeriodKind | None) -> list[Period]:
    found = {period for each in some for period in _by_period(each) if period.kind is kind}
    return sorted(found)[-TREND_PERIODS:]


def _trend_table(page: Page, some: Iterable[KpiView], periods: Sequence[Period], *, status: bool) -> list[Block]:
    columns = [REF, MEASURE, *(Column(each.label, 9, "right", make=_figure_of(each)) for each in periods)]
    columns += [TARGET, STATUS, replace(TREND, optional=False, drawn=True)] if status else []
    return records_table(columns, page, map(KpiRow, some))


def _figure_of(period: Period) -> Callable[[Page, KpiRow], str]:
    return lambda _, row: stated(row.by_period[period]) if period in row.by_period else ""


def _by_period(each: KpiView) -> dict[Period, Stated]:
    """The readings that may stand in a trend table: what is dated in the future is told as a finding only."""
    return {found.period: found for found in each.readings() if found.period is not None and not found.ahead}
