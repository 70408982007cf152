"""A list of which a few items came, went or moved is the list that making all its rows gives."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from boardtui.ui.shared.mended_rows import mended_rows
from boardtui.ui.table.item_table import TableRow

Item = tuple[str, int]  # the heading it stands under, and its number


def heading(item: Item) -> str:
    return item[0]


def order(item: Item) -> Item:
    return item


def made(items: Mapping[str, Item]) -> list[TableRow]:
    """All rows of some items, as a screen makes them."""
    rows, last = list[TableRow](), ""
    for key, item in sorted(items.items(), key=lambda each: each[1]):
        if item[0] and item[0] != last:
            rows.append(TableRow("", heading=item[0]))
        last = item[0]
        rows.append(TableRow(key, item))
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_whatever_comes_goes_and_moves_the_rows_are_those_that_making_all_of_them_gives(seed: int) -> None:
    chance = random.Random(seed)
    numbers = iter(chance.sample(range(1_000), 200))
    headings = ("", "Due", "Updated", "Yours")
    items = {f"r{n}": (chance.choice(headings), next(numbers)) for n in range(chance.randrange(12))}
    for step in range(20):
        rows = made(items)
        gone = chance.sample(sorted(items), min(len(items), chance.randrange(4)))
        new = {f"new{step}.{n}": (chance.choice(headings), next(numbers)) for n in range(chance.randrange(3))}
        new |= {key: (chance.choice(headings), next(numbers)) for key in gone if chance.random() < 0.5}
        places = [place for place, row in enumerate(rows) if row.key in gone]
        items = {key: item for key, item in items.items() if key not in gone} | new
        assert mended_rows(rows, places, new, order, heading) == made(items)


def test_where_an_item_comes_between_others_of_one_heading_all_rows_are_to_be_made() -> None:
    rows = [TableRow("", heading="Due"), TableRow("a", ("Due", 1)), TableRow("b", ("Due", 3))]
    assert mended_rows(rows, [], {"c": ("Updated", 2)}, lambda item: item[1], heading) is None


def test_where_the_only_item_between_two_groups_of_one_heading_goes_all_rows_are_to_be_made() -> None:
    rows = [
        TableRow("", heading="Due"),
        TableRow("a", ("Due", 1)),
        TableRow("", heading="Updated"),
        TableRow("b", ("Updated", 2)),
    ]
    rows += [TableRow("", heading="Due"), TableRow("c", ("Due", 3))]
    assert mended_rows(rows, [3], {}, lambda item: item[1], heading) is None
