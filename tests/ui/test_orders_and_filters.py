"""What each screen lists, and in what order, as its keys go through its orders and its ready filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from boardtui.domain.records.edits import Change
from boardtui.store.board_file import BoardFile
from tests.ui.conftest import CHAIR, change, identity, lines, opened, press, ready, seen, settle, toasts
from tests.ui.council_board import AFTER, make
from tests.ui.kpi_boards import readings, scorecard


def _build(place: Path) -> None:
    make(place)
    with BoardFile.open(place, clock=lambda: AFTER) as file:
        further = [
            Change(file.read().profile.id, "board", {"stale_days": 45, "due_days": 20}),
            change("action", "2.3", ref="2.3", ambition=identity("a2"), title="Rounds", lead=CHAIR, rag="amber"),
            change("action", "9.1", ref="9.1", title="Of no ambition", lead="adviser", due="2021-05-01"),
            change("action", "1.10", due="2020-11-30", lead="Zoo keeper"),
            change("ambition", "a2", lead="Adviser"),
            change("ambition", "a3", lead=""),
            change("risk", "r7", ref="CIP07", title="Funding", current="2x2", owner="Adviser"),
            change("next_step", "s1", lead="Adviser"),
        ]
        for each in further:
            file.write([each], who="Adviser", at=AFTER)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return ready(tmp_path / "plan.board", _build)


def listed(pilot: Pilot[Any]) -> str:
    """What the table lists: a word for each record, and headings after a sign."""
    screen = pilot.app.item_screen  # type: ignore[attr-defined]
    said = []
    for row in screen.table.rows:
        record = screen.record(row.item) if row.key else None
        name = next(filter(None, (getattr(record, each, "") for each in ("ref", "title", "text"))), "")
        said.append(f"#{row.heading}" if record is None else name.split()[0])
    return " ".join(said)


async def through(pilot: Pilot[Any], key: str, count: int) -> list[str]:
    """What is listed each time that a key is pressed."""
    found = []
    for _ in range(count):
        await press(pilot, key)
        found.append(listed(pilot))
    return found


LEADERS, GOOD, PARTNERS = (
    "#Ambition 1 Leaders [SEND] plan | a [/",
    "#Ambition 2 Practice is good",
    "#Ambition 3 Partners",
)
IN_ORDER = f"{LEADERS} 1.1 1.2 1.10 {GOOD} 2.1 2.2 2.3 {PARTNERS} 3.1 #No ambition 9.1"
PAPERS = (
    "#The paper Improvement #Key message Most #Could do better Fewer #Priorities Workforce #Next steps · Workforce "
    "Retention #Milestones Launch Survey Monitoring #Budget Transformation #Decisions Report #Challenges What "
    "#Actions arising Bring #Task and finish groups · ambition 1 Audit"
)


@pytest.mark.parametrize(
    ("screen", "orders"),
    [
        (
            "1",
            [
                ("by kind", "1.2 1.1 2 What 4.7 CIP06"),
                ("by lead", "2 1.2 CIP06 1.1 4.7 What"),
                ("by due date", "1.2 1.1 4.7 CIP06 2 What"),
                ("f:▸exceptions", "1.2 4.7 CIP06 1.1 2 What"),
            ],
        ),
        (
            "2",
            [
                ("by most red and amber first", "1 2 3"),
                ("by rating, worst first", "2 1 3"),
                ("by lead", "2 1 3"),
                ("3 ambitions", "1 2 3"),
            ],
        ),
        (
            "3",
            [
                ("by rating, worst first", "1.2 3.1 1.1 2.3 2.2 1.10 2.1 9.1"),
                ("by due date", "1.10 3.1 1.2 2.2 1.1 9.1 2.1 2.3"),
                ("by slippage, most first", "1.2 1.1 1.10 2.1 2.2 2.3 3.1 9.1"),
                ("by lead", "9.1 1.1 1.2 2.3 2.1 2.2 1.10 3.1"),
                ("8 actions · f:", IN_ORDER),
            ],
        ),
        (
            "7",
            [
                (
                    "by date",
                    "Launch Report Survey Bring Retention Improvement Most Fewer Workforce Monitoring Transformation "
                    "What Audit",
                ),
                (
                    "by who",
                    "Retention Report Bring Audit Improvement Most Fewer Workforce Launch Survey Monitoring "
                    "Transformation What",
                ),
                ("13 entries · f:", PAPERS),
            ],
        ),
    ],
)
async def test_s_goes_through_the_orders_says_which_it_is_and_comes_back_to_the_first(
    board: Path, screen: str, orders: list[tuple[str, str]]
) -> None:
    async with opened(board, size=(160, 40)) as pilot:
        await press(pilot, screen)
        for said, order in orders:
            await press(pilot, "s")
            assert said in seen(pilot)
            assert listed(pilot) == order, said


@pytest.mark.parametrize(
    ("screen", "filters"),
    [
        (
            "1",
            [
                (
                    "changed 11",
                    "#Worse 4.7 CIP06 1.1 #Moved to another date 1.10 #New 2.3 9.1 CIP07 "
                    "#Updated 2 2.2 Retention Fewer",
                ),
                ("due in 20 days 1", "#Principal Social Worker 2.2"),
                ("off target 1", "4.7"),
                ("above tolerance 1", "CIP06"),
                ("no recent update 2", "1.2 2.1"),
                ("to decide 0", ""),
                ("findings 3", "1.10 2.1 Monitoring"),
                ("no readable date 2", "2.1 Monitoring"),
                ("exceptions 6", "1.2 4.7 CIP06 1.1 2 What"),
            ],
        ),
        ("2", [("with exceptions", "1 2"), ("moved", "1 2"), ("routed elsewhere", "3"), ("all", "1 2 3")]),
        (
            "3",
            [
                ("exceptions", f"{LEADERS} 1.1 1.2"),
                ("mine", f"{GOOD} 2.3"),
                ("overdue", f"{LEADERS} 1.2"),
                ("date revised", f"{LEADERS} 1.1 1.2"),
                ("stale", f"{LEADERS} 1.2 {GOOD} 2.1"),
                ("moved", f"{LEADERS} 1.1 {GOOD} 2.3 #No ambition 9.1"),
                ("all", IN_ORDER),
            ],
        ),
        (
            "7",
            [
                ("narrative", "#Key message Most #Could do better Fewer"),
                ("priorities", "#Priorities Workforce"),
                ("next steps", "#Next steps · Workforce Retention"),
                ("milestones", "#Milestones Launch Survey Monitoring"),
                ("budget", "#Budget Transformation"),
                ("decisions", "#Decisions Report"),
                ("challenges", "#Challenges What"),
                ("arising", "#Actions arising Bring"),
                ("groups", "#Task and finish groups · ambition 1 Audit"),
                ("all", PAPERS),
            ],
        ),
    ],
)
async def test_f_goes_through_the_ready_filters_and_comes_back_to_all(
    board: Path, screen: str, filters: list[tuple[str, str]]
) -> None:
    async with opened(board, size=(220, 40)) as pilot:
        await press(pilot, screen)
        for label, kept in filters:
            await press(pilot, "f")
            assert f"▸{label} " in seen(pilot)
            assert listed(pilot) == kept, label


@pytest.mark.parametrize(
    ("screen", "ordered"),
    [
        ("1", {"What": "by kind", "Title": "", "Why it is here": "", "RAG": "", "Score": "", "Since": ""}),
        ("2", {"Ref": "first", "Title": "", "RAG": "by rating, worst first", "Since": ""}),
        ("3", {"Ref": "first", "Rating": "by rating", "Due": "by due date", "Slippage": "by slippage", "Since": ""}),
        ("7", {"What it says": "", "When": "", "Ref": "first"}),
    ],
)
async def test_a_click_on_a_heading_puts_them_in_that_order_or_says_that_there_is_none(
    board: Path, screen: str, ordered: dict[str, str]
) -> None:
    async with opened(board, size=(160, 40)) as pilot:
        await press(pilot, screen)
        y = next(number for number, line in enumerate(lines(pilot)) if all(each in line for each in ordered))
        for heading, said in ordered.items():
            pilot.app.prompt.tell_no_more()  # type: ignore[attr-defined]
            await pilot.click(offset=Offset(lines(pilot)[y].index(heading), y))
            await settle(pilot)
            assert ("There is no order by that" in toasts(pilot)) is (not said), heading
            about = next(line for line in lines(pilot) if "f:" in line)
            assert said in about if said not in ("", "first") else said == "" or "by " not in about, heading


async def test_kpis_that_share_their_periods_stay_together_in_every_order(tmp_path: Path) -> None:
    scorecard(tmp_path / "scorecard.board")
    by_status = "#Academic years 3.2 #Monthly 2.1 2.3 3.1 4.2 4.3 #Quarterly 2.2 #Irregular 4.1"
    first = (
        "#Front door · monthly 2.1 2.3 #Front door · quarterly 2.2 #Plans · monthly 3.1 #Plans · academic years 3.2 "
        "#Visits · irregular 4.1 #Visits · monthly 4.2 4.3"
    )
    async with opened(tmp_path / "scorecard.board", size=(160, 40)) as pilot:
        await press(pilot, "4")
        assert listed(pilot) == first
        assert await through(pilot, "s", 3) == [by_status, by_status, first]


async def enter(pilot: Pilot[Any], figure: str) -> None:
    """Write the latest figure of a KPI."""
    await pilot.app.write(readings("2.3", "2021-01", figure))  # type: ignore[attr-defined]
    await settle(pilot)


async def test_a_figure_that_comes_in_moves_its_kpi_and_is_counted_once_where_that_is_out_of_sight(
    tmp_path: Path,
) -> None:
    path = tmp_path / "scorecard.board"
    scorecard(path)
    async with opened(path, size=(160, 40)) as pilot:
        await press(pilot, "4", "s")
        await enter(pilot, "50%")
        assert listed(pilot) == "#Academic years 3.2 #Monthly 2.3 2.1 3.1 4.2 4.3 #Quarterly 2.2 #Irregular 4.1"
        await press(pilot, "f", "f")
        assert "3 of 8 KPIs" in seen(pilot) and "2.3" not in listed(pilot).split()
        await enter(pilot, "60%")
        assert "3 of 8 KPIs" in seen(pilot)
        await enter(pilot, "17%")
        assert "4 of 8 KPIs" in seen(pilot) and listed(pilot) == ("#Monthly 2.1 2.3 3.1 #Quarterly 2.2"), (
            "in its place among those of its status"
        )
