"""The screens, declared once: from this follow their tabs, keys and commands, and where a record is shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from boardtui.domain.immutable import immutable

if TYPE_CHECKING:
    from textual.widget import Widget


@immutable
class ScreenEntry:
    """One screen.

    Attributes:
        name: what the program calls it.
        label: what its tab says.
        where: the module in `boardtui.ui` and the class in it. Named, not imported: who only wants the tabs needs no
            screen, and screens know their tabs.
        kinds: the kinds of record that are shown on it.
        words: what people may look for who mean it.
        for_leads: it has a tab only where something is the person's.
    """

    name: str
    label: str
    where: str
    kinds: tuple[str, ...] = ()
    words: str = ""
    for_leads: bool = False


SCREENS = (
    ScreenEntry(
        "overview",
        "Overview",
        "plan.overview:OverviewScreen",
        (),
        "home dashboard start summary exceptions what is due soon",
    ),
    ScreenEntry(
        "ambitions",
        "Ambitions",
        "plan.ambitions:AmbitionsScreen",
        ("ambition",),
        "priorities themes outcomes front page",
    ),
    ScreenEntry("actions", "Actions", "plan.actions:ActionsScreen", ("action",), "tasks plan list items"),
    ScreenEntry(
        "kpis",
        "KPIs",
        "kpis.scorecard:KpisScreen",
        ("kpi", "reading", "comparator", "target_change", "rebase"),
        "indicators measures performance data scorecard enter paste type figures of the month spreadsheet",
    ),
    ScreenEntry("risks", "Risks", "risks.risks:RisksScreen", ("risk", "mitigation"), "register heat map"),
    ScreenEntry(
        "meeting", "Meeting", "meetings.meeting:MeetingScreen", ("meeting", "agenda_item"), "agenda minutes board run"
    ),
    # What has no screen of its own is an entry of the papers.
    ScreenEntry(
        "papers", "Papers", "plan.papers:PapersScreen", (), "narrative milestones next steps budget priorities"
    ),
    ScreenEntry(
        "mine",
        "Mine",
        "mine.mine:MineScreen",
        (),
        "my items what is due from me to do updates this month pass lead commentary",
        for_leads=True,
    ),
)


def make_screen(name: str) -> Widget:
    """A screen, imported now: most of them are not looked at between two starts."""
    module, cls = next(each.where for each in SCREENS if each.name == name).split(":")
    screen: Widget = getattr(import_module(f"boardtui.ui.{module}"), cls)(id=name)
    return screen


def home_of(kind: str) -> str:
    """The screen on which records of a kind are shown."""
    return next((each.name for each in SCREENS if kind in each.kinds), "papers")
