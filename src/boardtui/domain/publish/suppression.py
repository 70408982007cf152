"""A copy of a board in which no small number can be seen or worked out, for what is to be published.

Counts from 1 to 5 may point to a child. They are hidden, with every percentage that is of so few or misses so few,
and with the next smallest figure of each sum that would give them away. A true zero is shown. The board itself is
never altered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from boardtui.domain.board.board import Board, Since
from boardtui.domain.dates.figures import Figure
from boardtui.domain.dates.periods import Period, period_of
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.figure_checks import rate_of, unit_of
from boardtui.domain.kpis.readings import CUMULATIVE, figure_of
from boardtui.domain.kpis.scorecard import is_previous_year, views
from boardtui.domain.patterns import when_used
from boardtui.domain.publish.disclosure import FIELDS, SMALL, Cell, Cells, Line, Place, place_of, sample
from boardtui.domain.publish.sums import GroupSums, add_spans
from boardtui.domain.records.kinds import Comparator, Kpi, Meeting, Reading, Record

ESTIMATE = Decimal("0.2")
"""How far a denominator that is not stated may be from those that are, as a part of them."""

_SMALL_COUNT = f"a count of 1 to {SMALL}"
_SMALL_SHARE = f"a percentage that stands, or may stand, for 1 to {SMALL} people, or for all but so few"
_SMALL_RATE = f"a rate that stands, or may stand, for 1 to {SMALL} people"
_UNREADABLE = "it cannot be read as one figure, so it cannot be checked"
_GIVES_AWAY = "it would give a hidden figure away"


_DATED = when_used(
    r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]?'?(?:[0-9]{4}|[0-9]{2})|q[1-4]"
    r"|(?:19|20)[0-9]{2}(?:[/-][0-9]{2}(?:[0-9]{2})?)?)\b",
    re.ASCII | re.IGNORECASE,
)
_YEARS = when_used(r"\b([0-9]{2})/([0-9]{2})\b", re.ASCII)
_A_NUMBER_WORD = when_used(r"\b(?:one|two|three|four|five)\b(?!-)", re.IGNORECASE)


@immutable
class Hidden:
    """A figure that was hidden.

    Attributes:
        record: the id of the reading or comparator.
        kpi: the id of its KPI.
        ref: what people call the KPI.
        period: the period or year as shown.
        field: value, numerator or denominator.
        why: why it was hidden, without saying what it was.
    """

    record: str
    kpi: str
    ref: str
    period: str
    field: str
    why: str


def small_numbers(board: Board) -> list[Hidden]:
    """All figures of a board that must not be published, KPI by KPI as the scorecard has them."""
    return _Work(board).run()


class _Work:
    """One pass over a board: every figure becomes a cell, the small ones are hidden, then what tells of them."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._views = views(board)
        self._places: list[Place] = []
        self._table = Cells(self._together)
        self._why: dict[int, str] = {}
        self._unreadable: list[Hidden] = []
        self._number: dict[tuple[str, str], int] = {}
        self._beside: dict[int, set[int]] = {}
        self._alike: dict[tuple[Hashable, str, int], list[int]] = {}
        self._amounts: dict[Line, dict[Hashable, Decimal]] = {}
        self._same: dict[tuple[Line, Line, bool], bool] = {}

    def run(self) -> list[Hidden]:
        for view in self._views:
            self._read(view.kpi)
        sums = GroupSums(self._table, self._places)
        sums.add()
        self._add_spans()
        for number in self._why:
            self._table.hide(number)
        self._table.protect()
        while sums.add_around_hidden():
            self._table.protect()
        found = [
            _hidden(place, self._why.get(number, _GIVES_AWAY))
            for number, place in enumerate(self._places)
            if self._table.cells[number].hidden
        ]
        order = {view.kpi.id: index for index, view in enumerate(self._views)}
        return sorted([*found, *self._unreadable], key=lambda each: order[each.kpi])

    def _add_spans(self) -> None:
        lines: dict[tuple[str, str], list[tuple[int, Place]]] = {}
        for number, place in enumerate(self._places):
            if place.sort == "count":
                lines.setdefault((place.kpi.id, place.field), []).append((number, place))
        for view in self._views:
            for field in FIELDS:
                add_spans(self._table, view.kpi, lines.get((view.kpi.id, field), ()))

    def _read(self, kpi: Kpi) -> None:
        readings = self._board.owned(Reading, kpi.id)
        known = _denominators(readings)
        twins: dict[Period, list[str]] = {}
        for reading in readings:
            period = period_of(reading.period)
            figures = {name: figure_of(getattr(reading, name)) for name in FIELDS}
            self._add(kpi, reading, figures, period)
            self._judge(kpi, reading, figures, known)
            if period is not None:
                twins.setdefault(period, []).append(reading.id)
        for some in twins.values():
            self._bind_twins(kpi, some)
        for comparator in self._board.owned(Comparator, kpi.id):
            figures = {"value": figure_of(comparator.value)}
            self._add(kpi, comparator, figures, period_of(comparator.year))
            # England's percentage is of England's children: only the board's own earlier ones tell of its own.
            self._judge(kpi, comparator, figures, known if is_previous_year(comparator) else ())

    def _add(
        self, kpi: Kpi, record: Reading | Comparator, figures: Mapping[str, Figure], period: Period | None
    ) -> None:
        """Make a cell of each figure of a record."""
        for name, figure in figures.items():
            sort = _sort(kpi, name, figure)
            place = place_of(kpi, record, name, period=period, label=_label(record, period), sort=sort)
            # "three" tells as much as 3.
            if figure.problem:
                self._unreadable.append(_hidden(place, _UNREADABLE))
            if figure.number is None:
                continue
            number = self._number[record.id, name] = self._table.add(Cell(figure.number))
            self._places.append(place)
            if place.sort == "count" and 1 <= figure.number <= SMALL:
                self._why[number] = _SMALL_COUNT
            elif _tells_another(figure):
                self._why[number] = _UNREADABLE
            own = isinstance(record, Reading) or is_previous_year(record)
            if own and place.sort in ("count", "percent"):
                self._alike.setdefault((_end(place), place.sort, int(figure.number)), []).append(number)
                self._amounts.setdefault(place.line, {})[_end(place)] = figure.number
        value, numerator, denominator = (self._number.get((record.id, name)) for name in FIELDS)
        # A share, what it is of, and what it is a part of: any two of them give the third.
        if value is not None:
            for part in (numerator, denominator):
                if part is not None:
                    self._beside.setdefault(part, set()).add(value)
            if numerator is not None:
                self._beside.setdefault(value, set()).add(numerator)

    def _bind_twins(self, kpi: Kpi, records: list[str]) -> None:
        """The current figure and the trend's for the same period are one figure, unless one is cumulative."""
        for name in FIELDS:
            numbers = [self._number[each, name] for each in records if (each, name) in self._number]
            for one in numbers:
                for other in numbers:
                    equal = self._table.cells[one].amount == self._table.cells[other].amount
                    if one != other and (equal or kpi.basis not in CUMULATIVE):
                        self._beside.setdefault(one, set()).add(other)

    def _judge(
        self, kpi: Kpi, record: Reading | Comparator, figures: Mapping[str, Figure], known: Iterable[Decimal]
    ) -> None:
        """Find shares of too few, or of all but too few."""
        value, numerator, denominator = (figures[name].number if name in figures else None for name in FIELDS)
        shown = self._number.get((record.id, "value"))
        if numerator is not None and denominator is not None:
            is_part = unit_of(kpi, figures["value"]) in ("percent", "count", "")
            if is_part and (1 <= numerator <= SMALL or 1 <= denominator - numerator <= SMALL):
                for number in (shown, self._number[record.id, "numerator"]):
                    if number is not None:
                        self._why.setdefault(number, _SMALL_SHARE)
            return
        percent = unit_of(kpi, figures["value"]) == "percent"
        of = 100 if percent else rate_of(kpi)
        if value is None or shown is None or of is None:
            return
        if denominator is not None:
            wholes = [denominator]
        elif numerator is not None:
            wholes = [numerator * of / value] if value > 0 else []
        else:
            wholes = [each * (1 + way * ESTIMATE) for each in known for way in (-1, 1)]
        shares = (value, 100 - value) if percent else (value,)
        half = figures["value"].step / 2
        if wholes and any(_may_be_few(share / of, half / of, wholes) for share in shares):
            self._why.setdefault(shown, _SMALL_SHARE if percent else _SMALL_RATE)

    def _together(self, number: int) -> Iterable[int]:
        """What tells the same as a figure: what it is bound to, and the same quantity in another place."""
        yield from self._beside.get(number, ())
        if number >= len(self._places):
            return  # what is left over of a sum stands nowhere
        place, amount = self._places[number], self._table.cells[number].amount
        if place.sort not in ("count", "percent"):
            return
        is_percent = place.sort == "percent"
        for is_rest in (False, True) if is_percent else (False,):
            about = int(100 - amount if is_rest else amount)
            for near in (about - 1, about, about + 1) if is_percent else (about,):
                for other in self._alike.get((_end(place), place.sort, near), ()):
                    tells = _tells(amount, self._table.cells[other].amount, is_rest=is_rest)
                    if other != number and tells and self._same_quantity(place, self._places[other], is_rest=is_rest):
                        yield other

    def _same_quantity(self, one: Place, other: Place, *, is_rest: bool) -> bool:
        """Whether two lines of figures are equal in most periods that state both, as those of one head count are.

        Args:
            one: where a figure stands.
            other: where another one stands.
            is_rest: whether they are percentages that make up a hundred instead.
        """
        key = (one.line, other.line, is_rest)
        if key not in self._same:
            here, there = self._amounts.get(one.line, {}), self._amounts[other.line]
            both = sample([(amount, there[end]) for end, amount in here.items() if end in there])
            told = [amount for amount, another in both if _tells(amount, another, is_rest=is_rest)]
            # That two KPIs are at 0% or 100% at once tells nothing.
            telling = one.sort == "count" or any(amount not in (0, 100) for amount in told)
            self._same[key] = telling and 2 * len(told) > len(both)
        return self._same[key]


