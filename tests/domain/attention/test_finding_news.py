"""What is told to whoever has just entered something: what is wrong with it, and not what was wrong before."""

from __future__ import annotations

from datetime import date

import pytest

from boardtui.domain.attention.findings import (
    brought_findings,
    date_findings,
    entry_findings,
    figure_doubts,
    figures_left,
    findings,
    new_findings,
)
from boardtui.domain.board.board import Board
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Kpi, Milestone, Narrative, Record, Risk
from boardtui.domain.records.rag import Rag
from tests.domain.making import board_of, kpi_of, trend

TODAY = date(2021, 3, 2)
KPI = kpi_of("2.1", unit="percent")
GOOD, FAR = trend(KPI, {"2020-12": "90%", "2021-02": "0.9"})
LATE = Action(id="a", ref="1.1", due="31/06/2021")


def codes(there: Board, *ids: str) -> list[str]:
    return [each.code for each in entry_findings(there, ids, TODAY)]


def test_of_what_was_entered_its_dates_are_looked_at_and_all_figures_of_its_kpi() -> None:
    there = board_of(KPI, GOOD, FAR, LATE, Action(id="b", ref="1.2", due="soon"))
    assert codes(there) == []
    assert codes(there, "a") == ["date_impossible"]
    assert set(codes(there, GOOD.id)) == set(codes(there, KPI.id)) == {"scale_differs", "periods_missing"}
    assert set(codes(there, "a", "b", FAR.id)) == {
        "date_impossible",
        "date_unclear",
        "scale_differs",
        "periods_missing",
    }
    assert codes(there, "gone") == []


def test_what_was_wrong_before_is_not_told_again_and_a_new_name_makes_nothing_new() -> None:
    before = board_of(LATE)
    renamed = board_of(Action(id="a", ref="1.9", due="31/06/2021"))
    worse = board_of(Action(id="a", ref="1.1", due="31/06/2021", original_due="31/09/2021"))
    assert new_findings(before, renamed, ["a"], TODAY) == []
    assert [each.sentence for each in new_findings(before, worse, ["a"], TODAY)] == [
        "Action 1.1, original date “31/09/2021”: there is no 31 September 2021."
    ]
    assert new_findings(before, board_of(Action(id="a", ref="1.1", due="2021-06-30")), ["a"], TODAY) == []


def test_of_a_figure_that_was_not_entered_nothing_is_told_if_something_was_wrong_with_it_before() -> None:
    kpi = kpi_of("2.1", unit="count")
    old = trend(kpi, {"2020-10": "10", "2020-11": "11", "2020-12": "500"})
    (new,) = trend(kpi, {"2021-01": "12"})
    before, after = board_of(kpi, *old), board_of(kpi, *old, new)
    assert "figure_far" in [each.code for each in findings(before, TODAY)]
    assert new_findings(before, after, [new.id], TODAY) == []
    (slip,) = trend(kpi, {"2021-01": "soon"})
    told = new_findings(before, board_of(kpi, *old, slip), [slip.id], TODAY)
    assert [(each.code, each.reading) for each in told] == [("figure_unreadable", slip.id)]


def test_of_what_came_in_from_elsewhere_only_that_is_told() -> None:
    kpi = kpi_of("2.1", unit="count")
    old, new = trend(kpi, {"2020-12": "soon", "2021-01": "later"})
    there = board_of(kpi, old, new, LATE)
    assert [each.reading for each in brought_findings(there, [new.id], TODAY)] == [new.id]
    assert [each.reading for each in brought_findings(there, [kpi.id], TODAY)] == [old.id, new.id]
    assert [each.record for each in brought_findings(there, ["a"], TODAY)] == ["a"]


@pytest.mark.parametrize(
    ("change", "doubted"),
    [
        (Change("new", "reading", {"kpi": KPI.id, "series": "period", "period": "2021-01", "value": "0.9"}), True),
        (Change("new", "reading", {"kpi": KPI.id, "series": "period", "period": "2021-01", "value": "91%"}), False),
        # A period that nobody has entered yet is no doubt about the one that is entered.
        (Change("new", "reading", {"kpi": KPI.id, "series": "period", "period": "2021-02", "value": "91%"}), False),
        (Change(KPI.id, "kpi", {"minimum": "soon"}), True),
        (Change(KPI.id, "kpi", {"title": "Visits"}), False),
        (Change("a", "action", {"due": "31/09/2021"}), False),  # a date is no figure
        (Change("new", "target_change", {"kpi": KPI.id, "since": "soon", "minimum": "5%"}), True),
    ],
)
def test_figures_and_targets_are_doubted_before_they_are_written(change: Change, doubted: bool) -> None:
    there = board_of(KPI, GOOD, LATE)
    assert bool(figure_doubts(there, [change], TODAY)) is doubted


def test_the_findings_of_a_board_stand_in_the_order_of_the_checks_and_of_what_is_checked() -> None:
    records: list[Record] = [
        Risk(id="r", ref="CIP1", current="9x9"),
        Action(id="b", ref="1.1", rag=Rag.BLUE, due="soon"),
        Action(id="c", ref="1.1", due="31/06/2021", original_due="2021-03-31"),
        Milestone(id="m", title="Launch", due="June"),
        Narrative(id="n", text="Visits rose from 5% to 4%."),
        Kpi(id="k", ref="2.1", minimum="soon"),
    ]
    there = board_of(*records, bands="low 3")
    every = findings(there, TODAY)
    assert [each.code for each in every] == [
        *("target_unreadable", "words_against_figures", "date_unclear", "date_impossible", "date_unclear"),
        *("evidence_missing", "ref_twice", "matrix_settings", "score_outside"),
    ]
    assert findings(there, TODAY, figures=False) == every[1:]
    assert date_findings(there, TODAY) == every[2:5]
    assert figures_left(there, TODAY) == [], "all have been looked at"
    unseen = board_of(Kpi(id="b", ref="2.2"), Kpi(id="a", ref="2.1"))
    assert [each.kpi.ref for each in figures_left(unseen, TODAY)] == ["2.1", "2.2"]
    findings(unseen, TODAY, figures=False)
    assert len(figures_left(unseen, TODAY)) == 2
