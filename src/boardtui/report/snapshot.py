"""A board as a paper, for the board pack and for people who never saw the program.

The same data gives the same bytes: the clock is never asked. Lateness counts from the day that the board itself
speaks of, its next meeting, or else its latest edit.
"""

from __future__ import annotations

from collections.abc import Callable

from boardtui.domain.board.board import Board
from boardtui.report.document import Block
from boardtui.report.markdown import markdown
from boardtui.report.sections import also, kpis, plan, risks, summary
from boardtui.report.sections import meetings as papers
from boardtui.report.sections.page import Page, SnapshotOptions

__all__ = ["SnapshotOptions", "snapshot", "snapshot_paper"]

Section = Callable[[Page], list[Block]]

_SECTIONS: tuple[tuple[Section, tuple[str, ...]], ...] = (
    (summary.title_block, ()),
    (summary.opening_words, ("summary",)),
    (papers.opening, ("meetings",)),
    (summary.rag_key, ("summary",)),
    (summary.summary, ("summary",)),
    (summary.exceptions, ("exceptions",)),
    (summary.changed, ("changed",)),
    (summary.due_soon, ("due",)),
    (summary.stale, ("stale",)),
    (plan.ambitions, ("ambitions", "actions", "task_groups")),
    (kpis.scorecard, ("kpis", "readings", "target_changes", "comparators", "rebases")),
    (risks.register, ("risks", "mitigations")),
    (plan.priorities, ("priorities", "next_steps")),
    (papers.milestones, ("milestones",)),
    (papers.budget, ("budget",)),
    (papers.narrative, ("narrative",)),
    (papers.decisions_and_actions, ("decisions", "challenges", "actions_arising", "agenda_items")),
    (papers.conflicts, ("conflicts",)),
    (also.also_recorded, ("also_recorded",)),
    (plan.purposes, ("ambitions", "actions")),
    (papers.sources, ("sources",)),
)
"""The sections in their order, each with the names by which it can be asked for. The title always stands."""

PARTS = tuple(dict.fromkeys(name for _, names in _SECTIONS for name in names))
"""What a snapshot can be limited to."""


def snapshot(board: Board, options: SnapshotOptions | None = None) -> str:
    """Write a board as GitHub Markdown whose tables survive pandoc to Word: `snapshot_paper`, drawn."""
    return markdown(snapshot_paper(board, options))


def snapshot_paper(board: Board, options: SnapshotOptions | None = None) -> list[Block]:
    """Make the paper that shows a board.

    Args:
        board: the board, read against the meeting with which it is to be compared.
        options: what to show.

    Returns:
        Its headings, paragraphs, lists and tables, which Markdown and Word draw.
    """
    page = Page.of(board, options or SnapshotOptions())
    only = page.options.only
    return [
        block
        for section, names in _SECTIONS
        if not (only and names) or not set(only).isdisjoint(names)
        for block in section(page)
    ]
