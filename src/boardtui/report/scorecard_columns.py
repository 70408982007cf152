"""The columns of the scorecard: each says once what stands over it and what a KPI has there.

The screen, the trend table of a terminal and the tables of papers choose theirs from them. Their figures are told by
the same few rules, in `domain.kpis.words`.
"""

from __future__ import annotations

from dataclasses import replace

from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.targets import FigureChange
from boardtui.domain.kpis.trend import Verdict
from boardtui.domain.kpis.words import BASES, SPARK, band, bars, compared, current, parts
from boardtui.domain.records.kpis import Basis
from boardtui.report import columns
from boardtui.report.columns import rag_mark, status_words, titled
from boardtui.report.document import Column, Run, TrendLine, Words, inline, join, lit
from boardtui.report.palette import mark_style
from boardtui.report.seen import Seen
from boardtui.report.words import NOT_STATED

TREND_PERIODS = 6
"""How many periods the trend of a paper shows: what fits across a page."""

DRAWN_PERIODS = 12
"""How many periods a trend line shows: a year of months."""

_GOOD_OR_BAD = {"I": "mark-better", "C": "mark-worse", "P": "mark-better", "F": "mark-worse"}


def _measure(seen: Seen, row: KpiRow) -> Words:
    """The title, with a mark before it where there is something to look at."""
    return join(lit(row.mark(seen.today), "warning"), titled(seen, row.record))


def _previous_year(_: Seen, row: KpiRow) -> str:
    found = row.view.previous_year
    return "" if found is None else join(compared(found), lit(found.year, "muted"))


def current_in_full(view: KpiView) -> str:
    """The current figure as stated, with its parts where both are numbers."""
    if view.current is None:
        return NOT_STATED
    of = parts(view.current)
    return " ".join(filter(None, (stated(view.current), f"({of})" if of else ""))) or NOT_STATED


def stated(reading: Stated) -> str:
    """A figure as it is stated, in a paper."""
    value = reading.record.value
    return f"{value} (provisional)" if value and reading.record.provisional else value


def _current_and_when(_: Seen, row: KpiRow) -> str:
    basis = "" if row.record.basis is Basis.NOT_STATED else row.record.basis.value
    return ", ".join(filter(None, (current_in_full(row.view), row.view.as_at, basis)))


def _trend_line(_: Seen, row: KpiRow) -> Words:
    """The trend as a line where it can be drawn, and as bars of text elsewhere."""
    points, targets = row.view.points()[-DRAWN_PERIODS:], row.view.targets
    ends = () if targets.not_comparable(row.view.figure) else (targets.minimum.number, targets.upper.number)
    line = TrendLine(
        name=" ".join(filter(None, (row.record.ref, row.record.title))),
        values=tuple(value for _, value in points),
        periods=tuple(period.label for period, _ in points),
        targets=tuple(dict.fromkeys(float(end) for end in ends if end is not None)),
    )
    return Words(inline(row.view.sparkline(TREND_PERIODS).strip()).runs, trend=line)


def bars_words(row: KpiRow) -> Words:
    """The latest figures as bars, and the target as one more on the same scale."""
    trend, target = bars(row.view)
    if not (trend.strip() or target):
        return Words()
    drawn = Run(f"{trend:>{SPARK}}", tone="accent")
    return Words([drawn, Run("┊", tone="muted"), Run(target, tone="strong")] if target else [drawn])


def verdict_words(mark: Verdict | None) -> Words:
    """What a control chart says, as letter and word."""
    return Words() if mark is None else _good_or_bad(mark, f"{mark.letter} {mark.word}")


def _good_or_bad(mark: Verdict, words: str) -> Words:
    return lit(words, _GOOD_OR_BAD.get(mark.letter, "muted"))


def _letters(_: Seen, row: KpiRow) -> Words:
    return join(*(_good_or_bad(mark, mark.letter) for mark in (row.variation, row.assurance) if mark is not None))


def change_words(change: FigureChange) -> Words:
    """Which way a figure went, as arrow and word."""
    return lit(change.words, mark_style(change.value))


def _arrow(_: Seen, row: KpiRow) -> Words:
    change = row.view.movement.change
    return lit(change.arrow, mark_style(change.value))


REF = Column("Ref", 6, optional=True, make=lambda _, row: row.record.ref)
MEASURE = Column("Measure", 40, make=lambda _, row: row.record.title or f"title {NOT_STATED}", brief=_measure)
LAST_YEAR = Column("Last year", 12, "right", make=_previous_year, quiet=True)
NUMERATOR, DENOMINATOR = (
    Column(heading, 10, "right", make=make, short=short, quiet=True)
    for heading, short, make in (
        ("Numerator", "Num.", lambda _, row: row.view.numerator.text),
        ("Denominator", "Den.", lambda _, row: row.view.denominator.text),
    )
)
CURRENT = Column("Current", 22, "right", make=_current_and_when, brief=lambda _, row: lit(current(row.view), "strong"))
AS_AT = Column("As at", make=lambda _, row: row.view.as_at, quiet=True)
BASIS = Column("Basis", make=lambda _, row: lit(BASES[row.record.basis], "muted"), quiet=True)
TARGET = Column(
    *("Target", 14),
    make=lambda _, row: row.view.targets.words,
    brief=lambda _, row: band(row.view.targets),
    missing="no target",
)
STATUS = Column(
    *("Status", 14),
    make=lambda _, row: status_words(row.view.status),
    brief=lambda _, row: rag_mark(row.view.status.rag),
    short="RAG",
)
MOVED = Column(
    *("Moved since the period before", 14),
    make=lambda _, row: change_words(row.view.movement.change),
    brief=_arrow,
    short="Moved",
    quiet=True,
)
SINCE = replace(columns.MOVED, make=lambda seen, row: columns.MOVED.cell(seen, row.record))
TREND = Column("Trend", 12, optional=True, make=_trend_line)
TREND_AND_TARGET = Column("Trend┊target", make=lambda _, row: bars_words(row), quiet=True)
LETTERS = Column("SPC", make=_letters, quiet=True)
VARIATION = Column("Variation", make=lambda _, row: verdict_words(row.variation), quiet=True)
ASSURANCE = Column("Assurance", make=lambda _, row: verdict_words(row.assurance), quiet=True)
