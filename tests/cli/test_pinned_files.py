"""What format 1 wrote is read for ever: a board, a lead's copy and a plan of that time, each with every field filled.

`tests/data/pinned/make.py` says how they were made. They are not to be made anew, nor what is expected of them
altered, when a test here fails: files like these lie on people's laptops. A name that has to change in the program
needs a step in `boardtui.store.backup` that reads the old one.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import time_machine

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.store.board_file import BoardFile
from boardtui.store.soundness import examine
from tests.cli.conftest import Boardtui
from tests.store.conftest import rebuild

PINNED = Path(__file__).parents[1] / "data" / "pinned"
EXPECTED: dict[str, Any] = json.loads((PINNED / "expected.json").read_text(encoding="utf-8"))
PLAN_TOML = (PINNED / "plan.toml").read_text(encoding="utf-8")


def told(board: Board) -> dict[str, Any]:
    """Every record by its id, with each field that says more than its default: a later version may add fields."""
    found: dict[str, Any] = {}
    for kind in KINDS.values():
        for record in board.of_kind(kind.name):
            values = {name: getattr(record, name) for name in kind.attributes}
            said = {name: value for name, value in values.items() if value != kind.attributes[name].default}
            about = {"created": record.created, "changed_at": record.changed_at, "conflicts": record.conflicts}
            found[record.id] = {"kind": kind.name, **about, **said}
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


def without_names(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what records are called: that is not stored, and a later version may call them otherwise."""
    return [
        {name: value for name, value in each.items() if name != "name" and (name != "ref" or _has_ref(each))}
        for each in entries
    ]


def _has_ref(entry: dict[str, Any]) -> bool:
    return KINDS[entry["kind"]].has("ref")


@pytest.fixture(autouse=True)
def _a_week_later() -> Iterator[None]:
    with time_machine.travel("2021-03-09 12:00Z", tick=False):
        yield


def unpacked(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes(gzip.decompress((PINNED / f"{name}.gz").read_bytes()))
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return unpacked("plan.board", tmp_path)


@pytest.fixture
def lead(tmp_path: Path) -> Path:
    return unpacked("lead.board", tmp_path)


def test_what_was_frozen_before_there_were_front_sheets_stays_byte_for_byte(tmp_path: Path, boardtui: Boardtui) -> None:
    """See `tests/data/pinned/make_frozen.py`: one paper and the minutes were frozen then, and the plan moved on."""
    frozen = unpacked("frozen.board", tmp_path)
    snapshot, minutes = ((PINNED / f"frozen-{name}.md").read_text(encoding="utf-8") for name in ("snapshot", "minutes"))
    for _ in range(2):
        assert boardtui("export", frozen, "--at", "2021-01-19").out == snapshot
        assert boardtui("export", frozen, "--at", "2021-01-19", "--full").out == snapshot
        assert boardtui("meeting", "minutes", frozen, "2021-01-19").out == minutes
        # Nor does it change when this version writes to the board and holds a meeting of its own.
        assert boardtui("set", frozen, "1.1", "rag=red", "--why", "since then", "--as", "Chair").code == 0
        boardtui("meeting", "close", frozen, "2021-03-02", "--at", "now", "--as", "Chair")
    assert examine(frozen)[0] == []


@pytest.mark.parametrize("name", ["plan", "lead"])
def test_every_value_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    with BoardFile.open(unpacked(f"{name}.board", tmp_path)) as file:
        assert told(file.read()) == EXPECTED[name]


@pytest.mark.parametrize("name", ["plan", "lead"])
def test_every_value_is_worked_out_from_the_edits_as_it_was(name: str, tmp_path: Path) -> None:
    """What is shown is kept in the file too, and would hide that an edit is not understood any more."""
    with BoardFile.open(unpacked(f"{name}.board", tmp_path)) as file:
        rebuild(file)
        assert told(file.read()) == EXPECTED[name]


def test_an_edit_of_every_field_group_of_that_time_is_understood(plan: Path) -> None:
    with BoardFile.open(plan) as file:
        edits = [entry.edit for entry in file.history() if entry.edit.group != "life"]
    assert len({(edit.kind, edit.group) for edit in edits}) == 152
    unknown = {(edit.kind, edit.group) for edit in edits if edit.group not in KINDS[edit.kind].groups}
    assert unknown == set(), "boards on people's laptops hold these names: add a migration"


@pytest.mark.parametrize("name", ["plan", "lead"])
def test_the_files_are_sound(name: str, tmp_path: Path, boardtui: Boardtui) -> None:
    path = unpacked(f"{name}.board", tmp_path)
    assert examine(path)[0] == []
    said = boardtui("check", path, "--json").data
    assert (said["sound"], said["problems"]) == (True, [])


def test_opening_them_brings_the_tables_up_to_date_once_and_leaves_every_edit(plan: Path) -> None:
    """What is shown is built anew from the edits where a version has more fields; the edits are what the board is."""

    def edits() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(plan)) as connection:
            return connection.execute("SELECT * FROM edit ORDER BY arrival").fetchall()

    before = edits()
    BoardFile.open(plan).close()
    assert edits() == before
    once = plan.read_bytes()
    BoardFile.open(plan).close()
    assert plan.read_bytes() == once


