"""What is asked in one line: of what it is, what is kept of an answer, and what is said of a date that is none."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from boardtui.ui.shared.prompt_line import Asked, PromptLine, Question
from boardtui.ui.shared.rating import date_question
from tests.ui.conftest import lines, opened, press, seen, settle, write
from tests.ui.council_board import make

TODAY = date(2021, 3, 2)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def test_a_question_names_what_it_is_about_once_and_shortly() -> None:
    for label, about, said in (
        ("Why?", "1.1", "1.1: Why?"),
        ("1.1: why?", "1.1", "1.1: why?"),
        ("Why?", "", "Why?"),
        ("Why?", "x" * 24, f"{'x' * 24}: Why?"),
        ("Why?", "x" * 25, f"{'x' * 23}…: Why?"),
        ("Why?", "two\nlines", "two lines: Why?"),
    ):
        assert Question(label, about).words == said


def test_a_date_that_is_none_is_said_once_and_then_kept_as_words() -> None:
    asked = date_question("Back to green by?", "1.1", TODAY, leaving="leaves it")
    assert (asked.words, asked.leaving) == ("1.1: Back to green by?", "leaves it")
    assert [asked.check(each) for each in ("", "30/06/2021", "30 June", "June")] == [""] * 4
    problem = asked.check("31/06/2021")
    assert problem[0].isupper() and problem.endswith(
        ". Write a date such as 31/03/2021, or a month; Enter again keeps it as words."
    )
    assert asked.check("31/06/2021") == "", "whoever says it again means it"
    assert asked.check("soon") != "", "another one is said of its own"
    assert [asked.kept(each) for each in ("30 June", "1 Jan", "soon")] == ["2021-06-30", "2022-01-01", "soon"]


def prompt(pilot: Pilot[Any]) -> PromptLine:
    found: PromptLine = pilot.app.prompt  # type: ignore[attr-defined]
    return found


def ask(pilot: Pilot[Any], *questions: Question, saving: str = "") -> Asked:
    return prompt(pilot).ask(list(questions), saving=saving)


async def test_the_line_shows_how_many_questions_there_are_and_what_can_be_done_with_each(
    board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = Question("Why?", "1.1", needed="This board wants a reason.")
    async with opened(board, size=(80, 40)) as pilot:
        bottom = len(lines(pilot)) - 2

        async def said(*keys: str) -> str:
            await press(pilot, *keys)
            return lines(pilot)[bottom].strip()

        for questions, keys, words in (
            ([Question("Why?", "1.1")], (), "1.1: Why?  Enter saves · Esc skips"),
            ([Question("Why?", "1.1", leaving="leaves it", enter="opens it")], (), "Enter opens it · Esc leaves it"),
            ([needed, Question("When?", "1.1")], (), "1.1: Why? (1 of 2)  Enter saves · Esc asks again"),
            ([Question("Why?", ""), Question("When?", "1.1")], ("enter",), "1.1: When? (2 of 2)"),
            ([Question("Why?", "", value="as it was")], (), "Why?  as it was"),
            ([Question("Why?", "", hint="as the chair said")], (), "Why?  as the chair said"),
        ):
            asked = ask(pilot, *questions)
            assert words in await said(*keys)
            asked.close()
        for room in (51, 52):
            asked = ask(pilot, Question("x" * room, ""))
            assert ("Enter saves · Esc skips" in await said()) == (room == 51), "as a whole or not at all"
            asked.close()
        saving = ask(pilot, Question("Why?", ""), Question("When?", ""), saving="1.1 saving …")
        assert (await said()).startswith("1.1 saving …")
        saving.saved()
        assert (await said()).startswith("Why? (1 of 2)")
        saving.close()
        prompt(pilot).tell("Done.")
        assert await said() == "Done."
        prompt(pilot).tell_no_more()
        assert await said() == ""
        asked = ask(pilot, Question("Why?", ""))
        pilot.app.say("And that.")  # type: ignore[attr-defined]
        assert (await said()).startswith("Why?  ") and "And that." in seen(pilot), "beside the keys"
        prompt(pilot).tell_no_more()
        assert (await said()).startswith("Why?  ") and "And that." not in seen(pilot)
        asked.close()
        monkeypatch.setattr("boardtui.ui.shared.prompt_line.SAID_SECONDS", 0.001)
        prompt(pilot).tell("Done.")
        monkeypatch.setattr("boardtui.ui.shared.prompt_line.SAID_SECONDS", 3600.0)
        prompt(pilot).tell("That too.")
        await pilot.pause(0.01)
        assert await said() == "That too.", "the next one is said for as long as any"
        ask(pilot, Question("Why?", "")).close()
        assert await said() == "That too.", "and again when nothing is asked any more"


async def test_who_is_asked_something_else_in_between_goes_on_as_it_was_typed_so_far(board: Path) -> None:
    async with opened(board, size=(80, 40)) as pilot:
        had_the_keys = pilot.app.focused
        ask(pilot, Question("Before?", "")).close()
        assert had_the_keys is not None and pilot.app.focused is had_the_keys
        pilot.app.screen.set_focus(None)
        ask(pilot, Question("Before?", "")).close()
        assert pilot.app.focused is None, "where nothing had the keys, nothing has them again"
        first = ask(pilot, Question("First?", ""))
        await write(pilot, "half a se")
        second = ask(pilot, Question("Second?", ""))
        third = ask(pilot, Question("Third?", ""))
        assert (first.open, second.open, third.open) == (False, False, True)
        assert first.words == ["half a se"] and second.words == []
        assert second.close() == []
        assert await second.only() is None and not second.left
        await write(pilot, "yes")
        await press(pilot, "enter")
        assert await third.only() == "yes" and third.answers == ["yes"]
        assert first.open and "First?  half a se" in seen(pilot)
        first.refuse("That is no sentence.")
        await settle(pilot)
        assert "That is no sentence." in seen(pilot)
        fourth = ask(pilot, Question("Fourth?", ""))
        await settle(pilot)
        assert "That is no sentence." not in seen(pilot), "it is not said of another one"
        fourth.close()
        await press(pilot, "n")
        assert prompt(pilot).words == "half a sen", "it is gone on with"
        first.refuse("That is no sentence.")
        await press(pilot, *"tence")
        assert "That is no sentence." not in seen(pilot), "what was wrong is no longer what stands there"
        await press(pilot, "enter")
        assert await first.only() == "half a sentence"
        assert not prompt(pilot).asking and pilot.app.focused is not prompt(pilot).line


async def test_esc_skips_asks_again_or_takes_back_and_throws_nothing_away_unasked(board: Path) -> None:
    needed = Question("Why?", "1.1", needed="This board wants a reason.")
    lost = "What you typed is not saved: Enter saves it, Esc again throws it away."
    async with opened(board, size=(80, 40)) as pilot:

        async def after(*keys: str) -> tuple[bool, bool, bool]:
            await press(pilot, *keys)
            return prompt(pilot).asking, lost in seen(pilot), "This board wants a reason." in seen(pilot)

        skipped = ask(pilot, Question("Why?", ""), Question("When?", ""))
        assert await after("escape") == (True, False, False)
        assert await skipped.__anext__() == "" and skipped.place == 0
        await write(pilot, "typed")
        assert await after("escape") == (True, True, False)
        assert await after("s") == (True, False, False)
        assert await after("escape") == (True, True, False), "it is said anew of what was typed on"
        assert await after("escape") == (False, False, False)
        asked = ask(pilot, needed)
        assert await after("enter") == (True, False, True)
        asked.close()
        asked = ask(pilot, needed)
        assert await after("escape") == (True, False, True)
        assert "Esc again takes it back." in seen(pilot)
        assert await after("escape") == (False, False, False)
        assert asked.left and await asked.only() is None
        asked = ask(pilot, Question("Why?", "", value="as it was"))
        await press(pilot, "x")
        assert asked.close() == ["x"], "what is only proposed gives way to the first letter"
        for question in (
            Question("Why?", "", value="as it was"),
            Question("Open?", "", enter="opens it", leaving="no"),
        ):
            left = ask(pilot, question)
            if not question.value:
                await write(pilot, "typed")
            assert await after("escape") == (False, False, False), "nothing of it would be lost"
            assert left.left == bool(question.leaving)


async def test_an_answer_that_could_not_be_used_is_asked_again_with_all_that_was_answered_since(board: Path) -> None:
    async with opened(board, size=(80, 40)) as pilot:
        asked = ask(pilot, *(Question(f"{each}?", "", kept=str.upper) for each in ("One", "Two", "Three")))
        for word in ("a", "b", "c"):
            await write(pilot, word)
            if word != "c":
                await press(pilot, "enter")
        assert await asked.__anext__() == "A" and asked.place == 0
        assert asked.words == ["a", "b", "c"]
        asked.again("No such thing.")
        await settle(pilot)
        assert "No such thing." in seen(pilot) and "One? (1 of 3)  a" in seen(pilot)
        await press(pilot, "backspace", "x", "enter")
        assert "No such thing." not in seen(pilot) and "Two? (2 of 3)  b" in seen(pilot)
        await press(pilot, "enter")
        assert "Three? (3 of 3)  c" in seen(pilot)
        await press(pilot, "enter")
        assert [each async for each in asked] == ["X", "B", "C"] and asked.answers == ["x", "b", "c"]
        asked.again("Nor that.")
        await settle(pilot)
        assert "Three? (3 of 3)  c" in seen(pilot) and not asked.left
        between = ask(pilot, Question("In between?", ""))
        asked.again("Once more.")
        await settle(pilot)
        assert "Once more." in seen(pilot) and not between.open, "the one that was asked before comes first"
        asked.close()
        assert between.open and prompt(pilot).asked_now == "In between?"
        between.close()
        assert not prompt(pilot).asking, "each of them once"


async def test_the_cursor_and_the_mouse_are_where_the_words_are_behind_the_question(board: Path) -> None:
    async with opened(board, size=(80, 40)) as pilot:
        ask(pilot, Question("Why?", "1.1"))
        await write(pilot, "abcdef")
        line = prompt(pilot).line
        y = next(number for number, each in enumerate(lines(pilot)) if "1.1: Why?" in each)
        start = lines(pilot)[y].index("abcdef")
        assert start == len(" 1.1: Why?  ")
        await press(pilot, "home")
        assert line.cursor_screen_offset == Offset(start, y)
        await pilot.click(offset=Offset(start + 2, y))
        assert line.cursor_position == 2
        await write(pilot, "x" * 100)
        await press(pilot, "end")
        assert lines(pilot)[y].startswith(" 1.1: Why?  x") and lines(pilot)[y].endswith("cdef")
        prompt(pilot).close()
        ask(pilot, Question("w" * 100, "", hint="as the chair said"))
        await settle(pilot)
        assert lines(pilot)[y].rstrip() == f" {'w' * 75}…", "four cells to type into are left"
        prompt(pilot).close()
        prompt(pilot).tell("s" * 100)
        await settle(pilot)
        assert lines(pilot)[y].rstrip() == f" {'s' * 77}…"
        assert prompt(pilot).has_room_for("s" * 78) and not prompt(pilot).has_room_for("s" * 79)
        assert not prompt(pilot).has_room_for("two\nlines")


async def test_what_is_picked_goes_where_it_was_asked_for_or_nowhere(board: Path) -> None:
    picked: list[asyncio.Future[str]] = []

    async def pick() -> str:
        picked.append(asyncio.get_running_loop().create_future())
        return await picked[-1]

    async def given(pilot: Pilot[Any], words: str) -> str:
        picked[-1].set_result(words)
        await settle(pilot)
        return prompt(pilot).words

    async with opened(board, size=(80, 40)) as pilot:
        asked = ask(pilot, Question("Which?", "", pick=pick), Question("Why?", ""))
        await settle(pilot)
        assert "Enter alone  lists them" in seen(pilot) or "Enter alone lists them" in seen(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert len(picked) == 1, "one list at a time"
        assert await given(pilot, "") == "" and asked.open, "the list was left"
        await pilot.press("enter")
        await pilot.pause()
        assert await given(pilot, "an audit") == "an audit"
        await press(pilot, "enter")
        assert asked.answers == ["an audit"] and len(picked) == 2, "what stands in the line is the answer"
        asked.close()
        ask(pilot, Question("Which?", "", pick=pick))
        await pilot.press("enter")
        await pilot.pause()
        ask(pilot, Question("Why?", ""))
        assert await given(pilot, "an audit") == "", "it is another question by now"
        prompt(pilot).close()
        assert prompt(pilot).asked_now == "Which?"
        await pilot.press("enter")
        await pilot.pause()
        prompt(pilot).close()
        assert await given(pilot, "an audit") == "", "nothing is asked any more"
