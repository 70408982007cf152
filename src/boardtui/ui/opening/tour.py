"""A tour of the demo: seven things to do, each checked off as it is done. It can be left at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.content import Content
from textual.widgets import Static

from boardtui.domain.board.board import Board
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.agenda import agenda_of
from boardtui.domain.records.kinds import Action, Meeting, Reading, Risk
from boardtui.domain.records.meetings import AgendaState
from boardtui.ui.commands import shown_key, with_keys
from boardtui.ui.host import Host, host_of
from boardtui.ui.shared.working_ahead import every

LOOK_SECONDS = 0.25
"""How often it is seen whether a step is done: while the tour is on, and only then."""

Seen = Callable[[Host, Board], Any]


@immutable
class TourStep:
    """One thing to do.

    Attributes:
        what: what is done, as a request.
        how: the keys, with the names of commands in braces in place of the keys that a person may have chosen.
        seen: what is looked at, before and after.
        done: whether what is seen now, beside what was seen when the step began, means that it is done.
    """

    what: str
    how: str
    seen: Seen
    done: Callable[[Any, Any], bool]


def _ratings(_host: Host, board: Board) -> dict[str, tuple[str, str]]:
    return {each.id: (each.rag.value, each.rationale or each.evidence) for each in board.all(Action)}


def _rated_with_a_reason(before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]]) -> bool:
    known = [(before[key], rating) for key, rating in now.items() if key in before]
    return any(why and rag != rag_before and why != why_before for (rag_before, why_before), (rag, why) in known)


def _other_rating(before: dict[str, tuple[str, str]], now: dict[str, tuple[str, str]]) -> bool:
    return any(rag != before[key][0] for key, (rag, _why) in now.items() if key in before)


def _different(before: object, now: object) -> bool:
    return before != now


def _narrowed(host: Host, _board: Board) -> bool:
    from boardtui.ui.shared.item_screen import ItemScreen

    typing = any(screen.has_class("filtering") for screen in host.main.query(ItemScreen))
    return not typing and any(screen.choice.words or screen.choice.ready for screen in host.main.query(ItemScreen))


def _items_taken(_host: Host, board: Board) -> int:
    taken = (AgendaState.DISCUSSED, AgendaState.PARKED)
    return sum(item.state in taken for meeting in board.all(Meeting) for item in agenda_of(board, meeting))


STEPS = (
    TourStep(
        "Rate an action, and say why",
        "{screen_actions} shows the actions · {red} rates one red · type why, Enter · Esc skips what else is asked",
        _ratings,
        _rated_with_a_reason,
    ),
    TourStep("Take it back", "{undo} takes back your last edit, in one go", _ratings, _other_rating),
    TourStep(
        "Show only some actions",
        "{filter} and a word such as audit, Enter · or {ready_filter} for the ready filters · Esc shows all again",
        _narrowed,
        lambda _before, now: bool(now),
    ),
    TourStep(
        "Move a risk on the heat map",
        "{screen_risks} shows it · {move_risk}, arrows, Enter · type why, Enter",
        lambda _host, board: {each.id: each.current for each in board.all(Risk)},
        _different,
    ),
    TourStep(
        "Enter a figure",
        "{screen_kpis} shows the KPIs · {enter_figures} · type a figure such as 71%, Enter · Esc leaves",
        lambda _host, board: {each.id: (each.value, each.numerator) for each in board.all(Reading)},
        _different,
    ),
    TourStep(
        "Run three items of the agenda",
        "{screen_meeting} shows the meeting · {meeting_begin} begins it · → three times",
        _items_taken,
        lambda before, now: now >= before + 3,
    ),
    TourStep(
        "Write the board paper",
        "{export} · Enter writes it into your home folder; the file is yours to delete",
        lambda host, _board: len(host.documents),
        lambda before, now: now > before,
    ),
)


class TourLine(Static):
    """What to do next, and how; what was done last."""

    DEFAULT_CSS = """
    TourLine { height: auto; max-height: 3; padding: 0 1; background: $boost; }
    """

    def __init__(self) -> None:
        super().__init__(id="tour")
        self._place = 0
        self._before: Any = None

    def on_mount(self) -> None:
        """Begin, and look now and then."""
        self._begin()
        every(LOOK_SECONDS, self, self.look)

    def on_resize(self) -> None:
        """Use the room there is."""
        self._say()

    def _begin(self) -> None:
        host = host_of(self.app)
        if self._place < len(STEPS) and host.board is not None:
            self._before = STEPS[self._place].seen(host, host.board)
        self._say()

    def look(self) -> None:
        """See whether the step is done, and go on to the next."""
        host = host_of(self.app)
        if self._place >= len(STEPS) or host.board is None:
            return
        step = STEPS[self._place]
        if step.done(self._before, step.seen(host, host.board)):
            self._place += 1
            self._begin()

    def _say(self) -> None:
        keys = host_of(self.app).settings.keys
        leaves = shown_key("tour", keys)
        ticked = Content.assemble((f"✓ {STEPS[self._place - 1].what}  ", "$success")) if self._place else Content()
        if self._place >= len(STEPS):
            more = f"That was the tour. {shown_key('help', keys)} shows every key · {leaves} closes this line"
            self.update(Content.assemble(ticked, (more, "bold")))
            return
        step = STEPS[self._place]
        number = (f"Tour {self._place + 1} of {len(STEPS)}: ", "$text-muted")
        how = with_keys(step.how, keys)
        self.update(
            Content.assemble(ticked, number, (step.what, "bold"), f"\n{how}", (f" · {leaves} leaves", "$text-muted"))
        )


def begin_or_leave(host: Host) -> None:
    """Begin the tour, or leave it."""
    if lines := host.main.query(TourLine):
        lines.remove()
        host.say(f"{shown_key('tour', host.settings.keys)} begins the tour anew.")
    else:
        host.main.mount(TourLine(), after="TabLine")
