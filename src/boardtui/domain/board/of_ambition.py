"""What bears on an ambition beside its actions: its headline figures, and the risks that threaten it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.gathered import Asker, Gathering, Said
from boardtui.domain.board.order import counting_order
from boardtui.domain.records.kinds import Kpi, Record, Risk


def headlines_of(board: Board, ambition: str) -> tuple[Kpi, ...]:
    """The KPIs that are headlines of an ambition, by its id, as people count them."""
    return _OF_AMBITIONS.on(board).of((Kpi, ambition))


def threats_to(board: Board, ambition: str) -> tuple[Risk, ...]:
    """The risks that threaten an ambition, by its id, as people count them."""
    return _OF_AMBITIONS.on(board).of((Risk, ambition))


def _asker(_board: Board, _beside: Mapping[str, Any]) -> Asker:
    def ask(record: Record) -> Said:
        of = record.ambition if isinstance(record, Kpi | Risk) else ""
        return {(type(record), of): (counting_order(record), record)} if of else {}

    return ask


_OF_AMBITIONS = Gathering(_asker, lambda board: (*board.all(Kpi), *board.all(Risk)), alone=True)
