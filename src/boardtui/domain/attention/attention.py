"""What a board should look at across all kinds of record, and why each of them is there, in words.

`overview` counts and sorts what has dates and ratings; here the KPIs, risks, questions and open disagreements join it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from boardtui.domain.attention.findings import findings
from boardtui.domain.attention.movement import Changes, Moved, score_words
from boardtui.domain.attention.overview import Due, Exceptional, Overview, Why, overview
from boardtui.domain.board.board import Board
from boardtui.domain.board.schedule import SCHEDULED, changed_day, is_finished, slippage
from boardtui.domain.dates.dates import format_day, show_date
from boardtui.domain.kpis.movement import Change
from boardtui.domain.kpis.scorecard import KpiView, since_meeting, views
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import ActionArising, Challenge, Meeting, Record, Risk
from boardtui.domain.risks.heat_map import Movement, above_tolerance, score_of
from boardtui.domain.risks.heat_map import moved as risk_moved
from boardtui.domain.risks.matrix import matrix_of

DUE_DAYS = 30
"""How many days ahead *what is due* looks on the screen."""


class Topic(StrEnum):
    """A question that a board asks, and that a record can be an answer to."""

    EXCEPTIONS = "exceptions"
    CHANGED = "changed"
    DUE = "due"
    OFF_TARGET = "off target"
    FINDINGS = "findings"


class Gravity(StrEnum):
    """What puts a record among the exceptions, the gravest first."""

    CONFLICT = "to decide"
    RED = "red"
    OFF_TARGET = "off target"
    ABOVE_TOLERANCE = "above tolerance"
    SLIPPING = "amber and slipping"
    WORSENED = "worsened"
    OVERDUE = "overdue"
    UNANSWERED = "not answered"
    OPEN = "open"
    REDATED = "re-dated"
    STALE = "no recent update"


class Group(StrEnum):
    """In what way a record has changed since the last meeting; the value is the heading it stands under."""

    WORSE = "Worse"
    BETTER = "Better"
    RATED = "Rated or scored for the first time"
    REDATED = "Moved to another date"
    FIGURES = "New figures"
    NEW = "New"
    CLOSED = "Closed"
    GONE = "Taken out of the plan"
    UPDATED = "Updated"


@dataclass(frozen=True, slots=True)
class Notable:
    """A record that answers one of the board's questions.

    Attributes:
        why: for each topic it belongs to, the reasons in words, gravest first.
        gravity: what makes it an exception, gravest first; empty if it is none.
        group: in what way it has changed; None if it has not.
        due: when and from whom it is due, if that is soon.
    """

    record: Record
    why: Mapping[Topic, tuple[str, ...]]
    gravity: tuple[Gravity, ...] = ()
    group: Group | None = None
    due: Due | None = None

    @property
    def who(self) -> str:
        """Who answers for it; empty where nobody is named."""
        return who(self.record)


@dataclass(frozen=True, slots=True)
class Attention:
    """How a board is doing on a day, with everything it should look at.

    Attributes:
        overview: ratings, exceptions and changes of what has a date or a rating.
        notable: every record that answers a question, as `exceptions` are sorted: gravest first.
        kpis: how many KPIs have each status.
        risks: how many risks are open.
    """

    overview: Overview
    notable: tuple[Notable, ...]
    kpis: Mapping[Status, int]
    risks: int

    def about(self, topic: Topic) -> tuple[Notable, ...]:
        """The records of a topic."""
        return tuple(each for each in self.notable if topic in each.why)

    def count(self, gravity: Gravity) -> int:
        """How many records are exceptions for a reason."""
        return sum(gravity in each.gravity for each in self.notable)


def attention(board: Board, today: date) -> Attention:
    """Work out what a board should look at.

    Args:
        board: the board.
        today: the day on which lateness is counted.
    """
    seen = overview(board, today, days=DUE_DAYS)
    scores = views(board)
    found = _Found()
    for record in board.conflicted:
        found.exception(record, Gravity.CONFLICT, _disagreement(record))
    for each in seen.exceptions:
        for gravity, words in _why(board, each, today):
            found.exception(each.record, gravity, words)
    for view in scores:
        _kpi(view, found)
    _risks(board, found)
    _questions(board, found)
    _changes(board, seen.changes, found)
    for due in seen.due:
        review = "review " if isinstance(due.record, Risk) else ""
        found.say(due.record, Topic.DUE, review + _until(due.day, today))
        found.due[due.record.id] = due
    for finding in findings(board, today):
        if (about := board.find(finding.record)) is not None:
            found.say(about, Topic.FINDINGS, finding.sentence)
    statuses = dict.fromkeys(Status, 0)
    for view in scores:
        statuses[view.status] += 1
    return Attention(seen, found.sorted(), statuses, sum(not is_finished(risk) for risk in board.all(Risk)))


def who(record: Record) -> str:
    """Who answers for a record, as its kind says it; empty where nobody is named."""
    return str(getattr(record, "lead", "") or getattr(record, "owner", "") or getattr(record, "answered_by", ""))


class _Found:
    """Collects reasons, record by record."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._why: dict[str, dict[Topic, list[str]]] = {}
        self._gravity: dict[str, list[Gravity]] = {}
        self.groups: dict[str, Group] = {}
        self.due: dict[str, Due] = {}

    def say(self, record: Record, topic: Topic, words: str) -> None:
        self._records.setdefault(record.id, record)
        self._why.setdefault(record.id, {}).setdefault(topic, []).append(words)

    def exception(self, record: Record, gravity: Gravity, words: str) -> None:
        self.say(record, Topic.EXCEPTIONS, words)
        self._gravity.setdefault(record.id, []).append(gravity)

    def change(self, record: Record, group: Group, words: str) -> None:
        self.say(record, Topic.CHANGED, words)
        self.groups.setdefault(record.id, group)

    def sorted(self) -> tuple[Notable, ...]:
        order = {gravity: place for place, gravity in enumerate(Gravity)}
        found = [
            Notable(
                record,
                {topic: tuple(reasons) for topic, reasons in self._why[identity].items()},
                tuple(sorted(self._gravity.get(identity, ()), key=order.__getitem__)),
                self.groups.get(identity),
                self.due.get(identity),
            )
            for identity, record in self._records.items()
        ]
        return tuple(sorted(found, key=lambda each: order[each.gravity[0]] if each.gravity else len(order)))


