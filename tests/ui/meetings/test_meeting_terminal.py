"""A whole meeting by keys alone in a real terminal; the power cut in the middle of it; what is frozen stays so."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from boardtui.domain.board.lookup import lookup
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Decision, Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.rag import Rag
from boardtui.settings.settings import change_settings
from boardtui.store.board_file import BoardFile
from boardtui.store.soundness import examine
from tests.terminal import Terminal, boardtui
from tests.ui.conftest import CHAIR, HOSTILE, on_disk
from tests.ui.meeting_of_sixty import ITEMS, MARCH, NOW, make

GOLDEN = Path(__file__).parents[1] / "golden" / "minutes_of_sixty_items.md"


@contextmanager
def at_the_meeting(path: Path, *, at: str = NOW) -> Iterator[Terminal]:
    """The program over the board, on the day of the meeting."""
    change_settings(lambda settings: type(settings)(signature=CHAIR))
    with boardtui(path, "--at", at, python=("-m", "tests.run_app")) as terminal:
        terminal.wait_for("saved")
        yield terminal


def one_key(terminal: Terminal, key: str, *seen: str) -> None:
    """Press exactly one key and see what it did."""
    terminal.press(key)
    terminal.wait_for(*seen)


def rate(terminal: Terminal, key: str, word: str, reason: str) -> None:
    """One key and words."""
    one_key(terminal, key, "which KPI or audit" if key == "b" else "why?")
    terminal.press(reason, "enter")
    terminal.wait_for(word)
    terminal.wait_for(word, gone="Enter saves")


def say(terminal: Terminal, key: str, *answers: str) -> None:
    """One key, then what it asks for."""
    terminal.press(key)
    for answer in answers:
        terminal.wait_for("Enter saves")
        terminal.press(*([answer] if answer else []), "enter")
    terminal.wait_for("next", gone="Enter saves")


def hold(terminal: Terminal) -> int:
    """Hold the meeting; the number of keys that led from one item to the next."""
    one_key(terminal, "6", "Space begins it")
    one_key(terminal, "space", f"1 of {ITEMS} ·")
    moves = 0
    for number in range(1, ITEMS + 1):
        match number:
            case 1:
                one_key(terminal, "f", "What came of it?")
                terminal.press("They are here", "enter")
                terminal.wait_for("next", gone="What came of it?")
            case 2:
                one_key(terminal, "y", "Answer to")
                terminal.press("They read the file first", "enter")
                terminal.wait_for("Answered by?")
                terminal.press("enter")
                terminal.wait_for("They read the file first", gone="Answered by?")
            case 4:
                rate(terminal, "g", "G ● Green", f"Coaching has begun {HOSTILE}")
            case 7:
                say(terminal, "d", f"Pay for two auditors {HOSTILE}")
                terminal.wait_for("Decided:")
            case 10:
                say(terminal, "c", "Who checks the checkers?", "DfE adviser")
                terminal.wait_for("Challenge: Who checks")
            case 11:
                say(terminal, "w", "Name the auditors", "Head of Service", "31/3/2021")
                terminal.wait_for("Action: Name the auditors (Head of Service, by 31/03/2021)")
            case 14:
                say(terminal, "m", "Discussed at length")
                terminal.wait_for("Note: Discussed")
            case 22:
                rate(terminal, "b", "B ■ Blue", "Audit of February")
            case 32:
                rate(terminal, "g", "G ● Green", "In every team by now")
        if number == ITEMS:
            one_key(terminal, "space", "Every item has been taken: E closes the meeting.")
        else:
            parked = number == 42
            one_key(terminal, "z" if parked else "right" if number % 2 else "space", f"{number + 1} of {ITEMS} ·")
        moves += 1
    one_key(terminal, "E", "Close the meeting of 02/03/2021?", "What changed", "Closed at")
    one_key(terminal, "enter", "is closed")
    return moves


def test_sixty_items_by_keys_alone_end_in_the_minutes_as_they_should_be_and_stay_frozen(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.board")
    with at_the_meeting(path) as terminal:
        assert hold(terminal) == ITEMS  # one key an item
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    minutes = (tmp_path / "plan-2021-03-02-draft-minutes.md").read_text(encoding="utf-8")
    assert minutes == GOLDEN.read_text(encoding="utf-8")
    frozen = (tmp_path / "plan-2021-03-02-snapshot.md").read_bytes()
    _edit_a_hundred_times(path)
    again = tmp_path / "again.md"
    command = [sys.executable, "-m", "boardtui", "export", str(path), "--at", "02/03/2021", "--full", "-o", str(again)]
    subprocess.run(command, check=True, capture_output=True)
    assert again.read_bytes() == frozen
    now = tmp_path / "now.md"
    subprocess.run([*command[:5], "--full", "-o", str(now)], check=True, capture_output=True)
    assert now.read_bytes() != frozen


def _edit_a_hundred_times(path: Path) -> None:
    with BoardFile.open(path) as file:
        board = file.read()
        file.write([Change(board.profile.id, "board", {"red_means": "something else"})], who="Office")
        actions = board.all(Action)
        for number in range(99):
            action = actions[number % len(actions)]
            values = {"title": f"Changed {number}"} if number % 2 else {"rag": ("green", "amber")[number // 2 % 2]}
            file.write([Change(action.id, "action", values)], who="Office")


def test_a_kill_at_ten_random_points_loses_nothing_and_the_meeting_goes_on_where_it_was(tmp_path: Path) -> None:
    path = make(tmp_path / "plan.board")
    chance = random.Random(20210302)
    place = 1
    decided: list[str] = []
    rated: dict[str, str] = {}
    for cut in range(10):
        with at_the_meeting(path) as terminal:
            if cut == 0:
                one_key(terminal, "6", "Space begins it")
                one_key(terminal, "space", f"1 of {ITEMS} ·")
            else:
                terminal.wait_for("in progress, started 09:30", "Space goes on there")
                terminal.press("space")
                terminal.wait_for(f" of {ITEMS} ·")
                # What was asked for when the power went may or may not have come about, but nothing else.
                found = re.search(rf"([0-9]+) of {ITEMS} ·", terminal.text)
                assert found is not None
                here = int(found[1])
                assert here in (place, place + 1)
                place = here
            for _ in range(chance.randint(1, 2)):
                match chance.choice(["next", "decide", "rate"]):
                    case "decide":
                        words = f"Decision number {len(decided)}"
                        say(terminal, "d", words)
                        terminal.wait_for(f"Decided: {words}")
                        decided.append(words)
                    case "rate" if "R ✖ Red" in terminal.text and re.match(r" *[0-9]+\.[0-9]", terminal.lines[3]):
                        ref = terminal.lines[3].split()[0]
                        rate(terminal, "g", "G ● Green", f"Reason {cut}")
                        rated[ref] = f"Reason {cut}"
                    case _:
                        place += 1
                        one_key(terminal, "space", f"{place} of {ITEMS} ·")
            terminal.press(chance.choice(["space", "d", "z", "right"]))
            time.sleep(chance.random() * 0.08)
            terminal.kill()
        board = on_disk(path)
        assert {each.text for each in board.all(Decision)} >= set(decided)
        for ref, reason in rated.items():
            action = lookup(board, ref)
            assert isinstance(action, Action)
            assert (action.rag, action.rationale) == (Rag.GREEN, reason)
        meeting = board.get(Meeting, MARCH)
        assert meeting is not None and meeting.state is MeetingState.RUNNING
    assert examine(path)[0] == []
    assert len(decided) + len(rated) > 3


if __name__ == "__main__":
    # Write the minutes as they are now, to be read before they are taken over.
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        board_file = make(Path(folder) / "plan.board")
        with at_the_meeting(board_file) as running:
            hold(running)
        GOLDEN.write_text((Path(folder) / "plan-2021-03-02-draft-minutes.md").read_text("utf-8"), encoding="utf-8")
