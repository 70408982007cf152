"""The minutes of a meeting, which write themselves: from its records, and from the edits that were made in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from boardtui.domain.attention.overview import as_at
from boardtui.domain.attention.schedule import date_words, slippage
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, named_in_full, the_meeting
from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.meetings.agenda import agenda_of, agenda_title, agenda_whys
from boardtui.domain.meetings.sittings import moment
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Decision, Meeting
from boardtui.domain.records.meetings import AgendaState
from boardtui.report.document import (
    Block,
    Column,
    Words,
    bold,
    bullets,
    heading,
    italic,
    join,
    lines,
    listed,
    paragraph,
    prose,
    table,
)
from boardtui.report.edits_in_meeting import (
    BOOKKEEPING,
    RecordChange,
    by_subject,
    change_lines,
    not_taken_back,
    record_changes,
    standing,
)
from boardtui.report.markdown import markdown
from boardtui.report.words import NOT_STATED

if TYPE_CHECKING:
    from boardtui.store.history import MeetingRecord

_ARISING = (
    *(Column("Asked at", 12), Column("About", 20), Column("Action", 50), Column("Who", 18), Column("By when", 14)),
    Column("How it stands", 26),
)
_CHALLENGES = (Column("Asked at", 12), Column("About", 20), Column("Challenge", 50), Column("Answer", 50))

# What is expected to happen to something that a meeting said: it is no correction of it.
_PROGRESS = {
    "action_arising": {"dates"},
    "agenda_item": {"state", "position", "planned_minutes"},
    "meeting": {"state", "place_in_agenda"},
}


def matters_arising(board: Board, meeting: Meeting, meeting_record: MeetingRecord, today: date) -> list[Block]:
    """The section on matters arising; nothing where there are none.

    Args:
        board: the board at the close of the meeting.
        meeting: the meeting.
        meeting_record: with the corrections of what was said at the meeting before.
        today: the day on which lateness is counted.
    """
    out: list[Block] = []
    if rows := [_asked_for(board, each, today) for each in board.all(ActionArising) if _told(board, meeting, each)]:
        out += heading(3, "Actions arising from earlier meetings") + table(_ARISING, rows)
    if rows := [_challenged(board, each) for each in board.all(Challenge) if _told(board, meeting, each)]:
        out += heading(3, "Challenges of earlier meetings") + table(_CHALLENGES, rows)
    if corrected := _corrections(board, meeting_record):
        out += heading(3, "Corrected since") + corrected
    return heading(2, "Matters arising") + out if out else []


def _told(board: Board, meeting: Meeting, each: ActionArising | Challenge) -> bool:
    """Whether an earlier meeting's asking is still open, or came to an end since the last meeting."""
    if each.meeting == meeting.id:
        return False
    over = each.done if isinstance(each, ActionArising) else bool(each.answer)
    return not over or each.id in board.since.before or each.id in board.since.new


def _asked_for(board: Board, each: ActionArising, today: date) -> Sequence[str]:
    dates = slippage(board, each, today)
    state = "done" if each.done else ", ".join(filter(None, ("open", dates.words)))
    return (
        *(_when(board, each.meeting), _about(board, each.item), each.text, each.owner or NOT_STATED),
        *(date_words(dates.due) or NOT_STATED, f"{state}: {each.outcome}" if each.outcome else state),
    )


def _challenged(board: Board, each: Challenge) -> Sequence[str]:
    return (_when(board, each.meeting), _about(board, each.item), each.text, each.answer or "no answer yet")


def _when(board: Board, identity: str) -> str:
    asked = board.get(Meeting, identity)
    return "" if asked is None else show_date(asked.date) or asked.title


def _about(board: Board, identity: str) -> str:
    record = board.find(identity)
    return "" if record is None else capitalised(named_in_full(board, record))


def _corrections(board: Board, meeting_record: MeetingRecord) -> list[Block]:
    # What the meeting itself took back again was no correction by then.
    entries = [
        each
        for each in standing(meeting_record.corrected, meeting_record.entries)
        if each.edit.group not in _PROGRESS.get(each.edit.kind, ())
    ]
    told = record_changes(board, entries)
    if not told or meeting_record.previous is None:
        return []
    what = f"This was said at {the_meeting(meeting_record.previous)} and has been changed since it closed."
    return paragraph(what) + bullets(join(line, _by(each)) for each in told for line in change_lines(board, each))


def _by(change: RecordChange) -> Words:
    when = moment(change.when)
    day = format_day(when.date()) if when is not None else ""
    return italic(capitalised(", ".join(filter(None, (" and ".join(change.who), day)))))


_DECISIONS = (Column("About", 24), Column("Decision", 70), Column("Made by", 20))
_ALL_ARISING = (Column("About", 24), Column("Action", 60), Column("Who", 22), Column("By when", 14))


