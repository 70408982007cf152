"""What is done to an agenda: made, put in order, timed, cut, gone through, as changes; and who sees which item."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import AgendaEntry, agenda_of, agenda_title, build_agenda
from boardtui.domain.meetings.sittings import planned_minutes
from boardtui.domain.records.edits import Change, Edit
from boardtui.domain.records.kinds import AgendaItem, Meeting, Record
from boardtui.domain.records.meetings import AgendaState

STEP = 10
"""The distance between two positions, so that an item can be put between them by hand."""

EXTEND_BY = 5
"""Minutes by which one key press extends an item."""

LONGEST_MINUTES = 1440

NewId = Callable[[], str]


def new_id() -> str:
    """The id of a new record."""
    return str(uuid.uuid4())


def make_agenda(
    board: Board, meeting: Meeting, today: date, *, minutes: int = 0, identity: NewId = new_id
) -> list[Change]:
    """Put what the board should talk about on a meeting's agenda.

    What is there already stays where it is, with its time and its note; what was cut stays cut. Only what is new is
    added, each after what it follows: matters arising and what was left over before the chair's own topics, exceptions
    after them.

    Args:
        board: the board.
        meeting: the meeting.
        today: the day on which lateness is counted: that of the meeting.
        minutes: the time planned for each new item; 0 leaves it to the meeting's own length.
        identity: makes the ids of new items.
    """
    order: list[AgendaItem | AgendaEntry] = list(agenda_of(board, meeting))
    place = 0
    for entry in build_agenda(board, today, meeting):
        if entry.agenda_item is not None:
            place = order.index(entry.agenda_item) + 1
        else:
            order.insert(place, entry)
            place += 1
    changes = []
    for number, each in enumerate(order, start=1):
        if isinstance(each, AgendaItem):
            changes += _numbered_as(each, number)
        else:
            about, title = (each.record.id, "") if each.record is not None else ("", each.title)
            new = _new_item(identity(), meeting, about, number=number, title=title, why=each.why, minutes=minutes)
            changes.append(new)
    return changes


def _new_item(
    identity: str, meeting: Meeting, item: str, *, number: int, title: str = "", why: str = "", minutes: int = 0
) -> Change:
    values = {"meeting": meeting.id, "item": item, "title": title, "position": number * STEP, "why": why}
    return Change(identity, "agenda_item", values | ({"planned_minutes": minutes} if minutes else {}))


def _numbered_as(item: AgendaItem, number: int) -> list[Change]:
    position = number * STEP
    return [] if item.position == position else [Change(item.id, "agenda_item", {"position": position})]


def add_item(
    board: Board,
    meeting: Meeting,
    *,
    record: Record | None = None,
    title: str = "",
    minutes: int = 0,
    after: AgendaItem | None = None,
    identity: NewId = new_id,
) -> list[Change]:
    """Put an item on the agenda by hand: a record of the plan, or a topic of its own.

    Args:
        board: the board.
        meeting: the meeting.
        record: what it is about; None for a topic.
        title: the topic.
        minutes: the time planned for it.
        after: the item it is to follow; the last by default.
        identity: makes the id.

    Raises:
        BoardError: there is no title, or the record is on the agenda already.
    """
    items = agenda_of(board, meeting)
    if record is None and not title.strip():
        raise BoardError("Say what the item is about: a title, or an item of the plan.")
    if record is not None and any(each.item == record.id for each in items):
        raise BoardError(f"{agenda_title(board, _item_about(items, record))} is on the agenda already.")
    new = identity()
    place = len(items) if after is None else _place(items, after) + 1
    change = _new_item(
        new, meeting, record.id if record is not None else "", number=place + 1, title=title, minutes=minutes
    )
    return [change, *_numbered([*items[:place], None, *items[place:]])]


def add_items(board: Board, meeting: Meeting, records: Sequence[Record], *, identity: NewId = new_id) -> list[Change]:
    """Put records of the plan at the end of an agenda, in the order given; those that are on it already stay there."""
    items = agenda_of(board, meeting)
    on_it = {each.item for each in items}
    new = [each for each in records if each.id not in on_it]
    if not new:
        return []
    added = [
        _new_item(identity(), meeting, each.id, number=number) for number, each in enumerate(new, start=len(items) + 1)
    ]
    return [*added, *_numbered(items)]


def _item_about(items: Sequence[AgendaItem], record: Record) -> AgendaItem:
    return next(each for each in items if each.item == record.id)


def move_up(board: Board, meeting: Meeting, item: AgendaItem) -> list[Change]:
    """Put an item before the one that is above it; nothing for the first."""
    return _moved(board, meeting, item, -1)


def move_down(board: Board, meeting: Meeting, item: AgendaItem) -> list[Change]:
    """Put an item after the one that is below it; nothing for the last."""
    return _moved(board, meeting, item, 1)


def move_to(board: Board, meeting: Meeting, item: AgendaItem, number: int) -> list[Change]:
    """Put an item at a place among those that are to be taken, counted from 1; the last place beyond the end.

    Raises:
        BoardError: the item was cut, and so has no place.
    """
    if item.state is AgendaState.SKIPPED:
        raise BoardError("It is cut, and so has no number. Take it in again first.")
    others = [each for each in agenda_of(board, meeting) if each.id != item.id]
    taken = [place for place, each in enumerate(others) if each.state is not AgendaState.SKIPPED]
    place = taken[number - 1] if 1 <= number <= len(taken) else 0 if number < 1 else len(others)
    return _numbered([*others[:place], item, *others[place:]])


def _moved(board: Board, meeting: Meeting, item: AgendaItem, step: int) -> list[Change]:
    items = list(agenda_of(board, meeting))
    place = _place(items, item)
    other = place + step
    if not 0 <= other < len(items):
        return []
    items[place], items[other] = items[other], items[place]
    return _numbered(items)


def _place(items: Sequence[AgendaItem], item: AgendaItem) -> int:
    return next((place for place, each in enumerate(items) if each.id == item.id), len(items) - 1)


def _numbered(items: Sequence[AgendaItem | None]) -> list[Change]:
    """The positions that put items into this order; None keeps a place free."""
    return [
        change
        for number, each in enumerate(items, start=1)
        if each is not None
        for change in _numbered_as(each, number)
    ]


def cut(item: AgendaItem) -> list[Change]:
    """Leave an item out. It stays on the list, so that it can be taken in again."""
    return _in_state(item, AgendaState.SKIPPED)


def park(item: AgendaItem) -> list[Change]:
    """Put an item off; the minutes say so."""
    return _in_state(item, AgendaState.PARKED)


def take_in(item: AgendaItem) -> list[Change]:
    """Bring an item that was cut or parked back."""
    return _in_state(item, AgendaState.TO_DO)


def discussed(item: AgendaItem) -> list[Change]:
    """Mark an item as discussed."""
    return _in_state(item, AgendaState.DISCUSSED)


def _in_state(item: AgendaItem, state: AgendaState) -> list[Change]:
    return [] if item.state is state else [Change(item.id, "agenda_item", {"state": state.value})]


def extend(board: Board, meeting: Meeting, item: AgendaItem, minutes: int = EXTEND_BY) -> list[Change]:
    """Give an item more time, or less with negative minutes; it keeps at least none and at most a day."""
    now = planned_minutes(meeting, agenda_of(board, meeting)).get(item.id, 0)
    wanted = min(max(now + minutes, 0), LONGEST_MINUTES)
    return [Change(item.id, "agenda_item", {"planned_minutes": wanted})] if wanted != item.planned_minutes else []


def current_item(board: Board, meeting: Meeting) -> AgendaItem | None:
    """The item on the screen: the one left off at, or else the first that is still to be taken."""
    items = agenda_of(board, meeting)
    here = next((each for each in items if each.id == meeting.current_item), None)
    return here or next((each for each in items if each.state is AgendaState.TO_DO), None)


def go_on(board: Board, meeting: Meeting) -> list[Change]:
    """Mark the current item as discussed and go to the next one that is to be taken. At the last, stay there."""
    here = current_item(board, meeting)
    if here is None:
        return []
    done = discussed(here) if here.state is AgendaState.TO_DO else []
    return done + go_to(meeting, _neighbour(board, meeting, here, 1) or here)


def go_back(board: Board, meeting: Meeting) -> list[Change]:
    """Go to the item before the current one; what was settled stays so."""
    here = current_item(board, meeting)
    if here is None:
        return []
    return go_to(meeting, _neighbour(board, meeting, here, -1) or here)


def park_and_go_on(board: Board, meeting: Meeting) -> list[Change]:
    """Park the current item and go to the next one."""
    here = current_item(board, meeting)
    if here is None:
        return []
    return park(here) + go_to(meeting, _neighbour(board, meeting, here, 1) or here)


def go_to(meeting: Meeting, item: AgendaItem) -> list[Change]:
    """Bring an item on the screen. It is on disk, so that a meeting goes on where it was after a power cut."""
    return [] if meeting.current_item == item.id else [Change(meeting.id, "meeting", {"current_item": item.id})]


def _neighbour(board: Board, meeting: Meeting, here: AgendaItem, step: int) -> AgendaItem | None:
    items = agenda_of(board, meeting)
    place = _place(items, here)
    others = items[place + 1 :] if step > 0 else items[:place][::-1]
    return next((each for each in others if each.state is not AgendaState.SKIPPED), None)


class AgendaPlace:
    """The item that is shown of a meeting that others step through as well.

    Attributes:
        follows: the item is always the one that whoever steps through the meeting has come to.
    """

    def __init__(self) -> None:
        self.follows = False
        self._of = ("", "")  # the meeting, and the item of it that is shown here

    def in_it(self, board: Board, meeting: Meeting) -> Meeting:
        """The meeting as it is to be shown here: at the item where one was, whatever others have come to."""
        if self.follows:
            return meeting
        if self._of[0] != meeting.id:
            here = current_item(board, meeting)
            self._of = (meeting.id, here.id if here is not None else "")
        return replace(meeting, current_item=self._of[1] or meeting.current_item)

    def gone(self, changes: Iterable[Change]) -> None:
        """Somebody here steps to another item, as these changes say."""
        for each in changes:
            if "current_item" in each.values:
                self._of = (each.record, str(each.values["current_item"] or ""))

    def turned_back(self, edits: Iterable[Edit]) -> bool:
        """Somebody here undid or redid these edits: where one of them was a step, one is where that leads now.

        Returns:
            Whether that is another item.
        """
        before = self._of
        self.gone(Change(edit.record, edit.kind, edit.values()) for edit in edits if edit.kind == "meeting")
        return self._of != before

    def forget(self) -> None:
        """Begin anew at the item to which the meeting has come."""
        self._of = ("", "")
