"""Findings on the figures of KPIs: what does not add up, what is missing, what contradicts what.

Nothing is said where one of them is missing: a scorecard that shows six months tells too little of twelve.

A figure is never called wrong for being another figure: a year to date is no month, and parts are divided only
where they were stated together with the result.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from boardtui.domain.board.board import Board, remembered
from boardtui.domain.board.finding import Finding, found, sentence
from boardtui.domain.board.words import line_name
from boardtui.domain.dates.dates import FIRST_YEAR
from boardtui.domain.dates.figures import Figure, Unit, percentage_of, show_number, stated_agrees
from boardtui.domain.dates.periods import Period, PeriodKind, gap, period_of
from boardtui.domain.kpis.plausible import plausible_findings
from boardtui.domain.kpis.prose_checks import commentary_findings
from boardtui.domain.kpis.readings import CUMULATIVE, Stated, figure_of, latest
from boardtui.domain.kpis.scale import unit_named
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.kpis.targets import Targets
from boardtui.domain.patterns import when_used
from boardtui.domain.records.kpis import Basis, Comparator, Frequency, Kpi, Polarity, Series, TargetChange

_SPAN = {Basis.YEAR_TO_DATE: "year to date", Basis.ROLLING: "rolling 12 months"}
_EACH_ONCE = when_used(r"\b(unique|distinct|different|individuals?|each .* once)\b", re.IGNORECASE)
_GROWS = Decimal("0.8")
"""A percentage that is at least so much of the sum of its parts is taken to be one that adds up."""
_A_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4}


def span_findings(view: KpiView, unit: Unit) -> Iterator[Finding]:
    """What cannot be true of the figures of longer spans.

    Counts and money add up, unless they are said to count each child once. A percentage lies between the lowest and
    the highest of its parts, whatever they weigh, unless it grows with the span as a turnover does.
    """
    kpi, named = view.kpi, line_name(view.board, view.kpi)
    if kpi.basis not in CUMULATIVE or _EACH_ONCE.search(f"{kpi.title} {kpi.definition}"):
        return
    trend = {each.period: each for each in view.readings() if each.period is not None}
    for current in view.readings(Series.CURRENT):
        parts = _parts_of_span(current, trend, kpi.basis)
        if not parts or not _plain(current.figure):
            continue
        own = trend.get(current.period) if current.period is not None else None
        # A trend that shows the figures to date has no months to compare with.
        if own is not None and own.figure.number == current.figure.number:
            continue
        if said := _compared(current.figure, parts, unit, "months" if _is_month(current) else "quarters"):
            stated = f"{named} says {current.record.value} for the {_SPAN[kpi.basis]} at {current.label}"
            yield found(view.board, kpi, "span_disagrees", sentence(f"{stated}, but {said}"))


def _parts_of_span(current: Stated, trend: Mapping[Period, Stated], basis: Basis) -> list[Figure]:
    """The figures of all periods that make up a span; nothing where one of them is not there."""
    period = current.period
    if period is None or period.kind not in _A_YEAR:
        return []
    begins = Period.holding(PeriodKind.FINANCIAL_YEAR, period.end).start
    figures: list[Figure] = []
    while True:
        stated = trend.get(period)
        if stated is None or not _plain(stated.figure):
            return []
        figures.append(stated.figure)
        if len(figures) == _A_YEAR[period.kind] if basis is Basis.ROLLING else period.start <= begins:
            return figures
        period = period.previous()


def _plain(figure: Figure) -> bool:
    """Whether it is a figure with nothing left out of it."""
    return figure.number is not None and not figure.qualifier


def _compared(whole: Figure, parts: list[Figure], unit: Unit, names: str) -> str:
    """What is wrong, as the end of a sentence; empty if nothing is, but for rounding."""
    numbers = [part.number for part in parts if part.number is not None]
    if whole.number is None:
        return ""
    half = Decimal("0.5")
    if unit in ("count", "money"):
        total = sum(numbers, Decimal(0))
        inexact = [each.step * half for each in (whole, *parts) if each.step > 1 or unit == "money"]
        if abs(total - whole.number) <= sum(inexact, Decimal(0)):
            return ""
        return f"its {names} add up to {show_number(total, max(part.decimals for part in parts), unit)}"
    if unit != "percent" or _GROWS * sum(numbers, Decimal(0)) <= whole.number:
        return ""
    slack = half * (whole.step + max(part.step for part in parts))
    low, high = min(numbers), max(numbers)
    if low - slack <= whole.number <= high + slack:
        return ""  # so does every mean of them
    ends = [show_number(end, max(part.decimals for part in parts), unit) for end in (low, high)]
    return f"its {names} lie between {ends[0]} and {ends[1]}"


def _is_month(current: Stated) -> bool:
    return current.period is not None and current.period.kind is PeriodKind.MONTH


_PER = when_used(r"\bper (1[0,]*000|100)\b", re.IGNORECASE)

# A single day has no next one; how often the KPI is read says when one is due.
_DAYS_BETWEEN = {
    Frequency.MONTHLY: 31,
    Frequency.QUARTERLY: 92,
    Frequency.YEARLY: 366,
    Frequency.ACADEMIC: 366,
    Frequency.CALENDAR: 366,
}


def not_looked_at(board: Board, kpis: Iterable[Kpi], today: date) -> list[KpiView]:
    """Those of some KPIs whose figures nobody has looked at on this board yet: of a thousand that takes seconds."""
    return [KpiView(board, kpi) for kpi in kpis if not board.remembers(_kpi_findings, kpi, today)]


STALE = "reading_stale"
"""The code of the finding that nobody has entered the figure that is due."""
PERIODS_MISSING = "periods_missing"
"""The code of the finding that there are periods without a figure between two that have one."""


def kpi_findings(view: KpiView, today: date | None = None) -> list[Finding]:
    """The findings on the figures of one KPI."""
    return list(_kpi_findings(view.board, view.kpi, today))


@remembered
def _kpi_findings(board: Board, kpi: Kpi, today: date | None) -> tuple[Finding, ...]:
    view = KpiView(board, kpi)
    return (
        *_periods(view),
        *_unreadable(view),
        *_parts(view),
        *plausible_findings(view),
        *span_findings(view, unit_of(view.kpi, view.figure)),
        *_targets(view),
        *(_stale(view, today) if today is not None else ()),
        *commentary_findings(view),
    )


def unit_of(kpi: Kpi, figure: Figure) -> Unit:
    """What a figure of a KPI counts: as it says itself, or else as the KPI says; empty where neither does."""
    return figure.unit or unit_named(kpi.unit)


def rate_of(kpi: Kpi) -> int | None:
    """Per how many a KPI's figures are, as its unit, title or definition says: 10000; None where none of them does."""
    per = _PER.search(f"{kpi.unit} {kpi.title} {kpi.definition}")
    return None if per is None else int(per[1].replace(",", ""))


