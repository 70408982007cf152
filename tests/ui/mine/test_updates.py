"""What the pass asks of each kind of item, what it says of the last time, and what comes of what is typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from boardtui.domain.attention.mine import mine
from boardtui.domain.board.board import Board
from boardtui.domain.board.commented import Commented
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Challenge,
    Milestone,
    Mitigation,
    NextStep,
    Record,
    Risk,
)
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag
from boardtui.ui.mine.sending_back import summary
from boardtui.ui.mine.updates import Outcome, at_first, fields_of, figure_words, last_update, outcome
from tests.domain.making import board_of, kpi_of, trend

TODAY = date(2021, 3, 10)
ACTION = Action(
    id="a",
    ref="1.1",
    title="Coach",
    rag=Rag.AMBER,
    due="2021-02-28",
    original_due="2020-12-31",
    commentary="Was",
    help_wanted="Money",
    changed_at="2021-02-01T09:00:00Z",
)
STATED = replace(kpi_of("K1", unit="percent"), id="k1")
PARTS = replace(kpi_of("K2", unit="percent"), id="k2")
RECORDS: list[Record] = [
    ACTION,
    STATED,
    *trend(STATED, {"2021-01": "88.0%", "2020-02": "81.0%"}),
    PARTS,
    *trend(PARTS, {"2020-12": "44/50 88%", "2021-01": "45/50 90%"}),
    Risk(id="r", ref="R1", title="Cover", current="4x3"),
    NextStep(id="n", title="Ask"),
    Milestone(id="s", title="Opens", due="2021-06-30"),
    Mitigation(id="m", title="Hire", risk="r"),
    ActionArising(id="t", text="Send it", meeting="jan"),
    Challenge(id="c", text="Why?", meeting="jan"),
    Ambition(id="b", title="Practice"),
]
BOARD = board_of(*RECORDS)


def record(name: str, board: Board = BOARD) -> Any:
    found = board.find(name)
    assert found is not None
    return found


def typed(name: str, *, again: bool = False, sure: bool = False, **fields: str) -> Outcome:
    return outcome(BOARD, record(name), fields, today=TODAY, who="Head", again=again, sure=sure)


def values(found: Outcome) -> list[dict[str, Any]]:
    assert not found.problems and not found.doubt
    return [dict(each.values) for each in found.changes]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("a", ("rag", "reason", "commentary", "due", "due_reason", "help_wanted")),
        ("k1", ("figure", "commentary")),
        ("r", ("current", "current_why", "commentary")),
        ("n", ("rag", "rationale", "due", "due_reason", "help_wanted")),
        ("s", ("rag", "rationale", "due", "due_reason", "help_wanted")),
        ("m", ("progress", "progress_words", "due", "due_reason")),
        ("t", ("done", "outcome", "due", "due_reason")),
        ("c", ("answer",)),
        ("b", ("rag", "reason", "narrative", "help_wanted")),
    ],
)
def test_of_each_kind_only_what_a_lead_can_say_is_asked(name: str, fields: tuple[str, ...]) -> None:
    assert fields_of(BOARD, record(name), TODAY) == fields


def test_a_figure_is_asked_only_as_long_as_the_last_whole_period_has_none() -> None:
    assert fields_of(BOARD, record("k1"), date(2021, 2, 28)) == ("commentary",)
    assert fields_of(BOARD, record("k1"), date(2021, 3, 1)) == ("figure", "commentary")


def test_what_was_said_last_is_not_there_to_be_typed_over_and_everything_else_is() -> None:
    shown = {name: at_first(BOARD, record("a"), name) for name in fields_of(BOARD, record("a"), TODAY)}
    assert shown == {
        **{"rag": "amber", "reason": "", "commentary": "", "due": "28/02/2021"},
        **{"due_reason": "", "help_wanted": "Money"},
    }
    assert [at_first(BOARD, record("r"), name) for name in ("current", "current_why")] == ["4x3", ""]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "a",
            "Last update 01/02/2021 · A ▲ Amber · due 28/02/2021 · +59 days, date revised once, 10 days late · "
            "help wanted: Money",
        ),
        ("k1", "Jan 21: 88.0%"),
        ("r", "score 4×3"),
        ("s", "○ Not rated · due 30/06/2021"),
        ("m", ""),
    ],
)
def test_the_last_update_is_told_on_one_line(name: str, line: str) -> None:
    assert last_update(BOARD, record(name), TODAY) == line


@pytest.mark.parametrize(
    ("said", "changed", "begins"),
    [
        (Commented("2021-01-05T09:00:00Z"), "2021-02-01T09:00:00Z", "Last update 05/01/2021"),
        (Commented("2021-01-05T09:00:00Z", brought=True), "2021-01-05T09:00:00Z", "Brought in 05/01/2021"),
        (Commented("2021-01-05T09:00:00Z", brought=True), "2021-02-01T09:00:00Z", "Last update 01/02/2021"),
        (None, "2021-02-01T09:00:00Z", "Last update 01/02/2021"),
        (None, "", "A ▲ Amber"),
    ],
)
def test_what_came_in_a_plan_is_nobodys_update(said: Commented | None, changed: str, begins: str) -> None:
    own = replace(ACTION, changed_at=changed)
    board = replace(board_of(own), commented={"a": said} if said is not None else {})
    assert last_update(board, record("a", board), TODAY).startswith(begins)


def test_a_risk_without_a_score_says_so() -> None:
    board = board_of(Risk(id="r", title="Cover"))
    assert last_update(board, record("r", board), TODAY) == "score not stated"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("k1", "", "last 88.0% · a year before 81.0%"),
        ("k2", " ", "last 90% · 45/50 gives the percentage"),
        ("k1", "90.5", "= 90.5% for Feb 21"),
        ("k2", " 45 / 50 ", "= 90% for Feb 21"),
        ("k1", "45/50", "= 90.0% for Feb 21"),
        ("k1", "45/0", "= no figure for Feb 21"),
    ],
)
def test_beneath_a_figure_stands_how_it_is_understood_or_what_it_was(name: str, text: str, said: str) -> None:
    assert figure_words(BOARD, record(name), text, TODAY) == said


class TestOutcome:
    def test_a_rating_brings_its_reason_and_the_help_that_is_seen_beside_it(self) -> None:
        red = typed("a", rag="red", reason=" Two left ", help_wanted="Money", commentary="", due="28/02/2021")
        assert values(red) == [
            {"rag": Rag.RED, "rationale": "Two left", "evidence": "", "back_to_green": "", "help_wanted": "Money"}
        ]
        blue = typed("a", rag="blue", reason="Seen", help_wanted="Less")
        assert values(blue) == [
            {"rag": Rag.BLUE, "rationale": "", "evidence": "Seen", "back_to_green": "", "help_wanted": "Less"}
        ]
        assert values(typed("n", rag="red", rationale="Why"))[0]["rationale"] == "Why"

    @pytest.mark.parametrize("rating", ["red", "blue"])
    def test_on_a_board_that_wants_reasons_a_rating_without_one_is_refused_beside_it(self, rating: str) -> None:
        strict = board_of(*RECORDS, reasons=ReasonRule.ALWAYS)
        refused = {"reason": f"This board wants a reason for {rating}."}
        for reason, problems in (("", refused), (" ", refused), ("Two left", {})):
            given = {"rag": rating, "reason": reason}
            found = outcome(strict, record("a", strict), given, today=TODAY, who="Head")
            assert dict(found.problems or {}) == problems
        own = outcome(strict, record("n", strict), {"rag": "red", "rationale": ""}, today=TODAY, who="Head")
        assert set(own.problems or {}) == {"rationale"}

    @pytest.mark.parametrize(
        ("name", "fields", "changed"),
        [
            ("a", {"rag": "amber", "commentary": "", "due": "28/02/2021", "help_wanted": "Money"}, []),
            ("a", {"commentary": "New"}, [{"commentary": "New"}]),
            ("a", {"help_wanted": ""}, [{"help_wanted": ""}]),
            ("a", {"due": "31/05/2021", "due_reason": "Staff"}, [{"due": "2021-05-31", "due_reason": "Staff"}]),
            ("n", {"due": "31/05/2021"}, [{"due": "2021-05-31"}]),
            ("r", {"current": "2x3", "current_why": "Filled"}, [{"current": "2x3", "current_why": "Filled"}]),
            ("m", {"progress": "complete"}, [{"progress": Progress.COMPLETE}]),
            ("t", {"done": "yes", "outcome": "Sent"}, [{"done": True, "outcome": "Sent"}]),
            ("c", {"answer": "In May"}, [{"answer": "In May", "answered_by": "Head"}]),
            ("c", {"answer": ""}, []),
        ],
    )
    def test_only_what_is_other_than_it_was_is_changed(
        self, name: str, fields: dict[str, Any], changed: list[dict[str, Any]]
    ) -> None:
        assert values(typed(name, **fields)) == changed

    def test_what_was_said_before_is_said_again_whoever_types_it_or_presses_the_key(self) -> None:
        again = Change("a", "action", {"commentary": "Was"}, again=True)
        assert typed("a", commentary="Was").changes == (again,)
        assert typed("a", commentary="", again=True).changes == (again,)
        assert typed("a", commentary="New", again=True).changes == (Change("a", "action", {"commentary": "New"}),)
        assert typed("n", rationale="", again=True).changes == (
            Change("n", "next_step", {"rationale": ""}, again=True),
        )
        assert typed("c", answer="", again=True).changes == ()
        both = typed("a", commentary="Was", help_wanted="Less").changes
        assert [dict(each.values) for each in both] == [{"help_wanted": "Less"}, {"commentary": "Was"}]

    def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_changed(self) -> None:
        found = typed("r", current="9x9", commentary="Fine")
        assert found.changes == ()
        assert found.problems is not None and list(found.problems) == ["current"]

    def test_a_figure_goes_with_what_is_said_of_it_and_one_that_cannot_be_is_asked_about(self) -> None:
        said, figure = values(typed("k1", figure="90.5", commentary="Better"))
        assert said == {"commentary": "Better"}
        assert {name: figure[name] for name in ("kpi", "period", "value")} == {
            **{"kpi": "k1", "period": "2021-02", "value": "90.5%"}
        }
        (parts,) = values(typed("k2", figure="45/50"))
        assert (parts["numerator"], parts["denominator"], parts["value"]) == ("45", "50", "90%")
        doubtful = typed("k1", figure="905")
        assert (doubtful.changes, doubtful.doubt) == ((), "905% is more than the whole or less than nothing")
        assert values(typed("k1", figure="905", sure=True))[0]["value"] == "905%"
        assert typed("k1", figure=" ").changes == ()


def test_at_the_end_what_was_done_is_listed_up_to_twelve_and_what_was_skipped_as_well() -> None:
    some = [Action(id=f"a{n}", ref=f"1.{n}", title="Work", lead="Head") for n in range(1, 15)]
    board = board_of(*some)
    names = tuple(each.id for each in some)
    theirs = mine(board, "Head", TODAY)
    lines = summary(board, theirs, names[:12], (*names[12:], "gone"))
    assert lines[0] == f"{theirs.words[:1].upper()}{theirs.words[1:]}, {theirs.since.words}."
    assert lines[1:3] == ["", "Updated now: 12"]
    assert lines[3] == "  action 1.1 Work" and lines[14] == "  action 1.12 Work"
    assert lines[15:] == [
        "",
        "Skipped, and not lost: they stay in the list: 2",
        "  action 1.13 Work",
        "  action 1.14 Work",
        "",
    ]
    longer = summary(board, theirs, names[:13], ())
    assert longer[-3:] == ["  action 1.12 Work", "  and 1 more", ""]
    assert len(summary(board, theirs, (), ())) == 2
