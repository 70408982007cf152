"""Dates on papers: what is read, what stays unknown and why."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardtui.domain.dates.date_words import MONTH_NAMES, financial_year
from boardtui.domain.dates.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    NOT_A_DATE,
    StatedDate,
    days_late,
    from_excel_serial,
    kept_ahead,
    normal_form,
    quarter_days,
    read_calendar,
    read_date,
    show_date,
    slippage_days,
    split_milestones,
)

CELL = "November 21 – Launch of Framework Dec 21 - Audit Jan 21 - Survey March – Next audit"


PLAUSIBLE = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def days(text: str, default_year: int | None = None) -> str:
    """What the words mean, as one line that is easy to compare."""
    stated = read_date(text, default_year=default_year)
    assert stated.text == text
    return f"{stated.first} to {stated.last}" if stated.first != stated.last else f"{stated.first}"


class TestASingleDay:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("2021-03-31", "2021-03-31"),
            ("2021-03-31 00:00:00", "2021-03-31"),
            ("31/03/2021", "2021-03-31"),
            ("1/3/2021", "2021-03-01"),
            ("2/2/15", "2015-02-02"),
            ("31.03.2021", "2021-03-31"),
            ("10 th February 2015", "2015-02-10"),
            ("19<sup>th</sup> January 2021", "2021-01-19"),
            ("19th January 2021", "2021-01-19"),
            ("Monday 2nd February 2015", "2015-02-02"),
            ("February 5th, 2015", "2015-02-05"),
            ("  19 \n JAN\u00a02021. ", "2021-01-19"),
            ("by 31 March 2021", "2021-03-31"),
            ("29/02/2020", "2020-02-29"),
        ],
    )
    def test_is_read_in_the_spellings_of_real_papers(self, text: str, day: str) -> None:
        assert days(text) == day
        assert read_date(text).exact

    def test_is_read_day_first(self) -> None:
        assert days("03/04/2021") == "2021-04-03"

    def test_is_read_without_a_year_only_where_a_year_is_given_for_it(self) -> None:
        assert read_date("30th **Apr:**").problem == "no year is stated"
        assert days("30th **Apr:**", 2021) == "2021-04-30"

    def test_the_stated_year_wins_over_the_assumed_one(self) -> None:
        assert days("19 January 2021", 1999) == "2021-01-19"

    def test_a_weekday_that_does_not_fit_is_pointed_out_and_the_day_kept(self) -> None:
        stated = read_date("Tuesday 2nd February 2015")
        assert (stated.day, stated.problem) == (date(2015, 2, 2), "that day is a Monday")

    def test_a_word_that_begins_like_a_weekday_is_not_one(self) -> None:
        assert read_date("Month 2 February 2015").day is None


class TestAMonthOrAWindow:
    @pytest.mark.parametrize(
        ("text", "window"),
        [
            ("December 21", "2021-12-01 to 2021-12-31"),
            ("Dec 21", "2021-12-01 to 2021-12-31"),
            ("Jan 2021", "2021-01-01 to 2021-01-31"),
            ("Sept-18", "2018-09-01 to 2018-09-30"),
            ("August ’17", "2017-08-01 to 2017-08-31"),
            ("2021-03", "2021-03-01 to 2021-03-31"),
            ("03/2021", "2021-03-01 to 2021-03-31"),
            ("by the end of March 2021", "2021-03-01 to 2021-03-31"),
            ("Feb 2020", "2020-02-01 to 2020-02-29"),
            ("June – September 2019", "2019-06-01 to 2019-09-30"),
            ("28th & 29th September 2021", "2021-09-28 to 2021-09-29"),
            ("1 April 2021 to 31 March 2022", "2021-04-01 to 2022-03-31"),
            ("Nov – Feb 2022", "2021-11-01 to 2022-02-28"),
            ("Nov 2021 - Feb", "2021-11-01 to 2022-02-28"),
            ("Q3 2020/21", "2020-10-01 to 2020-12-31"),
            ("2020/21 Q4", "2021-01-01 to 2021-03-31"),
            ("2020/21", "2020-04-01 to 2021-03-31"),
            ("2017-18", "2017-04-01 to 2018-03-31"),
        ],
    )
    def test_runs_from_its_first_day_to_its_last(self, text: str, window: str) -> None:
        assert days(text) == window
        assert not read_date(text).exact

    @pytest.mark.parametrize(
        ("text", "window"),
        [
            ("28th Jun - Sept", "2021-06-28 to 2021-09-30"),
            ("1st Jul- Sept:", "2021-07-01 to 2021-09-30"),
            ("June – September", "2021-06-01 to 2021-09-30"),
            ("19<sup>th</sup> & 20<sup>th</sup> March", "2021-03-19 to 2021-03-20"),
            ("10<sup>th</sup> – 16<sup>th</sup> April", "2021-04-10 to 2021-04-16"),
            ("17th-18th Mar", "2021-03-17 to 2021-03-18"),
            ("1st May- 15th Jun", "2021-05-01 to 2021-06-15"),
            ("Nov - Feb", "2021-11-01 to 2022-02-28"),
        ],
    )
    def test_without_a_year_is_unknown_until_a_year_is_given(self, text: str, window: str) -> None:
        assert read_date(text) == StatedDate(text, problem="no year is stated")
        assert days(text, 2021) == window

    def test_is_due_on_its_last_day(self) -> None:
        assert read_date("Dec 21").day == date(2021, 12, 31)

    def test_that_ends_before_it_begins_is_unknown(self) -> None:
        assert read_date("Dec 21 - Jan 21") == StatedDate(
            "Dec 21 - Jan 21", problem="it ends before it begins: wrong year?"
        )

    def test_two_days_that_are_not_neighbours_are_no_window(self) -> None:
        assert read_date("19th & 26th March 2021").problem == "more than one date is stated here"

    def test_a_quarter_without_its_financial_year_is_unknown_whatever_the_calendar_year(self) -> None:
        assert read_date("Q3", default_year=2021) == StatedDate("Q3", problem="no year is stated")
        assert "which financial year" in read_date("Q3 2020").problem


class TestDaysInOtherSpellings:
    @pytest.mark.parametrize("dash", "-‐‑‒–—―−﹘﹣－")
    def test_dashes_of_any_kind_part_the_numbers_of_a_day(self, dash: str) -> None:
        text = f"31{dash}03{dash}2021"
        assert read_date(text) == StatedDate(text, date(2021, 3, 31), date(2021, 3, 31))
        assert normal_form(text) == "2021-03-31"
        assert read_date(f"2021{dash}03{dash}31").day == date(2021, 3, 31)
        assert read_date(f"31{dash}Mar{dash}2021").day == date(2021, 3, 31)

    @pytest.mark.parametrize("time", [" 12:00", " 12:00:00", "T12:00:00Z", ", 9.30am", " at 2 pm", " 23:59:59.999"])
    def test_a_time_after_the_day_does_not_hide_the_day_and_is_kept(self, time: str) -> None:
        text = f"2021-03-31{time}"
        assert read_date(text) == StatedDate(text, date(2021, 3, 31), date(2021, 3, 31))
        assert normal_form(text) == text

    @pytest.mark.parametrize("text", ["12:00", "March 12:00", "2021 12:00", "31/06/2021 12:00", "1 March 9am"])
    def test_a_time_makes_no_date_of_what_is_none(self, text: str) -> None:
        assert read_date(text).day is None
        assert read_date(text).problem

    @pytest.mark.parametrize(
        "before", ["w/c", "W/C", "w/c:", "w/b", "wc", "week commencing", "Week beginning", "by w/c"]
    )
    def test_a_week_is_the_day_it_begins_and_keeps_its_words(self, before: str) -> None:
        text = f"{before} 1 March 2021"
        assert read_date(text) == StatedDate(text, date(2021, 3, 1), date(2021, 3, 1))
        assert normal_form(text) == text

    def test_a_day_without_dashes_is_read_year_first(self) -> None:
        assert read_date("20210301").day == date(2021, 3, 1)
        assert normal_form("20210301") == "2021-03-01"
        assert read_date("20210231").problem == "there is no 31 February 2021"
        assert read_date("01032021").day is None


class TestWhatIsNotADate:
    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("31/06/2021", "there is no 31 June 2021"),
            ("29/02/2021", "there is no 29 February 2021"),
            ("30 Feb", "there is no 30 February"),
            ("0/3/2021", "there is no 0 March 2021"),
            ("03/31/2021", "there is no month 31: dates are read day first"),
            ("31 June - 3 July 2021", "there is no 31 June 2021"),
            ("0000-01-01", "there is no year 0"),
        ],
    )
    def test_an_impossible_date_is_never_moved_to_a_real_one(self, text: str, problem: str) -> None:
        assert read_date(text) == StatedDate(text, problem=problem)
        assert normal_form(text) == text

    @pytest.mark.parametrize("text", ["", "Ongoing", "tbc", "TBC.", "n/a", "-", "–", "to be confirmed"])
    def test_words_that_say_there_is_no_date_are_no_problem(self, text: str) -> None:
        assert read_date(text) == StatedDate(text)

    @pytest.mark.parametrize(
        "text",
        [
            "31/O3/2021",
            "31/03/2021?",
            "before Easter",
            "31/03/202131 May 2027",
            "when staff are in post",
            "2021",
            "11/12",
            "March 5",
        ],
    )
    def test_words_that_cannot_be_read_are_no_date_and_say_so(self, text: str) -> None:
        assert read_date(text) == StatedDate(text, problem=NOT_A_DATE)
        assert normal_form(text) == text

    def test_the_number_of_a_spreadsheet_is_no_date_but_the_day_is_named(self) -> None:
        assert read_date("44286").day is None
        assert "keeps for 31/03/2021" in read_date("44286").problem
        assert read_date("99999").problem == NOT_A_DATE

    @pytest.mark.parametrize(
        ("text", "year"),
        [
            ("31/03/0021", "0021"),
            ("1921-03-31", "1921"),
            ("March 2099", "2099"),
            ("31/03/2210", "2210"),
            ("1/3/99", "2099"),
        ],
    )
    def test_a_year_that_cannot_be_meant_is_no_date_and_says_so(self, text: str, year: str) -> None:
        stated = read_date(text)
        assert (stated.first, stated.last) == (None, None)
        assert stated.problem == f"the year {year} cannot be meant: dates are read from 1990 to 2050"

    @pytest.mark.parametrize("text", [CELL, "October 21 October 21", "19th Mar 30th Apr"])
    def test_several_dates_in_one_cell_are_not_guessed_at(self, text: str) -> None:
        assert read_date(text) == StatedDate(text, problem="more than one date is stated here")

    def test_a_leap_day_without_a_year_may_be_real(self) -> None:
        assert read_date("29 Feb").problem == "no year is stated"
        assert read_date("29 Feb", default_year=2021).problem == "there is no 29 February 2021"

    def test_a_year_outside_the_calendar_is_refused_in_words(self) -> None:
        assert read_date("5 May", default_year=10_000).problem == "there is no year 10000"


class TestSeveralMilestonesInOneCell:
    def test_each_date_comes_with_its_words_and_the_wrong_year_is_pointed_out(self) -> None:
        found = split_milestones(CELL)
        assert [(stated.text, str(stated.day), stated.problem, words) for stated, words in found] == [
            ("November 21", "2021-11-30", "", "Launch of Framework"),
            ("Dec 21", "2021-12-31", "", "Audit"),
            ("Jan 21", "2021-01-31", "earlier than the one before it: wrong year?", "Survey"),
            ("March", "None", "no year is stated", "Next audit"),
        ]

    def test_the_words_may_stand_before_their_dates(self) -> None:
        cell = "Phase 1 due to conclude April 22 Phase 2 due to start May 22 at the latest"
        assert [(stated.text, words) for stated, words in split_milestones(cell)] == [
            ("April 22", "Phase 1 due to conclude"),
            ("May 22", "Phase 2 due to start at the latest"),
        ]

    def test_two_dates_from_a_merged_cell_stay_two(self) -> None:
        october = (read_date("October 21"), "")
        assert october[0].problem == ""
        assert split_milestones("October 21 October 21") == [october, october]

    def test_only_the_date_that_goes_back_is_pointed_out_not_those_after_it(self) -> None:
        found = split_milestones("Dec 21 - Audit Jan 21 - Survey Feb 21 - Report March - Review Jan 21 - End")
        assert [stated.text for stated, _ in found if "earlier" in stated.problem] == ["Jan 21", "Jan 21"]

    @pytest.mark.parametrize("text", ["28th Jun - Sept", "Dec 21", "31/06/2021", "Ongoing", ""])
    def test_a_cell_with_one_date_or_none_stays_whole(self, text: str) -> None:
        assert split_milestones(text) == [(read_date(text), "")]

    def test_months_that_are_also_words_are_no_dates(self) -> None:
        text = "Staff may march on; the plan may slip"
        assert split_milestones(text) == [(StatedDate(text, problem=NOT_A_DATE), "")]

    @given(
        st.lists(st.sampled_from(["Dec 21", "- Audit", "Plan:", "March", "–", "4/5/21", "may", "1st", "(ok)"]))
        | st.text()
    )
    def test_no_word_is_lost_whatever_the_cell_says(self, cell: list[str] | str) -> None:
        text = cell if isinstance(cell, str) else " ".join(cell)
        kept = "".join(stated.text + words for stated, words in split_milestones(text))
        assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))


class TestStoringAndShowing:
    @pytest.mark.parametrize(
        ("typed", "stored", "shown"),
        [
            ("31/3/21", "2021-03-31", "31/03/2021"),
            ("10 th February 2015", "2015-02-10", "10/02/2015"),
            ("31/06/2021", "31/06/2021", "31/06/2021"),
            (" Dec  21\n", "Dec 21", "Dec 21"),
            ("by 31 March 2021", "by 31 March 2021", "by 31 March 2021"),
            ("Tuesday 2nd February 2015", "Tuesday 2nd February 2015", "Tuesday 2nd February 2015"),
            ("5 May", "5 May", "5 May"),
        ],
    )
    def test_only_a_real_day_loses_its_spelling(self, typed: str, stored: str, shown: str) -> None:
        assert normal_form(typed) == stored
        assert show_date(stored) == shown

    @pytest.mark.parametrize("text", ["2021-02-30", "2021-3-1", "20210301", " 2021-03-01"])
    def test_words_that_only_look_stored_are_shown_unchanged(self, text: str) -> None:
        assert show_date(text) == text


class TestCountingDays:
    def test_slippage_is_counted_from_the_original_day_to_the_current_one(self) -> None:
        assert slippage_days(read_date("31/01/2021"), read_date("Mar 21")) == 59
        assert slippage_days(read_date("Mar 21"), read_date("31/01/2021")) == -59

    def test_slippage_from_or_to_an_unknown_day_is_unknown(self) -> None:
        known, unknown = read_date("31/01/2021"), read_date("31/06/2021")
        assert slippage_days(unknown, known) is slippage_days(known, unknown) is None

    def test_something_is_late_from_the_day_after_its_due_day(self) -> None:
        due = read_date("31/03/2021")
        assert [days_late(due, date(2021, 3, 31)), days_late(due, date(2021, 4, 1))] == [0, 1]
        assert days_late(due, date(2020, 1, 1)) == 0
        assert days_late(read_date("Ongoing"), date(2021, 4, 1)) is None

    def test_a_spreadsheet_number_is_the_day_the_spreadsheet_shows(self) -> None:
        assert from_excel_serial(44286) == date(2021, 3, 31)
        assert from_excel_serial(44286.75) == date(2021, 3, 31)
        assert [from_excel_serial(1), from_excel_serial(59), from_excel_serial(61)] == [
            date(1900, 1, 1),
            date(1900, 2, 28),
            date(1900, 3, 1),
        ]
        assert from_excel_serial(2_958_465) == date(9999, 12, 31)

    @pytest.mark.parametrize("serial", [0, -1, 60, 2_958_466, float("nan"), float("inf")])
    def test_a_spreadsheet_number_that_is_no_day_gives_none(self, serial: float) -> None:
        assert from_excel_serial(serial) is None

    @pytest.mark.parametrize("quarter", [0, 5])
    def test_there_are_four_quarters(self, quarter: int) -> None:
        with pytest.raises(ValueError, match=f"There is no quarter {quarter}"):
            quarter_days(2020, quarter)


class TestFinancialYears:
    @pytest.mark.parametrize("text", ["2017/18", "FY 2017/18", "fy17/18", "2017–18", "2017/2018", "17/18"])
    def test_are_two_years_in_a_row(self, text: str) -> None:
        assert financial_year(text) == 2017

    @pytest.mark.parametrize("text", ["2017/19", "2017", "2017 - 2018", "18/17", "", "9999/00"])
    def test_are_nothing_else(self, text: str) -> None:
        assert financial_year(text) is None


def spellings(day: date) -> list[str]:
    month = MONTH_NAMES[day.month - 1]
    spelt = [
        f"{day.year:04d}-{day.month:02d}-{day.day:02d}",
        f"{day.day}/{day.month}/{day.year:04d}",
        f"{day.day:02d}.{day.month:02d}.{day.year:04d}",
        f"{day.day} {month} {day.year:04d}",
        f"{day.day}th {month[:3]} {day.year:04d}",
        f"{day.day}<sup>th</sup> {month.upper()}, {day.year:04d}",
        f"{month} {day.day} {day.year:04d}",
    ]
    if 2000 <= day.year <= 2099:
        spelt += [
            f"{day.day}/{day.month}/{day.year % 100:02d}",
            f"{day.day}-{month[:3]}-{day.year % 100:02d}",
        ]
    return spelt


@given(PLAUSIBLE)
def test_every_real_day_is_read_back_from_every_spelling(day: date) -> None:
    for spelling in spellings(day):
        stated = read_date(spelling)
        assert (stated.first, stated.last, stated.problem) == (day, day, "")
        assert normal_form(spelling) == day.isoformat()
    assert normal_form(show_date(day.isoformat())) == day.isoformat()


@given(st.integers(0, 99), st.integers(0, 99), st.integers(FIRST_YEAR, LAST_YEAR))
def test_three_numbers_are_a_day_only_if_the_calendar_has_it(day: int, month: int, year: int) -> None:
    try:
        real: date | None = date(year, month, day)
    except ValueError:
        real = None
    stated = read_date(f"{day}/{month}/{year}")
    assert stated.first == stated.last == real
    assert (stated.problem == "") == (real is not None)


@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR - 1, 12, 31)), st.integers(1, 300))
def test_a_window_of_two_days_is_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    stated = read_date(f"{first.isoformat()} – {last.day}/{last.month}/{last.year:04d}")
    assert (stated.first, stated.last) == (first, last)


WORDS = st.lists(
    st.sampled_from(
        [
            "19",
            "31",
            "th",
            "Jan",
            "March",
            "21",
            "2021",
            "-",
            "–",
            "/",
            "&",
            "to",
            "Q3",
            "Mon",
            "end of",
            "0",
            " ",
        ]
    ),
    max_size=8,
).map("".join)


SPELT = st.dates(date(2000, 1, 1), date(2099, 12, 31)).flatmap(lambda day: st.sampled_from(spellings(day)))


@given(
    st.text() | WORDS | SPELT | st.lists(WORDS | SPELT, max_size=4).map(" - ".join), st.none() | st.integers(-1, 10_001)
)
def test_any_text_is_read_without_failing_and_kept_word_for_word(text: str, year: int | None) -> None:
    stated = read_date(text, default_year=year)
    assert stated.text == text
    assert (stated.first is None) == (stated.last is None)
    if stated.first is not None and stated.last is not None:
        assert stated.first <= stated.last
    stored = normal_form(text)
    assert normal_form(stored) == stored
    if stored.split() != text.split():
        # Only the spelling of one real day may change, and not the day.
        day = date.fromisoformat(stored)
        assert read_calendar(text) == StatedDate(text, day, day)
    shown = show_date(stored)
    assert shown == stored or read_calendar(shown).day == date.fromisoformat(stored)
    # A cell that is taken apart loses none of its letters and figures, only the marks that raise some of them.
    said = "".join(each.text + words for each, words in split_milestones(text, default_year=year))
    left = [filter(str.isalnum, re.sub("</?sup>", "", each, flags=re.IGNORECASE)) for each in (said, text)]
    assert sorted(left[0]) == sorted(left[1])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("30 June", "2021-06-30"),
        ("2/3", "2021-03-02"),  # today
        ("1 March", "2022-03-01"),  # yesterday was the last one
        ("30 June 2020", "30 June 2020"),  # a year that is said stands
        ("31 June", "31 June"),  # no such day
        ("when staffed", "when staffed"),
        ("", ""),
    ],
)
def test_a_day_without_a_year_is_the_next_of_that_name_and_all_else_stays_as_it_was_typed(
    typed: str, kept: str
) -> None:
    assert kept_ahead(typed, date(2021, 3, 2)) == kept
