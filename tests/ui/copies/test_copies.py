"""Sending a copy from the application, and how a copy for a lead opens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from boardtui.domain.records.kinds import Action
from boardtui.settings.paths import typed_path, typed_paths
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.send import send_copy
from boardtui.ui.app import BoardApp
from boardtui.ui.copies.merge import MergeScreen
from boardtui.ui.copies.send import CopyScreen
from tests.ui.conftest import (
    CHAIR,
    HOSTILE,
    NOW,
    change,
    identity,
    lines,
    on_disk,
    opened,
    press,
    seen,
    settle,
    toasts,
    values_of,
    write,
)


def led_by(path: Path, **leads: str) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", f"{n[1]}.{n[2]}", lead=lead) for n, lead in leads.items()], who="office")


async def name_it(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one("#path", Input).value = text
    await settle(pilot)


async def test_one_key_and_another_write_a_whole_copy_beside_the_board(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, CopyScreen)
        await press(pilot, "ctrl+s")
        copy = path.with_name("plan copy.board")
        assert f"Wrote {copy}" in toasts(pilot)
        assert not isinstance(pilot.app.screen, CopyScreen)
    assert [action.ref for action in on_disk(copy).all(Action)] == ["1.1", "1.2", "2.1"]


async def test_a_lead_is_chosen_and_names_the_file(path: Path) -> None:
    led_by(path, a11=f"Head {HOSTILE}", a12="Worker")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        pilot.app.screen.query_one(Select).value = f"Head {HOSTILE}"
        await settle(pilot)
        assert "plan for Head [SEND] plan a [.board" in pilot.app.screen.query_one("#path", Input).value
        await press(pilot, "ctrl+s")
    copy = path.with_name("plan for Head [SEND] plan a [.board")
    with BoardFile.open(copy) as opened_copy:
        assert opened_copy.made_for() == f"Head {HOSTILE}"


async def test_a_second_copy_for_the_same_lead_gets_a_name_of_its_own(path: Path) -> None:
    led_by(path, a11="Worker")
    path.with_name("plan for Worker.board").write_text("last month", encoding="utf-8")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        pilot.app.screen.query_one(Select).value = "Worker"
        await settle(pilot)
        await press(pilot, "ctrl+s")
    assert path.with_name("plan for Worker.board").read_text(encoding="utf-8") == "last month"
    assert path.with_name("plan for Worker-2.board").is_file()


async def test_a_file_that_is_there_is_replaced_only_when_enter_is_pressed_again(path: Path) -> None:
    there = path.with_name("mine.board")
    there.write_text("mine", encoding="utf-8")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        await name_it(pilot, "mine")
        await press(pilot, "ctrl+s")
        assert "exists already" in seen(pilot)
        assert there.read_text(encoding="utf-8") == "mine"
        await press(pilot, "ctrl+s")
        assert "Wrote" in toasts(pilot)
    assert len(on_disk(there).all(Action)) == 3


async def test_one_with_edits_that_were_never_merged_is_replaced_only_when_enter_is_pressed_once_more(
    path: Path,
) -> None:
    with BoardFile.open(path) as file:
        there = send_copy(file, path.with_name("mine.board"))
    with BoardFile.open(there) as copy:
        copy.write([change("action", "1.1", title="Coach all")], who=WORKER)
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        await name_it(pilot, "mine")
        await press(pilot, "ctrl+s", "ctrl+s")
        assert "it holds 1 edit by Worker" in " ".join(seen(pilot).replace("│", " ").split())
        assert values_of(there, "1.1", "title") == {"title": "Coach all"}
        await press(pilot, "ctrl+s")
        assert "Wrote" in toasts(pilot)
    assert values_of(there, "1.1", "title") != {"title": "Coach all"}


async def test_a_folder_that_ends_in_a_slash_is_made_on_the_screen_too(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        await name_it(pilot, f"{path.parent}/outbox/")
        await press(pilot, "ctrl+s")
        assert f"Wrote {path.parent / 'outbox' / 'plan copy.board'}" in toasts(pilot)
    assert not path.with_name("outbox.board").exists()


async def test_asking_again_is_for_that_name_only(path: Path) -> None:
    first, second = path.with_name("one.board"), path.with_name("two.board")
    first.write_text("one", encoding="utf-8")
    second.write_text("two", encoding="utf-8")
    async with opened(path) as pilot:
        await press(pilot, "ctrl+s")
        for name in ("one", "two"):
            await name_it(pilot, name)
            await press(pilot, "ctrl+s")
    assert (first.read_text(encoding="utf-8"), second.read_text(encoding="utf-8")) == ("one", "two")


async def test_what_cannot_be_written_is_said_on_the_screen_that_stays(path: Path) -> None:
    before = path.read_bytes()
    async with opened(path, size=(120, 40)) as pilot:
        await press(pilot, "ctrl+s")
        for name, words in (
            ("", "Give the file a name"),
            ("plan.board", "is the board itself"),
            ("nowhere/copy.board", "There is no folder"),
            ("a\0b", "no name for a file"),
            ("x" * 300, "no name for a file"),
        ):
            await name_it(pilot, name)
            assert words not in seen(pilot)
            await press(pilot, "ctrl+s")
            assert words in " ".join(seen(pilot).replace("│", " ").split())
            assert isinstance(pilot.app.screen, CopyScreen)
        await press(pilot, "escape")
    assert path.read_bytes() == before


WORKER = f"Worker {HOSTILE}"


@pytest.fixture
def theirs(path: Path) -> Path:
    """A copy for a worker, under a name that says nothing: a part of what every screen lists is theirs."""
    with BoardFile.open(path) as file:
        file.write(
            [
                change("ambition", "a2", lead="Director"),
                change("action", "1.1", lead="Head of Service"),
                change("action", "2.1", lead=WORKER),
                change("kpi", "k2.1", lead=WORKER.upper()),
                change("kpi", "k2.2", ref="2.2", title="Placements", lead="Director"),
                change("risk", "r6", owner="Director"),
                change("risk", "r7", ref="CIP07", title="Caseloads", owner="Director", current="2x2"),
                change("mitigation", "m1", risk=identity("r6"), title="Recruit", owner=WORKER),
                change("next_step", "s1", title="Write the guide", lead=WORKER),
                change("next_step", "s2", title="Plan the launch", lead="Director"),
                change("action_arising", "w1", text="Bring figures", owner=WORKER),
                change("challenge", "c1", text="Why so late?", item=identity("2.1")),
                change("challenge", "c2", text="Why at all?", item=identity("1.1")),
            ],
            who="office",
        )
        return send_copy(file, path.with_name("out.board"), lead=WORKER)


@asynccontextmanager
async def just_opened(path: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The application as it opens, no key pressed."""
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    async with BoardApp(path, clock=lambda: NOW).run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


