"""The board that is open, and the one writer of its file: jobs run in order, off the event loop, and are awaited."""

from __future__ import annotations

import asyncio
import gc
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError, Code
from boardtui.domain.immutable import immutable
from boardtui.domain.records.edits import Change
from boardtui.store.backup import sweep_around
from boardtui.store.board_file import BoardFile, Receipt, Reversed

T = TypeVar("T")

_LOOK_SECONDS = 0.2
"""How often it is seen, in leaving, whether another program keeps the file locked: a person is gone within a second."""

NOTICE_SECONDS = 0.2
"""How often it is seen, while something is to be written, whether another program keeps the file locked."""

PATIENCE_SECONDS = 120.0
"""How long what was asked for on a screen is tried again while the file is locked: twice what sync programs take."""

Job = Callable[[BoardFile], T]
Changes = Sequence[Change] | Callable[[Board], Sequence[Change]]
"""What to write, or how it follows from the board as it is when its turn has come."""


class NotReachedError(BoardError):
    """A job before this one failed: what was to follow was meant for a board that did not come about."""


@immutable
class _Waiting:
    """A job that waits for its turn.

    Attributes:
        prepare: called on the event loop when the turn has come, as what to do may depend on the board by then.
        follows: it is given up where a job before it fails.
        patience: for how many seconds it is tried again while another program keeps the file locked.
    """

    prepare: Callable[[], Job[Any]]
    done: asyncio.Future[Any]
    follows: bool
    patience: float


