"""What a form checks beyond single fields, and what it adds of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardtui.domain import meeting_planning
from boardtui.domain.board import Board
from boardtui.domain.declare import Kind
from boardtui.domain.kinds import Meeting, Record
from boardtui.domain.meeting_planning import one_a_line
from boardtui.domain.profile import ReasonRule
from boardtui.domain.rag import Rag
from boardtui.ui.widgets.field_row import FieldRow

SAVED_NOTHING = "Nothing has been entered yet."


def problems_of(board: Board, kind: Kind, record: Record | None, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with values that each fit their field: a sentence for each field to mend.

    Args:
        board: the board they were decided on.
        kind: the kind of the record.
        record: the record they are for; None for a new one.
        values: the fields that change.
    """
    problems: dict[str, str] = {}
    if record is None and kind.owner and not values.get(kind.owner):
        label = kind.attributes[kind.owner].label
        problems[kind.owner] = f"Say where this {kind.label} belongs: {label.lower()} is needed."
    ref = str(values.get("ref", "")).casefold()
    others = (each for each in board.of_kind(kind.name) if record is None or each.id != record.id)
    if ref and any(str(getattr(each, "ref", "")).casefold() == ref for each in others):
        problems["ref"] = f"Another {kind.label} has the ref {values['ref']} already. Choose a free one."
    if kind is Meeting.kind:
        problems |= meeting_planning.problems(board, record if isinstance(record, Meeting) else None, values)
    if "rag" in values and (problem := _reason_wanted(board, record, values)):
        problems["evidence" if values["rag"] is Rag.BLUE else "rationale"] = problem
    return problems


def _reason_wanted(board: Board, record: Record | None, values: Mapping[str, Any]) -> str:
    rating, rule = values["rag"], board.profile.reasons
    wanted = rating is not Rag.NOT_RATED and (
        rule is ReasonRule.ALWAYS or (rule is ReasonRule.RED_AND_AMBER and rating in (Rag.RED, Rag.AMBER))
    )
    if not wanted or any(values.get(name, getattr(record, name, "")) for name in ("rationale", "evidence")):
        return ""
    return f"This board wants a reason for {rating.value}."


def redating_nudge(due: FieldRow, reason: FieldRow) -> str:
    """What to say beside the reason for re-dating: that one is wanted, where a date moves without a new one."""
    if not due.before or not due.changed or reason.changed:
        return ""
    return "Wanted: why does the date move?" if not reason.before else "Wanted: this was said of the earlier date."


def tidied(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept: however a list of people was pasted, each of them stands on a line."""
    people = ("attendees", "apologies") if kind is Meeting.kind else ()
    return {name: one_a_line(str(value)) if name in people else value for name, value in values.items()}
