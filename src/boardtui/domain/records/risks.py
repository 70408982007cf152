"""The risk register: risks, their scores and mitigations."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Record, attr, declare, other_words
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.types import AmbitionLink, DateWords, Line, Links, Ref, RiskLink, Score, Text, choice


class Response(StrEnum):
    """What is done about a risk."""

    NOT_STATED = ""
    TREAT = "treat"
    TOLERATE = "tolerate"
    TRANSFER = "transfer"
    TERMINATE = "terminate"


class RiskState(StrEnum):
    """Whether a risk is still run. A closed one is kept."""

    OPEN = "open"
    CLOSED = "closed"


@declare("risk", "risks")
@immutable(kw_only=True)
class Risk(Record):
    """A risk to the improvement plan. Unscored is a state of its own."""

    ref: Ref = attr("Ref", "ref", help="what people say aloud, such as CIP06")
    title: Line = attr("Title", "title")
    description: Text = attr("Description", "description", help="cause, event and consequence")
    category: Line = attr("Category", "category", help="for the board's appetite, such as workforce")
    owner: Line = attr("Owner", "owner")
    ambition: AmbitionLink = attr("Ambition", "ambition", help="the ambition it threatens, if one")
    inherent: Score = attr("Inherent score", "inherent", help="likelihood x impact if nothing were done, such as 5x4")
    inherent_why: Line = attr("Why", "inherent")
    current: Score = attr("Current score", "current", help="likelihood x impact now, such as 4x3")
    current_why: Line = attr("Why", "current")
    target: Score = attr("Target score", "target", help="likelihood x impact to be reached, such as 2x3")
    target_why: Line = attr("Why", "target")
    response: Annotated[Response, *choice(Response)] = attr(
        "Response", "response", help="treat, tolerate, transfer or terminate", default=Response.NOT_STATED
    )
    contingency: Text = attr("Contingency", "contingency", help="what is done if it happens", in_papers=True)
    raised: DateWords = attr("Raised", "raised", help="the day it was put on the register")
    next_review: DateWords = attr("Next review", "review")
    state: Annotated[RiskState, *choice(RiskState)] = attr("State", "state", default=RiskState.OPEN)
    closed_why: Line = attr("Closed because", "state")
    commentary: Text = attr("Commentary", "commentary")
    links: Links = attr("Linked to", "links", help="actions and KPIs it bears on", default=())
    other_words: Text = other_words()


@declare("mitigation", "mitigations", owner="risk")
@immutable(kw_only=True)
class Mitigation(Record):
    """What is done to make a risk smaller."""

    risk: RiskLink = attr("Risk", "risk")
    title: Line = attr("Mitigation", "title")
    owner: Line = attr("Owner", "owner")
    progress: Annotated[Progress, *choice(Progress)] = attr("Status", "progress", default=Progress.NOT_STATED)
    progress_words: Line = attr("Status in words", "progress", help="such as Draft complete")
    due: DateWords = attr("Due", "dates")
    due_reason: Line = attr("Why the date moved", "dates")
    other_words: Text = other_words()
