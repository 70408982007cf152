"""The lines of the meeting screen, without a screen: meetings, an agenda, and what state things are in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.console import Console, RenderableType

from boardtui.domain.meetings.sittings import digest_of, meeting_state
from boardtui.domain.records.kinds import Action, AgendaItem, Meeting
from boardtui.domain.records.meetings import AgendaState, MeetingState
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.ui.meetings.rows import (
    agenda_columns,
    agenda_detail,
    agenda_rows,
    like_the_last,
    meeting_columns,
    meeting_detail,
    meeting_heading,
    meeting_rows,
    state_lines,
)
from boardtui.ui.table.item_table import ScreenColumn
from tests.domain.making import board_of
from tests.ui.conftest import STYLES

TODAY, LATER = date(2021, 3, 2), date(2021, 3, 10)
RUNNING = Meeting(
    id="run",
    date="2021-03-02",
    title="Board",
    state=MeetingState.RUNNING,
    opened_at="2021-03-02T10:00:00Z",
    planned_minutes=90,
    current_item="i2",
)
APRIL = Meeting(id="apr", date="2021-04-20", place="Hall", chair="Chair", attendees="A", planned_minutes=60)
EXTRA = Meeting(id="ext", date="2021-03-30", purpose="Extra")
JANUARY = Meeting(id="jan", date="2021-01-19", state=MeetingState.CLOSED, closed_at="2021-01-19T12:00:00Z")
FEBRUARY = Meeting(id="feb", date="2021-02-16", state=MeetingState.CLOSED, closed_at="2021-02-16T12:00:00Z")


def item(number: int, state: AgendaState, meeting: str = "run", title: str = "") -> AgendaItem:
    return AgendaItem(
        id=f"i{number}", meeting=meeting, title=title or f"Topic {number}", state=state, planned_minutes=5
    )


ITEMS = [
    item(1, AgendaState.DISCUSSED),
    item(2, AgendaState.TO_DO, title="How far the audits have come and what is next"),
    item(3, AgendaState.SKIPPED),
    item(4, AgendaState.PARKED),
    item(5, AgendaState.TO_DO, "apr"),
]
LATE = Action(id="a", ref="1.1", title="Coach", rag=Rag.RED, due="2021-01-01")
BOARD = board_of(RUNNING, APRIL, EXTRA, JANUARY, FEBRUARY, *ITEMS, LATE)
QUIET = board_of(APRIL, EXTRA, JANUARY, FEBRUARY, *ITEMS, LATE)


def cells(columns: Sequence[ScreenColumn], rows: Iterable[Any]) -> list[list[str]]:
    """What the columns say of each row; every part is in a style that there is."""
    found = []
    for row in rows:
        said = [column.cell(row) for column in columns]
        assert all(piece.style in STYLES for each in said if not isinstance(each, str) for piece in each)
        found.append([each if isinstance(each, str) else "".join(piece.text for piece in each) for each in said])
    return found


class TestMeetings:
    def test_the_one_in_progress_comes_first_then_the_soonest_and_at_the_end_the_latest_that_was_closed(self) -> None:
        rows = meeting_rows(BOARD)
        assert [(row.record.id, meeting_heading(row), row.items) for row in rows] == [
            ("run", "In progress", 3),
            ("ext", "Planned", 0),
            ("apr", "Planned", 1),
            ("feb", "Closed", 0),
            ("jan", "Closed", 0),
        ]
        assert meeting_state(BOARD, rows[0].record, LATER) == "nobody closed it"
        late = replace(RUNNING, date="2021-05-18")
        assert [row.record.id for row in meeting_rows(board_of(late, APRIL))] == ["run", "apr"]

    def test_of_two_on_one_day_the_one_that_was_closed_last_comes_first(self) -> None:
        again = replace(JANUARY, id="jan2", closed_at="2021-01-19T15:00:00Z")
        assert [row.record.id for row in meeting_rows(board_of(JANUARY, again))] == ["jan2", "jan"]

    def test_their_columns(self) -> None:
        assert cells(meeting_columns(BOARD, TODAY), meeting_rows(BOARD)) == [
            ["02/03/2021", "running", "Board", "–", "–", "3"],
            ["30/03/2021", "planned", "Extra", "–", "–", ""],
            ["20/04/2021", "planned", "–", "Hall", "Chair", "1"],
            ["16/02/2021", "closed", "–", "–", "–", ""],
            ["19/01/2021", "closed", "–", "–", "–", ""],
        ]
        state = meeting_columns(BOARD, LATER)[1]
        styles = [state.cell(row)[0].style for row in meeting_rows(BOARD)]  # type: ignore[union-attr]
        assert styles == ["warning", "", "", "", ""]

    def test_a_new_one_is_like_the_last_that_names_people(self) -> None:
        assert like_the_last(BOARD) == {"chair": "Chair", "place": "Hall", "attendees": "A", "planned_minutes": 60}
        earlier = Meeting(id="e", date="2021-01-01", attendees="B", place="Office")
        assert like_the_last(board_of(APRIL, earlier))["attendees"] == "A"
        assert like_the_last(board_of(JANUARY, earlier)) == {"attendees": "B", "place": "Office"}
        assert like_the_last(board_of(JANUARY)) == {}


class TestAgenda:
    def test_that_of_a_meeting_in_progress_numbers_what_is_not_cut_and_says_where_it_is(self) -> None:
        rows = agenda_rows(BOARD, RUNNING, TODAY)
        assert cells(agenda_columns(BOARD, rows, TODAY), rows) == [
            ["1", "", "", "Topic 1", "–", "5", "discussed"],
            ["2", "", "", "How far the audits have come and what is next", "–", "5", "▸ now"],
            ["", "", "", "Topic 3", "–", "", "cut"],
            ["3", "", "", "Topic 4", "–", "5", "parked"],
        ]
        number = agenda_columns(BOARD, rows, TODAY)[0]
        assert [number.cell(row)[0].style for row in rows] == ["", "", "muted", ""]  # type: ignore[union-attr]
        assert not any(row.heading for row in rows)

    def test_that_of_a_planned_one_is_followed_by_what_asks_to_be_talked_about(self) -> None:
        rows = agenda_rows(BOARD, APRIL, TODAY)
        assert [(row.key, row.heading) for row in rows] == [
            ("i5", "On the agenda"),
            ("new:a", "By exception · i puts them on the agenda"),
        ]
        assert cells(agenda_columns(BOARD, rows, TODAY), rows)[1] == [
            *("", " R ✖ ", " R ✖ Red ", "1.1 Coach", "red; 109 days overdue", "", "new")
        ]
        undated = agenda_rows(BOARD, replace(APRIL, date=""), TODAY)
        assert undated[1].why == "red; 60 days overdue", "on the day it is where nobody has said another"

    def test_once_it_is_made_what_comes_after_is_new(self) -> None:
        other = Action(id="b", ref="1.2", title="Audit", rag=Rag.RED)
        on_it = AgendaItem(id="i9", meeting="apr", item="b")
        rows = agenda_rows(board_of(APRIL, LATE, other, on_it), APRIL, TODAY)
        assert [(row.key, row.record.id, row.heading) for row in rows] == [
            ("i9", "b", "On the agenda"),
            ("new:a", "a", "New since the agenda was made · i brings them in"),
        ]

    def test_where_nothing_is_new_it_has_no_headings_and_that_of_a_closed_one_never(self) -> None:
        assert [row.heading for row in agenda_rows(board_of(APRIL, ITEMS[4]), APRIL, TODAY)] == [""]
        assert list(agenda_rows(BOARD, JANUARY, TODAY)) == []

    def test_what_is_no_longer_in_the_plan_keeps_its_line(self) -> None:
        gone = AgendaItem(id="i9", meeting="apr", item="gone", title="1.9 Gone")
        (row,) = agenda_rows(board_of(APRIL, gone), APRIL, TODAY)
        assert (row.record.id, row.title) == ("i9", "1.9 Gone")


def drawn(shown: RenderableType, width: int = 78) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(shown)
    return [line.rstrip() for line in out.getvalue().splitlines()]


class TestBeside:
    HELD = Meeting(id="feb", date="2021-02-16", state=MeetingState.CLOSED, known="{}", front_sheet="Plan")
    HELD = replace(HELD, front_digest=digest_of("Plan"))
    PLAIN = Palette({})

    def test_a_line_of_an_agenda_says_why_it_is_here_and_then_all_that_is_known_in_one_column(self) -> None:
        late = agenda_rows(BOARD, APRIL, TODAY)[1]
        for room in (78, 140):
            lines = drawn(agenda_detail(BOARD, late, self.PLAIN, TODAY, room), room)
            assert lines[:3] == ["Here because: red; 109 days overdue", "1.1 Coach", " R ✖ Red"]
            first = next(line for line in lines if line.startswith("Latest commentary"))
            assert first == "Latest commentary", "nothing stands beside it"
        plain = drawn(agenda_detail(BOARD, agenda_rows(BOARD, RUNNING, TODAY)[0], self.PLAIN, TODAY, 78))
        assert plain[0] == "Topic 1"

    def test_a_planned_meeting_lists_its_agenda_without_what_is_cut(self) -> None:
        lines = drawn(meeting_detail(BOARD, RUNNING, self.PLAIN))
        assert lines[lines.index("Agenda") + 1 :] == [
            "1. Topic 1",
            "2. How far the audits have come and what is next",
            "3. Topic 4",
        ]
        assert "Agenda" not in drawn(meeting_detail(BOARD, EXTRA, self.PLAIN))

    def test_minutes_say_whether_they_are_a_draft_frozen_or_no_longer_what_was_frozen(self) -> None:
        minutes = "# Minutes\n\n```\nnot **so**\n```\n"
        shown = drawn(meeting_detail(BOARD, self.HELD, self.PLAIN, minutes))
        assert shown[0] == "Draft minutes. Edit what was said to correct them; then agree them"
        assert " not **so**" in shown
        assert drawn(meeting_detail(BOARD, FEBRUARY, self.PLAIN, minutes))[0] == "Minutes, as they were frozen"
        forged = replace(self.HELD, front_digest="x")
        lines = drawn(meeting_detail(BOARD, forged, self.PLAIN, minutes), 200)
        assert lines[0].startswith("The front sheet of the meeting of 16/02/2021 does not match its digest")


class TestState:
    HERE = "How far the audits have come and what…"
    GOES_ON = "<meeting_begin> goes on there · <meeting_close> closes it"
    BESIDE = "<screen_meeting> or Esc shows the item · <meeting_close> closes the meeting"
    KEYS = "<meeting_begin> begins it · J K move · c cuts · > < time · + adds · <meeting_form> people · Esc back"

    def said(self, board: Any, meeting: Meeting | None, today: date = TODAY, *, joined: bool = False) -> list[str]:
        return state_lines(board, meeting, today, lambda name: f"<{name}>", joined=joined)

    @pytest.mark.parametrize("meeting", [None, RUNNING])
    def test_a_meeting_in_progress_is_told_in_the_list_and_on_its_agenda(self, meeting: Meeting | None) -> None:
        assert self.said(BOARD, meeting) == [
            f"Meeting of 02/03/2021 in progress, started 10:00, at {self.HERE}",
            self.GOES_ON,
        ]
        assert self.said(BOARD, meeting, LATER) == [
            f"Nobody closed the meeting of 02/03/2021, opened on 02/03/2021, at {self.HERE}",
            self.GOES_ON,
        ]

    def test_where_it_is_at_nothing_or_nobody_knows_since_when_that_is_left_out(self) -> None:
        empty = board_of(replace(RUNNING, opened_at="", current_item=""))
        assert self.said(empty, None)[0] == "Meeting of 02/03/2021 in progress."

    @pytest.mark.parametrize(
        ("meeting", "what"), [(None, "Meetings beside"), (APRIL, "Meetings beside"), (RUNNING, "Agenda of")]
    )
    def test_while_one_takes_part_in_it_the_way_back_to_its_item_is_told(
        self, meeting: Meeting | None, what: str
    ) -> None:
        assert self.said(BOARD, meeting, joined=True) == [
            f"{what} the meeting in progress, now at {self.HERE}",
            self.BESIDE,
        ]

    def test_an_agenda_says_when_where_and_under_whom(self) -> None:
        for board in (BOARD, QUIET):
            assert self.said(board, APRIL) == ["Meeting of 20/04/2021 · Hall · Chair · 60 min", self.KEYS]
        assert self.said(QUIET, replace(EXTRA, date="", title="Extra"))[0] == "Meeting without a date · Extra"

    def test_the_list_says_what_comes_next(self) -> None:
        assert self.said(board_of(), None) == ["No meeting yet"]
        assert self.said(QUIET, None) == [
            "Enter opens an agenda or reads minutes · <meeting_begin> begins a meeting · + plans one"
        ]
        assert self.said(board_of(JANUARY), None) == [
            "No meeting is planned: + plans the next one · Enter reads the minutes of the past ones"
        ]
