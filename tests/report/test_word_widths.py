"""How wide columns are on paper, which tables need it turned, and what is turned with them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from boardtui.report.document import (
    Block,
    Column,
    Run,
    Table,
    TrendLine,
    Words,
    bullets,
    heading,
    lines,
    paragraph,
    table,
)
from boardtui.report.word.widths import PORTRAIT, needs_landscape, parts, row_lines, widths

CELL = "some words of a cell"
LONG = "some words " * 20
WIDE = [Column(f"Column {number}", 20) for number in range(8)]
DRAWN = Words([Run("▁█")], trend=TrendLine("x", (1.0, 2.0), ("a", "b")))


def one(columns: Sequence[Column], *rows: Sequence[str]) -> Table:
    (made,) = table(columns, rows)
    assert isinstance(made, Table)
    return made


class TestColumns:
    @pytest.mark.parametrize(
        ("columns", "row", "wide"),
        [
            # What is declared says how the room is shared, where there is so much to say.
            ([Column("A", 10), Column("B", 10)], ["x", "y"], [8.5, 8.5]),
            ([Column("A", 10), Column("B", 30)], ["some words " * 6, "some words " * 6], [4.25, 12.75]),
            # A date is not divided, a little more than a date is.
            ([Column("A", 1), Column("B", 90)], ["12/03/2021", LONG], [2.3, 14.7]),
            ([Column("A", 1), Column("B", 90)], ["a b c d e f", LONG], [2.49, 14.51]),
            ([Column("A", 1), Column("B", 90)], ["a b c d e fg", LONG], [0.78, 16.22]),
            # Nor is the word of a heading, and of a long word only what cannot be helped.
            ([Column("Safeguarding", 1), Column("B", 90)], ["x", LONG], [3.04, 13.96]),
            ([Column("A", 1), Column("B", 90)], ["x" * 18, LONG], [3.82, 13.18]),
            ([Column("A", 1), Column("B", 90)], ["x" * 30, LONG], [3.82, 13.18]),
            ([Column("A", 1), Column("B", 90)], [DRAWN, LONG], [3.4, 13.6]),
        ],
    )
    def test_each_has_what_its_words_need_and_they_share_what_is_left(
        self, columns: Sequence[Column], row: Sequence[str], wide: Sequence[float]
    ) -> None:
        assert widths(one(columns, row), PORTRAIT) == pytest.approx(wide, abs=0.005)

    @pytest.mark.parametrize(
        ("columns", "row", "room", "wide"),
        [
            ([Column("A", 10)] * 8, ["a b c d e f"] * 8, 17.0, [17 / 8] * 8),
            ([Column("A", 10), Column("B", 10)], ["a b c d e f", "x" * 18], 5.0, [1.18, 3.82]),
            ([Column("A", 10), Column("B", 10)], ["x" * 18, "y" * 18], 3.0, [1.5, 1.5]),
            ([Column("A", 10), Column("B", 10)], ["x" * 18, "y" * 12], 3.0, [1.763, 1.237]),
        ],
    )
    def test_where_there_is_no_room_even_a_date_is_divided_and_then_all_get_less(
        self, columns: Sequence[Column], row: Sequence[str], room: float, wide: Sequence[float]
    ) -> None:
        found = widths(one(columns, row), room)
        assert found == pytest.approx(wide, abs=0.005)
        assert sum(found) == pytest.approx(room)

    @pytest.mark.parametrize(("letters", "deep"), [(0, 1), (100, 1), (101, 2), (201, 2), (202, 3)])
    def test_a_row_is_as_deep_as_its_longest_cell(self, letters: int, deep: int) -> None:
        assert row_lines(one([Column("A", 10)], ["x" * letters], ["x"]), PORTRAIT) == [deep, 1]


class TestTurned:
    @pytest.mark.parametrize(
        ("columns", "rows", "turned"),
        [
            *((4, 13, False), (5, 1, False), (5, 13, False), (6, 1, None), (6, 12, None), (6, 13, True)),
            *((7, 12, None), (7, 13, True), (8, 1, True)),
        ],
    )
    def test_many_columns_need_turned_paper_and_of_few_rows_it_does_not_matter(
        self, columns: int, rows: int, turned: bool | None
    ) -> None:
        assert needs_landscape(one(WIDE[:columns], *[[CELL] * columns] * rows)) is turned

    @pytest.mark.parametrize(
        ("times", "rows", "turned"),
        [(4, 3, None), (4, 12, None), (5, 2, None), (5, 3, True), (6, 1, None), (6, 2, None)],
    )
    def test_a_short_table_may_be_six_lines_deep_or_have_eighteen_lines_in_all(
        self, times: int, rows: int, turned: bool | None
    ) -> None:
        row = [f"{CELL} " * times, *[CELL] * 5]
        assert needs_landscape(one(WIDE[:6], *[row] * rows)) is turned

    @pytest.mark.parametrize(("width", "turned"), [(70, False), (75, True)])
    def test_a_long_table_may_want_a_little_more_than_the_page(self, width: int, turned: bool) -> None:
        columns = [Column("A", width), Column("B", 20), Column("C", 20)]
        assert needs_landscape(one(columns, *[[LONG, "w " * 20, "w " * 20]] * 30)) is turned


ROW = [["a"]]


class TestTurnedWithOthers:
    @pytest.mark.parametrize(
        ("between", "along"),
        [
            (paragraph("x") * 20, True),
            (paragraph("x") * 21, False),
            (paragraph("x" * 155) * 20, True),
            (paragraph("x" * 156) * 10, True),
            (paragraph("x" * 156) * 11, False),
            (bullets(["x"] * 20), True),
            (bullets(["x"] * 21), False),
            (bullets(["x" * 156] * 10), True),
            (bullets(["x" * 156] * 11), False),
            (lines(*["x"] * 20), True),
            (lines(*["x"] * 21), False),
            (heading(3, "x") * 10, True),
            (heading(3, "x") * 11, False),
            (table([Column("A")], ROW * 15), True),
            (table([Column("A")], ROW * 16), False),
            (table([Column("A", 60), Column("B", 60)], [["x" * 77, "x"]] * 15), True),
            (table([Column("A", 60), Column("B", 60)], [["x" * 78, "x"]] * 15), False),
        ],
    )
    def test_what_stands_between_two_parts_on_turned_paper_goes_along_if_it_is_short(
        self, between: list[Block], along: bool
    ) -> None:
        wide = table(WIDE, [[CELL] * 8])
        paper = [*heading(2, "A"), *wide, *heading(2, "B"), *between, *heading(2, "C"), *wide]
        assert [turned for turned, _ in parts(paper)] == ([True] if along else [True, False, True])

    def test_several_short_parts_go_along_as_one_and_none_before_the_first_or_behind_the_last(self) -> None:
        wide = table(WIDE, [[CELL] * 8])

        def turned(*bodies: list[Block]) -> list[tuple[bool, int]]:
            paper = [block for number, body in enumerate(bodies) for block in (*heading(2, f"{number}"), *body)]
            return [
                (on, sum(block.level == 2 for block in some if hasattr(block, "level"))) for on, some in parts(paper)
            ]

        few, more = paragraph("x") * 8, paragraph("x") * 11
        assert turned(wide, few, few, wide) == [(True, 4)]
        assert turned(wide, few, more, wide) == [(True, 1), (False, 2), (True, 1)]
        assert turned(few, wide, few) == [(False, 1), (True, 1), (False, 1)]
        assert turned(few) == [(False, 1)]

    def test_what_stands_before_the_first_heading_is_a_part_and_all_blocks_are_there_in_their_order(self) -> None:
        wide = table(WIDE, [[CELL] * 8])
        paper = [*heading(1, "Plan"), *paragraph("x"), *heading(2, "A"), *wide, *heading(3, "B"), *heading(2, "C")]
        found = list(parts(paper))
        assert [turned for turned, _ in found] == [False, True, False]
        assert [block for _, some in found for block in some] == paper
        assert len(found[0][1]) == 2
