"""Targets that a sheet states for each period: the first are those of the KPI, others hold from their period on."""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.domain.dates.periods import Period, period_of
from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.records.kinds import Record
from boardtui.domain.records.kpis import Kpi, Reading
from boardtui.exchange.sheets.drafts import Draft
from boardtui.exchange.sheets.figures.figure_parts import TARGETS

CHANGE = "target_change"


def put_target(draft: Draft, row: int, period: str, name: str, words: str, *, at: str) -> None:
    """Say which target a KPI has from a period on."""
    child = next((each for each in draft.children if each.kind == CHANGE and each.values["since"] == period), None)
    if child is None:
        child = Draft(CHANGE, draft.at, row)
        child.put("since", period, at)
        draft.children.append(child)
    if name not in child.values:
        child.put(name, words, at)


def settle_targets(draft: Draft, record: Record | None, board: Board) -> None:
    """Leave of the targets of a KPI those that differ from the ones before them; the first are its own.

    Where the board has older figures of it, its own targets stay those of that time.
    """
    stated = [each for each in draft.children if each.kind == CHANGE]
    if not stated:
        return
    stated.sort(key=lambda each: _start(str(each.values["since"])))
    others = [each for each in draft.children if each.kind != CHANGE]
    first = stated[0]
    held: dict[str, object] = {}
    if isinstance(record, Kpi) and _has_older(record, board, str(first.values["since"])):
        held = _in_force(record, board, str(first.values["since"]))
    else:
        stated = stated[1:]
        for name in TARGETS:
            if name in first.values and name not in draft.values:
                draft.put(name, first.values[name], first.places[name])
        held = {name: draft.values[name] for name in TARGETS if name in draft.values}
    for each in stated:
        now = {**held, **{name: each.values[name] for name in TARGETS if name in each.values}}
        if now != held:
            for name, words in now.items():
                each.values.setdefault(name, words)
            others.append(each)
        held = now
    draft.children[:] = others


def _start(words: str) -> tuple[bool, str]:
    period = period_of(words)
    return period is None, period.start.isoformat() if period is not None else words


def _has_older(record: Kpi, board: Board, since: str) -> bool:
    periods = [period_of(each.period) for each in board.owned(Reading, record.id)]
    first = period_of(since)
    return first is not None and any(each is not None and each.start < first.start for each in periods)


def _in_force(record: Kpi, board: Board, since: str) -> dict[str, object]:
    """The targets that hold on the board before a period."""
    period: Period | None = period_of(since)
    if period is None:
        return {}
    targets = KpiView(board, record).targets_at(period.previous())
    words = {"upper": targets.upper.text, "minimum": targets.minimum.text}
    return {name: each for name, each in words.items() if each}
