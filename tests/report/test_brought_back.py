"""What minutes and the list before the close say of what was taken out, and of what was brought back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardtui.domain.meetings.agenda_changes import add_items
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS
from boardtui.report.closing_list import plain_lines
from boardtui.session.meeting import minutes_of
from boardtui.store.board_file import BoardFile
from tests.report.boards import identity
from tests.report.held import CHAIR, NEXT, held, now, say

GONE = [Change(identity("1.3"), "action", delete=True)]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BoardFile]:
    with held(tmp_path / "plan.board", close=False) as found:
        yield found


def told(file: BoardFile) -> tuple[list[str], list[str]]:
    """What minutes and list say of action 1.3."""
    minutes = [line for line in minutes_of(file, now(file)[1]).split("\n") if "1.3" in line and "was " in line]
    return minutes, [line for line in plain_lines(now(file)[0], file.meeting_record(NEXT).entries) if "1.3" in line]


def test_what_was_taken_out_is_told_with_why(file: BoardFile) -> None:
    say(file, GONE, "Entered twice")
    assert told(file) == (
        ["- **Action 1.3 Embed supervision** was removed *(Entered twice)*"],
        ["Action 1.3 Embed supervision: removed (Entered twice)"],
    )


def test_what_was_taken_out_before_the_meeting_and_brought_back_in_it_is_told(file: BoardFile) -> None:
    file.write(GONE, who=CHAIR)
    file.undo(who=CHAIR, meeting=NEXT)
    assert told(file) == (
        ["- **Action 1.3 Embed supervision** was brought back"],
        ["Action 1.3 Embed supervision: brought back"],
    )


def test_what_was_taken_out_and_brought_back_in_the_meeting_is_not_told(file: BoardFile) -> None:
    say(file, GONE)
    file.undo(who=CHAIR, meeting=NEXT)
    assert told(file) == ([], [])
    file.redo(who=CHAIR, meeting=NEXT)
    assert told(file)[1] == ["Action 1.3 Embed supervision: removed"]


def test_what_was_brought_back_and_taken_out_again_is_not_told(file: BoardFile) -> None:
    file.write(GONE, who=CHAIR)
    file.undo(who=CHAIR, meeting=NEXT)
    file.redo(who=CHAIR, meeting=NEXT)
    assert told(file) == ([], [])


def test_what_was_brought_back_and_changed_is_told_with_what_changed(file: BoardFile) -> None:
    file.write(GONE, who=CHAIR)
    say(file, [Change(identity("1.3"), "action", restore=True)], "Still needed")
    say(file, [Change(identity("1.3"), "action", {"lead": "Head of QA"})])
    minutes = minutes_of(file, now(file)[1])
    assert "**Action 1.3 Embed supervision** was brought back *(Still needed)*\n" in minutes
    assert "**Action 1.3 Embed supervision** Lead: Head of QA\n" in minutes
    assert "Action 1.3 Embed supervision: brought back (Still needed)" in told(file)[1]


def test_what_was_taken_out_together_with_its_figures_heads_its_item_and_not_one_of_these(file: BoardFile) -> None:
    kpi = identity("2.1k")
    figure = identity_for(KINDS["reading"], {"kpi": kpi, "series": "period", "period": "Feb 21"}, "")
    board, meeting = now(file)
    record = board.find(kpi)
    assert record is not None and board.find(figure) is not None
    file.write(add_items(board, meeting, [record]), who="Office")
    say(file, [Change(figure, "reading", delete=True)])
    say(file, [Change(kpi, "kpi", delete=True)])
    assert re.search(r"^### Item \d+: KPI 2.1 % contacts in 1 day$", minutes_of(file, now(file)[1]), re.M)
