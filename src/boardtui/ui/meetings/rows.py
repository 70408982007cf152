"""The lines of the meeting screen: meetings or an agenda, what stands beside a line, and which key comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.markdown import CodeBlock, Markdown, MarkdownElement
from rich.padding import Padding
from rich.text import Text

from boardtui.domain.board.board import Board
from boardtui.domain.board.words import capitalised, the_meeting
from boardtui.domain.dates.dates import format_day, read_date, show_date
from boardtui.domain.meetings.agenda import (
    AgendaEntry,
    AgendaSection,
    agenda_of,
    agenda_title,
    agenda_whys,
    build_agenda,
)
from boardtui.domain.meetings.agenda_changes import current_item
from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.meetings.minuted import minutes_are_draft
from boardtui.domain.meetings.sittings import frozen_problem, moment, nobody_closed, planned_minutes, running_meeting
from boardtui.domain.records.kinds import AgendaItem, Meeting, Record
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.text import harmless
from boardtui.report.palette import Palette
from boardtui.report.record_tables import MEETINGS
from boardtui.report.seen import Seen
from boardtui.ui.meetings.brief import Brief
from boardtui.ui.shared import columns
from boardtui.ui.shared.columns import NOT_NARROW, rating_columns, record_of, shown
from boardtui.ui.shared.detail import detail
from boardtui.ui.shared.text import Piece, Pieces, fitted, one_line
from boardtui.ui.table.item_table import ScreenColumn

NEW = "new:"
"""Begins the key of a line that is not on the agenda yet."""


@dataclass(frozen=True)
class MeetingRow:
    """One meeting."""

    record: Meeting
    items: int


@dataclass(frozen=True)
class AgendaRow:
    """One item of an agenda, or one that the agenda asks for.

    Attributes:
        record: what it is about; the agenda item itself for a topic, or for what is no longer in the plan.
        item: the agenda item; None while it is not on the agenda.
        number: its place among those to be taken; 0 for one that is cut.
        title, why: as the agenda has them.
        minutes: planned for it.
        heading: what it stands under; empty for none.
        current: the meeting is at it.
    """

    record: Record
    item: AgendaItem | None
    number: int
    title: str
    why: str
    minutes: int
    heading: str = ""
    current: bool = False

    @property
    def key(self) -> str:
        """What tells it from the other lines."""
        return self.item.id if self.item is not None else NEW + self.record.id


_HEADINGS = {
    MeetingState.RUNNING: "In progress",
    MeetingState.PLANNED: "Planned",
    MeetingState.CLOSED: "Closed",
}


def meeting_rows(board: Board) -> Sequence[MeetingRow]:
    """The meetings: the one that runs, those planned, soonest first, and those closed, latest first."""
    ahead = [each for each in board.all(Meeting) if each.state is not MeetingState.CLOSED]
    closed = [each for each in board.all(Meeting) if each.state is MeetingState.CLOSED]
    ahead.sort(key=lambda each: (each.state is not MeetingState.RUNNING, each.date))
    closed.sort(key=lambda each: (each.date, each.closed_at), reverse=True)
    return [
        MeetingRow(
            each,
            sum(item.state is not AgendaState.SKIPPED for item in agenda_of(board, each)),
        )
        for each in (*ahead, *closed)
    ]


def like_the_last(board: Board) -> dict[str, Any]:
    """What a new meeting has of the last one: chair, place and people."""
    named = [each for each in board.all(Meeting) if each.chair or each.attendees]
    # The last by date: meetings may have been entered in any order.
    last = max(named, key=lambda each: each.date, default=None)
    names = ("chair", "place", "attendees", "planned_minutes")
    return {name: value for name in names if last is not None and (value := getattr(last, name))}


def meeting_heading(row: MeetingRow) -> str:
    """The heading a meeting stands under."""
    return _HEADINGS[row.record.state]


def agenda_rows(board: Board, meeting: Meeting, today: date) -> Sequence[AgendaRow]:
    """The agenda of a meeting; of a planned one followed by what it should also talk about."""
    items = agenda_of(board, meeting)
    minutes, whys = planned_minutes(meeting, items), agenda_whys(board, meeting)
    rows: list[AgendaRow] = []
    number = 0
    here = current_item(board, meeting) if meeting.state is MeetingState.RUNNING else None
    for item in items:
        cut = item.state is AgendaState.SKIPPED
        number += not cut
        record = (board.find(item.item) if item.item else None) or item
        title = agenda_title(board, item)
        place, time = 0 if cut else number, minutes.get(item.id, 0)
        rows.append(AgendaRow(record, item, place, title, whys[item.id], time, current=item is here))
    if meeting.state is not MeetingState.PLANNED:
        return rows
    day = read_date(meeting.date).day or today
    made = any(item.item for item in items)
    for entry in build_agenda(board, day, meeting):
        if entry.agenda_item is None:
            heading = "New since the agenda was made · i brings them in" if made else _to_be_taken(entry.section)
            rows.append(AgendaRow(_what(entry), None, 0, entry.title, entry.why, 0, heading))
    if any(row.heading for row in rows):
        rows = [row if row.heading else _under(row, "On the agenda") for row in rows]
    return rows


def _to_be_taken(section: AgendaSection) -> str:
    return f"{section.value} · i puts them on the agenda"


def _what(entry: AgendaEntry) -> Record:
    """What a line is about: a topic that returns has no record, and is an item that is still to be made."""
    return entry.record or AgendaItem(id=entry.subject, title=entry.title, why=entry.why)


def _under(row: AgendaRow, heading: str) -> AgendaRow:
    return AgendaRow(row.record, row.item, row.number, row.title, row.why, row.minutes, heading)


def meeting_columns(board: Board, today: date) -> Sequence[ScreenColumn]:
    """Date, state, title, place, how many items."""
    date_, state, title, place, chair = MEETINGS
    seen = Seen(board, today)
    return (
        shown(date_, seen, of=record_of, width=12),
        shown(state, seen, of=record_of, width=17),
        shown(title, seen, of=record_of, share=2, wraps=True),
        shown(place, seen, of=record_of, from_width=70),
        shown(chair, seen, of=record_of, width=24, from_width=120, extra=True),
        ScreenColumn("Items", lambda row: [Piece(str(row.items or ""))], width=5, right=True),
    )


def agenda_columns(board: Board, rows: Iterable[AgendaRow], today: date) -> Sequence[ScreenColumn]:
    """Number, rating, item, why it is here, minutes and what became of it."""
    return (
        ScreenColumn("No", lambda row: [Piece(str(row.number or ""), _style(row))], width=3, right=True),
        *rating_columns(Seen(board, today), (row.record for row in rows)),
        ScreenColumn("Item", lambda row: [Piece(one_line(row.title), _style(row))], share=3, wraps=True),
        ScreenColumn("Why it is here", lambda row: columns.words(row.why), share=2, from_width=NOT_NARROW),
        ScreenColumn(
            "Min",
            lambda row: [Piece(str(row.minutes or ""), _style(row))],
            width=3,
            right=True,
            from_width=NOT_NARROW,
        ),
        ScreenColumn("State", _state, width=9),
    )


def _style(row: AgendaRow) -> str:
    return "muted" if row.item is not None and row.item.state is AgendaState.SKIPPED else ""


def _state(row: AgendaRow) -> Pieces:
    if row.item is None:
        return [Piece("new", "accent")]
    if row.current:
        return [Piece("▸ now", "accent")]
    words = {AgendaState.TO_DO: "", AgendaState.SKIPPED: "cut"}.get(row.item.state, row.item.state.value)
    return [Piece(words, "muted")]


def agenda_detail(board: Board, row: AgendaRow, palette: Palette, today: date, room: int) -> RenderableType:
    """Why an item is on the agenda, and its brief.

    Args:
        board: the board.
        row: the item.
        palette: the colours.
        today: the day on which lateness is counted.
        room: the width there is, in cells of the terminal.
    """
    why: list[RenderableType] = [Text(f"Here because: {row.why}", style=palette.style("accent"))] if row.why else []
    brief = item_brief(board, row.record, today)
    # At the width of the detail there is one column; charts are for the whole screen.
    return Group(*why, Brief(board, brief, None, row.item, palette, width=min(room, 109), height=24).drawn())


class _AsWritten(CodeBlock):
    """What stands between fences, or is set in, as it was written: minutes are prose and no program's source code."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Padding(Text(str(self.text).rstrip()), 1)


