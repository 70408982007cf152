"""The columns of the scorecard, from the few that fit eighty cells to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.cells import cell_len

from boardtui.domain.board import Board
from boardtui.domain.figures import Figure
from boardtui.domain.kpi_movement import Change, Movement
from boardtui.domain.kpis import Basis, Comparator
from boardtui.domain.rag import Rag
from boardtui.domain.scorecard import sparkline
from boardtui.domain.spc_marks import Mark, assurance_mark, variation_mark
from boardtui.domain.targets import WORST_FIRST, Targets
from boardtui.ui import columns
from boardtui.ui.kpi_rows import KpiRow, short, shown
from boardtui.ui.text import Piece, Pieces, fitted, one_line
from boardtui.ui.themes import rag_style
from boardtui.ui.widgets.item_table import Column

PERIODS = "Periods"
"""The label of the column over which the table itself writes the periods."""

# From how wide a table on there is more to see, and how many cells the periods have there.
_MIDDLE, _WIDE, _WIDEST = 96, 126, 165
_ROOMS = ((0, 17), (_MIDDLE, 31), (_WIDE, 39))
_NO_LIMIT = 10_000

SPARK = 10
"""How many figures a line of bars holds."""

_BASES = {
    Basis.NOT_STATED: "",
    Basis.SNAPSHOT: "snap.",
    Basis.MONTH: "month",
    Basis.QUARTER: "qtr",
    Basis.YEAR_TO_DATE: "YTD",
    Basis.ROLLING: "12 m",
}

_GOOD_OR_BAD = {"I": "mark-better", "C": "mark-worse", "P": "mark-better", "F": "mark-worse"}


def kpi_columns(board: Board, back: Callable[[], int]) -> Sequence[Column]:
    """The columns: at eighty cells the most telling ones; the detail has the rest.

    Args:
        board: the board.
        back: says by how many periods one has gone back.
    """
    title = columns.title()
    return (
        Column("Ref", lambda row: columns.words(row.record.ref), width=5, to_width=_WIDE - 1),
        Column("Ref", lambda row: columns.words(row.record.ref), width=7, from_width=_WIDE),
        Column("Measure", lambda row: title.cell(row.record)),
        Column("Last year", _previous_year, width=15, right=True, from_width=_WIDE),
        Column("Num.", lambda row: _part(row.view.numerator), width=8, right=True, from_width=_WIDEST),
        Column("Den.", lambda row: _part(row.view.denominator), width=8, right=True, from_width=_WIDEST),
        Column("Current", _current, width=7, right=True, to_width=_MIDDLE - 1),
        Column("Current", _current, width=10, right=True, from_width=_MIDDLE),
        Column("Basis", lambda row: [Piece(_BASES[row.record.basis], "muted")], width=5, from_width=_MIDDLE),
        *_trends(back),
        Column("Target", lambda row: [Piece(band(row.view.targets))], width=9),
        Column("RAG", lambda row: columns.rag(row.view.status.rag), width=5),
        Column("", lambda row: moved(row.view.movement), width=1, to_width=_MIDDLE - 1),
        Column("Moved", lambda row: moved(row.view.movement, word=True), width=8, from_width=_MIDDLE),
        Column("Trend┊target", spark, width=SPARK + 2, from_width=_MIDDLE),
        Column("SPC", _letters, width=3, from_width=_MIDDLE, to_width=_WIDEST - 1),
        Column("Variation", lambda row: mark(_variation(row)), width=12, from_width=_WIDEST),
        Column("Assurance", lambda row: mark(_assurance(row)), width=14, from_width=_WIDEST),
    )


def _trends(back: Callable[[], int]) -> Iterator[Column]:
    for place, (start, room) in enumerate(_ROOMS):
        end = _ROOMS[place + 1][0] - 1 if place + 1 < len(_ROOMS) else _NO_LIMIT
        yield Column(PERIODS, _trend(room, back), width=room, from_width=start, to_width=end)


def _trend(room: int, back: Callable[[], int]) -> Callable[[KpiRow], Pieces]:
    def cell(row: KpiRow) -> Pieces:
        family = row.family_block.family
        if family.kind is None:
            return _own_periods(row, room, back())
        cells = [figure(row, period) for period in family.window(room, back())]
        drawn = " ".join(fitted(text, family.cells(room), right=True) for text in cells)
        return [Piece(fitted(drawn, room, right=True))]

    return cell


def figure(row: KpiRow, period: object) -> str:
    """The figure of a period as stated; empty where nothing was entered for it."""
    stated = row.by_period.get(period)  # type: ignore[call-overload]
    if stated is None:
        return ""
    record = stated.record
    parts = f"{record.numerator}/{record.denominator}" if record.numerator or record.denominator else ""
    return one_line(shown(record.value or parts, provisional=record.provisional))


def _own_periods(row: KpiRow, room: int, back: int) -> Pieces:
    """The latest readings of a KPI that shares its dates with no other, each with its own."""
    family = row.family_block.family
    count = family.fitting(room)
    periods = sorted(row.by_period)
    end = len(periods) - min(back, max(0, len(periods) - count))
    pieces: list[Piece] = []
    for period in periods[max(0, end - count) : end]:
        label = short(period)
        text = fitted(figure(row, period), family.width - len(label) - 1, right=True)
        pieces += [*([Piece(" ")] if pieces else []), Piece(f"{label} ", "muted"), Piece(text)]
    return [Piece(" " * (room - sum(len(piece.text) for piece in pieces))), *pieces]


def period_labels(row: KpiRow, room: int, back: int) -> str:
    """What stands over the periods of a row: their names, with arrows where there are more."""
    family = row.family_block.family
    if family.kind is None:
        return fitted("date and figure", room, right=True)
    periods = family.window(room, back)
    if not periods:
        return fitted("no readings yet", room, right=True)
    text = " ".join(fitted(short(period), family.cells(room), right=True) for period in periods)
    before, after = periods[0] != family.periods[0], periods[-1] != family.periods[-1]
    text = fitted(text, room, right=True)
    blank = len(text) - len(text.lstrip())
    if before and blank:
        text = f"{' ' * (blank - 1)}‹{text[blank:]}"
    return text + ("›" if after else " ")


def band(targets: Targets) -> str:
    """Minimum and upper target without a space, as both have to fit: `90%–95%`."""
    return one_line(targets.words.replace(" – ", "–"))


def _current(row: KpiRow) -> Pieces:
    current = row.view.current
    if current is None:
        return [columns.NOT_STATED]
    text = one_line(shown(row.view.figure.text, provisional=current.record.provisional))
    return [Piece(text, "strong")] if text else [columns.NOT_STATED]


def _part(part: Figure) -> Pieces:
    return [Piece(one_line(part.text))]


def _previous_year(row: KpiRow) -> Pieces:
    found = row.view.previous_year
    return [] if found is None else [Piece(compared(found)), Piece(f" {one_line(found.year)}", "muted")]


def make_up(counts: Mapping[Rag, int], room: int) -> Pieces:
    """How many KPIs have each status, worst first, with as many words as there is room for."""
    present = [(status, counts[status.rag]) for status in WORST_FIRST if counts.get(status.rag)]
    forms = (
        [f" {status.label} {count} " for status, count in present],
        [f" {status.mark} {count} " for status, count in present],
        [f" {status.rag.shape}{count} " for status, count in present],
    )
    labels = next((some for some in forms if sum(map(cell_len, some)) <= room), forms[-1])
    return [Piece(label, rag_style(status.rag)) for label, (status, _) in zip(labels, present, strict=True)]


def compared(found: Comparator) -> str:
    """A comparator's figure as it is stated."""
    return one_line(shown(found.value, provisional=found.provisional)) or "–"


