"""A board as a paper, for the board pack and for people who never saw the program: a front sheet, or the whole plan.

The same data gives the same bytes: the clock is never asked. Lateness counts from the day that the board itself
speaks of, its next meeting, or else its latest edit.
"""

from __future__ import annotations

from collections.abc import Callable

from boardtui.domain.board.board import Board
from boardtui.report.document import CONTENTS, Block, Heading, bullets, heading
from boardtui.report.markdown import markdown
from boardtui.report.sections import front, kpis, narrative, plan, risks, summary
from boardtui.report.sections.page import Page, SnapshotOptions

__all__ = ["SnapshotOptions", "front_sheet", "front_sheet_paper", "snapshot", "snapshot_paper"]

Section = Callable[[Page], list[Block]]
SECTION = 2
"""The level of a section's heading."""

_SECTIONS: tuple[tuple[Section, tuple[str, ...]], ...] = (
    (summary.opening_words, ("summary",)),
    (narrative.asked, ("recommendations",)),
    (narrative.opening, ("meetings",)),
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
    (narrative.milestones, ("milestones",)),
    (narrative.budget, ("budget",)),
    (narrative.narrative, ("narrative",)),
    (narrative.decisions_and_actions, ("decisions", "challenges", "actions_arising", "agenda_items")),
    (narrative.conflicts, ("conflicts",)),
    (plan.also_recorded, ("also_recorded",)),
    (plan.purposes, ("ambitions", "actions")),
    (narrative.sources, ("sources",)),
)
"""The sections in their order, each with the names by which it can be asked for. The title stands before them."""

PARTS = tuple(dict.fromkeys(name for _, names in _SECTIONS for name in names))
"""What a snapshot can be limited to."""


_FRONT_SHEET: tuple[Section, ...] = (
    summary.title_block,
    front.asked,
    front.how_we_are_doing,
    front.off_track,
    front.kpis,
    front.risks,
    front.changed,
    front.due,
    front.where_the_rest_is,
)


def front_sheet(board: Board, options: SnapshotOptions | None = None) -> str:
    """Write the front sheet of a board as GitHub Markdown: `front_sheet_paper`, drawn."""
    return markdown(front_sheet_paper(board, options))


def front_sheet_paper(board: Board, options: SnapshotOptions | None = None) -> list[Block]:
    """Make the two pages with which a board's papers begin: what it is asked, what is off track, what is due.

    Args:
        board: the board, read against the meeting with which it is to be compared.
        options: what to show; a front sheet is always about the whole board.
    """
    page = Page.of(board, options or SnapshotOptions())
    return [block for section in _FRONT_SHEET for block in section(page)]


def snapshot(board: Board, options: SnapshotOptions | None = None) -> str:
    """Write a board as GitHub Markdown whose tables survive pandoc to Word: `snapshot_paper`, drawn."""
    return markdown(snapshot_paper(board, options))


def snapshot_paper(board: Board, options: SnapshotOptions | None = None) -> list[Block]:
    """Make the paper that shows the whole plan.

    Args:
        board: the board, read against the meeting with which it is to be compared.
        options: what to show.

    Returns:
        Its headings, paragraphs, lists and tables, which Markdown and Word draw.
    """
    page = Page.of(board, options or SnapshotOptions())
    only = page.options.only
    title = summary.title_block(page)
    told = [
        block for section, names in _SECTIONS if not only or not set(only).isdisjoint(names) for block in section(page)
    ]
    return title + (_contents(told) if not only else []) + told


def _contents(blocks: list[Block]) -> list[Block]:
    """The sections by their headings, for a paper that is long enough to be looked up in."""
    names = [block.words for block in blocks if isinstance(block, Heading) and block.level == SECTION]
    return heading(SECTION, CONTENTS) + bullets(names) if len(names) > 1 else []