class _Paper(Markdown):
    """Minutes, drawn."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": _AsWritten,
        "code_block": _AsWritten,
    }


def meeting_detail(board: Board, meeting: Meeting, palette: Palette, minutes: str = "") -> RenderableType:
    """The agenda of a planned meeting, or the minutes of a closed one, where they have been read."""
    if minutes:
        about = frozen_problem(meeting) or (
            "Draft minutes. Edit what was said to correct them; then agree them"
            if minutes_are_draft(meeting)
            else "Minutes, as they were frozen"
        )
        return Group(
            Text(about, style=palette.style("accent")),
            _Paper(harmless(minutes), hyperlinks=False),
        )
    items = [each for each in agenda_of(board, meeting) if each.state is not AgendaState.SKIPPED]
    agenda = [Text(f"{number}. {one_line(agenda_title(board, each))}") for number, each in enumerate(items, start=1)]
    heading = [Text("Agenda", style=palette.style("heading"))] if agenda else []
    return Group(detail(board, meeting, palette), *heading, *agenda)


NO_MEETING = (
    "No meeting yet. + plans one: its date, its place and who attends; the agenda builds itself. "
    "I imports a spreadsheet."
)


def state_lines(
    board: Board, meeting: Meeting | None, today: date, key: Callable[[str], str], *, joined: bool = False
) -> list[str]:
    """What state things are in, and which keys come next: one or two lines.

    Args:
        board: the board.
        meeting: the one whose agenda is shown; None in the list of meetings.
        today: the day.
        key: says which key a command has.
        joined: a meeting is in progress in this program, and not only on the board.
    """
    running = running_meeting(board)
    if running is not None and joined:
        item = current_item(board, running)
        at = f", now at {fitted(agenda_title(board, item), 40).rstrip()}" if item is not None else ""
        what = "Agenda of" if meeting is not None and meeting.id == running.id else "Meetings beside"
        shows = f"{key('screen_meeting')} or Esc shows the item"
        return [f"{what} the meeting in progress{at}", f"{shows} · {key('meeting_close')} closes the meeting"]
    if running is not None and (meeting is None or meeting.id == running.id):
        name = the_meeting(running)
        item, opened = current_item(board, running), moment(running.opened_at)
        at = f", at {fitted(agenda_title(board, item), 40).rstrip()}" if item is not None else ""
        if running in nobody_closed(board, today) and opened is not None:
            state = f"Nobody closed {name}, opened on {format_day(opened.astimezone().date())}{at}"
        else:
            started = f", started {opened.astimezone():%H:%M}" if opened is not None else ""
            state = f"{capitalised(name.removeprefix('the '))} in progress{started}{at}"
        return [
            state if state.endswith("…") else f"{state}.",
            f"{key('meeting_begin')} goes on there · {key('meeting_close')} closes it",
        ]
    if meeting is None:
        if not board.all(Meeting):
            return ["No meeting yet"]
        if all(each.state is MeetingState.CLOSED for each in board.all(Meeting)):
            return ["No meeting is planned: + plans the next one · Enter reads the minutes of the past ones"]
        return [f"Enter opens an agenda or reads minutes · {key('meeting_begin')} begins a meeting · + plans one"]
    facts = [f"Meeting of {show_date(meeting.date)}" if meeting.date else "Meeting without a date"]
    facts += filter(None, (one_line(meeting.title), one_line(meeting.place), one_line(meeting.chair)))
    if meeting.planned_minutes:
        facts.append(f"{meeting.planned_minutes} min")
    people, begins = key("meeting_form"), key("meeting_begin")
    keys = f"{begins} begins it · J K move · c cuts · > < time · + adds · {people} people · Esc back"
    return [" · ".join(facts), keys]
