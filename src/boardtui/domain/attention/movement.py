"""What has moved since the last meeting, for better or worse.

An arrow says better or worse, never up or down: a risk whose score falls has moved for the better. Without a closed
meeting there is nothing to compare with, and nothing is marked. How a KPI's figure stands against the period before
is another question, which `boardtui.domain.kpis.targets` answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from boardtui.domain.attention.schedule import is_finished, redated_since
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis import scorecard
from boardtui.domain.kpis.targets import Change
from boardtui.domain.records.kinds import ActionArising, Challenge, Kpi, Mitigation, Record, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag, movement
from boardtui.domain.records.risks import RiskState
from boardtui.domain.risks import heat_map as heatmap


class Mark(StrEnum):
    """How a record stands against the last meeting. The value is the word; `NONE` where nothing is compared."""

    NONE = ""
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEW = "new"
    CLOSED = "closed"

    @property
    def arrow(self) -> str:
        """↑ better, ↓ worse, ► same; the word itself for new and closed."""
        return _ARROWS.get(self, self.value)

    @property
    def words(self) -> str:
        """Arrow and word: `↑ better`, `new`."""
        return f"{_ARROWS[self]} {self.value}" if self in _ARROWS else self.value


_ARROWS = {Mark.BETTER: "↑", Mark.WORSE: "↓", Mark.SAME: "►"}

_RISK_MARKS = {
    heatmap.Movement.NONE: Mark.NONE,
    heatmap.Movement.WORSENED: Mark.WORSE,
    heatmap.Movement.IMPROVED: Mark.BETTER,
    heatmap.Movement.SAME: Mark.SAME,
    heatmap.Movement.NEW: Mark.NEW,
    heatmap.Movement.CLOSED: Mark.CLOSED,
    heatmap.Movement.UNSCORED: Mark.SAME,
}
_CHANGES = {Change.BETTER: Mark.BETTER, Change.WORSE: Mark.WORSE, Change.SAME: Mark.SAME}

_PROGRESS = (Progress.NOT_STATED, Progress.NOT_STARTED, Progress.IN_PROGRESS, Progress.COMPLETE)


@immutable
class Moved:
    """A record and what one thing about it was and is, in words: a rating, a score, a date."""

    record: Record
    before: str
    now: str
    mark: Mark = Mark.NONE


@immutable
class Changes:
    """What has changed since the last meeting. Each list is in the order papers show things.

    Attributes:
        worse, better: ratings, risk scores and current figures that moved. What is rated for the first time is in
            `rated`.
        figures: current figures of KPIs that went up or down where neither way is better.
        redated: due dates that moved to another day.
        new: records of the plan that did not exist then; `gone`: those deleted since.
        closed: risks closed, mitigations complete or stopped, actions arising done, challenges answered.
        updated: records of which something else has changed, such as the commentary.
    """

    worse: tuple[Moved, ...] = ()
    better: tuple[Moved, ...] = ()
    rated: tuple[Moved, ...] = ()
    figures: tuple[Moved, ...] = ()
    redated: tuple[Moved, ...] = ()
    new: tuple[Record, ...] = ()
    closed: tuple[Record, ...] = ()
    gone: tuple[Record, ...] = ()
    updated: tuple[Record, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


# What a reader of the plan counts as a thing of its own; readings, agendas and meetings are shown elsewhere.
_PLAN_KINDS = (
    *("ambition", "action", "priority", "task_group", "next_step", "kpi", "risk", "mitigation"),
    *("narrative", "milestone", "budget_line"),
)
_CLOSED_WITH = {Risk: "state", Mitigation: "progress", ActionArising: "done", Challenge: "answer"}


def movement_mark(board: Board, record: Record) -> Mark:
    """How a record has moved since the last closed meeting."""
    if board.since.meeting is None:
        return Mark.NONE
    if record.id in board.since.new:
        return Mark.NEW
    if is_over(record) and not record.kind.has("rag"):
        return Mark.CLOSED
    if record.kind.has("rag"):
        return Mark(movement(read_before(board, record), getattr(record, "rag", Rag.NOT_RATED)))
    match record:
        case Risk():
            return _RISK_MARKS[heatmap.moved(board, record)]
        case Kpi():
            return kpi_mark(board, record)
        case Mitigation():
            return _progress_mark(board.since.value(record, "progress"), record.progress)
        case _:
            return Mark.SAME


def is_of_this_period(board: Board, record: Record) -> bool:
    """Whether a record was written or changed since the last closed meeting; where none was closed, every one is."""
    since = board.since
    return since.meeting is None or record.id in since.new or record.id in since.before


def read_before(board: Board, record: Record) -> Rag | None:
    """The rating of a record at the last meeting; None where there is nothing to compare with."""
    value = board.since.value(record, "rag")
    return None if value is None else Rag(value)


def is_over(record: Record) -> bool:
    """Whether a record is finished or, for a challenge, answered."""
    return bool(record.answer) if isinstance(record, Challenge) else is_finished(record)


def kpi_mark(board: Board, kpi: Kpi) -> Mark:
    """How a KPI's current figure has moved; nothing where no way is good, or nothing can be compared."""
    return _CHANGES.get(scorecard.standing(board, kpi).since.change, Mark.NONE)


