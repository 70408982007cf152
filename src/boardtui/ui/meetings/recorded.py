"""What was recorded on an item in a meeting: listed on it, where each thing can be mended or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import field_label, remembering, shortened, value_words
from boardtui.domain.dates.dates import show_date
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.agenda_changes import take_in
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Decision, Meeting, Record
from boardtui.domain.records.meetings import AgendaState
from boardtui.domain.records.rag import Rag
from boardtui.report.edits_in_meeting import BOOKKEEPING, RecordChange, record_changes
from boardtui.report.words import from_to
from boardtui.ui.shared.text import one_line

if TYPE_CHECKING:
    from boardtui.store.history import Entry

_LONGEST_VALUE = 60


@immutable
class Recorded:
    """One thing that was recorded on an item.

    Attributes:
        label: what it is.
        words: what was said.
        record: the record that says it.
        field: the field of it that a form begins with; empty where there is nothing to mend.
        withdraw: the edits that take it back.
    """

    label: str
    words: str
    record: Record
    field: str
    withdraw: tuple[Change, ...]


def told_by(board: Board, record: Record) -> list[str]:
    """The ids of the records whose history tells what was recorded on one."""
    tasks = [each.id for each in board.all(ActionArising) if record.id in (each.item, each.id)]
    return list(dict.fromkeys([record.id, *tasks]))


def recorded(
    board: Board, meeting: Meeting, item: AgendaItem, record: Record, entries: Iterable[Entry]
) -> list[Recorded]:
    """What was recorded on an item in a meeting, in the order in which minutes tell it.

    Args:
        board: the board.
        meeting: the meeting.
        item: the agenda item.
        record: what it is about.
        entries: the history of the records of `told_by`, as far as it was made in this meeting.
    """
    changes = {change.record: change for change in record_changes(board, entries)}
    found: list[Recorded] = []
    own = changes.get(record.id)
    if own is not None and not own.created and record.kind.name not in BOOKKEEPING:
        found += _changes(board, record, own)
    found += _decisions(board, meeting, record)
    found += _challenges(board, meeting, record)
    found += _tasks(board, meeting, record, {name for name, change in changes.items() if "done" in change.changed})
    lines = item.note.split("\n") if item.note else []
    for place, line in enumerate(lines):
        rest = "\n".join([*lines[:place], *lines[place + 1 :]])
        found.append(Recorded("Note", line, item, "note", (Change(item.id, "agenda_item", {"note": rest}),)))
    if item.state is AgendaState.PARKED:
        found.append(Recorded("Parked", "for another meeting", item, "", tuple(take_in(item))))
    return found


def _changes(board: Board, record: Record, change: RecordChange) -> Iterator[Recorded]:
    """What changed about the item itself, one line for each group of fields that belong together, as rating and why."""
    groups: dict[str, list[str]] = {}
    for name in change.changed:
        if name in record.kind.attributes:
            groups.setdefault(record.kind.attributes[name].group, []).append(name)
    names = remembering(board)
    for group, fields in groups.items():
        first = next((name for name in ("rag", "due") if name in fields), fields[0])
        attribute, (before, now) = record.kind.attributes[first], change.changed[first]
        old, new = (shortened(one_line(value_words(names, attribute, each)), _LONGEST_VALUE) for each in (before, now))
        old, new = (each or Rag.NOT_RATED.words if first == "rag" else each for each in (old, new))
        why = change.why(group)
        said = {"rag": "rationale", "due": "due_reason"}.get(first, first)
        if first == "rag" and getattr(record, "evidence", False):
            said = "evidence"
        back = {name: _before(record, change, name) for name in fields}
        yield Recorded(
            field_label(board, attribute),
            f"{from_to(old, new)}{f' ({one_line(why)})' if why else ''}",
            record,
            said if record.kind.has(said) else first,
            (Change(record.id, record.kind.name, back),),
        )


def _before(record: Record, change: RecordChange, name: str) -> Any:
    """What a field held when the meeting began."""
    value = change.changed[name][0]
    return record.kind.attributes[name].default if value is None else value


def _decisions(board: Board, meeting: Meeting, record: Record) -> Iterator[Recorded]:
    for each in board.all(Decision):
        if each.meeting == meeting.id and record.id in (each.item, each.id):
            yield Recorded("Decided", one_line(each.text), each, "text", _without(each))


def _challenges(board: Board, meeting: Meeting, record: Record) -> Iterator[Recorded]:
    for each in board.all(Challenge):
        if record.id not in (each.item, each.id):
            continue
        if each.meeting == meeting.id:
            by = f" ({one_line(each.raised_by)})" if each.raised_by else ""
            yield Recorded("Challenge", f"{one_line(each.text)}{by}", each, "text", _without(each))
        if each.answered_in == meeting.id and each.answer:
            by = f" ({one_line(each.answered_by)})" if each.answered_by else ""
            words = f"{one_line(each.text)} – {one_line(each.answer)}{by}"
            none = dict.fromkeys(("answer", "answered_by", "answered_in"), "")
            yield Recorded("Answered", words, each, "answer", (Change(each.id, "challenge", none),))


def _tasks(board: Board, meeting: Meeting, record: Record, completed: set[str]) -> Iterator[Recorded]:
    for each in board.all(ActionArising):
        if record.id not in (each.item, each.id):
            continue
        if each.meeting == meeting.id:
            who = ", ".join(filter(None, (one_line(each.owner), f"by {show_date(each.due)}" if each.due else "")))
            words = f"{one_line(each.text)}{f' ({who})' if who else ''}"
            yield Recorded("Action", words, each, "text", _without(each))
        if each.done and each.id in completed:
            outcome = f" – {one_line(each.outcome)}" if each.outcome else ""
            open_again = Change(each.id, "action_arising", {"done": False, "outcome": ""})
            yield Recorded("Completed", f"{one_line(each.text)}{outcome}", each, "outcome", (open_again,))


def _without(record: Record) -> tuple[Change, ...]:
    return (Change(record.id, record.kind.name, delete=True),)
