"""The power fails while edits are written: not one that was acknowledged is lost.

The statements are those that the store really runs; they are run again on a disk that forgets what was not synced.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import apsw
import pytest

from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action
from boardtui.session.meeting import freezer
from boardtui.store import file
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge
from tests.store.conftest import CHAIR, add_action, new_id, rebuild
from tests.store.damage import SECTOR
from tests.store.power_cut import Event, Recorder, RecordingDisk, after_a_cut

WRITES = 6
CUTS = 1_000 if os.environ.get("BOARDTUI_NIGHTLY") else 40


def written(folder: Path, pragmas: tuple[str, ...], journal: str) -> tuple[dict[str, bytes], list[Event], str]:
    """The board before the writes, and what the writes asked of the disk. The title says how many were done."""
    path = folder / "plan.board"
    statements: list[list[str]] = []
    with BoardFile.create(path, "Plan", who="plan") as made:
        identity = add_action(made, "1.1", commentary="x" * 3000)
        before = {path.name: path.read_bytes()}
        raw = made._database.connection()
        for number in range(1, WRITES + 1):
            statements.append([])
            raw.set_trace_callback(statements[-1].append)
            made.write(
                [Change(identity, "action", {"title": str(number), "commentary": "y" * 900 * number})], who=CHAIR
            )
            raw.set_trace_callback(None)
    return before, asked_of_the_disk(path, before[path.name], statements, pragmas, journal), identity


def asked_of_the_disk(
    path: Path, before: bytes, statements: list[list[str]], pragmas: tuple[str, ...], journal: str
) -> list[Event]:
    """What statements ask of the disk when they are run again, with a sign behind each group of them."""
    path.write_bytes(before)
    recorder = Recorder()
    disk = RecordingDisk(recorder)
    replay = apsw.Connection(str(path), vfs=disk.name)
    try:
        for pragma in (*pragmas, f"PRAGMA journal_mode={journal}"):
            replay.execute(pragma).fetchall()
        recorder.events.clear()
        for some in statements:
            for statement in some:
                replay.execute(statement).fetchall()
            recorder.note("ack")
    finally:
        replay.close()
        disk.unregister()
    return recorder.events


def loses_an_edit(folder: Path, pragmas: tuple[str, ...], cuts: int, journal: str = "DELETE") -> bool:
    """Whether an acknowledged edit is gone after one of so many power cuts."""
    before, events, identity = written(folder, pragmas, journal)
    assert [event.what for event in events].count("ack") == WRITES
    chance = random.Random(20210119)
    for number in range(cuts):
        files, done = after_a_cut(before, events[: chance.randrange(1, len(events) + 1)], chance)
        place = folder / f"cut-{number}"
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        with BoardFile.open(place / "plan.board") as reopened:
            action = reopened.read().get(Action, identity)
            assert action is not None
            reopened.write([Change(identity, "action", {"lead": "Head of Service"})], who=CHAIR)
        if int(action.title or 0) < done:
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("journal", ["DELETE", "TRUNCATE"])  # the one on Windows, the other elsewhere
def test_no_acknowledged_edit_is_lost_in_any_power_cut(tmp_path: Path, journal: str) -> None:
    assert not loses_an_edit(tmp_path, file._PRAGMAS, CUTS, journal)


@pytest.mark.slow
def test_a_merge_an_import_an_undo_a_closing_and_a_rebuild_are_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "plan.board"
    statements: list[list[str]] = []
    with BoardFile.create(path, "Plan", who="plan") as made:
        action, meeting = add_action(made, "1.1", rag="green"), new_id()
        made.write([Change(meeting, "meeting", {"date": "2021-03-02"})], who=CHAIR)
        shutil.copyfile(path, tmp_path / "lead.board")
        with BoardFile.open(tmp_path / "lead.board") as lead:
            lead.write([Change(action, "action", {"commentary": "z" * 5000})], who="Lead")
        before = path.read_bytes()
        states = [made.read().records]
        rows = [Change(new_id(), "action", {"ref": f"2.{row}", "title": "y" * 200}) for row in range(60)]
        for work in (
            lambda: merge(made, [tmp_path / "lead.board"]),
            lambda: made.write(rows, who=CHAIR),
            lambda: made.undo(who=CHAIR),
            lambda: made.close_meeting(meeting, who=CHAIR, freeze=freezer(meeting)),
            lambda: rebuild(made),
        ):
            statements.append([])
            raw = made._database.connection()
            raw.set_trace_callback(statements[-1].append)
            work()
            raw.set_trace_callback(None)
            states.append(made.read().records)
    events = asked_of_the_disk(path, before, statements, file._PRAGMAS, file.JOURNAL_MODE)
    assert [event.what for event in events].count("ack") == 5
    chance = random.Random(20210302)
    for number in range(CUTS):
        files, done = after_a_cut({path.name: before}, events[: chance.randrange(1, len(events) + 1)], chance)
        place = tmp_path / f"cut-{number}"
        place.mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
        with BoardFile.open(place / path.name) as reopened:  # which compares every edit and all that is shown
            assert reopened.read().records in states[done : done + 2]


@pytest.mark.slow
def test_the_usual_setting_would_lose_some_which_is_why_it_is_not_used(tmp_path: Path) -> None:
    usual = tuple(each.replace("synchronous=EXTRA", "synchronous=FULL") for each in file._PRAGMAS)
    assert usual != file._PRAGMAS
    assert loses_an_edit(tmp_path, usual, 400)


def test_a_write_that_was_not_synced_may_be_torn_at_a_sector_and_nowhere_else() -> None:
    write = Event("write", "plan.board", 4096, b"n" * 4096)
    found = set()
    for seed in range(50):
        files, _ = after_a_cut({"plan.board": b"o" * 8192}, [write], random.Random(seed))
        sectors = [files["plan.board"][at : at + SECTOR] for at in range(0, 8192, SECTOR)]
        assert all(len(set(sector)) == 1 for sector in sectors)
        assert set(b"".join(sectors[:8])) == set(b"o")
        found.add(sum(sector[:1] == b"n" for sector in sectors))
    assert {0, 8} < found  # none of it, all of it, and some of it
