"""How the files of this folder were made: by the first version that wrote format 1, once.

They are not to be made anew: that every later version reads what this one wrote is what is tested. A later format gets
files of its own beside them, made by a script like this one. It was run in a folder that held only `written.toml`;
`expected.json` is what the same version read in the files, and `stored_names.toml` how it declared its records.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import time_machine

from boardtui.cli import main
from boardtui.domain.meetings.meeting_changes import start_meeting
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.store.board_file import BoardFile

LEAD = ("--why", "from the team", "--as", "Principal Social Worker")
OFFICE = ("--why", "as reported", "--as", "Programme office")
CHAIR = "Independent Chair"


def run(day: str, *words: str) -> None:
    """Run a command at noon of a day."""
    with time_machine.travel(f"{day} 12:00Z", tick=False):
        try:
            main(list(words))
        except SystemExit as end:
            assert not end.code, words


def open_meeting(date: str, ref: str, values: dict[str, str]) -> None:
    """Open a meeting as the application does, and change an action in it."""
    at = datetime.fromisoformat(f"{date}T10:00:00+00:00").astimezone(UTC)
    with BoardFile.open(Path("plan.board"), clock=lambda: at) as file:
        board = file.read()
        (meeting,) = (each for each in board.all(Meeting) if each.date == date)
        file.write(start_meeting(board, meeting, at), who=CHAIR, meeting=meeting.id)
        action = next(each.id for each in board.of_kind("action") if getattr(each, "ref", "") == ref)
        file.write([Change(action, "action", values)], who=CHAIR, why="agreed", meeting=meeting.id)


if __name__ == "__main__":
    run("2021-01-05", "new", "plan.board", "--from", "written.toml", "--as", "Programme office")
    open_meeting("2021-01-19", "1.1", {"rag": "amber", "rationale": "One coach left", "due": "2021-02-28"})
    run("2021-01-19", "meeting", "close", "plan.board", "2021-01-19", "--at", "2021-01-19 11:30", "--as", CHAIR)
    run("2021-02-02", "set", "plan.board", "1.1", "due=2021-04-30", *OFFICE)
    run("2021-02-02", "delete", "plan.board", "1.10", "--yes", *OFFICE)
    run("2021-02-10", "copy", "plan.board", "lead.board", "--for", "Principal Social Worker")

    run("2021-02-12", "set", "lead.board", "1.1", "rag=red", "rationale=Two coaches left", *LEAD)
    run("2021-02-12", "set", "lead.board", "1.2", "title=Refresh and publish the framework", *LEAD)
    run("2021-02-12", "set", "lead.board", "1.2", "due=2021-05-31", *LEAD)
    run("2021-02-12", "add", "lead.board", "action", "ref=1.3", "title=Train coaches", "ambition=1", *LEAD)
    run("2021-02-12", "add", "lead.board", "reading", "kpi=2.1", "period=2021-01", "value=93%", *LEAD)
    run("2021-02-12", "delete", "lead.board", "risk:R2", "--yes", *LEAD)
    run("2021-02-12", "delete", "lead.board", "milestone:M1", "--yes", *LEAD)

    with BoardFile.open(Path("lead.board"), clock=lambda: datetime(2021, 2, 12, 13, 0, tzinfo=UTC)) as lead:
        action = next(each.id for each in lead.read().of_kind("action") if getattr(each, "ref", "") == "1.2")
        lead.write([Change(action, "action", {"commentary": "Too early to say."})], who=LEAD[-1])
        lead.undo(who=LEAD[-1])

    run("2021-02-15", "add", "plan.board", "reading", "kpi=2.1", "period=2021-01", "value=93.4%", *OFFICE)
    run("2021-02-15", "set", "plan.board", "milestone:M1", "note=With schools.", *OFFICE)
    open_meeting("2021-03-02", "1.1", {"rag": "green", "rationale": "Both posts are filled"})
    for name in ("plan.board", "lead.board"):
        Path(f"{name}.gz").write_bytes(gzip.compress(Path(name).read_bytes(), mtime=0))
    run("2021-03-02", "export", "plan.board", "--to", "toml", "-o", "plan.toml")
