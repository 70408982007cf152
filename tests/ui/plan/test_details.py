"""The details of ambitions, of entries of the papers and of records of every kind, word for word.

After a change that is meant: `pytest tests/ui/plan/test_details.py --snapshot-update`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from rich.color import Color
from rich.console import Console, RenderableType
from rich.style import Style

from boardtui.domain.attention.counts import standings
from boardtui.domain.board.board import Board
from boardtui.report.palette import Palette
from boardtui.store.board_file import BoardFile
from boardtui.ui.plan.ambitions import ambition_detail
from boardtui.ui.plan.papers import paper_detail, paper_rows
from boardtui.ui.shared.detail import detail
from tests.ui.fuller_board import make

TODAY = date(2021, 3, 2)
STYLES = ["muted", "strong", "heading", "accent", "warning", "error", "success", "mark-better", "mark-worse"]
STYLES += ["mark-same", "rag-red", "rag-amber", "rag-green", "rag-blue", "rag-not-rated", "band-high"]
BY_COLOUR = {Color.from_rgb(place, 0, 0): name for place, name in enumerate(STYLES, start=1)}
COLOURS = Palette({name: Style(color=colour) for colour, name in BY_COLOUR.items()})


@pytest.fixture
def board(tmp_path: Path) -> Board:
    with BoardFile.open(make(tmp_path / "plan.board")) as file:
        return file.read()


def told(some: Iterator[RenderableType], width: int) -> str:
    """The lines of some details, with the name of the style of each part that has one."""
    console = Console(file=io.StringIO(), width=width, color_system="truecolor")
    said = []
    for each in some:
        for line in console.render_lines(each, pad=False):
            parts = []
            for segment in line:
                colour = segment.style.color if segment.style is not None else None
                name = BY_COLOUR.get(colour, "") if colour is not None else ""
                parts.append(f"{name}[{segment.text}]" if name else segment.text)
            said.append("".join(parts).rstrip())
        said.append("---")
    return "\n".join(said)


@pytest.mark.parametrize("width", [50, 72, 120])
def test_an_ambition_is_told_with_its_actions_figures_groups_and_links(
    board: Board, snapshot: object, width: int
) -> None:
    every = (each for each in standings(board) if each.ambition is not None)
    assert told((ambition_detail(board, each, COLOURS, TODAY, width) for each in every), width) == snapshot


def test_an_entry_of_the_papers_is_told_under_its_heading(board: Board, snapshot: object) -> None:
    assert told((paper_detail(board, row, COLOURS) for row in paper_rows(board)), 70) == snapshot


def test_a_record_of_any_kind_is_told_field_by_field(board: Board, snapshot: object) -> None:
    every = (record for kind in board.records for record in board.of_kind(kind))
    assert told((detail(board, each, COLOURS) for each in every), 70) == snapshot
