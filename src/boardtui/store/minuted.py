"""What minutes are made of: the edits of a meeting, and which edits made since corrected them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.minuted import MINUTED, is_correction
from boardtui.domain.meetings.sittings import closed_before
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.store.columns import table_of
from boardtui.store.history import (
    Entry,
    MeetingRecord,
    covers,
    edits_after,
    entries,
    entries_of,
    meetings_of,
    read_vector,
)


def meeting_record(reader: sqlite3.Connection, meeting: str) -> MeetingRecord:
    """What was changed in a meeting, and which of what was changed in the one before was corrected since.

    Raises:
        BoardError: there is no such meeting.
    """
    meetings = meetings_of(reader)
    if meeting not in meetings:
        raise BoardError("There is no such meeting on this board.")
    in_it = entries(reader, meeting=meeting)[::-1]
    if known := meetings[meeting].known:
        # What names the meeting and was made after it closed corrects its minutes.
        at_the_close = read_vector(known)
        in_it = [each for each in in_it if covers(at_the_close, each.edit)]
    previous = closed_before(meetings.values(), meetings[meeting])
    corrected_here = tuple(entries_of(reader, _corrections(reader, meetings[meeting], in_it)))
    if previous is None:
        return MeetingRecord(tuple(in_it), corrections=corrected_here)
    before = {(each.edit.record, each.edit.group) for each in entries(reader, meeting=previous.id)}
    until = read_vector(meetings[meeting].known) if meetings[meeting].known else None
    later = [
        edit
        for edit in edits_after(reader, read_vector(previous.known))
        if (edit.record, edit.group) in before and edit.meeting != meeting and (until is None or covers(until, edit))
    ]
    return MeetingRecord(tuple(in_it), tuple(entries_of(reader, later)), previous, corrected_here)


def _corrections(reader: sqlite3.Connection, meeting: Meeting, in_it: Iterable[Entry]) -> list[Edit]:
    if meeting.state is not MeetingState.CLOSED or not meeting.known:
        return []
    minuted = {meeting.id}
    for kind in MINUTED:
        rows = reader.execute(f'SELECT id FROM {table_of(kind.kind)} WHERE "meeting" = ?', (meeting.id,))
        minuted |= {identity for (identity,) in rows}
    said = {(each.edit.record, each.edit.group) for each in in_it}
    found: list[Edit] = []
    of_the_plan: set[str] = set()  # batches that correct what changed in it, or take that back
    for edit in edits_after(reader, read_vector(meeting.known)):
        if edit.meeting == meeting.id or edit.reversed_batch in of_the_plan:
            of_the_plan.add(edit.batch)
        if (edit.record in minuted or edit.batch in of_the_plan) and is_correction(edit, meeting, said):
            found.append(edit)
    return found
