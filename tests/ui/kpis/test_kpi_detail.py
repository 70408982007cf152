"""The detail of a KPI, word for word at the widths at which it is laid out in another way.

After a change that is meant: `pytest tests/ui/kpis/test_kpi_detail.py --snapshot-update`.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from rich.console import Console, RenderableType
from rich.style import Style

from boardtui.domain.board.board import Board
from boardtui.domain.kpis.scorecard_blocks import KpiRow, Scorecard
from boardtui.domain.records.kinds import Action, Ambition, Comparator, Rebase, Risk, TargetChange
from boardtui.domain.records.kpis import Basis, Frequency, Polarity
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette, palette
from boardtui.settings.theme_files import load_themes
from boardtui.ui.kpis.detail import kpi_detail
from tests.domain.boards import since
from tests.domain.making import board_of, current, kpi_of, months, previous_year, trend

TODAY = date(2021, 3, 2)
TARGETS: dict[str, Any] = {
    "polarity": Polarity.HIGH,
    "minimum": "90%",
    "upper": "95%",
    "frequency": Frequency.MONTHLY,
}
FULL = kpi_of("2.1", **TARGETS, lead="Head of Service", unit="percent", definition="In a day.", commentary="Down.")
SHORT = kpi_of("2.2", **{**TARGETS, "minimum": "", "basis": Basis.YEAR_TO_DATE})
LOW = kpi_of("2.3", polarity=Polarity.LOW, minimum="20%", upper="15%")
COUNT = kpi_of("2.4", title="")
EMPTY = kpi_of("2.5", polarity=Polarity.NEAR, upper="8")
FAR = kpi_of("2.6", **TARGETS)
STEADY = ["91%", "93%", "92%", "91%", "94%", "92%", "93%", "91%", "92%", "94%", "93%", "92%", "91%"]


def made() -> Board:
    """A KPI of everything that can be said of one, and some of which little can be said."""
    figures = trend(FULL, months("2019-01", [*STEADY, "70%", "92%", "93%", "45/50 90%", "c"]))
    figures[-2] = replace(figures[-2], note="late return of two teams", provisional=True)
    figures[-3] = replace(figures[-3], conflicts=("value",))
    latest = trend(FULL, {"2021-02": "99%", "2031-01": "99%"})
    latest[1] = replace(latest[1], changed_at="2021-02-10T09:00:00Z")
    headline = Ambition(id="a1", ref="1", title="Leaders")
    return board_of(
        replace(FULL, ambition="a1", conflicts=("title",)),
        replace(SHORT),
        LOW,
        COUNT,
        EMPTY,
        FAR,
        headline,
        Action(id="x1", ref="1.1", title="Coaching", rag=Rag.AMBER, links=(FULL.id,)),
        Risk(id="r1", ref="CIP06", title="Cover", current="4x3", links=(FULL.id,)),
        Risk(id="r2", ref="CIP07", title="Funding", current="9x9", links=(FULL.id,)),
        *figures,
        *latest,
        current(FULL, "2020-06", "90%"),
        previous_year(FULL, "2018/19", "88%"),
        Comparator(id="c2", kpi=FULL.id, title="England", year="2018/19", value="n/a", provisional=True),
        Comparator(id="c3", kpi=FULL.id, title="Region", year="", value=""),
        Rebase(id="b1", kpi=FULL.id, period="2019-07", reason="new front door"),
        Rebase(id="b2", kpi=FULL.id, period="someday"),
        TargetChange(
            id="t1", kpi=FULL.id, since="2020-01", polarity=Polarity.HIGH, minimum="91%", reason="asked for more"
        ),
        *trend(SHORT, months("2020-10", ["91%", "89%", "92%"])),
        *trend(LOW, months("2019-01", ["19%", "n/a", "17%", "", "14%", "15%", "16%", "15%", "14%", "15%", "16%"])),
        *trend(COUNT, {"2020-11-12": "310", "2021-01-26": "322", "2021-02-26": "322"}),
        *trend(FAR, months("2020-09", ["97%", "98%", "97%"])),
        previous_year(FAR, "2019/20", "20%"),
        Comparator(id="c4", kpi=FAR.id, title="Best", year="2019/20", value="180%"),
        since=replace(since(), before={latest[0].id: {"figure": {"value": "88%"}}}),
    )


BOARD = made()
ROWS: dict[str, KpiRow] = {row.record.ref: row for row in Scorecard().rows(BOARD)}


def detail(ref: str, width: int, height: int, *, in_full: bool, colours: Palette) -> RenderableType:
    """The detail of one of the KPIs in a pane."""
    return kpi_detail(BOARD, ROWS[ref], colours, width=width, height=height, today=TODAY, in_full=in_full)


@pytest.fixture
def colours(tmp_path: Path) -> Palette:
    """Those of the first theme."""
    return palette(load_themes(tmp_path)[0][0])


@pytest.mark.parametrize(
    ("width", "height", "in_full"),
    [
        (40, 20, False),
        (60, 20, False),
        (80, 40, True),
        (109, 22, True),
        (110, 26, True),
        (150, 34, False),
        (190, 14, False),
    ],
)
def test_all_that_is_to_be_said_of_a_kpi_is_said(
    snapshot: object, colours: Palette, width: int, height: int, in_full: bool
) -> None:
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None)
    for ref in ROWS:
        console.print(detail(ref, width, height, in_full=in_full, colours=colours))
    assert "\n".join(line.rstrip() for line in out.getvalue().splitlines()) == snapshot


def test_each_part_of_it_has_the_colour_of_what_it_means(snapshot: object) -> None:
    names = ["muted", "strong", "heading", "accent", "warning", "error", "success", "mark-better", "mark-worse"]
    names += ["rag-red", "rag-amber", "rag-green", "rag-not-rated", "band-high", "mark-same"]
    by_colour = {Color.from_rgb(place, 0, 0): name for place, name in enumerate(names, start=1)}
    colours = Palette({name: Style(color=colour) for colour, name in by_colour.items()})
    console = Console(file=io.StringIO(), width=78, color_system="truecolor")
    said = []
    for ref in ROWS:
        for line in console.render_lines(detail(ref, 78, 20, in_full=False, colours=colours), pad=False):
            parts = []
            for segment in line:
                style = segment.style or Style()
                name = by_colour.get(style.color, "") if style.color is not None else ""
                sign = "*" if style.bold else ""
                parts.append(f"{sign}{name}[{segment.text}]" if name or sign else segment.text)
            said.append("".join(parts).rstrip())
    assert "\n".join(said) == snapshot
