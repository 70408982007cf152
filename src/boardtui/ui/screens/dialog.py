"""What dialogs share."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from textual.content import Content

from boardtui.ui.commands import COMMANDS, shown_key


def keys_line(where: str, chosen: Mapping[str, str], *, hidden: Collection[str] = ()) -> Content:
    """The keys that work in a dialog, for its last line, as the command table has them; some may not apply."""
    parts: list[str | tuple[str, str]] = []
    for command in sorted(
        (each for each in COMMANDS if each.where == where and each.footer and each.id not in hidden),
        key=lambda c: c.footer,
    ):
        parts += [(shown_key(command, chosen), "bold $accent"), f" {command.label}  "]
    return Content.assemble(*parts)
