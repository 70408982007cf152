"""Exchanging while a board is open: told by the server, or by asking where nobody tells; and on without the server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from boardtui.domain.errors import BoardError, Code
from boardtui.session import live as module
from boardtui.session.live import POLL_SECONDS, Live, asking
from boardtui.session.sharing import Exchanged, Exchanger
from boardtui.session.surroundings import SharedLine

NOW = datetime(2021, 3, 2, 14, 2, tzinfo=UTC)
PATIENCE = 120  # seconds after which a test has failed; nothing waits for so long


@dataclass
class Line:
    """A line to a server that tells, or does not, and that may be down.

    Attributes:
        asked: how often edits were exchanged.
        waits: how often news was waited for in vain since the last exchange.
        tells: what `LISTEN` comes to: the server tells, it says so and never tells, it tells of one's own edits while
            they are sent and of nothing else, or it is forbidden.
        down: what stands in the way.
    """

    tells: str = "tells"
    down: BoardError | None = None
    asked: int = 0
    failed: int = 0
    waits: int = 0
    listened: int = 0
    closed: int = 0
    sent_again: int = 0
    connected: bool = False
    own: bool = False
    edition: int = 7
    waiting: int = 0
    left_out: tuple[str, ...] = ()
    news: threading.Event = field(default_factory=threading.Event)
    exchanged: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def exchange(self) -> Exchanged:
        self.asked += 1
        self.waits = 0
        self.exchanged.release()
        if self.down is not None:
            self.connected = False
            self.failed += 1
            raise self.down
        self.connected = True
        self.own = self.tells == "own only" and self.asked == 1
        return Exchanged(left_out=self.left_out)

    def send_again(self) -> None:
        self.sent_again += 1

    def use_password(self, password: str) -> None:
        if password == "right":
            self.down = None

    def listen(self) -> bool:
        self.listened += 1
        return self.tells != "forbidden"

    def told(self) -> bool:
        assert self.tells != "forbidden", "who does not listen is told nothing"
        own, self.own = self.own, False
        return own

    def wait(self, seconds: float) -> bool:
        if self.tells == "tells" and self.news.wait(seconds):
            self.waits = 0
            self.news.clear()
            return True
        if self.tells != "tells":
            threading.Event().wait(seconds)
        if self.down is not None:
            self.connected = False
            raise self.down
        self.waits += 1
        return False

    def close(self) -> None:
        self.closed += 1

    def times(self, count: int) -> bool:
        """Whether it was asked so many times more, within a while."""
        return all(self.exchanged.acquire(timeout=PATIENCE) for _ in range(count))


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, "it never holds"
        time.sleep(0.01)


Begin = Callable[[Line], Live]


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    for name in ("POLL_SECONDS", "_SLICE"):
        monkeypatch.setattr(module, name, 0.02)
    monkeypatch.setattr(module, "RETRY_SECONDS", (0.01,))
    begun: list[Live] = []

    def start(line: Line, **told: Any) -> Live:
        made = Live(
            cast(Exchanger, line),
            SharedLine("plan", "host", 5, 1),
            **{"came": lambda _done: None, "changed": lambda: None, "clock": lambda: NOW, **told},
        )
        begun.append(made)
        made.start()
        return made

    yield start
    for each in begun:
        each.stop(PATIENCE)


def test_an_edit_made_elsewhere_is_asked_for_within_two_seconds_even_where_nobody_tells() -> None:
    assert POLL_SECONDS < 2


def test_who_asks_for_an_exchange_goes_before_those_who_wait_for_news(begin: Begin) -> None:
    line, waits = Line("says so"), list[float]()
    listening = threading.Event()

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        listening.set()
        threading.Event().wait(0.01)
        return False

    line.wait = wait  # type: ignore[method-assign]
    made = begin(line)
    for _ in range(20):
        listening.clear()
        assert listening.wait(PATIENCE)
        before = len(waits)
        made.exchange_now()
        assert len(waits) - before <= 2, "it is not waited for news again and again meanwhile"


@pytest.mark.parametrize("tells", ["forbidden", "says so", "own only"])
def test_where_a_pooler_forbids_being_told_or_swallows_it_the_server_is_asked_again_and_again(
    begin: Begin, tells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 1000.0)
    line, began = Line(tells), time.monotonic()
    begin(line)
    assert line.times(5)
    assert time.monotonic() - began >= 3 * 0.02, "not without a pause"
    if tells == "forbidden":
        assert line.listened >= 4, "it may be allowed later"


def test_where_the_server_tells_it_is_asked_only_then(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 1000.0)
    line = Line()
    live = begin(line)
    assert line.times(1)
    line.news.set()
    assert line.times(1)
    until(lambda: live._heard and line.waits > 0)  # those of before it was known to tell have ended
    while line.exchanged.acquire(blocking=False):
        pass
    asked = line.asked
    line.news.set()
    assert line.times(1)
    assert (line.asked, line.listened) == (asked + 1, 1)


@pytest.mark.parametrize("tells", ["tells", "forbidden"])
def test_what_is_entered_here_goes_at_once_and_only_once_and_so_does_the_program(
    begin: Begin, monkeypatch: pytest.MonkeyPatch, tells: str
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 1000.0)
    line = Line(tells)
    live = begin(line)
    assert line.times(1)
    live.kick()
    assert line.times(1)
    assert not line.exchanged.acquire(timeout=0.1)
    before = time.monotonic()
    live.stop(PATIENCE)
    assert time.monotonic() - before < 30


def test_a_server_that_stays_away_is_tried_less_and_less_often_until_it_is_back(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line(down=BoardError("away", code=Code.NOT_REACHED))
    with monkeypatch.context() as patch:
        patch.setattr(module, "RETRY_SECONDS", (0.01, 1000.0))
        live = begin(line)
        assert line.times(2)
        assert not line.exchanged.acquire(timeout=0.1)
        live.kick()
        assert line.times(1), "more often than there are pauses"
        line.down = None
        live.kick()
        until(lambda: live.line.problem is None)
        before = line.failed
        line.down = BoardError("away", code=Code.NOT_REACHED)
        until(lambda: line.failed == before + 2)  # it begins anew with the shortest pause


def test_a_server_that_is_away_is_tried_again_and_it_is_known_since_when(begin: Begin) -> None:
    line, changed = Line(), threading.Event()
    live = begin(line, changed=changed.set)  # type: ignore[call-arg]
    assert line.times(1) and changed.wait(PATIENCE)
    assert (live.line.problem, live.line.reached, live.line.edition) == (None, NOW, 7)
    changed.clear()
    line.down = BoardError("away", code=Code.NOT_REACHED)
    assert changed.wait(PATIENCE)
    assert live.line.problem is line.down and live.line.reached == NOW
    assert line.times(3)
    line.down = None
    changed.clear()
    assert changed.wait(PATIENCE)
    assert live.line.problem is None


@pytest.mark.parametrize("code", [Code.PASSWORD_NEEDED, Code.TOO_OLD])
def test_what_a_person_has_to_do_first_is_not_tried_again_and_again(begin: Begin, code: Code) -> None:
    line = Line(down=BoardError("do something", code=code))
    live = begin(line)
    assert line.times(1)
    assert not line.exchanged.acquire(timeout=0.2)
    line.down = None
    assert line.sent_again == 0
    live.exchange_now()
    assert (live.line.problem, line.sent_again) == (None, 1)


def test_a_password_that_is_wrong_is_not_given_again_with_every_edit_and_a_right_one_lets_it_go_on(
    begin: Begin,
) -> None:
    line = Line(down=BoardError("password", code=Code.PASSWORD_NEEDED))
    live = begin(line)
    assert line.times(1)
    live.kick()
    assert not line.exchanged.acquire(timeout=0.2)  # servers lock a login after some
    with pytest.raises(BoardError, match="password"):
        live.exchange_with("wrong")
    assert line.times(1)
    live.exchange_with("right")
    assert line.times(3) and live.line.problem is None


def test_what_nobody_foresaw_is_said_and_tried_again_and_ends_nothing(begin: Begin) -> None:
    line = Line(down=cast(BoardError, KeyError("a column that somebody changed")))
    live = begin(line)
    assert line.times(3)
    problem = live.line.problem
    assert problem is not None and "do not understand one another (KeyError)" in str(problem)
    assert line.closed >= 2, "each time it begins with a new connection"
    line.down = None
    assert line.times(3) and live.line.problem is None


def test_what_was_left_out_is_told(begin: Begin) -> None:
    told: list[Exchanged] = []
    line = Line(left_out=("What lead brought in was left out.",))
    begin(line, came=told.append)  # type: ignore[call-arg]
    assert line.times(2)
    assert told[0].left_out == line.left_out


def test_it_ends_when_it_is_told_to_and_lets_go_of_the_server(begin: Begin) -> None:
    line = Line()
    live = begin(line)
    assert line.times(1)
    live.stop(PATIENCE)
    assert line.closed == 1 and not live._thread.is_alive()


class TestAsking:
    """What another thread asks of a file that the event loop has open."""

    def test_it_is_waited_for_and_what_it_gives_or_raises_comes_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "_SLICE", 0.01)
        with ThreadPoolExecutor(1) as loop:

            def slowly(words: str) -> str:
                threading.Event().wait(0.05)
                if words == "late":
                    raise TimeoutError(words)
                return words.upper()

            run = asking(lambda job: loop.submit(job, "edits"), lambda: False)
            assert run(slowly) == "EDITS"
            with pytest.raises(TimeoutError, match="late"):
                asking(lambda job: loop.submit(job, "late"), lambda: False)(slowly)

    def test_who_will_not_be_answered_any_more_is_told_that_the_board_was_closed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_SLICE", 0.01)
        nobody: Future[None] = Future()
        with pytest.raises(BoardError, match="The board was closed"):
            asking(lambda _job: nobody, lambda: True)(lambda _file: None)
        assert nobody.cancelled(), "nor is it done later"
