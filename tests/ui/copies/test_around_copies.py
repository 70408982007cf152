"""What is said around copies: where each lies, what a sync program left, what a file will be called."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from boardtui.domain.copies import CopyOut, CopyState
from boardtui.session.copies.copy_lines import CopyLine
from boardtui.session.surroundings import Noticed
from boardtui.settings.settings import load_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.nearby import StatedCopy
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import send_copy
from boardtui.ui.copies.merge import MergeScreen, Offered
from boardtui.ui.copies.send import CopiesOut, CopyScreen, holds_copies
from boardtui.ui.copies.working_copy import OfferScreen
from boardtui.ui.shared.text import Piece
from boardtui.ui.table.table_columns import lay_out
from tests.ui.conftest import change, opened, press, seen, settle, toasts


def words(pilot: Pilot[Any]) -> str:
    """What is seen, as running text."""
    return " ".join(seen(pilot).replace("│", " ").split())


def listed(pilot: Pilot[Any]) -> list[str]:
    """The copies in the list, with a cross before those that are ticked."""
    screen = pilot.app.screen
    assert isinstance(screen, MergeScreen)
    items = [row.item for row in screen.table._rows if row.key]
    return [f"{'x ' if each.path in screen.ticked else ''}{each.path.name}" for each in items]


async def test_copies_are_told_by_where_they_lie_ticked_together_and_moved_once_they_are_merged(path: Path) -> None:
    with BoardFile.open(path) as board:
        names = ("a", "b", "c", "d")
        copies = [
            send_copy(board, path.with_name(f"{name}.board"), lead=name, sending=Sending("office")) for name in names
        ]
        for copy, name in zip(copies, names, strict=True):
            with BoardFile.open(copy) as edited:
                edited.write([change("action", "1.1", title=f"By {name}")], who=name)
        merge(board, copies[:2], who="office")
    for older, copy in enumerate(copies):  # the newest stand first
        os.utime(copy, (1_600_000_000 - older, 1_600_000_000 - older))
    inbox = path.parent / "inbox"
    inbox.mkdir()
    shutil.copyfile(copies[3], inbox / "e.board")
    bad = path.with_name("bad.board")
    bad.write_bytes(b"no board at all")
    async with opened(path) as pilot:
        pilot.app.push_screen(MergeScreen([bad]))
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, MergeScreen)
        columns = screen.columns()
        where = [columns[-1].cell(Offered(each, "")) for each in (path, inbox / "e.board", Path("/x/in/e.board"))]
        assert where == ["beside the board", "inbox", "…/in"]
        assert columns[-1].cell(Offered(Path.home() / "Downloads" / "e.board", "")) == "Downloads"
        new = [
            columns[2].cell(Offered(bad, "", said)) for said in (None, StatedCopy(new=2), StatedCopy(readable=False))
        ]
        assert new == [
            [Piece("", "muted")],
            [Piece("2 edits")],
            [Piece("no copy of this board", "warning")],
        ]
        narrow, wide = (dict(lay_out(columns, [], width)) for width in (99, 100))
        assert (list(narrow), narrow[2]) == ([0, 1, 2], 26)
        assert (list(wide), wide[3]) == ([0, 1, 2, 3, 4], 16)
        assert wide[0] > wide[1] == wide[4]

        assert listed(pilot)[0] == "x bad.board" and listed(pilot)[-2:] == ["a.board", "b.board"]
        assert [row.heading for row in screen.table._rows][3:4] == [
            "Merged already · they can go into a folder called merged"
        ]
        assert screen.table.region.height == 5 + 2, "all copies, and two headings"
        await press(pilot, "ctrl+a")
        assert listed(pilot) == ["x bad.board", *[f"x {name}.board" for name in "cd"], "a.board", "b.board"]
        await press(pilot, "ctrl+a")
        assert [each for each in listed(pilot) if each.startswith("x")] == ["x bad.board"]
        await write_path(pilot, str(inbox))
        assert listed(pilot)[0] == "x e.board" and screen.table.key == str(inbox / "e.board")
        assert screen.table.has_focus and screen.query_one("#path", Input).value == ""
        # Only those that are ticked are moved, where some are.
        await press(pilot, "end", "up", "space", "ctrl+o")
        assert "Moved 1 copy into" in toasts(pilot)
        assert "a.board" not in listed(pilot) and "b.board" in listed(pilot)
        assert not copies[0].exists() and copies[1].is_file()
        assert [each.name for each in screen.ticked] == ["bad.board", "e.board"]
        await press(pilot, "ctrl+o")
        assert "b.board" not in listed(pilot) and not copies[1].exists()
        assert (path.parent / "merged" / "b.board").is_file() and copies[2].is_file()
        assert "Merged already" not in words(pilot)
        await press(pilot, "ctrl+o")
        assert "None of these copies is merged yet." in words(pilot)
        await press(pilot, *"zzz", "enter", "ctrl+a")
        assert "None of those listed has anything new." in words(pilot)
        await write_path(pilot, f"{path.with_name('c.board')} nowhere.board")
        assert "There is no file" in words(pilot)
        # An address or a path that was typed is not thrown away by going on to the preview.
        screen.query_one("#path", Input).value = str(copies[3])
        screen.table.focus()
        await press(pilot, "space", "enter")
        assert "1 copy refused" in words(pilot)
        await press(pilot, "escape")
        assert "x d.board" in listed(pilot) and screen.query_one("#path", Input).value == ""
        assert screen.query_one("#search", Input).value == "", "what was added is in sight"


async def write_path(pilot: Pilot[Any], text: str) -> None:
    """Name a copy in the line for one."""
    line = pilot.app.screen.query_one("#path", Input)
    line.value = text
    line.focus()
    await press(pilot, "enter")


async def test_what_was_noticed_around_a_board_is_offered_with_the_keys_for_it_and_no_others(path: Path) -> None:
    left = [Path(f"plan ({number}).board") for number in range(1, 8)]
    async with opened(path, size=(110, 30)) as pilot:
        for noticed, there, not_there, keys in (
            (
                Noticed(beside=tuple(left), new=3),
                "Other copies lie beside this board A sync program left copies of this board beside it, with 3 edits "
                "not in it: plan (1).board plan (2).board plan (3).board plan (4).board plan (5).board and 2 more",
                ("plan (6).board", "in conflict copies"),
                "m look at them Esc not now",
            ),
            (
                Noticed(service="Nextcloud", beside=tuple(left[:5]), new=1),
                "This board lies in a folder that Nextcloud keeps in step A sync program left copies of this board "
                "beside it, with 1 edit not in it: plan (1).board",
                ("more",),
                "m look at them l work locally k stay here Esc not now",
            ),
            (
                Noticed(service="a network folder"),
                "This board lies in a network folder Several people",
                ("A sync program", "keeps in step"),
                "l work locally k stay here Esc not now",
            ),
        ):
            screen = OfferScreen(noticed)
            pilot.app.push_screen(screen)
            await settle(pilot)
            assert there in words(pilot)
            assert not [each for each in not_there if each in words(pilot)]
            assert " ".join(str(screen.query_one(".hint", Static).visual).split()) == keys
            await press(pilot, *[key for key in "mlk" if f" {key} " not in f" {keys}"])
            assert screen.is_current, "what is not offered does nothing"
            await press(pilot, "escape")
        pilot.app.push_screen(OfferScreen(Noticed(service="Nextcloud")))
        await press(pilot, "k")
        assert load_settings()[0].edited_in_place == (path,)


async def test_the_file_of_a_copy_is_named_for_the_lead_until_somebody_has_typed_a_name(path: Path) -> None:
    with BoardFile.open(path) as board:
        board.write([change("action", "1.1", lead="Worker"), change("action", "1.2", lead="Worker")], who="office")
    (path.parent / "there").mkdir()
    async with opened(path, size=(120, 30)) as pilot:
        await press(pilot, "ctrl+s")
        screen = pilot.app.screen
        assert isinstance(screen, CopyScreen)
        line, lead = screen.query_one("#path", Input), screen.query_one(Select)
        assert "= plan copy.board, beside the board" in words(pilot)
        assert [str(label) for label, _ in lead._options] == ["nobody in particular", "Worker, 3 items"]
        lead.value = "Worker"
        await settle(pilot)
        assert line.value == str(path.with_name("plan for Worker.board"))
        line.value = "there/mine.board"
        await settle(pilot)
        assert "= mine.board" in words(pilot) and "beside the board" not in words(pilot)
        lead.value = ""
        await settle(pilot)
        assert line.value == "there/mine.board"
        line.value = ""
        await settle(pilot)
        assert "= " not in words(pilot)
        line.value = "postgresql://host/db?board=plan"
        await settle(pilot)
        assert "= " not in words(pilot)
        # A folder that is there is meant as one.
        lead.value, line.value = "Worker", "there"
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert f"Wrote {path.parent / 'there' / 'plan for Worker.board'}" in toasts(pilot)
        # What was said of one name no longer holds of another, nor of the same one later.
        await press(pilot, "ctrl+s")
        screen = pilot.app.screen
        for name in ("there/plan for Worker.board", "other.board", "there/plan for Worker.board"):
            screen.query_one("#path", Input).value = name
            await settle(pilot)
            if name != "other.board":
                await press(pilot, "ctrl+s")
            wrong = str(screen.query_one("#wrong", Static).visual)
            asked = f"{path.parent / name} exists already. Enter again replaces it; or choose another name."
            assert wrong == ("" if name == "other.board" else asked)
        await press(pilot, "ctrl+l")
        assert isinstance(pilot.app.screen, CopiesOut)
        await press(pilot, *"work", "enter")
        assert "makes the copies of all who are ticked" not in words(pilot), "Enter in the search goes to the list"
        await press(pilot, "space")
        pilot.app.screen.query_one("#folder", Input).value = ""
        await press(pilot, "ctrl+s")
        assert "Say which folder the copies go into." in words(pilot)
        pilot.app.screen.query_one("#folder", Input).value = "a\0b"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, CopiesOut)


def test_who_has_a_copy_is_told_in_columns_and_a_folder_holds_copies_only_where_there_are_boards(
    tmp_path: Path,
) -> None:
    columns = CopiesOut().columns()
    narrow, wide = (dict(lay_out(columns, [], width)) for width in (89, 90))
    assert (list(narrow), narrow[1]) == ([0, 1, 3], 27)
    assert (list(wide), wide[2]) == ([0, 1, 2, 3], 10)
    copy = CopyOut("1", "Head", "a.board", "2021-03-02T10:00:00Z", "office", None)
    late, sent = (CopyLine("Head", 1, copy, standing) for standing in (CopyState.LATE, CopyState.OUT))
    assert [each.cell(late) for each in columns][1] == [Piece(late.stands, "warning")]
    assert [each.cell(sent) for each in columns] == ["Head", [Piece(sent.stands)], "02/03/2021", sent.did]
    assert not holds_copies(tmp_path / "none")
    (tmp_path / "letter.md").touch()
    assert not holds_copies(tmp_path)
    (tmp_path / "a.board").touch()
    assert holds_copies(tmp_path)
