"""The counts above the overview, line by line, at the sizes at which they are told in another way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.attention.topics import attention
from boardtui.domain.board.board import Board, Since
from boardtui.domain.records.kinds import Action, ActionArising, Ambition, Challenge, Decision, Meeting, Risk
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from boardtui.ui.plan.overview_top import top_lines
from tests.domain.making import board_of, new_id
from tests.ui.council_board import make

TODAY = date(2021, 3, 2)


@pytest.fixture
def board(tmp_path: Path) -> Board:
    with BoardFile.open(make(tmp_path / "plan.board")) as file:
        return file.read()


def told(board: Board, width: int, height: int) -> list[str]:
    """The lines as they are drawn."""
    lines = top_lines(board, attention(board, TODAY), width, height)
    return ["".join(piece.text for piece in line).rstrip() for line in lines]


def coloured(board: Board, width: int, height: int) -> list[str]:
    """The lines with the style of each part that has one."""
    lines = top_lines(board, attention(board, TODAY), width, height)
    return ["".join(f"{each.style}[{each.text}]" if each.style else each.text for each in line) for line in lines]


@pytest.mark.parametrize("height", [10, 33])
def test_on_a_small_terminal_there_are_two_lines_and_no_fact_in_them_is_cut(board: Board, height: int) -> None:
    assert told(board, 80, height) == [
        "Actions 5  R ✖ 1    A ▲ 1    G ● 1    B ■ 1   - ○ 1    ↑ 0  ↓ 3 since 19/01/2021",
        "1 overdue  1 KPI off target  1 risk above tolerance  1 question unanswered",
    ]
    assert told(board, 40, height) == [
        "Actions 5 R1A1G1B1○1  ↑ 0  ↓ 3 since 19/01/2021",
        "1 overdue  1 KPI off target",
    ]


def test_on_a_tall_one_each_ambition_has_its_bar_and_all_that_has_changed_is_counted(board: Board) -> None:
    assert told(board, 60, 40) == [
        "Actions 5  R ✖ 1     A ▲ 1     G ● 1     B ■ 1     - ○ 1",
        "Next steps 1  A ▲ Amber 1",
        "1 Leaders [SEND] plan | a [/     R ✖ 1    A ▲ 1    B ■ 1",
        "2 Practice is good               G ● 1        - ○ 1",
        "3 Partners                      → Start Well Board",
        "Since 19/01/2021   A ▲  +1   G ●  −1  ↑ 0 better  ↓ 3 worse",
        "1 date revised  2 updated",
        "1 overdue  1 of 1 KPI off target",
        "1 of 1 risk above tolerance  1 question unanswered",
        "2 dates revised  1 action outstanding",
        "1 routed elsewhere, not counted",
        "2 due in 28 days: 2 people · 2 undated",
    ]


def test_where_there_is_little_room_the_bars_keep_theirs_and_the_titles_are_cut(board: Board) -> None:
    assert told(board, 36, 40)[2:5] == [
        "1 Leaders [SEND]…  R1    A1   B1",
        "2 Practice is…     G ● 1   - ○ 1",
        "3 Partners        → Start Well…",
    ]


def test_where_it_is_wide_too_the_ambitions_stand_in_two_columns(board: Board) -> None:
    assert told(board, 110, 44)[2:5] == [
        "1 Leaders [SEND] plan | a [/  R ✖ 1   A ▲ 1   B ■ 1     3 Partners                   → Start Well Board",
        "2 Practice is good            G ● 1       - ○ 1",
        "Since 19/01/2021   A ▲  +1   G ●  −1  ↑ 0 better  ↓ 3 worse  1 date revised  2 updated",
    ]


@pytest.mark.parametrize(
    ("leads", "undated", "lines"),
    [
        ([], 0, {100: "Nothing is due in the next 28 days."}),
        ([], 2, {100: "Nothing is due in the next 28 days. · 2 without a readable date"}),
        (["Ann"] * 3 + ["Bo"], 0, {100: "4 due in 28 days: Ann 3 · Bo 1", 29: "4 due in 28 days: 2 people"}),
        (["Ann"], 0, {23: "1 due in 28 days: Ann 1"}),
        (
            ["Ann", "Ann", "Bo", "Cy", "Di", "Eve Long Name"],
            0,
            {
                66: "6 due in 28 days: Ann 2 · Bo 1 · Cy 1 · Di 1 · Eve Long Name 1",
                58: "6 due in 28 days: Ann 2 · Bo 1 · Cy 1 · Di 1 · and 1 other",
                50: "6 due in 28 days: Ann 2 · Bo 1 · and 3 others",
                40: "6 due in 28 days: Ann 2 · and 4 others",
                30: "6 due in 28 days: 5 people",
            },
        ),
        (
            ["Ann", "Ann", "Bo"],
            3,
            {
                58: "3 due in 28 days: Ann 2 · Bo 1 · 3 without a readable date",
                57: "3 due in 28 days: Ann 2 · Bo 1 · 3 undated",
            },
        ),
        (["", ""], 1, {60: "2 due in 28 days: nobody named 2 · 1 without a readable date"}),
    ],
)
def test_what_is_due_names_those_who_have_most_to_do_and_how_many_others_there_are(
    leads: list[str], undated: int, lines: dict[int, str]
) -> None:
    due = [Action(id=new_id(), title="Coach", lead=each, due="2021-03-10") for each in leads]
    unread = [Action(id=new_id(), title="Visit", lead="Ann", due="31 June 2021") for _ in range(undated)]
    board = board_of(*due, *unread)
    for width, line in lines.items():
        assert told(board, width, 40)[-1] == line, width


def rated(ref: str, was: Rag, now: Rag) -> tuple[list[Ambition | Action], dict[str, dict[str, dict[str, Rag]]]]:
    """An ambition with one action, and how both were rated at the last meeting."""
    ambition = Ambition(id=new_id(), ref=ref, title="Practice", rag=now)
    action = Action(id=new_id(), ref=f"{ref}.1", title="Coach", ambition=ambition.id, rag=now)
    return [ambition, action], {each.id: {"status": {"rag": was}} for each in (ambition, action)}


def test_what_became_better_or_worse_says_so_beside_its_bar_and_all_of_it_is_in_its_colour() -> None:
    parts = [rated("1", Rag.RED, Rag.GREEN), rated("2", Rag.AMBER, Rag.RED), rated("3", Rag.NOT_RATED, Rag.AMBER)]
    records = [each for some, _ in parts for each in some]
    before: dict[str, Any] = {name: values for _, some in parts for name, values in some.items()}
    gone = Action(id=new_id(), ref="0.1", title="Gone", rag=Rag.RED)
    new = [Action(id=new_id(), ref=f"8.{place}", title="New", rag=Rag.RED, due="2021-02-01") for place in (1, 2)]
    answered = Challenge(id=new_id(), text="Why?", answer="Staff left")
    meeting = Meeting(id=new_id(), date="2021-01-19")
    since = Since(meeting, before | {answered.id: {"answer": {"answer": ""}}}, frozenset(e.id for e in new), (gone,))
    said = coloured(board_of(*records, *new, answered, since=since), 120, 44)
    bars = {
        "1 Practice": "rag-green[ G ● Green 1             ]mark-better[ ↑]",
        "2 Practice": "rag-red[ R ✖ Red 1               ]mark-worse[ ↓]",
        "3 Practice": "rag-amber[ A ▲ Amber 1             ]  ",
        "no ambition": "rag-red[ R ✖ Red 2               ]  ",
    }
    assert said[0].startswith("strong[Actions 5 ]rag-red[ R ✖ Red 3 ")
    one, two, three, stray = (f"{name:<32}{bar}" for name, bar in bars.items())
    assert said[1:] == [
        f"{one}  {three}",
        f"{two}  {stray}",
        "strong[Since 19/01/2021]  rag-red[ R ✖ ] +1  rag-green[ G ● ] +1  rag-not-rated[ ○ ] −1  "
        "mark-better[↑ 2 better]  mark-worse[↓ 2 worse]  2 rated first  2 new  1 closed  1 removed",
        "error[2] overdue",
        "muted[Nothing is due in the next 28 days.]",
    ]


def test_each_count_is_in_the_colour_of_how_much_it_matters_and_says_of_how_many(board: Board) -> None:
    red = Action(id=new_id(), ref="1", title="Coach", rag=Rag.RED, due="2021-02-01", conflicts=("title",))
    stale = Action(
        id=new_id(), ref="2", title="Visit", rag=Rag.GREEN, due="31/06/2021", changed_at="2021-01-01T09:00:00Z"
    )
    due = Action(id=new_id(), ref="3", title="Audit", rag=Rag.GREEN, due="2021-03-09", lead="Ann")
    asked = [Challenge(id=new_id(), text=text) for text in ("Why?", "Who?")]
    arising = [ActionArising(id=new_id(), text=text) for text in ("Bring", "Send")]
    risks = [Risk(id=new_id(), ref=ref, title="Cover", current="5x5", category="workforce") for ref in ("R1", "R2")]
    rules: dict[str, Any] = {"stale_days": 30, "appetite": "workforce: cautious 9"}
    several = board_of(red, stale, due, *asked, *arising, *risks, **rules)
    for some, height, counts in (
        (
            board,
            40,
            "error[1] overdue  error[1] of 1 KPI off target  error[1] of 1 risk above tolerance  "
            "warning[1] question unanswered  warning[2] dates revised  1 action outstanding  "
            "muted[1] routed elsewhere, not counted",
        ),
        (
            several,
            40,
            "warning[1] to decide (!)  error[1] overdue  error[2] of 2 risks above tolerance  "
            "warning[2] questions unanswered  2 actions outstanding  1 without recent update",
        ),
        (
            several,
            20,
            "warning[1] to decide (!)  error[1] overdue  error[2] risks above tolerance  "
            "warning[2] questions unanswered  2 actions outstanding  1 without recent update",
        ),
    ):
        assert counts in coloured(some, 300, height)
    assert coloured(several, 300, 40)[2] == ("muted[No meeting has been closed yet: there is nothing to compare with.]")
    assert coloured(several, 300, 40)[-1] == "strong[1 due in 28 days: ]Ann 1warning[ · 1 without a readable date]"
    assert coloured(board, 300, 20)[0].endswith("  mark-better[↑ 0]  mark-worse[↓ 3]muted[ since 19/01/2021]")


def test_where_there_is_nothing_to_look_at_that_is_said_and_is_good_news_only_where_something_is_rated() -> None:
    nothing = "Nothing is overdue, off target or waiting for an answer."
    for board, style in (
        (board_of(Decision(id="d", text="Report")), "success"),
        (board_of(Action(id="a", title="Coach")), "muted"),
    ):
        line = top_lines(board, attention(board, TODAY), 80, 24)[1]
        assert [(piece.text, piece.style) for piece in line] == [(nothing, style)]
