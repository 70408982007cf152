"""What meetings decided and asked for, and what copies of the board disagree on."""

from __future__ import annotations

from boardtui.domain.board import name_of
from boardtui.domain.dates import show_date
from boardtui.domain.edits import LIFE
from boardtui.domain.kinds import ActionArising, Challenge, Decision, Meeting, Record
from boardtui.domain.schedule import is_finished
from boardtui.report.markdown import Column, heading, paragraph, table
from boardtui.report.page import Page
from boardtui.report.words import NOT_STATED, capitalised, counted

_DECISIONS = (
    *(
        Column("Meeting", 12),
        Column("About", 20, optional=True),
        Column("Decision", 60),
        Column("Made by", 18, optional=True),
    ),
)
_CHALLENGES = (
    *(Column("Meeting", 12), Column("About", 20, optional=True), Column("Challenge", 50), Column("Raised by", 18)),
    Column("Answer", 40),
)
_ARISING = (
    *(
        Column("Meeting", 12),
        Column("About", 20, optional=True),
        Column("Action", 50),
        Column("Who", 18),
        Column("By when", 14),
    ),
    *(Column("Slippage", 16, optional=True), Column("Outcome", 24)),
)
_CONFLICTS = (Column("What", 40), Column("Field", 20), Column("Shown in this report", 60))


def decisions_and_actions(page: Page) -> list[str]:
    """Decisions, challenges and actions arising: of the last meeting and since, and all that is still open."""
    out = _decisions(page) + _challenges(page) + _arising(page)
    return heading(2, "Decisions, challenges and actions arising") + out if out else []


def _is_recent(page: Page, record: Decision | Challenge | ActionArising) -> bool:
    since = page.board.since
    return since.meeting is None or record.meeting == since.meeting.id or record.id in since.new


def _changed(page: Page, record: Record) -> bool:
    return record.id in page.board.since.before


def _meeting(page: Page, identity: str) -> str:
    meeting = page.board.get(Meeting, identity)
    return "" if meeting is None else show_date(meeting.date) or name_of(meeting)


def _about(page: Page, identity: str) -> str:
    record = page.board.find(identity) if identity else None
    return "" if record is None else page.kind_and_name(record)


def _decisions(page: Page) -> list[str]:
    rows = [
        (_meeting(page, each.meeting) or show_date(each.date), _about(page, each.item), each.text, each.made_by)
        for each in page.board.all(Decision)
        if _is_recent(page, each)
    ]
    return heading(3, "Decisions") + table(_DECISIONS, rows) if rows else []


def _challenges(page: Page) -> list[str]:
    rows = [
        (
            *(_meeting(page, each.meeting), _about(page, each.item), each.text, each.raised_by or NOT_STATED),
            each.answer or "open",
        )
        for each in page.board.all(Challenge)
        if not each.answer or _is_recent(page, each) or _changed(page, each)
    ]
    return heading(3, "Challenges") + table(_CHALLENGES, rows) if rows else []


def _arising(page: Page) -> list[str]:
    rows = [
        (
            *(_meeting(page, each.meeting), _about(page, each.item), each.text, each.owner or NOT_STATED),
            *(page.due(each) or NOT_STATED, page.slipped(each), _outcome(each)),
        )
        for each in page.board.all(ActionArising)
        if not is_finished(each) or _is_recent(page, each) or _changed(page, each)
    ]
    return heading(3, "Actions arising") + table(_ARISING, rows) if rows else []


def _outcome(each: ActionArising) -> str:
    state = "done" if each.done else "open"
    return f"{state}: {each.outcome}" if each.outcome else state


def conflicts(page: Page) -> list[str]:
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
        labels = [record.kind.attributes[name].label for name in names]
        values = [_shown(page, record, name) for name in names]
        rows.append((what, capitalised(" · ".join(labels)), " · ".join(filter(None, values)) or NOT_STATED))
    return rows


def _shown(page: Page, record: Record, name: str) -> str:
    value = getattr(record, name)
    form = record.kind.attributes[name].look.form
    match form:
        case "link":
            return page.named(value)
        case "links":
            return ", ".join(page.named(each) for each in value)
        case "date":
            return show_date(value)
        case "flag":
            return "yes" if value else "no"
        case "data":
            return ""
        case _:
            return str(value)
