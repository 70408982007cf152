"""How labels share a few short lines."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len


def packed(labels: Sequence[str], rooms: Sequence[int], focus: int = -1) -> tuple[list[list[int]], int]:
    """Which of some labels stand on which line, one after the other with a space between them.

    As many as fit, from the first on, or from the one in focus on if that would be hidden.

    Args:
        labels: what there is.
        rooms: the width of each line.
        focus: the one that has to be seen; -1 for none.

    Returns:
        The places of the labels on each line, and how many labels are hidden: room for `+3` is kept for them.
    """
    widths = [cell_len(label) for label in labels]
    placed, hidden = _packed_from(0, widths, rooms)
    if focus >= 0 and not any(focus in line for line in placed):
        placed, hidden = _packed_from(focus, widths, rooms)
    return placed, hidden


def _packed_from(first: int, widths: Sequence[int], rooms: Sequence[int]) -> tuple[list[list[int]], int]:
    lines: list[list[int]] = [[] for _ in rooms]
    line = used = 0
    for place in range(first, len(widths)):
        while line < len(rooms) and lines[line] and used + 1 + widths[place] > rooms[line]:
            line, used = line + 1, 0
        # A label that is wider than every line is cut, but only where it has the line to itself.
        while line < len(rooms) and not lines[line] and rooms[line] < min(widths[place], max(rooms)):
            line, used = line + 1, 0
        if line == len(rooms):
            break
        used += widths[place] + (1 if lines[line] else 0)
        lines[line].append(place)

    def hidden() -> int:
        return len(widths) - sum(map(len, lines))

    while hidden() and not _has_room(hidden(), lines, widths, rooms):
        last = max((number for number, some in enumerate(lines) if some), default=-1)
        if last < 0 or sum(map(len, lines)) == 1:
            break
        lines[last].pop()
    return lines, hidden()


def _has_room(hidden: int, lines: Sequence[Sequence[int]], widths: Sequence[int], rooms: Sequence[int]) -> bool:
    """Whether the count of what is hidden fits behind what is shown."""
    last = max((number for number, some in enumerate(lines) if some), default=0)
    used = sum(widths[place] + 1 for place in lines[last])
    return used + len(f"+{hidden}") <= rooms[last] or any(room >= len(f"+{hidden}") for room in rooms[last + 1 :])
