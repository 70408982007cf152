"""What is exceptional on a board and why: the one list of exceptions, each reason worked out once.

Screens, agenda, papers and command line all ask here, and none of them decides for itself. Lack of news is no
exception (see `updates`), nor is a disagreement between copies, which is for somebody to decide and is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from boardtui.domain.attention.movement import Mark, latest_change, movement_mark, read_before
from boardtui.domain.attention.schedule import (
    SCHEDULED,
    Slippage,
    is_awaited,
    is_finished,
    redated_since,
    routed_to,
    slippage,
    times,
)
from boardtui.domain.board.board import Board, remembered
from boardtui.domain.board.gathered import Asker, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.kpis.scorecard import KpiStanding, scorecard_order, standing
from boardtui.domain.kpis.targets import FigureChange, Status
from boardtui.domain.records.kinds import ActionArising, Ambition, Challenge, Kpi, Meeting, Profile, Record
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.profile import Escalate
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import Risk, RiskState
from boardtui.domain.records.text import one_line
from boardtui.domain.risks.heat_map import score_of
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of

_RULES = {Escalate.RED: "what is red", Escalate.RED_TWICE: "what is red, and was at the last meeting too"}


def escalated_because(board: Board, item: Record) -> str:
    """Why an item is for escalation by the board's rule, in words; empty where it is not.

    Where the rule is `red twice`, the item is red and was so when the last meeting closed; what was rated otherwise in
    between does not count. What is new since, and a board that has closed no meeting, has nothing red twice.
    """
    rule = board.profile.escalate
    if rule is Escalate.NEVER or getattr(item, "rag", None) is not Rag.RED or not is_awaited(board, item):
        return ""
    if rule is Escalate.RED:
        return "for escalation"
    return "for escalation: red at the last meeting too" if read_before(board, item) is Rag.RED else ""


def escalation_words(profile: Profile, rating: Rag = Rag.RED) -> str:
    """What a board does with a red rating, in one line: in its own words, or else its rule; empty of other ratings."""
    if rating is not Rag.RED:
        return ""
    if words := one_line(profile.escalation):
        return f"Escalation: {words}"
    rule = _RULES.get(profile.escalate, "")
    return f"Escalation: this board escalates {rule}" if rule else ""


def open_challenges(board: Board, record: Record | None = None) -> tuple[Challenge, ...]:
    """Challenges that nobody has answered: all of them, or those about a record. One is about itself too."""
    return _ASKED.on(board).of(("challenges", record.id if record is not None else ""))


def open_actions(board: Board, record: Record | None = None) -> tuple[ActionArising, ...]:
    """Actions arising that are not done: all of them, or those about a record. One is about itself too."""
    return _ASKED.on(board).of(("actions", record.id if record is not None else ""))


def _asker_of_questions(_board: Board, _beside: Mapping[str, Any]) -> Asker:
    def ask(record: Record) -> Said:
        match record:
            case Challenge(answer=""):
                name = "challenges"
            case ActionArising(done=False):
                name = "actions"
            case _:
                return {}
        return dict.fromkeys(((name, of) for of in ("", record.item, record.id)), (counting_order(record), record))

    return ask


_ASKED = Gathering(_asker_of_questions, lambda board: (*board.all(Challenge), *board.all(ActionArising)), alone=True)
"""What is open, by its kind and what it is about; all of it under no name."""


def was_asked_before(board: Board, each: Challenge | ActionArising) -> bool:
    """Whether something was asked at a meeting that has closed, or at none: what is asked now may still be answered."""
    meeting = board.get(Meeting, each.meeting)
    return meeting is None or meeting.state is MeetingState.CLOSED


def is_unanswered(board: Board, challenge: Challenge) -> bool:
    """Whether nobody has answered a challenge of an earlier meeting."""
    return not challenge.answer and was_asked_before(board, challenge)


def above_tolerance(risk: Risk, matrix: Matrix) -> bool:
    """Whether an open risk's current score is higher than the tolerance of its category.

    A closed risk, one without a current score, and one whose category states no tolerance are not above it.
    """
    score, tolerance = score_of(risk), matrix.tolerance(risk.category)
    if risk.state is RiskState.CLOSED or score is None or tolerance is None:
        return False
    return score.value > tolerance


def all_above_tolerance(board: Board) -> tuple[Risk, ...]:
    """The open risks above the board's tolerance, highest score first."""
    return ABOVE.on(board).of("above")


