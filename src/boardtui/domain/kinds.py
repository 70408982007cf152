"""Every kind of record there is. Importing this module declares them all, in the order papers show them."""

# The order of these lines is the order of the kinds, so they are not sorted by name.
# ruff: isort: off
from boardtui.domain.declare import KINDS, Kind, Record
from boardtui.domain.profile import Profile
from boardtui.domain.plan import Action, Ambition, NextStep, Priority, TaskGroup
from boardtui.domain.kpis import Comparator, Kpi, Reading, Rebase, TargetChange
from boardtui.domain.risks import Mitigation, Risk
from boardtui.domain.papers import BudgetLine, Milestone, Narrative
from boardtui.domain.meetings import ActionArising, AgendaItem, Challenge, Decision, Meeting

# ruff: isort: on

__all__ = [
    "KINDS",
    "Action",
    "ActionArising",
    "AgendaItem",
    "Ambition",
    "BudgetLine",
    "Challenge",
    "Comparator",
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
