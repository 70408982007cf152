"""What people type for fields of a record: read into values, with the reason beside what changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardtui.domain.attention.schedule import with_first_date
from boardtui.domain.board.board import Board
from boardtui.domain.board.lookup import lookup
from boardtui.domain.errors import BoardError, InvalidValue
from boardtui.domain.records.declare import Attribute, Kind, Record, unknown_field, validate
from boardtui.domain.records.kinds import Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.rag import re_rated
from boardtui.domain.records.text import same_key, tidy_line
from boardtui.domain.risks.matrix import check_score, matrix_of

REASON_BESIDE = {
    "due": "due_reason",
    "inherent": "inherent_why",
    "current": "current_why",
    "target": "target_why",
}
"""Where a field changes and nobody says otherwise, the reason for the edit is what stands beside it."""


def settable(kind: Kind) -> list[str]:
    """The fields that people can set."""
    return [each.name for each in kind.attributes.values() if each.look.form != "data"]


def read_values(board: Board, kind: Kind, given: Mapping[str, str]) -> dict[str, Any]:
    """Turn what was said for each field into its value: refs into the records they name.

    Raises:
        BoardError: there is no such field, no such record to link to, or no such cell on the board's risk matrix.
    """
    return {name: _value(board, attribute(kind, name), text) for name, text in given.items()}


def attribute(kind: Kind, name: str) -> Attribute:
    """The declaration of a field that people can set.

    Raises:
        BoardError: the kind has no such field; the sentence lists those it has.
    """
    if name not in settable(kind):
        raise InvalidValue(unknown_field(kind, name))
    return kind.attributes[name]


def _value(board: Board, field: Attribute, text: str) -> Any:
    if field.look.form == "links":
        return [_linked(board, field, each) for each in text.split(",") if each.strip()]
    if field.look.form == "link":
        return _linked(board, field, text) if text.strip() else ""
    if field.look.form == "score":
        return _on_the_matrix(board, field, text)
    return text


def _on_the_matrix(board: Board, field: Attribute, text: str) -> str:
    try:
        return check_score(text, matrix_of(board.profile).size)
    except BoardError as error:
        raise BoardError(f"{field.name}: {error}") from None


def _linked(board: Board, field: Attribute, text: str) -> str:
    ref = text.strip()
    if len(field.look.kinds) == 1 and not same_key(ref).startswith(f"{field.look.kinds[0]}:"):
        ref = f"{field.look.kinds[0]}:{ref}"
    try:
        return lookup(board, ref).id
    except BoardError as error:
        raise BoardError(f"{field.name}: {error}") from None


def with_reasons(record: Record, values: Mapping[str, Any], why: str) -> dict[str, Any]:
    """The values, and the reason beside each of them that changes.

    Raises:
        BoardError: a value does not fit its field.
    """
    complete = dict(values)
    for name, beside in REASON_BESIDE.items():
        if beside not in values and record.kind.has(beside) and _changes(record, values, name):
            # A first date is no re-dating; a first score has its reason like any other.
            complete[beside] = "" if name == "due" and not getattr(record, "due", "") else why
    if _changes(record, values, "rag"):
        complete = re_rated(values["rag"], why) | complete
    return with_first_date(record.kind, complete, was=record)


def _changes(record: Record, values: Mapping[str, Any], name: str) -> bool:
    if name not in values:
        return False
    group = record.kind.attributes[name].group
    return bool(validate(record.kind.name, group, {name: values[name]})[name] != getattr(record, name))


def refuse_unfit(board: Board, record: Record, values: Mapping[str, Any]) -> None:
    """Refuse what an ordinary edit must not do.

    Raises:
        BoardError: it would reopen or rewrite a meeting, change what identifies a record, or use a ref twice.
    """
    if isinstance(record, Meeting):
        if record.state is MeetingState.CLOSED:
            raise BoardError("That meeting is closed and stays as it was. Say what has changed at the next one.")
        if "state" in values:
            raise BoardError("A meeting is opened and closed by running it, not by setting its state.")
    for name in record.kind.natural_key:
        if name in values and _changes(record, values, name):
            raise BoardError(
                f"{name} is what identifies a {record.kind.label}. Delete this one and add the right one instead."
            )
    refuse_taken_ref(board, record.kind.name, values, but=record.id)


def refuse_taken_ref(board: Board, kind: str, values: Mapping[str, Any], *, but: str = "") -> None:
    """Refuse a ref that another record of the kind has.

    Raises:
        BoardError: it is taken.
    """
    ref = tidy_line(values.get("ref", ""))
    own = same_key(ref)
    if own and any(same_key(str(getattr(each, "ref", ""))) == own and each.id != but for each in board.of_kind(kind)):
        raise BoardError(f"Another {board.of_kind(kind)[0].kind.label} has the ref {ref!r} already. Choose a free one.")
