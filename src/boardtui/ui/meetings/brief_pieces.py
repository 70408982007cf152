"""What an item's brief says of a KPI and of how a risk has moved, as pieces of a line."""

from __future__ import annotations

from collections.abc import Sequence

from boardtui.domain.kpis.scorecard import KpiView
from boardtui.domain.kpis.scorecard_blocks import KpiRow
from boardtui.domain.risks.heat_map import Movement
from boardtui.report.columns import status_words
from boardtui.report.scorecard_columns import bars_words
from boardtui.ui.shared.columns import pieces
from boardtui.ui.shared.text import Piece, Pieces, one_line


def figure_pieces(view: KpiView) -> Pieces:
    """Where a KPI stands: its status, its figure and its target."""
    figure = one_line(view.figure.text) or "no figure"
    target = f" target {one_line(view.targets.words)}" if view.targets.words else " no target"
    return [
        *pieces(status_words(view.status)),
        Piece(f"  {figure}", "strong"),
        Piece(f" {one_line(view.as_at)},{target}"),
    ]


def bar_pieces(row: KpiRow) -> Sequence[Piece]:
    """Its latest periods as bars; nothing where there is only one."""
    if len(row.view.series()) < 2:
        return []
    first, *others = pieces(bars_words(row))
    return [Piece(f" {first.text.lstrip()}", first.style), *others]


def risk_style(move: Movement) -> str:
    """The style of the mark that says how a risk has moved."""
    styles = {Movement.IMPROVED: "mark-better", Movement.WORSENED: "mark-worse", Movement.SAME: "mark-same"}
    return styles.get(move, "accent")