def worked_out(kpi: Kpi, reading: Stated) -> list[Decimal]:
    """What a reading's own parts give, the likeliest first; empty where they are not both stated.

    A percentage is of a hundred, a rate of what its title says it is per, a score or an average is a plain quotient.
    Where nothing says which of them a figure is, all of them are given.
    """
    parts = (reading.numerator, reading.denominator)
    numerator, denominator = (part.number for part in parts)
    # "140 exc Dec" of 200 is a figure of two bases: nothing follows from it.
    if numerator is None or denominator is None or any(part.qualifier for part in parts):
        return []
    share = percentage_of(numerator, denominator)
    if share is None:
        return []
    ratio = share / 100
    per = rate_of(kpi)
    match unit_of(kpi, reading.figure):
        case "percent":
            return [share]
        case _ if per:
            return [ratio * per, ratio]
        case "score" | "money" | "days":
            return [ratio]
        case _:
            return [share, ratio, numerator, denominator] if numerator <= denominator else [ratio, share, numerator]


def _parts(view: KpiView) -> Iterator[Finding]:
    """Numerator ÷ denominator against the stated figure, and the current figure against its own month."""
    kpi, named = view.kpi, line_name(view.board, view.kpi)
    trend = {each.period: each for each in view.readings() if each.period is not None}
    for reading in (*view.readings(Series.CURRENT), *view.readings(Series.PERIOD)):
        # Parts beside a single month of a cumulative KPI may be those of the month or of the year so far.
        unclear = reading.series is Series.PERIOD and kpi.basis in CUMULATIVE
        results = [] if unclear or reading.figure.qualifier else worked_out(kpi, reading)
        month = trend.get(reading.period) if reading.period and reading.series is Series.CURRENT else None
        trend_says = _other(kpi, reading, month)
        division = f"{reading.record.numerator} ÷ {reading.record.denominator}"
        stated = f"{named} says {reading.record.value} for {reading.label}"
        if results and reading.figure.number is None:
            if not reading.record.value:
                shown = _shown(results[0], 1, unit_of(kpi, reading.figure))
                text = f"{named} has {division} for {reading.label} but no figure: that would be {shown}"
                yield found(view.board, kpi, "value_missing", sentence(text), reading=reading.record.id)
        elif results and not any(stated_agrees(reading.figure, each) for each in results):
            result = _shown(results[0], reading.figure.decimals, unit_of(kpi, reading.figure))
            also = f"; the trend says {trend_says}" if trend_says else ""
            yield found(
                view.board,
                kpi,
                "parts_disagree",
                sentence(f"{stated}, but {division} is {result}{also}"),
                reading=reading.record.id,
            )
        elif reading.figure.number and reading.denominator.number == 0 and reading.numerator.number is not None:
            text = f"{stated}, but nothing can be a share of 0 ({division})"
            yield found(view.board, kpi, "parts_disagree", sentence(text), reading=reading.record.id)
        elif trend_says:
            text = f"{stated} as its current figure, but {trend_says} in its trend"
            yield found(view.board, kpi, "two_figures", sentence(text), reading=reading.record.id)


