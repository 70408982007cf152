"""The chart of a KPI: what is drawn, and what is only told because it would press the figures flat."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console, RenderableType

from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.report.palette import palette
from boardtui.settings.theme_files import load_themes
from boardtui.ui.kpis import chart as kpi_chart
from boardtui.ui.kpis.chart import chart, round_ticks
from boardtui.ui.kpis.scorecard import KpiTable
from tests.domain.making import board_of, kpi_of, months, previous_year, trend
from tests.ui.conftest import opened, press
from tests.ui.kpi_boards import scorecard
from tests.ui.rest import until


def drawn(tmp_path: Path, before: str, *figures: str, width: int = 80) -> list[str]:
    """The lines of a chart with such a figure of the previous year."""
    kpi = kpi_of("2.1", polarity="high", minimum="90%", upper="95%")
    board = board_of(kpi, *trend(kpi, months("2018-09", figures)), previous_year(kpi, "2017/18", before))
    themes, _ = load_themes(tmp_path)
    found = chart(Scorecard().rows(board)[0], palette(themes[0]), width, 14)
    assert found is not None
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(found)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(("before", "told"), [("62.3%", "↓ previous year 2017/18 62.3%"), ("140%", "↑ previous year")])
def test_a_comparison_far_off_is_told_and_does_not_press_the_figures_flat(
    tmp_path: Path, before: str, told: str
) -> None:
    lines = drawn(tmp_path, before, "97.3%", "98.3%", "97.5%", "97.0%")
    assert told in " ".join(lines)
    assert not any("ˣ" in line for line in lines)
    # The scale ends where figures and targets do.
    scale = [float(line.split("┤")[0]) for line in lines if "┤" in line]
    assert (min(scale), max(scale)) == (90.0, 100.0)


@pytest.mark.parametrize(("before", "off"), [("110%", ""), ("110.1%", "↑"), ("80%", ""), ("79.9%", "↓")])
def test_a_comparison_is_drawn_up_to_as_far_off_as_figures_and_targets_reach(
    tmp_path: Path, before: str, off: str
) -> None:
    lines = " ".join(drawn(tmp_path, before, "97%", "100%", "98%"))
    assert f"{off or 'ˣˣ'} previous year 2017/18 {before}" in lines
    assert ("ˣˣˣˣ" in lines) is (off == "")


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (39, 85, 6, [30, 40, 50, 60, 70, 80, 90]),
        (97.0, 98.3, 5, [97, 97.5, 98, 98.5]),
        (0, 1, 3, [0, 0.5, 1]),
        (2130, 2995, 4, [2000, 2250, 2500, 2750, 3000]),
        (5, 5, 3, [4, 5, 6]),
        (-12, 30, 5, [-20, -10, 0, 10, 20, 30]),
        (98, 117, 2, [80, 100, 120]),
    ],
)
def test_the_numbers_beside_a_chart_are_round_and_everything_lies_between_them(
    low: float, high: float, most: int, ticks: list[float]
) -> None:
    assert round_ticks(low, high, most) == ticks


@pytest.mark.parametrize("figures", [("39", "51", "60", "66"), ("0", "1"), ("-3", "4"), ("310", "322"), ("7", "7")])
def test_in_a_low_chart_every_row_has_its_number_and_the_scale_ends_near_the_figures(
    tmp_path: Path, figures: tuple[str, ...]
) -> None:
    kpi = kpi_of("1.2")
    row = Scorecard().rows(board_of(kpi, *trend(kpi, months("2018-09", figures))))[0]
    low, high = min(map(float, figures)), max(map(float, figures))
    for height in range(6, 12):
        found = chart(row, palette(load_themes(tmp_path)[0][0]), 40, height)
        assert found is not None
        out = io.StringIO()
        Console(file=out, width=40, color_system=None).print(found)
        framed = [line for line in out.getvalue().splitlines() if "│" in line or "┤" in line]
        numbers = [float(line.partition("┤")[0]) for line in framed if "┤" in line]
        assert len(numbers) == len(framed) == height - 3
        (step,) = {round(above - below, 6) for above, below in pairwise(numbers)}
        assert numbers[-1] <= low <= high <= numbers[0]
        assert low < 0 or numbers[-1] >= 0, "a scale does not go below nothing where no figure does"
        assert sum(low - step <= number <= high + step for number in numbers) >= 3


def test_a_comparison_near_the_figures_is_drawn(tmp_path: Path) -> None:
    lines = drawn(tmp_path, "91%", "97.3%", "98.3%", "97.5%", "97.0%")
    assert sum("ˣˣˣˣ" in line for line in lines) == 1
    assert "ˣˣ previous year 2017/18 91%" in " ".join(lines)


@pytest.mark.parametrize(
    ("figures", "width", "height", "drawn_at_all"),
    [
        (["5", "6"], 24, 6, True),
        (["5", "6"], 23, 6, False),
        (["5", "6"], 24, 5, False),
        (["5"], 80, 20, False),
        (["5", "n/a"], 80, 20, False),
        (["5", "n/a", "6"], 80, 20, True),
    ],
)
def test_what_is_too_little_to_draw_or_has_too_little_room_is_not_drawn(
    tmp_path: Path, figures: list[str], width: int, height: int, drawn_at_all: bool
) -> None:
    kpi = kpi_of("1.2")
    row = Scorecard().rows(board_of(kpi, *trend(kpi, months("2018-09", figures))))[0]
    found = chart(row, palette(load_themes(tmp_path)[0][0]), width, height)
    assert (found is not None) is drawn_at_all


@pytest.mark.parametrize(
    ("width", "latest", "told"),
    [(80, 0, ""), (49, 0, "latest 19 of 20"), (50, 0, ""), (80, 8, "latest 8 of 20"), (24, 12, "latest 7 of 20")],
)
def test_as_many_of_the_latest_periods_are_drawn_as_have_room_or_are_wanted(
    tmp_path: Path, width: int, latest: int, told: str
) -> None:
    kpi = kpi_of("1.2")
    row = Scorecard().rows(board_of(kpi, *trend(kpi, months("2018-09", [str(n % 4) for n in range(20)]))))[0]
    found = chart(row, palette(load_themes(tmp_path)[0][0]), width, 20, latest=latest)
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(found)
    assert told in out.getvalue() and ("latest" in out.getvalue()) is bool(told)


def test_figures_that_are_all_the_same_are_drawn_with_what_they_are_compared_with(tmp_path: Path) -> None:
    kpi = kpi_of("1.2")
    board = board_of(kpi, *trend(kpi, months("2018-09", ["5", "5"])), previous_year(kpi, "2017/18", "9"))
    found = chart(Scorecard().rows(board)[0], palette(load_themes(tmp_path)[0][0]), 80, 14)
    out = io.StringIO()
    Console(file=out, width=80, color_system=None).print(found)
    assert "ˣˣˣˣ" in out.getvalue()


def test_it_is_compared_with_three_at_most_each_with_its_own_mark(tmp_path: Path) -> None:
    kpi = kpi_of("1.2")
    others = [previous_year(kpi, year, str(value)) for value, year in enumerate(("a", "b", "c", "d"), start=6)]
    board = board_of(kpi, *trend(kpi, months("2018-09", ["5", "9", "n/a", "8"])), *others)
    found = chart(Scorecard().rows(board)[0], palette(load_themes(tmp_path)[0][0]), 80, 14)
    out = io.StringIO()
    Console(file=out, width=80, color_system=None).print(found)
    told = " ".join(out.getvalue().split())
    assert "ˣˣ previous year a 6" in told and "°° previous year b 7" in told and "¨¨ previous year c 8" in told
    assert "previous year d" not in told


def test_a_chart_is_drawn_once_for_its_room_and_its_theme(tmp_path: Path) -> None:
    kpi, other = kpi_of("1.2"), kpi_of("1.3")
    rows = Scorecard().rows(
        board_of(*(each for of in (kpi, other) for each in (of, *trend(of, months("2018-09", ["5", "6", "7"])))))
    )
    first, second = (palette(theme) for theme in load_themes(tmp_path)[0][:2])
    drawn_first = chart(rows[0], first, 80, 14)
    assert chart(rows[0], first, 80, 14) is drawn_first
    others = [chart(rows[0], second, 80, 14), chart(rows[0], first, 60, 14), chart(rows[1], first, 80, 14)]
    assert all(each is not None and each is not drawn_first for each in others)


@pytest.mark.parametrize("width", range(40, 100, 7))
def test_no_mark_of_the_legend_is_parted_from_its_words(tmp_path: Path, width: int) -> None:
    lines = drawn(tmp_path, "91%", "97.3%", "98.3%", "97.5%", "97.0%", "96.1%", "97.2%", width=width)
    assert len(lines) == 14
    legend = " ".join(f" {line} " for line in lines[-4:])
    for words in ("━━ upper target 95% ", "╍╍ minimum 90% ", "── mean ", "┈┈ limits ", "ˣˣ previous year 2017/18 91% "):
        assert f" {words}" in legend


async def test_the_charts_beside_the_cursor_are_drawn_before_anybody_goes_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_of: list[str] = []
    draw = kpi_chart._chart

    def counted(row: KpiRow, *how: Any) -> RenderableType | None:
        drawn_of.append(row.record.ref)
        return draw(row, *how)

    monkeypatch.setattr(kpi_chart, "_chart", counted)
    scorecard(tmp_path / "a.board")
    async with opened(tmp_path / "a.board") as pilot:
        await press(pilot, "4", "down")
        table = pilot.app.query_one(KpiTable)
        here, beside = table.item.record.ref, [row.record.ref for row in table.beside]
        assert len({here, *beside}) == 3
        assert await until(pilot, lambda: {here, *beside} <= set(drawn_of))  # no keys have come for a moment
        drawn_of.clear()
        await press(pilot, "up")
        assert table.item.record.ref in beside
        await press(pilot, "down", "down")
        assert table.item.record.ref in beside
        assert not {here, *beside} & set(drawn_of)
