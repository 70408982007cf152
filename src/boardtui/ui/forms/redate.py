"""Moving a date with one key: the new date, then the reason, and the slippage that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from boardtui.domain.attention.schedule import SCHEDULED, Scheduled, slippage, with_first_date
from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.words import capitalised, kind_plural, short_name
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.rating import date_question


def redate(host: Host, records: Sequence[Record], *, done: Callable[[], None] = lambda: None) -> None:
    """Ask for the new date of an item, and why it moves; of several items as one change, with one reason.

    Args:
        host: the application.
        records: the items.
        done: called when the date is on disk.
    """
    board = host.board
    if board is None:
        return
    dated = [each for each in records if isinstance(each, SCHEDULED)]
    if not dated:
        host.say(f"{capitalised(kind_plural(board, records[0].kind))} have no date of their own to move.")
        return
    if not host.writable():
        return
    if len(dated) == 1:
        name, was = short_name(board, dated[0]), show_date(dated[0].due)
        now, why = f"due {was}" if was else "no date yet", f"{name}: why does the date move?"
    else:
        name, was = count_by_kind(dated), _from_to(dated)
        now, why = f"due {was}" if was else "no date yet", f"{name}: why do the dates move?"
    questions = [date_question(f"{name}, {now}. New date?", name, host.today, leaving="cancels")]
    if was:
        questions.append(Question(why, name))
    host.begin(_write(host, dated, host.ask(questions), done))


def _from_to(records: Sequence[Scheduled]) -> str:
    """The first and the last of the dates there are, in as few words as the line has room for."""
    stated = sorted({each.due for each in records if each.due}, key=lambda each: read_date(each).day or date.max)
    return " to ".join(dict.fromkeys(map(show_date, (stated[0], stated[-1])))) if stated else ""


async def _write(host: Host, records: Sequence[Scheduled], asked: Asked, done: Callable[[], None]) -> None:
    batch = ""
    async for answer in asked:
        if asked.place == 0:
            if not answer:
                asked.close()
                host.say("The date stays as it was." if len(records) == 1 else "The dates stay as they were.")
                return
            changes = [
                Change(each.id, each.kind.name, with_first_date(each.kind, {"due": answer}, was=each))
                for each in records
            ]
            try:
                batch = (await host.write(changes)).batch
            except BoardError as error:
                asked.again(str(error))
                continue
            host.say(_told(host, records))
            done()
        elif answer:
            # A first date is no re-dating, and has no reason.
            moved = [each for each in records if each.due]
            changes = [Change(each.id, each.kind.name, {"due_reason": answer}) for each in moved]
            try:
                await host.write(changes, why=answer, continues=batch)
            except BoardError as error:
                asked.again(str(error))
                continue
            host.say(_told(host, records))


def _told(host: Host, before: Sequence[Scheduled]) -> str:
    """From when to when the date went, and how far that is from the date first agreed."""
    board = host.board
    now = [board.find(each.id) for each in before] if board is not None else []
    if len(before) > 1 and isinstance(now[0], SCHEDULED):
        return f"{count_by_kind(before)} due {show_date(now[0].due)} · u undoes"
    if board is None or not isinstance(one := now[0], SCHEDULED):
        return "Date revised"
    dates = f"{show_date(before[0].due)} → {show_date(one.due)}" if before[0].due else show_date(one.due)
    slipped = slippage(board, one, host.today).words or "no slippage"
    return f"{short_name(board, one)} {dates}: {slipped} · u undoes"
