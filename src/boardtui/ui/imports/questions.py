"""The second step of an import: what only a person knows, each once, with the rows it concerns.

A question is answered by choosing, or by typing in a line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from boardtui.exchange.sheets.asking import ImportQuestion
from boardtui.report.words import how_many
from boardtui.session.import_answers import (
    answer_choices,
    answer_problem,
    answer_words,
    can_be_answered,
    give_answer,
    take_back_answer,
    typed_hint,
)
from boardtui.session.import_words import place_words, question_words, row_words, rows_asked_about
from boardtui.ui.commands import bindings_for
from boardtui.ui.forms.chooser import Chooser
from boardtui.ui.imports.step import STEP_CSS, ImportJob, ImportStep, Steps
from boardtui.ui.shared.dialog import Dialog, keys_line
from boardtui.ui.shared.lines import OneLine
from boardtui.ui.shared.text import Piece, Pieces, one_line, plain
from boardtui.ui.shared.text_inputs import LineInput
from boardtui.ui.table.item_table import ItemTable, ScreenColumn, TableRow


class AnswerLine(Dialog[str | None]):
    """Asks for some words. Gives them; None where there is no answer.

    Args:
        asked: the question.
        answer: what stands in the line at first.
        problem_of: says what is wrong with words; "" where nothing is.
        hint: what can be typed.
    """

    CSS = "AnswerLine .dialog { max-width: 76; } AnswerLine Input { margin: 1 0; padding: 0; }"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import_answer")]
    asks_before_leaving = False

    def __init__(self, asked: str, answer: str, problem_of: Callable[[str], str], hint: str) -> None:
        super().__init__()
        self._asked, self._answer, self._problem_of, self._hint = asked, answer, problem_of, hint

    def compose(self) -> ComposeResult:
        """The question, the line, and what is wrong with what stands in it."""
        with Vertical(classes="dialog"):
            yield OneLine(plain(self._asked), classes="title")
            yield LineInput(self._answer, placeholder=f"{self._hint} · Enter takes it", id="answer")
            yield Static(classes="problem", id="wrong")
            yield Static(keys_line("import_answer", self.host.settings.keys), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the words, or say what is wrong with them."""
        words = event.value.strip()
        if problem := self._problem_of(words):
            self.complain(problem)
        else:
            self.dismiss(words)


_MOST_BY_NUMBER = 9
_MOST_ROWS = 200
"""So many of the rows that a question concerns are listed."""
_TYPE_IT = "\0"


