"""A meeting of a shared board, with a chair and a minute-taker: two real programs in two real terminals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.records.kinds import Challenge, Decision, Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.session.meeting import minutes_of
from boardtui.session.sharing import working_copy_at
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.settings.settings import Settings, change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.soundness import examine
from tests.proxy import proxied
from tests.server import OTHER, Server
from tests.terminal import boardtui
from tests.ui.conftest import change, identity

SIZE = (110, 30)


@pytest.fixture
def address(server: Server, tmp_path: Path) -> Address:
    """A board with a meeting of today and three topics, on the server."""
    topics = [
        change("agenda_item", f"i{n}", meeting=identity("m"), title=f"Topic number {n}", position=n) for n in (1, 2, 3)
    ]
    with BoardFile.create(tmp_path / "plan.board", "Plan [SEND] | a [/", who="plan") as file:
        file.write([change("meeting", "m", date=date.today().isoformat()), *topics], who="plan")
        return server.share(file)


def person(folder: Path, signature: str) -> dict[str, str]:
    """Somebody at a machine of their own: what their programs are started with."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BOARDTUI_CONFIG_DIR", str(folder))
        change_settings(lambda _: Settings(signature=signature))
    return {"BOARDTUI_CONFIG_DIR": str(folder)}


def working_copy(folder: Path, address: Address) -> Path:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BOARDTUI_CONFIG_DIR", str(folder))
        found = working_copy_at(address, Paths.of_this_user().working)
    assert found is not None
    return found


def test_the_chair_is_followed_both_minute_what_both_said_at_once_is_decided_and_one_closes(
    server: Server, address: Address, tmp_path: Path
) -> None:
    at_chair, at_office = tmp_path / "chair", tmp_path / "office"
    with proxied(server.port) as line:
        far = replace(address, user=OTHER, port=str(line.port))
        with (
            boardtui(str(address), size=SIZE, variables=person(at_chair, "Independent Chair")) as chair,
            boardtui(str(far), size=SIZE, variables=person(at_office, "Office")) as office,
        ):
            for each in (chair, office):
                each.wait_for("Plan [SEND] | a [/", "shared")
            chair.press("6")
            chair.wait_for("Topic number 1")
            chair.press(" ")
            chair.wait_for("in progress", "1 of 3", "→ next")
            office.press("6")
            office.wait_for("Topic number 1", "goes on there")
            office.press(" ")
            office.wait_for("in progress", "1 of 3", "→ next")

            office.press("F")
            office.wait_for("You follow the meeting")
            chair.press("right")
            office.wait_for("Topic number 2", "2 of 3")

            # Both minute at once, each something of their own: nothing of it is lost.
            chair.press("d")
            chair.wait_for("Decision?")
            office.press("c")
            office.wait_for("Challenge?")
            chair.press("Coaching goes on [/", "enter")
            office.press("What did it change?", "enter")
            office.wait_for("Raised by?")
            office.press("A school", "enter")
            for each in (chair, office):
                each.wait_for("Coaching goes on [/", "What did it change? (A school)")

            # Both write the note of one item while the line is away.
            office.press("m")
            office.wait_for("Note for the minutes?")
            office.press("The office ")
            line.away = True  # in the middle of the sentence
            office.press("heard yes", "enter")
            office.wait_for("The office heard yes", gone="Note for the minutes?")
            office.wait_for("1 to send, server not reached since")
            chair.press("m")
            chair.wait_for("Note for the minutes?")
            chair.press("The chair heard no", "enter")
            chair.wait_for("The chair heard no", gone="Note for the minutes?")
            assert "The office heard" not in chair.text
            line.away = False
            office.press("U")
            for each in (chair, office):
                each.wait_for("1 to decide")
            chair.press("!")
            chair.wait_for("The office heard yes", "The chair heard no")
            chair.press("b")  # both are true
            chair.wait_for("Keep both. Why?")
            chair.press("Both were said", "enter")
            for each in (chair, office):
                each.wait_for("The office heard yes", "The chair heard no", gone="1 to decide")

            chair.press("E")
            chair.wait_for("Close the meeting of", "Closing freezes")
            chair.press("enter")
            chair.wait_for("is closed", gone="in progress")
            office.wait_for("shared", gone="in progress")
            for each in (chair, office):
                each.press("q")
                assert each.wait_for_end() == 0
    boards, papers = [], []
    for path in (working_copy(at_chair, address), working_copy(at_office, far)):
        assert examine(path)[0] == []
        with BoardFile.open(path) as file:
            boards.append(file.read())
            meeting = boards[-1].get(Meeting, identity("m"))
            assert meeting is not None
            papers.append(minutes_of(file, meeting))
    for board in boards:
        meeting = board.get(Meeting, identity("m"))
        assert meeting is not None and meeting.state is MeetingState.CLOSED
        assert meeting == boards[0].get(Meeting, identity("m"))
        assert [each.text for each in board.all(Decision)] == ["Coaching goes on [/"]
        assert [(each.text, each.raised_by) for each in board.all(Challenge)] == [("What did it change?", "A school")]
        item = agenda_of(board, meeting)[1]
        assert "The office heard yes" in item.note and "The chair heard no" in item.note
    assert papers[0] == papers[1] and "The office heard yes" in papers[0] and "The chair heard no" in papers[0]
