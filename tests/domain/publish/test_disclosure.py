"""What a table of cells and sums has to hide so that the hidden ones cannot be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from boardtui.domain.publish.disclosure import Cell, Cells, Sum, adds_up, sample


def table_of(*amounts: int) -> Cells:
    """A table of cells of which none tells of another one."""
    table = Cells(lambda number: ())
    for amount in amounts:
        table.add(Cell(Decimal(amount)))
    return table


def hidden(table: Cells) -> list[int]:
    """The amounts that nobody sees once the table is protected."""
    table.protect()
    return [int(cell.amount) for cell in table.cells if cell.hidden]


class TestOneSum:
    @pytest.mark.parametrize(
        ("small", "gone"),
        [
            ((5,), [5, 20]),
            ((1, 4), [1, 4, 20]),
            ((1, 5), [1, 5]),
            ((2, 2, 1), [2, 2, 1, 20]),
            ((2, 2, 2), [2, 2, 2]),
        ],
    )
    def test_hidden_counts_that_are_five_at_most_together_need_one_more(
        self, small: Sequence[int], gone: list[int]
    ) -> None:
        table = table_of(*small, 20, 40, sum(small) + 60)
        parts = range(len(small) + 2)
        table.add_sum(Sum({**dict.fromkeys(parts, 1), len(small) + 2: -1}))
        for number in range(len(small)):
            table.hide(number)
        assert hidden(table) == gone

    def test_percentages_that_are_few_together_are_no_few_people(self) -> None:
        table = table_of(2, 2, 96)
        table.add_sum(Sum({0: 1, 1: 1, 2: 1}, counts=False))
        table.hide(0)
        table.hide(1)
        assert hidden(table) == [2, 2]

    def test_a_part_and_its_total_are_not_added_up(self) -> None:
        table = table_of(2, 0, 2)
        table.add_sum(Sum({0: 1, 1: 1, 2: -1}))
        table.hide(0)
        table.hide(2)
        assert hidden(table) == [2, 2]

    def test_what_was_hidden_for_no_reason_needs_nothing_beside_it(self) -> None:
        table = table_of(20, 40)
        rest = table.add(Cell(Decimal(3), hidden=True))
        total = table.add(Cell(Decimal(63)))
        table.add_sum(Sum({0: 1, 1: 1, rest: 1, total: -1}))
        assert hidden(table) == [3]

    def test_the_smallest_goes_the_first_of_two_alike_and_a_zero_only_where_there_is_nothing_else(self) -> None:
        table = table_of(3, 0, 30, 20, 20, 73)
        table.add_sum(Sum({0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: -1}))
        table.hide(0)
        table.protect()
        assert [cell.hidden for cell in table.cells] == [True, False, False, True, False, False]
        table = table_of(3, 0)
        hundred = table.add(Cell(Decimal(3), fixed=True))
        table.add_sum(Sum({0: 1, 1: 1, hundred: -1}))
        table.hide(0)
        table.protect()
        assert [cell.hidden for cell in table.cells] == [True, True, False]

    def test_what_tells_the_same_goes_too_and_what_is_fixed_never(self) -> None:
        table = Cells(lambda number: {0: (1,), 1: (2, 3), 2: (0,)}.get(number, ()))
        for amount in (3, 7, 8, 9):
            table.add(Cell(Decimal(amount), fixed=amount == 9))
        table.add_sum(Sum({2: 1, 3: -1}))
        assert table.hide(0) == {0}
        assert [cell.hidden for cell in table.cells] == [True, True, True, False]
        assert table.hide(0) == set(), "it is hidden already"


class TestSumsTogether:
    def test_a_square_in_which_two_rows_and_two_columns_cross_hides_all_four(self) -> None:
        # The cells of a square, then the totals of its rows and of its columns.
        cells = [[3, 20, 30], [40, 50, 60], [70, 80, 90]]
        table = table_of(*(each for row in cells for each in row))
        for row in range(3):
            total = table.add(Cell(Decimal(sum(cells[row]))))
            table.add_sum(Sum({**{3 * row + column: 1 for column in range(3)}, total: -1}))
        for column in range(3):
            total = table.add(Cell(Decimal(sum(row[column] for row in cells))))
            table.add_sum(Sum({**{3 * row + column: 1 for row in range(3)}, total: -1}))
        table.hide(0)
        assert hidden(table) == [3, 20, 40, 50]

    @pytest.mark.parametrize(("sums", "shown"), [(400, 400), (401, 0)])
    def test_more_sums_than_can_be_solved_soon_are_hidden_altogether(self, sums: int, shown: int) -> None:
        # Each sum shares a hidden cell with the next one: none of them can be worked out.
        table = table_of(*[10] * (sums + 1))
        for number in range(sums):
            total = table.add(Cell(Decimal(20)))
            table.add_sum(Sum({number: 1, number + 1: 1, total: -1}))
        for number in range(sums + 1):
            table.hide(number)
        table.protect()
        assert sum(not cell.hidden for cell in table.cells) == shown


class TestWhatAddsUp:
    @pytest.mark.parametrize(
        ("parts", "right"),
        [
            (("33.3", "33.3", "33.3"), True),
            (("33.3", "33.3", "33.2"), False),
            (("33.4", "33.4", "33.4"), False),
            (("33", "33", "33"), True),
            (("34", "34", "34"), False),
            (("50", "49"), True),
            (("50", "51"), True),
            (("49", "49"), False),
            (("49.9", "50.0"), True),
            (("49.8", "50.0"), False),
            (("33", "33.3", "32.2"), True),
            (("33", "33.3", "32.1"), False),
        ],
    )
    def test_percentages_make_a_hundred_but_for_the_rounding_of_the_coarsest(
        self, parts: Sequence[str], right: bool
    ) -> None:
        assert adds_up([Decimal(each) for each in parts], None) is right

    @pytest.mark.parametrize(("total", "right"), [(59, False), (60, True), (61, False)])
    def test_counts_make_their_total_exactly(self, total: int, right: bool) -> None:
        assert adds_up([Decimal(20), Decimal(40)], Decimal(total)) is right

    @pytest.mark.parametrize(
        ("many", "taken"),
        [
            (0, []),
            (1, [0]),
            (12, list(range(12))),
            (13, list(range(0, 13, 2))),
            (24, list(range(0, 24, 2))),
            (25, list(range(0, 25, 3))),
        ],
    )
    def test_of_many_periods_a_dozen_at_most_is_looked_at_evenly_spread(self, many: int, taken: list[int]) -> None:
        assert list(sample(list(range(many)))) == taken
