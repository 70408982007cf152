"""What all dialogs share: one thing at a time, what is wrong said and taken back, nothing typed lost unasked."""

from __future__ import annotations

import asyncio
from inspect import CORO_CLOSED, getcoroutinestate
from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static, TextArea

from boardtui.domain.errors import BoardError
from boardtui.ui.app import BoardApp
from boardtui.ui.shared.dialog import HELD_UP, NOT_SAVED, Dialog
from boardtui.ui.shared.prompt_line import Question
from boardtui.ui.shared.text_inputs import LineInput, PasswordInput, PathsInput
from tests.ui.conftest import opened, press, seen, settle, write

ADDRESS = "postgresql://chair:secret@server/plan"


class Lines(Dialog[None]):
    """Lines to type into, of every sort."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave")]
    asks_before_leaving = True

    def compose(self) -> ComposeResult:
        """The lines, and places for what is said."""
        yield PathsInput("", id="paths")
        yield PasswordInput(id="secret")
        yield LineInput("", id="first", placeholder="What it is")
        yield LineInput("", id="second")
        yield Input()
        yield TextArea()
        yield Static(id="wrong", classes="problem")
        yield Static(id="said")


async def test_nothing_typed_is_lost_unasked_and_what_is_typed_on_is_asked_about_anew(path: Path) -> None:
    async with opened(path) as pilot:
        dialog = Lines()
        pilot.app.push_screen(dialog)
        await settle(pilot)
        assert not dialog.dirty
        for kind in (LineInput, TextArea):
            dialog.query(kind).last().focus()
            await press(pilot, "x")
            assert dialog.dirty, "in a line as in a long text"
            await press(pilot, "escape")
            assert NOT_SAVED in seen(pilot) and dialog.query_one("#wrong").has_class("said")
            if kind is LineInput:
                await press(pilot, "y")
                assert NOT_SAVED not in seen(pilot) and not dialog.query_one("#wrong").has_class("said")
                await press(pilot, "escape")
                assert NOT_SAVED in seen(pilot), "asked anew"
                await press(pilot, "backspace", "backspace")
                dialog.typed_again()
                assert not dialog.dirty
        await press(pilot, "escape")
        assert pilot.app.screen is not dialog


async def test_who_goes_to_another_line_types_over_what_stands_there(path: Path) -> None:
    async with opened(path) as pilot:
        dialog = Lines()
        pilot.app.push_screen(dialog)
        await settle(pilot)
        first, second = dialog.query_one("#first", Input), dialog.query_one("#second", Input)
        first.value = second.value = "as it was"
        first.focus()
        await press(pilot, "tab", "b", "shift+tab", "a")
        assert (first.value, second.value) == ("a", "b")


async def test_while_something_is_under_way_nothing_else_begins_and_esc_stays_and_what_fails_is_said(
    path: Path,
) -> None:
    async with opened(path) as pilot:
        dialog, may_end, begun = Lines(), asyncio.Event(), list[str]()

        async def work(name: str, problem: str) -> None:
            begun.append(name)
            if not problem:
                await may_end.wait()
            else:
                raise BoardError(problem)

        pilot.app.push_screen(dialog)
        await settle(pilot)
        dialog.begin(work("first", ""))
        await pilot.pause()
        second = work("second", "")
        dialog.begin(second)
        await pilot.pause()
        assert begun == ["first"] and dialog.busy
        assert getcoroutinestate(second) == CORO_CLOSED, "and nothing is said about it when the program ends"
        app, stopped = pilot.app, list[bool]()
        assert isinstance(app, BoardApp)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(app.opened, "stop_waiting", lambda: stopped.append(True))
            await pilot.press("escape")
            await pilot.pause()
            assert app.screen is dialog and len(stopped) == 1, "what waits for another program waits no longer"
            await dialog.action_dismiss()
            assert app.screen is dialog and len(stopped) == 2
        may_end.set()
        await settle(pilot)
        assert not dialog.busy
        line = dialog.query_one("#first", Input)
        line.focus()
        for locked in (False, False, True):
            may_end.clear()
            held = asyncio.create_task(dialog.hold_keys_for(work("held", "")))
            await pilot.pause()
            assert not held.done(), "the next key waits, each time"
            app.opened.held_up = locked
            dialog.show_held_up()
            await pilot.pause()
            assert (held.done(), dialog.focused) == ((True, None) if locked else (False, line)), "but not for long"
            assert (HELD_UP[:40] in seen(pilot)) is locked
            app.opened.held_up = False
            may_end.set()
            await settle(pilot)
            assert held.done() and not dialog.busy and dialog.focused is line
            dialog.show_held_up()
            await settle(pilot)
            assert HELD_UP[:40] not in seen(pilot)
        dialog.tell("So it is.")
        dialog.begin(work("third", "The disk is full."))
        await settle(pilot)
        assert "The disk is full." in seen(pilot) and "So it is." in seen(pilot) and not dialog.busy
        assert {each.id for each in dialog.query(".said")} == {"wrong", "said"}, "there is room for both"
        dialog.complain("")
        dialog.tell("")
        await settle(pilot)
        assert "The disk is full." not in seen(pilot) and "So it is." not in seen(pilot)
        assert not dialog.query(".said")
        await press(pilot, "escape")
        assert pilot.app.screen is not dialog and not dialog.still_open


async def test_of_paths_on_several_lines_each_stays_one_and_replaces_what_is_selected(path: Path) -> None:
    async with opened(path) as pilot:
        dialog = Lines()
        pilot.app.push_screen(dialog)
        await settle(pilot)
        line = dialog.query_one(PathsInput)
        line.focus()
        for pasted, kept in (
            ("/a/plan.board\n/b/my plan.board\n", "/a/plan.board '/b/my plan.board'"),
            ("/b/my plan.board\n", "/b/my plan.board"),
            ("'/b/my plan.board'\n\"/c/x y\"\n  /d/x\\ y  \n\n", "'/b/my plan.board' \"/c/x y\" /d/x\\ y"),
        ):
            await press(pilot, "ctrl+a")
            await write(pilot, pasted)
            assert line.value == kept


async def test_all_that_is_typed_is_known_by_its_name_except_what_is_secret_and_nothing_secret_is_copied(
    path: Path,
) -> None:
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        await press(pilot, "e")
        assert ("Title", "Coach [SEND] plan | a [/") in app.typed_words(), "in a form by the name of the field"
        await press(pilot, "escape", "slash")
        await write(pilot, "audits")
        app.prompt.ask([Question("Why?", "1.1")])
        await write(pilot, "Late")
        dialog = Lines()
        app.push_screen(dialog)
        await settle(pilot)
        words: dict[Any, str] = {"#first": "one", "#second": "two", "#secret": "pw", "#paths": ADDRESS}
        for selector, text in words.items():
            dialog.query_one(selector, Input).value = text
        dialog.query(Input).last().value = "three"
        dialog.query_one(TextArea).text = "  "
        found = app.typed_words()
        assert found[-3:] == [("What it is", "one"), ("second", "two"), ("Text", "three")]
        assert ("1.1: Why?", "Late") in found and any(each == "audits" for _, each in found)
        assert not {"pw", ADDRESS, "  "} & {each for _, each in found}
        app.copy_to_clipboard("before")
        dialog.query_one(PasswordInput).focus()
        await press(pilot, "ctrl+a", "ctrl+c", "ctrl+x")
        assert app.clipboard == "before" and dialog.query_one(PasswordInput).value == "pw"
