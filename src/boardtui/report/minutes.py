"""The minutes of a meeting, which write themselves: from its records, and from the edits that were made in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from boardtui.domain.attention.overview import as_at
from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, named_in_full, shortened, the_meeting
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.meetings.agenda import agenda_of, agenda_title, agenda_whys
from boardtui.domain.meetings.sittings import clock_time, moment
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Decision, Meeting
from boardtui.domain.records.meetings import AgendaState
from boardtui.domain.records.text import listed_in_words, same_key
from boardtui.report.columns import DUE
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
)
from boardtui.report.markdown import markdown
from boardtui.report.matters_arising import each_change, matters_arising, told_there
from boardtui.report.words import NOT_STATED

if TYPE_CHECKING:
    from boardtui.store.history import MeetingRecord

NONE_RECORDED = "None recorded."
"""Said where nobody is recorded as having attended, or as having sent apologies."""

_ALL_ARISING = (Column("Item", 24), Column("Action", 60), Column("Who", 22), DUE)


def minutes(board: Board, meeting: Meeting, meeting_record: MeetingRecord, *, agreed: str = "") -> str:
    """Write the minutes of a meeting as Markdown: `minutes_paper`, drawn."""
    return markdown(minutes_paper(board, meeting, meeting_record, agreed=agreed))


def minutes_paper(board: Board, meeting: Meeting, meeting_record: MeetingRecord, *, agreed: str = "") -> list[Block]:
    """Make the minutes of a meeting.

    The same data gives the same bytes: the clock is never asked.

    Args:
        board: the board as it is at the close of the meeting, compared with the meeting before.
        meeting: the meeting.
        meeting_record: the edits made in it, what was corrected since, and what of the meeting before was.
        agreed: where and when they were agreed, in words; empty for a draft.

    Returns:
        Their headings, paragraphs, lists and tables, which Markdown and Word draw.
    """
    page = _Minutes.of(board, meeting, meeting_record)
    corrected = record_changes(board, meeting_record.corrections)
    return [
        *_title(page, agreed),
        *_attendance(meeting),
        *_text("Purpose", prose(meeting.purpose)),
        *_text("Papers before the board", listed(meeting.papers)),
        *matters_arising(board, meeting, meeting_record, page.today, page.numbers),
        *_text("Items", _items(page)),
        *_text("Other matters", _under(page, "", page.others)),
        *_text("Parked", bullets(page.numbered(each) for each in page.taken if each.state is AgendaState.PARKED)),
        *_text("Not reached", _named(page, [each for each in page.taken if page.not_reached(each)])),
        *_text("Notes", prose(meeting.notes)),
        *_actions(page),
        *_text("Next meeting", _next(page)),
        *_text("Corrected since the meeting", each_change(board, corrected)),
    ]


_MOST_LISTED, _SHORT = 8, 60
"""How many items that were not reached stand in a list of their own, and how long the name of one is if more do."""


def _named(page: _Minutes, items: Sequence[AgendaItem]) -> list[Block]:
    """Items to which nothing was said: a few in full, one a line; of many, number, ref and the beginning of the title.

    A board that never comes to the end of its agenda has twenty and more at each of its meetings. What has no record is
    named in full all the same: its words stand nowhere else.
    """
    if len(items) <= _MOST_LISTED:
        return bullets(page.numbered(each) for each in items)
    names = (page.numbered(each) for each in items)
    short = (shortened(name, _SHORT) if each.item else name for each, name in zip(items, names, strict=True))
    return paragraph("; ".join(short) + ".")


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
        # A correction of what changed in the plan is told where that stands; others stand in their records already.
        corrections = [each for each in meeting_record.corrections if each.edit.kind not in BOOKKEEPING]
        every = record_changes(board, meeting_record.entries, corrections=corrections)
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

    @property
    def numbers(self) -> dict[str, int]:
        """Of each record on the agenda, and each topic, its number there."""
        return {each.item or each.id: number for number, each in enumerate(self.taken, start=1)}

    def told_above(self, item: AgendaItem) -> bool:
        """Whether an agenda item is a matter arising, with whose words and answer the minutes begin."""
        return told_there(self.board, self.meeting, self.board.find(item.item))

    def title(self, item: AgendaItem) -> str:
        """An agenda item as a reader knows it who never saw the program."""
        record = None if item.title else self.board.find(item.item)
        gone = (each.called for each in self.changed.get(item.item, ()) if each.record == item.item and each.called)
        if record is None and not item.title and (called := next(gone, "")):
            return capitalised(called)
        return (
            agenda_title(self.board, item)
            if record is None or isinstance(record, Meeting)
            else capitalised(named_in_full(self.board, record))
        )

    def numbered(self, item: AgendaItem) -> str:
        """An agenda item with the number that it has on the agenda."""
        return f"Item {self.taken.index(item) + 1}: {self.title(item)}"

    def said(self, item: AgendaItem) -> list[Block]:
        """What was said about an agenda item."""
        subject = item.item or item.id  # a topic of its own is what was talked about
        return _under(self, subject, self.changed.get(subject, []), told_above=self.told_above(item))

    def not_reached(self, item: AgendaItem) -> bool:
        """Whether nobody came to speak of an item: it was never on the screen, and nothing was said to it."""
        if item.state is not AgendaState.TO_DO:
            return False
        spoken_of = self.spoken_of & {item.id, item.item}
        told = item.note or self.said(item) or self.arising_from(item)
        return not (item.id in self.shown or spoken_of or told or self._came_to_an_end(item))

    def _came_to_an_end(self, item: AgendaItem) -> bool:
        here = (*self.challenges, *self.done)
        return any(each.id == item.item for each in here)

    def arising_from(self, item: AgendaItem) -> list[ActionArising]:
        """What an agenda item gave somebody to do."""
        return self.about(self.arising, item.item or item.id)

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


def _title(page: _Minutes, agreed: str) -> list[Block]:
    profile, meeting = page.board.profile, page.meeting
    facts = [
        ("Council", profile.council),
        ("Plan", profile.title),
        ("Date", show_date(meeting.date) or NOT_STATED),
        ("Time", _times(meeting)),
        ("Place", meeting.place or NOT_STATED),
        ("Chair", meeting.chair or NOT_STATED),
        ("Agreed", agreed),
    ]
    title, draft = meeting.title or profile.title or "Improvement board", not agreed
    out = heading(1, f"{'Draft minutes' if draft else 'Minutes'}: {title}")
    out += lines(*(join(bold(f"{label}:"), said) for label, said in facts if said))
    return out + paragraph(italic("A draft, until the board agrees it at its next meeting.") if draft else "")


def _times(meeting: Meeting) -> str:
    begun, ended = (moment(each) for each in (meeting.opened_at, meeting.closed_at))
    words = [clock_time(each) for each in (begun, ended) if each is not None]
    if len(words) == 2 or not words:
        return " to ".join(words)
    return f"until {words[0]}" if begun is None else f"from {words[0]}"


def _attendance(meeting: Meeting) -> list[Block]:
    out = heading(2, "Attendance") + (listed(meeting.attendees) or paragraph(NONE_RECORDED))
    return out + heading(2, "Apologies") + (listed(meeting.apologies) or paragraph(NONE_RECORDED))


def _text(title: str, body: list[Block]) -> list[Block]:
    """A section, if there is anything in it."""
    return heading(2, title) + body if body else []


def _items(page: _Minutes) -> list[Block]:
    """Each item that something was said to, then in one line those that were only noted."""
    out: list[Block] = []
    noted: list[str] = []
    above: list[str] = []
    whys = agenda_whys(page.board, page.meeting)
    for item in page.taken:
        if page.not_reached(item) or (item.state is AgendaState.PARKED and not (item.note or page.said(item))):
            continue  # these are listed further down
        said = _agreed(page, item) + prose(item.note) + page.said(item)
        if not (said or page.arising_from(item)):
            if page.told_above(item):
                above.append(str(page.numbers[item.item]))
            else:
                noted.append(page.numbered(item))
            continue
        why = "see matters arising, above" if page.told_above(item) else whys[item.id]
        out += heading(3, page.numbered(item)) + paragraph(italic(why)) + said
        out += paragraph("Parked: to be taken at another meeting." if item.state is AgendaState.PARKED else "")
        if page.arising_from(item):
            out += paragraph("See the actions arising below.")
    if above:
        out += paragraph(
            join(
                bold("Matters arising, above:"),
                f"{'item' if len(above) == 1 else 'items'}",
                listed_in_words(above) + ".",
            )
        )
    return out + paragraph(join(bold("Noted:"), "; ".join(noted) + ".") if noted else "")


def _agreed(page: _Minutes, item: AgendaItem) -> list[Block]:
    """That the minutes of an earlier meeting were agreed, where they are the item and it was done."""
    earlier = page.board.get(Meeting, item.item)
    if earlier is None or earlier.agreed_in != page.meeting.id:
        return []
    return paragraph(f"The board agreed the minutes of {the_meeting(earlier)}.")


def _under(page: _Minutes, item: str, changes: Sequence[RecordChange], *, told_above: bool = False) -> list[Block]:
    """What was said about one item, or about nothing on the agenda. Its actions arising are in the one table."""
    own = item if told_above else ""
    out: list[Block] = []
    told = [line for each in changes for line in change_lines(page.board, each, named=each.record != item)]
    out += _listed("Changed", told)
    out += _listed("The board decided", [_decided(page, each) for each in page.about(page.decisions, item)])
    asked = [each for each in page.about(page.challenges, item) if each.id != own]
    done = [each for each in page.about(page.done, item) if each.id != own]
    out += _listed("The board asked", [_asked(page, each) for each in asked])
    return out + _listed("Completed", [_done(each) for each in done])


def _listed(label: str, items: Sequence[Words]) -> list[Block]:
    return paragraph(bold(label)) + bullets(items) if items else []


def _decided(page: _Minutes, each: Decision) -> Words:
    # A decision is the board's; who else is said to have made it is told.
    others = same_key(each.made_by) not in ("", "board", "the board", same_key(page.meeting.chair))
    return join(each.text, italic(f"({each.made_by})") if others else "")


def _asked(page: _Minutes, each: Challenge) -> Words:
    earlier = page.board.get(Meeting, each.meeting) if each.meeting != page.meeting.id else None
    who = f"{each.raised_by}, at {the_meeting(earlier)}" if earlier is not None and each.raised_by else each.raised_by
    asked = who or (f"at {the_meeting(earlier)}" if earlier is not None else "")
    words = join(each.text, italic(f"(asked by {asked})" if each.raised_by else f"(asked {asked})") if asked else "")
    if not each.answer:
        return join(words, bold("No answer yet."))
    by = italic(f"({each.answered_by})") if each.answered_by else ""
    return join(words, bold("Answer:"), each.answer, by)


def _done(each: ActionArising) -> Words:
    return join(each.text, bold("Outcome:"), each.outcome) if each.outcome else join(each.text)


def _actions(page: _Minutes) -> list[Block]:
    numbers = page.numbers
    to_do = [
        (
            ". ".join(filter(None, (str(numbers.get(each.item, "")), page.subject(each.item)))),
            *(each.text, each.owner or NOT_STATED, show_date(each.due) or NOT_STATED),
        )
        for each in page.arising
    ]
    return _text("Actions arising", table(_ALL_ARISING, to_do))


def _next(page: _Minutes) -> list[Block]:
    closed = page.meeting.closed_at
    ahead = [
        (read_date(each.date).day or date.max, each)
        for each in page.board.all(Meeting)
        if each.id != page.meeting.id
        and (read_date(each.date).day or date.min) >= page.today
        and not (each.closed_at and closed and each.closed_at < closed)
    ]
    if not ahead:
        return paragraph("No date is fixed.")
    found = min(ahead, key=lambda each: (each[0], each[1].id))[1]
    return paragraph(", ".join(filter(None, (show_date(found.date), found.title, found.place))) + ".")
