"""The agenda that builds itself, by exception: what a board should talk about, in which order, and why.

The minutes of earlier meetings are agreed before anything else. Then comes what earlier meetings left open: what they
asked for and nobody has done or answered, each with its words, then what they parked or did not reach. The chair's own
topics follow, in the order in which she gave them, and then the exceptions: ambitions, those with the gravest reason at
the top, each followed by its own exceptional actions, so that the room stays with one subject; KPIs off target, risks
above what the board bears, next steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from boardtui.domain.attention.exceptions import open_actions, open_challenges, was_asked_before
from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.board.words import kind_label, named, ref_and_title, shortened, the_meeting
from boardtui.domain.dates.dates import read_date, show_date
from boardtui.domain.errors import AmbiguousRef, BoardError, quoted
from boardtui.domain.immutable import immutable
from boardtui.domain.meetings.by_exception import by_exception, item_reasons, joined_why, why_of
from boardtui.domain.meetings.minuted import to_agree
from boardtui.domain.records.kinds import ActionArising, AgendaItem, Challenge, Decision, Meeting, Record
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.text import same_key

TALKED_ABOUT = (
    *("ambition", "action", "kpi", "risk", "mitigation", "priority", "next_step", "milestone"),
    *("decision", "challenge", "action_arising"),
)
"""The kinds of record that can be called up by their words while a meeting runs."""

MOST_NAMED = 3
"""Records. More are only counted where words mean several."""

_LONGEST_NAME = 44


@immutable
class LeftOver:
    """Something that waits for another meeting.

    Attributes:
        item: the agenda item of the meeting that left it over.
        words: what became of it there: `parked on 19/01/2021`.
    """

    item: AgendaItem
    words: str


def subject_of(item: AgendaItem) -> str:
    """What tells that two meetings talk about the same: the record, or the words of a topic of its own."""
    return item.item or same_key(item.title)


def left_over(board: Board, meeting: Meeting | None = None) -> dict[str, LeftOver]:
    """What waits for another meeting, by its subject, in the order in which it was left over.

    The last closed meeting that had it on its agenda decides: what it discussed or cut waits no longer.

    Args:
        board: the board.
        meeting: the meeting that is prepared; one that is closed is told what waited when it was held.
    """
    closed = [each for each in board.all(Meeting) if each.state is MeetingState.CLOSED]
    waiting: dict[str, LeftOver] = {}
    for held in sorted(closed, key=_order):
        if meeting is not None and meeting.state is MeetingState.CLOSED and _order(held) >= _order(meeting):
            break
        spoken_of = _spoken_of(board, held)
        for item in board.owned(AgendaItem, held.id):
            waiting.pop(subject_of(item), None)
            if words := _left(item, spoken_of, held):
                waiting[subject_of(item)] = LeftOver(item, f"{words} {_when(held)}")
    return {subject: each for subject, each in waiting.items() if _still_waits(board, each.item)}


def _order(held: Meeting) -> tuple[str, str]:
    return (held.closed_at or held.date, held.id)


def _left(item: AgendaItem, spoken_of: set[str], held: Meeting) -> str:
    """Closing marks what was reached as discussed. A plan may bring in meetings in which nobody did that."""
    if item.state is AgendaState.PARKED:
        return "parked"
    reached = bool(item.note) or item.id == held.current_item or bool(spoken_of & {item.item or item.id, item.id})
    return "not reached" if item.state is AgendaState.TO_DO and not reached else ""


def _still_waits(board: Board, item: AgendaItem) -> bool:
    if not item.item:
        return bool(item.title.strip())
    match board.find(item.item):
        case None | Meeting():
            return False
        case Challenge(answer=answer):
            return not answer
        case ActionArising(done=done):
            return not done
        case _:
            return True


def _spoken_of(board: Board, held: Meeting) -> set[str]:
    decided = {each.item for each in board.all(Decision) if each.meeting == held.id}
    wanted = {each.item for each in board.all(ActionArising) if each.meeting == held.id}
    asked = {each.item for each in board.all(Challenge) if held.id in (each.meeting, each.answered_in)}
    return decided | wanted | asked


def _when(held: Meeting) -> str:
    return f"on {show_date(held.date)}" if held.date else f"at {the_meeting(held)}"


class AgendaSection(StrEnum):
    """A part of an agenda, in the order of the parts. The value is its heading."""

    MINUTES = "Minutes to agree"
    ARISING = "Matters arising"
    LEFT_OVER = "Parked or not reached"
    OWN = "Put on the agenda by hand"
    EXCEPTIONS = "By exception"


@immutable
class AgendaEntry:
    """One item of an agenda.

    Attributes:
        title: what it is about, such as `1.3 Embed supervision audits`.
        why: what puts it there, in a few words.
        record: the record it is about; None for a topic that is not in the plan.
        agenda_item: the item as the meeting has it already; None for one that is not on its agenda yet.
        section: the part of the agenda it belongs to.
    """

    title: str
    why: str
    record: Record | None = None
    agenda_item: AgendaItem | None = None
    section: AgendaSection = AgendaSection.EXCEPTIONS

    @property
    def subject(self) -> str:
        """What tells it from the other entries: a record, or the words of a topic."""
        return self.record.id if self.record is not None else same_key(self.title)


SectionBuilder = Callable[[Board, date, tuple[AgendaItem, ...]], Iterable[AgendaEntry]]
"""Makes the entries of one part, for a board on a day, from what is on the agenda already."""


def build_agenda(board: Board, today: date, meeting: Meeting | None = None) -> list[AgendaEntry]:
    """What a meeting should talk about, in order.

    Args:
        board: the board, compared with its last closed meeting.
        today: the day on which lateness is counted: that of the meeting.
        meeting: the meeting. What somebody put on its agenda comes before the exceptions.
    """
    there = agenda_of(board, meeting) if meeting is not None else ()
    by_subject = {subject_of(each): each for each in reversed(there)}
    waiting = left_over(board, meeting)
    found: dict[str, AgendaEntry] = {}
    for build in SECTIONS:
        for entry in build(board, today, there):
            on_it = entry.agenda_item or by_subject.get(entry.subject)
            key = on_it.id if on_it is not None else entry.subject
            first = found.get(key, replace(entry, why=_left_words(waiting, entry.subject), agenda_item=on_it))
            found[key] = replace(first, why=joined_why(first.why, entry.why))
    return list(found.values())


def _left_words(waiting: Mapping[str, LeftOver], subject: str) -> str:
    return waiting[subject].words if subject in waiting else ""


def agenda_whys(board: Board, meeting: Meeting) -> dict[str, str]:
    """Why each item of an agenda is there, by its id: also what was left over since the agenda was made."""
    waiting = left_over(board, meeting)
    return {each.id: joined_why(_left_words(waiting, subject_of(each)), each.why) for each in agenda_of(board, meeting)}


MINUTES_TO_AGREE = "minutes to agree"


def minutes_title(meeting: Meeting) -> str:
    """What an agenda calls the minutes of an earlier meeting."""
    return f"Minutes of {the_meeting(meeting)}"


def agenda_of(board: Board, meeting: Meeting) -> tuple[AgendaItem, ...]:
    """The agenda items of a meeting in their order, those that were cut included."""
    return board.owned(AgendaItem, meeting.id)


def agenda_title(board: Board, item: AgendaItem) -> str:
    """What an agenda item is called: its own title, or that of the record it is about."""
    if item.title:
        return item.title
    record = board.find(item.item)
    if isinstance(record, Meeting):
        return minutes_title(record)
    if record is not None:
        return ref_and_title(board, record)
    return "(no longer in the plan)" if item.item else "(no title)"


def _minutes_to_agree(board: Board, _today: date, _there: tuple[AgendaItem, ...]) -> Iterator[AgendaEntry]:
    """The minutes of earlier meetings that are a draft still."""
    for each in to_agree(board):
        yield AgendaEntry(minutes_title(each), MINUTES_TO_AGREE, each, section=AgendaSection.MINUTES)


def _matters_arising(board: Board, today: date, _there: tuple[AgendaItem, ...]) -> Iterator[AgendaEntry]:
    """What earlier meetings asked for and nobody has done, soonest due first, and the questions nobody has answered."""
    actions = [each for each in open_actions(board) if was_asked_before(board, each)]
    questions = [each for each in open_challenges(board) if was_asked_before(board, each)]
    for action in sorted(actions, key=lambda each: read_date(each.due).day or date.max):
        due = f", due {show_date(action.due)}" if action.due else ""
        yield _arising(board, action, f"open action arising{due}", *_words_of(board, action, today))
    for question in questions:
        yield _arising(board, question, *(f"challenge {words}" for words in _words_of(board, question, today)))


def _words_of(board: Board, each: Record, today: date) -> list[str]:
    return [reason.words for reason in item_reasons(board, each, today)]


def _arising(board: Board, each: Challenge | ActionArising, *reasons: str) -> AgendaEntry:
    subject = board.find(each.item) if each.item else None
    about = f"about {named(board, subject)}" if subject is not None else ""
    return AgendaEntry(ref_and_title(board, each), joined_why(*reasons, about), each, section=AgendaSection.ARISING)


def _left_over(board: Board, _today: date, _there: tuple[AgendaItem, ...]) -> Iterator[AgendaEntry]:
    """What earlier meetings parked or did not reach. Its reason is told of whatever part it stands in."""
    for left in left_over(board).values():
        record = board.find(left.item.item) if left.item.item else None
        title = agenda_title(board, left.item) if record is None else ref_and_title(board, record)
        yield AgendaEntry(title, "", record, section=AgendaSection.LEFT_OVER)


def _by_hand(board: Board, _today: date, there: tuple[AgendaItem, ...]) -> Iterator[AgendaEntry]:
    """What somebody put on the agenda, in that order: topics, and records that nothing says why they are there."""
    for each in there:
        if not each.item or not each.why:
            yield _as_it_stands(board, each, AgendaSection.OWN)


def _as_it_stands(board: Board, each: AgendaItem, section: AgendaSection) -> AgendaEntry:
    return AgendaEntry(agenda_title(board, each), each.why, board.find(each.item) if each.item else None, each, section)


def _exceptions(board: Board, today: date, there: tuple[AgendaItem, ...]) -> Iterator[AgendaEntry]:
    """The exceptions, then what was one when the agenda was made."""
    for record, reasons in by_exception(board, today):
        yield AgendaEntry(ref_and_title(board, record), why_of(reasons), record)
    for each in there:
        yield _as_it_stands(board, each, AgendaSection.EXCEPTIONS)


SECTIONS: tuple[SectionBuilder, ...] = (_minutes_to_agree, _matters_arising, _left_over, _by_hand, _exceptions)
"""What an agenda is made of, in order. What two parts ask for stands in the first of them."""


def about(board: Board, item: AgendaItem) -> Record | None:
    """What an agenda item is about: a record of the plan, or itself for a topic; None for what was deleted."""
    return board.find(item.item) if item.item else item


def find_item(board: Board, meeting: Meeting, words: str) -> Record:
    """What somebody means who types a ref, a number on the agenda, or words of a title.

    Returns:
        The agenda item; or the record itself, where it is not on the agenda.

    Raises:
        BoardError: nothing is meant, or several things; the sentence names what comes near.
    """
    text = " ".join(words.split())
    items = agenda_of(board, meeting)
    taken = [each for each in items if each.state is not AgendaState.SKIPPED]
    by_record = {each.item: each for each in items if each.item}
    with_ref = [
        each
        for each in items
        if (record := board.find(each.item)) is not None and same_key(str(getattr(record, "ref", ""))) == same_key(text)
    ]
    if len(with_ref) == 1:
        return with_ref[0]
    if not with_ref and text.isdecimal() and 1 <= int(text) <= len(taken):
        return taken[int(text) - 1]
    try:
        record = lookup(board, text)
    except BoardError as error:
        record = _with_words(board, items, text, error)
    if record.kind.name in ("board", "meeting"):
        raise BoardError(f"{quoted(text)} is no item for an agenda. Type a ref such as 1.3, or a number on the agenda.")
    return by_record.get(record.id, record)


def _with_words(board: Board, items: Sequence[AgendaItem], text: str, nothing: BoardError) -> Record:
    """The one item whose title has the words: of the agenda, or else of the plan."""
    wanted = same_key(text).split()
    named = [(each, agenda_title(board, each)) for each in items]
    for some in (named, list(_of_the_plan(board))):
        found = [(record, name) for record, name in some if all(word in same_key(name) for word in wanted)]
        if len(found) == 1:
            return found[0][0]
        if found:
            several = f"{quoted(text)} stands in {len(found)} items: {_named(found)}."
            raise BoardError(f"{several} Type more of it, or a ref.")
        if isinstance(nothing, AmbiguousRef):
            break  # the error already lists the records that could be meant
    on_it = {each.item for each in items}
    others = [(record, name) for record, name in _of_the_plan(board) if record.id not in on_it]
    near = [
        (record, name)
        for record, name in (*named, *others)
        if any(len(word) > 2 and word in same_key(name) for word in wanted)
    ]
    if near and not isinstance(nothing, AmbiguousRef):
        raise BoardError(f"Nothing has all of {quoted(text)}. Some of it stands in {_named(near)}.") from nothing
    raise nothing


def _of_the_plan(board: Board) -> Iterator[tuple[Record, str]]:
    for kind in TALKED_ABOUT:
        for record in board.of_kind(kind):
            yield record, f"{kind_label(board, record.kind)} {ref_and_title(board, record)}"


def _named(found: Sequence[tuple[Record, str]]) -> str:
    """The first of several, by what would be typed to mean one of them."""
    names = [shortened(name, _LONGEST_NAME) for _, name in found[:MOST_NAMED]]
    more = len(found) - len(names)
    return "; ".join(names) + (f" and {more} more" if more else "")
