"""What a meeting reads about an item, as it is drawn."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

from rich.console import Console

from boardtui.domain.board.board import Redating
from boardtui.domain.meetings.brief import item_brief
from boardtui.domain.records.kinds import Action, Ambition, Decision, Meeting, Mitigation, Record, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.ui.meetings.brief import Brief
from tests.domain.making import board_of, new_id

TODAY = date(2021, 3, 2)


def drawn(
    record: Record,
    *others: Record,
    meeting: Meeting | None = None,
    redatings: Mapping[str, tuple[Redating, ...]] | None = None,
) -> list[str]:
    a_board = board_of(record, *others, redatings=redatings)
    brief = Brief(a_board, item_brief(a_board, record, TODAY), meeting, None, Palette({}), width=78, height=24)
    written = io.StringIO()
    Console(file=written, width=78, color_system=None).print(brief.drawn())
    return [line.rstrip() for line in written.getvalue().splitlines()]


def after(heading: str, lines: list[str]) -> list[str]:
    return lines[lines.index(heading) + 1 :]


def test_what_was_decided_at_other_meetings_is_read_on_the_latest_first_but_not_what_is_decided_now() -> None:
    now, item = Meeting(id=new_id()), Action(id=new_id(), ref="1.1", title="Coach")
    first = Decision(id=new_id(), item=item.id, meeting=new_id(), date="2020-12-01", text="Go on")
    second = Decision(id=new_id(), item=item.id, meeting=new_id(), date="soon", text="Hire two")
    third = Decision(id=new_id(), item=item.id, meeting=now.id, date="2021-03-02", text="Hire three")
    other = Decision(id=new_id(), item=new_id(), meeting=new_id(), date="2020-12-01", text="Paint the door")
    running = drawn(item, first, second, third, other, meeting=now)
    assert after("Decided before", running) == ["soon Hire two", "01/12/2020 Go on"]
    prepared = drawn(item, first, second, third, other)
    assert after("Decided before", prepared) == ["02/03/2021 Hire three", "soon Hire two", "01/12/2020 Go on"]
    assert "Decided before" not in drawn(item, third, other, meeting=now)


def test_each_revision_of_its_date_is_read_with_its_reason() -> None:
    item = Action(id=new_id(), title="Coach", due="2021-06-30", original_due="2020-12-31")
    revised = [("2020-12-31", "2021-03-31", "Nobody was free"), ("2021-03-31", "2021-06-30", "")]
    told = tuple(Redating(before, now, why, "office", "2021-01-01") for before, now, why in revised)
    assert after("Dates revised", drawn(item, redatings={item.id: told})) == [
        "31/12/2020 → 31/03/2021: Nobody was free",
        "31/03/2021 → 30/06/2021",
    ]


def test_of_an_ambition_its_actions_that_are_exceptions_are_read_with_their_reasons() -> None:
    ambition = Ambition(id=new_id(), ref="1", title="Practice")
    late = Action(id=new_id(), ref="1.1", title="Coach", ambition=ambition.id, rag=Rag.RED, due="2021-03-01")
    fine = Action(id=new_id(), ref="1.2", title="Audit", ambition=ambition.id, rag=Rag.GREEN)
    lines = after("Its actions", drawn(ambition, late, fine))
    assert lines[1] == " R ✖  1.1 Coach – red, overdue"
    assert not any("Audit" in line for line in lines)


def test_of_a_risk_its_mitigations_are_read_and_how_far_they_are() -> None:
    risk = Risk(id=new_id(), ref="R1", title="Turnover", current="4x3")
    hire = Mitigation(id=new_id(), risk=risk.id, title="Hire", progress=Progress.IN_PROGRESS, due="2021-06-30")
    train = Mitigation(id=new_id(), risk=risk.id, title="Train", progress=Progress.COMPLETE)
    lines = after("Mitigations", drawn(risk, hire, train))
    assert lines[:2] == ["· Hire – in progress, due 30/06/2021", "· Train – complete"]
