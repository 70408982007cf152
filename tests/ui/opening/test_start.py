"""Before a board is open: choosing one, making one, and the name to sign with."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static

from boardtui.domain.records.kinds import Action
from boardtui.domain.records.rag import Rag
from boardtui.exchange.plan_toml import write_plan
from boardtui.settings.settings import change_settings, load_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.send import send_copy
from boardtui.ui.app import BoardApp
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.opening.new_board import NewBoardScreen
from boardtui.ui.opening.start import SignatureScreen, StartScreen
from tests.ui.conftest import CHAIR, HOSTILE, NOW, change, on_disk, opened, press, seen, settle, values_of, write
from tests.ui.rest import until


def board_of(app: object) -> Path | None:
    assert isinstance(app, BoardApp)
    return app.file.path if app.file is not None else None


async def test_a_board_opened_lately_is_one_key_away(path: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone.board"
    async with opened(None) as pilot:
        change_settings(lambda settings: settings.with_board_opened(path).with_board_opened(gone))
        pilot.app.push_screen(StartScreen(load_settings()[0]), pilot.app.open)  # type: ignore[attr-defined]
        await settle(pilot)
        assert path.name in seen(pilot)
        assert gone.name not in seen(pilot), "what is no longer there is not offered"
        await press(pilot, "enter")
        assert board_of(pilot.app) == path


async def test_a_path_is_typed_after_tab(path: Path) -> None:
    async with opened(None) as pilot:
        await press(pilot, "tab")
        await write(pilot, str(path))
        await press(pilot, "enter")
        assert board_of(pilot.app) == path


async def test_a_path_without_its_ending_finds_the_board(path: Path) -> None:
    async with opened(None) as pilot:
        await press(pilot, "tab")
        await write(pilot, str(path.with_suffix("")))
        await press(pilot, "enter")
        assert board_of(pilot.app) == path


async def test_what_is_no_board_is_said_where_another_can_be_chosen(tmp_path: Path) -> None:
    wrong = tmp_path / f"{HOSTILE.replace('/', '')}.board"
    wrong.write_text("no board at all", encoding="utf-8")
    async with opened(None, size=(200, 30)) as pilot:
        await press(pilot, "tab")
        await write(pilot, str(wrong))
        await press(pilot, "enter")
        assert "is not a board" in " ".join(seen(pilot).replace("│", " ").split())  # however long the path is
        assert isinstance(pilot.app.screen, StartScreen)


async def test_a_new_name_offers_to_make_an_empty_board(tmp_path: Path) -> None:
    async with opened(None) as pilot:
        await press(pilot, "tab")
        await write(pilot, str(tmp_path / "new"))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, NewBoardScreen)
        await press(pilot, "tab")
        await write(pilot, f"Plan {HOSTILE}")
        await press(pilot, "enter")
        assert board_of(pilot.app) == tmp_path / "new.board"
    assert on_disk(tmp_path / "new.board").profile.title == f"Plan {HOSTILE}"


async def made(pilot: Pilot[None]) -> None:
    """Wait until the sample board is made and open, which takes longer than a screen takes to come to rest."""
    assert await until(pilot, lambda: board_of(pilot.app) is not None)
    await settle(pilot)


async def test_a_board_is_made_from_a_sample(tmp_path: Path) -> None:
    async with opened(None) as pilot:
        pilot.app.screen.query_one(OptionList).highlighted = 0
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, NewBoardScreen)
        await write(pilot, str(tmp_path / "mine.board"))
        pilot.app.screen.query_one("#begin", Select).value = "sample:improvement-plan"
        await press(pilot, "ctrl+s")
        await made(pilot)
        assert board_of(pilot.app) == tmp_path / "mine.board"
    assert len(on_disk(tmp_path / "mine.board").all(Action)) > 50


async def test_a_board_is_made_from_a_plan_file(path: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(write_plan(on_disk(path)), encoding="utf-8")
    async with opened(None) as pilot:
        pilot.app.push_screen(NewBoardScreen(str(tmp_path / "made.board")))
        await settle(pilot)
        assert "Plan file" not in seen(pilot)
        pilot.app.screen.query_one("#begin", Select).value = "plan"
        await settle(pilot)
        await press(pilot, "tab")
        await write(pilot, str(plan))
        await press(pilot, "ctrl+s")
    assert [action.ref for action in on_disk(tmp_path / "made.board").all(Action)] == ["1.1", "1.2", "2.1"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("plan.board", "exists already"), ("nowhere/x.board", "There is no folder"), ("", "Give the file a name")],
)
async def test_no_board_is_made_over_another_or_nowhere(path: Path, name: str, said: str) -> None:
    before = path.read_bytes()
    async with opened(None, size=(200, 30)) as pilot:
        pilot.app.push_screen(NewBoardScreen(str(path.parent / name) if name else ""))
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert said in seen(pilot)
        assert isinstance(pilot.app.screen, NewBoardScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StartScreen)
    assert path.read_bytes() == before


async def test_each_thing_a_board_can_begin_with_asks_for_what_it_needs_and_no_more(tmp_path: Path) -> None:
    async with opened(None, size=(120, 30)) as pilot:
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, StartScreen), "an empty line names nothing"
        for typed, said in (
            (str(tmp_path), "is a folder. Name the board in it."),
            ("~nobody-of-that-name/x", "That is no name for a file"),
        ):
            pilot.app.screen.query_one("#path", Input).value = typed
            await press(pilot, "enter")
            assert said in " ".join(seen(pilot).replace("│", " ").split())
        pilot.app.screen.query_one(OptionList).focus()
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, NewBoardScreen)
        path, begin, title = (screen.query_one(f"#{name}") for name in ("path", "begin", "title"))
        for words in ("such as plan.board", "may stay empty; ctrl+e changes it later"):
            assert words in seen(pilot)
        title.focus()
        await press(pilot, "enter")
        assert "Give the file a name, such as plan.board." in seen(pilot) and pilot.app.focused is path
        await write(pilot, "~nobody-of-that-name/x")
        assert "Give the file a name" not in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "That is no name for a file. Type another." in seen(pilot)
        path.value = str(tmp_path / "made")  # type: ignore[attr-defined]
        assert isinstance(begin, Select)
        for choice, asked, not_asked in (("plan", "Plan file", "Spreadsheet"), ("sheet", "Spreadsheet", "Plan file")):
            begin.value = choice
            await settle(pilot)
            labels = [str(row.query_one(".label", Static).visual) for row in screen.query(FieldRow) if row.display]
            assert asked in labels and not_asked not in labels
            if choice == "plan":
                await press(pilot, "ctrl+s")
                assert "Give the plan file to begin with, such as plan.toml." in seen(pilot)
                assert screen.is_current
            else:
                assert "may stay empty: then the files that lie about are offered" in seen(pilot)
        begin.value = "empty"
        path.focus()
        await press(pilot, "enter")
        assert pilot.app.focused is begin
        title.focus()
        await press(pilot, "enter")
        assert board_of(pilot.app) == tmp_path / "made.board"
    assert on_disk(tmp_path / "made.board").profile.title == "made"


async def test_the_demo_is_a_throw_away_copy() -> None:
    async with opened(None) as pilot:
        pilot.app.screen.query_one(OptionList).highlighted = 2
        await press(pilot, "enter")
        await made(pilot)
        assert "throw-away copy" in seen(pilot)


async def test_the_signature_is_asked_once_and_kept(path: Path) -> None:
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SignatureScreen)
        await press(pilot, "enter")
        assert "A name is needed" in seen(pilot)
        await write(pilot, CHAIR)
        await press(pilot, "enter")
        assert not isinstance(app.screen, SignatureScreen)
        assert app.item_screen is not None and app.item_screen.id == "overview", "no item waits for who signed"
    assert load_settings()[0].signature == CHAIR


async def test_who_signs_as_a_lead_goes_on_to_what_is_theirs(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", "1.1", lead="Head of Service")], who="office")
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=(120, 24)) as pilot:
        await settle(pilot)
        await write(pilot, "x" * 500)
        await press(pilot, "enter")
        assert "characters: shorten it." in seen(pilot)
        app.screen.query_one(Input).value = "Head of Service"
        await press(pilot, "enter")
        assert app.item_screen is not None and app.item_screen.id == "mine"


async def test_who_only_looks_needs_no_name_and_the_first_edit_asks_again(path: Path) -> None:
    app = BoardApp(path, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Esc only look" in seen(pilot)
        await press(pilot, "escape", "3", "r")
        assert isinstance(app.screen, SignatureScreen)
        assert values_of(path, "1.1", "rag") == {"rag": Rag.GREEN}, "nothing is written without a name"
        await write(pilot, CHAIR)
        await press(pilot, "enter", "r")
        assert "1.1 R ✖ why?" in seen(pilot)
    assert values_of(path, "1.1", "rag") == {"rag": Rag.RED}
    assert load_settings()[0].signature == CHAIR


async def test_a_copy_offers_the_name_of_whom_it_was_made_for(path: Path) -> None:
    with BoardFile.open(path) as file:
        copy = send_copy(file, path.with_name("lead.board"), lead="Head of Service")
    app = BoardApp(copy, clock=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SignatureScreen)
        assert "Head of Service" in seen(pilot)
        await press(pilot, "enter")
        assert not isinstance(app.screen, SignatureScreen)
    assert load_settings()[0].signature == "Head of Service"
