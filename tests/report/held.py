"""A meeting that was held, on the board of `boards.hand_made`: with hostile text, changes, a correction and an undo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.dates.dates import read_date
from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.meetings.agenda_changes import add_item, go_on, make_agenda, park
from boardtui.domain.meetings.meeting_changes import (
    action_arising,
    answer_challenge,
    challenge,
    decision,
    note,
    one_a_line,
    start_meeting,
)
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Challenge, Meeting
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.session.meeting import freezer, minutes_of
from boardtui.store.board_file import BoardFile
from tests.report.boards import GOLDEN, TITLE, hand_made, identity

CHAIR = "Independent Chair"
LAST, NEXT = identity("last"), identity("next")
MINUTES = GOLDEN / "minutes" / "march.md"
CHANGES = GOLDEN / "minutes" / "changes.md"


def held(path: Path, *, close: bool = True) -> BoardFile:
    """Hold the March meeting of a board that had one in January."""
    hand_made(path)
    file = BoardFile.open(path, clock=_minutely(datetime(2021, 3, 2, 10, 0, tzinfo=UTC)).__next__)
    meeting = prepare(file)
    say(file, start_meeting(file.read(), meeting, datetime(2021, 3, 2, 10, 0, tzinfo=UTC)))
    _talk(file)
    if close:
        file.close_meeting(NEXT, who=CHAIR, freeze=freezer(NEXT))
    return file


def prepare(file: BoardFile) -> Meeting:
    """Make the agenda, and say who comes."""
    names = (identity(f"item {number}") for number in count())
    board, meeting = now(file)
    made = make_agenda(board, meeting, read_date(meeting.date).day, identity=names.__next__)  # type: ignore[arg-type]
    file.write(made, who="Office")
    board, meeting = now(file)
    file.write(add_item(board, meeting, title=f"Any other | business {TITLE}", identity=names.__next__), who="Office")
    people = f"Independent Chair\nLead Member | Children\n{TITLE}"
    came = {"attendees": one_a_line(people), "apologies": one_a_line("DfE Adviser; Director, Early Help")}
    file.write([Change(meeting.id, "meeting", came)], who="Office")
    values = {
        "place": "Room 1 [annexe]",
        "chair": CHAIR,
        "papers": "Plan and progress\n- Scorecard",
        "purpose": "# Look",
    }
    file.write([Change(NEXT, "meeting", values)], who="Office")
    return now(file)[1]


def now(file: BoardFile) -> tuple[Board, Meeting]:
    """The board and its March meeting as they are."""
    board = file.read()
    meeting = board.get(Meeting, NEXT)
    assert meeting is not None
    return board, meeting


def say(file: BoardFile, changes: list[Change], why: str = "", who: str = CHAIR) -> str:
    """Write changes as said in the March meeting; the batch, for what belongs to it."""
    return file.write(changes, who=who, why=why, meeting=NEXT).batch


def _talk(file: BoardFile) -> None:
    board, meeting = now(file)
    coach, refresh = (lookup(board, ref) for ref in ("action:1.1", "action:1.10"))
    say(
        file, [Change(coach.id, "action", re_rated(Rag.RED, "Two coaches | left\n# soon"))], "Two coaches | left # soon"
    )
    say(file, [Change(coach.id, "action", {"back_to_green": "30 June 2021"})])
    say(file, [Change(coach.id, "action", {"due": "30/06/2021", "due_reason": "new coaches"})], "new coaches")
    say(file, [Change(coach.id, "action", {"commentary": "Half are done.\nThe rest wait [SEND] ~~for~~ coaches"})])
    # Said, and taken back at once: the minutes are silent about it.
    say(file, [Change(refresh.id, "action", re_rated(Rag.RED))])
    file.undo(who=CHAIR, meeting=NEXT)
    say(
        file,
        decision(meeting, f"- Pay for a coach | {TITLE}", item=coach, identity=lambda: identity("decided in March")),
    )
    say(file, challenge(meeting, "1. Why *now*?", item=coach, raised_by="Adviser", identity=lambda: identity("why")))
    task = action_arising(
        meeting, "Send the | bill", owner="Head", due="12/3/2021", item=coach, identity=lambda: identity("bill")
    )
    say(file, task)
    asked = board.get(Challenge, identity("asked"))
    assert asked is not None
    say(file, answer_challenge(asked, "The end of June\nis meant", answered_by="Head of Early Help", meeting=meeting))
    say(file, decision(meeting, "Meet again in May", identity=lambda: identity("again")))
    say(
        file, [Change(identity("new action"), "action", {"ref": "9.1", "title": "Added | in the room", "rag": "amber"})]
    )
    for item in agenda_of(*now(file))[:2]:
        say(file, note(meeting, item, f"Discussed at length.\n| a | b |\n{item.why}"))
        say(file, go_on(*now(file)))
    say(file, park(agenda_of(*now(file))[3]))
    say(file, [Change(NEXT, "meeting", {"notes": "The fire alarm rang."})])


def _minutely(first: datetime) -> Iterator[datetime]:
    while True:
        yield first
        first += timedelta(minutes=1)


if __name__ == "__main__":
    import tempfile

    from boardtui.report.changes import what_changed

    with tempfile.TemporaryDirectory() as folder, held(Path(folder) / "plan.board") as file:
        MINUTES.write_text(minutes_of(file, now(file)[1]), encoding="utf-8")
        CHANGES.write_text(what_changed(file.read(at=NEXT, since=LAST), until=now(file)[1]), encoding="utf-8")
