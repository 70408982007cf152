"""What somebody should look at before a paper goes out: all findings on the data of a board."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from boardtui.domain.attention.schedule import SCHEDULED, Slippage, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.board_after import board_after
from boardtui.domain.board.finding import Finding, found, sentence
from boardtui.domain.board.lookup import same_refs
from boardtui.domain.board.order import counting_order
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
from boardtui.domain.kpis.figure_checks import PERIODS_MISSING, kpi_findings
from boardtui.domain.kpis.figure_checks import findings as figure_findings
from boardtui.domain.kpis.prose_checks import narrative_findings
from boardtui.domain.kpis.scorecard import view
from boardtui.domain.patterns import when_used
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import KINDS, Action, Kpi, Milestone, Record, Risk
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


def date_findings(board: Board, today: date, *, among: Collection[str] | None = None) -> list[Finding]:
    """All findings on the dates of a board.

    Args:
        board: the board.
        today: the day on which lateness is counted.
        among: ids of the records that are looked at; all by default.
    """
    looked_at = _of_kinds(board, among)
    return [
        *_stated(board, looked_at),
        *_before_original(board, looked_at),
        *_too_far(board, today, looked_at),
        *_milestone_order(board, looked_at),
    ]


def _of_kinds(board: Board, among: Collection[str] | None) -> Callable[[str], Iterable[Record]]:
    """What gives the records of a kind that are looked at, in their order on the board."""
    if among is None:
        return board.of_kind
    found: dict[str, list[Record]] = {}
    for each in among:
        if (record := board.find(each)) is not None:
            found.setdefault(record.kind.name, []).append(record)
    return lambda name: sorted(found.get(name, ()), key=counting_order)


_LETTER = when_used(r"[^\W\d_]")


@lru_cache(maxsize=20_000)
def _problems_in(text: str) -> tuple[StatedDate, ...]:
    """What is wrong with the words of one field: with each date of a cell of milestones, or else with the whole."""
    parts, whole = split_milestones(text), read_date(text)
    if whole.problem == SEVERAL and not any(_LETTER.search(words) for _, words in parts):
        return (whole,)  # no milestones, whose order could be wrong: one date too many
    found = tuple(stated for stated, _ in parts if stated.problem)
    return found or ((whole,) if whole.problem else ())


def _stated(board: Board, looked_at: Callable[[str], Iterable[Record]]) -> Iterator[Finding]:
    """What is wrong with each date by itself."""
    for name, kind in KINDS.items():
        fields = [each for each in kind.attributes.values() if each.look.form == "date"]
        for record in looked_at(name) if fields else ():
            for each in fields:
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


def _before_original(board: Board, looked_at: Callable[[str], Iterable[Record]]) -> Iterator[Finding]:
    """Items that are due before the date first agreed: brought forward, or a slip of the pen."""
    for kind in KINDS.values():
        for record in looked_at(kind.name) if kind.has("due") else ():
            original, due = read_date(_original(board, record)), read_date(str(getattr(record, "due", "")))
            if original.day is not None and due.day is not None and due.day < original.day:
                words = f"is due {show_date(due.text)}, before the date first agreed, {show_date(original.text)}"
                text = f"{line_name(board, record)} {words}: brought forward, or a wrong year?"
                yield found(board, record, "due_before_original", sentence(text))


def _too_far(board: Board, today: date, looked_at: Callable[[str], Iterable[Record]]) -> Iterator[Finding]:
    """Days late or slipped that cannot be."""
    for item in (record for kind in SCHEDULED for record in looked_at(kind.kind.name) if isinstance(record, kind)):
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


def _milestone_order(board: Board, looked_at: Callable[[str], Iterable[Record]]) -> Iterator[Finding]:
    """Milestones of one item that jump back in time."""
    wanted = {milestone.id for milestone in looked_at(Milestone.kind.name)}
    if wanted:
        yield from (each for each in _out_of_order(board) if each.record in wanted)


def _out_of_order(board: Board) -> Iterator[Finding]:
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


__all__ = ["Finding", "findings"]


def findings(board: Board, today: date, *, figures: bool = True) -> list[Finding]:
    """Everything on a board that somebody should look at: figures, words, dates, ratings, refs, risks.

    Args:
        board: the board.
        today: the day to tell stale readings by.
        figures: whether to look at the figures of KPIs, which takes by far the longest.
    """
    return [
        *(figure_findings(board, today) if figures else ()),
        *narrative_findings(board),
        *date_findings(board, today),
        *_ratings(board),
        *_same_refs(board),
        *_risks(board),
    ]


def entry_findings(board: Board, ids: Collection[str], today: date) -> list[Finding]:
    """What is wrong with dates and figures of some records, to be said to whoever has just entered them.

    Args:
        board: the board they are on.
        ids: the records. For a figure it is the KPI that is looked at, with all its figures.
        today: the day on which lateness is counted.
    """
    ids = frozenset(ids)
    return [*date_findings(board, today, among=ids), *_figures_of(board, _kpis_of(board, ids))]


def new_findings(before: Board, after: Board, ids: Collection[str], today: date) -> list[Finding]:
    """As `entry_findings`, without what was there before some records were entered or changed.

    Of a figure that is none of them, it is told only if nothing was found on that figure before: what is said of it may
    change its words with every figure that comes after it.

    Args:
        before: the board as it was.
        after: the board as it is with them.
        ids: the records.
        today: the day on which lateness is counted.
    """
    every = {*ids, *_kpis_of(before, ids), *_kpis_of(after, ids)}
    now = entry_findings(after, every, today)
    return _without(now, entry_findings(before, every, today), ids) if now else []


def brought_findings(board: Board, ids: Collection[str], today: date) -> list[Finding]:
    """What is to be looked at among dates and figures that came in from elsewhere, and of no others.

    Args:
        board: the board with them.
        ids: the records that came in or were changed.
        today: the day on which lateness is counted.
    """
    return [each for each in entry_findings(board, ids, today) if each.reading in ids or each.record in ids]


def figure_doubts(board: Board, changes: Sequence[Change], today: date) -> list[Finding]:
    """What is to be asked of the figures and targets in some changes before they are written.

    A period that nobody has entered yet is no doubt about the one that is entered.
    """
    ids = {change.record for change in changes}
    if not any(change.kind == "kpi" or KINDS[change.kind].owner == "kpi" for change in changes):
        return []
    after = board_after(board, changes, today)
    kpis = _kpis_of(after, ids)
    found = (each for each in _figures_of(after, kpis) if each.code != PERIODS_MISSING)
    return _without(found, _figures_of(board, kpis), ids)


def _without(now: Iterable[Finding], before: Iterable[Finding], ids: Collection[str]) -> list[Finding]:
    """What is found now that was not found before, whatever a record was called then."""
    known = set[str]()
    for each in before:
        known.add(_unnamed(each))
        if each.reading and each.reading not in ids:
            known.add(each.reading)
    return [each for each in now if _unnamed(each) not in known and each.reading not in known]


def _unnamed(finding: Finding) -> str:
    return f"{finding.code} {finding.sentence.replace(finding.ref, '', 1)}"


def _kpis_of(board: Board, ids: Collection[str]) -> set[str]:
    """The KPIs that some records are, or belong to."""
    records = [record for each in ids if (record := board.find(each)) is not None]
    return {record.id if isinstance(record, Kpi) else str(getattr(record, "kpi", "")) for record in records} - {""}


def _figures_of(board: Board, kpis: Collection[str]) -> Iterator[Finding]:
    for each in sorted(kpis):
        if (kpi := board.get(Kpi, each)) is not None:
            yield from kpi_findings(view(board, kpi))


def _ratings(board: Board) -> Iterator[Finding]:
    """Ratings without the reason that the board's rules ask for, and blue ones without evidence."""
    needing = {
        ReasonRule.NEVER: (),
        ReasonRule.RED_AND_AMBER: (Rag.RED, Rag.AMBER),
        ReasonRule.ALWAYS: (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.BLUE),
    }[board.profile.reasons]
    for kind in KINDS.values():
        for record in board.of_kind(kind.name) if kind.has("rag") else ():
            rag = Rag(getattr(record, "rag", Rag.NOT_RATED))
            if rag in needing and not str(getattr(record, "rationale", "")).strip():
                text = f"{line_name(board, record)} is {rag.value} and gives no reason for it."
                yield found(board, record, "reason_missing", text)
            if rag is Rag.BLUE and not str(getattr(record, "evidence", "")).strip():
                text = "is blue and names no evidence: a KPI or an audit that shows the impact."
                yield found(board, record, "evidence_missing", f"{line_name(board, record)} {text}")