def about(pilot: Pilot[None]) -> str:
    """The line that says what is shown."""
    return next(line for line in lines(pilot)[1:] if " for " in line or "f:" in line)


def current(pilot: Pilot[None]) -> str:
    return str(pilot.app.main.query_one("#screens").current)  # type: ignore[attr-defined]


async def test_a_copy_for_a_lead_opens_on_what_is_theirs_and_shows_their_actions_until_esc(theirs: Path) -> None:
    async with just_opened(theirs) as pilot:
        assert current(pilot) == "mine"
        await press(pilot, "3")
        assert f"1 of 3 actions · for {WORKER}" in about(pilot)
        assert "Esc shows all" in about(pilot)
        assert "Visits" in seen(pilot)
        assert "Coach" not in seen(pilot)
        await press(pilot, "escape")
        assert "3 actions" in seen(pilot)
        assert "Coach" in seen(pilot)


async def test_every_screen_shows_what_is_theirs_and_says_so(theirs: Path) -> None:
    async with just_opened(theirs, (120, 40)) as pilot:
        for key, counted, there, not_there in (
            ("2", f"1 of 2 ambitions · for {WORKER}, or their actions", ["Practice"], ["Leaders"]),
            ("4", f"1 of 2 KPIs · for {WORKER}", ["Timeliness"], ["Placements"]),
            ("5", f"1 of 2 risks · for {WORKER}, or their mitigations", ["CIP06"], ["CIP07"]),
            (
                "7",
                f"3 of 6 entries · for {WORKER}",
                ["Write the guide", "Bring figures", "Why so late"],
                ["Plan the launch", "Why at all"],
            ),
        ):
            await press(pilot, key)
            assert counted in about(pilot)
            for words in there:
                assert words in seen(pilot), words
            for words in not_there:
                assert words not in seen(pilot), words


