"""What is new, said once after an update."""

from __future__ import annotations

from collections.abc import Mapping

from boardtui import __version__
from boardtui.settings.settings import Settings
from boardtui.ui.commands import with_keys
from boardtui.ui.host import Host

NEWS: Mapping[str, tuple[str, str, str]] = {
    "0.1.0": (
        "{import} brings in spreadsheets and pasted tables; {export} writes Word and workbooks too.",
        "{tick} ticks items, to rate, re-date or hand over several at once; {again} does the last change again.",
        "{palette} takes a change in words, such as 1.1 red; {present} shows an item in large letters.",
    ),
}
"""Three lines for each version, with the names of commands in braces in place of their keys."""

SECONDS = 30.0


def tell_what_is_new(host: Host, before: Settings) -> None:
    """Say what is new to somebody who has used another version until now.

    Args:
        host: the application.
        before: the settings as they were when the program was started.
    """
    if before.last_board is not None and before.version_seen != __version__ and (lines := NEWS.get(__version__)):
        said = (with_keys(line, host.settings.keys) for line in lines)
        host.tell("\n".join((f"New in boardtui {__version__}:", *said)), seconds=SECONDS)
