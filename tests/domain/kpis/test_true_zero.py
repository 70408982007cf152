"""A figure of 0 is a figure: it is neither missing nor "no previous", whatever is asked of a KPI."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from boardtui.domain.attention.topics import Group, Topic, attention
from boardtui.domain.board.board import Since
from boardtui.domain.kpis.figure_checks import kpi_findings
from boardtui.domain.kpis.scorecard import KpiView, since_meeting, view
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.kpis.targets import FigureChange, Status
from boardtui.domain.kpis.words import bars, figure
from boardtui.domain.kpis.words import current as current_cell
from boardtui.domain.meetings.by_exception import item_reasons, why_of
from boardtui.domain.meetings.questions import kpi_questions
from boardtui.domain.records.kinds import Ambition, Kpi, Meeting, Reading
from boardtui.domain.records.kpis import Polarity
from tests.domain.making import board_of, current, kpi_of, months, new_id, trend

TODAY = date(2019, 3, 5)
LOW_IS_GOOD: dict[str, Any] = {"polarity": Polarity.LOW, "minimum": "5", "upper": "2", "unit": "count"}
HIGH_IS_GOOD: dict[str, Any] = {"polarity": Polarity.HIGH, "minimum": "90%", "upper": "95%", "unit": "percent"}


def read(*figures: str, **values: Any) -> KpiView:
    """A KPI with a figure each month from November 2018 on."""
    kpi = kpi_of(**(values or LOW_IS_GOOD))
    return view(board_of(kpi, *trend(kpi, months("2018-11", figures))), kpi)


def compared_with_the_last_meeting(before: str, now: str) -> tuple[KpiView, Kpi]:
    kpi = kpi_of(**LOW_IS_GOOD)
    old, new = trend(kpi, {"2019-01": before, "2019-02": now})
    meeting = Meeting(id=new_id(), date="2019-02-01")
    board = board_of(kpi, meeting, old, new, since=Since(meeting, new=frozenset({new.id})))
    return view(board, kpi), kpi


class TestFigure:
    @pytest.mark.parametrize("stated", ["0", "0.0", "0%", "£0"])
    def test_it_is_the_current_figure_and_stands_as_it_was_stated(self, stated: str) -> None:
        seen = read("4", stated)
        assert (seen.figure.number, seen.figure.missing, seen.figure.text) == (Decimal(0), None, stated)
        assert (seen.as_at, current_cell(seen), figure(seen.current)) == ("Dec 18", stated, stated)

    def test_its_parts_stand_beside_it(self) -> None:
        kpi = kpi_of(**HIGH_IS_GOOD)
        seen = view(board_of(kpi, current(kpi, "2019-02", "0/40 0%")), kpi)
        assert (seen.numerator.text, seen.denominator.text, seen.figure.text) == ("0", "40", "0%")
        assert kpi_findings(seen, TODAY) == []

    def test_the_parts_of_a_figure_that_only_they_tell_stand_in_its_cell(self) -> None:
        reading = Reading(id=new_id(), kpi="k", period="2019-02", numerator="0", denominator="40")
        seen = view(board_of(kpi := Kpi(id="k"), reading), kpi)
        assert figure(seen.current) == "0/40"

    def test_the_cell_of_each_month_has_its_own(self) -> None:
        row = KpiRow(read("4", "0", "-", "", "3"))
        assert [figure(each) for each in row.by_period.values()] == ["4", "0", "-", "", "3"]
        assert row.view.series() == [4, 0, None, None, 3]


class TestStatus:
    @pytest.mark.parametrize(
        ("values", "status"),
        [
            (LOW_IS_GOOD, Status.MET),
            (HIGH_IS_GOOD | {"unit": ""}, Status.MISSED),
            ({"polarity": Polarity.LOW, "upper": "0"}, Status.MET),
            ({"polarity": Polarity.HIGH, "minimum": "0", "upper": "5"}, Status.NEARLY),
            ({"polarity": Polarity.NEAR, "minimum": "0", "upper": "3"}, Status.MET),
            ({"polarity": Polarity.NEAR, "minimum": "1", "upper": "3"}, Status.MISSED),
            ({"polarity": Polarity.LOW}, Status.UNRATED),
        ],
    )
    def test_it_is_held_against_the_targets(self, values: dict[str, Any], status: Status) -> None:
        assert read("4", "0%" if "90%" in values.values() else "0", **values).status is status

    def test_a_target_of_nought_is_a_target(self) -> None:
        values = {"polarity": Polarity.LOW, "upper": "0"}
        seen = read("0", "1", **values)
        assert (seen.targets.stated, seen.targets.words, seen.status) == (True, "0", Status.MISSED)
        assert list(kpi_questions(seen, TODAY)) == [
            "It is off target (1 against 0): why, and what is planned?",
            "It got worse, from 0 (Nov 18) to 1 (Dec 18): what is behind it?",
        ]
        assert why_of(item_reasons(seen.board, seen.kpi, TODAY)) == "off target: 1 against 0, and worse"


class TestMovement:
    @pytest.mark.parametrize(
        ("figures", "change", "difference", "before", "now"),
        [
            (("4", "0"), FigureChange.BETTER, -4, "Nov 18", "Dec 18"),
            (("0", "3"), FigureChange.WORSE, 3, "Nov 18", "Dec 18"),
            (("0", "0"), FigureChange.SAME, 0, "Nov 18", "Dec 18"),
            (("4", "0", "-", "3"), FigureChange.WORSE, 3, "Dec 18", "Feb 19"),
            (("4", "0", "", "3"), FigureChange.WORSE, 3, "Dec 18", "Feb 19"),
        ],
    )
    def test_it_is_compared_as_any_other_figure_is(
        self, figures: tuple[str, ...], change: FigureChange, difference: int, before: str, now: str
    ) -> None:
        moved = read(*figures).movement
        assert (moved.change, moved.difference) == (change, Decimal(difference))
        assert moved.before is not None
        assert moved.now is not None
        assert (moved.before.label, moved.now.label) == (before, now)

    def test_a_missing_figure_after_it_has_not_moved(self) -> None:
        assert read("4", "0", "-").movement.change is FigureChange.NONE

    def test_of_a_target_to_keep_close_to_nought_may_be_the_closer_one(self) -> None:
        near = {"polarity": Polarity.NEAR, "minimum": "0", "upper": "1"}
        assert read("4", "0", **near).movement.change is FigureChange.BETTER
        assert read("0", "4", **near).movement.change is FigureChange.WORSE

    def test_without_a_polarity_it_has_gone_down_or_up(self) -> None:
        assert read("4", "0", polarity=Polarity.NONE).movement.change is FigureChange.DOWN
        assert read("0", "4", polarity=Polarity.NONE).movement.change is FigureChange.UP

    @pytest.mark.parametrize(
        ("before", "now", "change", "group"),
        [("0", "3", FigureChange.WORSE, Group.WORSE), ("3", "0", FigureChange.BETTER, Group.BETTER)],
    )
    def test_it_is_compared_with_the_last_meeting(
        self, before: str, now: str, change: FigureChange, group: Group
    ) -> None:
        seen, kpi = compared_with_the_last_meeting(before, now)
        moved = since_meeting(seen)
        assert moved.change is change
        assert moved.difference == int(now) - int(before)
        (told,) = attention(seen.board, TODAY).about(Topic.CHANGED)
        assert (told.record.id, told.group, told.why[Topic.CHANGED]) == (kpi.id, group, (f"{before} → {now}",))

    def test_nought_then_and_now_is_the_same(self) -> None:
        seen, _ = compared_with_the_last_meeting("0", "0")
        assert since_meeting(seen).change is FigureChange.SAME
        assert attention(seen.board, TODAY).about(Topic.CHANGED) == ()


class TestBars:
    def test_it_is_the_lowest_bar_and_a_missing_figure_is_a_blank(self) -> None:
        assert read("7", "0", "-", "", "3").sparkline() == "█▁  ▄"

    def test_it_is_between_what_is_below_and_above_nothing(self) -> None:
        assert read("-7", "0", "7").sparkline() == "▁▅█"

    def test_noughts_alone_are_drawn_half_way_up_and_not_left_blank(self) -> None:
        assert read("0", "0", "-", "0").sparkline() == "▄▄ ▄"

    def test_a_target_of_nought_has_a_bar(self) -> None:
        assert bars(read("7", "3", polarity=Polarity.LOW, upper="0")) == ("█▄", "▁")
        assert bars(read("7", "3", polarity=Polarity.LOW)) == ("█▁", "")

    def test_an_upper_target_of_nought_is_the_one_that_is_drawn(self) -> None:
        assert bars(read("7", "0", polarity=Polarity.LOW, minimum="7", upper="0")) == ("█▁", "▁")


class TestQuestions:
    def test_a_good_nought_raises_none(self) -> None:
        seen = read("4", "3", "2", "0")
        assert list(kpi_questions(seen, TODAY)) == []
        assert item_reasons(seen.board, seen.kpi, TODAY) == []

    def test_a_bad_nought_is_off_target_and_worse(self) -> None:
        seen = read("96%", "97%", "92%", "0%", **HIGH_IS_GOOD)
        assert list(kpi_questions(seen, TODAY)) == [
            "It is off target (0% against 90% – 95%): why, and what is planned?",
            "It got worse, from 92% (Jan 19) to 0% (Feb 19): what is behind it?",
        ]
        assert why_of(item_reasons(seen.board, seen.kpi, TODAY)) == "off target: 0% against 90% – 95%, and worse"

    def test_a_rise_from_nought_is_asked_about(self) -> None:
        assert list(kpi_questions(read("4", "0", "3"), TODAY)) == [
            "It got worse, from 0 (Dec 18) to 3 (Jan 19): what is behind it?"
        ]
        seen, _ = compared_with_the_last_meeting("0", "3")
        assert list(kpi_questions(seen, TODAY)) == [
            "It got worse since the last meeting, from 0 (Jan 19) to 3 (Feb 19): what is behind it?"
        ]

    def test_noughts_one_after_another_count_as_missed_and_a_good_one_ends_the_row(self) -> None:
        missed = read("96%", "0%", "0%", "0%", **HIGH_IS_GOOD)
        assert next(kpi_questions(missed, TODAY)) == (
            "It has missed its target in the last 3 periods: what will be done differently?"
        )
        ended = read("9", "0", "9", "9")
        assert next(kpi_questions(ended, TODAY)) == "It is off target (9 against 5 – 2): why, and what is planned?"

    def test_a_headline_of_nought_has_a_figure(self) -> None:
        kpi = kpi_of(ambition="one", **LOW_IS_GOOD)
        ambition = Ambition(id="one", ref="1")
        without = view(board_of(ambition, kpi), kpi)
        assert list(kpi_questions(without, TODAY)) == ["Why is there no figure?"]
        nought = view(board_of(ambition, kpi, *trend(kpi, {"2019-02": "0"})), kpi)
        assert list(kpi_questions(nought, TODAY)) == []

    def test_a_nought_without_a_target_is_asked_what_would_be_good_enough(self) -> None:
        assert list(kpi_questions(read("4", "4", "4", "0", polarity=Polarity.LOW), TODAY)) == [
            "What would be good enough? It has no target."
        ]