def _hidden(place: Place, why: str) -> Hidden:
    return Hidden(place.record.id, place.kpi.id, place.kpi.ref or place.kpi.title, place.label, place.field, why)


def _end(place: Place) -> Hashable:
    return place.when if place.period is None else place.period.end


def _tells(one: Decimal, other: Decimal, *, is_rest: bool) -> bool:
    """Whether one figure is the other, or what is left of a hundred, as far as the coarser of them says."""
    apart = abs((100 - one if is_rest else one) - other)
    if not apart or apart >= 1:
        return not apart
    steps = {int(each.as_tuple().exponent) for each in (one, other)}
    return len(steps) > 1 and 2 * apart <= Decimal(1).scaleb(max(steps))


def _tells_another(figure: Figure) -> bool:
    """Whether the words behind a figure hold one more that is no date: "(3 were girls)", but not "exc Dec 18"."""

    def without_years(found: re.Match[str]) -> str:
        first, second = int(found[1]), int(found[2])
        # 95.8% (23/24) is a fraction, though 23/24 may be a year.
        of_it = figure.number is not None and second and abs(figure.number - Decimal(100 * first) / second) < 1
        return found[0] if of_it or second != (first + 1) % 100 else " "

    words = _YEARS.sub(without_years, _DATED.sub(" ", figure.qualifier))
    return any(letter.isnumeric() for letter in words) or _A_NUMBER_WORD.search(words) is not None


