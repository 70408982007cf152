"""What of a history is somebody's to take back, at any age; what is not says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.session.history_lines import WayBack, ways_back
from boardtui.store.board_file import BoardFile
from boardtui.store.looking_ahead import records_together
from tests.ui.conftest import change, identity
from tests.ui.council_board import NOW, make

ME, OTHER = "Independent Chair", "Head of Service"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.open(make(tmp_path / "plan.board"), clock=lambda: NOW) as opened:
        yield opened


def ways(file: BoardFile, who: str = ME) -> list[WayBack]:
    """The ways back, the newest change first."""
    entries = file.history()
    together = records_together(file, (each.edit.batch for each in entries))
    return list(ways_back(file.read(), entries, who, together).values())


def value(file: BoardFile, name: str, field: str) -> object:
    record = file.read().find(identity(name))
    return getattr(record, field) if record is not None else None


def test_a_change_of_any_age_is_taken_back_where_its_value_still_stands(file: BoardFile) -> None:
    before = value(file, "1.2", "lead")
    file.write([change("action", "1.2", lead="Nobody yet")], who=ME)
    for number in range(5):
        file.write([change("action", "2.1", title=f"Visits {number}")], who=OTHER)
    way = ways(file)[5]
    assert way.mine and way.batch
    file.take_back(way.batch, who=ME)
    assert value(file, "1.2", "lead") == before
    assert ways(file)[6].why_not == "It was taken back already."
    with pytest.raises(BoardError, match="already"):
        file.take_back(way.batch, who=ME)
    file.redo(who=ME)
    assert value(file, "1.2", "lead") == "Nobody yet"


def test_what_was_changed_again_says_what_it_is_now_and_who_made_it_so(file: BoardFile) -> None:
    file.write([change("action", "1.2", lead="Nobody yet")], who=ME)
    file.write([change("action", "1.2", lead="Head of Help")], who=OTHER)
    way = ways(file)[1]
    assert not way.batch and way.mine
    assert way.why_not.startswith("Lead is Head of Help since (Head of Service, 02/03/2021")
    batch = file.history()[1].edit.batch
    with pytest.raises(BoardError, match="Head of Service has changed the same action since"):
        file.take_back(batch, who=ME)


def test_what_somebody_else_did_is_not_mine_and_neither_is_what_made_the_board(file: BoardFile) -> None:
    file.write([change("action", "1.2", lead="Nobody yet")], who=OTHER)
    (theirs, *_, first) = ways(file)
    assert theirs.why_not.startswith("Head of Service did it") and not theirs.mine
    assert not first.batch
    with pytest.raises(BoardError, match="Only what you did yourself"):
        file.take_back(file.history()[0].edit.batch, who=ME)
    with pytest.raises(BoardError, match="Only what you did yourself"):
        file.take_back(file.history()[-1].edit.batch, who="plan")


def test_several_items_changed_together_go_back_together(file: BoardFile) -> None:
    file.write([change("action", name, lead="Nobody yet") for name in ("1.1", "1.2", "2.1")], who=ME)
    assert [each.others for each in ways(file)[:3]] == [2, 2, 2]
    file.take_back(ways(file)[1].batch, who=ME)
    assert value(file, "2.1", "lead") == "Principal Social Worker"


def test_what_was_undone_and_done_again_is_taken_back_once_more_and_undo_goes_on_before_it(file: BoardFile) -> None:
    file.write([change("action", "2.1", lead="First")], who=ME)
    file.write([change("action", "1.2", lead="Second")], who=ME)
    file.undo(who=ME)
    file.redo(who=ME)
    again, undone, oldest = ways(file)[:3]
    assert again == oldest and again.mine
    assert undone == WayBack("", "It took something back itself: ctrl+y does that again.")
    file.take_back(oldest.batch, who=ME)
    assert value(file, "1.2", "lead") == "Head of Service"
    file.undo(who=ME)
    assert value(file, "2.1", "lead") == "Principal Social Worker"


def test_an_item_that_was_deleted_since_says_so(file: BoardFile) -> None:
    file.write([change("action", "1.2", lead="Nobody yet")], who=ME)
    file.write([Change(identity("1.2"), "action", delete=True)], who=OTHER)
    assert ways(file)[1].why_not == "The item was deleted since."
    assert ways(file, OTHER)[0].batch, "who deleted it brings it back"
    file.write([Change(identity("1.2"), "action", restore=True)], who="")
    assert ways(file)[0].why_not.startswith("Somebody who did not sign did it: ")
    file.write([change("action", "1.2", lead="", links=[identity("2.1")])], who="")
    file.write([change("action", "1.2", links=[])], who=ME)
    file.write([change("action", "1.2", links=[identity("2.1")])], who=ME)
    assert ways(file)[0].batch, "links are compared one by one"