def moved(movement: Movement, *, word: bool = False) -> Pieces:
    """Which way the latest figure went: an arrow, and the word where there is room."""
    change = movement.change
    if not change:
        return []
    style = f"mark-{change.value}" if change in (Change.BETTER, Change.WORSE, Change.SAME) else "accent"
    return [Piece(change.words if word else change.arrow, style)]


def spark(row: KpiRow) -> Pieces:
    """The latest figures as bars, and the target as one more on the same scale."""
    values = row.view.series()[-SPARK:]
    targets = row.view.targets
    number = targets.upper.number if targets.upper.number is not None else targets.minimum.number
    if number is None:
        return [Piece(fitted(sparkline(values, SPARK), SPARK, right=True), "accent")]
    bars = sparkline([*values, float(number)], SPARK + 1)
    return [Piece(fitted(bars[:-1], SPARK, right=True), "accent"), Piece("┊", "muted"), Piece(bars[-1], "strong")]


def _variation(row: KpiRow) -> Mark | None:
    analysis = row.spc.analysis
    return None if analysis is None else variation_mark(analysis.variation)


def _assurance(row: KpiRow) -> Mark | None:
    analysis = row.spc.analysis
    return None if analysis is None else assurance_mark(analysis.assurance)


def mark(found: Mark | None) -> Pieces:
    """A verdict as letter and word."""
    return [] if found is None else [Piece(f"{found.letter} {found.word}", _GOOD_OR_BAD.get(found.letter, "muted"))]


def _letters(row: KpiRow) -> Pieces:
    found = [each for each in (_variation(row), _assurance(row)) if each is not None]
    pieces: list[Piece] = []
    for each in found:
        pieces += [Piece(" ")] if pieces else []
        pieces.append(Piece(each.letter, _GOOD_OR_BAD.get(each.letter, "muted")))
    return pieces
