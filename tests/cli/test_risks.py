"""Risks on the command line: the map, and scores that fit the board's matrix."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import SIGNED, Boardtui, field


def four_by_four(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(file.read().profile.id, "board", {"matrix": "4"})], who="office")


def test_show_prints_the_map_with_the_refs_in_their_cells(board: Path, boardtui: Boardtui) -> None:
    boardtui("add", board, "risk", "ref=CIP08", "title=Not scored", *SIGNED)
    ran = boardtui("show", board, "risks", "--table")
    assert ran.code == 0
    assert "Likelihood ↓ Impact →" in ran.out and "5 Almost certain" in ran.out and "extreme 25" in ran.out
    assert "CIP06" in next(line for line in ran.out.splitlines() if "2 Unlikely" in line)
    assert "Not scored: CIP08" in ran.out


def test_set_scores_a_risk_and_keeps_why(board: Path, boardtui: Boardtui) -> None:
    ran = boardtui("set", board, "CIP06", "current=4 x 3", *SIGNED)
    assert ran.code == 0
    assert "Risk CIP06: Current score 2 × 3 -> 4 × 3" in ran.out
    assert (field(board, "CIP06", "current"), field(board, "CIP06", "current_why")) == ("4x3", "agreed with the lead")
    assert "CIP06" in next(
        line for line in boardtui("show", board, "risks", "--table").out.splitlines() if "4 Likely" in line
    )


@pytest.mark.parametrize("score", ["0x3", "3x0", "6x1", "1x6", "10x1"])
@pytest.mark.parametrize("name", ["inherent", "current", "target"])
def test_set_refuses_a_score_that_is_no_cell_of_the_board(
    name: str, score: str, board: Path, boardtui: Boardtui
) -> None:
    ran = boardtui("set", board, "CIP06", f"{name}={score}", *SIGNED)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"boardtui: {name}: {score} is not on this board's 5×5 matrix: likelihood and impact go from 1 to 5.\n"
    )
    assert field(board, "CIP06", "current") == "2x3"


def test_set_and_add_go_by_the_size_of_the_boards_own_matrix(board: Path, boardtui: Boardtui) -> None:
    four_by_four(board)
    assert "4×4 matrix" in boardtui("set", board, "CIP06", "current=5x1", *SIGNED).err
    assert "4×4 matrix" in boardtui("add", board, "risk", "ref=CIP11", "title=New", "current=1x5", *SIGNED).err
    assert boardtui("set", board, "CIP06", "current=4x4", *SIGNED).code == 0


def test_words_are_no_score(board: Path, boardtui: Boardtui) -> None:
    assert (
        "'high' is no score. Write likelihood x impact, such as 4x3."
        in boardtui("set", board, "CIP06", "current=high", *SIGNED).err
    )


def test_a_score_from_before_the_matrix_shrank_is_kept_and_said(board: Path, boardtui: Boardtui) -> None:
    boardtui("set", board, "CIP06", "current=5x5", *SIGNED)
    four_by_four(board)
    assert (
        "CIP06: the current score 5x5 is not on the 4×4 matrix. Score it again from 1 to 4."
        in boardtui("show", board, "risks", "--table").out
    )
    assert boardtui("set", board, "CIP06", "owner=Head of Service", *SIGNED).code == 0
    assert field(board, "CIP06", "current") == "5x5"


def test_an_empty_score_makes_a_risk_unscored(board: Path, boardtui: Boardtui) -> None:
    assert boardtui("set", board, "CIP06", "current=", *SIGNED).code == 0
    assert "Not scored: CIP06" in boardtui("show", board, "risks", "--table").out
