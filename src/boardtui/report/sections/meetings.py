"""What the papers say around the plan, what meetings decided and asked for, and what copies disagree on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    Narrative,
    Record,
)
from boardtui.domain.records.plan import SECTIONS
from boardtui.domain.records.rag import Rag
from boardtui.report.columns import ARISING, BUDGET, CHALLENGES, DECISIONS, LEAD, NOTE, SLIPPAGE, WHEN
from boardtui.report.document import (
    Block,
    Bullets,
    Column,
    bold,
    heading,
    join,
    listed,
    paragraph,
    prose,
    records_table,
    table,
)
from boardtui.report.sections.page import Page
from boardtui.report.words import NOT_STATED, counted, one_line

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


FIRST = ("key message", "highlight")
"""Sections that a paper opens with."""


def _milestone_rating(page: Page, each: Milestone) -> str:
    return "" if each.rag is Rag.NOT_RATED else page.rating(each)


_MILESTONES = (
    *(WHEN, Column("Milestone", 40, make=lambda _, each: " ".join(filter(None, (each.ref, each.title))))),
    *(replace(LEAD, optional=True), Column("Rating", 14, optional=True, make=_milestone_rating), SLIPPAGE, NOTE),
)


def opening(page: Page) -> list[Block]:
    """The key messages and highlights."""
    return _narrative(page, 2, lambda section: section in FIRST)


def narrative(page: Page) -> list[Block]:
    """All other narrative: doing well, could do better, challenges, what we know, and the board's own headings."""
    out = _narrative(page, 3, lambda section: section not in FIRST)
    return heading(2, "Narrative") + out if out else []


def _narrative(page: Page, level: int, wanted: Callable[[str], bool]) -> list[Block]:
    sections: dict[str, list[Narrative]] = {}
    for each in page.board.all(Narrative):
        if wanted(each.section.casefold()):
            sections.setdefault(each.section.casefold(), []).append(each)
    known = {section: place for place, section in enumerate(SECTIONS)}
    out: list[Block] = []
    for section in sorted(sections, key=lambda name: (known.get(name, len(known)), name)):
        first = sections[section][0].section
        out += heading(level, _HEADINGS.get(section) or capitalised(first) or "Other")
        out += _items(page, sections[section])
    return out


_HEADINGS = {
    "key message": "Key messages",
    "highlight": "Highlights",
    "challenge": "Challenges",
    "next step": "Next steps",
}


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
    return _closed_up(out)


def _closed_up(out: Iterable[Block]) -> list[Block]:
    """Bullets that follow each other make one list."""
    kept: list[Block] = []
    for each in out:
        if isinstance(each, Bullets) and kept and isinstance(before := kept[-1], Bullets):
            kept[-1] = Bullets(before.items + each.items)
        else:
            kept.append(each)
    return kept


def sources(page: Page) -> list[Block]:
    """Where the narrative comes from, and what was added that no paper states."""
    named = dict.fromkeys(one_line(each.source) for each in page.board.all(Narrative) if each.source)
    out = paragraph(join(bold("Sources of the narrative:"), "; ".join(named) + ".")) if named else []
    if page.board.profile.illustrative:
        out += paragraph(join(bold("About this content:"), page.board.profile.illustrative))
    return heading(2, "Notes") + out if out else []


def milestones(page: Page) -> list[Block]:
    """The time line: what has a day in order of days, then the rest as entered."""
    found = page.board.all(Milestone)
    ordered = sorted(found, key=lambda each: read_date(each.due).first or date.max)
    return heading(2, "Milestones") + records_table(_MILESTONES, page, ordered) if ordered else []


def budget(page: Page) -> list[Block]:
    """Money agreed and spent, as stated."""
    return heading(2, "Budget") + records_table(BUDGET, page, found) if (found := page.board.all(BudgetLine)) else []
