"""The line to the server is slow, goes silent, or is cut within a statement: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action
from boardtui.session.sharing import Exchanger
from boardtui.settings.address import Address
from boardtui.store import shared
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.shared import schema_of
from boardtui.store.soundness import examine
from tests.proxy import Proxy, proxied
from tests.server import Server


@dataclass
class Desk:
    """Two people with a copy each: one over a line that tests make bad, one straight."""

    server: Server
    address: Address
    line: Proxy
    far: BoardFile
    near: BoardFile
    over_the_line: Exchanger
    straight: Exchanger

    def add(self, file: BoardFile, count: int = 1) -> None:
        """Add actions."""
        for _ in range(count):
            file.write([Change(str(uuid.uuid4()), "action", {"ref": "1.1", "title": "x" * 500})], who="Lead")

    def on_server(self) -> int:
        """How many edits are on the server."""
        ((count,),) = self.server.run(f"SELECT count(*) FROM {schema_of(self.address)}.edit")
        return int(count)

    def same(self) -> bool:
        """Whether, after everybody has exchanged, all have the same, none of it twice, and all of it is sound."""
        for each in (self.over_the_line, self.straight, self.over_the_line, self.straight):
            each.exchange()
        boards = [{each.id for each in file.read().all(Action)} for file in (self.far, self.near)]
        sound = all(examine(file.path)[0] == [] for file in (self.far, self.near))
        return boards[0] == boards[1] and sound and self.on_server() == self.far.read().edition


@pytest.fixture
def desk(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(shared, "SECONDS", 1.0)
    with BoardFile.create(tmp_path / "far.board", "Plan", who="plan") as far, proxied(server.port) as line:
        shutil.copyfile(far.path, tmp_path / "near.board")
        with BoardFile.open(tmp_path / "near.board") as near:
            with far.reading() as reader:
                address = server.make_board(board_identity(reader))
            over = Exchanger(replace(address, port=str(line.port)), lambda job: job(far), keep_note=False)
            straight = Exchanger(address, lambda job: job(near), keep_note=False)
            yield Desk(server, address, line, far, near, over, straight)
            over.close()
            straight.close()


def test_however_many_edits_there_are_the_server_is_waited_for_twice(desk: Desk) -> None:
    desk.over_the_line.exchange()
    ways = []
    for count in (1, 200):
        desk.add(desk.near, count)
        desk.straight.exchange()
        desk.add(desk.far, count)
        before = desk.line.turns
        desk.over_the_line.exchange()
        ways.append(desk.line.turns - before)
    assert ways == [2, 2]  # once to hear what is new, once to send
    desk.line.delay = 0.01
    assert desk.same()


def test_a_line_that_goes_silent_is_given_up_and_what_was_to_be_sent_goes_the_next_time(desk: Desk) -> None:
    desk.over_the_line.exchange()
    desk.add(desk.far, 3)
    desk.line.silent = True
    with pytest.raises(BoardError, match="did not answer in time") as told:
        desk.over_the_line.exchange()
    assert told.value.code is Code.NOT_REACHED
    desk.line.silent = False
    assert desk.same()


def test_a_server_that_takes_the_connection_and_says_nothing_is_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "CONNECT_SECONDS", 2)  # fewer are not waited for by the library
    desk.line.silent = True
    with pytest.raises(BoardError, match="could not be reached"):
        desk.over_the_line.exchange()


@pytest.mark.parametrize("after", [1, 60, 400, 900, 2_000, 5_000, 20_000])
def test_cut_in_the_middle_of_a_statement_all_of_it_is_there_or_nothing(desk: Desk, after: int) -> None:
    desk.over_the_line.exchange()
    desk.add(desk.near, 2)
    desk.straight.exchange()
    desk.add(desk.far, 10)
    before = desk.on_server()
    desk.line.cut_after = after
    try:
        desk.over_the_line.exchange()
    except BoardError as error:
        assert error.code is Code.NOT_REACHED
        assert desk.on_server() in (before, before + desk.far.read().edition - before)
    assert desk.same()


def test_an_older_program_goes_on_locally_and_sends_all_of_it_after_the_update(desk: Desk) -> None:
    desk.over_the_line.exchange()
    before = desk.on_server()
    desk.server.run(f"UPDATE {schema_of(desk.address)}.board SET least_version = '99'")
    desk.over_the_line.close()
    for _ in range(2):
        desk.add(desk.far)
        with pytest.raises(BoardError, match="Update to go on sharing") as told:
            desk.over_the_line.exchange()
        assert told.value.code is Code.TOO_OLD
    assert desk.on_server() == before
    desk.server.run(f"UPDATE {schema_of(desk.address)}.board SET least_version = '0'")  # as the new version sees it
    assert desk.same() and desk.on_server() > before


def test_what_a_newer_program_says_stops_only_the_older_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from boardtui.store import edit_rules

    desk.add(desk.near)
    desk.straight.exchange()
    with monkeypatch.context() as older:
        kinds = {name: kind for name, kind in KINDS.items() if name != "action"}
        older.setattr(edit_rules, "declared", kinds.get)
        with pytest.raises(BoardError, match="Update to go on sharing"):
            desk.over_the_line.exchange()
        assert not desk.far.read().all(Action)
    assert desk.same()
    assert len(desk.far.read().all(Action)) == 1


def test_a_connection_that_the_server_ends_is_made_again(desk: Desk) -> None:
    desk.over_the_line.exchange()
    connections = desk.line.connections
    desk.server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'boardtui'")
    desk.add(desk.far)
    with pytest.raises(BoardError, match="could not be reached"):
        desk.over_the_line.exchange()
    assert desk.over_the_line.exchange().went_out > 0
    assert desk.line.connections == connections + 1
    desk.straight.close()
    assert desk.same()
