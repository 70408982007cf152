"""The places one has been at, to go back and forward among them as in a browser."""

from __future__ import annotations

from boardtui.domain.immutable import immutable

MOST = 100


@immutable
class Spot:
    """A place: a screen, and the row under the cursor; empty for none."""

    screen: str
    key: str


class Trail:
    """Remembers where one was, each time one leaves for somewhere else."""

    def __init__(self) -> None:
        self._before: list[Spot] = []
        self._after: list[Spot] = []

    def leave(self, spot: Spot) -> None:
        """One goes somewhere else from here: what was ahead is no longer."""
        self._after.clear()
        self._put(self._before, spot)

    def back(self, here: Spot) -> Spot | None:
        """The place before this one; None where there is none."""
        return self._go(here, self._before, self._after)

    def forward(self, here: Spot) -> Spot | None:
        """The place one came back from; None where there is none."""
        return self._go(here, self._after, self._before)

    def _go(self, here: Spot, source: list[Spot], other: list[Spot]) -> Spot | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        self._put(other, here)
        return source.pop()

    def _put(self, spots: list[Spot], spot: Spot) -> None:
        if not spots or spots[-1] != spot:
            spots.append(spot)
        del spots[:-MOST]
