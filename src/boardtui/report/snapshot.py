"""A board as a Markdown document, for the board pack and for people who never saw the program.

The same data gives the same bytes: the clock is never asked. Lateness counts from the day that the board itself
speaks of, its next meeting, or else its latest edit.
"""

from __future__ import annotations

from boardtui.domain.board.board import Board
from boardtui.report.sections import kpis, meetings, plan, risks, summary
from boardtui.report.sections import meetings as papers
from boardtui.report.sections.page import Page, SnapshotOptions

__all__ = ["SnapshotOptions", "snapshot"]

_SECTIONS = (
    *(summary.title_block, papers.opening, summary.rag_key, summary.summary, summary.exceptions),
    *(summary.changed, summary.due_soon, summary.stale, plan.ambitions, kpis.scorecard, risks.register),
    *(plan.priorities, papers.milestones, papers.budget, papers.narrative),
    *(meetings.decisions_and_actions, meetings.conflicts, plan.purposes, papers.sources),
)


def snapshot(board: Board, options: SnapshotOptions | None = None) -> str:
    """Write a board as GitHub Markdown whose tables survive pandoc to Word.

    Args:
        board: the board, read against the meeting with which it is to be compared.
        options: what to show.

    Returns:
        The document, which ends with one newline.
    """
    page = Page.of(board, options or SnapshotOptions())
    lines = [line for section in _SECTIONS for line in section(page)]
    return "\n".join(lines).rstrip("\n") + "\n"
