"""The improvement plan and what a board paper says around it: ambitions, actions, narrative, milestones and money."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Record, attr, declare, other_words
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.types import (
    ActionLink,
    AmbitionLink,
    DateWords,
    FigureWords,
    Line,
    Links,
    Position,
    PriorityLink,
    Rating,
    Ref,
    Text,
    choice,
)


class Progress(StrEnum):
    """How far an action, a milestone or a mitigation is."""

    NOT_STATED = ""
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    STOPPED = "stopped"


# One wording for what every rated item has.
_RAG = "red, amber, green, blue or none"
_RATIONALE = "why this rating: cause and recovery action for red and amber"
_EVIDENCE = "what shows the impact: name a KPI or an audit"
_BACK = "the date by which it is expected to be green again"
_HELP = "what the board is asked to do"
_PROGRESS = "not started, in progress, complete or stopped: beside the rating, never instead of it"
_COMPLETED = "the day it was done"


@declare("ambition", "ambitions")
@immutable(kw_only=True)
class Ambition(Record):
    """The top level of the plan. Boards also say theme, workstream or priority: the word is a board setting."""

    ref: Ref = attr("Ref", "ref", help="what people say aloud, such as 1")
    title: Line = attr("Title", "title")
    lead: Line = attr("Lead", "lead", help="job title of who answers for it")
    rag: Rating = attr("RAG", "status", help=_RAG, default=Rag.NOT_RATED)
    rationale: Text = attr("Rationale", "status", help=_RATIONALE)
    evidence: Text = attr("Evidence", "status", help=_EVIDENCE)
    back_to_green: DateWords = attr("Back to green", "status", help=_BACK)
    help_wanted: Line = attr("Help wanted", "status", help=_HELP)
    routed_to: Line = attr("Now routed through", "routing", help="the board that has taken it over, if any")
    narrative: Text = attr("Narrative", "narrative", help="how it stands, in a few sentences")
    achievements: Text = attr("Achievements", "achievements", help="what has been achieved, one a line")
    links: Links = attr("Linked to", "links", help="priorities, KPIs and risks it bears on", default=())
    other_words: Text = other_words()


@declare("action", "actions", owner="ambition")
@immutable(kw_only=True)
class Action(Record):
    """One action of the plan, such as 1.1."""

    ambition: AmbitionLink = attr("Ambition", "ambition", help="the ambition it belongs to")
    ref: Ref = attr("Ref", "ref", help="what people say aloud, such as 1.1")
    title: Line = attr("Title", "title")
    lead: Line = attr("Lead", "lead", help="job title of who answers for it")
    rag: Rating = attr("RAG", "status", help=_RAG, default=Rag.NOT_RATED)
    rationale: Text = attr("Rationale", "status", help=_RATIONALE)
    evidence: Text = attr("Evidence", "status", help=_EVIDENCE)
    back_to_green: DateWords = attr("Back to green", "status", help=_BACK)
    help_wanted: Line = attr("Help wanted", "status", help=_HELP)
    original_due: DateWords = attr("Original date", "original", help="the date first agreed; never overwritten")
    due: DateWords = attr("Due", "dates", help="the date it is due now, such as 31/03/2021, or words")
    due_reason: Line = attr("Why the date moved", "dates")
    progress: Annotated[Progress, *choice(Progress)] = attr(
        "Progress", "progress", help=_PROGRESS, default=Progress.NOT_STATED, in_papers=True
    )
    completed: DateWords = attr("Completed", "progress", help=_COMPLETED, in_papers=True)
    raised: DateWords = attr("Raised", "raised", help="the day it was agreed or written down")
    commentary: Text = attr("Commentary", "commentary", help="the latest progress, in your own words")
    difference: Text = attr("How it will make a difference", "difference")
    measure: Text = attr("How we will know", "measure")
    recommendation: Text = attr("Recommendation", "recommendation", help="the recommendation it answers")
    tracker: Line = attr("Tracker", "tracker", help="its reference in other trackers, such as A1")
    links: Links = attr("Linked to", "links", help="priorities, KPIs and risks it bears on", default=())
    other_words: Text = other_words()


@declare("priority", "priorities")
@immutable(kw_only=True)
class Priority(Record):
    """A key area laid across ambitions and actions: the golden thread."""

    ref: Ref = attr("Ref", "ref")
    title: Line = attr("Title", "title")
    description: Text = attr("Description", "description")
    links: Links = attr("Linked to", "links", help="ambitions and actions it runs through", default=())
    other_words: Text = other_words()


@declare("task_group", "task and finish groups", label="task and finish group", owner="ambition")
@immutable(kw_only=True)
class TaskGroup(Record):
    """A task and finish group."""

    ambition: AmbitionLink = attr("Ambition", "ambition")
    action: ActionLink = attr("Action", "action", help="the action it works on")
    title: Line = attr("Name", "title")
    lead: Line = attr("Lead", "lead")
    co_lead: Line = attr("Co-lead", "co_lead")
    remit: Text = attr("Remit", "remit", help="what it is to do, one a line")
    other_words: Text = other_words()


@declare("next_step", "next steps", owner="priority")
@immutable(kw_only=True)
class NextStep(Record):
    """A row of *priorities and next steps*: what is to be done in an area of focus, and by when."""

    priority: PriorityLink = attr("Area of focus", "priority")
    ref: Ref = attr("Ref", "ref")
    title: Line = attr("Action", "title")
    lead: Line = attr("Lead", "lead")
    rag: Rating = attr("RAG", "status", help=_RAG, default=Rag.NOT_RATED)
    rationale: Text = attr("Rationale", "status", help=_RATIONALE)
    evidence: Text = attr("Evidence", "status", help=_EVIDENCE)
    back_to_green: DateWords = attr("Back to green", "status", help=_BACK)
    help_wanted: Line = attr("Help wanted", "status", help=_HELP)
    due: DateWords = attr("By when", "dates", help="a date, a month or a window such as June - September")
    due_reason: Line = attr("Why the date moved", "dates")
    difference: Text = attr("How it will make a difference", "difference")
    measure: Text = attr("How we will know", "measure")
    links: Links = attr("Linked to", "links", default=())
    other_words: Text = other_words()


# Sections that board papers have again and again; any other heading is as good.
SECTIONS = (
    "recommendation",
    "key message",
    "highlight",
    "doing well",
    "could do better",
    "challenge",
    "what we know",
    "next step",
)


@declare("narrative", "narrative items", label="narrative item")
@immutable(kw_only=True)
class Narrative(Record):
    """One paragraph or bullet of a paper, under a section such as *key message* or *could do better*."""

    section: Line = attr("Section", "section", help="such as " + ", ".join(SECTIONS))
    heading: Line = attr("Heading", "heading", help="a heading within the section, if any")
    text: Text = attr("Text", "text")
    ambition: AmbitionLink = attr("Ambition", "ambition", help="the ambition it is about, if one")
    position: Position = attr("Position", "position", help="order within the section, low first", default=0)
    source: Line = attr("Source", "source", help="the paper it comes from, with its date")
    links: Links = attr("Linked to", "links", default=())
    other_words: Text = other_words()


@declare("milestone", "milestones")
@immutable(kw_only=True)
class Milestone(Record):
    """Something that happens on a date, in a month, or in a window such as June - September."""

    ref: Ref = attr("Ref", "ref")
    title: Line = attr("Milestone", "title")
    lead: Line = attr("Lead", "lead")
    due: DateWords = attr("When", "dates", help="as stated: a date, a month or a window")
    due_reason: Line = attr("Why the date moved", "dates")
    rag: Rating = attr("RAG", "status", help="red, amber, green, blue or none", default=Rag.NOT_RATED)
    rationale: Text = attr("Rationale", "status")
    evidence: Text = attr("Evidence", "status")
    back_to_green: DateWords = attr("Back to green", "status")
    help_wanted: Line = attr("Help wanted", "status")
    progress: Annotated[Progress, *choice(Progress)] = attr(
        "Progress", "progress", help=_PROGRESS, default=Progress.NOT_STATED, in_papers=True
    )
    completed: DateWords = attr("Completed", "progress", help=_COMPLETED, in_papers=True)
    note: Text = attr("Note", "note")
    links: Links = attr("Linked to", "links", help="the action or next step it belongs to", default=())
    other_words: Text = other_words()


@declare("budget_line", "budget lines", label="budget line")
@immutable(kw_only=True)
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
    other_words: Text = other_words()
