"""A scorecard for tests of the KPI screen: measures of every frequency, with what makes each of them awkward."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from boardtui.domain.dates.periods import parse_period
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS
from boardtui.store.board_file import BoardFile

from .conftest import HOSTILE, NOW, change, identity, ready

STEADY = ["91%", "93%", "92%", "91%", "94%", "92%", "93%", "91%", "92%", "94%", "93%", "92%", "91%"]


def owned(kind: str, **values: Any) -> Change:
    """A record that belongs to a KPI, under the id that its key gives it."""
    return Change(identity_for(KINDS[kind], values, ""), kind, values)


def readings(kpi: str, first: str, *figures: str, series: str = "period") -> list[Change]:
    """Readings of a KPI from a period on: `97.8%`, `29/30 96.7%`, or `66% p` for a provisional one."""
    period, made = parse_period(first), []
    for figure in figures:
        parts, _, value = figure.rpartition(" ") if "/" in figure.split(" ")[0] and " " in figure else ("", "", figure)
        numerator, _, denominator = parts.partition("/")
        values = {"value": value.removesuffix(" p"), "numerator": numerator, "denominator": denominator}
        key = {"kpi": identity(kpi), "series": series, "period": period.key}
        made.append(owned("reading", **key, **values, provisional=value.endswith(" p")))
        period = period.next()
    return made


def percent(name: str, title: str, group: str, **values: Any) -> Change:
    """A KPI of which more is better."""
    targets = {"polarity": "high", "minimum": "90%", "upper": "95%", "unit": "percent"}
    return change("kpi", name, ref=name, title=title, group=group, **{**targets, **values})


def scorecard(path: Path) -> None:
    """Make the board: figures up to January 2021, the third quarter of 2020/21 and the year 2019/20."""
    ready(path, _build)


def _build(path: Path) -> None:
    with BoardFile.create(path, "Scorecard", who="plan", clock=lambda: NOW) as made:
        made.write(
            [
                percent("2.1", f"Contacts in a day {HOSTILE}", "Front door", frequency="monthly", position=1),
                percent("2.2", "Assessments in time", "Front door", frequency="quarterly", position=2),
                percent(
                    "2.3",
                    "Re-referrals",
                    "Front door",
                    frequency="monthly",
                    position=3,
                    polarity="low",
                    minimum="20%",
                    upper="15%",
                    commentary="Down since the panel began.",
                ),
                percent("3.1", "Plans", "Plans", frequency="monthly", position=4, basis="year to date"),
                percent("3.2", "Attainment", "Plans", frequency="academic year", position=5),
                change("kpi", "4.1", ref="4.1", title="Audits", group="Visits", frequency="irregular", position=6),
                change(
                    "kpi",
                    "4.2",
                    ref="4.2",
                    title="Looked after",
                    group="Visits",
                    frequency="monthly",
                    position=7,
                    unit="count",
                ),
                change("kpi", "4.3", ref="4.3", title="Nothing yet", group="Visits", frequency="monthly", position=8),
                change("action", "1.1", ref="1.1", title="Coaching", rag="amber", links=[identity("2.1")]),
                change("risk", "r6", ref="CIP06", title="Agency cover", current="4x3", links=[identity("2.1")]),
                *readings("2.1", "2020-01", *STEADY[:-1], "45/50 90%"),
                *readings("2.2", "2020/21 Q1", "81%", "27% exc Dec", "92% p"),
                *readings("2.3", "2020-09", "19%", "n/a", "17%", "c", "14%"),
                *readings("3.1", "2020-10", "91%", "89%", "92%", "96%"),
                *readings("3.1", "2021-01", "450/500 90.0%", series="current"),
                *readings("3.2", "2018/19 academic", "88%", "96%"),
                *readings("4.1", "12/11/2020", "2.5"),
                *readings("4.1", "26/01/2021", "2.1"),
                *readings("4.2", "2020-11", "310", "322", "335"),
                owned("comparator", kpi=identity("2.1"), title="previous year", year="2019/20", value="88%"),
                owned(
                    "comparator", kpi=identity("2.1"), title="England", year="2019/20", value="84%", provisional=True
                ),
                owned(
                    "target_change",
                    kpi=identity("2.3"),
                    since="2020-12",
                    polarity="low",
                    minimum="18%",
                    upper="12%",
                    reason="the board asked for more",
                ),
                owned("rebase", kpi=identity("2.1"), period="2020-07", reason="new front door"),
            ],
            who="plan",
        )
