"""Where a copy stands, when it is wanted back, and what was done in it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from boardtui.domain.copies import (
    CopyOut,
    CopyState,
    Return,
    current,
    items_touched,
    ledger,
    untouched,
    wanted_back,
    work_of,
)
from boardtui.domain.records.copies import COPY, RETURNED, SENT
from boardtui.domain.records.edits import Edit, EditId
from boardtui.domain.records.kinds import Action, Ambition, Kpi, Meeting, Reading
from boardtui.domain.records.meetings import MeetingState
from tests.domain.boards import board

DAY = date(2021, 3, 2)


def edit(number: int, kind: str = "action", group: str = "ref", *, record: str = "r", **more: Any) -> Edit:
    values = more.pop("values", {})
    session = more.pop("session", "s")
    said = {"lamport": number, "record": record, "kind": kind, "group": group, "value": json.dumps(values), **more}
    return Edit(id=EditId(session, number), **said)


@pytest.mark.parametrize(
    ("back_by", "returned", "replaced", "standing"),
    [
        (None, False, False, CopyState.OUT),
        (date(2021, 3, 3), False, False, CopyState.OUT),
        (date(2021, 3, 2), False, False, CopyState.LATE),  # wanted back before that day
        (date(2021, 3, 1), False, False, CopyState.LATE),
        (date(2021, 3, 1), False, True, CopyState.REPLACED),
        (date(2021, 3, 1), True, False, CopyState.RETURNED),
        (date(2021, 3, 1), True, True, CopyState.RETURNED),
    ],
)
def test_a_copy_is_late_from_the_day_on_before_which_it_is_wanted_back(
    back_by: date | None, returned: bool, replaced: bool, standing: CopyState
) -> None:
    returns = (Return("2021-03-01T09:00:00Z", "Office", {}),) if returned else ()
    assert CopyOut("c", "Head", "head.board", "", "", back_by, returns, replaced).standing(DAY) is standing


@pytest.mark.parametrize(
    ("meetings", "wanted"),
    [
        ([], None),
        ([("2021-03-02", MeetingState.PLANNED)], None),  # today is too late
        ([("2021-03-03", MeetingState.PLANNED)], date(2021, 3, 3)),
        ([("2021-03-09", MeetingState.PLANNED), ("2021-03-03", MeetingState.CLOSED)], date(2021, 3, 9)),
        ([("2021-03-01", MeetingState.PLANNED)], None),
        ([("soon", MeetingState.PLANNED)], None),
        ([("2021-03-09", MeetingState.PLANNED), ("2021-03-02", MeetingState.RUNNING)], None),
    ],
)
def test_it_is_wanted_back_before_the_next_meeting_where_that_lies_ahead(
    meetings: list[tuple[str, MeetingState]], wanted: date | None
) -> None:
    made = [Meeting(id=f"m{place}", date=day, state=state) for place, (day, state) in enumerate(meetings)]
    assert wanted_back(board(*made), DAY) == wanted


def test_the_ledger_tells_each_copy_with_what_came_back_of_it_in_the_order_in_which_they_were_sent() -> None:
    def sent(number: int, copy: str, lead: str, back_by: str = "") -> Edit:
        values = {"lead": lead, "file": f"{copy}.board", "back_by": back_by}
        return edit(number, COPY, SENT, record=copy, values=values, at=f"2021-03-0{number}T09:00:00Z", who="Office")

    def back(number: int, copy: str, brought: str) -> Edit:
        return edit(number, COPY, RETURNED, record=copy, values={"brought": brought}, at="later", who="Chair")

    edits = [
        back(6, "one", '{"x": 5, "y": 2, "z": "no"}'),
        back(7, "one", '{"x": 3, "y": 4}'),
        back(8, "one", "[1]"),
        back(8, "none", '{"x": 5}'),
        sent(4, "three", "", "31/03/2021"),
        sent(3, "two", "HEAD", "2021-03-31"),
        sent(1, "one", "Head", "2021-03-31"),
        edit(2, "action", "ref"),
        edit(9, COPY, SENT, record="one", values={"lead": "Somebody else"}),
        sent(5, "four", ""),
    ]
    found = ledger(edits)
    assert [(each.id, each.lead, each.replaced) for each in found] == [
        ("one", "Head", True),
        ("two", "HEAD", False),
        ("three", "", False),
        ("four", "", False),
    ]
    assert [each.back_by for each in found] == [date(2021, 3, 31), date(2021, 3, 31), None, None]
    one = found[0]
    assert (one.file, one.sent_at, one.sent_by) == ("one.board", "2021-03-01T09:00:00Z", "Office")
    assert [dict(each.brought) for each in one.returns] == [{"x": 5, "y": 2}, {"x": 3, "y": 4}, {}]
    assert one.brought == {"x": 5, "y": 4}
    assert (one.returns[0].at, one.returns[0].by) == ("later", "Chair")
    assert [each.id for each in current(found)] == ["two", "three", "four"]


def test_what_was_done_in_a_copy_is_what_came_with_it_and_no_note_about_copies() -> None:
    edits = [
        edit(3, record="b", who="Head", at="2021-03-03T09:00:00Z"),
        edit(2, record="a", who="Lead", at="2021-03-05T09:00:00Z"),
        edit(4, record="c", who="Lead", at="2021-03-04T09:00:00Z"),
        edit(1, record="d", who="Other", session="t"),
        edit(2, COPY, SENT, record="e", who="Office"),
    ]
    work = work_of(edits, {"s": 3})
    assert (work.edits, work.who, work.records) == (2, ("Lead", "Head"), frozenset("ab"))
    assert (work.first_at, work.last_at) == ("2021-03-03T09:00:00Z", "2021-03-05T09:00:00Z")
    assert work_of(edits, {"s": 1}) == work_of([], {"s": 9}) == work_of(edits, {})


def test_news_of_a_part_is_news_of_what_it_belongs_to() -> None:
    there = board(
        Ambition(id="o", lead="Director"),
        Action(id="a", ambition="o", lead="Head"),
        Action(id="b", ambition="o", lead="Head"),
        Kpi(id="k", lead="Head"),
        Reading(id="r", kpi="k"),
        Action(id="selfish", ambition="selfish"),
    )
    assert items_touched(there, ["r"]) == {"r", "k"}
    assert items_touched(there, ["a", "gone", "selfish"]) == {"a", "o", "selfish"}
    assert [each.id for each in untouched(there, "Head", ["r", "a"])] == ["b"]
    assert [each.id for each in untouched(there, "Head", [])] == ["o", "a", "b", "k"]
