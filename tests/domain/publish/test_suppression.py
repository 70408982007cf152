"""Small numbers are hidden in what is published, and nobody can work them out from the rest."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardtui.domain.board.board import Board, Since
from boardtui.domain.kpis.scorecard import since_meeting, view
from boardtui.domain.publish.disclosure import Cell, Cells, Sum
from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.records.kinds import Comparator, Kpi, Meeting, Reading
from boardtui.domain.records.kpis import Basis, Series
from tests.domain.making import board_of, current, kpi_of, months, new_id, previous_year, trend

FIELDS = ("numerator", "denominator", "value")


def published(*records: Any) -> Board:
    return suppressed(board_of(*records))[0]


def shown(board: Board, kpi: Kpi, series: Series = Series.PERIOD) -> dict[str, str]:
    """The readings of a KPI as a reader sees them: `3/40 7.5%`, or only the value."""
    return {
        each.period: " ".join(filter(None, (f"{each.numerator}/{each.denominator}".strip("/"), each.value)))
        for each in board.owned(Reading, kpi.id)
        if each.series is series
    }


class TestSmallNumbers:
    @pytest.mark.parametrize("count", ["1", "3", "5", "3 exc Dec"])
    def test_a_count_of_1_to_5_is_hidden(self, count: str) -> None:
        kpi = kpi_of(unit="count")
        assert shown(published(kpi, *trend(kpi, {"2019-02": count})), kpi) == {"2019-02": "c"}

    @pytest.mark.parametrize("count", ["0", "6", "335", "n/a", "-", "", "u", "2.5", "£3", "4 days", "3%"])
    def test_a_true_zero_more_than_5_and_what_is_no_count_are_shown(self, count: str) -> None:
        kpi = kpi_of()
        assert shown(published(kpi, *trend(kpi, {"2019-02": count})), kpi) == {"2019-02": count}

    @pytest.mark.parametrize(
        ("stated", "seen"),
        [
            ("3/40 7.5%", "c/40 c"),
            ("37/40 92.5%", "c/40 c"),
            ("35/40 87.5%", "c/40 c"),
            ("5/40 12.5%", "c/40 c"),
            ("6/40 15%", "6/40 15%"),
            ("34/40 85%", "34/40 85%"),
            ("40/40 100%", "40/40 100%"),
            ("0/40 0%", "0/40 0%"),
            ("2/4 50%", "c/c c"),
            ("0/4 0%", "c/c c"),
            ("-/40 7.5%", "-/40 c"),
            ("38/- 95%", "c/- c"),
            ("64/3 21.3", "c/c c"),
        ],
    )
    def test_a_share_of_1_to_5_or_of_all_but_1_to_5_goes_with_its_numerator(self, stated: str, seen: str) -> None:
        kpi = kpi_of(unit="percent")
        board = published(kpi, *trend(kpi, {"2019-02": stated}))
        assert shown(board, kpi) == {"2019-02": seen}

    def test_a_score_is_no_share_of_what_it_is_divided_by(self) -> None:
        kpi = kpi_of(unit="score")
        assert shown(published(kpi, *trend(kpi, {"2019-02": "26/29 0.9"})), kpi) == {"2019-02": "26/29 0.9"}

    def test_the_trend_is_judged_by_the_denominator_that_is_stated(self) -> None:
        kpi = kpi_of(basis=Basis.SNAPSHOT)
        figures = {"2018-09": "43.1%", "2018-10": "3.7%", "2018-11": "0.6%", "2018-12": "99.4%", "2019-01": "0%"}
        board = published(kpi, *trend(kpi, figures), current(kpi, "2019-02", "10/335 3.0%"))
        assert list(shown(board, kpi).values()) == ["43.1%", "3.7%", "c", "c", "0%"]
        assert shown(board, kpi, Series.CURRENT) == {"2019-02": "10/335 3.0%"}

    def test_the_current_figure_and_the_same_month_of_the_trend_are_hidden_together(self) -> None:
        kpi = kpi_of(basis=Basis.SNAPSHOT)
        board = published(kpi, *trend(kpi, {"2019-02": "81%"}), current(kpi, "2019-02", "199/200 99.5%"))
        assert shown(board, kpi) == {"2019-02": "c"}

    def test_last_year_is_judged_like_the_trend_and_england_is_not(self) -> None:
        kpi = kpi_of(basis=Basis.SNAPSHOT)
        england = Comparator(id=new_id(), kpi=kpi.id, title="England", year="2017/18", value="0.6%")
        own = previous_year(kpi, "2017/18", "0.6%")
        board = published(kpi, england, own, current(kpi, "2019-02", "10/335 3.0%"))
        assert {each.title: each.value for each in board.all(Comparator)} == {"England": "0.6%", "previous year": "c"}

    def test_what_cannot_be_read_is_hidden_since_it_cannot_be_checked(self) -> None:
        kpi = kpi_of()
        board, hidden = suppressed(board_of(kpi, *trend(kpi, {"2019-01": "3 - 5", "2019-02": "three"})))
        assert shown(board, kpi) == {"2019-01": "c", "2019-02": "c"}
        assert {each.why for each in hidden} == {"it cannot be read as one figure, so it cannot be checked"}

    @pytest.mark.parametrize(
        "words",
        [
            *("40 (3 were girls)", "97% (3 of 114 late)", "27% exc Dec, 2 late", "40 (½ day)"),
            *("91.7% (11/12)", "27% exc two late"),
        ],
    )
    def test_a_figure_whose_words_state_another_one_is_hidden_with_it(self, words: str) -> None:
        kpi = kpi_of()
        board, hidden = suppressed(board_of(kpi, *trend(kpi, {"2019-02": words})))
        assert shown(board, kpi) == {"2019-02": "c"}
        assert [each.why for each in hidden] == ["it cannot be read as one figure, so it cannot be checked"]

    @pytest.mark.parametrize(
        "words", ["27% exc Dec", "27% exc Dec 18", "40 (2017/18 cohort)", "40 at Q3", "40 (2018)", "40 (17/18)"]
    )
    def test_a_figure_whose_words_state_a_date_is_shown_with_them(self, words: str) -> None:
        kpi = kpi_of()
        assert shown(published(kpi, *trend(kpi, {"2019-02": words})), kpi) == {"2019-02": words}

    @pytest.mark.parametrize(
        ("percent", "seen"), [("95.5%", "95.5%"), ("2%", "c"), ("98%", "c"), ("0%", "0%"), ("4.5%", "4.5%")]
    )
    def test_a_percentage_is_hidden_if_whole_people_may_make_it(self, percent: str, seen: str) -> None:
        # Of 120 to 180: 95.5% is all but 6, 7 or 8, since all but 5 of 120 would be 95.8%; 2% may be 3 of 150.
        kpi = kpi_of(unit="percent", basis=Basis.SNAPSHOT)
        board = published(kpi, *trend(kpi, {"2019-01": percent, "2019-02": "141/150 94%"}))
        assert shown(board, kpi)["2019-01"] == seen

    def test_a_rate_of_1_to_5_goes_as_a_percentage_does(self) -> None:
        kpi = kpi_of(unit="rate per 10,000")
        figures = {"2019-01": "-/12,000 4.2", "2019-02": "9/12,000 7.5", "2019-03": "4.1", "2019-04": "8.3"}
        board, hidden = suppressed(board_of(kpi, *trend(kpi, figures)))
        assert list(shown(board, kpi).values()) == ["-/12,000 c", "9/12,000 7.5", "c", "8.3"]
        assert {each.why for each in hidden if each.period in ("Jan 19", "Mar 19")} == {
            "a rate that stands, or may stand, for 1 to 5 people"
        }


class TestWhatGivesThemAway:
    def group(self, *counts: int, name: str = "Cohorts") -> tuple[list[Kpi], list[Reading]]:
        kpis = [kpi_of(f"1.{n}", group=name, unit="count", position=n) for n in range(1, len(counts) + 1)]
        return kpis, [r for kpi, count in zip(kpis, counts, strict=True) for r in trend(kpi, {"2019-02": str(count)})]

    def seen(self, *counts: int) -> list[str]:
        kpis, readings = self.group(*counts)
        board = published(*kpis, *readings)
        return [shown(board, kpi)["2019-02"] for kpi in kpis]

    def test_the_next_smallest_goes_where_the_total_would_give_it_away(self) -> None:
        assert self.seen(3, 40, 20, 63) == ["c", "40", "c", "63"]
        assert self.seen(63, 3, 40, 20) == ["63", "c", "40", "c"]

    def test_nothing_more_goes_where_there_is_no_total(self) -> None:
        assert self.seen(3, 40, 20, 64) == ["c", "40", "20", "64"]

    def test_two_hidden_ones_that_are_5_together_are_still_too_few(self) -> None:
        assert self.seen(1, 2, 40, 20, 63) == ["c", "c", "40", "c", "63"]
        assert self.seen(4, 2, 40, 20, 66) == ["c", "c", "40", "20", "66"]

    def test_a_zero_hides_no_one(self) -> None:
        assert self.seen(3, 0, 40, 43) == ["c", "0", "c", "43"]

    @pytest.mark.parametrize("count", [20, 100])
    def test_a_hidden_figure_is_hidden_wherever_it_stands(self, count: int) -> None:
        kpis, readings = self.group(3, 140, count, 143 + count)
        visits = kpi_of("5.1", group="Visits", unit="percent")
        board = published(*kpis, *readings, visits, *trend(visits, {"2019-02": f"10/{count} {1000 / count:g}%"}))
        assert shown(board, visits) == {"2019-02": "c/c c"}

    def test_a_number_that_is_equal_by_chance_stays(self) -> None:
        kpis, readings = self.group(3, 40, 20, 63)
        more = trend(kpis[2], {"2019-01": "21"})
        visits = kpi_of("5.1", group="Visits", unit="percent")
        chance = trend(visits, {"2019-01": "10/30 33.3%", "2019-02": "10/20 50%"})
        assert shown(published(*kpis, *readings, *more, visits, *chance), visits)["2019-02"] == "10/20 50%"

    def test_shares_of_one_whole_give_each_other_away(self) -> None:
        kpis = [kpi_of(f"1.{n}", group="Placements", unit="percent", position=n) for n in range(3)]
        stated = ("3/60 5%", "20/60 33.3%", "37/60 61.7%")
        readings = [r for kpi, words in zip(kpis, stated, strict=True) for r in trend(kpi, {"2019-02": words})]
        board = published(*kpis, *readings)
        assert [shown(board, kpi)["2019-02"] for kpi in kpis] == ["c/60 c", "c/60 c", "37/60 61.7%"]

    def test_percentages_that_make_100_give_each_other_away_without_their_parts(self) -> None:
        kpis = [kpi_of(f"1.{n}", group="Placements", unit="percent", position=n) for n in range(3)]
        before = [
            r
            for kpi, share in zip(kpis, ("5.0%", "33.3%", "61.6%"), strict=True)
            for r in trend(kpi, {"2019-01": share})
        ]
        now = [r for kpi in kpis for r in trend(kpi, {"2019-02": "20/60 33.3%"})]
        board = published(*kpis, *before, *now)
        assert [shown(board, kpi)["2019-01"] for kpi in kpis] == ["c", "c", "61.6%"]

    def test_a_year_to_date_gives_away_the_month_between_two_of_them(self) -> None:
        kpi = kpi_of(unit="count", basis=Basis.YEAR_TO_DATE)
        board, hidden = suppressed(
            board_of(kpi, *trend(kpi, {"2018-04": "40", "2018-05": "60", "2018-06": "62"}, Series.CURRENT))
        )
        assert list(shown(board, kpi, Series.CURRENT).values()) == ["40", "c", "62"]
        assert [each.why for each in hidden] == ["it would give a hidden figure away"]

    def test_months_and_their_quarter_give_each_other_away(self) -> None:
        kpi = kpi_of(unit="count", basis=Basis.MONTH)
        figures = {**months("2018-04", ["3", "20", "30"]), "2018/19 Q1": "53"}
        assert list(shown(published(kpi, *trend(kpi, figures)), kpi).values()) == ["c", "c", "30", "53"]

    def test_snapshots_do_not_add_up(self) -> None:
        kpi = kpi_of(unit="count", basis=Basis.SNAPSHOT)
        figures = {**months("2018-04", ["3", "20", "30"]), "2018/19 Q1": "53"}
        assert list(shown(published(kpi, *trend(kpi, figures)), kpi).values()) == ["c", "20", "30", "53"]

    def test_a_row_of_which_another_one_tells_is_no_part_of_the_total(self) -> None:
        # All, boys, of which disabled, girls, not known.
        assert self.seen(60, 30, 14, 27, 3) == ["60", "30", "14", "c", "c"]

    def test_parts_of_parts_are_added_up_too(self) -> None:
        assert self.seen(60, 5, 1, 4, 14, 41) == ["60", "c", "c", "c", "c", "41"]

    def test_a_total_whose_figures_mostly_slip_is_one_where_it_is_all_the_others_together(self) -> None:
        kpis = [kpi_of(f"1.{n}", group="Cohorts", unit="count", position=n) for n in range(4)]
        rows = (["42", "11", "35"], ["40", "11", "2"], ["0", "0", "25"], ["2", "0", "8"])
        readings = [r for kpi, row in zip(kpis, rows, strict=True) for r in trend(kpi, months("2018-12", row))]
        board = published(*kpis, *readings)
        assert [shown(board, kpi)["2018-12"] for kpi in kpis] == ["42", "c", "0", "c"]

    @pytest.mark.parametrize("when", ["2019-02", "2019-02-28", "latest"])
    def test_a_total_may_stand_in_another_group(self, when: str) -> None:
        total = kpi_of("1", group="All", unit="count", position=1)
        parts = [kpi_of(f"2.{n}", group="By sex", unit="count", position=2) for n in range(3)]
        at = "latest" if when == "latest" else "2019-02"
        readings = [r for kpi, c in zip(parts, ("37", "20", "3"), strict=True) for r in trend(kpi, {at: c})]
        board = published(total, *parts, *trend(total, {when: "60"}), *readings)
        assert [shown(board, kpi)[at] for kpi in parts] == ["37", "c", "c"]

    def test_a_total_may_be_stated_as_current_and_its_parts_in_the_trend(self) -> None:
        kpis = [kpi_of(f"1.{n}", group="Cohorts", unit="count", position=n) for n in range(4)]
        readings = [r for kpi, c in zip(kpis[1:], ("37", "20", "3"), strict=True) for r in trend(kpi, {"2019-02": c})]
        board = published(*kpis, current(kpis[0], "2019-02", "60"), *readings)
        assert [shown(board, kpi)["2019-02"] for kpi in kpis[1:]] == ["37", "c", "c"]

    @pytest.mark.parametrize(("other", "seen"), [("92.5%", "c"), ("93%", "c"), ("7.5%", "c"), ("91%", "91%")])
    def test_a_hidden_percentage_is_hidden_wherever_it_stands(self, other: str, seen: str) -> None:
        scorecard, headline = kpi_of("2.1", unit="percent", group="Front door"), kpi_of("H1", unit="percent")
        before = "10%" if other == "7.5%" else "90.0%"
        board = published(
            *(scorecard, headline, *trend(scorecard, {"2019-01": "90.0%", "2019-02": "37/40 92.5%"})),
            *trend(headline, {"2019-01": before, "2019-02": other}),
        )
        assert shown(board, scorecard)["2019-02"] == "c/40 c"
        assert shown(board, headline)["2019-02"] == seen

    def test_two_that_were_once_at_100_percent_are_not_taken_for_one(self) -> None:
        few, many = kpi_of("1", unit="percent"), kpi_of("2", unit="percent")
        board = published(few, many, *trend(few, {"2019-02": "3/3 100%"}), *trend(many, {"2019-02": "40/40 100%"}))
        assert shown(board, many) == {"2019-02": "40/40 100%"}

    def test_one_slip_in_an_old_month_does_not_make_two_head_counts_different(self) -> None:
        share, seen = kpi_of("1", unit="percent"), kpi_of("2", unit="count", group="Other")
        old = {"2018-11": "30/40 75%", "2018-12": "29/40 72.5%", "2019-01": "31/40 77.5%"}
        counts = {"2018-11": "31", "2018-12": "29", "2019-01": "31", "2019-02": "38"}
        board = published(share, seen, *trend(share, {**old, "2019-02": "38/40 95%"}), *trend(seen, counts))
        assert shown(board, seen)["2019-02"] == "c"

    @pytest.mark.parametrize("period", ["2018/19 Q4", "2019-03"])
    def test_a_rolling_year_gives_away_one_of_its_quarters(self, period: str) -> None:
        kpi = kpi_of(unit="count", basis=Basis.ROLLING)
        quarters = {f"2018/19 Q{n}": count for n, count in enumerate(("20", "3", "21", "18"), start=1)}
        board = published(kpi, *trend(kpi, quarters), current(kpi, period, "62"))
        assert list(shown(board, kpi).values()) == ["20", "c", "21", "c"]

    @pytest.mark.parametrize(
        ("first", "counts", "to_date", "seen"),
        [
            ("2018-07", ["30", "9", "20", "22", "3", "21"], ("2018-12", "66"), ["30", "9", "c", "22", "c", "21"]),
            ("2018-12", ["9", "20", "22", "3", "21"], ("2019-04", "66"), ["9", "c", "22", "c", "21"]),
        ],
    )
    def test_a_year_to_date_may_be_of_the_school_or_the_calendar_year(
        self, first: str, counts: list[str], to_date: tuple[str, str], seen: list[str]
    ) -> None:
        kpi = kpi_of(unit="count", basis=Basis.YEAR_TO_DATE)
        board = published(kpi, *trend(kpi, months(first, counts)), current(kpi, *to_date))
        assert list(shown(board, kpi).values()) == seen

    def test_quarters_to_date_are_added_up_though_a_month_stands_beside_them(self) -> None:
        kpi = kpi_of(unit="count", basis=Basis.YEAR_TO_DATE)
        stated = {"2018-04": "7", "2018/19 Q1": "20", "2018/19 Q2": "3", "2018/19 Q3": "21"}
        board = published(kpi, *trend(kpi, stated), current(kpi, "2018/19 Q3", "44"))
        assert list(shown(board, kpi).values()) == ["7", "c", "c", "21"]

    def test_a_rolling_year_gives_away_the_month_that_came_in(self) -> None:
        kpi = kpi_of(unit="count", basis=Basis.ROLLING)
        years = trend(kpi, {"2019-01": "100", "2019-02": "93"}, Series.CURRENT)
        board = published(kpi, *years, *trend(kpi, {"2018-02": "10", "2019-02": "3"}))
        assert list(shown(board, kpi).values()) == ["c", "c"]


class TestTheCopy:
    def test_the_board_itself_is_not_altered(self) -> None:
        kpi = kpi_of(unit="count")
        board = board_of(kpi, *trend(kpi, {"2019-02": "3"}))
        assert board.all(Reading)  # what a board has sorted once must not be handed on to its copy
        copy, hidden = suppressed(board)
        assert shown(board, kpi) == {"2019-02": "3"}
        assert shown(copy, kpi) == {"2019-02": "c"}
        assert [each.why for each in hidden] == ["a count of 1 to 5"]

    def test_no_movement_is_told_from_a_figure_that_is_older_than_a_hidden_one(self) -> None:
        kpi = kpi_of(unit="percent", polarity="high", basis=Basis.SNAPSHOT)
        old, new = trend(kpi, {"2018-12": "60/100 60%", "2019-02": "70/100 70%"})
        (gone,) = trend(kpi, {"2019-01": "80/100 80%"})
        meeting = Meeting(id=new_id())
        board = board_of(kpi, meeting, old, new, since=Since(meeting, new=frozenset({new.id}), gone=(gone,)))
        assert since_meeting(view(board, kpi)).change == "worse"
        assert since_meeting(view(suppressed(board)[0], kpi)).change == ""
        hidden = board_of(kpi, old, *trend(kpi, {"2019-01": "97/100 97%"}), new)
        assert view(hidden, kpi).movement.change == "worse"
        assert view(suppressed(hidden)[0], kpi).movement.change == ""

    def test_the_list_says_what_was_hidden_and_why_but_not_what_it_was(self) -> None:
        kpi = kpi_of("5.10", unit="percent")
        _, hidden = suppressed(board_of(kpi, *trend(kpi, {"Feb 2019": "37/40 92.5%"})))
        assert [(each.ref, each.period, each.field) for each in hidden] == [
            ("5.10", "Feb 19", "value"),
            ("5.10", "Feb 19", "numerator"),
        ]
        assert not any("37" in each.why or "92.5" in each.why for each in hidden)

    def test_what_a_figure_was_at_the_last_meeting_is_gone(self) -> None:
        kpi = kpi_of(unit="count")
        (kept, gone) = trend(kpi, {"2019-01": "30", "2019-02": "4"})
        before = {kept.id: {"figure": {"value": "3", "numerator": "", "denominator": ""}, "note": {"note": "3"}}}
        meeting = Meeting(id=new_id(), snapshot="| 4 |", minutes="4 children")
        board = board_of(kpi, kept, meeting, since=Since(meeting, before=before, gone=(gone,)))
        copy, _ = suppressed(board)
        assert copy.since.value(kept, "value") == "c"
        (left,) = copy.since.gone
        assert isinstance(left, Reading)
        assert (left.value, left.numerator, left.denominator) == ("c", "c", "c")
        assert copy.since.meeting is not None
        for each in (copy.since.meeting, *copy.all(Meeting)):
            assert (each.snapshot, each.minutes) == ("", "")


# The attack: what a reader knows who sees the published copy and knows how the figures add up.


def worked_out(equations: Iterable[Mapping[str, int]], hidden: set[str]) -> set[str]:
    """The hidden quantities that the equations leave one value for, by Gaussian elimination."""
    names = sorted(hidden)
    rows = [[Fraction(each.get(name, 0)) for name in names] for each in equations]
    done: list[list[Fraction]] = []
    for column in range(len(names)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        done = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in done]
        done.append(pivot)
    alone = [[name for name, value in zip(names, row, strict=True) if value] for row in done]
    return {name for some in alone if len(some) == 1 for name in some}


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=width, max_size=width)
)


class TestNothingCanBeWorkedOut:
    @settings(max_examples=200, deadline=None)
    @given(tables)
    def test_in_a_table_with_totals_across_and_over_time(self, parts: list[list[int]]) -> None:
        rows = [*parts, [sum(column) for column in zip(*parts, strict=True)]]
        kpis = [kpi_of(str(n), group="Cohorts", unit="count", basis=Basis.MONTH, position=n) for n in range(len(rows))]
        truth: dict[str, int] = {}
        readings = []
        for kpi, row in zip(kpis, rows, strict=True):
            stated = {**months("2018-04", map(str, row)), "2018/19 Q1": str(sum(row))}
            readings += trend(kpi, stated)
            truth |= {f"{kpi.ref} {period}": int(count) for period, count in stated.items()}
        board = published(*kpis, *readings)
        seen = {f"{kpi.ref} {period}": value for kpi in kpis for period, value in shown(board, kpi).items()}
        hidden = {name for name, value in seen.items() if value == "c"}
        periods = [*months("2018-04", "123"), "2018/19 Q1"]
        last = kpis[-1].ref
        equations = [
            *({**{f"{kpi.ref} {p}": 1 for kpi in kpis[:-1]}, f"{last} {p}": -1} for p in periods),
            *({**{f"{kpi.ref} {p}": 1 for p in periods[:-1]}, f"{kpi.ref} {periods[-1]}": -1} for kpi in kpis),
        ]
        assert all(truth[name] not in range(1, 6) for name in truth if name not in hidden)
        assert all(value in ("c", str(truth[name])) for name, value in seen.items())
        small = {name for name in hidden if truth[name] in range(1, 6)}
        assert not worked_out(equations, hidden) & small

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.booleans()), min_size=2, max_size=4))
    def test_in_a_group_whose_parts_have_parts(self, parts: list[tuple[int, int, bool]]) -> None:
        truth = {"all": sum(one + other for one, other, _ in parts)}
        equations: list[dict[str, int]] = [{"all": -1, **{str(n): 1 for n in range(len(parts))}}]
        for n, (one, other, is_told) in enumerate(parts):
            truth[str(n)] = one + other
            if is_told:
                truth |= {f"{n}a": one, f"{n}b": other}
                equations.append({str(n): -1, f"{n}a": 1, f"{n}b": 1})
        kpis = [kpi_of(ref, group="Cohorts", unit="count", position=n) for n, ref in enumerate(truth)]
        readings = [r for kpi in kpis for r in trend(kpi, {"2019-02": str(truth[kpi.ref])})]
        board = published(*kpis, *readings)
        hidden = {kpi.ref for kpi in kpis if shown(board, kpi)["2019-02"] == "c"}
        small = {ref for ref, count in truth.items() if count in range(1, 6)}
        assert small <= hidden
        assert not worked_out(equations, hidden) & small

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.integers(0, 40), min_size=2, max_size=5).filter(sum))
    def test_in_shares_of_one_whole(self, counts: list[int]) -> None:
        whole = sum(counts)
        kpis = [kpi_of(str(n), group="Placements", unit="percent", position=n) for n in range(len(counts))]
        readings = [
            reading
            for kpi, count in zip(kpis, counts, strict=True)
            for reading in trend(kpi, {"2019-02": f"{count}/{whole} {count * 100 / whole:.1f}%"})
        ]
        copy = published(*kpis, *readings)
        hidden = set()
        for kpi, count in zip(kpis, counts, strict=True):
            (reading,) = copy.owned(Reading, kpi.id)
            told = [getattr(reading, field) != "c" for field in FIELDS]
            assert sum(told) < 2 or all(told)  # any two of the three would give the third
            if not told[0]:
                hidden.add(kpi.ref)
            if count in range(1, 6) or whole - count in range(1, 6):
                assert not told[0]
                assert not told[2]
        small = {kpi.ref for kpi, count in zip(kpis, counts, strict=True) if count in range(1, 6)}
        if whole > 5:
            assert not worked_out([{kpi.ref: 1 for kpi in kpis}], hidden) & small

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.integers(0, 20), min_size=2, max_size=8), st.data())
    def test_between_years_to_date(self, counts: list[int], data: st.DataObject) -> None:
        months_told = data.draw(st.lists(st.booleans(), min_size=len(counts), max_size=len(counts)))
        kpi = kpi_of("1", unit="count", basis=Basis.YEAR_TO_DATE)
        names = list(months("2018-04", map(str, counts)))
        to_date = [sum(counts[: each + 1]) for each in range(len(counts))]
        told = {name: str(c) for name, c, is_told in zip(names, counts, months_told, strict=True) if is_told}
        stated = dict(zip(names, map(str, to_date), strict=True))
        copy = published(kpi, *trend(kpi, told), *trend(kpi, stated, Series.CURRENT))
        seen_months, seen_years = shown(copy, kpi), shown(copy, kpi, Series.CURRENT)
        hidden = {f"m{name}" for name in names if seen_months.get(name, "c") == "c"}
        hidden |= {f"y{name}" for name in names if seen_years[name] == "c"}
        equations = [{f"m{names[0]}": 1, f"y{names[0]}": -1}]
        equations += [{f"m{n}": 1, f"y{b}": 1, f"y{n}": -1} for b, n in pairwise(names)]
        small = {f"m{name}" for name, count in zip(names, counts, strict=True) if count in range(1, 6)}
        assert not {f"m{name}" for name in names} - hidden & small
        assert not worked_out(equations, hidden) & small

    def test_several_sums_together_are_solved(self) -> None:
        # a + b = c and b + a + d = e: no sum has one unknown alone, but both together give d away.
        table = Cells(lambda number: ())
        a, b, c, d, e = (table.add(Cell(Decimal(amount))) for amount in (8, 9, 17, 7, 24))
        table.add_sum(Sum({a: 1, b: 1, c: -1}))
        table.add_sum(Sum({a: 1, b: 1, d: 1, e: -1}))
        for number in (a, b, d):
            table.hide(number)
        table.protect()
        assert table.cells[c].hidden or table.cells[e].hidden
