"""Small numbers are hidden in what is published, and nobody can work them out from the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardtui.domain.board import Board, Since
from boardtui.domain.disclosure import Cell, Sum, Table
from boardtui.domain.kinds import Action, Ambition, Challenge, Comparator, Decision, Kpi, Meeting, Narrative, Reading
from boardtui.domain.kpis import Basis, Series
from boardtui.domain.suppression import prose_to_read, suppressed
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

    @pytest.mark.parametrize("words", ["40 (3 were girls)", "97% (3 of 114 late)", "27% exc Dec, 2 late", "40 (½ day)"])
    def test_a_figure_whose_words_state_another_one_is_hidden_with_it(self, words: str) -> None:
        kpi = kpi_of()
        board, hidden = suppressed(board_of(kpi, *trend(kpi, {"2019-02": words})))
        assert shown(board, kpi) == {"2019-02": "c"}
        assert [each.why for each in hidden] == ["it cannot be read as one figure, so it cannot be checked"]

    @pytest.mark.parametrize("words", ["27% exc Dec", "27% exc Dec 18", "40 (2017/18 cohort)", "40 at Q3", "40 (2018)"])
    def test_a_figure_whose_words_state_a_date_is_shown_with_them(self, words: str) -> None:
        kpi = kpi_of()
        assert shown(published(kpi, *trend(kpi, {"2019-02": words})), kpi) == {"2019-02": words}

    def test_a_rate_of_1_to_5_goes_as_a_percentage_does(self) -> None:
        kpi = kpi_of(unit="rate per 10,000")
        figures = {"2019-01": "-/12,000 4.2", "2019-02": "9/12,000 7.5", "2019-03": "4.1", "2019-04": "8.3"}
        board, hidden = suppressed(board_of(kpi, *trend(kpi, figures)))
        assert list(shown(board, kpi).values()) == ["-/12,000 c", "9/12,000 7.5", "c", "8.3"]
        assert {each.why for each in hidden if each.period in ("Jan 19", "Mar 19")} == {"a rate of 1 to 5"}


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

    def test_a_hidden_figure_is_hidden_wherever_it_stands(self) -> None:
        kpis, readings = self.group(3, 40, 20, 63)
        visits = kpi_of("5.1", group="Visits", unit="percent")
        board = published(*kpis, *readings, visits, *trend(visits, {"2019-02": "10/20 50%"}))
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
        assert copy.since.gone == ()
        assert copy.since.meeting is not None
        for each in (copy.since.meeting, *copy.all(Meeting)):
            assert (each.snapshot, each.minutes) == ("", "")

    def test_prose_that_may_name_a_hidden_figure_is_pointed_out(self) -> None:
        kpi, other = kpi_of("1", unit="count", commentary="3 children moved."), kpi_of("2", commentary="7 of them")
        (reading,) = trend(kpi, {"2019-02": "3"})
        noted = replace(reading, note="3 exc Dec")
        items = [
            Narrative(id=new_id(), text=text, links=(link.id,))
            for text, link in (("3 moved", kpi), ("some moved", kpi), ("3 moved", other))
        ]
        board = board_of(kpi, other, noted, *items)
        _, hidden = suppressed(board)
        assert [each.id for each in prose_to_read(board, hidden)] == [kpi.id, noted.id, items[0].id]

    def test_so_is_every_other_text_that_is_about_a_hidden_figure(self) -> None:
        linked, ambition = new_id(), new_id()
        kpi = kpi_of("1", unit="count", ambition=ambition, links=(linked,))
        items = [
            Action(id=linked, ref="1.1", commentary="3 of them have moved."),
            Ambition(id=ambition, ref="1", achievements="3 children moved."),
            Action(id=new_id(), ref="1.2", commentary="3 of something else."),
        ]
        board = board_of(kpi, *trend(kpi, {"2019-02": "3"}), *items, summary="All but 3.", appetite="safety: averse 3")
        _, hidden = suppressed(board)
        found = prose_to_read(board, hidden)
        assert [each.id for each in found] == [ambition, linked, board.profile.id]

    def test_so_is_what_was_said_about_it_at_a_meeting(self) -> None:
        kpi, other = kpi_of("1", unit="count"), kpi_of("2")
        said = [
            Decision(id=new_id(), item=kpi.id, text="Visit all three children."),
            Challenge(id=new_id(), item=kpi.id, text="Why 3?"),
            Challenge(id=new_id(), item=kpi.id, text="Why so many?"),
            Challenge(id=new_id(), item=other.id, text="Why 3?"),
        ]
        board = board_of(kpi, other, *trend(kpi, {"2019-02": "3"}), *said)
        _, hidden = suppressed(board)
        assert {each.id for each in prose_to_read(board, hidden)} == {said[0].id, said[1].id}

    def test_where_nothing_is_hidden_nothing_has_to_be_read(self) -> None:
        kpi = kpi_of("1", unit="count", commentary="335 children.")
        board = board_of(kpi, *trend(kpi, {"2019-02": "335"}), summary="335 children.")
        assert prose_to_read(board, suppressed(board)[1]) == []


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
        table = Table(lambda number: ())
        a, b, c, d, e = (table.add(Cell(Decimal(amount))) for amount in (8, 9, 17, 7, 24))
        table.add_sum(Sum({a: 1, b: 1, c: -1}))
        table.add_sum(Sum({a: 1, b: 1, d: 1, e: -1}))
        for number in (a, b, d):
            table.hide(number)
        table.protect()
        assert table.cells[c].hidden or table.cells[e].hidden
