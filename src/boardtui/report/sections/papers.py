"""What a paper says around the plan: narrative, milestones and money."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from boardtui.domain.dates import read_date, show_date
from boardtui.domain.kinds import BudgetLine, Milestone, Narrative
from boardtui.domain.papers import SECTIONS
from boardtui.domain.rag import Rag
from boardtui.report.markdown import Column, bold, heading, join, listed, paragraph, prose, table
from boardtui.report.page import Page
from boardtui.report.words import NOT_STATED, capitalised, one_line

FIRST = ("key message", "highlight")
"""Sections that a paper opens with."""

_MILESTONES = (
    *(Column("When", 16), Column("Milestone", 40), Column("Lead", 18, optional=True)),
    *(Column("Rating", 14, optional=True), Column("Slippage", 16, optional=True)),
    Column("Note", 30, optional=True),
)
_BUDGET = (
    *(Column("Budget", 28), Column("Source", 20, optional=True), Column("Year", 9, optional=True)),
    *(Column("Approved", 11, "right"), Column("Spent to date", 18, "right")),
    *(Column("Projected", 11, "right", optional=True), Column("Variance", 18, optional=True)),
    Column("Note", 30, optional=True),
)


def opening(page: Page) -> list[str]:
    """The key messages and highlights."""
    return _narrative(page, 2, lambda section: section in FIRST)


def narrative(page: Page) -> list[str]:
    """All other narrative: doing well, could do better, challenges, what we know, and the board's own headings."""
    out = _narrative(page, 3, lambda section: section not in FIRST)
    return heading(2, "Narrative") + out if out else []


def _narrative(page: Page, level: int, wanted: Callable[[str], bool]) -> list[str]:
    sections: dict[str, list[Narrative]] = {}
    for each in page.board.all(Narrative):
        if wanted(each.section.casefold()):
            sections.setdefault(each.section.casefold(), []).append(each)
    known = {section: place for place, section in enumerate(SECTIONS)}
    out: list[str] = []
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


def _items(page: Page, items: Iterable[Narrative]) -> list[str]:
    out: list[str] = []
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


def _closed_up(out: list[str]) -> list[str]:
    """Bullets that follow each other make one list, without empty lines in it."""
    kept: list[str] = []
    for index, each in enumerate(out):
        follows = index + 1 < len(out) and out[index + 1].startswith("- ")
        if each == "" and kept and kept[-1].startswith("- ") and follows:
            continue
        kept.append(each)
    return kept


def sources(page: Page) -> list[str]:
    """Where the narrative comes from, and what was added that no paper states."""
    named = dict.fromkeys(one_line(each.source) for each in page.board.all(Narrative) if each.source)
    out = paragraph(join(bold("Sources of the narrative:"), "; ".join(named) + ".")) if named else []
    if page.board.profile.illustrative:
        out += paragraph(join(bold("About this content:"), page.board.profile.illustrative))
    return heading(2, "Notes") + out if out else []


def milestones(page: Page) -> list[str]:
    """The time line: what has a day in order of days, then the rest as entered."""
    found = page.board.all(Milestone)
    ordered = sorted(found, key=lambda each: read_date(each.due).first or date.max)
    rows = [
        (
            *(page.due(each) or NOT_STATED, " ".join(filter(None, (each.ref, each.title))), each.lead),
            *("" if each.rag is Rag.NOT_RATED else page.rating(each), page.slipped(each), each.note),
        )
        for each in ordered
    ]
    return heading(2, "Milestones") + table(_MILESTONES, rows) if rows else []


def budget(page: Page) -> list[str]:
    """Money agreed and spent, as stated."""
    rows = [
        (
            *(each.title, each.source, each.year, each.approved or NOT_STATED, _spent(each)),
            *(each.projected, each.variance, each.note),
        )
        for each in page.board.all(BudgetLine)
    ]
    return heading(2, "Budget") + table(_BUDGET, rows) if rows else []


def _spent(line_: BudgetLine) -> str:
    return f"{line_.spent} ({show_date(line_.spent_at)})" if line_.spent and line_.spent_at else line_.spent
