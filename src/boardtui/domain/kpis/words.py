"""What tables say of a KPI in few cells, on the screen as in print: figures, periods, targets, a line of bars.

What people typed is given as it is: whoever draws it makes it safe to draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from boardtui.domain.dates.periods import Period, PeriodKind
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView, sparkline
from boardtui.domain.kpis.targets import Targets
from boardtui.domain.records.kpis import Basis, Comparator

SPARK = 10
"""How many figures a line of bars holds."""

BASES = {
    Basis.NOT_STATED: "",
    Basis.SNAPSHOT: "snap.",
    Basis.MONTH: "month",
    Basis.QUARTER: "qtr",
    Basis.YEAR_TO_DATE: "YTD",
    Basis.ROLLING: "12 m",
}
"""What the current figure covers, in five cells at most."""

_P = TypeVar("_P")


def shown(value: str, *, provisional: bool = False) -> str:
    """A figure in a cell, as it is stated; `p` marks a provisional one."""
    return f"{value} p" if provisional and value else value


def figure(stated: Stated | None) -> str:
    """The figure of a period as stated, its parts where there is nothing else; empty where nothing was entered."""
    if stated is None:
        return ""
    record = stated.record
    parts = f"{record.numerator}/{record.denominator}" if record.numerator or record.denominator else ""
    return shown(record.value or parts, provisional=record.provisional)


def parts(stated: Stated) -> str:
    """What a figure was worked out from: `18 of 20`, or `64 over 29`, no part of a whole; empty without two numbers."""
    above, below = stated.numerator.number, stated.denominator.number
    if above is None or below is None:
        return ""
    return f"{stated.record.numerator} {'of' if above <= below else 'over'} {stated.record.denominator}"


def current(view: KpiView) -> str:
    """The current figure as stated; empty where there is none."""
    return "" if view.current is None else shown(view.figure.text, provisional=view.current.record.provisional)


def compared(found: Comparator) -> str:
    """A comparator's figure as it is stated."""
    return shown(found.value, provisional=found.provisional) or "–"


def band(targets: Targets) -> str:
    """Minimum and upper target without a space, as both have to fit: `90%–95%`."""
    return targets.words.replace(" – ", "–")


def bars(view: KpiView) -> tuple[str, str]:
    """The latest figures as bars, and the target as one more on the same scale; the second empty without a target."""
    values, targets = view.series()[-SPARK:], view.targets
    number = targets.upper.number if targets.upper.number is not None else targets.minimum.number
    if number is None:
        return sparkline(values, SPARK), ""
    drawn = sparkline([*values, float(number)], SPARK + 1)
    return drawn[:-1], drawn[-1]


def short(period: Period) -> str:
    """A period in few cells: `Sep 18`, `Q1 20/21`, `2017/18`, `19/20 ac`, `31/03/21`."""
    match period.kind:
        case PeriodKind.QUARTER:
            quarter, years = period.label.split(" ", 1)
            return f"{quarter} {years[2:]}"
        case PeriodKind.ACADEMIC_YEAR:
            return f"{period.label.split(' ')[0][2:]} ac"
        case PeriodKind.CALENDAR_YEAR:
            return period.label.split(" ")[0]
        case PeriodKind.DATE:
            return period.start.strftime("%d/%m/%y")
        case _:
            return period.label


def latest_of(periods: Sequence[_P], count: int, back: int = 0) -> Sequence[_P]:
    """The latest so many, when one has gone back by some of them; the first ones where one has gone too far."""
    end = len(periods) - min(back, max(0, len(periods) - count))
    return periods[max(0, end - count) : end]
