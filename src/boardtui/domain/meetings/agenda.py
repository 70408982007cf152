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
from enum import IntEnum

from boardtui.domain.attention.movement import Mark, movement_mark, rag_words, read_before
from boardtui.domain.attention.overview import DUE_DAYS
from boardtui.domain.board.board import Board, lookup, name_of
from boardtui.domain.board.schedule import is_awaited, is_finished, is_overdue, routed_to, same_day, slippage
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.kpis.movement import Change
from boardtui.domain.kpis.scorecard import KpiView, since_meeting, views
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.kinds import (
    Action,
    ActionArising,
    AgendaItem,
    Ambition,
    Challenge,
    Meeting,
    Milestone,
    Mitigation,
    NextStep,
    Record,
    Risk,
)
from boardtui.domain.records.meetings import AgendaState
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key
from boardtui.domain.risks.heat_map import Movement, all_above_tolerance, moved, score_of
from boardtui.domain.risks.matrix import matrix_of


class Rank(IntEnum):
    """How soon a reason brings an item up: the lower the sooner."""

    RED = 1
    AMBER = 2
    SIGN_OFF = 3
    OVERDUE = 4
    MOVED = 5
    ASKED = 6
    OTHER = 7


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that puts an item on the agenda."""

    rank: Rank
    words: str


LONGEST_WHY = 300


def why_of(reasons: Iterable[Reason]) -> str:
    """All reasons of an item in one line, the gravest first."""
    ordered = sorted(reasons, key=lambda each: each.rank)
    words = "; ".join(dict.fromkeys(each.words for each in ordered))
    return words if len(words) <= LONGEST_WHY else words[: LONGEST_WHY - 1] + "…"


def item_reasons(board: Board, item: Record, today: date) -> list[Reason]:
    """What makes a rated item of the plan one for the agenda; nothing for what runs elsewhere.

    An amber ambition is one. Most actions of a plan are amber for most of its life, so an amber action is one only
    when its date has slipped or passed, or it was better at the last meeting. Blue is for the board to agree to: an
    item that was not blue at the last meeting asks for that.
    """
    if routed_to(board, item):
        return []
    rating, before = Rag(getattr(item, "rag", Rag.NOT_RATED)), read_before(board, item)
    mark = movement_mark(board, item)
    late = slipped = 0
    redated = False
    if isinstance(item, Action | NextStep | Milestone) and is_awaited(board, item):
        dates = slippage(board, item, today)
        late, slipped = dates.late or 0, max(dates.slipped or 0, 0)
        redated = _redated_since(board, item)
    slipping = bool(late or slipped)
    reasons: list[Reason] = []
    if rating is Rag.RED:
        reasons.append(Reason(Rank.RED, "red"))
    if rating is Rag.AMBER and (isinstance(item, Ambition) or slipping or mark is Mark.WORSE):
        reasons.append(Reason(Rank.AMBER, "amber and slipping" if slipping else "amber"))
    if rating is Rag.BLUE and before is not Rag.BLUE:
        evidence = "" if str(getattr(item, "evidence", "")).strip() else ", no evidence named"
        reasons.append(Reason(Rank.SIGN_OFF, f"blue, for sign-off{evidence}"))
    if late:
        reasons.append(Reason(Rank.OVERDUE, f"{late} {'day' if late == 1 else 'days'} overdue"))
    improved = mark is Mark.BETTER and (isinstance(item, Ambition) or bool(reasons))
    if before is not None and (mark is Mark.WORSE or improved):
        reasons.append(Reason(Rank.MOVED, f"{mark.value} since the last meeting, was {rag_words(before)}"))
    if redated:
        reasons.append(Reason(Rank.MOVED, "re-dated since the last meeting"))
    return reasons


def _redated_since(board: Board, item: Record) -> bool:
    before = board.since.value(item, "due")
    return bool(before) and not same_day(str(before), str(getattr(item, "due", "")))


def kpi_reasons(view: KpiView) -> list[Reason]:
    """What makes a KPI one for the agenda: a missed target, or one nearly met that has got worse."""
    worse = (since_meeting(view).change or view.movement.change) is Change.WORSE
    figure = view.current.record.value if view.current is not None else ""
    against = f"{figure} against {view.targets.words}"
    if view.status is Status.MISSED:
        return [Reason(Rank.RED, f"off target: {against}" + (", and worse" if worse else ""))]
    if view.status is Status.NEARLY and worse:
        return [Reason(Rank.AMBER, f"nearly met, and worse: {against}")]
    return []


def risk_reasons(board: Board, risk: Risk, today: date) -> list[Reason]:
    """What makes a risk one for the agenda: above what the board bears, worse, or a mitigation overdue."""
    if is_finished(risk):
        return []
    reasons: list[Reason] = []
    score, tolerance = score_of(risk), matrix_of(board.profile).tolerance(risk.category)
    if score is not None and tolerance is not None and score.value > tolerance:
        reasons.append(Reason(Rank.RED, f"above tolerance: {score.value} against {tolerance}"))
    late = sum(is_overdue(board, each, today) for each in board.owned(Mitigation, risk.id))
    if late:
        reasons.append(Reason(Rank.OVERDUE, "a mitigation is overdue" if late == 1 else f"{late} mitigations overdue"))
    if moved(board, risk) is Movement.WORSENED:
        before = str(board.since.value(risk, "current")).replace("x", " × ")
        reasons.append(Reason(Rank.MOVED, f"worse since the last meeting, was {before}"))
    return reasons


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


def about(board: Board, item: AgendaItem) -> Record | None:
    """What an agenda item is about: a record of the plan, or itself for a topic; None for what was deleted."""
    return board.find(item.item) if item.item else item


def find_item(board: Board, meeting: Meeting, words: str) -> Record:
    """What somebody means who types a ref, a number on the agenda, or a word of a title.

    Returns:
        The agenda item; or the record itself, where it is not on the agenda.

    Raises:
        BoardError: nothing is meant, or several things.
    """
    text = " ".join(words.split())
    items = agenda_of(board, meeting)
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    by_record = {each.item: each for each in items if each.item}
    with_ref = [
        each
        for each in items
        if (record := board.find(each.item)) is not None and same_key(str(getattr(record, "ref", ""))) == same_key(text)
    ]
    if len(with_ref) == 1:
        return with_ref[0]
    if not with_ref and text.isdecimal() and 1 <= int(text) <= len(taken):
        return taken[int(text) - 1]
    try:
        record = lookup(board, text)
    except BoardError:
        titled = [each for each in items if same_key(text) in same_key(agenda_title(board, each))]
        if len(titled) == 1:
            return titled[0]
        if titled:
            names = ", ".join(agenda_title(board, each)[:40] for each in titled[:3])
            raise BoardError(f"{text!r} stands in {len(titled)} items: {names}. Type more of it, or a ref.") from None
        raise
    if record.kind.name in ("board", "meeting"):
        raise BoardError(f"{text!r} is no item for an agenda. Type a ref such as 1.3, or a number on the agenda.")
    return by_record.get(record.id, record)
