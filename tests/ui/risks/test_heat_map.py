"""The heat map as it is drawn: pure lines first, then pictures of it at both sizes and without colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from boardtui.domain.records.kinds import Profile
from boardtui.domain.records.profile import MatrixSize
from boardtui.domain.risks.heat_map import label_of
from boardtui.domain.risks.matrix import Matrix, Score, matrix_of
from boardtui.report.palette import band_style
from boardtui.settings.settings import change_settings
from boardtui.ui.app import BoardApp
from boardtui.ui.risks.heat_map_lines import MapLayout, Picture, Pin, bands, map_lines, packed
from boardtui.ui.shared.text import Pieces
from tests.ui.conftest import NOW, STYLES, seen, settle
from tests.ui.risk_board import make

SIZES = [(78, 20), (72, 36), (118, 56), (40, 14), (20, 10)]


def matrix(**values: Any) -> Matrix:
    return matrix_of(Profile(id="b", **values))


def text(lines: Iterable[Pieces]) -> list[str]:
    drawn = [list(line) for line in lines]
    assert {piece.style for line in drawn for piece in line} <= STYLES
    return ["".join(piece.text for piece in line) for line in drawn]


def drawn(
    pins: dict[Score, list[Pin]], *, size: tuple[int, int] = (78, 20), own: Matrix | None = None, **rest: Any
) -> str:
    return "\n".join(text(map_lines(Picture(own or matrix(), pins, **rest), *size)))


def pins(count: int, *, label: str = "CIP") -> list[Pin]:
    return [Pin(str(number), f"{label}{number:02d}") for number in range(1, count + 1)]


class TestCells:
    def test_each_cell_names_its_band_by_letter_and_its_score(self) -> None:
        shown = drawn({})
        assert all(f"{letter} {value}" in shown for letter, value in (("L", 1), ("M", 5), ("H", 12), ("E", 25)))

    def test_a_large_cell_writes_the_band_out(self) -> None:
        assert "extreme 25" in drawn({}, size=(118, 56))

    def test_as_many_refs_as_fit_and_then_their_number(self) -> None:
        assert "CIP01 +2" in drawn({Score(4, 3): pins(3)})
        assert "CIP01 CIP02" in drawn({Score(4, 3): pins(2)}, size=(118, 56))

    def test_of_two_hundred_risks_in_one_cell_the_one_in_focus_is_seen(self) -> None:
        shown = drawn({Score(3, 3): pins(200)}, key="150", cell=Score(3, 3))
        assert "▸CIP150" in shown and "+199" in shown

    def test_the_cell_in_focus_has_brackets_and_the_risk_in_focus_a_mark_without_colour(self) -> None:
        shown = drawn({Score(4, 3): pins(1)}, key="1", cell=Score(4, 3), focused=True)
        assert "▐▸CIP01" in shown and "▌" in shown

    @pytest.mark.parametrize("ref", ["סיכון-07", "風險登記冊編號七", "👩‍👧risk", "A" * 40, "\u202eCIP09", "a [/ [red]"])
    def test_refs_of_every_script_and_length_keep_the_grid_straight(self, ref: str) -> None:
        label = label_of(ref, "")
        assert "\u202e" not in label
        for width, height in SIZES:
            plain, with_ref = (
                text(map_lines(Picture(matrix(), {Score(3, 3): some}), width, height))
                for some in ([], [Pin("1", label, "!")])
            )
            assert [cell_len(line) for line in plain] == [cell_len(line) for line in with_ref]

    def test_a_risk_without_a_ref_is_called_by_its_title(self) -> None:
        assert label_of("", "Agency\ncover") == "Agency cover"
        assert label_of("", "") == "?"


class TestPacking:
    @settings(max_examples=200)
    @given(
        st.lists(st.text("ab", min_size=1, max_size=8), min_size=1, max_size=30),
        st.lists(st.integers(4, 14), min_size=1, max_size=6),
        st.integers(-1, 29),
    )
    def test_nothing_is_lost_nothing_overflows_and_the_focus_is_seen(
        self, labels: list[str], rooms: list[int], focus: int
    ) -> None:
        focus = min(focus, len(labels) - 1)
        placed, hidden = packed(labels, rooms, focus)
        seen = [place for line in placed for place in line]
        assert len(seen) + hidden == len(labels) and len(set(seen)) == len(seen)
        # What is seen has no gap: it begins with the first, or where the one in focus would be hidden with that.
        first = seen[0] if seen else 0
        assert seen == list(range(first, first + len(seen)))
        assert first in {0, focus} and (focus in seen) == (focus >= 0)
        for line, room in zip(placed, rooms, strict=True):
            used = sum(len(labels[place]) for place in line) + len(line) - 1
            # A label too long for every line is cut, alone on one of the longest.
            cut = len(line) == 1 and room == max(rooms)
            assert (0 if cut else used) <= room


class TestAppetite:
    def test_the_line_runs_between_the_cells_within_and_beyond(self) -> None:
        own = matrix(appetite="workforce: cautious 9")
        shown = drawn({}, own=own, beyond=own.above_appetite("workforce")).splitlines()
        assert shown[2].index("┃") < shown[5].index("┃") < shown[8].index("┃") < shown[11].index("┃")
        assert all("━" in shown[number] for number in (4, 7, 10, 13)) and "┗" in shown[4] and "┓" in shown[4]
        assert "┃" not in shown[14]

    def test_without_an_appetite_there_is_no_line(self) -> None:
        assert not set(drawn({})) & set("┃━┗┓")

    @given(st.sampled_from([4, 5]), st.integers(0, 25), st.sampled_from(SIZES))
    def test_a_line_is_drawn_exactly_where_one_of_two_neighbours_is_beyond_it(
        self, size: int, tolerance: int, room: tuple[int, int]
    ) -> None:
        own = matrix(matrix=MatrixSize(str(size)), appetite=f"all: open {tolerance}")
        beyond = own.above_appetite("all")
        layout = MapLayout.of(size, *room, 0)
        lines = text(map_lines(Picture(own, beyond=beyond), *room))
        for row in range(size):
            line = lines[2 + row * (layout.down + layout.gap)]
            for column in range(1, size):
                pair = {Score(size - row, column) in beyond, Score(size - row, column + 1) in beyond}
                assert (line[layout.labels + column * (layout.across + 1)] == "┃") == (len(pair) == 2)


class TestSizes:
    @pytest.mark.parametrize("side", ["4", "5"])
    @pytest.mark.parametrize("size", SIZES)
    def test_every_line_fits_and_every_row_of_the_matrix_is_there(self, size: tuple[int, int], side: str) -> None:
        own = matrix(matrix=MatrixSize(side))
        tray = [("Unscored", pins(30)), ("Off map", pins(3, label="X"))]
        foot: list[Pieces] = [[], []]
        lines = text(map_lines(Picture(own, {Score(2, 2): pins(9)}, tray, foot=foot), *size))
        grid = lines[2 : 2 + MapLayout.of(int(side), *size, 2).lines(int(side))]
        if size[0] >= 40:
            assert max(map(cell_len, grid)) <= size[0]
        assert len(lines) >= int(side) + 4 and sum(f" {int(side) ** 2}" in line for line in grid) == 1
        assert any("X01" in line for line in grid), "the second tray is not pushed out by the first"

    @pytest.mark.parametrize("size", [(72, 34), (78, 20)])
    def test_the_words_below_the_columns_are_whole_where_the_line_has_room_for_them(
        self, size: tuple[int, int]
    ) -> None:
        line = next(line for line in drawn({}, size=size).split("\n") if line.startswith("Impact"))
        assert line.split()[2:] == ["1", "Negligible", "2", "Minor", "3", "Moderate", "4", "Major", "5", "Catastrophic"]
        assert cell_len(line) <= size[0]

    def test_where_the_line_has_no_room_for_all_of_them_each_is_cut_below_its_column(self) -> None:
        line = next(line for line in drawn({}, size=(60, 20)).split("\n") if line.startswith("Impact"))
        assert "1 Negl… 2 Minor 3 Mode… 4 Major 5 Cata…" in line and cell_len(line) <= 60

    def test_a_click_finds_the_cell_that_is_drawn_there(self) -> None:
        layout = MapLayout.of(5, 78, 20, 2)
        lines = text(map_lines(Picture(matrix(), {Score(4, 3): [Pin("1", "CIP01")]}), 78, 20))
        y = next(number for number, line in enumerate(lines) if "CIP01" in line)
        assert layout.cell_at(lines[y].index("CIP01"), y, 5) == Score(4, 3)
        assert layout.cell_at(0, 0, 5) is None and layout.cell_at(77, 19, 5) is None

    @pytest.mark.parametrize("size", [3, 5])
    @pytest.mark.parametrize("room", SIZES)
    def test_a_click_beside_the_cells_finds_none_and_no_cell_is_found_anywhere_but_in_its_own_place(
        self, room: tuple[int, int], size: int
    ) -> None:
        layout = MapLayout.of(size, *room, 2)
        found = Counter(layout.cell_at(x, y, size) for x in range(140) for y in range(70))
        beside = found.pop(None)
        each = layout.across * layout.down
        assert found == {Score(row, column): each for row in range(1, size + 1) for column in range(1, size + 1)}
        assert beside == 140 * 70 - each * size**2

    def test_the_tray_scrolls_to_the_risk_in_focus(self) -> None:
        assert "▸CIP29" in drawn({}, tray=[("Unscored", pins(30))], key="29", cell=None)


class TestBands:
    def test_bands_of_the_board_with_their_overrides(self) -> None:
        own = matrix(bands="green 4, yellow 9, red 25", band_overrides="1x5 red")
        said = "".join(piece.text for piece in bands(own))
        assert said.startswith(" G  green 1–4   Y  yellow 5–9   R  red 10–25  ")
        assert "(1 cell has a band of its own)" in said
        assert "R 5" in drawn({}, own=own) and "Y 5" in drawn({}, own=own)

    def test_bands_that_begin_alike_are_told_apart(self) -> None:
        own = matrix(bands="medium 5, moderate 10, high 15, highest 25")
        assert own.letters == {"medium": "ME", "moderate": "MO", "high": "HIGH", "highest": "HIGHE"}

    @given(st.lists(st.text("abc ", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=1, max_size=8))
    def test_no_two_bands_of_a_board_have_the_same_letters(self, names: list[str]) -> None:
        names = list(dict.fromkeys(names))
        own = matrix(bands=", ".join(f"{name} {number + 1}" for number, name in enumerate(names)))
        found = [own.letters[band.name] for band in own.bands]
        assert len(set(found)) == len(found)

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8])
    def test_however_many_bands_there_are_the_worst_has_the_worst_colour(self, count: int) -> None:
        own = matrix(bands=", ".join(f"b{n} {25 if n == count else n * 3}" for n in range(1, count + 1)))
        levels = [band_style(own, Score(1, 1)), band_style(own, Score(5, 5))]
        assert levels == (["band-low", "band-extreme"] if count > 1 else ["band-low", "band-low"])

    def test_a_score_without_a_band_has_no_colour(self) -> None:
        assert band_style(matrix(bands="low 3"), Score(5, 5)) == ""


def _keys(*keys: str) -> Callable[[Pilot[Any]], Any]:
    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        pilot.app.clear_notifications()
        await settle(pilot)
        # On a small screen the register takes the place of the map.
        small_register = keys == ("tab",) and pilot.app.size.width < 120
        assert ("Likelihood" in seen(pilot), "Tolerance" in seen(pilot)) == (not small_register, small_register)

    return before


PICTURES = {"map": (), "move": ("m", "down", "left"), "path": ("v", "v"), "register": ("tab",)}


class TestPictures:
    """Pictures of the screen. After a change that is meant:
    `pytest tests/ui/risks/test_heat_map.py --snapshot-update`.
    """

    @pytest.fixture
    def app(self, tmp_path: Path) -> BoardApp:
        change_settings(lambda settings: type(settings)(signature="Independent Chair"))
        return BoardApp(make(tmp_path / "plan.board"), clock=lambda: NOW)

    @pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
    @pytest.mark.parametrize("name", PICTURES)
    def test_the_screen_looks_as_it_did(
        self, name: str, size: tuple[int, int], app: BoardApp, snap_compare: Any
    ) -> None:
        assert snap_compare(app, terminal_size=size, run_before=_keys(*PICTURES[name]))

    @pytest.mark.parametrize("name", ["map", "move", "path"])
    def test_without_colour_it_looks_as_it_did(
        self, name: str, tmp_path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        change_settings(lambda settings: type(settings)(signature="Independent Chair"))
        app = BoardApp(make(tmp_path / "plan.board"), clock=lambda: NOW)
        assert app.theme == "no-colour"
        assert snap_compare(app, run_before=_keys(*PICTURES[name]))
