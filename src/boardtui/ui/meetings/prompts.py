"""What is recorded about an item in a meeting: asked for in the line at the bottom, on disk with every Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from boardtui.domain.board.words import short_name
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings import meeting_changes
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Meeting, Record
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Asked, Question
from boardtui.ui.shared.rating import date_question, follow_up
from boardtui.ui.shared.text import fitted, one_line

CANCELS = "cancels"
"""What Esc does at the first question: nothing has been written yet."""


def record_decision(host: Host, meeting: Meeting, item: Record) -> None:
    """Record a decision."""
    question = Question("Decision?", _name(host, item), needed="Say what was decided.", leaving=CANCELS)
    _record(
        host, [question], lambda words: meeting_changes.decision(meeting, words, item=item), (), "Decision recorded"
    )


def record_challenge(host: Host, meeting: Meeting, item: Record) -> None:
    """Record a question of the board, and who asked it."""
    name = _name(host, item)
    questions = [
        Question("Challenge?", name, needed="Say what the board asks.", leaving=CANCELS),
        Question("Raised by?", name),
    ]
    told = "Challenge recorded; it comes up again until it is answered"
    _record(host, questions, lambda words: meeting_changes.challenge(meeting, words, item=item), ("raised_by",), told)


def record_action_arising(host: Host, meeting: Meeting, item: Record) -> None:
    """Record what somebody is asked to do, who, and by when."""
    name = _name(host, item)
    questions = [
        Question("Action arising?", name, needed="Say what is to be done.", leaving=CANCELS),
        Question("Who?", name),
        date_question("By when?", name, host.today),
    ]
    told = "Action arising recorded"
    _record(
        host,
        questions,
        lambda words: meeting_changes.action_arising(meeting, words, item=item),
        ("owner", "due"),
        told,
    )


def record_answer(host: Host, meeting: Meeting, item: Record, challenges: Sequence[Challenge]) -> None:
    """Record the answer to an open challenge, and who gave it."""
    name = _name(host, item)
    if not challenges:
        host.say("No challenge is open on this item; c records one.")
    elif len(challenges) == 1:
        _answer(host, meeting, name, challenges[0])
    else:
        host.begin(_answer_one(host, meeting, name, challenges, _which(host, name, "challenge", len(challenges))))


async def _answer_one(host: Host, meeting: Meeting, name: str, challenges: Sequence[Challenge], which: Asked) -> None:
    if (answer := await which.only()) is not None:
        _answer(host, meeting, name, challenges[int(answer) - 1])


def _answer(host: Host, meeting: Meeting, name: str, challenge: Challenge) -> None:
    questions = [
        Question(f"Answer to “{_short(challenge.text)}”?", name, needed="Write the answer.", leaving=CANCELS),
        Question("Answered by?", name),
    ]
    _record(
        host,
        questions,
        lambda words: meeting_changes.answer_challenge(challenge, words, meeting=meeting),
        ("answered_by",),
        "Answered",
    )


def mark_done(host: Host, item: Record, tasks: Sequence[ActionArising]) -> None:
    """Mark an action arising as done: at once, then what came of it."""
    name = _name(host, item)
    if not tasks:
        host.say("No action arising is open on this item; w records one.")
    elif len(tasks) == 1:
        _complete(host, name, tasks[0])
    else:
        host.begin(_complete_one(host, name, tasks, _which(host, name, "action arising", len(tasks))))


async def _complete_one(host: Host, name: str, tasks: Sequence[ActionArising], which: Asked) -> None:
    if (answer := await which.only()) is not None:
        _complete(host, name, tasks[int(answer) - 1])


def _complete(host: Host, name: str, task: ActionArising) -> None:
    if not host.writable():
        return
    (change,) = meeting_changes.action_done(task)
    written = host.write([change])
    asked = host.ask([Question(f"Completed: “{_short(task.text)}”. What came of it?", name)])

    async def go_on() -> None:
        await follow_up(host, [change], written, told="Completed · u undoes", asked=asked, fields=("outcome",))

    host.begin(go_on())


def record_note(host: Host, meeting: Meeting, item: AgendaItem, record: Record) -> None:
    """Add a line to the note on an item, which the minutes show."""
    question = Question("Note for the minutes?", _name(host, record), needed="Write the note.", leaving=CANCELS)

    def make(words: str) -> list[Change]:
        # Below what others have noted by now.
        there = (host.board.get(AgendaItem, item.id) if host.board is not None else None) or item
        return meeting_changes.note(meeting, there, f"{there.note}\n{words}" if there.note else words)

    _record(host, [question], make, (), "Noted")


def _which(host: Host, name: str, what: str, count: int) -> Asked:
    """Ask which of several is meant."""
    needed = f"Type a number from 1 to {count}."

    def problem(answer: str) -> str:
        return "" if answer.isdecimal() and 1 <= int(answer) <= count else needed

    words = f"Which {what}, 1 to {count}?"
    return host.ask([Question(words, name, check=problem, needed=needed, leaving=CANCELS, enter="chooses")])


def _record(
    host: Host, questions: Sequence[Question], make: Callable[[str], list[Change]], fields: Sequence[str], told: str
) -> None:
    """Ask; the first answer makes the record, each further one fills a field of it."""
    if not host.writable():
        return
    host.begin(_write(host, host.ask(questions), make=make, fields=fields, told=told))


async def _write(
    host: Host, asked: Asked, *, make: Callable[[str], list[Change]], fields: Sequence[str], told: str
) -> None:
    """Write each answer as it is given; one undo takes back all. What cannot be written is asked again, as it was."""
    made, batch = None, ""
    async for words in asked:
        try:
            if made is None:
                changes = make(words)
                batch = (await host.write(changes)).batch
                made = changes[0]
                host.say(f"{told} · u undoes")
            elif words:
                field = fields[asked.place - 1]
                await host.write([Change(made.record, made.kind, {field: words})], continues=batch)
        except BoardError as error:
            asked.again(str(error))


def _name(host: Host, item: Record) -> str:
    return short_name(host.board, item) if host.board is not None else ""


def _short(words: str) -> str:
    return fitted(one_line(words), 24).rstrip()
