"""What is meant by a ref, a number or words that are typed while a meeting runs."""

from __future__ import annotations

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.errors import BoardError
from boardtui.domain.meetings.agenda import about, agenda_title, find_item
from boardtui.domain.records.kinds import Action, AgendaItem, Ambition, Kpi, Meeting, Record
from boardtui.domain.records.meetings import AgendaState
from tests.domain.boards import board

MARCH = Meeting(id="march", date="2021-03-02")


def on_agenda(name: str, position: int, *, item: str = "", title: str = "", cut: bool = False) -> AgendaItem:
    state = AgendaState.SKIPPED if cut else AgendaState.TO_DO
    return AgendaItem(id=name, meeting="march", item=item, title=title, position=position, state=state)


def made() -> Board:
    plan: list[Record] = [
        Ambition(id="practice", ref="1", title="Practice"),
        Action(id="audits", ref="1.1", title="Supervision audits", ambition="practice"),
        Action(id="visits", ref="1.2", title="Visits in time", ambition="practice"),
        Action(id="coach", ref="1.3", title="Coaching", ambition="practice"),
        Kpi(id="timely", ref="2.1", title="Visits on time"),
        Kpi(id="seen", ref="4", title="Children seen"),
    ]
    agenda = [
        on_agenda("i1", 10, item="audits"),
        on_agenda("cut", 20, title="Old topic", cut=True),
        on_agenda("i2", 30, title="Staffing of the front door"),
        on_agenda("i3", 40, item="seen"),
    ]
    return board(MARCH, *plan, *agenda)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1.1", "i1"),
        ("2", "i2"),  # the second that is taken: what is cut has no number
        ("3", "i3"),
        ("4", "i3"),  # a ref on the agenda goes before a number
        (" 1.2 ", "visits"),
        ("1.3", "coach"),
        ("kpi:4", "i3"),
        ("staffing", "i2"),
        ("door  front", "i2"),
        ("audits", "i1"),
        ("old topic", "cut"),
        ("coaching", "coach"),
        ("visits kpi", "timely"),
        ("visits on time", "timely"),  # all of a title
        ("1", "i1"),  # no ref on the agenda, so a number on it
    ],
)
def test_a_ref_on_the_agenda_is_meant_before_a_number_and_words_on_it_before_those_of_the_plan(
    words: str, found: str
) -> None:
    assert find_item(made(), MARCH, words).id == found


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("visits", "'visits' stands in 2 items: action 1.2 Visits in time; KPI 2.1 Visits on time. Type more of it"),
        ("0", "Nothing on this board has the ref '0'"),
        ("5", "Nothing on this board has the ref '5'"),
        ("board", "is no item for an agenda"),
        ("2021-03-02", "is no item for an agenda"),
        ("front office", "Nothing has all of 'front office'. Some of it stands in Staffing of the front door."),
        ("zzz", "Nothing on this board has the ref 'zzz'"),
    ],
)
def test_what_means_nothing_or_several_things_is_refused_with_what_comes_near(words: str, why: str) -> None:
    with pytest.raises(BoardError) as refused:
        find_item(made(), MARCH, words)
    assert why in str(refused.value)


def test_an_item_is_called_by_its_own_title_or_else_by_what_it_is_about() -> None:
    there = made()
    called = {
        "Staffing": on_agenda("x", 1, item="audits", title="Staffing"),
        "1.1 Supervision audits": on_agenda("x", 1, item="audits"),
        "Minutes of the meeting of 02/03/2021": on_agenda("x", 1, item="march"),
        "(no longer in the plan)": on_agenda("x", 1, item="gone"),
        "(no title)": on_agenda("x", 1),
    }
    assert {title: agenda_title(there, item) for title, item in called.items()} == {each: each for each in called}


def test_it_is_about_a_record_or_itself_or_about_what_was_deleted() -> None:
    there, topic = made(), on_agenda("x", 1, title="Staffing")
    assert about(there, topic) is topic
    assert about(there, on_agenda("x", 1, item="audits")) == there.find("audits")
    assert about(there, on_agenda("x", 1, item="gone", title="Staffing")) is None
