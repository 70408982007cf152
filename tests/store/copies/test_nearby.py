"""Copies that lie about."""

from __future__ import annotations

import os
from pathlib import Path

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge
from boardtui.store.copies.nearby import boards_in, copies_near
from boardtui.store.copies.send import send_copy
from tests.store.conftest import CHAIR, add_action


def test_copies_of_this_board_are_found_newest_first_without_the_board_itself(board_file: BoardFile) -> None:
    folder = board_file.path.parent
    downloads = folder / "Downloads"
    downloads.mkdir()
    old = send_copy(board_file, folder / "old.board")
    new = send_copy(board_file, downloads / "new.board")
    os.utime(old, (1_000_000, 1_000_000))
    with BoardFile.create(folder / "another.board", "Another", who="plan"):
        pass
    (folder / "no.board").write_text("nothing", encoding="utf-8")
    found = [each.path for each in copies_near(board_file.path, [folder, downloads, folder / "missing"])]
    assert found == [new, old]
    assert {each.name for each in boards_in(folder)} == {"plan.board", "old.board", "another.board", "no.board"}


def test_what_went_in_the_same_deletion_is_named_with_it(board_file: BoardFile, tmp_path: Path) -> None:
    ambition = add_action(board_file, "1.1", title="Coaching")
    action = add_action(board_file, "1.2", title="Audits")
    copy = send_copy(board_file, tmp_path / "copy.board")
    board_file.write([Change(each, "action", delete=True) for each in (action, ambition)], who=CHAIR)
    with BoardFile.open(copy) as other:
        other.write([Change(ambition, "action", {"title": "Coach all"})], who="Lead")
    merge(board_file, [copy])
    (conflict,) = open_conflicts(board_file)
    assert (conflict.record, conflict.group, conflict.gone_with) == (ambition, "life", ((action, "action"),))
