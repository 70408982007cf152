"""A working copy of a board in a synced folder: made once, never replaced, published back both ways."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.session import working_copy as module
from boardtui.session.surroundings import Noticed, origin_of, published_edition
from boardtui.session.working_copy import look_around, make_working_copy, publish, working_copy_of
from boardtui.settings.paths import Paths
from boardtui.store import file as opening
from boardtui.store.backup import backup_folder
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import MergeResult, merge
from boardtui.store.copies.receive import identity_of
from boardtui.store.copies.send import send_copy
from tests.store.conftest import CHAIR, add_action, elsewhere


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "here" / "working"


@pytest.fixture
def working(board_file: BoardFile, folder: Path) -> BoardFile:
    """A working copy of a board with one action."""
    add_action(board_file, "1.1", title="Coaching")
    return BoardFile.open(make_working_copy(board_file, folder))


def titles(file: BoardFile) -> dict[str, str]:
    return {action.ref: action.title for action in file.read().all(Action)}


def retitled(file: BoardFile, title: str) -> Change:
    return Change(file.read().all(Action)[0].id, "action", {"title": title})


def test_a_working_copy_has_everything_and_knows_what_it_is_a_copy_of(
    board_file: BoardFile, working: BoardFile
) -> None:
    assert titles(working) == {"1.1": "Coaching"}
    assert working.path.name == board_file.path.name
    assert working.path.parent.name == identity_of(board_file.path)[:12]
    assert origin_of(working.path) == board_file.path
    assert published_edition(working.path) == working.read().edition


def test_of_two_programs_that_make_one_at_once_both_work_in_it(
    board_file: BoardFile, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, others = send_copy, [make_working_copy]

    def meanwhile(*given: Any, **named: Any) -> Path:
        if others:
            others.pop()(board_file, folder)
        return send(*given, **named)

    monkeypatch.setattr(module, "send_copy", meanwhile)
    path = make_working_copy(board_file, folder)
    assert working_copy_of(board_file.path, folder) == path
    assert [each.name for each in folder.iterdir()] == [path.parent.name]


def test_a_board_that_is_no_working_copy_has_no_origin(board_file: BoardFile, folder: Path) -> None:
    assert origin_of(board_file.path) is None
    assert working_copy_of(board_file.path, folder) is None


def test_making_it_again_finds_the_one_that_was_edited(board_file: BoardFile, working: BoardFile, folder: Path) -> None:
    working.write([retitled(working, "Mine")], who=CHAIR)
    assert working_copy_of(board_file.path, folder) == working.path
    assert make_working_copy(board_file, folder) == working.path
    assert titles(working) == {"1.1": "Mine"}


def test_one_whose_note_was_lost_is_kept_and_counts_as_not_published(
    board_file: BoardFile, working: BoardFile, folder: Path
) -> None:
    working.write([retitled(working, "Mine")], who=CHAIR)
    working.path.with_name("plan.board.toml").unlink()
    assert make_working_copy(board_file, folder) == working.path
    assert titles(working) == {"1.1": "Mine"}
    assert published_edition(working.path) < working.read().edition


def test_boards_of_one_name_in_two_folders_have_two_working_copies(board_file: BoardFile, folder: Path) -> None:
    other = board_file.path.parent / "other" / "plan.board"
    other.parent.mkdir()
    with BoardFile.create(other, "Another", who="plan") as second:
        paths = {make_working_copy(board_file, folder), make_working_copy(second, folder)}
    assert len(paths) == 2
    third = board_file.path.parent / "third" / "plan.board"
    third.parent.mkdir()
    third.write_bytes(board_file.path.read_bytes())
    with BoardFile.open(third) as same:
        beside = make_working_copy(same, folder)
    assert beside.parent.name == f"{identity_of(third)[:12]}-2", "the same board in another place"


def test_another_board_in_the_place_of_the_origin_gets_nobody_elses_working_copy(
    board_file: BoardFile, working: BoardFile, folder: Path
) -> None:
    board_file.close()
    board_file.path.unlink()
    other = BoardFile.create(board_file.path, "Another", who="plan")
    with other, pytest.raises(BoardError, match="another board"):
        make_working_copy(other, folder)
    assert titles(working) == {"1.1": "Coaching"}


def test_it_is_found_while_the_origin_is_out_of_reach(board_file: BoardFile, working: BoardFile, folder: Path) -> None:
    board_file.close()
    board_file.path.rename(board_file.path.with_name("away"))
    assert working_copy_of(board_file.path, folder) == working.path


def test_an_origin_that_comes_back_under_another_path_has_the_same_working_copy(
    board_file: BoardFile, working: BoardFile, folder: Path
) -> None:
    working.write([retitled(working, "Mine")], who=CHAIR)
    published = published_edition(working.path)
    board_file.close()
    moved = board_file.path.parent / "P" / "plan.board"
    moved.parent.mkdir()
    board_file.path.rename(moved)
    assert working_copy_of(moved, folder) == working.path
    with BoardFile.open(moved) as opened:
        assert make_working_copy(opened, folder) == working.path
    assert (origin_of(working.path), published_edition(working.path)) == (moved, published)


def test_an_origin_that_was_renamed_has_the_same_working_copy(
    board_file: BoardFile, working: BoardFile, folder: Path
) -> None:
    board_file.close()
    renamed = board_file.path.rename(board_file.path.with_name("plan 2021.board"))
    assert working_copy_of(renamed, folder) == working.path


def test_a_copy_under_another_name_elsewhere_is_no_origin_while_the_drive_is_away(
    board_file: BoardFile, working: BoardFile, folder: Path
) -> None:
    board_file.close()
    copy = board_file.path.parent / "Downloads" / "plan for a lead.board"
    copy.parent.mkdir()
    board_file.path.rename(copy)
    assert working_copy_of(copy, folder) is None


def test_two_copies_of_one_board_that_are_both_within_reach_have_two_working_copies(
    board_file: BoardFile, working: BoardFile, folder: Path
) -> None:
    other = board_file.path.parent / "other" / "plan.board"
    other.parent.mkdir()
    other.write_bytes(board_file.path.read_bytes())
    assert working_copy_of(other, folder) is None
    with BoardFile.open(other) as second:
        assert make_working_copy(second, folder) != working.path


def test_one_that_an_older_version_made_is_found(board_file: BoardFile, working: BoardFile, folder: Path) -> None:
    working.close()
    older = folder / "0123456789ab"
    working.path.parent.rename(older)
    assert working_copy_of(board_file.path, folder) == older / "plan.board"


def test_publishing_brings_both_to_the_same_state(board_file: BoardFile, working: BoardFile) -> None:
    working.write([retitled(working, "Coaching for all")], who=CHAIR)
    add_action(board_file, "1.2", title="Audits")
    done = publish(working, board_file.path)
    both = {"1.1": "Coaching for all", "1.2": "Audits"}
    assert titles(working) == titles(board_file) == both
    assert (len(done.went_out.edits), len(done.came_in.edits) > 0) == (1, True)
    assert published_edition(working.path) == working.read().edition
    assert list(backup_folder(board_file.path).iterdir())


def test_publishing_again_has_nothing_new_and_writes_nothing(board_file: BoardFile, working: BoardFile) -> None:
    working.write([retitled(working, "Coaching for all")], who=CHAIR)
    publish(working, board_file.path)
    before = board_file.path.read_bytes()
    done = publish(working, board_file.path)
    assert (done.went_out.edits, done.came_in.edits) == ((), ())
    assert board_file.path.read_bytes() == before


def test_what_both_changed_is_to_be_decided_in_both(board_file: BoardFile, working: BoardFile) -> None:
    working.write([retitled(working, "Mine")], who=CHAIR)
    elsewhere(board_file, retitled(board_file, "Theirs"))
    done = publish(working, board_file.path)
    assert done.came_in.conflicts == 1
    assert len(open_conflicts(working)) == len(open_conflicts(board_file)) == 1


def test_an_origin_out_of_reach_loses_nothing(board_file: BoardFile, working: BoardFile) -> None:
    working.write([retitled(working, "Mine")], who=CHAIR)
    board_file.close()
    away = board_file.path.rename(board_file.path.with_name("away.board"))
    with pytest.raises(BoardError, match="not within reach"):
        publish(working, board_file.path)
    assert titles(working) == {"1.1": "Mine"}
    away.rename(board_file.path)
    publish(working, board_file.path)
    with BoardFile.open(board_file.path) as again:
        assert titles(again) == {"1.1": "Mine"}


def test_a_damaged_origin_is_refused_and_neither_is_written(board_file: BoardFile, working: BoardFile) -> None:
    working.write([retitled(working, "Mine")], who=CHAIR)
    board_file.close()
    board_file.path.write_bytes(board_file.path.read_bytes()[:9000])
    before = working.path.read_bytes()
    with pytest.raises(BoardError):
        publish(working, board_file.path)
    assert working.path.read_bytes() == before


def test_an_origin_that_may_only_be_read_or_cannot_be_written_is_refused_and_what_came_in_stays(
    board_file: BoardFile, working: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    working.write([retitled(working, "Mine")], who=CHAIR)
    add_action(board_file, "1.2", title="Audits")
    with monkeypatch.context() as locked:
        locked.setattr(opening, "is_writable", lambda _: False)
        with pytest.raises(BoardError, match="read-only"):
            publish(working, board_file.path)
    assert titles(working) == {"1.1": "Mine"}
    merged: list[Path] = []

    def full(file: BoardFile, planned: MergeResult) -> MergeResult:
        merged.append(file.path)
        if file.path == board_file.path:
            raise BoardError("The disk is full.")
        return merge(file, planned)

    with monkeypatch.context() as patch:
        patch.setattr(module, "merge", full)
        with pytest.raises(BoardError) as refused:
            publish(working, board_file.path)
    assert str(refused.value) == "plan.board could not be written, and your edits are safe here. The disk is full."
    assert merged == [working.path, board_file.path]
    assert (titles(working), titles(board_file)) == (
        {"1.1": "Mine", "1.2": "Audits"},
        {"1.1": "Coaching", "1.2": "Audits"},
    )
    publish(working, board_file.path)
    assert titles(board_file) == titles(working)


class TestLookingAround:
    """What is noticed around a board when it is opened."""

    def test_where_nothing_is_around_nothing_is_noticed(
        self, board_file: BoardFile, working: BoardFile, folder: Path
    ) -> None:
        assert look_around(board_file, None, (), folder) == Noticed(), "that there is a copy is of no use here"
        assert look_around(working, board_file.path, (), folder) == Noticed()
        assert look_around(working, board_file.path.with_name("away.board"), (), folder) == Noticed()

    def test_what_sync_programs_left_beside_it_and_beside_its_origin_is_noticed_where_it_has_something_new(
        self, board_file: BoardFile, working: BoardFile, folder: Path
    ) -> None:
        here, there = working.path, board_file.path
        left = ((here, "Lead"), (here, "Chair"), (here, "Office"), (there, "PSW"))
        news, none, bad, away = (
            beside.with_name(f"plan ({whose}'s conflicted copy 2021-02-03).board") for beside, whose in left
        )
        for each in (news, none, bad, away):
            each.write_bytes(here.read_bytes())
        with closing(sqlite3.connect(bad)) as tampered, tampered:
            tampered.execute("UPDATE edit SET who = 'Somebody else'")
        for each in (news, away):
            with BoardFile.open(each) as other:
                other.write([retitled(other, f"From {each.name}")], who="Lead")
        found = look_around(working, board_file.path, (), folder)
        assert (set(found.beside), found.new, found.waiting) == ({news, bad, away}, 2, 0)
        assert set(look_around(working, None, (), folder).beside) == {news, bad}

    def test_how_many_edits_wait_in_the_origin_of_a_working_copy_is_noticed(
        self, board_file: BoardFile, working: BoardFile, folder: Path
    ) -> None:
        add_action(board_file, "1.2", title="Audits")
        wait = board_file.read().edition - working.read().edition
        assert look_around(working, board_file.path, (), folder).waiting == wait > 0

    def test_a_synced_folder_is_named_unless_the_board_is_a_working_copy_or_is_worked_on_there_on_purpose(
        self, tmp_path: Path, folder: Path
    ) -> None:
        synced = tmp_path / "OneDrive - Council"
        synced.mkdir()
        with BoardFile.create(synced / "plan.board", "Plan", who="plan") as board:
            assert look_around(board, None, (), folder) == Noticed(service="OneDrive", local=False)
            assert look_around(board, None, (board.path,), folder) == Noticed()
            assert look_around(board, tmp_path / "gone.board", (), folder) == Noticed()
            make_working_copy(board, folder)
            assert look_around(board, None, (), folder) == Noticed(service="OneDrive", local=True)
            assert look_around(board, None, (board.path,), folder) == Noticed()


def test_the_folder_follows_the_configuration_of_a_test_or_a_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path))
    assert Paths.of_this_user().working == tmp_path / "working"
