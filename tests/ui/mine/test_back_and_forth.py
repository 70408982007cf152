"""Back and forth in the pass, and what is asked before something typed is lost."""

from __future__ import annotations

from pathlib import Path

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.ui.mine.updates import RatingPick
from tests.ui.conftest import change, identity, look_again, press, seen, settle, toasts, values_of, write
from tests.ui.mine.test_pass import as_lead, kinds, nine  # noqa: F401 - fixtures


async def test_the_item_before_is_gone_back_to_and_before_the_first_there_is_none(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "ctrl+b")
        assert "1 of 9" in seen(pilot)
        await press(pilot, "ctrl+n", "ctrl+n", "ctrl+b")
        assert "2 of 9 · action 1.2 Work 1.2" in seen(pilot)
        await press(pilot, "ctrl+b", "ctrl+b")
        assert "1 of 9" in seen(pilot)
        with BoardFile.open(nine) as file:
            gone = [Change(identity(each), "action", delete=True) for each in ("1.2", "1.9")]
            file.write([*gone, change("action", "1.4", commentary="Said elsewhere")], who="plan")
        await look_again(pilot)
        await press(pilot, "ctrl+n")
        assert "3 of 9 · action 1.3 Work 1.3" in seen(pilot), "what another program deletes is passed over"
        await press(pilot, *["ctrl+n"] * 6)
        assert "The end of the list" in seen(pilot) and "they stay in the list: 6" in seen(pilot), "1.4 has its update"


async def test_going_back_asks_before_what_was_typed_is_lost_and_typing_on_asks_anew(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "ctrl+n", "enter")
        await write(pilot, "Half")
        await press(pilot, "ctrl+b")
        assert "The same key again throws it away" in seen(pilot) and "2 of 9" in seen(pilot)
        await write(pilot, " a sentence")
        await press(pilot, "ctrl+b")
        assert "2 of 9" in seen(pilot), "it is asked again, as more would be lost"
        await press(pilot, "ctrl+b")
        assert "1 of 9" in seen(pilot)
    assert values_of(nine, "1.2", "commentary") == {"commentary": "Was 1.2"}


async def test_each_saved_item_is_named_and_the_next_one_begins_with_nothing_typed(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "enter")
        await write(pilot, "Done")
        await press(pilot, "ctrl+s")
        assert "1.1: saved · u undoes" in toasts(pilot)
        assert "Was 1.2" in seen(pilot) and "Done" not in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "Nothing is typed yet" in seen(pilot)


async def test_said_again_and_left_is_asked_about_too(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine) as pilot:
        await press(pilot, "enter", "ctrl+r", "ctrl+n")
        assert "What you typed is not saved: ctrl+s saves it, ctrl+n again throws it away." in " ".join(
            seen(pilot).split()
        )
        assert "1 of 9" in seen(pilot)
        await write(pilot, "\nand more")
        assert "What you typed is not saved" not in seen(pilot), "typing on takes that back"
        await press(pilot, "ctrl+s", "ctrl+b", "ctrl+r")
        await write(pilot, ", after all")
        await press(pilot, "ctrl+s")
    assert values_of(nine, "1.1", "commentary") == {"commentary": "Was 1.1\nand more, after all"}


async def test_where_nothing_was_said_as_last_time_says_that_it_is_still_so(kinds: Path) -> None:  # noqa: F811
    async with as_lead(kinds) as pilot:
        await press(pilot, "enter", "ctrl+r")
        assert "A question is answered in words of its own." in seen(pilot)
        await press(pilot, "ctrl+n")
        assert "Nothing was said so far." in seen(pilot)
        await press(pilot, "ctrl+r")
        assert "As it was. ctrl+s saves that, and goes on." in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "3 of 4" in seen(pilot)


async def test_a_reason_is_asked_only_of_what_changed(kinds: Path) -> None:  # noqa: F811
    with BoardFile.open(kinds) as file:
        file.write([Change(file.read().profile.id, "board", {"escalation": "to the director"})], who="plan")
    async with as_lead(kinds, size=(80, 40)) as pilot:
        await press(pilot, "enter", "ctrl+n")
        assert "Why this rating" not in seen(pilot) and "Reason" not in seen(pilot)
        await press(pilot, "r")
        assert "Why this rating" in seen(pilot)
        assert "Escalation: to the director" in seen(pilot)
        await press(pilot, "shift+tab", "b")
        assert "Escalation" not in seen(pilot)
        assert "Evidence" in seen(pilot) and "Why this rating" not in seen(pilot)
        await press(pilot, "shift+tab", "0")
        assert "Why this rating" not in seen(pilot) and "Evidence" not in seen(pilot)


async def test_evidence_is_picked_beside_a_blue_rating_only(kinds: Path) -> None:  # noqa: F811
    said = "Evidence is picked, beside a blue rating."
    async with as_lead(kinds, size=(80, 40)) as pilot:
        await press(pilot, "enter", "ctrl+n", "ctrl+l")
        assert said in seen(pilot)
        await press(pilot, "r", "ctrl+l")
        assert said in seen(pilot)
        await press(pilot, "shift+tab", "b", "ctrl+l")
        assert "Evidence: tick what it names" in seen(pilot) and "KPI K1" in seen(pilot)


async def test_what_was_said_last_stands_beside_the_words_where_there_is_room(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine, size=(100, 30)) as pilot:
        await press(pilot, "enter")
        for width, beside in ((100, True), (99, False)):
            await pilot.resize_terminal(width, 30)
            await settle(pilot)
            shown = seen(pilot).splitlines()
            line = next(each for each in shown if "Last time (02/03/2021)" in each)
            label = next(number for number, each in enumerate(shown) if "Commentary" in each)
            assert (shown.index(line) == label) is beside, width


async def test_ratings_are_written_out_where_there_is_room_and_the_chosen_one_always(nine: Path) -> None:  # noqa: F811
    async with as_lead(nine, size=(90, 24)) as pilot:
        await press(pilot, "enter")
        pick = pilot.app.screen.query_one(RatingPick)
        words = " R ✖ Red  [A ▲ Amber]  G ● Green   B ■ Blue   ○ Not rated  "
        assert words in seen(pilot)
        enough = 90 - pick.size.width + len(words)
        for width, whole in ((enough, True), (enough - 1, False)):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            assert "[A ▲ Amber]" in seen(pilot) and "R ✖" in seen(pilot)
            assert ("R ✖ Red" in seen(pilot), "0 ○ " in seen(pilot)) == (whole, not whole), width
