"""Exchanging edits with a server while a board is open: at once where there is something, and on without the server.

It has a thread of its own, so that nothing on the screen ever waits for a line. What it does with the file it asks of
who has it open, in turn with everything else that is done with it.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from boardtui.domain.errors import BoardError, Code
from boardtui.session.sharing import Exchanged, Exchanger
from boardtui.session.surroundings import SharedLine

POLL_SECONDS = 1.5
"""How often it is asked for new edits where nobody has told of any yet: a pooler may forbid that, or swallow it."""

QUIET_SECONDS = 20.0
"""How often it is asked all the same where the server is known to tell."""

RETRY_SECONDS = (2.0, 5.0, 10.0, 30.0)
"""After how long a server that was not reached is tried again, the first time, the second time and so on."""

_SLICE = 0.25  # seconds of waiting for news at a time: an edit made here meanwhile waits up to as long
_GIVING_WAY = 0.01  # seconds between looks at whether somebody else still wants the turn


class Live:
    """Exchanges edits while a board is open.

    Args:
        exchanger: what exchanges them. Nobody else uses it.
        line: how the line stands; it is kept up to date.
        came: called, in the thread of this, after every exchange that brought something in or left something out.
        changed: called, in the thread of this, when the line stands otherwise than before.
        clock: for when the server was reached last.

    Attributes:
        line: see there.
        told: what was said already of what was left out; kept for who says it.
    """

    def __init__(
        self,
        exchanger: Exchanger,
        line: SharedLine,
        *,
        came: Callable[[Exchanged], None],
        changed: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self.line = line
        self.told: set[str] = set()
        self._exchanger = exchanger
        self._came = came
        self._changed = changed
        self._clock = clock
        self._turn = threading.Lock()
        self._asking = 0  # how many jobs wait for their turn: looking for news lets them go first
        self._count = threading.Lock()
        self._kicked = threading.Event()
        self._stopping = False
        self._listening = self._heard = False
        self._failed = 0
        self._thread = threading.Thread(target=self._run, name="exchange", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def kick(self) -> None:
        """Exchange soon: something was entered here."""
        # A wrong password is not given again with every edit: after some, servers lock the login.
        if self.line.problem is None or self.line.problem.code is not Code.PASSWORD_NEEDED:
            self._kicked.set()

    def exchange_now(self) -> Exchanged:
        """Exchange now, and return when it is done. Not to be called where the file is used.

        Raises:
            BoardError: it could not be done.
        """
        with self._asked():
            self._exchanger.send_again()
            return self._exchange()

    def exchange_with(self, password: str) -> Exchanged:
        """Exchange now, with a password that somebody typed, and go on with it. As `exchange_now` in all else."""
        with self._asked():
            self._exchanger.use_password(password)
            done = self._exchange()
        self._kicked.set()
        return done

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """The turn of who asked for it. A lock alone would be taken again and again by who waits for news."""
        with self._count:
            self._asking += 1
        try:
            with self._turn:
                yield
        finally:
            with self._count:
                self._asking -= 1

    def stop(self, seconds: float = 1.0) -> None:
        """End, and let go of the server: who waits for it waits no longer than this.

        Args:
            seconds: how long to wait for what is under way.
        """
        self._stopping = True
        self._kicked.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    @property
    def stopping(self) -> bool:
        """Whether it is to end."""
        return self._stopping

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._kicked.clear()
                self._wait(self._once())
        finally:
            self._exchanger.close()

    def _once(self) -> float:
        """Exchange once; how long to wait then."""
        with self._turn:
            try:
                self._exchange()
            except BoardError as error:
                if error.code in (Code.PASSWORD_NEEDED, Code.TOO_OLD, Code.LEFT):
                    return math.inf  # trying again helps only after somebody has put this right
                self._failed += 1
                return RETRY_SECONDS[min(self._failed, len(RETRY_SECONDS)) - 1]
            if not self._listening:
                self._listening = self._exchanger.listen()
        return QUIET_SECONDS if self._heard else POLL_SECONDS

    def _exchange(self) -> Exchanged:
        connected = self._exchanger.connected
        try:
            done = self._exchanger.exchange()
        except BoardError as error:
            self._listening = False
            self._stands(error)
            raise
        except Exception as error:  # a thread that ended in silence would look as if all were well
            self._exchanger.close()
            self._listening = False
            what = f"({type(error).__name__}). Your edits are kept, and sent later"
            problem = BoardError(f"{self.line.server} and this program do not understand one another {what}.")
            self._stands(problem)
            raise problem from error
        self._listening = self._listening and connected
        self._failed = 0
        self._stands(done.refused)
        if done.came or done.left_out:
            self._came(done)
        return done

    def _stands(self, problem: BoardError | None) -> None:
        before = self.line.state
        if problem is None:
            self.line.reached = self._clock().astimezone(UTC)
        self.line.problem = problem
        self.line.edition, self.line.waiting = self._exchanger.edition, self._exchanger.waiting
        if self.line.state != before:
            self._changed()

    def _wait(self, seconds: float) -> None:
        """Wait until there may be something to exchange, at most so long."""
        ends = time.monotonic() + seconds
        while not self._stopping and (left := ends - time.monotonic()) > 0:
            if not self._listening:
                if self._kicked.wait(min(left, 60.0)):
                    return
                continue
            if self._kicked.is_set():
                return
            if self._asking:
                time.sleep(_GIVING_WAY)
                continue
            with self._turn, suppress(BoardError):
                if self._exchanger.told():
                    return
                if self._exchanger.wait(min(left, _SLICE)):
                    self._heard = True
                    return
            if not self._exchanger.connected:
                self._listening = False
                return


def asking(do: Callable[[Callable[[Any], Any]], Any], stopping: Callable[[], bool]) -> Callable[[Any], Any]:
    """Does something with a file that an event loop has open, in turn, from another thread.

    Args:
        do: asks for it, from any thread; a future that says when it is done.
        stopping: whether nobody will answer any more.
    """

    def run(job: Callable[[Any], Any]) -> Any:
        done = do(job)
        while True:
            try:
                return done.result(timeout=_SLICE)
            except TimeoutError:
                if done.done():
                    raise
                if stopping():
                    done.cancel()
                    raise BoardError("The board was closed.") from None

    return run