def _other(kpi: Kpi, current: Stated, month: Stated | None) -> str:
    """What the trend says for the period of a current figure, where both should be one; empty if they agree."""
    if month is None or kpi.basis not in (Basis.SNAPSHOT, Basis.MONTH):
        return ""
    fine, coarse = sorted((current.figure, month.figure), key=lambda figure: figure.step)
    if fine.number is None or coarse.number is None or fine.qualifier or coarse.qualifier:
        return ""
    return "" if stated_agrees(coarse, fine.number) else month.record.value


def _shown(number: Decimal, decimals: int, unit: Unit) -> str:
    return show_number(number, decimals, unit)


def _periods(view: KpiView) -> Iterator[Finding]:
    kpi, named = view.kpi, line_name(view.board, view.kpi)
    for series in Series:
        readings = view.readings(series)
        for reading in readings:
            if reading.period is None:
                text = f"{named} has a reading for “{reading.label}”, which is no period"
                yield found(
                    view.board,
                    kpi,
                    "period_unreadable",
                    sentence(text, "and stands behind all others: write it like Sep 18"),
                )
        dated = [(each.period, each) for each in readings if each.period is not None]
        seen: dict[object, Stated] = {}
        for period, each in dated:
            if (before := seen.setdefault(period, each)) is not each:
                both = f"{before.record.value or 'nothing'} and {each.record.value or 'nothing'}"
                text = f"{named} has two readings for {each.label}: {both}. Delete one of them"
                yield found(view.board, kpi, "period_twice", sentence(text))
    yield from _gaps(view)
    for change in view.board.owned(TargetChange, kpi.id):
        if period_of(change.since) is None:
            text = f"{named} has targets from “{change.since}” on, which is no period: they are not used"
            yield found(view.board, kpi, "period_unreadable", sentence(text))


