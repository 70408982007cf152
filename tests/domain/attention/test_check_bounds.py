"""From how many days on a date is a wrong year, what a rating lacks, and which refs and scores are told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from boardtui.domain.attention.checks import FARTHEST_DAYS, WRONG_YEAR_DAYS
from boardtui.domain.attention.findings import findings
from boardtui.domain.records.kinds import Action, ActionArising, Ambition, Milestone, Mitigation, NextStep, Record, Risk
from boardtui.domain.records.profile import MatrixSize, ReasonRule
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from tests.domain.boards import redated
from tests.domain.making import board_of

TODAY = date(2021, 3, 2)


def sentences(*records: Record, code: str = "", **settings: Any) -> list[str]:
    found = findings(board_of(*records, **settings), TODAY)
    return [each.sentence for each in found if not code or each.code == code]


def day(days: int, of: date = TODAY) -> str:
    return (of + timedelta(days=days)).isoformat()


class TestTooFar:
    @pytest.mark.parametrize(("days", "far"), [(FARTHEST_DAYS, False), (FARTHEST_DAYS + 1, True)])
    def test_nothing_is_ten_years_late_but_by_a_wrong_year(self, days: int, far: bool) -> None:
        due = day(-days)
        for item in (Action(id="a", ref="1.1", due=due), NextStep(id="a", ref="1.1", due=due)):
            shown = f"{item.kind.label.capitalize()} 1.1, due {due[8:]}/{due[5:7]}/{due[:4]}"
            told = f"{shown}, is 3,661 days late: wrong year?"
            assert sentences(item, code="date_too_far") == ([told] if far else [])
            finished = type(item)(id="a", ref="1.1", due=due, rag=Rag.BLUE)
            assert sentences(finished, code="date_too_far") == [], "what is finished is not late"

    @pytest.mark.parametrize(
        ("days", "far"),
        [(FARTHEST_DAYS, False), (FARTHEST_DAYS + 1, True), (-FARTHEST_DAYS, False), (-FARTHEST_DAYS - 1, True)],
    )
    def test_nor_has_a_date_slipped_or_been_brought_forward_so_far(self, days: int, far: bool) -> None:
        first = date(2031, 3, 31) if days < 0 else TODAY
        item = Action(id="a", ref="1.1", original_due=first.isoformat(), due=day(days, first), rag=Rag.BLUE)
        (told,) = sentences(item, code="date_too_far") or [""]
        shown = f"{first:%d/%m/%Y}"
        assert told.endswith(f"is 3,661 days from the date first agreed, {shown}: wrong year?") is far

    @pytest.mark.parametrize("kind", [Milestone, Mitigation, ActionArising])
    def test_that_holds_for_everything_with_a_due_date(self, kind: type[Any]) -> None:
        values = {"rag": Rag.AMBER} if kind is Milestone else {}
        assert len(sentences(kind(id="x", due=day(-FARTHEST_DAYS - 1), **values), code="date_too_far")) == 1


class TestOrder:
    @pytest.mark.parametrize(("back", "found"), [(WRONG_YEAR_DAYS, False), (WRONG_YEAR_DAYS + 1, True), (-400, False)])
    def test_milestones_of_one_item_jump_back_by_more_than_half_a_year(self, back: int, found: bool) -> None:
        item = Action(id="a", ref="1.1")
        launch = Milestone(id="l", title="Launch", due=day(0), links=("a",))
        survey = Milestone(id="s", title="Survey", due=day(-back), links=("a",))
        assert bool(sentences(item, launch, survey, code="date_order")) is found
        assert sentences(item, launch, Milestone(id="s", due=day(-back)), code="date_order") == []

    def test_each_is_held_against_the_last_that_was_in_order(self) -> None:
        days = (0, -200, -150, 10, -180)
        steps = [Milestone(id=f"m{n}", title=f"Step {n}", due=day(days[n]), links=("a",)) for n in range(5)]
        told = sentences(Action(id="a"), *steps, code="date_order")
        assert [each.split("”")[0] for each in told] == ["Milestone “Step 1", "Milestone “Step 4"]

    def test_one_that_stands_in_two_items_is_told_once(self) -> None:
        items = [Action(id=each, ref=each) for each in "ab"]
        launch = Milestone(id="l", title="Launch", due=day(0), links=("a", "b"))
        survey = Milestone(id="s", title="Survey", due=day(-400), links=("a", "b"))
        assert len(sentences(*items, launch, survey, code="date_order")) == 1


class TestBeforeOriginal:
    @pytest.mark.parametrize(
        ("original", "due", "found"),
        [
            ("2021-03-31", "2021-03-30", True),
            ("2021-03-31", "2021-03-31", False),
            ("2021-03-31", "2021-04-01", False),
            ("2021-03-31", "tbc", False),
            ("tbc", "2021-03-30", False),
            ("", "2021-03-30", False),
            ("March 2021", "2021-03-31", False),
            ("March 2021", "2021-03-30", True),
        ],
    )
    def test_a_date_before_the_first_is_asked_about(self, original: str, due: str, found: bool) -> None:
        item = Action(id="a", ref="1.1", original_due=original, due=due)
        assert bool(sentences(item, code="due_before_original")) is found

    def test_the_first_date_is_the_stated_one_or_else_that_of_the_first_revision_that_had_one(self) -> None:
        moved = redated("", "2021-04-30", "2021-03-30")
        step = NextStep(id="n", title="Launch", due="2021-03-30")
        assert len(sentences(step, code="due_before_original", redatings={"n": moved})) == 1
        stated = Action(id="n", original_due="2021-03-01", due="2021-03-30")
        assert sentences(stated, code="due_before_original", redatings={"n": moved}) == []


class TestStatedDates:
    @pytest.mark.parametrize(
        ("due", "code"),
        [
            ("31/06/2021", "date_impossible"),
            ("2031-13-01", "date_impossible"),
            ("31/03/1921", "date_impossible"),
            ("June", "date_unclear"),
            ("31/03/2021 or 30/04/2021", "date_unclear"),
            ("Q3", "date_unclear"),
            ("soon", "date_unclear"),
            ("June 2021 to March 2021", "date_order"),
            ("Dec 21 - Audit Jan 21 - Survey", "date_order"),
            ("ongoing", None),
            ("", None),
            ("31/03/2021", None),
        ],
    )
    def test_what_is_wrong_with_a_date_is_told_by_its_sort(self, due: str, code: str | None) -> None:
        found = findings(board_of(Action(id="a", ref="1.1", due=due)), TODAY)
        assert [each.code for each in found] == ([] if code is None else [code])

    def test_each_date_of_a_record_is_looked_at_and_called_by_its_name(self) -> None:
        item = Action(id="a", ref="1.1", due="31/06/2021", original_due="31/09/2021", rag=Rag.GREEN)
        assert sentences(item) == [
            "Action 1.1, original date “31/09/2021”: there is no 31 September 2021.",
            "Action 1.1, due “31/06/2021”: there is no 31 June 2021.",
        ]


class TestRatings:
    @pytest.mark.parametrize(
        ("rule", "asked"),
        [
            (ReasonRule.NEVER, []),
            (ReasonRule.RED_AND_AMBER, [Rag.RED, Rag.AMBER]),
            (ReasonRule.ALWAYS, [Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE]),
        ],
    )
    def test_a_rating_gives_a_reason_where_the_rules_of_the_board_ask_for_one(
        self, rule: ReasonRule, asked: list[Rag]
    ) -> None:
        for rag in Rag:
            for kind in (Action, Ambition, NextStep, Milestone):
                bare, told = kind(id="a", rag=rag, rationale=" \n"), kind(id="a", rag=rag, rationale="Two are ill")
                assert bool(sentences(bare, code="reason_missing", reasons=rule)) is (rag in asked)
                assert sentences(told, code="reason_missing", reasons=rule) == []

    @pytest.mark.parametrize("rag", list(Rag))
    def test_only_blue_needs_evidence(self, rag: Rag) -> None:
        bare, named = Action(id="a", rag=rag, evidence=" \n"), Action(id="a", rag=rag, evidence="The audit")
        assert bool(sentences(bare, code="evidence_missing")) is (rag is Rag.BLUE)
        assert sentences(named, code="evidence_missing") == []


class TestRefsAndScores:
    @pytest.mark.parametrize(
        ("titles", "words"),
        [
            (("A", "B"), "2 actions have the ref 1.1: “A” and “B”"),
            (("A", "B", ""), "3 actions have the ref 1.1: “A” and “B” and “no title”"),
            (("A", "B", "C", "D"), "4 actions have the ref 1.1: “A” and “B” and “C” and 1 more"),
            (("A", "B", "C", "D", "E"), "5 actions have the ref 1.1: “A” and “B” and “C” and 2 more"),
        ],
    )
    def test_all_but_the_first_of_those_with_one_ref_are_to_be_renumbered(
        self, titles: tuple[str, ...], words: str
    ) -> None:
        some = [Action(id=f"a{place}", ref="1.1", title=title) for place, title in enumerate(titles)]
        found = [each for each in findings(board_of(*some), TODAY) if each.code == "ref_twice"]
        assert [each.record for each in found] == [each.id for each in some[1:]]
        assert {each.sentence for each in found} == {f"{words}. Renumber all but one."}

    @pytest.mark.parametrize(
        ("score", "size", "outside"),
        [
            ("5x5", MatrixSize.FIVE, False),
            ("6x1", MatrixSize.FIVE, True),
            ("1x6", MatrixSize.FIVE, True),
            ("0x1", MatrixSize.FIVE, True),
            ("1x0", MatrixSize.FIVE, True),
            ("4x4", MatrixSize.FOUR, False),
            ("5x1", MatrixSize.FOUR, True),
            ("1x5", MatrixSize.FOUR, True),
            ("", MatrixSize.FIVE, False),
        ],
    )
    @pytest.mark.parametrize("which", ["inherent", "current", "target"])
    def test_a_score_outside_the_matrix_is_told_of_open_risks(
        self, which: str, score: str, size: MatrixSize, outside: bool
    ) -> None:
        values: dict[str, Any] = {which: score}
        found = sentences(Risk(id="r", ref="CIP1", **values), code="score_outside", matrix=size)
        assert [f"the {which} score {score} is not on the" in each for each in found] == ([True] if outside else [])
        closed = Risk(id="r", ref="CIP1", state=RiskState.CLOSED, **values)
        assert sentences(closed, code="score_outside", matrix=size) == []
