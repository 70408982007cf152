"""Key performance indicators and their figures. What a paper states is kept word for word."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Record, attr, declare, other_words
from boardtui.domain.records.types import (
    AmbitionLink,
    DateWords,
    FigureWords,
    Flag,
    KpiLink,
    Line,
    Links,
    PeriodWords,
    Position,
    Ref,
    Text,
    choice,
)


class Polarity(StrEnum):
    """Which way is good."""

    HIGH = "high"
    LOW = "low"
    NEAR = "near target"
    NONE = "none"


class Basis(StrEnum):
    """What span of time the current figure covers."""

    NOT_STATED = ""
    SNAPSHOT = "snapshot"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year to date"
    ROLLING = "rolling 12 months"


class Series(StrEnum):
    """Which of a KPI's two series a reading belongs to.

    The current figure of a year-to-date or rolling KPI is not its latest month: both exist.
    """

    PERIOD = "period"
    CURRENT = "current"


class Frequency(StrEnum):
    """How often a KPI is read."""

    NOT_STATED = ""
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "financial year"
    ACADEMIC = "academic year"
    CALENDAR = "calendar year"
    IRREGULAR = "irregular"


_POLARITY = "high is good, low is good, near target, or none"


@declare("kpi", "KPIs", label="KPI")
@immutable(kw_only=True)
class Kpi(Record):
    """A key performance indicator."""

    ref: Ref = attr("Ref", "ref", help="what people say aloud, such as 2.10")
    title: Line = attr("Measure", "title")
    group: Line = attr("Group", "group", help="the heading it stands under, such as Visits")
    position: Position = attr("Position", "position", help="order in the scorecard, low first", default=0)
    ambition: AmbitionLink = attr("Headline of", "ambition", help="the ambition whose headline table shows it")
    lead: Line = attr("Lead", "lead", help="who enters the figures")
    unit: Line = attr("Unit", "unit", help="percent, count, score, money or days")
    frequency: Annotated[Frequency, *choice(Frequency)] = attr("Frequency", "frequency", default=Frequency.NOT_STATED)
    basis: Annotated[Basis, *choice(Basis)] = attr(
        "Basis", "basis", help="what the current figure covers", default=Basis.NOT_STATED
    )
    polarity: Annotated[Polarity, *choice(Polarity)] = attr("Polarity", "target", help=_POLARITY, default=Polarity.NONE)
    minimum: FigureWords = attr("Minimum target", "target", help="short of this is red")
    upper: FigureWords = attr("Upper target", "target", help="at or beyond this is green")
    definition: Text = attr("Definition", "definition", help="what is counted, and from where")
    source: Line = attr("Source", "source", help="where the figures come from, such as the case system")
    commentary: Text = attr("Commentary", "commentary", help="what the figures say, in your own words")
    links: Links = attr("Linked to", "links", help="actions and risks it bears on", default=())
    other_words: Text = other_words()


@declare("reading", "readings", natural_key=("kpi", "series", "period"), owner="kpi")
@immutable(kw_only=True)
class Reading(Record):
    """One figure of a KPI, as stated. Two people who enter the same month enter the same reading."""

    kpi: KpiLink = attr("KPI", "key")
    series: Annotated[Series, *choice(Series)] = attr("Series", "key", default=Series.PERIOD)
    period: PeriodWords = attr("Period", "key", help="such as 2018-09, 2020/21 Q1 or 2017/18")
    numerator: FigureWords = attr("Numerator", "figure")
    denominator: FigureWords = attr("Denominator", "figure")
    value: FigureWords = attr("Value", "figure", help="as stated: 97.8%, n/a, 27% exc Dec, c, -")
    provisional: Flag = attr("Provisional", "figure", default=False)
    note: Line = attr("Note", "note")


@declare("target_change", "target changes", label="target change", natural_key=("kpi", "since"), owner="kpi")
@immutable(kw_only=True)
class TargetChange(Record):
    """Targets and polarity of a KPI from a date on; before the first one, those of the KPI itself hold."""

    kpi: KpiLink = attr("KPI", "key")
    since: Line = attr("From", "key", help="the first period they hold for, such as 2019-04")
    polarity: Annotated[Polarity, *choice(Polarity)] = attr("Polarity", "target", help=_POLARITY, default=Polarity.NONE)
    minimum: FigureWords = attr("Minimum target", "target")
    upper: FigureWords = attr("Upper target", "target")
    reason: Line = attr("Reason", "target")


@declare("comparator", "comparators", natural_key=("kpi", "title", "year"), owner="kpi")
@immutable(kw_only=True)
class Comparator(Record):
    """What a KPI is compared with: previous year, statistical neighbours, England."""

    kpi: KpiLink = attr("KPI", "key")
    title: Line = attr("Compared with", "key", help="previous year, statistical neighbours, England")
    year: Line = attr("Year", "key", help="such as 2017/18")
    value: FigureWords = attr("Value", "figure")
    provisional: Flag = attr("Provisional", "figure", default=False)


@declare("rebase", "re-base points", label="re-base point", natural_key=("kpi", "period"), owner="kpi")
@immutable(kw_only=True)
class Rebase(Record):
    """A period from which a KPI's control limits start afresh, because the process changed."""

    kpi: KpiLink = attr("KPI", "key")
    period: DateWords = attr("From", "key", help="the first period of the new part")
    reason: Line = attr("Reason", "reason", help="what changed")
