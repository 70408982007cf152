"""Paths as people give them, file names that go from one machine to the next, and how SQLite is told of them."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from boardtui.domain.errors import BoardError
from boardtui.session.export import refuse_place
from boardtui.settings import paths
from boardtui.settings.disk import write_new
from boardtui.settings.paths import command_word, free_path, name_problem, typed_path, under_free_name
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.send import send_copy
from boardtui.store.file import sqlite_uri


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/srv/plan.board"), "file:///srv/plan.board?mode=ro"),
        (PurePosixPath("/srv/50% of #1?.board"), "file:///srv/50%25%20of%20%231%3F.board?mode=ro"),
        (PurePosixPath("//srv/plan.board"), "file:////srv/plan.board?mode=ro"),
        (PureWindowsPath(r"C:\Users\lead\plan.board"), "file:///C:/Users/lead/plan.board?mode=ro"),
        (PureWindowsPath(r"N:\plan #2.board"), "file:///N:/plan%20%232.board?mode=ro"),
        (PureWindowsPath(r"\\server\share\plan.board"), "file:////server/share/plan.board?mode=ro"),
    ],
)
def test_sqlite_is_told_of_every_path_in_a_way_it_takes(path: PurePath, uri: str) -> None:
    assert sqlite_uri(path, "mode=ro") == uri


@pytest.mark.parametrize("name", ["plain", "50% of #1", "what now?", "a&b=c;d", "café", " space "])
def test_a_file_of_any_name_is_opened_by_its_address(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and "?" in name:
        pytest.skip("no file can be called so there")
    path = tmp_path / f"{name}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE here (it)")
        connection.commit()
    with closing(sqlite3.connect(sqlite_uri(path, "mode=ro"), uri=True)) as again:
        assert again.execute("SELECT name FROM sqlite_master").fetchall() == [("here",)]


@pytest.mark.parametrize(
    ("typed", "system", "path"),
    [
        ("file:///srv/plan.board", "posix", "/srv/plan.board"),
        ("file:///srv/my%20plan.board", "posix", "/srv/my plan.board"),
        ("file://localhost/srv/plan.board", "posix", "/srv/plan.board"),
        ("file:///C:/plans/plan.board", "nt", "C:/plans/plan.board"),
        ("file://server/share/plan.board", "nt", "//server/share/plan.board"),
        ("file://[", "posix", ""),
        ("file://[::1/plan.board", "nt", ""),
    ],
)
def test_an_address_that_was_pasted_is_read_as_its_path(typed: str, system: str, path: str) -> None:
    assert paths._path_of_address(typed, system) == path


def test_an_address_that_is_none_names_no_file(tmp_path: Path) -> None:
    assert typed_path("file://[", tmp_path / "plan.board") is None


@pytest.mark.parametrize(
    ("name", "because"),
    [
        ("plan 10:30.board", "holds ':'"),
        ("plan?.board", "holds '?'"),
        ('"plan".board', "holds '\"'"),
        ("a|b.board", "holds '|'"),
        ("NUL.board", "is a device"),
        ("con", "is a device"),
        ("Com1.2021.board", "is a device"),
        ("plan.", "ends in a dot or a space"),
        ("plan ", "ends in a dot or a space"),
        ("tab\there.board", r"holds '\t'"),
    ],
)
def test_a_name_that_some_system_cannot_have_is_refused_in_one_sentence(
    tmp_path: Path, name: str, because: str
) -> None:
    assert because in name_problem(Path(name))
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="office") as file:
        for refused in (
            lambda: BoardFile.create(tmp_path / name),
            lambda: send_copy(file, tmp_path / name),
            lambda: refuse_place(file.path, tmp_path / name),
        ):
            with pytest.raises(BoardError, match="on every system"):
                refused()
    assert [each.name for each in tmp_path.iterdir()] == ["plan.board"]


@pytest.mark.parametrize(
    "name", ["plan.board", "CIP #1 50%.board", "Lead’s copy (2).board", ".hidden", "console.board"]
)
def test_ordinary_names_are_taken(name: str) -> None:
    assert name_problem(Path(name)) == ""


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    assert free_path(tmp_path / "plan.md").name == "plan.md"
    for taken in ("plan.md", "plan-2.md"):
        (tmp_path / taken).touch()
    assert free_path(tmp_path / "plan.md").name == "plan-3.md"


def test_a_name_that_another_program_takes_meanwhile_is_left_to_it(tmp_path: Path) -> None:
    theirs = [tmp_path / "plan-2.md", tmp_path / "plan.md"]

    def make(free: Path) -> None:
        if theirs:
            theirs.pop().write_bytes(b"theirs")
        write_new(free, b"own")

    assert under_free_name(tmp_path / "plan.md", make).name == "plan-3.md"
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "plan.md": b"theirs",
        "plan-2.md": b"theirs",
        "plan-3.md": b"own",
    }


@pytest.mark.parametrize(
    ("word", "on_windows", "elsewhere"),
    [
        ("plan.board", "plan.board", "plan.board"),
        (r"C:\plans\plan.board", r"C:\plans\plan.board", r"'C:\plans\plan.board'"),
        ("the plan.board", '"the plan.board"', "'the plan.board'"),
        ("lead's & mine.board", '"lead\'s & mine.board"', "'lead'\"'\"'s & mine.board'"),
    ],
)
def test_a_suggested_command_is_quoted_as_its_system_reads_it(word: str, on_windows: str, elsewhere: str) -> None:
    assert command_word(word, "nt") == on_windows
    assert command_word(word, "posix") == elsewhere


def test_a_typed_path_may_hold_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOARDS", str(tmp_path))
    assert typed_path("$BOARDS/plan.board", tmp_path / "beside.board") == tmp_path / "plan.board"
    assert typed_path("a $5 plan.board", tmp_path / "beside.board") == tmp_path / "a $5 plan.board"


@pytest.mark.parametrize("address", ["postgresql://lead:secret@host/db?board=plan", "https://host/secret/plan.board"])
def test_an_address_is_no_file_and_is_not_repeated(address: str) -> None:
    problem = name_problem(Path(address))
    assert "address" in problem and "secret" not in problem
    assert name_problem(Path("C:/plans/plan.board")) == ""
