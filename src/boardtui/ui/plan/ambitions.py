"""Each ambition: how its actions stand, who leads it, and what its paper says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.binding import BindingType

from boardtui.domain.attention.counts import AmbitionStanding, standing_of, standings, strays_of
from boardtui.domain.attention.exceptions import reasons_for
from boardtui.domain.attention.movement import Mark, latest_change, movement_mark
from boardtui.domain.attention.schedule import slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.of_ambition import headlines_of
from boardtui.domain.board.order import counting_order
from boardtui.domain.board.words import named_in_full, ref_and_title
from boardtui.domain.dates.dates import show_date
from boardtui.domain.dates.periods import Period
from boardtui.domain.kpis.scorecard import KpiView, scorecard_order, standing, view
from boardtui.domain.records.declare import Attribute
from boardtui.domain.records.kinds import Action, Ambition, Priority, Record, TaskGroup
from boardtui.domain.records.rag import WORST_FIRST, Rag
from boardtui.domain.records.text import same_key
from boardtui.report.columns import AMBITION_RATING, LEAD, MADE_OF, MOVED, REF, TITLE
from boardtui.report.palette import Palette, mark_style, rag_style
from boardtui.report.record_tables import TASK_GROUPS
from boardtui.report.scorecard_columns import CURRENT, MEASURE
from boardtui.report.seen import Seen
from boardtui.report.words import NONE, how_many
from boardtui.ui.commands import bindings_for
from boardtui.ui.shared.bars import as_text, rag_bar
from boardtui.ui.shared.columns import NOT_NARROW, pieces, rag, shown
from boardtui.ui.shared.detail import field_lines
from boardtui.ui.shared.item_screen import ROOMY, ItemScreen, Order, ReadyFilter
from boardtui.ui.shared.text import Piece, Pieces, one_line, rich_plain
from boardtui.ui.table.item_table import ScreenColumn

_MOST_ACTIONS = 30
"""A longer list would take longer to draw than the next key takes to come."""

_MEASURE = 24
"""Cells that a measure and its marks take at least, beside its figure and the periods of its trend."""


def ambition_detail(
    board: Board, standing: AmbitionStanding, palette: Palette, today: date, width: int
) -> RenderableType:
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
    parts += _groups(Seen(board, today), ambition, palette)
    parts += _priorities(board, ambition, palette)
    parts += _actions(board, standing.actions, palette, today)
    return Group(*parts)


def _head(
    board: Board, standing: AmbitionStanding, ambition: Ambition, palette: Palette, width: int
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
        badge = as_text(rag(rating, word=True), palette)
        mark = movement_mark(board, ambition)
        moved = Text(f" {mark.words} since the last board" if mark else "", style=palette.style(mark_style(mark.value)))
        yield Text.assemble(("RAG: ", muted), badge, moved)
    if standing.actions:
        total = standing.make_up.total
        now = standing.make_up.now
        yield Text.assemble(
            (f"{how_many(total, 'action')} ", muted), as_text(rag_bar(now, min(60, width - 12)), palette)
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
    found = [view(board, each) for each in sorted(headlines_of(board, ambition.id), key=scorecard_order)]
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
    figures = max(len(CURRENT.heading), *(len(each.figure.text) for each in some))
    fits = max(0, (width - _MEASURE - figures) // widest)
    shown = every[len(every) - min(fits, len(every)) :]
    table = Table(box=None, padding=(0, 1, 0, 0), header_style=palette.style("muted"), expand=False)
    table.add_column(Text(MEASURE.heading), min_width=14, max_width=44)
    table.add_column(Text(CURRENT.heading), justify="right")
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
    change = latest_change(standing(each.board, each.kpi))
    style = mark_style(change.value)
    now = Text(each.figure.text or "–", style=palette.style("strong"))
    marks = Text.assemble(
        (f" {status.mark} ", palette.style(rag_style(status.rag))), (f" {change.arrow}", palette.style(style))
    )
    cells = [rich_plain(stated[period].record.value or "–") if period in stated else Text("–") for period in periods]
    name = " ".join(filter(None, (each.kpi.ref, each.kpi.title)))
    return [rich_plain(name), now, marks, *cells]


def _groups(seen: Seen, ambition: Ambition, palette: Palette) -> list[RenderableType]:
    found = seen.board.owned(TaskGroup, ambition.id)
    if not found:
        return []
    table = Table(box=None, padding=(0, 1, 0, 0), header_style=palette.style("muted"), expand=False)
    in_a_row = TASK_GROUPS[:-1]  # the remits have more to say than a cell holds
    for column in in_a_row:
        table.add_column(Text(column.heading))
    for each in found:
        table.add_row(*(rich_plain(column.cell(seen, each) or NONE) for column in in_a_row))
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
        parts += [rich_plain(f"· {ref_and_title(board, each)}") for each in found]
    headlines = {kpi.id for kpi in headlines_of(board, ambition.id)}
    linked = [board.find(each) for each in ambition.links if each not in headlines]
    others = [
        rich_plain(f"· {named_in_full(board, each)}")
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
        due = show_date(each.due) + (f"\n{late} days late" if late else "")
        table.add_row(
            rich_plain(each.ref),
            as_text(rag(each.rag), palette),
            rich_plain(each.title or "title not stated"),
            rich_plain(due, palette.style("error" if late else "")),
            as_text(pieces(MOVED.cell(Seen(board, today), each, brief=True)), palette),
        )
    left = len(actions) - _MOST_ACTIONS
    more = [Text(f"and {left} more: o shows them all", style=palette.style("muted"))] if left > 0 else []
    return [*_heading("Its actions (o shows them)", palette), table, *more]


_LEAST_WITH_BAR = 48
_BAR = {80: 22, 125: 30, 10_000: 44}
"""How wide the bar is in tables up to a width, in cells."""


class AmbitionsScreen(ItemScreen):
    """Every ambition of the plan. Boards have their own word for them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("ambitions")]

    wide_from = ROOMY  # titles are read before what stands beside them

    adds = "ambition"
    made_of = ("ambition", "action")
    of_lead = "or their actions"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._standings: dict[str, AmbitionStanding] = {}

    def items(self, board: Board) -> Sequence[Ambition]:
        """The ambitions in the order people count them."""
        every = standings(board)
        self._standings = {each.ambition.id: each for each in every if each.ambition is not None}
        self._strays = sum(len(each.actions) for each in every if each.ambition is None)
        word = one_line(board.profile.ambition_plural) or "ambitions"
        self.name_of_one = one_line(board.profile.ambition_label)
        self.name_of_items, self.empty = word, f"No {word} yet. + adds the first. I imports a spreadsheet."
        return board.all(Ambition)

    def swapped(
        self, board: Board, before: Board, was: Record | None, now: Record | None
    ) -> Sequence[tuple[Ambition, Ambition]] | None:
        """The ambition that changed, as long as it keeps its place, or those whose actions did."""
        if isinstance(was, Ambition) and isinstance(now, Ambition):
            changed = {now.id}
        elif isinstance(was or now, Action):
            changed = {each.ambition for each in (was, now) if isinstance(each, Action)}
        else:
            return None
        strays = strays_of(board)
        self._strays = len(strays.actions) if strays is not None else 0
        pairs = [(before.get(Ambition, each), board.get(Ambition, each)) for each in changed]
        some = [(one, other) for one, other in pairs if one is not None and other is not None]
        for one, other in some:
            if counting_order(one) != counting_order(other):
                return None
            self._standings[other.id] = standing_of(board, other)
        return some

    def stands_at(self, board: Board, item: Ambition) -> Any:
        """As people count them."""
        return counting_order(item)

    def columns(self, board: Board) -> Sequence[ScreenColumn]:
        """Ref, title, lead, rating, the ratings of its actions, movement."""
        seen, bars = Seen(board, self.host.today), list[ScreenColumn]()
        least = _LEAST_WITH_BAR
        for most, width in _BAR.items():
            bars.append(ScreenColumn(MADE_OF.heading, self._bar(width), width=width, from_width=least, to_width=most))
            least = most + 1
        return (
            shown(REF, seen, width=4),
            shown(TITLE, seen, wraps=True),
            shown(LEAD, seen, width=20, from_width=110, extra=True),
            shown(AMBITION_RATING, seen, width=5),
            *bars,
            shown(MOVED, seen, width=6, from_width=NOT_NARROW),
        )

    def _bar(self, width: int) -> Any:
        def cell(item: Ambition) -> Pieces:
            if item.routed_to:
                return [Piece(f"now routed through {one_line(item.routed_to)}", "muted")]
            standing = self._standings[item.id]
            if not standing.actions:
                return [Piece("no actions", "muted")]
            return rag_bar(standing.make_up.now, width)

        return cell

    def counted(self, total: int, shown: int) -> str:
        """How many there are, and how many actions belong to none of them."""
        said = super().counted(total, shown)
        if not self._strays:
            return said
        return f"{said} · {how_many(self._strays, 'action belongs', 'actions belong')} to none"

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """What a chair asks for."""
        today = self.host.today

        def has_exceptions(board: Board, item: Ambition) -> bool:
            return any(reasons_for(board, each, today) for each in (item, *board.owned(Action, item.id)))

        return (
            ReadyFilter("all", lambda _board, _item: True),
            ReadyFilter("with exceptions", has_exceptions),
            ReadyFilter("moved", _has_moved),
            ReadyFilter("routed elsewhere", lambda _board, item: bool(item.routed_to)),
        )

    def orders(self) -> Sequence[Order]:
        """As people count them; then where it is worst."""
        return (
            Order("ref", lambda _board, _item: 0),
            Order("most red and amber first", self._worst_first),
            Order("rating, worst first", lambda _board, item: (bool(item.routed_to), WORST_FIRST.index(item.rag))),
            Order("lead", lambda _board, item: (not item.lead, same_key(item.lead))),
        )

    def _worst_first(self, board: Board, item: Ambition) -> tuple[bool, float, float]:
        now = standing_of(board, item).make_up.now
        total = sum(now.values()) or 1
        return bool(item.routed_to), -now[Rag.RED] / total, -now[Rag.AMBER] / total

    def detail(self, board: Board, item: Ambition) -> RenderableType:
        """The ambition with all that belongs to it."""
        return ambition_detail(board, self._standings[item.id], self.host.palette, self.host.today, self.room)

    def action_rate(self, rating: str) -> None:
        """Rate it, unless another board does so now."""
        selected = self.selected
        if not self.ticked and isinstance(selected, Ambition) and selected.routed_to:
            self.host.refuse(f"It is now routed through {selected.routed_to} and has no rating here.")
        else:
            super().action_rate(rating)

    async def action_its_actions(self) -> None:
        """Show its actions, and only those."""
        from boardtui.ui.plan.actions import ActionsScreen

        selected, board = self.selected, self.host.board
        if isinstance(selected, Ambition) and board is not None:
            await self.host.show_screen("actions")
            self.host.main.query_one(ActionsScreen).show_ambition(board, selected)


def _has_moved(board: Board, item: Ambition) -> bool:
    marks = (movement_mark(board, each) for each in (item, *board.owned(Action, item.id)))
    return any(mark not in (Mark.NONE, Mark.SAME) for mark in marks)
