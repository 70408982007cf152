"""A shared board on the screen: edits are exchanged while it is open, and what comes in is shown and marked.

What is made elsewhere never moves the cursor and changes nothing of what is being typed. A password that a server asks
for is kept in memory until the program ends, and is nowhere to be seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.widgets import Input, Static

from boardtui.domain.board.words import Remembered, line_name
from boardtui.domain.errors import BoardError, Code
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.report.words import how_many
from boardtui.settings.address import Address
from boardtui.settings.paths import Paths
from boardtui.ui.commands import bindings_for, shown_key
from boardtui.ui.host import Host
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.text import plain
from boardtui.ui.shared.text_inputs import PasswordInput
from boardtui.ui.table.item_table import ItemTable

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.session.live import Live
    from boardtui.session.sharing import Exchanged
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.merge import MergeResult

# What exchanges is imported where it is used: only shared boards need it, and not for the first frame.


class PasswordScreen(Dialog[Any]):
    """Asks for a password and tries it. Answers with what came of it; None where somebody goes on without.

    Args:
        address: where the shared board is.
        use: does with a password what it is needed for, off the event loop.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("password")]

    def __init__(self, address: Address, use: Callable[[str], Any]) -> None:
        super().__init__()
        self._address = address
        self._use = use

    def compose(self) -> ComposeResult:
        """Whose password, and one line to type it into."""
        who = f" of {self._address.user}" if self._address.user else ""
        with Vertical(classes="dialog"):
            yield Static(plain(f"Password{who} for {self._address.server}?"), classes="title")
            yield Static(
                plain(
                    f"The server of the shared board {self._address.board} asks for it. It is kept in memory until "
                    "boardtui ends, and written nowhere. Enter goes on."
                ),
                classes="hint",
            )
            yield PasswordInput(id="password")
            yield Static("", classes="problem", id="wrong")
            yield Static(keys_line("password", self.host.settings.keys), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try it."""
        if event.value:
            self.begin(self._try(event.value))

    async def _try(self, password: str) -> None:
        from boardtui.session.sharing import remember_password

        self.complain(f"Asking {self._address.server} …")
        done = await asyncio.to_thread(self._use, password)
        remember_password(self._address, password)
        self.dismiss(done)

    def failed(self, error: BoardError) -> None:
        """Say why, and let another one be typed."""
        self.query_one(Input).clear()
        wrong = error.code is Code.PASSWORD_NEEDED
        self.complain(f"{self._address.server} does not take that password. Type it again." if wrong else str(error))


MARKED_SECONDS = 5.0
"""How long what came in is marked."""

MOST_NAMED = 2


def begin_sharing(host: Host) -> None:
    """Exchange edits from now on, where the board that is open is a working copy of a shared one."""
    end_sharing(host)
    file, line = host.file, host.around.line
    if file is None or line is None or file.read_only:
        return
    from boardtui.session.live import Live, asking
    from boardtui.session.sharing import Exchanger, password_for
    from boardtui.session.surroundings import note_on

    if (note := note_on(file.path)) is None:
        return
    loop, context = asyncio.get_running_loop(), copy_context()  # in which Textual finds its application
    stop: list[Live] = []

    def on_the_loop(work: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the application has ended meanwhile
            loop.call_soon_threadsafe(work, context=context)

    def do(job: Callable[[BoardFile], Any]) -> Future[Any]:
        done: Future[Any] = Future()

        async def work() -> None:
            if not done.set_running_or_notify_cancel():  # nobody waits for it any more
                return
            try:
                done.set_result(await _in_turn(host, file, job))
            except BaseException as error:  # noqa: BLE001 - who waits for it in the other thread is to know
                done.set_exception(error)

        on_the_loop(lambda: host.begin(work()))
        return done

    def show(work: Callable[[], None]) -> None:
        def shown() -> None:
            if host.main.app.is_running:  # and not being closed: its parts are gone, one after the other
                with suppress(NoMatches):
                    work()

        on_the_loop(shown)

    exchanger = Exchanger(
        note.address, asking(do, lambda: stop[0].stopping), password=password_for(note.address), begins=note
    )
    live = Live(
        exchanger,
        line,
        came=lambda done: show(lambda: show_what_came(host, live, done)),
        changed=lambda: show(lambda: _show_line(host, live)),
        clock=lambda: host.clock(),  # noqa: PLW0108 - a throw-away copy replaces it
    )
    stop.append(live)
    host.live = live
    host.shared_boards.add(file.path)
    live.start()
    if note.asks and not password_for(note.address):  # now, as long as nobody is in the middle of anything
        host.begin(_begin_with_password(host))


async def _begin_with_password(host: Host) -> None:
    await ask_for_password(host)


def end_sharing(host: Host) -> None:
    """Exchange nothing any more."""
    if (live := host.live) is not None:
        host.live = None
        live.stop()


def _show_line(host: Host, live: Live) -> None:
    if host.live is not live:
        return
    problem = live.line.problem
    if problem is not None and problem.code is Code.LEFT:
        end_sharing(host)
        host.around.line = None
        host.warn([f"{problem} What you enter stays in it."])
    host.show_lines()
    if problem is not None and problem.code is Code.PASSWORD_NEEDED:
        sentence = f"{problem} {shown_key('publish', host.settings.keys)} lets you type it."
        if sentence not in live.told and not isinstance(host.main.app.screen, PasswordScreen):
            live.told.add(sentence)
            host.warn([sentence])


async def ask_for_password(host: Host) -> Exchanged | None:
    """Ask for the password of the server, and exchange edits with it; None where somebody goes on without."""
    from boardtui.session.surroundings import note_on

    live, note = host.live, note_on(host.file.path) if host.file is not None else None
    if live is None or note is None:
        return None
    done: Exchanged | None = await host.answer_of(PasswordScreen(note.address, live.exchange_with))
    return done


async def _in_turn(host: Host, file: BoardFile, job: Callable[[BoardFile], Any]) -> Any:
    """Do something with the file in its turn. Where it fails, what a person asked for after it is done all the same."""

    def tried(opened: BoardFile) -> tuple[Any, BoardError | None]:
        if opened is not file:
            return None, BoardError("Another board was opened.")
        try:
            return job(opened), None
        except BoardError as error:
            return None, error

    done, problem = await host.opened.do(tried)
    if problem is not None:
        raise problem
    return done


def show_what_came(host: Host, live: Live, done: Exchanged) -> None:
    """Mark for a moment what came in, and say whose it is; say what was left out."""
    if host.live is not live or host.board is None:
        return
    if done.came:
        records = records_touched(done.came_in, host.board)
        if said := words_of(done.came_in, host.board):
            host.say(said)
        mark(host, records)
    new = [sentence for sentence in done.left_out if sentence not in live.told]
    live.told |= set(new)
    host.warn(new)


def records_touched(came_in: MergeResult, board: Board) -> frozenset[str]:
    """The ids of the records that changed, and of those to which they belong and with which they are shown."""
    found = {item.record for item in came_in.items}
    for identity in list(found):
        record = board.find(identity)
        owner = KINDS[record.kind.name].owner if record is not None else ""
        if record is not None and owner:
            found.add(str(getattr(record, owner)))
    return frozenset(found)


def words_of(came_in: MergeResult, board: Board) -> str:
    """In a sentence what came in, and from whom; "" where somebody only went to another item of a meeting."""
    if came_in.items and all(item.field == "current_item" for item in came_in.items):
        return ""
    names = Remembered(board, came_in.records)
    changed = list(dict.fromkeys(item.record for item in came_in.items))
    who = ", ".join(came_in.copies[0].who) or "somebody"
    known: list[Record] = [names.known[each] for each in changed if each in names.known]
    if not known:
        return f"Edits by {who} came in."
    if len(known) > MOST_NAMED:
        return f"{len(known):,} items changed by {who}."
    return f"{', '.join(line_name(names, each) for each in known)}: changed by {who}."


def mark(host: Host, records: Iterable[str]) -> None:
    """Mark records in every table for a moment."""
    marked = frozenset(records)
    tables = list(host.main.query(ItemTable))
    for table in tables:
        table.show_news(marked)

    def unmark() -> None:
        for table in tables:
            table.show_no_news(marked)

    host.main.set_timer(MARKED_SECONDS, unmark)


async def working_copy_for(host: Host, address: Address) -> Path | None:
    """The working copy of a shared board: the one there is, or a new one. None where a password was not given.

    Raises:
        BoardError: there is none, and none can be made now.
    """
    from boardtui.session.sharing import make_working_copy_of, password_for, working_copy_at

    folder = Paths.of_this_user().working

    def make(password: str) -> Path:
        return working_copy_at(address, folder) or make_working_copy_of(address, folder, password)

    try:
        return await asyncio.to_thread(make, password_for(address))
    except BoardError as error:
        if error.code is not Code.PASSWORD_NEEDED:
            raise
    made: Path | None = await host.answer_of(PasswordScreen(address, make))
    return made


async def up_to_date(address: Address, path: Path) -> str:
    """Exchange the edits of a working copy that is not open. Why that could not be done; "" if it was."""
    from boardtui.session.sharing import Exchanger, on_path, password_for

    exchanger = Exchanger(address, on_path(path), password=password_for(address))

    def exchange() -> str:
        try:
            exchanger.exchange()  # whether what was to go out was taken does not matter here
        except BoardError as error:
            return str(error)
        finally:
            exchanger.close()
        return ""

    return await asyncio.to_thread(exchange)


async def exchange_or_ask(host: Host, live: Live, enough: asyncio.Event | None = None) -> Exchanged:
    """Exchange edits now; where the server asks for a password, the person is asked for it.

    Args:
        host: the application.
        live: what exchanges them.
        enough: set by somebody who does not want to wait any longer. The exchange comes to its end without them.

    Raises:
        BoardError: it could not be done, or was not waited for.
    """
    try:
        return await _unless(enough or asyncio.Event(), live)
    except BoardError as error:
        if error.code is not Code.PASSWORD_NEEDED or (given := await ask_for_password(host)) is None:
            raise
        return given


async def _unless(enough: asyncio.Event, live: Live) -> Exchanged:
    exchanging = asyncio.create_task(asyncio.to_thread(live.exchange_now))
    waiting = asyncio.create_task(enough.wait())
    try:
        await asyncio.wait((exchanging, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        exchanging.add_done_callback(lambda done: done.cancelled() or done.exception())  # whoever waits for it or not
    if not exchanging.done():
        raise BoardError(f"{live.line.server} was not waited for.", code=Code.NOT_REACHED)
    return exchanging.result()


async def exchange(host: Host) -> None:
    """Exchange edits now, and say what came in and went out."""
    if (live := host.live) is not None:
        done = await exchange_or_ask(host, live)
        if done.refused is not None:
            raise done.refused
        host.say(f"Sent {how_many(done.went_out, 'edit')}; {how_many(done.came, 'edit')} came in.")
