"""Slipped, late, re-dated, stale: and never a guess about a date that is none."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.attention.schedule import (
    Scheduled,
    changed_day,
    date_words,
    is_overdue,
    is_redated,
    is_stale,
    same_day,
    slippage,
    with_first_date,
)
from boardtui.domain.records.kinds import (
    KINDS,
    Action,
    ActionArising,
    Ambition,
    Milestone,
    Mitigation,
    NextStep,
    Profile,
    Record,
    Risk,
)
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import board, redated

TODAY = date(2021, 3, 31)


def action(**values: object) -> Action:
    return Action(**{"id": "a", "due": "2021-03-31", **values})  # type: ignore[arg-type]


class TestSlippage:
    def test_days_slipped_count_from_the_original_date_and_days_late_from_the_current_one(self) -> None:
        item = action(original_due="2021-01-31", due="2021-02-28")
        found = slippage(board(item), item, TODAY)
        assert (found.slipped, found.late) == (28, 31)

    def test_a_date_brought_forward_has_slipped_by_less_than_nothing(self) -> None:
        item = action(original_due="2021-04-30", due="2021-04-10")
        assert slippage(board(item), item, TODAY).slipped == -20

    def test_a_month_is_due_on_its_last_day(self) -> None:
        item = action(due="March 2021")
        assert slippage(board(item), item, TODAY).late == 0
        assert slippage(board(item), item, date(2021, 4, 2)).late == 2

    def test_an_item_due_today_is_not_late(self) -> None:
        item = action(due="2021-03-31")
        assert not is_overdue(board(item), item, TODAY)
        assert is_overdue(board(item), item, date(2021, 4, 1))

    @pytest.mark.parametrize("words", ["31/06/2021", "Ongoing", "", "Q3"])
    def test_what_is_no_day_is_counted_from_by_nobody(self, words: str) -> None:
        item = action(original_due="2021-01-31", due=words)
        found = slippage(board(item), item, TODAY)
        assert (found.slipped, found.late) == (None, None)
        assert not is_overdue(board(item), item, TODAY)

    def test_an_impossible_date_says_so_beside_its_words(self) -> None:
        item = action(due="31/06/2021")
        found = slippage(board(item), item, TODAY)
        assert found.problem == "there is no 31 June 2021"
        assert date_words(found.due) == "31/06/2021 (there is no 31 June 2021)"

    def test_without_a_stated_original_the_first_date_ever_agreed_is_the_original(self) -> None:
        item = NextStep(id="n", due="2021-03-31")
        revisions = redated("2021-01-31", "2021-02-28", "2021-03-31")
        found = slippage(board(item, redatings={"n": revisions}), item, TODAY)
        assert (found.slipped, found.redatings) == (59, 2)

    def test_the_words_tell_days_redatings_and_lateness(self) -> None:
        item = NextStep(id="n", due="2021-03-30")
        found = slippage(board(item, redatings={"n": redated("2021-03-29", "2021-03-30")}), item, TODAY)
        assert found.words == "+1 day, date revised once, 1 day late"
        calm = action()
        assert slippage(board(calm), calm, TODAY).words == ""


class TestRedating:
    def test_a_date_moved_before_the_board_kept_its_history_counts_once(self) -> None:
        item = action(original_due="2021-01-31", due="2021-03-31")
        assert slippage(board(item), item, TODAY).redatings == 1

    def test_a_move_from_the_original_is_not_counted_twice(self) -> None:
        item = action(original_due="2021-01-31", due="2021-03-31")
        there = board(item, redatings={"a": redated("2021-01-31", "2021-03-31")})
        assert slippage(there, item, TODAY).redatings == 1

    def test_a_move_before_the_history_and_one_in_it_are_two(self) -> None:
        item = action(original_due="2020-12-31", due="2021-03-31")
        there = board(item, redatings={"a": redated("2021-01-31", "2021-03-31")})
        assert slippage(there, item, TODAY).redatings == 2

    def test_a_new_spelling_of_the_same_day_is_no_redating(self) -> None:
        item = action(due="2021-03-31")
        there = board(item, redatings={"a": redated("March 2021", "2021-03-31")})
        assert not is_redated(there, item)

    def test_a_day_put_in_the_place_of_words_is_a_redating(self) -> None:
        item = action(due="2021-03-31")
        assert is_redated(board(item, redatings={"a": redated("Ongoing", "2021-03-31")}), item)

    def test_an_item_that_came_back_to_its_first_date_was_redated_twice_and_has_not_slipped(self) -> None:
        item = action(original_due="2021-03-31", due="2021-03-31")
        there = board(item, redatings={"a": redated("2021-03-31", "2021-04-30", "2021-03-31")})
        found = slippage(there, item, TODAY)
        assert (found.slipped, found.redatings) == (0, 2)


class TestLateness:
    @pytest.mark.parametrize(
        "item",
        [
            action(due="2021-01-01", rag=Rag.BLUE),
            NextStep(id="n", due="2021-01-01", rag=Rag.BLUE),
            Milestone(id="m", due="2021-01-01", rag=Rag.BLUE),
            Mitigation(id="x", due="2021-01-01", progress=Progress.COMPLETE),
            Mitigation(id="x", due="2021-01-01", progress=Progress.STOPPED),
            ActionArising(id="w", due="2021-01-01", done=True),
        ],
        ids=lambda item: f"{item.kind.name} {getattr(item, 'progress', '')}",
    )
    def test_what_is_finished_is_never_late(self, item: Scheduled) -> None:
        assert slippage(board(item), item, TODAY).late == 0

    @pytest.mark.parametrize(
        "item",
        [
            action(due="2021-03-01"),
            action(due="2021-03-01", rag=Rag.GREEN),
            NextStep(id="n", due="2021-03-01"),
            Milestone(id="m", due="2021-03-01", rag=Rag.AMBER),
            Mitigation(id="x", due="2021-03-01", progress=Progress.IN_PROGRESS),
            ActionArising(id="w", due="2021-03-01"),
        ],
        ids=lambda item: item.kind.name,
    )
    def test_what_is_not_finished_is_late_from_the_day_after(self, item: Scheduled) -> None:
        assert slippage(board(item), item, TODAY).late == 30

    def test_an_unrated_milestone_is_a_date_on_a_time_line_and_never_late(self) -> None:
        item = Milestone(id="m", due="2021-01-01")
        assert not is_overdue(board(item), item, TODAY)

    def test_an_action_that_another_board_took_over_is_not_late_here(self) -> None:
        item = action(due="2021-01-01", ambition="p")
        elsewhere: Record = Ambition(id="p", routed_to="Start Well Board")
        assert not is_overdue(board(item, elsewhere), item, TODAY)
        assert is_overdue(board(item, Ambition(id="p")), item, TODAY)

    def test_a_mitigation_of_a_closed_risk_is_not_late(self) -> None:
        item = Mitigation(id="x", due="2021-01-01", risk="r")
        assert not is_overdue(board(item, Risk(id="r", state=RiskState.CLOSED)), item, TODAY)
        assert is_overdue(board(item, Risk(id="r")), item, TODAY)


class TestStale:
    def test_an_item_is_stale_only_after_more_days_than_the_board_allows(self) -> None:
        item = action(changed_at="2021-02-17T23:59:00Z")
        assert not is_stale(board(item), item, TODAY)
        assert is_stale(board(item), item, date(2021, 4, 1))

    def test_a_board_without_the_rule_has_nothing_stale(self) -> None:
        item = action(changed_at="2019-01-01T00:00:00Z")
        assert not is_stale(board(item, profile=Profile(id="b", stale_days=0)), item, TODAY)

    def test_what_is_finished_needs_no_update(self) -> None:
        item = action(changed_at="2019-01-01T00:00:00Z", rag=Rag.BLUE)
        assert not is_stale(board(item), item, TODAY)

    def test_a_time_that_is_none_makes_nothing_stale(self) -> None:
        item = action(changed_at="yesterday")
        assert changed_day(item) is None
        assert not is_stale(board(item), item, TODAY)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2021-03-31", "31 March 2021", True),
        ("2021-03-31", "2021-03-30", False),
        ("Ongoing", " ongoing\n", True),
        ("Ongoing", "tbc", False),
        ("31/06/2021", "31/09/2021", False),
        ("2021-03-31", "tbc", False),
        ("tbc", "2021-03-31", False),
    ],
)
def test_words_that_are_no_day_are_the_same_only_word_for_word(one: str, other: str, same: bool) -> None:
    assert same_day(one, other) is same


@pytest.mark.parametrize(
    ("was", "values", "original"),
    [
        (None, {"due": "2021-03-31"}, "2021-03-31"),
        (None, {"due": "2021-03-31", "original_due": "2021-01-31"}, "2021-01-31"),
        (None, {"due": ""}, None),
        (None, {"title": "Coach"}, None),
        (Action(id="a"), {"due": "2021-03-31"}, "2021-03-31"),
        (Action(id="a", due="2021-02-28"), {"due": "2021-03-31"}, None),
        (Action(id="a", original_due="2021-01-31"), {"due": "2021-03-31"}, None),
    ],
)
def test_the_first_date_an_action_gets_is_kept_as_its_original_one(
    was: Action | None, values: dict[str, str], original: str | None
) -> None:
    kept = with_first_date(KINDS["action"], values, was=was)
    assert kept == values | ({} if original is None else {"original_due": original})


def test_what_has_no_original_date_gets_none() -> None:
    assert with_first_date(KINDS["milestone"], {"due": "2021-03-31"}) == {"due": "2021-03-31"}