async def test_esc_widens_only_the_screen_it_is_pressed_on(theirs: Path) -> None:
    async with just_opened(theirs) as pilot:
        await press(pilot, "4", "escape")
        assert "Placements" in seen(pilot)
        await press(pilot, "3")
        assert f"for {WORKER}" in about(pilot)
        await press(pilot, "4")
        assert "2 KPIs · f:" in about(pilot)


async def test_esc_gives_up_the_words_first_and_their_own_items_last(theirs: Path) -> None:
    async with just_opened(theirs) as pilot:
        await press(pilot, "7", "slash", *"guide", "enter")
        assert "Bring figures" not in seen(pilot)
        assert "Esc shows all theirs" in about(pilot)
        await press(pilot, "escape")
        assert f"3 of 6 entries · for {WORKER}" in about(pilot)
        await press(pilot, "escape")
        assert "6 entries · f:" in about(pilot)


async def test_a_ready_filter_goes_through_what_is_theirs(theirs: Path) -> None:
    async with just_opened(theirs) as pilot:
        await press(pilot, "7", "f", "f", "f")
        assert "next steps" in about(pilot)
        assert "Esc shows all theirs" in about(pilot)
        assert "Write the guide" in seen(pilot)
        assert "Plan the launch" not in seen(pilot)


async def test_a_screen_with_nothing_of_theirs_shows_everything(path: Path) -> None:
    led_by(path, a11="Head of Service")
    with BoardFile.open(path) as file:
        copy = send_copy(file, path.with_name("out.board"), lead="Head of Service")
    async with just_opened(copy) as pilot:
        for key, count in (("4", "1 KPI"), ("5", "1 risk"), ("7", "1 entry")):
            await press(pilot, key)
            assert f"{count}" in about(pilot)
            assert "Head of Service" not in about(pilot)
        await press(pilot, "1")
        assert "Head of Service" not in lines(pilot)[2]


async def test_who_has_no_actions_begins_with_what_they_have_all_the_same(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("risk", "r6", owner="Director"), change("milestone", "m", lead="Director")], who="office")
        copy = send_copy(file, path.with_name("out.board"), lead="Director")
    async with just_opened(copy) as pilot:
        assert current(pilot) == "mine"
        assert "CIP06" in seen(pilot)
        await press(pilot, "5")
        assert "for Director" in about(pilot)


async def test_a_lead_with_nothing_on_the_board_is_told_and_sees_all_of_it(path: Path) -> None:
    with BoardFile.open(path) as file:
        copy = send_copy(file, path.with_name("out.board"), lead="Director")
    async with just_opened(copy) as pilot:
        assert current(pilot) == "overview"
        assert "made for Director, and nothing on the board is theirs" in toasts(pilot)
        await press(pilot, "3")
        assert "3 actions" in about(pilot)


async def test_what_a_lead_adds_is_theirs_and_stays_in_sight(theirs: Path) -> None:
    async with just_opened(theirs) as pilot:
        await press(pilot, "3", "plus")
        await write(pilot, "9.9")
        await press(pilot, "ctrl+s")
        assert f"2 of 4 actions · for {WORKER}" in about(pilot)
    (made,) = [each for each in on_disk(theirs).all(Action) if each.ref == "9.9"]
    assert (made.lead, made.ambition) == (WORKER, identity("a2"))


async def test_a_copy_sent_while_a_meeting_ran_still_opens_on_what_is_theirs(theirs: Path) -> None:
    with BoardFile.open(theirs) as file:
        file.write([change("meeting", "now", date="2021-03-02", state="running")], who="Chair")
    async with just_opened(theirs) as pilot:
        assert current(pilot) == "mine"


