"""`boardtui show`: a part of the board as a table, or as JSON."""

from __future__ import annotations

from boardtui.cli.common import BoardArgument, examples

EXAMPLES = examples(
    "boardtui show plan.board summary",
    "boardtui show plan.board actions --filter coaching",
    "boardtui show plan.board kpis --json",
)


def show(board: BoardArgument) -> None:
    """Print a part of the board."""
