"""What stands above and below the map, and where arrows and clicks lead, without a screen around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from rich.cells import cell_len

from boardtui.domain.board.board import Board, Since
from boardtui.domain.records.kinds import Meeting, Profile, Risk
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.profile import MatrixSize
from boardtui.domain.records.risks import RiskState
from boardtui.domain.risks.heat_map import steps_of
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of
from boardtui.ui.risks.focus import MapFocus
from boardtui.ui.risks.heat_map_lines import Picture
from boardtui.ui.risks.picture import VIEWS, foot_of_path, heading, line_of, pins_of_path
from boardtui.ui.shared.text import Piece, Pieces
from tests.domain.making import board_of
from tests.ui.conftest import STYLES

APPETITE = "workforce: cautious 9\nsystems: open 12\nmoney: averse 4"


def words(line: Pieces) -> str:
    """What a line says; every part of it is in a style that there is."""
    assert {piece.style for piece in line} <= STYLES
    return "".join(piece.text for piece in line)


def styles(line: Pieces) -> dict[str, str]:
    """The style of each part of a line that has one."""
    return {piece.text.strip(): piece.style for piece in line if piece.style and piece.text.strip()}


def risk(ref: str, current: str = "", **values: Any) -> Risk:
    return Risk(id=ref, ref=ref, current=current, **{"title": f"About {ref}", **values})


def matrix(**values: Any) -> Matrix:
    return matrix_of(Profile(id="b", **values))


class Map:
    """A map of a board, gone about with keys."""

    def __init__(self, *risks: Risk, at: str = "", view: str = "current", since: Since | None = None, **profile: Any):
        others = [Meeting(id="jan", state=MeetingState.CLOSED)] if since is not None else []
        self.board: Board = board_of(*risks, *others, since=since, **profile)
        self.shown = [each.id for each in risks]
        self.focus = MapFocus()
        self.focus.view = view
        self.key = at or (self.shown[0] if risks else "")
        self.focus.follow(self.board, self.shown, self.key)

    def step(self, *steps: tuple[int, int]) -> tuple[str, str]:
        """Go right and up by so much; where one is then: the cell, and the risk under the cursor."""
        for right, up in steps:
            self.key = self.focus.step(self.board, self.key, right, up)
        return self.at

    def click(self, cell: str, *, twice: bool = False) -> tuple[str, str]:
        self.key = self.focus.click(Score(*map(int, cell.split("x"))), self.key, twice=twice)
        return self.at

    @property
    def at(self) -> tuple[str, str]:
        return str(self.focus.cell or "tray"), self.key

    def picture(self, past: Iterable[tuple[str, str]] = (), *, on_map: bool = True, width: int = 100) -> Picture:
        now = self.board.get(Risk, self.key)
        return self.focus.picture(
            self.board, self.shown, now, list(past), on_map=on_map, room=(width, 20), view_key="v"
        )

    def foot(self, **values: Any) -> list[str]:
        return [words(line) for line in self.picture(**values).foot]


RIGHT, LEFT, UP, DOWN = (1, 0), (-1, 0), (0, 1), (0, -1)


class TestArrows:
    RISKS = (risk("A", "4x3"), risk("B", "4x3"), risk("C", "4x4"), risk("D", "2x3"), risk("U"), risk("V"))

    @pytest.mark.parametrize(
        ("start", "steps", "end"),
        [
            ("A", [RIGHT], ("4x3", "B")),
            ("B", [LEFT], ("4x3", "A")),
            ("B", [RIGHT], ("4x4", "C")),
            ("A", [LEFT], ("4x2", "A")),
            ("C", [LEFT], ("4x3", "B")),
            ("C", [LEFT, LEFT], ("4x3", "A")),
            ("B", [DOWN], ("3x3", "B")),
            ("B", [DOWN, DOWN], ("2x3", "D")),
            ("D", [UP, UP], ("4x3", "A")),
            ("B", [UP, UP, UP], ("5x3", "B")),
            ("D", [DOWN, DOWN], ("1x3", "D")),
            ("A", [LEFT, LEFT, LEFT], ("4x1", "A")),
            ("C", [RIGHT, RIGHT], ("tray", "U")),
            ("C", [RIGHT, RIGHT, DOWN], ("tray", "V")),
            ("C", [RIGHT, RIGHT, DOWN, DOWN], ("tray", "V")),
            ("C", [RIGHT, RIGHT, DOWN, UP], ("tray", "U")),
            ("C", [RIGHT, RIGHT, RIGHT], ("tray", "U")),
            ("C", [RIGHT, RIGHT, LEFT], ("4x5", "U")),
            ("C", [RIGHT, RIGHT, LEFT, LEFT], ("4x4", "C")),
            ("D", [RIGHT, RIGHT, RIGHT, LEFT], ("2x5", "U")),
            ("U", [LEFT], ("1x5", "U")),
        ],
    )
    def test_they_go_risk_by_risk_along_a_row_cell_by_cell_otherwise_and_into_the_tray_at_the_right(
        self, start: str, steps: list[tuple[int, int]], end: tuple[str, str]
    ) -> None:
        assert Map(*self.RISKS, at=start).step(*steps) == end

    def test_where_the_tray_is_empty_there_is_no_way_into_it(self) -> None:
        assert Map(risk("A", "4x5")).step(RIGHT) == ("4x5", "A")

    def test_out_of_the_tray_one_comes_onto_a_matrix_that_has_become_smaller(self) -> None:
        own = Map(risk("A", "5x5"), risk("U"))
        assert own.step(RIGHT, LEFT) == ("5x5", "A")
        own.step(RIGHT)
        own.board = board_of(*own.board.all(Risk), matrix=MatrixSize("4"))
        assert own.step(LEFT) == ("4x4", "U")

    def test_the_focus_comes_back_onto_a_matrix_that_has_become_smaller(self) -> None:
        own = Map(risk("A", "5x3"))
        own.focus.follow(board_of(matrix=MatrixSize("4")), [], "gone")
        assert own.at[0] == "4x3"

    def test_a_map_of_nothing_begins_in_its_middle(self) -> None:
        assert Map().at[0] == "3x3"
        assert Map(matrix=MatrixSize("4")).at[0] == "2x2"

    def test_a_click_goes_to_a_cell_another_one_to_its_next_risk_and_a_double_click_stays(self) -> None:
        own = Map(*self.RISKS, at="D")
        assert own.click("4x3") == ("4x3", "A")
        assert own.click("4x3") == ("4x3", "B")
        assert own.click("4x3", twice=True) == ("4x3", "B")
        assert own.click("4x3") == ("4x3", "A")
        assert own.click("1x1") == ("1x1", "A")
        assert own.click("4x4") == ("4x4", "C")
        assert own.focus.risk_in(Score(4, 3), "B") == "B"
        assert own.focus.risk_in(Score(4, 3), "D") == "A"
        assert own.focus.risk_in(Score(1, 1), "D") == ""

    def test_the_views_follow_one_another_and_begin_again(self) -> None:
        own, seen = MapFocus(), []
        for _ in VIEWS:
            own.next_view()
            seen.append((own.view, own.which))
        assert seen == [("target", "target"), ("path", "current"), ("inherent", "inherent"), ("current", "current")]


class TestInHand:
    def test_it_is_taken_up_where_it_stands_and_from_the_middle_without_a_score(self) -> None:
        own = Map(risk("A", "4x3"), risk("U"))
        for key, stands in (("A", Score(4, 3)), ("U", Score(3, 3))):
            a_risk = own.board.get(Risk, key)
            assert a_risk is not None
            own.focus.take_up(own.board, a_risk)
            assert own.focus.move is not None and own.focus.move.place == stands

    def test_where_it_was_there_is_an_empty_place_and_where_it_is_it_comes_first(self) -> None:
        own = Map(risk("A", "4x3"), risk("B", "4x3"), risk("C", "4x4"))
        a_risk = own.board.get(Risk, "A")
        assert a_risk is not None
        own.focus.take_up(own.board, a_risk)
        at_home = own.picture()
        assert [(pin.key, pin.label, pin.grip) for pin in at_home.pins[Score(4, 3)]] == [
            ("A", "A", "◆"),
            ("B", "B", "▸"),
        ]
        assert words(at_home.foot[0]) == "A current  12 high  →  12 high  4 Likely × 3 Moderate"
        own.focus.carry(own.board, 1, 0)
        shown = own.picture()
        assert [pin.label for pin in shown.pins[Score(4, 3)]] == ["(A)", "B"]
        assert [pin.label for pin in shown.pins[Score(4, 4)]] == ["A", "C"]
        assert (shown.cell, shown.key) == (Score(4, 4), "A")
        assert [words(line) for line in shown.foot] == [
            "A current  12 high  →  16 extreme  4 Likely × 4 Major",
            "arrows move it · Enter asks why and saves · Esc puts it back",
        ]

    def test_one_that_is_off_the_map_stays_beside_it_until_it_is_on_it(self) -> None:
        own = Map(risk("A", "5x3"), risk("U"), matrix=MatrixSize("4"))
        assert [(title, [pin.label for pin in pins]) for title, pins in own.picture().tray] == [
            ("Unscored", ["U"]),
            ("Off map", ["A"]),
        ]
        a_risk = own.board.get(Risk, "A")
        assert a_risk is not None
        own.focus.take_up(own.board, a_risk)
        beside = own.picture()
        assert (beside.cell, beside.key) == (None, "A")
        assert [pin.label for pin in beside.tray[-1][1]] == ["A", "(A)"]
        assert words(beside.foot[0]) == "A current ⚠ 5×3 off the map → ⚠ 5×3 off the map is not on the 4×4 map"
        own.focus.carry(own.board, 0, -1)
        assert own.picture().cell == Score(4, 3)


class TestBelow:
    @pytest.mark.parametrize(
        ("a_risk", "second"),
        [
            (risk("A", "4x3", owner="Head"), " 12 high  4 Likely × 3 Moderate · Head"),
            (risk("A", "4x3", category="workforce"), " 12 high  4 Likely × 3 Moderate · above tolerance 9 · no owner"),
            (risk("A", "3x3", category="workforce"), " 9 high  3 Possible × 3 Moderate · no owner"),
            (risk("A"), "unscored · m scores it · no owner"),
            (risk("A", "6x1"), "⚠ 6×1 off the map · no owner"),
            (risk("A", "4x3", state=RiskState.CLOSED, closed_why="Gone"), "closed: Gone · no owner"),
            (risk("A", state=RiskState.CLOSED), "closed · no owner"),
        ],
    )
    def test_a_risk_is_told_in_two_lines(self, a_risk: Risk, second: str) -> None:
        assert Map(a_risk, appetite=APPETITE).foot() == ["A About A", second]

    @pytest.mark.parametrize(
        ("before", "told", "style"),
        [
            ("3x3", " · ↓ worsened from 3×3", "mark-worse"),
            ("4x4", " · ↑ improved from 4×4", "mark-better"),
            ("3x4", "", ""),
            ("", " · new", "accent"),
        ],
    )
    def test_how_it_has_moved_since_the_last_board_is_said_of_its_current_score(
        self, before: str, told: str, style: str
    ) -> None:
        since = Since(Meeting(id="jan"), {"A": {"current": {"current": before}}})
        a_risk = risk("A", "4x3", target="4x3", owner="Head")
        own = Map(a_risk, since=since)
        line = own.picture().foot[1]
        assert words(line) == f" 12 high  4 Likely × 3 Moderate{told} · Head"
        assert styles(line).get(told.strip(), "") == style
        assert Map(a_risk, since=since, view="target").foot()[1] == " 12 high  4 Likely × 3 Moderate · Head"

    def test_above_tolerance_is_said_of_the_current_score_only_with_a_mark_on_the_map(self) -> None:
        a_risk = risk("A", "4x3", category="workforce", inherent="5x5", target="4x3")
        marks: Mapping[str, tuple[Score, str, bool]] = {
            "current": (Score(4, 3), "!", True),
            "inherent": (Score(5, 5), "", False),
            "target": (Score(4, 3), "", False),
        }
        for view, (cell, mark, said) in marks.items():
            own = Map(a_risk, view=view, appetite=APPETITE).picture()
            assert [pin.mark for pin in own.pins[cell]] == [mark]
            assert ("above tolerance 9" in words(own.foot[1])) is said

    @pytest.mark.parametrize(
        ("view", "second"),
        [
            ("current", "no risk here · + adds one with this score"),
            ("target", "no risk here"),
            ("inherent", "no risk here"),
        ],
    )
    def test_an_empty_cell_says_what_it_stands_for_and_a_risk_is_added_with_its_current_score(
        self, view: str, second: str
    ) -> None:
        own = Map(risk("A", "4x3", target="4x3", inherent="4x3"), view=view)
        own.step(RIGHT)
        assert own.foot() == [" 16 extreme  4 Likely × 4 Major", second]
        # In the register the risk under the cursor is what is told.
        assert own.foot(on_map=False)[0] == "A About A"
        assert (own.picture().key, own.picture(on_map=False).key) == ("", "A")

    def test_a_board_without_risks_says_how_to_begin(self) -> None:
        assert Map().foot() == [
            " 9 high  3 Possible × 3 Moderate",
            "No risks yet: + adds one with this score. I imports a spreadsheet.",
        ]
        assert Map(view="target").foot()[1] == "no risk here"

    def test_an_empty_tray_says_why(self) -> None:
        own = Map(risk("A", "4x3"), risk("U"), at="U")
        own.shown = ["A"]
        own.key = ""
        own.focus.look(own.board, own.shown)
        assert own.foot() == ["Every risk here has a score."]


class TestPaths:
    PAST = (("19/01/2021", "3x3"), ("16/02/2021", "4x4"), ("16/03/2021", "4x4"))
    ONE = risk("A", "4x3", inherent="5x4", target="2x2")

    def test_its_steps_are_numbered_on_the_map_with_arrows_and_told_below(self) -> None:
        own = Map(self.ONE, view="path")
        shown = own.picture(self.PAST)
        assert {str(cell): [pin.label for pin in pins] for cell, pins in shown.pins.items()} == {
            "5x4": ["1↙"],
            "3x3": ["2↗"],
            "4x4": ["3←"],
            "4x3": ["4↙"],
            "2x2": ["5"],
        }
        assert shown.cell == Score(4, 3)
        assert own.foot(past=self.PAST) == [
            "A: 1 inherent  20 extreme  → 2 19/01/2021  9 high  → 3 16/02/2021 to 16/03/2021  16 extreme ",
            " → 4 now  12 high  → 5 target  4 moderate ",
        ]

    def test_where_the_cells_are_roomy_each_step_says_when(self) -> None:
        steps = steps_of(self.ONE, self.PAST)
        labels = {str(cell): pins[0].label for cell, pins in pins_of_path(steps, matrix(), 15).items()}
        assert labels["4x4"] == "3← 16/02/2021 to 16/03/2021" and labels["2x2"] == "5 target"
        assert pins_of_path(steps, matrix(), 14)[Score(2, 2)][0].label == "5"

    def test_a_step_off_the_map_is_told_but_has_no_place_on_it(self) -> None:
        four = matrix(matrix=MatrixSize("4"))
        assert [str(cell) for cell in pins_of_path(steps_of(self.ONE), four, 8)] == ["4x3", "2x2"]

    def test_one_without_scores_says_how_to_begin(self) -> None:
        assert Map(risk("U"), view="path").foot() == ["U has no scores yet: m scores it"]

    @pytest.mark.parametrize("width", [40, 60, 80, 120])
    def test_of_many_steps_the_oldest_meetings_are_left_out_and_the_rest_stands_on_two_lines(self, width: int) -> None:
        past = [(f"{day:02d}/01/2021", f"{day % 4 + 1}x3") for day in range(1, 13)]
        steps = steps_of(self.ONE, past)
        told = [words(line) for line in foot_of_path(matrix(), self.ONE, steps, width)]
        assert told[0].startswith("A: 1 inherent")
        if width >= 60:
            assert len(told) == 2 and max(map(cell_len, told)) <= width
            assert " → … → " in "".join(told)
        assert told[-1].rstrip().endswith(f"{len(steps)} target  4 moderate")
        numbers = [int(each.split()[0]) for each in "".join(told)[3:].replace("… → ", "").split(" → ")]
        # The first is kept and then the latest ones, in order and without a gap.
        assert numbers == [1, *range(len(steps) - len(numbers) + 2, len(steps) + 1)]

    def test_as_many_steps_as_fit_are_told(self) -> None:
        steps = steps_of(self.ONE, self.PAST[:1])
        line = words(foot_of_path(matrix(), self.ONE, steps, 500)[0])
        assert len(foot_of_path(matrix(), self.ONE, steps, cell_len(line))) == 1
        assert len(foot_of_path(matrix(), self.ONE, steps, cell_len(line) - 1)) == 2


class TestAbove:
    @pytest.mark.parametrize(
        ("a_risk", "beyond", "said"),
        [
            (risk("A", category="Workforce"), 9, "━ Workforce risks: tolerance 9"),
            (risk("A", category="systems"), 12, "━ Systems risks: tolerance 12"),
            (risk("A", category="Estate"), None, "no appetite stated for Estate"),
            (risk("A"), None, "no category, no line"),
            (None, 4, "━ Money risks: tolerance 4"),
        ],
    )
    def test_the_line_is_that_of_the_risk_in_focus_or_else_the_strictest(
        self, a_risk: Risk | None, beyond: int | None, said: str
    ) -> None:
        own = matrix(appetite=APPETITE)
        cells, line = line_of(own, a_risk)
        assert words(line) == said
        assert cells == {each for each in own.cells() if beyond is not None and each.value > beyond}

    @pytest.mark.parametrize("a_risk", [risk("A", category="workforce"), risk("A"), None])
    def test_without_any_appetite_the_way_to_state_one_is_said(self, a_risk: Risk | None) -> None:
        cells, line = line_of(matrix(), a_risk)
        assert (cells, words(line)) == (frozenset(), "no appetite stated: ctrl+e")

    def test_the_view_is_marked_and_the_line_stands_at_the_right_as_far_as_there_is_room(self) -> None:
        line = [Piece("━ ", "strong"), Piece("tolerance 9")]
        views = "v:  inherent ▸current  target  path "
        assert len(views) == 36
        assert {width: words(heading("current", "v", line, width)) for width in (70, 51, 50, 45, 44)} == {
            70: f"{views}{' ' * 21}━ tolerance 9",
            51: f"{views}  ━ tolerance 9",
            50: f"{views}  ━ tolerance 9",
            45: f"{views}  ━ tolerance 9",
            44: views,
        }
        for view in VIEWS:
            marked = heading(view, "v", line, 70)
            assert {word: style for word, style in styles(marked).items() if word.startswith("▸")} == {
                f"▸{view}": "strong"
            }
