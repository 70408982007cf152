"""Taking back the last edit, and doing it again: each says what it changed, on which item, from what to what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import (
    Remembered,
    field_label,
    name_of,
    remembering,
    short_name,
    shortened,
    value_words,
)
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.sittings import leads_through_meeting
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import Record
from boardtui.report.words import from_to, one_line
from boardtui.store.board_file import BoardFile, Reversed
from boardtui.ui.host import Host
from boardtui.ui.shared.prompt_line import Question
from boardtui.ui.shared.text import fitted

if TYPE_CHECKING:
    from boardtui.store.looking_ahead import Ahead
    from boardtui.store.undo import Undone


def undo(host: Host) -> None:
    """Take back the last edit. In a meeting, what is not on the screen is taken back only after asking."""
    _reverse(host, "Undone", "Take back", lambda file, who, meeting: file.undo(who=who, meeting=meeting), again=False)


def redo(host: Host) -> None:
    """Do again what was undone. In a meeting, what is not on the screen is done again only after asking."""
    _reverse(host, "Redone", "Redo", lambda file, who, meeting: file.redo(who=who, meeting=meeting), again=True)


def _reverse(host: Host, done: str, asked: str, act: Callable[[BoardFile, str, str], Undone], *, again: bool) -> None:
    if not host.writable():
        return

    def job(agreed: Ahead | None = None) -> asyncio.Future[Reversed]:
        who, meeting = host.settings.signature, host.meeting

        def turn_back(file: BoardFile) -> Reversed:
            # What is told is what was done here, whatever another program writes in that moment.
            with file.at_once():
                if agreed is not None and _ahead(file, who, again=again).edits != agreed.edits:
                    raise BoardError("The last edit is another one by now, so nothing was done: look at it again.")
                before = file.read() if host.board is None else file.refresh(host.board)
                done = act(file, who, meeting)
                return Reversed(before, done, file.refresh(before))

        return host.do(turn_back)

    if host.meeting:
        host.begin(_in_meeting(host, done, asked, job, again=again))
    else:
        host.begin(_tell(host, job(), done))


async def _in_meeting(
    host: Host, done: str, asked: str, job: Callable[[Ahead | None], asyncio.Future[Reversed]], *, again: bool
) -> None:
    who, agreed = host.settings.signature, None
    ahead = await host.do(lambda file: _ahead(file, who, again=again))
    assert host.board is not None  # without one there is no meeting
    names = remembering(host.board, ahead.known)
    if elsewhere := [edit.record for edit in ahead.edits if not _on_screen(names, host, edit)]:
        name = fitted(one_line(name_of(names, elsewhere[0])), 24).rstrip()
        question = Question(
            f"{asked} the last edit of {name}, not on this screen?",
            "",
            check=lambda answer: "" if answer.casefold() in ("yes", "y") else "Enter after yes does; Esc keeps it.",
            value="yes",
            leaving="keeps it",
        )
        if not await host.ask([question]).only():
            return
        agreed = ahead
    await _tell(host, job(agreed), done)


def _ahead(file: BoardFile, who: str, *, again: bool) -> Ahead:
    # Imported where it is used, as all that writes: it takes longer than to read a board and show it.
    from boardtui.store.looking_ahead import would_redo, would_undo

    return (would_redo if again else would_undo)(file, who=who)


def _on_screen(names: Remembered, host: Host, edit: Edit) -> bool:
    """Whether an edit is about the item on the screen, or about what belongs to that or was said to it."""
    record, selected = names.find(edit.record), host.selected
    if leads_through_meeting(edit):
        return True  # nothing of it is taken back that a reader of the screen would miss
    if record is None or selected is None:
        return False
    owner = getattr(record, record.kind.owner, "") if record.kind.owner else ""
    return selected.id in (record.id, owner, getattr(record, "item", ""))


async def _tell(host: Host, undone: asyncio.Future[Reversed], word: str) -> None:
    turned = await undone
    before, after, edits = turned.before, turned.after, turned.done.edits
    if host.at.turned_back(edits) and host.board is not None:
        host.show_board(host.board)
    told = what_happened(before, after, edits)
    again = " · copies disagree about it again: ! decides" if _disagree_again(before, after) else ""
    host.say(f"{word}: {_listed(told) or 'the last edit'}{again}")


def what_happened(before: Board | None, now: Board | None, edits: Sequence[Edit]) -> list[str]:
    """What edits changed: on which item, and from what to what. What is gone is called by the name it had.

    Args:
        before: the board as it was before them.
        now: the board as it is after them.
        edits: the edits.
    """
    groups: dict[str, set[str]] = {}
    for edit in edits:
        groups.setdefault(edit.record, set()).add(edit.group)
    found = []
    for identity, some in groups.items():
        was, here = (board.find(identity) if board is not None else None for board in (before, now))
        if now is not None and here is not None:
            told = "; ".join(_changes(now, was, here, some)) if was is not None else "brought back"
            found.append(f"{short_name(now, here)} {told}".rstrip())
        elif before is not None and was is not None:
            found.append(f"{short_name(before, was)} removed")
    return found


def _changes(board: Board, was: Record, here: Record, groups: Collection[str]) -> Iterator[str]:
    names = remembering(board)
    for name, attribute in here.kind.attributes.items():
        before, now = getattr(was, name), getattr(here, name)
        if attribute.group in groups and attribute.look.form != "data" and before != now:
            old, new = (shortened(one_line(value_words(names, attribute, each))) for each in (before, now))
            yield f"{field_label(board, attribute)} {from_to(old, new)}"


_MOST_TOLD = 3


def _listed(told: Sequence[str]) -> str:
    more = len(told) - _MOST_TOLD
    return ", ".join(told[:_MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


def _disagree_again(before: Board, now: Board) -> bool:
    """Whether there is a disagreement that was not there before: what was undone had decided it."""
    then = {(record.id, group) for record in before.conflicted for group in record.conflicts}
    return any((record.id, group) not in then for record in now.conflicted for group in record.conflicts)
