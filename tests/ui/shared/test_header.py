"""The header: what board this is and which meeting is near at the left, how its file stands at the right."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting, Profile
from boardtui.domain.records.meetings import MeetingState
from boardtui.session.surroundings import SharedLine
from boardtui.ui.host import Host
from boardtui.ui.shared.lines import HeaderLine, file_words, screen_label, title_words
from tests.domain.boards import LAST, board
from tests.ui.conftest import lines, opened, settle
from tests.ui.council_board import make

MARCH = Meeting(id="mar", date="2021-03-02")
APRIL = Meeting(id="apr", date="2021-04-13")
UNDATED = Meeting(id="none")


def host(some: Any = None, **more: Any) -> Host:
    """An application with a board, as far as the header asks."""
    waiting = more.pop("unpublished", 3)
    around = SimpleNamespace(
        origin=more.pop("origin", None), line=more.pop("line", None), unpublished=lambda _board: waiting
    )
    trouble = more.pop("trouble", None)
    opened = SimpleNamespace(
        trouble=BoardError("No.", code=trouble) if trouble else None, held_up=more.pop("held_up", False)
    )
    values: dict[str, Any] = {
        **{"board": some, "meeting": "", "to_decide": 0, "today": date(2021, 3, 2), "throwaway": False},
        **{"file": SimpleNamespace(path=Path("/boards/plan.board"), read_only=False)},
        **{"around": around, "opened": opened, "clock": lambda: datetime(2021, 3, 2, 12, 0, tzinfo=UTC)},
    }
    return cast("Host", SimpleNamespace(**{**values, **more}))


def test_at_the_left_stands_the_title_with_the_next_meeting_or_the_one_that_runs() -> None:
    plan = Profile(id="board", title="Plan")
    running = Meeting(id="now", date="2021-03-02", state=MeetingState.RUNNING)
    for some, meeting, said in (
        (None, "", "boardtui"),
        (board(), "", "Untitled board"),
        (board(LAST, profile=plan), "", "Plan"),
        (board(LAST, MARCH, APRIL, profile=plan), "", "Plan · board of 02/03/2021"),
        (board(LAST, UNDATED, profile=plan), "", "Plan"),
        (board(MARCH, running, profile=plan), "now", "Meeting of 02/03/2021 in progress · Plan"),
    ):
        assert title_words(host(some, meeting=meeting)) == said


def test_at_the_right_stand_what_waits_for_a_decision_the_file_how_it_stands_and_the_day() -> None:
    origin, reader = object(), SimpleNamespace(path=Path("/boards/plan.board"), read_only=True)
    away = SharedLine("plan", "the server", problem=BoardError("No.", code=Code.NOT_REACHED))
    day = "02/03/2021"
    for more, said in (
        ({}, f"plan.board · saved · {day}"),
        ({"to_decide": 2}, f"⚠ 2 to decide (!) · plan.board · saved · {day}"),
        ({"file": reader}, f"plan.board · read-only · {day}"),
        ({"throwaway": True}, f"throw-away copy · demo’s date {day}"),
        ({"throwaway": True, "file": reader}, f"read-only · demo’s date {day}"),
        ({"origin": origin}, f"plan.board · working copy, 3 to publish · {day}"),
        ({"line": SharedLine("plan", "the server")}, f"plan.board · shared · {day}"),
        ({"line": away, "origin": origin}, f"plan.board · server not reached · {day}"),
        ({"held_up": True}, f"plan.board · not saved yet, locked by another program · {day}"),
        ({"trouble": Code.DISK_FULL, "held_up": True}, f"plan.board · not saved · {day}"),
        ({"trouble": Code.GONE}, f"plan.board · no longer there · {day}"),
        ({"trouble": Code.REPLACED}, f"plan.board · replaced by another file · {day}"),
        ({"trouble": Code.DAMAGED}, f"plan.board · damaged, read-only · {day}"),
        ({"file": None}, ""),
    ):
        assert file_words(host(board(), **more)) == said, more
    assert file_words(host(board(), origin=origin, unpublished=0)) == f"plan.board · working copy, published · {day}"
    assert file_words(host(None)) == ""
    long = SimpleNamespace(path=Path(f"/boards/{'plan of the ' * 9}.board"), read_only=False)
    assert len(file_words(host(board(), file=long))) == len(f"{'x' * 24} · saved · {day}")


def test_boards_have_their_own_word_for_ambitions_and_for_nothing_else() -> None:
    themes = host(board(profile=Profile(id="board", ambition_plural="big themes")))
    assert screen_label(themes, "ambitions", "Ambitions") == "Big themes"
    assert screen_label(themes, "actions", "Actions") == "Actions"
    nameless = host(board(profile=Profile(id="board", ambition_plural="")))
    assert screen_label(nameless, "ambitions", "Ambitions") == screen_label(host(), "ambitions", "Ambitions")


async def test_it_fills_its_line_and_of_the_title_a_few_letters_are_always_left(tmp_path: Path) -> None:
    right = "plan.board · saved · 02/03/2021"
    async with opened(make(tmp_path / "plan.board")) as pilot:
        for width, said in (
            (80, f" Improvement plan · board of 02/03/2021{' ' * 7}{right}"),
            (62, f" Improvement plan · board…  {right}"),
            (45, f" Improve…  {right}"),
            (39, f" Imp…  {right}"),
        ):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            assert lines(pilot)[0] == said, width
        app: Any = pilot.app
        await app.write([Change(app.board.profile.id, "board", {"title": "Another"})])
        await settle(pilot)
        assert lines(pilot)[0].startswith(" Ano…  "), "at once"
        header = pilot.app.screen.query_one(HeaderLine)
        drawn: list[bool] = []
        header.refresh = lambda *_: drawn.append(True)  # type: ignore[assignment,method-assign]
        header.show_again()
        assert drawn == [], "nothing else is said"
