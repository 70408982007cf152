"""A shared board on the screen: edits are exchanged while it is open, and what comes in is shown and marked.

What is made elsewhere never moves the cursor and changes nothing of what is being typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

from boardtui.domain.board.words import Remembered, line_name
from boardtui.domain.errors import BoardError
from boardtui.domain.records.kinds import KINDS, Record
from boardtui.ui.host import Host
from boardtui.ui.shared.item_table import ItemTable

if TYPE_CHECKING:
    from boardtui.domain.board.board import Board
    from boardtui.session.live import Live
    from boardtui.session.sharing import Exchanged
    from boardtui.store.board_file import BoardFile
    from boardtui.store.copies.merge import Preview

# What exchanges is imported where it is used: only shared boards need it, and not for the first frame.

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
    from boardtui.session.notes import note_on
    from boardtui.session.sharing import Exchanger, password_for

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

    exchanger = Exchanger(
        note.address, asking(do, lambda: stop[0].stopping), password=password_for(note.address), begins=note
    )
    live = Live(
        exchanger,
        line,
        came=lambda done: on_the_loop(lambda: show_what_came(host, live, done)),
        changed=lambda: on_the_loop(lambda: _show_line(host, live)),
        clock=lambda: host.clock(),  # noqa: PLW0108 - a throw-away copy replaces it
    )
    stop.append(live)
    host.live = live
    live.start()


def end_sharing(host: Host) -> None:
    """Exchange nothing any more."""
    if (live := host.live) is not None:
        host.live = None
        live.stop()


def _show_line(host: Host, live: Live) -> None:
    if host.live is live:
        host.show_lines()


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


def records_touched(came_in: Preview, board: Board) -> frozenset[str]:
    """The ids of the records that changed, and of those to which they belong and with which they are shown."""
    found = {item.record for item in came_in.items}
    for identity in list(found):
        record = board.find(identity)
        owner = KINDS[record.kind.name].owner if record is not None else ""
        if record is not None and owner:
            found.add(str(getattr(record, owner)))
    return frozenset(found)


def words_of(came_in: Preview, board: Board) -> str:
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


async def exchange(host: Host, *, why: str = "") -> bool:
    """Exchange edits now, and say what came in and went out.

    Args:
        host: the application.
        why: what is done after it: it is said that this was not exchanged before, if it could not be.

    Returns:
        Whether it could be done.
    """
    if (live := host.live) is None:
        return False
    try:
        done = await asyncio.to_thread(live.exchange_now)
    except BoardError as error:
        host.refuse(f"{why}{error}")
        return False
    if not why:
        host.say(f"Sent {_edits(done.went_out)}; {_edits(done.came)} came in.")
    return True


def _edits(number: int) -> str:
    return f"{number:,} edit{'' if number == 1 else 's'}"
