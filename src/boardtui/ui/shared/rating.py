"""Rating an item: the colour at once, on disk; then one line that asks for what belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from boardtui.domain.attention.exceptions import escalation_words
from boardtui.domain.board.deleting import count_by_kind
from boardtui.domain.board.words import capitalised, short_name
from boardtui.domain.dates.dates import kept_ahead, read_date, show_date
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
    return f"{capitalised(record.kind.plural)} have no rating of their own."


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
    changes = [Change(record.id, record.kind.name, re_rated(rating)) for record in records]
    written = host.write(changes)
    # Asked without waiting for the disk: who types on at once types a reason, not the keys of other commands.
    hint = escalation_words(host.board.profile, rating)
    questions = _questions(host, records, name, rating, wanted=wanted, hint=hint)
    asked = host.ask(list(questions.values()), saving=f"{name} saving …") if questions else None
    host.begin(_follow(host, changes, written, told=told, asked=asked, questions=questions, done=done))


async def _follow(
    host: Host,
    changes: Sequence[Change],
    written: asyncio.Future[Receipt],
    *,
    told: str,
    asked: Asked | None,
    questions: dict[str, Question],
    done: Callable[[], None],
) -> None:
    """Say that the rating is on disk, and write what is said for it; without a reason that is needed it goes again."""
    fields = list(questions)
    on_disk = await follow_up(host, changes, written, told=told, asked=asked, fields=fields, with_why=True, done=done)
    if on_disk and asked is not None and asked.left:  # only where it is needed can one go without it
        host.undo()


async def follow_up(
    host: Host,
    changed: Sequence[Change],
    written: asyncio.Future[Receipt],
    *,
    told: str,
    asked: Asked | None,
    fields: Sequence[str],
    with_why: bool = False,
    done: Callable[[], None] = lambda: None,
) -> bool:
    """Say that something is on disk, and write each answer into a field beside it; one undo takes back all.

    What cannot be written is asked again, as it was typed. Where it is the change itself, the next answer tries that
    once more.

    Args:
        host: the application.
        changed: what was changed before anything was asked, of one item or several.
        written: it on its way to the disk.
        told: what is said of it.
        asked: the questions, if there are some.
        fields: the field that each of them is for.
        with_why: whether the first answer is the reason for all of it.
        done: called when what was changed is on disk.

    Returns:
        Whether the change is on disk in the end.

    Raises:
        BoardError: it is not, and nothing is asked any more.
    """
    # What others say of it while the answers are typed is not replaced by these.
    batch, seen = "", host.board.edition if host.board is not None else None
    try:
        batch = (await written).batch
    except BoardError as error:
        if asked is None or not asked.words:
            if asked is not None:
                asked.close()
            raise
        asked.saved()
        asked.refuse(str(error))
    else:
        host.say(told)
        done()
        if asked is not None:
            asked.saved()
    if asked is None:
        return True
    async for answer in asked:
        beside = [Change(each.record, each.kind, {fields[asked.place]: answer}) for each in changed] if answer else []
        changes = [*([] if batch else changed), *beside]
        if not changes:
            continue
        try:
            why = asked.answers[0] if with_why else ""
            receipt = await host.write(changes, why=why, continues=batch, seen=seen)
        except BoardError as error:
            if not answer:  # whoever only wants to leave is not asked for ever
                raise BoardError(" ".join([str(error), *(f"Not saved: {each}" for each in asked.close())])) from None
            asked.again(str(error))
            continue
        if not batch:
            batch = receipt.batch
            host.say(told)
            done()
    return bool(batch)


def _ask_again(host: Host, record: Record, rating: Rag, *, called: str) -> None:
    """Ask of a rating that stands already what is asked of a new one; what is skipped or not changed stays."""
    questions = {
        name: replace(question, value=_shown(name, getattr(record, name)))
        for name, question in _questions(host, [record], called, rating, wanted=False).items()
    }
    asked = host.ask(list(questions.values()))

    async def write() -> None:
        names, batch = list(questions), ""
        async for answer in asked:
            name = names[asked.place]
            if answer and answer != questions[name].value:
                change = Change(record.id, record.kind.name, {name: answer})
                why = answer if name == _reason_field(rating) else ""
                try:
                    batch = (await host.write([change], why=why, continues=batch)).batch
                except BoardError as error:
                    asked.again(str(error))

    host.begin(write())


def _shown(name: str, value: object) -> str:
    return show_date(str(value)) if name == "back_to_green" else str(value)


def _questions(
    host: Host, records: Sequence[Record], name: str, rating: Rag, *, wanted: bool, hint: str = ""
) -> dict[str, Question]:
    """What is asked for a rating, by the field that the answer is for; the hint stands in the empty line for it."""
    if rating is Rag.NOT_RATED:
        return {}
    needed = f"This board wants a reason for {rating.value}." if wanted else ""
    why = Question(_reason_asked(name, rating), name, needed=needed, hint=hint)
    if rating is Rag.BLUE:
        why = replace(why, hint="Enter alone lists them", pick=lambda: host.pick_evidence(records))
    questions = {_reason_field(rating): why}
    if rating in (Rag.RED, Rag.AMBER):
        questions["back_to_green"] = date_question("Back to green by?", name, host.today)
        questions["help_wanted"] = Question("Help wanted from the board?", name)
    return questions


def _reason_field(rating: Rag) -> str:
    return "evidence" if rating is Rag.BLUE else "rationale"


def _reason_asked(name: str, rating: Rag) -> str:
    return f"{name} {rating.mark} {'which KPI or audit shows the impact?' if rating is Rag.BLUE else 'why?'}"


def date_question(label: str, about: str, today: date, *, leaving: str = "") -> Question:
    """Ask for a date that lies ahead, which needs no year. What is wrong with one is said once, then it passes.

    Args:
        label: what is asked.
        about: the item.
        today: the day from which one without a year is looked for.
        leaving: what Esc does, as in `Question`.
    """
    asked: list[str] = []

    def check(answer: str) -> str:
        problem = read_date(kept_ahead(answer, today)).problem if answer else ""
        if not problem or answer in asked:
            return ""
        asked.append(answer)
        said = capitalised(problem)
        return f"{said}. Write a date such as 31/03/2021, or a month; Enter again keeps it as words."

    return Question(label, about, check=check, kept=lambda answer: kept_ahead(answer, today), leaving=leaving)
