"""What was minuted wrongly in the plan is put right in its form, until the board agrees the minutes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from boardtui.domain.meetings.agenda_changes import add_item
from boardtui.domain.meetings.minuted import minuted_at
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Meeting
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.session.meeting import agree_minutes, begin_meeting, close_meeting, minutes_of
from boardtui.store.board_file import BoardFile
from boardtui.ui.forms.field_row import Tick
from boardtui.ui.forms.form import CORRECTS, RecordForm
from tests.ui.conftest import CHAIR, NOW, change, identity, on_disk, opened, press, ready, seen, small

MARCH = identity("march")
THEN = NOW + timedelta(minutes=30)  # the plan was made at NOW


def held(place: Path) -> None:
    """A meeting that rated 1.2, and had 1.1 on its agenda."""
    small(place)
    with BoardFile.open(place, clock=lambda: THEN) as file:
        file.write([change("meeting", "march", date="2021-03-02")], who="Office")
        board = file.read()
        meeting, first = board.get(Meeting, MARCH), board.get(Action, identity("1.1"))
        assert meeting is not None
        file.write(add_item(board, meeting, record=first), who="Office")
        begin_meeting(file, file.read(), meeting, who=CHAIR, now=THEN, today=NOW.date())
        rated = [Change(identity("1.2"), "action", re_rated(Rag.RED))]
        file.write(rated, who=CHAIR, why="Nobody audits", meeting=MARCH)
        close_meeting(file, MARCH, who=CHAIR, at=THEN)


@pytest.fixture
def after_the_meeting(tmp_path: Path) -> Path:
    return ready(tmp_path / "plan.board", held)


def minutes(path: Path) -> str:
    with BoardFile.open(path) as file:
        meeting = file.read().get(Meeting, MARCH)
        assert meeting is not None
        return minutes_of(file, meeting)


async def test_the_form_of_an_item_offers_to_correct_the_minutes_too(after_the_meeting: Path) -> None:
    assert "Not rated → R ✖ Red *(Nobody audits)*" in minutes(after_the_meeting)
    async with opened(after_the_meeting) as pilot:
        await press(pilot, "down", "e")
        form = pilot.app.screen
        assert isinstance(form, RecordForm)
        form.row("rag").control.value = "amber"  # type: ignore[attr-defined]
        tick = form.row(CORRECTS).control
        assert isinstance(tick, Tick)
        tick.focus()
        await press(pilot, "space")
        assert "It was minuted wrongly at the meeting of 02/03/2021" in seen(pilot)
        await press(pilot, "ctrl+s")
    assert "Not rated → A ▲ Amber" in minutes(after_the_meeting)
    assert "R ✖ Red → A ▲ Amber" in minutes(after_the_meeting).partition("## Corrected since the meeting")[2]


async def test_without_the_tick_it_is_news_for_the_next_meeting(after_the_meeting: Path) -> None:
    before = minutes(after_the_meeting)
    async with opened(after_the_meeting) as pilot:
        await press(pilot, "down", "e")
        form = pilot.app.screen
        assert isinstance(form, RecordForm)
        form.row("rag").control.value = "amber"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
    assert minutes(after_the_meeting) == before


def test_it_is_offered_for_what_was_on_the_agenda_or_changed_while_the_meeting_sat(after_the_meeting: Path) -> None:
    def offered() -> list[str]:
        board = on_disk(after_the_meeting)
        return [each.ref for each in board.all(Action) if minuted_at(board, each) is not None]

    assert offered() == ["1.1", "1.2"]
    with BoardFile.open(after_the_meeting) as file:
        agree_minutes(file, MARCH, who=CHAIR, now=NOW)
    assert offered() == []
