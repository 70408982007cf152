"""The rows of a long list once a few of its items have come, gone or moved: the others are not looked at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from boardtui.ui.table.item_table import TableRow


def mended_rows(
    rows: Sequence[TableRow],
    gone: Iterable[int],
    new: Mapping[str, Any],
    order: Callable[[Any], Any],
    heading: Callable[[Any], str],
) -> list[TableRow] | None:
    """The rows without some, and with others in their places.

    Args:
        rows: the rows, in order; each group of them with the same heading has that above it.
        gone: the places of those that are taken out.
        new: the items that are put in, by their keys.
        order: the place of an item among all others, to be compared; no two have the same.
        heading: the heading an item stands under; empty for none.

    Returns:
        The rows; None where the headings would be others than before in a way that only making all rows anew tells.
    """
    found = list(rows)
    for at in sorted(gone, reverse=True):
        place = at
        del found[place]
        below = found[place] if place < len(found) else None
        stands = below is not None and below.key and heading(below.item) == found[place - 1].heading
        if place and not found[place - 1].key and not stands:
            place -= 1
            del found[place]  # nothing stands under it any more
        if place and below is not None and not below.key and heading(found[place - 1].item) == below.heading:
            return None  # they are one group now
    for key, item in new.items():
        if not _put_in(found, TableRow(key, item), order, heading):
            return None
    return found


def _put_in(rows: list[TableRow], row: TableRow, order: Callable[[Any], Any], heading: Callable[[Any], str]) -> bool:
    def order_at(place: int) -> Any:
        # A heading stands where the first row below it does.
        return order((rows[place] if rows[place].key else rows[place + 1]).item)

    place = bisect_left(range(len(rows)), order(row.item), key=order_at)
    mine, above = heading(row.item), heading(rows[place - 1].item) if place else ""
    below = rows[place] if place < len(rows) else None
    headed = below is not None and not below.key
    if mine != above and headed and below is not None and below.heading == mine:
        rows.insert(place + 1, row)
        return True
    if below is not None and not headed and heading(below.item) not in ("", mine):
        return False  # the group that it comes into would go on below it without its heading
    rows[place:place] = [row] if mine in ("", above) else [TableRow("", heading=mine), row]
    return True
