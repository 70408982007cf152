"""Undo and redo: inverse edits, worked out from the file, so that they also work after a restart.

What is taken back may have been a decision where copies disagreed. Then each of the values between which it decided is
brought back by an edit of its own, none of which replaces another: so they disagree again, in every copy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from boardtui.domain.errors import BoardError
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.sittings import MEETING_STEPS, leads_through_meeting
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import LIFE, Edit, EditId, Origins, RecordState, by_value, record_state
from boardtui.domain.records.kinds import KINDS
from boardtui.domain.records.meetings import MeetingState
from boardtui.store.columns import EDITS, NO_FACT, edit_of, table_of
from boardtui.store.edit_rules import signature
from boardtui.store.schema import EDIT, reader_of
from boardtui.store.writing import EditWriter


@immutable
class Undone:
    """What was taken back or done again.

    Attributes:
        reversed: the edits that no longer hold.
        edits: the edits that were made to say so.
    """

    reversed: tuple[Edit, ...]
    edits: tuple[Edit, ...]


def next_undo(reader: sqlite3.Connection, who: str) -> tuple[str, str]:
    """The batch that undo takes back, and the intent that says so.

    Raises:
        BoardError: this person has done nothing in this file that could be undone.
    """
    undone: set[str] = set()
    for batch, intent in _steps_back(reader, who):
        if intent.startswith("undo:"):
            undone.add(intent.removeprefix("undo:"))
        elif batch not in undone:
            return batch, f"undo:{batch}"
    raise BoardError("There is nothing of yours to undo in this file.")


def chosen_undo(reader: sqlite3.Connection, batch: str, who: str) -> tuple[str, str]:
    """A batch of any age that is to be taken back, and the intent that says so.

    Raises:
        BoardError: it is not this person's, was not done in this file, or was taken back already.
    """
    intent = f"undo:{batch}"
    query = "SELECT count(*), sum(who = ? AND received = 0 AND arrival > 1) FROM edit WHERE batch = ?"
    count, theirs = reader.execute(query, (signature(who), batch)).fetchone()
    if not count or theirs != count:
        raise BoardError("Only what you did yourself, in this file, can be taken back.")
    if reader.execute("SELECT 1 FROM edit WHERE intent = ? LIMIT 1", (intent,)).fetchone():
        raise BoardError("That was taken back already.")
    return batch, intent


def next_redo(reader: sqlite3.Connection, who: str) -> tuple[str, str]:
    """The batch of an undo that redo takes back, and the intent that says so.

    Raises:
        BoardError: nothing was undone, or something else was done since.
    """
    done_again: set[str] = set()
    for batch, intent in _steps_back(reader, who):
        if intent.startswith("redo:"):
            done_again.add(intent.removeprefix("redo:"))
        elif not intent.startswith("undo:"):
            break
        elif batch not in done_again:
            return batch, f"redo:{batch}"
    raise BoardError("There is nothing to do again.")


def _steps_back(reader: sqlite3.Connection, who: str) -> Iterator[tuple[str, str]]:
    """What this person did here and could undo, undid and did again, the newest first: its batch and its intent.

    It is read as far back as is asked for: mostly one step, of what may be years.
    """
    # A batch that was continued counts from its first edit on. The first edit of all made the board: taking that back
    # would leave a board without a name or rules. That a copy was sent is a fact, and nothing that one takes back.
    query = f"""
        SELECT batch, intent FROM edit AS its WHERE who = ? AND received = 0 AND arrival > 1 AND {NO_FACT}
        AND NOT EXISTS (
            SELECT 1 FROM edit WHERE batch = its.batch AND intent = its.intent AND who = its.who AND received = 0
            AND arrival < its.arrival AND arrival > 1
        ) ORDER BY arrival DESC
    """
    for batch, intent in reader.execute(query, (signature(who),)):
        if not _only_leads_through_meeting(reader, batch, intent, who):
            yield batch, intent


def _only_leads_through_meeting(reader: sqlite3.Connection, batch: str, intent: str, who: str) -> bool:
    """Whether all that was done in a batch leads through a meeting: nobody takes back that it was opened or closed.

    Nor is going on to the next item an edit of the plan: undo after it takes back the rating before it.
    """
    mine = "batch = ? AND intent = ? AND who = ? AND received = 0 AND arrival > 1"
    values = (batch, intent, signature(who))
    groups = ", ".join(f"'{group}'" for group in MEETING_STEPS)
    step = f"kind IN ('meeting', 'agenda_item') AND grp IN ({groups})"
    if reader.execute(f"SELECT 1 FROM edit WHERE {mine} AND NOT ({step}) LIMIT 1", values).fetchone():
        return False
    return all(leads_through_meeting(edit_of(row)) for row in reader.execute(f"{EDITS} WHERE {mine}", values))


def reverse(writer: EditWriter, batch: str, intent: str) -> Undone:
    """Make the edits that take a batch back.

    Raises:
        BoardError: a value has moved on since; nothing is changed then.
    """
    reversing = edits_in(reader_of(writer.connection), batch)
    for record in dict.fromkeys(edit.record for edit in reversing):
        _reverse_record(writer, record, reversing, intent, _known_before(writer.connection, record, reversing))
    return Undone(tuple(reversing), tuple(writer.flush()))


def said_at(reader: sqlite3.Connection, batch: str) -> str:
    """The id of the meeting in which a batch was said, as long as it runs; "" for none.

    Whoever takes that back, from wherever, takes it out of the meeting: its minutes would still tell it otherwise.
    """
    said = {edit.meeting for edit in edits_in(reader, batch)}
    running = f"SELECT id FROM {table_of(KINDS['meeting'])} WHERE state = ?"
    return next((found for (found,) in reader.execute(running, (MeetingState.RUNNING.value,)) if found in said), "")


def edits_in(reader: sqlite3.Connection, batch: str) -> list[Edit]:
    """The edits of a batch, in the order they came into this file."""
    return [edit_of(row) for row in reader.execute(f"{EDITS} WHERE batch = ? ORDER BY arrival", (batch,))]


def _known_before(connection: Connection, record: str, reversing: Sequence[Edit]) -> set[EditId]:
    """The edits of a record that were in the file before the first of those that are taken back."""
    first = select(func.min(EDIT.c.arrival)).where(EDIT.c.batch == reversing[0].batch)
    began = connection.execute(first).scalar_one()
    query = select(EDIT.c.session, EDIT.c.number).where(EDIT.c.record == record, EDIT.c.arrival < began)
    return {EditId(session, number) for session, number in connection.execute(query)}


def _reverse_record(
    writer: EditWriter, record: str, reversing: Sequence[Edit], intent: str, known_before: set[EditId]
) -> None:
    edits = list(writer.edits_of(record))
    state = record_state(edits)
    mine = [edit for edit in reversing if edit.record == record]
    first = min(edits, key=lambda edit: (edit.lamport, edit.id))
    made_here = first in mine
    # A deletion comes last: it names what the other groups hold by then.
    for group, current in sorted(state.groups.items(), key=lambda each: each[0] == LIFE):
        done = [edit for edit in mine if edit.group == group]
        if not done and not made_here:
            continue
        origins = Origins(edit for edit in edits if edit.group == group)
        allowed = {origins.of(edit) for edit in done} | ({None} if made_here else set())
        others = [head for head in current.heads if origins.of(head) not in allowed]
        # What disagreed already is no news: it still disagrees afterwards, and is not replaced.
        _refuse_if_moved_on([head for head in others if group == LIFE or head.id not in known_before])
        if made_here:
            continue
        before, replaced = origins.before(done), [head for head in current.heads if head not in others]
        if group == LIFE:
            _reverse_life(writer, state, before, intent)
        else:
            # What was shown comes last, so that it is shown again where they disagree.
            values: list[object] = [edit.values() for edit in by_value(before)]
            for value in values[::-1] or [_unset(state.kind, group)]:
                writer.add(record, state.kind, group, value, replaced, intent=intent)
    if made_here:
        writer.add(record, state.kind, LIFE, False, _all_heads(state), intent=intent)


def _reverse_life(writer: EditWriter, state: RecordState, before: Sequence[Edit], intent: str) -> None:
    """Delete a record again or bring it back, as it was before: in a disagreement it may have been both."""
    current = state.groups[LIFE].heads
    deletions = [edit for edit in before if edit.value == "false"]
    if len(deletions) < len(before) or not before:
        writer.add(state.record, state.kind, LIFE, True, current, intent=intent)
    if deletions:
        # Only what the deleter knew of goes again: the rest still speaks for the record, as it did then.
        seen = _brought_back_of(deletions, writer.edits_of(state.record))
        writer.add(state.record, state.kind, LIFE, False, [*current, *seen], intent=intent)


def _brought_back_of(deletions: Sequence[Edit], edits: Sequence[Edit]) -> list[Edit]:
    """The current edits of a record that hold what the parents of some deletions held."""
    seen = {parent for edit in deletions for parent in edit.parents}
    found: list[Edit] = []
    for group, now in record_state(edits).groups.items():
        if group != LIFE:
            own = [edit for edit in edits if edit.group == group]
            origins = Origins(own)
            known = {origins.of(edit) for edit in own if edit.id in seen} | {None}
            found += [head for head in now.heads if origins.of(head) in known]
    return found


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
