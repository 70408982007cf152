"""Moving a date with one key: the new date, then the reason, and the slippage that follows from it."""

from __future__ import annotations

from boardtui.domain.attention.schedule import SCHEDULED, slippage, with_first_date
from boardtui.domain.board.words import capitalised, kind_plural, short_name
from boardtui.domain.dates.dates import show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.rating import date_check


def redate(host: Host, record: Record) -> None:
    """Ask for the new date of an item, and why it moves."""
    board = host.board
    if board is None:
        return
    if not isinstance(record, SCHEDULED):
        host.say(f"{capitalised(kind_plural(board, record.kind))} have no date of their own to move.")
        return
    if not host.writable():
        return
    name, was = short_name(board, record), show_date(record.due)
    now = f"due {was}" if was else "no date yet"
    questions = [Question(f"{name}, {now}. New date?", name, check=date_check(), needed="", leaving="cancels")]
    if was:
        questions.append(Question(f"{name}: why does the date move?", name))
    host.begin(_write(host, record, host.ask(questions)))


async def _write(host: Host, record: Record, asked: Asked) -> None:
    kind, batch = record.kind, ""
    async for answer in asked:
        if not batch:
            if not answer:
                asked.close()
                host.say("The date stays as it was.")
                return
            changes = [Change(record.id, kind.name, with_first_date(kind, {"due": answer}, was=record))]
            try:
                batch = (await host.write(changes)).batch
            except BoardError as error:
                asked.again(str(error))
                continue
            host.say(_told(host, record))
        elif answer:
            await host.write([Change(record.id, kind.name, {"due_reason": answer})], why=answer, continues=batch)
            host.say(_told(host, record))


def _told(host: Host, before: Record) -> str:
    """From when to when the date went, and how far that is from the date first agreed."""
    board = host.board
    now = board.find(before.id) if board is not None else None
    if board is None or not isinstance(now, SCHEDULED) or not isinstance(before, SCHEDULED):
        return "Date revised"
    dates = f"{show_date(before.due)} → {show_date(now.due)}" if before.due else show_date(now.due)
    slipped = slippage(board, now, host.today).words or "no slippage"
    return f"{short_name(board, now)} {dates}: {slipped} · u undoes"
