"""Where the findings on figures begin and end: of spans, of parts, of gaps, and of the figure that is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from boardtui.domain.kpis.figure_checks import STALE, kpi_findings, worked_out
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.records.kinds import Kpi, Reading
from boardtui.domain.records.kpis import Basis, Frequency, Series
from tests.domain.making import board_of, current, kpi_of, months, previous_year, trend

YEAR = [str(figure) for figure in (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)]
"""Twelve months that add up to 186."""


def said(kpi: Kpi, *readings: Reading, code: str = "", today: date | None = None, **profile: Any) -> list[str]:
    """What is found on a KPI; with a code only that."""
    found = kpi_findings(view(board_of(kpi, *readings, **profile), kpi), today)
    return [each.sentence for each in found if not code or each.code == code]


def of_span(basis: Basis, figures: dict[str, str], period: str, whole: str, unit: str = "count") -> list[str]:
    kpi = kpi_of(basis=basis, unit=unit)
    return said(kpi, *trend(kpi, figures), current(kpi, period, whole), code="span_disagrees")


class TestSpans:
    @pytest.mark.parametrize(
        ("basis", "start", "count", "period", "found"),
        [
            (Basis.ROLLING, "2018-03", 12, "2019-02", True),
            (Basis.ROLLING, "2018-04", 11, "2019-02", False),  # one month of the twelve is not there
            (Basis.YEAR_TO_DATE, "2018-04", 11, "2019-02", True),
            (Basis.YEAR_TO_DATE, "2018-05", 10, "2019-02", False),
            (Basis.YEAR_TO_DATE, "2018-04", 1, "2018-04", True),
            (Basis.MONTH, "2018-04", 11, "2019-02", False),
            (Basis.SNAPSHOT, "2018-04", 11, "2019-02", False),
        ],
    )
    def test_they_are_compared_with_all_of_their_months_or_with_none(
        self, basis: Basis, start: str, count: int, period: str, found: bool
    ) -> None:
        assert bool(of_span(basis, months(start, YEAR[:count]), period, "999")) is found

    @pytest.mark.parametrize(
        ("basis", "quarters", "whole", "words"),
        [
            (Basis.ROLLING, ("2017/18 Q4", "2018/19 Q1", "2018/19 Q2", "2018/19 Q3"), "100", ""),
            (Basis.ROLLING, ("2017/18 Q4", "2018/19 Q1", "2018/19 Q2", "2018/19 Q3"), "101", "its quarters add up"),
            (Basis.ROLLING, ("2018/19 Q1", "2018/19 Q2", "2018/19 Q3"), "101", ""),
            (Basis.YEAR_TO_DATE, ("2018/19 Q1", "2018/19 Q2", "2018/19 Q3"), "75", ""),
            (Basis.YEAR_TO_DATE, ("2018/19 Q1", "2018/19 Q2", "2018/19 Q3"), "76", "its quarters add up to 75"),
        ],
    )
    def test_quarters_make_a_year_as_months_do(
        self, basis: Basis, quarters: tuple[str, ...], whole: str, words: str
    ) -> None:
        found = of_span(basis, dict.fromkeys(quarters, "25"), "2018/19 Q3", whole)
        assert [words in each for each in found] == ([True] if words else [])

    @pytest.mark.parametrize(
        ("unit", "parts", "whole", "found"),
        [
            ("count", ("10", "20"), "30", False),
            ("count", ("10", "20"), "31", True),
            ("count", ("10", "20"), "29", True),
            # Each figure in thousands is off by half a thousand at most: three of them by one and a half.
            ("money", ("£10k", "£20k"), "£31k", False),
            ("money", ("£10k", "£20k"), "£32k", True),
            ("money", ("£10k", "£20k"), "£28k", True),
            # Whole pounds may have been rounded, whole children not.
            ("money", ("£10", "£20"), "£31", False),
            ("money", ("£10", "£20"), "£32", True),
            # A percentage is no less than 80% of the sum of its parts where it grows with the year.
            ("percent", ("50%", "50%"), "79%", True),
            ("percent", ("50%", "50%"), "80%", False),
            ("percent", ("50%", "60%"), "49%", False),  # 49% may have been 49.49%, and 50% as little as 49.5%
            ("percent", ("50%", "60%"), "48%", True),
            ("percent", ("50%", "60%"), "61%", False),
            ("percent", ("50%", "60%"), "62%", True),
            ("percent", ("50.0%", "60.0%"), "60.1%", False),
            ("percent", ("50.0%", "60.0%"), "60.2%", True),
            # What neither adds up nor lies between its parts is not judged at all.
            ("score", ("5", "6"), "30", False),
            ("days", ("5", "6"), "30", False),
        ],
    )
    def test_sums_and_means_are_right_to_within_their_rounding(
        self, unit: str, parts: tuple[str, ...], whole: str, found: bool
    ) -> None:
        assert bool(of_span(Basis.YEAR_TO_DATE, months("2018-04", parts), "2018-05", whole, unit)) is found

    @pytest.mark.parametrize("title", ["Unique callers", "Individuals helped", "Each child once"])
    def test_who_is_counted_once_does_not_add_up(self, title: str) -> None:
        kpi = kpi_of(basis=Basis.YEAR_TO_DATE, unit="count", title=title)
        assert said(kpi, *trend(kpi, months("2018-04", ["10", "20"])), current(kpi, "2018-05", "25")) == []

    def test_a_percentage_is_shown_as_finely_as_its_finest_month(self) -> None:
        (found,) = of_span(Basis.YEAR_TO_DATE, months("2018-04", ["50%", "60.5%"]), "2018-05", "65%", "percent")
        assert found.endswith("but its months lie between 50.0% and 60.5%.")


class TestParts:
    @pytest.mark.parametrize(
        ("unit", "words", "results"),
        [
            ("percent", "50/200 25%", ["25"]),
            ("percent", "300/200 150%", ["150"]),
            ("score", "50/200 0.25", ["0.25"]),
            ("days", "300/200 1.5", ["1.5"]),
            ("money", "300/200 1.5", ["1.5"]),
            # Where nothing says which of them it is, it may be any.
            ("", "50/200 25", ["25", "0.25", "50", "200"]),
            ("", "200/200 100", ["100", "1", "200", "200"]),
            ("", "300/200 1.5", ["1.5", "150", "300"]),
            ("rate per 10,000", "30/20,000 15", ["15", "0.0015"]),
            ("rate per 100", "30/200 15", ["15", "0.15"]),
            ("percent", "50/0 25%", []),
            ("percent", "50 exc Dec/200 25%", []),
        ],
    )
    def test_they_give_what_the_unit_says_or_all_that_it_may_be(
        self, unit: str, words: str, results: list[str]
    ) -> None:
        kpi = kpi_of(unit=unit)
        parts, _, value = words.rpartition(" ")
        (reading,) = trend(kpi, {"2019-02": "1/2 1"})
        numerator, _, denominator = parts.partition("/")
        stated = Reading(
            id=reading.id, kpi=kpi.id, period="2019-02", numerator=numerator, denominator=denominator, value=value
        )
        (seen,) = view(board_of(kpi, stated), kpi).readings()
        assert [f"{each.normalize():f}" for each in worked_out(kpi, seen)] == results

    @pytest.mark.parametrize(
        ("basis", "month", "found"),
        [
            (Basis.SNAPSHOT, "94%", True),
            (Basis.MONTH, "94%", True),
            (Basis.SNAPSHOT, "95.24%", False),
            (Basis.SNAPSHOT, "95%", False),
            (Basis.SNAPSHOT, "94% exc Dec", False),
            (Basis.SNAPSHOT, "n/a", False),
            (Basis.QUARTER, "94%", False),
            (Basis.ROLLING, "94%", False),
        ],
    )
    def test_the_current_figure_and_its_month_are_one_figure_where_the_basis_says_so(
        self, basis: Basis, month: str, found: bool
    ) -> None:
        kpi = kpi_of(basis=basis, unit="percent")
        told = said(kpi, *trend(kpi, {"2019-02": month}), current(kpi, "2019-02", "95.2%"), code="two_figures")
        assert bool(told) is found


class TestUnreadable:
    @pytest.mark.parametrize("field", ["value", "numerator", "denominator"])
    @pytest.mark.parametrize("series", list(Series))
    def test_a_figure_that_is_none_is_named_by_its_field_and_period_in_either_series(
        self, series: Series, field: str
    ) -> None:
        kpi = kpi_of()
        (reading,) = trend(kpi, {"2019-02": ""}, series)
        unreadable: dict[str, Any] = {field: "3 - 5"}
        found = said(kpi, replace(reading, **unreadable), code="figure_unreadable")
        assert [each.partition(":")[0] for each in found] == [f"KPI 1.1, {field} for Feb 19"]

    @pytest.mark.parametrize(("year", "named"), [("2017/18", "previous year 2017/18"), ("", "previous year")])
    def test_so_is_what_it_is_compared_with(self, year: str, named: str) -> None:
        kpi = kpi_of()
        found = kpi_findings(view(board_of(kpi, previous_year(kpi, year, "about 5")), kpi))
        assert [each.sentence.partition(":")[0] for each in found] == [f"KPI 1.1, {named}"]

    @pytest.mark.parametrize(
        ("figures", "both"),
        [
            ({"2019-02": "1", "Feb 19": "2"}, "1 and 2"),
            ({"2019-02": "", "Feb 19": "2"}, "nothing and 2"),
            ({"2019-02": "1", "Feb 19": ""}, "1 and nothing"),
        ],
    )
    def test_two_figures_for_one_period_are_told_with_what_they_say(self, figures: dict[str, str], both: str) -> None:
        kpi = kpi_of()
        assert said(kpi, *trend(kpi, figures), code="period_twice") == [
            f"KPI 1.1 has two readings for Feb 19: {both}. Delete one of them."
        ]
        assert said(kpi, *trend(kpi, {"2019-02": "1"}), current(kpi, "2019-02", "1"), code="period_twice") == []


class TestGaps:
    @pytest.mark.parametrize(
        ("periods", "words"),
        [
            (("2018-01", "2018-02"), []),
            (("2018-01", "2018-03"), ["Feb 18"]),
            (("2018-01", "2018-04"), ["Feb 18 to Mar 18"]),
            (("2018-01", "2018-03", "2018-05", "2018-07", "2018-09"), ["Feb 18, Apr 18, Jun 18, Aug 18"]),
            (
                ("2018-01", "2018-03", "2018-05", "2018-07", "2018-09", "2018-11"),
                ["Feb 18, Apr 18, Jun 18, Aug 18 and 1 more time"],
            ),
            (
                ("2018-01", "2018-03", "2018-05", "2018-07", "2018-09", "2018-11", "2019-01"),
                ["Feb 18, Apr 18, Jun 18, Aug 18 and 2 more times"],
            ),
            (("2018/19 Q1", "2018/19 Q3"), ["Q2 2018/19"]),
            (("2018/19 Q1", "2019-01", "2019-03"), ["Feb 19"]),  # only of the kind it is read for now
            (("2019-01-31", "2019-03-31"), []),
        ],
    )
    def test_the_periods_between_two_with_a_reading_are_named_up_to_four_times(
        self, periods: tuple[str, ...], words: list[str]
    ) -> None:
        kpi = kpi_of()
        found = said(kpi, *trend(kpi, dict.fromkeys(periods, "5")), code="periods_missing")
        assert found == [f"KPI 1.1 has no reading for {each}." for each in words]


class TestStale:
    @pytest.mark.parametrize(
        ("frequency", "period", "due"),
        [
            (Frequency.NOT_STATED, "2019-02", date(2019, 3, 31)),
            (Frequency.NOT_STATED, "2018/19 Q3", date(2019, 3, 31)),
            (Frequency.NOT_STATED, "2017/18", date(2019, 3, 31)),
            # A single day has no next one: how often the KPI is read says when it is due.
            (Frequency.MONTHLY, "2019-01-31", date(2019, 3, 3)),
            (Frequency.QUARTERLY, "2019-01-31", date(2019, 5, 3)),
            (Frequency.YEARLY, "2019-01-31", date(2020, 2, 1)),
            (Frequency.ACADEMIC, "2019-01-31", date(2020, 2, 1)),
            (Frequency.CALENDAR, "2019-01-31", date(2020, 2, 1)),
        ],
    )
    def test_a_figure_is_stale_more_days_after_the_next_one_was_due_than_the_board_allows(
        self, frequency: Frequency, period: str, due: date
    ) -> None:
        kpi = kpi_of(frequency=frequency)
        for days, stale in ((29, False), (30, False), (31, True)):
            today = due + timedelta(days=days)
            told = said(kpi, *trend(kpi, {period: "5"}), code=STALE, today=today, stale_days=30)
            assert bool(told) is stale, today

    @pytest.mark.parametrize(
        ("frequency", "period"), [(Frequency.NOT_STATED, "2019-01-31"), (Frequency.IRREGULAR, "2019-01")]
    )
    def test_what_is_read_now_and_then_is_never_due(self, frequency: Frequency, period: str) -> None:
        kpi = kpi_of(frequency=frequency)
        assert said(kpi, *trend(kpi, {period: "5"}), code=STALE, today=date(2030, 1, 1)) == []

    def test_the_later_of_trend_and_current_figure_counts(self) -> None:
        kpi, today = kpi_of(basis=Basis.YEAR_TO_DATE), date(2019, 6, 30)
        old = trend(kpi, {"2018-02": "5"})
        assert said(kpi, *old, code=STALE, today=today) == ["KPI 1.1 was last read for Feb 18."]
        assert said(kpi, *old, current(kpi, "2019-05", "5"), code=STALE, today=today) == []
