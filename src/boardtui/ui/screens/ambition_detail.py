"""What is said of one ambition: its ratings, narrative, headline figures, groups, priorities and actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from boardtui.domain.board import Board
from boardtui.domain.dates import show_date
from boardtui.domain.declare import Attribute
from boardtui.domain.kinds import Action, Ambition, Kpi, Priority, TaskGroup
from boardtui.domain.movement import movement_mark
from boardtui.domain.overview import Standing
from boardtui.domain.periods import Period
from boardtui.domain.schedule import slippage
from boardtui.domain.scorecard import KpiView, since_meeting, views
from boardtui.ui import columns
from boardtui.ui.bars import as_text, rag_bar
from boardtui.ui.detail import field_lines
from boardtui.ui.naming import full_name
from boardtui.ui.text import Palette, rich_plain
from boardtui.ui.themes import rag_style

_MOST_ACTIONS = 30
"""A longer list would take longer to draw than the next key takes to come."""

_MEASURE = 24
"""Cells that a measure and its marks take at least, beside its figure and the periods of its trend."""


def ambition_detail(board: Board, standing: Standing, palette: Palette, today: date, width: int) -> RenderableType:
    """One ambition in full.

    Args:
        board: the board.
        standing: the ambition and its actions.
        palette: the colours.
        today: the day on which lateness is counted.
        width: the room there is, in cells.
    """
    ambition = standing.ambition
    assert ambition is not None
    parts: list[RenderableType] = [*_head(board, standing, ambition, palette, width)]
    parts += _fields(board, ambition, palette)
    parts += _headlines(board, ambition, palette, width)
    parts += _groups(board, ambition, palette)
    parts += _priorities(board, ambition, palette)
    parts += _actions(board, standing.actions, palette, today)
    return Group(*parts)


def _head(
    board: Board, standing: Standing, ambition: Ambition, palette: Palette, width: int
) -> Iterator[RenderableType]:
    heading = Text(f"{ambition.ref}  " if ambition.ref else "", style=palette.style("accent"))
    heading.append(ambition.title or "title not stated")
    heading.stylize("bold")
    yield heading
    if ambition.conflicts:
        yield Text("⚠ Copies disagree about it: ! decides", style=palette.style("warning"))
    muted = palette.style("muted")
    if ambition.routed_to:
        yield Text.assemble(("Now routed through ", muted), rich_plain(ambition.routed_to, palette.style("strong")))
    yield Text.assemble(("Lead: ", muted), rich_plain(ambition.lead or "not stated"))
    if not ambition.routed_to:
        rating = ambition.rag
        badge = (f" {rating.mark} {rating.word} ", palette.style(rag_style(rating)))
        mark = movement_mark(board, ambition)
        moved = Text(f" {mark.words} since the last board" if mark else "", style=palette.style(f"mark-{mark.value}"))
        yield Text.assemble(("RAG: ", muted), badge, moved)
    if standing.actions:
        total = standing.make_up.total
        now = standing.make_up.now
        yield Text.assemble(
            (f"{total} action{'' if total == 1 else 's'} ", muted), as_text(rag_bar(now, min(60, width - 12)), palette)
        )


def _fields(board: Board, ambition: Ambition, palette: Palette) -> Iterator[RenderableType]:
    said = ("rationale", "evidence", "back_to_green", "help_wanted", "narrative", "achievements")
    for name in said:
        yield from field_lines(board, ambition, _attribute(ambition, name), palette)


def _attribute(ambition: Ambition, name: str) -> Attribute:
    return ambition.kind.attributes[name]


def _heading(words: str, palette: Palette) -> list[RenderableType]:
    return [Text(""), Text(words, style=palette.style("heading"))]


def _headlines(board: Board, ambition: Ambition, palette: Palette, width: int) -> list[RenderableType]:
    """The headline KPIs with their periods as columns: one table for months, one for quarters, and so on."""
    found = [each for each in views(board) if each.kpi.ambition == ambition.id]
    if not found:
        return []
    parts = _heading("Headline figures", palette)
    by_length: dict[str, list[KpiView]] = {}
    for each in found:
        points = each.points()
        by_length.setdefault(points[-1][0].kind.label if points else "", []).append(each)
    for some in by_length.values():
        parts += _trend(some, palette, width)
    return parts


def _trend(some: Sequence[KpiView], palette: Palette, width: int) -> list[RenderableType]:
    every = sorted({period for each in some for period, _ in each.points()})
    widest = max((len(period.label) for period in every), default=0) + 1
    figures = max((len(each.figure.text) for each in some), default=0)
    fits = max(0, (width - _MEASURE - figures) // widest)
    shown = every[len(every) - min(fits, len(every)) :]
    table = Table(box=None, padding=(0, 1, 0, 0), header_style=palette.style("muted"), expand=False)
    table.add_column(Text("Measure"), min_width=14, max_width=44)
    table.add_column(Text("Now"), justify="right")
    table.add_column(Text(""), no_wrap=True)
    for period in shown:
        table.add_column(Text(period.label), justify="right")
    for each in some:
        table.add_row(*_row(each, shown, palette))
    left = len(every) - len(shown)
    some_of = f"The last {len(shown)} of {len(every)} periods" if shown else f"{len(every)} periods have no room here"
    note = Text(f"{some_of}; the KPIs screen shows all.", style=palette.style("muted"))
    return [table, note] if left else [table]


def _row(each: KpiView, periods: Iterable[Period], palette: Palette) -> list[Text]:
    stated = {reading.period: reading for reading in each.readings() if reading.period is not None}
    status = each.status
    change = since_meeting(each).change or each.movement.change
    style = f"mark-{change.value}" if change.value in ("better", "worse", "same") else "accent"
    now = Text(each.figure.text or "–", style=palette.style("strong"))
    marks = Text.assemble(
        (f" {status.mark} ", palette.style(rag_style(status.rag))), (f" {change.arrow}", palette.style(style))
    )
    cells = [rich_plain(stated[period].record.value or "–") if period in stated else Text("–") for period in periods]
    name = " ".join(filter(None, (each.kpi.ref, each.kpi.title)))
    return [rich_plain(name), now, marks, *cells]


def _groups(board: Board, ambition: Ambition, palette: Palette) -> list[RenderableType]:
    found = board.owned(TaskGroup, ambition.id)
    if not found:
        return []
    table = Table(box=None, padding=(0, 1, 0, 0), header_style=palette.style("muted"), expand=False)
    for label in ("Group", "Action", "Lead", "Co-lead"):
        table.add_column(Text(label))
    for each in found:
        action = board.get(Action, each.action)
        values = (each.title, action.ref if action is not None else "", each.lead, each.co_lead)
        table.add_row(*(rich_plain(value or "–") for value in values))
    remits = [
        Text.assemble(rich_plain(f"{each.title}: ", palette.style("muted")), rich_plain(each.remit))
        for each in found
        if each.remit
    ]
    return [*_heading("Task and finish groups", palette), table, *remits]


def _priorities(board: Board, ambition: Ambition, palette: Palette) -> list[RenderableType]:
    parts: list[RenderableType] = []
    found = board.linked(Priority, ambition.id)
    if found:
        parts += _heading("Priorities", palette)
        parts += [rich_plain("· " + " ".join(filter(None, (each.ref, each.title)))) for each in found]
    headlines = {kpi.id for kpi in board.all(Kpi) if kpi.ambition == ambition.id}
    linked = [board.find(each) for each in ambition.links if each not in headlines]
    others = [
        rich_plain(f"· {full_name(board, each)}")
        for each in linked
        if each is not None and not isinstance(each, Priority)
    ]
    if others:
        parts += [*_heading("Linked to", palette), *others]
    return parts


def _actions(board: Board, actions: Sequence[Action], palette: Palette, today: date) -> list[RenderableType]:
    if not actions:
        return []
    table = Table(box=None, padding=(0, 1, 0, 0), show_header=False, expand=False)
    for each in actions[:_MOST_ACTIONS]:
        late = slippage(board, each, today).late
        piece = columns.movement(board, each)
        due = show_date(each.due) + (f"\n{late} days late" if late else "")
        table.add_row(
            rich_plain(each.ref),
            as_text(columns.rag(each.rag), palette),
            rich_plain(each.title or "title not stated"),
            rich_plain(due, palette.style("error" if late else "")),
            Text(piece.text, style=palette.style(piece.style)),
        )
    left = len(actions) - _MOST_ACTIONS
    more = [Text(f"and {left} more: o shows them all", style=palette.style("muted"))] if left > 0 else []
    return [*_heading("Its actions (o shows them)", palette), table, *more]
