"""What is typed goes where it was meant to: prompts that hold the keys, bursts of keys, pastes of many lines."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from boardtui.domain.errors import UNFORESEEN, BoardError
from boardtui.domain.records.kinds import Action, ActionArising, AgendaItem, Decision, Meeting
from boardtui.settings.paths import Paths
from boardtui.settings.places import save_left_behind
from boardtui.settings.settings import Settings, change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.kpis.entry_grid import CellInput
from boardtui.ui.opening.start import StartScreen
from boardtui.ui.shared.dialog import Dialog
from boardtui.ui.shared.input_app import waited_in_vain
from boardtui.ui.shared.prompt_line import PromptLine
from tests.ui.conftest import CHAIR, NOW, lines, on_disk, opened, press, ready, seen, settle, small, values_of, write
from tests.ui.council_board import make
from tests.ui.disputed import merged
from tests.ui.rest import until
from tests.ui.risk_board import make as make_risks
from tests.ui.test_leaving_dialogs import WAYS, board_for, go

TEN_LINES = "\n".join(f"line {number}" for number in range(1, 11))
ALL_KEYS = [str(number) for number in range(1, 8)]
AWAY = ("tab", "shift+tab", "up", "down", "pagedown", "ctrl+p", "ctrl+e", "f1", "f5", "ctrl+s")


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def make_disputed(place: Path) -> Path:
    return merged(ready(place, small))


async def burst(pilot: Pilot[Any], *keys: str) -> None:
    """Keys that arrive all at once, as over a slow line."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else "\r" if key == "enter" else None))
    for _ in range(20):
        await settle(pilot)


async def click(pilot: Pilot[Any], x: int, y: int) -> None:
    """A click as the terminal reports it, which goes through the application."""
    for kind in (events.MouseDown, events.MouseUp):
        pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
    await settle(pilot)


async def run_meeting(pilot: Pilot[Any]) -> None:
    await press(pilot, "6", "space", "space")
    assert pilot.app.screen.query("MeetingScreen.running")


def prompt(pilot: Pilot[Any]) -> PromptLine:
    return pilot.app.screen.query_one(PromptLine)