def _why(board: Board, each: Exceptional, today: date) -> Iterator[tuple[Gravity, str]]:
    record = each.record
    dates = slippage(board, record, today) if isinstance(record, SCHEDULED) else None
    for why in each.reasons:
        match why:
            case Why.RED:
                yield Gravity.RED, "red"
            case Why.AMBER_SLIPPING:
                slipped = dates.slipped if dates is not None else None
                yield Gravity.SLIPPING, f"amber, +{_days(slipped)}" if (slipped or 0) > 0 else "amber"
            case Why.OVERDUE if dates is not None:
                yield Gravity.OVERDUE, f"overdue {_days(dates.late)}"
            case Why.REDATED if dates is not None:
                yield Gravity.REDATED, f"re-dated {_times(dates.redatings)}"
            case Why.STALE:
                day = changed_day(record)
                yield Gravity.STALE, f"no update since {format_day(day)}" if day else "no recent update"


def _kpi(view: KpiView, found: _Found) -> None:
    kpi, status = view.kpi, view.status
    if status in (Status.MISSED, Status.NEARLY):
        words = "off target" if status is Status.MISSED else "nearly on target"
        reason = f"{words}: {view.figure.text}, target {view.targets.words} ({view.as_at})"
        found.say(kpi, Topic.OFF_TARGET, reason)
        if status is Status.MISSED:
            found.exception(kpi, Gravity.OFF_TARGET, reason)
    moved = since_meeting(view)
    if moved.before is None or moved.now is None or moved.change in (Change.NONE, Change.SAME):
        return
    words = f"{moved.before.figure.text} → {moved.now.figure.text}"
    group = {Change.BETTER: Group.BETTER, Change.WORSE: Group.WORSE}.get(moved.change, Group.FIGURES)
    found.change(kpi, group, words)


def _risks(board: Board, found: _Found) -> None:
    matrix = matrix_of(board.profile)
    for risk in board.all(Risk):
        score = score_of(risk)
        if is_finished(risk) or score is None:
            continue
        if above_tolerance(risk, matrix):
            borne = matrix.tolerance(risk.category)
            reason = f"score {score.value}, tolerance {borne}"
            found.exception(risk, Gravity.ABOVE_TOLERANCE, reason)
            found.say(risk, Topic.OFF_TARGET, reason)
        if risk_moved(board, risk) is Movement.WORSENED:
            before = score_words(str(board.since.value(risk, "current") or ""))
            found.exception(risk, Gravity.WORSENED, f"worsened: {before} → {score_words(risk.current)}")


def _questions(board: Board, found: _Found) -> None:
    for challenge in board.all(Challenge):
        if not challenge.answer:
            found.exception(challenge, Gravity.UNANSWERED, f"not answered{_asked(board, challenge.meeting)}")
    for arising in board.all(ActionArising):
        if not arising.done:
            due = f"due {show_date(arising.due)}" if arising.due else "no date"
            found.exception(arising, Gravity.OPEN, f"{due}, open{_asked(board, arising.meeting)}")


def _asked(board: Board, meeting: str) -> str:
    found = board.get(Meeting, meeting)
    return f" since {show_date(found.date)}" if found is not None and found.date else ""


def _changes(board: Board, changed: Changes, found: _Found) -> None:
    moves: tuple[tuple[Group, Iterable[Moved]], ...] = (
        (Group.WORSE, changed.worse),
        (Group.BETTER, changed.better),
        (Group.RATED, changed.rated),
        (Group.REDATED, changed.redated),
    )
    for group, moved in moves:
        for each in moved:
            found.change(each.record, group, f"{each.before} → {each.now}")
    lists: tuple[tuple[Group, Iterable[Record]], ...] = (
        (Group.NEW, changed.new),
        (Group.CLOSED, changed.closed),
        (Group.GONE, changed.gone),
    )
    for group, records in lists:
        for record in records:
            found.change(record, group, group.value.lower())
    for record in changed.updated:
        found.change(record, Group.UPDATED, _and(_changed_fields(board, record)))


def _until(day: date, today: date) -> str:
    ahead = (day - today).days
    return f"{format_day(day)}, " + ("today" if not ahead else f"in {_days(ahead)}")


def _disagreement(record: Record) -> str:
    if LIFE in record.conflicts:
        return "one copy deletes it, another one edits it"
    return f"copies disagree about its {_and(_labels(record, record.conflicts))}"


def _changed_fields(board: Board, record: Record) -> list[str]:
    then = board.since.before.get(record.id, {})
    names = [name for values in then.values() for name in values if getattr(record, name, None) != values[name]]
    return [_in_a_sentence(record.kind.attributes[name].label) for name in names]


def _labels(record: Record, groups: Iterable[str]) -> list[str]:
    first = {each.group: each.label for each in reversed(list(record.kind.attributes.values()))}
    return [_in_a_sentence(first.get(group, group)) for group in groups]


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:].islower() else label


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _days(count: int | None) -> str:
    return f"{count} day" if abs(count or 0) == 1 else f"{count} days"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
