"""The ambitions: how their actions stand, what the paper says of each, and the way to its actions."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from boardtui.domain.attention.counts import standing_of
from boardtui.domain.board.board import Since
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Action, Ambition, Meeting, Priority
from boardtui.domain.records.rag import Rag
from boardtui.report.palette import Palette
from boardtui.store.board_file import BoardFile
from boardtui.ui.plan.ambitions import ambition_detail
from tests.domain.making import board_of, kpi_of, months, new_id, trend
from tests.ui.conftest import HOSTILE, identity, lines, look_again, opened, press, seen, toasts, values_of, write
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


async def test_each_ambition_shows_the_make_up_of_its_actions_and_where_it_is_routed(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "2")
        first, second, third = (" ".join(line.split()) for line in lines(pilot)[4:7])
    assert first.startswith(f"1 Leaders {HOSTILE}") and "- ○" in first
    assert "R1" in first.replace(" ✖ ", "") and "A1" in first.replace(" ▲ ", "") and "B1" in first.replace(" ■ ", "")
    assert "A ▲" in second and "G ● 1" in second
    assert third.startswith("3 Partners → now routed through…")


async def test_the_detail_has_narrative_headline_figures_groups_and_actions(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "2", "enter")
        text = seen(pilot)
        shown = [" ".join(line.split()) for line in lines(pilot)]
    assert "Nine points." in text and "Audit group" in text and "Workforce" in text
    assert "Measure Current Nov 20 Dec 20 Jan 21" in shown
    assert "4.7 Cases allocated 88% R ✖ ↓ 93% 91% 88%" in shown
    assert any(line.startswith("1.2 R ✖ Supervision audits 18/02/2021") for line in shown)
    assert "12 days late" in text


def test_the_head_of_the_detail_says_whose_it_is_how_it_is_rated_and_where_it_runs_now() -> None:
    ours = Ambition(id=new_id(), ref="1", title="Practice", lead="Head of Service", rag=Rag.AMBER)
    theirs = Ambition(id=new_id(), ref="2", title="Partners", rag=Rag.RED, routed_to="Start Well Board")
    action = Action(id=new_id(), ref="1.1", title="Audits", ambition=ours.id, rag=Rag.RED)
    rated = ours.kind.attributes["rag"].group
    was = Since(Meeting(id=new_id()), {ours.id: {rated: {"rag": Rag.GREEN}}})
    a_board = board_of(ours, theirs, action, since=was)
    told = {}
    for each in (ours, theirs):
        drawn = io.StringIO()
        detail = ambition_detail(a_board, standing_of(a_board, each), Palette({}), date(2021, 3, 1), 60)
        Console(file=drawn, width=60, color_system=None).print(detail)
        told[each.ref] = [line.rstrip() for line in drawn.getvalue().splitlines()]
    assert told["1"][:4] == [
        "1  Practice",
        "Lead: Head of Service",
        "RAG:  A ▲ Amber  ↓ worse since the last board",
        "1 action  R ✖ Red 1",
    ]
    assert told["2"] == ["2  Partners", "Now routed through Start Well Board", "Lead: not stated"]


def test_the_detail_tells_of_disagreements_headlines_without_figures_links_and_only_so_many_actions() -> None:
    own = new_id()
    kpis = [kpi_of("1.1", ambition=own), kpi_of("1.2", title="Linked")]
    priority = Priority(id=new_id(), ref="A", title="People")
    ambition = Ambition(
        id=own,
        title="",
        conflicts=("title",),
        links=(kpis[0].id, kpis[1].id, priority.id, new_id()),
    )
    for count, more in ((30, ""), (31, "and 1 more: o shows them all")):
        actions = [
            Action(id=new_id(), ref=f"1.{number}", ambition=ambition.id, due="2021-02-28") for number in range(count)
        ]
        a_board = board_of(ambition, priority, *kpis, *actions)
        drawn = io.StringIO()
        standing = standing_of(a_board, ambition)
        detail = ambition_detail(a_board, standing, Palette({}), date(2021, 3, 1), 60)
        Console(file=drawn, width=60, color_system=None).print(detail)
        told = [line.strip() for line in drawn.getvalue().splitlines()]
        assert told[:2] == ["title not stated", "⚠ Copies disagree about it: ! decides"]
        assert told[told.index("Linked to") + 1] == "· KPI 1.2 Linked"
        assert "· A People" not in told[told.index("Linked to") :]
        assert told.count("1 days late") == 30
        shown = [" ".join(line.split()) for line in told[told.index("Headline figures") + 1 :][:2]]
        assert shown == ["Measure Current", "1.1 Measure 1.1 – - ○"]
        assert told[-1] == (more or "1 days late")


def test_as_many_of_the_latest_periods_have_a_column_as_there_is_room_for() -> None:
    ambition = Ambition(id=new_id(), ref="1", title="Leaders")
    kpi = kpi_of("1.1", ambition=ambition.id)
    a_board = board_of(ambition, kpi, *trend(kpi, months("2020-11", ["93%", "91%", "88%"])))
    for width, heading, note in (
        (52, "Measure Current Nov 20 Dec 20 Jan 21", ""),
        (51, "Measure Current Dec 20 Jan 21", "The last 2 of 3 periods; the KPIs screen shows all."),
        (38, "Measure Current Jan 21", "The last 1 of 3 periods; the KPIs screen shows all."),
        (37, "Measure Current", "3 periods have no room here; the KPIs screen shows all."),
    ):
        drawn = io.StringIO()
        detail = ambition_detail(a_board, standing_of(a_board, ambition), Palette({}), date(2021, 3, 1), width)
        Console(file=drawn, width=width, color_system=None).print(detail)
        told = " ".join(drawn.getvalue().split())
        assert f"Headline figures {heading} 1.1" in told, width
        assert told.endswith(note) and ("periods" in told) is bool(note), width


async def test_a_narrow_detail_shows_the_latest_periods_and_says_how_many_there_are(board: Path) -> None:
    async with opened(board, size=(150, 40)) as pilot:
        await press(pilot, "2")
        text = seen(pilot)
    assert "Jan 21" in text and "The last" in text and "of 3 periods" in text


async def test_o_shows_its_actions_and_only_those_until_esc(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "2", "j", "o")
        screen = pilot.app.item_screen  # type: ignore[attr-defined]
        assert screen.id == "actions"
        assert [row.item.ref for row in screen.table._rows if row.key] == ["2.1", "2.2"]
        assert "2 of 6 actions · of ambition 2" in lines(pilot)[2]
        await press(pilot, "escape")
        assert "6 actions" in lines(pilot)[2] and screen.selected.ref == "2.1"


async def test_the_actions_of_an_ambition_without_any_say_so_and_the_next_one_added_joins_it(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(identity("a4"), "ambition", {"ref": "4", "title": "New"})], who="chair")
    async with opened(board) as pilot:
        await press(pilot, "2", "end", "o")
        assert "Nothing here has that. Esc shows all." in seen(pilot)
        await press(pilot, "plus")
        await write(pilot, "4.1")
        await press(pilot, "ctrl+s")
        assert "1 of 7 actions · of ambition 4" in lines(pilot)[2]


async def test_an_ambition_is_rated_like_any_item_but_not_one_that_runs_elsewhere(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "2", "g", "escape", "end", "r")
        assert "It is now routed through Start Well Board and has no rating here." in toasts(pilot)
        assert values_of(board, "a1", "rag") == {"rag": Rag.GREEN}
        await press(pilot, "home", "space", "end", "a")
    assert values_of(board, "a1", "rag") == {"rag": Rag.AMBER}, "what is ticked is rated, wherever the cursor is"
    assert values_of(board, "a3", "rag") == {"rag": Rag.NOT_RATED}


async def test_the_boards_own_word_for_ambitions_is_used(board: Path) -> None:
    words = {"ambition_label": "theme", "ambition_plural": "themes"}
    with BoardFile.open(board) as file:
        file.write([Change(file.read().profile.id, "board", words)], who="chair")
    async with opened(board) as pilot:
        await press(pilot, "2")
        assert "2 Themes" in lines(pilot)[1] and lines(pilot)[2].strip().startswith("3 themes")
        await press(pilot, "o")
        assert "of theme 1" in lines(pilot)[2] and f"Theme 1 Leaders {HOSTILE}" in seen(pilot)
        assert "ambition" not in seen(pilot).lower().replace("2 ambitions", "")


async def test_actions_that_belong_to_no_ambition_are_not_lost_from_sight(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(identity("stray"), "action", {"ref": "9.9", "title": "Stray"})], who="chair")
    async with opened(board) as pilot:
        await press(pilot, "2")
        assert "3 ambitions · 1 action belongs to none" in lines(pilot)[2]
        for change, said in (
            (Change(identity("2.1"), "action", {"ambition": ""}), "3 ambitions · 2 actions belong to none"),
            (Change(identity("stray"), "action", delete=True), "3 ambitions · 1 action belongs to none"),
            (Change(identity("2.1"), "action", {"ambition": identity("a2")}), "3 ambitions · f:"),
            (Change(identity("a1"), "ambition", {"ref": "2.5"}), "3 ambitions · f:"),
        ):
            with BoardFile.open(board) as file:
                file.write([change], who="chair")
            await look_again(pilot)
            assert said in lines(pilot)[2]
        assert [line.split()[0] for line in lines(pilot)[4:7]] == ["2", "2.5", "3"], "in their new order"


async def test_s_puts_the_worst_first_and_those_routed_elsewhere_last(board: Path) -> None:
    with BoardFile.open(board) as file:
        file.write([Change(identity("a0"), "ambition", {"ref": "0", "title": "Without actions"})], who="chair")
    async with opened(board) as pilot:
        await press(pilot, "2", "s")
        assert "by most red and amber first" in lines(pilot)[2]
        refs = [line.split()[0] for line in lines(pilot)[4:8]]
    assert refs == ["1", "0", "2", "3"]
