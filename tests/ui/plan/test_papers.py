"""The papers: what they say around the plan, section by section, and where a new entry goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from boardtui.domain.records.kinds import (
    ActionArising,
    Ambition,
    BudgetLine,
    Challenge,
    Decision,
    Meeting,
    Milestone,
    Narrative,
    NextStep,
    Priority,
    TaskGroup,
)
from boardtui.domain.records.rag import Rag
from boardtui.report.seen import Seen
from boardtui.store.board_file import BoardFile
from boardtui.ui.plan.paper_cells import ref_cell, state_cell, text_cell, when_cell
from boardtui.ui.plan.papers import PapersScreen, paper_rows
from boardtui.ui.shared.text import Pieces
from tests.domain.making import board_of
from tests.ui.conftest import HOSTILE, change, identity, lines, look_again, opened, press, seen, toasts, write
from tests.ui.council_board import make


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def papers(pilot: Any) -> PapersScreen:
    """The screen."""
    screen = pilot.app.item_screen
    assert isinstance(screen, PapersScreen)
    return screen


def headings(pilot: Any) -> list[str]:
    """The headings of the table, from the top."""
    return [row.heading for row in papers(pilot).table._rows if not row.key]


def coloured(pieces: Pieces) -> str:
    """A cell with the style of each part that has one."""
    return "".join(f"{each.style}[{each.text}]" if each.style else each.text for each in pieces)


def test_entries_stand_in_the_order_of_what_they_belong_to_and_say_who_when_and_how_far() -> None:
    narrative = [
        Narrative(id="n1", section="what we know", text="Known"),
        Narrative(id="n2", section="Views", heading="Staff", source="Paper of May"),
        Narrative(id="n3", section="Highlight", text="New office", conflicts=("text",)),
        Narrative(id="n4", text="Of no section"),
        Narrative(id="n5", section="another", text="Also"),
    ]
    steps = [
        Priority(id="p2", ref="B", title="Money"),
        Priority(id="p1", ref="A", title="People"),
        NextStep(id="s0", title="Of none", rag=Rag.GREEN),
        NextStep(id="s2", title="Of money", priority="p2", ref="s2", due="2021-02-01", lead="Cy", rag=Rag.RED),
        NextStep(id="s1", title="Of people", priority="p1"),
    ]
    milestones = [
        Milestone(id="m0", title="Whenever"),
        Milestone(id="m1", title="Some day", due="soon"),
        Milestone(id="m2", title="In April", due="12/04/2021", rag=Rag.AMBER),
        Milestone(id="m3", title="From March on", due="March - May 2021"),
    ]
    money = [
        BudgetLine(id="b2", title="Staff", position=2, year="2020/21", projected="£1m", variance="£20k"),
        BudgetLine(id="b1", title="Rent", position=1, source="Grant", approved="£335k", spent="£249k"),
    ]
    meetings = [
        Meeting(id="jan", date="2021-01-19"),
        Meeting(id="feb", date="2021-02-16"),
        Decision(id="d0", text="At no time"),
        Decision(id="d1", text="In January", meeting="jan", date="2021-01-20"),
        Decision(id="d2", text="In February", meeting="feb", made_by="Chair"),
        Decision(id="d3", text="Between them", date="2021-02-01"),
        Challenge(id="c1", text="Why?", meeting="jan", raised_by="Ann", answered_by="Bo", answer="So"),
        Challenge(id="c2", meeting="feb", item="s2", raised_by="Ann"),
        ActionArising(id="x1", text="Bring", owner="Di", done=True),
        ActionArising(id="x2", text="Send", meeting="jan", due="2021-03-30"),
    ]
    groups = [
        Ambition(id="a2", ref="2", title="Two"),
        Ambition(id="a1", title="One"),
        TaskGroup(id="t0", title="Of none"),
        TaskGroup(id="t1", title="Of one", ambition="a1", lead="Eve"),
        TaskGroup(id="t2", title="Of two", ambition="a2"),
    ]
    profile: dict[str, Any] = {"title": "Plan", "council": "Council", "author": "Writer", "paper_date": "2021-03-02"}
    board = board_of(*narrative, *steps, *milestones, *money, *meetings, *groups, **profile)
    today = date(2021, 3, 2)
    told = [
        " | ".join(
            (
                row.heading,
                coloured(ref_cell(board, row.record)),
                coloured(text_cell(Seen(board, today), row.record)),
                row.who,
                coloured(when_cell(Seen(board, today), row.record)),
                coloured(state_cell(row.record, word=True)),
                coloured(state_cell(row.record, word=False)),
            )
        ).rstrip(" |")
        for row in paper_rows(board)
    ]
    assert told == [
        "The paper |  | Plan · Council · Writer | Writer | 02/03/2021",
        "Highlight |  | warning[⚠ ]New office",
        "What we know |  | Known",
        "Narrative |  | Of no section",
        "Another |  | Also",
        "Views |  | strong[Staff: ]muted[nothing written yet] | Paper of May",
        "Priorities | A | People",
        "Priorities | B | Money",
        "Next steps · A People |  | Of people |  | muted[–] | rag-not-rated[ ○ Not rated ] | rag-not-rated[ - ○ ]",
        "Next steps · B Money | s2 | Of money | Cy | error[01/02/2021 !] | rag-red[ R ✖ Red ] | rag-red[ R ✖ ]",
        "Next steps |  | Of none |  | muted[–] | rag-green[ G ● Green ] | rag-green[ G ● ]",
        "Milestones |  | From March on |  | March - May 2021 | muted[ ○] | muted[ ○]",
        "Milestones |  | In April |  | 12/04/2021 | rag-amber[ A ▲ Amber ] | rag-amber[ A ▲ ]",
        "Milestones |  | Whenever |  | muted[–] | muted[ ○] | muted[ ○]",
        "Milestones |  | Some day |  | warning[⚠ soon] | muted[ ○] | muted[ ○]",
        "Budget |  | Rent · approved £335k, spent £249k | Grant | muted[–]",
        "Budget |  | Staff · projected £1m, variance £20k |  | 2020/21",
        "Decisions |  | In February | Chair | 16/02/2021",
        "Decisions |  | Between them |  | 01/02/2021",
        "Decisions |  | In January |  | 20/01/2021",
        "Decisions |  | At no time |  | muted[–]",
        "Challenges | s2 | muted[nothing written yet] | Ann | 16/02/2021 | warning[ open] | warning[ open]",
        "Challenges |  | Why? | Bo | 19/01/2021 | success[ answered] | success[ ✓]",
        "Actions arising |  | Send |  | 30/03/2021 | warning[ open] | warning[ open]",
        "Actions arising |  | Bring | Di | muted[–] | success[ done] | success[ ✓]",
        "Task and finish groups · ambition 2 | muted[] | Of two",
        "Task and finish groups · ambition One | muted[] | Of one | Eve",
        "Task and finish groups | muted[] | Of none",
    ]


async def test_the_sections_follow_one_another_with_their_headings(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        assert headings(pilot) == [
            "The paper",
            "Key message",
            "Could do better",
            "Priorities",
            "Next steps · Workforce",
            "Milestones",
            "Budget",
            "Decisions",
            "Challenges",
            "Actions arising",
            "Task and finish groups · ambition 1",
        ]
        with BoardFile.open(board) as file:
            file.write([change("narrative", "n2", section="highlight")], who="office")
        await look_again(pilot)
        assert headings(pilot)[:4] == ["The paper", "Key message", "Highlight", "Priorities"]


async def test_milestones_stand_in_time_with_the_words_of_the_paper(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", "f", "f", "f", "f")
        rows = [" ".join(line.split()) for line in lines(pilot)[5:8]]
    assert [row.rsplit(" ○", 1)[0] for row in rows] == [
        "Launch November 2020",
        "Survey Jan 21",
        "Monitoring visit ⚠ 28th Jun…",
    ]


async def test_each_section_has_a_ready_filter_and_an_empty_one_says_how_to_begin(tmp_path: Path) -> None:
    BoardFile.create(tmp_path / "new.board", "New", who="chair").close()
    async with opened(tmp_path / "new.board", size=(120, 40)) as pilot:
        await press(pilot, "7")
        for several, kind in (
            ("narrative", "narrative"),
            ("priorities", "priority"),
            ("next steps", "next_step"),
            ("milestones", "milestone"),
            ("budget lines", "budget_line"),
            ("decisions", "decision"),
            ("challenges", "challenge"),
            ("actions arising", "action_arising"),
            ("task and finish groups", "task_group"),
        ):
            await press(pilot, "f")
            assert f"No {several} yet. + adds the first." in seen(pilot)
            values = {"section": "key message"} if kind == "narrative" else {}
            assert (papers(pilot).kind_to_add(), papers(pilot).values_to_add()) == (kind, values)


async def test_a_new_entry_joins_the_section_under_the_cursor(board: Path) -> None:
    with BoardFile.open(board) as file:
        positions = {"n1": 9, "n2": 3, "n3": 5}
        placed = [change("narrative", name, position=place) for name, place in positions.items()]
        file.write([*placed, change("narrative", "n3", section="could do better")], who="office")
    async with opened(board) as pilot:
        await press(pilot, "7")
        screen = papers(pilot)
        for name, kind, values in (
            ("n2", "narrative", {"section": "could do better", "heading": "Plans", "position": 5}),
            ("s1", "next_step", {"priority": identity("p1")}),
            ("m1", "milestone", {}),
            ("b1", "budget_line", {}),
            ("c1", "challenge", {"meeting": identity("jan")}),
            ("t1", "task_group", {"ambition": identity("a1")}),
        ):
            assert screen.go_to(identity(name))
            assert (screen.kind_to_add(), screen.values_to_add()) == (kind, values)


async def test_questions_say_whether_they_are_open_and_actions_arising_whether_they_are_done(board: Path) -> None:
    async with opened(board, size=(120, 60)) as pilot:
        await press(pilot, "7")
        shown = lines(pilot)
    assert any("What do managers do differently?" in line and "open" in line and "1.2" in line for line in shown)
    assert any("Bring the audits" in line and "open" in line for line in shown)


async def test_what_was_edited_since_the_last_board_is_marked(board: Path) -> None:
    async with opened(board, size=(120, 40)) as pilot:
        await press(pilot, "7")
        shown = lines(pilot)
    assert any(f"Plans: Fewer lapse now {HOSTILE}" in line and "edited" in line for line in shown)
    assert not any("Most tasks are amber" in line.split("│")[0] and "edited" in line for line in shown)


async def test_a_long_text_is_whole_in_the_detail_with_its_lines(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", "j", "enter")
        shown = [line.strip() for line in lines(pilot)]
    assert shown[shown.index("Most tasks are amber.") + 1] == "Pace matters."


async def test_the_title_block_shows_what_the_ratings_mean_and_cannot_be_deleted(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", "enter")
        assert "R ✖ Red" in seen(pilot) and "No plan in place" in seen(pilot)
        await press(pilot, "delete")
        assert "The title block belongs to the board." in toasts(pilot)


async def test_a_next_step_is_rated_here(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        papers(pilot).go_to(identity("s1"))
        await press(pilot, "g")
        assert "Retention offer G ● why?" in seen(pilot)


async def test_plus_offers_every_kind_that_the_papers_hold_and_needs_no_filter_first(board: Path) -> None:
    async with opened(board, size=(100, 40)) as pilot:
        await press(pilot, "7", "plus")
        shown = seen(pilot)
        for each in ("Milestone", "Budget line", "Next step", "Decision", "Action arising", "Narrative item"):
            assert each in shown
        await press(pilot, "end", "up", "up", "up", "up", "enter")
        assert "New budget line" in seen(pilot)


async def test_plus_and_enter_add_the_kind_that_is_under_the_cursor(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7")
        papers(pilot).go_to(identity("m1"))
        await press(pilot, "plus", "enter")
        assert "New milestone" in seen(pilot)
        await press(pilot, "escape")
        papers(pilot).go_to(identity("n2"))
        await press(pilot, "plus", "enter")
        assert "New narrative item" in seen(pilot) and "could do better" in seen(pilot)
        await press(pilot, "escape", "plus")
        await pilot.click(OptionList, offset=(3, 2))
        assert "New next step" in seen(pilot)


async def test_where_one_section_is_shown_plus_asks_nothing(board: Path) -> None:
    async with opened(board) as pilot:
        await press(pilot, "7", *"fffff", "plus")
        assert "New budget line" in seen(pilot)
        await write(pilot, "Agency staff")
        await press(pilot, "ctrl+s")
        assert headings(pilot) == ["Budget"] and "2 of 14 entries" in lines(pilot)[2]
        assert "Agency staff" in lines(pilot)[6], "the cursor is on it"
        await press(pilot, "delete", "enter")
        assert "1 of 13 entries" in lines(pilot)[2]
        with BoardFile.open(board) as file:
            file.write([change("narrative", "n1", text="Said anew")], who="office")
        await look_again(pilot)
        assert "1 of 13 entries" in lines(pilot)[2] and "Another program has changed this board" in toasts(pilot)
        assert headings(pilot) == ["Budget"] and not any("Agency staff" in line for line in lines(pilot)[4:8])
