"""The edits of a board on a server: added and read, never changed, whoever tries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.edits import Change, Edit, EditId
from boardtui.settings.address import Address
from boardtui.store import shared
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import COLUMNS, board_identity, edit_of, row_of
from boardtui.store.history import edits_after
from boardtui.store.shared import Posted, SharedLog, schema_of, schema_sql
from tests.server import MEMBER, OTHER, PASSWORD, READER, STRANGER, SWORN, Server
from tests.store.conftest import add_action
from tests.store.forging import sealed


@dataclass(frozen=True)
class Shared:
    """A board on the server, and the edits that are to come there."""

    server: Server
    address: Address
    edits: list[Edit]

    @property
    def schema(self) -> str:
        return schema_of(self.address)

    def open(self, user: str = MEMBER) -> SharedLog:
        return SharedLog(replace(self.address, user=user))

    def sent_together(self) -> list[int]:
        """How many edits came in each transaction, in their order."""
        counted = f"SELECT count(*) FROM {self.schema}.edit GROUP BY xmin::text ORDER BY min(arrival)"
        return [number for (number,) in self.server.run(counted)]

    def rows(self) -> list[tuple[Any, ...]]:
        return self.server.run(f"SELECT {', '.join(COLUMNS)} FROM {self.schema}.edit ORDER BY arrival")


def edits_in(board_file: BoardFile) -> list[Edit]:
    with board_file.reading() as reader:
        return edits_after(reader, {})


@pytest.fixture
def board(board_file: BoardFile, server: Server) -> Shared:
    """A board whose edits try what a checksum over JSON can stumble over; none of them is on the server."""
    first = add_action(board_file, "1.1", title='A "quoted" \\ one — 𝄞 🚦 ', commentary="Line one\nline\ttwo\x7f")
    for number in range(12):
        board_file.write([Change(first, "action", {"rag": ("red", "amber")[number % 2]})], who="Lead é", why="a/b\\c")
    with BoardFile.open(board_file.path) as other:
        other.write([Change(first, "action", {"commentary": f"By\u00a0another {chr(0x1F600)}"})], who="Office")
        board_file.write([Change(first, "action", {"commentary": "Mine"})], who="Lead", seen=3)
        other.write([Change(first, "action", {}, delete=True)], who="Office")
    with board_file.reading() as reader:
        identity = board_identity(reader)
    return Shared(server, server.make_board(identity), edits_in(board_file))


@pytest.fixture
def log(board: Shared) -> Iterator[SharedLog]:
    with board.open() as opened:
        yield opened


def all_of(pages: Iterator[list[Posted]]) -> list[Edit]:
    return [edit_of(each.row) for each in chain.from_iterable(pages)]


class TestSendingAndReading:
    def test_what_is_sent_is_read_again_as_it_was(self, board: Shared, log: SharedLog) -> None:
        log.add(board.edits)
        assert all_of(log.since(0)) == board.edits
        assert log.standing().sessions.keys() == {edit.id.session for edit in board.edits}

    def test_sending_it_again_changes_nothing(self, board: Shared, log: SharedLog) -> None:
        log.add(board.edits)
        before = board.rows()
        log.add(board.edits)
        assert board.rows() == before

    def test_in_as_many_pages_as_it_takes(self, board: Shared, log: SharedLog, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shared, "PAGE", 4)
        log.add(board.edits)
        pages = list(log.since(0))
        assert [len(page) for page in pages[:-1]] == [4] * (len(pages) - 1) and len(pages) > 3
        assert all_of(iter(pages)) == board.edits
        assert board.sent_together() == [len(page) for page in pages]

    def test_no_more_text_is_sent_at_once_than_a_page_holds_but_an_edit_that_is_longer_goes_alone(
        self, board: Shared, log: SharedLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # What an edit says counts twice: it may take two bytes a letter.
        lengths = [2 * len(edit.value) + len(edit.why) for edit in board.edits]
        everything, two = sum(lengths), sum(lengths[:2])
        for most, first in (
            (1, 1),
            (two - 1, 1),
            (two, 2),
            (everything - 1, len(lengths) - 1),
            (everything, len(lengths)),
        ):
            monkeypatch.setattr(shared, "_PAGE_BYTES", most)
            one = replace(board, address=board.server.make_board(board.edits[0].record))
            with one.open() as opened:
                opened.add(board.edits)
                assert all_of(opened.since(0)) == board.edits
            sent = one.sent_together()
            assert sent[0] == first and (most > 1 or set(sent) == {1}), most

    def test_only_what_came_since_or_is_missing_is_read(self, board: Shared, log: SharedLog) -> None:
        log.add(board.edits[:-2])
        seen = log.standing().arrival
        log.add(board.edits)
        assert all_of(log.since(seen)) == board.edits[-2:]
        session = board.edits[0].id.session
        wanted = [edit for edit in board.edits if edit.id.session == session and edit.id.number > 3]
        assert all_of(log.missing({session: 3})) == wanted

    def test_the_server_says_who_brought_an_edit_in_whoever_signed_it(self, board: Shared, log: SharedLog) -> None:
        log.add(board.edits[:3])
        with board.open(OTHER) as other:
            other.add(board.edits)
        logins = [each.login for page in log.since(0) for each in page]
        assert logins == [MEMBER] * 3 + [OTHER] * (len(board.edits) - 3)

    def test_who_listens_is_told(self, board: Shared, log: SharedLog) -> None:
        with board.open(OTHER) as other:
            other.listen()
            assert not other.wait(0.01)
            log.add(board.edits)
            assert other.wait(120)

    def test_what_ones_own_edits_lead_to_is_not_taken_for_being_told_while_nothing_is_asked(
        self, board: Shared, log: SharedLog
    ) -> None:
        log.listen()
        log.add(board.edits)
        assert log.told()
        assert not log.told() and not log.wait(0.01)

    def test_a_program_that_is_older_than_the_board_takes_may_not_share(self, board: Shared, log: SharedLog) -> None:
        for raised in ("least_version = '99.1'", "least_version = '0', format = 99"):
            board.server.run(f"UPDATE {board.schema}.board SET {raised}")
            with pytest.raises(BoardError, match="Update to go on sharing") as told:
                log.standing()
            assert told.value.code is Code.TOO_OLD


class TestRights:
    FORBIDDEN = (
        "UPDATE {s}.edit SET who = 'x'",
        "DELETE FROM {s}.edit",
        "TRUNCATE {s}.edit",
        "INSERT INTO {s}.edit ({columns}, arrival) OVERRIDING SYSTEM VALUE SELECT {columns}, 1 FROM {s}.edit LIMIT 1",
        "INSERT INTO {s}.edit ({columns}, login) SELECT {columns}, 'chair' FROM {s}.edit LIMIT 1",
        "INSERT INTO {s}.edit ({columns}, came) SELECT {columns}, now() FROM {s}.edit LIMIT 1",
        "INSERT INTO {s}.board (identity, format) SELECT identity, 2 FROM {s}.board",
        "UPDATE {s}.board SET least_version = '9'",
        "DELETE FROM {s}.board",
        "SELECT * FROM {s}.board FOR UPDATE",
        "SELECT * FROM {s}.edit FOR UPDATE",
        "BEGIN; LOCK TABLE {s}.edit IN SHARE MODE",
        "ALTER TABLE {s}.edit DISABLE TRIGGER ALL",
        "ALTER TABLE {s}.edit ADD COLUMN more text",
        "DROP TRIGGER refuse_change ON {s}.edit",
        "DROP TABLE {s}.edit",
        "DROP SCHEMA {s} CASCADE",
        "CREATE TABLE {s}.more (a int)",
        "CREATE FUNCTION {s}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION {s}.check_whole() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT ALL ON TABLES TO stranger; ALTER SCHEMA {s} RENAME TO x",
        "SET session_replication_role = replica",
    )

    FORBIDDEN_TO_THE_OWNER = (
        "UPDATE {s}.edit SET who = 'x'",
        "DELETE FROM {s}.edit",
        "TRUNCATE {s}.edit",
        "UPDATE {s}.board SET identity = identity",
        "DELETE FROM {s}.board",
        "TRUNCATE {s}.board",
        "SET session_replication_role = replica; DELETE FROM {s}.edit",
    )

    def refuses(self, board: Shared, user: str, statement: str) -> None:
        import psycopg

        before = board.rows(), board.server.run(f"SELECT * FROM {board.schema}.board")
        with pytest.raises(psycopg.Error) as refused:
            board.server.run(statement.format(s=board.schema, columns=", ".join(COLUMNS)), user)
        assert refused.value.sqlstate == "42501", refused.value
        assert (board.rows(), board.server.run(f"SELECT * FROM {board.schema}.board")) == before

    @pytest.mark.parametrize("user", [MEMBER, READER])
    def test_members_and_readers_can_change_nothing(self, board: Shared, log: SharedLog, user: str) -> None:
        log.add(board.edits)
        for statement in self.FORBIDDEN:
            self.refuses(board, user, statement)

    def test_nor_can_the_owner_by_an_ordinary_statement(self, board: Shared, log: SharedLog) -> None:
        log.add(board.edits)
        for statement in self.FORBIDDEN_TO_THE_OWNER:
            self.refuses(board, "postgres", statement)

    def test_members_cannot_pass_their_rights_on(self, board: Shared, log: SharedLog) -> None:
        board.server.run(f"GRANT USAGE ON SCHEMA {board.schema} TO {STRANGER}")
        with board.server.connect(MEMBER) as connection:  # which only warns
            connection.execute(f"GRANT SELECT, INSERT ON {board.schema}.edit TO {STRANGER}")
        with board.open(STRANGER) as stranger, pytest.raises(BoardError, match="You may not do that"):
            list(stranger.since(0))

    def test_readers_read_and_cannot_add(self, board: Shared, log: SharedLog) -> None:
        log.add(board.edits[:2])
        with board.open(READER) as reader:
            assert all_of(reader.since(0)) == board.edits[:2]
            with pytest.raises(BoardError, match="You may not do that"):
                reader.add(board.edits)
        assert len(board.rows()) == 2

    def test_others_see_nothing(self, board: Shared) -> None:
        with board.open(STRANGER) as stranger, pytest.raises(BoardError, match="You may not do that"):
            stranger.standing()


class TestWhatTheServerRefuses:
    def insert(self, board: Shared, edit: Edit, *, isolation: str = "READ COMMITTED", search: str = "") -> None:
        """Add an edit past the program, as somebody does who has a database tool and the rights of a member."""
        row = row_of(edit, received=False)
        with board.server.connect(MEMBER) as connection, connection.transaction():
            connection.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
            if search:
                connection.execute(f"SET search_path = {search}")
            places = ", ".join(["%s"] * len(COLUMNS))
            names = ", ".join(COLUMNS)
            connection.execute(
                f"INSERT INTO {board.schema}.edit ({names}) VALUES ({places})", [row[name] for name in COLUMNS]
            )

    def test_an_edit_that_was_changed_after_it_was_made(self, board: Shared) -> None:
        import psycopg

        self.insert(board, board.edits[0])
        for changed in (
            replace(board.edits[1], who="Somebody else"),
            replace(board.edits[1], value="{}"),
            replace(board.edits[1], digest="0" * 64),
        ):
            with pytest.raises(psycopg.IntegrityError, match="does not match its digest"):
                self.insert(board, changed)
        assert len(board.rows()) == 1

    def test_not_even_where_a_member_has_functions_of_that_name(self, board: Shared) -> None:
        import psycopg

        self.insert(board, board.edits[0])
        board.server.run(f"CREATE SCHEMA IF NOT EXISTS evil; GRANT ALL ON SCHEMA evil TO {MEMBER}")
        board.server.run(
            "CREATE OR REPLACE FUNCTION evil.encode(bytea, text) RETURNS text LANGUAGE sql "
            "AS $$ SELECT repeat('0', 64) $$",
            MEMBER,
        )
        with pytest.raises(psycopg.IntegrityError, match="does not match its digest"):
            self.insert(board, replace(board.edits[1], digest="0" * 64), search="evil, pg_catalog")

    def test_a_number_that_leaves_a_gap(self, board: Shared) -> None:
        import psycopg

        for number in (2, 4):
            moved = sealed(replace(board.edits[0], id=EditId(board.edits[0].id.session, number)))
            with pytest.raises(psycopg.IntegrityError, match="is missing"):
                self.insert(board, moved)
        with pytest.raises(psycopg.IntegrityError):
            self.insert(board, sealed(replace(board.edits[0], id=EditId(board.edits[0].id.session, 0))))
        assert board.rows() == []

    def test_a_second_edit_with_the_same_number(self, board: Shared) -> None:
        import psycopg

        self.insert(board, board.edits[0])
        with pytest.raises(psycopg.IntegrityError):
            self.insert(board, sealed(replace(board.edits[0], who="Somebody else")))

    @pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
    def test_isolation_under_which_a_turn_would_not_be_kept(self, board: Shared, isolation: str) -> None:
        import psycopg

        with pytest.raises(psycopg.errors.FeatureNotSupported, match="READ COMMITTED"):
            self.insert(board, board.edits[0], isolation=isolation)

    def test_text_that_no_board_holds(self, board: Shared) -> None:
        import psycopg

        first = board.edits[0]
        with pytest.raises(psycopg.DataError):
            self.insert(board, sealed(replace(first, why="\0")))
        for changed in (
            replace(first, who="x" * 801),
            replace(first, lamport=0),
            replace(first, id=EditId("x" * 32, 1)),
        ):
            with pytest.raises(psycopg.IntegrityError):
                self.insert(board, sealed(changed))

    def test_counters_go_as_far_as_those_of_a_file(self, board: Shared) -> None:
        self.insert(board, sealed(replace(board.edits[0], lamport=2**53 - 1)))
        assert board.rows()[0][2] == 2**53 - 1


class TestTurns:
    def test_a_lower_arrival_is_never_seen_after_a_higher_one(self, board: Shared, log: SharedLog) -> None:
        """Who adds waits for who is adding; so what was read up to an arrival is all there ever is up to it."""
        import psycopg

        log.add(board.edits[:1])
        with board.server.connect(OTHER) as slow, board.server.connect(MEMBER) as quick:
            other = sealed(replace(board.edits[0], id=EditId("f" * 32, 1)))
            insert = (
                f"INSERT INTO {board.schema}.edit ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
            )
            with slow.transaction():
                slow.execute(insert, list(map(row_of(other, received=False).get, COLUMNS)))
                with pytest.raises(psycopg.errors.LockNotAvailable), quick.transaction():
                    quick.execute("SET LOCAL lock_timeout = 1")
                    quick.execute(insert, list(map(row_of(board.edits[1], received=False).get, COLUMNS)))
        assert [edit.id.session for edit in all_of(log.since(0))] == [board.edits[0].id.session, "f" * 32]


class TestConnecting:
    def test_a_password_is_asked_for_where_it_is_needed(self, board: Shared) -> None:
        for wrong in ("", "no"):
            with pytest.raises(BoardError, match="asks for a password") as told:
                SharedLog(replace(board.address, user=SWORN), wrong)
            assert told.value.code is Code.PASSWORD_NEEDED
        with SharedLog(replace(board.address, user=SWORN), PASSWORD) as sworn:
            assert sworn.standing().arrival == 0

    def test_a_password_may_lie_in_a_password_file_or_a_service_file(
        self, board: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        passwords, services = tmp_path / "pgpass", tmp_path / "services"
        passwords.write_text(f"127.0.0.1:{board.server.port}:postgres:{SWORN}:{PASSWORD}\n", encoding="utf-8")
        passwords.chmod(0o600)
        sworn = replace(board.address, user=SWORN)
        with SharedLog(replace(sworn, options=(("passfile", str(passwords)),))) as log:
            assert log.standing().arrival == 0
        monkeypatch.setenv("PGPASSFILE", str(passwords))
        with SharedLog(sworn) as log:
            assert log.standing().arrival == 0
        monkeypatch.delenv("PGPASSFILE")
        services.write_text(
            f"[boards]\nhost={board.server.folder}\nport={board.server.port}\ndbname=postgres\nuser={SWORN}\n"
            f"password={PASSWORD}\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("PGSERVICEFILE", str(services))
        with SharedLog(Address.read(f"postgresql:///?board={board.address.board}&service=boards")) as log:
            assert log.standing().arrival == 0

    def test_a_server_that_is_not_there_is_not_reached(self, board: Shared) -> None:
        with pytest.raises(BoardError, match="could not be reached") as told:
            SharedLog(replace(board.address, port="1"))
        assert told.value.code is Code.NOT_REACHED

    def test_a_login_that_may_not_or_no_longer_log_in_is_told_from_a_server_that_is_away(self, board: Shared) -> None:
        board.server.run("CREATE ROLE barred NOLOGIN")
        board.server.run("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        try:
            for user in ("barred", "nobody_any_more", STRANGER):
                with pytest.raises(BoardError, match="could not be reached: it refuses this login") as told:
                    SharedLog(replace(board.address, user=user))
                assert told.value.code is Code.NOT_REACHED
        finally:
            board.server.run("DROP ROLE barred")
            board.server.run("GRANT CONNECT ON DATABASE postgres TO PUBLIC")

    def test_a_server_whose_certificate_nobody_vouches_for_is_not_talked_to(self, board: Shared) -> None:
        # Named as a service, the server may be anywhere; this one offers no encryption at all.
        folder = board.server.folder / "services"
        folder.write_text(
            f"[boards]\nhost=127.0.0.1\nport={board.server.port}\ndbname=postgres\nuser={MEMBER}\n", encoding="utf-8"
        )
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("PGSERVICEFILE", str(folder))
            with pytest.raises(BoardError, match="could not be reached"):
                SharedLog(Address.read(f"postgresql:///?board={board.address.board}&service=boards"))

    def test_over_a_socket(self, board: Shared) -> None:
        host = f"/postgres?board={board.address.board}&host={board.server.folder}"
        with SharedLog(Address.read(f"postgresql://{MEMBER}@:{board.server.port}{host}")) as log:
            assert log.standing().arrival == 0

    def test_a_board_that_is_not_there_is_no_board(self, server: Server) -> None:
        with (
            SharedLog(server.address("no_such_board")) as log,
            pytest.raises(BoardError, match="no board no_such_board"),
        ):
            log.standing()

    def test_the_library_is_imported_only_when_an_address_is_used(self, board_file: BoardFile) -> None:
        script = (
            "import sys, boardtui.cli.app, boardtui.store.shared, boardtui.session.working_copy, boardtui.ui.app\n"
            "from boardtui.cli import main\n"
            "try: main(['show', sys.argv[1]])\n"
            "except SystemExit: pass\n"
            "assert not [name for name in sys.modules if name.startswith('psycopg')]\n"
        )
        done = subprocess.run([sys.executable, "-c", script, str(board_file.path)], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr

    def test_without_it_the_sentence_says_how_to_install_it(
        self, board: Shared, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(BoardError, match=r"boardtui\[server\]"):
            SharedLog(board.address)


class TestTheScript:
    def test_it_grants_the_columns_of_an_edit_and_no_others(self, board: Shared) -> None:
        granted = board.server.run(
            "SELECT column_name FROM information_schema.column_privileges WHERE privilege_type = 'INSERT' "
            f"AND grantee = '{board.schema}_member' AND table_schema = '{board.schema}'"
        )
        assert {name for (name,) in granted} == set(COLUMNS)

    def test_all_of_it_is_done_or_nothing(self, board: Shared) -> None:
        import psycopg

        other = replace(board.address, board="another")
        board.server.run(f"CREATE ROLE {schema_of(other)}_reader")
        with pytest.raises(psycopg.errors.DuplicateObject):
            board.server.run(schema_sql(other, board.edits[0].record))
        assert board.server.run(f"SELECT 1 FROM pg_namespace WHERE nspname = '{schema_of(other)}'") == []

    def test_nothing_is_left_to_fill_in(self, board: Shared) -> None:
        assert "{{" not in schema_sql(board.address, board.edits[0].record)


def test_the_path_of_the_script_is_beside_the_module() -> None:
    assert Path(shared.__file__).with_suffix(".sql").is_file()
