"""Undo and redo: inverse edits, worked out from the file, so that they also work after a restart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from boardtui.domain.declare import validate
from boardtui.domain.edits import LIFE, Edit, RecordState, heads, record_state
from boardtui.domain.errors import BoardError
from boardtui.domain.kinds import KINDS
from boardtui.domain.sittings import MEETING_STEPS, leads_through_meeting
from boardtui.store.projection import edit_of, edit_select
from boardtui.store.schema import EDIT
from boardtui.store.writing import Pen, signature


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again.

    Attributes:
        reversed: the edits that no longer hold.
        edits: the edits that were made to say so.
    """

    reversed: tuple[Edit, ...]
    edits: tuple[Edit, ...]


def next_undo(connection: Connection, who: str) -> tuple[str, str]:
    """The batch that undo takes back, and the intent that says so.

    Raises:
        BoardError: this person has done nothing in this file that could be undone.
    """
    done, _ = _stacks(connection, who)
    if not done:
        raise BoardError("There is nothing of yours to undo in this file.")
    return done[-1], f"undo:{done[-1]}"


def next_redo(connection: Connection, who: str) -> tuple[str, str]:
    """The batch of an undo that redo takes back, and the intent that says so.

    Raises:
        BoardError: nothing was undone, or something else was done since.
    """
    _, undone = _stacks(connection, who)
    if not undone:
        raise BoardError("There is nothing to do again.")
    return undone[-1], f"redo:{undone[-1]}"


def _stacks(connection: Connection, who: str) -> tuple[list[str], list[str]]:
    """What this person did here and could undo, and which undos could be taken back: newest last."""
    # The first edit of all made the board: taking that back would leave a board without a name or rules.
    query = (
        select(EDIT.c.batch, EDIT.c.intent, func.min(EDIT.c.arrival).label("first"), func.count())
        .where(EDIT.c.who == signature(who), EDIT.c.received.is_(False), EDIT.c.arrival > 1)
        .group_by(EDIT.c.batch, EDIT.c.intent)
        .order_by("first")
    )
    steps = _steps(connection, who)
    done: list[str] = []
    undone: list[str] = []
    for batch, intent, _first, count in connection.execute(query):
        if steps[batch] == count:
            continue
        if intent.startswith("undo:"):
            done = done[:-1]
            undone.append(batch)
        elif intent.startswith("redo:"):
            undone = undone[:-1]
            done.append(batch)
        else:
            done.append(batch)
            undone = []
    return done, undone


def _steps(connection: Connection, who: str) -> Counter[str]:
    """How many edits of each batch only lead through a meeting: nobody takes back that it was opened or closed.

    Nor is going on to the next item an edit of the plan: undo after it takes back the rating before it.
    """
    query = edit_select().where(
        EDIT.c.who == signature(who), EDIT.c.kind.in_(("meeting", "agenda_item")), EDIT.c.grp.in_(MEETING_STEPS)
    )
    return Counter(edit.batch for edit in map(edit_of, connection.execute(query)) if leads_through_meeting(edit))


def reverse(pen: Pen, batch: str, intent: str) -> Undone:
    """Make the edits that take a batch back.

    Raises:
        BoardError: a value has moved on since; nothing is changed then.
    """
    query = edit_select().where(EDIT.c.batch == batch)
    reversing = [edit_of(row) for row in pen.connection.execute(query)]
    for record in dict.fromkeys(edit.record for edit in reversing):
        _reverse_record(pen, record, reversing, intent)
    return Undone(tuple(reversing), tuple(pen.flush()))


def _reverse_record(pen: Pen, record: str, reversing: Sequence[Edit], intent: str) -> None:
    edits = list(pen.edits_of(record))
    state = record_state(edits)
    mine = [edit for edit in reversing if edit.record == record]
    first = min(edits, key=lambda edit: (edit.lamport, edit.id))
    made_here = first in mine
    for group, current in state.groups.items():
        own = [edit for edit in edits if edit.group == group]
        done = [edit for edit in mine if edit.group == group]
        if not done and not made_here:
            continue
        allowed = {_standing_for(edit, own) for edit in done} | ({None} if made_here else set())
        _refuse_if_moved_on([head for head in current.heads if _standing_for(head, own) not in allowed])
        if made_here:
            continue
        if group == LIFE:
            delete = done[-1].value == "true"
            parents = _all_heads(state) if delete else current.heads
            pen.add(record, state.kind, LIFE, not delete, parents, intent=intent)
        else:
            before = _standing_before(done[0], own)
            value = before.values() if before else _unset(state.kind, group)
            pen.add(record, state.kind, group, value, current.heads, intent=intent)
    if made_here:
        pen.add(record, state.kind, LIFE, False, _all_heads(state), intent=intent)


def _standing_for(edit: Edit, own: Sequence[Edit]) -> Edit | None:
    """The ordinary edit whose value an edit brings back, through undo and redo; None for unset."""
    reversed_batch = edit.intent.partition(":")[2]
    if not reversed_batch:
        return edit
    done = [each for each in own if each.batch == reversed_batch]
    return _standing_before(done[0], own) if done else None


def _standing_before(edit: Edit, own: Sequence[Edit]) -> Edit | None:
    """The ordinary edit that held before an edit of the same group; None where the group was not set."""
    parents = heads(each for each in own if each.id in edit.parents)
    return _standing_for(parents[0], own) if parents else None


def _all_heads(state: RecordState) -> list[Edit]:
    return [edit for group in state.groups.values() for edit in group.heads]


def _refuse_if_moved_on(newer: Sequence[Edit]) -> None:
    if newer:
        last = max(newer, key=lambda edit: edit.lamport)
        by = last.who or "somebody"
        raise BoardError(
            f"That cannot be undone: {by} has changed the same {last.kind.replace('_', ' ')} since. "
            "Nothing was changed: set it to what it should be."
        )


def _unset(kind: str, group: str) -> object:
    return validate(kind, group, {}) if kind in KINDS else {}
