"""What the program notes about copies of a board: that one was sent, and that it came back. Nobody types it."""

from __future__ import annotations

from boardtui.domain.immutable import immutable
from boardtui.domain.records.declare import Record, attr, declare
from boardtui.domain.records.types import Data, Line


@declare("copy", "copies", fact=True)
@immutable(kw_only=True)
class Copy(Record):
    """A copy of the board that was handed out. Who made it or took it back, and when, the edit itself says.

    `sent` stands once; `returned` as often as something came back, also where two boards note the same return.
    """

    lead: Line = attr("For", "sent", help="whose copy it is; nobody's in particular where it is empty")
    file: Line = attr("File", "sent", help="what the file was called")
    back_by: Data = attr("Back by", "sent", help="YYYY-MM-DD: the day before which it is wanted back, if any")
    brought: Data = attr("Brought", "returned", help="JSON: the highest number of each session that was new with it")


COPY = Copy.kind.name
SENT, RETURNED = Copy.kind.groups
