"""Two meetings in a row by keys alone in a real terminal: what the first leaves open, the second takes up."""

from __future__ import annotations

from pathlib import Path

from boardtui.domain.board.lookup import lookup
from boardtui.domain.records.kinds import Meeting
from boardtui.session.meeting import minutes_of
from boardtui.store.board_file import BoardFile
from boardtui.store.soundness import examine
from tests.terminal import Terminal
from tests.ui.conftest import on_disk, ready, small
from tests.ui.meetings.test_meeting_terminal import at_the_meeting, one_key, say

GOLDEN = Path(__file__).parents[1] / "golden"
MARCH, APRIL = "02/03/2021", "06/04/2021"


def plan_a_meeting(terminal: Terminal, day: str, heading: str) -> None:
    """Plan a meeting in the form, and open its agenda."""
    one_key(terminal, "+", "New meeting")
    terminal.press(day, "tab", "Improvement board")
    terminal.wait_for(f"= {day}")
    one_key(terminal, "ctrl+s", "Enter opens an agenda")
    one_key(terminal, "enter", f"Meeting of {day} · Improvement board", heading)


def put_on_the_agenda(terminal: Terminal, *items: str) -> None:
    """Put refs and topics on the agenda, one after the other."""
    for number, item in enumerate(items, start=1):
        one_key(terminal, "+", "New item: a ref of the plan, or a topic")
        terminal.press(item, "enter")
        terminal.wait_for(f"{number} on the agenda", gone="Enter saves")


def hold_the_first(terminal: Terminal) -> None:
    """A rating, a decision, a question and a slip of the pen; one item is parked, one is never reached."""
    one_key(terminal, "6", "No meeting yet")
    plan_a_meeting(terminal, MARCH, "0 on the agenda")
    put_on_the_agenda(terminal, "1.1", "1.2", "CIP06", "Any other business")
    one_key(terminal, "space", "1 of 4 ·")
    one_key(terminal, "a", "why? (1 of 3)")
    terminal.press("Two teams have no coach", "enter")
    terminal.wait_for("Back to green by? (2 of 3)")
    terminal.press("escape")
    terminal.wait_for("(3 of 3)")
    terminal.press("escape")
    terminal.wait_for("RAG: G ● Green → A ▲ Amber (Two teams have no coach)", gone="(3 of 3)")
    say(terminal, "d", "Fund a second coach")
    terminal.wait_for("Decided: Fund a second coach")
    say(terminal, "c", "Who coaches the coaches?", "DfE adviser")
    terminal.wait_for("Challenge: Who coaches the coaches? (DfE adviser)")
    say(terminal, "d", "A slip of the pen")
    terminal.wait_for("Decided: A slip of the pen")
    for _ in range(3):  # past the rating and the first decision
        terminal.press("down")
    terminal.wait_for("▸ Decided: A slip of the pen")
    one_key(terminal, "delete", "Withdrawn: Decided: A slip of the pen")
    one_key(terminal, "space", "2 of 4 ·")
    say(terminal, "w", "Bring the audits", "Head of Service", "31/3/2021")
    terminal.wait_for("Action: Bring the audits (Head of Service, by 31/03/2021)")
    say(terminal, "m", "Wait for the audits")
    one_key(terminal, "z", "3 of 4 ·")
    close(terminal, MARCH)


def hold_the_second(terminal: Terminal) -> None:
    """The minutes are agreed, the action completed, the question answered, what was parked and not reached taken."""
    one_key(terminal, "6", "No meeting is planned")
    plan_a_meeting(terminal, APRIL, "Space begins it")
    terminal.wait_for("minutes to agree", "Who coaches", "parked on", "not reached on")
    one_key(terminal, "space", "1 of 6 ·", "Minutes of the meeting of 02/03/2021", "Y agrees it", "Draft minutes")
    one_key(terminal, "Y", "02/03/2021 are agreed", "Minutes, as they were frozen", "Minutes: Improvement board")
    one_key(terminal, "space", "2 of 6 ·", "Bring the audits", "marks it complete")
    say(terminal, "f", "Read by all")
    one_key(terminal, "space", "3 of 6 ·", "Who coaches the coaches?", "answers it")
    say(terminal, "y", "A head coach from May", "")
    terminal.wait_for("A head coach from May")
    one_key(terminal, "space", "4 of 6 ·", "1.2 Audits", "parked on 02/03/2021")
    one_key(terminal, "g", "why?")
    terminal.press("All audits are in", "enter")
    terminal.wait_for("RAG: ○ Not rated → G ● Green (All audits are in)", gone="Enter saves")
    one_key(terminal, "space", "5 of 6 ·", "Any other business", "not reached on 02/03/2021")
    say(terminal, "m", "The chair thanked the team")
    one_key(terminal, "space", "6 of 6 ·", "1 Leaders")
    close(terminal, APRIL)


def close(terminal: Terminal, day: str) -> None:
    """Close the meeting and leave the program."""
    one_key(terminal, "E", f"Close the meeting of {day}", "What changed", "Closed at")
    one_key(terminal, "enter", "is closed")
    terminal.press("q")
    assert terminal.wait_for_end() == 0


def both_meetings(path: Path) -> tuple[str, str]:
    """Hold them, and give the minutes: those that were agreed, and the draft of the second."""
    with at_the_meeting(path) as terminal:
        hold_the_first(terminal)
    with at_the_meeting(path, at="2021-04-06T09:30:00+00:00") as terminal:
        hold_the_second(terminal)
    with BoardFile.open(path) as file:
        board = file.read()
        first, second = (lookup(board, f"meeting:{day}") for day in (MARCH, APRIL))
        assert isinstance(first, Meeting) and isinstance(second, Meeting)
        return minutes_of(file, first), minutes_of(file, second)


def test_the_second_of_two_meetings_agrees_the_minutes_and_takes_up_what_the_first_left(tmp_path: Path) -> None:
    path = ready(tmp_path / "plan.board", small)
    first, second = both_meetings(path)
    assert first == (GOLDEN / "first_of_two_meetings.md").read_text(encoding="utf-8")
    assert second == (GOLDEN / "second_of_two_meetings.md").read_text(encoding="utf-8")
    beside = (tmp_path / "plan-2021-04-06-draft-minutes.md").read_text(encoding="utf-8")
    assert beside == second
    agreed = next(each for each in on_disk(path).all(Meeting) if each.date == "2021-03-02")
    assert agreed.agreed_minutes == first
    assert examine(path)[0] == []


if __name__ == "__main__":
    # Write the minutes as they are now, to be read before they are taken over.
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        board_file = Path(folder) / "plan.board"
        small(board_file)
        for name, text in zip(("first", "second"), both_meetings(board_file), strict=True):
            (GOLDEN / f"{name}_of_two_meetings.md").write_text(text, encoding="utf-8")
