"""A shared board from the command line: an address is given as a path is, and the server may be away."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from boardtui.session.sharing import working_copy_at
from boardtui.session.surroundings import note_of, note_on
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from tests.cli.conftest import LEAD, SIGNED, Boardtui, field, identity_in, on_server, working_copy
from tests.server import OTHER, PASSWORD, READER, SWORN, Server

BecomeSomebody = Callable[[str], None]


@pytest.fixture
def become(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BecomeSomebody:
    """Sit down at another machine."""
    return lambda who: monkeypatch.setenv("BOARDTUI_CONFIG_DIR", str(tmp_path / who))


@pytest.fixture
def address(board: Path, server: Server, boardtui: Boardtui, become: BecomeSomebody) -> Address:
    """A board that the office has put on the server. The person at the terminal is the office."""
    become("office")
    made = replace(server.make_board(identity_in(board)), user=OTHER)
    ran = boardtui("share", board, made)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return made


@contextmanager
def server_away() -> Iterator[None]:
    """Nothing is reached meanwhile."""
    import psycopg

    def refuse(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("connection to server failed: lead, secret")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg, "connect", refuse)
        yield


@pytest.fixture
def unreachable() -> Iterator[None]:
    """As `server_away`, as long as the test runs, from when all else is made."""
    with server_away():
        yield


def test_who_is_given_the_address_finds_everything_in_a_working_copy(
    board: Path, address: Address, boardtui: Boardtui, become: BecomeSomebody
) -> None:
    become("lead")
    assert "Coach every manager" in boardtui("show", address, "actions").out
    with BoardFile.open(working_copy(address)) as file, BoardFile.open(board) as origin:
        assert [each.edit for each in file.history()] == [each.edit for each in origin.history()]
    assert working_copy(address).is_relative_to(Paths.of_this_user().working)


def test_what_one_writes_the_next_command_of_another_shows(
    address: Address, boardtui: Boardtui, become: BecomeSomebody
) -> None:
    become("lead")
    ran = boardtui("set", address, "1.1", "rag=amber", *SIGNED)
    assert (ran.code, ran.err) == (0, "")
    become("office")
    assert '"amber"' in boardtui("show", address, "1.1", "--json").out
    assert field(working_copy(address), "1.1", "rag") == "amber"


def test_what_both_wrote_apart_is_a_conflict_as_always(
    address: Address, boardtui: Boardtui, become: BecomeSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who, rag in (("lead", "red"), ("office", "green")):
        become(who)
        boardtui("show", address, "actions")
        with BoardFile.open(working_copy(address)) as file:
            from boardtui.domain.board.lookup import lookup
            from boardtui.domain.records.edits import Change

            file.write([Change(lookup(file.read(), "1.1").id, "action", {"rag": rag})], who=who)
    boardtui("publish", address)
    become("lead")
    ran = boardtui("publish", address)
    assert ran.code == 1
    assert "COPIES DISAGREE" in ran.out and "1 thing to settle" in ran.err
    boardtui("conflicts", "resolve", address, "1.1", "rag=amber", *SIGNED)
    become("office")
    assert boardtui("publish", address).code == 0
    assert boardtui("conflicts", "list", address, "--json").data == []


class TestWithoutTheServer:
    def test_a_command_does_its_work_and_says_what_is_not_on_the_server_yet(
        self, server: Server, address: Address, boardtui: Boardtui
    ) -> None:
        before = on_server(server, address)
        with server_away():
            ran = boardtui("set", address, "1.1", "title=Coach all", *SIGNED)
            assert ran.code == 0
            assert ran.err == (
                "boardtui: Saved here. 1 edit is not on the server yet: 127.0.0.1 could not be reached.\n"
            )
            assert field(working_copy(address), "1.1", "title") == "Coach all"
            again = boardtui("set", address, "1.1", "rag=red", *SIGNED)
            assert "2 edits are not on the server yet" in again.err
        assert on_server(server, address) == before
        assert boardtui("show", address, "actions").err == ""
        assert on_server(server, address) == before + 2

    def test_what_is_shown_is_said_to_be_as_it_was(
        self, address: Address, boardtui: Boardtui, unreachable: None
    ) -> None:
        ran = boardtui("show", address, "actions")
        assert ran.code == 0 and "Coach every manager" in ran.out
        assert "could not be reached. This is the board as it was on " in ran.err
        assert "secret" not in ran.err

    def test_a_meeting_is_closed_all_the_same_and_it_is_said_what_is_not_in_its_papers(
        self, address: Address, boardtui: Boardtui
    ) -> None:
        boardtui("meeting", "new", address, "--date", "2021-03-02", "--as", LEAD)
        boardtui("meeting", "begin", address, "2021-03-02", "--as", LEAD)
        with server_away():
            ran = boardtui("meeting", "close", address, "2021-03-02", "--at", "now", "--as", LEAD)
        assert ran.code == 0, ran.err
        assert "What others entered since the last exchange is not in what is frozen." in ran.err
        assert "not on the server yet" in ran.err

    def test_publishing_is_refused(self, address: Address, boardtui: Boardtui, unreachable: None) -> None:
        ran = boardtui("publish", address)
        assert ran.code == 1
        assert ran.err == "boardtui: 127.0.0.1 could not be reached.\n"

    def test_without_a_working_copy_there_is_nothing_to_work_in(
        self, address: Address, boardtui: Boardtui, become: BecomeSomebody, unreachable: None
    ) -> None:
        become("lead")
        ran = boardtui("show", address, "actions")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == "boardtui: 127.0.0.1 could not be reached.\n"
        assert not list(Paths.of_this_user().working.glob("**/*.board*"))


class TestPublishing:
    def test_it_says_what_came_in_and_went_out(
        self, address: Address, boardtui: Boardtui, become: BecomeSomebody
    ) -> None:
        become("lead")
        boardtui("set", address, "1.1", "title=Coach all", *SIGNED)
        become("office")
        ran = boardtui("publish", address)
        assert (ran.code, ran.err) == (0, "")
        assert f"1 new edit, by {LEAD}" in ran.out
        assert "  Action 1.1 Coach all · Title · Coach every manager → Coach all\n" in ran.out
        assert "Out to " in ran.out and "nothing new" in ran.out

    def test_the_working_copy_may_be_given_as_its_path(
        self, address: Address, boardtui: Boardtui, become: BecomeSomebody
    ) -> None:
        become("lead")
        boardtui("set", address, "1.1", "title=Coach all", *SIGNED)
        become("office")
        done = boardtui("publish", working_copy(address), "--json").data
        assert done["board"] == str(address)
        assert (done["came_in"]["edits"], done["went_out"], done["conflicts"]) == (1, 0, 0)


def test_who_may_only_look_is_told_when_publishing_that_nothing_went_out(
    server: Server, address: Address, boardtui: Boardtui, become: BecomeSomebody
) -> None:
    become("reader")
    to_look_at, before = replace(address, user=READER), on_server(server, address)
    boardtui("set", to_look_at, "1.1", "title=Coach all", *SIGNED)
    ran = boardtui("publish", to_look_at)
    assert ran.code == 1 and "You may not do that" in ran.err and ran.out == ""
    assert on_server(server, address) == before


def test_copies_are_sent_from_it_and_merged_into_it_as_ever(
    server: Server, address: Address, boardtui: Boardtui, tmp_path: Path
) -> None:
    copy = tmp_path / "lead.board"
    assert boardtui("copy", address, copy).code == 0
    boardtui("set", copy, "1.1", "title=Offline", *SIGNED)
    before = on_server(server, address)
    assert boardtui("merge", address, copy, "--yes").code == 0
    # The edit, and the note that the copy came back.
    assert on_server(server, address) == before + 2


def test_the_working_copy_is_found_again_where_the_certificate_lies_elsewhere_now(
    address: Address, boardtui: Boardtui
) -> None:
    there = working_copy(address)
    moved = replace(address, options=(("sslrootcert", "/etc/ssl/council.crt"),))
    boardtui("set", moved, "1.1", "title=Coach all", *SIGNED)
    assert field(there, "1.1", "title") == "Coach all"
    note = note_on(there)
    assert note is not None and note.address == moved
    assert working_copy_at(replace(address, board="another"), Paths.of_this_user().working) is None


def test_an_address_may_be_what_is_merged(
    board: Path, address: Address, boardtui: Boardtui, become: BecomeSomebody
) -> None:
    become("lead")
    boardtui("set", address, "1.1", "title=On the server", *SIGNED)
    assert boardtui("merge", board, address, "--yes").code == 0
    assert field(board, "1.1", "title") == "On the server"


def test_what_was_done_in_the_application_is_on_the_server_when_it_has_ended(
    server: Server, address: Address, boardtui: Boardtui, become: BecomeSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    from boardtui.cli import application
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.records.edits import Change

    opened: list[Path] = []

    def work(path: Path, *, file: BoardFile) -> None:
        opened.append(path)
        with file:
            file.write([Change(lookup(file.read(), "1.1").id, "action", {"rag": "red"})], who=LEAD)

    become("lead")
    monkeypatch.setattr(application, "open_application", work)
    before = on_server(server, address)
    assert boardtui(address).err == ""
    assert (opened, on_server(server, address)) == ([working_copy(address)], before + 1)
    boardtui(address)
    assert opened == [working_copy(address)] * 2


def test_what_was_entered_at_the_very_end_of_a_board_opened_in_the_application_is_sent_when_that_has_ended(
    server: Server, address: Address, boardtui: Boardtui, become: BecomeSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    from boardtui.domain.board.lookup import lookup
    from boardtui.domain.records.edits import Change
    from boardtui.session.sharing import make_working_copy_of, password_for, remember_password
    from boardtui.ui.app import BoardApp

    sworn = replace(address, user=SWORN)

    def work(app: BoardApp) -> None:
        """As somebody does who chooses a shared board on the start screen, types its password there, and quits."""
        path = make_working_copy_of(sworn, Paths.of_this_user().working, PASSWORD)
        remember_password(sworn, PASSWORD)
        app.shared_boards.add(path)
        with BoardFile.open(path) as file:
            file.write([Change(lookup(file.read(), "1.1").id, "action", {"rag": "red"})], who=LEAD)

    become("sworn")
    monkeypatch.setattr(BoardApp, "run", work)
    monkeypatch.setenv("TEXTUAL_DRIVER", "none")
    before = on_server(server, address)
    assert boardtui().err == ""
    assert on_server(server, address) == before + 1
    assert password_for(sworn) == ""


class TestLeaving:
    def test_a_working_copy_becomes_an_ordinary_board(
        self, server: Server, address: Address, boardtui: Boardtui
    ) -> None:
        path = working_copy(address)
        left = boardtui("leave", address)
        assert (left.code, left.out) == (0, f"{path}: no longer shared. It is an ordinary board now.\n")
        before = on_server(server, address)
        assert boardtui("set", path, "1.1", "title=Mine", *SIGNED).err == ""
        assert (field(path, "1.1", "title"), on_server(server, address)) == ("Mine", before)
        assert not note_of(path).exists()

    def test_not_with_edits_that_are_on_no_server_unless_it_is_meant(
        self, address: Address, boardtui: Boardtui, unreachable: None
    ) -> None:
        boardtui("set", address, "1.1", "title=Mine", *SIGNED)
        path = working_copy(address)
        refused = boardtui("leave", address)
        assert refused.code == 1 and "1 edit in" in refused.err and "--yes" in refused.err
        assert note_on(path) is not None
        assert boardtui("leave", address, "--yes").code == 0
        assert (note_on(path), field(path, "1.1", "title")) == (None, "Mine")

    def test_an_ordinary_board_has_nothing_to_leave(self, board: Path, boardtui: Boardtui) -> None:
        assert "no working copy of a shared board" in boardtui("leave", board).err


class TestRefusals:
    def test_an_address_with_a_password_is_refused_and_kept_nowhere(
        self, board: Path, boardtui: Boardtui, become: BecomeSomebody, tmp_path: Path
    ) -> None:
        become("lead")
        typed = "postgresql://lead:secret@host/db?board=plan"
        for words in (("show", typed), (typed,), ("share", board, typed), ("merge", board, typed), ("leave", typed)):
            ran = boardtui(*words)
            assert ran.code == 1 and "holds no password" in ran.err
            assert "secret" not in ran.err + ran.out
        kept = [each for each in (tmp_path / "lead").rglob("*") if each.is_file()]
        assert not any(b"secret" in each.read_bytes() for each in kept)

    def test_a_board_under_a_name_that_another_board_has_is_not_mixed_in(
        self, server: Server, address: Address, boardtui: Boardtui, tmp_path: Path
    ) -> None:
        other = tmp_path / "other.board"
        boardtui("new", other, "--title", "Another")
        before = on_server(server, address)
        ran = boardtui("share", other, address)
        assert ran.code == 1 and "another board" in ran.err
        assert on_server(server, address) == before

    def test_who_may_only_look_is_told_so_and_keeps_their_edits(
        self, server: Server, address: Address, boardtui: Boardtui, become: BecomeSomebody
    ) -> None:
        become("looker")
        looking = replace(address, user="looker")
        assert "Coach every manager" in boardtui("show", looking, "actions").out
        ran = boardtui("set", looking, "1.1", "title=x", *SIGNED)
        assert ran.code == 0
        assert "1 edit is not on the server yet: You may not do that" in ran.err

    def test_a_password_is_asked_for_at_a_terminal_only_and_kept_nowhere(
        self,
        address: Address,
        boardtui: Boardtui,
        become: BecomeSomebody,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        import getpass
        import sys

        become("sworn")
        sworn = replace(address, user=SWORN)
        refused = boardtui("show", sworn, "actions")
        assert refused.code == 1 and "pgpass" in refused.err
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        asked: list[str] = []

        def answer(prompt: str) -> str:
            asked.append(prompt)
            return PASSWORD

        monkeypatch.setattr(getpass, "getpass", answer)
        assert "Coach every manager" in boardtui("show", sworn, "actions").out
        assert boardtui("set", sworn, "1.1", "title=Sworn", *SIGNED).err == ""
        assert len(asked) == 2 and "127.0.0.1" in asked[0]
        kept = [each for each in (tmp_path / "sworn").rglob("*") if each.is_file()]
        assert kept and not any(PASSWORD.encode() in each.read_bytes() for each in kept)

    def test_while_a_line_is_typed_nothing_is_exchanged(
        self, address: Address, monkeypatch: pytest.MonkeyPatch, unreachable: None
    ) -> None:
        from boardtui.cli.given import board_given, given_working_copy

        monkeypatch.setitem(os.environ, "_BOARDTUI_COMPLETE", "complete_bash")
        path = board_given(str(address))
        assert path == working_copy(address) and given_working_copy(path) is None