class OpenBoard:
    """Holds the file and the board that was last read from it.

    A file may be locked or slow, so nothing of it happens on the event loop: there is one worker, it does one job
    after the other in the order in which they were asked for, and who asked can await the result.

    Args:
        clock: what edits are dated with.
        shown: called on the event loop with every board that is read, before the job that led to it returns.
        troubled: called on the event loop when `trouble` is another than before.
        held: called on the event loop when `held_up` is another than before.

    Attributes:
        held_up: something waits to be written, and another program keeps the file locked.
        trouble: why nothing more is written: the file is gone, replaced or damaged. None as long as all is well.
        file: the file; None as long as none is open.
        board: what it held when it was last read.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        shown: Callable[[Board], None],
        troubled: Callable[[], None] = lambda: None,
        held: Callable[[], None] = lambda: None,
    ) -> None:
        self._clock = clock
        self._shown = shown
        self._troubled = troubled
        self._held = held
        self.held_up = False
        self.trouble: BoardError | None = None
        self.file: BoardFile | None = None
        self.board: Board | None = None
        self._seen_version = 0
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="board")
        self._queue: deque[_Waiting] = deque()
        self._impatient = False
        self._running: asyncio.Task[None] | None = None

    def open(self, path: Path, opened: BoardFile | None = None) -> tuple[BoardFile, Board]:
        """Open a file in place of the one before. Nothing is drawn yet.

        Args:
            path: the file.
            opened: the file, where it is open already.

        Raises:
            BoardError: it cannot be opened; the one before stays open.
        """
        file = opened or BoardFile.open(path, verify=False)
        file.keep_time_by(self._clock)
        try:
            board, version = file.read(), file.data_version()
        except BoardError:
            file.close()
            raise
        self.close()
        self.file, self.board, self._seen_version, self.trouble = file, board, version, None
        return file, board

    def get_ready(self) -> None:
        """Import what writing takes and verify the whole file, off the event loop; edits asked for meanwhile follow."""
        if (file := self.file) is not None:
            self._worker.submit(file.get_ready_to_write)
            # What was imported stays. To look for garbage in it, too, took as long as two keys, every now and then.
            self._worker.submit(gc.freeze)
            self._worker.submit(sweep_around, file.path)
            self._ready = asyncio.get_running_loop().create_task(self._verify(file))

    def close(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            self.file.close()

    def forget(self) -> None:
        """Let go of the file: no board is open then."""
        self.close()
        self.file = self.board = self.trouble = None

    def end(self) -> None:
        """Let go of the file, and of the thread that works with it: nothing is opened after that."""
        self.close()
        self._worker.shutdown(wait=False)

    def write(
        self,
        changes: Changes,
        *,
        who: str,
        why: str = "",
        meeting: str = "",
        seen: int | None = None,
        continues: str = "",
        patience: float = 0,
    ) -> asyncio.Future[Receipt]:
        """Put changes on disk in their turn, which is kept from this call on, and show the board as it is then.

        Args:
            changes: what to do. Where it follows from the board, that is the board as it is by then, and it is given
                up with `NotReachedError` if a job before it fails.
            who: the name the edits are signed with.
            why: the reason.
            meeting: id of the meeting in which it was said.
            seen: the edition of the board the changes were decided on; that on the screen by default.
            continues: the batch that one undo takes back together with these.
            patience: for how many seconds it is tried again while another program keeps the file locked.

        Returns:
            To be awaited: the receipt, or the BoardError for which nothing of it is on disk.
        """
        edition = self.board.edition if self.board is not None and seen is None else seen

        def prepare() -> Job[Receipt]:
            stated, known = changes, edition
            if callable(stated):
                assert self.board is not None  # a board is open, or the job would not be prepared
                stated, known = stated(self.board), self.board.edition
            if not stated:
                return lambda _file: Receipt((), "")
            return lambda file: file.write(stated, who=who, why=why, meeting=meeting, seen=known, continues=continues)

        return self._ask_for(prepare, follows=callable(changes), patience=patience)

    def do(self, job: Job[T], *, follows: bool = False, patience: float = 0) -> asyncio.Future[T]:
        """Do something with the file in its turn, which is kept from this call on, and show the board as it is then.

        Args:
            job: what to do.
            follows: give it up with `NotReachedError` if a job before it fails.
            patience: for how many seconds it is tried again while another program keeps the file locked.

        Returns:
            To be awaited: what the job returned, or the BoardError that it raised.
        """
        return self._ask_for(lambda: job, follows=follows, patience=patience)

    def look(self) -> asyncio.Future[bool]:
        """See whether another program has written the file; if so, show the board as it is then."""
        loop = asyncio.get_running_loop()
        if self.file is None or self.busy:
            done = loop.create_future()
            done.set_result(False)
            return done
        return loop.create_task(self._look(self.file))

    def stop_waiting(self) -> bool:
        """Try no longer what another program keeps from being done: who awaits it is told that the file is locked.

        Returns:
            Whether anything was waited for.
        """
        self._impatient = self.held_up
        return self.held_up

    async def settled(self) -> None:
        """Return when all that was asked for so far is done."""
        while self._running is not None and not self._running.done():
            await asyncio.wait([self._running])

    async def let_go(self) -> bool:
        """Return when all that was asked for so far is done, or another program keeps the file locked.

        Returns:
            Whether the file can be closed without waiting for the other program.
        """
        kept_waiting = 0
        while (file := self.file) is not None:
            if self.held_up:
                return False
            if self._running is not None and self.busy:
                await asyncio.wait([self._running], timeout=_LOOK_SECONDS)
            # Twice: a write of this program holds the file for a moment before it is known to be one.
            kept_waiting = kept_waiting + 1 if await asyncio.to_thread(file.is_kept_waiting) else 0
            if kept_waiting > 1:
                return False
            if not self.busy and not kept_waiting:
                break
            await asyncio.sleep(_LOOK_SECONDS if kept_waiting else 0)
        return True

    # One job after the other.

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is not done yet."""
        return self._running is not None and not self._running.done()

    def _ask_for(self, prepare: Callable[[], Job[T]], *, follows: bool, patience: float) -> asyncio.Future[T]:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._queue.append(_Waiting(prepare, done, follows, patience))
        if not self.busy:
            self._running = loop.create_task(self._run())
        return done

    async def _run(self) -> None:
        while self._queue:
            waiting = self._queue.popleft()
            try:
                if (file := self.file) is None:
                    raise BoardError("No board is open.")  # noqa: TRY301 - told like all else that can go wrong
                result = await self._do_patiently(file, waiting)
            except Exception as error:  # noqa: BLE001 - whoever awaits the job is to know
                if isinstance(error, BoardError) and self.file is not None:
                    self._see_trouble(self.file, error)
                _tell(waiting.done, error=error)
                self._give_up()
            else:
                _tell(waiting.done, result)

    async def _do_patiently(self, file: BoardFile, waiting: _Waiting) -> Any:
        """Do a job, and say meanwhile whether another program keeps it waiting."""
        job, until = _once(waiting.prepare()), time.monotonic() + waiting.patience
        watch = asyncio.get_running_loop().create_task(self._watch_lock(file))
        self._impatient = False
        try:
            while True:
                try:
                    return await self._do(file, job)
                except BoardError as error:
                    if error.code is not Code.LOCKED or not await self._is_let_go(file, until):
                        raise
        finally:
            watch.cancel()
            self._see_lock(held_up=False)

    async def _is_let_go(self, file: BoardFile, until: float) -> bool:
        """Wait until the file is let go: what makes a backup first is not to make it again and again meanwhile.

        Returns:
            Whether it was let go, before that took too long or nobody waits for it any more.
        """
        while time.monotonic() < until and not self._impatient:
            self._see_lock(held_up=True)
            await asyncio.sleep(_LOOK_SECONDS)
            if not self._impatient and not await asyncio.to_thread(file.is_locked):
                return True
        return False

    async def _watch_lock(self, file: BoardFile) -> None:
        kept_waiting = 0
        while True:
            await asyncio.sleep(NOTICE_SECONDS)
            # Twice: a write of this program holds the file for a moment before it is known to be one.
            kept_waiting = kept_waiting + 1 if await asyncio.to_thread(file.is_kept_waiting) else 0
            if kept_waiting > 1:
                self._see_lock(held_up=True)

    def _see_lock(self, *, held_up: bool) -> None:
        if held_up is not self.held_up:
            self.held_up = held_up
            self._held()

    async def _do(self, file: BoardFile, job: Job[T]) -> T:
        before = self.board

        def run() -> tuple[T, Board, int]:
            result = job(file)
            version = file.data_version()  # first: what comes in while the board is read is news at the next look
            known = result.after if isinstance(result, Reversed) else before  # it is not read twice
            return result, file.read() if known is None else file.refresh(known), version

        result, board, version = await self._off_the_loop(run)
        self._show(file, board, version)
        return result

    async def _look(self, file: BoardFile) -> bool:
        def run() -> tuple[Board, int] | None:
            version = file.data_version()
            return None if version == self._seen_version else (file.read(), version)

        try:
            found = await self._off_the_loop(run)
        except BoardError as error:
            self._see_trouble(file, error)
            return False
        self._see_trouble(file, None)
        return found is not None and self._show(file, *found)

    async def _verify(self, file: BoardFile) -> None:
        try:
            await self._off_the_loop(file.verify)
        except BoardError as error:
            self._see_trouble(file, error)

    def _see_trouble(self, file: BoardFile, error: BoardError | None) -> None:
        """Note what has become of the file; that it is only locked is no trouble."""
        if file is not self.file:
            return
        if error is None and file.damage:
            return
        if error is not None and error.code not in (Code.GONE, Code.REPLACED, Code.DAMAGED):
            return
        before, self.trouble = self.trouble, error
        if (before and before.code) != (error and error.code):
            self._troubled()

    def _give_up(self) -> None:
        """What was to follow the job that failed is not done; what stands on its own is."""
        for waiting in [each for each in self._queue if each.follows]:
            self._queue.remove(waiting)
            _tell(waiting.done, error=NotReachedError("What was asked for before it could not be done."))

    async def _off_the_loop(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _show(self, file: BoardFile, board: Board, version: int) -> bool:
        if file is not self.file:  # what was read from a file that is no longer open
            return False
        self._seen_version = version
        if board is not self.board:
            self.board = board
            self._shown(board)
        return True


def _once(job: Job[T]) -> Job[T]:
    """A job that is done once: what it returned is kept, where only the board could not be read again after it."""
    done: list[T] = []

    def run(file: BoardFile) -> T:
        if not done:
            done.append(job(file))
        return done[0]

    return run


def _tell(done: asyncio.Future[T], result: Any = None, *, error: Exception | None = None) -> None:
    """Tell whoever awaits a job, unless they have gone."""
    if done.done():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)
