"""The list that a chair confirms before a meeting closes: what changed in it, each record in a line of plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import LIFE
from boardtui.report.edits_in_meeting import RecordChange, lines_told, name_of_changed, record_changes

if TYPE_CHECKING:
    from boardtui.store.history import Entry

_RUNNING = ("meeting", "agenda_item")

_HERE = ("answered_in",)
"""Not told in the list of a meeting: it is that meeting."""

_ENDS = (*_HERE, "answer", "answered_by", "done", "outcome")


def plain_lines(board: Board, entries: Iterable[Entry]) -> list[str]:
    """What changed, in plain words: the list that a chair confirms before a meeting closes.

    Args:
        board: the board as it is after it.
        entries: the edits that were made in the meeting.
    """
    lines = []
    for change in record_changes(board, entries):
        if change.kind.name in _RUNNING:
            continue
        record = board.find(change.record)
        name = name_of_changed(board, change, record)
        if change.deleted or change.created or change.restored:
            what = "removed" if change.deleted else "added" if change.created else "brought back"
            why = change.why_made if change.created and not change.deleted else change.why(LIFE)
            lines.append(f"{name}: {what}{f' ({why})' if why else ''}")
            continue
        ended = _ended(change)
        told = [*ended, *lines_told(board, _without(change, _ENDS if ended else _HERE), texts=_shortly)]
        whys = list(dict.fromkeys(why for _, _, why in told if why))
        if len(whys) > 1:
            parts = [
                f"{label}{f': {words}' if words else ''}{f' ({why})' if why else ''}" for label, words, why in told
            ]
        else:
            parts = [f"{label}{f': {words}' if words else ''}" for label, words, _ in told]
        if parts:
            lines.append(f"{name} – {'; '.join(parts)}{f' ({whys[0]})' if len(whys) == 1 else ''}")
    return lines


def _ended(change: RecordChange) -> list[tuple[str, str, str]]:
    """A question that was answered, an action completed or opened again, as one says it and not field by field."""
    now = {name: after for name, (before, after) in change.changed.items() if after and not before}
    if "answer" in now and "answer" not in change.steps:
        by = f" by {now['answered_by']}" if "answered_by" in now else ""
        return [(f"answered{by}", str(now["answer"]), change.why("answer"))]
    if "done" in now and "outcome" not in change.steps:
        return [("completed", str(now.get("outcome", "")), change.why("outcome"))]
    if "done" in change.changed and "outcome" not in change.steps:
        return [("open again", "", change.why("outcome"))]
    return []


def _without(change: RecordChange, names: Collection[str]) -> RecordChange:
    """The change without some of its fields."""
    kept = {name: pair for name, pair in change.changed.items() if name not in names}
    return replace(change, changed=kept)


def _shortly(_was: str, _now: str) -> str:
    return "changed"
