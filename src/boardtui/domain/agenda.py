"""The agenda that builds itself, by exception: what a board should talk about, in which order, and why.

Ambitions come first, those with the gravest reason at the top, each followed by its own exceptional actions, so that
the room stays with one subject. Then KPIs off target, risks above what the board bears, next steps, and whatever
earlier meetings asked that is about nothing in the plan. A question that was never answered, or something asked for
that is not done, brings its item back by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from boardtui.domain.agenda_reasons import Rank, Reason, item_reasons, kpi_reasons, risk_reasons, why_of
from boardtui.domain.board import Board, name_of
from boardtui.domain.dates import read_date, show_date
from boardtui.domain.heatmap import all_above_tolerance
from boardtui.domain.kinds import (
    Action,
    ActionArising,
    AgendaItem,
    Ambition,
    Challenge,
    Meeting,
    Milestone,
    NextStep,
    Record,
    Risk,
)
from boardtui.domain.overview import DUE_DAYS
from boardtui.domain.schedule import is_awaited
from boardtui.domain.scorecard import views

__all__ = ["AgendaEntry", "agenda_of", "agenda_title", "build_agenda", "open_actions", "open_challenges", "title_of"]

_Found = tuple[Record, list[Reason]]


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One item of an agenda.

    Attributes:
        title: what it is about, such as `1.3 Embed supervision audits`.
        why: what puts it there, in a few words.
        record: the record it is about; None for a topic that is not in the plan.
        agenda_item: the item as the meeting has it already; None for one that is not on its agenda yet.
    """

    title: str
    why: str
    record: Record | None = None
    agenda_item: AgendaItem | None = None


def build_agenda(board: Board, today: date, meeting: Meeting | None = None) -> list[AgendaEntry]:
    """What a meeting should talk about, in order.

    Args:
        board: the board, compared with its last closed meeting.
        today: the day on which lateness is counted: that of the meeting.
        meeting: the meeting. What somebody put on its agenda, and nothing above asks for, comes last.
    """
    there = agenda_of(board, meeting) if meeting is not None else ()
    by_record = {each.item: each for each in reversed(there) if each.item}
    asked = _Asked.of(board, meeting.id if meeting is not None else "")
    entries, told = [], set()
    for record, reasons in _in_order(board, today, asked):
        entries.append(AgendaEntry(title_of(record), why_of(reasons), record, by_record.get(record.id)))
        told.add(record.id)
    by_hand = [each for each in there if each.item not in told]
    return entries + [AgendaEntry(agenda_title(board, each), each.why, board.find(each.item), each) for each in by_hand]


def agenda_of(board: Board, meeting: Meeting) -> tuple[AgendaItem, ...]:
    """The agenda items of a meeting in their order, those that were cut included."""
    return board.owned(AgendaItem, meeting.id)


def agenda_title(board: Board, item: AgendaItem) -> str:
    """What an agenda item is called: its own title, or that of the record it is about."""
    if item.title:
        return item.title
    record = board.find(item.item)
    return title_of(record) if record is not None else "(no longer in the plan)" if item.item else "(no title)"


def title_of(record: Record) -> str:
    """A record as an agenda names it: ref and title."""
    title = str(getattr(record, "title", "") or getattr(record, "text", "")).partition("\n")[0]
    return " ".join(filter(None, (str(getattr(record, "ref", "")), title))) or name_of(record)


def open_challenges(board: Board, record: Record | None = None) -> tuple[Challenge, ...]:
    """Challenges that nobody has answered: all of them, or those about a record. One is about itself too."""
    every = (each for each in board.all(Challenge) if not each.answer)
    return tuple(each for each in every if record is None or record.id in (each.item, each.id))


