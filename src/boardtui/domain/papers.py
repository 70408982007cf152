"""What a board paper says around the plan: narrative, milestones and money."""

from __future__ import annotations

from dataclasses import dataclass

from boardtui.domain.declare import Record, attr, declare
from boardtui.domain.rag import Rag
from boardtui.domain.types import (
    AmbitionLink,
    DateWords,
    FigureWords,
    Line,
    Links,
    Position,
    Rating,
    Ref,
    Text,
)

# Sections that board papers have again and again; any other heading is as good.
SECTIONS = (
    "key message",
    "highlight",
    "doing well",
    "could do better",
    "challenge",
    "what we know",
    "next step",
)


@declare("narrative", "narrative items", label="narrative item")
@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative(Record):
    """One paragraph or bullet of a paper, under a section such as *key message* or *could do better*."""

    section: Line = attr("Section", "section", help="such as " + ", ".join(SECTIONS))
    heading: Line = attr("Heading", "heading", help="a heading within the section, if any")
    text: Text = attr("Text", "text")
    ambition: AmbitionLink = attr("Ambition", "ambition", help="the ambition it is about, if one")
    position: Position = attr("Position", "position", help="order within the section, low first", default=0)
    source: Line = attr("Source", "source", help="the paper it comes from, with its date")
    links: Links = attr("Linked to", "links", default=())


@declare("milestone", "milestones")
@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Record):
    """Something that happens on a date, in a month, or in a window such as June - September."""

    ref: Ref = attr("Ref", "ref")
    title: Line = attr("Milestone", "title")
    lead: Line = attr("Lead", "lead")
    due: DateWords = attr("When", "dates", help="as stated: a date, a month or a window")
    due_reason: Line = attr("Reason for re-dating", "dates")
    rag: Rating = attr("RAG", "status", help="red, amber, green, blue or none", default=Rag.NOT_RATED)
    rationale: Text = attr("Rationale", "status")
    evidence: Text = attr("Evidence", "status")
    back_to_green: DateWords = attr("Back to green", "status")
    help_wanted: Line = attr("Help wanted", "status")
    note: Text = attr("Note", "note")
    links: Links = attr("Linked to", "links", help="the action or next step it belongs to", default=())


@declare("budget_line", "budget lines", label="budget line")
@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Record):
    """Money agreed and spent, by source. Figures as stated, such as £335k."""

    title: Line = attr("Title", "title")
    source: Line = attr("Source", "source", help="where the money comes from; empty for the whole")
    year: Line = attr("Year", "year", help="such as 2014/15")
    approved: FigureWords = attr("Approved", "approved")
    spent: FigureWords = attr("Spent to date", "spent")
    spent_at: DateWords = attr("Spent by", "spent", help="the day the spending was counted")
    projected: FigureWords = attr("Projected", "projected", help="expected spending by the end of the year")
    variance: FigureWords = attr("Variance", "projected", help="as stated, such as £86k underspend")
    note: Text = attr("Note", "note")
    position: Position = attr("Position", "position", default=0)