def minutes(board: Board, meeting: Meeting, meeting_record: MeetingRecord) -> str:
    """Write the minutes of a meeting as Markdown: `minutes_paper`, drawn."""
    return markdown(minutes_paper(board, meeting, meeting_record))


def minutes_paper(board: Board, meeting: Meeting, meeting_record: MeetingRecord) -> list[Block]:
    """Make the minutes of a meeting.

    The same data gives the same bytes: the clock is never asked.

    Args:
        board: the board as it is at the close of the meeting, compared with the meeting before.
        meeting: the meeting.
        meeting_record: the edits made in it, and the corrections of what was said at the meeting before.

    Returns:
        Their headings, paragraphs, lists and tables, which Markdown and Word draw.
    """
    page = _Minutes.of(board, meeting, meeting_record)
    return [
        *_title(page),
        *_attendance(meeting),
        *_text("Purpose", prose(meeting.purpose)),
        *_text("Papers before the board", listed(meeting.papers)),
        *matters_arising(board, meeting, meeting_record, page.today),
        *_text("Items", _items(page)),
        *_text("Other matters", _under(page, "", page.others)),
        *_text("Parked", bullets(bold(page.title(each)) for each in page.taken if each.state is AgendaState.PARKED)),
        *_text("Not reached", bullets(bold(page.title(each)) for each in page.taken if page.not_reached(each))),
        *_text("Notes", prose(meeting.notes)),
        *_summary(page),
    ]


def not_reached(board: Board, meeting: Meeting, meeting_record: MeetingRecord) -> list[AgendaItem]:
    """The agenda items that the minutes call not reached, in their order."""
    page = _Minutes.of(board, meeting, meeting_record)
    return [each for each in page.taken if page.not_reached(each)]


T = TypeVar("T", Decision, Challenge, ActionArising)


@dataclass(frozen=True)
class _Minutes:
    """A meeting with all that was said at it, sorted by what it is about."""

    board: Board
    meeting: Meeting
    today: date
    items: tuple[AgendaItem, ...]
    changed: dict[str, list[RecordChange]]
    others: list[RecordChange]
    spoken_of: frozenset[str]
    decisions: tuple[Decision, ...]
    challenges: tuple[Challenge, ...]
    arising: tuple[ActionArising, ...]
    done: tuple[ActionArising, ...]
    shown: frozenset[str]

    @classmethod
    def of(cls, board: Board, meeting: Meeting, meeting_record: MeetingRecord) -> _Minutes:
        items = agenda_of(board, meeting)
        every = record_changes(board, meeting_record.entries)
        told = [each for each in every if each.kind.name not in BOOKKEEPING]
        changed, others = by_subject(board, told, (each.item for each in items))
        return cls(
            board=board,
            meeting=meeting,
            today=read_date(meeting.date).day or as_at(board),
            items=items,
            changed=dict(changed),
            others=others,
            spoken_of=frozenset(_spoken_of(board, meeting_record, {name for e in items for name in (e.id, e.item)})),
            decisions=tuple(each for each in board.all(Decision) if each.meeting == meeting.id),
            challenges=tuple(each for each in board.all(Challenge) if meeting.id in (each.meeting, each.answered_in)),
            arising=tuple(each for each in board.all(ActionArising) if each.meeting == meeting.id),
            done=tuple(_done_in(board, every)),
            shown=meeting_record.shown | {meeting.current_item},
        )

    @property
    def taken(self) -> list[AgendaItem]:
        """The items that were not cut."""
        return [each for each in self.items if each.state is not AgendaState.SKIPPED]

    @property
    def subjects(self) -> frozenset[str]:
        """The records that are on the agenda."""
        return frozenset(each.item or each.id for each in self.items)

    def title(self, item: AgendaItem) -> str:
        """An agenda item as a reader knows it who never saw the program."""
        record = None if item.title else self.board.find(item.item)
        return agenda_title(self.board, item) if record is None else capitalised(named_in_full(self.board, record))

    def said(self, item: AgendaItem) -> list[Block]:
        """What was said about an agenda item."""
        subject = item.item or item.id  # a topic of its own is what was talked about
        return _under(self, subject, self.changed.get(subject, []))

    def not_reached(self, item: AgendaItem) -> bool:
        """Whether nobody came to speak of an item: it was never on the screen, and nothing was said to it."""
        if item.state is not AgendaState.TO_DO:
            return False
        spoken_of = self.spoken_of & {item.id, item.item}
        return not (item.id in self.shown or spoken_of or item.note or self.said(item))

    def about(self, records: Iterable[T], item: str) -> list[T]:
        """The records about an agenda item; with no item those about nothing on the agenda.

        What is on the agenda itself is told there, and not under what it is about again.
        """
        if item:
            return [each for each in records if item == (each.id if each.id in self.subjects else each.item)]
        return [each for each in records if not self.subjects & {each.item, each.id}]

    def subject(self, item: str) -> str:
        """What a decision or an action is about, as a table names it."""
        record = self.board.find(item)
        return "" if record is None else capitalised(named_in_full(self.board, record))


