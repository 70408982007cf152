"""An import under way: what was read, what was answered, and what it would do to the board that is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.exchange.sheets.asking import Answers
from boardtui.exchange.sheets.finding import Found
from boardtui.exchange.sheets.importing import Preview, find
from boardtui.exchange.sources.grid import Source
from boardtui.exchange.sources.watch import Watch
from boardtui.session.import_answers import keep_answers, kept_answers, known_ambition
from boardtui.session.importing import carry_out, preview_of
from boardtui.settings.paths import Paths
from boardtui.store.board_file import BoardFile
from boardtui.ui.host import Host


class ImportJob:
    """An import under way.

    Attributes:
        source: what was read.
        found: the tables in it.
        answers: what the person has said.
        kept: the map of an earlier import from which answers came.
        preview: what it would do, by the answers of `settled`.
        board: the board that it was compared with.
    """

    def __init__(self, host: Host, source: Source, answers: Answers, kept: Path | None) -> None:
        assert host.board is not None  # what is imported goes to the board that is open
        self._host = host
        self.source, self.answers, self.kept = source, answers, kept
        self.found = Found()
        self._settled = answers.copy()
        self._preview: Preview | None = None
        self.board: Board = host.board

    @property
    def preview(self) -> Preview:
        """What it would do."""
        assert self._preview is not None  # nobody sees a job before it has looked
        return self._preview

    @classmethod
    async def begin(cls, host: Host, read: Callable[[], Source], watch: Watch) -> ImportJob:
        """Read a source off the event loop, and see what it would do.

        Raises:
            BoardError: it cannot be read, holds no table, or was stopped.
        """

        def work() -> tuple[Source, Found, Answers, Path | None]:
            source = read()
            watch.at("Finding the tables")
            found = find(source)
            return source, found, *kept_answers(found, Paths.of_this_user())

        source, found, answers, kept = await asyncio.to_thread(work)
        job = cls(host, source, answers, kept)
        job.found = found
        ambition = answers.get("ambition")
        if ambition is not None and not known_ambition(job.board, ambition):
            answers.take_back("ambition")  # kept for another board
        await job.look(watch)
        if not job.preview.reads:
            raise BoardError(
                f"There is no table in {source.name}. A table has a row of headings, such as Ref, Action and Due, and "
                "rows below them."
            )
        return job

    async def look(self, watch: Watch) -> None:
        """See what it would do by the answers there are now; those are taken back where that cannot be said.

        Raises:
            BoardError: the board cannot be read, an answer names what is not there, or it was stopped.
        """
        board, answers = self._host.board, self.answers.copy()
        assert board is not None

        def look(file: BoardFile, board: Board) -> Preview:
            return preview_of(file, board, self.source, answers, watch=watch, found=self.found)

        try:
            preview = await self._host.do(lambda file: look(file, board))
        except BaseException:
            self.answers = self._settled.copy()
            raise
        self._preview, self.board, self._settled = preview, board, answers.copy()

    async def enter(self, watch: Watch) -> bool:
        """Enter all of it, as one batch; nothing of it where the board has changed since it was compared.

        Args:
            watch: can stop it.

        Returns:
            Whether it was entered.

        Raises:
            BoardError: the board cannot be written, or it was stopped; nothing of it is entered.
        """
        done, board, who, meeting = self.preview, self.board, self._host.settings.signature, self._host.meeting

        def work(file: BoardFile) -> bool:
            if file.refresh(board).edition != board.edition:
                return False
            carry_out(file, done, who=who, meeting=meeting, seen=board.edition, watch=watch)
            return True

        return await self._host.do(work)

    async def keep(self) -> Path | None:
        """Keep the answers for the next file of this shape.

        Returns:
            The map they are in, if there were any.

        Raises:
            BoardError: it cannot be written.
        """
        done, paths, kept = self.preview, Paths.of_this_user(), self.kept
        return await asyncio.to_thread(lambda: keep_answers(done.answers, done.found, done.source.name, paths, kept))