def _asker_of_risks(board: Board, _beside: Mapping[str, Any]) -> Asker:
    matrix = matrix_of(board.profile)

    def ask(record: Record) -> Said:
        if not isinstance(record, Risk):
            return {}
        place = (-(score_of(record) or Score(0, 0)).value, counting_order(record))
        names = ("open", not is_finished(record)), ("above", above_tolerance(record, matrix))
        return {name: (place, record) for name, is_so in names if is_so}

    return ask


ABOVE = Gathering(_asker_of_risks, lambda board: board.all(Risk), alone=True)
"""The risks that are `open`, and those that are `above` the tolerance, highest score first."""


class Why(StrEnum):
    """What makes a record an exception, the gravest first. The value is what a reader is told.

    An item is an ambition, or anything with a due date, that the board waits for: what is finished, or run by another
    board, is no exception. The rules:

    * ESCALATED: an item that is for escalation by the board's own rule, which is off until somebody chooses one.
    * RED: an item rated red.
    * OFF_TARGET: a KPI whose current figure is short of its minimum.
    * ABOVE_TOLERANCE: an open risk whose current score is higher than the tolerance of its category.
    * SLIPPING: an amber item with a due date later than the one first agreed, or overdue.
    * AMBER: an amber ambition; or another amber item in time that was better at the last meeting. Most actions of a
      plan are amber for most of its life: amber alone makes no exception of them.
    * NEARLY: a KPI between its targets whose current figure is worse than at the last meeting, or, where there is no
      figure of then to compare with, than in the period before.
    * NO_EVIDENCE: an item that was rated blue since the last meeting, and names no evidence.
    * OVERDUE: an item whose last due day has passed.
    * WORSENED: an item or an open risk that was rated or scored better at the last meeting.
    * UNANSWERED: a challenge of an earlier meeting that nobody has answered.
    * REDATED: an item whose date was moved to another day since the last meeting, whatever its colour: a date that
      moves is a risk to delivery that the colour does not show. Of what no closed meeting has seen, ever.
    """

    ESCALATED = "for escalation"
    RED = "red"
    OFF_TARGET = "off target"
    ABOVE_TOLERANCE = "above tolerance"
    SLIPPING = "amber and slipping"
    AMBER = "amber"
    NEARLY = "nearly met, and worse"
    NO_EVIDENCE = "blue without evidence"
    OVERDUE = "overdue"
    WORSENED = "worse"
    UNANSWERED = "unanswered"
    REDATED = "date newly revised"


NO_EXCEPTIONS = "Nothing is red, slipping, off target, above tolerance, overdue, worse or unanswered."
"""What is said where there is none. Where nobody has rated anything, `nothing_rated` is said beside it."""

_ORDER = {why: place for place, why in enumerate(Why)}


@immutable
class Reason:
    """One thing that makes a record an exception, in words with its figures: `4 days overdue`."""

    why: Why
    words: str


@immutable
class Exceptional:
    """A record that a board should look at first, and all that makes it so, the gravest reason first."""

    record: Record
    reasons: tuple[Reason, ...]

    @property
    def short(self) -> str:
        """All reasons without their figures: `red, overdue`."""
        return ", ".join(each.why.value for each in self.reasons)


def exceptions(board: Board, today: date) -> tuple[Exceptional, ...]:
    """All exceptions of a board on a day: the gravest reason first, then in the order papers show things."""
    return EXCEPTIONS.on(board, today).of("exceptions")


_KINDS = (Ambition, *SCHEDULED, Kpi, Risk, Challenge)
_PLACES = {kind: place for place, kind in enumerate(_KINDS)}


def _asker(board: Board, _beside: Mapping[str, Any], today: date) -> Asker:
    def ask(record: Record) -> Said:
        if (kind := _PLACES.get(type(record))) is None or not (reasons := reasons_for(board, record, today)):
            return {}
        order = scorecard_order(record) if isinstance(record, Kpi) else counting_order(record)
        return {"exceptions": ((_ORDER[reasons[0].why], kind, order), Exceptional(record, reasons))}

    return ask


