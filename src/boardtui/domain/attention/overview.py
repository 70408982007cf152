"""How a board is doing on the day it speaks of: ratings then and now, what is exceptional and why, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from boardtui.domain.attention.counts import (
    AmbitionStanding,
    MakeUp,
    of_actions,
    of_next_steps,
    routed_elsewhere,
    standings,
)
from boardtui.domain.attention.exceptions import (
    ABOVE,
    Exceptional,
    exceptions,
    is_unanswered,
    open_actions,
    open_challenges,
)
from boardtui.domain.attention.movement import Changes, changes
from boardtui.domain.attention.schedule import DATED, Due, changed_day
from boardtui.domain.board.board import Board
from boardtui.domain.board.gathered import Asker, Gathering, Said
from boardtui.domain.dates.dates import read_date
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import scorecard_order, standing
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.kinds import ActionArising, Challenge, Kpi, Meeting, Record, Risk
from boardtui.domain.records.meetings import MeetingState


def as_at(board: Board) -> date:
    """The day a board speaks of, from its own data: so that the same data always gives the same report.

    It is the day of the meeting that runs or comes next after the last closed one, if that is a real day. A board
    without meetings on which nobody has worked since the day it was made, as one that was just made from a paper,
    speaks of the day of that paper. Otherwise it is the day of the latest edit.
    """
    meetings = [(read_date(meeting.date), meeting) for meeting in board.all(Meeting)]
    days = {meeting.id: stated.day for stated, meeting in meetings if stated.exact and stated.day is not None}
    running = [m.id for _, m in meetings if m.state is MeetingState.RUNNING and m.id in days]
    planned = [m.id for _, m in meetings if m.state is MeetingState.PLANNED and m.id in days]
    closed = [days[m.id] for _, m in meetings if m.state is MeetingState.CLOSED and m.id in days]
    last = max(closed, default=date.min)
    ahead = [days[each] for each in running] or [days[each] for each in planned if days[each] >= last]
    if ahead:
        return min(ahead)
    every = (record for some in board.records.values() for record in some.values())
    edited = {day for record in (board.profile, *every) if (day := changed_day(record)) is not None}
    paper = read_date(board.profile.paper_date).day
    if paper is not None and not meetings and len(edited) == 1:
        return paper
    return max(edited, default=date.min)


@immutable
class Overview:
    """How a board is doing on a day.

    Attributes:
        make_up: the ratings of all actions whose ambition this board still runs.
        next_steps: the ratings of all next steps.
        standings: each ambition with its actions, then the actions that belong to none.
        routed: how many actions are left out of the count because another board has taken them over.
        exceptions: what to look at first, gravest first.
        overdue, redated: what the board waits for whose due day has passed; whose date was ever moved.
        stale: actions and next steps without an update for longer than the board allows. They are no exceptions.
        due_days: how many days ahead `due` looks: the board's setting.
        due: what is due in those days and from whom, soonest first.
        undated: what is awaited whose date cannot be read: it is never due and never overdue.
        kpis: how many KPIs have each status.
        off_target: the KPIs whose current figure misses the minimum.
        risks: how many risks are open.
        above_tolerance: the open risks that are above the board's tolerance, highest score first.
        unanswered: challenges of earlier meetings without an answer.
        arising: actions arising that are not done.
        changes: what has changed since the last closed meeting.
    """

    today: date
    make_up: MakeUp
    next_steps: MakeUp
    standings: tuple[AmbitionStanding, ...]
    routed: int
    exceptions: tuple[Exceptional, ...]
    overdue: tuple[Record, ...]
    redated: tuple[Record, ...]
    stale: tuple[Record, ...]
    due_days: int
    due: tuple[Due, ...]
    undated: tuple[Due, ...]
    kpis: Mapping[Status, int]
    off_target: tuple[Kpi, ...]
    risks: int
    above_tolerance: tuple[Risk, ...]
    unanswered: tuple[Challenge, ...]
    arising: tuple[ActionArising, ...]
    changes: Changes

    @property
    def figures(self) -> dict[str, int | None]:
        """Every number by its name; None for what moved, where no meeting was closed."""
        since = None if self.make_up.then is None else self.changes
        return {
            "exceptions": len(self.exceptions),
            "overdue": len(self.overdue),
            "re-dated": len(self.redated),
            "without recent update": len(self.stale),
            "due soon": len(self.due),
            "without a readable date": len(self.undated),
            "off target": len(self.off_target),
            "above tolerance": len(self.above_tolerance),
            "not answered": len(self.unanswered),
            "better": None if since is None else len(since.better),
            "worse": None if since is None else len(since.worse),
            "moved to another date": None if since is None else len(since.redated),
        }


def overview(board: Board, today: date) -> Overview:
    """Work out how a board is doing.

    Args:
        board: the board, compared with its last closed meeting.
        today: the day on which lateness is counted.
    """
    dated, above = DATED.on(board, today), ABOVE.on(board)
    by_status = KPIS.on(board)
    return Overview(
        today=today,
        make_up=of_actions(board),
        next_steps=of_next_steps(board),
        standings=standings(board),
        routed=routed_elsewhere(board),
        exceptions=exceptions(board, today),
        overdue=dated.of("overdue"),
        redated=dated.of("redated"),
        stale=dated.of("stale"),
        due_days=board.profile.due_days,
        due=dated.of("due"),
        undated=dated.of("undated"),
        kpis={status: by_status.count(status) for status in Status},
        off_target=by_status.of(Status.MISSED),
        risks=above.count("open"),
        above_tolerance=above.of("above"),
        unanswered=tuple(each for each in open_challenges(board) if is_unanswered(board, each)),
        arising=open_actions(board),
        changes=changes(board),
    )


def _asker_of_kpis(board: Board, _beside: Mapping[str, Any]) -> Asker:
    def ask(record: Record) -> Said:
        if not isinstance(record, Kpi):
            return {}
        return {standing(board, record).status: (scorecard_order(record), record)}

    return ask


KPIS = Gathering(_asker_of_kpis, lambda board: board.all(Kpi))
"""The KPIs of each status, in the order of the scorecard."""
