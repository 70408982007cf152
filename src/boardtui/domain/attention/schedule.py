"""How items stand against their dates: slipped, late, re-dated, due soon, or without news for too long.

A date that is impossible or only words is no day. Nothing is counted from it, and what is wrong with it is said
beside it: it is never moved to the nearest real day.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from boardtui.domain.board.board import Board, Redating, remembered
from boardtui.domain.board.gathered import Asker, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.dates.dates import StatedDate, days_late, format_day, read_date, show_date, slippage_days
from boardtui.domain.immutable import immutable
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    Ambition,
    Kind,
    Milestone,
    Mitigation,
    NextStep,
    Record,
    Risk,
)
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from boardtui.domain.records.text import same_key

SCHEDULED = (Action, NextStep, Milestone, Mitigation, ActionArising)
"""The kinds of record that have a due date."""

Scheduled = Action | NextStep | Milestone | Mitigation | ActionArising


@immutable
class Slippage:
    """How an item stands against its dates.

    Attributes:
        original: the date first agreed.
        due: the date it is due now.
        slipped: days from the original to the current date, negative if brought forward; None if one is no day.
        late: days since it was due, 0 if it is not late or is finished; None if it is due on no known day.
        redatings: how often the date was moved to another day.
        revisions: those re-datings whose reasons are known, oldest first.
    """

    original: StatedDate
    due: StatedDate
    slipped: int | None
    late: int | None
    redatings: int
    revisions: tuple[Redating, ...]

    @property
    def problem(self) -> str:
        """What is wrong with the dates as stated; empty if nothing is."""
        return self.due.problem or self.original.problem

    @property
    def words(self) -> str:
        """The slippage as a reader is told it: `+28 days, date revised twice, 5 days late`; empty if there is none."""
        parts = []
        if self.slipped:
            parts.append(f"{self.slipped:+d} {_days(self.slipped)}")
        if self.redatings:
            parts.append(f"date revised {times(self.redatings)}")
        if self.late:
            parts.append(f"{self.late} {_days(self.late)} late")
        return ", ".join(parts)


@remembered
def slippage(board: Board, item: Scheduled, today: date) -> Slippage:
    """Compare an item's dates with each other and with a day.

    Args:
        board: the board it is on, which knows the earlier dates.
        item: the item.
        today: the day on which lateness is counted.
    """
    revisions = board.redatings.get(item.id, ())
    earliest = revisions[0].before if revisions else item.due
    stated = item.original_due if isinstance(item, Action) else ""
    original, due = read_date(stated or earliest), read_date(item.due)
    # A plan may come with dates that were moved before the board kept its history here.
    moved_before = bool(stated and earliest) and not same_day(stated, earliest)
    moved = sum(not same_day(each.before, each.now) for each in revisions)
    return Slippage(
        original=original,
        due=due,
        slipped=slippage_days(original, due),
        late=days_late(due, today) if is_awaited(board, item) or due.day is None else 0,
        redatings=moved + moved_before,
        revisions=revisions,
    )


def same_day(one: str, other: str) -> bool:
    """Whether two dates as stated mean the same day: correcting the spelling of a date does not move it."""
    first, second = read_date(one), read_date(other)
    if first.day is None or second.day is None:
        return same_key(one) == same_key(other)
    return first.day == second.day


def with_first_date(kind: Kind, values: Mapping[str, Any], *, was: Record | None = None) -> dict[str, Any]:
    """New values of a record, with its first due date kept as the original one: slippage is counted from it.

    Args:
        kind: what it is.
        values: the new values, by field.
        was: the record so far; None for a new one.
    """
    dated = getattr(was, "due", "") or getattr(was, "original_due", "")
    if kind.has("original_due") and not dated and values.get("due") and not values.get("original_due"):
        return {**values, "original_due": values["due"]}
    return dict(values)


def is_finished(item: Record) -> bool:
    """Whether nothing more is expected: blue, complete or stopped, done, or closed."""
    match item:
        case Action() | NextStep() | Milestone() | Ambition():
            return item.rag is Rag.BLUE
        case Mitigation():
            return item.progress in (Progress.COMPLETE, Progress.STOPPED)
        case ActionArising():
            return item.done
        case Risk():
            return item.state is RiskState.CLOSED
        case _:
            return False


def is_awaited(board: Board, item: Record) -> bool:
    """Whether this board waits for an item: then a day that has passed makes it late.

    It does not wait for what is finished, for an action of an ambition that another board has taken over, for a
    mitigation of a closed risk, or for a milestone that nobody rates: such a one is a date on a time line, and
    nothing says whether it came about.
    """
    if is_finished(item):
        return False
    match item:
        case Milestone():
            return item.rag is not Rag.NOT_RATED
        case Action():
            return not routed_to(board, item)
        case Ambition():
            return not item.routed_to
        case Mitigation():
            risk = board.get(Risk, item.risk)
            return risk is None or not is_finished(risk)
        case _:
            return True


def routed_to(board: Board, item: Record) -> str:
    """The board that has taken over an ambition, or the ambition of an action; empty if none has."""
    ambition = item if isinstance(item, Ambition) else board.get(Ambition, getattr(item, "ambition", ""))
    return ambition.routed_to if ambition is not None else ""


def is_overdue(board: Board, item: Scheduled, today: date) -> bool:
    """Whether the board waits for an item whose last due day has passed. An impossible date is no day."""
    return bool(slippage(board, item, today).late)


def is_redated(board: Board, item: Scheduled) -> bool:
    """Whether the board waits for an item whose date was ever moved to another day."""
    return is_awaited(board, item) and slippage(board, item, date.min).redatings > 0


def redated_since(board: Board, item: Record) -> bool:
    """Whether an item had a due date when the last meeting closed, and has one on another day, or none, by now."""
    before = board.since.value(item, "due") if item.kind.has("due") else None
    return bool(before) and not same_day(str(before), str(getattr(item, "due", "")))


def against_dates(board: Board, today: date) -> tuple[tuple[Scheduled, Slippage], ...]:
    """Everything with a due date that the board waits for, and how it stands against its dates."""
    return DATED.on(board, today).of("awaited")


def date_words(stated: StatedDate) -> str:
    """A date as a reader is shown it: in British order, and with what is wrong with it, if anything is."""
    shown = show_date(stated.text)
    return f"{shown} ({stated.problem})" if stated.problem else shown


def _days(count: int) -> str:
    return "day" if abs(count) == 1 else "days"


def times(count: int) -> str:
    """How often: `once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


REPORTED_ON = (Action, NextStep)
"""The kinds that a lead reports on from meeting to meeting. An ambition is reported on by its actions."""


def changed_day(record: Record) -> date | None:
    """The day of a record's latest edit; None where that is not known."""
    return _day(record.changed_at)


def commented_day(board: Board, record: Record) -> date | None:
    """The day on which a record's commentary was written or brought in; None where it has none."""
    said = board.commented.get(record.id)
    return _day(said.at) if said is not None else None


def commented_words(board: Board, record: Record) -> str:
    """The day of a record's commentary as it is told: `02/03/2021`, or `brought in 02/03/2021`; empty without one.

    What came in a plan or a spreadsheet was written before that, on a day that nobody has said.
    """
    day = commented_day(board, record)
    if day is None:
        return ""
    return f"brought in {format_day(day)}" if board.commented[record.id].brought else format_day(day)


def _day(at: str) -> date | None:
    try:
        return date.fromisoformat(at[:10])
    except ValueError:
        return None


def is_stale(board: Board, item: Record, today: date) -> bool:
    """Whether an action or next step that is still awaited was last edited more days ago than the board allows.

    The number of days is the board's setting `stale_days`; 0 days is no rule. An old figure of a KPI is something
    else: a finding on its readings.
    """
    limit, changed = board.profile.stale_days, changed_day(item)
    if not limit or changed is None or not isinstance(item, REPORTED_ON) or not is_awaited(board, item):
        return False
    return (today - changed).days > limit


def stale_items(board: Board, today: date) -> tuple[Record, ...]:
    """All that `is_stale`, in the order papers show things."""
    return DATED.on(board, today).of("stale")


@immutable
class Due:
    """Something that is due on a day ahead, or on none that can be read. `who` is empty where nobody is named."""

    record: Record
    day: date | None
    who: str

    @property
    def when(self) -> str:
        """The day as it is shown, or the words that are no day and what is wrong with them."""
        if self.day is not None:
            return format_day(self.day)
        return f"no date: {self.words}"

    @property
    def words(self) -> str:
        """The date as stated, with what is wrong with it."""
        return date_words(read_date(_due_words(self.record)))


def _due_words(record: Record) -> str:
    return str(getattr(record, "next_review" if isinstance(record, Risk) else "due", ""))


def due_soon(board: Board, today: date) -> tuple[Due, ...]:
    """What is due from whom from a day on until the board's number of days later, both included, soonest first.

    It is everything with a due date that the board waits for, milestones that nobody rates too, and the next review
    of each open risk. A window is due by its last day. The number of days is the board's setting `due_days`.
    """
    return DATED.on(board, today).of("due")


_WITH_A_DAY = (*SCHEDULED, Risk)
_PLACES = {kind: place for place, kind in enumerate(_WITH_A_DAY)}


def _asker(board: Board, _beside: Mapping[str, Any], today: date) -> Asker:
    due_days = board.profile.due_days

    def ask(record: Record) -> Said:
        """How a record stands against its dates, in the order papers show things."""
        if (kind := _PLACES.get(type(record))) is None:
            return {}
        found: dict[Hashable, tuple[Any, Any]] = {}
        place = (kind, counting_order(record))
        if isinstance(record, SCHEDULED) and is_awaited(board, record):
            found["awaited"] = (place, (record, dates := slippage(board, record, today)))
            if dates.late:
                found["overdue"] = (place, record)
            if dates.redatings:
                found["redated"] = (place, record)
        if is_stale(board, record, today):
            found["stale"] = (place, record)
        if _is_ahead(board, record):
            stated = read_date(_due_words(record))
            if stated.day is not None and 0 <= (stated.day - today).days <= due_days:
                found["due"] = ((stated.day, place), Due(record, stated.day, who_answers(record)))
            if stated.problem and stated.day is None:
                found["undated"] = (place, Due(record, None, who_answers(record)))
        return found

    return ask


DATED = Gathering(_asker, lambda board: (each for kind in _WITH_A_DAY for each in board.all(kind)))
"""On a day: what is `awaited`, `overdue`, `redated`, `stale`, `due` soon, and `undated`."""


def _is_ahead(board: Board, item: Record) -> bool:
    """Whether something is still to come: of milestones, also those that nobody rates."""
    return (isinstance(item, Milestone) and item.rag is Rag.NOT_RATED) or is_awaited(board, item)


def who_answers(record: Record) -> str:
    """From whom something is due: its lead, or else its owner, or else who answered it; empty where nobody is named."""
    return str(getattr(record, "lead", "") or getattr(record, "owner", "") or getattr(record, "answered_by", ""))


def is_review_due(risk: Risk, today: date) -> bool:
    """Whether the next review of an open risk is due on a day, or was due before it."""
    day = read_date(risk.next_review).day
    return not is_finished(risk) and day is not None and day <= today
