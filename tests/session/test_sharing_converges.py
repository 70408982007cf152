"""A server between the copies of a board is one more way for edits to travel: all come to show the same.

The copies, what people do with them and the oracle are those of copies that are merged; here they also exchange edits
with a real server, and some of them go on doing so while others are merged from files. With BOARDTUI_NIGHTLY=1 many
more cases are tried.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from boardtui.domain.errors import BoardError, Code
from boardtui.session.sharing import Exchanger
from boardtui.settings.address import Address
from boardtui.store.columns import board_identity
from boardtui.store.shared import SharedLog
from tests.server import Server
from tests.store.replicas import Copies, Copy, PowerCut, _comparable

NIGHTLY = bool(os.environ.get("BOARDTUI_NIGHTLY"))


class CopiesAndAServer(Copies):
    """Up to four copies of one board, and a server on which they exchange edits."""

    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.address: Address | None = None
        self.on_server: set[str] = set()
        self.exchangers: dict[Path, Exchanger] = {}

    def teardown(self) -> None:
        try:
            if self.address is not None:
                self.all_exchange()
        finally:
            for exchanger in self.exchangers.values():
                exchanger.close()
            super().teardown()

    @initialize()
    def make_the_board(self) -> None:
        super().make_the_board()
        with self.copies[0].board_file.reading() as reader:
            self.address = self.server.make_board(board_identity(reader))

    @rule(at=st.integers(0, 3))
    def exchange(self, at: int) -> None:
        """Over a connection that is kept: only what came since is asked for."""
        copy = self._copy(at)
        self._exchange(copy, self._exchanger(copy))

    @rule(at=st.integers(0, 3))
    def exchange_after_the_line_was_down(self, at: int) -> None:
        copy = self._copy(at)
        self._exchanger(copy).close()
        self._exchange(copy, self._exchanger(copy))

    @rule(at=st.integers(0, 3), late=st.booleans())
    def the_line_goes_down_while_sending(self, at: int, late: bool) -> None:
        """What came in stays, and it is not known here whether the server took what was sent."""
        copy, real = self._copy(at), SharedLog.add

        def cut(log: SharedLog, edits: Any) -> None:
            if late:
                real(log, edits)
            raise BoardError("The line is down.", code=Code.NOT_REACHED)

        before = set(copy.known)
        with mock.patch.object(SharedLog, "add", cut):
            try:
                self._exchanger(copy).exchange()
            except BoardError:
                assert before - self.on_server
                copy.known |= self.on_server
                self.on_server |= before if late else set()
            else:
                copy.known |= self.on_server
        copy.merged = True

    @rule(at=st.integers(0, 3), late=st.booleans())
    def power_cut_while_taking_in(self, at: int, late: bool) -> None:
        from boardtui.store import projection

        copy, real = self._copy(at), projection.replace_states

        def cut(*arguments: Any) -> None:
            if late:
                real(*arguments)
            raise PowerCut

        with mock.patch.object(projection, "replace_states", cut):
            try:
                self._exchanger(copy).exchange()
            except PowerCut:
                assert self.on_server - copy.known
            else:
                assert self.on_server <= copy.known
                self.on_server |= copy.known
        self._exchanger(copy).close()
        self.reopen(at)

    def all_exchange(self) -> None:
        """Everybody once sends, and everybody once takes in: then all show the same as the oracle says."""
        for copy in (*self.copies, *self.copies):
            self._exchange(copy, self._exchanger(copy))
        for copy in self.copies:
            assert copy.known == self.on_server
            self._check(copy)
            again = self._exchanger(copy).exchange()
            assert (again.came, again.went_out, again.left_out) == (0, 0, ())
        boards = [_comparable(copy.board_file.read()) for copy in self.copies]
        assert all(board == boards[0] for board in boards)

    def _exchange(self, copy: Copy, exchanger: Exchanger) -> None:
        done = exchanger.exchange()
        assert done.left_out == ()
        assert done.came == len(self.on_server - copy.known)
        assert done.went_out == len(copy.known - self.on_server)
        self.on_server |= copy.known
        copy.known |= self.on_server
        copy.merged = True

    def _exchanger(self, copy: Copy) -> Exchanger:
        assert self.address is not None
        if (known := self.exchangers.get(copy.path)) is None:
            known = self.exchangers[copy.path] = Exchanger(
                self.address, lambda job: job(copy.board_file), keep_note=False
            )
        return known


def test_copies_that_exchange_over_a_server_converge(server: Server) -> None:
    CopiesAndAServer.server = server
    run_state_machine_as_test(
        CopiesAndAServer,
        settings=settings(
            max_examples=200 if NIGHTLY else 10,
            stateful_step_count=60 if NIGHTLY else 25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
