"""What is typed for single fields: as it is kept, with the reason beside it, and what an ordinary edit must not do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import (
    KINDS,
    Action,
    Ambition,
    Decision,
    Kpi,
    Meeting,
    Mitigation,
    NextStep,
    Profile,
    Reading,
    Record,
    Risk,
)
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.profile import MatrixSize
from boardtui.domain.records.rag import Rag
from boardtui.domain.typed.filter import completed, read_filter
from boardtui.domain.typed.values import read_sentence, read_values, refuse_unfit, with_reasons
from tests.domain.boards import board

TODAY = date(2021, 3, 2)


class TestAsKept:
    BOARD = board(
        Ambition(id="o", ref="1"),
        Action(id="a", ref="1.1"),
        Kpi(id="k", ref="1.1"),
        Risk(id="r", ref="CIP1"),
        profile=Profile(id="board", matrix=MatrixSize.FOUR),
    )

    @pytest.mark.parametrize(
        ("kind", "field", "typed", "kept"),
        [
            ("action", "links", "kpi:1.1, CIP1", ["k", "r"]),
            ("action", "links", " , ", []),
            ("action", "ambition", "1", "o"),
            ("action", "ambition", "Ambition: 1", "o"),
            ("action", "ambition", "  ", ""),
            ("decision", "item", "1.1", "a"),
            ("decision", "item", "kpi:1.1", "k"),
            ("risk", "current", "4 X 4", "4x4"),
            ("risk", "current", "", ""),
            ("action", "title", " as it is ", " as it is "),
        ],
    )
    def test_refs_are_the_records_they_name_and_scores_have_one_form(
        self, kind: str, field: str, typed: str, kept: object
    ) -> None:
        assert read_values(self.BOARD, KINDS[kind], {field: typed}) == {field: kept}

    @pytest.mark.parametrize(
        ("kind", "field", "typed", "why"),
        [
            ("action", "colour", "red", "An action has no 'colour'. It has: "),
            ("action", "links", "kpi:1.1, 9.9", "links: Nothing on this board has the ref '9.9'"),
            ("action", "ambition", "CIP1", "ambition: Nothing on this board has the ref 'ambition:CIP1'"),
            ("risk", "current", "5x1", "current: 5x1 is not on this board's 4×4 matrix"),
            ("risk", "target", "high", "target: 'high' is no score"),
        ],
    )
    def test_what_cannot_be_kept_is_refused_under_the_name_of_its_field(
        self, kind: str, field: str, typed: str, why: str
    ) -> None:
        with pytest.raises(BoardError) as refused:
            read_values(self.BOARD, KINDS[kind], {field: typed})
        assert why in str(refused.value)


class TestReasons:
    @pytest.mark.parametrize(
        ("record", "values", "more"),
        [
            (Action(id="a", due="2021-03-31"), {"due": "2021-04-30"}, {"due_reason": "ill"}),
            (Action(id="a", due="2021-03-31"), {"due": "31/03/2021"}, {}),  # the same day
            (Action(id="a", due="2021-03-31"), {"due": "2021-04-30", "due_reason": "own"}, {}),
            # A first date is no re-dating, and is kept as the original one.
            (Action(id="a"), {"due": "2021-04-30"}, {"due_reason": "", "original_due": "2021-04-30"}),
            (NextStep(id="n"), {"due": "2021-04-30"}, {"due_reason": ""}),
            # A first score has its reason like any other.
            (Risk(id="r"), {"current": "3x3"}, {"current_why": "ill"}),
            (
                Risk(id="r", target="2x2"),
                {"target": "1x2", "inherent": "5x5"},
                {"target_why": "ill", "inherent_why": "ill"},
            ),
            (Risk(id="r", current="3x3"), {"current": "3 x 3"}, {}),
            (Action(id="a"), {"title": "Coach"}, {}),
            (Mitigation(id="m", due="2021-03-31"), {"due": ""}, {"due_reason": "ill"}),
        ],
    )
    def test_the_reason_stands_beside_what_changes_and_nothing_else(
        self, record: Record, values: dict[str, Any], more: dict[str, Any]
    ) -> None:
        assert with_reasons(record, values, "ill") == {**values, **more}

    def test_a_new_rating_takes_what_was_said_for_the_old_one_with_it(self) -> None:
        rated = Action(id="a", rag=Rag.RED, rationale="old", evidence="old", help_wanted="old")
        new = {"rag": "amber", "rationale": "ill", "evidence": "", "back_to_green": "", "help_wanted": ""}
        assert with_reasons(rated, {"rag": "amber"}, "ill") == new
        assert with_reasons(rated, {"rag": "amber", "evidence": "own"}, "ill") == {**new, "evidence": "own"}
        assert with_reasons(rated, {"rag": "red"}, "ill") == {"rag": "red"}


class TestRefused:
    @pytest.mark.parametrize(
        ("record", "values", "why"),
        [
            (Meeting(id="m", state=MeetingState.CLOSED), {"title": "x"}, "That meeting is closed and stays as it was"),
            (Meeting(id="m"), {"state": "closed"}, "A meeting is opened and closed by running it"),
            (Meeting(id="m"), {"title": "x"}, ""),
            (Reading(id="g", kpi="k", period="2021-01"), {"period": "2021-02"}, "period is what identifies a reading."),
            (Reading(id="g", kpi="k", period="2021-01"), {"period": "2021-01"}, ""),
            (Reading(id="g", kpi="k", period="2021-01"), {"value": "5"}, ""),
            (Action(id="a", ref="1.1"), {"ref": "1.2"}, "Another action has the ref '1.2' already. Choose a free one."),
            (Action(id="a", ref="1.1"), {"ref": " 1．2 "}, "Another action has the ref "),
            (Action(id="a", ref="1.1"), {"ref": "1.1"}, ""),
            (Action(id="a", ref="1.1"), {"ref": ""}, ""),
            (Risk(id="r"), {"ref": "1.2"}, ""),
        ],
    )
    def test_an_ordinary_edit_changes_no_closed_meeting_no_identity_and_takes_no_ref_of_another(
        self, record: Record, values: dict[str, str], why: str
    ) -> None:
        others = (Action(id="other", ref="1.2"), Action(id="without"))
        there = board(record, *others)
        if not why:
            refuse_unfit(there, record, values)
            return
        with pytest.raises(BoardError) as refused:
            refuse_unfit(there, record, values)
        assert str(refused.value).startswith(why)


class TestSentences:
    BOARD = board(
        Action(id="a", ref="1.1", lead="Head of Service", due="2021-03-31", rag=Rag.RED),
        Action(id="b", ref="1.2", rag=Rag.GREEN),
        Risk(id="r", ref="CIP1", owner="Director", current="3x3"),
        Decision(id="d", text="Go on"),
    )

    @pytest.mark.parametrize(
        ("words", "values"),
        [
            ("1.1 lead director", [{"lead": "Director"}]),
            ("1.1 owner Somebody new", [{"lead": "Somebody new"}]),
            ("CIP1 for head of SERVICE", [{"owner": "Head of Service"}]),
            ("1.1, CIP1 lead Director", [{"lead": "Director"}, {"owner": "Director"}]),
            ("CIP1, 1.1 owner Director", [{"owner": "Director"}, {"lead": "Director"}]),
            ("1.1 by 1 March", [{"due": "2022-03-01"}]),
            ("1.1 by 2 March", [{"due": "2021-03-02"}]),
            ("1.1 when March 2021", [{"due": "March 2021"}]),
            ("1.1 due today", [{"due": "2021-03-02"}]),
            ("1.1 title: “Coach” and 'hire'", [{"title": "“Coach” and 'hire'"}]),
            ("1.1 title “Coach”", [{"title": "Coach"}]),
            ("1.1 title = 'Coach'", [{"title": "Coach"}]),
            ("1.1 help-wanted Two posts", [{"help_wanted": "Two posts"}]),
            ("1.1,1.2 not rated", [{"rag": Rag.NOT_RATED}] * 2),
        ],
    )
    def test_what_is_said_is_set_of_each_under_its_own_name(self, words: str, values: list[dict[str, object]]) -> None:
        found = read_sentence(self.BOARD, words, TODAY)
        assert found is not None
        assert [dict(each) for each in found.values] == values

    @pytest.mark.parametrize(
        ("words", "changes"),
        [("1.1 red", False), ("1.2 red", True), ("1.1, 1.2 red", True), ("1.1 due 31/03/2021", False)],
    )
    def test_something_changes_where_one_of_them_does(self, words: str, changes: bool) -> None:
        found = read_sentence(self.BOARD, words, TODAY)
        assert found is not None and found.changes is changes

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ("1.1, CIP1 due 1 March", "CIP1 has no due."),
            ("CIP1, 1.1 current 3x3", "1.1 has no current."),
            ("1.1, CIP1 red", "“red”"),
            ("1.1 lead:", "Say after “lead” what it is to be."),
            ("1.1 due never", "It cannot be read as a date. Write a date such as 31/03/2021, or a month."),
            ("1.1 due tbc", "It is no date. Write a date such as 31/03/2021, or a month."),
            ("1.1 red.", "Say a rating alone, and nothing else in one line"),
            ("9.9 lead Director", "Nothing on this board has the ref '9.9'"),
            ("9.9 4x3", "Nothing on this board has the ref '9.9'"),
        ],
    )
    def test_what_cannot_be_set_of_all_of_them_is_refused(self, words: str, why: str) -> None:
        with pytest.raises(BoardError) as refused:
            read_sentence(self.BOARD, words, TODAY)
        assert why.strip("“”") in str(refused.value)

    @pytest.mark.parametrize("words", ["9.9 is late", "Go on red", "1.1", " ", "9.9, and 1.1 red"])
    def test_what_says_no_change_of_what_has_a_ref_is_looked_for_instead(self, words: str) -> None:
        assert read_sentence(self.BOARD, words, TODAY) is None


class TestFilters:
    def keeps(self, text: str, record: Record, words: str = "") -> bool:
        return read_filter(text).keeps(board(record, Kpi(id="k", ref="2.1", title="Visits")), record, words, TODAY)

    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("due:<02/03/2021", False),
            ("due:<=02/03/2021", True),
            ("due:>02/03/2021", False),
            ("due:>=02/03/2021", True),
            ("due:=02/03/2021", True),
            ("due:today", True),
            ("due:<tomorrow", True),  # no date: it is still being typed
            ("due:2021-03-01,02/03", True),
            ("due:none", False),
            ("by:2/3", True),
            ("-due:today", False),
            ("who:head", True),
            ("lead:none", False),
            ("links:2.1", True),
            ("links:2.10", False),
            ("links:visits", True),
            ("ref:1", True),
            ("ref:<2", True),
            ("ref:<1.1", False),
            ("title:<5", False),  # no number to compare
            ("rag:a", True),
            ("rag:none", False),
            ("rag:amber,red", True),
            ("overdue", False),
            ("undated", False),
            ("redated", False),
            ("done", False),
            ("stale", False),
        ],
    )
    def test_a_field_is_compared_as_what_it_is(self, text: str, kept: bool) -> None:
        item = Action(id="a", ref="1.1", title="Coach", lead="Head", due="2021-03-02", rag=Rag.AMBER, links=("k",))
        assert self.keeps(text, item) is kept

    def test_states_are_of_those_that_can_be_in_them(self) -> None:
        assert self.keeps("undated", NextStep(id="n")) and not self.keeps("undated", Risk(id="r"))
        assert self.keeps("overdue", NextStep(id="n", due="2021-03-01"))
        assert not self.keeps("overdue", NextStep(id="n", due="2021-03-02"))
        assert self.keeps("done", Ambition(id="o", rag=Rag.BLUE)) and not self.keeps("done", Decision(id="d"))
        assert self.keeps("rag:none", Action(id="a")) and self.keeps("lead:none", Action(id="a"))
        assert self.keeps("redated", Action(id="a", original_due="2021-03-01", due="2021-03-31"))
        assert self.keeps("-re-dated", Action(id="a", original_due="2021-03-31", due="2021-03-31"))

    @pytest.mark.parametrize(
        ("text", "whole"),
        [
            ("d", ""),
            ("du", "due:"),
            ("-du", "-due:"),
            ("und", "undated"),
            ("rag:", ""),
            ("rag:A", "rag:Amber"),
            ('rag:"a', 'rag:"amber"'),
            ("rag:amber", ""),
            ("lead:h", "lead:head"),
            ("who:h", "who:head"),
            ("zzz:a", ""),
            ('"du', ""),
            ("coach du", "coach due:"),
        ],
    )
    def test_two_letters_of_a_name_or_one_of_a_value_are_enough_to_complete_it(self, text: str, whole: str) -> None:
        item = Action(id="a", lead="head of service")
        found = completed(board(item), [item], text)
        assert found.casefold() == whole.casefold()
