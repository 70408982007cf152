"""What people type and paste into: lines and text areas that lose nothing of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.suggester import Suggester
from textual.widgets import Input, TextArea

_BREAKS = re.compile(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


def in_one_line(text: str) -> str:
    """Several lines as one: a space stands where a line ended."""
    return _BREAKS.sub(" ", text.strip("\r\n")).replace("\t", " ")


_BULLET = re.compile(r"^([ \t]*)[\uf0a7\uf0b7•·§▪●■◦–-]\t[ \t]*", re.MULTILINE)
_INNER_BULLET = re.compile(r"^[ \t]*o\t[ \t]*", re.MULTILINE)
_NUMBER = re.compile(r"^([ \t]*(?:\d{1,3}|[a-z]{1,4})[.)])\t[ \t]*", re.MULTILINE | re.IGNORECASE)


def as_in_word(text: str) -> str:
    """What was copied in Word, with its paragraphs, bullets, numbers and quotes as they were seen there.

    Word parts lines within a paragraph by a vertical tab, pages by a form feed, and a bullet or a number from its text
    by a tab, which no line of a form shows as wide as Word does.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    lines = _INNER_BULLET.sub("  ◦ ", _BULLET.sub(r"\1• ", lines))
    return _NUMBER.sub(r"\1 ", lines).replace("\u00a0", " ")


_SELECT_ALL = Binding("ctrl+a", "select_all", "Select all", show=False)


class LineInput(Input):
    """A line to type into, as forms have it. `InputApp` sees to it that several lines pasted into one become one."""

    BINDINGS: ClassVar[list[BindingType]] = [_SELECT_ALL]

    def __init__(self, value: str, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)


class PasswordInput(LineInput):
    """A line for a password, of which nothing is to be seen, and nothing goes to the clipboard or into a file."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.password = True

    def action_copy(self) -> None:
        """Copy nothing: the clipboard is seen by other programs."""

    def action_cut(self) -> None:
        """Cut nothing, likewise."""


class PathsInput(LineInput):
    """A line for paths. Of paths on several lines each stays one path, also where there are spaces in it."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        lines = [each.strip() for each in event.text.splitlines() if each.strip()]
        several = [each if each[:1] in "\"'" or "\\ " in each else shlex.quote(each) for each in lines]
        self.replace(" ".join(several) if len(several) > 1 else in_one_line(event.text), *self.selection)


class TextBox(TextArea):
    """A text area that what is undone cannot break.

    Undoing shortens the text before it moves the cursor. Where the scrollbar goes with that, Textual looks for a cursor
    that stands on a line which is no longer there, and fails.
    """

    BINDINGS: ClassVar[list[BindingType]] = [_SELECT_ALL]

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Bring the cursor into sight, unless its line is gone: then it is about to be put elsewhere."""
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)


class ProseBox(TextBox):
    """A text area for what people write: one goes on at its end, and what comes from Word looks as it did there."""

    def on_mount(self) -> None:
        """Go on writing where the text ends."""
        self.move_cursor(self.document.end)

    def _on_paste(self, event: events.Paste) -> None:  # type: ignore[override]
        """Keep paragraphs, bullets and quotes; the text area pastes it then."""
        event.text = as_in_word(event.text)


class FilterInput(Input):
    """A filter as it is typed; → takes what is offered in grey.

    Args:
        complete: the whole line with its last word completed; empty where there is nothing to complete.
    """

    def __init__(self, complete: Callable[[str], str]) -> None:
        super().__init__(
            id="filter",
            placeholder="words, rag:red, due:<30/06, -done · → completes · Enter keeps the filter · Esc clears it",
            suggester=_Completing(complete),
        )


class _Completing(Suggester):
    def __init__(self, complete: Callable[[str], str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        return self._complete(value) or None
