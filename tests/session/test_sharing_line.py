"""The line to the server is slow, goes silent, or is cut within a statement: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change, EditId
from boardtui.domain.records.kinds import KINDS, Action
from boardtui.session.sharing import Exchanger
from boardtui.settings.address import Address
from boardtui.store import shared
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import COLUMNS, board_identity, row_of
from boardtui.store.history import edits_after
from boardtui.store.shared import schema_of
from boardtui.store.soundness import examine
from tests.proxy import Proxy, proxied
from tests.server import OTHER, Server
from tests.store.forging import sealed


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
def desk(server: Server, tmp_path: Path) -> Iterator[Desk]:
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


def test_a_line_that_goes_silent_is_given_up_and_what_was_to_be_sent_goes_the_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.over_the_line.exchange()
    desk.add(desk.far, 3)
    desk.line.silent = True
    with monkeypatch.context() as impatient, pytest.raises(BoardError, match="did not answer in time") as told:
        impatient.setattr(shared, "SECONDS", 0.5)
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
def test_cut_in_the_middle_of_a_statement_all_of_it_is_there_or_nothing(
    desk: Desk, after: int, caplog: pytest.LogCaptureFixture
) -> None:
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
    assert caplog.text == ""  # the library's own words reach nobody


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


class TestABadEdit:
    """One that has the right checksum, and says what no board says: the server cannot know."""

    @pytest.fixture
    def session(self, desk: Desk) -> str:
        desk.add(desk.near)
        desk.straight.exchange()
        desk.over_the_line.exchange()
        (action,) = desk.near.read().all(Action)
        with desk.near.reading() as reader:
            like = edits_after(reader, {})[-1]
        bad = replace(like, id=EditId("bad0" * 8, 1), group="rag", value='{"rag":"purple"}', parents=(), who="Chair")
        row = row_of(sealed(replace(bad, record=action.id)), received=False)
        with desk.server.connect(OTHER) as connection:
            connection.execute(
                f"INSERT INTO {schema_of(desk.address)}.edit ({', '.join(COLUMNS)}) "
                f"VALUES ({', '.join(['%s'] * len(COLUMNS))})",
                [row[name] for name in COLUMNS],
            )
        return bad.id.session

    def test_it_is_left_out_on_every_machine_and_who_brought_it_in_is_named_and_all_others_go_on(
        self, desk: Desk, session: str
    ) -> None:
        for each in (desk.straight, desk.over_the_line):
            (sentence,) = each.exchange().left_out
            assert sentence.startswith(f"What {OTHER} brought in was left out: it ")
        desk.add(desk.far)
        assert desk.over_the_line.exchange().went_out == desk.straight.exchange().came > 0
        for file in (desk.far, desk.near):
            assert examine(file.path)[0] == [] and len(file.read().all(Action)) == 2

    def test_the_owner_can_take_it_away_as_the_page_for_administrators_says(self, desk: Desk, session: str) -> None:
        import psycopg

        page = (Path(__file__).parents[2] / "docs" / "shared.md").read_text("utf-8")
        (statements,) = re.findall(r"```sql\n(BEGIN;.*?)```", page, re.DOTALL)
        desk.server.run(statements.replace("board_plan", schema_of(desk.address)).replace("5b1f09c2", session[:8]))
        assert desk.over_the_line.exchange().left_out == () == desk.straight.exchange().left_out
        desk.add(desk.near)
        assert desk.same()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):  # the triggers are there again
            desk.server.run(f"DELETE FROM {schema_of(desk.address)}.edit")


@pytest.mark.parametrize("connected", [False, True])
@pytest.mark.parametrize("first", ["who writes", "who only looks"])
def test_a_server_that_was_put_back_from_an_older_backup_gets_again_what_it_lacks(
    desk: Desk, connected: bool, first: str
) -> None:
    desk.add(desk.near, 2)
    desk.straight.exchange()
    desk.over_the_line.exchange()
    table = f"{schema_of(desk.address)}.edit"
    ((kept,),) = desk.server.run(f"SELECT max(arrival) FROM {table}")
    desk.add(desk.near, 2)
    desk.straight.exchange()
    desk.over_the_line.exchange()
    assert len(desk.far.read().all(Action)) == 4
    if not connected:
        desk.straight.close()
        desk.over_the_line.close()
    desk.server.run(
        f"BEGIN; ALTER TABLE {table} DISABLE TRIGGER ALL; DELETE FROM {table} WHERE arrival > {kept}; "
        f"SELECT setval(pg_get_serial_sequence('{table}', 'arrival'), {kept}); "
        f"ALTER TABLE {table} ENABLE TRIGGER ALL; COMMIT"
    )
    if first == "who writes":
        desk.add(desk.far)
    else:  # it comes to hold as much as before, and something else
        desk.add(desk.near, 2)
        desk.straight.exchange()
    assert desk.same()
    assert len(desk.near.read().all(Action)) == (5 if first == "who writes" else 6)


def test_the_clock_of_the_server_may_be_years_off(desk: Desk) -> None:
    desk.server.run(
        f"ALTER TABLE {schema_of(desk.address)}.edit ALTER came SET DEFAULT clock_timestamp() + interval '30 years'"
    )
    desk.add(desk.far, 2)
    desk.over_the_line.exchange()
    desk.server.run(
        f"ALTER TABLE {schema_of(desk.address)}.edit ALTER came SET DEFAULT clock_timestamp() - interval '30 years'"
    )
    desk.add(desk.near, 2)
    assert desk.same()


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