class TestAPromptIsModal:
    async def test_no_key_leaves_it_behind_or_moves_what_is_under_it(self, board: Path) -> None:
        async with opened(board) as pilot:
            before = pilot.app.selected  # type: ignore[attr-defined]
            await press(pilot, "g")
            for key in AWAY:
                prompt(pilot).line.value = ""
                await write(pilot, "Sessions")
                await press(pilot, key, "space", "h")
                assert prompt(pilot).asking and prompt(pilot).words == "Sessions h", key
                assert pilot.app.focused is prompt(pilot).line, key
                assert pilot.app.selected.id == before.id, key  # type: ignore[attr-defined]
                assert len(pilot.app.screen_stack) == 1, key

    async def test_letters_and_the_keys_of_screens_are_typed_into_it(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "g", *ALL_KEYS, "q", "u")
            assert prompt(pilot).words == "1234567qu"

    async def test_a_click_anywhere_puts_the_cursor_back_into_the_line(self, board: Path) -> None:
        async with opened(board) as pilot:
            await click(pilot, 12, 1)
            assert pilot.app.main.query_one("#screens").current != "actions"  # type: ignore[attr-defined]
            await press(pilot, "3", "down")
            before = pilot.app.selected  # type: ignore[attr-defined]
            await press(pilot, "g")
            for y in (1, 4, 6, 15, 23):
                pilot.app.screen.set_focus(None)
                await click(pilot, 12, y)
                assert pilot.app.focused is prompt(pilot).line, y
                assert pilot.app.selected.id == before.id, y  # type: ignore[attr-defined]
                assert pilot.app.main.query_one("#screens").current == "actions", y  # type: ignore[attr-defined]
                await press(pilot, "end", "x")
                assert prompt(pilot).words == "x", y
                await press(pilot, "backspace")
            await write(pilot, "abc")
            await press(pilot, "home")
            start = prompt(pilot).line.cursor_screen_offset
            await click(pilot, start.x + 1, start.y)
            await press(pilot, "x")
            assert prompt(pilot).words == "axbc" and pilot.app.mouse_captured is None, "in the line it is a click"

    async def test_a_click_works_again_when_it_is_left(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "g", "escape")
            await click(pilot, 3, 1)
            assert pilot.app.main.query_one("#screens").current == "overview"  # type: ignore[attr-defined]

    async def test_a_decision_stays_with_the_item_on_which_it_was_begun(self, board: Path) -> None:
        async with opened(board) as pilot:
            await run_meeting(pilot)
            await press(pilot, "d")
            item = on_disk(board).all(Meeting)[-1].current_item
            await write(pilot, "Carry on")
            await press(pilot, "tab", "right", "right", "tab", "enter")
        found = on_disk(board)
        decision = next(each for each in found.all(Decision) if each.text == "Carry on")
        item = next(each.current_item for each in found.all(Meeting) if each.id == decision.meeting)
        agenda_item = found.get(AgendaItem, item)
        assert agenda_item is not None and decision.item in (agenda_item.item, agenda_item.id)

    async def test_it_names_the_item_it_belongs_to(self, board: Path) -> None:
        async with opened(board) as pilot:
            await run_meeting(pilot)
            await press(pilot, "d")
            name = prompt(pilot).asked_now.removesuffix(": Decision?")
            assert name and name in seen(pilot).rpartition("Decision?")[0].splitlines()[-1]

    async def test_a_jump_to_what_is_not_there_says_so_in_the_prompt_and_rates_nothing(self, board: Path) -> None:
        async with opened(board) as pilot:
            await run_meeting(pilot)
            before = {each.id: each.rag for each in on_disk(board).all(Action)}
            await press(pilot, "full_stop")
            await write(pilot, "9.99")
            await press(pilot, "enter", "r")
            assert prompt(pilot).asking and prompt(pilot).words == "9.99r"
            assert {each.id: each.rag for each in on_disk(board).all(Action)} == before
            await press(pilot, "backspace", "enter")
            assert "9.99" in lines(pilot)[-2], "the problem, under the line that keeps the words"

    async def test_a_topic_that_cannot_be_saved_stays_in_the_line(
        self, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_now = BoardFile.write

        def full(file: BoardFile, changes: Any, **more: Any) -> Any:
            raise BoardError("The disk is full.")

        async with opened(board) as pilot:
            await press(pilot, "6", "enter", "plus")
            await write(pilot, "Peer review visit")
            monkeypatch.setattr(BoardFile, "write", full)
            await press(pilot, "enter")
            assert "The disk is full." in lines(pilot)[-2] and "Peer review visit" in lines(pilot)[-3]
            monkeypatch.setattr(BoardFile, "write", write_now)
            await press(pilot, "enter")
            assert not prompt(pilot).asking
        assert "Peer review visit" in [each.title for each in on_disk(board).all(AgendaItem)]

    @pytest.mark.parametrize(
        ("build", "keys", "words"),
        [
            (make, ("6", "space", "space", "full_stop"), "3.1"),
            (make, ("6", "space", "space", "d"), "Carry on"),
            (make, ("6", "space", "space", "m"), "A note"),
            (make, ("6", "space", "space", "c"), "By whom?"),
            (make, ("6", "space", "space", "w"), "Send it"),
            (make_risks, ("5", "m", "left", "enter"), "Fewer agency workers"),
            (make_risks, ("5", "tab", "c"), "It is over"),
            (make_disputed, ("exclamation_mark", "1"), "The lead was there"),
        ],
        ids=["jump", "decision", "note", "challenge", "action arising", "moved risk", "closed risk", "disagreement"],
    )
    async def test_what_cannot_be_saved_stays_open_with_its_words_and_holds_the_next_letters(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: Any, keys: tuple[str, ...], words: str
    ) -> None:
        place = build(tmp_path / "plan.board")
        write_now = BoardFile.write

        def full(file: BoardFile, changes: Any, **more: Any) -> Any:
            raise BoardError("The disk is full.")

        async with opened(place) as pilot:
            await press(pilot, *keys)
            monkeypatch.setattr(BoardFile, "write", full)
            await write(pilot, words)
            edition = on_disk(place).edition
            await press(pilot, "enter")
            assert await until(pilot, lambda: "The disk is full." in seen(pilot))  # the disk has its own time
            await press(pilot, "r", "backspace")
            assert prompt(pilot).asking and prompt(pilot).words == words
            await press(pilot, "enter")
            assert "The disk is full." in seen(pilot) and prompt(pilot).words == words
            assert on_disk(place).edition == edition
            monkeypatch.setattr(BoardFile, "write", write_now)
            await press(pilot, "enter")
            assert words not in prompt(pilot).words
        assert on_disk(place).edition > edition

    async def test_a_date_that_is_no_date_stays_in_the_line_and_a_second_enter_keeps_the_words(
        self, board: Path
    ) -> None:
        async with opened(board) as pilot:
            await run_meeting(pilot)
            await press(pilot, "w")
            for words in ("Send the list", "Head of Service", "before Easter"):
                await write(pilot, words)
                await press(pilot, "enter")
            assert prompt(pilot).words == "before Easter" and "Enter again keeps it as words" in seen(pilot)
            await press(pilot, "s")
            assert prompt(pilot).words == "before Easters"
            await press(pilot, "enter", "backspace", "enter")
            assert not prompt(pilot).asking
        task = next(each for each in on_disk(board).all(ActionArising) if each.text == "Send the list")
        assert task.due == "before Easter"

    async def test_no_key_leaves_the_prompt_of_a_dialog_behind_either(self, tmp_path: Path) -> None:
        place = make_disputed(tmp_path / "plan.board")
        async with opened(place) as pilot:
            await press(pilot, "exclamation_mark", "1")
            for key in AWAY:
                prompt(pilot).line.value = ""
                await write(pilot, "Seen")
                await press(pilot, key, "space", "2")
                assert prompt(pilot).asking and prompt(pilot).words == "Seen 2", key
                await click(pilot, 12, 4)
                assert pilot.app.focused is prompt(pilot).line, key


class TestWhatLooksForPartsThatAreGone:
    """Such as what was to be done in a moment, where the dialog is left before."""

    async def test_it_ends_nothing_where_the_dialog_is_left(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "question_mark")
            dialog = pilot.app.screen
            await press(pilot, "escape")
            with dialog._context():
                pilot.app._handle_exception(NoMatches("#gone"))
            await press(pilot, "1")
            assert pilot.app.is_running and "Overview" in seen(pilot)

    async def test_it_ends_nothing_where_the_program_is_being_left(self, path: Path) -> None:
        async with opened(path) as pilot:
            app = pilot.app
            assert isinstance(app, BoardApp)
            app.exit(return_code=3)
            app._handle_exception(NoMatches("#gone"))
        assert (app.failure, app.return_code) == (None, 3)

    async def test_on_a_screen_that_stays_it_is_no_less_a_failure_than_any_other(self, path: Path) -> None:
        with pytest.raises(NoMatches):
            async with opened(path) as pilot:
                pilot.app.screen.call_later(pilot.app.screen.query_one, "#gone")
                await settle(pilot)
        assert isinstance(pilot.app.failure, NoMatches)  # type: ignore[attr-defined]


class TestKeysThatComeAtOnce:
    def test_on_a_machine_that_is_busy_with_something_else_a_key_is_given_more_time(self) -> None:
        assert waited_in_vain(0.021) == 0.02, "the program had all the time to answer"
        assert 10 * waited_in_vain(0.5) == pytest.approx(0.02), "and here it had not"
        assert waited_in_vain(0.039) == 10 * waited_in_vain(0.04), "from twice the time between two looks on"

    async def test_in_a_form_they_land_in_the_field_that_tab_went_to(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "e")
            rows = [each for each in pilot.app.screen.query(FieldRow) if isinstance(each.control, Input)]
            rows[0].control.focus()
            await settle(pilot)
            first = rows[0].text
            pilot.app.screen.focus_next()
            second = pilot.app.focused
            pilot.app.screen.focus_previous()
            await burst(pilot, "end", "x", "tab", "y", "z", "shift+tab", "end", "w")
            assert rows[0].text.count("x") == first.count("x") + 1 and "w" in rows[0].text
            assert "y" not in rows[0].text.replace(first, "")
            assert isinstance(second, Input | TextArea)

    async def test_enter_in_a_line_of_a_form_takes_the_next_letters_to_the_next_field(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "plus")
            row = pilot.app.screen.query_one("#row-title", FieldRow)
            row.control.focus()
            await settle(pilot)
            await burst(pilot, "a", "b", "enter", "c", "d")
            assert row.text == "ab"
            assert "cd" in [each.text for each in pilot.app.screen.query(FieldRow)]

    async def test_a_rating_its_reason_and_a_date_come_in_one_go(self, path: Path) -> None:
        async with opened(path) as pilot:
            await burst(pilot, "r", *"two", "enter", *"2021-05-01", "enter", *"no", "enter", "down")
            assert not prompt(pilot).asking
        found = values_of(path, "1.1", "rag", "rationale", "back_to_green", "help_wanted")
        assert (str(found["rag"].value), found["rationale"]) == ("red", "two")
        assert (found["back_to_green"], found["help_wanted"]) == ("2021-05-01", "no")

    async def test_tab_in_a_prompt_sends_nothing_of_what_follows_in_one_go_anywhere_else(self, board: Path) -> None:
        async with opened(board) as pilot:
            before = pilot.app.selected  # type: ignore[attr-defined]
            await burst(pilot, "g", "h", "e", "tab", "l", "shift+tab", "d", "enter")
            assert not prompt(pilot).asking
        changed = {each.id: each.rationale for each in on_disk(board).all(Action) if each.rationale == "held"}
        assert changed == {before.id: "held"}

    async def test_what_follows_escape_in_one_go_is_for_what_was_under_the_dialog(self, path: Path) -> None:
        async with opened(path) as pilot:
            await burst(pilot, "e", "escape", "down", "slash", *"vis")
            assert pilot.app.screen.query_one("#actions #filter", Input).value == "vis"


class TestManyLinesPasted:
    async def _paste_everywhere(self, pilot: Pilot[Any]) -> int:
        count = 0
        for widget in [*pilot.app.screen.query("Input, TextArea")]:
            if widget.disabled or not isinstance(widget, Input | TextArea) or isinstance(widget, CellInput):
                continue
            if isinstance(widget, TextArea) and widget.read_only:
                continue
            pilot.app.screen.set_focus(widget)
            await settle(pilot)
            if pilot.app.focused is not widget:
                continue
            await write(pilot, TEN_LINES)
            # A table that is pasted into the line for a file goes to the place below it, for tables.
            fields = pilot.app.screen.query("SourceInput, #paste") or [widget]
            text = "\n".join(each.value if isinstance(each, Input) else each.text for each in fields)  # type: ignore[attr-defined]
            for line in TEN_LINES.splitlines():
                assert line in text, f"{widget!r} of {pilot.app.screen!r} lost {line!r}"
            count += 1
        return count

    @pytest.mark.parametrize("dialog", WAYS, ids=lambda dialog: dialog.__name__)
    async def test_no_line_of_a_dialog_loses_any(self, path: Path, tmp_path: Path, dialog: type[Dialog[Any]]) -> None:
        place = board_for(dialog, tmp_path, path)
        change_settings(lambda _settings: Settings(signature=CHAIR))
        app = BoardApp(place, clock=lambda: NOW)
        async with app.run_test(size=(100, 30)) as pilot:
            await settle(pilot)
            await go(pilot, WAYS[dialog])
            await self._paste_everywhere(pilot)

    async def test_the_start_screen_and_the_palette_lose_none(self, path: Path) -> None:
        async with opened(None) as pilot:
            assert isinstance(pilot.app.screen, StartScreen)
            assert await self._paste_everywhere(pilot)
        async with opened(path) as pilot:
            await press(pilot, "ctrl+p")
            assert await self._paste_everywhere(pilot)

    @pytest.mark.parametrize("screen", ["2", "3", "4", "5", "6", "7"])
    async def test_no_filter_loses_any(self, board: Path, screen: str) -> None:
        async with opened(board) as pilot:
            await press(pilot, screen, "slash")
            await write(pilot, TEN_LINES)
            focused = pilot.app.focused
            assert isinstance(focused, Input) and focused.value == TEN_LINES.replace("\n", " ")

    async def test_a_reason_keeps_all_lines_on_disk(self, path: Path) -> None:
        async with opened(path) as pilot:
            await press(pilot, "a")
            await write(pilot, TEN_LINES.replace("\n", "\r\n"))
            await press(pilot, "enter", "escape")
        assert values_of(path, "1.1", "rationale")["rationale"] == TEN_LINES.replace("\n", " ")


class TestUndoInATextArea:
    @pytest.mark.parametrize(
        "keys",
        [("ctrl+z",), ("ctrl+a", "ctrl+x", "ctrl+z", "ctrl+z"), ("ctrl+z", "ctrl+y", "ctrl+z")],
        ids=["undo", "cut and undo", "undo and redo"],
    )
    async def test_what_was_pasted_is_taken_back_and_the_program_goes_on(
        self, path: Path, keys: tuple[str, ...]
    ) -> None:
        async with opened(path) as pilot:
            await press(pilot, "e")
            area = pilot.app.screen.query(TextArea).first()
            area.focus()
            await settle(pilot)
            await write(pilot, "\n".join(f"line {number}" for number in range(30)))
            await press(pilot, *keys)
            assert area.text == "" and pilot.app.is_running
            await press(pilot, "o", "n")
            assert area.text == "on"


class TestTheEnd:
    @pytest.mark.parametrize("keys", ["qe", "qx", "q+", "qgr", "q?q", "q16"])
    async def test_no_key_after_the_one_that_leaves_does_anything(self, board: Path, keys: str) -> None:
        async with opened(board) as pilot:
            before = on_disk(board).edition
            await burst(pilot, *keys)
            assert pilot.app.return_code == 0
        assert on_disk(board).edition == before

    async def test_what_was_typed_is_kept_in_a_file_when_something_unforeseen_happens(
        self, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(_self: BoardApp) -> None:
            secret_of_the_screen = "a name"
            raise RuntimeError(secret_of_the_screen)

        monkeypatch.setattr(BoardApp, "action_help", fail)
        change_settings(lambda _settings: Settings(signature=CHAIR))
        app = BoardApp(path, clock=lambda: NOW)
        with pytest.raises(RuntimeError):
            async with app.run_test(size=(80, 24)) as pilot:
                await settle(pilot)
                await press(pilot, "3", "e")
                area = app.screen.query(TextArea).first()
                area.focus()
                await settle(pilot)
                await write(pilot, TEN_LINES)
                app.call_later(app.action_help)
                await pilot.pause()
                await pilot.pause()
        shown = capsys.readouterr()
        assert "secret_of_the_screen" not in shown.out + shown.err and "Traceback" not in shown.out + shown.err
        kept = app.left_behind
        assert kept is not None and kept.parent == Paths.of_this_user().config
        if os.name != "nt":
            assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        text = kept.read_text(encoding="utf-8")
        assert TEN_LINES in text and "secret_of_the_screen =" not in text and "a name" not in text
        monkeypatch.undo()

    async def test_the_next_start_offers_what_was_typed_names_the_file_and_copies_it(self, path: Path) -> None:
        kept = save_left_behind([("Commentary", "Mine, in\ntwo lines"), ("Lead", "Head")], ValueError("x"), NOW)
        async with opened(path) as pilot:
            assert "boardtui once ended on its own" in seen(pilot)
            assert "Mine, in" in seen(pilot) and "two lines" in seen(pilot) and "Head" in seen(pilot)
            assert "It is kept in" in seen(pilot) and "mends the program" not in seen(pilot)
            await press(pilot, "y")
            assert pilot.app.clipboard == "Commentary:\nMine, in\ntwo lines\n\nLead:\nHead"
            await press(pilot, "escape")
            assert "boardtui once ended" not in seen(pilot)
        assert kept.exists()
        async with opened(path) as pilot:
            await press(pilot, "delete")
            assert kept.exists() and "Del again deletes it" in seen(pilot)
            await press(pilot, "delete")
            assert "boardtui once ended" not in seen(pilot)
        assert not kept.exists()

    async def test_one_after_the_other_is_offered_as_long_as_they_are_deleted_where_something_was_typed(
        self, path: Path
    ) -> None:
        for number, said in enumerate(("Earlier", "Later", "")):
            words = [("Reason", said)] if said else []
            save_left_behind(words, ValueError("x"), NOW.replace(minute=number))
        async with opened(path) as pilot:
            assert "Later" in seen(pilot)
            await press(pilot, "delete", "delete")
            assert "Earlier" in seen(pilot)
            await press(pilot, "delete", "delete")
            assert "boardtui once ended" not in seen(pilot)


def test_the_exit_code_is_70_and_two_sentences_say_what_happened(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from boardtui.cli.run import main

    def ended(app: BoardApp) -> None:
        app.failure, app.left_behind = RuntimeError("a name"), Path("typed.txt")

    monkeypatch.setattr(BoardApp, "run", ended)
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    with pytest.raises(SystemExit) as end:
        main([str(path)])
    assert end.value.code == UNFORESEEN == 70
    said = capsys.readouterr().err
    assert "What you were typing is in typed.txt." in said and "a name" not in said


def test_where_damage_ended_it_the_sentence_on_that_names_what_was_typed_too(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from boardtui.cli.run import main

    def ended(app: BoardApp) -> None:
        path.write_bytes(path.read_bytes().replace(b"Audits", b"Audxts"))
        app.failure, app.left_behind = ValueError("a name"), Path("typed.txt")

    monkeypatch.setattr(BoardApp, "run", ended)
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    with pytest.raises(SystemExit) as end:
        main([str(path)])
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("boardtui: plan.board is damaged") and said.count("\n") == 1
    assert "What you were typing is in typed.txt." in said and "a name" not in said
