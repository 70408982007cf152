"""A board with risks in every state, the same on every run: scored, moved, unscored, above tolerance, mitigated."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import HOSTILE, change, identity

BEFORE = datetime(2021, 1, 11, 9, 0, tzinfo=UTC)
CLOSED = datetime(2021, 1, 19, 12, 0, tzinfo=UTC)
AFTER = datetime(2021, 2, 10, 9, 0, tzinfo=UTC)
APPETITE = "workforce: cautious 9\nsystems: open 12"
SCORES = {"inherent": "5x4", "target": "2x3"}


def _plan() -> list[Change]:
    return [
        change("ambition", "a1", ref="1", title="Leaders"),
        change("action", "1.1", ref="1.1", ambition=identity("a1"), title="Coach managers", rag="amber"),
        change("kpi", "k1", ref="H1", title="Caseloads", ambition=identity("a1")),
        change(
            "risk",
            "r1",
            ref="CIP01",
            title="Capacity to manage cases",
            category="workforce",
            owner="Head of Early Help",
            ambition=identity("a1"),
            current="3x3",
            current_why="Posts are filled",
            response="treat",
            next_review="2021-03-02",
            links=(identity("1.1"), identity("k1")),
            **SCORES,
        ),
        change("risk", "r2", ref="CIP02", title=f"System {HOSTILE}", category="systems", current="3x4"),
        change("risk", "r3", ref="CIP03", title="Project support", current="3x4", owner="Director"),
        change("risk", "r6", ref="CIP06", title="Engagement", category="workforce", current="2x3"),
        change("risk", "r8", ref="CIP08", title="Closing the loop"),
        change("mitigation", "m1", risk=identity("r6"), title="Map stakeholders", progress="complete"),
        change(
            "mitigation",
            "m2",
            risk=identity("r6"),
            title=f"Strategy {HOSTILE}",
            progress="in progress",
            progress_words="Draft complete",
            owner="Strategic Lead",
            due="2021-02-01",
        ),
        change("meeting", "jan", date="2021-01-19"),
        change("meeting", "mar", date="2021-03-02"),
    ]


def make(place: Path, **profile: Any) -> Path:
    """Make the board: a plan, a closed meeting, and a risk that has worsened since.

    Args:
        place: where.
        profile: settings of the board, such as `matrix="4"`; set last, when all scores are there.
    """
    with BoardFile.create(place, "Improvement plan", who="plan", clock=lambda: BEFORE) as made:
        board = made.read().profile.id
        made.write([Change(board, "board", {"appetite": APPETITE}), *_plan()], who="plan", at=BEFORE)
        made.close_meeting(identity("jan"), who="Programme office", freeze=lambda _board: ("", ""), at=CLOSED)
        worse = {"current": "4x4", "current_why": "Two coaches left"}
        made.write([change("risk", "r1", **worse)], who="Head of Early Help", why="Two coaches left", at=AFTER)
        if profile:
            made.write([Change(board, "board", profile)], who="plan", at=AFTER)
    return place
