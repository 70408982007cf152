"""What is wrong with what stands in a form as a whole, where each field is right by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardtui.domain.board.board import Board
from boardtui.domain.meetings import meeting_changes as meeting_planning
from boardtui.domain.records.declare import Kind
from boardtui.domain.records.kinds import Meeting, Record
from boardtui.domain.records.profile import ReasonRule
from boardtui.domain.records.rag import Rag
from boardtui.domain.records.text import same_key


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
    ref = same_key(str(values.get("ref", "")))
    others = (each for each in board.of_kind(kind.name) if record is None or each.id != record.id)
    if ref and any(same_key(str(getattr(each, "ref", ""))) == ref for each in others):
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
    # What is said already was said of the rating before; an unchanged rating keeps it.
    same = getattr(record, "rag", None) is rating
    said = {name: values.get(name, getattr(record, name, "") if same else "") for name in ("rationale", "evidence")}
    return f"This board wants a reason for {rating.value}." if wanted and not any(said.values()) else ""
