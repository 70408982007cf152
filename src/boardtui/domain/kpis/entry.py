"""Entering figures: the lines of a period, what follows from what was typed, and what to ask about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

from boardtui.domain.board.board import Board
from boardtui.domain.dates.figures import Missing, Unit, show_number, stated_agrees
from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.figure_checks import unit_of, worked_out
from boardtui.domain.kpis.plausible import JUMP
from boardtui.domain.kpis.readings import CUMULATIVE, Stated, figure_of, period_for
from boardtui.domain.kpis.scale import is_beyond, not_comparable
from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Kpi, Reading
from boardtui.domain.records.kpis import Frequency, Series
from boardtui.domain.records.text import tidy_line

FIELDS = ("numerator", "denominator", "value", "note")
LABELS = {"numerator": "Numerator", "denominator": "Denominator", "value": "Value", "note": "Note"}

Draft = Mapping[str, str]
"""What stands in the fields of a line; `provisional` is yes or nothing."""


@immutable
class Line:
    """One line of the grid: a KPI, or the figure to date of one that has both.

    Attributes:
        first: the KPI as it was when the grid was opened.
        scorecard: where it is found as it is now.
        series: which of its two series is entered.
    """

    first: KpiRow
    scorecard: Scorecard
    series: Series

    @property
    def key(self) -> str:
        """What tells it from all other lines."""
        return f"{self.first.record.id} {self.series.value}"

    @property
    def row(self) -> KpiRow:
        """The KPI as it is now; as it was, where somebody has deleted it meanwhile."""
        return self.scorecard.find(self.first.record.id) or self.first

    @property
    def kpi(self) -> Kpi:
        """The KPI."""
        return self.row.record

    @property
    def title(self) -> str:
        """The measure, with what the figure covers where a KPI has two."""
        if self.kpi.basis not in CUMULATIVE:
            return self.kpi.title
        period = self.row.kind.label if self.row.kind is not None else "period"
        return f"{self.kpi.basis.value if self.series is Series.CURRENT else period}: {self.kpi.title}"

    def stated(self, period: Period) -> Reading | None:
        """The reading that is there already."""
        found = self.row.all_by_period[self.series].get(period)
        return found.record if found is not None else None

    def before(self, period: Period) -> Stated | None:
        """The latest reading with a figure before a period."""
        for each in reversed(self.row.view.readings(self.series)):
            if each.period is not None and each.period < period and each.figure.number is not None:
                return each
        return None

    def year_ago(self, period: Period) -> Reading | None:
        """The reading of the same period a year before; there is none before the calendar begins."""
        with suppress(ValueError):
            return self.stated(period.same_period_last_year())
        return None

    def unit(self, period: Period) -> Unit:
        """What its figures count, as far as the KPI or its last figure says so."""
        before = self.before(period)
        return unit_of(self.kpi, before.figure if before is not None else figure_of(""))


def usual_field(line: Line, period: Period) -> str:
    """Where one begins to type: at the numerator where the last figures have one, else at the value."""
    before, current = line.before(period), line.row.view.current
    # The parts of a year to date say nothing about those of a month.
    own = current if current is not None and current.series is line.series else None
    other = current if line.kpi.basis not in CUMULATIVE else None
    stated = [each for each in (before, own, other) if each is not None]
    return "numerator" if any(each.numerator.number is not None for each in stated) else "value"


def lines_of(rows: Sequence[KpiRow], scorecard: Scorecard) -> list[Line]:
    """The lines of some KPIs; one for the year to date or a rolling year has two."""
    found = []
    for row in rows:
        found.append(Line(row, scorecard, Series.PERIOD))
        if row.record.basis in CUMULATIVE:
            found.append(Line(row, scorecard, Series.CURRENT))
    return found


def draft_of(reading: Reading | None) -> dict[str, str]:
    """What stands in the fields at first."""
    if reading is None:
        return dict.fromkeys((*FIELDS, "provisional"), "")
    values = {name: str(getattr(reading, name)) for name in FIELDS}
    return values | {"provisional": "yes" if reading.provisional else ""}


def period_typed(words: str, kind: PeriodKind | None) -> Period:
    """Read a period that is typed beside others of a kind: among calendar years a bare year is one, and so on.

    Raises:
        ValueError: it is no period; the sentence says how to write one.
    """
    return period_for(words, _READ_SO.get(kind, "") if kind is not None else "")


_READ_SO = {
    PeriodKind.FINANCIAL_YEAR: Frequency.YEARLY,
    PeriodKind.ACADEMIC_YEAR: Frequency.ACADEMIC,
    PeriodKind.CALENDAR_YEAR: Frequency.CALENDAR,
}


def next_due(rows: Sequence[KpiRow], kind: PeriodKind | None, today: date) -> Period:
    """The period whose figures are due next: the earliest of the last year with a gap, else the one after the latest.

    A gap is a period without a figure between two that have one, or one of the last three where the figures left off.
    A KPI that had no figure in the period before either is not waited for. What is dated in the future is left out: it
    is a slip of somebody's.
    """
    now = Period.holding(kind or _usual(rows), today)
    if kind is None:
        return now
    periods = [{period for period in row.periods if period <= now} for row in rows]
    entered = set().union(*periods)
    if not entered:
        return now
    latest = max(entered)
    year_before, lately = latest.same_period_last_year(), latest.previous().previous()

    def has_gap(period: Period) -> bool:
        before = period.previous()
        return any(
            before in own and period not in own and (period >= lately or any(period < each for each in own))
            for own in periods
        )

    gaps = (each for each in sorted(entered) if each >= year_before and has_gap(each))
    return next(gaps, latest.next())


def still_missing(rows: Sequence[KpiRow], period: Period) -> list[KpiRow]:
    """The KPIs that have no figure for a period, though they had one for the period before."""
    before = period.previous()
    return [
        row
        for row in rows
        if not any(period in some for some in row.all_by_period.values())
        and any(before in some for some in row.all_by_period.values())
    ]


def missing_words(every: Sequence[KpiRow], shown: Period, today: date) -> str:
    """What is still missing and whose it is: of the period that is shown, and of the last whole one of other kinds.

    Args:
        every: the KPIs, whatever periods they are read for.
        shown: the period that is entered.
        today: the day it is.

    Returns:
        Such as `Still missing: Feb 21: 2.1 (Head of Service) · Q3 2020/21: 4.1 (nobody is named).`
    """
    parts = []
    for kind in dict.fromkeys(row.kind for row in every if row.kind is not None):
        rows = [row for row in every if row.kind is kind]
        period = shown if kind is shown.kind else Period.holding(kind, today).previous()
        if missing := still_missing(rows, period):
            named = (
                f"{row.record.ref or row.record.title} ({row.record.lead or 'nobody is named'})" for row in missing
            )
            parts.append(f"{period.label}: {', '.join(named)}")
    return f"Still missing: {' · '.join(parts)}." if parts else "Nothing is missing."


def _usual(rows: Sequence[KpiRow]) -> PeriodKind:
    kinds = [max(row.by_period).kind for row in rows if row.by_period]
    return max(set(kinds), key=kinds.count) if kinds else PeriodKind.DATE


def as_stated(line: Line, period: Period, draft: Draft) -> dict[str, str]:
    """What would be saved: what was typed, with the value that follows from the parts where none was typed."""
    tidy = {name: tidy_line(draft[name]) for name in FIELDS} | {"provisional": draft["provisional"]}
    figure = figure_of(tidy["value"])
    # Who leaves out the % sign of a percentage means it all the same; the grid shows what it makes of it. What may be
    # a fraction of 1 stays as it was typed, to be asked about.
    if figure.number is not None and not figure.unit and not figure.qualifier and line.unit(period) == "percent":
        tidy["value"] += "%" if figure.number == 0 or abs(figure.number) > 1 else ""
    if not tidy["value"]:
        tidy["value"] = derived(line, period, tidy)
    return tidy


def derived(line: Line, period: Period, draft: Draft) -> str:
    """The value that numerator and denominator give, as finely as the last one was stated; empty without one."""
    unit, before = line.unit(period), line.before(period)
    results = _worked_out(line, period, draft)
    if not results or unit in ("", "count"):
        return ""
    return show_number(results[0], before.figure.decimals if before is not None else 1, unit)


def _worked_out(line: Line, period: Period, draft: Draft) -> list[Decimal]:
    reading = Reading(
        id="", kpi=line.kpi.id, period=period.key, numerator=draft["numerator"], denominator=draft["denominator"]
    )
    return worked_out(replace(line.kpi, unit=line.kpi.unit or line.unit(period)), Stated(reading, period))


def doubts(line: Line, period: Period, stated: Draft, today: date | None = None) -> list[str]:
    """What to ask before a figure is saved, as parts of a sentence; empty if nothing.

    Args:
        line: the line it stands in.
        period: the period it is for.
        stated: what would be saved.
        today: the day to tell periods that have not begun by; None leaves them out.
    """
    found = [
        f"{LABELS[name].lower()}: {problem}"
        for name in ("numerator", "denominator", "value")
        if (problem := figure_of(stated[name]).problem)
    ]
    found += _parts_alone(stated)
    if (
        today is not None
        and period.start > today
        and any(stated[name] for name in ("numerator", "denominator", "value"))
    ):
        found.append(f"{period.label} has not begun, so that this will not be the current figure")
    figure, unit = figure_of(stated["value"]), line.unit(period)
    if figure.number is None:
        return found
    shown = stated["value"]
    results = _worked_out(line, period, stated)
    if results and not figure.qualifier and not any(stated_agrees(figure, each) for each in results):
        also = show_number(results[0], figure.decimals, unit_of(line.kpi, figure))
        found.append(f"{stated['numerator']} ÷ {stated['denominator']} is {also}, not {shown}")
    before = line.before(period)
    targets = line.row.view.targets_at(period)
    if is_beyond(figure, unit):
        found.append(f"{shown} is more than the whole or less than nothing")
    elif before is not None and (mixed := not_comparable(figure, [before.figure], unit)):
        found.append(f"{shown} is on another scale than {before.record.value} for {before.label}: {mixed}")
    elif mixed := targets.not_comparable(figure):
        found.append(f"{shown} cannot be compared with the targets {targets.words}: {mixed}")
    elif before is not None and before.figure.number is not None and _jumped(figure.number, before.figure.number):
        found.append(f"{shown} is {JUMP} times as much or as little as {before.record.value} for {before.label}")
    elif limits := _outside(line, figure.number, unit):
        found.append(f"{shown} lies outside the limits of the figures so far ({limits})")
    return found


def _parts_alone(stated: Draft) -> list[str]:
    """A value that slipped into the field of a part, or parts that give no value: the KPI would be left without one."""
    found = []
    for name in ("numerator", "denominator"):
        if figure_of(stated[name]).unit == "percent":
            found.append(f"{stated[name]} stands in the field of the {name}, which is no percentage")
    # A code in a part says why there is no figure.
    coded = [figure_of(stated[name]).missing not in (None, Missing.NOT_STATED) for name in ("numerator", "denominator")]
    parts = [name for name in ("numerator", "denominator") if stated[name]]
    if parts and not any(coded) and not stated["value"]:
        found.append(f"there is a {' and a '.join(parts)} but no value")
    return found


def _jumped(now: Decimal, before: Decimal) -> bool:
    if before == 0 or now == 0:
        return abs(now - before) >= JUMP
    return not Decimal(1) / JUMP < abs(now / before) < JUMP


def _outside(line: Line, number: Decimal, unit: Unit) -> str:
    analysis = line.row.spc.analysis
    if line.series is not Series.PERIOD or analysis is None:
        return ""
    last = analysis.points[-1]
    if last.limits is None or last.lower_limit is None or last.upper_limit is None:
        return ""
    if last.lower_limit <= float(number) <= last.upper_limit:
        return ""
    ends = [show_number(Decimal(str(end)), 1, unit) for end in (last.lower_limit, last.upper_limit)]
    return " to ".join(ends)


def is_correction(board: Board, line: Line, period: Period, stated: Draft) -> bool:
    """Whether it changes a figure that people may have relied on: an older one, or one the last board has seen."""
    reading = line.stated(period)
    if reading is None or not (reading.value or reading.numerator or reading.denominator):
        return False
    before = draft_of(reading)
    if all(before[name] == stated[name] for name in ("numerator", "denominator", "value")):
        return False
    later = any(
        each.period is not None and each.period > period and not (each.blank or each.ahead)
        for each in line.row.view.readings(line.series)
    )
    shown_to_the_board = board.since.meeting is not None and reading.id not in board.since.new
    return later or shown_to_the_board


def change_of(line: Line, period: Period, stated: Draft) -> Change:
    """The edit that saves a line."""
    reading = line.stated(period)
    values: dict[str, object] = {name: stated[name] for name in FIELDS} | {"provisional": bool(stated["provisional"])}
    if reading is not None:
        return Change(reading.id, "reading", values)
    key = {"kpi": line.kpi.id, "series": line.series.value, "period": period.key}
    return Change(identity_for(KINDS["reading"], key, ""), "reading", key | values)


def line_words(line: Line, period: Period, draft: Mapping[str, str]) -> str:
    """What follows from what stands in a line: the KPI, the figure with its status, and what it was before."""
    stated = as_stated(line, period, draft)
    value = figure_of(stated["value"])
    parts = [f"{line.kpi.ref} {line.title}".strip()]
    if value.number is not None:
        parts.append(f"{stated['value']} {line.row.view.targets_at(period).status(value).label}")
    elif value.missing is not None and stated["value"]:
        parts.append(value.missing.label)
    if stated["provisional"]:
        parts.append("provisional")
    if (before := line.before(period)) is not None:
        parts.append(f"{before.label} was {before.record.value}")
    if (ago := line.year_ago(period)) is not None and ago.value:
        parts.append(f"a year ago {ago.value}")
    return " · ".join(parts)
