"""How far a meeting is against the time that was planned for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from boardtui.domain.kinds import AgendaItem, Meeting
from boardtui.domain.meetings import AgendaState
from boardtui.domain.sittings import moment


def planned_minutes(meeting: Meeting, items: Sequence[AgendaItem]) -> dict[str, int]:
    """The minutes of each item that is to be taken, by id.

    Items without a time of their own share what the others leave of the meeting's.
    """
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    open_ended = [each for each in taken if not each.planned_minutes]
    left = max(meeting.planned_minutes - sum(each.planned_minutes for each in taken), 0)
    share = left // len(open_ended) if open_ended else 0
    return {each.id: each.planned_minutes or share for each in taken}


@dataclass(frozen=True, slots=True)
class RunningTime:
    """How far a meeting is, against its plan. Told in the corner, never as an alarm.

    Attributes:
        number: the place of the current item among those to be taken, from 1; 0 before the first.
        count: how many items are to be taken.
        settled: how many of them are discussed or parked.
        elapsed: minutes since the meeting was opened; None where that is not known.
        planned: minutes planned for all of it; 0 where no time was planned.
        due: minutes that were planned up to the end of the current item.
    """

    number: int
    count: int
    settled: int
    elapsed: int | None
    planned: int
    due: int

    @property
    def behind(self) -> int:
        """Minutes beyond the planned end of the current item; 0 within the plan."""
        return max((self.elapsed or 0) - self.due, 0) if self.planned else 0

    @property
    def words(self) -> str:
        """`3 of 12 · 25 of 90 min`."""
        all_of_them = "1 item" if self.count == 1 else f"{self.count} items"
        parts = [f"{self.number} of {self.count}" if self.number else all_of_them]
        if self.elapsed is not None:
            parts.append(f"{self.elapsed} of {self.planned} min" if self.planned else f"{self.elapsed} min")
        elif self.planned:
            parts.append(f"{self.planned} min planned")
        return " · ".join(parts)


def running_time(meeting: Meeting, items: Sequence[AgendaItem], now: datetime) -> RunningTime:
    """How far a meeting is against its plan.

    Args:
        meeting: the meeting.
        items: its agenda items, in order.
        now: the time, with its zone.
    """
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    minutes = planned_minutes(meeting, items)
    place = next((number for number, each in enumerate(taken, start=1) if each.id == meeting.current_item), 0)
    opened = moment(meeting.opened_at)
    elapsed = None if opened is None else max(int((now - opened).total_seconds() // 60), 0)
    return RunningTime(
        number=place,
        count=len(taken),
        settled=sum(each.state is not AgendaState.TO_DO for each in taken),
        elapsed=elapsed,
        planned=meeting.planned_minutes or sum(minutes.values()),
        due=sum(minutes[each.id] for each in taken[:place]),
    )
