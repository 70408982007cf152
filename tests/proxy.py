"""A line to a server that tests can make slow, silent, or cut in the middle of a word."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Proxy:
    """Passes on what goes between a program and a server on this machine.

    Attributes:
        port: where it listens.
        delay: seconds for which everything is held up, each way.
        silent: nothing is passed on any more, and nobody is told.
        away: every connection ends, those that are there and those that are made.
        cut_after: the connection is cut after so many more bytes to the server; None for never.
        connections: how often it was connected to.
        turns: how often the program said something after it had heard something: so often it waited for the server.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.delay = 0.0
        self.silent = self.away = False
        self.cut_after: int | None = None
        self.connections = self.turns = 0
        self._heard = True
        self._ending = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._passing: list[threading.Thread] = []
        self._thread.start()

    def close(self) -> None:
        """Listen no more, and cut every connection."""
        self._ending = True
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in (self._thread, *self._passing):
            thread.join(60)

    def _accept(self) -> None:
        while not self._ending:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self.away:
                near.close()
                continue
            self.connections += 1
            passing = threading.Thread(target=self._pass_on, args=(near,), daemon=True)
            self._passing.append(passing)
            passing.start()

    def _pass_on(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self._target)) as far:
            while not self._ending:
                ready, _, _ = select.select([near, far], [], [], 0.02)
                if self.away:
                    return
                if self.silent:
                    continue
                for each in ready:
                    try:
                        words = each.recv(65536)
                    except OSError:
                        return
                    if not words:
                        return
                    if self.delay:
                        time.sleep(self.delay)
                    self.turns += each is near and self._heard
                    self._heard = each is far
                    if each is near and self.cut_after is not None:
                        words, self.cut_after = words[: self.cut_after], max(0, self.cut_after - len(words))
                    try:
                        (far if each is near else near).sendall(words)
                    except OSError:
                        return
                    if self.cut_after == 0:
                        self.cut_after = None
                        return


@contextmanager
def proxied(port: int) -> Iterator[Proxy]:
    """A line to a server, as long as this lasts."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
