"""What of a history somebody can take back, whatever its age, and why the rest of it cannot be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import field_label, shortened, value_words
from boardtui.domain.dates.dates import local_time
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.sittings import leads_through_meeting
from boardtui.domain.records.edits import LIFE
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.text import same_key
from boardtui.report.edits_in_meeting import standing_batches
from boardtui.report.words import one_line
from boardtui.session.history_lines import HistoryLine, done_together
from boardtui.store.history import Entry


@immutable
class WayBack:
    """How a line of the history can be taken back.

    Attributes:
        batch: what is taken back together; empty where it cannot be.
        why_not: why it cannot be.
        mine: it is this person's, and was not taken back yet.
        others: how many other records were changed by the same stroke, and go back with it.
    """

    batch: str
    why_not: str = ""
    mine: bool = False
    others: int = 0


def ways_back(board: Board, entries: Sequence[Entry], who: str, together: Mapping[str, int]) -> Mapping[str, WayBack]:
    """How each line of a history can be taken back, by the key of the line.

    Args:
        board: the board as it is now.
        entries: the history, the newest first.
        who: the person who asks.
        together: how many records were changed by each batch of them.
    """
    standing = standing_batches(entries)
    latest: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        latest.setdefault((entry.edit.record, entry.edit.group), entry)
    found = {}
    for some in done_together(entries):
        edit = some[0].edit
        batch = standing.get(edit.batch, edit.batch)
        if why_not := _not_mine(some, batch, who):
            way = WayBack("", why_not)
        elif why_not := _moved_on(board, some, latest):
            way = WayBack("", why_not, mine=True)
        else:
            way = WayBack(batch, mine=True, others=together.get(edit.batch, 1) - 1)
        found[str(edit.id)] = way
    return found


def _not_mine(some: Sequence[Entry], batch: str, who: str) -> str:
    edit = some[0].edit
    if some[0].received:
        return "It came in with a copy: set the item to what it should be."
    if same_key(edit.who) != same_key(who):
        return f"{edit.who or 'Somebody who did not sign'} did it: only what you did yourself can be taken back."
    if edit.intent and edit.undoes:
        return "It took something back itself: ctrl+y does that again."
    if not batch:
        return "It was taken back already."
    if all(leads_through_meeting(entry.edit) for entry in some):
        return "It leads through a meeting, which nobody takes back."
    return ""


def _moved_on(board: Board, some: Sequence[Entry], latest: Mapping[tuple[str, str], Entry]) -> str:
    """What was changed again since, if anything: what it is now, who did that and when."""
    record = board.find(some[0].edit.record)
    if record is None:
        gone = any(entry.deleted for entry in some)
        return "" if gone else "The item was deleted since."
    for entry in some:
        kind, last = KINDS.get(entry.edit.kind), latest[entry.edit.record, entry.edit.group]
        if kind is None or entry.edit.group == LIFE or last is entry:
            continue
        for name, (_before, after) in entry.changed.items():
            now = getattr(record, name, None)
            if kind.has(name) and _kept(now) != _kept(after):
                attribute = kind.attributes[name]
                words = shortened(one_line(value_words(board, attribute, now))) or "nothing"
                by = f"{last.edit.who or 'somebody'}, {local_time(last.edit.at)}"
                return f"{field_label(board, attribute)} is {words} since ({by}): set it to what it should be."
    return ""


def _kept(value: Any) -> str:
    """A value as it is compared: an edit keeps lists, a record tuples."""
    return str(list(value)) if isinstance(value, (list, tuple)) else str(value)


def told_back(line: HistoryLine) -> str:
    """What a line would be, taken back: from what it says now to what it said before."""
    if line.deed == "added":
        return "removed again"
    if line.deed == "deleted":
        return "brought back"
    parts = (
        f"{each.label}: {one_line(each.after) or 'nothing'} → {one_line(each.before) or each.unset or 'nothing'}"
        for each in line.fields
    )
    return "; ".join(parts)
