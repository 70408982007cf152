"""The checks on one edit that came with a copy: nothing in it is believed until it is just what this program writes.

Nothing tidies such values when they are written, because the program writes them; in a copy they may be anything.
Text may also be what an earlier version wrote, which kept more of what nobody sees: it stays as it is stored, since
the digest is over it, and is cleaned where it is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from boardtui.domain.dates.dates import normal_form
from boardtui.domain.errors import InvalidValue, quoted
from boardtui.domain.meetings.sittings import frozen_problem
from boardtui.domain.records.declare import validate
from boardtui.domain.records.edits import LIFE, Edit, EditId, canonical
from boardtui.domain.records.kinds import KINDS, Meeting
from boardtui.domain.records.meetings import MeetingState
from boardtui.domain.records.types import LINE_LIMIT, TEXT_LIMIT
from boardtui.store.writing import VALUE_LIMIT, WHO_LIMIT, WHY_LIMIT, is_identity

SESSION = re.compile(r"[0-9a-f]{32}")
HIGHEST = 2**53  # numbers from here on are not exact in every program that reads JSON

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def is_time(text: str) -> bool:
    """Whether a text is a time as this program writes one: to the second, in UTC."""
    try:
        return _TIME.fullmatch(text) is not None and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_vector(text: str) -> bool:
    try:
        vector = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(vector, dict) and all(
        SESSION.fullmatch(session) and type(number) is int and 1 <= number < HIGHEST
        for session, number in vector.items()
    )


# What no version freezes: the first one left it out of what it wrote.
_NEVER_FROZEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# What no version keeps in a text.
_NEVER_KEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# The forms of field whose text was kept by looser rules once. All others are the same in every version.
_TEXTS = ("line", "text", "period", "date", "figure")


def _is_plain(text: str) -> bool:
    return _NEVER_FROZEN.search(text) is None


def _was_kept(text: str, form: str) -> bool:
    """Whether some version keeps a text in a field of some form as it is here."""
    if _NEVER_KEPT.search(text):
        return False
    if form == "text":
        return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n") == text
    return " ".join(text.split()) == text and (form != "date" or normal_form(text) == text)


def _is_digest(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


RULES: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "opened_at": (is_time, "is no time"),
    "closed_at": (is_time, "is no time"),
    "known": (_is_vector, "does not say which edits were known"),
    "digest": (_is_digest, "is no checksum"),
    "snapshot": (_is_plain, "is not plain text"),
    "minutes": (_is_plain, "is not plain text"),
    "current_item": (is_identity, "is not the identity of a record"),
}
"""For each field that the program keeps: what its value must be where it is not empty, and what is said if not."""


def check_kept(values: Mapping[str, Any]) -> None:
    """Check the values of a meeting that the program keeps, as far as a field group has such.

    Args:
        values: the valid values of one field group of a meeting.

    Raises:
        InvalidValue: no board keeps such a value, or what was frozen when the meeting closed is not what is there.
    """
    for field, (fits, otherwise) in RULES.items():
        value = values.get(field, "")
        if value and not fits(value):
            raise InvalidValue(f"{field}: {quoted(value[:100])} {otherwise}")
    if values.get("state") is MeetingState.CLOSED and frozen_problem(Meeting(id="", **values)):
        raise InvalidValue("snapshot: it is not the one that was frozen when the meeting closed")


PARENTS_LIMIT = 1_000
"""Edits that one edit may replace. A decision replaces what each copy says of a field, of which there are tens; a
deletion does so in every field of a record."""

_NUMBER = r"[1-9][0-9]{0,15}"
_EDIT_ID = re.compile(rf"[0-9a-f]{{32}}:{_NUMBER}")

# How long a text may be before anything reads it closely; the exact limits are those of the declaration.
_ROUGH_LIMITS = {"text": TEXT_LIMIT, "data": VALUE_LIMIT}

# What the columns of an edit must hold, in the order in which `projection.edit_select` has them.
_TYPES = (str, int, int, *(str,) * 12)


class Flaw(ValueError):  # noqa: N818 - it is a flaw of the copy, not an error of this program
    """Why a copy is refused, as the rest of a sentence that begins with its name."""


def checked_edit(row: Sequence[Any], *, count: int, board: str) -> Edit:
    """The edit that a row of a received file holds.

    Args:
        row: the columns of the edit, in the order of `projection.edit_select`.
        count: how many edits the file holds. Each edit's Lamport counter is one more than the highest one known
            when it was made, so no counter can be higher than this.
        board: the identity of the board.

    Raises:
        Flaw: the edit is not what this program would have written.
    """
    if any(type(cell) is not kind for cell, kind in zip(row, _TYPES, strict=True)):
        raise Flaw("holds numbers where words belong, or words where numbers do")
    session, number, lamport, record, kind, group, value, why, who, at, meeting, parents, *rest = row
    batch, intent, digest = rest
    name = f"{session[:8]}:{number}"
    if not SESSION.fullmatch(session) or not 1 <= number < HIGHEST:
        raise Flaw("holds an edit whose number no board gives")
    if not 1 <= lamport <= count:
        raise Flaw(f"places edit {name} in an impossible order")
    if not is_identity(record) or (meeting and not is_identity(meeting)):
        raise Flaw(f"holds an edit of something that is no record ({name})")
    if (kind == "board") != (record == board):
        raise Flaw("holds a second board beside its own")
    _check_signature(name, who=who, why=why, at=at)
    edit = Edit(
        id=EditId(session, number),
        lamport=lamport,
        record=record,
        kind=kind,
        group=group,
        value=value,
        why=why,
        who=who,
        at=at,
        meeting=meeting,
        parents=_read_parents(name, parents),
        batch=batch,
        intent=intent,
        digest=digest,
    )
    undone = re.fullmatch(rf"(?:(?:undo|redo):({_EDIT_ID.pattern}))?", intent)
    first = EditId.read(batch) if _EDIT_ID.fullmatch(batch) else None
    if not undone or first is None or first.session != session or first.number > number:
        raise Flaw(f"does not say properly which edits belong together ({name})")
    if edit.content_digest() != digest:
        raise Flaw(f"was changed by something else than boardtui: edit {name} does not match its checksum")
    _check_value(name, kind, group, value, board=record == board)
    return edit


def _check_signature(name: str, *, who: str, why: str, at: str) -> None:
    if len(why) > WHY_LIMIT or not _was_kept(why, "line") or len(who) > WHO_LIMIT or not _was_kept(who, "line"):
        raise Flaw(f"holds a name or a reason that is too long or not plain text ({name})")
    if not is_time(at):
        raise Flaw(f"dates edit {name} with something that is no time")


def _read_parents(name: str, text: str) -> tuple[EditId, ...]:
    words = text.split(" ") if text else []
    if len(words) > PARENTS_LIMIT:
        raise Flaw(f"says that edit {name} replaces {len(words):,} others, more than any board has at once")
    if not all(map(_EDIT_ID.fullmatch, words)):
        raise Flaw(f"does not say properly what edit {name} replaces")
    parents = tuple(map(EditId.read, words))
    if list(parents) != sorted(set(parents)):
        raise Flaw(f"does not say properly what edit {name} replaces")
    return parents


def _check_value(name: str, kind: str, group: str, text: str, *, board: bool) -> None:
    if kind not in KINDS or (group != LIFE and group not in KINDS[kind].groups):
        known_to_newer = f"{quoted(kind)} with {quoted(group)}"
        raise Flaw(f"comes from a newer boardtui: this one knows no {known_to_newer}. Update boardtui")
    if group == LIFE:
        if text not in ("true", "false") or board:
            raise Flaw(f"deletes or restores something in a way no board does ({name})")
        return
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise Flaw(f"holds a value that cannot be read ({name})")
    if not values:
        raise Flaw(f"holds an edit that says nothing ({name})")
    if unknown := sorted(values.keys() - set(KINDS[kind].groups[group])):
        raise Flaw(f"comes from a newer boardtui: this one knows no {unknown[0][:40]!r}. Update boardtui")
    try:
        _check_lengths(kind, values)
        valid = validate(kind, group, values)
        if kind == "meeting":
            check_kept(valid)
    except (InvalidValue, RecursionError) as error:
        raise Flaw(f"holds a value that no board takes ({name}): {str(error)[:200].rstrip('.')}") from None
    # Values that an older version wrote lack the fields that came since: those have their defaults.
    # Text that an older version wrote may hold what this one leaves out.
    spelled = {field: _as_spelled(kind, field, value, valid[field]) for field, value in values.items()}
    if canonical(spelled) != text:
        raise Flaw(f"holds a value that is not spelled as boardtui spells it ({name})")


def _as_spelled(kind: str, field: str, value: Any, valid: Any) -> Any:
    """How some version spells the value of a field: as it came, or as this version does."""
    form = KINDS[kind].attributes[field].look.form
    if isinstance(value, str) and form in _TEXTS and _was_kept(value, form):
        return value
    return valid


def _check_lengths(kind: str, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        limit = _ROUGH_LIMITS.get(KINDS[kind].attributes[field].look.form, LINE_LIMIT)
        if isinstance(value, str) and len(value) > limit:
            raise InvalidValue(f"{field}: this is {len(value):,} characters long and {limit:,} fit")
