"""Copies that lie about: found, what each says of itself, and put out of the way once they are merged."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from boardtui.store.copies import nearby
from boardtui.store.copies.conflicts import open_conflicts
from boardtui.store.copies.merge import merge
from boardtui.store.copies.nearby import StatedCopy, boards_in, copies_near, put_away, stated_copies
from boardtui.store.copies.noted import Sending
from boardtui.store.copies.send import send_copy
from boardtui.store.header import JOURNAL_MAGIC, journal_of
from tests.store.conftest import CHAIR, add_action
from tests.ui.conftest import NOW, change, small


def test_copies_of_this_board_are_found_newest_first_without_the_board_itself(board_file: BoardFile) -> None:
    folder = board_file.path.parent
    downloads = folder / "Downloads"
    downloads.mkdir()
    old = send_copy(board_file, folder / "old.board")
    new = send_copy(board_file, downloads / "new.board")
    os.utime(old, (1_000_000, 1_000_000))
    with BoardFile.create(folder / "another.board", "Another", who="plan"):
        pass
    (folder / "no.board").write_text("nothing", encoding="utf-8")
    found = [each.path for each in copies_near(board_file.path, [folder, downloads, folder / "missing"])]
    assert found == [new, old]
    assert {each.name for each in boards_in(folder)} == {"plan.board", "old.board", "another.board", "no.board"}


def test_what_went_in_the_same_deletion_is_named_with_it(board_file: BoardFile, tmp_path: Path) -> None:
    ambition = add_action(board_file, "1.1", title="Coaching")
    action = add_action(board_file, "1.2", title="Audits")
    copy = send_copy(board_file, tmp_path / "copy.board")
    board_file.write([Change(each, "action", delete=True) for each in (action, ambition)], who=CHAIR)
    with BoardFile.open(copy) as other:
        other.write([Change(ambition, "action", {"title": "Coach all"})], who="Lead")
    merge(board_file, [copy])
    (conflict,) = open_conflicts(board_file)
    assert (conflict.record, conflict.group, conflict.gone_with) == (ambition, "life", ((action, "action"),))


HEAD = "Head of Early Help"
EDITED = NOW.replace(day=20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "plan.board"
    small(place)
    return place


def sent(path: Path, *titles: str) -> Path:
    """A copy for a lead, in which they changed a title so many times."""
    with BoardFile.open(path, clock=lambda: NOW) as file:
        inbox = path.with_name("inbox")
        inbox.mkdir(exist_ok=True)
        copy = send_copy(file, inbox / "came back.board", lead=HEAD, sending=Sending("office"))
    with BoardFile.open(copy, clock=lambda: EDITED) as opened:
        for title in titles:
            opened.write([change("action", "1.1", title=title)], who=HEAD)
    return copy


def said(path: Path, copy: Path) -> StatedCopy:
    with BoardFile.open(path) as file:
        return stated_copies(file, [copy])[copy]


def brought_in(path: Path, copy: Path) -> None:
    with BoardFile.open(path) as file:
        merge(file, [copy], who="office")


class TestWhatAFileSaysOfItself:
    def test_whose_it_is_how_many_edits_are_new_and_since_when(self, path: Path) -> None:
        assert said(path, sent(path, "Once", "Twice")) == StatedCopy(HEAD, 2, "2021-03-20T10:00:00Z")

    def test_one_that_nobody_has_touched_has_nothing_new_and_is_not_merged(self, path: Path) -> None:
        assert said(path, sent(path)) == StatedCopy(HEAD)

    def test_a_merged_one_is_ticked_off_until_somebody_goes_on_in_it(self, path: Path) -> None:
        copy = sent(path, "Once")
        brought_in(path, copy)
        assert said(path, copy) == StatedCopy(HEAD, merged=True)
        with BoardFile.open(copy, clock=lambda: EDITED) as opened:
            opened.write([change("action", "1.1", title="Again")], who=HEAD)
        assert said(path, copy) == StatedCopy(HEAD, 1, "2021-03-20T10:00:00Z")

    def test_what_is_no_board_or_that_of_another_plan_says_nothing(self, path: Path) -> None:
        nothing = path.with_name("notes.board")
        nothing.write_text("Minutes of the meeting", encoding="utf-8")
        with BoardFile.create(path.with_name("other.board"), "Other", who="x") as other:
            there = other.path
        assert said(path, nothing) == StatedCopy(readable=False)
        assert not said(path, there).readable


class TestPuttingAway:
    def test_what_is_merged_goes_into_a_folder_beside_it_and_never_over_another_file(self, path: Path) -> None:
        first = sent(path, "Once")
        again = shutil.copy(first, first.with_name("aside"))
        brought_in(path, first)
        with BoardFile.open(path) as file:
            assert put_away(file, [first]) == [first.parent / "merged" / "came back.board"]
            shutil.move(again, first)
            assert put_away(file, [first]) == [first.parent / "merged" / "came back-2.board"]
        assert not first.exists()
        assert len(list((first.parent / "merged").iterdir())) == 2

    def test_what_has_something_that_is_not_here_stays_and_so_does_all_beside_it(self, path: Path) -> None:
        copy = sent(path, "Once")
        brought_in(path, copy)
        other = sent_elsewhere(path)
        with BoardFile.open(path) as file, pytest.raises(BoardError, match=r"not here yet.*Nothing was moved"):
            put_away(file, [copy, other])
        assert copy.is_file()
        assert other.is_file()

    def test_one_in_which_a_lead_goes_on_while_it_is_put_away_stays(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        look = nearby.stated_copies

        def look_meanwhile(file: BoardFile, paths: Iterable[Path]) -> dict[Path, StatedCopy]:
            said = look(file, paths)
            with BoardFile.open(copy) as lead:
                lead.write([change("action", "1.1", rag="red")], who="Lead")
            return said

        monkeypatch.setattr(nearby, "stated_copies", look_meanwhile)
        with BoardFile.open(path) as file:
            copy = send_copy(file, path.with_name("lead.board"))
            with pytest.raises(BoardError, match="was written to meanwhile, so it stays where it is"):
                put_away(file, [copy])
        assert copy.is_file()

    def test_the_board_itself_and_what_is_worked_in_are_never_moved(self, path: Path) -> None:
        copy = sent(path)
        with BoardFile.open(path) as file:
            with pytest.raises(BoardError, match="worked in"):
                put_away(file, [path])
            with pytest.raises(BoardError, match="worked in"):
                put_away(file, [copy], keep=[copy])
            journal_of(copy).write_bytes(JOURNAL_MAGIC)
            with pytest.raises(BoardError, match="being written"):
                put_away(file, [copy])
        assert copy.is_file()

    def test_where_no_folder_can_be_made_it_says_why(self, path: Path) -> None:
        copy = sent(path)
        copy.with_name("merged").write_text("in the way", encoding="utf-8")
        with BoardFile.open(path) as file, pytest.raises(BoardError, match="could not be moved into"):
            put_away(file, [copy])
        assert copy.is_file()


def sent_elsewhere(path: Path) -> Path:
    with BoardFile.open(path, clock=lambda: NOW) as file:
        copy = send_copy(file, path.with_name("other.board"), lead="Director", sending=Sending("office"))
    with BoardFile.open(copy) as opened:
        opened.write([change("action", "1.2", title="Once more")], who="Director")
    return copy
