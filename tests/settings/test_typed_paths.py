"""Paths as people type, paste and drop them, and where a person's own files lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath, PurePosixPath

import pytest

from boardtui.settings.paths import Paths, address_problem, can_be_imported, is_file, is_there, typed_path, typed_paths

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these are paths of other systems")


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("plan.board", "{beside}/plan.board"),
        ("inner/plan.board", "{beside}/inner/plan.board"),
        ("/srv/plan.board", "/srv/plan.board"),
        ("  /srv/plan.board\n", "/srv/plan.board"),
        ("'/srv/the plan.board'", "/srv/the plan.board"),
        ('" /srv/the plan.board "', "/srv/the plan.board"),
        ("'/srv/plan.board\"", "{beside}/'/srv/plan.board\""),
        ("file:///srv/my%20plan.board", "/srv/my plan.board"),
        ("'file:///srv/plan.board'", "/srv/plan.board"),
        ("~/plan.board", "{home}/plan.board"),
        ("x" * 255, "{beside}/" + "x" * 255),
        ("postgresql://host/db?board=plan", "postgresql:/host/db?board=plan"),
    ],
)
def test_what_is_typed_is_the_path_that_is_meant(
    typed: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    meant = path.format(beside=tmp_path, home=tmp_path / "home")
    assert typed_path(typed, tmp_path / "open.board") == Path(meant)


@pytest.mark.parametrize(
    "typed", ["", "  ", "''", "a\0b", "~nobody-of-this-name/plan.board", "x" * 256, "a/" + "ä" * 128]
)
def test_what_no_file_can_be_called_is_no_path(typed: str, tmp_path: Path) -> None:
    assert typed_path(typed, tmp_path / "open.board") is None
    assert typed_paths(typed, tmp_path / "open.board") == []


class TestSeveral:
    """Files that are dropped on a terminal come as one line."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for name in ("one.board", "two words.board", "one.board two.board"):
            (tmp_path / name).touch()
        return tmp_path

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("one.board", ["one.board"]),
            ("one.board 'two words.board'", ["one.board", "two words.board"]),
            (r"one.board two\ words.board", ["one.board", "two words.board"]),
            ("two words.board", ["two words.board"]),
            ("one.board two.board", ["one.board two.board"]),
            ("one.board three.board", ["one.board three.board"]),
            ("one.board 'three", ["one.board 'three"]),
        ],
    )
    def test_they_are_several_only_where_all_of_them_are_there(
        self, typed: str, names: list[str], folder: Path
    ) -> None:
        assert typed_paths(typed, folder / "open.board") == [folder / name for name in names]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("postgresql://host/db?board=plan", "That is the address of a shared board. This has to be a file: name one."),
        ("HTTPS://host/plan", "That is an address (https:…) and no file. Name a file."),
        ("C:/plans/plan.board", ""),
        ("plan: draft.board", ""),
        ("/srv/plan.board", ""),
    ],
)
def test_an_address_in_place_of_a_file_is_told_as_such(path: str, said: str) -> None:
    assert address_problem(PurePosixPath(path)) == said


@pytest.mark.parametrize(
    ("name", "known"),
    [("a.xlsx", True), ("a.XLSM", True), ("a.md", True), ("a.tsv", True), ("a.docx", False), ("xlsx", False)],
)
def test_what_is_imported_is_known_by_the_end_of_its_name(name: str, known: bool) -> None:
    assert can_be_imported(PurePath(name)) is known


def test_a_name_that_no_file_can_have_is_nowhere(tmp_path: Path) -> None:
    (tmp_path / "plan.board").touch()
    for path, there, file in (
        (tmp_path / "plan.board", True, True),
        (tmp_path, True, False),
        (tmp_path / "missing", False, False),
        (tmp_path / "a\0b", False, False),
        (tmp_path / ("x" * 300), False, False),
    ):
        assert (is_there(path), is_file(path)) == (there, file)


def test_a_persons_own_files_lie_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path / "mine"))
    paths = Paths.of_this_user()
    assert {
        name: getattr(paths, name).relative_to(tmp_path / "mine").as_posix()
        for name in ("settings", "verified", "places", "themes", "maps", "working")
    } == {
        "settings": "settings.toml",
        "verified": "verified.txt",
        "places": "places.json",
        "themes": "themes",
        "maps": "imports",
        "working": "working",
    }
    monkeypatch.setenv("BOARDTUI_CONFIG_DIR", "~/mine")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Paths.of_this_user().config == tmp_path / "mine"
    monkeypatch.delenv("BOARDTUI_CONFIG_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if sys.platform == "linux" and os.name == "posix":
        assert Paths.of_this_user().working == tmp_path / "data" / "boardtui" / "working"
