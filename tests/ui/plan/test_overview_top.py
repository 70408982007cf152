"""The counts above the overview, line by line, at the sizes at which they are told in another way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.attention.topics import attention
from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Decision
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


def test_where_there_is_nothing_to_look_at_that_is_said_and_is_good_news_only_where_something_is_rated() -> None:
    nothing = "Nothing is overdue, off target or waiting for an answer."
    for board, style in (
        (board_of(Decision(id="d", text="Report")), "success"),
        (board_of(Action(id="a", title="Coach")), "muted"),
    ):
        line = top_lines(board, attention(board, TODAY), 80, 24)[1]
        assert [(piece.text, piece.style) for piece in line] == [(nothing, style)]
