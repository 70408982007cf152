"""A copy of a board in which no small number can be seen or worked out, for what is to be published.

Counts from 1 to 5 may point to a child. They are hidden, with every percentage that is of so few or misses so few,
and with the next smallest figure of each sum that would give them away. A true zero is shown. The board itself is
never altered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from boardtui.domain.board import Board, Since
from boardtui.domain.kinds import KINDS, Comparator, Kpi, Meeting, Profile, Reading, Record
from boardtui.domain.small_numbers import Hidden, small_numbers
from boardtui.domain.suppression_sums import FIELDS

__all__ = ["MARK", "Hidden", "prose_to_read", "suppressed"]

MARK = "c"
"""What stands for a hidden figure, as in published statistics: confidential."""

_A_NUMBER = re.compile(r"\d|\b(?:two|three|four|five)\b", re.IGNORECASE)
"""Digits, and the small numbers that people write as words. One is left out: it is mostly no number."""

_PAPERS = ("snapshot", "minutes")
_REMARKS = ("note", "rationale", "due_reason")


def suppressed(board: Board) -> tuple[Board, list[Hidden]]:
    """Make a copy of a board that can be published as far as its figures go.

    Hidden are counts from 1 to 5, percentages of so few or of all but so few, and what sums, shares, the trend, or
    the same figure in another place would give them away by. A percentage without parts is judged by the
    denominators that its KPI states elsewhere. Figures as they were at the last meeting, and the papers frozen at
    meetings, go altogether.

    Prose is left as it is, since nobody can tell what a number in it counts: see `prose_to_read`.

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


def prose_to_read(board: Board, hidden: Iterable[Hidden]) -> list[Record]:
    """The records whose words may name a hidden figure, to be read before the copy goes out.

    These are the KPIs with a hidden figure, their readings, what is linked to them or was said about them at a meeting,
    the ambitions they are headlines of and the summary of the board, as far as their texts hold a number.
    """
    kpis = [kpi for kpi in board.all(Kpi) if kpi.id in {each.kpi for each in hidden}]
    if not kpis:
        return []
    about: list[Record] = list(kpis)
    about += (each for each in board.all(Reading) if each.kpi in {kpi.id for kpi in kpis})
    linked = {item.id for kpi in kpis for kind in KINDS.values() for item in board.linked(kind.record, kpi.id)}
    linked |= {kpi.ambition for kpi in kpis}
    of = {kpi.id for kpi in kpis}
    about += (
        record
        for name in KINDS
        for record in board.of_kind(name)
        if record.id in linked or getattr(record, "item", "") in of
    )
    return [each for each in (*dict.fromkeys(about), board.profile) if _A_NUMBER.search(_prose(each))]


def _prose(record: Record) -> str:
    """The texts of a record that a snapshot shows. Those of the board itself that are settings are none."""
    if isinstance(record, Profile):
        return f"{record.purpose} {record.summary} {record.exceptions}"
    fields = (each for each in record.kind.attributes.values() if each.look.form == "text" or each.name in _REMARKS)
    return " ".join(str(getattr(record, each.name)) for each in fields)


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
    gone = tuple(_published(record, {}) for record in since.gone if not isinstance(record, Reading | Comparator))
    meeting = None if since.meeting is None else _without_papers(since.meeting)
    return replace(since, meeting=meeting, before=before, gone=gone)


def _cleared(name: str, group: str, value: Any) -> Any:
    if group == "figure" and name in FIELDS:
        return MARK
    return "" if name in _PAPERS else value
