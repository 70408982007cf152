"""How `frozen.board.gz` was made: by the last version that froze one paper and the minutes when a meeting closed.

It is not to be made anew: that what was frozen then comes out byte for byte in every later version is what is tested.
`frozen-snapshot.md` and `frozen-minutes.md` are what that version gave for it. It was run in a folder that held only
`written.toml`.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import time_machine

from boardtui.cli import main
from boardtui.domain.meetings.meeting_changes import challenge, decision, start_meeting
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.store.board_file import BoardFile

CHAIR = "Independent Chair"


def run(day: str, *words: str) -> None:
    """Run a command at noon of a day."""
    with time_machine.travel(f"{day} 12:00Z", tick=False):
        try:
            main(list(words))
        except SystemExit as end:
            assert not end.code, words


if __name__ == "__main__":
    run("2021-01-05", "new", "frozen.board", "--from", "written.toml", "--as", "Programme office")
    at = datetime(2021, 1, 19, 10, 0, tzinfo=UTC)
    with BoardFile.open(Path("frozen.board"), clock=lambda: at) as file:
        board = file.read()
        (meeting,) = (each for each in board.all(Meeting) if each.date == "2021-01-19")
        file.write(start_meeting(board, meeting, at), who=CHAIR, meeting=meeting.id)
        action = next(each for each in board.of_kind("action") if getattr(each, "ref", "") == "1.1")
        rated = Change(action.id, "action", {"rag": "amber", "rationale": "One coach left", "due": "2021-02-28"})
        file.write([rated], who=CHAIR, why="agreed", meeting=meeting.id)
        file.write(decision(meeting, "To recruit at once", item=action), who=CHAIR, meeting=meeting.id)
        file.write(challenge(meeting, "Who covers until then?", item=action), who=CHAIR, meeting=meeting.id)
    run("2021-01-19", "meeting", "close", "frozen.board", "2021-01-19", "--at", "2021-01-19 11:30", "--as", CHAIR)
    run("2021-01-20", "export", "frozen.board", "--at", "2021-01-19", "-o", "frozen-snapshot.md")
    run("2021-01-20", "meeting", "minutes", "frozen.board", "2021-01-19", "-o", "frozen-minutes.md")
    run(
        "2021-02-02", "set", "frozen.board", "1.1", "due=2021-04-30", "--why", "as reported", "--as", "Programme office"
    )
    Path("frozen.board.gz").write_bytes(gzip.compress(Path("frozen.board").read_bytes(), mtime=0))
