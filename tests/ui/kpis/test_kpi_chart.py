"""The chart of a KPI: what is drawn, and what is only told because it would press the figures flat."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from boardtui.domain.kpis.scorecard_blocks import Scorecard
from boardtui.report.palette import palette
from boardtui.settings.theme_files import load_themes
from boardtui.ui.kpis.chart import chart, round_ticks
from tests.domain.making import board_of, kpi_of, months, previous_year, trend


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


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (39, 85, 6, [30, 40, 50, 60, 70, 80, 90]),
        (97.0, 98.3, 5, [97, 97.5, 98, 98.5]),
        (0, 1, 3, [0, 0.5, 1]),
        (2130, 2995, 4, [2000, 2250, 2500, 2750, 3000]),
        (5, 5, 3, [4, 5, 6]),
        (-12, 30, 5, [-20, -10, 0, 10, 20, 30]),
    ],
)
def test_the_numbers_beside_a_chart_are_round_and_everything_lies_between_them(
    low: float, high: float, most: int, ticks: list[float]
) -> None:
    assert round_ticks(low, high, most) == ticks


def test_a_comparison_near_the_figures_is_drawn(tmp_path: Path) -> None:
    lines = drawn(tmp_path, "91%", "97.3%", "98.3%", "97.5%", "97.0%")
    assert sum("ˣˣˣˣ" in line for line in lines) == 1
    assert "ˣˣ previous year 2017/18 91%" in " ".join(lines)


def test_figures_that_are_all_the_same_are_drawn_with_what_they_are_compared_with(tmp_path: Path) -> None:
    kpi = kpi_of("1.2")
    board = board_of(kpi, *trend(kpi, months("2018-09", ["5", "5"])), previous_year(kpi, "2017/18", "9"))
    found = chart(Scorecard().rows(board)[0], palette(load_themes(tmp_path)[0][0]), 80, 14)
    out = io.StringIO()
    Console(file=out, width=80, color_system=None).print(found)
    assert "ˣˣˣˣ" in out.getvalue()


@pytest.mark.parametrize("width", range(40, 100, 7))
def test_no_mark_of_the_legend_is_parted_from_its_words(tmp_path: Path, width: int) -> None:
    lines = drawn(tmp_path, "91%", "97.3%", "98.3%", "97.5%", "97.0%", "96.1%", "97.2%", width=width)
    assert len(lines) == 14
    legend = " ".join(f" {line} " for line in lines[-4:])
    for words in ("━━ upper target 95% ", "╍╍ minimum 90% ", "── mean ", "┈┈ limits ", "ˣˣ previous year 2017/18 91% "):
        assert f" {words}" in legend
