"""What is said about an item in a meeting: asked for in the line at the bottom, on disk with every Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from boardtui.domain.dates.dates import read_date
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings import meeting_changes
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Meeting, Record
from boardtui.store.board_file import Receipt
from boardtui.ui.shared.prompt_line import PromptLine, Question
from boardtui.ui.shared.text import fitted, one_line

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp

NOTHING = "writes nothing"
_Make = Callable[[str], list[Change]]


class Saying:
    """Asks for what is to be recorded and writes it.

    Args:
        app: the application.
        back: gives the keys back to the item.
    """

    def __init__(self, app: BoardApp, back: Callable[[], None]) -> None:
        self._app = app
        self._back = back

    def decision(self, meeting: Meeting, item: Record) -> None:
        """Record a decision."""
        question = Question("Decision?", needed="Say what was decided.", leaving=NOTHING)
        self._ask(
            [question], lambda words: meeting_changes.decision(meeting, words, item=item), [], "Decision recorded"
        )

    def challenge(self, meeting: Meeting, item: Record) -> None:
        """Record a question of the board, and who asked it."""
        questions = [
            Question("Challenge?", needed="Say what the board asks.", leaving=NOTHING),
            Question("Raised by?", leaving="leaves it open"),
        ]
        self._ask(
            questions,
            lambda words: meeting_changes.challenge(meeting, words, item=item),
            ["raised_by"],
            "Challenge recorded; it comes up again until it is answered",
        )

    def action_arising(self, meeting: Meeting, item: Record) -> None:
        """Record what somebody is asked to do, who, and by when."""
        questions = [
            Question("Action arising?", needed="Say what is to be done.", leaving=NOTHING),
            Question("Who?", leaving="leaves it open"),
            Question("By when?", check=date_problem, leaving="leaves it open"),
        ]
        self._ask(
            questions,
            lambda words: meeting_changes.action_arising(meeting, words, item=item),
            ["owner", "due"],
            "Action arising recorded",
        )

    def answer(self, meeting: Meeting, challenges: Sequence[Challenge]) -> None:
        """Record the answer to an open challenge, and who gave it."""
        if not challenges:
            self._app.say("No challenge is open on this item; c records one.")
            return

        def asked(number: int) -> None:
            challenge = challenges[number]
            questions = [
                Question(f"Answer to “{_short(challenge.text)}”?", needed="Write the answer.", leaving=NOTHING),
                Question("Answered by?", leaving="leaves it open"),
            ]
            self._ask(
                questions,
                lambda words: meeting_changes.answer_challenge(challenge, words, meeting=meeting),
                ["answered_by"],
                "Answered",
            )

        self._which("Which challenge", len(challenges), asked)

    def done(self, tasks: Sequence[ActionArising]) -> None:
        """Mark an action arising as done: at once, then what came of it."""
        if not tasks:
            self._app.say("No action arising is open on this item; w records one.")
            return

        def chosen(number: int) -> None:
            task = tasks[number]
            question = Question(f"Done: “{_short(task.text)}”. What came of it?", leaving="goes without")
            self._begin_with(meeting_changes.action_done(task), [question], ["outcome"], "Done")

        self._which("Which action arising", len(tasks), chosen)

    def note(self, meeting: Meeting, item: AgendaItem) -> None:
        """Add a line to the note on an item, which the minutes show."""
        question = Question("Note for the minutes?", needed="Write the note.", leaving=NOTHING)

        def make(words: str) -> list[Change]:
            return meeting_changes.note(meeting, item, f"{item.note}\n{words}" if item.note else words)

        self._ask([question], make, [], "Noted")

    # How it is asked and written.

    def _which(self, what: str, count: int, chosen: Callable[[int], None]) -> None:
        if count == 1:
            chosen(0)
            return

        def problem(answer: str) -> str:
            return "" if answer.isdecimal() and 1 <= int(answer) <= count else f"Type a number from 1 to {count}."

        question = Question(
            f"{what}, 1 to {count}?", check=problem, needed=f"Type a number from 1 to {count}.", leaving=NOTHING
        )
        self._line.ask([question], lambda answers, _last: chosen(int(answers[0]) - 1), self._back)

    @property
    def _line(self) -> PromptLine:
        return self._app.main.query_one(PromptLine)

    def _ask(self, questions: Sequence[Question], make: _Make, fields: Sequence[str], told: str) -> None:
        """Ask; the first answer makes the record, each further one fills a field of it."""
        if not self._app.writable():
            return
        writer = _Writer(self._app, told)

        def answered(answers: list[str], last: bool) -> None:
            if len(answers) == 1:
                try:
                    writer.first(make(answers[0]), lambda: again(answers[0]))
                except BoardError as error:
                    self._app.refuse(str(error))
                    self._line.close()
                    last = True
            else:
                writer.further(fields[len(answers) - 2], answers[-1])
            if last:
                self._back()

        def again(words: str) -> None:
            # What could not be saved stays on the screen.
            self._ask([replace(questions[0], value=words), *questions[1:]], make, fields, told)

        self._line.ask(questions, answered, self._back)

    def _begin_with(
        self, changes: list[Change], questions: Sequence[Question], fields: Sequence[str], told: str
    ) -> None:
        """Write at once, then ask for what belongs to it."""
        if not self._app.writable():
            return
        writer = _Writer(self._app, told)
        writer.first(changes, lambda: None)

        def answered(answers: list[str], last: bool) -> None:
            writer.further(fields[len(answers) - 1], answers[-1])
            if last:
                self._back()

        self._line.ask(questions, answered, self._back)


class _Writer:
    """Writes one record in steps that one undo takes back together, in the order in which they were said."""

    def __init__(self, app: BoardApp, told: str) -> None:
        self._app = app
        self._told = told
        self._record: tuple[str, str] = ("", "")
        self._batch = ""
        self._waiting: list[dict[str, Any]] = []

    def first(self, changes: list[Change], failed: Callable[[], None]) -> None:
        self._record = (changes[0].record, changes[0].kind)

        def done(receipt: Receipt) -> None:
            self._batch = receipt.batch
            self._app.say(f"{self._told} · u undoes")
            waiting, self._waiting = self._waiting, []
            for values in waiting:
                self._write(values)

        def refused(sentence: str) -> None:
            self._app.refuse(sentence)
            failed()

        self._app.change(changes, done=done, failed=refused)

    def further(self, name: str, answer: str) -> None:
        if not answer:
            return
        if self._batch:
            self._write({name: answer})
        else:
            self._waiting.append({name: answer})

    def _write(self, values: dict[str, Any]) -> None:
        self._app.change([Change(*self._record, values)], continues=self._batch)


def date_problem(answer: str) -> str:
    """What is wrong with a date that somebody typed, as a sentence; empty if nothing is."""
    problem = read_date(answer).problem if answer else ""
    return f"{problem[:1].upper()}{problem[1:]}. Write a date such as 31/03/2021, or a month." if problem else ""


def _short(words: str) -> str:
    return fitted(one_line(words), 24).rstrip()
