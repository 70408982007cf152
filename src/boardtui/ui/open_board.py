"""The board that is open: its file is read, watched and written off the event loop, as it may be locked or slow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.worker import get_current_worker

from boardtui.domain.board.board import Board, name_of
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile, Receipt

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


class OpenBoard:
    """Holds the file and the board for the application, and has it draw the board whenever that is another one.

    Attributes:
        file: the file; None as long as none is open.
        board: what it held when it was last read.
    """

    def __init__(self, app: BoardApp) -> None:
        self._app = app
        self.file: BoardFile | None = None
        self.board: Board | None = None
        self._seen_version = 0

    def open(self, path: Path) -> tuple[BoardFile, Board]:
        """Open a file in place of the one before. Nothing is drawn yet.

        Raises:
            BoardError: it cannot be opened; the one before stays open.
        """
        # Not the application's clock itself, which a throw-away copy replaces later.
        file = BoardFile.open(path, clock=lambda: self._app.clock())  # noqa: PLW0108
        board = file.read()
        self.close()
        self.file, self.board = file, board
        self._seen_version = file.data_version()
        return file, board

    def close(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            self.file.close()

    # What other programs write.

    def watch(self) -> None:
        """See whether another program has written the file."""
        self._app.run_worker(self._look, name="look", group="watch", exclusive=True, thread=True)

    def _look(self) -> None:
        if self.file is None:
            return
        try:
            version = self.file.data_version()
            if version == self._seen_version:
                return
            board = self.file.read()
        except BoardError:
            return
        if not get_current_worker().is_cancelled:
            self._app.call_from_thread(self._show_news, board, version)

    def _show_news(self, board: Board, version: int) -> None:
        self._show(board, version)
        self._app.say("Another program has changed this board; this is how it stands now.")

    def _show(self, board: Board, version: int) -> None:
        self.board, self._seen_version = board, version
        self._app.show_board(board)

    # Changing.

    def change(
        self,
        changes: Sequence[Change],
        *,
        why: str = "",
        seen: int | None = None,
        continues: str = "",
        done: Callable[[Receipt], None] | None = None,
        failed: Callable[[str], None] | None = None,
        invalid: Callable[[InvalidValue], None] | None = None,
    ) -> None:
        """Put changes on disk and show the board as it is then.

        Args:
            changes: what to do.
            why: the reason.
            seen: the edition the changes were decided on; that on the screen by default.
            continues: the batch that one undo takes back together with these.
            done: called once they are on disk and shown.
            failed: called with a sentence instead, if they could not be; it is shown as a message by default.
            invalid: called instead of `failed` where a value does not fit its field.
        """
        if self.board is None:
            return
        edition = self.board.edition if seen is None else seen
        signature, meeting = self._app.settings.signature, self._app.meeting

        def job(file: BoardFile) -> Receipt:
            return file.write(changes, who=signature, why=why, meeting=meeting, seen=edition, continues=continues)

        self.run_on_file(job, done, failed, invalid)

    def run_on_file(
        self,
        job: Callable[[BoardFile], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[str], None] | None = None,
        invalid: Callable[[InvalidValue], None] | None = None,
    ) -> None:
        """Do something with the file, and show the board as it is then.

        Args:
            job: what to do; it runs off the event loop.
            done: called with what it returned, once the board is shown.
            failed: called with a sentence instead, if it could not be done; shown as a message by default.
            invalid: called instead of `failed` where a value does not fit its field.
        """
        if self.file is not None:
            run = partial(self._run, self.file, job, done, failed or self._app.refuse, invalid)
            self._app.run_worker(run, name="run", group="file", thread=True)

    def _run(
        self,
        file: BoardFile,
        job: Callable[[BoardFile], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[str], None],
        invalid: Callable[[InvalidValue], None] | None,
    ) -> None:
        assert self.file is not None
        try:
            result = job(file)
            before = self.board
            board = self.file.read() if before is None else self.file.refresh(before)
            version = self.file.data_version()
        except BoardError as error:
            if invalid is not None and isinstance(error, InvalidValue):
                self._app.call_from_thread(invalid, error)
            else:
                self._app.call_from_thread(failed, str(error))
            return
        self._app.call_from_thread(self._finished, board, version, result, done)

    def _finished(self, board: Board, version: int, result: Any, done: Callable[[Any], None] | None) -> None:
        # Of two jobs that ran at once the one that ended last may have read first.
        if self.board is None or board.edition >= self.board.edition:
            self._show(board, version)
        if done is not None:
            done(result)

    # Taking back.

    def undo(self) -> None:
        """Take back the last edit."""
        self._step_in_time(BoardFile.undo, "Undone")

    def redo(self) -> None:
        """Do again what was undone."""
        self._step_in_time(BoardFile.redo, "Done again")

    def _step_in_time(self, step: Callable[..., Any], word: str) -> None:
        app, before = self._app, self.board
        if not app.writable():
            return
        signature, meeting = app.settings.signature, app.meeting

        def done(undone: Any) -> None:
            # What is gone now is called by the name it had.
            boards = [board for board in (self.board, before) if board is not None]
            found = [next(filter(None, (b.find(edit.record) for b in boards)), None) for edit in undone.edits]
            names = [name_of(record) for record in found if record is not None]
            again = " · copies disagree about it again: ! decides" if _disagree_again(before, self.board) else ""
            app.say(f"{word}: {', '.join(dict.fromkeys(names)) or 'the last edit'}{again}")

        self.run_on_file(lambda file: step(file, who=signature, meeting=meeting), done)


def _disagree_again(before: Board | None, now: Board | None) -> bool:
    """Whether there is a disagreement that was not there before: what was undone had decided it."""
    if before is None or now is None:
        return False
    then = {(record.id, group) for record in before.conflicted for group in record.conflicts}
    return any((record.id, group) not in then for record in now.conflicted for group in record.conflicts)
