"""Deleting: first what goes with it, then the key; one undo brings it all back."""

from pathlib import Path

from textual.pilot import Pilot

from boardtui.domain.board.deleting import affected_by_deleting
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Ambition, Meeting
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.forms.delete import DeleteScreen
from tests.ui.conftest import HOSTILE, change, identity, look_again, on_disk, opened, press, seen, settle, toasts, write


def with_much_about_it(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write(
            [
                change("challenge", "open", item=identity("1.1"), text=f"Why so late? {HOSTILE}"),
                change("challenge", "answered", item=identity("1.1"), text="Who?", answer="The board"),
                change("action_arising", "todo", item=identity("1.2"), text="Bring figures"),
                change("action_arising", "done", item=identity("1.2"), text="Bring more", done=True),
                change("risk", "r6", links=[identity("1.1")]),
                change("reading", "m", kpi=identity("k2.1"), period="2021-01", value="1"),
            ],
            who="office",
        )


async def ask(pilot: Pilot[None], name: str) -> None:
    assert isinstance(pilot.app, BoardApp)
    assert pilot.app.board is not None
    record = pilot.app.board.find(identity(name))
    assert record is not None
    pilot.app.delete(record)
    await settle(pilot)


async def test_it_shows_what_goes_what_stays_open_and_what_points_to_it(path: Path) -> None:
    with_much_about_it(path)
    async with opened(path, size=(120, 40)) as pilot:
        await ask(pilot, "a1")
        text = seen(pilot)
    assert f"Delete ambition 1 Leaders {HOSTILE}?" in text
    assert "Deleted with it: 2 actions" in text
    went, _, rest = text.partition("Still open about it")
    still_open, _, linked = rest.partition("Links to it")
    assert f"action 1.1 Coach {HOSTILE}" in went
    assert "action 1.2 Audits" in went
    assert "action 2.1" not in went
    assert f"challenge “Why so late? {HOSTILE}”" in still_open
    assert "action arising “Bring figures” on 1.2" in still_open
    assert "risk CIP06 Agency cover" in linked
    assert "challenge “Who?” on " in linked
    assert "action arising “Bring more” on " in linked


async def test_one_undo_brings_the_ambition_and_its_actions_back(path: Path) -> None:
    async with opened(path) as pilot:
        await ask(pilot, "a1")
        await write(pilot, "merged with 2")
        await press(pilot, "enter")
        board = on_disk(path)
        assert [a.ref for a in board.all(Ambition)] == ["2"]
        assert [a.ref for a in board.all(Action)] == ["2.1"]
        assert "deleted, with 2 actions" in toasts(pilot)
        with BoardFile.open(path) as file:
            assert {entry.edit.why for entry in file.history(limit=3)} == {"merged with 2"}
        await press(pilot, "u")
    board = on_disk(path)
    assert [a.ref for a in board.all(Ambition)] == ["1", "2"]
    assert [a.ref for a in board.all(Action)] == ["1.1", "1.2", "2.1"]


async def test_escape_keeps_it(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, DeleteScreen)
        assert "Nothing else belongs to it" in seen(pilot)
        assert "One undo brings everything back, and the history stays." in seen(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, DeleteScreen)
    assert len(on_disk(path).all(Action)) == 3


async def test_what_somebody_adds_meanwhile_is_not_deleted_unseen(path: Path) -> None:
    async with opened(path) as pilot:
        await ask(pilot, "1.2")
        with BoardFile.open(path) as other:
            other.write([change("action", "1.2", title="Audits, and more")], who="Lead")
            await look_again(pilot)
        await press(pilot, "enter")
    assert on_disk(path).find(identity("1.2")).conflicts == ("life",)  # type: ignore[union-attr]


async def test_what_somebody_adds_to_it_meanwhile_is_shown_before_it_goes_with_it(path: Path) -> None:
    async with opened(path, size=(120, 40)) as pilot:
        await ask(pilot, "a1")
        with BoardFile.open(path) as other:
            other.write([change("action", "new", ref="1.3", title="Recruit", ambition=identity("a1"))], who="Lead")
        await look_again(pilot)
        await press(pilot, "enter")
        assert "Somebody has added 1 action to it meanwhile" in seen(pilot)
        assert "Deleted with it: 3 actions" in seen(pilot)
        assert len(on_disk(path).all(Ambition)) == 2
        await press(pilot, "enter")
    assert [each.ref for each in on_disk(path).all(Action)] == ["2.1"]


async def test_neither_the_board_nor_a_closed_meeting_can_be_deleted(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("meeting", "m", date="2021-02-01")], who="office")
        file.close_meeting(identity("m"), who="office", freeze=lambda _board: ("", ""))
    async with opened(path) as pilot:
        assert isinstance(pilot.app, BoardApp)
        assert pilot.app.board is not None
        for record in (pilot.app.board.profile, pilot.app.board.all(Meeting)[0]):
            pilot.app.delete(record)
            await settle(pilot)
            assert not isinstance(pilot.app.screen, DeleteScreen)
        assert "cannot be deleted" in toasts(pilot)
        assert "stays as it was" in toasts(pilot)


def test_readings_go_with_their_kpi(path: Path) -> None:
    with_much_about_it(path)
    board = on_disk(path)
    kpi = board.find(identity("k2.1"))
    assert kpi is not None
    assert [each.id for each in affected_by_deleting(board, kpi).owned] == [identity("m")]


def test_records_that_own_each_other_in_a_circle_are_listed_once(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([Change(identity("1.1"), "action", {"links": [identity("1.1")]})], who="office")
    board = on_disk(path)
    ambition = board.find(identity("a1"))
    assert ambition is not None
    affected = affected_by_deleting(board, ambition)
    assert [each.id for each in affected.owned] == [identity("1.1"), identity("1.2")]
    assert affected.linked == ()
