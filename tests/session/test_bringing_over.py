"""What was done in a file that is no more what was written comes over into a backup, or is saved as a plan."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change, Edit
from boardtui.domain.records.kinds import Action
from boardtui.exchange.plan_toml import read_plan_file
from boardtui.session.bringing_over import bring_over, save_as_plan
from boardtui.store.board_file import BoardFile
from tests.domain.making import board_of, new_id

FIRST, SECOND, LATER = (new_id() for _ in range(3))
THEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def backup(tmp_path: Path) -> Iterator[BoardFile]:
    with BoardFile.create(tmp_path / "backup.board", "Plan", who="plan") as made:
        for identity, ref in ((FIRST, "1.1"), (SECOND, "1.2")):
            made.write([Change(identity, "action", {"ref": ref})], who="plan")
        yield made


def done_since(backup: BoardFile, *steps: Callable[[BoardFile], object]) -> list[Edit]:
    """What is done in the file of which this is a backup, and what that said before."""
    path = backup.path.with_name("plan.board")
    shutil.copyfile(backup.path, path)
    with BoardFile.open(path, clock=lambda: THEN) as file:
        for step in steps:
            step(file)
        return [entry.edit for entry in reversed(file.history())]


def test_what_the_backup_lacks_comes_over_as_it_was_signed_dated_and_explained(backup: BoardFile) -> None:
    edits = done_since(
        backup,
        lambda file: file.write([Change(FIRST, "action", {"lead": "Chair"})], who="Chair", why="said so"),
        lambda file: file.write([Change(LATER, "action", {"ref": "1.3"})], who="Office"),
        lambda file: file.write([Change(SECOND, "action", delete=True)], who="Chair"),
    )
    assert bring_over(backup, edits, {LATER}) == (3, [])
    assert {each.ref: each.lead for each in backup.read().all(Action)} == {"1.1": "Chair", "1.3": ""}
    first = next(each.edit for each in backup.history(FIRST) if each.edit.values().get("lead"))
    assert (first.who, first.why, first.at[:16]) == ("Chair", "said so", "2026-03-02T10:00")
    assert bring_over(backup, edits, {LATER})[1] == []
    assert {each.ref for each in backup.read().all(Action)} == {"1.1", "1.3"}


def test_what_was_deleted_and_restored_since_stands(backup: BoardFile) -> None:
    edits = done_since(
        backup,
        lambda file: file.write([Change(FIRST, "action", delete=True)], who="Chair"),
        lambda file: file.write([Change(FIRST, "action", restore=True)], who="Chair"),
    )
    assert bring_over(backup, edits, ()) == (2, [])
    assert [each.ref for each in backup.read().all(Action)] == ["1.1", "1.2"]


def test_what_is_about_something_that_the_backup_has_no_more_is_told(backup: BoardFile) -> None:
    edits = done_since(
        backup,
        lambda file: file.write([Change(FIRST, "action", {"lead": "Chair"})], who="Chair"),
        lambda file: file.write([Change(SECOND, "action", {"lead": "Chair"})], who="Chair"),
    )
    backup.write([Change(FIRST, "action", delete=True)], who="Office")
    came, left = bring_over(backup, edits, ())
    assert (came, [each.record for each in left]) == (1, [FIRST])


def test_what_is_about_something_that_was_made_after_the_backup_and_elsewhere_makes_no_nameless_item(
    backup: BoardFile,
) -> None:
    edits = done_since(
        backup,
        lambda file: file.write([Change(LATER, "action", {"ref": "1.3"})], who="Office"),
        lambda file: file.write([Change(LATER, "action", {"lead": "Chair"})], who="Chair"),
    )
    came, left = bring_over(backup, edits[-1:], ())
    assert (came, left) == (0, edits[-1:])
    assert [each.ref for each in backup.read().all(Action)] == ["1.1", "1.2"]


def test_what_is_shown_is_saved_beside_the_file_under_a_name_that_is_free(tmp_path: Path) -> None:
    board = board_of(Action(id=new_id(), ref="1.1", title="Write"), title="Plan")
    (tmp_path / "plan.board").write_bytes(b"damaged")
    first, second = (save_as_plan(board, tmp_path / "plan.board") for _ in range(2))
    assert [first.name, second.name] == ["plan as shown here.toml", "plan as shown here-2.toml"]
    plan = read_plan_file(second)
    assert plan.profile["title"] == "Plan"
    assert [change.values["ref"] for change in plan.changes] == ["1.1"]
    with pytest.raises(BoardError):
        save_as_plan(board, tmp_path / "missing" / "plan.board")