def open_actions(board: Board, record: Record | None = None) -> tuple[ActionArising, ...]:
    """Actions arising that are not done: all of them, or those about a record. One is about itself too."""
    every = (each for each in board.all(ActionArising) if not each.done)
    return tuple(each for each in every if record is None or record.id in (each.item, each.id))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What earlier meetings asked and nobody has answered or done yet, by the record it is about."""

    by_record: Mapping[str, list[Challenge | ActionArising]]

    @classmethod
    def of(cls, board: Board, meeting: str) -> _Asked:
        found: dict[str, list[Challenge | ActionArising]] = {}
        for some in (open_challenges(board), open_actions(board)):
            for each in some:
                if not meeting or each.meeting != meeting:
                    found.setdefault(each.item if board.find(each.item) is not None else "", []).append(each)
        return cls(found)

    def about(self, record: Record) -> list[Reason]:
        some = self.by_record.get(record.id, ())
        questions = sum(isinstance(each, Challenge) for each in some)
        told = (
            (questions, "unanswered challenge", "unanswered challenges"),
            (len(some) - questions, "open action arising", "open actions arising"),
        )
        return [Reason(Rank.ASKED, one if count == 1 else f"{count} {many}") for count, one, many in told if count]


def _in_order(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    told: set[str] = set()
    for part in (_ambitions, _kpis, _risks, _next_steps, _others):
        for record, reasons in part(board, today, asked):
            if record.id not in told:
                told.add(record.id)
                yield record, reasons


def _ambitions(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    groups: list[tuple[Rank, list[_Found]]] = []
    ambitions = board.all(Ambition)
    for ambition in ambitions:
        reasons = [*item_reasons(board, ambition, today), *asked.about(ambition)]
        actions = _ranked(board, board.owned(Action, ambition.id), today, asked)
        if reasons or actions:
            group = [(ambition, reasons or [_of_its_actions(len(actions))]), *actions]
            groups.append((min(each.rank for _, some in group for each in some), group))
    for _, group in sorted(groups, key=lambda each: each[0]):
        yield from group
    known = {ambition.id for ambition in ambitions}
    yield from _ranked(board, (each for each in board.all(Action) if each.ambition not in known), today, asked)


def _of_its_actions(count: int) -> Reason:
    return Reason(Rank.OTHER, f"{count} of its actions {'is an exception' if count == 1 else 'are exceptions'}")


def _ranked(board: Board, items: Iterable[Record], today: date, asked: _Asked) -> list[_Found]:
    found = [(item, [*item_reasons(board, item, today), *asked.about(item)]) for item in items]
    return _by_rank((item, reasons) for item, reasons in found if reasons)


def _by_rank(found: Iterable[_Found]) -> list[_Found]:
    return sorted(found, key=lambda each: min(reason.rank for reason in each[1]))


def _kpis(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    found = [(view.kpi, [*kpi_reasons(view), *asked.about(view.kpi)]) for view in views(board)]
    yield from _by_rank((kpi, reasons) for kpi, reasons in found if reasons)


def _risks(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    above = all_above_tolerance(board)
    others = [risk for risk in board.all(Risk) if risk not in above]
    found = [(risk, [*risk_reasons(board, risk, today), *asked.about(risk)]) for risk in (*above, *others)]
    yield from _by_rank((risk, reasons) for risk, reasons in found if reasons)


def _next_steps(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    steps = board.all(NextStep)
    yield from _ranked(board, steps, today, asked)
    for step in steps:
        due = read_date(step.due).day
        if due is not None and 0 <= (due - today).days <= DUE_DAYS and is_awaited(board, step):
            yield step, [Reason(Rank.OTHER, f"due {show_date(step.due)}")]
    yield from _ranked(board, board.all(Milestone), today, asked)


def _others(board: Board, today: date, asked: _Asked) -> Iterator[_Found]:
    """What was asked about records of other kinds, and what was asked about nothing in the plan."""
    for identity in asked.by_record:
        record = board.find(identity)
        if record is not None:
            yield record, asked.about(record)
    for each in asked.by_record.get("", ()):
        if isinstance(each, Challenge):
            yield each, [Reason(Rank.ASKED, "unanswered challenge")]
        else:
            due = f", due {show_date(each.due)}" if each.due else ""
            yield each, [Reason(Rank.ASKED, f"open action arising{due}")]
