"""What the papers say around the plan, what meetings decided and asked for, and what copies disagree on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from boardtui.domain.attention.schedule import is_finished
from boardtui.domain.board.words import capitalised, field_label, value_words
from boardtui.domain.dates.dates import read_date
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import (
    ActionArising,
    BudgetLine,
    Challenge,
    Decision,
    Milestone,
    Record,
)
from boardtui.domain.records.rag import Rag
from boardtui.report.columns import ARISING, BUDGET, CHALLENGES, DECISIONS, LEAD, NOTE, SLIPPAGE, WHEN
from boardtui.report.document import Block, Column, heading, paragraph, records_table, table
from boardtui.report.sections.page import Page
from boardtui.report.words import NOT_STATED, counted

_CONFLICTS = (Column("What", 40), Column("Field", 20), Column("Shown in this report", 60))


def decisions_and_actions(page: Page) -> list[Block]:
    """Decisions, challenges and actions arising: of the last meeting and since, and all that is still open."""
    out = _decisions(page) + _challenges(page) + _arising(page)
    return heading(2, "Decisions, challenges and actions arising") + out if out else []


def _is_recent(page: Page, record: Decision | Challenge | ActionArising) -> bool:
    since = page.board.since
    return since.meeting is None or record.meeting == since.meeting.id or record.id in since.new


def _changed(page: Page, record: Record) -> bool:
    return record.id in page.board.since.before


def _decisions(page: Page) -> list[Block]:
    found = [each for each in page.board.all(Decision) if _is_recent(page, each)]
    return heading(3, "Decisions") + records_table(DECISIONS, page, found) if found else []


def _challenges(page: Page) -> list[Block]:
    found = [
        each for each in page.board.all(Challenge) if not each.answer or _is_recent(page, each) or _changed(page, each)
    ]
    return heading(3, "Challenges") + records_table(CHALLENGES, page, found) if found else []


def _arising(page: Page) -> list[Block]:
    found = [
        each
        for each in page.board.all(ActionArising)
        if not is_finished(each) or _is_recent(page, each) or _changed(page, each)
    ]
    return heading(3, "Actions arising") + records_table(ARISING, page, found) if found else []


def conflicts(page: Page) -> list[Block]:
    """What copies of the board disagree on. Which of the values holds is for a person to decide."""
    found = page.board.conflicted
    if page.options.public or not found:
        return []
    rows = [row for record in found for row in _disagreement(page, record)]
    verb = "is" if len(rows) == 1 else "are"
    told = (
        f"Copies of this board disagree, and {counted(len(rows), 'question')} {verb} open. "
        "This report shows one of the values until somebody decides."
    )
    return heading(2, "Open disagreements between copies") + paragraph(told) + table(_CONFLICTS, rows)


def _disagreement(page: Page, record: Record) -> list[tuple[str, str, str]]:
    what = page.kind_and_name(record)
    rows = []
    for group in record.conflicts:
        if group == LIFE:
            rows.append((what, "whether it stays", "Changed in one copy and deleted in another"))
            continue
        names = record.kind.groups.get(group, ())
        attributes = [record.kind.attributes[name] for name in names]
        labels = [field_label(page.board, each) for each in attributes]
        values = [value_words(page.board, each, getattr(record, each.name)) for each in attributes]
        rows.append((what, capitalised(" · ".join(labels)), " · ".join(filter(None, values)) or NOT_STATED))
    return rows


def _milestone_rating(page: Page, each: Milestone) -> str:
    return "" if each.rag is Rag.NOT_RATED else page.rating(each)


_MILESTONES = (
    *(WHEN, Column("Milestone", 40, make=lambda _, each: " ".join(filter(None, (each.ref, each.title))))),
    *(replace(LEAD, optional=True), Column("Rating", 14, optional=True, make=_milestone_rating), SLIPPAGE, NOTE),
)


def milestones(page: Page) -> list[Block]:
    """The time line: what has a day in order of days, then the rest as entered."""
    found = page.board.all(Milestone)
    ordered = sorted(found, key=lambda each: read_date(each.due).first or date.max)
    return heading(2, "Milestones") + records_table(_MILESTONES, page, ordered) if ordered else []


def budget(page: Page) -> list[Block]:
    """Money agreed and spent, as stated."""
    return heading(2, "Budget") + records_table(BUDGET, page, found) if (found := page.board.all(BudgetLine)) else []
