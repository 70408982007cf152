"""One record has one name, whoever speaks of it: the log, the history, minutes, disagreements and previews."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.words import capitalised, line_name, named_in_full
from boardtui.domain.records.declare import identity_for
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.report.closing_list import plain_lines
from boardtui.session.copies.merge_lines import merge_lines, names_after
from boardtui.session.history_lines import history_lines
from boardtui.store.board_file import BoardFile
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge, preview_merge
from boardtui.ui.copies.conflict_lines import to_decide
from tests.cli.conftest import SIGNED, Boardtui
from tests.store.conftest import new_id

WHEN = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)

# For each kind: how it is called where a line begins with it, and the field in which two copies then disagree.
CALLED = {
    "action": ("Action 1.3", "commentary"),
    "risk": ("Risk CIP06", "description"),
    "kpi": ("KPI H3.2", "definition"),
    "reading": ("Reading of H3.2, Q4 2020/21", "note"),
    "comparator": ("Comparator of H3.2, England 2017/18", "value"),
    "mitigation": ("Mitigation “Recruit two coaches” of CIP06", "owner"),
    "decision": ("Decision “Ask for a recovery plan” on 1.3", "made_by"),
    "challenge": ("Challenge “Who pays?” at the meeting of 02/03/2021", "answer"),
    "action_arising": ("Action arising “Bring the audit” on 1.3", "outcome"),
    "task_group": ("Task and finish group “Front door” on 1.3", "lead"),
    "milestone": ("Milestone “Inspection window”", "note"),
    "narrative": ("Narrative item “We know our children.” under key message", "source"),
}


def made(path: Path) -> dict[str, str]:
    """A board with one record of each kind, and the ids."""
    ids = {name: new_id() for name in (*CALLED, "meeting")}
    action, risk, kpi, meeting = (ids[name] for name in ("action", "risk", "kpi", "meeting"))
    values: dict[str, dict[str, Any]] = {
        "meeting": {"date": "2021-03-02"},
        "action": {"ref": "1.3", "title": "Moderation"},
        "risk": {"ref": "CIP06", "title": "Capacity"},
        "kpi": {"ref": "H3.2", "title": "Visits"},
        "reading": {"kpi": kpi, "period": "2020/21 Q4", "value": "88%"},
        "comparator": {"kpi": kpi, "title": "England", "year": "2017/18"},
        "mitigation": {"risk": risk, "title": "Recruit two coaches"},
        "decision": {"meeting": meeting, "item": action, "text": "Ask for a recovery plan"},
        "challenge": {"meeting": meeting, "text": "Who pays?"},
        "action_arising": {"meeting": meeting, "item": action, "text": "Bring the audit"},
        "task_group": {"action": action, "title": "Front door"},
        "milestone": {"title": "Inspection window"},
        "narrative": {"section": "key message", "text": "We know our children."},
    }
    for kind in ("reading", "comparator"):
        ids[kind] = identity_for(KINDS[kind], values[kind], ids[kind])
    with BoardFile.create(path, "Plan", who="Office", clock=lambda: WHEN) as file:
        file.write([Change(ids[kind], kind, some) for kind, some in values.items()], who="Office")
    return ids


def write(path: Path, ids: dict[str, str], word: str) -> None:
    with BoardFile.open(path) as file:
        file.write([Change(ids[kind], kind, {name: word}) for kind, (_, name) in CALLED.items()], who=word)


@pytest.fixture
def disputed(tmp_path: Path) -> tuple[Path, Path, dict[str, str]]:
    """A board and a copy that say different things about every record of it."""
    board, copy = tmp_path / "plan.board", tmp_path / "copy.board"
    ids = made(board)
    shutil.copyfile(board, copy)
    write(board, ids, "1%")
    write(copy, ids, "2%")
    return board, copy, ids


def test_every_output_calls_a_record_the_same(disputed: tuple[Path, Path, dict[str, str]], boardtui: Boardtui) -> None:
    path, copy, ids = disputed
    expected = {name for name, _ in CALLED.values()}

    def told(out: str) -> set[str]:
        # Before the name only a time, a signature and the room of a margin may stand.
        return {name for name in expected if re.search(rf"(^|  ){re.escape(name)}: ", out, re.MULTILINE)}

    assert told(boardtui("log", path).out) == expected
    brought = boardtui("merge", path, copy, "--dry-run").out
    with BoardFile.open(path) as file:
        preview, board = preview_merge(file, [copy]), file.read()
        came = merge_lines(names_after(board, preview), preview)
        assert {line.name for line in came} == expected
        assert [each.strip() for each in brought.splitlines() if " · " in each] == [line.text for line in came]
        in_full = {line.title for line in came if " · " not in line.title}
        lines = history_lines(board, file.history(), {})
        assert {line.name for line in lines} - {"The board", "Meeting of 02/03/2021"} == expected
        merge(file, preview)
        board = file.read()
        assert {item.name for item in to_decide(board, open_conflicts(file))} == expected
        # Minutes have room for the title as well.
        spoken = {re.split(" – |: ", line)[0] for line in plain_lines(board, file.history()[: len(CALLED)])}
        records = [board.find(ids[kind]) for kind in CALLED]
        assert spoken == {capitalised(named_in_full(board, each)) for each in records if each is not None}
        # The preview says of a figure which KPI it is of, and all else as minutes do.
        assert in_full == {each for each in spoken if not each.startswith(("Reading", "Comparator"))}
        assert all(any(name == said or said.startswith(f"{name} ") for said in spoken) for name in expected)
        assert {line_name(board, each) for each in records if each is not None} == expected
    assert told(boardtui("conflicts", "list", path).out) == expected


def test_json_has_the_name_beside_the_id(disputed: tuple[Path, Path, dict[str, str]], boardtui: Boardtui) -> None:
    path, copy, ids = disputed
    entry = next(each for each in boardtui("log", path, "--json").data if each["record"] == ids["reading"])
    assert (entry["name"], entry["changed"]["note"]) == ("H3.2 Q4 2020/21", {"from": None, "to": "1%"})
    items = boardtui("merge", path, copy, "--yes", "--json").data["items"]
    assert {each["name"] for each in items if each["record"] == ids["decision"]} == {"Ask for a recovery plan"}
    conflicts = boardtui("conflicts", "list", path, "--json").data
    assert {each["name"] for each in conflicts if each["record"] == ids["reading"]} == {"H3.2 Q4 2020/21"}


def test_a_deleted_record_keeps_its_name(tmp_path: Path, boardtui: Boardtui) -> None:
    path = tmp_path / "plan.board"
    ids = made(path)
    assert boardtui("delete", path, "H3.2 Q4 2020/21", "--why", "twice", "--as", "Office").out == (
        "Reading of H3.2, Q4 2020/21: deleted\n"
    )
    assert boardtui("delete", path, "decision:Ask for", "--why", "twice", "--as", "Office").code == 0
    log = boardtui("log", path).out
    assert "Reading of H3.2, Q4 2020/21: deleted" in log
    assert "Decision “Ask for a recovery plan” on 1.3: deleted" in log
    assert boardtui("log", path, "H3.2 Q4 2020/21").out.count("\n") == 2
    with BoardFile.open(path) as file:
        lines = history_lines(file.read(), file.history(), {})
    assert "Decision “Ask for a recovery plan” on 1.3 (deleted)" in {line.name for line in lines}
    assert not any(identity[:8] in log for identity in ids.values())


def test_meetings_without_a_date_can_be_named(tmp_path: Path, boardtui: Boardtui) -> None:
    path = tmp_path / "plan.board"
    made(path)
    with BoardFile.open(path) as file:
        file.write([Change(new_id(), "meeting", {}), Change(new_id(), "meeting", {"date": "2021-03-02"})], who="Office")
        known = [meeting.id for meeting in file.read().all(Meeting)]
    refused = boardtui("meeting", "minutes", path, "02/03/2021")
    assert refused.code == 1
    assert "meeting:02/03/2021 #1, meeting:02/03/2021 #2" in refused.err
    assert boardtui("meeting", "minutes", path, "meeting:02/03/2021 #2").code == 0
    assert not any(identity[:8] in refused.err for identity in known)


def test_a_side_that_takes_a_rating_away_says_so_and_empty_fields_are_not_listed(
    board: Path, boardtui: Boardtui
) -> None:
    boardtui("set", board, "1.1", "rag=green", "help_wanted=A coach", *SIGNED)
    copy = board.with_name("copy.board")
    boardtui("copy", board, copy)
    boardtui("set", board, "1.1", "rag=amber", *SIGNED)
    boardtui("set", copy, "1.1", "rag=none", "rationale=", "help_wanted=", *SIGNED)
    assert boardtui("merge", board, copy, "--yes", *SIGNED[-2:]).code == 1
    listed = boardtui("conflicts", "list", board).out
    assert ": RAG ○ Not rated" in listed and ": RAG A ▲ Amber; " in listed
    assert "(empty)" not in listed
