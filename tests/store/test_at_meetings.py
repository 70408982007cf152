"""What a field held when past meetings closed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boardtui.domain.records.declare import natural_id
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Meeting
from boardtui.store.board_file import BoardFile
from boardtui.store.history import read_vector, values_at_meetings

RISK = natural_id("test", "risk")
NOW = datetime(2021, 3, 2, 10, 0, tzinfo=UTC)


def _meet(file: BoardFile, name: str) -> None:
    identity = natural_id("test", name)
    file.write([Change(identity, "meeting", {"title": name})], who="office")
    file.close_meeting(identity, who="chair", freeze=lambda _board: ("", ""))


def _score(file: BoardFile, score: str) -> None:
    file.write([Change(RISK, "risk", {"current": score})], who="lead")


def _found(file: BoardFile) -> list[tuple[str, str]]:
    meetings = file.read().all(Meeting)
    return [(meeting.title, value) for meeting, value in values_at_meetings(file.history(RISK), meetings, "current")]


def test_each_meeting_has_the_score_that_was_known_when_it_closed(tmp_path: Path) -> None:
    with BoardFile.create(tmp_path / "b.board", clock=lambda: NOW) as file:
        _meet(file, "before")
        _score(file, "")
        _meet(file, "a")
        _score(file, "4x4")
        _score(file, "5x4")
        _meet(file, "b")
        _score(file, "3x3")
        file.write([Change(natural_id("test", "open"), "meeting", {"title": "open"})], who="office")
        assert sorted(_found(file)) == [("a", ""), ("b", "5x4")]


@pytest.mark.parametrize("number", ["0", "1", str(2**53 - 1)])
def test_what_a_meeting_says_was_known_when_it_closed_is_read(number: str) -> None:
    assert read_vector(f'{{"a": {number}}}') == {"a": int(number)}


@pytest.mark.parametrize("number", ["-1", str(2**53), "1.0", "true", "null", '"1"', "[1]", "1e400"])
def test_of_what_a_meeting_says_was_known_only_a_number_that_no_program_rounds_counts(number: str) -> None:
    assert read_vector(f'{{"a": {number}, "b": 7}}') == {"b": 7}


@pytest.mark.parametrize("text", ["", "{", "[]", '"a"', "7", pytest.param("[" * 100_000, id="nested")])
def test_what_is_no_list_of_numbers_says_that_nothing_was_known(text: str) -> None:
    assert read_vector(text) == {}


def test_a_meeting_at_which_it_was_deleted_is_left_out_and_an_undone_score_counts_at_its_meeting(
    tmp_path: Path,
) -> None:
    with BoardFile.create(tmp_path / "b.board", clock=lambda: NOW) as file:
        _score(file, "4x4")
        _score(file, "2x2")
        _meet(file, "a")
        file.undo(who="lead")
        file.write([Change(RISK, "risk", delete=True)], who="lead")
        _meet(file, "b")
        file.write([Change(RISK, "risk", restore=True)], who="lead")
        _meet(file, "c")
        assert sorted(_found(file)) == [("a", "2x2"), ("c", "4x4")]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(happened=st.lists(st.sampled_from(["1x1", "2x3", "5x5", "", "meet"]), min_size=1, max_size=8))
def test_it_is_what_the_board_said_when_each_meeting_closed(
    happened: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("b") / "b.board"
    expected, now = [], None
    with BoardFile.create(place, clock=lambda: NOW) as file:
        for number, each in enumerate(happened):
            if each != "meet":
                _score(file, each)
                now = each
            else:
                _meet(file, str(number))
                if now is not None:
                    expected.append((str(number), now))
        assert sorted(_found(file)) == sorted(expected)
