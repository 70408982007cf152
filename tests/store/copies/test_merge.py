"""Bringing copies together: what a preview shows, that all or nothing comes in, and that no way of it matters."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardtui.domain.board.words import Remembered, name_of
from boardtui.domain.errors import BoardError
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action, Meeting, Reading
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge, preview_merge
from tests.store.conftest import CHAIR, add_action, new_id, rebuild


def clock(day: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=UTC)


def copy_of(board_file: BoardFile, name: str) -> Path:
    """A plain copy, as Explorer makes it."""
    path = board_file.path.with_name(name)
    shutil.copyfile(board_file.path, path)
    return path


def edit(path: Path, *changes: Change, who: str = "Lead", why: str = "", day: str = "2021-02-03") -> None:
    with BoardFile.open(path, clock=clock(day)) as lead:
        lead.write(changes, who=who, why=why)


def titles(board_file: BoardFile) -> set[str]:
    return {action.title for action in board_file.read().all(Action)}


def test_what_a_lead_edited_on_the_train_comes_in(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", title="Audit", rag="green")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"rag": "red", "rationale": "no auditor"}), why="found on Monday")
    merged = merge(board_file, [copy])
    (report,) = merged.copies
    assert (report.new, report.known, report.conflicts, report.refused) == (1, 4, 0, "")
    assert (report.who, report.opened_at, report.last_at) == (("Lead",), "2021-02-03T10:00:00Z", "2021-02-03T10:00:00Z")
    assert [(item.record, item.field, item.before, item.after) for item in merged.items] == [
        (action, "rag", "green", "red"),
        (action, "rationale", "", "no auditor"),
    ]
    (shown,) = board_file.read().all(Action)
    assert (shown.rag, shown.rationale, shown.conflicts) == ("red", "no auditor", ())
    newest = board_file.history(action)[0].edit
    assert (newest.who, newest.why, newest.at) == ("Lead", "found on Monday", "2021-02-03T10:00:00Z")


def test_a_preview_changes_not_a_byte(board_file: BoardFile) -> None:
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(new_id(), "action", {"title": "New"}))
    before = {each: each.read_bytes() for each in board_file.path.parent.iterdir()}
    preview = preview_merge(board_file, [copy])
    assert preview.copies[0].new == 1
    assert preview.backup is None
    assert {each: each.read_bytes() for each in board_file.path.parent.iterdir()} == before


def test_merging_again_brings_nothing_new_and_makes_no_backup(board_file: BoardFile) -> None:
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(new_id(), "action", {"title": "New"}))
    first = merge(board_file, [copy])
    assert first.backup is not None
    before = board_file.path.read_bytes()
    again = merge(board_file, [copy, copy])
    assert (again.edits, again.items, again.backup) == ((), (), None)
    assert board_file.path.read_bytes() == before


def test_the_board_as_it_was_is_in_the_backup(board_file: BoardFile) -> None:
    add_action(board_file, "1.1", title="Here before")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(new_id(), "action", {"title": "New"}))
    backup = merge(board_file, [copy]).backup
    assert backup is not None
    with BoardFile.open(backup) as before:
        assert titles(before) == {"Here before"}


def test_any_number_of_copies_come_in_at_once(board_file: BoardFile) -> None:
    copies = [copy_of(board_file, f"lead-{number}.board") for number in range(5)]
    for number, copy in enumerate(copies):
        edit(copy, Change(new_id(), "action", {"title": f"From {number}"}), who=f"Lead {number}")
    merged = merge(board_file, copies)
    assert [report.who for report in merged.copies] == [(f"Lead {number}",) for number in range(5)]
    assert titles(board_file) == {f"From {number}" for number in range(5)}


def test_copies_may_go_round_in_circles(board_file: BoardFile) -> None:
    one, two, three = (copy_of(board_file, f"{name}.board") for name in ("one", "two", "three"))
    for path in (one, two, three):
        edit(path, Change(new_id(), "action", {"title": path.stem}))
    for into, other in ((one, two), (two, three), (three, one), (one, three), (two, one), (three, two)):
        with BoardFile.open(into) as opened:
            merge(opened, [other])
    merge(board_file, [three])
    assert titles(board_file) == {"one", "two", "three"}
    for path in (one, two, three):
        with BoardFile.open(path) as opened:
            assert merge(opened, [board_file.path]).edits == ()
            assert titles(opened) == {"one", "two", "three"}


def test_one_refused_copy_keeps_all_of_them_out(board_file: BoardFile, tmp_path: Path) -> None:
    good = copy_of(board_file, "good.board")
    edit(good, Change(new_id(), "action", {"title": "New"}))
    bad = tmp_path / "bad.board"
    bad.write_text("no board at all", encoding="utf-8")
    before = board_file.path.read_bytes()
    with pytest.raises(BoardError, match=r"Nothing was merged\. .*bad\.board is not a board.*Leave it out"):
        merge(board_file, [good, bad])
    assert board_file.path.read_bytes() == before
    assert [bool(report.refused) for report in preview_merge(board_file, [good, bad]).copies] == [False, True]
    merge(board_file, [good])
    assert titles(board_file) == {"New"}


def test_exactly_what_was_agreed_to_comes_in(board_file: BoardFile) -> None:
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(new_id(), "action", {"title": "Agreed"}))
    preview = preview_merge(board_file, [copy])
    edit(copy, Change(new_id(), "action", {"title": "Added while somebody read the preview"}))
    merge(board_file, preview)
    assert titles(board_file) == {"Agreed"}
    merge(board_file, preview)  # the second of two who agree to the same preview
    assert titles(board_file) == {"Agreed"}


def test_what_others_write_between_preview_and_merge_stays(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", rag="green")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"rag": "red"}))
    preview = preview_merge(board_file, [copy])
    assert preview.conflicts == 0
    edit(board_file.path, Change(action, "action", {"rag": "blue"}), who="Office")
    merge(board_file, preview)
    (shown,) = board_file.read().all(Action)
    assert shown.conflicts == ("status",)
    before = board_file.read()
    rebuild(board_file)
    assert board_file.read() == before


def test_two_people_who_say_different_things_are_both_heard(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", rag="green", title="Audit")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"rag": "red"}), why="no auditor")
    board_file.write([Change(action, "action", {"rag": "amber"})], who=CHAIR, why="late")
    merged = merge(board_file, [copy])
    assert merged.conflicts == 1
    assert merged.copies[0].conflicts == 1
    (item,) = merged.items
    assert (item.group, item.field, item.conflict) == ("status", "rag", True)
    assert {item.edit.values()["rag"], *(other.values()["rag"] for other in item.others)} == {"red", "amber"}
    assert preview_merge(board_file, [copy]).conflicts == 0  # known by now


def test_two_people_who_say_the_same_agree(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", rag="green")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"rag": "red"}))
    board_file.write([Change(action, "action", {"rag": "red"})], who=CHAIR)
    assert merge(board_file, [copy]).conflicts == 0
    assert open_conflicts(board_file) == []


def test_two_people_who_edit_different_fields_do_not_disturb_each_other(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", rag="green", commentary="Begun.")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"commentary": "Half done."}))
    board_file.write([Change(action, "action", {"rag": "amber"})], who=CHAIR)
    merge(board_file, [copy])
    (shown,) = board_file.read().all(Action)
    assert (shown.rag, shown.commentary, shown.conflicts) == ("amber", "Half done.", ())


def test_what_was_said_in_the_meeting_is_shown_until_it_is_decided(board_file: BoardFile) -> None:
    action, meeting = add_action(board_file, "1.1", rag="green"), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-19"})], who=CHAIR)
    copy = copy_of(board_file, "lead.board")
    board_file.write([Change(action, "action", {"rag": "blue"})], who=CHAIR, meeting=meeting)
    for rag in ("amber", "red"):
        edit(copy, Change(action, "action", {"rag": rag}), day="2031-01-01")
    merge(board_file, [copy])
    (shown,) = board_file.read().all(Action)
    assert (shown.rag, shown.conflicts) == ("blue", ("status",))


def test_the_same_month_entered_twice_is_one_reading_with_two_values(board_file: BoardFile) -> None:
    kpi = new_id()
    board_file.write([Change(kpi, "kpi", {"ref": "2.1"})], who=CHAIR)
    copy = copy_of(board_file, "lead.board")
    key = {"kpi": kpi, "period": "2018-09"}
    reading = identity_for(KINDS["reading"], key, "")
    edit(copy, Change(reading, "reading", {**key, "value": "97.3%"}))
    board_file.write([Change(reading, "reading", {**key, "value": "97.8%"})], who=CHAIR)
    merge(board_file, [copy])
    (shown,) = board_file.read().all(Reading)
    assert shown.conflicts == ("figure",)
    (conflict,) = open_conflicts(board_file)
    assert conflict.base is None
    assert {side.values["value"] for side in conflict.sides} == {"97.3%", "97.8%"}


def test_an_edit_before_the_meeting_that_arrives_after_it_is_news_to_the_board(board_file: BoardFile) -> None:
    action, meeting = add_action(board_file, "1.1", rag="green"), new_id()
    board_file.write([Change(meeting, "meeting", {"date": "2021-01-19"})], who=CHAIR)
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"rag": "red"}), day="2021-01-01")
    board_file.close_meeting(meeting, who=CHAIR, freeze=lambda _: ("snapshot", "minutes"))
    assert not board_file.read().since.before
    merge(board_file, [copy])
    board = board_file.read()
    assert isinstance(board.since.meeting, Meeting)
    assert board.since.value(board.all(Action)[0], "rag") == "green"


def test_undo_takes_back_what_one_did_here_and_never_what_came_in(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", rag="green")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"commentary": "From the copy."}), who=CHAIR)
    board_file.write([Change(action, "action", {"rag": "amber"})], who=CHAIR)
    merge(board_file, [copy])
    board_file.undo(who=CHAIR)
    (shown,) = board_file.read().all(Action)
    assert (shown.rag, shown.commentary) == ("green", "From the copy.")


def test_an_undo_merges_like_any_edit(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", rag="green")
    copy = copy_of(board_file, "lead.board")
    with BoardFile.open(copy) as lead:
        lead.write([Change(action, "action", {"rag": "red"})], who="Lead")
        merge(board_file, [copy])
        lead.undo(who="Lead")
    merge(board_file, [copy])
    (shown,) = board_file.read().all(Action)
    assert (shown.rag, shown.conflicts) == ("green", ())


def test_a_date_moved_on_two_copies_counts_as_two_revisions_of_the_same_date(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", due="2021-03-31")
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(action, "action", {"due": "2021-04-30"}))
    board_file.write([Change(action, "action", {"due": "2021-05-31"})], who=CHAIR)
    merge(board_file, [copy])
    with BoardFile.open(copy) as lead:
        merge(lead, [board_file.path])
        assert lead.read().redatings == board_file.read().redatings
    moved = {(each.before, each.now) for each in board_file.read().redatings[action]}
    assert moved == {("2021-03-31", "2021-04-30"), ("2021-03-31", "2021-05-31")}
    shown = board_file.read().all(Action)[0].due
    board_file.write([Change(action, "action", {"due": shown}, resolve=True)], who=CHAIR, why="agreed")
    assert len(board_file.read().redatings[action]) == 2


@pytest.mark.parametrize(("day", "skew"), [("2021-02-03", 0), ("2041-02-03", 7305), ("1991-02-03", -10929)])
def test_a_clock_that_is_decades_off_is_pointed_out_and_changes_nothing(tmp_path: Path, day: str, skew: int) -> None:
    with BoardFile.create(tmp_path / "plan.board", "Plan", who="plan", clock=clock("2021-02-03")) as board_file:
        board_file.write([action := Change(new_id(), "action", {"rag": "green"})], who=CHAIR, at=clock("2021-01-05")())
        copy = copy_of(board_file, "lead.board")
        edit(copy, Change(action.record, "action", {"rag": "red"}), day=day)
        assert merge(board_file, [copy]).copies[0].skew_days == skew
        assert board_file.read().all(Action)[0].rag == "red"


def test_a_preview_names_records_that_are_new_and_that_go(board_file: BoardFile) -> None:
    action = add_action(board_file, "1.1", title="Old")
    copy = copy_of(board_file, "lead.board")
    new = new_id()
    edit(copy, Change(new, "risk", {"ref": "CIP11", "title": "No auditors"}), Change(action, "action", delete=True))
    planned = preview_merge(board_file, [copy])
    items = {(item.record, item.field): item for item in planned.items}
    assert set(items) == {(new, "ref"), (new, "title"), (action, "deleted")}
    assert (items[new, "title"].before, items[new, "title"].after) == (None, "No auditors")
    assert (items[action, "deleted"].before, items[action, "deleted"].after) == (False, True)
    names = Remembered(board_file.read(), planned.records)
    assert [name_of(names, each) for each in (new, action)] == ["CIP11", "1.1"]


def test_a_board_that_is_read_only_takes_nothing_in(board_file: BoardFile) -> None:
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(new_id(), "action", {"title": "New"}))
    board_file.read_only = True
    with pytest.raises(BoardError, match="read-only"):
        merge(board_file, [copy])
    assert preview_merge(board_file, [copy]).copies[0].new == 1


def test_nothing_comes_in_when_no_backup_can_be_made(board_file: BoardFile) -> None:
    copy = copy_of(board_file, "lead.board")
    edit(copy, Change(new_id(), "action", {"title": "New"}))
    board_file.path.with_name("plan.board-backups").write_text("in the way", encoding="utf-8")
    before = board_file.path.read_bytes()
    with pytest.raises(BoardError, match="No backup could be made"):
        merge(board_file, [copy])
    assert board_file.path.read_bytes() == before


def test_a_copy_that_somebody_still_has_open_can_be_merged(board_file: BoardFile) -> None:
    copy = copy_of(board_file, "lead.board")
    with BoardFile.open(copy) as lead:
        lead.write([Change(new_id(), "action", {"title": "New"})], who="Lead")
        assert merge(board_file, [copy]).copies[0].new == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from boardtui.store import projection
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.merge import merge

def cut(connection, states):
    # Spill what was written so far to the disk, as a merge larger than the cache does, and end without a word.
    connection.exec_driver_sql("PRAGMA cache_size=1")
    real(connection, states)
    connection.exec_driver_sql("SELECT count(*) FROM edit, head").fetchall()
    os.kill(os.getpid(), signal.SIGKILL)

real = projection.replace_states
projection.replace_states = cut
merge(BoardFile.open(Path(sys.argv[1])), [Path(sys.argv[2])])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_program_that_dies_in_the_middle_leaves_the_board_as_it_was(board_file: BoardFile) -> None:
    add_action(board_file, "1.1", title="Here before")
    copy = copy_of(board_file, "lead.board")
    edit(copy, *(Change(new_id(), "action", {"title": f"New {n}", "commentary": "x" * 5000}) for n in range(100)))
    before = board_file.read()
    board_file.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(board_file.path), str(copy)], check=False)
    assert done.returncode == -9
    assert board_file.path.with_name("plan.board-journal").exists()  # it did die in the middle
    with BoardFile.open(board_file.path) as opened:
        assert opened.read() == before
        assert len(merge(opened, [copy]).edits) == 200
        with sqlite3.connect(opened.path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
