"""The lines around every screen: what board this is, which screens there are, and which keys work here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual import events
from textual.content import Content
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Input, Static

from boardtui.domain.board.words import capitalised, shortened, the_meeting
from boardtui.domain.dates.dates import format_day, show_date
from boardtui.domain.errors import Code
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.session.surroundings import SharedLine
from boardtui.ui.commands import active_commands, keys_worth_showing, shown_key
from boardtui.ui.host import Host, host_of
from boardtui.ui.screens import SCREENS
from boardtui.ui.shared.prompt_line import PromptLine, prompt_on
from boardtui.ui.shared.text import cut, fitted

MOST_KEYS = 7
_LEAST_SAID = 24
LONGEST_FILE_NAME = 24
"""Characters of the name of the file: the title of the board shall have room beside it."""


class CalmLine(Widget):
    """A line that is drawn anew only where it says something else."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: Content | None = None

    def said(self) -> Content:
        """What it says now."""
        raise NotImplementedError

    def show_again(self) -> None:
        """See whether it says something else now."""
        if self._drawn is None or not self._drawn.is_same(self.said()):
            self.refresh()

    def render(self) -> Content:
        """What it says now."""
        self._drawn = self.said()
        return self._drawn


class HeaderLine(CalmLine):
    """The board, the meeting and the file."""

    DEFAULT_CSS = "HeaderLine { height: 1; padding: 0 1; background: $header-background; color: $header-text; }"

    def said(self) -> Content:
        """One line: the title at the left, the state of the file at the right."""
        host = host_of(self.app)
        right = file_words(host)
        left = fitted(title_words(host), max(4, self.size.width - len(right) - 4))
        return Content.assemble((left, "bold"), "  ", right)


class TabLine(CalmLine):
    """The names of the screens with their keys; a click goes there."""

    DEFAULT_CSS = "TabLine { height: 1; background: $panel; color: $text-muted; }"

    def __init__(self) -> None:
        super().__init__()
        self.current = ""

    def show(self, name: str) -> None:
        """Mark the screen that is shown."""
        self.current = name
        self.refresh()

    def _labels(self) -> list[tuple[str, str]]:
        """Each screen with what stands for it: in the narrowest windows only the one that is shown has its name."""
        host = host_of(self.app)
        seen = [each for each in SCREENS if not each.for_leads or host.lead or each.name == self.current]
        keys = {each.name: shown_key(f"screen_{each.name}", host.settings.keys) for each in seen}
        whole = {each.name: f" {keys[each.name]} {screen_label(host, each.name, each.label)} " for each in seen}
        close = {name: label.rstrip() for name, label in whole.items()}
        bare = {name: label if name == self.current else f" {keys[name]}" for name, label in whole.items()}
        fits = (each for each in (whole, close) if sum(map(len, each.values())) <= self.size.width)
        return list(next(fits, bare).items())

    def said(self) -> Content:
        """The names in a row."""
        parts: list[Content | str | tuple[str, str]] = []
        for name, label in self._labels():
            parts.append(
                (label, "$block-cursor-foreground on $block-cursor-background bold") if name == self.current else label
            )
        return Content.assemble(*parts)

    async def on_click(self, event: events.Click) -> None:
        """Go to the screen under the mouse."""
        at = 0
        for name, label in self._labels():
            if at <= event.x < at + len(label):
                await self.app.run_action(f"app.show('{name}')")
                return
            at += len(label)


class KeyLine(CalmLine):
    """The keys that work here: at most seven, the most useful first, and the one that shows all."""

    DEFAULT_CSS = "KeyLine { height: 1; padding: 0 1; background: $panel; color: $foreground; }"

    def shown(self) -> list[tuple[str, str]]:
        """Key and label of each entry, as many as the line holds; the one for all keys is always among them."""
        entries = self._entries()
        while len(entries) > 2 and _taken(entries) > self.size.width:
            del entries[-2]
        return entries

    def _entries(self) -> list[tuple[str, str]]:
        host = host_of(self.app)
        if self.app.screen is not self.screen:
            return []  # a dialog says itself which keys work in it
        if isinstance(typing := self.screen.focused, Input):
            # Letters are text here, not commands.
            line = next((each for each in typing.ancestors if isinstance(each, PromptLine)), None)
            if line is not None:
                return line.keys_now
            return [("Enter", "keep the filter"), ("Esc", "clear it")]
        active = (command for command, _ in active_commands(self.screen))
        entries = keys_worth_showing(active, host.settings.keys, ranks=host.keys_now())
        last = [entry for entry in entries if entry[0] >= 99]
        first = [entry for entry in entries if entry[0] < 99][: MOST_KEYS - len(last)]
        return [(key, label) for _, key, label in first + last]

    def said(self) -> Content:
        """The entries in a row."""
        entries = self.shown()
        return Content.assemble(keys_drawn(entries), self._done(_taken(entries)))

    async def on_click(self, event: events.Click) -> None:
        """Press the key under the mouse."""
        at = 1  # what is left free at the beginning
        for keys, label in self.shown():
            end = at + _taken([(keys, label)])
            if at <= event.x < end:
                # Of several keys of one entry, the one under the mouse; under its label, the first.
                into = int(event.x) - at
                place = keys[:into].count(" ") if into < len(keys) else 0
                await self._press(keys.split()[place])
                return
            at = end

    async def _press(self, key: str) -> None:
        """Do what a key does that is named in the line."""
        if isinstance(self.screen.focused, Input):
            self.app.simulate_key({"Enter": "enter", "Esc": "escape"}.get(key, key))
            return
        chosen = host_of(self.app).settings.keys
        for command, node in active_commands(self.screen):
            if key in shown_key(command.id, chosen).split():
                await self.app.run_action(command.action, node)
                return

    def _done(self, used: int) -> str:
        """What was done last, at the end of the line, where the line that says it asks something now."""
        prompt = prompt_on(self.screen)
        room = self.size.width - 2 - used
        if prompt is None or not prompt.said or room < _LEAST_SAID:
            return ""
        return fitted(prompt.said, room, right=True)


