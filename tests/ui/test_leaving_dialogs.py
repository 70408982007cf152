"""Esc leaves every dialog, and what was not confirmed is nowhere: not in the board, and in no file beside it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static, TextArea

import boardtui.ui
from boardtui.domain.records.kinds import Action
from boardtui.session.surroundings import Noticed
from boardtui.settings.address import Address
from boardtui.settings.places import save_left_behind, words_in
from boardtui.settings.settings import Settings, change_settings
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.copies.conflicts import ConflictScreen, DecideScreen
from boardtui.ui.copies.merge import MergeScreen
from boardtui.ui.copies.merge_preview import MergePreview
from boardtui.ui.copies.send import CopiesOut, CopyScreen
from boardtui.ui.copies.sharing import PasswordScreen
from boardtui.ui.copies.working_copy import LeavingScreen, OfferScreen
from boardtui.ui.forms.chooser import Chooser, LinkPicker
from boardtui.ui.forms.delete import DeleteScreen
from boardtui.ui.forms.form import RecordForm
from boardtui.ui.forms.one_key import CommentScreen
from boardtui.ui.history import HistoryScreen, WhatChangedScreen
from boardtui.ui.imports.preview import ImportPreview
from boardtui.ui.imports.questions import AnswerLine, ImportQuestions
from boardtui.ui.imports.source import ImportSource
from boardtui.ui.imports.step import ImportStep
from boardtui.ui.imports.tables import ImportTables
from boardtui.ui.kpis.entry import KpiEntryScreen
from boardtui.ui.kpis.paste import KpiPasteScreen
from boardtui.ui.kpis.records import KpiRecordsScreen
from boardtui.ui.meetings.begin_and_close import MeetingCloseScreen
from boardtui.ui.meetings.leaving import LeavingMeetingScreen
from boardtui.ui.mine.going_through import PassScreen
from boardtui.ui.mine.sending_back import SentBackScreen
from boardtui.ui.opening.new_board import NewBoardScreen
from boardtui.ui.opening.start import SignatureScreen, StartScreen
from boardtui.ui.opening.theme_list import ThemeScreen
from boardtui.ui.opening.trouble import TroubleScreen, TypedBeforeScreen
from boardtui.ui.plan.export import ExportScreen
from boardtui.ui.shared.dialog import Dialog
from boardtui.ui.shared.help import HelpScreen
from boardtui.ui.shared.search_list import SearchList
from tests.ui.conftest import CHAIR, NOW, press, settle, write
from tests.ui.council_board import make
from tests.ui.disputed import merged, two_copies

Steps = tuple[str, ...] | Callable[[Pilot[Any]], Awaitable[None]]


async def paste_figures(pilot: Pilot[Any]) -> None:
    await press(pilot, "4", "i")
    assert pilot.app.focused is not None
    pilot.app.focused.post_message(events.Paste("91%\n92%"))
    await settle(pilot)


async def go_through(pilot: Pilot[Any]) -> None:
    assert isinstance(pilot.app, BoardApp) and pilot.app.board is not None
    pilot.app.push_screen(PassScreen([pilot.app.board.all(Action)[0].id]))
    await settle(pilot)


async def come_to_the_end(pilot: Pilot[Any]) -> None:
    pilot.app.push_screen(SentBackScreen((), ()))
    await settle(pilot)


async def offer(pilot: Pilot[Any]) -> None:
    pilot.app.push_screen(OfferScreen(Noticed(service="OneDrive", beside=(Path("plan (1).board"),), new=3)))
    await settle(pilot)


async def leaving(pilot: Pilot[Any]) -> None:
    pilot.app.push_screen(LeavingScreen())
    await settle(pilot)


async def give_password(pilot: Pilot[Any]) -> None:
    address = Address.read("postgresql://lead@db.council.example/boards?board=plan")
    pilot.app.push_screen(PasswordScreen(address, lambda _: pytest.fail("nothing is tried")))
    await settle(pilot)


async def choose_copies(pilot: Pilot[Any]) -> None:
    assert isinstance(pilot.app, BoardApp) and pilot.app.file is not None
    copies = sorted(pilot.app.file.path.parent.glob("plan for *.board"))
    pilot.app.push_screen(MergeScreen(copies))
    await settle(pilot)


async def preview(pilot: Pilot[Any]) -> None:
    await choose_copies(pilot)
    await press(pilot, "enter")


async def new_board(pilot: Pilot[Any]) -> None:
    assert isinstance(pilot.app, BoardApp) and pilot.app.file is not None
    pilot.app.push_screen(NewBoardScreen(str(pilot.app.file.path.with_name("new.board"))))
    await settle(pilot)


async def leave_meeting(pilot: Pilot[Any]) -> None:
    await press(pilot, "6")
    await press(pilot, "space")
    await press(pilot, "q")


async def typed_before(pilot: Pilot[Any]) -> None:
    path = save_left_behind([("Commentary", "Mine")], None, NOW)
    pilot.app.push_screen(TypedBeforeScreen(path, words_in(path)))
    await settle(pilot)


async def sign(pilot: Pilot[Any]) -> None:
    pilot.app.push_screen(SignatureScreen())
    await settle(pilot)


async def read_table(pilot: Pilot[Any]) -> None:
    await press(pilot, "I")
    pilot.app.post_message(events.Paste("Milestone\tDue date\tStatus\nPlan signed\t30/06/2021\tDone\nSent\t\tDone"))
    await press(pilot, "ctrl+s")


async def ask(pilot: Pilot[Any]) -> None:
    await read_table(pilot)
    await press(pilot, "enter")


async def choose_answer(pilot: Pilot[Any]) -> None:
    await ask(pilot)
    await press(pilot, "space")


async def type_answer(pilot: Pilot[Any]) -> None:
    await press(pilot, "I")
    pilot.app.post_message(events.Paste("Indicator\tTarget\tThis month\nVisits\t90%\t91%\nReviews\t80%\t82%"))
    await press(pilot, "ctrl+s", "enter", "space")


async def look_at_import(pilot: Pilot[Any]) -> None:
    await ask(pilot)
    await press(pilot, "2", "enter")


# How one gets to each dialog from the overview.
async def pick_links(pilot: Pilot[Any]) -> None:
    await press(pilot, "3", "e")
    pilot.app.screen.query_one("#links").focus()
    await press(pilot, "ctrl+l")


WAYS: dict[type[Dialog[Any]], Steps] = {
    RecordForm: ("3", "e"),
    LinkPicker: pick_links,
    DeleteScreen: ("3", "delete"),
    HistoryScreen: ("3", "h"),
    HelpScreen: ("question_mark",),
    ExportScreen: ("x",),
    CopyScreen: ("ctrl+s",),
    CopiesOut: ("ctrl+s", "ctrl+l"),
    WhatChangedScreen: ("W",),
    KpiRecordsScreen: ("4", "E"),
    KpiEntryScreen: ("4", "i"),
    KpiPasteScreen: paste_figures,
    MeetingCloseScreen: ("6", "space", "space", "E"),
    MergeScreen: choose_copies,
    MergePreview: preview,
    ConflictScreen: ("exclamation_mark",),
    DecideScreen: ("exclamation_mark", "e"),
    NewBoardScreen: new_board,
    OfferScreen: offer,
    LeavingScreen: leaving,
    SignatureScreen: sign,
    PasswordScreen: give_password,
    TypedBeforeScreen: typed_before,
    ImportSource: ("I",),
    ImportTables: read_table,
    ImportQuestions: ask,
    Chooser: choose_answer,
    AnswerLine: type_answer,
    ImportPreview: look_at_import,
    ThemeScreen: ("t",),
    CommentScreen: ("3", "comma"),
    PassScreen: go_through,
    SentBackScreen: come_to_the_end,
    LeavingMeetingScreen: leave_meeting,
}
# There is nothing under it: Esc leaves the program, which test_first_sight.py looks at.
FIRST = {StartScreen}
# What several of them have in common is none itself.
SHARED = {ImportStep, SearchList}
# What becomes of a file while it is open: tests/ui/opening/test_trouble.py.
ELSEWHERE = {TroubleScreen}
# Where a word typed goes into a field, and Esc asks before it is thrown away, or does not.
TYPED = {
    RecordForm: True,
    LinkPicker: False,
    DeleteScreen: False,
    ExportScreen: False,
    CopyScreen: False,
    CopiesOut: False,
    KpiEntryScreen: True,
}
TYPED |= {
    CopiesOut: False,
    ImportSource: False,
    AnswerLine: False,
    MergeScreen: False,
    DecideScreen: True,
    NewBoardScreen: False,
    SignatureScreen: False,
    PasswordScreen: False,
    CommentScreen: True,
    PassScreen: True,
}


def board_for(dialog: type[Dialog[Any]], place: Path, small: Path) -> Path:
    if dialog in (ConflictScreen, DecideScreen):
        return merged(small)
    if dialog in (MergeScreen, MergePreview):
        two_copies(small)
        return small
    return make(place / "council.board")


def state(board: Path) -> tuple[list[Any], list[tuple[str, bytes]]]:
    """All that was ever written into a board, and the files beside it."""
    with BoardFile.open(board) as file:
        entries = list(file.history(limit=10_000))
    beside = [each for each in board.parent.rglob("*") if each.is_file() and not each.name.startswith(board.name)]
    return entries, [(each.name, each.read_bytes()) for each in sorted(beside)]


def hidden_keys(dialog: Screen[Any]) -> list[str]:
    """The lines of keys of a dialog that cannot be seen as a whole."""
    shown = [each for each in dialog.query(".hint").results(Static) if each.display]
    return [str(each.content) for each in shown if not dialog.find_widget(each).clip.contains_region(each.region)]


async def go(pilot: Pilot[Any], steps: Steps) -> None:
    if callable(steps):
        await steps(pilot)
    else:
        await press(pilot, *steps)


def dialogs(kind: type[Any] = Dialog) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from dialogs(each)


def test_every_dialog_is_among_those_tested() -> None:
    for module in pkgutil.walk_packages(boardtui.ui.__path__, "boardtui.ui."):
        importlib.import_module(module.name)
    ours = {each for each in dialogs() if each.__module__.startswith("boardtui.")}
    assert ours == set(WAYS) | FIRST | SHARED | ELSEWHERE


def classes_without_looks(dialog: Screen[Any]) -> set[str]:
    """The classes of its parts that no style sheet knows: what is called so would be seen as if it were not."""
    sheets = "".join(each.content for each in dialog.app.stylesheet.source.values())
    known = set(re.findall(r"\.(-?[a-z][\w-]*)", sheets))
    return {name for each in dialog.query("*") for name in each.classes if not name.startswith("-")} - known


@pytest.mark.parametrize("dialog", WAYS, ids=lambda dialog: dialog.__name__)
async def test_esc_leaves_it_for_what_was_there_before_and_nothing_is_written(
    path: Path, tmp_path: Path, dialog: type[Dialog[Any]]
) -> None:
    board = board_for(dialog, tmp_path, path)
    change_settings(lambda _settings: Settings(signature=CHAIR))
    app = BoardApp(board, clock=lambda: NOW)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await go(pilot, WAYS[dialog])
        assert isinstance(app.screen, dialog)
        assert not classes_without_looks(app.screen)
        for size in ((200, 60), (80, 24), (40, 15), (100, 30)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert hidden_keys(app.screen) == [], size
        depth, before = len(app.screen_stack), state(board)
        await press(pilot, "escape")
        assert not isinstance(app.screen, dialog)
        assert len(app.screen_stack) == depth - 1
        assert not app._exit
    assert state(board) == before


@pytest.mark.parametrize("dialog", TYPED, ids=lambda dialog: dialog.__name__)
async def test_what_was_typed_into_it_is_written_nowhere_when_it_is_left(
    path: Path, tmp_path: Path, dialog: type[Dialog[Any]]
) -> None:
    board = board_for(dialog, tmp_path, path)
    change_settings(lambda _settings: Settings(signature=CHAIR))
    app = BoardApp(board, clock=lambda: NOW)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await go(pilot, WAYS[dialog])
        if not isinstance(app.focused, (Input, TextArea)):
            next(iter([*app.screen.query(Input), *app.screen.query(TextArea)])).focus()
        depth, before = len(app.screen_stack), state(board)
        await write(pilot, "77 of mine")
        assert "77 of mine" in (app.focused.text if isinstance(app.focused, TextArea) else app.focused.value)  # type: ignore[union-attr]
        await press(pilot, "escape")
        if TYPED[dialog]:
            assert isinstance(app.screen, dialog), "it asks first"
            assert len(app.screen_stack) == depth
            await press(pilot, "escape")
        assert not isinstance(app.screen, dialog)
        assert len(app.screen_stack) == depth - 1
    assert state(board) == before


async def test_what_is_read_for_a_dialog_that_was_left_meanwhile_is_shown_nowhere(path: Path) -> None:
    change_settings(lambda _settings: Settings(signature=CHAIR))
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "W")
        dialog = app.screen
        assert isinstance(dialog, WhatChangedScreen) and dialog.still_open
        dialog.dismiss(None)
        assert not dialog.still_open, "from that moment on, though its parts go one after the other"
        for _ in range(5):
            for key in ("W", "escape"):
                app.post_message(events.Key(key, key if len(key) == 1 else None))
            await pilot.pause()
        await settle(pilot)
    assert app.failure is None


async def test_a_program_that_ends_has_left_its_dialog_before_the_parts_of_it_go(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings(lambda _settings: Settings(signature=CHAIR))
    app, open_at_the_end = BoardApp(path, clock=lambda: NOW), list[bool]()
    real = BoardApp._close_all

    async def close_all(self: BoardApp) -> None:
        assert isinstance(self.screen, WhatChangedScreen)
        open_at_the_end.append(self.screen.still_open)
        await real(self)

    monkeypatch.setattr(BoardApp, "_close_all", close_all)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await press(pilot, "W")
    assert open_at_the_end == [False]
