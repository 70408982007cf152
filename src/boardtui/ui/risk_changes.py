"""What is changed of a risk by a key: its score by moving it, whether it is run, how far its mitigations are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardtui.domain.board import Board
from boardtui.domain.edits import Change
from boardtui.domain.errors import InvalidValue
from boardtui.domain.kinds import Mitigation, Risk
from boardtui.domain.matrix import check_score, matrix_of
from boardtui.domain.profile import ReasonRule
from boardtui.domain.risks import Progress, RiskState
from boardtui.store.board_file import Receipt
from boardtui.ui.heat_map_lines import label_of
from boardtui.ui.in_turn import Act, InTurn
from boardtui.ui.risk_detail import score_badge
from boardtui.ui.risk_picture import Move
from boardtui.ui.widgets.prompt_line import PromptLine, Question

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp

_STEPS = (Progress.NOT_STATED, Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.COMPLETE, Progress.STOPPED)


def ask_why(app: BoardApp, board: Board, moving: Move, done: Act, put_back: Act) -> None:
    """Ask why a risk moves, and save its new score once. A score that is no cell of the board is refused.

    Args:
        app: the application.
        board: the board as it is shown.
        moving: the risk and where it stands by now.
        done: called once it is on disk.
        put_back: called where nothing is saved after all.
    """
    matrix = matrix_of(board.profile)
    try:
        score = check_score(str(moving.place), matrix.size)
    except InvalidValue as error:
        app.refuse(str(error))
        return
    before = score_badge(matrix, str(moving.origin) if moving.origin is not None else "").text.strip()
    told = f"{label_of(moving.risk.ref, moving.risk.title)} {before} → {score_badge(matrix, score).text.strip()}"
    needed = "This board wants a reason." if board.profile.reasons is ReasonRule.ALWAYS else ""

    def saved(receipt: Receipt) -> None:
        done()
        if receipt.edits:
            app.say(f"{told} · u undoes")

    def failed(sentence: str) -> None:
        put_back()
        app.refuse(sentence)

    def answered(answers: list[str], _last: bool) -> None:
        values = {moving.which: score, f"{moving.which}_why": answers[0]}
        change = Change(moving.risk.id, "risk", values)
        app.change([change], why=answers[0], seen=moving.edition, done=saved, failed=failed)

    question = Question(f"{told} why?", needed=needed, leaving="puts it back")
    app.main.query_one(PromptLine).ask([question], answered, put_back)


def close_or_open(app: BoardApp, risk: Risk, after: Act) -> None:
    """Close a risk, or open it again. Why is asked; a closed risk is kept with the reason.

    Args:
        app: the application.
        risk: the risk.
        after: called when the line that asks is gone.
    """
    if not app.writable():
        return
    closing, name = risk.state is RiskState.OPEN, label_of(risk.ref, risk.title)
    told = "closed and kept: f shows the closed ones" if closing else "open again"

    def answered(answers: list[str], _last: bool) -> None:
        state = RiskState.CLOSED if closing else RiskState.OPEN
        values = {"state": state.value, "closed_why": answers[0] if closing else ""}
        change = Change(risk.id, "risk", values)
        app.change([change], why=answers[0], done=lambda _receipt: app.say(f"{name} {told} · u undoes"))
        after()

    question = Question(
        f"Why {'close' if closing else 'open'} {name}{'' if closing else ' again'}?",
        needed=f"Say why: it stays in the register, {'closed' if closing else 'open again'}, with the reason.",
        leaving=f"leaves it {'open' if closing else 'closed'}",
    )
    app.main.query_one(PromptLine).ask([question], answered, after)


class ProgressSteps:
    """Takes mitigations a step further, however fast the key is pressed.

    Args:
        app: the application.
    """

    def __init__(self, app: BoardApp) -> None:
        self._app = app
        self._turn = InTurn(app)

    def further(self, mitigation: str) -> None:
        """Take a mitigation one step further; after the last step comes the first one."""
        self._turn.when_free(lambda: self._step(mitigation))

    def _step(self, mitigation: str) -> None:
        each = self._app.board.get(Mitigation, mitigation) if self._app.board is not None else None
        if each is None:
            return
        progress = _STEPS[(_STEPS.index(each.progress) + 1) % len(_STEPS)]
        told = f"{each.title or 'The mitigation'}: {progress.value or 'without a status'} · u undoes"
        # The words told of the step before; the history keeps them.
        values = {"progress": progress.value, "progress_words": ""}
        self._turn.write([Change(each.id, "mitigation", values)], lambda: self._app.say(told))
