"""What dialogs share: the application, one thing at a time, a line for what is wrong, and leaving."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Mapping
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from boardtui.domain.errors import BoardError
from boardtui.ui.commands import keys_in
from boardtui.ui.host import Host, host_of
from boardtui.ui.shared.lines import keys_drawn
from boardtui.ui.shared.text import plain
from boardtui.ui.table.item_table import ItemTable

HELD_UP = "Another program keeps the file locked: it is tried again until it lets go. Esc stops that; your words stay."
LOCKED = "Another program keeps the file locked: this is done as soon as it lets go."
NOT_SAVED = "What you typed is not saved: ctrl+s saves it, Esc again throws it away."


class TypedList(ItemTable, inherit_bindings=False):
    """A list over which letters begin a path or a search, so that only the arrows move in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "cursor(1)", show=False),
        Binding("up", "cursor(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
    ]


class Dialog(ModalScreen[ScreenResultType]):
    """A dialog of the application.

    Attributes:
        busy: something that was begun is not done yet.
        asks_before_leaving: Esc asks once where something typed would be lost.
    """

    asks_before_leaving = False
    VERTICAL_BREAKPOINTS = [(0, "small"), (22, "roomy")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.busy = False
        self._asked_to_leave = False
        self._let_keys_in = asyncio.Event()
        self._had_keys: Widget | None = None

    @property
    def host(self) -> Host:
        """The application."""
        return host_of(self.app)

    @property
    def still_open(self) -> bool:
        """Whether nobody has left it, or the program: both stay for a moment, without the parts to show anything in."""
        return self.is_attached and self.app.is_running and self in self.app.screen_stack

    @property
    def dirty(self) -> bool:
        """Whether something typed would be lost if it were left now: rather once too often than text lost."""
        return any(line.value for line in self.query(Input)) or any(area.text for area in self.query(TextArea))

    def focus_next(self, selector: str | type[Any] = "*") -> Widget | None:
        """Go to the next field. What stands in its line is selected, so that typing replaces it."""
        return _selected(super().focus_next(selector))

    def focus_previous(self, selector: str | type[Any] = "*") -> Widget | None:
        """Go to the field before, likewise."""
        return _selected(super().focus_previous(selector))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work that waits for the disk. What goes wrong is said here; nothing else is begun meanwhile."""
        if self.busy:
            work.close()
            return
        self.busy = True
        self.host.begin(self._said_here(work))

    async def _said_here(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except BoardError as error:
            if not self.still_open:
                raise
            self.failed(error)
        except NoMatches:
            if self.still_open:
                raise  # of what has been left the parts are gone, one after the other
        finally:
            self.busy = False

    def failed(self, error: BoardError) -> None:
        """Say why what was begun could not be done."""
        self.complain(str(error))

    async def hold_keys_for(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work that the next key waits for; but not for long where another program keeps the file locked.

        From then on only leaving does anything, which stops it. What was typed stays as it is until it is done.
        """
        self._let_keys_in.clear()
        self.begin(self._and_let_keys_in(work))
        await self._let_keys_in.wait()
        if self.busy and self.host.opened.held_up and self.still_open:
            self._had_keys = self.focused
            self.set_focus(None)

    async def _and_let_keys_in(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        finally:
            self._let_keys_in.set()
            if self.still_open and self._had_keys is not None and self._had_keys.is_attached and self.focused is None:
                self.set_focus(self._had_keys)
            self._had_keys = None

    def show_held_up(self) -> None:
        """Say that another program keeps what was begun from being done, or that it has let go."""
        if self.still_open:
            self.complain((HELD_UP if self.busy else LOCKED) if self.host.opened.held_up else "")
            if self.busy and self.host.opened.held_up:
                self._let_keys_in.set()

    def complain(self, sentence: str) -> None:
        """Say what is wrong, or with an empty sentence that nothing is."""
        try:
            wrong = self.query_one("#wrong", Static)
        except NoMatches:
            return
        wrong.update(plain(sentence))
        wrong.set_class(bool(sentence), "said")

    def tell(self, sentence: str) -> None:
        """Say something that is not wrong, or with an empty sentence nothing."""
        said = self.query_one("#said", Static)
        said.update(plain(sentence))
        said.set_class(bool(sentence), "said")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of the words before no longer holds. An empty line says nothing: the program cleared it."""
        if event.value:
            self.typed_again()

    def typed_again(self) -> None:
        """Something was typed: what was said of it before no longer holds."""
        self._asked_to_leave = False
        self.complain("")

    async def action_dismiss(self, result: ScreenResultType | None = None) -> None:
        """Leave it, unless something is under way that will leave it, or say why it could not be done."""
        if self.busy:
            self.host.opened.stop_waiting()
            return
        await super().action_dismiss(result)

    def action_leave(self) -> None:
        """Leave without doing anything; ask first if something typed would be lost. What is being written stays.

        Where another program keeps it from being written, it is tried no longer.
        """
        if self.busy:
            self.host.opened.stop_waiting()
            return
        if self.asks_before_leaving and self.dirty and not self._asked_to_leave:
            self._asked_to_leave = True
            self.complain(NOT_SAVED)
            return
        self.dismiss(None)


def _selected(widget: Widget | None) -> Widget | None:
    if isinstance(widget, Input):
        widget.select_all()
    return widget


def keys_line(where: str, chosen: Mapping[str, str], *, hidden: Collection[str] = ()) -> Content:
    """The keys that work in a dialog, for its last line, as the command table has them; some may not apply."""
    return keys_drawn(keys_in(where, chosen, hidden=hidden))
