"""One field of a form: its label, what to type into, how that was understood, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Spacing
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, Static, TextArea
from textual.widgets._select import SelectOverlay

from boardtui.ui.shared.text import plain, rich_plain
from boardtui.ui.shared.text_inputs import LineInput, ProseBox

_BENEATH = 3
"""What drops down leaves at least so many lines of the terminal free beneath it."""

_MOST = 10
"""It has at most so many lines itself."""


class DropDown(Select[str]):
    """A choice. It drops down where there is room above the keys, wherever on the screen these stand."""

    def on_mount(self) -> None:
        """Make way also where the lines move while it is open, as they do on a terminal of another size."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._make_way)

    def on_descendant_focus(self) -> None:
        """It has opened."""
        self._make_way(self.screen)

    def _make_way(self, screen: Screen[Any]) -> None:
        if not self.expanded:
            return
        beneath = room_beneath([each.region.y for each in screen.query(".hint") if each.region], screen.size.height)
        overlay = self.query_one(SelectOverlay)
        overlay.styles.margin = Spacing(0, 0, beneath, 0)
        overlay.styles.max_height = max(3, min(_MOST, screen.size.height - beneath))


def room_beneath(lines_of_keys: list[int], height: int) -> int:
    """How many lines of a terminal stay free beneath what drops down.

    Args:
        lines_of_keys: where lines that say which keys work begin, from 0 at the top.
        height: the lines of the terminal.
    """
    return max(_BENEATH, height - max(lines_of_keys, default=height))


class Tick(Checkbox):
    """A box that is empty or ticked: the mark says which, not its colour."""

    # The sides would be drawn in colours of their own, which leaves an empty box unseen.
    BUTTON_LEFT = ""
    BUTTON_RIGHT = ""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802 - the name Textual has for it
        """The mark in the box."""
        return "[x]" if self.value else "[ ]"


class FieldRow(Vertical):
    """A field of a form.

    Args:
        name: the field.
        label: what it is called.
        text: what stands in it at first; `yes` or nothing for a flag.
        form: line, text, choice, flag or fixed; anything else is a line.
        choices: for a choice, words and value of each.
    """

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow Horizontal { height: auto; }
    FieldRow .label { width: 22; height: auto; padding: 0 1 0 0; color: $text-muted; }
    FieldRow.here .label { color: $accent; text-style: bold; }
    FieldRow Input, FieldRow Select, FieldRow TextArea { width: 1fr; background: $boost; padding: 0; }
    FieldRow SelectCurrent { background: transparent; }
    /* The last lines of the terminal say which keys work: what drops down stays above them. */
    FieldRow SelectOverlay { max-height: 10; margin-bottom: 3; constrain: none inside; }
    FieldRow TextArea { height: auto; min-height: 2; max-height: 8; scrollbar-size-vertical: 1; }
    FieldRow Tick { background: transparent; padding: 0; width: 8; }
    FieldRow Tick > .toggle--button, FieldRow Tick.-on > .toggle--button { color: $foreground; background: $boost; }
    FieldRow Tick:focus > .toggle--button {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
    }
    FieldRow .note { height: auto; margin-left: 22; color: $text-muted; display: none; }
    FieldRow .note.said { display: block; }
    FieldRow .note.doubtful { color: $warning; }
    FieldRow .problem { margin-left: 22; display: none; }
    FieldRow.wrong .problem { display: block; }
    FieldRow.wrong .note { display: none; }
    """

    class Changed(Message):
        """Something else stands in the field."""

        def __init__(self, row: FieldRow) -> None:
            super().__init__()
            self.row = row

    class Done(Message):
        """Enter was pressed in a line."""

    def __init__(
        self, name: str, label: str, text: str, form: str = "line", *, choices: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(id=f"row-{name}")
        self.field = name
        self.label = label
        self.before = text
        self._form = form
        self._choices = choices
        self.control = self._control()  # what is typed into
        self._note = Static(classes="note")
        self._problem = Static(classes="problem")

    def compose(self) -> ComposeResult:
        """Label and control, then what is said about it."""
        with Horizontal():
            yield Static(plain(self.label), classes="label")
            yield self.control
        yield self._note
        yield self._problem

    def _control(self) -> Widget:
        match self._form:
            case "text":
                return ProseBox(
                    self.before, compact=True, show_line_numbers=False, highlight_cursor_line=False, id=self.field
                )
            case "choice":
                # Textual looks for typed letters only in texts of this form.
                options = [(rich_plain(words), value) for words, value in self._choices]
                return DropDown(options, value=self.before, allow_blank=False, compact=True, id=self.field)
            case "flag":
                return Tick("", bool(self.before), compact=True, id=self.field)
            case "fixed":
                return Static(plain(self.before), id=self.field)
            case _:
                return LineInput(self.before, id=self.field)

    @property
    def text(self) -> str:
        """What stands in the field now."""
        match self.control:
            case Input() as line:
                return line.value
            case TextArea() as area:
                return area.text
            case Select() as select:
                return str(select.value)
            case Checkbox() as box:
                return "yes" if box.value else ""
            case _:
                return self.before

    def put(self, text: str) -> None:
        """Put a text in the place of what stands in the field, with the cursor at its end."""
        match self.control:
            case Input() as line:
                line.value = text
                line.cursor_position = len(text)
            case TextArea() as area:
                area.text = text
                area.move_cursor(area.document.end)

    @property
    def changed(self) -> bool:
        """Whether something else stands in it than at first."""
        return self.text != self.before

    def note(self, words: str, *, doubtful: bool = False) -> None:
        """Say beneath the field how it is understood."""
        self._note.update(plain(words))
        self._note.set_class(bool(words), "said")
        self._note.set_class(doubtful, "doubtful")

    def complain(self, sentence: str) -> None:
        """Say beneath the field what is wrong with it; nothing takes that away."""
        self._problem.update(plain(sentence))
        self.set_class(bool(sentence), "wrong")

    def on_descendant_focus(self) -> None:
        """Mark the label of the field that has the keys."""
        self.add_class("here")

    def on_descendant_blur(self) -> None:
        """Unmark it."""
        self.remove_class("here")

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    def _tell(self, event: Message) -> None:
        event.stop()
        self.complain("")
        self.post_message(self.Changed(self))

    @on(Input.Submitted)
    def _go_on(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Done())


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Fields below each other. The arrows go from one to the next, so they do not scroll.

    What has the keys is kept in sight, with what is said of it and the beginning of what follows: a hint may stand
    there. What is said takes room, so where it all is can only be told once that is laid out.
    """

    def on_descendant_focus(self) -> None:
        """Another field has the keys."""
        self.keep_in_sight()

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Who types in a field that was scrolled out of sight is to see it."""
        if event.row.control.has_focus:  # each says once at the beginning what stands in it
            self.keep_in_sight()

    def watch_virtual_size(self) -> None:
        """Something is said beneath a field, or no more."""
        self.call_next(self.keep_in_sight)

    def on_resize(self) -> None:
        """There is more room, or less: a sentence at the end takes some."""
        self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll to what has the keys."""
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors:
            return
        row = next((each for each in focused.ancestors_with_self if isinstance(each, FieldRow)), focused)
        region = row.virtual_region
        for around in takewhile(lambda each: each is not self, row.ancestors):
            assert isinstance(around, Widget)
            region = region.translate(around.virtual_region.offset)
        self.scroll_to_region(region.grow((0, 0, 2, 0)), animate=False)
