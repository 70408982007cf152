"""The small board with more of what its papers can hold: entries without a title, without an owner, late, answered."""

from __future__ import annotations

from pathlib import Path

from boardtui.store.board_file import BoardFile
from tests.ui.conftest import change, identity, ready
from tests.ui.council_board import AFTER
from tests.ui.council_board import make as make_small


def make(place: Path) -> Path:
    """Make the board."""
    return ready(place, _build)


def _build(place: Path) -> None:
    make_small(place)
    with BoardFile.open(place, clock=lambda: AFTER) as file:
        further = [
            change("action", "9.1", ref="9.1", title="Of no ambition", lead="Adviser", due="Jan - Feb 2021", rag="red"),
            change("ambition", "a4", title="", narrative="Not begun.", rag="blue"),
            change("ambition", "a1", rationale="Two left", rag="red", help_wanted="Money", links=[identity("r6")]),
            change("next_step", "s2", title="Step without an area", due="2021-02-01", rag="red", lead="Adviser"),
            change("budget_line", "b2", title="Staff", projected="£1m", variance="£20k"),
            change("decision", "d2", text="Meet monthly", meeting=identity("jan")),
            change("challenge", "c2", meeting=identity("jan"), text="Why late?", answer="Staff left", raised_by="Ann"),
            change("action_arising", "x2", text="Send the plan", done=True, item=identity("1.2")),
            change("task_group", "t2", title="Free group"),
            change("task_group", "t1", remit="To look at every audit", co_lead="Adviser"),
            change("narrative", "n3", section="key message", heading="Pace"),
            change("milestone", "m4", title="Late one", due="2021-01-01", rag="red"),
        ]
        file.write(further, who="Adviser", at=AFTER)
