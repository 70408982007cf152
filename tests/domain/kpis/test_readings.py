"""Which reading is of a time to come, which is the latest, and what a chart draws where periods are missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from boardtui.domain.dates.periods import PeriodKind, parse_period
from boardtui.domain.kpis.entry import next_due, still_missing
from boardtui.domain.kpis.readings import LONGEST_GAP, Stated, in_order, latest, periods_read, points
from boardtui.domain.kpis.scorecard import next_meeting, view
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.records.kinds import Meeting, Reading
from boardtui.domain.records.kpis import Basis, Frequency
from boardtui.domain.records.meetings import MeetingState
from tests.domain.making import board_of, current, kpi_of, months, trend


def read(figures: dict[str, str], *, entered: str = "", board_day: str = "") -> tuple[Stated, ...]:
    made = trend(kpi_of(), figures)
    return in_order([replace(each, changed_at=entered) for each in made], Frequency.NOT_STATED, board_day)


@pytest.mark.parametrize(
    ("entered", "board_day", "ahead"),
    [
        ("2021-02-28T23:59:00Z", "", True),
        ("2021-03-01T00:00:00Z", "", False),
        ("2021-02-28T09:00:00Z", "2021-02-28", True),
        ("2021-02-28T09:00:00Z", "2021-03-01", False),  # by the meeting it will have begun
        ("2021-03-01T09:00:00Z", "2021-02-01", False),
        ("", "", False),
    ],
)
def test_a_period_is_ahead_that_had_not_begun_when_its_figure_was_entered_nor_will_have_by_the_meeting(
    entered: str, board_day: str, ahead: bool
) -> None:
    (reading,) = read({"2021-03": "5"}, entered=entered, board_day=board_day)
    assert reading.ahead is ahead
    assert (latest([reading]) is None) is ahead
    assert (points([reading]) == []) is ahead


@pytest.mark.parametrize(
    ("meetings", "day"),
    [
        ([], ""),
        ([("2021-05-04", MeetingState.PLANNED), ("2021-03-02", MeetingState.PLANNED)], "2021-03-02"),
        ([("2021-01-19", MeetingState.CLOSED), ("2021-05-04", MeetingState.PLANNED)], "2021-05-04"),
        ([("2021-03-02", MeetingState.RUNNING), ("2021-05-04", MeetingState.PLANNED)], "2021-03-02"),
        ([("soon", MeetingState.PLANNED), ("March 2021", MeetingState.PLANNED)], "2021-03-31"),
        ([("soon", MeetingState.PLANNED)], ""),
    ],
)
def test_the_meeting_that_a_board_prepares_is_the_first_that_is_not_closed(
    meetings: list[tuple[str, MeetingState]], day: str
) -> None:
    made = [Meeting(id=f"m{place}", date=when, state=state) for place, (when, state) in enumerate(meetings)]
    assert next_meeting(board_of(*made)) == day


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ({"2021-01": "5", "2021-02": "6"}, "6"),
        ({"2021-01": "5", "2021-02": "-"}, "-"),  # that there is none is something
        ({"2021-01": "5", "2021-02": ""}, "5"),
        ({"2021-01": "5", "2021-02": "1/2 "}, ""),
        ({"2021-01": "5", "spring": "7"}, "5"),  # words are taken only where no reading has a period
        ({"spring": "7", "summer": "8"}, "8"),
        ({"spring": "7", "summer": ""}, "7"),
        ({}, None),
    ],
)
def test_the_latest_reading_is_that_of_the_last_period_for_which_anything_was_entered(
    figures: dict[str, str], found: str | None
) -> None:
    reading = latest(read(figures))
    assert (reading.record.value if reading is not None else None) == found


class TestPoints:
    def drawn(self, figures: dict[str, str]) -> list[tuple[str, float | None]]:
        return [(period.key, value) for period, value in points(read(figures))]

    @pytest.mark.parametrize(
        ("figures", "drawn"),
        [
            ({"2021-01": "5", "2021-02": "6"}, [("2021-01", 5.0), ("2021-02", 6.0)]),
            ({"2021-01": "5", "2021-03": "6"}, [("2021-01", 5.0), ("2021-02", None), ("2021-03", 6.0)]),
            ({"2021-01": "5", "2021-02": "n/a"}, [("2021-01", 5.0), ("2021-02", None)]),
            (
                {"2020/21": "9", "2021-01": "5", "2021-04": "6"},
                [("2021-01", 5.0), ("2021-02", None), ("2021-03", None), ("2021-04", 6.0)],
            ),
            ({"2021-01-31": "5", "2021-03-31": "6"}, [("2021-01-31", 5.0), ("2021-03-31", 6.0)]),
            ({"2021-01": "5", "spring": "6"}, [("2021-01", 5.0)]),
        ],
    )
    def test_a_gap_is_seen_and_only_periods_of_the_latest_kind_are_drawn(
        self, figures: dict[str, str], drawn: list[tuple[str, float | None]]
    ) -> None:
        assert self.drawn(figures) == drawn

    @pytest.mark.parametrize(("gap", "drawn"), [(LONGEST_GAP, LONGEST_GAP + 2), (LONGEST_GAP + 1, 2)])
    def test_a_gap_of_more_than_ten_years_is_left_out(self, gap: int, drawn: int) -> None:
        first, last = 2000 * 12, 2000 * 12 + gap + 1
        keys = [f"{each // 12}-{each % 12 + 1:02d}" for each in (first, last)]
        assert len(self.drawn(dict.fromkeys(keys, "5"))) == drawn


class TestTheCurrentFigure:
    @pytest.mark.parametrize(
        ("basis", "stated", "newer", "found"),
        [
            (Basis.SNAPSHOT, "2021-01", "2021-02", "trend"),
            (Basis.SNAPSHOT, "2021-02", "2021-02", "stated"),
            (Basis.SNAPSHOT, "2021-03", "2021-02", "stated"),
            (Basis.YEAR_TO_DATE, "2021-01", "2021-02", "stated"),
            (Basis.ROLLING, "2021-01", "2021-02", "stated"),
            (Basis.QUARTER, "2020/21 Q3", "2021-02", "stated"),  # a month is no quarter
            (Basis.QUARTER, "2020/21 Q3", "2020/21 Q4", "trend"),
            (Basis.MONTH, "2021-01", "2021-02", "trend"),
            (Basis.SNAPSHOT, "spring", "2021-02", "stated"),
            (Basis.SNAPSHOT, "2021-01", "spring", "stated"),
        ],
    )
    def test_a_newer_month_takes_the_place_of_a_stated_figure_unless_that_is_of_a_longer_span(
        self, basis: Basis, stated: str, newer: str, found: str
    ) -> None:
        kpi = kpi_of(basis=basis)
        seen = view(board_of(kpi, current(kpi, stated, "1"), *trend(kpi, {newer: "2"})), kpi)
        assert seen.figure.text == {"stated": "1", "trend": "2"}[found]


class TestWhatIsDue:
    def row(self, ref: str, figures: dict[str, str]) -> KpiRow:
        kpi = kpi_of(ref)
        readings: list[Reading] = trend(kpi, figures)
        return KpiRow(view(board_of(kpi, *readings), kpi))

    def due(self, *figures: dict[str, str], kind: PeriodKind | None = PeriodKind.MONTH) -> str:
        rows = [self.row(str(place), each) for place, each in enumerate(figures)]
        return next_due(rows, kind, date(2021, 3, 10)).key

    def test_it_is_the_period_of_today_where_nothing_was_entered_or_only_for_times_to_come(self) -> None:
        assert self.due() == self.due({}) == self.due({"2021-04": "5"}) == "2021-03"
        assert self.due({"2021-01": "5"}, kind=None) == "2021-03"
        assert self.due({"2020/21 Q3": "5"}, kind=None) == "2020/21 Q4"
        assert self.due(kind=None) == "2021-03-10"

    @pytest.mark.parametrize(
        ("own", "other", "due"),
        [
            # One of the last three periods, where the figures left off.
            (["2020-10"], ["2020-10", "2020-11", "2020-12", "2021-01"], "2020-11"),
            (["2020-09"], ["2020-09", "2020-10", "2020-11", "2020-12", "2021-01"], "2021-02"),
            # A gap is filled from a year before the latest on.
            (["2019-12", "2020-02"], ["2020-01", "2021-01"], "2020-01"),
            (["2019-11", "2020-01", "2021-01"], ["2019-12"], "2021-02"),
            (["2020-01", "2020-03"], ["2021-01"], "2021-02"),  # nobody has a figure for February
        ],
    )
    def test_a_gap_counts_for_a_year_and_what_left_off_for_three_periods(
        self, own: list[str], other: list[str], due: str
    ) -> None:
        assert self.due(dict.fromkeys(own, "5"), dict.fromkeys(other, "5")) == due

    def test_only_who_had_a_figure_for_the_period_before_is_missing_one(self) -> None:
        rows = [
            self.row("had", months("2020-12", ["5", "5"])),
            self.row("has", months("2021-01", ["5", "5"])),
            self.row("older", months("2020-11", ["5", "5"])),
            self.row("never", {}),
        ]
        assert [each.record.ref for each in still_missing(rows, parse_period("2021-02"))] == ["had"]


@pytest.mark.parametrize(
    ("frequency", "words", "read"),
    [
        (Frequency.MONTHLY, ["2009/10", "2010-11"], ["2009/10", "2010-11"]),
        (Frequency.YEARLY, ["2010-11"], ["2010/11"]),
        (Frequency.YEARLY, ["2010-10", "2010-11"], ["2010-10", "2010/11"]),
        (Frequency.NOT_STATED, ["2009/10", "2010-11"], ["2009/10", "2010/11"]),
        (Frequency.NOT_STATED, ["2010-10", "2010-11"], ["2010-10", "2010-11"]),
        (Frequency.NOT_STATED, ["2010-11"], ["2010-11"]),
        (Frequency.NOT_STATED, ["spring", "2021-01"], [None, "2021-01"]),
    ],
)
def test_how_often_it_is_read_tells_a_month_from_a_year_and_where_nobody_said_the_others_do(
    frequency: Frequency, words: list[str], read: list[str | None]
) -> None:
    found = [None if period is None else period.key for period in periods_read(words, frequency)]
    assert found == read
