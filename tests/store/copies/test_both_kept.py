"""Where two people wrote a text, both can be kept: one after the other, each signed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import Conflict, both_kept, open_conflicts
from boardtui.store.copies.merge import merge
from tests.store.conftest import new_id

WHO = ("Head of Service", "Principal Social Worker", "")


def disputed(folder: Path, kind: str, field: str, said: tuple[str, ...]) -> tuple[Path, Conflict]:
    """A board on which several people have said something about one field, the first one first by the clock."""
    path, record = folder / "plan.board", new_id()
    with BoardFile.create(path, "Plan", who="Office") as file:
        file.write([Change(record, kind, {"ref": "1.1", "title": "Coaching", field: "4x4"})], who="Office")
    copies = [Path(shutil.copyfile(path, folder / f"{number}.board")) for number in range(len(said))]
    for day, (copy, who, words) in enumerate(zip(copies, WHO, said, strict=False), start=1):
        with BoardFile.open(copy, clock=partial(datetime, 2021, 3, day, 12, tzinfo=UTC)) as lead:
            lead.write([Change(record, kind, {field: words})], who=who)
    with BoardFile.open(path) as file:
        merge(file, list(reversed(copies)))
        (conflict,) = open_conflicts(file)
    return path, conflict


def test_the_earlier_one_comes_first_and_each_is_signed_with_who_and_when(tmp_path: Path) -> None:
    path, conflict = disputed(tmp_path, "action", "commentary", ("Six teams.\n\n- all trained", "Eight teams."))
    change = both_kept(conflict)
    assert change is not None and change.resolve
    with BoardFile.open(path) as file:
        file.write([change], who="Chair", why="both saw a part")
        record = file.read().find(conflict.record)
        assert open_conflicts(file) == []
    assert getattr(record, "commentary", "") == (
        "Six teams.\n\n- all trained\n– Head of Service, 01/03/2021\n\n"
        "Eight teams.\n– Principal Social Worker, 02/03/2021"
    )


def test_of_three_all_are_kept_and_one_that_is_unsigned_says_so(tmp_path: Path) -> None:
    _, conflict = disputed(tmp_path, "action", "commentary", ("One", "Two", "Three"))
    change = both_kept(conflict)
    assert change is not None
    assert [line for line in change.values["commentary"].split("\n") if line.startswith("–")] == [
        "– Head of Service, 01/03/2021",
        "– Principal Social Worker, 02/03/2021",
        "– unsigned, 03/03/2021",
    ]


@pytest.mark.parametrize(
    ("kind", "field", "said"),
    [
        ("action", "commentary", ("Only here", "")),
        ("action", "title", ("Coaching all", "Coaching some")),
        ("risk", "current", ("4x3", "4x5")),
    ],
)
def test_where_there_are_no_two_texts_nothing_is_put_together(
    tmp_path: Path, kind: str, field: str, said: tuple[str, str]
) -> None:
    assert both_kept(disputed(tmp_path, kind, field, said)[1]) is None
