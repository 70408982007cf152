"""What changed since a meeting, one change at a time: in which table it stands, and what stands there."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Action, Ambition, Kpi, Meeting, Reading, Record, Risk
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.risks import RiskState
from boardtui.report.changes import changed_between, what_changed, what_changed_view
from tests.domain.boards import board, since

KPI = Kpi(id="k", ref="2.1", title="Visits")


def told(*now: Record, was: dict[str, Any] | None = None, **known: Any) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each table, where the first of the records held other values at the meeting."""
    before: dict[str, dict[str, Any]] = {}
    for name, value in (was or {}).items():
        group = now[0].kind.attributes[name].group
        before.setdefault(group, dict(now[0].values(group)))[name] = value
    known |= {now[0].id: before} if before else {}
    found = changed_between(board(*now, since=since(**known)))
    return {part.title: list(part.rows) for part in found.parts}


def figure(value: str, *, provisional: bool = False) -> Reading:
    return Reading(id="f", kpi="k", period="Jan 2021", value=value, provisional=provisional)


class TestActions:
    def test_one_without_a_date_has_none_that_changed(self) -> None:
        red = Action(id="a", ref="1.1", title="Audit", rag=Rag.RED, rationale="Late", evidence="Post")
        assert told(red, was={"rag": Rag.NOT_RATED, "rationale": ""}) == {
            "Ratings": [("Action 1.1 Audit", "○ Not rated", "R ✖ Red", "new", "Late")]
        }

    def test_for_a_rating_without_a_reason_the_evidence_stands(self) -> None:
        blue = Action(id="a", ref="1.1", title="Audit", rag=Rag.BLUE, evidence="Report of May")
        (row,) = told(blue, was={"rag": Rag.GREEN})["Ratings"]
        assert row[-1] == "Report of May"

    @pytest.mark.parametrize(
        ("before", "now", "row"),
        [
            ("", "2021-02-03", ("", "03/02/2021", "")),
            ("2021-02-03", "", ("03/02/2021", "", "")),
            ("2021-02-03", "2021-02-01", ("03/02/2021", "01/02/2021", "−2")),
            ("2021-02-03", "3 February 2021", None),
            ("2021-02-03", "2021-02-03", None),
        ],
    )
    def test_a_date_that_came_went_or_moved_is_told_and_another_spelling_is_not(
        self, before: str, now: str, row: tuple[str, ...] | None
    ) -> None:
        found = told(Action(id="a", ref="1.1", title="Audit", due=now), was={"due": before, "due_reason": "Was"})
        assert [each[1:4] for each in found.get("Dates", [])] == ([] if row is None else [row])

    def test_what_was_added_or_taken_out_is_told_and_what_only_runs_a_meeting_is_not(self) -> None:
        new, gone = Action(id="a", ref="1.1", title="Audit"), Ambition(id="o", ref="2", title="People")
        found = told(new, Meeting(id="m", title="May"), figure("5"), KPI, new=("a", "m", "f", "k"), gone=(gone,))
        assert found == {
            "Added and removed": [
                ("Ambition 2 People", "removed"),
                ("Action 1.1 Audit", "added"),
                ("KPI 2.1 Visits", "added"),
            ]
        }


