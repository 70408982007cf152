"""The edits of a board on a PostgreSQL server, to which the working copies of many people send theirs.

Nothing but edits is there. They are added and read, and never changed; what they make up is worked out in each working
copy. What comes from a server is believed no more than a copy that somebody sent: `copies.posted` checks it.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from boardtui import __version__
from boardtui.domain.errors import BoardError, Code
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Edit
from boardtui.settings.address import Address
from boardtui.store.columns import COLUMNS, FORMAT, TYPES, row_of

if TYPE_CHECKING:
    import psycopg

CONNECT_SECONDS = 5
SECONDS = 15.0
"""How long one exchange of words with a server may take. The server is told so too, but a line that has gone silent
tells nobody anything: then the connection is closed from this side."""

PAGE = 2_000
"""How many edits are asked for, or sent, at a time."""

_REFUSED = "it refuses this login. Ask who runs the server"
_WHY_NOT_REACHED = (
    ('fatal:  role "', _REFUSED),  # it may not log in, or is not there any more
    ("authentication failed", _REFUSED),
    ("no pg_hba.conf entry", _REFUSED),
    ("permission denied for database", _REFUSED),
    ("does not match host name", "its certificate is made out to another name"),
    (
        "root certificate file",
        "nothing here says whose certificates to trust. Ask who runs the server for the root certificate, and name "
        "its file in the address: &sslrootcert=FILE, or =system for those that this machine trusts",
    ),
    ("certificate", "its certificate is not one that this machine trusts, or has run out"),
    ("does not support ssl", "it offers no encrypted line"),
)
"""Why a server is not talked to, by words of what the library says of it."""

_PAGE_BYTES = 8 * 1024 * 1024
_SQL_TYPES = {str: "text", int: "bigint"}
_LIST = ", ".join(COLUMNS)
_READ = "arrival, login, " + _LIST


@immutable
class Posted:
    """An edit as it came from a server: nothing of it is checked.

    Attributes:
        arrival: its place in the order in which edits came to the server.
        login: who brought it in, as the server knows them.
        row: the columns of the edit.
    """

    arrival: int
    login: str
    row: tuple[Any, ...]


@immutable
class LogState:
    """How a board stands on a server.

    Attributes:
        identity: which board it is.
        arrival: all that came in up to here is in `sessions`.
        sessions: for each session its highest number, and a checksum over the digests of its edits.
    """

    identity: str
    arrival: int
    sessions: Mapping[str, tuple[int, str]]


def schema_of(address: Address) -> str:
    """The schema in which a board is."""
    return f"board_{address.board}"


def schema_sql(address: Address, identity: str) -> str:
    """What a database administrator runs once for a board: its schema, triggers, roles and rights.

    Args:
        address: where the board is to be.
        identity: the identity of the board.
    """
    text = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    named = {"board": address.board, "schema": schema_of(address), "identity": identity, "format": str(FORMAT)}
    for name, value in named.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text


def library() -> ModuleType:
    """The PostgreSQL library, imported when an address is used for the first time.

    Raises:
        BoardError: it is not installed.
    """
    try:
        import psycopg
    except ImportError:
        raise BoardError(
            "Boards on a server need a part that is not installed here. To install it: pip install 'boardtui[server]'"
        ) from None
    # It says what goes wrong on a line that is lost; a person is told of that in a sentence.
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    return psycopg


class SharedLog:
    """The edits of one board on a server, over one connection. Used by one thread at a time.

    Args:
        address: where the board is.
        password: the one that somebody typed; "" where the library finds it, or none is needed.

    Raises:
        BoardError: the server cannot be reached or refuses, or there is no such board on it.
    """

    def __init__(self, address: Address, password: str = "") -> None:
        self._psycopg = library()
        self._name = address.board
        self._server = address.server
        self._schema = schema_of(address)
        self._channel = self._schema
        told: dict[str, Any] = {**address.for_the_library(), **({"password": password} if password else {})}
        with self._plain_errors():
            self._connection: psycopg.Connection[tuple[Any, ...]] = self._psycopg.connect(
                **told,
                autocommit=True,
                prepare_threshold=None,  # a pooler may give each statement another connection
                connect_timeout=CONNECT_SECONDS,
                application_name="boardtui",
                client_encoding="utf8",
                keepalives_idle=10,
                keepalives_interval=3,
                keepalives_count=3,
            )
        self._stalled = False

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def standing(self) -> LogState:
        """How the board stands.

        Raises:
            BoardError: it is not there, or only for a newer program; the code says so.
        """
        with self._in_time(), self._connection.pipeline():
            # The highest arrival first: what comes in between the two statements is asked for once more, and not lost.
            first = self._asked(
                "SELECT identity, format, least_version, (SELECT coalesce(max(arrival), 0) FROM {s}.edit) "
                "FROM {s}.board LIMIT 1"
            )
            second = self._asked(
                "SELECT session, max(number), "
                "encode(sha256(convert_to(string_agg(digest, ' ' ORDER BY number), 'UTF8')), 'hex') "
                "FROM {s}.edit GROUP BY session"
            )
            found, sessions = first.fetchall(), second.fetchall()
        if not found:
            raise self._not_there()
        identity, board_format, least_version, arrival = found[0]
        if board_format > FORMAT or _numbers(least_version) > _numbers(__version__):
            raise too_old()
        return LogState(str(identity), int(arrival), {row[0]: (int(row[1]), str(row[2])) for row in sessions})

    def missing(self, after: Mapping[str, int]) -> Iterator[list[Posted]]:
        """The edits of some sessions from a number on, page by page in the order in which they came.

        Args:
            after: for each session that is wanted, the highest number that is known.
        """
        query = (
            f"SELECT {_READ} FROM {{s}}.edit JOIN unnest(%s::text[], %s::bigint[]) AS wanted(of, after) "
            "ON session = wanted.of WHERE number > wanted.after AND arrival > %s ORDER BY arrival LIMIT %s"
        )
        yield from self._pages(query, [list(after), list(after.values())], 0)

    def since(self, arrival: int) -> Iterator[list[Posted]]:
        """The edits that came in after one, page by page in the order in which they came."""
        yield from self._pages(
            f"SELECT {_READ} FROM {{s}}.edit WHERE arrival > %s ORDER BY arrival LIMIT %s", [], arrival
        )

    def add(self, edits: Sequence[Edit]) -> None:
        """Send edits. Those that are there already do no harm.

        Args:
            edits: they may replace only what is there or stands before them.

        Raises:
            BoardError: they could not be sent. Those before the first one that could not are there.
        """
        names = ", ".join(f"sent.{name}" for name in COLUMNS)
        arrays = ", ".join(f"%s::{_SQL_TYPES[what]}[]" for what in TYPES)
        statement = (
            f"INSERT INTO {self._schema}.edit ({_LIST}) SELECT {names} "
            f"FROM unnest({arrays}) WITH ORDINALITY AS sent({_LIST}, place) ORDER BY sent.place ON CONFLICT DO NOTHING"
        )
        for some in _pages_of(edits):
            rows = [row_of(edit, received=False) for edit in some]
            # In a pipeline: one way there and back for all of it.
            try:
                with self._in_time(), self._connection.pipeline():
                    self._connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
                    self._connection.execute(f"SET LOCAL statement_timeout = {int(SECONDS * 1000)}")
                    self._connection.execute(statement, [[row[name] for row in rows] for name in COLUMNS])
                    self._connection.execute("COMMIT")
            except BoardError as error:
                if error.code is Code.OTHER:  # refused: the connection is as good as before
                    with self._in_time():
                        self._connection.execute("ROLLBACK")
                raise

    def listen(self) -> None:
        """Ask to be told when edits come in."""
        with self._in_time():
            self._connection.execute(f"LISTEN {self._channel}")

    def told(self) -> bool:
        """Whether it was told of edits while something else was asked.

        That says nothing of whether it is told where nothing is asked: a pooler that gives each transaction another
        connection hands on only what comes during one, such as what this program's own edits lead to.
        """
        with self._in_time():
            return any(True for _ in self._connection.notifies(timeout=0))

    def wait(self, seconds: float) -> bool:
        """Wait until edits come in, at most so long. Whether it was told so."""
        with self._in_time(seconds):
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def _pages(self, query: str, given: list[Any], arrival: int) -> Iterator[list[Posted]]:
        while True:
            with self._in_time():
                rows = self._rows(query, [*given, arrival, PAGE])
            if not rows:
                return
            page = [Posted(row[0], str(row[1]), tuple(row[2:])) for row in rows]
            if page[0].arrival <= arrival or page[-1].arrival <= arrival:
                raise BoardError("The server gives the edits in an impossible order.")
            yield page
            if len(rows) < PAGE:
                return
            arrival = page[-1].arrival

    def _rows(self, query: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._asked(query, given).fetchall()

    def _asked(self, query: str, given: Sequence[Any] = ()) -> psycopg.Cursor[tuple[Any, ...]]:
        return self._connection.execute(query.replace("{s}", self._schema), given)

    @contextmanager
    def _in_time(self, seconds: float = 0.0) -> Iterator[None]:
        """Close the connection from this side where the other one has gone silent, after so long more than is usual."""
        watch = threading.Timer(SECONDS + seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            with self._plain_errors():
                yield
        finally:
            watch.cancel()

    def _give_up(self) -> None:
        self._stalled = True
        with suppress(self._psycopg.Error, OSError, ValueError):
            line = socket.socket(fileno=self._connection.fileno())
            try:
                line.shutdown(socket.SHUT_RDWR)
            finally:
                line.detach()  # it is the library's to close

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """Turn what the library says into sentences. What it says is not repeated: it may quote what was sent."""
        errors = self._psycopg.errors
        try:
            yield
        except (errors.InvalidSchemaName, errors.UndefinedTable) as error:
            raise self._not_there() from error
        except errors.InsufficientPrivilege as error:
            raise BoardError(
                f"You may not do that with the board {self._name} on {self._server}: who runs the server gives the "
                "right to look at it, or to add to it."
            ) from error
        except self._psycopg.IntegrityError as error:
            raise BoardError(
                f"{self._server} did not take the edits: they do not fit what is there. To look at them: boardtui check"
            ) from error
        except self._psycopg.OperationalError as error:
            raise self._not_reached(error) from error
        except self._psycopg.Error as error:
            raise BoardError(
                f"{self._server} refused ({getattr(error, 'sqlstate', None) or type(error).__name__}). Nothing was "
                "lost: your edits are in the working copy.",
                code=Code.NOT_REACHED,
            ) from error

    def _not_reached(self, error: Any) -> BoardError:
        failed = getattr(error, "pgconn", None)
        needs = failed is not None and (failed.needs_password or failed.used_password)
        if needs and isinstance(error, self._psycopg.OperationalError) and not hasattr(self, "_connection"):
            return BoardError(f"{self._server} asks for a password, or for another one.", code=Code.PASSWORD_NEEDED)
        why = ": it did not answer in time" if getattr(self, "_stalled", False) else ""
        said = str(error).casefold()
        why = next((f": {words}" for sign, words in _WHY_NOT_REACHED if sign in said), why)
        return BoardError(f"{self._server} could not be reached{why}.", code=Code.NOT_REACHED)

    def _not_there(self) -> BoardError:
        return BoardError(
            f"There is no board {self._name} in this database, or you may not see it. Who runs the server makes it: "
            "boardtui share BOARD ADDRESS --sql prints how."
        )


def too_old() -> BoardError:
    """The error where a board holds what only a newer version knows."""
    return BoardError(
        "A newer version of boardtui is in use on the shared board. Update to go on sharing. What you enter here "
        "meanwhile is kept, and sent then.",
        code=Code.TOO_OLD,
    )


def _numbers(version: str) -> tuple[int, ...]:
    """A version as it is compared; what follows its numbers does not count."""
    numbers = []
    for part in version.split("."):
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return tuple(numbers)


def _pages_of(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    page: list[Edit] = []
    size = 0
    for edit in edits:
        length = len(edit.value) * 2 + len(edit.why)
        if page and (len(page) >= PAGE or size + length > _PAGE_BYTES):
            yield page
            page, size = [], 0
        page.append(edit)
        size += length
    if page:
        yield page
