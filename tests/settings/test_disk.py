"""Files that are put in place whole, also where another program holds them for a moment."""

from __future__ import annotations

import errno
import time
from pathlib import Path

import pytest

from boardtui.settings.disk import put_in_place, remove_if_possible, why_not, write_in_one_step


def held(path: object) -> PermissionError:
    """What Windows raises where another program has a file open."""
    error = PermissionError(errno.EACCES, "Permission denied", str(path))
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    return error


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that are made, none of which a test waits for."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


def let_go_after(attempts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another program hold whatever is replaced, for some attempts."""
    replace, tried = Path.replace, iter(range(1000))

    def replace_or_not(self: Path, target: Path) -> Path:
        if next(tried) < attempts:
            raise held(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_or_not)


def test_a_target_that_is_held_for_a_moment_is_written_all_the_same(
    tmp_path: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go_after(3, monkeypatch)
    write_in_one_step(tmp_path / "plan.md", b"new")
    assert (tmp_path / "plan.md").read_bytes() == b"new"
    assert len(pauses) == 3


def test_one_that_stays_held_is_told_of_after_about_a_second_and_left_as_it_was(
    tmp_path: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plan.md"
    target.write_bytes(b"old")
    let_go_after(1000, monkeypatch)
    with pytest.raises(OSError) as caught:
        write_in_one_step(target, b"new")
    assert "open in another program" in why_not(caught.value)
    assert "close it there" in why_not(caught.value)
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["plan.md"]
    assert 0.8 <= sum(pauses) <= 1.5


def test_another_refusal_is_not_waited_for(tmp_path: Path, pauses: list[float]) -> None:
    with pytest.raises(FileNotFoundError):
        put_in_place(tmp_path / "missing", tmp_path / "plan.md")
    assert pauses == []


def test_what_is_not_needed_any_more_and_held_stays(
    tmp_path: Path, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise held(self)

    monkeypatch.setattr(Path, "unlink", refuse)
    (tmp_path / "old").touch()
    remove_if_possible(tmp_path / "old")
    assert (tmp_path / "old").exists()
    assert pauses


def test_a_file_is_closed_before_it_is_put_in_place(tmp_path: Path, files_that_are_open_stay: None) -> None:
    (tmp_path / "plan.md").write_bytes(b"old")
    write_in_one_step(tmp_path / "plan.md", b"new")
    assert (tmp_path / "plan.md").read_bytes() == b"new"


def test_the_guard_itself_refuses_what_is_open(tmp_path: Path, files_that_are_open_stay: None) -> None:
    path = tmp_path / "open.board"
    with path.open("wb"), pytest.raises(PermissionError):
        path.unlink()
