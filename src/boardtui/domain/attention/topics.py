"""The questions that a board asks of its plan, and every record that answers one of them, with the reason in words.

Nothing is decided here: `overview` and `findings` have worked it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any

from boardtui.domain.attention.exceptions import ABOVE, EXCEPTIONS
from boardtui.domain.attention.findings import FOUND, in_order, with_figures
from boardtui.domain.attention.movement import CHANGED, Moved
from boardtui.domain.attention.overview import KPIS, Overview, overview
from boardtui.domain.attention.schedule import DATED, Due, changed_day, who_answers
from boardtui.domain.board.board import Board
from boardtui.domain.board.gathered import Asker, Gathered, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.dates.dates import format_day
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import standing
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import KINDS, Kpi, Record, Risk
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
    _found: Gathered | None = field(default=None, compare=False, repr=False)

    def about(self, topic: Topic) -> tuple[Notable, ...]:
        """The records of a topic."""
        return self._found.of(topic) if self._found is not None else ()

    def of(self, identity: str) -> tuple[Any, Notable] | None:
        """What is notable about a record, after its place among all; None where nothing is."""
        return self._found.said_of(identity, "") if self._found is not None else None

    def count(self, topic: Topic) -> int:
        """How many records there are of a topic."""
        return self._found.count(topic) if self._found is not None else 0


def attention(board: Board, today: date, *, figures: bool = True) -> Attention:
    """Work out what a board should look at.

    Args:
        board: the board.
        today: the day on which lateness is counted.
        figures: whether to look for findings on the figures of KPIs, which takes by far the longest.
    """
    found = _NOTABLE.on(board, today, figures)
    return Attention(overview(board, today), found.of(""), figures, found)


def changed_notes(
    board: Board, before: Board, today: date, *, figures: bool
) -> list[tuple[Notable | None, Notable | None]] | None:
    """What is notable of each record of which that may be something else than it was on an earlier board.

    Args:
        board: the board as it is, a revision of the earlier one.
        before: the board as it was.
        today: the day on which lateness is counted.
        figures: whether findings on the figures of KPIs are among it.

    Returns:
        For each record of which something is notable what that was, and what it is; None where all may be otherwise.
    """
    return _NOTABLE.on(board, today, figures).changed_since(_NOTABLE.on(before, today, figures), "")


def place_of(board: Board, notable: Notable, today: date, *, figures: bool) -> Any:
    """Where something notable on a board stands, to be compared with others."""
    found = _NOTABLE.on(board, today, figures).said_of(notable.record.id, "")
    return found[0] if found is not None else None


_Told = tuple[Topic, Any, Iterable[str]]
"""What is told of a record on a topic, at its place among what is told of others."""


def _asker(board: Board, _beside: Mapping[str, Any], today: date, figures: bool) -> Asker:
    seen, found = _Seen(board, today), FOUND.on(board, today, figures)

    def tell(record: Record) -> Iterator[_Told]:
        yield from seen.standing(record)
        yield from seen.changes(record)
        yield from seen.dates(record)
        if record.conflicts and board.find(record.id) is not None:
            yield Topic.TO_DECIDE, (_PLACES[record.kind.name], counting_order(record)), [_disagreement(record)]
        if (looked := in_order(found.said.get(record.id, {}))) is not None:
            yield Topic.FINDINGS, looked[0], [each.sentence for each in looked[1]]

    def ask(record: Record) -> Said:
        """What is notable about a record: under the name of each topic, and under none. Its first topic places it."""
        told = list(tell(record))
        if not told:
            return {}
        why = {topic: tuple(words) for topic, _, words in told}
        notable = Notable(record, why, seen.group(record), seen.due(record))
        return dict.fromkeys((*why, ""), ((_TOLD.index(told[0][0]), told[0][1]), notable))

    return ask


# In the order in which they are told; the order of the topics themselves is that in which a chair asks.
_TOLD = (
    *(Topic.EXCEPTIONS, Topic.OFF_TARGET, Topic.ABOVE_TOLERANCE, Topic.CHANGED, Topic.DUE, Topic.UNDATED),
    *(Topic.STALE, Topic.TO_DECIDE, Topic.FINDINGS),
)
_PLACES = {name: place for place, name in enumerate(KINDS)}
_MANY = ("reading", "target_change", "comparator")
"""Most records of a board are of these kinds. By themselves they have nothing to say but that copies disagree."""


def _among(board: Board) -> Iterator[Record]:
    for name in KINDS:
        if name not in _MANY:
            yield from board.of_kind(name)
    yield from (record for record in board.conflicted if record.kind.name in _MANY)
    yield from board.since.gone


def _beside(board: Board, _before: Mapping[str, Any] | None, today: date, figures: bool) -> Mapping[str, Any]:
    return FOUND.on(board, today, figures).beside


_NOTABLE = Gathering(_asker, _among, _beside, more_than=with_figures, deleted=True)
"""What is notable: of each topic, and under no name of all."""

_GROUPS = {
    **{"worse": Group.WORSE, "better": Group.BETTER, "rated": Group.RATED, "figures": Group.FIGURES},
    **{"redated": Group.REDATED, "new": Group.NEW, "closed": Group.CLOSED, "gone": Group.GONE},
    "updated": Group.UPDATED,
}
"""The groups of changes, by the names of their lists."""


class _Seen:
    """What lists of a board say of single records."""

    def __init__(self, board: Board, today: date) -> None:
        self._board, self._today = board, today
        self._matrix = matrix_of(board.profile)
        self._exceptions, self._kpis, self._above = EXCEPTIONS.on(board, today), KPIS.on(board), ABOVE.on(board)
        self._changed, self._dated = CHANGED.on(board), DATED.on(board, today)

    def standing(self, record: Record) -> Iterator[_Told]:
        """That it is an exception, off target or above the tolerance."""
        if (found := self._exceptions.said_of(record.id, "exceptions")) is not None:
            yield Topic.EXCEPTIONS, found[0], [each.words for each in found[1].reasons]
        if isinstance(record, Kpi) and (found := self._kpis.said_of(record.id, Status.MISSED)) is not None:
            now = standing(self._board, record)
            if (at := now.current) is not None:
                yield Topic.OFF_TARGET, found[0], [f"{at.figure.text}, target {now.targets.words} ({at.label})"]
        found, score = self._above.said_of(record.id, "above"), score_of(record) if isinstance(record, Risk) else None
        if found is not None and isinstance(record, Risk) and score is not None:
            borne = self._matrix.tolerance(record.category)
            yield Topic.ABOVE_TOLERANCE, found[0], [f"score {score.value}, tolerance {borne}"]

    def changes(self, record: Record) -> Iterator[_Told]:
        """What has changed of it since the last meeting."""
        if not (said := self._changed.said.get(record.id)):
            return
        lists = [(place, name) for place, name in enumerate(_GROUPS) if name in said]
        place, first = lists[0]
        yield Topic.CHANGED, (place, said[first][0]), [self._change(name, said[name][1]) for _, name in lists]

    def _change(self, name: str, found: Moved | Record) -> str:
        if isinstance(found, Moved):
            return f"{found.before} → {found.now}"
        group = _GROUPS[name]
        return listed_in_words(_changed_fields(self._board, found)) if group is Group.UPDATED else group.value.lower()

    def group(self, record: Record) -> Group | None:
        """In what way it has changed."""
        said = self._changed.said.get(record.id, {})
        return next((group for name, group in _GROUPS.items() if name in said), None)

    def due(self, record: Record) -> Due | None:
        """When and from whom it is due, if that is soon."""
        found = self._dated.said_of(record.id, "due")
        return found[1] if found is not None else None

    def dates(self, record: Record) -> Iterator[_Told]:
        """That it is due soon, or never, or has had no update for long."""
        if not (said := self._dated.said.get(record.id)):
            return
        if "due" in said:
            place, due = said["due"]
            review = "review " if isinstance(record, Risk) else ""
            yield Topic.DUE, place, [f"{review}{due.when if due.day is None else _until(due.day, self._today)}"]
        if "undated" in said:
            place, due = said["undated"]
            yield Topic.UNDATED, place, [due.when]
        if "stale" in said:
            day = changed_day(record)
            words = f"no update since {format_day(day)}" if day else "no recent update"
            yield Topic.STALE, said["stale"][0], [words]


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