def _spoken_of(board: Board, meeting_record: MeetingRecord, subjects: Collection[str]) -> Iterator[str]:
    """What something was said to that was not taken back: what it is about, or what that belongs to or is about."""
    for entry in not_taken_back(meeting_record.entries):
        edit = entry.edit
        record = board.find(edit.record)
        if edit.kind != "agenda_item" or edit.group == "note":
            owner = getattr(record, record.kind.owner, "") if record is not None and record.kind.owner else ""
            about = (edit.record, owner, getattr(record, "item", ""))
            yield from [identity for identity in about if identity and identity in subjects][:1]


def _done_in(board: Board, changes: Iterable[RecordChange]) -> Iterator[ActionArising]:
    for each in changes:
        record = board.find(each.record)
        if isinstance(record, ActionArising) and record.done and "done" in each.changed:
            yield record


def _title(page: _Minutes) -> list[Block]:
    profile, meeting = page.board.profile, page.meeting
    facts = [
        ("Council", profile.council),
        ("Plan", profile.title),
        ("Date", show_date(meeting.date) or NOT_STATED),
        ("Place", meeting.place or NOT_STATED),
        ("Chair", meeting.chair or NOT_STATED),
    ]
    title = meeting.title or profile.title or "Improvement board"
    return heading(1, f"Minutes: {title}") + lines(*(join(bold(f"{label}:"), said) for label, said in facts if said))


def _attendance(meeting: Meeting) -> list[Block]:
    out = heading(2, "Attendance") + (listed(meeting.attendees) or paragraph(NOT_STATED.capitalize()))
    return out + _text("Apologies", listed(meeting.apologies))


def _text(title: str, body: list[Block]) -> list[Block]:
    """A section, if there is anything in it."""
    return heading(2, title) + body if body else []


def _items(page: _Minutes) -> list[Block]:
    out: list[Block] = []
    whys = agenda_whys(page.board, page.meeting)
    for number, item in enumerate(page.taken, start=1):
        said = page.said(item)
        if page.not_reached(item):
            continue  # told below
        out += heading(3, f"Item {number}: {page.title(item)}")
        out += paragraph(italic(whys[item.id]))
        out += paragraph("Parked: to be taken at another meeting." if item.state is AgendaState.PARKED else "")
        out += prose(item.note) + said
    return out


def _under(page: _Minutes, item: str, changes: Sequence[RecordChange]) -> list[Block]:
    """What was said about one item, or about nothing on the agenda."""
    out: list[Block] = []
    told = [line for each in changes for line in change_lines(page.board, each, named=each.record != item)]
    out += _listed("Changed", told)
    out += _listed("Decided", [_decided(each) for each in page.about(page.decisions, item)])
    out += _listed("Asked by the board", [_asked(page, each) for each in page.about(page.challenges, item)])
    out += _listed("Done", [_done(each) for each in page.about(page.done, item)])
    out += _listed("Action arising", [_to_do(each) for each in page.about(page.arising, item)])
    return out


def _listed(label: str, items: Sequence[Words]) -> list[Block]:
    return paragraph(bold(label)) + bullets(items) if items else []


def _decided(each: Decision) -> Words:
    return join(each.text, italic(f"({each.made_by})") if each.made_by else "")


def _asked(page: _Minutes, each: Challenge) -> Words:
    earlier = page.board.get(Meeting, each.meeting) if each.meeting != page.meeting.id else None
    asked = f"(asked at {the_meeting(earlier)})" if earlier is not None else f"({each.raised_by})"
    words = join(each.text, italic(asked) if asked != "()" else "")
    if not each.answer:
        return join(words, bold("No answer yet."))
    by = italic(f"({each.answered_by})") if each.answered_by else ""
    return join(words, bold("Answer:"), each.answer, by)


def _done(each: ActionArising) -> Words:
    return join(each.text, bold(each.outcome) if each.outcome else "")


def _to_do(each: ActionArising) -> Words:
    who, when = each.owner or "nobody named", show_date(each.due) or "no date"
    return join(each.text, bold(f"{who}, {when}"))


def _summary(page: _Minutes) -> list[Block]:
    decided = [(page.subject(each.item), each.text, each.made_by) for each in page.decisions]
    to_do = [
        (page.subject(each.item), each.text, each.owner or NOT_STATED, show_date(each.due) or NOT_STATED)
        for each in page.arising
    ]
    return _text("All decisions", table(_DECISIONS, decided)) + _text("All actions arising", table(_ALL_ARISING, to_do))
