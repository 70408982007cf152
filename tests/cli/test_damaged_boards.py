"""A damaged board is refused in one sentence or read truly, whatever is done with it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from tests.cli.conftest import Boardtui
from tests.store.damage import damaged
from tests.ui import council_board
from tests.ui.conftest import identity

CASES = range(300) if os.environ.get("BOARDTUI_NIGHTLY") else range(18)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A board, a copy of it with something new, and the board with that."""
    folder = tmp_path_factory.mktemp("whole")
    council_board.make(folder / "plan.board")
    shutil.copyfile(folder / "plan.board", folder / "lead.board")
    with BoardFile.open(folder / "lead.board") as lead:
        lead.write([Change(identity("1.2"), "action", {"rag": "green"})], who="Lead", why="done")
    shutil.copyfile(folder / "plan.board", folder / "merged.board")
    with BoardFile.open(folder / "merged.board") as merged:
        merge(merged, [folder / "lead.board"])
    return folder


def read(path: Path) -> Board:
    with BoardFile.open(path) as file:
        return file.read()


def is_one_sentence(said: str) -> bool:
    lines = said.splitlines()
    return len(lines) == 1 and "Traceback" not in said and "Something went wrong" not in said and "sqlite" not in said


@pytest.mark.parametrize("seed", CASES)
def test_what_is_damaged_is_refused_or_read_truly(seed: int, whole: Path, tmp_path: Path, boardtui: Boardtui) -> None:
    for name in ("plan", "lead"):
        content = (whole / f"{name}.board").read_bytes()
        (tmp_path / f"{name}.board").write_bytes(damaged(content, seed))
    plan, lead = tmp_path / "plan.board", tmp_path / "lead.board"

    for words in (("show", plan, "actions"), ("log", plan), ("export", plan, "--to", "json")):
        truly = boardtui(words[0], whole / "plan.board", *words[2:])
        ran = boardtui(*words)
        if ran.code == 0:
            assert ran.out == truly.out
        else:
            assert ran.code == 1
            assert is_one_sentence(ran.err)
            assert ran.out == ""

    try:
        with BoardFile.open(plan, verify=False) as file:  # as the screen does, which looks closely when it has drawn it
            shown = file.read()
            file.verify()
    except BoardError as refused:
        assert is_one_sentence(str(refused))
    else:
        assert shown == read(whole / "plan.board")

    looked = boardtui("check", plan)
    assert "Traceback" not in looked.err + looked.out
    assert "Something went wrong" not in looked.err
    if looked.code == 0:
        assert read(plan) == read(whole / "plan.board")

    target = tmp_path / "target.board"
    shutil.copyfile(whole / "plan.board", target)
    came = boardtui("merge", target, lead, "--yes")
    now = read(target)
    if came.code == 0:
        assert now.records == read(whole / "merged.board").records
    else:
        assert "Something went wrong" not in came.err
        assert now == read(whole / "plan.board")
