"""Which records were touched from one state of a board to the next, so that only these are looked at again."""

from __future__ import annotations


class Revision:
    """What was touched in a board since the revision before it.

    Args:
        touched: the records.
        before: the revision before; None where all of the board was read.
    """

    def __init__(self, touched: frozenset[str] = frozenset(), before: Revision | None = None) -> None:
        self._touched = touched
        self._before = before
        self._count: int = before._count + 1 if before is not None else 0

    def touched_since(self, earlier: Revision) -> set[str] | None:
        """The records that were touched since an earlier revision; None where this does not go back to it."""
        touched, at = set[str](), self
        while at is not earlier:
            if at._before is None or at._count <= earlier._count:
                return None
            touched |= at._touched
            at = at._before
        return touched