class TestRisks:
    def test_a_score_that_came_or_went_is_unscored_on_the_other_side(self) -> None:
        here, away = Risk(id="r", ref="R1", title="Late", current="4x3"), Risk(id="r", ref="R1", title="Late")
        assert told(here, was={"current": ""})["Risks"][0][1:4] == ("unscored", "4 × 3", "new")
        assert told(away, was={"current": "4x3"})["Risks"][0][1:4] == (
            "4 × 3",
            "unscored",
            "no longer scored",
        )

    def test_the_other_two_scores_are_named_and_have_their_own_reasons(self) -> None:
        risk = Risk(id="r", ref="R1", title="Late", inherent="5x5", inherent_why="New law", target="")
        found = told(risk, was={"inherent": "", "target": "2x2"})
        assert found == {
            "Risks": [
                ("Risk R1 Late, inherent score", "unscored", "5 × 5", "new", "New law"),
                ("Risk R1 Late, target score", "2 × 2", "unscored", "no longer scored", ""),
            ]
        }

    def test_one_that_was_closed_says_why_and_one_that_is_new_stands_among_what_was_added(self) -> None:
        closed = Risk(
            id="r", ref="R1", title="Late", current="4x3", current_why="Was", state=RiskState.CLOSED, closed_why="Done"
        )
        found = told(closed, was={"state": RiskState.OPEN, "closed_why": ""})
        assert found == {"Risks": [("Risk R1 Late", "4 × 3", "closed", "closed", "Done")]}
        new = Risk(id="n", ref="R2", title="Lost", current="4x3", target="2x2")
        assert told(new, new=("n",)) == {"Added and removed": [("Risk R2 Lost", "added")]}

    def test_one_whose_score_is_as_it_was_is_not_told_though_its_reason_is_new(self) -> None:
        risk = Risk(id="r", ref="R1", title="Late", current="4x3", current_why="Still")
        found = told(risk, was={"current_why": "Was"})
        assert "Risks" not in found


class TestFigures:
    @pytest.mark.parametrize(
        ("was", "now", "row"),
        [
            (("7", False), ("8", False), ("7", "8")),
            (("7", True), ("7", False), ("7 (provisional)", "7")),
            (("", True), ("7", True), ("no figure", "7 (provisional)")),
        ],
    )
    def test_one_that_was_corrected_says_what_it_was(
        self, was: tuple[str, bool], now: tuple[str, bool], row: tuple[str, str]
    ) -> None:
        held = {"value": was[0], "provisional": was[1]}
        found = told(figure(now[0], provisional=now[1]), KPI, was=held)
        assert found["Figures"] == [("2.1 Visits", "Jan 21", *row)]

    def test_those_of_a_kpi_that_is_new_are_told_with_it(self) -> None:
        assert "Figures" not in told(KPI, figure("7"), new=("k", "f"))

    def test_a_kpi_whose_figure_stays_for_another_period_has_moved_on(self) -> None:
        later = Reading(id="g", kpi="k", period="Feb 2021", value="7")
        (row,) = told(KPI, figure("7"), later, new=("g",))["KPIs"]
        assert row[:3] == ("2.1 Visits", "7 (Jan 21)", "7 (Feb 21)")


class TestTheWhole:
    def test_that_nothing_has_changed_is_said_only_where_neither_a_table_nor_a_text_says_otherwise(self) -> None:
        written = Action(id="a", ref="1.1", title="Audit", commentary="Begun.")
        still = board(written, since=since())
        only_text = board(written, since=since(a={"commentary": {"commentary": ""}}))
        only_table = board(written, since=since(new=("a",)))
        for made, told in ((still, True), (only_text, False), (only_table, False), (board(written), False)):
            assert ("Nothing has changed." in what_changed(made)) is told
            assert ("Nothing has changed." in drawn(made)) is told

    def test_days_stand_at_the_right_of_their_column_and_words_at_the_left(self) -> None:
        action = Action(id="a", ref="1.1", title="Audit", due="2021-02-03")
        lines = drawn(board(action, since=since(a={"dates": dict(action.values("dates")) | {"due": "2021-02-01"}})))
        head, row = (next(line for line in lines.split("\n") if word in line) for word in ("Days", "+2"))
        assert row.index("+2") + 2 == head.index("Days") + 4
        assert row.index("01/02/2021") == head.index("Was")


def drawn(made: Board) -> str:
    out = io.StringIO()
    Console(file=out, width=120, no_color=True).print(what_changed_view(made))
    return out.getvalue()


def test_a_plan_without_a_title_has_a_heading() -> None:
    assert what_changed(board(since=since())).startswith("# What changed: Improvement plan\n")
