"""Rating an item: the colour at once, on disk; then one line that asks for what belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.words import short_name
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.store.board_file import Receipt
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Asked, Question


def rate(host: Host, record: Record, rating: Rag) -> None:
    """Rate an item. It is on disk before it is shown as done; the reason is asked in the same moment."""
    if not record.kind.has("rag"):
        host.refuse(_no_rating(record))
        return
    if not host.writable() or host.board is None:
        return
    name = short_name(host.board, record)
    before: Rag = record.rag  # type: ignore[attr-defined]
    if before is rating:
        host.say(f"{name} is {rating.words} already")
        if rating is not Rag.NOT_RATED:
            _ask_again(host, record, rating, called=name)
        return
    _write_and_ask(host, [record], rating, name, told=f"{name} {before.words} → {rating.words} · u undoes")


def rate_all(host: Host, records: Sequence[Record], rating: Rag, *, done: Callable[[], None]) -> None:
    """Rate several items as one change, with one reason.

    Args:
        host: the application.
        records: the items.
        rating: their new rating.
        done: called when it is on disk.
    """
    board = host.board
    if board is None or not host.writable():
        return
    routed = [each for each in records if getattr(each, "routed_to", "")]
    can_be = [each for each in records if each.kind.has("rag") and each not in routed]
    if not can_be:
        host.refuse("They are now routed through other boards." if routed else _no_rating(records[0]))
        return
    others = [each for each in can_be if each.rag is not rating]  # type: ignore[attr-defined]
    name = count_by_kind(others or can_be)
    if not others:
        host.say(f"{name}: {rating.words} already")
        return
    left = f"; {count_by_kind(rest)} not rated" if (rest := [each for each in records if each not in can_be]) else ""
    _write_and_ask(host, others, rating, name, told=f"{name} → {rating.words}{left} · u undoes", done=done)


def _no_rating(record: Record) -> str:
    return f"{record.kind.plural[:1].upper()}{record.kind.plural[1:]} have no rating of their own."


def _write_and_ask(
    host: Host,
    records: Sequence[Record],
    rating: Rag,
    name: str,
    *,
    told: str,
    done: Callable[[], None] = lambda: None,
) -> None:
    assert host.board is not None  # who calls it has looked
    rule = host.board.profile.reasons
    wanted = rule is ReasonRule.ALWAYS or (rule is ReasonRule.RED_AND_AMBER and rating in (Rag.RED, Rag.AMBER))
    written = host.write([Change(record.id, record.kind.name, re_rated(rating)) for record in records])
    # Asked without waiting for the disk: who types on at once types a reason, not the keys of other commands.
    questions = _questions(name, rating, wanted=wanted and rating is not Rag.NOT_RATED)
    asked = host.ask(list(questions.values()), saving=f"{name} saving …") if questions else None
    host.begin(_follow(host, records, written, told=told, asked=asked, questions=questions, done=done))


async def _follow(
    host: Host,
    records: Sequence[Record],
    written: asyncio.Future[Receipt],
    *,
    told: str,
    asked: Asked | None,
    questions: dict[str, Question],
    done: Callable[[], None],
) -> None:
    """Say that the rating is on disk, and write what is said for it, each answer as it is given."""
    try:
        batch = (await written).batch
    except BoardError as error:
        words = asked.close() if asked is not None else []
        raise BoardError(" ".join([str(error), *(f"Not saved: {each}" for each in words)])) from None
    host.say(told)
    done()
    if asked is None:
        return
    asked.saved()
    names = iter(questions)
    async for answer in asked:
        name, why = next(names), asked.answers[0]
        if answer:
            await _write_reason(host, records, name, answer, why=why, batch=batch, asked=asked, again=questions[name])
    needed = any(question.needed for question in questions.values())
    if asked.left and needed and not any(asked.answers):
        host.undo()


async def _write_reason(
    host: Host,
    records: Sequence[Record],
    name: str,
    answer: str,
    *,
    why: str,
    batch: str,
    asked: Asked,
    again: Question,
) -> None:
    """Write an answer. What could not be written is asked again, as it was."""
    while True:
        try:
            changes = [Change(record.id, record.kind.name, {name: answer}) for record in records]
            await host.write(changes, why=why, continues=batch)
        except BoardError as error:
            if asked.open:
                host.refuse(f"{error} Not saved: {answer}")
                return
            retry = host.ask([replace(again, value=answer)])
            retry.refuse(str(error))
            given = await retry.only()
            if not given:
                return
            answer = why = given
        else:
            return


def _ask_again(host: Host, record: Record, rating: Rag, *, called: str) -> None:
    """Ask of a rating that stands already what is asked of a new one; what is skipped or not changed stays."""
    questions = {
        name: replace(question, value=_shown(name, getattr(record, name)))
        for name, question in _questions(called, rating, wanted=False).items()
    }
    asked = host.ask(list(questions.values()))

    async def write() -> None:
        names, batch = list(questions), ""
        async for answer in asked:
            name = names[0]
            if answer and answer != questions[name].value:
                change = Change(record.id, record.kind.name, {name: answer})
                why = answer if name == _reason_field(rating) else ""
                try:
                    batch = (await host.write([change], why=why, continues=batch)).batch
                except BoardError as error:
                    if not asked.open:
                        asked.again(str(error))  # the words stay in the line
                        continue
                    host.refuse(f"{error} Not saved: {answer}")
            del names[0]

    host.begin(write())


def _shown(name: str, value: object) -> str:
    return show_date(str(value)) if name == "back_to_green" else str(value)


def _questions(name: str, rating: Rag, *, wanted: bool) -> dict[str, Question]:
    """What is asked for a rating, by the field that the answer is for."""
    if rating is Rag.NOT_RATED:
        return {}
    needed = f"This board wants a reason for {rating.value}." if wanted else ""
    questions = {_reason_field(rating): Question(_reason_asked(name, rating), name, needed=needed)}
    if rating in (Rag.RED, Rag.AMBER):
        questions["back_to_green"] = Question("Back to green by?", name, check=date_check())
        questions["help_wanted"] = Question("Help wanted from the board?", name)
    return questions


def _reason_field(rating: Rag) -> str:
    return "evidence" if rating is Rag.BLUE else "rationale"


def _reason_asked(name: str, rating: Rag) -> str:
    return f"{name} {rating.mark} {'which KPI or audit shows the impact?' if rating is Rag.BLUE else 'why?'}"


def date_check() -> Callable[[str], str]:
    """A check of a date that somebody types: it says what is wrong with it, and lets the same words pass after that."""
    asked: list[str] = []

    def check(answer: str) -> str:
        problem = read_date(answer).problem if answer else ""
        if not problem or answer in asked:
            return ""
        asked.append(answer)
        said = f"{problem[:1].upper()}{problem[1:]}"
        return f"{said}. Write a date such as 31/03/2021, or a month; Enter again keeps it as words."

    return check
