"""What came of earlier meetings, as minutes tell it: what they asked for, and what was corrected of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from boardtui.domain.attention.schedule import date_words, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, named_in_full, shortened, the_meeting
from boardtui.domain.dates.dates import format_day, show_date
from boardtui.domain.meetings.minuted import MINUTED, PROGRESS, after_agreement
from boardtui.domain.meetings.sittings import moment
from boardtui.domain.records.edits import Edit
from boardtui.domain.records.kinds import ActionArising, Challenge, Meeting, Record
from boardtui.report.columns import DUE
from boardtui.report.document import (
    Block,
    Column,
    Words,
    bullets,
    heading,
    italic,
    join,
    paragraph,
    table,
)
from boardtui.report.edits_in_meeting import (
    RecordChange,
    change_lines,
    record_changes,
    standing,
)
from boardtui.report.words import NOT_STATED

if TYPE_CHECKING:
    from boardtui.store.history import MeetingRecord

_LONGEST_ABOUT = 48
"""Letters: enough to know an item by beside its ref. Whole titles would stack words in so narrow a column."""

_ITEM = Column("Item", 6, optional=True)
_ARISING = (
    *(
        _ITEM,
        Column("Asked at", 12),
        Column("About", 20),
        Column("Action", 50),
        Column("Who", 18),
        DUE,
    ),
    Column("How it stands", 26),
)
_CHALLENGES = (
    *(_ITEM, Column("Asked at", 12), Column("About", 20), Column("Challenge", 50)),
    Column("Answer", 50),
)


def matters_arising(
    board: Board, meeting: Meeting, meeting_record: MeetingRecord, today: date, numbers: Mapping[str, int]
) -> list[Block]:
    """The section on matters arising; nothing where there are none.

    Args:
        board: the board at the close of the meeting.
        meeting: the meeting.
        meeting_record: with the corrections of what was said at the meeting before.
        today: the day on which lateness is counted.
        numbers: of each record on the agenda its number there.
    """
    out: list[Block] = []
    number = {record: str(place) for record, place in numbers.items()}
    arising = [each for each in board.all(ActionArising) if told_there(board, meeting, each)]
    if rows := [(number.get(each.id, ""), *_asked_for(board, each, today)) for each in arising]:
        out += heading(3, "Actions arising from earlier meetings") + table(_ARISING, rows)
    asked = [each for each in board.all(Challenge) if told_there(board, meeting, each)]
    if rows := [(number.get(each.id, ""), *_challenged(board, each)) for each in asked]:
        out += heading(3, "Challenges of earlier meetings") + table(_CHALLENGES, rows)
    if corrected := _corrections(board, meeting_record):
        out += heading(3, "Corrected since") + corrected
    return heading(2, "Matters arising") + out if out else []


def told_there(board: Board, meeting: Meeting, each: Record | None) -> bool:
    """Whether a record is an earlier meeting's asking that is still open, or came to an end since the last meeting."""
    if not isinstance(each, ActionArising | Challenge) or each.meeting == meeting.id:
        return False
    over = each.done if isinstance(each, ActionArising) else bool(each.answer)
    return not over or each.id in board.since.before or each.id in board.since.new


def _asked_for(board: Board, each: ActionArising, today: date) -> Sequence[str]:
    dates = slippage(board, each, today)
    state = "completed" if each.done else ", ".join(filter(None, ("open", dates.words)))
    return (
        *(_when(board, each.meeting), _about(board, each.item), each.text, each.owner or NOT_STATED),
        *(date_words(dates.due) or NOT_STATED, f"{state}: {each.outcome}" if each.outcome else state),
    )


def _challenged(board: Board, each: Challenge) -> Sequence[str]:
    asked = join(each.text, _in_brackets(each.raised_by))
    answer = join(each.answer or "no answer yet", _in_brackets(each.answered_by if each.answer else ""))
    return (_when(board, each.meeting), _about(board, each.item), asked, answer)


def _in_brackets(who: str) -> Words:
    return italic(f"({who})" if who else "")


def _when(board: Board, identity: str) -> str:
    asked = board.get(Meeting, identity)
    return "" if asked is None else show_date(asked.date) or asked.title


def _about(board: Board, identity: str) -> str:
    record = board.find(identity)
    return "" if record is None else shortened(capitalised(named_in_full(board, record)), _LONGEST_ABOUT)


def _corrections(board: Board, meeting_record: MeetingRecord) -> list[Block]:
    """What was changed of what the meeting before said. What its own minutes tell, they tell while they are a draft."""
    previous = meeting_record.previous
    if previous is None:
        return []
    # What the meeting itself took back again was no correction by then.
    entries = [
        each
        for each in standing(meeting_record.corrected, meeting_record.entries)
        if each.edit.group not in PROGRESS.get(each.edit.kind, ()) and not _in_its_minutes(board, previous, each.edit)
    ]
    if not (told := record_changes(board, entries)):
        return []
    what = f"This was said at {the_meeting(previous)} and has been changed since it closed."
    return paragraph(what) + each_change(board, told)


def _in_its_minutes(board: Board, previous: Meeting, edit: Edit) -> bool:
    """Whether an edit corrected the minutes of the meeting before until they were agreed."""
    if edit.meeting == previous.id:
        return not after_agreement(edit, previous)
    if previous.minutes or (edit.kind not in _MINUTED and edit.record != previous.id):
        return False
    record, agreed, made = board.find(edit.record), moment(previous.agreed_at), moment(edit.at)
    its_own = record is None or getattr(record, "meeting", previous.id) == previous.id
    return its_own and (agreed is None or made is None or made <= agreed)


_MINUTED = {each.kind.name for each in MINUTED}


def each_change(board: Board, told: Iterable[RecordChange]) -> list[Block]:
    """Changes as a list, each with who made it and on which day."""
    return bullets(join(line, _by(each)) for each in told for line in change_lines(board, each))


def _by(change: RecordChange) -> Words:
    when = moment(change.when)
    day = format_day(when.date()) if when is not None else ""
    return italic(capitalised(", ".join(filter(None, (" and ".join(change.who), day)))))