def test_a_preview_counts_and_names_what_the_leads_copy_brings(plan: Path, lead: Path, boardtui: Boardtui) -> None:
    ran = boardtui("merge", plan, lead, "--dry-run", "--json")
    assert ran.code == 1
    said = json.loads(ran.out.replace(str(lead), lead.name))
    (copy,) = said["copies"]
    assert copy.pop("for") == "Principal Social Worker"  # which that version read from the copy, and did not print
    assert (copy["new"], copy["known"], copy["conflicts"], said["to_settle"]) == (12, 177, 3, 3)
    names = [each["name"] for each in said["items"]]
    assert list(dict.fromkeys(names)) == ["1.2", "1.3", "M1", "2.1 Jan 21", "R2", "1.1"]
    expected = EXPECTED["preview"]
    assert {**said, "items": without_names(said["items"])} == {**expected, "items": without_names(expected["items"])}


def test_the_leads_copy_comes_in_with_every_value_and_with_what_is_to_settle(
    plan: Path, lead: Path, boardtui: Boardtui
) -> None:
    ran = boardtui("merge", plan, lead, "--yes")
    assert ran.code == 1
    assert "Merged 12 edits." in ran.out
    with BoardFile.open(plan) as file:
        assert told(file.read()) == EXPECTED["merged"]
        rebuild(file)
        assert told(file.read()) == EXPECTED["merged"]
    to_settle = boardtui("conflicts", "list", plan, "--json").data
    assert [each["name"] for each in to_settle] == ["1.1", "M1", "2.1 Jan 21"]
    assert without_names(to_settle) == without_names(EXPECTED["to settle"])
    assert examine(plan)[0] == []


def test_the_leads_copy_knows_who_it_is_for(lead: Path, plan: Path) -> None:
    with BoardFile.open(lead) as copy, BoardFile.open(plan) as file:
        assert (copy.made_for(), file.made_for()) == ("Principal Social Worker", "")


def test_what_was_undone_in_it_is_done_again_and_undone_by_its_author(lead: Path) -> None:
    def commentary(file: BoardFile) -> str:
        return str(getattr(lookup(file.read(), "1.2"), "commentary", None))

    with BoardFile.open(lead) as file:
        assert commentary(file) == ""
        file.redo(who="Principal Social Worker")
        assert commentary(file) == "Too early to say."
        file.undo(who="Principal Social Worker")
        assert commentary(file) == ""


def test_each_revision_of_a_date_is_remembered(plan: Path) -> None:
    with BoardFile.open(plan) as file:
        board = file.read()
    (revised,) = board.redatings.values()
    assert [(each.before, each.now, each.why, each.who, each.at) for each in revised] == [
        ("2021-01-31", "2021-02-28", "Sickness", "Independent Chair", "2021-01-19T10:00:00Z"),
        ("2021-02-28", "2021-04-30", "as reported", "Programme office", "2021-02-02T12:00:00Z"),
    ]


def test_the_board_as_it_was_known_when_the_meeting_closed(plan: Path, boardtui: Boardtui) -> None:
    with BoardFile.open(plan) as file:
        meeting = next(each for each in file.read().all(Meeting) if each.date == "2021-01-19")
        then = lookup(file.read(at=meeting.id), "1.1")
        assert (getattr(then, "rag", ""), getattr(then, "due", "")) == ("amber", "2021-02-28")
        spoken = [(e.edit.kind, e.edit.group, e.edit.who, e.edit.why) for e in file.meeting_record(meeting.id).entries]
        assert ("action", "status", "Independent Chair", "agreed") in spoken
    assert boardtui("export", plan, "--at", "2021-01-19").out == meeting.snapshot
    assert boardtui("meeting", "minutes", plan, "2021-01-19").out == meeting.minutes


def test_the_history_of_the_whole_board_says_what_it_said(plan: Path, boardtui: Boardtui) -> None:
    history = boardtui("log", plan, "--json").data[:12]
    names = {each["name"] for each in history}
    assert names == {"1.1", "02/03/2021", "M1", "2.1 Jan 21", "1.10", "19/01/2021"}
    assert without_names(history) == without_names(EXPECTED["history"])


def test_a_plan_of_that_time_makes_the_board_again_word_for_word(tmp_path: Path, boardtui: Boardtui) -> None:
    again = tmp_path / "again.board"
    assert boardtui("new", again, "--from", PINNED / "plan.toml").code == 0
    assert boardtui("export", again, "--to", "toml").out == PLAN_TOML


def test_the_board_is_exported_as_the_plan_of_that_time(plan: Path, boardtui: Boardtui) -> None:
    assert boardtui("export", plan, "--to", "toml").out == PLAN_TOML
