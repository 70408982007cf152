"""A copy that is sent out is complete, closed and verified, and never lands on a file that somebody has there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.session.working_copy import make_working_copy
from boardtui.store import backup
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from boardtui.store.copies.send import copy_name, copy_names, send_copy
from boardtui.store.soundness import examine
from tests.store.conftest import CHAIR, add_action, new_id, rebuild


def test_a_copy_holds_all_of_the_board_and_nothing_lies_beside_it(board_file: BoardFile, tmp_path: Path) -> None:
    add_action(board_file, "1.1", title="Audit [SEND] | it")
    folder = tmp_path / "out"
    folder.mkdir()
    target = send_copy(board_file, folder / "lead.board")
    assert list(folder.iterdir()) == [target]
    with BoardFile.open(target) as opened:
        assert opened.read() == board_file.read()
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_a_lead_does_in_a_sent_copy_comes_back(board_file: BoardFile, tmp_path: Path) -> None:
    target = send_copy(board_file, tmp_path / "lead.board")
    with BoardFile.open(target) as lead:
        lead.write([Change(new_id(), "action", {"title": "New"})], who="Lead")
    merge(board_file, [target])
    assert [action.title for action in board_file.read().all(Action)] == ["New"]


def test_a_copy_in_a_folder_is_named_for_whom_it_is(board_file: BoardFile, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert send_copy(board_file, folder, lead="Head of Service").name == "plan for Head of Service.board"
    assert send_copy(board_file, folder).name == "plan copy.board"


def test_what_a_lead_does_in_a_copy_while_it_is_replaced_is_not_lost(
    board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, copy_database = send_copy(board_file, tmp_path / "lead.board"), backup.copy_database

    def copy_meanwhile(*given: Path) -> None:
        copy_database(*given)
        with BoardFile.open(target) as lead:
            lead.write([Change(new_id(), "action", {"title": "New"})], who="Lead")

    monkeypatch.setattr(backup, "copy_database", copy_meanwhile)
    with pytest.raises(BoardError, match="was not replaced: it holds 1 edit by Lead"):
        send_copy(board_file, target, overwrite=True)
    with BoardFile.open(target) as lead:
        assert [action.title for action in lead.read().all(Action)] == ["New"]


def test_the_copy_of_somebody_else_that_is_made_there_meanwhile_is_not_replaced(
    board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, copy_database, others = tmp_path / "copy.board", backup.copy_database, ["Director"]

    def copy_meanwhile(*given: Path) -> None:
        if others:
            send_copy(board_file, target, lead=others.pop())
        copy_database(*given)

    monkeypatch.setattr(backup, "copy_database", copy_meanwhile)
    with pytest.raises(BoardError, match="is the copy for Director"):
        send_copy(board_file, target, lead="Head of Service", overwrite=True, losing=True)
    with BoardFile.open(target) as there:
        assert there.made_for() == "Director"


def test_leads_whose_names_give_one_file_name_get_two_files() -> None:
    names = copy_names(Path("plan.board"), ["QA / Audit", "qa : audit", "QA"])
    assert [*names.values()] == ["plan for QA Audit.board", "plan for qa audit-2.board", "plan for QA.board"]


def test_a_copy_says_who_it_is_for_whatever_it_is_called(board_file: BoardFile, tmp_path: Path) -> None:
    target = send_copy(board_file, tmp_path / "out.board", lead=" Head of\nService \x1b[31m")
    with BoardFile.open(target) as opened:
        assert opened.made_for() == "Head of Service [31m"
        rebuild(opened)
        assert opened.made_for() == "Head of Service [31m"
        assert opened.read() == board_file.read()
    assert board_file.made_for() == ""


def test_a_copy_of_somebodys_copy_is_for_whom_it_is_made(board_file: BoardFile, tmp_path: Path) -> None:
    with BoardFile.open(send_copy(board_file, tmp_path / "a.board", lead="Head")) as first:
        nobodys = send_copy(first, tmp_path / "b.board")
        anothers = send_copy(first, tmp_path / "c.board", lead="Worker")
        assert first.made_for() == "Head"
    for path, lead in ((nobodys, ""), (anothers, "Worker")):
        with BoardFile.open(path) as opened:
            assert opened.made_for() == lead


def test_a_working_copy_of_somebodys_copy_is_still_theirs(board_file: BoardFile, tmp_path: Path) -> None:
    with BoardFile.open(send_copy(board_file, tmp_path / "a.board", lead="Head")) as first:
        working = make_working_copy(first, tmp_path / "working")
    with BoardFile.open(working) as opened:
        assert opened.made_for() == "Head"


def test_merging_a_copy_makes_the_board_nobodys(board_file: BoardFile, tmp_path: Path) -> None:
    target = send_copy(board_file, tmp_path / "a.board", lead="Head")
    with BoardFile.open(target) as lead:
        lead.write([Change(new_id(), "action", {"title": "New"})], who="Lead")
    merge(board_file, [target])
    assert len(board_file.read().all(Action)) == 1
    assert board_file.made_for() == ""


@pytest.mark.parametrize(
    "value",
    [
        "'" + "x" * 501 + "'",
        "x'ff00ff'",
        "CAST(x'ff' AS TEXT)",
        "' \t '",
    ],
)
def test_what_is_no_name_makes_a_copy_nobodys_and_is_no_reason_to_refuse_it(
    board_file: BoardFile, tmp_path: Path, value: str
) -> None:
    target = send_copy(board_file, tmp_path / "a.board")
    with BoardFile.open(target) as lead:
        lead.write([Change(new_id(), "action", {"title": "New"})], who="Lead")
    with closing(sqlite3.connect(target)) as connection:
        connection.execute(f"INSERT INTO meta VALUES ('made_for', {value})")
        connection.commit()
    with BoardFile.open(target) as opened:
        assert opened.made_for() == ""
    assert examine(target)[0] == []
    assert merge(board_file, [target]).copies[0].new == 1


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("../../Head", "plan for Head.board"),
        ('a<b>:"c|d?*\n\x1b', "plan for a b c d.board"),
        ("...", "plan copy.board"),
        ("Leitung für Qualität", "plan for Leitung für Qualität.board"),
    ],
)
def test_no_name_of_a_lead_leads_out_of_the_folder(lead: str, name: str) -> None:
    assert copy_name(Path("plan.board"), lead) == name


def test_a_name_without_an_ending_gets_the_one_of_boards(board_file: BoardFile, tmp_path: Path) -> None:
    assert send_copy(board_file, tmp_path / "lead").name == "lead.board"


def test_a_file_that_is_there_is_never_replaced_unasked(board_file: BoardFile, tmp_path: Path) -> None:
    target = tmp_path / "lead.board"
    target.write_text("the only copy of something", encoding="utf-8")
    with pytest.raises(BoardError, match="exists already"):
        send_copy(board_file, target)
    assert target.read_text(encoding="utf-8") == "the only copy of something"
    send_copy(board_file, target, overwrite=True)
    BoardFile.open(target).close()


def test_a_file_that_appears_meanwhile_is_kept(
    board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "lead.board"
    real = backup.copy_database

    def slow(source: Path, to: Path) -> None:
        real(source, to)
        target.write_text("somebody was faster", encoding="utf-8")

    monkeypatch.setattr(backup, "copy_database", slow)
    with pytest.raises(BoardError, match="exists already"):
        send_copy(board_file, target)
    assert target.read_text(encoding="utf-8") == "somebody was faster"
    assert {each.name for each in tmp_path.iterdir()} == {"plan.board", "lead.board"}


def test_the_board_itself_is_no_place_for_its_copy(board_file: BoardFile, tmp_path: Path) -> None:
    (tmp_path / "link.board").symlink_to(board_file.path)
    for target in (board_file.path, tmp_path / "link.board"):
        with pytest.raises(BoardError, match="is the board itself"):
            send_copy(board_file, target, overwrite=True)


def test_a_folder_that_is_not_there_is_named(board_file: BoardFile, tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="There is no folder"):
        send_copy(board_file, tmp_path / "nowhere" / "lead.board")


def test_a_copy_that_does_not_pass_the_check_is_not_left_behind(
    board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lead.board").write_text("the copy of last month", encoding="utf-8")
    real = backup.copy_database

    def torn(source: Path, to: Path) -> None:
        real(source, to)
        whole = bytearray(to.read_bytes())
        whole[4096:8192] = bytes(4096)
        to.write_bytes(whole)

    monkeypatch.setattr(backup, "copy_database", torn)
    with pytest.raises(BoardError, match="did not pass the check"):
        send_copy(board_file, tmp_path / "lead.board", overwrite=True)
    assert (tmp_path / "lead.board").read_text(encoding="utf-8") == "the copy of last month"
    assert {each.name for each in tmp_path.iterdir()} == {"plan.board", "lead.board"}


def test_a_full_disk_is_said_in_plain_words(
    board_file: BoardFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "copy_database", full)
    with pytest.raises(BoardError, match=r"could not be written: no space left on device\."):
        send_copy(board_file, tmp_path / "lead.board")
    assert not (tmp_path / "lead.board").exists()


def test_a_board_that_is_edited_while_it_is_copied_gives_a_whole_copy(board_file: BoardFile, tmp_path: Path) -> None:
    with BoardFile.open(board_file.path) as other:
        other.write([Change(new_id(), "action", {"title": "Just now"})], who=CHAIR)
        target = send_copy(board_file, tmp_path / "lead.board")
    with BoardFile.open(target) as opened:
        assert [action.title for action in opened.read().all(Action)] == ["Just now"]


def test_a_backup_that_fails_halfway_leaves_nothing_that_looks_like_one(
    board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, target: Path) -> None:
        target.write_bytes(b"SQLite format 3\0")
        raise sqlite3.OperationalError("database or disk is full")

    whole = board_file.back_up("merge")
    monkeypatch.setattr(backup, "copy_database", full)
    with pytest.raises(BoardError):
        board_file.back_up("merge")
    assert list(backup.backup_folder(board_file.path).iterdir()) == [whole]
