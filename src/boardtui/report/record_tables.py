"""Which columns the table of each kind of record has, in papers and as `show` prints it."""

from __future__ import annotations

from typing import Any

from boardtui.domain.dates.dates import show_date
from boardtui.domain.meetings.sittings import meeting_state
from boardtui.domain.records.kinds import ActionArising, BudgetLine, Decision, Meeting, NextStep
from boardtui.domain.records.meetings import MeetingState
from boardtui.report.columns import (
    ACTION,
    AMBITION_RATING,
    DUE,
    LEAD,
    MADE_OF,
    MITIGATION,
    MOVED,
    OWNER,
    RATING,
    REF,
    RISK,
    SLIPPAGE,
    TITLE,
    WHEN,
    Columns,
    field,
    link,
)
from boardtui.report.document import Column, lit
from boardtui.report.risk_columns import PROGRESS, STATE, score_badge, scores
from boardtui.report.seen import Seen
from boardtui.report.words import NOT_STATED


def _about(seen: Seen, record: Any) -> str:
    found = seen.board.find(record.item) if record.item else None
    return "" if found is None else seen.kind_and_name(found)


def _outcome(_: Seen, each: ActionArising) -> str:
    state = "done" if each.done else "open"
    return f"{state}: {each.outcome}" if each.outcome else state


def _spent(_: Seen, each: BudgetLine) -> str:
    return f"{each.spent} ({show_date(each.spent_at)})" if each.spent and each.spent_at else each.spent


def _decided_at(seen: Seen, each: Decision) -> str:
    return seen.named(each.meeting) or show_date(each.date)


def _held(seen: Seen, meeting: Meeting) -> str:
    state = meeting_state(seen.board, meeting, seen.today)
    return lit(state, "" if state in (MeetingState.PLANNED, MeetingState.CLOSED) else "warning")


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
    *(DUE, SLIPPAGE, Column("Outcome", 24, make=_outcome)),
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
MITIGATIONS: Columns = (link("Risk", "risk", 8, whole=True), MITIGATION, OWNER, PROGRESS, DUE, SLIPPAGE)
MEETINGS: Columns = (
    field("Date", "date", whole=True),
    Column("State", make=_held),
    Column("Title", make=lambda _, each: each.title or each.purpose),
    *(field("Place", "place"), field("Chair", "chair")),
)

_GROUP = (
    field("Group", "title", 30),
    link("Action", "action", 8, optional=True),
    field("Lead", "lead", 20, missing=NOT_STATED),
)
_REST_OF_GROUP = (field("Co-lead", "co_lead", 20, optional=True), field("Remit", "remit", 40, optional=True))
TASK_GROUPS: Columns = (*_GROUP, *_REST_OF_GROUP)

IN_A_TERMINAL: dict[str, Columns] = {
    "ambition": (REF, TITLE, LEAD, AMBITION_RATING, MADE_OF, MOVED),
    "action": (REF, ACTION, LEAD, RATING, DUE, SLIPPAGE, MOVED),
    "risk": (REF, RISK, OWNER, *scores(score_badge), STATE, MOVED),
    "priority": (
        *(REF, TITLE, field("Description", "description")),
        Column("Next steps", align="right", make=lambda seen, each: str(len(seen.board.owned(NextStep, each.id)))),
    ),
    "next_step": (REF, link("Area of focus", "priority"), ACTION, LEAD, RATING, DUE, SLIPPAGE, MOVED),
    "milestone": (WHEN, REF, field("Milestone", "title"), LEAD, RATING, SLIPPAGE, NOTE),
    "budget_line": BUDGET,
    "narrative": (field("Section", "section"), field("Heading", "heading"), field("Text", "text")),
    "meeting": MEETINGS,
    "decision": DECISIONS,
    "challenge": CHALLENGES,
    "action_arising": ARISING,
    "task_group": (_GROUP[0], link("Ambition", "ambition"), *_GROUP[1:], *_REST_OF_GROUP),
    "mitigation": MITIGATIONS,
}
"""The columns of each kind as `show` prints them."""
