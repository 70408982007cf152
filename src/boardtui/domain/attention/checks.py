"""The checks of dates, ratings, refs and scores: of single records, and of all records together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from boardtui.domain.attention.schedule import Scheduled, Slippage, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.finding import Finding, found, sentence
from boardtui.domain.board.lookup import same_refs
from boardtui.domain.board.words import line_name, title_words
from boardtui.domain.dates.dates import (
    BACKWARDS,
    EARLIER,
    NO_YEAR,
    NOT_A_DATE,
    SEVERAL,
    WHICH_FINANCIAL_YEAR,
    StatedDate,
    read_date,
    show_date,
    split_milestones,
)
from boardtui.domain.patterns import when_used
from boardtui.domain.records.kinds import KINDS, Action, Milestone, Profile, Record, Risk
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from boardtui.domain.risks.heat_map import PATH, path_problem, score_of
from boardtui.domain.risks.matrix import matrix_of

_UNCLEAR = (NO_YEAR, SEVERAL, WHICH_FINANCIAL_YEAR, NOT_A_DATE)
_OUT_OF_ORDER = (EARLIER, BACKWARDS)

WRONG_YEAR_DAYS = 182
"""A step back of more than half a year among the milestones of one item is nearly always a wrong year; a smaller
one is only the order in which somebody wrote them down."""


FARTHEST_DAYS = 3660
"""Ten years: nothing on a board is so late, and no date has slipped so far, but by a wrong year."""


_LETTER = when_used(r"[^\W\d_]")


@lru_cache(maxsize=20_000)
def _problems_in(text: str) -> tuple[StatedDate, ...]:
    """What is wrong with the words of one field: with each date of a cell of milestones, or else with the whole."""
    parts, whole = split_milestones(text), read_date(text)
    if whole.problem == SEVERAL and not any(_LETTER.search(words) for _, words in parts):
        return (whole,)  # no milestones, whose order could be wrong: one date too many
    found = tuple(stated for stated, _ in parts if stated.problem)
    return found or ((whole,) if whole.problem else ())


DATES = {name: [each for each in kind.attributes.values() if each.look.form == "date"] for name, kind in KINDS.items()}
"""The fields of each kind that hold a date."""


def stated_dates(board: Board, record: Record) -> Iterator[Finding]:
    """What is wrong with each date by itself."""
    for each in DATES[record.kind.name]:
        text = str(getattr(record, each.name))
        for stated in _problems_in(text) if text else ():
            yield _problem(board, record, each.label, stated)


def _problem(board: Board, record: Record, label: str, stated: StatedDate) -> Finding:
    code = (
        "date_unclear"
        if stated.problem in _UNCLEAR
        else "date_order"
        if stated.problem in _OUT_OF_ORDER
        else "date_impossible"
    )
    but = f"it is {stated.problem}" if stated.problem == EARLIER else stated.problem
    text = f"{line_name(board, record)}, {label.lower()} “{show_date(stated.text)}”: {but}"
    return found(board, record, code, sentence(text))


def due_before_original(board: Board, record: Record) -> Iterator[Finding]:
    """That an item is due before the date first agreed: brought forward, or a slip of the pen."""
    original, due = read_date(_original(board, record)), read_date(str(getattr(record, "due", "")))
    if original.day is not None and due.day is not None and due.day < original.day:
        words = f"is due {show_date(due.text)}, before the date first agreed, {show_date(original.text)}"
        text = f"{line_name(board, record)} {words}: brought forward, or a wrong year?"
        yield found(board, record, "due_before_original", sentence(text))


def too_far(board: Board, item: Scheduled, today: date) -> Iterator[Finding]:
    """Days late or slipped that cannot be."""
    dates = slippage(board, item, today)
    if max(dates.late or 0, abs(dates.slipped or 0)) > FARTHEST_DAYS:
        text = f"{line_name(board, item)}, due {show_date(item.due)}, is {_far(dates)}: wrong year?"
        yield found(board, item, "date_too_far", sentence(text))


def _far(dates: Slippage) -> str:
    if (dates.late or 0) > FARTHEST_DAYS:
        return f"{dates.late:,} days late"
    return f"{abs(dates.slipped or 0):,} days from the date first agreed, {show_date(dates.original.text)}"


def _original(board: Board, record: Record) -> str:
    if isinstance(record, Action) and record.original_due:
        return record.original_due
    revisions = board.redatings.get(record.id, ())
    return next((each.before for each in revisions if each.before), "")


_NEEDS_A_REASON = {
    ReasonRule.NEVER: (),
    ReasonRule.RED_AND_AMBER: (Rag.RED, Rag.AMBER),
    ReasonRule.ALWAYS: (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE),
}


def rating_alone(board: Board, record: Record) -> Iterator[Finding]:
    """A rating without the reason that the board's rules ask for, or a blue one without evidence."""
    rag = Rag(getattr(record, "rag", Rag.NOT_RATED))
    if rag in _NEEDS_A_REASON[board.profile.reasons] and not str(getattr(record, "rationale", "")).strip():
        text = f"{line_name(board, record)} is {rag.value} and gives no reason for it."
        yield found(board, record, "reason_missing", text)
    if rag is Rag.BLUE and not str(getattr(record, "evidence", "")).strip():
        text = "is blue and names no evidence: a KPI or an audit that shows the impact."
        yield found(board, record, "evidence_missing", f"{line_name(board, record)} {text}")


