"""Periods of a KPI series: how they are written, how they follow each other, what is missing between them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.dates.periods import Period, PeriodKind, gap, may_be_a_year, parse_period, period_among

# Away from both ends of the calendar, where a year before or after may not exist.
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
PERIODS = st.builds(Period.holding, st.sampled_from(PeriodKind), DAYS)


class TestReading:
    @pytest.mark.parametrize(
        ("text", "key", "label", "start", "end"),
        [
            ("Sep 18", "2018-09", "Sep 18", "2018-09-01", "2018-09-30"),
            ("September 2018", "2018-09", "Sep 18", "2018-09-01", "2018-09-30"),
            ("2018-09", "2018-09", "Sep 18", "2018-09-01", "2018-09-30"),
            ("Sept-18", "2018-09", "Sep 18", "2018-09-01", "2018-09-30"),
            ("Q1 2020/21", "2020/21 Q1", "Q1 2020/21", "2020-04-01", "2020-06-30"),
            ("2020/21 Q1", "2020/21 Q1", "Q1 2020/21", "2020-04-01", "2020-06-30"),
            ("Quarter 4 FY 20/21", "2020/21 Q4", "Q4 2020/21", "2021-01-01", "2021-03-31"),
            ("2017/18", "2017/18", "2017/18", "2017-04-01", "2018-03-31"),
            ("FY 2017/18", "2017/18", "2017/18", "2017-04-01", "2018-03-31"),
            ("2017–18", "2017/18", "2017/18", "2017-04-01", "2018-03-31"),
            ("AY 2019/20", "2019/20 academic", "2019/20 academic", "2019-09-01", "2020-08-31"),
            ("2019-20 AY", "2019/20 academic", "2019/20 academic", "2019-09-01", "2020-08-31"),
            ("Academic 2019/20", "2019/20 academic", "2019/20 academic", "2019-09-01", "2020-08-31"),
            ("2019/20 academic", "2019/20 academic", "2019/20 academic", "2019-09-01", "2020-08-31"),
            ("31 March 2021", "2021-03-31", "31/03/2021", "2021-03-31", "2021-03-31"),
            ("**Feb 19**", "2019-02", "Feb 19", "2019-02-01", "2019-02-28"),
        ],
    )
    def test_a_period_is_read_as_people_write_it(self, text: str, key: str, label: str, start: str, end: str) -> None:
        period = parse_period(text)
        assert (period.key, period.label, str(period)) == (key, label, label)
        assert (period.start.isoformat(), period.end.isoformat()) == (start, end)

    @pytest.mark.parametrize("text", ["Q1", "Q1 2020", "2020 Q1"])
    def test_a_quarter_needs_its_financial_year(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"^Q1 of which year\? Write it like Q1 2020/21\.$"):
            parse_period(text)

    @pytest.mark.parametrize("text", ["rubbish", "2017/19", "June - Sept 2020", "19/20 academy", "x" * 500])
    def test_what_is_no_period_is_refused_with_examples(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"is not a period\. Write it as Sep 18, Q1 2020/21, 2017/18, 2019/20"):
            parse_period(text)

    def test_the_sentence_about_a_hostile_text_cannot_steer_the_terminal(self) -> None:
        with pytest.raises(ValueError, match=r"^“\[2Jgone” is not a period"):
            parse_period("\x1b[2Jgone")

    def test_an_empty_cell_is_refused_with_examples(self) -> None:
        with pytest.raises(ValueError, match=r"^No period is given\. Write it as Sep 18"):
            parse_period("  \n")

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("March", "no year is stated"),
            ("31/06/2021", "there is no 31 June 2021"),
            ("Tuesday 2 February 2015", "that day is a Monday"),
        ],
    )
    def test_a_date_that_cannot_be_read_says_why(self, text: str, why: str) -> None:
        with pytest.raises(ValueError, match=f"“{text}” is not a period: {why}"):
            parse_period(text)

    def test_the_month_of_another_century_is_written_out(self) -> None:
        assert parse_period("Sep 1998").label == "Sep 1998"

    @given(PERIODS)
    def test_what_is_stored_or_shown_is_read_back(self, period: Period) -> None:
        assert parse_period(period.key) == parse_period(period.label) == period

    @given(
        st.text()
        | st.lists(st.sampled_from(["Q1", "2020/21", "AY", "academic", "9999/00", "9999", "Dec", " ", "-", "18"])).map(
            "".join
        )
    )
    def test_any_text_is_read_or_refused_in_one_or_two_sentences(self, text: str) -> None:
        try:
            period = parse_period(text)
        except ValueError as refused:
            assert str(refused).endswith(".") and len(str(refused)) < 250
        else:
            assert parse_period(period.key) == period


class TestOrder:
    def test_periods_sort_by_their_last_day_then_their_first(self) -> None:
        texts = ["Apr 18", "2017/18", "31/03/2018", "Mar 18", "Q4 2017/18", "Feb 18"]
        assert [period.label for period in sorted(map(parse_period, texts))] == [
            "Feb 18",
            "2017/18",
            "Q4 2017/18",
            "Mar 18",
            "31/03/2018",
            "Apr 18",
        ]

    @pytest.mark.parametrize(
        ("text", "following"),
        [
            ("Dec 18", "Jan 19"),
            ("Q4 2020/21", "Q1 2021/22"),
            ("2017/18", "2018/19"),
            ("2019/20 academic", "2020/21 academic"),
            ("28/02/2021", "01/03/2021"),
        ],
    )
    def test_each_period_is_followed_by_the_next_of_its_kind(self, text: str, following: str) -> None:
        assert parse_period(text).next().label == following
        assert parse_period(following).previous().label == text

    @pytest.mark.parametrize(
        ("text", "year_before"),
        [
            ("Feb 20", "Feb 19"),
            ("Q4 2020/21", "Q4 2019/20"),
            ("2017/18", "2016/17"),
            ("2019/20 academic", "2018/19 academic"),
            ("29/02/2020", "28/02/2019"),
        ],
    )
    def test_each_period_is_compared_with_the_same_one_a_year_before(self, text: str, year_before: str) -> None:
        assert parse_period(text).same_period_last_year().label == year_before

    @given(PERIODS)
    def test_neighbours_leave_no_day_between_them(self, period: Period) -> None:
        following = period.next()
        assert following > period
        assert (following.start - period.end).days == 1
        assert following.previous() == period
        assert gap(period, following) == 0

    @given(PERIODS, st.integers(1, 40))
    def test_the_gap_counts_the_periods_between_two(self, period: Period, missing: int) -> None:
        later = period
        for _ in range(missing + 1):
            later = later.next()
        assert gap(period, later) == gap(later, period) == missing

    def test_there_is_no_gap_in_a_single_period(self) -> None:
        assert gap(parse_period("Sep 18"), parse_period("Sep 18")) == 0

    def test_periods_of_different_kinds_have_no_gap(self) -> None:
        with pytest.raises(ValueError, match=r"Sep 18 \(month\) and 2017/18 \(financial year\) are periods of diff"):
            gap(parse_period("Sep 18"), parse_period("2017/18"))


class TestTheEndsOfTheCalendar:
    def test_are_said_in_words(self) -> None:
        with pytest.raises(ValueError, match="no period after Dec 9999"):
            parse_period("Dec 9999").next()
        with pytest.raises(ValueError, match="no period before Jan 0001"):
            parse_period("Jan 0001").previous()
        with pytest.raises(ValueError, match="no year before Jan 0001"):
            parse_period("Jan 0001").same_period_last_year()
        with pytest.raises(ValueError, match="no full year around 01/05/9999"):
            Period.holding(PeriodKind.FINANCIAL_YEAR, date(9999, 5, 1))

    def test_days_that_are_not_one_period_are_refused(self) -> None:
        with pytest.raises(ValueError, match="01/09/2018 to 31/10/2018 is not one month"):
            Period(kind=PeriodKind.MONTH, start=date(2018, 9, 1), end=date(2018, 10, 31))


class TestWordsWithTwoMeanings:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("2024", "is it 2023/24 or 2024/25?"),
            ("202324", "is it 2023/24 or 2023/24 academic?"),
            ("201112", "is it 2011/12 or 2011/12 academic or Dec 2011?"),
            ("202403", "is it Mar 2024?"),
        ],
    )
    def test_a_number_that_may_be_a_year_is_refused_with_what_it_may_mean(self, text: str, meant: str) -> None:
        with pytest.raises(ValueError, match=re.escape(f"“{text}” is not a period: {meant} Write it as")):
            parse_period(text)

    @pytest.mark.parametrize(
        "text", ["2018-19;Q1", "2018-19; Q1", "2018/19,Q1", "Q1;2018-19", "2018/19Q1", "2018–19 – Q1"]
    )
    def test_a_quarter_is_read_whatever_stands_between_it_and_its_year(self, text: str) -> None:
        assert parse_period(text).label == "Q1 2018/19"

    @pytest.mark.parametrize("others", [["2009-10", "2010-11", "2012-13"], ["2010-11", "2009/10"], ["2017/18"]])
    def test_what_may_be_a_month_or_a_year_is_a_year_among_years(self, others: list[str]) -> None:
        period = period_among("2010-11", others)
        assert period is not None
        assert period.label == "2010/11"

    @pytest.mark.parametrize("others", [["2009-12", "2010-11"], ["2010-11"], [], ["2012-13", "Jan 13"], ["Q1 2010/11"]])
    def test_it_is_a_month_among_months_and_alone(self, others: list[str]) -> None:
        period = period_among("2010-11", others)
        assert period is not None
        assert period.label == "Nov 10"

    def test_how_often_the_series_is_read_decides_before_its_neighbours_do(self) -> None:
        yearly, monthly = (period_among("2010-11", ["2012-13"], yearly=each) for each in (True, False))
        assert (str(yearly), str(monthly)) == ("2010/11", "Nov 10")

    def test_only_two_years_in_a_row_may_be_a_year(self) -> None:
        assert [each for each in ("2010-11", "2010-12", "2012-13", "2011-12", "Nov 10") if may_be_a_year(each)] == [
            "2010-11",
            "2011-12",
        ]
