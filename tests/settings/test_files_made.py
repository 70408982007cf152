"""Files and folders of this program's own: who may read them, what they replace, and what is swept up later."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from boardtui.settings.disk import (
    begin,
    mode_in,
    mode_like,
    private_folder,
    put_new,
    see_on_disk,
    sweep,
    temporary_folder,
    unfinished,
    why_not,
    write_in_one_step,
)

fcntl = pytest.importorskip("fcntl", reason="files have no such modes on Windows")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


class TestSwept:
    def test_what_dead_programs_of_this_machine_were_making_is_deleted_and_nothing_else(
        self, tmp_path: Path, gone: int
    ) -> None:
        mine = str(os.getpid())
        names = [unfinished(tmp_path / "plan.board", end).name for end in ("part", "new")]
        assert all(f"-{mine}-" in each and each.startswith(".") for each in names)
        dead = [each.replace(f"-{mine}-", f"-{gone}-") for each in names]
        machine = names[0][1:7]
        dead += [f"{dead[0]}-journal", f"boardtui-{machine}-{gone}-abc", f"boardtui-copies-{machine}-{gone}-abc"]
        other = f"{(int(machine, 16) ^ 1):06x}"
        kept = [
            *names,
            f".{other}-{gone}-abcdef.part",
            f"{machine}-{gone}-abcdef.part",
            f".{machine}-{gone}-abcdef.board",
            "boardtui-notes",
            ".hidden",
            "plan.board",
        ]
        for each in (*dead, *kept):
            (tmp_path / each).write_text("words", encoding="utf-8")
        assert sorted(each.name for each in sweep([tmp_path / "missing", tmp_path])) == sorted(dead)
        assert sorted(each.name for each in tmp_path.iterdir()) == sorted(kept)

    def test_a_folder_goes_with_all_in_it_and_of_a_link_only_the_link(self, tmp_path: Path, gone: int) -> None:
        folder = tmp_path / f"boardtui-{unfinished(tmp_path / 'x').name[1:7]}-{gone}-abc"
        folder.mkdir()
        (folder / "plan.board").touch()
        (tmp_path / "theirs").mkdir()
        (tmp_path / "theirs" / "plan.board").touch()
        link = folder.with_name(folder.name + "d")
        link.symlink_to(tmp_path / "theirs")
        assert sorted(sweep([tmp_path])) == [folder, link]
        assert [each.name for each in tmp_path.iterdir()] == ["theirs"]
        assert (tmp_path / "theirs" / "plan.board").exists()

    def test_a_folder_in_the_place_of_the_system_is_its_owners_and_says_what_it_is_for(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        plain, named = temporary_folder(), temporary_folder("copies")
        assert (mode(plain), mode(named)) == (0o700, 0o700)
        assert named.name.startswith("boardtui-copies-") and f"-{os.getpid()}-" in plain.name
        assert sweep([tmp_path]) == [], "the process that makes them is alive"


class TestWhoMayRead:
    @pytest.mark.parametrize(
        ("theirs", "ours"), [(0o600, 0o600), (0o644, 0o644), (0o666, 0o666), (0o755, 0o644), (0o440, 0o640)]
    )
    def test_a_file_that_is_made_from_another_is_for_whom_that_one_was_opened(
        self, theirs: int, ours: int, tmp_path: Path
    ) -> None:
        (tmp_path / "plan.board").touch()
        (tmp_path / "plan.board").chmod(theirs)
        assert mode_like(tmp_path / "plan.board") == ours

    def test_without_another_it_is_for_its_owner(self, tmp_path: Path) -> None:
        assert (mode_like(None), mode_like(tmp_path / "missing"), mode_in(tmp_path / "missing")) == (0o600,) * 3

    @pytest.mark.parametrize(("folder", "file"), [(0o2770, 0o660), (0o2750, 0o600), (0o770, 0o600), (0o700, 0o600)])
    def test_a_folder_that_hands_its_group_on_lets_the_group_write(
        self, folder: int, file: int, tmp_path: Path
    ) -> None:
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared").chmod(folder)
        assert mode_in(tmp_path / "shared") == file

    @pytest.mark.parametrize(
        ("file", "folder"), [(None, 0o700), (0o600, 0o700), (0o644, 0o755), (0o660, 0o770), (0o640, 0o750)]
    )
    def test_a_folder_can_be_looked_into_by_those_who_may_read_the_file(
        self, file: int | None, folder: int, tmp_path: Path
    ) -> None:
        like = tmp_path / "plan.board"
        like.touch()
        like.chmod(file or 0o600)
        private_folder(tmp_path / "backups" / "of" / "plan", like=like if file else None)
        made = [tmp_path / "backups", tmp_path / "backups" / "of", tmp_path / "backups" / "of" / "plan"]
        assert [mode(each) for each in made] == [0o700, 0o700, folder]

    def test_a_folder_that_is_there_stays_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "open").mkdir(mode=0o755)
        (tmp_path / "open").chmod(0o755)
        private_folder(tmp_path / "open" / "inner")
        private_folder(tmp_path / "open")
        assert (mode(tmp_path / "open"), mode(tmp_path / "open" / "inner")) == (0o755, 0o700)

    def test_a_file_that_begins_has_its_mode_whatever_the_program_leaves_out(self, tmp_path: Path) -> None:
        before = os.umask(0o077)
        try:
            begin(tmp_path / "a", 0o660)
            begin(tmp_path / "b")
        finally:
            os.umask(before)
        assert (mode(tmp_path / "a"), mode(tmp_path / "b")) == (0o660, 0o600)
        with pytest.raises(FileExistsError):
            begin(tmp_path / "a")


class TestPutInPlace:
    def no_links(self, *_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    @pytest.mark.parametrize("links", [True, False])
    def test_a_whole_file_gets_its_name_and_keeps_no_other(
        self, links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if not links:
            monkeypatch.setattr(os, "link", self.no_links)
        (tmp_path / "part").write_text("whole", encoding="utf-8")
        put_new(tmp_path / "part", tmp_path / "plan.board")
        assert [each.name for each in tmp_path.iterdir()] == ["plan.board"]
        assert (tmp_path / "plan.board").read_text(encoding="utf-8") == "whole"

    @pytest.mark.parametrize("links", [True, False])
    def test_it_replaces_nothing(self, links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        if not links:
            monkeypatch.setattr(os, "link", self.no_links)
        (tmp_path / "part").write_text("new", encoding="utf-8")
        (tmp_path / "plan.board").write_text("old", encoding="utf-8")
        with pytest.raises(FileExistsError):
            put_new(tmp_path / "part", tmp_path / "plan.board")
        assert (tmp_path / "plan.board").read_text(encoding="utf-8") == "old"
        assert (tmp_path / "part").exists()

    def test_a_link_stays_a_link_and_its_file_keeps_its_mode(self, tmp_path: Path) -> None:
        target, link = tmp_path / "plan.md", tmp_path / "link.md"
        target.write_bytes(b"old")
        target.chmod(0o640)
        link.symlink_to(target)
        write_in_one_step(link, b"new")
        assert link.is_symlink()
        assert (target.read_bytes(), mode(target)) == (b"new", 0o640)
        write_in_one_step(tmp_path / "fresh.md", b"new")
        assert mode(tmp_path / "fresh.md") == 0o600

    def test_what_is_no_ordinary_file_is_not_replaced(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path / "pipe", tmp_path):
            with pytest.raises(OSError, match="not an ordinary file"):
                write_in_one_step(path, b"new")
        assert [each.name for each in tmp_path.iterdir()] == ["pipe"]


class TestSeenOnTheDisk:
    def test_all_that_is_written_is_brought_to_the_disk_before_it_is_renamed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []
        fsync, replace = os.fsync, Path.replace

        def sync(descriptor: int) -> None:
            done.append(f"{os.fstat(descriptor).st_size} on disk")
            fsync(descriptor)

        def rename(path: Path, target: Path) -> Path:
            done.append("renamed")
            return replace(path, target)

        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr(Path, "replace", rename)
        write_in_one_step(tmp_path / "plan.md", b"words")
        assert done == ["5 on disk", "renamed"]
        see_on_disk(tmp_path / "plan.md")
        assert done[2:] == ["5 on disk"]

    @pytest.mark.parametrize("works", [True, False])
    def test_on_macos_the_drive_is_asked_to_write_it_down(
        self, works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []

        def control(_descriptor: int, command: object) -> None:
            asked.append(command)
            if not works:
                raise OSError(errno.ENOTSUP, "not on this drive")

        monkeypatch.setattr(sys, "platform", "darwin")
        monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
        monkeypatch.setattr(fcntl, "fcntl", control)
        monkeypatch.setattr(os, "fsync", lambda _: asked.append("fsync"))
        (tmp_path / "plan.board").touch()
        see_on_disk(tmp_path / "plan.board")
        assert asked == ([51] if works else [51, "fsync"])


@pytest.mark.parametrize(
    ("error", "letters", "told"),
    [
        (
            OSError(errno.ENAMETOOLONG, "File name too long"),
            248,
            "its path is too long (248 letters): choose a shorter",
        ),
        (OSError(errno.ENAMETOOLONG, "File name too long"), 247, "file name too long"),
        (OSError(errno.EACCES, "Permission denied"), 300, "permission denied"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), 0, "file name too long"),
        (OSError(), 0, "the system gave no reason"),
    ],
)
def test_the_reason_is_the_length_only_where_the_system_says_so_and_the_path_is_long(
    error: OSError, letters: int, told: str
) -> None:
    assert why_not(error, Path("x" * letters) if letters else None).startswith(told)
