"""The questions that a board asks of its plan, and every record that answers one of them, with the reason in words.

Nothing is decided here: `overview` and `findings` have worked it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from boardtui.domain.attention.findings import findings
from boardtui.domain.attention.movement import Changes, Moved
from boardtui.domain.attention.overview import Overview, overview
from boardtui.domain.attention.schedule import Due, changed_day, who_answers
from boardtui.domain.board.board import Board
from boardtui.domain.dates.dates import format_day
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import standing
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import Record, Risk
from boardtui.domain.records.text import listed_in_words
from boardtui.domain.risks.heat_map import score_of
from boardtui.domain.risks.matrix import matrix_of


class Topic(StrEnum):
    """A question that a board asks, and that a record can be an answer to."""

    EXCEPTIONS = "exceptions"
    CHANGED = "changed"
    DUE = "due"
    OFF_TARGET = "off target"
    ABOVE_TOLERANCE = "above tolerance"
    STALE = "no recent update"
    TO_DECIDE = "to decide"
    FINDINGS = "findings"
    UNDATED = "no readable date"


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


@immutable
class Notable:
    """A record that answers one of the board's questions.

    Attributes:
        why: for each topic it belongs to, the reasons in words, gravest first.
        group: in what way it has changed; None if it has not.
        due: when and from whom it is due, if that is soon.
    """

    record: Record
    why: Mapping[Topic, tuple[str, ...]]
    group: Group | None = None
    due: Due | None = None

    @property
    def who(self) -> str:
        """Who answers for it; empty where nobody is named."""
        return who_answers(self.record)


@immutable
class Attention:
    """How a board is doing on a day, with everything it should look at.

    Attributes:
        overview: every count and every list.
        notable: every record that answers a question: exceptions first, gravest first.
        complete: whether the findings on figures are among them.
    """

    overview: Overview
    notable: tuple[Notable, ...]
    complete: bool = True
    _about: dict[Topic, tuple[Notable, ...]] = field(default_factory=dict, compare=False, repr=False)

    def about(self, topic: Topic) -> tuple[Notable, ...]:
        """The records of a topic."""
        if topic not in self._about:
            self._about[topic] = tuple(each for each in self.notable if topic in each.why)
        return self._about[topic]


def attention(board: Board, today: date, *, figures: bool = True) -> Attention:
    """Work out what a board should look at.

    Args:
        board: the board.
        today: the day on which lateness is counted.
        figures: whether to look for findings on the figures of KPIs, which takes by far the longest.
    """
    seen, found = overview(board, today), _Found()
    for each in seen.exceptions:
        for reason in each.reasons:
            found.say(each.record, Topic.EXCEPTIONS, reason.words)
    for kpi in seen.off_target:
        now = standing(board, kpi)
        if (at := now.current) is not None:
            found.say(kpi, Topic.OFF_TARGET, f"{at.figure.text}, target {now.targets.words} ({at.label})")
    matrix = matrix_of(board.profile)
    for risk in seen.above_tolerance:
        if (score := score_of(risk)) is not None:
            borne = matrix.tolerance(risk.category)
            found.say(risk, Topic.ABOVE_TOLERANCE, f"score {score.value}, tolerance {borne}")
    _changes(board, seen.changes, found)
    for due in seen.due:
        review = "review " if isinstance(due.record, Risk) else ""
        found.say(due.record, Topic.DUE, f"{review}{due.when if due.day is None else _until(due.day, today)}")
        found.due[due.record.id] = due
    for due in seen.undated:
        found.say(due.record, Topic.UNDATED, due.when)
    for record in seen.stale:
        day = changed_day(record)
        found.say(record, Topic.STALE, f"no update since {format_day(day)}" if day else "no recent update")
    for record in board.conflicted:
        found.say(record, Topic.TO_DECIDE, _disagreement(record))
    for finding in findings(board, today, figures=figures):
        if (about := board.find(finding.record)) is not None:
            found.say(about, Topic.FINDINGS, finding.sentence)
    return Attention(seen, found.all(), complete=figures)


class _Found:
    """Collects reasons, record by record."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._why: dict[str, dict[Topic, list[str]]] = {}
        self._groups: dict[str, Group] = {}
        self.due: dict[str, Due] = {}

    def say(self, record: Record, topic: Topic, words: str) -> None:
        self._records.setdefault(record.id, record)
        self._why.setdefault(record.id, {}).setdefault(topic, []).append(words)

    def change(self, record: Record, group: Group, words: str) -> None:
        self.say(record, Topic.CHANGED, words)
        self._groups.setdefault(record.id, group)

    def all(self) -> tuple[Notable, ...]:
        """The records in the order in which the first reason for each was found."""
        return tuple(
            Notable(
                record,
                {topic: tuple(reasons) for topic, reasons in self._why[identity].items()},
                self._groups.get(identity),
                self.due.get(identity),
            )
            for identity, record in self._records.items()
        )


def _changes(board: Board, changed: Changes, found: _Found) -> None:
    moves: tuple[tuple[Group, Iterable[Moved]], ...] = (
        (Group.WORSE, changed.worse),
        (Group.BETTER, changed.better),
        (Group.RATED, changed.rated),
        (Group.FIGURES, changed.figures),
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
        found.change(record, Group.UPDATED, listed_in_words(_changed_fields(board, record)))


def _until(day: date, today: date) -> str:
    ahead = (day - today).days
    return f"{format_day(day)}, " + ("today" if not ahead else f"in {ahead} {'day' if ahead == 1 else 'days'}")


def _disagreement(record: Record) -> str:
    if LIFE in record.conflicts:
        return "one copy deletes it, another one edits it"
    return f"copies disagree about its {listed_in_words(_labels(record, record.conflicts))}"


def _changed_fields(board: Board, record: Record) -> list[str]:
    then = board.since.before.get(record.id, {})
    names = [name for values in then.values() for name in values if getattr(record, name, None) != values[name]]
    return [_in_a_sentence(record.kind.attributes[name].label) for name in names]


def _labels(record: Record, groups: Iterable[str]) -> list[str]:
    first = {each.group: each.label for each in reversed(list(record.kind.attributes.values()))}
    return [_in_a_sentence(first.get(group, group)) for group in groups]


def _in_a_sentence(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:].islower() else label
