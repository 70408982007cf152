"""A program that is killed in the middle of making a file leaves nothing that looks like one, and little for long."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardtui.domain.errors import BoardError
from boardtui.exchange.plan_toml import write_plan
from boardtui.exchange.samples import make_board, read_sample
from boardtui.settings.disk import sweep, temporary_folder, unfinished
from boardtui.settings.paths import Paths
from boardtui.settings.settings import change_settings
from boardtui.store.backup import back_up, backup_folder, backups, sweep_around
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.send import send_copy
from boardtui.store.verify import is_whole
from tests.store.conftest import add_action

KILLED_AFTER = """
import os, sys
from boardtui.cli import main
import boardtui.cli.app, boardtui.exchange.samples, boardtui.store.migrations, boardtui.session.importing

left = int(sys.argv.pop())
DOINGS = {"execute", "executemany", "backup", "connect", "open", "fsync", "link", "rename", "replace", "unlink"}

def lose_power(frame, event, function):
    global left
    if event == "c_call" and function.__name__ in DOINGS:
        left -= 1
        if left < 0:
            os._exit(9)

words = sys.argv[1:]
sys.setprofile(lose_power)
main(words)
"""


def killed(after: int, *words: str | Path) -> int:
    """Run a command that is killed after so many calls of the system and the database; 9 if it was."""
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_AFTER, *map(str, words), str(after)],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in ran.stderr, ran.stderr.decode()
    return ran.returncode


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.toml"
    with BoardFile.create(path.with_name("made.board"), "Plan", who="plan") as made:
        for number in range(30):
            add_action(made, f"1.{number}")
        path.write_text(write_plan(made.read()), encoding="utf-8")
    return path


FEW = settings(
    max_examples=12 if os.environ.get("BOARDTUI_NIGHTLY") else 6, deadline=None, suppress_health_check=list(HealthCheck)
)


@contextmanager
def empty_folder(parent: Path) -> Iterator[Path]:
    folder = parent / "killed"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@FEW
@given(after=st.integers(0, 700))
def test_a_new_board_is_there_whole_or_not_at_all(tmp_path: Path, plan: Path, after: int) -> None:
    with empty_folder(tmp_path) as folder:
        code = killed(after, "new", folder / "plan.board", "--from", plan)
        boards = list(folder.glob("*.board"))
        assert boards or code == 9
        assert code == 9 or after > 100
        assert all(is_whole(each) for each in boards)
        for each in boards:
            with BoardFile.open(each) as made:
                assert len(made.read().of_kind("action")) == 30
        sweep([folder])
        assert {each.name for each in folder.iterdir()} <= {"plan.board"}


@FEW
@given(after=st.integers(0, 400))
def test_a_merge_that_is_killed_leaves_no_backup_that_is_not_whole(tmp_path: Path, after: int) -> None:
    with empty_folder(tmp_path) as folder:
        board = folder / "plan.board"
        with BoardFile.create(board, "Plan", who="plan") as made:
            add_action(made, "1.1")
            before = made.read()
            copy = send_copy(made, folder / "lead.board")
        with BoardFile.open(copy) as lead:
            add_action(lead, "1.2")
        killed(after, "merge", board, copy, "--yes")
        assert all(is_whole(backup_folder(board) / each.name) for each in backups(board))
        with BoardFile.open(board) as opened:  # which takes back a write that was cut short
            assert opened.read().records in (before.records, _with(copy))


def _with(copy: Path) -> object:
    with BoardFile.open(copy) as opened:
        return opened.read().records


@FEW
@given(after=st.integers(0, 400))
def test_an_import_that_is_killed_enters_all_of_it_or_nothing(tmp_path: Path, after: int) -> None:
    with empty_folder(tmp_path) as folder:
        board, sheet = folder / "plan.board", folder / "actions.csv"
        with BoardFile.create(board, "Plan", who="plan") as made:
            add_action(made, "1.1")
        rows = "".join(f"2.{number},Audit {number},Green\n" for number in range(20))
        sheet.write_text("Ref,Action,RAG\n" + rows, encoding="utf-8")
        killed(after, "import", board, sheet, "--kind", "action", "--yes", "--as", "Chair")
        with BoardFile.open(board) as opened:
            assert len(opened.read().of_kind("action")) in (1, 21)


class TestSweeping:
    def dead(self, monkeypatch: pytest.MonkeyPatch) -> None:
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        monkeypatch.setattr(os, "getpid", lambda: process.pid)

    def test_what_a_dead_program_left_goes_and_what_a_living_one_makes_stays(
        self, board_file: BoardFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = board_file.path
        mine = unfinished(path)
        mine.write_bytes(b"being made")
        own = temporary_folder("check")
        back_up(path, "merge")
        with monkeypatch.context() as dead:
            self.dead(dead)
            Paths.of_this_user().config.mkdir(parents=True, exist_ok=True)
            left = [
                unfinished(path),
                unfinished(path, "new"),
                unfinished(backup_folder(path) / "x"),
                unfinished(Paths.of_this_user().settings, "new"),
            ]
            left.append(left[0].with_name(f"{left[0].name}-journal"))
            for each in left:
                each.write_bytes(b"half")
            folder = temporary_folder("demo")
        gone = sweep_around(path)
        assert {*left, folder} <= set(gone)
        assert mine.exists()
        assert own.exists()
        assert path.exists()
        assert len(backups(path)) == 1
        own.rmdir()

    def test_a_persons_own_hidden_files_stay(self, tmp_path: Path) -> None:
        for name in (".plan.board.part", ".new", "boardtui-notes", ".abcdef-1-x.part"):
            (tmp_path / name).touch()
        assert sweep([tmp_path]) == []


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="there the folder says who may read what is in it")
class TestPrivate:
    def test_every_file_and_folder_that_is_written_is_for_its_owner(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path / "config"))
        before = os.umask(0)
        try:
            folder = tmp_path / "boards"
            folder.mkdir()
            make_board(folder / "plan.board", read_sample("progress-report"), who="Chair").close()
            with BoardFile.open(folder / "plan.board") as file:
                add_action(file, "77.1")
                file.back_up("merge")
                send_copy(file, folder / "lead.board")
                from boardtui.session.export import write_document
                from boardtui.session.working_copy import make_working_copy

                write_document(folder / "plan.md", "# Plan")
                make_working_copy(file, Paths.of_this_user().working)
            change_settings(lambda chosen: type(chosen)(signature="Chair"))
        finally:
            os.umask(before)
        written = [each for top in (folder, tmp_path / "config") for each in (top, *top.rglob("*"))]
        files = {each: mode(each) for each in written if each.is_file()}
        assert len(files) >= 7
        assert set(files.values()) == {0o600}, {str(each): oct(some) for each, some in files.items() if some != 0o600}
        folders = {mode(each) for each in written if each.is_dir() and each != folder}
        assert folders == {0o700}

    def test_what_is_made_of_a_board_that_others_may_read_is_for_them_too(self, board_file: BoardFile) -> None:
        board_file.path.chmod(0o660)
        backup = board_file.back_up("merge")
        copy = send_copy(board_file, board_file.path.with_name("lead.board"))
        assert (mode(backup), mode(backup.parent), mode(copy)) == (0o660, 0o770, 0o660)

    def test_in_a_folder_that_hands_on_its_group_a_new_board_is_for_the_group(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o2770)
        BoardFile.create(tmp_path / "plan.board", "Plan", who="Chair").close()
        assert mode(tmp_path / "plan.board") == 0o660


def test_a_name_that_is_taken_meanwhile_is_not_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = BoardFile._make

    def make(path: Path, *more: object) -> str:
        session = real(path, *more)  # type: ignore[arg-type]
        (tmp_path / "plan.board").write_text("somebody else's", encoding="utf-8")
        return session

    monkeypatch.setattr(BoardFile, "_make", make)
    with pytest.raises(BoardError, match="exists already"):
        BoardFile.create(tmp_path / "plan.board", "Plan", who="Chair")
    assert (tmp_path / "plan.board").read_text(encoding="utf-8") == "somebody else's"
    assert list(tmp_path.iterdir()) == [tmp_path / "plan.board"]
