"""Two programs make a working copy of one shared board in the same moment, as two commands of a script do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from boardtui.session import sharing
from boardtui.session.sharing import make_working_copy_of, working_copy_at
from boardtui.session.surroundings import Note, note_on
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from tests.session.test_sharing_steps import ADDRESS, Shelf, ShelfLog, exchanger


def test_both_work_in_the_one_that_was_made_first_and_it_stays_one_of_the_shared_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShelfLog, "shelf", shelf := Shelf(), raising=False)
    monkeypatch.setattr(sharing, "SharedLog", ShelfLog)
    with BoardFile.create(tmp_path / "near.board", "Plan", who="plan") as near:
        with near.reading() as reader:
            shelf.identity = board_identity(reader)
        exchanger(near).exchange()
    folder, make, others = tmp_path / "working", BoardFile.create_with, [make_working_copy_of]

    def meanwhile(*given: Any, **named: Any) -> BoardFile:
        if others:
            others.pop()(ADDRESS, folder)
        return make(*given, **named)

    monkeypatch.setattr(BoardFile, "create_with", meanwhile)
    path = make_working_copy_of(ADDRESS, folder)
    assert working_copy_at(ADDRESS, folder) == path
    assert note_on(path, folder) == Note(ADDRESS, 1, 0, note_on(path, folder).reached)  # type: ignore[union-attr]
