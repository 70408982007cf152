"""The columns of the scorecard, from the few that fit eighty cells to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.cells import cell_len

from boardtui.domain.dates.periods import Period
from boardtui.domain.kpis.scorecard_blocks import Family, KpiRow
from boardtui.domain.kpis.targets import Status
from boardtui.domain.kpis.words import SPARK, figure, latest_of, short
from boardtui.report import scorecard_columns as kpi
from boardtui.report.columns import status_words
from boardtui.report.palette import rag_style
from boardtui.report.seen import Seen
from boardtui.report.trend_layout import period_width
from boardtui.ui.shared.columns import shown
from boardtui.ui.shared.text import Piece, Pieces, fitted, one_line
from boardtui.ui.table.item_table import ScreenColumn

PERIODS = "Periods"
"""The label of the column over which the table itself writes the periods."""

# From how wide a table on there is more to see, and how many cells the periods have there: always so that some twenty
# are left for what is measured.
_SMALL, _MIDDLE, _WIDE, _WIDEST = 60, 112, 150, 190
_ROOMS = ((_SMALL, 17), (_MIDDLE, 23), (126, 31), (_WIDE, 39), (215, 55), (240, 79), (280, 119))
_NO_LIMIT = 10_000

_GOOD_OR_BAD = {"I": "mark-better", "C": "mark-worse", "P": "mark-better", "F": "mark-worse"}


def kpi_columns(seen: Seen, back: Callable[[], int], figures: int = 0) -> Sequence[ScreenColumn]:
    """The columns: at eighty cells the most telling ones; the detail has the rest.

    Args:
        seen: the board and the day to tell stale readings by.
        back: says by how many periods one has gone back.
        figures: how many cells the figures take that have no words behind them.
    """
    return (
        shown(kpi.REF, seen, width=5, to_width=_WIDE - 1),
        shown(kpi.REF, seen, width=7, from_width=_WIDE),
        shown(kpi.MEASURE, seen, wraps=True),
        shown(kpi.LAST_YEAR, seen, width=15, right=True, from_width=_WIDE, extra=True),
        shown(kpi.NUMERATOR, seen, width=8, right=True, from_width=_WIDEST, extra=True),
        shown(kpi.DENOMINATOR, seen, width=8, right=True, from_width=_WIDEST, extra=True),
        shown(kpi.CURRENT, seen, width=min(max(7, figures), 10), right=True, to_width=_MIDDLE - 1),
        shown(kpi.CURRENT, seen, width=10, right=True, from_width=_MIDDLE),
        shown(kpi.BASIS, seen, width=5, from_width=_MIDDLE, extra=True),
        *_trends(back),
        shown(kpi.TARGET, seen, width=9, from_width=_SMALL, to_width=_WIDEST - 1),
        shown(kpi.TARGET, seen, width=12, from_width=_WIDEST),
        shown(kpi.STATUS, seen, width=5),
        shown(kpi.MOVED, seen, width=1, from_width=_SMALL, to_width=_WIDE - 1),
        shown(kpi.MOVED, seen, width=8, from_width=_WIDE, brief=False),
        shown(kpi.TREND_AND_TARGET, seen, width=SPARK + 2, from_width=_MIDDLE),
        shown(kpi.LETTERS, seen, width=3, from_width=_MIDDLE, to_width=_WIDEST - 1),
        shown(kpi.VARIATION, seen, width=12, from_width=_WIDEST),
        shown(kpi.ASSURANCE, seen, width=14, from_width=_WIDEST),
    )


def _trends(back: Callable[[], int]) -> Iterator[ScreenColumn]:
    for place, (start, room) in enumerate(_ROOMS):
        end = _ROOMS[place + 1][0] - 1 if place + 1 < len(_ROOMS) else _NO_LIMIT
        yield ScreenColumn(PERIODS, _trend(room, back), width=room, from_width=start, to_width=end)


def _trend(room: int, back: Callable[[], int]) -> Callable[[KpiRow], Pieces]:
    def cell(row: KpiRow) -> Pieces:
        family = row.family_block.family
        if family.kind is None:
            return _own_periods(row, room, back())
        drawn = [one_line(figure(row.by_period.get(period))) for period in _window(family, room, back())]
        text = " ".join(fitted(each, _cells(family, room), right=True) for each in drawn)
        return [Piece(fitted(text, room, right=True))]

    return cell


def _cells(family: Family, room: int) -> int:
    """How many cells each period takes where there are so many: a long figure is cut before a period goes."""
    return period_width(family) if family.kind is None else min(period_width(family), max(1, (room - 1) // 2))


def fitting(family: Family, room: int) -> int:
    """How many periods fit into so many cells."""
    return max(1, (room + 1) // (_cells(family, room) + 1))


def _window(family: Family, room: int, back: int) -> Sequence[Period]:
    """The periods that fit into so many cells, when one has gone back by some of them."""
    return latest_of(family.periods, fitting(family, room), back)


def _own_periods(row: KpiRow, room: int, back: int) -> Pieces:
    """The latest readings of a KPI that shares its dates with no other, each with its own."""
    family = row.family_block.family
    pieces: list[Piece] = []
    for period in latest_of(sorted(row.by_period), fitting(family, room), back):
        label = short(period)
        text = fitted(one_line(figure(row.by_period[period])), period_width(family) - len(label) - 1, right=True)
        pieces += [*([Piece(" ")] if pieces else []), Piece(f"{label} ", "muted"), Piece(text)]
    return [Piece(" " * (room - sum(len(piece.text) for piece in pieces))), *pieces]


def period_labels(row: KpiRow, room: int, back: int) -> str:
    """What stands over the periods of a row: their names, with arrows where there are more."""
    family = row.family_block.family
    if family.kind is None:
        return fitted("date and figure", room, right=True)
    periods = _window(family, room, back)
    if not periods:
        return fitted("no readings yet", room, right=True)
    text = " ".join(fitted(short(period), _cells(family, room), right=True) for period in periods)
    before, after = periods[0] != family.periods[0], periods[-1] != family.periods[-1]
    text = fitted(text, room, right=True)
    blank = len(text) - len(text.lstrip())
    if before and blank:
        text = f"{' ' * (blank - 1)}‹{text[blank:]}"
    return text + ("›" if after else " ")


def make_up(counts: Mapping[Status, int], room: int) -> Pieces:
    """How many KPIs have each status, with as many words as there is room for."""
    forms = (
        [f" {status_words(status)} {count} " for status, count in counts.items()],
        [f" {status.mark} {count} " for status, count in counts.items()],
        [f" {status.rag.shape}{count} " for status, count in counts.items()],
    )
    labels = next((some for some in forms if sum(map(cell_len, some)) <= room), forms[-1])
    return [Piece(label, rag_style(status.rag)) for label, status in zip(labels, counts, strict=True)]