def _label(record: Reading | Comparator, period: Period | None) -> str:
    if isinstance(record, Comparator):
        return f"{record.title} {record.year}".strip()
    return record.period if period is None else period.label


def _sort(kpi: Kpi, field: str, figure: Figure) -> str:
    """Whether a figure counts people, is a share of them in percent, or something else."""
    unit = figure.unit if field != "value" else unit_of(kpi, figure)
    if unit == "percent":
        return "percent"
    whole = figure.number is not None and figure.number == figure.number.to_integral_value()
    # Nobody may have said what is counted: a whole number may always be one of people.
    return "count" if unit in ("count", "") and whole else "other"


def _denominators(readings: Iterable[Reading]) -> tuple[Decimal, ...]:
    """The smallest and the largest denominator that a KPI's readings state or imply; empty without any."""
    found = []
    for reading in readings:
        value, numerator, denominator = (figure_of(getattr(reading, name)).number for name in FIELDS)
        if denominator is not None and denominator > 0:
            found.append(denominator)
        elif numerator is not None and value is not None and value > 0 and numerator > 0:
            found.append(numerator * 100 / value)
    return (min(found), max(found)) if found else ()


def _may_be_few(share: Decimal, half: Decimal, wholes: Iterable[Decimal]) -> bool:
    """Whether 1 to 5 people of some whole, between the smallest and the largest, are stated as this share.

    Args:
        share: as stated, as a part of 1. Nothing at all is taken to be a true zero.
        half: by how much it may have been rounded.
        wholes: how many people it may be of.
    """
    if share <= 0:
        return False
    smallest, largest = math.floor(min(wholes)), math.ceil(max(wholes))
    for count in range(1, SMALL + 1):
        least = max(smallest, math.ceil(count / (share + half)))
        most = largest if share <= half else min(largest, math.floor(count / (share - half)))
        if least <= most:
            return True
    return False


