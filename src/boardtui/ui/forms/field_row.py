"""One field of a form: its label, what to type into, how that was understood, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, Static, TextArea

from boardtui.ui.forms.drop_down import DropDown
from boardtui.ui.shared.text import plain, rich_plain
from boardtui.ui.shared.text_inputs import LineInput, ProseBox


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
    FieldRow Input, FieldRow Select, FieldRow TextArea, FieldRow .fixed { width: 1fr; background: $boost; padding: 0; }
    FieldRow SelectCurrent { background: transparent; }
    /* The last lines of the terminal say which keys work: what drops down stays above them. */
    FieldRow SelectOverlay { max-height: 10; margin-bottom: 3; constrain: none inside; }
    FieldRow .fixed { background: transparent; height: auto; }
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

    def compose(self) -> ComposeResult:
        """Label and control, then what is said about it."""
        with Horizontal():
            yield Static(plain(self.label), classes="label")
            yield self._control()
        yield Static(classes="note")
        yield Static(classes="problem")

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
                return Static(plain(self.before), classes="fixed", id=self.field)
            case _:
                return LineInput(self.before, id=self.field)

    @property
    def control(self) -> Widget:
        """What is typed into."""
        return self.query_one(f"#{self.field}")

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
        note = self.query_one(".note", Static)
        note.update(plain(words))
        note.set_class(bool(words), "said")
        note.set_class(doubtful, "doubtful")

    def complain(self, sentence: str) -> None:
        """Say beneath the field what is wrong with it; nothing takes that away."""
        self.query_one(".problem", Static).update(plain(sentence))
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
