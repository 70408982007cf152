"""The register of risks: its columns, its ready filters, its orders, and what is told of what is done there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boardtui.domain.board.board import Board, Since
from boardtui.domain.records.kinds import Meeting, Risk
from boardtui.domain.records.risks import Response, RiskState
from boardtui.ui.risks.risks import register, register_columns, register_filters
from tests.domain.making import board_of
from tests.ui.conftest import STYLES, opened, press, seen, toasts, values_of, write
from tests.ui.risk_board import make

TODAY = date(2021, 3, 2)
APPETITE = "workforce: cautious 9\nsystems: open 12"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def risk(ref: str = "R1", **values: Any) -> Risk:
    return Risk(id=ref, ref=ref, **{"title": f"About {ref}", **values})


def shown(a_risk: Risk, width: int, *, since: Since | None = None) -> dict[str, str]:
    """What the columns say of a risk that a table of some width has."""
    a_board = board_of(a_risk, appetite=APPETITE, since=since)
    found: dict[str, str] = {}
    for column in register_columns(a_board, TODAY):
        if column.from_width <= width <= column.to_width:
            cell = column.cell(a_risk)
            assert isinstance(cell, str) or {piece.style for piece in cell} <= STYLES
            assert column.label not in found
            found[column.label] = cell if isinstance(cell, str) else "".join(piece.text for piece in cell)
    return found


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (30, 39, "Ref, Risk, Score, Review"),
        (40, 55, "Ref, Risk, Score, Since"),
        (56, 65, "Ref, Risk, Current score, Since, Tolerance"),
        (66, 89, "Ref, Risk, Current score, Since, Tolerance, Next review"),
        (90, 95, "Ref, Risk, Current score, Since, Tolerance, Owner, Next review"),
        (96, 200, "Ref, Risk, Current score, Since, Tolerance, Owner, Response, Next review"),
    ],
)
def test_as_many_columns_are_shown_as_fit(first: int, last: int, labels: str) -> None:
    assert ", ".join(shown(risk(), first)) == ", ".join(shown(risk(), last)) == labels


@pytest.mark.parametrize(
    ("values", "wide", "narrow"),
    [
        ({"current": "4x3"}, " 12 high ", " 12 "),
        ({"current": "4x3", "category": "workforce"}, " 12 high  !", " 12  !"),
        ({"current": "3x3", "category": "workforce"}, " 9 high ", " 9 "),
        ({}, "unscored", "–"),
        ({"current": "6x1"}, "⚠ 6×1 off the map", "⚠ 6×1"),
        ({"current": "4x3", "state": RiskState.CLOSED}, "closed", "closed"),
    ],
)
def test_the_score_has_its_band_where_there_is_room_and_a_mark_above_tolerance(
    values: dict[str, Any], wide: str, narrow: str
) -> None:
    assert (shown(risk(**values), 80)["Current score"], shown(risk(**values), 50)["Score"]) == (wide, narrow)


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ({}, {"Tolerance": "–", "Owner": "–", "Response": "–", "Next review": "–"}),
        ({"category": "Systems", "current": "4x4"}, {"Tolerance": "over 12"}),
        ({"category": "Systems", "current": "4x3"}, {"Tolerance": "12"}),
        ({"owner": "Head", "response": Response.TREAT}, {"Owner": "Head", "Response": "treat"}),
        ({"next_review": "2021-03-03"}, {"Next review": "03/03/2021"}),
        ({"next_review": "2021-03-02"}, {"Next review": "02/03/2021 !"}),
        ({"next_review": "2021-03-01", "state": RiskState.CLOSED}, {"Next review": "01/03/2021"}),
        ({"next_review": "31/06/2021"}, {"Next review": "⚠ 31/06/2021"}),
        ({"next_review": "Spring 2021"}, {"Next review": "⚠ Spring 2021"}),
    ],
)
def test_what_the_other_columns_say(values: dict[str, Any], cells: dict[str, str]) -> None:
    found = shown(risk(**values), 120)
    assert {label: found[label] for label in cells} == cells


def test_the_highest_score_comes_first_then_what_has_none_and_at_the_end_what_is_closed() -> None:
    risks = [
        risk("A", current="1x1"),
        risk("B"),
        risk("C", current="5x5", state=RiskState.CLOSED),
        risk("D", current="4x3"),
        risk("E", current="3x4"),
        risk("F", state=RiskState.CLOSED),
    ]
    assert "".join(each.ref for each in register(board_of(*risks))) == "DEABCF"


def test_each_ready_filter_keeps_what_it_says_and_nothing_that_is_closed_but_the_last() -> None:
    closed = {"state": RiskState.CLOSED}
    risks = [
        risk("A", current="4x3", category="workforce", next_review="2021-03-02"),
        risk("B", current="3x3", category="workforce", next_review="2021-03-03"),
        risk("C"),
        risk("D", current="5x5", category="workforce", next_review="2021-03-01", **closed),
        risk("E", **closed),
    ]
    before = {"A": {"current": {"current": "3x3"}}, "B": {"current": {"current": "4x4"}}}
    since = Since(Meeting(id="jan"), {**before, "D": {"current": {"current": "1x1"}, "state": {"state": "open"}}})
    a_board: Board = board_of(*risks, since=since, appetite=APPETITE)
    kept = {label: "".join(r.ref for r in risks if keeps(a_board, r)) for label, keeps, _ in register_filters(TODAY)}
    assert kept == {
        **{"open": "ABC", "above tolerance": "A", "worsened": "A", "review due": "A"},
        **{"unscored": "C", "closed": "DE"},
    }


async def test_it_is_sorted_by_what_people_look_for_and_what_is_not_stated_comes_last(board: Path) -> None:
    orders = {
        "current score": ["CIP01", "CIP02", "CIP03", "CIP06", "CIP08"],
        "ref": ["CIP01", "CIP02", "CIP03", "CIP06", "CIP08"],
        "owner": ["CIP03", "CIP01", "CIP02", "CIP06", "CIP08"],
        "next review": ["CIP01", "CIP02", "CIP03", "CIP06", "CIP08"],
        "category": ["CIP02", "CIP01", "CIP06", "CIP03", "CIP08"],
    }
    async with opened(board) as pilot:
        await press(pilot, "5", "tab")
        for order, refs in orders.items():
            assert [row.item.ref for row in pilot.app.item_screen.table._rows if row.item] == refs  # type: ignore[attr-defined]
            assert (f"by {order}" in seen(pilot)) is (order != "current score")
            await press(pilot, "s")


async def test_a_mitigation_goes_from_step_to_step_says_which_and_begins_again(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "5", "n", "n", "n", "enter", "tab")
        for step, told in (
            ("stopped", "stopped"),
            ("", "without a status"),
            ("not started", "not started"),
            ("in progress", "in progress"),
            ("complete", "complete"),
        ):
            await press(pilot, "space")
            assert f"Map stakeholders: {told} · u undoes" in toasts(pilot)
            assert values_of(board, "m1", "progress")["progress"] == step
            pilot.app.clear_notifications()


async def test_closing_and_opening_again_say_what_was_done_and_each_wants_its_reason(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "5", "c", "enter")
        assert "Say why: it stays in the register, closed, with the reason." in " ".join(seen(pilot).split())
        await write(pilot, "Filled")
        await press(pilot, "enter")
        assert "CIP01 closed and kept: f shows the closed ones · u undoes" in toasts(pilot)
        await press(pilot, *["f"] * 5, "tab", "c")
        assert "Why open CIP01 again?" in seen(pilot)
        await press(pilot, "enter")
        assert "open again, with the reason." in " ".join(seen(pilot).split())
        await write(pilot, "They left")
        await press(pilot, "enter")
        assert "CIP01 open again · u undoes" in toasts(pilot)