def title_words(host: Host) -> str:
    """The left of the header: what board this is, and the running or the next meeting."""
    if host.board is None:
        return "boardtui"
    title = host.board.profile.title or "Untitled board"
    if (running := host.board.get(Meeting, host.meeting)) is not None:
        name = the_meeting(running).removeprefix("the ")
        return f"{capitalised(name)} in progress · {title}"
    planned = [m for m in host.board.all(Meeting) if m.state is not MeetingState.CLOSED]
    return f"{title} · board of {show_date(planned[0].date)}" if planned and planned[0].date else title


def file_words(host: Host) -> str:
    """The right of the header: what waits for a decision, the file, that it is saved, and the day it is."""
    if host.file is None or host.board is None:
        return ""
    conflicts = f"⚠ {host.to_decide} to decide (!) · " if host.to_decide else ""
    day = format_day(host.today)
    state = "read-only" if host.file.read_only else "throw-away copy" if host.throwaway else "saved"
    if host.around.origin is not None:
        waiting = host.around.unpublished(host.board)
        state = f"working copy, {waiting} to publish" if waiting else "working copy, published"
    if (line := host.around.line) is not None:
        state = shared_words(line, host.board.edition, host.clock().astimezone())
    if host.opened.trouble is not None:
        state = _TROUBLE.get(host.opened.trouble.code, "not saved")
    elif host.opened.held_up:
        state = "not saved yet, locked by another program"
    if host.throwaway:
        # A sample speaks of its own time: what is late in it is late on the day of its paper.
        return f"{conflicts}{state} · demo’s date {day}"
    return f"{conflicts}{shortened(host.file.path.name, LONGEST_FILE_NAME)} · {state} · {day}"


def shared_words(line: SharedLine, edition: int, now: datetime) -> str:
    """How a shared board stands: all is on the server, or what is not, and since when.

    Args:
        line: the line to the server.
        edition: the edition of the working copy.
        now: the time here, which says in what zone and on which day times are told.
    """
    if (problem := line.problem) is None:
        return "shared"
    waiting = line.unsent(edition)
    to_send = f"{waiting:,} to send, " if waiting else ""
    if problem.code is Code.TOO_OLD:
        return f"{to_send}update to go on sharing"
    if problem.code is Code.PASSWORD_NEEDED:
        return f"{to_send}the server asks for a password"
    if problem.code is not Code.NOT_REACHED:
        return f"{to_send}not taken by the server"
    if line.reached is None:
        return f"{to_send}server not reached"
    reached = line.reached.astimezone(now.tzinfo)
    day = "" if reached.date() == now.date() else f"{reached:%d/%m} "
    return f"{to_send}server not reached since {day}{reached:%H:%M}"


_TROUBLE = {Code.GONE: "no longer there", Code.REPLACED: "replaced by another file", Code.DAMAGED: "damaged, read-only"}


def screen_label(host: Host, name: str, label: str) -> str:
    """What a screen is called: boards have their own word for ambitions."""
    if name == "ambitions" and host.board is not None:
        return host.board.profile.ambition_plural.capitalize() or label
    return label


class OneLine(Static):
    """A title, or some lines that are not to wrap; each of them in the room there is."""

    def render(self) -> Visual:
        """The lines, those that are too long cut after a word."""
        shown, room = super().render(), self.size.width
        if not isinstance(shown, Content) or room <= 0:
            return shown  # type: ignore[return-value]
        return Content("\n").join(_within(line, room) for line in shown.split("\n", allow_blank=True))


def _within(line: Content, room: int) -> Content:
    if line.cell_length <= room:
        return line
    return line[: len(cut(line.plain, room)) - 1] + "…"


def _taken(keys: Iterable[tuple[str, str]]) -> int:
    """The cells that keys on a line take, with what parts each from the next."""
    return sum(len(key) + len(label) + 3 for key, label in keys)


def keys_drawn(keys: Iterable[tuple[str, str]]) -> Content:
    """Keys on a line, each with what it does."""
    parts: list[str | tuple[str, str]] = []
    for key, label in keys:
        parts += [(key, "bold $accent"), f" {label}  "]
    return Content.assemble(*parts)
