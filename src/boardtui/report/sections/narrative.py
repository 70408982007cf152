"""What the papers say around the plan: the author's words by date, what meetings decided, what copies disagree on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from boardtui.domain.attention.exceptions import wants_sign_off
from boardtui.domain.attention.movement import is_of_this_period
from boardtui.domain.attention.schedule import SCHEDULED, is_awaited, is_finished, who_answers
from boardtui.domain.board.words import capitalised, the_meeting, value_words
from boardtui.domain.dates.dates import read_date
from boardtui.domain.meetings.sittings import moment
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import (
    ActionArising,
    Ambition,
    BudgetLine,
    Challenge,
    Decision,
    Meeting,
    Milestone,
    Narrative,
    Record,
)
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.plan import SECTIONS
from boardtui.domain.records.rag import Rag
from boardtui.report.columns import LEAD, RATING_MOVED, SLIPPAGE, WHEN
from boardtui.report.document import (
    Block,
    Column,
    Words,
    bold,
    bullets,
    closed_up,
    heading,
    join,
    listed,
    paragraph,
    prose,
    records_table,
    table,
)
from boardtui.report.record_tables import ARISING, BUDGET, CHALLENGES, DECISIONS, NOTE
from boardtui.report.sections.page import Page
from boardtui.report.sections.summary import what_it_is
from boardtui.report.words import NOT_STATED, counted, disagreed_on, one_line

_CONFLICTS = (Column("What", 40), Column("Field", 20), Column("Shown in this report", 60))
ASKED = ("recommendation", "recommendations")
FIRST = ("key message", "highlight")
"""Sections that a paper opens with."""

_HEADINGS = {
    "recommendation": "Recommendations",
    "key message": "Key messages",
    "highlight": "Highlights",
    "challenge": "Challenges",
    "next step": "Next steps",
}


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
            shown = "Changed in one copy and deleted in another"
        else:
            attributes = [record.kind.attributes[name] for name in record.kind.groups.get(group, ())]
            values = [value_words(page.board, each, getattr(record, each.name)) for each in attributes]
            shown = " · ".join(filter(None, values)) or NOT_STATED
        rows.append((what, disagreed_on(page.board, record, group), shown))
    return rows


def _milestone_rating(page: Page, each: Milestone) -> str:
    return "" if each.rag is Rag.NOT_RATED else page.rating(each)


_MILESTONES = (
    *(WHEN, Column("Milestone", 40, make=lambda _, each: " ".join(filter(None, (each.ref, each.title))))),
    *(
        replace(LEAD, optional=True, missing=""),
        replace(RATING_MOVED, optional=True, make=_milestone_rating),
        SLIPPAGE,
        NOTE,
    ),
)


def milestones(page: Page) -> list[Block]:
    """The time line: what has a day in order of days, then the rest as entered."""
    found = page.board.all(Milestone)
    ordered = sorted(found, key=lambda each: read_date(each.due).first or date.max)
    return heading(2, "Milestones") + records_table(_MILESTONES, page, ordered) if ordered else []


def budget(page: Page) -> list[Block]:
    """Money agreed and spent, as stated."""
    return heading(2, "Budget") + records_table(BUDGET, page, found) if (found := page.board.all(BudgetLine)) else []


def asked(page: Page) -> list[Block]:
    """What the board is asked to do: the author's recommendations, and the decisions that items wait for."""
    own = [each for each in _of_this_period(page) if each.section.casefold() in ASKED]
    out = _items(page, own) + bullets(_wanted(page))
    return heading(2, "What the board is asked to do") + closed_up(out) if out else []


def _wanted(page: Page) -> list[Words]:
    board, kinds = page.board, (Ambition, *SCHEDULED)
    every = [record for kind in kinds for record in board.all(kind)]
    blue = [each for each in every if wants_sign_off(board, each)]
    wanted = [
        join(f"To agree that {_one_of(page, each)} is completed and embedded.", _evidence(each)) for each in blue[:MOST]
    ]
    if len(blue) > MOST:
        more = ", ".join(page.named(each.id) for each in blue[MOST:])
        wanted.append(join(f"To agree the same of {more}."))
    for each in every:
        if (help_wanted := str(getattr(each, "help_wanted", ""))) and is_awaited(board, each):
            who = who_answers(each)
            words = f"To help with {_one_of(page, each)}: {one_line(help_wanted)}"
            wanted.append(join(words, f"(asked by: {one_line(who)})" if who else ""))
    return wanted


