"""One module a screen, named by the users' nouns."""

from collections.abc import Iterator

from textual.widget import Widget

_HOMES = {
    "ambition": "ambitions",
    "action": "actions",
    "kpi": "kpis",
    "reading": "kpis",
    "comparator": "kpis",
    "target_change": "kpis",
    "rebase": "kpis",
    "risk": "risks",
    "mitigation": "risks",
    "meeting": "meeting",
    "agenda_item": "meeting",
}


def make_screens() -> Iterator[Widget]:
    """The screens, in the order of their keys."""
    from boardtui.ui.kpis.scorecard import KpisScreen
    from boardtui.ui.meetings.meeting import MeetingScreen
    from boardtui.ui.plan.actions import ActionsScreen
    from boardtui.ui.plan.ambitions import AmbitionsScreen
    from boardtui.ui.plan.overview import OverviewScreen
    from boardtui.ui.plan.papers import PapersScreen
    from boardtui.ui.risks.risks import RisksScreen

    yield OverviewScreen(id="overview")
    yield AmbitionsScreen(id="ambitions")
    yield ActionsScreen(id="actions")
    yield KpisScreen(id="kpis")
    yield RisksScreen(id="risks")
    yield MeetingScreen(id="meeting")
    yield PapersScreen(id="papers")


def home_of(kind: str) -> str:
    """The screen on which records of a kind are listed."""
    return _HOMES.get(kind, "papers")