def matrix_settings(board: Board, profile: Profile) -> Iterator[Finding]:
    """Settings of the risk matrix that make no sense."""
    for problem in matrix_of(profile).problems:
        yield found(board, profile, "matrix_settings", problem)


def scores(board: Board, risk: Risk) -> Iterator[Finding]:
    """Scores of a risk that are not on the matrix, or make no sense together."""
    if risk.state is RiskState.CLOSED:
        return
    matrix = matrix_of(board.profile)
    for which in PATH:
        score = score_of(risk, which)
        if score is not None and not score.fits(matrix.size):
            where = f"the {which} score {score} is not on the {matrix.size}×{matrix.size} matrix"
            text = f"{line_name(board, risk)}: {where}. Score it again"
            yield found(board, risk, "score_outside", sentence(text))
    if problem := path_problem(risk):
        yield found(board, risk, "scores_against_each_other", sentence(f"{line_name(board, risk)}: {problem}"))


def milestone_order(board: Board) -> Iterator[Finding]:
    """Milestones of one item that jump back in time."""
    last: dict[str, tuple[Milestone, StatedDate]] = {}
    for milestone in board.all(Milestone):
        due = read_date(milestone.due)
        if due.day is None:
            continue
        for item in milestone.links:
            before = last.get(item)
            if before is not None and before[1].day is not None:
                back = (before[1].day - due.day).days
                if back > WRONG_YEAR_DAYS:
                    earlier = f"{line_name(board, before[0])} ({show_date(before[0].due)})"
                    later = f"{line_name(board, milestone)}, {show_date(milestone.due)}"
                    text = f"{later}, comes after {earlier} in the list, but before it in time: wrong year?"
                    yield found(board, milestone, "date_order", sentence(text))
                    break
        else:
            last.update(dict.fromkeys(milestone.links, (milestone, due)))


def refs_twice(board: Board) -> Iterator[Finding]:
    """Records of one kind that people would call the same."""
    for some in same_refs(board):
        titles = " and ".join(f"“{title_words(board, each) or 'no title'}”" for each in some[:3])
        more = f" and {len(some) - 3} more" if len(some) > 3 else ""
        for record in some[1:]:
            text = f"{len(some)} {record.kind.plural} have the ref {getattr(record, 'ref', '')}: {titles}{more}"
            yield found(board, record, "ref_twice", sentence(f"{text}. Renumber all but one"))
