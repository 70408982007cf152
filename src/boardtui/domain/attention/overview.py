"""How a board is doing on a day: every count and every list that screens, papers and command line tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from boardtui.domain.attention.asked import is_unanswered, open_actions, open_challenges
from boardtui.domain.attention.counts import MakeUp, Standing, of_actions, of_next_steps, routed_elsewhere, standings
from boardtui.domain.attention.due import Due, due_soon
from boardtui.domain.attention.exceptions import Exceptional, exceptions
from boardtui.domain.attention.movement import Changes, changes
from boardtui.domain.attention.schedule import against_dates, is_finished
from boardtui.domain.attention.tolerance import all_above_tolerance
from boardtui.domain.attention.updates import stale_items
from boardtui.domain.board.board import Board
from boardtui.domain.kpis.scorecard import views
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.kinds import ActionArising, Challenge, Kpi, Record, Risk


@dataclass(frozen=True, slots=True)
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
    standings: tuple[Standing, ...]
    routed: int
    exceptions: tuple[Exceptional, ...]
    overdue: tuple[Record, ...]
    redated: tuple[Record, ...]
    stale: tuple[Record, ...]
    due_days: int
    due: tuple[Due, ...]
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
    dated, seen = against_dates(board, today), views(board)
    statuses = dict.fromkeys(Status, 0)
    for each in seen:
        statuses[each.status] += 1
    return Overview(
        today=today,
        make_up=of_actions(board),
        next_steps=of_next_steps(board),
        standings=standings(board),
        routed=routed_elsewhere(board),
        exceptions=exceptions(board, today),
        overdue=tuple(item for item, dates in dated if dates.late),
        redated=tuple(item for item, dates in dated if dates.redatings),
        stale=stale_items(board, today),
        due_days=board.profile.due_days,
        due=due_soon(board, today),
        kpis=statuses,
        off_target=tuple(each.kpi for each in seen if each.status is Status.MISSED),
        risks=sum(not is_finished(risk) for risk in board.all(Risk)),
        above_tolerance=all_above_tolerance(board),
        unanswered=tuple(each for each in open_challenges(board) if is_unanswered(board, each)),
        arising=open_actions(board),
        changes=changes(board),
    )
