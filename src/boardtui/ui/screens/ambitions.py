"""Each ambition: how its actions stand, who leads it, and what its paper says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.console import RenderableType
from textual.binding import BindingType

from boardtui.domain.board import Board
from boardtui.domain.kinds import Action, Ambition
from boardtui.domain.movement import Mark, movement_mark
from boardtui.domain.overview import Standing, reasons_for, standings
from boardtui.domain.rag import WORST_FIRST, Rag
from boardtui.ui import columns
from boardtui.ui.bars import rag_bar
from boardtui.ui.commands import bindings_for
from boardtui.ui.screens.ambition_detail import ambition_detail
from boardtui.ui.screens.item_screen import ItemScreen, Order, ReadyFilter
from boardtui.ui.text import Piece, Pieces, one_line
from boardtui.ui.widgets.item_table import Column

_BAR = {80: 22, 110: 30, 10_000: 44}
"""How wide the bar is in tables up to a width, in cells."""


class AmbitionsScreen(ItemScreen):
    """Every ambition of the plan. Boards have their own word for them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("ambitions")]

    adds = "ambition"
    of_lead = "or their actions"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._standings: dict[str, Standing] = {}

    def items(self, board: Board) -> Sequence[Ambition]:
        """The ambitions in the order people count them."""
        every = standings(board)
        self._standings = {each.ambition.id: each for each in every if each.ambition is not None}
        self._strays = sum(len(each.actions) for each in every if each.ambition is None)
        word = one_line(board.profile.ambition_plural) or "ambitions"
        self.name_of_one = one_line(board.profile.ambition_label)
        self.name_of_items, self.empty = word, f"No {word} yet. + adds the first."
        return board.all(Ambition)

    def columns(self, board: Board) -> Sequence[Column]:
        """Ref, title, lead, rating, the ratings of its actions, movement."""
        bars: list[Column] = []
        least = 0
        for most, width in _BAR.items():
            bars.append(Column("Actions", self._bar(width), width=width, from_width=least, to_width=most))
            least = most + 1
        return (
            columns.field("Ref", "ref", width=4),
            columns.title(),
            columns.field("Lead", "lead", width=20, from_width=110),
            Column("RAG", _rating, width=5),
            *bars,
            Column("Since", columns.moved(board), width=6),
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
        return f"{said} · {self._strays} {'action belongs' if self._strays == 1 else 'actions belong'} to none"

    def ready_filters(self) -> Sequence[ReadyFilter]:
        """What a chair asks for."""
        today = self.board_app.today

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
            Order("lead", lambda _board, item: (not item.lead, item.lead.casefold())),
        )

    def _worst_first(self, _board: Board, item: Ambition) -> tuple[bool, float, float]:
        now = self._standings[item.id].make_up.now
        total = sum(now.values()) or 1
        return bool(item.routed_to), -now[Rag.RED] / total, -now[Rag.AMBER] / total

    def detail(self, board: Board, item: Ambition) -> RenderableType:
        """The ambition with all that belongs to it."""
        return ambition_detail(board, self._standings[item.id], self.board_app.palette, self.board_app.today, self.room)

    def action_rate(self, rating: str) -> None:
        """Rate it, unless another board does so now."""
        selected = self.selected
        if isinstance(selected, Ambition) and selected.routed_to:
            self.board_app.refuse(f"It is now routed through {selected.routed_to} and has no rating here.")
        else:
            super().action_rate(rating)

    def action_its_actions(self) -> None:
        """Show its actions, and only those."""
        from boardtui.ui.screens.actions import ActionsScreen

        selected, board = self.selected, self.board_app.board
        if isinstance(selected, Ambition) and board is not None:
            self.board_app.action_show("actions")
            self.board_app.main.query_one(ActionsScreen).show_ambition(board, selected)


def _rating(item: Ambition) -> Pieces:
    return [Piece("  →", "muted")] if item.routed_to else columns.rag(item.rag)


def _has_moved(board: Board, item: Ambition) -> bool:
    marks = (movement_mark(board, each) for each in (item, *board.owned(Action, item.id)))
    return any(mark not in (Mark.NONE, Mark.SAME) for mark in marks)
