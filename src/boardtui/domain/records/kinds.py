"""Every kind of record and of fact. Importing this module declares them all, records in the order papers show them."""

from boardtui.domain.records.copies import Copy
from boardtui.domain.records.declare import FACTS, KINDS, Kind, Record
from boardtui.domain.records.kpis import Comparator, Kpi, Reading, Rebase, TargetChange
from boardtui.domain.records.meetings import ActionArising, AgendaItem, Challenge, Decision, Meeting
from boardtui.domain.records.plan import (
    Action,
    Ambition,
    BudgetLine,
    Milestone,
    Narrative,
    NextStep,
    Priority,
    TaskGroup,
)
from boardtui.domain.records.profile import Profile
from boardtui.domain.records.risks import Mitigation, Risk

__all__ = [
    "FACTS",
    "KINDS",
    "Action",
    "ActionArising",
    "AgendaItem",
    "Ambition",
    "BudgetLine",
    "Challenge",
    "Comparator",
    "Copy",
    "Decision",
    "Kind",
    "Kpi",
    "Meeting",
    "Milestone",
    "Mitigation",
    "Narrative",
    "NextStep",
    "Priority",
    "Profile",
    "Reading",
    "Rebase",
    "Record",
    "Risk",
    "TargetChange",
    "TaskGroup",
]

IN_PAPERS_ORDER: tuple[type[Record], ...] = (
    Profile,
    Ambition,
    Action,
    Priority,
    TaskGroup,
    NextStep,
    Kpi,
    Reading,
    TargetChange,
    Comparator,
    Rebase,
    Risk,
    Mitigation,
    Narrative,
    Milestone,
    BudgetLine,
    Meeting,
    AgendaItem,
    Decision,
    Challenge,
    ActionArising,
)

# Declared in whatever order their modules were imported; listed, written and exported in this one.
for each in IN_PAPERS_ORDER:
    KINDS[each.kind.name] = KINDS.pop(each.kind.name)