def latest_change(seen: scorecard.Standing) -> Change:
    """How a KPI's figure has moved since the last meeting; where none of then can be compared, on the period before."""
    return seen.since.change or seen.movement.change


def changes(board: Board) -> Changes:
    """What has changed since the last closed meeting; nothing where none was closed."""
    if board.since.meeting is None:
        return Changes()
    moved = list(_moved(board))
    by_mark = {mark: tuple(each for each in moved if each.mark is mark) for mark in Mark}
    redated = tuple(_redated(board))
    closed = tuple(record for record in _changed(board) if _was_closed(board, record))
    figures = by_mark[Mark.NONE]
    told = (*by_mark[Mark.WORSE], *by_mark[Mark.BETTER], *by_mark[Mark.NEW], *figures, *redated)
    shown = {each.record.id for each in told} | {record.id for record in closed}
    return Changes(
        worse=by_mark[Mark.WORSE],
        better=by_mark[Mark.BETTER],
        rated=by_mark[Mark.NEW],
        figures=figures,
        redated=redated,
        new=tuple(r for name in _PLAN_KINDS for r in board.of_kind(name) if r.id in board.since.new),
        closed=closed,
        gone=tuple(r for r in board.since.gone if r.kind.name in _PLAN_KINDS),
        updated=tuple(r for r in _changed(board) if r.id not in shown and r.kind.name in _PLAN_KINDS),
    )


def _changed(board: Board) -> Iterator[Record]:
    names = (*_PLAN_KINDS, "action_arising", "challenge")
    return (r for name in names for r in board.of_kind(name) if r.id in board.since.before)


def _moved(board: Board) -> Iterator[Moved]:
    for record in _changed(board):
        if record.kind.has("rag"):
            before, now = read_before(board, record), Rag(getattr(record, "rag", Rag.NOT_RATED))
            if before is not None and before is not now:
                yield Moved(record, before.words, now.words, movement_mark(board, record))
        elif isinstance(record, Risk) and not is_finished(record):
            before_score = str(board.since.value(record, "current") or "")
            if before_score != record.current:
                mark = movement_mark(board, record)
                yield Moved(record, score_words(before_score), score_words(record.current), mark)
    for kpi in board.all(Kpi):
        since = scorecard.standing(board, kpi).since
        if since.before is not None and since.now is not None and since.change is not Change.SAME:
            mark = _CHANGES.get(since.change, Mark.NONE)
            yield Moved(kpi, since.before.figure.text, since.now.figure.text, mark)


def score_words(score: str) -> str:
    """A risk score as shown: `4×3`, or `unscored`."""
    return score.replace("x", "×") or "unscored"


def _redated(board: Board) -> Iterator[Moved]:
    for record in _changed(board):
        if record.kind.has("due"):
            before, now = str(board.since.value(record, "due") or ""), str(getattr(record, "due", ""))
            if redated_since(board, record):
                yield Moved(record, show_date(before), show_date(now) or "no date")


def _was_closed(board: Board, record: Record) -> bool:
    field = _CLOSED_WITH.get(type(record))
    if field is None or not is_over(record):
        return False
    before = board.since.value(record, field)
    finished = {"state": (RiskState.CLOSED,), "progress": (Progress.COMPLETE, Progress.STOPPED)}
    return before not in finished[field] if field in finished else not before


def _progress_mark(before: Any, now: Progress) -> Mark:
    order = [each.value for each in _PROGRESS]
    then, here = str(before or ""), now.value
    if then == here or then not in order or here not in order:
        return Mark.SAME
    return Mark.BETTER if order.index(here) > order.index(then) else Mark.WORSE
