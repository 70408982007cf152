"""What a board should look at across all kinds of record, and the words that say why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardtui.domain.attention.exceptions import Why
from boardtui.domain.attention.topics import Attention, Group, Notable, Topic, attention
from boardtui.domain.kpis.targets import Status
from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import identity
from tests.ui.council_board import make

TODAY = date(2021, 3, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def look(path: Path, today: date = TODAY) -> Attention:
    with BoardFile.open(path) as file:
        return attention(file.read(), today)


def of(seen: Attention, name: str) -> Notable | None:
    return next((each for each in seen.notable if each.record.id == identity(name)), None)


def test_the_gravest_exceptions_come_first_whatever_their_kind(path: Path) -> None:
    seen = look(path)
    gravest = [each.reasons[0].why for each in seen.overview.exceptions]
    assert gravest == [Why.RED, Why.OFF_TARGET, Why.ABOVE_TOLERANCE, Why.SLIPPING, Why.AMBER, Why.UNANSWERED]
    assert [each.record for each in seen.about(Topic.EXCEPTIONS)] == [each.record for each in seen.overview.exceptions]


def test_an_answer_and_an_outcome_end_a_question_and_an_action_arising(path: Path) -> None:
    with BoardFile.open(path) as file:
        answer = Change(identity("c1"), "challenge", {"answer": "They observe visits"})
        file.write([answer, Change(identity("x1"), "action_arising", {"done": True})], who="chair")
    seen = look(path)
    assert not seen.overview.unanswered and not seen.overview.arising
    for name in ("c1", "x1"):
        found = of(seen, name)
        assert found is not None and found.group is Group.CLOSED


def test_a_figure_is_compared_with_the_last_meeting_and_with_its_target(path: Path) -> None:
    seen = look(path)
    kpi = of(seen, "k1")
    assert kpi is not None and kpi.group is Group.WORSE
    assert kpi.why[Topic.CHANGED] == ("91% → 88%",)
    assert kpi.why[Topic.OFF_TARGET] == ("88%, target 90% – 95% (Jan 21)",)
    assert seen.overview.kpis[Status.MISSED] == len(seen.overview.off_target) == 1


def test_a_closed_risk_is_neither_above_tolerance_nor_counted(path: Path) -> None:
    with BoardFile.open(path) as file:
        file.write([Change(identity("r6"), "risk", {"state": "closed"})], who="chair")
    seen = look(path)
    assert (seen.overview.above_tolerance, seen.overview.risks) == ((), 0)
    assert Topic.EXCEPTIONS not in (of(seen, "r6") or seen.notable[0]).why


def test_what_is_due_is_told_with_its_day_up_to_twenty_eight_days_ahead(path: Path) -> None:
    arising = of(look(path), "x1")
    assert arising is not None and arising.why[Topic.DUE] == ("30/03/2021, in 28 days",)
    before = of(look(path, date(2021, 3, 1)), "x1")
    assert before is None, "in 29 days, and nothing else to say of it"
    today = of(look(path, date(2021, 3, 30)), "x1")
    assert today is not None and today.why[Topic.DUE] == ("30/03/2021, today",)


def test_an_update_names_the_fields_that_changed(path: Path) -> None:
    action = of(look(path), "2.2")
    assert action is not None and action.group is Group.UPDATED and action.why[Topic.CHANGED] == ("commentary",)


def test_an_impossible_date_is_a_finding_and_no_lateness(path: Path) -> None:
    action = of(look(path), "2.1")
    assert action is not None and Topic.EXCEPTIONS not in action.why
    assert "31/06/2021" in " ".join(action.why[Topic.FINDINGS])


def test_what_another_board_runs_is_no_exception(path: Path) -> None:
    assert of(look(path), "3.1") is None