EXCEPTIONS = Gathering(_asker, lambda board: (each for kind in _KINDS for each in board.all(kind)))
"""The exceptions of a day."""


@remembered
def reasons_for(board: Board, record: Record, today: date) -> tuple[Reason, ...]:
    """All that makes a record an exception on a day, the gravest first; nothing if it is none."""
    match record:
        case Kpi():
            found = _of_a_kpi(standing(board, record))
        case Risk():
            found = _of_a_risk(board, record)
        case Challenge():
            found = _of_a_challenge(board, record)
        case _ if isinstance(record, (Ambition, *SCHEDULED)):
            found = _of_an_item(board, record, today)
        case _:
            return ()
    return tuple(sorted(found, key=lambda each: _ORDER[each.why]))


def wants_sign_off(board: Board, item: Record) -> bool:
    """Whether an item of this board has been rated blue since the last meeting: blue is for the board to agree to."""
    if not item.kind.has("rag") or getattr(item, "rag", None) is not Rag.BLUE or routed_to(board, item):
        return False
    return read_before(board, item) is not Rag.BLUE


def _of_an_item(board: Board, item: Record, today: date) -> Iterator[Reason]:
    if wants_sign_off(board, item) and not str(getattr(item, "evidence", "")).strip():
        yield Reason(Why.NO_EVIDENCE, "blue, for sign-off, no evidence named")
    if not is_awaited(board, item):
        return
    rating, worse = getattr(item, "rag", None), movement_mark(board, item) is Mark.WORSE
    dates = slippage(board, item, today) if isinstance(item, SCHEDULED) else None
    if because := escalated_because(board, item):
        yield Reason(Why.ESCALATED, because)
    if rating is Rag.RED:
        yield Reason(Why.RED, "red")
    if rating is Rag.AMBER and dates is not None and (dates.late or (dates.slipped or 0) > 0):
        yield Reason(Why.SLIPPING, "amber and slipping")
    elif rating is Rag.AMBER and (worse or isinstance(item, Ambition)):
        yield Reason(Why.AMBER, "amber")
    before = read_before(board, item) if item.kind.has("rag") else None
    if worse and before is not None:
        yield Reason(Why.WORSENED, f"worse since the last meeting, was {before.words}")
    if dates is not None and dates.late:
        yield Reason(Why.OVERDUE, f"{dates.late} {'day' if dates.late == 1 else 'days'} overdue")
    if dates is not None and (words := _redated(board, item, dates)):
        yield Reason(Why.REDATED, words)


def _redated(board: Board, item: Record, dates: Slippage) -> str:
    if redated_since(board, item):
        return "date revised since the last meeting"
    unseen = board.since.meeting is None or item.id in board.since.new
    return f"date revised {times(dates.redatings)}" if unseen and dates.redatings else ""


def _of_a_kpi(seen: KpiStanding) -> Iterator[Reason]:
    worse = latest_change(seen) is FigureChange.WORSE
    figure = seen.current.record.value if seen.current is not None else ""
    against = f"{figure} against {seen.targets.words}"
    if seen.status is Status.MISSED:
        yield Reason(Why.OFF_TARGET, f"off target: {against}" + (", and worse" if worse else ""))
    elif seen.status is Status.NEARLY and worse:
        yield Reason(Why.NEARLY, f"nearly met, and worse: {against}")


def _of_a_risk(board: Board, risk: Risk) -> Iterator[Reason]:
    matrix, score = matrix_of(board.profile), score_of(risk)
    if score is not None and above_tolerance(risk, matrix):
        yield Reason(Why.ABOVE_TOLERANCE, f"above tolerance: {score.value} against {matrix.tolerance(risk.category)}")
    if not is_finished(risk) and movement_mark(board, risk) is Mark.WORSE:
        was = str(board.since.value(risk, "current")).replace("x", " × ")
        yield Reason(Why.WORSENED, f"worse since the last meeting, was {was}")


def _of_a_challenge(board: Board, challenge: Challenge) -> Iterator[Reason]:
    if is_unanswered(board, challenge):
        asked = board.get(Meeting, challenge.meeting)
        since = f" since {show_date(asked.date)}" if asked is not None and asked.date else ""
        yield Reason(Why.UNANSWERED, f"unanswered{since}")
