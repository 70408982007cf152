"""A copy of a board in which no small number can be seen or worked out, for what is to be published.

Counts from 1 to 5 may point to a child. They are hidden, with every percentage that is of so few or misses so few,
and with the next smallest figure of each sum that would give them away. A true zero is shown. The board itself is
never altered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from boardtui.domain.board import Board, Since
from boardtui.domain.kinds import Comparator, Meeting, Reading, Record
from boardtui.domain.small_numbers import Hidden, small_numbers
from boardtui.domain.suppression_places import FIELDS

__all__ = ["MARK", "Hidden", "suppressed"]

MARK = "c"
"""What stands for a hidden figure, as in published statistics: confidential."""

_PAPERS = ("snapshot", "minutes")


def suppressed(board: Board) -> tuple[Board, list[Hidden]]:
    """Make a copy of a board that can be published as far as its figures go.

    Hidden are counts from 1 to 5, percentages of so few or of all but so few, and what sums, shares, the trend, or
    the same figure in another place would give them away by. A percentage without parts is judged by the
    denominators that its KPI states elsewhere. Figures as they were at the last meeting, and the papers frozen at
    meetings, go altogether.

    Prose is left as it is, since nobody can tell what a number in it counts: see `boardtui.domain.public_words`.

    Returns:
        The copy, with `c` for each hidden figure, and what was hidden, KPI by KPI.
    """
    hidden = small_numbers(board)
    marks: dict[str, dict[str, str]] = {}
    for each in hidden:
        marks.setdefault(each.record, {})[each.field] = MARK
    records = {
        kind: {identity: _published(record, marks.get(identity, {})) for identity, record in some.items()}
        for kind, some in board.records.items()
    }
    return replace(board, records=records, since=_without_figures(board.since)), hidden


def _published(record: Record, marks: Mapping[str, Any]) -> Record:
    if isinstance(record, Meeting):
        return _without_papers(record)
    return replace(record, **marks) if marks else record


def _without_papers(meeting: Meeting) -> Meeting:
    """A meeting without the papers frozen at it, which state every figure as it was."""
    return replace(meeting, snapshot="", minutes="")


def _without_figures(since: Since) -> Since:
    """What has changed since the last meeting, without the figures and papers that were replaced."""
    before = {
        identity: {
            group: {name: _cleared(name, group, value) for name, value in values.items()}
            for group, values in groups.items()
        }
        for identity, groups in since.before.items()
    }
    # A reading that was deleted is kept without its figures: without it an older one would be compared with.
    gone = tuple(
        _published(record, dict.fromkeys(FIELDS, MARK) if isinstance(record, Reading) else {})
        for record in since.gone
        if not isinstance(record, Comparator)
    )
    meeting = None if since.meeting is None else _without_papers(since.meeting)
    return replace(since, meeting=meeting, before=before, gone=gone)


def _cleared(name: str, group: str, value: Any) -> Any:
    if group == "figure" and name in FIELDS:
        return MARK
    return "" if name in _PAPERS else value
