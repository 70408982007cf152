"""The Mine screen: what is somebody's, in which state it is, and what keys do to it there."""

from __future__ import annotations

from pathlib import Path

from boardtui.domain.records.kinds import Risk
from boardtui.store.board_file import BoardFile
from boardtui.ui.plan.actions import ActionsScreen
from tests.ui.conftest import NOW, change, identity, lines, look_for, on_disk, opened, press, seen, toasts
from tests.ui.mine.test_pass import HEAD, as_lead, kinds, nine  # noqa: F401 - fixtures


async def test_what_to_press_first_stands_in_the_first_line_as_a_whole_or_not_at_all(
    nine: Path,  # noqa: F811
) -> None:
    async with as_lead(nine, size=(120, 24)) as pilot:
        whole = next(each for each in lines(pilot) if "9 of 9 left" in each)
        assert whole.endswith(" · Enter begins")
        for width, said in ((len(whole) + 1, whole), (len(whole), whole.removesuffix(" · Enter begins"))):
            await pilot.resize_terminal(width, 24)
            await press(pilot, "f")
            assert said in lines(pilot), width


async def test_who_has_no_items_starts_on_the_overview_and_reaches_mine_by_its_key(path: Path) -> None:
    async with opened(path) as pilot:
        assert "8 Mine" not in seen(pilot)
        await press(pilot, "8")
        assert "nothing on this board is in your name" in seen(pilot)
        assert "3 shows all actions" in seen(pilot)
        await press(pilot, "enter")
        assert "3 shows all actions" in toasts(pilot)


async def test_mine_is_found_by_what_people_call_it(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine) as pilot:
        await press(pilot, "1")
        await look_for(pilot, "due from me")
        await press(pilot, "enter")
        assert f"{HEAD}: 9 of 9 left" in seen(pilot)


async def test_every_empty_screen_says_what_to_press_first_and_that_a_spreadsheet_can_be_imported(
    tmp_path: Path,
) -> None:
    place = tmp_path / "empty.board"
    BoardFile.create(place, "", who="plan", clock=lambda: NOW).close()
    async with as_lead(place) as pilot:
        for key in "1234568":
            await press(pilot, key)
            said = " ".join(seen(pilot).split())
            assert "I imports a spreadsheet" in said, key
            assert {"6": "+ plans one", "8": "3 shows all actions"}.get(key, "+ adds") in said, key
        await press(pilot, "7", "f")
        assert "I imports a spreadsheet" in " ".join(seen(pilot).split())


async def test_plus_on_mine_offers_every_kind_and_adds_it_in_the_name_of_whose_it_is(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine) as pilot:
        await press(pilot, "plus")
        for kind in ("Action", "Next step", "Milestone", "KPI", "Risk", "Mitigation", "Ambition"):
            assert kind in seen(pilot)
        await press(pilot, "down", "down", "enter")
        assert "New milestone" in seen(pilot)
        pilot.app.screen.query_one("#title").value = "Building opens"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
    (added,) = on_disk(nine).of_kind("milestone")
    assert (added.title, added.lead) == ("Building opens", HEAD)  # type: ignore[attr-defined]


async def test_what_is_due_is_updated_or_neither_is_shown_alone_by_a_key_and_enter_does_what_there_is_to_do(
    kinds: Path,  # noqa: F811
) -> None:
    with BoardFile.open(kinds, clock=lambda: NOW) as file:
        quiet = change("milestone", "m1", title="Launch", lead=HEAD, due="2021-12-31", rag="blue", progress="complete")
        file.write([change("risk", "r1", next_review="2021-05-17"), quiet], who="plan")
    async with as_lead(kinds, size=(200, 30)) as pilot:

        def shown() -> list[str]:
            """What is listed, each by its first words: what it is, and of a challenge not its title."""
            wanted = ("1.1 challenge", "K1 KPI", "R1 risk", "1.1 action", "milestone")
            return [each for line in lines(pilot)[3:-1] for each in wanted if line.startswith(f" {each} ")]

        def line_of(words: str) -> str:
            return next(line for line in lines(pilot) if line.startswith(f" {words} "))

        await press(pilot, "down", "enter", "ctrl+r", "ctrl+s", "escape")
        assert shown() == ["1.1 challenge", "K1 KPI", "R1 risk", "1.1 action", "milestone"]
        assert "17/05/2021" in line_of("R1 risk") and "30/04/2021" in line_of("1.1 action"), "its next review"
        for words, wanted in (("1.1 challenge", "a question to answer"), ("K1 KPI", "figure for Mar 21")):
            assert wanted in line_of(words)
        headings = [line[1:25].strip() for line in lines(pilot)]
        places = [headings.index(each) for each in ("Due from you", "Updated already", "Yours, nothing due")]
        assert places == sorted(places)
        await press(pilot, "enter")
        assert "1 of 1 · action 1.1 Audits" in seen(pilot), "what is updated is gone to alone"
        await press(pilot, "escape", "end", "enter")
        assert "Nothing is due of it: finished. o goes to it on its own screen." in toasts(pilot)
        await press(pilot, "f")
        assert "3 of 5 items" in seen(pilot) and "▸due" in seen(pilot)
        assert shown() == ["1.1 challenge", "K1 KPI", "R1 risk"]
        await press(pilot, "f")
        assert "1 of 5 items" in seen(pilot) and "▸updated" in seen(pilot) and shown() == ["1.1 action"]
        await press(pilot, "f", "s")
        assert "5 items · by kind · f:▸all  due  updated" in seen(pilot)
        assert shown() == ["1.1 action", "1.1 challenge", "K1 KPI", "milestone", "R1 risk"]
        await press(pilot, "end", "plus", "enter")
        assert "New risk" in seen(pilot), "the kind under the cursor is offered first"
        pilot.app.screen.query_one("#title").value = "Storms"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s", "home", "o")
        assert "Actions" in seen(pilot) and "Due from you" not in seen(pilot)
        assert pilot.app.query_one(ActionsScreen).table.key == identity("1.1")
    (storms,) = [each for each in on_disk(kinds).all(Risk) if each.title == "Storms"]
    assert storms.owner == HEAD
