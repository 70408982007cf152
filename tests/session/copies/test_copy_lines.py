"""The list of copies says of each lead where their copy stands, who is late first, and what was done in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from boardtui.domain.copies import CopyOut, CopyState, Return, Work
from boardtui.domain.records.kinds import Action
from boardtui.session.copies.copy_lines import NOBODY, CopyLine, copy_lines, summary_line
from tests.domain.making import board_of, new_id

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 9)
BACK = Return("2026-03-01T09:30:00Z", "Office", {})
ITEMS = [Action(id=new_id(), ref=f"1.{number}", title="Some", lead="Chair") for number in range(1, 4)]
OTHERS = Action(id=new_id(), ref="2.1", title="Other", lead="Head of Audit")
BOARD = board_of(*ITEMS, OTHERS)


def copied(lead: str = "Chair", **values: Any) -> CopyOut:
    given = {"back_by": None, "sent_at": "2026-02-23T14:05:00Z", **values}
    return CopyOut(id=given.pop("id", f"copy of {lead}"), lead=lead, file="plan.board", sent_by="Office", **given)


def line(copy: CopyOut | None, work: Work | None = None) -> CopyLine:
    done = {copy.id: work} if copy is not None and work is not None else {}
    return copy_lines(BOARD, [] if copy is None else [copy], done, TODAY)[0]


@pytest.mark.parametrize(
    ("copy", "standing", "stands"),
    [
        (copied(), CopyState.OUT, "out"),
        (copied(back_by=DUE), CopyState.OUT, "out, back before 09/03/2026"),
        (copied(back_by=TODAY), CopyState.LATE, "late since 02/03/2026"),
        (copied(back_by=TODAY, returns=(BACK,)), CopyState.RETURNED, "returned 01/03/2026"),
        (
            copied(returns=(BACK, Return("2026-03-02T09:30:00Z", "Office", {}))),
            CopyState.RETURNED,
            "returned 02/03/2026",
        ),
    ],
)
def test_a_copy_stands_somewhere(copy: CopyOut, standing: CopyState, stands: str) -> None:
    told = line(copy)
    assert (told.standing, told.stands, told.sent) == (standing, stands, "23/02/2026 14:05")
    assert (told.name, told.key, told.items) == ("Chair", "copy of Chair", 3)


def test_a_lead_without_one_and_a_copy_of_nobody_in_particular_are_told_as_such() -> None:
    never = line(None)
    assert (never.name, never.key, never.stands, never.sent, never.did) == ("Chair", "lead Chair", "none sent", "", "")
    nobodys = line(copied("", id="n"), Work(2, ("Chair",)))
    assert (nobodys.name, nobodys.items, nobodys.left) == (NOBODY, 0, ())


def done(edits: int, who: tuple[str, ...], *records: Action) -> Work:
    return Work(edits, who, records=frozenset(each.id for each in records))


@pytest.mark.parametrize(
    ("lead", "work", "did"),
    [
        ("Chair", done(0, ()), "nothing changed"),
        ("Chair", done(1, ("Chair",), ITEMS[0]), "1 edit, 2 of 3 items untouched"),
        ("Chair", done(2, ("CHAIR",), *ITEMS), "2 edits, 0 of 3 items untouched"),
        ("Chair", done(2, ("Chair", "Deputy"), *ITEMS[:2]), "2 edits by Chair, Deputy, 1 of 3 items untouched"),
        ("Nobody here", done(2, ("Nobody here",)), "2 edits"),
        ("", done(2, ("Chair",)), "2 edits by Chair"),
    ],
)
def test_what_was_done_in_one_that_is_back_is_counted(lead: str, work: Work, did: str) -> None:
    back = copied(lead, returns=(BACK,))
    (told,) = [each for each in copy_lines(BOARD, [back], {back.id: work}, TODAY) if each.copy is not None]
    assert told.did == did
    out = copied(lead)
    (told,) = [each for each in copy_lines(BOARD, [out], {out.id: work}, TODAY) if each.copy is not None]
    assert told.did == "", "as long as it is not back"


def test_who_is_late_comes_first_and_who_was_never_sent_one_last() -> None:
    copies = [
        copied("Returned", returns=(BACK,)),
        copied("out b"),
        copied("Out A"),
        copied("Late", back_by=TODAY),
        copied("Chair", id="first", replaced=True),
        copied("Chair", id="second"),
    ]
    lines = copy_lines(BOARD, copies, {}, TODAY)
    assert [each.lead for each in lines] == ["Late", "Chair", "Out A", "out b", "Returned", "Head of Audit"]
    assert summary_line(lines) == "5 copies: 1 late, 3 out, 1 returned"
    every = copy_lines(BOARD, copies, {}, TODAY, every=True)
    assert [(each.key, each.stands) for each in every if each.lead == "Chair"] == [
        ("second", "out"),
        ("first", "replaced by a later one"),
    ]
    assert summary_line(every) == "6 copies: 1 late, 3 out, 1 returned, 1 replaced"
    assert summary_line(lines[:1]) == "1 copy: 1 late"
    assert summary_line(lines[-1:]) == "no copy was sent yet"