class ImportQuestions(ImportStep):
    """Lists the questions; the one under the cursor is answered with a number, or by typing."""

    CSS = (
        STEP_CSS
        + """
    ImportQuestions #questions { height: 1fr; }
    ImportQuestions #whole { height: 2fr; border-top: solid $border-blurred; scrollbar-size-vertical: 1; }
    ImportQuestions #whole:focus { border-top: solid $border; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("import_questions")]
    keys_of = "import_questions"

    def __init__(self, job: ImportJob, following: Steps = ()) -> None:
        super().__init__(job, following)
        self._places: dict[str, None] = {}
        self._warned = False

    @classmethod
    def is_needed(cls, job: ImportJob) -> bool:
        """Often nothing is asked."""
        return bool(job.preview.notices.questions)

    def compose_lists(self) -> ComposeResult:
        """The questions."""
        yield ItemTable(id="questions")

    @property
    def table(self) -> ItemTable:
        """The questions."""
        return self.query_one(ItemTable)

    @property
    def question(self) -> ImportQuestion | None:
        """The question under the cursor."""
        found: ImportQuestion | None = self.table.item
        return found

    @property
    def questions(self) -> list[ImportQuestion]:
        """All questions: those that were there already keep their places, and new ones come last."""
        found = {_key(each): each for each in self.job.preview.notices.questions}
        self._places.update(dict.fromkeys(found))
        return [found[key] for key in self._places if key in found]

    @property
    def _open(self) -> list[ImportQuestion]:
        return [each for each in self.job.preview.open_questions if can_be_answered(each)]

    def on_mount(self) -> None:
        """Begin with the first that is open."""
        self.table.palette = self.host.palette
        self.show()
        self._to_next_open()

    def show(self) -> None:
        """Show the questions as they are now."""
        questions, left = self.questions, len(self._open)
        what = f"{left} to answer" if left else "all answered · Enter goes on"
        self.show_title(2, what)
        self.table.show(self._columns(), [TableRow(_key(each), each) for each in questions])
        self._show_whole()
        self.show_keys()

    def _columns(self) -> Sequence[ScreenColumn]:
        done, board = self.job.preview, self.job.board

        def answer(each: ImportQuestion) -> Pieces:
            if not can_be_answered(each):
                return [Piece("on the board, later", "muted")]
            return [Piece("? open", "warning") if each.open else Piece(answer_words(each, done, board), "strong")]

        return (
            ScreenColumn("Question", lambda each: one_line(question_words(each, board)), share=3),
            ScreenColumn("Answer", answer, width=22),
            ScreenColumn("Rows", lambda each: f"{len(rows_asked_about(each, done)):,}", width=5, right=True),
        )

    def settled(self) -> None:
        """Go on to what an answer has opened."""
        if self.question is not None and not self.question.open:
            self._to_next_open()

    def on_item_table_moved(self) -> None:
        """Show the question in full."""
        self._show_whole()
        self.query_one("#whole", VerticalScroll).scroll_home(animate=False)

    def _show_whole(self) -> None:
        question = self.question
        self.query_one("#text", Static).update(plain("\n".join(self._lines(question)) if question else ""))

    def _lines(self, question: ImportQuestion) -> list[str]:
        done, board = self.job.preview, self.job.board
        lines = [one_line(question_words(question, board))]
        choices = answer_choices(question, done, board) if can_be_answered(question) else []
        hint = typed_hint(question, board) if can_be_answered(question) else ""
        numbered = [f"{number} {one_line(words)}" for number, (_, words) in enumerate(choices[:_MOST_BY_NUMBER], 1)]
        if numbered:
            in_a_row = "   ".join(numbered)
            lines += [in_a_row] if len(in_a_row) < self.size.width - 4 else numbered
        if hint or len(choices) > _MOST_BY_NUMBER:
            more = f"all {len(choices)} of them" if len(choices) > _MOST_BY_NUMBER else ""
            lines.append(f"Space: {' or '.join(filter(None, (more, hint)))}")
        rows = rows_asked_about(question, done)
        lines.append(f"It concerns {how_many(len(rows), 'row')}:")
        lines += [f"  {place_words(each)}  {row_words(done, each)}" for each in rows[:_MOST_ROWS]]
        return lines

    # Answering.

    def action_take(self, number: int) -> None:
        """Answer with what stands under a number."""
        question = self.question
        if question is None or not can_be_answered(question):
            return
        choices = answer_choices(question, self.job.preview, self.job.board)
        if number <= len(choices):
            self._answer(question, choices[number - 1][0])

    def action_answer(self) -> None:
        """Choose from a list, or type."""
        question = self.question
        if question is None:
            return
        if not can_be_answered(question):
            self.complain("That is settled on the board, after the import: its words are kept there.")
            return
        self.host.begin(self._ask(question))

    async def _ask(self, question: ImportQuestion) -> None:
        board, hint = self.job.board, typed_hint(question, self.job.board)
        asked = one_line(question_words(question, board))
        choices = answer_choices(question, self.job.preview, board)
        words: str | None = _TYPE_IT
        if choices:
            more = [(_TYPE_IT, f"other: {hint}")] if hint else []
            words = await self.host.answer_of(Chooser(asked, [*choices, *more], question.answer))
        if words == _TYPE_IT:
            line = AnswerLine(asked, question.answer or "", lambda typed: answer_problem(question, typed), hint)
            words = await self.host.answer_of(line)
        if words:
            self._answer(question, words)

    def _answer(self, question: ImportQuestion, words: str) -> None:
        self._warned = False
        question.answer = words  # shown at once; what follows from it comes with the next look
        self.change(lambda answers: give_answer(answers, question, words))
        self.show()
        self._to_next_open()

    def action_leave_open(self) -> None:
        """Leave the question open."""
        question = self.question
        if question is not None and can_be_answered(question) and not question.open:
            question.answer = None
            self.change(lambda answers: take_back_answer(answers, question))
            self.show()

    def _to_next_open(self) -> None:
        """Put the cursor on the next question that is open, from where it is."""
        questions = self.questions
        keys = [_key(each) for each in questions]
        here = keys.index(self.table.key) if self.table.key in keys else 0
        turn = [*questions[here:], *questions[:here]]
        following = next((each for each in turn if each.open and can_be_answered(each)), None)
        if following is not None:
            self.table.go_to(_key(following))

    def action_next(self) -> None:
        """Go on; ask once where questions are left open."""
        if self.waits:
            return
        left = len(self._open)
        if left and not self._warned:
            self._warned = True
            told = how_many(left, "question is open", "questions are open")
            self.complain(
                f"{told}: words stay words, the board keeps its values, rows that need an answer are refused. "
                "Enter again goes on."
            )
            return
        super().action_next()


def _key(question: ImportQuestion) -> str:
    return "\0".join((question.about, str(question.word), question.at, *question.key))
