"""Exporting from the screen: the bytes of the command line, and no file lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, Select

from boardtui.cli import main
from boardtui.session.export import Format, document
from boardtui.store.board_file import BoardFile
from boardtui.ui.forms.field_row import FieldRow
from boardtui.ui.plan.export import ExportScreen
from tests.ui.conftest import change, identity, on_disk, opened, press, seen, settle, toasts, write

# From the name of the file back over both questions that have a tick.
WHOLE_PLAN_FOR_PUBLICATION = ("shift+tab", "space", "shift+tab", "shift+tab", "space")


def closed_meetings(path: Path) -> None:
    moments = iter(datetime(2021, 1, 19, 9, 0, tzinfo=UTC) + timedelta(days=n) for n in range(9))
    with BoardFile.open(path, clock=lambda: next(moments)) as file:
        for name, date, rag in (("m1", "2021-01-19", "amber"), ("m2", "2021-02-16", "red")):
            file.write([change("meeting", name, date=date)], who="office")
            file.close_meeting(identity(name), who="office", freeze=lambda _board: ("", ""))
            file.write([change("action", "1.1", rag=rag)], who="office")


def of_the_command_line(path: Path, out: Path, *arguments: str) -> bytes:
    with pytest.raises(SystemExit) as ended:
        main(["export", str(path), "-o", str(out), *arguments])
    assert ended.value.code in (0, None)
    return out.read_bytes()


# A CSV file holds one kind of record, which the screen does not ask for.
@pytest.mark.parametrize("form", [each for each in Format if each is not Format.CSV])
async def test_the_bytes_are_those_of_the_command_line(path: Path, tmp_path: Path, form: Format) -> None:
    closed_meetings(path)
    async with opened(path) as pilot:
        await press(pilot, "x")
        pilot.app.screen.query_one("#format", Select).value = form.value
        await settle(pilot)
        await press(pilot, "ctrl+s")
        written = path.with_suffix(form.suffix)
        assert f"Wrote {written}" in toasts(pilot)
    assert written.read_bytes() == of_the_command_line(path, tmp_path / "other", "--to", form.value)


async def test_an_earlier_meeting_can_be_compared_with(path: Path, tmp_path: Path) -> None:
    closed_meetings(path)
    async with opened(path) as pilot:
        await press(pilot, "x")
        assert "the meeting of 16/02/2021, the last one" in seen(pilot)
        pilot.app.screen.query_one("#since", Select).value = identity("m1")
        await press(pilot, "ctrl+s")
    written = path.with_suffix(".md").read_bytes()
    assert written == of_the_command_line(path, tmp_path / "a.md", "--since", "2021-01-19")
    assert written != of_the_command_line(path, tmp_path / "b.md")


async def test_the_published_form_hides_what_the_command_line_hides(path: Path, tmp_path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write(
            [
                change("kpi", "k2.1", unit="count"),
                change("reading", "r", kpi=identity("k2.1"), period="2021-01", value="3"),
            ],
            who="office",
        )
    async with opened(path) as pilot:
        await press(pilot, "x", *WHOLE_PLAN_FOR_PUBLICATION)
        assert "[x]" in seen(pilot)
        await press(pilot, "ctrl+s")
    written = path.with_suffix(".md").read_bytes()
    assert written == of_the_command_line(path, tmp_path / "a.md", "--public", "--full")
    assert written != of_the_command_line(path, tmp_path / "b.md", "--full")


async def published(path: Path, *figures: str) -> None:
    """Give the board a count with these figures, month by month."""
    with BoardFile.open(path) as file:
        made = [
            change(
                "reading", f"month {n}", kpi=identity("k2.1"), period=f"{2019 + n // 12}-{n % 12 + 1:02d}", value=value
            )
            for n, value in enumerate(figures)
        ]
        file.write([change("kpi", "k2.1", unit="count"), *made], who="office")


async def test_what_was_hidden_is_listed_until_it_is_left(path: Path) -> None:
    await published(path, *["3", "4"] * 3)
    with BoardFile.open(path) as file:
        for n in range(1, 4):
            made = [
                change("reading", f"{n} in {month}", kpi=identity(f"k9.{n}"), period=f"2019-0{month}", value="3")
                for month in range(1, 7)
            ]
            file.write([change("kpi", f"k9.{n}", ref=f"9.{n}", title=f"Measure {n}", unit="count")], who="office")
            file.write(made, who="office")
    async with opened(path) as pilot:
        await press(pilot, "x", *WHOLE_PLAN_FOR_PUBLICATION, "ctrl+s")
        assert "Wrote plan.md for publication" in seen(pilot)
        assert "Hidden: KPI 2.1, Jan 19, value: a count of 1 to 5." in seen(pilot)
        assert "For publication" not in seen(pilot), "the questions have been answered"
        assert "ctrl+s write" not in seen(pilot)
        assert "KPI 9.3, Jun 19" not in seen(pilot), "the list is longer than its room"
        await press(pilot, "ctrl+s", "end")
        await pilot.wait_for_animation()
        assert "Hidden: KPI 9.3, Jun 19, value: a count of 1 to 5." in seen(pilot)
        assert path.with_suffix(".md").exists()
        assert not path.with_name("plan-2.md").exists()
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ExportScreen)


async def test_that_nothing_was_hidden_is_a_message(path: Path) -> None:
    await published(path, "300")
    async with opened(path) as pilot:
        await press(pilot, "x", *WHOLE_PLAN_FOR_PUBLICATION, "ctrl+s")
        assert not isinstance(pilot.app.screen, ExportScreen)
        said = "No figure had to be hidden. Words are published as they are. Read the document before it goes out."
        assert said in toasts(pilot)


async def test_what_is_to_be_read_is_listed_even_where_nothing_was_hidden(path: Path) -> None:
    await published(path, "300")
    with BoardFile.open(path) as file:
        file.write([change("milestone", "placed", title="2 children placed")], who="office")
    async with opened(path) as pilot:
        await press(pilot, "x", *WHOLE_PLAN_FOR_PUBLICATION, "ctrl+s")
        assert "No figure had to be hidden." in seen(pilot)
        assert "above all: Milestone “2 children placed”." in " ".join(seen(pilot).split())


async def test_an_export_for_the_board_says_nothing_of_hiding(path: Path) -> None:
    await published(path, "3", "4")
    async with opened(path) as pilot:
        await press(pilot, "x", "ctrl+s")
        assert not isinstance(pilot.app.screen, ExportScreen)
        assert "idden" not in toasts(pilot)


async def test_a_file_that_is_there_is_not_offered_and_replaced_only_when_said_twice(path: Path) -> None:
    taken = path.with_suffix(".md")
    taken.write_text("mine", encoding="utf-8")
    async with opened(path) as pilot:
        await press(pilot, "x")
        line = pilot.app.screen.query_one("#path", Input)
        assert line.value == str(path.with_name("plan-2.md"))
        await press(pilot, "ctrl+u")
        await write(pilot, "plan.md")
        await press(pilot, "enter")
        assert "plan.md exists already. Enter again replaces it" in seen(pilot)
        assert taken.read_text(encoding="utf-8") == "mine"
        await press(pilot, "x", "backspace")
        assert "exists already" not in seen(pilot)
        await press(pilot, "enter")
        assert taken.read_text(encoding="utf-8") == "mine", "typing on takes the consent back"
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, ExportScreen)
    assert taken.read_text(encoding="utf-8") == document(on_disk(path), Format.MARKDOWN)


PLACES = {
    "plan.board": "is the board itself",
    "nowhere/plan.md": "There is no folder",
    "..": "is a folder",
    "": "Give the file a name.",
    "a\0b": "no name for a file",
    "plan.xls": "No export is written as .xls.",
    "plan.xlsx": "A file that ends in .xlsx is to be a workbook.",
    "plan.docx": "A file that ends in .docx is to be a Word document.",
    "plan.csv": "A file that ends in .csv holds one kind of record",
}


async def test_a_place_that_cannot_be_is_refused_and_stays_on_the_screen(path: Path) -> None:
    before = path.read_bytes()
    async with opened(path, size=(200, 40)) as pilot:
        await press(pilot, "x")
        for typed, said in PLACES.items():
            pilot.app.screen.query_one("#path", Input).value = typed
            await settle(pilot)
            assert said not in seen(pilot), typed
            await press(pilot, "enter")
            assert said in seen(pilot), typed
            assert isinstance(pilot.app.screen, ExportScreen)
    assert path.read_bytes() == before


async def test_only_papers_ask_what_moved_and_for_publication(path: Path) -> None:
    async with opened(path) as pilot:
        await press(pilot, "x")
        screen = pilot.app.screen
        asked = ("The whole plan", "two pages", "What moved since", "For publication", "small counts and open")
        assert all(each in seen(pilot) for each in (*asked, "no meeting was closed yet"))
        screen.query_one("#format", Select).value = "toml"
        await settle(pilot)
        assert not any(each in seen(pilot) for each in asked)
        assert screen.query_one("#row-path", FieldRow).text == str(path.with_suffix(".toml"))
        line = screen.query_one("#path", Input)
        for form, what in (("docx", "a Word document"), ("xlsx", "a workbook")):
            screen.query_one("#format", Select).value = form
            line.value = "plan.md"
            await settle(pilot)
            line.focus()
            await press(pilot, "enter")
            assert f"Let the name of {what} end in .{form}." in seen(pilot)
        screen.query_one("#format", Select).value = "toml"
        await settle(pilot)
        assert line.value == "plan.md", "a name that somebody has typed stays"
        assert "Let the name" not in seen(pilot)
        await press(pilot, "escape")
    assert not path.with_suffix(".toml").exists()
