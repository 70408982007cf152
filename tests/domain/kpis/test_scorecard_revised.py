"""A scorecard that follows a board from edit to edit is the scorecard of a board that was read as a whole."""

from __future__ import annotations

import gc
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.kpis.readings import Stated
from boardtui.domain.kpis.scorecard import KpiView, standing
from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.kpis.words import figure
from boardtui.domain.records.kinds import Kpi, Reading, Record, TargetChange
from boardtui.domain.records.kpis import Frequency, Polarity, Series
from tests.domain.making import board_of, kpi_of, months, new_id, trend

TODAY = date(2021, 3, 2)
PERIODS = ("2021-01", "2021-02", "2010-11", "2020/21 Q1", "2020/21", "2031-05", "soon", "2021-03-04")
FIGURES = ("5%", "97.8%", "1,234,567 exc Dec", "12345678", "c", "")


def edited(board: Board, *changed: Record) -> Board:
    """A board once some records are others, or are there; those without a value are gone."""
    touched: dict[str, dict[str, Record | None]] = {}
    for each in changed:
        touched.setdefault(each.kind.name, {})[each.id] = None if each.conflicts else each
    return board.revised(touched, since=board.since, redatings={}, commented={}, reported={}, edition=board.edition + 1)


def gone(record: Record) -> Record:
    return replace(record, conflicts=("life",))  # as `edited` above reads it


def told(card: Scorecard, board: Board) -> list[dict[str, Any]]:
    """All that a table is drawn from."""
    return [
        {
            "ref": row.record.ref,
            "heading": row.group_block.heading,
            "by status": list(row.group_block.make_up.items()),
            "alike": list(row.family_block.make_up.items()),
            "alike are": [each.record.ref for each in row.family_block.rows],
            "periods": [str(each) for each in row.family_block.family.periods],
            "longest": (row.family_block.family.longest, card.longest_number),
            "status": row.view.status,
            "movement": row.movement.change,
            "readings": [each.record for each in row.view.readings()],
            "columns": {str(period): each.record for period, each in row.by_period.items()},
            "findings": row.findings(TODAY),
        }
        for row in card.rows(board)
    ]


def _change(board: Board, chance: random.Random) -> Record:
    kpis, readings = board.all(Kpi), board.all(Reading)
    kpi = chance.choice(kpis)
    figure = Reading(
        id=new_id(),
        created=board.edition + 1_000,
        changed_at=chance.choice(("2021-04-01T09:00:00Z", "", "2032-01-01T09:00:00Z")),
        kpi=kpi.id,
        series=chance.choice((Series.PERIOD, Series.PERIOD, Series.CURRENT)),
        period=chance.choice(PERIODS),
        value=chance.choice(FIGURES),
    )
    match chance.randrange(9):
        case 0 | 1 | 2 if readings:
            return replace(chance.choice(readings), value=chance.choice(FIGURES), changed_at=figure.changed_at)
        case 3 if readings:
            return gone(chance.choice(readings))
        case 4 if readings:
            return replace(chance.choice(readings), kpi=kpi.id)
        case 5:
            return replace(kpi, **chance.choice(_OTHERWISE))
        case 6:
            return TargetChange(id=new_id(), kpi=kpi.id, since="2021-01", polarity=Polarity.HIGH, minimum="50%")
        case 7 if len(kpis) > 2:
            return chance.choice((gone(kpi), replace(kpi_of("9"), created=board.edition + 1_000)))
    return figure


_OTHERWISE: tuple[Mapping[str, Any], ...] = (
    {"group": "Health"},
    {"position": 3},
    {"ref": "0.1"},
    {"title": "Another"},
    {"frequency": Frequency.IRREGULAR},
    {"frequency": Frequency.YEARLY},
)


@pytest.mark.parametrize("seed", range(8))
def test_after_any_edits_it_is_that_of_a_board_read_as_a_whole(seed: int) -> None:
    chance = random.Random(seed)
    kpis = [kpi_of(str(number), group=("Visits", "Plans")[number % 2]) for number in range(6)]
    board = board_of(*kpis, *(each for kpi in kpis[:4] for each in trend(kpi, months("2020-11", ["5%", "97.8%"]))))
    card = Scorecard()
    followed = 0
    for _ in range(60):
        layout = card.layout
        told(card, board)
        followed += layout is card.layout
        board = edited(board, *(_change(board, chance) for _ in range(chance.choice((1, 1, 1, 2)))))
        whole = Board(board.profile, board.records, board.since)
        assert told(card, board) == told(Scorecard(), whole)
        for row in card.rows(board):
            # The columns follow from the readings as they stand, and are those that all that is known of them gives.
            assert row.periods == {period for period in row.by_period if period.kind is row.kind}
            assert row.extent.longest_figure == max((len(figure(each)) for each in row.view.readings()), default=0)
    assert followed > 10  # it is not laid out anew each time


def _many() -> tuple[Board, list[Kpi]]:
    kpis = [kpi_of(f"{number}", group="Visits", polarity=Polarity.HIGH, upper="90%") for number in range(40)]
    figures = [each for kpi in kpis for each in trend(kpi, months("2018-01", ["95.5%"] * 36))]
    return board_of(*kpis, *figures), kpis


def test_only_the_rows_of_kpis_that_were_edited_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    board, kpis = _many()
    card = Scorecard()
    before = {row.record.id: row for row in card.rows(board)}
    block, layout = card.rows(board)[0].group_block, card.layout
    assert list(block.make_up.values()) == [40]
    latest = board.owned(Reading, kpis[7].id)[-1]
    asked = list[str]()
    made = KpiRow.__init__

    def noted(row: KpiRow, view: KpiView) -> None:
        asked.append(view.kpi.ref)
        made(row, view)

    monkeypatch.setattr(KpiRow, "__init__", noted)
    board = edited(board, replace(latest, value="12.5%"))
    rows = card.rows(board)
    assert asked == ["7"]
    assert [row.record.ref for row in rows if row is not before[row.record.id]] == ["7"]
    assert card.layout is layout
    assert sorted(block.make_up.values()) == [1, 39]
    assert all(row.view.board is board for row in rows), "none keeps the board that was before"


def test_laying_out_the_scorecard_makes_nothing_of_the_readings_of_kpis_that_nobody_looks_at() -> None:
    board, kpis = _many()
    for kpi in kpis:
        standing(board, kpi)  # as the overview has asked already
    made = _readings_made()
    card = Scorecard()
    rows = card.rows(board)
    assert [row.group_block.heading for row in rows] == ["Visits"] * 40
    assert sum(rows[0].group_block.make_up.values()) == 40
    assert _readings_made() == made
    assert len({id(row.periods) for row in rows}) == 1, "the same periods are kept once"
    for row in rows:
        row.work_out(TODAY)
    assert all(row.variation is not None for row in rows)
    assert _readings_made() <= made + 2 * len(rows), "their readings are not kept, but for the latest"


def _readings_made() -> int:
    gc.collect()
    return sum(1 for each in gc.get_objects() if type(each) is Stated)
