"""The history on the screen: who, when, from, to, why."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from boardtui.domain.dates.dates import local_time
from boardtui.domain.records.edits import Change
from boardtui.session.history_lines import history_lines
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.ui.history import HistoryScreen
from tests.ui.conftest import CHAIR, HOSTILE, change, identity, lines, on_disk, opened, press, seen, toasts

LONG = "A long text. " * 30 + "Its end."


def edited(path: Path) -> None:
    moments = iter(datetime(2021, 3, 1, 9, 0, tzinfo=UTC) + timedelta(minutes=n) for n in range(9))
    with BoardFile.open(path, clock=lambda: next(moments)) as file:
        file.write([change("action", "1.2", rag="amber", due="2021-04-30")], who="Lead", why=f"ill {HOSTILE}")
        file.write([change("action", "1.2", commentary=LONG)], who=CHAIR)
        file.undo(who=CHAIR)


async def test_an_items_history_is_newest_first_with_from_to_and_why(path: Path) -> None:
    edited(path)
    async with opened(path, size=(160, 40)) as pilot:
        await press(pilot, "j", "h")
        text = lines(pilot)
        assert "History of action 1.2 Audits · 4 changes" in text[1]
        rows = [line for line in text if "/20" in line][:4]
        assert "01/03/2021 09:02" in rows[0]
        assert "undoes an earlier change" in rows[0]
        assert "01/03/2021 09:01" in rows[1]
        assert CHAIR in rows[1]
        assert "01/03/2021 09:00" in rows[2]
        assert "Lead                       RAG: A ▲ Amber; Due: 31/03/2021 → 30/04/2021  " in rows[2]
        assert f"ill {HOSTILE}" in rows[2]
        assert "added" in rows[3]


async def test_the_change_under_the_cursor_is_shown_whole_and_enter_gives_it_the_screen(path: Path) -> None:
    edited(path)
    async with opened(path) as pilot:
        await press(pilot, "j", "h", "j", "enter")
        assert "When" not in seen(pilot)
        assert "Its end." in seen(pilot)
        assert "Commentary" in seen(pilot)
        await press(pilot, "escape")
        assert "When" in seen(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, HistoryScreen)


async def test_the_boards_history_names_items_also_deleted_ones_and_says_where_it_is_not_all_of_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with BoardFile.open(path) as file:
        file.write([Change(identity("1.1"), "action", delete=True)], who=CHAIR, why="entered twice")
    async with opened(path, size=(160, 40)) as pilot:
        await press(pilot, "H")
        text = seen(pilot)
        assert "History of the board" in text
        row = next(line for line in lines(pilot) if "entered twice" in line)
        assert "Action 1.1 (deleted)" in row
        assert " deleted" in row
        assert "the newest" not in seen(pilot) and "– " in lines(pilot)[5], "no reason was given for the others"
        monkeypatch.setattr("boardtui.ui.history.NEWEST", 2)
        await press(pilot, "escape", "H")
        assert "2 changes · 1 yours to take back · the newest 2 edits; all of them: boardtui log" in lines(pilot)[1]


async def test_what_came_in_with_a_copy_is_marked(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.board"
    copyfile(path, copy)
    with BoardFile.open(copy) as file:
        file.write([change("action", "1.2", lead="Head of Service")], who="Lead")
    with BoardFile.open(path) as file:
        merge(file, [copy])
    async with opened(path, size=(160, 40)) as pilot:
        await press(pilot, "j", "h")
        assert "came in with a copy" in next(line for line in lines(pilot) if "Head of Service" in line)


async def test_what_changed_goes_through_the_meetings_and_its_end_never_comes_before_its_beginning(path: Path) -> None:
    moments = iter(datetime(2021, 1, 19, 9, 0, tzinfo=UTC) + timedelta(days=n) for n in range(20))
    with BoardFile.open(path, clock=lambda: next(moments)) as file:
        for day, title in (("19/01/2021", "First"), ("02/02/2021", "Second"), ("16/02/2021", "Third")):
            file.write([change("action", "1.2", title=title)], who="office")
            file.write([change("meeting", day, date=day)], who="office")
            file.close_meeting(identity(day), who="office", freeze=lambda _board: ("", ""))
        file.write([change("action", "1.2", title="Now")], who="office")

    async with opened(path) as pilot:

        async def told(key: str) -> str:
            await press(pilot, key)
            time = next(line for line in lines(pilot) if "From the meeting of" in line)
            return (
                time.strip("│┃▌▐ ")
                .removeprefix("From the meeting of ")
                .replace("the meeting of ", "")
                .removesuffix(" (02/03/2021)")
            )

        last, second, first = "16/02/2021", "02/02/2021", "19/01/2021"
        for key, time in (
            ("W", f"{last} to now"),
            ("n", f"{last} to now"),
            ("s", f"{second} to now"),
            ("n", f"{second} to {last}"),
            ("n", f"{second} to now"),
            ("s", f"{first} to now"),
            ("n", f"{first} to {last}"),
            ("n", f"{first} to {second}"),
        ):
            assert await told(key) == time
            assert ("It begins at the last meeting, so it ends now." in toasts(pilot)) is (key != "W")
        await press(pilot, "x")
        assert await told("n") == f"{first} to now"
        assert await told("n") == f"{first} to {last}"
        assert await told("s") == f"{last} to now"
        assert await told("s") == f"{second} to now"
        assert await told("n") == f"{second} to {last}"
        assert await told("s") == f"{first} to {last}"
    written = path.with_name("plan-changes-since-2021-01-19.md").read_text(encoding="utf-8")
    assert "First" in written and "Second" in written and "Third" not in written


def test_what_is_done_at_once_to_one_record_is_one_line(path: Path) -> None:
    edited(path)
    with BoardFile.open(path) as file:
        entries, born = file.history(identity("1.2")), file.first_edits([identity("1.2")])
    found = history_lines(on_disk(path), entries, born)
    assert len(entries) > len(found) == 4
    assert [each.label for each in found[2].fields] == ["RAG", "Due"]


def test_links_are_called_by_what_they_link_to(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([change("action", "1.2", links=[identity("r6")], ambition=identity("a2"))], who="Lead")
        entries = file.history(identity("1.2"), limit=2)
    words = history_lines(on_disk(path), entries, {})[0].words
    assert f"Ambition: 1 Leaders {HOSTILE} → 2 Practice" in words
    assert "Linked to: risk CIP06 Agency cover" in words


@pytest.mark.parametrize(
    ("kept", "shown"),
    [("2021-03-31T22:30:00Z", "31/03/2021 22:30"), ("", "no time"), ("yesterday", "yesterday")],
)
def test_times_are_local_and_day_first(kept: str, shown: str) -> None:
    assert local_time(kept) == shown
