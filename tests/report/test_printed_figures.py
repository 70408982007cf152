"""Which figures a snapshot prints is known, so that nobody is told of hidden ones that would not have stood there."""

import re
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from boardtui.domain.board.board import Board
from boardtui.domain.records.kinds import Comparator, Kpi, Reading, Record
from boardtui.domain.records.kpis import Series
from boardtui.exchange.samples import make_board, read_sample, sample_names
from boardtui.report.sections.kpis import printed_figures
from boardtui.report.snapshot import snapshot
from tests.domain.making import board_of, current, kpi_of, months, previous_year, trend


def numbered(board: Board) -> Board:
    """The board with a number of its own for each figure."""
    numbers = count(10_000_001)

    def own(record: Record) -> Record:
        if isinstance(record, Comparator):
            return replace(record, value=str(next(numbers)))
        if isinstance(record, Reading):
            numerator, denominator = (
                str(next(numbers)) if part else "" for part in (record.numerator, record.denominator)
            )
            return replace(record, value=str(next(numbers)), numerator=numerator, denominator=denominator)
        return record

    records = {kind: {key: own(record) for key, record in some.items()} for kind, some in board.records.items()}
    return replace(board, records=records)


def figures_in(document: str) -> set[str]:
    # The section on figures that disagree repeats some.
    return set(re.findall(r"\b1[0-9]{7}\b", document.partition("### Figures to check")[0]))


@pytest.mark.parametrize("name", sample_names())
def test_those_of_a_whole_plan_are_the_figures_that_stand_in_its_document(name: str, tmp_path: Path) -> None:
    with make_board(tmp_path / "sample.board", read_sample(name), who="office") as file:
        board = numbered(file.read())
    assert {getattr(record, field) for record, field in printed_figures(board)} == figures_in(snapshot(board))


def test_older_periods_earlier_parts_and_other_years_are_not_printed() -> None:
    kpi: Kpi = kpi_of()
    board = numbered(
        board_of(
            kpi,
            *trend(kpi, months("2019-01", ["3/40 7.5%"] * 9)),
            current(kpi, "2019-08", "4/40 10%"),
            previous_year(kpi, "2016/17", "9%"),
            previous_year(kpi, "2017/18", "8%"),
        )
    )
    printed = printed_figures(board)
    assert {getattr(record, field) for record, field in printed} == figures_in(snapshot(board))
    assert [field for record, field in printed if isinstance(record, Reading)].count("numerator") == 1
    assert sorted(r.period for r, field in printed if isinstance(r, Reading) and field == "value") == [
        *(f"2019-0{month}" for month in range(4, 10)),
    ]
    assert [r.year for r, _ in printed if isinstance(r, Comparator)] == ["2017/18"]
    assert not any(isinstance(r, Reading) and r.series is Series.CURRENT for r, _ in printed), "a newer month is there"
