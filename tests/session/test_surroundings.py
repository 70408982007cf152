"""What is known of a working copy without asking anybody: its note, and what of it is not where it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tomli_w

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, Code
from boardtui.session.sharing import forget_passwords, on_path, password_for, remember_password
from boardtui.session.surroundings import (
    Note,
    Noticed,
    SharedLine,
    Surroundings,
    note_of,
    note_on,
    origin_of,
    published_edition,
    read_note,
    write_note,
)
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from tests.domain.making import board_of

WHERE = "postgresql://lead@office/boards?board=plan"
REACHED = "2026-03-02T10:00:00+00:00"


def noted(folder: Path, **stated: object) -> Path:
    path = folder / "plan.board"
    note_of(path).write_text(tomli_w.dumps(stated), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("stated", "origin", "published"),
    [
        ({"origin": "/srv/plan.board", "published": 7}, Path("/srv/plan.board"), 7),
        ({"origin": "/srv/plan.board", "published": 0}, Path("/srv/plan.board"), 0),
        ({"origin": "/srv/plan.board", "published": -1}, Path("/srv/plan.board"), 0),
        ({"origin": "/srv/plan.board", "published": "7"}, Path("/srv/plan.board"), 0),
        ({"origin": ""}, None, 0),
        ({"origin": 7}, None, 0),
        ({"origin": "/srv/\0plan.board"}, None, 0),
        ({}, None, 0),
    ],
)
def test_a_note_is_believed_only_where_it_can_be_meant(
    stated: dict[str, object], origin: Path | None, published: int, tmp_path: Path
) -> None:
    path = noted(tmp_path, **stated)
    assert (origin_of(path), published_edition(path)) == (origin, published)


def test_a_note_that_cannot_be_read_or_written_says_so_or_nothing(tmp_path: Path) -> None:
    assert note_of(tmp_path / "plan.board").name == "plan.board.toml"
    assert read_note(tmp_path / "plan.board") == {}
    note_of(tmp_path / "plan.board").write_text("origin = [", encoding="utf-8")
    assert read_note(tmp_path / "plan.board") == {}
    with pytest.raises(BoardError, match=r"plan\.board\.toml could not be written: "):
        write_note(tmp_path / "missing" / "plan.board", Note(Address.read(WHERE)))


def test_what_is_noted_of_a_shared_board_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "plan.board"
    path.parent.mkdir()
    note = Note(Address.read(WHERE), edition=12, waiting=3, reached=REACHED, asks=True)
    write_note(path, note)
    assert note_on(path, tmp_path) == note
    assert note_on(path, tmp_path / "elsewhere") is None, "it may have come with the file"
    assert note_on(tmp_path / "inner" / "other.board", tmp_path) is None
    assert note.reached_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert Note(Address.read(WHERE)).reached_at is None


@pytest.mark.parametrize(
    ("stated", "edition", "waiting", "asks"),
    [
        ({"edition": 0, "waiting": 0, "asks": False}, 0, 0, False),
        ({"edition": 5, "waiting": -2, "asks": "yes"}, 5, 0, False),
        ({"edition": "5", "waiting": 2, "asks": True}, 0, 2, True),
        ({"edition": -5, "waiting": 2.5}, 0, 0, False),
        ({}, 0, 0, False),
    ],
)
def test_numbers_of_a_note_that_can_not_be_are_nought(
    stated: dict[str, object], edition: int, waiting: int, asks: bool, tmp_path: Path
) -> None:
    note = note_on(noted(tmp_path, shared=WHERE, **stated), tmp_path)
    assert note is not None
    assert (note.edition, note.waiting, note.asks) == (edition, waiting, asks)


@pytest.mark.parametrize(("now", "unsent"), [(9, 3), (10, 3), (11, 4), (14, 7)])
def test_edits_made_since_the_server_was_reached_are_not_there_yet(now: int, unsent: int) -> None:
    assert Note(Address.read(WHERE), edition=10, waiting=3).unsent(now) == unsent
    assert SharedLine("Plan", "office", edition=10, waiting=3).unsent(now) == unsent


def test_what_is_to_be_seen_of_the_line_is_its_trouble_and_what_waits() -> None:
    line = SharedLine("Plan", "office", edition=10, waiting=3)
    assert line.state == (None, 3, 10)
    troubled = SharedLine("Plan", "office", edition=10, waiting=3, problem=BoardError("It does not answer."))
    assert troubled.state == (Code.OTHER, 3, 10)


class TestOpened:
    """A board that lies among the working copies is one; beside any other the same note says nothing."""

    def test_a_working_copy_knows_its_origin_and_how_much_of_it_is_not_there(self) -> None:
        folder = Paths.of_this_user().working
        folder.mkdir(parents=True, exist_ok=True)
        path = noted(folder, origin="/srv/boards/plan.board", published=4)
        around = Surroundings()
        around.opened(path)
        assert around.origin == Path("/srv/boards/plan.board")
        assert around.folders(path) == [folder.absolute(), Path("/srv/boards").absolute()]
        assert [around.unpublished(each) for each in (None, *map(self.at, (3, 4, 6)))] == [0, 0, 0, 2]
        noted(folder, origin="/srv/boards/plan.board", published=6)
        around.published(path)
        assert around.unpublished(self.at(7)) == 1
        around.opened(folder / "other.board")
        assert around.folders(folder / "other.board") == [folder.absolute()]
        assert around.unpublished(self.at(7)) == 0

    def test_a_copy_of_a_shared_board_has_the_line_that_was_noted(self) -> None:
        folder = Paths.of_this_user().working
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "shared.board"
        write_note(path, Note(Address.read(WHERE), edition=12, waiting=3, reached=REACHED))
        around = Surroundings()
        around.opened(path)
        assert around.origin is None and around.line is not None
        assert (around.line.name, around.line.edition, around.line.waiting) == ("plan", 12, 3)
        assert around.line.server == Address.read(WHERE).server != "plan"
        assert around.line.reached == datetime(2026, 3, 2, 10, tzinfo=UTC)

    def test_beside_any_other_file_a_note_is_not_believed(self, tmp_path: Path) -> None:
        around = Surroundings()
        around.opened(noted(tmp_path, origin="/srv/plan.board", shared=WHERE))
        assert (around.origin, around.line) == (None, None)
        assert around.folders(tmp_path / "plan.board") == [tmp_path]

    def test_after_a_merge_only_what_keeps_the_folder_in_step_is_still_known(self) -> None:
        around = Surroundings()
        around.noticed = Noticed((Path("a"),), new=3, service="OneDrive", local=True, waiting=2)
        around.merged()
        assert around.noticed == Noticed(service="OneDrive", local=True)

    def at(self, edition: int) -> Board:
        return replace(board_of(), edition=edition)


def test_a_file_is_opened_for_each_exchange_and_keeps_the_time_that_is_given(board_file: BoardFile) -> None:
    then = datetime(2021, 3, 2, 10, tzinfo=UTC)
    assert on_path(board_file.path, lambda: then)(lambda file: (file.path, file.now())) == (board_file.path, then)
    assert on_path(board_file.path)(lambda file: file.now()) > then


def test_a_password_that_was_typed_is_known_until_all_are_forgotten() -> None:
    here, other = Address.read(WHERE), Address.read(WHERE.replace("board=plan", "board=other"))
    remember_password(here, "a word")
    assert (password_for(here), password_for(other)) == ("a word", "")
    forget_passwords()
    assert password_for(here) == ""
