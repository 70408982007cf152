"""A figure of 0 in print: in its own cell, with its rating and its movement, and never as a dash."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from rich.console import Console

from boardtui.domain.board.board import Board, Since
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.kpis import Polarity
from boardtui.report.snapshot import snapshot
from boardtui.report.tables import rows, table
from tests.domain.making import board_of, current, kpi_of, months, new_id, trend

TODAY = date(2019, 3, 5)
TARGETS: dict[str, Any] = {"polarity": Polarity.LOW, "minimum": "5", "upper": "2", "unit": "count", "title": "Waiting"}


def read(*figures: str) -> Board:
    kpi = kpi_of(**TARGETS)
    return board_of(kpi, *trend(kpi, months("2018-11", figures)))


def line_of(board: Board, width: int = 110) -> list[str]:
    """The words of the KPI's line in the trend table."""
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(table(board, "kpis", today=TODAY))
    (line,) = [each for each in out.getvalue().split("\n") if "Waiting" in each]
    return line.split()


def rows_of(board: Board) -> list[str]:
    """The KPI's rows in the tables of a snapshot: in the scorecard, and in the trend."""
    _, _, scorecard = snapshot(board).partition("## KPI scorecard")
    return [line for line in scorecard.split("\n") if line.startswith("| 1.1 ")]


def test_the_trend_table_has_it_as_current_figure_and_in_its_month() -> None:
    assert line_of(read("4", "3", "2", "0")) == [
        *("1.1", "Waiting", "0", "Feb", "19", "4", "3", "2", "0", "5–2", "G", "●", "Met", "↑", "better", "█▆▅▁┊▅"),
    ]


def test_the_trend_table_compares_the_next_figure_with_it() -> None:
    assert line_of(read("4", "0", "3"))[-6:] == ["▲", "Nearly", "met", "↓", "worse", "█▁▆┊▅"]
    assert line_of(read("0", "0", "0"))[-5:] == ["●", "Met", "►", "same", "▁▁▁┊█"]


def test_the_snapshot_has_it_in_the_scorecard_and_in_the_trend() -> None:
    assert rows_of(read("4", "3", "2", "0")) == [
        "| 1.1 | Waiting | 0, Feb 19 | 5 – 2 | G ● Met | ↑ better | █▆▅▁ |",
        "| 1.1 | Waiting | 4 | 3 | 2 | 0 |",
    ]
    assert rows_of(read("4", "0", "-", "3")) == [
        "| 1.1 | Waiting | 3, Feb 19 | 5 – 2 | A ▲ Nearly met | ↓ worse | █▁ ▆ |",
        "| 1.1 | Waiting | 4 | 0 | - | 3 |",
    ]


def test_the_snapshot_tells_a_share_of_nobody_with_its_parts() -> None:
    kpi = kpi_of(polarity=Polarity.HIGH, minimum="90%", upper="95%", title="Seen in time")
    board = board_of(kpi, current(kpi, "2019-02", "0/40 0%"))
    assert rows_of(board)[0] == "| 1.1 | Seen in time | 0% (0 of 40), Feb 19 | 90% – 95% | R ✖ Missed | – |"


@pytest.mark.parametrize(
    ("before", "now", "words"), [("0", "3", "↓ worse"), ("3", "0", "↑ better"), ("0", "0", "► same")]
)
def test_the_snapshot_compares_it_with_the_last_meeting(before: str, now: str, words: str) -> None:
    kpi = kpi_of(**TARGETS)
    old, new = trend(kpi, {"2019-01": before, "2019-02": now})
    meeting = Meeting(id=new_id(), date="2019-02-01")
    board = board_of(kpi, meeting, old, new, since=Since(meeting, new=frozenset({new.id})))
    assert rows_of(board)[0].split(" | ")[5:7] == [words, words]


def test_as_plain_values_it_is_a_number_and_a_missing_figure_is_none() -> None:
    (row,) = rows(read("4", "0", "-", "0"), "kpis", today=TODAY)
    assert row["trend"] == [4.0, 0.0, None, 0.0]
    assert (row["current"], row["status"], row["change"]) == ("0", "met", "same")
    assert [each["value"] for each in row["periods"]] == ["4", "0", "-", "0"]
    assert [each["missing"] is None for each in row["periods"]] == [True, True, False, True]
