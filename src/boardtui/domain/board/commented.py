"""When a commentary was written, or since when it is on the board."""

from __future__ import annotations

from boardtui.domain.immutable import immutable


@immutable
class Commented:
    """The day of a commentary.

    Attributes:
        at: when it was written, as an ISO 8601 UTC time.
        brought: it came in a plan or a spreadsheet at that time: when it was written nobody has said.
    """

    at: str
    brought: bool = False
