"""Which sums among the KPIs of a group give a figure away, and which are taken for mere chance."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.records.kinds import Reading
from tests.domain.making import board_of, kpi_of, months, trend
from tests.domain.publish.test_hidden_sets import group, hidden


def in_january(*counts: int) -> list[int]:
    """Which counts of a group go, stated for January alone."""
    gone = hidden(*group(*([str(each)] for each in counts), start="2019-01"))
    return [count for place, count in enumerate(counts, start=1) if (f"1.{place}", "Jan 19") in gone]


def months_hidden(ref: str, *rows: Sequence[int]) -> int:
    """In how many months the count of a KPI goes."""
    gone = hidden(*group(*([str(each) for each in row] for row in rows), start="2018-01"))
    return sum(each == ref for each, _ in gone)


def others(number: int, months: int) -> list[list[int]]:
    """Rows that make no sum with anything."""
    return [[1001 + 37 * place] * months for place in range(number)]


class TestBesideOneAnother:
    @pytest.mark.parametrize(
        ("counts", "gone"),
        [
            ((63, 3, 40, 20), [3, 20]),
            ((3, 40, 20, 63), [3, 20]),
            ((63, 3, 40, 20, 500), [3, 20]),
            ((500, 3, 40, 20, 63), [3, 20]),
            ((63, 3, 999, 40, 20), [3]),
            ((62, 3, 40, 20, 500), [3]),
            # The parts of a part, and once they are one, those of the whole.
            ((63, 23, 3, 20, 40), [3, 20]),
            ((23, 3, 20, 40, 63), [3, 20]),
            # A small one and another make a third wherever they stand.
            ((3, 70, 40, 43), [3, 40]),
            ((3, 3, 6), [3, 3]),
            ((3, 6), [3]),
            ((3, 0, 3), [3, 3]),
            ((0, 0, 3), [3]),
            ((63, 50, 40, 10, 13, 3, 10), [40, 10, 3, 10]),
        ],
    )
    def test_a_total_stands_before_or_behind_its_parts(self, counts: Sequence[int], gone: list[int]) -> None:
        assert in_january(*counts) == gone

    @pytest.mark.parametrize(("right", "gone"), [(0, 0), (1, 0), (2, 2), (3, 3), (4, 4)])
    def test_what_adds_up_in_fewer_than_half_of_the_months_is_no_total(self, right: int, gone: int) -> None:
        totals = [63 if month < right else 64 for month in range(4)]
        rows = ([3] * 4, [40] * 4, [20] * 4, totals, [500 + month for month in range(4)])
        assert months_hidden("1.3", *rows) == gone
        assert months_hidden("1.1", *rows) == 4


class TestScattered:
    @pytest.mark.parametrize(
        ("stated", "right", "gone"),
        [
            *((1, 1, 0), (2, 2, 0), (3, 2, 0), (3, 3, 3), (4, 2, 0), (4, 3, 3), (4, 4, 4), (5, 3, 0), (5, 4, 4)),
            *((8, 5, 0), (8, 6, 6), (8, 8, 8)),
        ],
    )
    def test_parts_with_others_between_are_no_chance_where_three_quarters_of_the_months_say_so(
        self, stated: int, right: int, gone: int
    ) -> None:
        totals = [63 if month < right else 64 for month in range(stated)]
        rows = ([3], [71], [40], [97], [20])
        made = [*(row * stated for row in rows), totals, *others(1, stated)]
        assert months_hidden("1.5", *made) == gone

    @pytest.mark.parametrize(("stated", "right", "gone"), [(1, 1, 0), (2, 1, 0), (2, 2, 2), (3, 2, 0)])
    def test_among_six_rows_two_months_are_enough(self, stated: int, right: int, gone: int) -> None:
        totals = [63 if month < right else 64 for month in range(stated)]
        made = [*(row * stated for row in ([3], [71], [40], [97], [20])), totals]
        assert months_hidden("1.5", *made) == gone

    @pytest.mark.parametrize(("between", "gone"), [(0, 3), (8, 3), (9, 0)])
    def test_only_the_ten_nearest_are_tried_with_a_small_one(self, between: int, gone: int) -> None:
        rows = [[3] * 3, [30] * 3, *others(between, 3), [20] * 3, [53] * 3]
        assert months_hidden(f"1.{between + 3}", *rows) == gone

    def test_what_is_hidden_may_be_the_total_of_others(self) -> None:
        assert months_hidden("1.5", [5] * 3, [100] * 3, [2] * 3, [200] * 3, [3] * 3) == 3
        assert months_hidden("1.5", [5] * 3, [100] * 3, [4] * 3, [200] * 3, [0] * 3) == 0


class TestOfAWholeElsewhere:
    def gone(self, parts: Sequence[int], total: int, *, stated: int = 1) -> set[str]:
        whole = kpi_of("1", group="All", unit="count", position=1)
        kpis = [kpi_of(f"2.{n}", group="By sex", unit="count", position=2 + n) for n in range(len(parts))]
        readings: list[Reading] = trend(whole, months("2019-01", [str(total)] * stated))
        for kpi, count in zip(kpis, parts, strict=True):
            readings += trend(kpi, months("2019-01", [str(count)] * stated))
        return {ref for ref, _ in hidden(whole, *kpis, *readings)}

    @pytest.mark.parametrize(
        ("parts", "total", "stated", "gone"),
        [
            ((37, 20, 3), 60, 1, {"2.1", "2.2"}),
            ((37, 20, 3), 61, 1, {"2.2"}),
            ((3, 20), 23, 1, {"2.0", "2.1"}),
            # Some of a group alone may do so by chance, but not twice.
            ((37, 20, 3, 9), 60, 1, {"2.2"}),
            ((37, 20, 3, 9), 60, 2, {"2.1", "2.2"}),
        ],
    )
    def test_all_of_a_group_make_it_or_some_of_them_more_than_once(
        self, parts: Sequence[int], total: int, stated: int, gone: set[str]
    ) -> None:
        assert self.gone(parts, total, stated=stated) == gone

    @pytest.mark.parametrize(
        ("stated", "gone"),
        [
            (("3/60 5%", "20/60 33.3%", "37/60 61.7%"), {"1.0", "1.1"}),
            (("3/60 5%", "20/60 33.3%", "37/60 61.7%", "30/61 49.2%"), {"1.0", "1.1"}),
            (("3/60 5%", "20/60 33.3%", "36/60 60%"), {"1.0"}),
            (("3/60 5%", "20/60 33.3%", "30/60 50%", "37/60 61.7%"), {"1.0", "1.1"}),
        ],
    )
    def test_numerators_make_up_what_they_are_shares_of(self, stated: Sequence[str], gone: set[str]) -> None:
        kpis = [kpi_of(f"1.{n}", group="Placements", unit="percent", position=n) for n in range(len(stated))]
        readings = [each for kpi, words in zip(kpis, stated, strict=True) for each in trend(kpi, {"2019-01": words})]
        _, listed = suppressed(board_of(*kpis, *readings))
        assert {(each.ref, each.field) for each in listed} == {
            (ref, field) for ref in gone for field in ("value", "numerator")
        }
