"""Which shares may stand for 1 to 5 people, and where else the same share is told."""

from __future__ import annotations

import pytest

from boardtui.domain.publish.suppression import suppressed
from boardtui.domain.records.kinds import Reading
from tests.domain.making import board_of, kpi_of, trend


def seen(stated: str, beside: str = "") -> str:
    """What a reader sees of a percentage for January, with another figure for February beside it."""
    kpi = kpi_of(unit="percent")
    copy, _ = suppressed(board_of(kpi, *trend(kpi, {"2019-01": stated, **({"2019-02": beside} if beside else {})})))
    return next(each.value for each in copy.all(Reading) if each.period == "2019-01")


class TestWithoutItsParts:
    @pytest.mark.parametrize("share", ["0%", "0.1%", "0.5%", "5%", "6%", "94%", "95%", "99.9%", "100%"])
    def test_it_is_shown_where_no_one_to_five_of_so_many_would_be_stated_so(self, share: str) -> None:
        assert seen(share, "75/150 50%") == share

    @pytest.mark.parametrize("share", ["1%", "2%", "3.1%", "3.5%", "4%", "96%", "96.9%", "99%"])
    def test_it_goes_where_they_would(self, share: str) -> None:
        assert seen(share, "75/150 50%") == "c"

    def test_nothing_is_known_where_no_whole_is_stated(self) -> None:
        assert seen("2%") == "2%"
        assert seen("2%", "50%") == "2%"


class TestWithOneOfItsParts:
    @pytest.mark.parametrize("share", ["12.4%", "14%", "14.9%", "15%", "86%"])
    def test_of_a_whole_it_is_shown_where_no_one_to_five_of_it_would_be_stated_so(self, share: str) -> None:
        assert seen(f"-/40 {share}") == share

    @pytest.mark.parametrize("share", ["12%", "12.5%", "13%", "87%", "88%"])
    def test_of_a_whole_it_goes_where_they_would(self, share: str) -> None:
        assert seen(f"-/40 {share}") == "c"

    @pytest.mark.parametrize(
        ("numerator", "share", "shown"),
        [
            *((3, "5%", "c"), (5, "5%", "c"), (6, "5%", "5%"), (40, "95%", "c"), (95, "95%", "c"), (100, "95%", "c")),
            *((114, "95%", "95%"), (6, "95%", "95%"), (7, "0%", "0%")),
        ],
    )
    def test_of_its_numerator_the_whole_is_worked_out(self, numerator: int, share: str, shown: str) -> None:
        assert seen(f"{numerator}/- {share}") == shown


class TestTheSameElsewhere:
    def other(self, stated: str) -> str:
        here, there = kpi_of("1", unit="percent"), kpi_of("2", unit="percent", group="Other")
        # Both are a half in January: it is one share, or what is left of it.
        known = trend(here, {"2019-01": "20/40 50%", "2019-02": "37/40 92.5%"})
        told = trend(there, {"2019-01": "50.0%", "2019-02": stated})
        copy, _ = suppressed(board_of(here, there, *known, *told))
        return next(each.value for each in copy.owned(Reading, there.id) if each.period == "2019-02")

    @pytest.mark.parametrize("stated", ["92.5%", "92.50%", "92.54%", "92.55%", "92%", "93%", "7.5%", "7%", "8%"])
    def test_a_hidden_share_goes_as_the_coarser_of_them_has_it_and_so_does_the_rest(self, stated: str) -> None:
        assert self.other(stated) == "c"

    @pytest.mark.parametrize("stated", ["92.4%", "92.6%", "92.56%", "91%", "94%", "7.4%", "9%"])
    def test_another_share_stays(self, stated: str) -> None:
        assert self.other(stated) == stated

    @pytest.mark.parametrize(
        ("counts", "shown"),
        [(("77", "78", "20"), "20"), (("77", "22", "20"), "c"), (("21", "22", "20"), "c"), (("21", "22", "19"), "19")],
    )
    def test_two_counts_are_one_where_they_are_equal_in_more_than_half_of_the_periods(
        self, counts: tuple[str, ...], shown: str
    ) -> None:
        # In the last of three months the first of the group is small, so that twenty goes with it.
        kpis = [kpi_of(f"1.{n}", group="Cohorts", unit="count", position=n) for n in range(3)]
        rows = (("41", "42", "3"), ("21", "22", "20"), ("62", "64", "23"))
        names = ("2018-12", "2019-01", "2019-02")
        other = kpi_of("5", group="Visits", unit="count")
        readings = [
            each
            for kpi, row in zip((*kpis, other), (*rows, counts), strict=True)
            for each in trend(kpi, dict(zip(names, row, strict=True)))
        ]
        copy, _ = suppressed(board_of(*kpis, other, *readings))
        assert [each.value for each in copy.owned(Reading, other.id)][-1] == shown
