"""The columns of the tables of records: each says once what stands over it and how a record fills it.

Papers and the tables of a terminal are put together from them. What a table has beside them, such as a rating with its
movement, is said where it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from boardtui.domain.attention.exceptions import above_tolerance
from boardtui.domain.attention.schedule import is_finished, routed_to
from boardtui.domain.dates.dates import show_date
from boardtui.domain.records.kinds import ActionArising, Ambition, BudgetLine, Decision, Mitigation, NextStep, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.risks.matrix import matrix_of, parse_score
from boardtui.report import words
from boardtui.report.document import Column, Words, toned
from boardtui.report.palette import rag_style
from boardtui.report.sections.page import Page
from boardtui.report.words import NOT_STATED, one_line

Columns = tuple[Column, ...]
Make = Callable[[Page, Any], str]


def rag_words(rating: Rag) -> Words:
    """A rating as letter, shape and word, in its colour."""
    return toned(rating.words, rag_style(rating))


def field(heading: str, name: str, width: int = 10, **more: Any) -> Column:
    """A column of one text, date or figure."""
    return Column(heading, width, make=lambda _, record: show_date(str(getattr(record, name))), **more)


def link(heading: str, name: str, width: int = 10, **more: Any) -> Column:
    """A column with what a record belongs to."""
    return Column(heading, width, make=lambda page, record: page.named(getattr(record, name)), **more)


def _rating(page: Page, record: Any) -> str:
    return words.rating(page.board, record) if routed_to(page.board, record) else rag_words(Rag(record.rag))


def _about(page: Page, record: Any) -> str:
    found = page.board.find(record.item) if record.item else None
    return "" if found is None else page.kind_and_name(found)


def _ambition_rating(page: Page, ambition: Ambition) -> str:
    return f"now routed through {one_line(ambition.routed_to)}" if ambition.routed_to else rag_words(ambition.rag)


def _made_of(page: Page, ambition: Ambition) -> str:
    standing = next((s for s in page.view.standings if s.ambition is not None and s.ambition.id == ambition.id), None)
    if standing is None or ambition.routed_to:
        return ""
    counts = standing.make_up.now
    return " ".join(f"{rating.mark} {counts[rating]}" for rating in counts if counts[rating])


def _score(name: str) -> Make:
    def make(page: Page, risk: Risk) -> str:
        score = parse_score(getattr(risk, name))
        if score is None:
            return "unscored"
        band = matrix_of(page.board.profile).band(score)
        return f"{score.value} {band}".strip()

    return make


def _flags(page: Page, risk: Risk) -> str:
    above = above_tolerance(risk, matrix_of(page.board.profile))
    return "closed" if is_finished(risk) else "above appetite" if above else ""


def _progress(_: Page, each: Mitigation) -> str:
    stated = {word.casefold(): word for word in (each.progress_words, each.progress.value) if word}
    return ": ".join(reversed(stated.values())).removesuffix(NOT_STATED)


def _outcome(_: Page, each: ActionArising) -> str:
    state = "done" if each.done else "open"
    return f"{state}: {each.outcome}" if each.outcome else state


def _spent(_: Page, each: BudgetLine) -> str:
    return f"{each.spent} ({show_date(each.spent_at)})" if each.spent and each.spent_at else each.spent


def _decided_at(page: Page, each: Decision) -> str:
    return page.named(each.meeting) or show_date(each.date)


REF = field("Ref", "ref", 6, optional=True, whole=True)
LEAD = field("Lead", "lead", 18)
RATING = Column("Rating", 14, make=lambda page, record: page.rating(record), whole=True)
DUE = Column("Due", 12, make=lambda page, item: page.due(item))
SLIPPAGE = Column("Slippage", 16, make=lambda page, item: page.slipped(item), optional=True)
NOTE = field("Note", "note", 30, optional=True)
ABOUT = Column("About", 20, make=_about, optional=True)
MEETING = link("Meeting", "meeting", 12, whole=True)

DECISIONS: Columns = (
    Column("Meeting", 12, make=_decided_at, whole=True),
    *(ABOUT, field("Decision", "text", 60), field("Made by", "made_by", 18, optional=True)),
)
CHALLENGES: Columns = (
    *(MEETING, ABOUT, field("Challenge", "text", 50), field("Raised by", "raised_by", 18, missing=NOT_STATED)),
    Column("Answer", 40, make=lambda _, each: each.answer or "open"),
)
ARISING: Columns = (
    *(MEETING, ABOUT, field("Action", "text", 50), field("Who", "owner", 18, missing=NOT_STATED)),
    replace(DUE, heading="By when", width=14, missing=NOT_STATED),
    *(SLIPPAGE, Column("Outcome", 24, make=_outcome)),
)
BUDGET: Columns = (
    *(field("Budget", "title", 28), field("Source", "source", 20, optional=True)),
    field("Year", "year", 9, optional=True),
    *(
        field("Approved", "approved", 11, align="right", missing=NOT_STATED),
        Column("Spent to date", 18, "right", make=_spent),
    ),
    field("Projected", "projected", 11, align="right", optional=True),
    *(field("Variance", "variance", 18, optional=True), NOTE),
)
MITIGATIONS: Columns = (
    *(link("Risk", "risk", 8, whole=True), field("Mitigation", "title", 44)),
    *(field("Owner", "owner", 18, missing=NOT_STATED), Column("Status", 18, make=_progress, missing=NOT_STATED)),
    *(DUE, SLIPPAGE),
)
WHEN = replace(DUE, heading="When", width=16, missing=NOT_STATED)

# In a terminal a rating stands without its movement, which has a column of its own.
_RAG = Column("RAG", make=_rating, whole=True)
_MOVED = Column("Moved", make=lambda page, record: page.movement(record), whole=True)
_GROUP = (
    field("Group", "title", 30),
    link("Action", "action", 8, optional=True),
    field("Lead", "lead", 20, missing=NOT_STATED),
)
_REST_OF_GROUP = (field("Co-lead", "co_lead", 20, optional=True), field("Remit", "remit", 40, optional=True))
TASK_GROUPS: Columns = (*_GROUP, *_REST_OF_GROUP)

IN_A_TERMINAL: dict[str, Columns] = {
    "ambition": (
        *(REF, field("Title", "title"), LEAD, Column("RAG", make=_ambition_rating)),
        *(Column("Actions", make=_made_of), _MOVED),
    ),
    "action": (REF, field("Action", "title"), LEAD, _RAG, DUE, SLIPPAGE, _MOVED),
    "risk": (
        *(REF, field("Risk", "title"), field("Owner", "owner"), Column("Inherent", make=_score("inherent"))),
        *(Column("Current", make=_score("current")), Column("Target", make=_score("target"))),
        *(Column("State", make=_flags), _MOVED),
    ),
    "priority": (
        *(REF, field("Title", "title"), field("Description", "description")),
        Column("Next steps", align="right", make=lambda page, each: str(len(page.board.owned(NextStep, each.id)))),
    ),
    "next_step": (REF, link("Area of focus", "priority"), field("Action", "title"), LEAD, _RAG, DUE, SLIPPAGE, _MOVED),
    "milestone": (WHEN, REF, field("Milestone", "title"), LEAD, _RAG, SLIPPAGE, NOTE),
    "budget_line": BUDGET,
    "narrative": (field("Section", "section"), field("Heading", "heading"), field("Text", "text")),
    "meeting": (
        *(field("Date", "date", whole=True), field("Title", "title"), field("Place", "place")),
        *(field("Chair", "chair"), field("State", "state")),
    ),
    "decision": DECISIONS,
    "challenge": CHALLENGES,
    "action_arising": ARISING,
    "task_group": (_GROUP[0], link("Ambition", "ambition"), *_GROUP[1:], *_REST_OF_GROUP),
    "mitigation": MITIGATIONS,
}
"""The columns of each kind as `show` prints them."""
