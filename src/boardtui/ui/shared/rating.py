"""Rating an item: the colour at once, on disk; then one line that asks for what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from boardtui.domain.board.board import name_of
from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag, re_rated
from boardtui.store.board_file import Receipt
from boardtui.ui.shared.prompt_line import PromptLine, Question

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


class Rater:
    """Rates items for the application, the same in every screen."""

    def __init__(self, app: BoardApp) -> None:
        self._app = app

    def rate(self, record: Record, rating: Rag) -> None:
        """Rate an item. It is on disk before it is shown; the reason is asked in the same moment."""
        app = self._app
        if not record.kind.has("rag"):
            app.refuse(f"{record.kind.plural[:1].upper()}{record.kind.plural[1:]} have no rating of their own.")
            return
        if not app.writable() or app.board is None:
            return
        before: Rag = record.rag  # type: ignore[attr-defined]
        reasons = _Reasons(self, app, record)
        if before is rating:
            app.say(f"{name_of(record)} is {rating.mark} {rating.word} already")
            reasons.rated("")
            if rating is not Rag.NOT_RATED:
                self._ask_again(record, rating, reasons)
            return

        def done(receipt: Receipt) -> None:
            app.say(f"{name_of(record)} {before.mark} {before.word} → {rating.mark} {rating.word} · u undoes")
            reasons.rated(receipt.batch)

        app.change([Change(record.id, record.kind.name, re_rated(rating))], done=done, failed=reasons.not_rated)
        if rating is not Rag.NOT_RATED:
            self._ask(record, rating, reasons, app.board.profile.reasons)

    @property
    def line(self) -> PromptLine:
        """The line that asks."""
        return self._app.main.query_one(PromptLine)

    def _ask(self, record: Record, rating: Rag, reasons: _Reasons, rule: ReasonRule) -> None:
        wanted = rule is ReasonRule.ALWAYS or (rule is ReasonRule.RED_AND_AMBER and rating in (Rag.RED, Rag.AMBER))
        needed = f"This board wants a reason for {rating.value}." if wanted else ""
        fields = [_reason_field(rating)]
        questions = [Question(_reason_asked(record, rating), needed=needed)]
        if rating in (Rag.RED, Rag.AMBER):
            questions += [Question("Back to green by?", check=_date_problem), Question("Help wanted from the board?")]
            fields += ["back_to_green", "help_wanted"]

        def answered(answers: list[str], last: bool) -> None:
            place = len(answers) - 1
            if answers[place]:
                reasons.said(questions[place], fields[place], answers[place], why=answers[0])
            if last:
                self.back()

        def left() -> None:
            self.back()
            if wanted and not reasons.any:
                reasons.then(self._app.action_undo)

        # Asked without waiting for the disk: who types on at once types a reason, not the keys of other commands.
        self.line.ask(questions, answered, left, saving=f"{name_of(record)} saving …")

    def _ask_again(self, record: Record, rating: Rag, reasons: _Reasons) -> None:
        """Who gives a rating that stands already may have a new reason for it."""
        name = _reason_field(rating)
        was = str(getattr(record, name))
        question = Question(_reason_asked(record, rating), value=was, leaving="changes nothing")

        def answered(answers: list[str], _last: bool) -> None:
            if answers[0] and answers[0] != was:
                reasons.said(question, name, answers[0], why=answers[0])
            self.back()

        self.line.ask([question], answered, self.back)

    def back(self) -> None:
        """Give the keys back to the items."""
        if (screen := self._app.item_screen) is not None:
            screen.focus_items()


class _Reasons:
    """What is said for a rating: written after it, in the order in which it was said, and undone together with it."""

    def __init__(self, rater: Rater, app: BoardApp, record: Record) -> None:
        self._rater = rater
        self._app = app
        self._record = record
        self._batch: str | None = None
        self._waiting: list[Callable[[], None]] = []
        self._words: list[str] = []
        self.any = False

    def said(self, question: Question, name: str, answer: str, *, why: str) -> None:
        """Write an answer, as soon as the rating is on disk. What could not be written is asked again, as it was."""
        self.any = True
        self._words.append(answer)
        change = Change(self._record.id, self._record.kind.name, {name: answer})

        def failed(sentence: str) -> None:
            if self._rater.line.asking:
                self._app.refuse(f"{sentence} Not saved: {answer}")
                return
            self._app.refuse(sentence)
            self._rater.line.ask([replace(question, value=answer)], again, self._rater.back)

        def again(answers: list[str], _last: bool) -> None:
            self._rater.back()
            if answers[0]:
                self.said(question, name, answers[0], why=answers[0])

        self.then(lambda: self._app.change([change], why=why, continues=self._batch or "", failed=failed))

    def then(self, act: Callable[[], None]) -> None:
        """Do something as soon as the rating is on disk."""
        if self._batch is None:
            self._waiting.append(act)
        else:
            act()

    def rated(self, batch: str) -> None:
        """The rating is on disk: what was said in the meantime follows."""
        self._batch = batch
        self._rater.line.saved()
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def not_rated(self, sentence: str) -> None:
        """The rating could not be written, and so neither what was said for it: that is shown, not lost."""
        line = self._rater.line
        said = [*self._words, line.words] if line.asking else self._words
        line.close()
        self._rater.back()
        self._app.refuse(" ".join([sentence, *(f"Not saved: {words}" for words in said if words)]))


def _reason_field(rating: Rag) -> str:
    return "evidence" if rating is Rag.BLUE else "rationale"


def _reason_asked(record: Record, rating: Rag) -> str:
    return f"{name_of(record)} {rating.mark} {'which KPI or audit shows the impact?' if rating is Rag.BLUE else 'why?'}"


def _date_problem(answer: str) -> str:
    problem = read_date(answer).problem
    return f"{problem[:1].upper()}{problem[1:]}. Write a date such as 31/03/2021, or a month." if problem else ""
