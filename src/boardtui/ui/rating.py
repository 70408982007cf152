"""Rating an item: the colour at once, on disk; then one line that asks for what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardtui.domain.board import name_of
from boardtui.domain.dates import read_date
from boardtui.domain.edits import Change
from boardtui.domain.kinds import Record
from boardtui.domain.profile import ReasonRule
from boardtui.domain.rag import Rag, re_rated
from boardtui.store.board_file import Receipt
from boardtui.ui.widgets.prompt_line import PromptLine, Question

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


class Rater:
    """Rates items for the application, the same in every screen."""

    def __init__(self, app: BoardApp) -> None:
        self._app = app

    def rate(self, record: Record, rating: Rag) -> None:
        """Rate an item. It is on disk before it is shown; the reason is asked afterwards."""
        app = self._app
        if not record.kind.has("rag"):
            app.refuse(f"{record.kind.plural[:1].upper()}{record.kind.plural[1:]} have no rating of their own.")
            return
        if not app.writable():
            return
        before: Rag = record.rag  # type: ignore[attr-defined]
        if before is rating:
            app.say(f"{name_of(record)} is {rating.mark} {rating.word} already; e edits its reason")
            return

        def done(receipt: Receipt) -> None:
            app.say(f"{name_of(record)} {before.mark} {before.word} → {rating.mark} {rating.word} · u undoes")
            self._ask(record, rating, receipt.batch)

        app.change([Change(record.id, record.kind.name, re_rated(rating))], done=done)

    def _ask(self, record: Record, rating: Rag, batch: str) -> None:
        app = self._app
        if rating is Rag.NOT_RATED or app.board is None:
            return
        rule = app.board.profile.reasons
        wanted = rule is ReasonRule.ALWAYS or (rule is ReasonRule.RED_AND_AMBER and rating in (Rag.RED, Rag.AMBER))
        name = f"{name_of(record)} {rating.mark}"
        needed = f"This board wants a reason for {rating.value}." if wanted else ""
        questions = [Question(f"{name} why?", needed=needed)]
        fields = ["rationale"]
        if rating in (Rag.RED, Rag.AMBER):
            questions += [Question("Back to green by?", check=_date_problem), Question("Help wanted from the board?")]
            fields += ["back_to_green", "help_wanted"]
        elif rating is Rag.BLUE:
            questions = [Question(f"{name} which KPI or audit shows the impact?", needed=needed)]
            fields = ["evidence"]

        def answered(answers: list[str], last: bool) -> None:
            values = {fields[len(answers) - 1]: answers[-1]}
            if answers[-1]:
                app.change(
                    [Change(record.id, record.kind.name, values)], why=answers[0], continues=batch, failed=app.refuse
                )
            if last:
                self._back()

        def left() -> None:
            self._back()
            if wanted and app.board is not None:
                current = app.board.find(record.id)
                if (
                    current is not None
                    and not getattr(current, "rationale", "")
                    and not getattr(current, "evidence", "")
                ):
                    app.action_undo()

        app.main.query_one(PromptLine).ask(questions, answered, left)

    def _back(self) -> None:
        if (screen := self._app.item_screen) is not None:
            screen.focus_items()


def _date_problem(answer: str) -> str:
    problem = read_date(answer).problem
    return f"{problem[:1].upper()}{problem[1:]}. Write a date such as 31/03/2021, or a month." if problem else ""
