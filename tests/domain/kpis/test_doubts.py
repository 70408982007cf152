"""What is asked before a figure is saved, what follows from its parts, and which of them is a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from boardtui.domain.board.board import Since
from boardtui.domain.dates.periods import parse_period
from boardtui.domain.kpis.entry import (
    Line,
    as_stated,
    change_of,
    doubts,
    draft_of,
    is_correction,
    lines_of,
    usual_field,
)
from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.domain.records.kinds import Reading
from boardtui.domain.records.kpis import Basis, Polarity, Series
from tests.domain.boards import LAST
from tests.domain.making import board_of, current, kpi_of, months, trend

FEB = parse_period("2021-02")
TODAY = date(2021, 3, 2)


def lines(figures: dict[str, str], *, to_date: dict[str, str] | None = None, **values: Any) -> list[Line]:
    """The lines of one KPI with these figures of its trend, and these to date."""
    kpi, card = kpi_of("2.1", **values), Scorecard()
    stated = trend(kpi, to_date or {}, Series.CURRENT)
    return lines_of(card.rows(board_of(kpi, *trend(kpi, figures), *stated)), card)


def line(figures: dict[str, str], **values: Any) -> Line:
    return lines(figures, **values)[0]


def draft(value: str = "", numerator: str = "", denominator: str = "") -> dict[str, str]:
    return {**draft_of(None), "value": value, "numerator": numerator, "denominator": denominator}


def asked(entered: Line, typed: dict[str, str], today: date | None = TODAY) -> list[str]:
    return doubts(entered, FEB, as_stated(entered, FEB, typed), today)


class TestDoubts:
    @pytest.mark.parametrize(
        ("before", "now", "jumped"),
        [
            ("100", "1000", True),
            ("100", "999", False),
            ("100", "10", True),
            ("100", "11", False),
            ("-100", "1000", True),
            ("0", "10", True),
            ("0", "9", False),
            ("10", "0", True),
            ("9", "0", False),
            ("0", "0", False),
        ],
    )
    def test_ten_times_as_much_or_as_little_as_the_last_figure_is_asked_about(
        self, before: str, now: str, jumped: bool
    ) -> None:
        found = asked(line({"2021-01": before}, unit="count"), draft(now))
        assert found == ([f"{now} is 10 times as much or as little as {before} for Jan 21"] if jumped else [])

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            (draft("97%"), []),
            (draft("100%"), []),
            (draft("0%"), ["0% is 10 times as much or as little as 90% for Jan 21"]),
            (draft("101%"), ["101% is more than the whole or less than nothing"]),
            (draft("-1%"), ["-1% is more than the whole or less than nothing"]),
            (draft("0.97"), ["0.97 is on another scale than 90% for Jan 21: 0.97 is a fraction of 1"]),
            (draft("soon"), ["value: “soon” is not one figure."]),
            (draft("n/a"), []),
            (draft("", "12"), ["there is a numerator but no value"]),
            (draft("", "", "12"), ["there is a denominator but no value"]),
            (draft("", "0", "0"), ["there is a numerator and a denominator but no value"]),
            (draft("", "c", "200"), []),
            (draft("", "200", "c"), []),
            (draft("97%", "x y", "200"), ["numerator: “x y” is not one figure."]),
            (draft("97%", "200", "x y"), ["denominator: “x y” is not one figure."]),
            (draft("97%", "97%", "200"), ["97% stands in the field of the numerator, which is no percentage"]),
            (draft("97%", "200", "97%"), ["97% stands in the field of the denominator, which is no percentage"]),
            (draft("97%", "97", "100"), []),
            (draft("97%", "96", "100"), ["96 ÷ 100 is 96%, not 97%"]),
            (draft("97% exc Dec", "96", "100"), []),
        ],
    )
    def test_what_can_hardly_be_meant_is_asked_about(self, typed: dict[str, str], found: list[str]) -> None:
        said = asked(line({"2021-01": "90%"}, unit="percent"), typed)
        assert len(said) >= len(found)
        assert all(words in each for words, each in zip(found, said, strict=False)), said
        assert bool(said) is bool(found)

    @pytest.mark.parametrize(
        ("today", "ahead"), [(date(2021, 1, 31), True), (date(2021, 2, 1), False), (date(2021, 2, 2), False)]
    )
    def test_a_period_that_has_not_begun_is_asked_about_where_something_is_entered_for_it(
        self, today: date, ahead: bool
    ) -> None:
        entered = line({"2021-01": "90%"}, unit="percent")
        words = ["Feb 21 has not begun, so that this will not be the current figure"]
        for typed in (draft("97%"), draft("97%", "97", "100")):
            assert asked(entered, typed, today) == (words if ahead else [])
        assert asked(entered, draft("", "c"), today) == (words if ahead else [])
        assert asked(entered, draft(), today) == []
        assert asked(entered, draft("97%"), None) == []

    def test_a_target_on_another_scale_is_asked_about_where_no_figure_before_says_it(self) -> None:
        entered = line({}, polarity=Polarity.HIGH, minimum="90%", upper="95%")
        (found,) = asked(entered, draft("0.97"))
        assert found.startswith("0.97 cannot be compared with the targets 90% – 95%: ")

    def test_a_figure_outside_the_limits_of_the_chart_is_asked_about_and_one_on_them_is_not(self) -> None:
        # Thirteen months that go up and down by two around 51: the limits are 51 and 2.66 times two.
        entered = line(months("2020-01", ["50", "52"] * 6 + ["50"]), unit="count")
        words = "lies outside the limits of the figures so far (45.6 to 56.2)"
        for typed, outside in (("56", False), ("57", True), ("46", False), ("45", True)):
            assert asked(entered, draft(typed)) == ([f"{typed} {words}"] if outside else []), typed
        few = line(months("2021-01", ["50"]), unit="count")
        assert asked(few, draft("57")) == []


class TestAsStated:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            (draft("97"), "97%"),
            (draft("1.5"), "1.5%"),
            (draft("1"), "1"),  # it may be a fraction
            (draft("0.97"), "0.97"),
            (draft("-2"), "-2%"),
            (draft("0"), "0%"),
            (draft("97%"), "97%"),
            (draft("97 exc Dec"), "97 exc Dec"),
            (draft("£97"), "£97"),
            (draft("n/a"), "n/a"),
            (draft("", "19", "20"), "95.0%"),
            (draft("", "1", "3"), "33.3%"),
            (draft("", "19", ""), ""),
            (draft("90%", "19", "20"), "90%"),
        ],
    )
    def test_a_percentage_needs_no_sign_and_parts_give_it_as_finely_as_the_last(
        self, typed: dict[str, str], value: str
    ) -> None:
        assert as_stated(line({"2021-01": "93.5%"}, unit="percent"), FEB, typed)["value"] == value

    @pytest.mark.parametrize(
        ("figures", "unit", "value"),
        [
            ({}, "percent", "33.3%"),
            ({"2021-01": "30%"}, "percent", "33%"),
            ({"2021-01": "30.25%"}, "", "33.33%"),
            ({"2021-01": "30"}, "", ""),
            ({"2021-01": "30"}, "count", ""),
            ({"2021-01": "0.3"}, "score", "0.3"),
            ({"2021-03": "30%"}, "percent", "33.3%"),  # only figures before that
        ],
    )
    def test_parts_give_a_value_where_the_unit_says_what_they_make(
        self, figures: dict[str, str], unit: str, value: str
    ) -> None:
        assert as_stated(line(figures, unit=unit), FEB, draft("", "1", "3"))["value"] == value


class TestLines:
    def test_a_cumulative_kpi_has_a_line_for_each_of_its_figures(self) -> None:
        made = lines({"2021-01": "90%"}, to_date={"2021-01": "92%"}, basis=Basis.YEAR_TO_DATE)
        assert [(each.series, each.title) for each in made] == [
            (Series.PERIOD, "month: Measure 2.1"),
            (Series.CURRENT, "year to date: Measure 2.1"),
        ]
        assert len({each.key for each in made}) == 2
        befores = [each.before(FEB) for each in made]
        assert [each.record.value for each in befores if each is not None] == ["90%", "92%"]
        (only,) = lines({"2021-01": "90%"}, basis=Basis.SNAPSHOT)
        assert (only.series, only.title) == (Series.PERIOD, "Measure 2.1")

    @pytest.mark.parametrize(
        ("figures", "to_date", "basis", "fields"),
        [
            ({"2021-01": "90%"}, {}, Basis.SNAPSHOT, ["value"]),
            ({"2021-01": "9/10 90%"}, {}, Basis.SNAPSHOT, ["numerator"]),
            ({"2021-02": "9/10 90%"}, {}, Basis.SNAPSHOT, ["numerator"]),
            ({"2021-01": "90%"}, {"2021-01": "9/10 90%"}, Basis.SNAPSHOT, ["numerator"]),
            # The parts of a year to date say nothing about those of a month.
            ({"2021-01": "90%"}, {"2021-01": "9/10 90%"}, Basis.YEAR_TO_DATE, ["value", "numerator"]),
            ({"2021-01": "9/10 90%"}, {"2021-01": "90%"}, Basis.YEAR_TO_DATE, ["numerator", "value"]),
        ],
    )
    def test_one_begins_to_type_where_the_last_figures_have_something(
        self, figures: dict[str, str], to_date: dict[str, str], basis: Basis, fields: list[str]
    ) -> None:
        assert [usual_field(each, FEB) for each in lines(figures, to_date=to_date, basis=basis)] == fields

    def test_the_last_figure_before_a_period_is_one_with_a_number(self) -> None:
        made = line({"2020-11": "80", "2020-12": "90", "2021-01": "n/a", "2021-02": "95", "2021-03": "99"})
        before = made.before(FEB)
        assert before is not None and before.record.value == "90"
        assert made.before(parse_period("2020-11")) is None

    def test_what_is_saved_is_a_new_reading_or_the_one_that_is_there(self) -> None:
        made = line({"2021-01": "90"})
        stated = {**draft("95", "19", "20"), "note": "moved", "provisional": "yes"}
        values = {"numerator": "19", "denominator": "20", "value": "95", "note": "moved", "provisional": True}
        new = change_of(made, FEB, stated)
        assert (new.kind, dict(new.values)) == (
            "reading",
            {"kpi": made.kpi.id, "series": "period", "period": "2021-02", **values},
        )
        there = made.stated(parse_period("2021-01"))
        assert there is not None
        changed = change_of(made, parse_period("2021-01"), stated)
        assert (changed.record, dict(changed.values)) == (there.id, values)


class TestCorrections:
    JANUARY = parse_period("2021-01")

    def is_one(self, figures: dict[str, str], stated: dict[str, str], *, met: bool = False, new: bool = False) -> bool:
        kpi, card = kpi_of("2.1"), Scorecard()
        readings: list[Reading] = trend(kpi, figures)
        since = Since(meeting=LAST, new=frozenset(each.id for each in readings if new)) if met else Since()
        there = board_of(kpi, *readings, since=since)
        (entered,) = lines_of(card.rows(there), card)
        return is_correction(there, entered, self.JANUARY, stated)

    @pytest.mark.parametrize(
        ("figures", "stated", "corrects"),
        [
            ({"2021-01": "90", "2021-02": "91"}, draft("95"), True),
            ({"2021-01": "90"}, draft("95"), False),
            ({"2020-12": "89", "2021-01": "90"}, draft("95"), False),
            ({"2021-01": "90", "2021-02": ""}, draft("95"), False),
            ({"2021-01": "90", "2021-02": "91"}, draft("90"), False),
            ({"2021-01": "90", "2021-02": "91"}, {**draft("90"), "note": "moved"}, False),
            ({"2021-01": "90", "2021-02": "91"}, draft("90", "9"), True),
            ({"2021-01": "90", "2021-02": "91"}, draft("90", "", "10"), True),
            ({"2021-01": "", "2021-02": "91"}, draft("95"), False),
            ({"2021-01": "9/10 ", "2021-02": "91"}, draft("95"), True),
            ({"2021-02": "91"}, draft("95"), False),
        ],
    )
    def test_another_figure_for_a_period_with_a_later_one_is_a_correction(
        self, figures: dict[str, str], stated: dict[str, str], corrects: bool
    ) -> None:
        assert self.is_one(figures, stated) is corrects

    def test_so_is_another_figure_that_a_meeting_has_seen(self) -> None:
        assert self.is_one({"2021-01": "90"}, draft("95"), met=True)
        assert not self.is_one({"2021-01": "90"}, draft("95"), met=True, new=True)
        assert not self.is_one({"2021-01": "90"}, draft("90"), met=True)

    def test_a_figure_ahead_of_its_time_makes_no_older_one_a_correction(self) -> None:
        kpi, card = kpi_of("2.1"), Scorecard()
        figures = [
            replace(each, changed_at="2021-02-10T09:00:00Z") for each in trend(kpi, {"2021-01": "9", "2031-01": "8"})
        ]
        there = board_of(kpi, *figures, current(kpi, "2021-01", "9"))
        (entered,) = lines_of(card.rows(there), card)
        assert not is_correction(there, entered, self.JANUARY, draft("95"))
