"""How much of a trend table a width has room for: which columns, how wide each, how many periods.

The columns come step by step, the most telling ones first, and the first step that does not fit ends it, so that a
wider terminal never has fewer columns. What is left over then goes to more periods, and last to the longest words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len, chop_cells

from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard_blocks import Family

PERIODS = "periods"
"""The name of the part in which the periods stand."""

MEASURE = "measure"
"""The name of the column that takes what is left over."""

ORDER = (
    *("ref", MEASURE, "previous", "numerator", "denominator", "current", "as at", "basis", PERIODS),
    *("target", "rag", "status", "arrow", "moved", "bars", "letters", "variation", "assurance"),
)
"""All columns from left to right; of two that say the same in two lengths only one is there."""

_SHORTEST_MEASURE = 8
_LONGEST_WORD = 16
_WIDEST_REF = 8
_WIDEST_FIGURE = 9


@immutable
class Wish:
    """What a column would like to have.

    Attributes:
        least: cells without which a figure or a word would be torn apart.
        full: cells with which nothing has to be broken into lines.
    """

    least: int
    full: int


@immutable
class Span:
    """The periods of one family.

    Attributes:
        wish: of a single period.
        count: how many there are at most on one line.
        dated: each figure stands beside its own date, and so counts for two.
    """

    wish: Wish
    count: int
    dated: bool = False


@dataclass(frozen=True)
class TrendLayout:
    """What is shown and in how many cells.

    Attributes:
        widths: of the columns that are there, but not of the periods.
        spans: the periods of each family.
        periods: how many periods a family shows at least, if it has them.
        whole: whether periods have their full width.
        gap: cells between two columns.
    """

    widths: Mapping[str, int]
    spans: Sequence[Span]
    periods: int = 0
    whole: bool = False
    gap: int = 1

    @property
    def columns(self) -> list[str]:
        """The columns that are there, from left to right."""
        return [name for name in ORDER if name in self.widths or (name == PERIODS and self.room)]

    @property
    def room(self) -> int:
        """The cells in which the periods stand."""
        return max((self._cells(span) for span in self.spans if self._wanted(span)), default=0)

    @property
    def width(self) -> int:
        """The cells that a line takes."""
        columns = self.columns
        return sum(map(self.width_of, columns)) + self.gap * (len(columns) - 1)

    def width_of(self, column: str) -> int:
        """The cells of a column."""
        return self.room if column == PERIODS else self.widths[column]

    def each(self, span: Span) -> int:
        """The cells of one period."""
        return span.wish.full if self.whole else span.wish.least

    def fitting(self, span: Span) -> int:
        """How many periods of a family fit."""
        return min(span.count, (self.room + self.gap) // (self.each(span) + self.gap))

    def _wanted(self, span: Span) -> int:
        return min(span.count, max(1, self.periods // 2) if span.dated and self.periods else self.periods)

    def _cells(self, span: Span) -> int:
        return self._wanted(span) * (self.each(span) + self.gap) - self.gap


def layout(room: int, wishes: Mapping[str, Wish], spans: Sequence[Span]) -> TrendLayout:
    """Lay out a table.

    Args:
        room: how many cells there are.
        wishes: of every column in which something is said.
        spans: the periods of each family that is shown.
    """
    found = TrendLayout(
        {
            name: width
            for name, width in (
                ("ref", min(wishes["ref"].full, _WIDEST_REF) if "ref" in wishes else 0),
                (MEASURE, min(wishes[MEASURE].full, _SHORTEST_MEASURE)),
                ("current", min(wishes["current"].least, _WIDEST_FIGURE) if "current" in wishes else 0),
                ("rag", wishes["rag"].full),
            )
            if width
        },
        spans,
    )
    most = max((2 * span.count + 1 if span.dated else span.count for span in spans), default=0)
    found = _as_far(found, _steps(wishes), room)
    found = _as_far(found, (_periods(count) for count in range(found.periods + 1, most + 1)), room)
    found = _as_far(found, [_whole], room)
    left = max(0, room - found.width)
    measure = min(wishes[MEASURE].full, found.widths[MEASURE] + left)
    return replace(found, widths={**found.widths, MEASURE: measure})


_Step = Callable[[TrendLayout], TrendLayout]


def _as_far(found: TrendLayout, steps: Iterable[_Step], room: int) -> TrendLayout:
    """Take steps up to the first one that does not fit."""
    for step in steps:
        wider = step(found)
        if wider.width > room:
            break
        found = wider
    return found


def _periods(count: int) -> _Step:
    return lambda found: replace(found, periods=count)


def _whole(found: TrendLayout) -> TrendLayout:
    return replace(found, whole=True)


def _steps(wishes: Mapping[str, Wish]) -> Iterator[_Step]:
    """From the few columns that fit forty cells to all of them."""

    def add(*names: str, instead_of: str = "") -> _Step:
        def step(found: TrendLayout) -> TrendLayout:
            there = {name: width for name, width in found.widths.items() if name != instead_of}
            return replace(found, widths=there | {name: wishes[name].full for name in names if name in wishes})

        return step

    def measure(cells: int) -> _Step:
        def step(found: TrendLayout) -> TrendLayout:
            wide = max(found.widths[MEASURE], min(wishes[MEASURE].full, cells))
            return replace(found, widths={**found.widths, MEASURE: wide})

        return step

    yield from (add("arrow"), add("target"), _periods(1), measure(16))
    yield from (_periods(2), measure(20), _periods(3), measure(24))
    yield from (add("current"), add("status", instead_of="rag"), _periods(4), add("basis"))
    yield from (add("moved", instead_of="arrow"), add("bars"), add("letters"), add("previous"), measure(28))
    yield from (add("numerator", "denominator"), add("variation", "assurance", instead_of="letters"), _periods(6))
    yield from (_whole, lambda found: replace(found, gap=2), add("as at"), measure(36), add("ref"))


def wish(heading: str, texts: Sequence[str]) -> Wish:
    """What a column with this heading and these cells would like to have."""
    words = (min(cell_len(word), _LONGEST_WORD) for text in texts for word in text.split())
    least = max(cell_len(heading), max(words, default=0))
    return Wish(least, max(least, max(map(cell_len, texts), default=0)))


def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of so many cells at most: broken between words, and within one only where it fits no line."""
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *whole, line = chop_cells(word, width)
        lines += whole
    return [*lines, line]


def filled(text: str, width: int, *, right: bool = False) -> str:
    """Text with spaces up to a width: before it where it stands at the right."""
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


_NARROWEST, WIDEST = 7, 11
"""How many cells a period's figure takes at least and at most: `Sep 18`, and `27% exc Dec`."""

_DATED = 15
"""How many cells a figure takes that has its own date beside it."""


def period_width(family: Family) -> int:
    """How many cells each period of some KPIs would like to take."""
    figure, name = family.longest
    return _DATED if family.kind is None else max(_NARROWEST, name, min(WIDEST, figure))
