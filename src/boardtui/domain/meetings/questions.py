"""Questions worth asking about an item: what its own data leaves open, as a board member would ask it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.movement import Mark, movement_mark, read_before
from boardtui.domain.attention.schedule import (
    Slippage,
    changed_day,
    is_finished,
    is_overdue,
    is_stale,
    routed_to,
    slippage,
)
from boardtui.domain.board.board import Board
from boardtui.domain.board.of_ambition import headlines_of, threats_to
from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.kpis.figure_checks import kpi_findings
from boardtui.domain.kpis.scorecard import KpiView, since_meeting, view
from boardtui.domain.kpis.targets import FigureChange, Status
from boardtui.domain.kpis.trend import spc
from boardtui.domain.records.kinds import Action, Ambition, Kpi, Milestone, Mitigation, NextStep, Record, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.heat_map import Movement, moved, path_problem, score_of
from boardtui.domain.risks.matrix import matrix_of

RUNNING = 3
"""Periods in a row without meeting the target that are worth a question of their own."""

# What a board would ask about a finding; all other findings are for the programme office to put right.
_ASKS = {
    "words_against_figures": "which is right?",
    "parts_disagree": "which is right?",
    "two_figures": "which is right?",
    "targets_against_polarity": "which way is good?",
    "reading_stale": "when will there be a newer figure?",
}


def kpi_questions(view: KpiView, today: date) -> Iterator[str]:
    """Questions that a board could ask about a KPI, the weightiest first."""
    missed = _missed_in_a_row(view)
    if missed >= RUNNING:
        yield f"It has missed its target in the last {missed} periods: what will be done differently?"
    elif view.status is Status.MISSED and view.current is not None:
        yield f"It is off target ({view.current.record.value} against {view.targets.words}): why, and what is planned?"
    for finding in kpi_findings(view, today):
        if finding.code in _ASKS:
            yield f"{finding.sentence.rstrip('.')}: {_ASKS[finding.code]}"
    since = since_meeting(view)
    moved, when = (since, " since the last meeting") if since.change else (view.movement, "")
    if moved.change is FigureChange.WORSE and moved.before is not None and moved.now is not None:
        was, now = (f"{each.record.value} ({each.label})" for each in (moved.before, moved.now))
        yield f"It got worse{when}, from {was} to {now}: what is behind it?"
    chart = spc(view)
    if chart.analysis is not None:
        if chart.of_concern:
            yield "The trend shows a real change for the worse, not chance: what is behind it?"
        elif chart.analysis.variation == "special_cause_improvement":
            yield "The trend shows a real change for the better, not chance: what brought it about, and will it last?"
        if chart.analysis.assurance == "fail":
            yield "As things stand it will go on missing its target: what would have to change in how the work is done?"
    if view.status is Status.UNRATED and view.current is not None and not view.targets.stated:
        yield "What would be good enough? It has no target."
    if view.board.get(Ambition, view.kpi.ambition) is not None and view.current is None:
        yield "Why is there no figure?"


def _missed_in_a_row(view: KpiView) -> int:
    """How many of the latest readings missed the target that was in force, without a break."""
    count = 0
    for reading in reversed(view.readings()):
        if reading.period is None or reading.blank or reading.ahead:
            continue
        if view.status_of(reading) is not Status.MISSED:
            break
        count += 1
    return count


_OFF_TRACK = (Rag.RED, Rag.AMBER)
_AUDIT = re.compile(r"\b(?:audit(?:s|ed|ing)?|inspection|dip sample|moderation|survey|KPI|indicator)\b", re.IGNORECASE)


def questions_worth_asking(board: Board, record: Record, today: date) -> list[str]:
    """Questions that a board could ask about an item, the weightiest first.

    Only what the data shows is asked about, and nothing that the board has asked already. No question means that
    nothing stands out, not that all is well.

    Args:
        board: the board, compared with its last closed meeting.
        record: the item.
        today: the day on which lateness is counted.
    """
    if elsewhere := routed_to(board, record):
        return [f"What has {elsewhere} reported back since it took this over?"]
    match record:
        case Action() | NextStep() | Milestone() | Ambition():
            found = _about_a_rated_item(board, record, today)
        case Kpi():
            found = kpi_questions(view(board, record), today)
        case Risk():
            found = _about_a_risk(board, record, today)
        case _:
            found = iter(())
    return list(dict.fromkeys(found))


def _about_a_rated_item(board: Board, item: Action | NextStep | Milestone | Ambition, today: date) -> Iterator[str]:
    if not isinstance(item, Ambition):
        yield from _about_dates(item, slippage(board, item, today))
    yield from _about_rating(board, item)
    yield from _about_movement(board, item)
    yield from _against_others(board, item, today)
    changed = changed_day(item)
    if changed is not None and is_stale(board, item, today):
        yield f"Nothing has been said about it since {format_day(changed)}: is this still how it stands?"
    if not isinstance(item, Milestone) and not item.lead and item.rag is not Rag.BLUE:
        yield "Nobody is named as its lead: who answers for it?"


def _about_dates(item: Action | NextStep | Milestone, dates: Slippage) -> Iterator[str]:
    off_track = item.rag in _OFF_TRACK
    if dates.redatings >= 2 and off_track:
        many = "two" if dates.redatings == 2 else str(dates.redatings)
        yield f"What has changed since the last {many} dates were missed?"
    elif dates.redatings and off_track:
        yield "The date has moved once already: what makes the new one hold?"
    elif dates.redatings >= 2:
        yield f"It is not off track, but its date has moved {dates.redatings} times: is the rating right?"
    if dates.redatings and not _reason(item, dates):
        yield "Why was the date moved? No reason is given."
    if dates.late:
        late = f"{dates.late} {'day' if dates.late == 1 else 'days'}"
        if item.rag is Rag.GREEN:
            yield f"It was due {late} ago and is rated green: is it done?"
        else:
            yield f"It was due {late} ago: what will it take, and by when?"
    if dates.due.problem and item.due:
        yield f"When is it really due? {item.due!r} cannot be right: {dates.due.problem}."
    elif dates.due.problem or (not item.due and off_track):
        yield "By when is it to be done? No date is stated."


def _reason(item: Action | NextStep | Milestone, dates: Slippage) -> str:
    return dates.revisions[-1].why if dates.revisions else item.due_reason


def _about_rating(board: Board, item: Action | NextStep | Milestone | Ambition) -> Iterator[str]:
    if item.rag in _OFF_TRACK:
        if item.help_wanted:
            yield f"Can the board give the help that is asked for: {item.help_wanted.rstrip('.?!')}?"
        if not item.rationale:
            yield f"Why is it {item.rag.value}, and what is being done to recover?"
        back = read_date(item.back_to_green)
        if not item.back_to_green:
            yield "When is it expected to be green again?"
        elif back.problem:
            yield f"When is it expected to be green again? {item.back_to_green!r} cannot be right: {back.problem}."
    if item.rag is Rag.BLUE:
        if not item.evidence.strip():
            yield "What shows the impact? No evidence is named: a KPI or an audit is needed for blue."
        elif not _AUDIT.search(item.evidence) and not _names_a_kpi(board, item.evidence):
            yield "Which KPI or audit shows the impact? The evidence names neither."


def _names_a_kpi(board: Board, words: str) -> bool:
    refs = (kpi.ref for kpi in board.all(Kpi) if kpi.ref)
    return any(re.search(rf"(?<![\w.]){re.escape(ref)}(?![\w]|\.\w)", words) for ref in refs)


def _about_movement(board: Board, item: Action | NextStep | Milestone | Ambition) -> Iterator[str]:
    before, mark = read_before(board, item), movement_mark(board, item)
    if before is None:
        return
    if mark is Mark.WORSE:
        yield f"It was {before.value} at the last meeting: what happened since?"
    elif before is Rag.RED and item.rag in (Rag.GREEN, Rag.BLUE):
        yield f"It went from red to {item.rag.value} in one step: what shows that it will last?"


def _against_others(board: Board, item: Action | NextStep | Milestone | Ambition, today: date) -> Iterator[str]:
    """A good rating beside something that is not good: both may be right, but the board should hear how."""
    if item.rag not in (Rag.GREEN, Rag.BLUE):
        return
    good = f"It is rated {item.rag.value}"
    if isinstance(item, Ambition):
        actions = board.owned(Action, item.id)
        red = [each.ref or each.title for each in actions if each.rag is Rag.RED]
        late = [each.ref or each.title for each in actions if is_overdue(board, each, today)]
        if red:
            yield f"{good}, but {_and(red)} {'is' if len(red) == 1 else 'are'} red: how do the two go together?"
        elif late:
            yield f"{good}, but {_and(late)} {'is' if len(late) == 1 else 'are'} overdue: how do the two go together?"
    for kpi in linked_kpis(board, item):
        seen = view(board, kpi)
        if seen.status is Status.MISSED and seen.current is not None:
            against = f"{seen.current.record.value} against {seen.targets.words}"
            yield f"{good}, but KPI {kpi.ref or kpi.title} is off target ({against}): what explains that?"
    matrix = matrix_of(board.profile)
    for risk in linked_risks(board, item):
        if above_tolerance(risk, matrix):
            yield f"{good}, but risk {risk.ref or risk.title} is above tolerance: is that in the rating?"


def linked_kpis(board: Board, item: Record) -> tuple[Kpi, ...]:
    """The KPIs that bear on an item: those linked to it, and the headlines of an ambition."""
    linked = board.linked(Kpi, item.id)
    return (*linked, *(kpi for kpi in headlines_of(board, item.id) if kpi not in linked))


def linked_risks(board: Board, item: Record) -> tuple[Risk, ...]:
    """The open risks that bear on an item: those linked to it, and those that threaten an ambition."""
    linked = board.linked(Risk, item.id)
    own = (risk for risk in threats_to(board, item.id) if risk not in linked)
    return tuple(risk for risk in (*linked, *own) if not is_finished(risk))


def _about_a_risk(board: Board, risk: Risk, today: date) -> Iterator[str]:
    if is_finished(risk):
        if not risk.closed_why:
            yield "Why was it closed? No reason is given."
        return
    matrix, score = matrix_of(board.profile), score_of(risk)
    mitigations = board.owned(Mitigation, risk.id)
    underway = [each for each in mitigations if each.progress not in (Progress.COMPLETE, Progress.STOPPED)]
    if score is None:
        yield "How likely is it, and how bad would it be? It has no score."
    elif above_tolerance(risk, matrix):
        over = f"{score.value} against {matrix.tolerance(risk.category)}"
        what = "what else can be done" if underway else "no mitigation is under way, so what can be done"
        yield f"It is above what the board tolerates ({over}): {what}?"
    if moved(board, risk) is Movement.WORSENED:
        yield f"It was {board.since.value(risk, 'current')} at the last meeting: what made it worse?"
    goal = score_of(risk, "target")
    if mitigations and not underway and score is not None and goal is not None and score.value > goal.value:
        yield f"Every mitigation is finished, and it is still {score.value} and not {goal.value}: what is missing?"
    late = [each.title for each in mitigations if is_overdue(board, each, today)]
    if late:
        yield f"{_and(late)} {'is' if len(late) == 1 else 'are'} overdue: what is in the way?"
    if problem := path_problem(risk):
        yield f"Can the scores be right: {problem}?"
    review = read_date(risk.next_review).day
    if review is not None and review < today:
        yield f"Its review was due on {show_date(risk.next_review)}: what came of it?"
    if not risk.owner:
        yield "Nobody is named as its owner: who answers for it?"


def _and(names: list[str]) -> str:
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