MOST = 6
"""How many items wait for the board's agreement in words of their own; of the others the refs are enough."""


def _one_of(page: Page, record: Record) -> str:
    return join(page.named(record.id) if getattr(record, "ref", "") else "", what_it_is(page, record))


def _evidence(record: Record) -> str:
    evidence = one_line(str(getattr(record, "evidence", "")))
    return f"Evidence: {evidence}" if evidence else "No evidence is named."


def key_messages(page: Page) -> list[Narrative]:
    """This period's key messages."""
    return [each for each in _of_this_period(page) if each.section.casefold() == "key message"]


def opening(page: Page) -> list[Block]:
    """This period's key messages and highlights."""
    return _by_section(page, 2, _of_this_period(page), lambda section: section in FIRST)


def narrative(page: Page) -> list[Block]:
    """This period's other narrative, then all that was said at earlier meetings, the latest first."""
    told = _by_section(page, 3, _of_this_period(page), lambda section: section not in (*FIRST, *ASKED))
    out = heading(2, "Narrative") + told if told else []
    for meeting, items in _earlier(page):
        out += heading(2, f"Narrative at {the_meeting(meeting)}") + _by_section(page, 3, items, lambda _: True)
    return out


def _of_this_period(page: Page) -> list[Narrative]:
    return [each for each in page.board.all(Narrative) if is_of_this_period(page.board, each)]


def _earlier(page: Page) -> list[tuple[Meeting, list[Narrative]]]:
    """What was last edited before a meeting closed, by that meeting."""
    board, since = page.board, page.board.since.meeting
    if since is None:
        return []
    closed = [
        each for each in board.all(Meeting) if each.state is MeetingState.CLOSED and _closed(each) <= _closed(since)
    ]
    found: dict[str, list[Narrative]] = {}
    for each in board.all(Narrative):
        if not is_of_this_period(board, each):
            edited = moment(each.changed_at) or datetime.min.replace(tzinfo=UTC)
            after = min((m for m in closed if edited <= _closed(m)), key=_closed, default=since)
            found.setdefault(after.id, []).append(each)
    meetings = {each.id: each for each in (*closed, since)}
    by_date = sorted((meetings[each] for each in found), key=_closed, reverse=True)
    return [(each, found[each.id]) for each in by_date]


def _closed(meeting: Meeting) -> datetime:
    return moment(meeting.closed_at) or datetime.min.replace(tzinfo=UTC)


def _by_section(page: Page, level: int, items: Iterable[Narrative], wanted: Callable[[str], bool]) -> list[Block]:
    sections: dict[str, list[Narrative]] = {}
    for each in items:
        if wanted(each.section.casefold()):
            sections.setdefault(each.section.casefold(), []).append(each)
    known = {section: place for place, section in enumerate(SECTIONS)}
    out: list[Block] = []
    for section in sorted(sections, key=lambda name: (known.get(name, len(known)), name)):
        first = sections[section][0].section
        out += heading(level, _HEADINGS.get(section) or capitalised(first) or "Other")
        out += _items(page, sections[section])
    return out


def _items(page: Page, items: Iterable[Narrative]) -> list[Block]:
    out: list[Block] = []
    shown = ""
    for each in items:
        about = f"({page.ambition} {page.named(each.ambition)})" if each.ambition else ""
        if each.heading and each.heading != shown:
            out += paragraph(join(bold(each.heading), about))
            about = ""
        shown = each.heading
        # Lines are points of a list, as on a slide; what has empty lines in it is paragraphs.
        out += prose(each.text) if "\n\n" in each.text else listed(each.text)
        out += paragraph(about)
    return closed_up(out)


def sources(page: Page) -> list[Block]:
    """Where the narrative comes from, and what was added that no paper states."""
    named = dict.fromkeys(one_line(each.source) for each in page.board.all(Narrative) if each.source)
    out = paragraph(join(bold("Sources of the narrative:"), "; ".join(named) + ".")) if named else []
    if page.board.profile.illustrative:
        out += paragraph(join(bold("About this content:"), page.board.profile.illustrative))
    return heading(2, "Notes") + out if out else []