__all__ = ["MARK", "Hidden", "suppressed"]

MARK = "c"
"""What stands for a hidden figure, as in published statistics: confidential."""

_PAPERS = ("snapshot", "front_sheet", "minutes", "agreed_minutes")


def suppressed(board: Board) -> tuple[Board, list[Hidden]]:
    """Make a copy of a board that can be published as far as its figures go.

    Hidden are counts from 1 to 5, percentages of so few or of all but so few, and what sums, shares, the trend, or
    the same figure in another place would give them away by. A percentage without parts is judged by the
    denominators that its KPI states elsewhere. Figures as they were at the last meeting, and the papers frozen at
    meetings, go altogether.

    Prose is left as it is, since nobody can tell what a number in it counts: see
    `boardtui.domain.publish.words_to_read`.

    Returns:
        The copy, with `c` for each hidden figure, and what was hidden, KPI by KPI.
    """
    hidden = small_numbers(board)
    marks: dict[str, dict[str, str]] = {}
    for each in hidden:
        marks.setdefault(each.record, {})[each.field] = MARK
    records = {
        kind: {identity: _published(record, marks.get(identity, {})) for identity, record in some.items()}
        for kind, some in board.records.items()
    }
    return replace(board, records=records, since=_without_figures(board.since)), hidden


def _published(record: Record, marks: Mapping[str, Any]) -> Record:
    if isinstance(record, Meeting):
        return _without_papers(record)
    return replace(record, **marks) if marks else record


def _without_papers(meeting: Meeting) -> Meeting:
    """A meeting without the papers frozen at it, which state every figure as it was."""
    return replace(meeting, snapshot="", front_sheet="", minutes="", agreed_minutes="")


def _without_figures(since: Since) -> Since:
    """What has changed since the last meeting, without the figures and papers that were replaced."""
    before = {
        identity: {
            group: {name: _cleared(name, group, value) for name, value in values.items()}
            for group, values in groups.items()
        }
        for identity, groups in since.before.items()
    }
    # A reading that was deleted is kept without its figures: without it an older one would be compared with.
    gone = tuple(
        _published(record, dict.fromkeys(FIELDS, MARK) if isinstance(record, Reading) else {})
        for record in since.gone
        if not isinstance(record, Comparator)
    )
    meeting = None if since.meeting is None else _without_papers(since.meeting)
    return replace(since, meeting=meeting, before=before, gone=gone)


def _cleared(name: str, group: str, value: Any) -> Any:
    if group == "figure" and name in FIELDS:
        return MARK
    return "" if name in _PAPERS else value
