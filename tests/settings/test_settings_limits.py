"""How many boards are remembered, and how long a name or a key of the settings may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.settings.settings import Settings, load_settings


def test_fifty_are_known_to_be_worked_on_where_they_lie_and_one_that_is_gone_is_in_no_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    for number in (*range(51), 7):
        settings = settings.with_board_in_place(Path(f"{number}.board"))
    assert settings.edited_in_place[0] == tmp_path / "7.board"
    assert [board.stem for board in settings.edited_in_place] == [
        "7",
        *map(str, (*range(50, 7, -1), *range(6, 0, -1))),
    ]
    settings = Settings().with_board_opened(Path("a.board")).with_board_opened(Path("b.board"))
    assert settings.without_board(Path("a.board")) == replace(settings, recent_boards=(tmp_path / "b.board",))
    gone = settings.without_board(Path("b.board"))
    assert (gone.last_board, gone.recent_boards) == (tmp_path / "a.board", (tmp_path / "a.board",))
    assert gone.without_board(Path("a.board")).last_board is None


def test_what_is_too_long_is_cut_or_passed_over(tmp_path: Path) -> None:
    boards = ", ".join(f'"/{number}.board"' for number in range(12))
    key, name = "k" * 60, "n" * 61
    file = tmp_path / "settings.toml"
    file.write_text(
        f'recent_boards = [{boards}]\n{name} = 1\n[keys]\nundo = "{key}"\nredo = "{key}k"\n', encoding="utf-8"
    )
    settings, problems = load_settings(file)
    assert [each.stem for each in settings.recent_boards] == [str(number) for number in range(9)]
    assert settings.keys == {"undo": key}
    assert problems[0] == ('In the settings file, the key for redo is not a key such as "ctrl+e". It is passed over.')
    assert problems[1].startswith(f"In the settings file, {name[:60]} is no setting of this version.")
