"""An import under way, and what its steps share: the line at the top, answers that count at once, and stopping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from enum import Enum
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Static

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
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import plain
from boardtui.ui.shared.working_ahead import every

PROGRESS_SECONDS = 0.2
STEP_CSS = """
Vertical.dialog { width: 100%; max-width: 200; height: 100%; max-height: 100%; }
Static.title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
Vertical ItemTable { background: $surface; }
Vertical #said { height: auto; color: $text-muted; display: none; }
Vertical #said.said { display: block; }
Vertical #wrong { display: none; }
Vertical #wrong.said { display: block; }
"""
"""What all steps look like: to be put before the CSS of each."""


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
            with file.at_once():
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


class Goes(Enum):
    """Where somebody goes from a step."""

    BACK = "to the step before"
    DONE = "to the board"


class ImportStep(Dialog[Goes]):
    """A step of an import. What is answered takes effect at once; keys that come meanwhile are not lost.

    Args:
        job: the import.
        following: the steps that come after it.
    """

    keys_of = ""
    """The part of the command table with its keys."""
    read_by_keys = True
    """Whether what stands in full below the lists can be gone into, to read on in it."""

    def __init__(self, job: ImportJob, following: Steps = ()) -> None:
        super().__init__()
        self.job, self._following = job, following
        self._ahead = False  # a step after this one is shown
        self._watch = Watch()
        self._outdated = False
        self._looking = False
        self._waited_for = False
        self._progress: Timer | None = None

    def compose(self) -> ComposeResult:
        """The title, the lists, what is under the cursor in full, what was said, and the keys."""
        with Vertical(classes="dialog"):
            yield OneLine(classes="title", id="title")
            yield from self.compose_lists()
            with VerticalScroll(id="whole", can_focus=self.read_by_keys):
                yield Static(id="text", markup=False)
            yield Static(id="said")
            yield Static(classes="problem", id="wrong")
            yield Static(classes="hint", id="keys")

    def compose_lists(self) -> ComposeResult:
        """What this step lists."""
        raise NotImplementedError

    @classmethod
    def is_needed(cls, job: ImportJob) -> bool:
        """Whether there is anything to do in this step."""
        return True

    def show(self) -> None:
        """Show the import as it is now."""
        raise NotImplementedError

    def settled(self) -> None:
        """What follows from an answer is known, and shown."""

    def on_mount(self) -> None:
        """Show how far a second look at a long file is."""
        self._progress = every(PROGRESS_SECONDS, self, self._show_progress, pause=True)

    def show_title(self, number: int, what: str) -> None:
        """Say which file it is, which step this is, and what is to be done here."""
        source = self.job.source.name
        self.query_one("#title", Static).update(plain(f"Import {source} · step {number} of 3: {what}"))

    def show_keys(self, hidden: Collection[str] = ()) -> None:
        """Say which keys work now."""
        self.query_one("#keys", Static).update(keys_line(self.keys_of, self.host.settings.keys, hidden=hidden))

    # Answers.

    def change(self, answer: Callable[[Answers], None]) -> None:
        """Take an answer, and see what follows from it."""
        self.complain("")
        answer(self.job.answers)
        self._outdated = True
        if not self._looking:
            self._looking = True
            self.host.begin(self._look())

    async def _look(self) -> None:
        assert self._progress is not None  # nothing is answered before the dialog is there
        self._waited_for = False
        self._progress.resume()
        try:
            while self._outdated:
                self._outdated = False
                self._watch = Watch()
                await self.job.look(self._watch)
        except BoardError as error:
            self._outdated = False
            if self.still_open:
                self.complain(str(error))
        finally:
            self._looking = False
            if self.still_open:
                self._progress.pause()
                self.tell("")
                self.show()
                self.settled()

    def _show_progress(self) -> None:
        if self._looking and self._watch.what and not self._watch.stopped and not self._waited_for:
            self.tell(f"{self._watch.words} … Esc stops it.")

    @property
    def waits(self) -> bool:
        """Whether what follows from the last answer is still being worked out; says so."""
        if self._looking:
            self._waited_for = True  # how far it is would take that away before it is read
            self.tell("What follows from that is being worked out … Esc stops it.")
        return self._looking

    # Going.

    def action_next(self) -> None:
        """Go to the next step, which is shown over this one."""
        if not self.waits and not self._ahead:
            self._ahead = True
            self.host.begin(self._go_on())

    async def _go_on(self) -> None:
        goes = await take_step(self.host, self.job, self._following)
        if goes is Goes.DONE:
            self.dismiss(goes)
        else:
            self._ahead = False
            self.show()

    def action_back(self) -> None:
        """Go to the step before; while something is worked out, stop that."""
        if self._looking:
            self._watch.stopped = True
            self.tell("Stopping …")
        elif not self._ahead:
            self.dismiss(Goes.BACK)


Steps = Sequence[type[ImportStep]]


async def take_step(host: Host, job: ImportJob, steps: Steps) -> Goes | None:
    """Show the first of some steps in which there is anything to do; it shows those after it."""
    step = next(each for each in steps if each.is_needed(job))
    return await host.answer_of(step(job, steps[steps.index(step) + 1 :]))
