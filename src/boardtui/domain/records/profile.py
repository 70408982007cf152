"""The board's own words and rules: title block, labels, RAG definitions, risk matrix."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Record, attr, declare
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.types import DateWords, Days, Line, Text, choice


class ReasonRule(StrEnum):
    """When a rating needs a reason."""

    NEVER = "never"
    RED_AND_AMBER = "red and amber"
    ALWAYS = "always"


class Cycle(StrEnum):
    """From when to when an item is updated once by whoever it is due from."""

    MEETING = "from meeting to meeting"
    MONTH = "month"
    QUARTER = "quarter"


class Escalate(StrEnum):
    """What is for escalation: nothing by itself, whatever is red, or what is red now and was at the last meeting."""

    NEVER = "never"
    RED = "red"
    RED_TWICE = "red twice"


class MatrixSize(StrEnum):
    """The side of the risk matrix."""

    FIVE = "5"
    FOUR = "4"


@declare("board", "boards")
@immutable(kw_only=True)
class Profile(Record):
    """What a board is called and how it rates. There is one in each file, and its id is the board's identity."""

    title: Line = attr("Title", "title", help="the title of the plan")
    council: Line = attr("Council", "council")
    author: Line = attr("Author", "author", help="job title of who wrote the paper")
    paper_date: DateWords = attr("Date of the paper", "paper_date")
    purpose: Text = attr("Purpose", "purpose", help="the purpose of the report")
    summary: Text = attr("Executive summary", "summary")
    exceptions: Text = attr("Key areas of note", "exceptions", help="areas of note or exception for discussion")
    illustrative: Text = attr("Illustrative content", "illustrative", help="what was added that no paper states")
    ambition_label: Line = attr("Word for ambition", "labels", help="ambition, theme or workstream", default="ambition")
    ambition_plural: Line = attr("Word for ambitions", "labels", default="ambitions")
    red_means: Line = attr(
        "Red means", "rag_key", default="No plan in place and not on track: a risk to the improvement plan"
    )
    amber_means: Line = attr(
        "Amber means",
        "rag_key",
        default="Plan in place but not meeting timescale, and/or timescale reviewed and amended",
    )
    green_means: Line = attr(
        "Green means", "rag_key", default="On track to be delivered, or delivered, but impact not yet evident"
    )
    blue_means: Line = attr("Blue means", "rag_key", default="Completed and embedded, with clear evidence of impact")
    reasons: Annotated[ReasonRule, *choice(ReasonRule)] = attr(
        "Reason needed for", "rules", help="never, red and amber, or always", default=ReasonRule.NEVER
    )
    stale_days: Days = attr("Stale after days", "rules", help="without an update", default=42)
    due_days: Days = attr("Due soon within days", "due_soon", help="how far ahead what is due is told", default=28)
    update_cycle: Annotated[Cycle, *choice(Cycle)] = attr(
        "Updates are due every", "update_cycle", help="from meeting to meeting, month or quarter", default=Cycle.MEETING
    )
    escalation: Text = attr("Escalation rules", "escalation", help="what goes to whom, such as red twice: the board")
    escalate: Annotated[Escalate, *choice(Escalate)] = attr(
        "Told as for escalation",
        "escalate",
        help="never, red, or red twice: now and at the last meeting",
        default=Escalate.NEVER,
    )
    matrix: Annotated[MatrixSize, *choice(MatrixSize)] = attr(
        "Risk matrix", "matrix", help="5 or 4", default=MatrixSize.FIVE
    )
    likelihoods: Line = attr(
        "Likelihood labels",
        "matrix",
        help="from 1 up, between commas",
        default="Rare, Unlikely, Possible, Likely, Almost certain",
    )
    impacts: Line = attr(
        "Impact labels",
        "matrix",
        help="from 1 up, between commas",
        default="Negligible, Minor, Moderate, Major, Catastrophic",
    )
    bands: Line = attr(
        "Score bands",
        "bands",
        help="name and highest score, between commas",
        default="low 3, moderate 6, high 12, extreme 25",
    )
    band_overrides: Line = attr("Cells with a band of their own", "bands", help="such as 1x5 high, 2x5 extreme")
    appetite: Text = attr(
        "Risk appetite", "appetite", help="one category a line: workforce: cautious 9 (the tolerance score)"
    )

    def meaning(self, rating: Rag) -> str:
        """What the board says a rating means; empty for not rated."""
        return str(getattr(self, f"{rating.value}_means")) if rating is not Rag.NOT_RATED else ""
