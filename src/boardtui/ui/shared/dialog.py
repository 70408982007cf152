"""What dialogs share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widgets import Input, TextArea

from boardtui.ui.commands import COMMANDS, shown_key

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


class Dialog(ModalScreen[ScreenResultType]):
    """A dialog of the application."""

    @property
    def board_app(self) -> BoardApp:
        """The application."""
        return cast("BoardApp", self.app)

    @property
    def dirty(self) -> bool:
        """Whether something typed would be lost if it were left now: rather once too often than text lost."""
        return any(line.value for line in self.query(Input)) or any(area.text for area in self.query(TextArea))


def keys_line(where: str, chosen: Mapping[str, str], *, hidden: Collection[str] = ()) -> Content:
    """The keys that work in a dialog, for its last line, as the command table has them; some may not apply."""
    parts: list[str | tuple[str, str]] = []
    for command in sorted(
        (each for each in COMMANDS if each.where == where and each.footer and each.id not in hidden),
        key=lambda c: c.footer,
    ):
        parts += [(shown_key(command, chosen), "bold $accent"), f" {command.label}  "]
    return Content.assemble(*parts)