async def test_a_copy_for_nobody_opens_on_the_overview_whatever_it_is_called(path: Path) -> None:
    led_by(path, a11="Head of Service")
    other = path.rename(path.with_name("plan for Head of Service.board"))
    async with just_opened(other) as pilot:
        assert current(pilot) == "overview"
        await press(pilot, "3")
        assert "3 actions" in about(pilot)


async def test_another_board_opened_after_it_is_shown_whole(path: Path, theirs: Path) -> None:
    async with just_opened(theirs) as pilot:
        assert isinstance(pilot.app, BoardApp)
        await pilot.app.open(path)
        await settle(pilot)
        await press(pilot, "3")
        assert "3 actions · f:" in about(pilot)


@pytest.mark.parametrize(
    "typed", ["{p}", "'{p}'", '"{p}" ', "  {p}\n", "file://{u}", "{b}", "~/in box/copy [1].board", "copy [1].board"]
)
def test_a_path_is_understood_however_it_got_into_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "in box"
    folder.mkdir()
    file = folder / "copy [1].board"
    file.touch()
    words = typed.format(p=file, u=str(file).replace(" ", "%20"), b=str(file).replace(" ", "\\ ").replace("[", "\\["))
    assert typed_paths(words, folder / "plan.board") == [file]


def test_several_files_dropped_at_once_are_several_paths(tmp_path: Path) -> None:
    files = [tmp_path / "a b.board", tmp_path / "c.board"]
    for file in files:
        file.touch()
    assert typed_paths(f"'{files[0]}' {files[1]} ", tmp_path / "plan.board") == files


@pytest.mark.parametrize("typed", ["", "  ", '""', "a\0b", "~nobody-of-that-name/x"])
def test_what_names_no_file_is_no_path(tmp_path: Path, typed: str) -> None:
    assert typed_path(typed, tmp_path / "plan.board") is None


async def test_merging_is_refused_on_a_read_only_board_and_copying_is_not(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rights on the file would not do: whoever runs this may be somebody who can write everything.
    monkeypatch.setattr("boardtui.store.file.is_writable", lambda _path: False)
    before = path.read_bytes()
    async with opened(path) as pilot:
        await press(pilot, "ctrl+g")
        assert "plan.board is read-only: open a copy that may be written." in toasts(pilot)
        assert not isinstance(pilot.app.screen, MergeScreen)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, CopyScreen)
        await press(pilot, "ctrl+s")
    assert path.read_bytes() == before
    assert len(on_disk(path.with_name("plan copy.board")).all(Action)) == 3


async def test_what_drops_down_stays_above_the_line_of_keys_and_is_searched_by_typing(path: Path) -> None:
    names = [
        f"{word} of Service" for word in ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel")
    ]
    with BoardFile.open(path) as file:
        file.write(
            [change("action", f"9.{n}", ref=f"9.{n}", title="Work", lead=name) for n, name in enumerate(names, 1)],
            who="office",
        )
    async with opened(path, size=(80, 24)) as pilot:
        await press(pilot, "ctrl+s", "enter")
        overlay = pilot.app.screen.query_one("SelectOverlay")
        assert overlay.region.bottom <= 24 - 3
        await press(pilot, "g", "enter")
        assert pilot.app.screen.query_one("#lead").value == "Golf of Service"  # type: ignore[attr-defined]
        assert "plan for Golf of Service.board" in seen(pilot)
    # In the middle of a tall terminal the dialog has its own line of keys far above the last lines.
    async with opened(path, size=(120, 50)) as pilot:
        await press(pilot, "ctrl+s", "enter")
        screen = pilot.app.screen
        overlay, keys = screen.query_one("SelectOverlay"), screen.query_one(".hint")
        assert overlay.display and overlay.region.height > 5
        assert overlay.region.bottom <= keys.region.y < 40
        before = keys.region.y
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert keys.region.y < before and overlay.region.bottom <= keys.region.y
