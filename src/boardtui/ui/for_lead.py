"""How a copy that was made for a lead opens: every screen on what is theirs, the first of them in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardtui.domain.board import Board
from boardtui.domain.leads import items_of
from boardtui.ui.screens import home_of
from boardtui.ui.screens.item_screen import ItemScreen

if TYPE_CHECKING:
    from boardtui.ui.app import BoardApp


def show_lead(app: BoardApp, board: Board) -> str:
    """Filter every screen that has anything of the lead for whom the open file was made.

    A screen on which nothing is theirs shows everything, and so do all of them where the file was made for nobody.

    Returns:
        The screen to begin with: that of their actions if they have any. Empty where there is nothing of theirs.
    """
    lead = app.file.made_for() if app.file is not None else ""
    homes = {home_of(record.kind.name) for record in items_of(board, lead)} if lead else set()
    screens = list(app.main.query(ItemScreen))
    for screen in screens:
        screen.show_lead(lead if screen.id in homes else "")
    if lead and not homes:
        app.say(f"This copy was made for {lead}, and nothing on the board is theirs: all of it is shown.")
    names = ["actions", *(screen.id or "" for screen in screens)]
    return next((name for name in names if name in homes), "")
