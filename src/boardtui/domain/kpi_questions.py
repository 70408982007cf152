"""Questions worth asking about a KPI: its words against its figures, its targets, its trend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from boardtui.domain.figure_checks import kpi_findings
from boardtui.domain.kinds import Ambition
from boardtui.domain.kpi_movement import Change
from boardtui.domain.scorecard import KpiView, since_meeting
from boardtui.domain.targets import Status
from boardtui.domain.trend import spc

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
    if moved.change is Change.WORSE and moved.before is not None and moved.now is not None:
        was, now = (f"{each.record.value} ({each.label})" for each in (moved.before, moved.now))
        yield f"It got worse{when}, from {was} to {now}: what is behind it?"
    chart = spc(view)
    if chart.analysis is not None:
        if chart.analysis.variation == "special_cause_concern":
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
        if reading.period is None or reading.blank:
            continue
        if view.status_of(reading) is not Status.MISSED:
            break
        count += 1
    return count
