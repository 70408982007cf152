"""What others sent to a shared board is believed no more than a copy that somebody sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change, EditId
from boardtui.domain.records.kinds import Action
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import COLUMNS, board_identity, edit_of, row_of
from boardtui.store.copies.posted import BEHIND, compare, take_in_posted, unsent
from boardtui.store.copies.receive import HEADS_LIMIT
from boardtui.store.history import version_vector
from boardtui.store.shared import LogState, Posted
from boardtui.store.soundness import examine
from tests.store.conftest import add_action
from tests.store.copies.test_received import NO_BOARD_WRITES
from tests.store.forging import forge, forge_more

NEWER = "knows no"
OF_OFFICE = 3  # edits


def posted_from(*copies: Path) -> list[Posted]:
    """All that copies hold, as a server gives it: each copy was brought in by who it is called after."""
    found: dict[tuple[str, int], Posted] = {}
    for copy in copies:
        with closing(sqlite3.connect(copy)) as connection:
            rows = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM edit ORDER BY arrival").fetchall()
        for row in rows:
            found.setdefault(row[:2], Posted(len(found) + 1, copy.stem, row))
    return list(found.values())


def take(board_file: BoardFile, posted: Iterable[Posted]) -> tuple[int, dict[str, str]]:
    """How many edits came in, and what is said of those that did not. The board is sound whatever came."""
    every = list(posted)
    taken = take_in_posted(board_file, every, len(every))
    assert examine(board_file.path)[0] == []
    return len(taken.preview.edits), dict(taken.left_out)


@pytest.fixture
def office(board_file: BoardFile, copy: Path, tmp_path: Path) -> Path:
    """What somebody else changed of the same action, and of one of their own."""
    path = tmp_path / "office.board"
    with BoardFile.open(copy) as lead:
        lead.save_as(path)
    with closing(sqlite3.connect(path)) as connection:  # the office knows nothing of what the lead said
        connection.execute("DELETE FROM edit WHERE who = 'Lead'")
        connection.commit()
    from tests.store.forging import show_what_the_edits_say

    show_what_the_edits_say(path)
    with BoardFile.open(path) as opened:
        opened.write([Change(_action(opened), "action", {"rationale": "No auditor"})], who="Office")
        add_action(opened, "1.2", title="Begin again")
    return path


def _action(opened: BoardFile) -> str:
    (action,) = opened.read().all(Action)
    return action.id


def test_all_that_is_new_comes_in_and_what_is_here_is_not_looked_at_again(
    board_file: BoardFile, copy: Path, office: Path
) -> None:
    assert take(board_file, posted_from(copy, office)) == (2 + OF_OFFICE, {})
    assert take(board_file, posted_from(copy, office)) == (0, {})
    assert {each.ref for each in board_file.read().all(Action)} == {"1.1", "1.2"}


def test_in_whatever_order_it_is_given(board_file: BoardFile, copy: Path, office: Path) -> None:
    assert take(board_file, posted_from(office, copy)[::-1]) == (2 + OF_OFFICE, {})


@pytest.mark.parametrize(("changed", "said"), [each for each in NO_BOARD_WRITES if NEWER not in each[1]])
def test_an_edit_that_no_board_writes_is_left_out_and_named_and_stops_nobody_else(
    board_file: BoardFile, copy: Path, office: Path, changed: dict[str, Any], said: str
) -> None:
    forge(copy, 2, **changed)
    came, left_out = take(board_file, posted_from(office, copy))
    (sentence,) = left_out.values()
    assert sentence.startswith("What lead brought in was left out: it ")
    assert any(each in sentence for each in said.split("|")), sentence
    assert len(sentence) < 600 and "\x1b" not in sentence
    assert came == 1 + OF_OFFICE and {each.ref for each in board_file.read().all(Action)} == {"1.1", "1.2"}


@pytest.mark.parametrize("changed", [changed for changed, said in NO_BOARD_WRITES if NEWER in said])
def test_what_only_a_newer_version_knows_asks_for_an_update_and_nothing_comes_in(
    board_file: BoardFile, copy: Path, office: Path, changed: dict[str, Any]
) -> None:
    forge(copy, 2, **changed)
    before = board_file.path.read_bytes()
    with pytest.raises(BoardError, match="Update to go on sharing") as told:
        take_in_posted(board_file, posted_from(office, copy), 50)
    assert told.value.code is Code.TOO_OLD
    assert board_file.path.read_bytes() == before
    board_file.write([Change(_action(board_file), "action", {"rag": "green"})], who="Chair")  # goes on locally


def test_what_was_changed_after_it_was_made_is_left_out(board_file: BoardFile, copy: Path, office: Path) -> None:
    forge(copy, 1, digest="0" * 64)
    came, left_out = take(board_file, posted_from(office, copy))
    assert "does not match its checksum" in "".join(left_out.values())
    assert came == OF_OFFICE


def test_what_follows_in_the_same_opening_is_left_out_with_it(board_file: BoardFile, copy: Path) -> None:
    forge(copy, 1, at="yesterday")
    assert take(board_file, posted_from(copy))[0] == 0


def test_what_builds_on_what_was_left_out_waits_and_comes_in_once_that_is_mended(
    board_file: BoardFile, copy: Path, office: Path
) -> None:
    good = posted_from(copy)
    with BoardFile.open(copy) as again:  # another opening, in which somebody goes on from what is to be forged
        again.write([Change(_action(again), "action", {"commentary": "Half way."})], who="Deputy")
    forge(copy, 2, at="yesterday")
    bad = posted_from(copy)
    came, left_out = take(board_file, bad)
    assert came == 1 and len(left_out) == 2
    assert BEHIND in " ".join(left_out.values())
    mended = {each.row[:2]: each for each in bad} | {each.row[:2]: each for each in good}
    assert take(board_file, mended.values()) == (2, {})


def test_a_gap_is_left_out_from_there_on(board_file: BoardFile, copy: Path) -> None:
    forge_more(copy, 3, grp="title", value={"title": "x"})
    rows = posted_from(copy)
    missing = (
        max(number for _, number in (each.row[:2] for each in rows if each.row[COLUMNS.index("who")] == "Lead")) - 1
    )
    kept = [each for each in rows if each.row[1] != missing or each.row[COLUMNS.index("who")] != "Lead"]
    came, left_out = take(board_file, kept)
    assert came == 3 and "impossible order" in "".join(left_out.values())


def test_more_voices_on_one_thing_than_any_board_has_are_left_out(board_file: BoardFile, copy: Path) -> None:
    forge_more(copy, HEADS_LIMIT + 1, grp="title", value={"title": "x"})
    every = posted_from(copy)
    taken = take_in_posted(board_file, every, len(every))
    assert len(taken.preview.edits) == 2 + HEADS_LIMIT
    assert "more things about one field" in "".join(taken.left_out.values())


@pytest.mark.parametrize("cell", [None, 1.0, b"x", 7])
def test_what_is_no_edit_at_all_is_refused_in_plain_words(board_file: BoardFile, copy: Path, cell: object) -> None:
    (first, *_) = posted_from(copy)
    with pytest.raises(BoardError, match="no board of boardtui"):
        take_in_posted(board_file, [replace(first, row=(cell, *first.row[1:]))], 1)


class TestComparing:
    def standing(self, board_file: BoardFile, copy: Path) -> LogState:
        import hashlib

        sessions: dict[str, list[str]] = {}
        for each in posted_from(copy):
            sessions.setdefault(each.row[0], []).append(each.row[-1])
        with board_file.reading() as reader:
            identity = board_identity(reader)
        return LogState(
            identity,
            0,
            {s: (len(all_), hashlib.sha256(" ".join(all_).encode()).hexdigest()) for s, all_ in sessions.items()},
        )

    def test_what_the_server_has_more_is_asked_for_and_what_it_lacks_is_sent(
        self, board_file: BoardFile, copy: Path
    ) -> None:
        standing = self.standing(board_file, copy)
        board_file.write([Change(_action(board_file), "action", {"rag": "green"})], who="Chair")
        found = compare(board_file, standing)
        assert list(found.after.values()) == [0] and found.altered == frozenset()
        (mine,) = unsent(board_file, found.sessions)
        assert mine.who == "Chair"

    def test_what_says_something_else_there_than_here_is_noticed_and_not_sent(
        self, board_file: BoardFile, copy: Path
    ) -> None:
        take(board_file, posted_from(copy))
        forge(copy, 1, why="something else")
        found = compare(board_file, self.standing(board_file, copy))
        with board_file.reading() as reader:
            assert found.altered < version_vector(reader).keys()
        assert len(found.altered) == 1
        (session,) = found.altered
        assert unsent(board_file, {**found.sessions, session: 1}, found.altered) == []

    def test_another_board_is_not_mixed_in(self, board_file: BoardFile, copy: Path) -> None:
        standing = replace(self.standing(board_file, copy), identity="00000000-0000-0000-0000-000000000000")
        with pytest.raises(BoardError, match="another board"):
            compare(board_file, standing)

    def test_those_that_others_replace_go_first(self, board_file: BoardFile, copy: Path) -> None:
        going = unsent(board_file, {})
        assert going == sorted(going, key=lambda edit: edit.lamport) and len(going) > 2


def test_an_edit_is_posted_as_its_file_keeps_it(copy: Path) -> None:
    for each in posted_from(copy):
        edit = edit_of(each.row)
        row = row_of(edit, received=False)
        assert tuple(row[name] for name in COLUMNS) == each.row
        assert edit.id == EditId(*each.row[:2])
