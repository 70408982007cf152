"""What one field of one record held when past meetings closed: worked out from the edits known to each of them."""

from __future__ import annotations

from collections.abc import Iterable

from boardtui.domain.edits import record_state
from boardtui.domain.kinds import Meeting
from boardtui.domain.meetings import MeetingState
from boardtui.store.history import Entry, covers, read_vector


def values_at_meetings(entries: Iterable[Entry], meetings: Iterable[Meeting], name: str) -> list[tuple[Meeting, str]]:
    """What a field held at each closed meeting, oldest first.

    Meetings at which the record did not exist yet, or was deleted, are left out.

    Args:
        entries: the whole history of one record.
        meetings: the meetings of the board.
        name: the field.
    """
    edits = [entry.edit for entry in entries]
    closed = [each for each in meetings if each.state is MeetingState.CLOSED and each.known]
    found = []
    for meeting in sorted(closed, key=lambda each: (each.closed_at, each.id)):
        vector = read_vector(meeting.known)
        known = [edit for edit in edits if covers(vector, edit)]
        state = record_state(known) if known else None
        if state is not None and not state.deleted:
            found.append((meeting, str(state.values.get(name) or "")))
    return found
