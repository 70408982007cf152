"""Whole maps, line by line: in little room, in the usual one, and on a matrix of four."""

from __future__ import annotations

import pytest

from boardtui.domain.records.profile import MatrixSize
from boardtui.domain.risks.matrix import Score
from boardtui.ui.risks.heat_map_lines import MapLayout, Picture, Pin, map_lines
from boardtui.ui.shared.text import Piece, Pieces
from tests.ui.risks.test_heat_map import matrix, pins, text

OWN = matrix(appetite="workforce: cautious 9", band_overrides="1x5 high")
FOUR = matrix(matrix=MatrixSize("4"))
AT = Score(4, 3)
FOOT: list[Pieces] = [[Piece("first")], [Piece("second")]]
PINS = {
    Score(4, 3): pins(9),
    Score(5, 5): [Pin("x", "R1", "!")],
    Score(1, 1): [Pin("y", "A very long label of it", "!"), Pin("z", "Z9")],
    Score(3, 3): [Pin("", "(R1)")],
}
TRAY = [
    ("Unscored", [Pin("u1", "U1"), Pin("u2", "U2 of a longer name"), Pin("u3", "U3"), Pin("u4", "U4")]),
    ("Off map", [Pin("o1", "X1"), Pin("o2", "X2")]),
]


def drawn(width: int, height: int, key: str = "2", cell: Score | None = AT) -> list[str]:
    beyond = OWN.above_appetite("workforce")
    shown = Picture(OWN, PINS, TRAY, beyond, cell, key, focused=True, heading=[Piece("HEADING")], foot=FOOT)
    return [line.rstrip() for line in text(map_lines(shown, width, height))]


class TestWhole:
    def test_in_little_room_letters_and_cut_words_stand_for_the_rest_and_one_line_of_the_foot_is_left(self) -> None:
        assert drawn(59, 14) == [
            "HEADING",
            "                                                   Unscored",
            "5         M 5┃    H 10     E 15     E 20 R1! E 25  U1",
            "             ┗━━━━━━━━┓                            U2 of a…",
            "4         M 4      H 8▐▸C… H 12▌    E 16     E 20  U3",
            "                      ┗━━━━━━━━┓                   U4",
            "3         L 3      M 6 (R1) H 9┃    H 12     E 15",
            "                               ┗━━━━━━━━┓          Off map",
            "2         L 2      M 4      M 6      H 8┃    H 10  X1",
            "                                        ┗━━━━━━━━━ X2",
            "1    A…!  L 1      L 2      L 3      M 4      H 5",
            "     1 Negli… 2 Minor  3 Moder… 4 Major  5 Catas…",
            " L  low 1–3   M  moderate 4–6   H  high 8–12   E  extreme 15–25  (1 cell has a band of its own)",
            "first",
        ]

    def test_in_the_usual_room_labels_are_on_two_lines_and_the_foot_is_at_the_bottom(self) -> None:
        assert drawn(100, 28) == [
            "HEADING",
            "Likelihood                                                                              Unscored",
            "5 Almost                  ┃                                             R1!             U1",
            "certain                   ┃                                                             U2 of a…",
            "                       M 5┃          H 10           E 15           E 20           E 25  U3",
            "                          ┗━━━━━━━━━━━━━━┓                                              U4",
            "4 Likely                                 ▐CIP01 ▸CIP02  ▌",
            "                                         ▐CIP03 CIP04   ▌                               Off map",
            "                       M 4            H 8▐CIP05 +4  H 12▌          E 16           E 20  X1",
            "                                         ┗━━━━━━━━━━━━━━┓                               X2",
            "3 Possible                                (R1)          ┃",
            "                                                        ┃",
            "                       L 3            M 6            H 9┃          H 12           E 15",
            "                                                        ┗━━━━━━━━━━━━━━┓",
            "2 Unlikely                                                             ┃",
            "                                                                       ┃",
            "                       L 2            M 4            M 6            H 8┃          H 10",
            "                                                                       ┗━━━━━━━━━━━━━━━",
            "1 Rare      A very long…!",
            "            Z9",
            "                       L 1            L 2            L 3            M 4            H 5",
            "Impact →    1 Negligible   2 Minor        3 Moderate     4 Major        5 Catastrophic",
            " L  low 1–3   M  moderate 4–6   H  high 8–12   E  extreme 15–25  (1 cell has a band of its own)",
            "",
            "",
            "",
            "first",
            "second",
        ]

    def test_on_a_matrix_of_four_there_are_four_of_each_and_a_band_of_one_score_says_one(self) -> None:
        shown = Picture(FOUR, {Score(2, 2): pins(2)}, [("Unscored", [])], foot=FOOT)
        assert [line.rstrip() for line in text(map_lines(shown, 61, 13))] == [
            "",
            "Likelihood                                           Unscored",
            "4 Likely          M 4       H 8      H 12      E 16  none",
            "",
            "3 Possible        L 3       M 6       H 9      H 12",
            "",
            "2 Unlikely        L 2 CIP01 M 4       M 6       H 8",
            "",
            "1 Rare            L 1       L 2       L 3       M 4",
            "Impact →    1 Negligible 2 Minor 3 Moderate 4 Major",
            " L  low 1–3   M  moderate 4–6   H  high 8–12   E  extreme 16",
            "first",
            "second",
        ]

    @pytest.mark.parametrize(
        ("labels", "cell"),
        [
            (["CIP01", "CIP02", "CIP03"], "CIP01 +2 H 12"),
            (["CIP001", "CIP02", "CIP03"], "CIP001   H 12"),
            (["CIP01", "CI"], "CIP01 CI H 12"),
            (["CIP01", "CIP"], "CIP01 +1 H 12"),
            (["CIP00001"], "CIP00001 H 12"),
            (["CIP000001"], "CIP0000… H 12"),
            (["CIP00001", "CIP02"], "CIP00001 H 12"),
        ],
    )
    def test_a_cell_of_one_line_holds_what_just_fits_before_its_band(self, labels: list[str], cell: str) -> None:
        shown = Picture(FOUR, {Score(3, 4): [Pin(label, label) for label in labels]})
        assert any(line.rstrip().endswith(cell) for line in text(map_lines(shown, 78, 13)))