def _gaps(view: KpiView) -> Iterator[Finding]:
    """Periods of the trend for which nothing was entered between two that have a reading."""
    read = [each for each in view.readings() if not (each.blank or each.ahead)]
    # Nobody waits for the periods since a year that cannot be meant.
    dated = [each.period for each in read if each.period is not None and each.period.end.year >= FIRST_YEAR]
    latest_kind = dated[-1].kind if dated else None
    periods = list(dict.fromkeys(period for period in dated if period.kind is latest_kind))
    missing, labels = 0, []
    for earlier, later in itertools.pairwise(periods):
        if earlier.kind is PeriodKind.DATE or not (count := gap(earlier, later)):
            continue
        missing += count
        first, last = earlier.next().label, later.previous().label
        labels.append(first if count == 1 else f"{first} to {last}")
    if missing:
        shown, more = ", ".join(labels[:4]), len(labels) - 4
        if more > 0:
            shown += f" and {more} more {'time' if more == 1 else 'times'}"
        text = f"{line_name(view.board, view.kpi)} has no reading for {shown}"
        yield found(view.board, view.kpi, PERIODS_MISSING, sentence(text))


def _unreadable(view: KpiView) -> Iterator[Finding]:
    kpi, named = view.kpi, line_name(view.board, view.kpi)
    for series in Series:
        for each in view.readings(series):
            for name, figure in (
                ("value", each.figure),
                ("numerator", each.numerator),
                ("denominator", each.denominator),
            ):
                if figure.problem:
                    text = f"{named}, {name} for {each.label}: {figure.problem}"
                    yield found(view.board, kpi, "figure_unreadable", sentence(text), reading=each.record.id)
    for comparator in view.board.owned(Comparator, kpi.id):
        if problem := figure_of(comparator.value).problem:
            text = f"{named}, {comparator.title} {comparator.year}".rstrip()
            yield found(view.board, kpi, "figure_unreadable", sentence(f"{text}: {problem}"))


def _targets(view: KpiView) -> Iterator[Finding]:
    kpi, named = view.kpi, line_name(view.board, view.kpi)
    told = False  # that nothing says which way is good: once, for all targets of the KPI
    for targets in _stated_targets(view):
        since = f", targets from {targets.since}" if targets.since else ""
        for name, figure in (("minimum target", targets.minimum), ("upper target", targets.upper)):
            if figure.problem:
                yield found(view.board, kpi, "target_unreadable", sentence(f"{named}{since}, {name}: {figure.problem}"))
        if why := targets.not_comparable(view.figure):
            text = f"{named}{since}: the figure is {view.figure.text} and the targets {targets.words}"
            why = f"which cannot be compared, so it is not rated: {why}"
            yield found(view.board, kpi, "targets_of_another_unit", sentence(f"{text}, {why}"))
        elif view.figure.number is None and targets.mixed:
            text = f"{named}{since}: the targets are {targets.words}, against which no figure can be held"
            yield found(view.board, kpi, "targets_of_another_unit", sentence(f"{text}: {targets.mixed}"))
        elif targets.contradiction and not (told and targets.stated_polarity is Polarity.NONE):
            told = told or targets.stated_polarity is Polarity.NONE
            yield found(
                view.board, kpi, "targets_against_polarity", sentence(f"{named}{since}: {targets.contradiction}")
            )


def _stated_targets(view: KpiView) -> Iterable[Targets]:
    """All targets of a KPI, those with an unreadable first period too."""
    changes = view.board.owned(TargetChange, view.kpi.id)
    return (Targets.of(view.kpi), *(Targets.of(view.kpi, change) for change in changes))


def _stale(view: KpiView, today: date) -> Iterator[Finding]:
    """A KPI whose next period has been over for longer than the board's rule allows. 0 days is no rule."""
    limit, kpi = view.board.profile.stale_days, view.kpi
    entered = [each for each in map(latest, (view.readings(series) for series in Series)) if each is not None]
    periods = [each.period for each in entered if each.period is not None]
    if not limit or not periods or kpi.frequency is Frequency.IRREGULAR:
        return
    last = max(periods)
    if last.kind is PeriodKind.DATE:
        if kpi.frequency not in _DAYS_BETWEEN:
            return
        due = last.end.toordinal() + _DAYS_BETWEEN[kpi.frequency]
    elif last.end.toordinal() + 1 >= today.toordinal():
        return
    else:
        due = last.next().end.toordinal()
    if today.toordinal() - due > limit:
        yield found(view.board, kpi, STALE, sentence(f"{line_name(view.board, kpi)} was last read for {last.label}"))
