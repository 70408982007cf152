"""Finding the meeting that somebody means on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardtui.domain.errors import BoardError, quoted

if TYPE_CHECKING:
    from boardtui.domain.board import Board
    from boardtui.domain.kinds import Meeting


def find_meeting(board: Board, words: str) -> Meeting:
    """Find a meeting by its date, its title, or the beginning of its id.

    Raises:
        BoardError: there is none, or several are meant; the sentence lists those there are.
    """
    from boardtui.domain.dates import normal_form, show_date
    from boardtui.domain.kinds import Meeting
    from boardtui.domain.types import tidy_line

    text = tidy_line(words)
    every = board.all(Meeting)
    by_date = [each for each in every if normal_form(each.date) == normal_form(text) != ""]
    by_title = [each for each in every if each.title.casefold() == text.casefold() != ""]
    by_id = [each for each in every if len(text) >= 8 and each.id.startswith(text.lower())]
    # Of two meetings on one day the one without a title is meant by the date alone, if there is such a one.
    found = by_date or by_title or by_id
    plain = [each for each in found if not each.title]
    if len(found) > 1 and len(plain) == 1:
        found = plain
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{each.title or 'untitled'} ({each.id[:8]})" for each in found)
        raise BoardError(f"{words!r} means several meetings: {names}. Name one by its title or those first letters.")
    known = ", ".join(show_date(each.date) or each.title or each.id[:8] for each in every)
    hint = f"There are: {known}." if known else "There are none yet: boardtui meeting new"
    raise BoardError(f"There is no meeting {quoted(words)} on this board. {hint}")