class TestTray:
    @pytest.mark.parametrize(
        ("key", "height", "shown"),
        [
            ("u1", 14, ["▸U1", "U2 of a…", "U3", "U4", "", "Off map", "X1", "━ X2", ""]),
            ("u4", 14, ["U1", "U2 of a…", "U3", "▸U4", "", "Off map", "X1", "━ X2", ""]),
            ("u1", 13, ["▸U1", "+3", "", "Off map", "X1"]),
            ("u4", 13, ["▸U4", "+3", "", "Off map", "X1"]),
            ("u1", 10, ["▸U1", "+3", "", "Off map", "X1"]),
            ("u3", 10, ["▸U3", "+3", "", "Off map", "X1"]),
            ("u4", 10, ["▸U4", "+3", "", "Off map", "X1"]),
            ("o1", 10, ["U1", "+3", "", "Off map", "▸X1"]),
            ("o2", 10, ["U1", "+3", "", "Off map", "▸X2"]),
            ("o2", 13, ["U1", "+3", "", "Off map", "▸X2"]),
        ],
    )
    def test_it_shows_the_one_in_focus_and_how_many_are_left_out_and_both_parts_have_room(
        self, key: str, height: int, shown: list[str]
    ) -> None:
        lines = MapLayout.of(5, 59, height, 2).lines(5)
        assert [line[49:].strip() for line in drawn(59, height, key, None)[2 : 2 + lines]] == shown


class TestRoom:
    @pytest.mark.parametrize(
        ("of", "shared_out"),
        [
            ((5, 78, 12, 2), MapLayout(12, 10, 1, 0, 9, 2)),
            ((5, 78, 13, 2), MapLayout(12, 10, 1, 0, 9, 2)),
            ((5, 78, 14, 2), MapLayout(12, 10, 1, 1, 9, 1)),
            ((5, 78, 15, 2), MapLayout(12, 10, 1, 1, 9, 2)),
            ((5, 78, 19, 2), MapLayout(12, 10, 2, 1, 9, 1)),
            ((5, 78, 20, 2), MapLayout(12, 10, 2, 1, 9, 2)),
            ((5, 78, 24, 2), MapLayout(12, 10, 2, 1, 9, 2)),
            ((5, 78, 25, 2), MapLayout(12, 10, 3, 1, 9, 2)),
            ((5, 78, 29, 2), MapLayout(12, 10, 3, 1, 9, 2)),
            ((5, 78, 30, 2), MapLayout(12, 10, 4, 1, 9, 2)),
            ((5, 78, 30, 1), MapLayout(12, 10, 4, 1, 9, 1)),
            ((5, 78, 24, 0), MapLayout(12, 10, 3, 1, 9, 0)),
            ((5, 59, 20, 2), MapLayout(4, 8, 2, 1, 8, 2)),
            ((5, 60, 20, 2), MapLayout(10, 7, 2, 1, 8, 2)),
            ((5, 63, 20, 2), MapLayout(13, 7, 2, 1, 8, 2)),
            ((5, 64, 20, 2), MapLayout(14, 7, 2, 1, 8, 2)),
            ((5, 111, 20, 2), MapLayout(11, 16, 2, 1, 13, 2)),
            ((5, 112, 20, 2), MapLayout(11, 16, 2, 1, 14, 2)),
            ((5, 119, 20, 2), MapLayout(13, 17, 2, 1, 14, 2)),
            ((5, 20, 20, 2), MapLayout(2, 4, 2, 1, 8, 2)),
            ((5, 33, 20, 2), MapLayout(2, 4, 2, 1, 8, 2)),
            ((4, 78, 11, 2), MapLayout(11, 13, 1, 0, 9, 2)),
            ((4, 78, 12, 2), MapLayout(11, 13, 1, 1, 9, 1)),
            ((4, 78, 13, 2), MapLayout(11, 13, 1, 1, 9, 2)),
            ((4, 78, 4, 2), MapLayout(11, 13, 1, 0, 9, 0)),
            ((4, 200, 20, 2), MapLayout(12, 42, 2, 1, 14, 2)),
        ],
    )
    def test_cells_are_as_large_as_fit_and_the_foot_gives_way_first(
        self, of: tuple[int, int, int, int], shared_out: MapLayout
    ) -> None:
        """Labels, width and height of a cell, lines between rows, the tray and the foot."""
        assert MapLayout.of(*of) == shared_out
