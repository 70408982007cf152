"""What has moved since the last meeting, for better or worse.

An arrow says better or worse, never up or down: a risk whose score falls has moved for the better. Without a closed
meeting there is nothing to compare with, and nothing is marked. How a KPI's figure stands against the period before
is another question, which `boardtui.domain.kpis.targets` answers.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import StrEnum
from typing import Any

from boardtui.domain.attention.schedule import is_finished, redated_since
from boardtui.domain.board.board import Board
from boardtui.domain.board.gathered import Asker, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis import scorecard
from boardtui.domain.kpis.targets import FigureChange
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
_CHANGES = {FigureChange.BETTER: Mark.BETTER, FigureChange.WORSE: Mark.WORSE, FigureChange.SAME: Mark.SAME}

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


def latest_change(seen: scorecard.KpiStanding) -> FigureChange:
    """How a KPI's figure has moved since the last meeting; where none of then can be compared, on the period before."""
    return seen.since.change or seen.movement.change


def changes(board: Board) -> Changes:
    """What has changed since the last closed meeting; nothing where none was closed."""
    if board.since.meeting is None:
        return Changes()
    found = CHANGED.on(board)
    return Changes(**{name: found.of(name) for name in Changes.__dataclass_fields__})


_COMPARED = {name: place for place, name in enumerate((*_PLAN_KINDS, "action_arising", "challenge"))}
_LISTED = {Mark.WORSE: "worse", Mark.BETTER: "better", Mark.NEW: "rated", Mark.NONE: "figures"}


def _asker(board: Board, _beside: Mapping[str, Any]) -> Asker:
    since, compared = board.since, board.since.meeting is not None

    def ask(record: Record) -> Said:
        """In which lists of changes a record stands, and where: by its kind, then as people count."""
        name = record.kind.name
        if not compared or name not in _COMPARED:
            return {}
        in_plan = name in _PLAN_KINDS
        if record.id not in board.records.get(name, ()):
            return {"gone": ((record.created, record.id), record)} if in_plan else {}
        if record.id not in since.before and record.id not in since.new and not isinstance(record, Kpi):
            return {}  # nearly all; a KPI has moved where its figures are other ones
        found: dict[Hashable, tuple[Any, Any]] = {}
        moved, place = _moved(board, record), (_COMPARED[name], counting_order(record))
        if moved is not None and moved.mark in _LISTED:
            # What has moved of a KPI is its figure: that comes after what was changed itself.
            found[_LISTED[moved.mark]] = ((len(_COMPARED), place) if isinstance(record, Kpi) else place, moved)
        changed = record.id in since.before
        if changed and redated_since(board, record):
            before, now = str(since.value(record, "due") or ""), str(getattr(record, "due", ""))
            found["redated"] = (place, Moved(record, show_date(before), show_date(now) or "no date"))
        if changed and _was_closed(board, record):
            found["closed"] = (place, record)
        if changed and in_plan and not found:
            found["updated"] = (place, record)
        if in_plan and record.id in since.new:
            found["new"] = (place, record)
        return found

    return ask


CHANGED = Gathering(
    _asker,
    lambda board: (*(each for name in _COMPARED for each in board.of_kind(name)), *board.since.gone),
    deleted=True,
)
"""The lists of `Changes`, by their names."""


def _moved(board: Board, record: Record) -> Moved | None:
    """What a rating, a score or a current figure was at the last meeting and is now, where it is another one."""
    if isinstance(record, Kpi):
        since = scorecard.standing(board, record).since
        if since.before is None or since.now is None or since.change is FigureChange.SAME:
            return None
        mark = _CHANGES.get(since.change, Mark.NONE)
        return Moved(record, since.before.figure.text, since.now.figure.text, mark)
    if record.id not in board.since.before:
        return None
    if record.kind.has("rag"):
        before, now = read_before(board, record), Rag(getattr(record, "rag", Rag.NOT_RATED))
        if before is not None and before is not now:
            return Moved(record, before.words, now.words, movement_mark(board, record))
    elif isinstance(record, Risk) and not is_finished(record):
        before_score = str(board.since.value(record, "current") or "")
        if before_score != record.current:
            return Moved(record, score_words(before_score), score_words(record.current), movement_mark(board, record))
    return None


def score_words(score: str) -> str:
    """A risk score as shown: `4×3`, or `unscored`."""
    return score.replace("x", "×") or "unscored"


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
