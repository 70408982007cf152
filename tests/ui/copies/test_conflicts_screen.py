"""Deciding: both values, who, when and why; one key, a reason, and on to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Ambition
from boardtui.domain.records.rag import Rag
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import send_copy
from boardtui.ui.copies.conflicts import ConflictScreen, DecideScreen
from tests.ui.conftest import change, identity, lines, on_disk, opened, press, seen, settle, toasts, values_of, write
from tests.ui.disputed import HEAD, LONG, WORKER, merged


async def decide(pilot: Pilot[Any], key: str, why: str) -> None:
    """Press the number and give the reason."""
    await press(pilot, key)
    await write(pilot, why)
    await press(pilot, "enter")


def number_of(pilot: Pilot[Any], words: str) -> str:
    """Under which number a side stands that says some words."""
    screen = pilot.app.screen
    assert isinstance(screen, ConflictScreen)
    assert screen.current is not None
    return str(next(n for n, side in enumerate(screen.current.sides, start=1) if words in side))


async def test_both_sides_are_shown_with_who_when_and_why_and_what_they_started_from(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark")
        text = seen(pilot)
        assert "4 to decide" in text
        assert "Both started from" in text
        start = text.partition("Both started from")[2]
        assert start.index("Green") < start.index("Red")
        for words in (HEAD, WORKER, "Why: two left", "Why: saw it", "No coaches in post", "Sessions were held"):
            assert words in start, words
        assert "02/03/2021 10:00" in start
        assert "shown for now" in start


async def test_taking_a_side_asks_for_the_reason_writes_it_and_goes_on_to_the_next(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        await press(pilot, "exclamation_mark")
        await decide(pilot, number_of(pilot, "Red"), "the lead was there")
        assert "3 to decide" in seen(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ConflictScreen)
        assert screen.current is not None
        assert "1.2" in screen.current.item
        assert values_of(path, "1.1", "rag", "rationale") == {"rag": Rag.RED, "rationale": "No coaches in post"}
        assert on_disk(path).find(identity("1.1")).conflicts == ()  # type: ignore[union-attr]
        with BoardFile.open(path) as file:
            assert file.history(identity("1.1"), limit=1)[0].edit.why == "the lead was there"


async def test_the_other_side_can_be_taken_just_as_well(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        await press(pilot, "exclamation_mark")
        await decide(pilot, number_of(pilot, "Amber"), "seen in audits")
    assert values_of(path, "1.1", "rag") == {"rag": Rag.AMBER}
    assert on_disk(path).find(identity("1.1")).conflicts == ()  # type: ignore[union-attr]


async def test_without_a_reason_nothing_is_decided_and_esc_takes_it_back(path: Path) -> None:
    before = merged(path).read_bytes()
    async with opened(path) as pilot:
        await press(pilot, "exclamation_mark", "1", "enter")
        assert "A reason is needed" in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ConflictScreen)
        assert "Why?" not in seen(pilot)
        # Nor is what is written instead thrown away unasked, or kept.
        await press(pilot, "e")
        pilot.app.screen.query_one("#rationale", TextArea).text = "half a thought"
        await settle(pilot)
        await press(pilot, "escape")
        assert "Esc again throws it away" in seen(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ConflictScreen)
        await press(pilot, "escape")
    assert path.read_bytes() == before


async def test_a_third_value_begins_with_what_is_shown_and_needs_its_reason(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark", "e")
        assert isinstance(pilot.app.screen, DecideScreen)
        area = pilot.app.screen.query_one("#rationale", TextArea)
        area.text = "Between the two [/"
        pilot.app.screen.query_one("#rag").value = Rag.NOT_RATED.value  # type: ignore[attr-defined]
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert "A reason is needed" in seen(pilot)
        pilot.app.screen.query_one("#reason_for_the_decision", Input).value = "we asked both"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConflictScreen)
        assert "3 to decide" in seen(pilot)
    assert values_of(path, "1.1", "rag", "rationale") == {"rag": Rag.NOT_RATED, "rationale": "Between the two [/"}
    decided = on_disk(path).find(identity("1.1"))
    assert decided is not None
    assert decided.conflicts == ()


async def test_a_long_text_shows_what_each_side_changed_in_what_both_started_from(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark", "n")
        text = " ".join(seen(pilot).replace("│", " ").split())
        assert LONG in text
        assert "[-six-] [+eight+]" in text
        assert "[-April.-] [+May.+]" in text


async def test_edited_here_and_deleted_there_is_shown_as_such_and_can_be_kept(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark", "n", "n")
        text = seen(pilot)
        assert "Deleted in one copy and edited in another" in text
        assert "Why: done elsewhere" in text
        assert "Visits → Visits on time" in text
        await decide(pilot, "2", "it goes on")
    assert values_of(path, "2.1", "title") == {"title": "Visits on time"}
    assert on_disk(path).find(identity("2.1")).conflicts == ()  # type: ignore[union-attr]


async def test_or_it_can_be_deleted_after_all(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        await press(pilot, "exclamation_mark", "n", "n")
        await decide(pilot, "1", "done elsewhere indeed")
        assert "3 to decide" in seen(pilot)
    assert on_disk(path).find(identity("2.1")) is None


async def test_keeping_an_ambition_brings_back_the_actions_that_went_with_it(path: Path) -> None:
    with BoardFile.open(path) as board:
        copy = send_copy(board, path.parent / "copy.board")
        doomed = [change("action", "1.1"), change("action", "1.2"), change("ambition", "a1")]
        board.write([Change(each.record, each.kind, delete=True) for each in doomed], who="office")
    with BoardFile.open(copy) as other:
        other.write([change("ambition", "a1", title="Leaders stay")], who=WORKER)
    with BoardFile.open(path) as board:
        merge(board, [copy])
    async with opened(path, size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark")
        assert "Keep it, and 2 that went with it" in seen(pilot)
        await decide(pilot, "2", "still wanted")
    board_now = on_disk(path)
    assert [each.ref for each in board_now.all(Ambition)] == ["1", "2"]
    assert [each.ref for each in board_now.all(Action)] == ["1.1", "1.2", "2.1"]


async def test_a_ref_that_was_added_twice_is_renumbered_with_one_key(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark", "n", "n", "n")
        assert "2 have the ref 1.3" in seen(pilot)
        await press(pilot, number_of(pilot, "Student"), "enter")
        assert "3 to decide" in seen(pilot)
    assert {each.title: each.ref for each in on_disk(path).all(Action) if each.ref in ("1.3", "1.4")} == {
        "Exit interviews [b]": "1.3",
        "Student placements": "1.4",
    }


async def test_the_one_shown_first_is_renumbered_by_the_key_that_says_so(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark", "number_sign")
        assert "# is for refs that stand twice" in seen(pilot)
        await press(pilot, "n", "n", "n")
        first = next(line for line in lines(pilot) if " 1 " in line and "becomes 1.4" in line)
        await press(pilot, "number_sign", "enter")
        assert "3 to decide" in seen(pilot)
    (renumbered,) = [each.title for each in on_disk(path).all(Action) if each.ref == "1.4"]
    assert f"“{renumbered}” becomes 1.4" in first


async def test_two_commentaries_are_both_kept_with_one_key_and_a_reason(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark")
        assert "keep both" not in seen(pilot)
        await press(pilot, "b")
        assert "Both can be kept only where both wrote a text" in seen(pilot)
        await press(pilot, "n")
        assert "b keep both" in seen(pilot)
        await press(pilot, "b")
        await write(pilot, "each saw a part")
        await press(pilot, "enter")
        assert "3 to decide" in seen(pilot)
    kept = str(values_of(path, "1.2", "commentary")["commentary"])
    for words, who in ((LONG.replace("six of", "eight of"), HEAD), (LONG.replace("April", "May"), WORKER)):
        assert f"{words}\n– {who}, 02/03/2021" in kept


def full(_file: BoardFile, _changes: Any, **_more: Any) -> Any:
    """What stands for writing where the disk is full."""
    raise BoardError("The disk is full.")


async def test_the_item_itself_can_be_renumbered_too_and_undone(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        screen = pilot.app.item_screen  # type: ignore[attr-defined]
        await press(pilot, "number_sign")
        assert "nothing to renumber" in toasts(pilot), "of 1.1, although others have one ref twice"
        pilot.app.clear_notifications()
        assert screen.go_to(identity("x2"))
        with pytest.MonkeyPatch.context() as full_disk:
            full_disk.setattr(BoardFile, "write", full)
            await press(pilot, "number_sign")
            assert toasts(pilot) == "The disk is full.", "and not that it was done"
        await press(pilot, "number_sign")
        assert "1.3 is 1.4 now · u undoes" in toasts(pilot)
        assert values_of(path, "x2", "ref") == {"ref": "1.4"}
        await press(pilot, "u")
        assert values_of(path, "x2", "ref") == {"ref": "1.3"}


async def test_an_item_whose_ref_stands_once_keeps_it(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "number_sign")
        assert "No other action has the ref of this one: nothing to renumber." in toasts(pilot)
        app: Any = pilot.app
        app.clear_notifications()
        app.writable = lambda: False
        for key in ("number_sign", "P", "at", "plus"):
            await press(pilot, key)
            assert toasts(pilot) == "" and not app.prompt.asking and app.screen is app.main, "what writes says why not"
    assert values_of(path, "1.1", "ref") == {"ref": "1.1"}


async def test_it_begins_with_the_item_under_the_cursor(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        await press(pilot, "j")
        assert "⚠" in next(line for line in lines(pilot) if "Audits" in line)
        await press(pilot, "exclamation_mark")
        screen = pilot.app.screen
        assert isinstance(screen, ConflictScreen)
        assert screen.current is not None
        assert "1.2" in screen.current.item


async def test_when_all_is_decided_it_says_so_and_the_header_no_longer_counts(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        await press(pilot, "exclamation_mark")
        for _ in range(4):
            await decide(pilot, "1", "agreed")
        assert not isinstance(pilot.app.screen, ConflictScreen)
        assert "Nothing is left to decide." in toasts(pilot)
        assert "to decide" not in lines(pilot)[0]
    with BoardFile.open(path) as file:
        assert open_conflicts(file) == []


async def test_a_decision_merges_like_any_other_edit(path: Path) -> None:
    with BoardFile.open(merged(path)) as board:
        elsewhere = send_copy(board, path.parent / "elsewhere.board")
    async with opened(path) as pilot:
        await press(pilot, "exclamation_mark")
        await decide(pilot, number_of(pilot, "Red"), "agreed")
    with BoardFile.open(elsewhere) as other:
        merge(other, [path])
        assert not [each for each in open_conflicts(other) if each.record == identity("1.1")]
    assert values_of(elsewhere, "1.1", "rag") == {"rag": Rag.RED}


async def test_what_somebody_says_while_it_is_decided_stays_to_be_decided(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        await press(pilot, "exclamation_mark", "1")
        with BoardFile.open(path) as other:
            other.write([change("action", "1.1", rag="blue", rationale="Meanwhile")], who="somebody")
        pilot.app.look_again()  # type: ignore[attr-defined]
        await settle(pilot)
        await write(pilot, "agreed")
        await press(pilot, "enter")
    record = on_disk(path).find(identity("1.1"))
    assert record is not None
    assert record.conflicts == ("status",)


async def test_with_nothing_in_dispute_the_key_says_so(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "exclamation_mark")
        assert not isinstance(pilot.app.screen, ConflictScreen)
        assert "No copies disagree" in toasts(pilot)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_every_key_of_the_screen_is_in_sight(path: Path, size: tuple[int, int]) -> None:
    async with opened(merged(path), size=size) as pilot:
        await press(pilot, "exclamation_mark")
        last = next(line for line in reversed(lines(pilot)) if "take 1" in line)
        for words in ("take 2", "write another", "others", "back"):
            assert words in last


async def test_the_last_line_names_the_keys_that_work_at_that_moment(path: Path) -> None:
    def keys(pilot: Pilot[Any]) -> str:
        return pilot.app.screen.query_one("#keys", Static).visual.__str__()

    async with opened(merged(path)) as pilot:
        await press(pilot, "exclamation_mark")
        assert "write another" in keys(pilot)
        await press(pilot, "1")
        assert keys(pilot).split() == ["Enter", "saves", "Esc", "cancels"]
        await press(pilot, "escape")
        assert "take 1" in keys(pilot)
        await press(pilot, "n", "n", "n")
        assert "2 have the ref 1.3" in seen(pilot)
        # Nothing is taken here: a number says which of them is called something else.
        assert "# renumber" in keys(pilot)
        assert not [each for each in ("take", "keep both", "write another") if each in keys(pilot)]


async def test_the_keys_stay_in_sight_when_something_is_wrong_with_what_is_written(path: Path) -> None:
    async with opened(merged(path), size=(80, 20)) as pilot:
        await press(pilot, "exclamation_mark", "n", "e")
        assert isinstance(pilot.app.screen, DecideScreen)
        await press(pilot, "ctrl+s")
        await settle(pilot)
        assert "A reason is needed" in seen(pilot)
        assert any("ctrl+s save" in line for line in lines(pilot))


async def test_taking_back_a_decision_opens_it_again_with_both_sides_as_they_were(path: Path) -> None:
    async with opened(merged(path), size=(120, 40)) as pilot:
        await press(pilot, "exclamation_mark")
        before = seen(pilot)
        await decide(pilot, number_of(pilot, "Red"), "the lead was there")
        await press(pilot, "escape")
        assert "⚠ 3 to decide (!)" in lines(pilot)[0]
        await press(pilot, "u")
        told = "1.1 RAG R ✖ Red → A ▲ Amber; Rationale No coaches in post → Sessions were held"
        assert f"Undone: {told} · copies disagree about it again: ! decides" in toasts(pilot)
        assert "⚠ 4 to decide (!)" in lines(pilot)[0]
        await press(pilot, "1", "exclamation_mark")
        assert seen(pilot).partition("Both started from")[2] == before.partition("Both started from")[2]
        await press(pilot, "escape", "3", "h")
        assert "what was said before disagrees again" in seen(pilot)


async def test_an_ordinary_undo_says_nothing_of_copies(path: Path) -> None:
    async with opened(merged(path)) as pilot:
        await press(pilot, "end", "b", "escape", "u")
        assert "Undone" in toasts(pilot)
        assert "copies" not in toasts(pilot)


async def test_the_header_counts_refs_that_stand_twice_as_the_list_does(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", "x", ref="1.1", title="Another")], who="office")
    async with opened(path) as pilot:
        assert "⚠ 1 to decide (!)" in lines(pilot)[0]
        await press(pilot, "exclamation_mark")
        assert "⚠ 1 to decide" in seen(pilot)
        await press(pilot, "1", "enter")
        await press(pilot, "escape")
        assert "to decide" not in lines(pilot)[0]