def _same_refs(board: Board) -> Iterator[Finding]:
    """Records of one kind that people would call the same."""
    for some in same_refs(board):
        titles = " and ".join(f"“{title_words(board, each) or 'no title'}”" for each in some[:3])
        more = f" and {len(some) - 3} more" if len(some) > 3 else ""
        for record in some[1:]:
            text = f"{len(some)} {record.kind.plural} have the ref {getattr(record, 'ref', '')}: {titles}{more}"
            yield found(board, record, "ref_twice", sentence(f"{text}. Renumber all but one"))


def _risks(board: Board) -> Iterator[Finding]:
    """Scores that are not on the matrix or make no sense together, and settings of the matrix that make none."""
    matrix = matrix_of(board.profile)
    for problem in matrix.problems:
        yield found(board, board.profile, "matrix_settings", problem)
    for risk in board.all(Risk):
        if risk.state is RiskState.CLOSED:
            continue
        for which in PATH:
            score = score_of(risk, which)
            if score is not None and not score.fits(matrix.size):
                where = f"the {which} score {score} is not on the {matrix.size}×{matrix.size} matrix"
                text = f"{line_name(board, risk)}: {where}. Score it again"
                yield found(board, risk, "score_outside", sentence(text))
        if problem := path_problem(risk):
            yield found(board, risk, "scores_against_each_other", sentence(f"{line_name(board, risk)}: {problem}"))
