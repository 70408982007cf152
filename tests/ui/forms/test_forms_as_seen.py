"""What a form looks like and says: its headings, what drops down in it, what it says where nothing is to be saved."""

from __future__ import annotations

from pathlib import Path

from boardtui.domain.records.kinds import KINDS
from boardtui.store.board_file import BoardFile
from boardtui.ui.app import BoardApp
from boardtui.ui.forms.field_row import room_beneath
from boardtui.ui.forms.form import WHY, RecordForm
from tests.ui.conftest import change, identity, lines, opened, press, seen, settle, toasts, write


async def test_fields_that_belong_together_stand_under_one_heading_and_end_with_a_rule(path: Path) -> None:
    async with opened(path, size=(90, 75)) as pilot:
        for kind, headings in (
            ("action", ["Status", "", "Dates", "Progress", "", ""]),
            ("kpi", ["Target", "", ""]),
            ("priority", [""]),
            ("board", ["Labels", "RAG key", "Rules", "", "Matrix", "Bands", "", ""]),
        ):
            board = pilot.app.board  # type: ignore[attr-defined]
            form = RecordForm(KINDS[kind], board.profile if kind == "board" else None)
            await pilot.app.push_screen(form)
            await settle(pilot)
            ruled = [line.strip("│ ") for line in lines(pilot) if "│ ──" in line]
            assert [line.strip("─ ") for line in ruled] == headings, kind
            grounds = [row.control.styles.background for row in form.rows[:4]]
            assert grounds[0] == grounds[2] != grounds[1] == grounds[3], "fields beside each other do not look like one"
            await press(pilot, "escape")


async def test_a_form_is_called_by_what_its_record_is_about(path: Path) -> None:
    with BoardFile.open(path) as file:
        asked = change("challenge", "c", item=identity("1.2"), text="Why so late?")
        file.write([asked, change("challenge", "free", text="Who?")], who="office")
    async with opened(path) as pilot:
        app = pilot.app
        assert isinstance(app, BoardApp)
        assert app.board is not None
        for name, title in (
            ("c", "Challenge about 1.2 Audits"),
            ("free", "Challenge “Who?”"),
            ("1.2", "Action 1.2 Audits"),
        ):
            record = app.board.find(identity(name))
            assert record is not None
            app.edit(record)
            await settle(pilot)
            assert any(line.strip("│┃ ") == title for line in lines(pilot)), title
            assert "shift+Tab ↑ previous" in seen(pilot)
            await press(pilot, "escape")


async def test_what_changes_nothing_is_said_to_change_nothing(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "e", "ctrl+s")
        assert not isinstance(pilot.app.screen, RecordForm), "nothing was typed, so nothing is to be said"
        await press(pilot, "e")
        form = pilot.app.screen
        assert isinstance(form, RecordForm)
        form.row(WHY).control.focus()
        await write(pilot, "for the record")
        assert "Reason for the change: for the history and the minutes; may stay empty" in seen(pilot)
        await press(pilot, "ctrl+s")
        assert "Nothing has been entered yet." in seen(pilot)
        form.row("lead").control.focus()
        await write(pilot, "  ")
        assert "Nothing has been entered yet." not in seen(pilot), "typing on takes the sentence back"
        await press(pilot, "ctrl+s")
        assert "Action 1.1: nothing changed, it says so already" in toasts(pilot)


def test_what_drops_down_leaves_the_lines_free_that_say_which_keys_work() -> None:
    for keys, height, free in (
        ([], 24, 3),
        ([23], 24, 3),
        ([21], 24, 3),
        ([20], 24, 4),
        ([23, 12], 24, 3),
        ([5], 40, 35),
    ):
        assert room_beneath(keys, height) == free, (keys, height)
