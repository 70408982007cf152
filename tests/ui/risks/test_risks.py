"""The risks on the screen: going about the map, moving a risk, closing one, its mitigations, and filters."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from textual import events
from textual.geometry import Offset
from textual.widgets import Input

from boardtui.domain.dates.dates import show_date
from boardtui.domain.errors import BoardError
from boardtui.domain.records.edits import Change
from boardtui.domain.records.kinds import Mitigation, Record, Risk
from boardtui.domain.records.plan import Progress
from boardtui.domain.records.risks import RiskState
from boardtui.domain.risks.matrix import Score
from boardtui.report.palette import Palette
from boardtui.store.board_file import BoardFile
from boardtui.ui.forms.form import RecordForm
from boardtui.ui.risks.detail import risk_detail
from boardtui.ui.risks.heat_map import HeatMap
from boardtui.ui.risks.heat_map_lines import MapLayout
from boardtui.ui.shared.detail import DetailPane
from tests.domain.making import board_of, new_id
from tests.ui.conftest import (
    CHAIR,
    HOSTILE,
    NOW,
    change,
    identity,
    lines,
    look_again,
    on_disk,
    opened,
    press,
    seen,
    settle,
    toasts,
    values_of,
    write,
)
from tests.ui.risk_board import make

WIDE = (120, 40)


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return make(tmp_path / "plan.board")


def at(pilot: Any) -> str:
    """The ref, or the title, of what the keys act on; empty in an empty cell."""
    selected = pilot.app.item_screen.selected
    return str(getattr(selected, "ref", "") or getattr(selected, "title", ""))


def edits(path: Path) -> int:
    return on_disk(path).edition


def words_of(pilot: Any) -> str:
    """All that is seen, with single spaces."""
    return " ".join(seen(pilot).split())


def line_with(pilot: Any, words: str) -> str:
    return next((line for line in lines(pilot) if words in line), "")


def detail_of(risk: Risk, *others: Record) -> list[str]:
    """The lines of a risk in full on the first of March 2021."""
    drawn = io.StringIO()
    a_board = board_of(risk, *others, appetite="workforce: cautious 9")
    Console(file=drawn, width=80, color_system=None).print(risk_detail(a_board, risk, Palette({}), date(2021, 3, 1)))
    return [line.rstrip() for line in drawn.getvalue().splitlines()]


class TestOneInFull:
    def test_what_nobody_stated_is_said_to_be_so(self) -> None:
        assert detail_of(Risk(id=new_id())) == [
            *("title not stated", "Inherent unscored", "Current  unscored", "Target   unscored"),
            *("Owner: not stated", "Response: not stated", "Next review: not stated"),
            *("Mitigations", "none yet: M adds one"),
        ]

    @pytest.mark.parametrize(
        ("category", "line"),
        [
            ("Workforce", "Appetite workforce: cautious, tolerance 9  above tolerance"),
            ("Money", "Appetite Money: not stated"),
            ("", ""),
        ],
    )
    def test_what_the_board_bears_in_its_category_is_said_below_its_scores(self, category: str, line: str) -> None:
        told = detail_of(Risk(id=new_id(), ref="R1", title="Turnover", category=category, current="4x3"))
        assert told[0] == "R1  Turnover"
        assert told[4:5] == [line or "Owner: not stated"]

    @pytest.mark.parametrize(("review", "due"), [("2021-02-28", " !"), ("2021-03-01", " !"), ("2021-03-02", "")])
    def test_a_review_is_due_on_its_day_and_of_a_closed_risk_never(self, review: str, due: str) -> None:
        risk = Risk(id=new_id(), next_review=review)
        assert f"Next review: {show_date(review)}{due}" in detail_of(risk)
        closed = detail_of(replace(risk, state=RiskState.CLOSED))
        assert f"Next review: {show_date(review)}" in closed
        assert closed[1] == "Closed: no reason is given  c opens it again"

    def test_its_mitigations_say_how_far_they_are_whose_and_when_they_are_due(self) -> None:
        risk = Risk(id=new_id())
        late = Mitigation(id=new_id(), risk=risk.id, title="Hire", owner="HR", due="2021-02-28")
        ahead = Mitigation(id=new_id(), risk=risk.id, due="2021-03-02", progress=Progress.IN_PROGRESS)
        told = detail_of(risk, late, ahead)
        assert told[told.index("Mitigations") + 1 :] == [
            "· not stated  Hire · HR · due 28/02/2021 !",
            "◐ in progress  title not stated · no owner · due 02/03/2021",
        ]


class TestGoingAbout:
    async def test_the_map_shows_refs_in_their_cells_and_the_unscored_beside_it(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5")
            shown = words_of(pilot)
            assert "▸CIP01!" in line_with(pilot, "4 Likely")
            assert "CIP02" in line_with(pilot, "3 Possible")
            assert "CIP06" in line_with(pilot, "2 Unlikely")
            assert "CIP08" in line_with(pilot, "5 Almost") and "Unscored" in shown
            assert "E 16" in shown and "H 12" in shown and "L low 1–3" in shown
            assert "Workforce risks: tolerance 9" in shown and "┗━" in shown
            assert "CIP01 Capacity to manage cases" in shown
            assert "16 extreme 4 Likely × 4 Major · above tolerance 9 · ↓ worsened from 3×3" in shown

    async def test_arrows_go_risk_by_risk_within_a_cell_and_then_cell_by_cell(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "down")
            assert at(pilot) == "CIP02" and "CIP02 System" in seen(pilot)
            await press(pilot, "right")
            assert at(pilot) == "CIP03"
            await press(pilot, "right")
            assert at(pilot) == "" and "no risk here" in seen(pilot) and "15 extreme" in seen(pilot)
            await press(pilot, "right")
            assert at(pilot) == "CIP08" and "m scores it" in seen(pilot)
            await press(pilot, "left", "left")
            assert at(pilot) == "CIP03"
            await press(pilot, "left", "left", "down")
            assert at(pilot) == "CIP06"

    async def test_n_and_p_go_through_the_risks_worst_first_wherever_they_stand(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5")
            found = [at(pilot)]
            for _ in range(5):
                await press(pilot, "n")
                found.append(at(pilot))
            assert found == ["CIP01", "CIP02", "CIP03", "CIP06", "CIP08", "CIP08"]

    async def test_an_empty_cell_opens_nothing_and_a_new_risk_begins_with_its_score(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "v", "up", "plus")
            assert "New risk" in seen(pilot)
            assert pilot.app.screen.query_one("#current", Input).value == "", "it is the target of the cell"
            await press(pilot, "escape", "v", "v", "v", "up", "enter", "e", "m", "c", "M")
            assert "no risk here" in seen(pilot), "none of these has anything to act on"
            assert at(pilot) == "" and not pilot.app.item_screen.has_class("reading")  # type: ignore[attr-defined]
            for event in (events.AppBlur(), events.AppFocus()):
                pilot.app.post_message(event)  # somebody looks at another window
                await settle(pilot)
            assert at(pilot) == "" and "5 Almost certain × 4 Major" in seen(pilot)
            assert pilot.app.screen.query_one(HeatMap).picture.focused
            await press(pilot, "plus")
            assert "New risk" in seen(pilot)
            await write(pilot, "CIP11")
            await press(pilot, "ctrl+s")
            assert [risk.current for risk in on_disk(board).all(Risk) if risk.ref == "CIP11"] == ["5x4"]

    async def test_in_a_narrow_terminal_map_and_register_take_turns(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5")
            assert "Likelihood" in seen(pilot) and "Tolerance" not in seen(pilot)
            await press(pilot, "tab")
            assert "Likelihood" not in seen(pilot) and "over 9" in line_with(pilot, "CIP01")
            assert "16 extreme" in line_with(pilot, "CIP01") and "02/03/2021 !" in line_with(pilot, "CIP01")
            await press(pilot, "down", "tab")
            assert at(pilot) == "CIP02" and "▸CIP02" in seen(pilot)
            await press(pilot, "tab", "v")
            assert "Likelihood" in seen(pilot) and "▸target" in seen(pilot) and "▸CIP02" in seen(pilot)

    async def test_in_a_wide_terminal_they_stand_side_by_side_and_go_together(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write([change("risk", "r2", description="Cause, event and consequence. " * 30)], who="plan")
        async with opened(board, size=WIDE) as pilot:
            await press(pilot, "5")
            # Beside the map the colour tells the band, so that the title has room; the detail has the word.
            assert "Likelihood" in seen(pilot) and "16 ! ↓" in words_of(pilot) and "16 extreme" in words_of(pilot)
            assert "Head of Early" in seen(pilot)
            await press(pilot, "tab", "down", "down", "down")
            shown = pilot.app.screen.query_one(HeatMap)
            assert at(pilot) == "CIP06" and "▸CIP06" in seen(pilot) and not shown.picture.focused
            assert "Map stakeholders" in seen(pilot) and "Draft complete" in seen(pilot)
            await press(pilot, "v")
            assert "▸target" in seen(pilot) and pilot.app.focused is pilot.app.item_screen.table  # type: ignore[attr-defined]
            await press(pilot, "v", "v", "v", "home", "tab")
            assert shown.picture.focused
            detail = pilot.app.screen.query_one("#risks #detail", DetailPane)
            detail.scroll_to(y=1, animate=False)
            await settle(pilot)
            assert detail.scroll_y == 1
            await press(pilot, "down")
            assert at(pilot) == "CIP02" and "CIP02  System" in seen(pilot) and detail.scroll_y == 0
            await pilot.resize_terminal(80, 24)
            await settle(pilot)
            assert "▸CIP02" in seen(pilot) and "Tolerance" not in seen(pilot)
            assert line_with(pilot, "▸current").rstrip().endswith("Systems risks: tolerance 12")

    async def test_the_mouse_goes_from_cell_to_cell_and_moves_a_risk_only_where_it_is_dragged_to_another(
        self, board: Path
    ) -> None:
        async with opened(board, size=WIDE) as pilot:
            await press(pilot, "5")
            shown = pilot.app.screen.query_one(HeatMap)
            content = shown.content_size
            layout = MapLayout.of(5, content.width, content.height, len(shown.picture.foot))
            places: dict[Score | None, list[Offset]] = {}
            for y in range(content.height):
                for x in range(content.width):
                    place = Offset(x + shown.gutter.left, y + shown.gutter.top)
                    places.setdefault(layout.cell_at(x, y, 5), []).append(place)

            async def click(likelihood: int, impact: int, times: int = 1) -> str:
                await pilot.click(shown, offset=places[Score(likelihood, impact)][0], times=times)
                await settle(pilot)
                return at(pilot)

            async def drag(start: Score | None, end: Score | None) -> bool:
                await pilot.mouse_down(shown, offset=places[start][0])
                await pilot.hover(shown, offset=places[end][-1])
                # As a terminal has it: the button goes up, and that was a click.
                await pilot._post_mouse_events(
                    [events.MouseUp, events.Click], widget=shown, offset=places[end][-1], button=1
                )
                await settle(pilot)
                return "why?" in seen(pilot)

            assert [await click(*cell) for cell in ((3, 4), (3, 4), (3, 4))] == ["CIP02", "CIP03", "CIP02"]
            assert await click(5, 1) == "" and "5 Almost certain × 1 Negligible" in seen(pilot)
            for start, end in ((Score(5, 1), Score(2, 3)), (Score(5, 1), None)):
                assert not await drag(start, end)
            assert "5 Almost certain × 1 Negligible" in seen(pilot), "a drag of nothing leads nowhere"
            assert not await drag(None, Score(2, 3)) and at(pilot) == "CIP06"
            assert not await drag(Score(3, 4), Score(3, 4))
            assert await click(3, 4) == "CIP03"
            assert await click(5, 1) == ""
            assert await drag(Score(2, 3), Score(2, 2)) and "CIP06 6 moderate → 4 moderate why?" in seen(pilot)
            await press(pilot, "escape")
            assert "◆" not in seen(pilot) and at(pilot) == "CIP06"
            await press(pilot, "m", "down")
            await click(1, 1)
            assert "→  3 low  1 Rare × 3 Moderate" in seen(pilot)
            await press(pilot, "escape", "v", "v")
            assert await click(3, 4) == "CIP06" and not await drag(Score(3, 4), Score(2, 2))
            await press(pilot, "v", "v")
            assert await click(3, 4, times=2) == "CIP02" and "CIP02  System" in seen(pilot)
            assert "Likelihood" not in seen(pilot)

    async def test_a_risk_is_read_in_full_and_esc_goes_back_to_the_map(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "enter")
            shown = words_of(pilot)
            for words in (
                "Inherent 20 extreme 5 Almost certain × 4 Major",
                "↓ worsened from 3×3 · Two coaches left",
                "workforce: cautious, tolerance 9 above tolerance",
                "Owner: Head of Early Help",
                "Response: treat",
                "Next review: 02/03/2021 !",
                "A ▲ 1.1 Coach managers",
                "KPI H1 Caseloads",
            ):
                assert words in shown
            await press(pilot, "escape")
            assert "Likelihood" in seen(pilot) and at(pilot) == "CIP01"

    async def test_the_help_lists_the_keys_of_the_map(self, board: Path) -> None:
        async with opened(board, size=(120, 60)) as pilot:
            await press(pilot, "5", "question_mark")
            assert "On the map of the risks" in seen(pilot) and "Move the risk with the arrows" in seen(pilot)


class TestOtherMaps:
    async def test_inherent_and_target_scores_have_maps_of_their_own(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "v")
            assert "▸target" in seen(pilot)
            assert "▸CIP01" in line_with(pilot, "2 Unlikely") and "CIP02" in line_with(pilot, "5 Almost")
            await press(pilot, "v", "v")
            assert "▸inherent" in seen(pilot) and "▸CIP01" in line_with(pilot, "5 Almost")

    async def test_a_path_leads_over_past_meetings_and_arrows_go_to_other_risks(self, board: Path) -> None:
        async with opened(board, size=WIDE) as pilot:
            await press(pilot, "5", "v", "v")
            assert "CIP01: 1 inherent 20 extreme → 2 19/01/2021 9 high" in words_of(pilot)
            assert "→ 3 now 16 extreme → 4 target 6 moderate" in words_of(pilot)
            assert "1↙" in line_with(pilot, "5 Almost") and "2↗" in seen(pilot) and "3↙" in line_with(pilot, "4 Likely")
            await press(pilot, "right")
            assert "CIP02: 1 19/01/2021 to now 12 high" in words_of(pilot)
            await press(pilot, "p", "p")
            assert at(pilot) == "CIP01"

    async def test_moving_a_risk_on_the_target_map_sets_its_target(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "v", "m", "left", "enter")
            await write(pilot, "Three posts")
            await press(pilot, "enter")
        assert values_of(board, "r1", "target", "target_why", "current") == {
            "target": "2x2",
            "target_why": "Three posts",
            "current": "4x4",
        }


class TestMoving:
    async def test_band_and_score_change_as_it_moves_and_one_enter_with_a_reason_saves_it_once(
        self, board: Path
    ) -> None:
        before = edits(board)
        async with opened(board) as pilot:
            await press(pilot, "5", "m", "down")
            assert "16 extreme  →  12 high  3 Possible × 4 Major" in seen(pilot)
            assert "◆CIP01" in line_with(pilot, "3 Possible") and "(CIP01)" in line_with(pilot, "4 Likely")
            assert lines(pilot)[-1].startswith(" Enter place it  Esc put it back")
            await press(pilot, "left", "left")
            assert "→  6 moderate  3 Possible × 2 Minor" in seen(pilot)
            assert edits(board) == before, "nothing is on disk before the reason is given"
            await press(pilot, "enter")
            assert "CIP01 16 extreme → 6 moderate why?" in seen(pilot) and "Esc puts it back" in seen(pilot)
            shown = pilot.app.screen.query_one(HeatMap)
            assert not shown.picture.focused, "the question has the keys"
            assert "◆CIP01" in line_with(pilot, "3 Possible"), "and the risk is in the hand still"
            await write(pilot, f"Agency cover {HOSTILE}")
            await press(pilot, "enter")
            assert "CIP01 16 extreme → 6 moderate · u undoes" in toasts(pilot)
            assert "▸CIP01" in line_with(pilot, "3 Possible") and "◆" not in seen(pilot) and shown.picture.focused
        assert edits(board) == before + 1
        assert values_of(board, "r1", "current", "current_why") == {
            "current": "3x2",
            "current_why": f"Agency cover {HOSTILE}",
        }
        with BoardFile.open(board) as file:
            newest = file.history(identity("r1"), limit=1)[0].edit
        assert (newest.why, newest.who) == (f"Agency cover {HOSTILE}", CHAIR)

    @pytest.mark.parametrize("leaving", [["escape"], ["enter", "escape"], ["u"], ["3", "5"]])
    async def test_esc_or_going_elsewhere_puts_it_back_and_nothing_is_saved(
        self, leaving: list[str], board: Path
    ) -> None:
        before = edits(board)
        async with opened(board) as pilot:
            await press(pilot, "5", "m", "down", "left", *leaving)
            await press(pilot, "5")
            assert "◆" not in seen(pilot) and "(CIP01)" not in seen(pilot)
            assert at(pilot) == "CIP01" and "16 extreme" in seen(pilot)
        assert edits(board) == before

    async def test_it_stops_at_the_edges_and_one_that_stands_where_it_stood_asks_nothing(self, board: Path) -> None:
        before = edits(board)
        async with opened(board) as pilot:
            await press(pilot, "5", "m", *["up"] * 9, *["right"] * 9)
            assert "→  25 extreme  5 Almost certain × 5 Catastrophic" in seen(pilot)
            await press(pilot, "down", "left", "enter")
            assert "why?" not in seen(pilot) and "◆" not in seen(pilot)
            assert edits(board) == before
            # What another program writes meanwhile leaves it in the hand, unless it is gone.
            for written, held in (
                (change("risk", "r2", current="1x1"), True),
                (Change(identity("r1"), "risk", delete=True), False),
            ):
                await press(pilot, "m")
                assert "◆CIP01" in line_with(pilot, "4 Likely")
                await press(pilot, "down")
                with BoardFile.open(board) as other:
                    other.write([written], who="Lead")
                await look_again(pilot)
                assert ("◆CIP01" in seen(pilot)) is held and "CIP02" in line_with(pilot, "1 Rare")
                await press(pilot, "escape")
                assert at(pilot) == ("CIP01" if held else "CIP03") and "◆" not in seen(pilot)

    async def test_an_unscored_risk_is_scored_from_the_middle_of_the_map(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "n", "n", "n", "n", "m")
            assert "CIP08 current unscored → " in seen(pilot) and "(CIP08)" in seen(pilot)
            await press(pilot, "right", "enter")
            await write(pilot, "First look")
            await press(pilot, "enter")
        assert values_of(board, "r8", "current", "current_why") == {"current": "3x4", "current_why": "First look"}

    async def test_re_scoring_undoing_doing_again_and_exporting(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "m", "left", "left", "left", "enter")
            await write(pilot, "Posts filled")
            await press(pilot, "enter", "u")
            assert values_of(board, "r1", "current", "current_why") == {
                "current": "4x4",
                "current_why": "Two coaches left",
            }
            assert "▸CIP01!" in line_with(pilot, "4 Likely") and "E 16" in seen(pilot) and at(pilot) == "CIP01"
            await press(pilot, "ctrl+y")
            assert values_of(board, "r1", "current")["current"] == "4x1"
            await press(pilot, "x", "shift+tab", "shift+tab", "shift+tab", "space", "ctrl+s")
        written = "\n".join(each.read_text(encoding="utf-8") for each in board.parent.glob("*.md"))
        assert "| **4 Likely** | **CIP01** (moderate 4) |" in written
        assert "| **CIP01** Capacity to manage cases | 3×3 | 4×1 | ↑ improved | Posts filled |" in written

    async def test_it_can_be_moved_from_the_register_too(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "tab", "down", "m", "up", "enter", "enter")
            assert "▸CIP02" in line_with(pilot, "4 Likely")
        assert values_of(board, "r2", "current", "current_why") == {"current": "4x4", "current_why": ""}

    async def test_a_board_that_wants_reasons_takes_no_empty_one(self, tmp_path: Path) -> None:
        board = make(tmp_path / "plan.board", reasons="always")
        before = edits(board)
        async with opened(board) as pilot:
            await press(pilot, "5", "m", "left", "enter", "enter")
            assert "This board wants a reason." in seen(pilot)
            await press(pilot, "escape")
            assert "◆" not in seen(pilot)
        assert edits(board) == before

    async def test_what_cannot_be_saved_can_be_tried_again_with_the_reason_as_it_was(
        self, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_now = BoardFile.write

        def full(*_: object, **__: object) -> None:
            raise BoardError("The disk is full.")

        async with opened(board) as pilot:
            for keys in (["5", "m", "left", "enter"], ["c"]):
                before = edits(board)
                await press(pilot, *keys)
                await write(pilot, "Posts are filled")
                monkeypatch.setattr(BoardFile, "write", full)
                await press(pilot, "enter")
                assert "The disk is full." in seen(pilot) and "Posts are filled" in seen(pilot)
                monkeypatch.setattr(BoardFile, "write", write_now)
                assert edits(board) == before
                await press(pilot, "enter")
                assert edits(board) == before + 1
        assert values_of(board, "r1", "current", "closed_why") == {"current": "4x3", "closed_why": "Posts are filled"}

    async def test_on_a_read_only_board_no_risk_is_moved_or_closed_and_no_mitigation_taken_further(
        self, board: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("boardtui.store.file.is_writable", lambda _path: False)
        before = board.read_bytes()
        async with opened(board) as pilot:
            for keys in (["5", "m"], ["c"], ["n", "n", "n", "enter", "tab", "space"]):
                pilot.app.clear_notifications()
                await press(pilot, *keys)
                assert "read-only: open a copy that may be written" in toasts(pilot)
                assert "◆" not in seen(pilot) and "Why close" not in seen(pilot)
        assert board.read_bytes() == before

    async def test_what_somebody_else_has_said_meanwhile_is_not_overwritten(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "m", "left", "enter")
            with BoardFile.open(board, clock=lambda: NOW) as other:
                other.write([change("risk", "r1", current="5x5", current_why="Worse")], who="Lead")
            await write(pilot, "Better")
            await press(pilot, "enter")
        assert "current" in on_disk(board).get(Risk, identity("r1")).conflicts  # type: ignore[union-attr]

    async def test_risks_are_not_rated_and_the_keys_say_what_to_do_instead(self, board: Path) -> None:
        before = edits(board)
        async with opened(board) as pilot:
            await press(pilot, "5", "r")
            assert "Risks have no rating of their own: m moves them on the map." in toasts(pilot)
            assert "rate" not in lines(pilot)[-1] and "m move" in lines(pilot)[-1]
        assert edits(board) == before


class TestScoresOffTheMap:
    async def test_a_score_outside_a_smaller_matrix_is_kept_flagged_and_can_be_moved_onto_it(
        self, tmp_path: Path
    ) -> None:
        board = make(tmp_path / "plan.board", matrix="4")
        with BoardFile.open(board) as file:
            file.write([change("risk", "r1", current="5x4"), change("risk", "r2", current="4x4")], who="plan")
        async with opened(board) as pilot:
            await press(pilot, "5")
            shown = seen(pilot)
            assert "5 Almost" not in shown and "Off map" in shown and "⚠ 5×4 off the map" in shown
            assert "CIP02" in line_with(pilot, "4 Likely") and "E 16" in shown
            await press(pilot, "enter")
            assert "⚠ Its score 5×4 is not on the 4×4 map: m scores it again" in seen(pilot)
            assert values_of(board, "r1", "current")["current"] == "5x4"
            await press(pilot, "m", "left", "enter")
            assert "likelihood and impact go from 1 to 4" in toasts(pilot)
            await press(pilot, "down", "enter", "enter")
            assert "▸CIP01" in line_with(pilot, "4 Likely")
        assert values_of(board, "r1", "current")["current"] == "4x3"

    @pytest.mark.parametrize(
        ("score", "refusal"),
        [
            ("0x3", "0x3 is not on this board's 5×5 matrix"),
            ("6x2", "6x2 is not on this board's 5×5 matrix"),
            ("3", "'3' is no score."),
            ("high", "'high' is no score."),
        ],
    )
    async def test_the_form_takes_no_score_outside_the_matrix(self, score: str, refusal: str, board: Path) -> None:
        before = edits(board)
        async with opened(board) as pilot:
            await press(pilot, "5")
            pilot.app.edit(on_disk(board).get(Risk, identity("r1")), focus="current")  # type: ignore[attr-defined]
            await press(pilot)
            await press(pilot, "end", "ctrl+u")
            await write(pilot, score)
            # What may be typed is said beside the field while somebody types; the refusal comes with saving.
            assert refusal not in words_of(pilot)
            await press(pilot, "ctrl+s")
            assert refusal in words_of(pilot)
            assert "Current score" in words_of(pilot)
        assert edits(board) == before
        assert values_of(board, "r1", "current")["current"] == "4x4"


class TestRegister:
    async def test_the_filters_keep_what_they_say_on_the_map_too(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5")
            kept = []
            for _ in range(6):
                screen = pilot.app.item_screen  # type: ignore[attr-defined]
                kept.append([row.item.ref for row in screen.table._rows])
                await press(pilot, "f")
            assert kept == [
                ["CIP01", "CIP02", "CIP03", "CIP06", "CIP08"],
                ["CIP01"],
                ["CIP01"],
                ["CIP01"],
                ["CIP08"],
                [],
            ]
            await press(pilot, "f")
            assert "CIP01" in seen(pilot) and "CIP02" not in seen(pilot)
            await press(pilot, "escape")
            assert "CIP02" in seen(pilot)

    async def test_closing_a_risk_asks_why_and_keeps_it(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "c")
            assert "Why close CIP01?" in seen(pilot)
            await press(pilot, "enter")
            assert "Say why" in seen(pilot)
            await press(pilot, "escape")
            assert values_of(board, "r1", "state")["state"] is RiskState.OPEN
            await press(pilot, "c")
            await write(pilot, "Posts are filled for good")
            await press(pilot, "enter")
            assert "CIP01" not in line_with(pilot, "4 Likely") and "4 of 5 risks" in seen(pilot)
            assert values_of(board, "r1", "state", "closed_why", "current") == {
                "state": RiskState.CLOSED,
                "closed_why": "Posts are filled for good",
                "current": "4x4",
            }
            await press(pilot, *["f"] * 5, "tab")
            assert "closed" in line_with(pilot, "CIP01") and "Closed: Posts are filled for good" in seen(pilot)
            await press(pilot, "m")
            assert "c opens it again" in toasts(pilot)
            await press(pilot, "c")
            await write(pilot, "They left again")
            await press(pilot, "enter")
        assert values_of(board, "r1", "state", "closed_why") == {"state": RiskState.OPEN, "closed_why": ""}

    async def test_the_register_is_sorted_by_score_and_by_ref_on_demand(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "s")
            assert pilot.app.item_screen.table._rows[1].item.ref == "CIP02"  # type: ignore[attr-defined]
            assert "by ref" in seen(pilot)

    async def test_a_ref_used_twice_is_shown_twice_and_flagged(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write([change("risk", "twin", ref="cip01", title="Another", current="1x1")], who="plan")
        async with opened(board) as pilot:
            await press(pilot, "5")
            assert "CIP01" in line_with(pilot, "4 Likely") and "cip01" in line_with(pilot, "1 Rare")
            await press(pilot, "enter")
            assert "Another risk has the ref CIP01" in seen(pilot)

    async def test_a_description_of_5000_characters_can_be_read_to_its_end(self, board: Path) -> None:
        text = "Cause, event and consequence. " * 166 + "The very end"
        with BoardFile.open(board) as file:
            file.write([change("risk", "r1", description=text)], who="plan")
        async with opened(board) as pilot:
            await press(pilot, "5", "enter", "end")
            assert "The very end" in words_of(pilot)


class TestMitigations:
    async def test_they_are_records_of_their_own_edited_where_they_stand(self, board: Path) -> None:
        with BoardFile.open(board) as file:
            file.write([change("risk", "r6", description="Cause, event and consequence. " * 60)], who="plan")
        async with opened(board) as pilot:
            await press(pilot, "5", "n", "n", "n", "enter", "end")
            detail = pilot.app.screen.query_one("#risks #detail", DetailPane)
            read_to = detail.scroll_y
            await press(pilot, "tab")
            assert at(pilot) == "Map stakeholders" and "closed" not in lines(pilot)[-1]
            assert line_with(pilot, "Slippage").split() == ["Status", "Mitigation", "Owner", "Due", "Slippage", "Since"]
            assert line_with(pilot, "Strategy") == (
                " ◐ Draft complete Strategy [SEND] plan… Strate… 01/02/2021 !           ►"
            )
            await press(pilot, "down", "e")
            assert "Mitigation “Strategy" in seen(pilot)
            await press(pilot, "escape")
            y = next(y for y, line in enumerate(lines(pilot)) if "Strategy" in line)
            await pilot.click(offset=(20, y), times=2)
            await settle(pilot)
            assert [isinstance(each, RecordForm) for each in pilot.app.screen_stack] == [False, True]
            await press(pilot, "escape")
            assert detail.scroll_y == read_to > 0, "the text stays where it is read"
            await press(pilot, "escape", "escape")
            assert at(pilot) == "CIP06" and "Likelihood" in seen(pilot)

    async def test_space_takes_one_a_step_further_and_u_takes_it_back(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "n", "n", "n", "enter", "tab", "down", "space")
            assert "● complete" in line_with(pilot, "Strategy")
            assert values_of(board, "m2", "progress", "progress_words") == {
                "progress": Progress.COMPLETE,
                "progress_words": "",
            }
            await press(pilot, "u")
        assert values_of(board, "m2", "progress_words")["progress_words"] == "Draft complete"

    async def test_they_are_ticked_and_given_to_somebody_with_one_reason_while_ticked_risks_wait(
        self, board: Path
    ) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "space", "n", "n", "n", "enter", "tab")
            assert "ticked" not in seen(pilot)
            await press(pilot, "asterisk", "shift+down", "at")
            assert "5 risks · 2 ticked" in seen(pilot) and "2 mitigations" in seen(pilot)
            await write(pilot, "Director")
            await press(pilot, "enter")
            await write(pilot, "The lead has left")
            await press(pilot, "enter")
            assert "ticked" not in seen(pilot) and at(pilot) == f"Strategy {HOSTILE}"
            both = [values_of(board, each, "owner")["owner"] for each in ("m1", "m2")]
            assert both == ["Director", "Director"] and values_of(board, "r1", "owner") != {"owner": "Director"}
            await press(pilot, "u", "ctrl+a", "escape")
            assert values_of(board, "m2", "owner") == {"owner": "Strategic Lead"}
            assert "ticked" not in seen(pilot) and "✓" not in seen(pilot)
            await press(pilot, "escape", "tab")
            assert "5 risks · 1 ticked" in seen(pilot)

    async def test_capital_m_adds_one_to_the_risk_and_is_seen_with_it(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "5", "M")
            assert "New mitigation" in seen(pilot)
            await write(pilot, "Agency cover")
            await press(pilot, "ctrl+s", "enter")
            assert "Agency cover" in seen(pilot)
            for keys, title in ((["plus"], "New risk"), (["tab", "plus"], "New mitigation")):
                await press(pilot, *keys)
                assert title in seen(pilot)
                await press(pilot, "escape")
        found = on_disk(board).owned(Mitigation, identity("r1"))
        assert [each.title for each in found] == ["Agency cover"]

    async def test_a_mitigation_is_found_within_its_risk(self, board: Path) -> None:
        async with opened(board) as pilot:
            await pilot.app.go_to(on_disk(board).get(Mitigation, identity("m2")))  # type: ignore[attr-defined]
            await press(pilot)
            assert at(pilot) == f"Strategy {HOSTILE}" and "CIP06" in seen(pilot)

    async def test_who_goes_to_a_risk_or_its_mitigation_leaves_an_empty_cell(self, board: Path) -> None:
        async with opened(board) as pilot:
            for kind, name, keys, there in (
                (Risk, "r6", (), "CIP06"),
                (Mitigation, "m1", ("escape", "escape"), "CIP06"),
            ):
                await press(pilot, "5", "up")
                while at(pilot):
                    await press(pilot, "up")
                await pilot.app.go_to(on_disk(board).get(kind, identity(name)))  # type: ignore[attr-defined]
                await press(pilot, *keys)
                assert at(pilot) == there and f"▸{there}" in seen(pilot)


class TestElsewhere:
    async def test_movement_since_the_last_board_counts_in_the_overview(self, board: Path) -> None:
        async with opened(board) as pilot:
            await press(pilot, "1")
            assert "↓ 1 since 19/01/2021" in seen(pilot) and "1 risk above tolerance" in seen(pilot)
            assert "CIP01 risk" in seen(pilot)

    async def test_a_board_without_risks_says_how_to_add_one(self, tmp_path: Path) -> None:
        place = tmp_path / "empty.board"
        BoardFile.create(place, "Empty", who="plan", clock=lambda: NOW).close()
        async with opened(place) as pilot:
            await press(pilot, "5", "m", "c", "M", "enter", "v", "v", "right", "down")
            assert "Likelihood" in seen(pilot) and "no appetite stated" in seen(pilot)
            await press(pilot, "v", "v", "tab")
            assert "No risks yet. + adds the first." in seen(pilot)
