"""What a KPI asks of the columns it shares with others: for which periods it is read, and how long its figures are.

All KPIs of a board are asked this before one of them is shown. So it is found in their readings as they stand, and
nothing is made of a reading for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from boardtui.domain.board.board import Board
from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.readings import in_order, periods_read
from boardtui.domain.kpis.scorecard import next_meeting
from boardtui.domain.kpis.words import shown
from boardtui.domain.records.kpis import Frequency, Kpi, Reading, Series

_KINDS = {
    Frequency.MONTHLY: PeriodKind.MONTH,
    Frequency.QUARTERLY: PeriodKind.QUARTER,
    Frequency.YEARLY: PeriodKind.FINANCIAL_YEAR,
    Frequency.ACADEMIC: PeriodKind.ACADEMIC_YEAR,
    Frequency.CALENDAR: PeriodKind.CALENDAR_YEAR,
}


@immutable
class Extent:
    """What the columns of a KPI follow from.

    Attributes:
        kind: the kind of period it is read for; None where it is read now and then.
        periods: the periods of that kind for which it has a reading, up to the present.
        longest_figure: letters of its longest figure as it is shown.
        longest_number: the same, of those figures that no words follow: they must never be cut.
    """

    kind: PeriodKind | None
    periods: frozenset[Period]
    longest_figure: int
    longest_number: int


def extent(board: Board, kpi: Kpi) -> Extent:
    """What the columns of a KPI follow from."""
    trend = [each for each in board.owned(Reading, kpi.id) if each.series is Series.PERIOD]
    figures = {(each.value, each.provisional) for each in trend}
    letters = [(len(shown(value, provisional=provisional)), " " in value) for value, provisional in figures]
    kind, periods = _periods(board, kpi, trend)
    return Extent(
        kind,
        periods,
        max((count for count, _ in letters), default=0),
        max((count for count, has_words in letters if not has_words), default=0),
    )


def _periods(board: Board, kpi: Kpi, trend: Sequence[Reading]) -> tuple[PeriodKind | None, frozenset[Period]]:
    """The kind of its periods, and those of that kind; what is dated in the future is a finding, and none of them."""
    every, by_day = _periods_of(tuple(each.period for each in trend), kpi.frequency)
    board_day = next_meeting(board)
    known_by = max(board_day, min((each.changed_at for each in trend), default="")[:10])
    late = {words for begins, words in takewhile(lambda each: each[0] > known_by, by_day)}
    if late:  # only these may be in the future
        some = in_order((each for each in trend if each.period in late), kpi.frequency, board_day)
        every -= {period for period, each in {each.period: each for each in some}.items() if period and each.ahead}
    return _of_one_kind(every, kpi.frequency)


# Most KPIs of a board are read for the same periods, so little is ever worked out, and what it gives is kept once.


@lru_cache(maxsize=512)
def _periods_of(words: tuple[str, ...], frequency: Frequency) -> tuple[frozenset[Period], Sequence[tuple[str, str]]]:
    """The periods that the words of all readings mean, and the words by the day on which theirs begin, latest first."""
    read = [(period, each) for period, each in zip(periods_read(words, frequency), words, strict=True) if period]
    by_day = {(period.start.isoformat(), each) for period, each in read}
    return frozenset(period for period, _ in read), sorted(by_day, reverse=True)


@lru_cache(maxsize=512)
def _of_one_kind(periods: frozenset[Period], frequency: Frequency) -> tuple[PeriodKind | None, frozenset[Period]]:
    """The kind of period of a KPI that is read for some periods so often, and those of them that are of that kind."""
    latest = max(periods).kind if periods else None
    kind = latest
    if frequency is Frequency.IRREGULAR or (frequency is Frequency.NOT_STATED and latest is PeriodKind.DATE):
        kind = None
    elif latest is None or latest is PeriodKind.DATE:
        kind = _KINDS.get(frequency, PeriodKind.MONTH)
    return kind, frozenset(period for period in periods if period.kind is kind)
