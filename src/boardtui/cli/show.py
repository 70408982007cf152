"""`boardtui show`: a part of the board as a table, or as JSON."""

from __future__ import annotations

from boardtui.cli.common import BoardArgument


def show(board: BoardArgument) -> None:
    """Print a part of the board."""
